package claim

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/volgens/volgens/analysis/entity"
	"github.com/volgens/volgens/analysis/lexicon"
	"github.com/volgens/volgens/analysis/text"
)

// deixis holds the words whose meaning hangs on where and when they are said.
type deixis struct {
	Days []struct {
		Phrase string `yaml:"phrase"`
		Days   int    `yaml:"days"`
	} `yaml:"days"`
	Years []struct {
		Phrase string `yaml:"phrase"`
		Years  int    `yaml:"years"`
	} `yaml:"years"`
	Weekdays []string `yaml:"weekdays"`
	Last     []string `yaml:"last"`
	Next     []string `yaml:"next"`
	There    []string `yaml:"there"`

	shifts map[string]shift // by phrase
}

// shift is how far a phrase lies from the day of publication.
type shift struct {
	years, days int
	year        bool // it names a year, no day
}

// loadDeixis reads deixis.yaml of a folder with language data; a folder without has none.
func loadDeixis(fsys fs.FS, dir string) (*deixis, error) {
	name := path.Join(dir, "deixis.yaml")
	d := &deixis{shifts: map[string]shift{}}
	data, err := fs.ReadFile(fsys, name)
	if errors.Is(err, fs.ErrNotExist) {
		return d, nil
	}
	if err == nil {
		err = lexicon.Decode(name, data, d)
	}
	if err != nil {
		return nil, err
	}
	if n := len(d.Weekdays); n != 0 && n != 7 {
		return nil, fmt.Errorf("%s: %d weekdays, want seven from Monday on", name, n)
	}
	for _, x := range d.Days {
		d.shifts[lexicon.Fold(x.Phrase)] = shift{days: x.Days}
	}
	for _, x := range d.Years {
		d.shifts[lexicon.Fold(x.Phrase)] = shift{years: x.Years, year: true}
	}
	return d, nil
}

// when returns the day or year that the words from token k on name, as an ISO date, and how
// many tokens they are; nothing for words that name none or a text without date.
func (d *document) when(toks []text.Token, k int) (string, int) {
	if d.Published == 0 {
		return "", 0
	}
	day := time.Unix(d.Published, 0).UTC()
	one := lexicon.Fold(toks[k].In(d.Text))
	two := ""
	if k+1 < len(toks) {
		two = lexicon.Fold(toks[k+1].In(d.Text))
	}
	for n, phrase := range []string{one, one + " " + two} {
		if s, ok := d.deixis.shifts[phrase]; ok {
			if s.year {
				return strconv.Itoa(day.Year() + s.years), n + 1
			}
			return day.AddDate(0, 0, s.days).Format(time.DateOnly), n + 1
		}
	}
	week := slices.Index(d.deixis.Weekdays, two)
	switch {
	case week < 0:
		return "", 0
	case slices.Contains(d.deixis.Last, one):
		return day.AddDate(0, 0, -back(day, week)).Format(time.DateOnly), 2
	case slices.Contains(d.deixis.Next, one):
		return day.AddDate(0, 0, 8-back(day, week)-1).Format(time.DateOnly), 2
	}
	return "", 0
}

// back is how many days before day the last such day of the week lies, 1 to 7.
func back(day time.Time, week int) int {
	today := (int(day.Weekday()) + 6) % 7 // Monday first
	return (today-week+6)%7 + 1
}

// where returns the place for which the word at token k stands: the one named last before
// it, in its sentence or the one before; "" for none.
func (d *document) where(t text.Token, sentence int) string {
	if t.UPOS != "ADV" && t.UPOS != "" && t.UPOS != "PRON" || t.Rel == "expl" || !slices.Contains(d.deixis.There, lexicon.Fold(t.In(d.Text))) {
		return ""
	}
	place := ""
	for i := range d.Entities {
		e := &d.Entities[i]
		if e.Start >= t.Start {
			break
		}
		if e.Sentence >= sentence-1 && e.Type == entity.Place {
			place = e.Name
		}
	}
	return place
}

// genitive returns a name as an owner: "Jan Jansens", "Frans’", "Anna’s".
func (d *document) genitive(name string) string {
	if !d.lex.VerbSecond {
		return name + "’s"
	}
	last := strings.ToLower(name[len(name)-1:])
	switch {
	case strings.Contains("sxz", last):
		return name + "’"
	case strings.Contains("aiouy", last):
		return name + "’s"
	}
	return name + "s"
}
