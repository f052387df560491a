package stance

import "math"

// Signals is how strongly words judge a target, by the ways in which a judgement reaches it,
// and sums over these ways.
type Signals [features]float64

// The signals: how strong the judgements are on each channel, whether there are any in each
// role, how near those stand that no syntax joins to the target, and how much speaks for and
// against on the whole, and of the target itself.
const (
	channels     = int(roles) * 4 // by role, whether by something of the target, and sign
	firstRole    = channels
	firstPlace   = firstRole + int(roles)*2
	firstSum     = firstPlace + int(roles)*2*places
	allFor       = firstSum
	allAgainst   = firstSum + 1
	allBoth      = firstSum + 2 // the lesser of the two
	selfFor      = firstSum + 3
	selfAgainst  = firstSum + 4
	selfBoth     = firstSum + 5
	firstPart    = firstSum + 6
	features     = firstPart + parts*2
	most         = 1 // that one channel counts
	mostTogether = 2 // that a sum counts
)

// parts are the parts of a sentence that a target may be, alone or for something that it has or
// belongs to.
const parts = 7

var partNames = [parts]string{"subject", "passive subject", "object", "oblique", "of a noun", "conjunct", "other"}

// partOf numbers the part that w is.
func (v *view) partOf(w *who) int {
	p := parts - 1
	switch last := w.names[len(w.names)-1]; v.tokens[last].Rel {
	case "nsubj":
		p = 0
	case "nsubj:pass":
		p = 1
	case "obj", "iobj":
		p = 2
	case "obl", "obl:agent":
		p = 3
	case "nmod", "nmod:poss", "compound":
		p = 4
	}
	if v.rel(w.head) == "conj" {
		p = 5
	}
	if w.host != nil {
		p += parts
	}
	return p
}

// places are where a word may stand that no syntax joins to the target: before or behind it,
// beside it, near it, or farther away.
const places = 6

var placeNames = [places]string{"beside.before", "close.before", "away.before", "beside.behind", "close.behind", "away.behind"}

// beside and nearBy bound the tokens between a word and the target.
const (
	beside = 3
	nearBy = 8
)

// place is the place of a word so many tokens behind the target, before it where they are
// negative.
func place(tokens int) int {
	p := 0
	if tokens > 0 {
		p = 3
	}
	switch d := max(tokens, -tokens); {
	case d <= beside:
		return p
	case d <= nearBy:
		return p + 1
	}
	return p + 2
}

// channel is the way in which a judgement reaches a target.
func channel(r role, owned bool, value float64) int {
	c := int(r) * 4
	if owned {
		c += 2
	}
	if value < 0 {
		c++
	}
	return c
}

// featureName names a signal in weights.yaml: "agent+", "owned.patient-", "any.agent+".
func featureName(i int) string {
	signs := [2]string{"+", "-"}
	switch {
	case i < channels:
		name := roleNames[i/4]
		if i&2 != 0 {
			name = "owned." + name
		}
		return name + signs[i&1]
	case i < firstPlace:
		i -= firstRole
		return "any." + roleNames[i/2] + signs[i&1]
	case i < firstSum:
		i -= firstPlace
		return roleNames[i/2/places] + "." + placeNames[i/2%places] + signs[i&1]
	}
	if i >= firstPart {
		i -= firstPart
		return [2]string{"is ", "has "}[i/parts] + partNames[i%parts]
	}
	return [...]string{"all+", "all-", "all.both", "self+", "self-", "self.both"}[i-firstSum]
}

// signals sums traces.
func signals(ts []trace) *Signals {
	var s Signals
	for i := range ts {
		s.add(&ts[i])
	}
	for i := range firstSum {
		s[i] = math.Min(most, s[i])
	}
	s[allBoth], s[selfBoth] = math.Min(s[allFor], s[allAgainst]), math.Min(s[selfFor], s[selfAgainst])
	for i := firstSum; i < firstPart; i++ {
		s[i] = math.Min(mostTogether, s[i])
	}
	return &s
}

func (s *Signals) add(t *trace) {
	sign, r, force := t.channel&1, t.channel/4, math.Abs(t.value)
	s[t.channel] += force
	s[firstRole+r*2+sign] = 1
	if t.tokens != 0 && role(r) > says {
		s[firstPlace+(r*places+place(t.tokens))*2+sign] += force
	}
	s[allFor+sign] += force
	if t.direct() {
		s[selfFor+sign] += force
	}
}
