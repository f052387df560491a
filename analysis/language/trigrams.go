package language

import "github.com/abadojack/whatlanggo"

// common are the languages that a headline is most likely in.
var common = map[whatlanggo.Lang]bool{whatlanggo.Nld: true, whatlanggo.Eng: true, whatlanggo.Deu: true, whatlanggo.Fra: true}

// byTrigrams guesses the language of s by its letter sequences, among all languages or
// some of those in the Latin script: the code and how sure it is, "" and 0 where two languages fit equally well.
func byTrigrams(s string, among map[whatlanggo.Lang]bool) (code string, confidence float64) {
	if len(s) > sampleBytes {
		s = piece(s, 0)
	}
	info := whatlanggo.DetectWithOptions(s, whatlanggo.Options{Whitelist: among})
	if info.Lang < 0 && among != nil {
		info = whatlanggo.Detect(s) // another script
	}
	if info.Lang < 0 || info.Confidence <= 0 {
		return "", 0 // the library breaks ties at random: a tie is no answer
	}
	if code = info.Lang.Iso6391(); code == "" {
		code = info.Lang.Iso6393()
	}
	return code, min(info.Confidence, 1)
}
