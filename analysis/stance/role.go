package stance

import (
	"github.com/volgens/volgens/analysis/lexicon"
	"github.com/volgens/volgens/analysis/text"
)

// role is the part that a target plays towards a word that judges.
type role uint8

// The roles. Each is told apart by the sign of the judgement and by whether the target
// itself plays it or something of the target ("het plan van de minister").
const (
	noRole     role = iota
	agent           // "⟦X⟧ liegt": does it
	patient         // "zij prijst ⟦X⟧": it is done to X
	victim          // the same, and the deed is a bad one that says little of X: "⟦X⟧ is beroofd"
	predicate       // "⟦X⟧ is corrupt"
	modifier        // "de corrupte ⟦X⟧"
	apposition      // "⟦X⟧, een leugenaar"
	below           // "⟦X⟧ met zijn schandalen"
	owner           // "de fraude van ⟦X⟧"
	toward          // "kritiek op ⟦X⟧"
	oblique         // "lachen om ⟦X⟧"
	does            // "⟦X⟧ verspreidt leugens"
	undergoes       // "zij beschuldigen ⟦X⟧ van fraude", "zij noemen ⟦X⟧ een held"
	doesHow         // "⟦X⟧ handelt met succes", "⟦X⟧ werkt uitstekend"
	says            // "⟦X⟧ zegt dat het een ramp is"
	deepBelow       // "zij drijven ⟦X⟧ in de armen van extremistische groepen"
	inClause        // "zij vrezen dat ⟦X⟧ …"
	near            // the same clause
	far             // the same sentence
	other           // said of somebody or something else in the sentence
	roles
)

var roleNames = [roles]string{"", "agent", "patient", "victim", "predicate", "modifier", "apposition", "below", "owner", "toward", "oblique", "does", "undergoes", "does_how", "says", "deep_below", "in_clause", "near", "far", "other"}

// part says that something is the subject or the object of a predicate.
type part struct {
	verb    int
	subject bool // does it, or is said to be it
}

// who is a mention of a target in a sentence, and what it takes part in.
type who struct {
	from, to int
	head     int
	names    []int // head and the words that name the same: "president ⟦X⟧"
	parts    []part
	host     *who // what X has or is part of: "het plan van ⟦X⟧"
	hostRel  role // owner or toward
}

// whoAt reads the mention of tokens from to to.
func (v *view) whoAt(from, to int) *who {
	w := &who{from: from, to: to, head: v.top(from, to)}
	v.read(w)
	return w
}

// depth bounds how far a possessor is followed.
const depth = 3

func (v *view) read(w *who) { v.readTo(w, depth) }

func (v *view) readTo(w *who, deep int) {
	at := w.head
	w.names = append(w.names, at)
	for h := v.head(at); h >= 0; h = v.head(at) {
		switch v.rel(at) {
		case "flat", "appos", "conj", "fixed":
		case "compound":
			if v.tokens[h].UPOS != "PROPN" {
				v.hosted(w, h, owner, deep)
				return
			}
		default:
			v.takePart(w, at, h, deep)
			return
		}
		at = h
		w.names = append(w.names, at)
		if len(w.names) > 8 {
			return
		}
	}
	v.clauses(w, at)
}

// hosted lets w take part in what host does.
func (v *view) hosted(w *who, host int, rel role, deep int) {
	if deep == 0 {
		return
	}
	w.host, w.hostRel = &who{from: host, to: host + 1, head: host}, rel
	v.readTo(w.host, deep-1)
}

// takePart notes what the relation of token at to its head h says.
func (v *view) takePart(w *who, at, h, deep int) {
	v.clauses(w, at)
	switch rel := v.tokens[at].Rel; v.rel(at) {
	case "nsubj":
		v.share(w, h, rel != "nsubj:pass")
	case "obj", "iobj":
		v.share(w, h, false)
	case "obl":
		if rel == "obl:agent" || v.passive(h) && v.cased(at, "by", "door") {
			v.share(w, h, true)
		}
	case "amod":
		v.hosted(w, h, owner, deep) // "de ⟦Russische⟧ manier"
	case "nmod", "det":
		switch {
		case rel == "nmod:poss" || rel == "det:poss" || v.tokens[at].UPOS == "PRON" && v.has(at, "Poss=Yes") || v.cased(at, "of", "van"):
			v.hosted(w, h, owner, deep)
		case rel != "det" && !v.placed(at):
			v.hosted(w, h, toward, deep)
		}
	}
}

