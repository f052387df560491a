package language

import "github.com/abadojack/whatlanggo"

// byTrigrams guesses the language of s by its letter sequences: the code and how sure it
// is, "" and 0 where two languages fit equally well.
func byTrigrams(s string) (code string, confidence float64) {
	if len(s) > sampleBytes {
		s = piece(s, 0)
	}
	info := whatlanggo.Detect(s)
	if info.Lang < 0 || info.Confidence <= 0 {
		return "", 0 // the library breaks ties at random: a tie is no answer
	}
	if code = info.Lang.Iso6391(); code == "" {
		code = info.Lang.Iso6393()
	}
	return code, min(info.Confidence, 1)
}
