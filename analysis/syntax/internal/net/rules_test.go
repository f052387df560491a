package net

import "testing"

func TestLearnAndApply(t *testing.T) {
	for _, tt := range []struct{ form, lemma string }{
		{"loopt", "lopen"},
		{"gegaan", "gaan"},
		{"is", "zijn"},
		{"Amsterdamse", "Amsterdams"},
		{"HAARLEM", "Haarlem"},
		{"De", "de"},
		{"auto's", "auto"},
		{"ĲSSEL", "Ĳssel"},
		{"a", "a"},
		{"2e", "twee"},
		{"Grieken", "Griek"},
	} {
		r, ok := Learn(tt.form, tt.lemma)
		if !ok {
			t.Errorf("Learn(%q, %q) finds no rule", tt.form, tt.lemma)
			continue
		}
		if got := r.Apply(tt.form); got != tt.lemma {
			t.Errorf("%v.Apply(%q) = %q, want %q", r, tt.form, got, tt.lemma)
		}
		if back, err := ParseRule(r.String()); err != nil || back != r {
			t.Errorf("ParseRule(%q) = %v, %v", r, back, err)
		}
	}
}

// A rule never makes an empty lemma of a form, nor reads outside of it.
func FuzzApply(f *testing.F) {
	f.Add("gelopen", byte('l'), uint8(2), uint8(2), "", "en")
	f.Add("\xff", byte('t'), uint8(1), uint8(0), "", "")
	f.Add("ı", byte('k'), uint8(3), uint8(3), "a", "")
	f.Fuzz(func(t *testing.T, form string, c byte, head, tail uint8, prefix, suffix string) {
		r := Rule{Case: c, CutHead: int(head), CutTail: int(tail), Prefix: prefix, Suffix: suffix}
		if got := r.Apply(form); got == "" && form != "" {
			t.Errorf("%v.Apply(%q) is empty", r, form)
		}
	})
}
