package sentence

import "strings"

// addressBytes bounds where the marks of an address are looked for.
const addressBytes = 256

// address returns the length of the web or mail address at the start of s, 0 for none.
func address(s string) int {
	start := s[:min(len(s), addressBytes)]
	web := strings.Contains(start, "://") || strings.HasPrefix(start, "www.")
	if !isWord(firstRune(s)) || !web && (strings.IndexByte(start, '@') < 0 || !mail(start)) {
		return 0
	}
	return len(strings.TrimRight(s, `.,;:!?)]}>"'’”`))
}

// mail tells whether s starts as a mail address: one @, and a dot behind it.
func mail(s string) bool {
	at := strings.IndexByte(s, '@')
	return strings.Contains(s[at:], ".") && !strings.ContainsAny(s[:at], "(<,;:/\"")
}
