package train

import (
	"strings"
	"unicode/utf8"
)

// Surface turns a lemma of the Dutch treebanks, which marks the parts of a compound and
// the particle of a verb ("verzekering_maatschappij", "aan_sporen"), into the lemma a
// reader expects of the form: "verzekeringsmaatschappij", and "sporen" where the particle
// stands elsewhere in the sentence. Other lemmas stay as they are.
func Surface(form, lemma, upos string) string {
	if !strings.Contains(strings.Trim(lemma, "_"), "_") {
		return lemma
	}
	parts := strings.Split(lemma, "_")
	low := strings.ToLower(form)
	if upos == "VERB" || upos == "AUX" {
		return surfaceVerb(low, parts)
	}
	last := parts[len(parts)-1]
	stem := strings.ToLower(strings.Join(parts[:len(parts)-1], ""))
	if i := tail(low, strings.ToLower(last), len(stem)); i > 0 {
		head := form[:min(i, len(form))]
		if len(low) != len(form) {
			head = low[:i]
		}
		if r, _ := utf8.DecodeRuneInString(parts[0]); strings.ToLower(string(r)) == string(r) {
			head = strings.ToLower(head)
		}
		if strings.HasSuffix(head, "-") {
			return head + last
		}
		return head + strings.ToLower(last)
	}
	return strings.Join(parts, "")
}

// surfaceVerb joins the parts of a verb that its form contains; a particle that stands
// elsewhere is dropped.
func surfaceVerb(form string, parts []string) string {
	for len(parts) > 1 && !strings.HasPrefix(form, strings.ToLower(parts[0])) {
		parts = parts[1:]
	}
	// "ga" of "over_gaan" begins with no "over", but "overga" does.
	return strings.Join(parts, "")
}

// tail finds where the last part of a compound begins in the form: near the length of the
// parts before it, a linking "s" or "en" further on, or a few letters earlier.
func tail(form, last string, near int) int {
	for _, want := range []int{4, 3, 2} {
		prefix := last[:cut(last, want)]
		for _, d := range []int{0, 1, 2, 3, -1, -2, -3} {
			if i := near + d; i > 0 && i < len(form) && strings.HasPrefix(form[i:], prefix) {
				return i
			}
		}
	}
	return 0
}

// cut is the length in bytes of the first n characters of s.
func cut(s string, n int) int {
	for i := range s {
		if n == 0 {
			return i
		}
		n--
	}
	return len(s)
}
