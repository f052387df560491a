package stance

import "strings"

// mentions returns the mention of tokens from to to, first, and what else in the sentence
// means the same: the name again, and pronouns that take it up.
func (v *view) mentions(from, to int) []*who {
	first := v.whoAt(from, to)
	out := []*who{first}
	at := first.head
	if v.tokens[at].UPOS == "PRON" {
		if k := v.antecedent(at); k >= 0 {
			a, b := v.name(k)
			out = append(out, v.whoAt(a, b))
		}
		return v.alike(out, at)
	}
	last := v.last(from, to)
	for i := range v.tokens {
		if i >= from && i < to {
			continue
		}
		switch v.tokens[i].UPOS {
		case "PROPN":
			if last != "" && v.tokens[i].In(v.doc) == last {
				a, b := v.name(i)
				if i == b-1 && !v.overlap(out, a, b) {
					out = append(out, v.whoAt(a, b))
				}
			}
		case "PRON", "DET":
			if k := v.antecedent(i); k >= 0 && v.within(out, k) {
				out = append(out, v.whoAt(i, i+1))
			}
		}
		if len(out) > 12 {
			break
		}
	}
	return out
}

// alike adds the pronouns of the third person that have gender and number of pronoun at: in
// one sentence they mean the same person more often than not.
func (v *view) alike(out []*who, at int) []*who {
	if !v.personal(at) {
		return out
	}
	for i := range v.tokens {
		if i != at && len(out) < 12 && v.personal(i) && v.feature(i, "Gender=") == v.feature(at, "Gender=") &&
			v.feature(i, "Number=") == v.feature(at, "Number=") && !v.overlap(out, i, i+1) {
			out = append(out, v.whoAt(i, i+1))
		}
	}
	return out
}

// personal tells whether token i is a pronoun for persons of the third person.
func (v *view) personal(i int) bool {
	return (v.tokens[i].UPOS == "PRON" || v.tokens[i].UPOS == "DET") && v.has(i, "Person=3") && v.has(i, "Number=") &&
		!v.has(i, "PronType=Rel") && !v.has(i, "Gender=Neut")
}

// feature returns the value of a feature of token i, "" for none.
func (v *view) feature(i int, name string) string {
	_, value, _ := strings.Cut(v.tokens[i].Feats, name)
	value, _, _ = strings.Cut(value, "|")
	return value
}

func (v *view) overlap(ws []*who, from, to int) bool {
	for _, w := range ws {
		if from < w.to && w.from < to {
			return true
		}
	}
	return false
}

// within tells whether token k names one of the mentions.
func (v *view) within(ws []*who, k int) bool {
	for _, w := range ws {
		if k >= w.from && k < w.to || k == w.head {
			return true
		}
	}
	return false
}

// last is the last word of a name of tokens from to to, "" where it is none.
func (v *view) last(from, to int) string {
	for i := to - 1; i >= from; i-- {
		if v.tokens[i].UPOS == "PROPN" {
			return v.tokens[i].In(v.doc)
		}
	}
	return ""
}

// name returns the tokens of the name around token i.
func (v *view) name(i int) (from, to int) {
	from, to = i, i+1
	for from > 0 && v.tokens[from-1].UPOS == "PROPN" {
		from--
	}
	for to < len(v.tokens) && v.tokens[to].UPOS == "PROPN" {
		to++
	}
	return from, to
}

// antecedent is the name that a pronoun of the third person takes up: the nearest subject
// before it, else the nearest name; -1 for none.
func (v *view) antecedent(i int) int {
	if !v.has(i, "Person=3") || v.has(i, "PronType=Rel") || v.has(i, "Gender=Neut") {
		return -1
	}
	nearest := -1
	for k := i - 1; k >= 0; k-- {
		if v.tokens[k].UPOS != "PROPN" || v.rel(k) == "flat" || v.rel(k) == "compound" {
			continue
		}
		if rel := v.rel(k); rel == "nsubj" || rel == "root" {
			return k
		}
		if nearest < 0 && v.rel(k) != "obl" {
			nearest = k
		}
	}
	return nearest
}