// cased tells whether token i has one of the prepositions.
func (v *view) cased(i int, words ...string) bool {
	for _, c := range v.tree.Children(i) {
		if v.rel(int(c)) != "case" {
			continue
		}
		for _, w := range words {
			if v.forms[c].Form == w {
				return true
			}
		}
	}
	return false
}

// placed tells whether token i says where something is: "de junta in ⟦Bamako⟧".
func (v *view) placed(i int) bool {
	c := v.tree.Child(i, "case")
	return c >= 0 && v.forms[c].Is(lexicon.PlacePreposition)
}

// share notes a part in verb h and in the verbs that share its subject or object.
func (v *view) share(w *who, h int, subject bool) {
	for _, p := range w.parts {
		if p.verb == h {
			return
		}
	}
	w.parts = append(w.parts, part{h, subject})
	if len(w.parts) > 12 {
		return
	}
	for _, c := range v.tree.Children(h) {
		k := int(c)
		if v.tree.Child(k, "nsubj", "csubj") >= 0 {
			continue
		}
		switch v.rel(k) {
		case "xcomp":
			if v.verbal(k) {
				v.share(w, k, !v.passive(k))
			}
		case "conj":
			switch {
			case subject:
				v.share(w, k, !v.passive(k))
			case v.tokens[w.names[len(w.names)-1]].Rel == "nsubj:pass":
				v.share(w, k, v.has(k, "VerbForm=Fin") || v.tree.Child(k, "aux") >= 0 && !v.passive(k))
			}
		case "advcl":
			if m := v.tree.Child(k, "mark"); subject && v.verbal(k) && (m < 0 || v.forms[m].Is(lexicon.ForTo|lexicon.To)) {
				v.share(w, k, !v.passive(k))
			}
		}
	}
}

// clauses notes the parts that relative and participial clauses give to token i.
func (v *view) clauses(w *who, i int) {
	for _, c := range v.tree.Children(i) {
		k := int(c)
		if v.rel(k) == "csubj" && v.tree.Child(k, "nsubj") < 0 {
			v.share(w, k, true) // "hun doel is te winnen"
		}
		if v.rel(k) != "acl" {
			continue
		}
		if v.tokens[k].Rel != "acl:relcl" {
			v.share(w, k, !v.has(k, "VerbForm=Part") || !v.has(k, "Tense=Past") && v.forms[k].Form != "" && !v.passive(k) && v.has(k, "Tense=Pres"))
			continue
		}
		v.share(w, k, v.relativeSubject(k))
	}
}

// relativeSubject tells whether the antecedent of relative clause k is its subject.
func (v *view) relativeSubject(k int) bool {
	other := false
	for _, c := range v.tree.Children(k) {
		switch v.tokens[c].Rel {
		case "nsubj":
			if v.has(int(c), "PronType=Rel") {
				return true
			}
			other = true
		case "nsubj:pass":
			return false
		}
	}
	return !other && !v.passive(k)
}

// role tells what part w plays towards unit u; owned says that something of w plays it.
func (v *view) role(w *who, u *unit) (r role, owned bool) {
	for x := w; x != nil; x = x.host {
		if v.addressed(x, u) {
			return u.undergone(), x != w
		}
		if r := v.direct(x, u); r != noRole {
			return r, x != w
		}
		if x.host != nil && u.head == x.host.head {
			return v.ofNoun(x, u), x != w
		}
		if x.hostRel == toward {
			break // "de kritiek op X is terecht" says nothing of X by itself
		}
	}
	if v.inSubordinate(w, u) {
		return inClause, false
	}
	switch {
	case v.taken(u):
		return other, false
	case v.clause(u.head) == v.clause(w.head):
		return near, false
	}
	return far, false
}

// ofNoun is the role of x towards the noun u that it belongs to. A noun for a deed has a doer and
// one to whom it is done: "de aanval van ⟦X⟧ op de stad", "de aanval op ⟦X⟧".
func (v *view) ofNoun(x *who, u *unit) role {
	if u.verb || u.agent == 0 {
		return x.hostRel
	}
	at := x.names[len(x.names)-1]
	switch {
	case v.cased(at, "by", "door"):
		return agent
	case x.hostRel == toward:
		return victim
	case v.complemented(u.head, at):
		return agent
	case v.cased(at, "of"):
		return victim // "the murder of ⟦X⟧"
	}
	return owner
}

