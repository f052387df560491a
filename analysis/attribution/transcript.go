package attribution

import "github.com/volgens/volgens/analysis/text"

// labelWords bounds the words of a speaker's label, speakers is the least number of labelled
// paragraphs that makes a text a transcript.
const (
	labelWords = 5
	speakers   = 2
)

// transcript finds the paragraphs that a label in capitals gives to a speaker.
//
// MARY DOE: You said it would be ready. / COLE: It will be.
func (p *passage) transcript() {
	found := make(map[int]bool)
	for _, u := range p.units {
		if u.opensBlock() && u.label() > 0 {
			found[u.block] = true
		}
	}
	if len(found) >= speakers {
		p.turns = found
	}
}

// opensBlock tells whether the unit stands at the start of its block, a quotation mark aside.
func (u *unit) opensBlock() bool {
	start := u.Blocks[u.block].Start
	if u.level >= 0 && u.Quotations[u.level].Start == start {
		start = u.Quotations[u.level].Inner.Start
	}
	return u.items[0].Start == start
}

// label returns the item of the colon behind a speaker's label that begins the unit, 0 without.
func (u *unit) label() int {
	for k := range u.items {
		switch it := &u.items[k]; {
		case it.mark == ':' && k > 0 && k+1 < len(u.items):
			return k
		case k >= labelWords || !it.isWord() || !acronym(u.text(k)):
			return 0
		}
	}
	return 0
}

// turn attributes a paragraph to the speaker whose label ends before the colon at item k.
//
// Cue: only a colon: no cue span. Content: all that the speaker says.
func (u *unit) turn(k int) {
	f := u.add("transcript", 0.85, nil, pieces{{0, k}}, nil, pieces{{k + 1, len(u.items)}})
	if f == nil {
		return
	}
	end := u.Blocks[u.block].End
	if u.level >= 0 {
		end = min(end, u.Quotations[u.level].Inner.End)
	}
	f.Content = []text.Span{{Start: u.items[k+1].Start, End: end}}
}
