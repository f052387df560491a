package attribution

import (
	"github.com/volgens/volgens/analysis/lexicon"
	"github.com/volgens/volgens/analysis/text"
)

// answers is the least number of quotations right below a question that makes a text an
// interview.
const answers = 2

// interviewee returns the words that introduce the one who answers, where the text is an
// interview: paragraphs in quotation marks under questions. It is the first person that
// the text above the answers names with a role or an age.
//
// Hoe wordt een bakker imker? / “Door een buurman. Hij had twee kasten.”
func (p *passage) interviewee(outer []*unit) []text.Span {
	first, n := -1, 0
	for i := 1; i < len(outer); i++ {
		if _, ok := outer[i].alone(); ok && p.answersAt(outer, i) {
			if first < 0 {
				first = i
			}
			n++
		}
	}
	if n < answers {
		return nil
	}
	for _, u := range outer[:first] {
		for k := range u.items {
			if u.at(k-1).is(lexicon.Article|lexicon.Determiner) || u.name(k-1) || u.head(k-1) != nil {
				continue // in the middle of a phrase
			}
			s, ok := u.nounCore(k)
			if !ok || !s.named {
				continue
			}
			age := u.at(s.to).mark == '(' && u.at(s.to+1).digit
			if age || s.head != nil && s.head.Kind == "person" && !u.name(s.from) {
				return u.spans(pieces{{s.from, s.to}})
			}
		}
	}
	return nil
}

// followsWords tells whether outer unit i begins a paragraph and the one above ends in words
// of the interviewer, who may quote: “Critics called it ‘cold’.”
func (p *passage) followsWords(outer []*unit, i int) bool {
	if i == 0 || outer[i].block == outer[i-1].block {
		return false
	}
	const brief = 12 // items of a remark with a quotation at its end
	k := len(outer[i-1].items) - 1
	for k > 0 && outer[i-1].items[k].mark != 0 {
		k--
	}
	_, alone := outer[i-1].alone()
	return !alone && (!outer[i-1].items[k].isQuote() || !outer[i-1].items[0].isQuote() && len(outer[i-1].items) < brief)
}

// answersAt tells whether outer unit i begins the paragraph below a question.
func (p *passage) answersAt(outer []*unit, i int) bool {
	if i == 0 || outer[i].block == outer[i-1].block {
		return false
	}
	kind := p.Blocks[outer[i-1].block].Kind
	return kind == text.Question || kind == text.Heading
}
