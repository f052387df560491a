package stance

import (
	"fmt"

	"github.com/volgens/volgens/analysis/text"
)

// WithWeights is for experiments.
func (t *Tagger) WithWeights(y []byte) (*Tagger, error) {
	w, err := parseWeights(y)
	c := *t
	c.weights = w
	return &c, err
}

// Explain is for experiments.
func (r *Reader) Explain(s text.Span) (out []string) {
	for _, t := range r.given(s) {
		out = append(out, fmt.Sprintf("%s:%s:%.2f", t.span.In(r.doc.Text), channelName(t.channel), t.value))
	}
	return
}
