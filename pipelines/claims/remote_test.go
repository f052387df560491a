package claims

import "testing"

func TestMatches(t *testing.T) {
	tests := []struct {
		pattern, key string
		want         bool
	}{
		{"", "a.txt", true},
		{"in/a.txt", "in/a.txt", true},
		{"in/a.txt", "in/a.txt.gz", false},
		{"in/", "in/2024/a b+c.txt", true},
		{"in", "in/2024/a.txt", true},
		{"in", "inbox/a.txt", false},
		{"in/", "in/", false},
		{"in/*.txt", "in/a b+c.txt", true},
		{"in/*.txt", "in/2024/a.txt", false},
		{"in/**/*.txt", "in/2024/05/a.txt", true},
		{"in/**", "in/2024/05/a.txt", true},
		{"in/{a,b}.txt", "in/b.txt", true},
		{"in/[", "in/[", false},
	}
	for _, tt := range tests {
		if got := matches(tt.pattern, tt.key); got != tt.want {
			t.Errorf("matches(%q, %q) = %v, want %v", tt.pattern, tt.key, got, tt.want)
		}
	}
}

func TestRemoteFile(t *testing.T) {
	if got, want := remoteFile("s3://b/a b+c%20?#.txt", 1).path, "s3://b/a%20b+c%2520%3F%23.txt"; got != want {
		t.Errorf("path %q, want %q", got, want)
	}
}
