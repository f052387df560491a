package account

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// cheap keeps the tests fast.
var cheap = Cost{Memory: 64, Time: 1, Threads: 1}

func TestMay(t *testing.T) {
	tests := []struct {
		have, need Role
		want       bool
	}{
		{Reader, Reader, true},
		{Reader, Reviewer, false},
		{Reviewer, Reader, true},
		{Reviewer, Adjudicator, false},
		{Admin, Adjudicator, true},
		{Role("boss"), Reader, false},
		{"", Reader, false},
	}
	for _, tt := range tests {
		if got := tt.have.May(tt.need); got != tt.want {
			t.Errorf("%q.May(%q) = %v, want %v", tt.have, tt.need, got, tt.want)
		}
	}
}

func TestPassword(t *testing.T) {
	hash := HashPassword("correct horse", cheap)
	h, err := parseHash(hash)
	if err != nil {
		t.Fatalf("parseHash(%q): %v", hash, err)
	}
	if !h.matches("correct horse") || h.matches("correct horsf") || h.matches("") {
		t.Errorf("%q matches the wrong passwords", hash)
	}
	if HashPassword("correct horse", cheap) == hash {
		t.Error("the same password gives the same hash twice: no salt")
	}
}

func TestParseHash(t *testing.T) {
	good := HashPassword("correct horse", cheap)
	bad := []string{
		"", "secret", strings.Replace(good, "argon2id", "argon2i", 1), strings.Replace(good, "m=64", "m=99999999", 1),
		strings.Replace(good, "t=1", "t=0", 1), strings.Replace(good, "p=1", "p=0", 1), good[:len(good)-8], good + "$",
	}
	for _, hash := range bad {
		if _, err := parseHash(hash); err == nil {
			t.Errorf("parseHash(%q) takes it", hash)
		}
	}
}

func usersFile(t *testing.T, lines ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "users")
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestLogin(t *testing.T) {
	f, err := Open(usersFile(t, "# people", "ann reviewer "+HashPassword("ann's own words", cheap), "", "bob reader"))
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, password string
		want           Role
	}{
		{"ann", "ann's own words", Reviewer},
		{"ann", "ann's own word", ""},
		{"ann", "", ""},
		{"bob", "", ""}, // only a proxy lets him in
		{"eve", "ann's own words", ""},
		{"ann", strings.Repeat("x", maxPassword+1), ""},
	}
	for _, tt := range tests {
		u, err := f.Login(tt.name, tt.password)
		if u.Role != tt.want || (tt.want == "") != errors.Is(err, ErrNoUser) {
			t.Errorf("Login(%q, %q) = %q, %v, want role %q", tt.name, tt.password, u.Role, err, tt.want)
		}
	}
}

func TestOpenNamesTheLine(t *testing.T) {
	tests := []struct{ name, line, want string }{
		{"unknown role", "ann boss " + HashPassword("x", cheap), `users:2: role "boss"`},
		{"name with a colon", "a:n reader", `users:2: name "a:n"`},
		{"bad hash", "ann reader secret", "users:2: hash of ann"},
		{"one word", "ann", "users:2: want name, role and hash"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := Open(usersFile(t, "# x", tt.line)); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Open = %v, want %q in it", err, tt.want)
			}
		})
	}
	if _, err := Open(usersFile(t, "ann reader", "ann admin")); err == nil {
		t.Error("a user who stands there twice is taken")
	}
	if _, err := Open(usersFile(t, "# nobody")); err == nil {
		t.Error("a file without users is taken")
	}
}

func TestChangeIsSeen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "users")
	add := func(name string, role Role) {
		t.Helper()
		err := Change(path, func(users map[string]User) error {
			users[name] = User{Name: name, Role: role}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	add("ann", Reader)
	f, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	add("bob", Admin)
	if u, err := f.User("bob"); err != nil || u.Role != Admin {
		t.Errorf("User(bob) = %v, %v after the file changed", u, err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode of the file is %v, %v, want 0600", info.Mode(), err)
	}
	failed := errors.New("no")
	if err := Change(path, func(map[string]User) error { return failed }); !errors.Is(err, failed) {
		t.Errorf("Change = %v, want the error of the edit", err)
	}
}

// clock is a clock that stands still until it is moved.
type clock struct{ time.Time }

func (c *clock) now() time.Time { return c.Time }

func TestSessions(t *testing.T) {
	c := &clock{time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}
	s := NewSessions(c.now)
	ann, bob := s.Open("ann"), s.Open("bob")
	if user, ok := s.User(ann); !ok || user != "ann" {
		t.Errorf("User(token of ann) = %q, %v", user, ok)
	}
	s.Close(bob)
	for _, token := range []string{bob, "", "x", ann + "x"} {
		if user, ok := s.User(token); ok {
			t.Errorf("User(%q) = %q, want nobody", token, user)
		}
	}
	c.Time = c.Add(idle - time.Second)
	if _, ok := s.User(ann); !ok {
		t.Error("a session ends before its time")
	}
	c.Time = c.Add(idle + time.Second)
	if _, ok := s.User(ann); ok {
		t.Error("a session outlives its time")
	}
	if token := s.FormToken(ann); !s.IsFormToken(ann, token) || s.IsFormToken(bob, token) || s.IsFormToken("", s.FormToken("")) {
		t.Error("a form's token fits another cookie than its own")
	}
	if NewSessions(c.now).IsFormToken(ann, s.FormToken(ann)) {
		t.Error("a form's token outlives the server's key")
	}
}

func TestSessionsAreBounded(t *testing.T) {
	c := &clock{time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}
	s := NewSessions(c.now)
	first := s.Open("ann")
	for range maxSessions {
		c.Time = c.Add(time.Millisecond)
		s.Open("bot")
	}
	if len(s.open) > maxSessions {
		t.Errorf("%d sessions, want at most %d", len(s.open), maxSessions)
	}
	if _, ok := s.User(first); ok {
		t.Error("the oldest session did not make room")
	}
}

func TestBrake(t *testing.T) {
	c := &clock{time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}
	b := NewBrake(c.now)
	for range perAddress {
		if wait := b.Wait("ann", "1.2.3.4"); wait != 0 {
			t.Fatalf("Wait = %v before the limit", wait)
		}
		b.Failed("ann", "1.2.3.4")
	}
	if wait := b.Wait("bob", "1.2.3.4"); wait != window {
		t.Errorf("another name from the same address waits %v, want %v", wait, window)
	}
	if wait := b.Wait("ann", "5.6.7.8"); wait != 0 {
		t.Errorf("the name waits %v at another address: a stranger locks her out", wait)
	}
	c.Time = c.Add(window + time.Second)
	if wait := b.Wait("ann", "1.2.3.4"); wait != 0 {
		t.Errorf("Wait = %v after the window", wait)
	}
	for i := range perName {
		b.Failed("ann", string(rune('a'+i%26))+string(rune('a'+i/26)))
	}
	if b.Wait("ann", "9.9.9.9") == 0 {
		t.Error("guessing from many addresses is not slowed down")
	}
}
