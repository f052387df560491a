package coref

import (
	"github.com/volgens/volgens/analysis/attribution"
	"github.com/volgens/volgens/analysis/lexicon"
)

// official are the classes of cues by which a people speaks through its government. What it
// thinks, hopes or likes, it does itself.
var official = map[string]bool{
	"say": true, "deny": true, "accuse": true, "warn": true, "promise": true, "demand": true, "ask": true, "propose": true, "confirm": true,
	"admit": true, "announce": true, "claim": true, "explain": true, "emphasise": true, "report": true, "reveal": true, "answer": true, "oppose": true,
}

// people resolves a people that speaks as one to its government, which the text may name:
// "de Britten" deny, demand or announce for "het Verenigd Koninkrijk".
func (d *document) people(from, to, top int, x *attribution.Attribution) *entity {
	state := d.tokens[top].word.People
	if state == "" || !d.tokens[top].upper || !official[x.CueClass] || to-from != 2 || !d.is(from, lexicon.Article) || d.is(from, lexicon.AnArticle) {
		return nil
	}
	e := d.entities[lexicon.Fold(state)]
	if e == nil {
		key := "^" + lexicon.Fold(state)
		if e = d.nominals[key]; e == nil {
			e = &entity{name: d.form(top), kind: Government, plural: true}
			d.nominals[key] = e
		}
	}
	d.see(top, e)
	return e
}
