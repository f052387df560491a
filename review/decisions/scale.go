package decisions

import (
	"errors"
	"fmt"
	"io"

	"go.yaml.in/yaml/v3"
)

// Scale is the choice of verdicts that a check can end in.
type Scale struct {
	Verdicts []VerdictLabel `yaml:"verdicts"` // in the order in which they are offered
}

// VerdictLabel is one verdict of a scale.
type VerdictLabel struct {
	ID     string            `yaml:"id"`     // goes into the log
	Rating *float64          `yaml:"rating"` // for ClaimReview: higher is truer; nil where the verdict rates nothing ("unproven")
	Label  map[string]string `yaml:"label"`  // by language
}

// DefaultScale returns six verdicts, as most fact-checkers use them.
func DefaultScale() Scale {
	rating := func(x float64) *float64 { return &x }
	label := func(en, nl string) map[string]string { return map[string]string{"en": en, "nl": nl} }
	return Scale{Verdicts: []VerdictLabel{
		{"true", rating(5), label("True", "Waar")},
		{"mostly-true", rating(4), label("Mostly true", "Grotendeels waar")},
		{"half-true", rating(3), label("Half true", "Half waar")},
		{"mostly-false", rating(2), label("Mostly false", "Grotendeels onwaar")},
		{"false", rating(1), label("False", "Onwaar")},
		{"unproven", nil, label("Unproven", "Onbewezen")},
	}}
}

// LoadScale reads a scale from YAML:
//
//	verdicts:
//	  - {id: correct, rating: 2, label: {en: Correct, nl: Klopt}}
//	  - {id: wrong, rating: 1, label: {en: Wrong, nl: Klopt niet}}
func LoadScale(r io.Reader) (Scale, error) {
	d := yaml.NewDecoder(r)
	d.KnownFields(true)
	var s Scale
	if err := d.Decode(&s); err != nil {
		return s, fmt.Errorf("scale: %w", err)
	}
	return s, s.check()
}

func (s Scale) check() error {
	if len(s.Verdicts) < 2 {
		return errors.New("scale: want two verdicts or more")
	}
	seen := map[string]bool{}
	for _, v := range s.Verdicts {
		switch {
		case v.ID == "":
			return errors.New("scale: a verdict has no id")
		case seen[v.ID]:
			return fmt.Errorf("scale: two verdicts have the id %q", v.ID)
		}
		seen[v.ID] = true
	}
	return nil
}

// Verdict returns the verdict with that id and whether there is one.
func (s Scale) Verdict(id string) (VerdictLabel, bool) {
	for _, v := range s.Verdicts {
		if v.ID == id {
			return v, true
		}
	}
	return VerdictLabel{}, false
}

// Range returns the lowest and the highest rating, and whether there are any.
func (s Scale) Range() (worst, best float64, ok bool) {
	for _, v := range s.Verdicts {
		if v.Rating == nil {
			continue
		}
		if !ok {
			worst, best, ok = *v.Rating, *v.Rating, true
		}
		worst, best = min(worst, *v.Rating), max(best, *v.Rating)
	}
	return worst, best, ok
}

// Name returns the label in a language, else in English, else the id.
func (v VerdictLabel) Name(lang string) string {
	for _, l := range []string{lang, "en"} {
		if name := v.Label[l]; name != "" {
			return name
		}
	}
	return v.ID
}

func (s Scale) ids() []string {
	out := make([]string, len(s.Verdicts))
	for i, v := range s.Verdicts {
		out[i] = v.ID
	}
	return out
}
