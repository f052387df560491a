package stance

import "github.com/volgens/volgens/analysis/text"

// Signals returns how the words of a text judge the one whom the words at target mean, by
// channel; cmd/weigh fits the weights to them.
func (r *Reader) Signals(target text.Span) *Signals { return signals(r.given(target), false) }

// Toward returns the position of a text as a whole towards the one whom the words at target
// mean. With the target given, words that merely stand near it count too.
func (r *Reader) Toward(target text.Span) Position {
	return r.position(target.In(r.doc.Text), r.given(target), false)
}

// given returns the traces of the sentence that holds the target.
func (r *Reader) given(target text.Span) []trace {
	var ts []trace
	for _, p := range r.stretches([]text.Span{target}) {
		ts = p.traces(ts, p.mentions(p.from, p.to), p.units)
	}
	return ts
}