// complemented tells whether noun i has a complement besides token k: the one to whom a deed
// is done.
func (v *view) complemented(i, k int) bool {
	for _, c := range v.tree.Children(i) {
		if int(c) != k && v.rel(int(c)) == "nmod" && v.tokens[c].Rel != "nmod:poss" && !v.cased(int(c), "by", "door") {
			return true
		}
	}
	return false
}

// addressed tells whether w stands behind the preposition of a unit: "kritiek op ⟦X⟧".
func (v *view) addressed(w *who, u *unit) bool {
	if u.prep == "" {
		return false
	}
	for _, n := range w.names {
		if h := v.head(n); (h == u.head || h >= u.from && h < u.to) && v.cased(n, u.prep) {
			return true
		}
	}
	return false
}

// taken tells whether a unit is said of something else: it has a subject or an object of
// its own that is named, or describes a name.
func (v *view) taken(u *unit) bool {
	for _, c := range v.tree.Children(u.head) {
		switch v.rel(int(c)) {
		case "nsubj", "obj":
			if p := v.tokens[c].UPOS; p == "PROPN" || p == "PRON" {
				return true
			}
		}
	}
	h := v.head(u.head)
	return h >= 0 && v.tokens[h].UPOS == "PROPN"
}

// closest is the role that the mentions of one target play towards a unit: that of the
// mention that stands closest to it.
func (v *view) closest(ws []*who, u *unit) (best role, owned bool) {
	for _, w := range ws {
		r, o := v.role(w, u)
		if best == noRole || distance(r) < distance(best) {
			best, owned = r, o
		}
	}
	return best, owned
}

func distance(r role) int { return max(0, int(r)-int(says)+1) }

// direct is role without what w has.
func (v *view) direct(w *who, u *unit) role {
	for _, p := range w.parts {
		if p.verb == u.head {
			return v.argument(p, u)
		}
	}
	if v.rel(w.names[len(w.names)-1]) == "obl" && v.head(w.names[len(w.names)-1]) == u.head {
		return oblique
	}
	last := -1
	for i, deep := u.head, 0; i >= 0; i, deep = v.head(i), deep+1 {
		for _, n := range w.names {
			if i == n && last >= 0 {
				return v.under(last)
			}
		}
		if last >= 0 {
			for _, p := range w.parts {
				if p.verb == i {
					if r := v.beside(p, last); deep <= reach || r == noRole {
						return r
					}
					return deepBelow
				}
			}
		}
		last = i
		if steps := v.rel(i); steps == "root" {
			break
		}
	}
	return noRole
}

// reach is how many steps a judging word may stand below the verb whose subject or object a
// target is, and still judge it.
const reach = 2

// argument is the role of the subject or object of the unit itself.
func (v *view) argument(p part, u *unit) role {
	switch {
	case !u.verb:
		return predicate
	case p.subject:
		return agent
	}
	return u.undergone()
}

// undergone is the role of the one to whom a unit is done.
func (u *unit) undergone() role {
	if u.value < 0 && u.patient > 0 {
		return victim
	}
	return patient
}

// under is the role of a target over the unit: c is its child on the way.
func (v *view) under(c int) role {
	switch v.rel(c) {
	case "amod", "compound", "det", "flat", "advmod", "nummod":
		return modifier
	case "nsubj":
		return predicate
	case "appos":
		return apposition
	}
	return below
}

// beside is the role of a target that has part p in a verb over the unit; c is the child of
// the verb on the way.
func (v *view) beside(p part, c int) role {
	switch v.rel(c) {
	case "obj", "iobj", "xcomp":
		if p.subject {
			return does
		}
		return undergoes
	case "obl", "advmod":
		if p.subject {
			return doesHow
		}
		return undergoes
	case "ccomp", "parataxis":
		if p.subject {
			return says
		}
		return near
	case "advcl":
		return doesHow
	}
	return noRole
}

// inSubordinate tells whether w stands in a clause that the unit governs.
func (v *view) inSubordinate(w *who, u *unit) bool { return v.tree.Within(w.head, u.head) }

// clause returns the token that heads the clause of token i.
func (v *view) clause(i int) int {
	for steps := 0; steps <= len(v.tokens); steps++ {
		switch v.rel(i) {
		case "root", "ccomp", "advcl", "acl", "parataxis", "csubj", "conj":
			return i
		}
		h := v.head(i)
		if h < 0 {
			return i
		}
		i = h
	}
	return i
}

// span returns the words of a unit.
func (v *view) span(u *unit) text.Span {
	return text.Span{Start: v.tokens[u.from].Start, End: v.tokens[u.to-1].End}
}
