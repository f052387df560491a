package account

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"sync"
	"time"
)

// Limits on sessions.
const (
	idle        = 12 * time.Hour
	maxSessions = 10_000
)

// Sessions are those who have logged in. They live in memory: a restart logs everybody out.
type Sessions struct {
	now func() time.Time
	key []byte

	mu   sync.Mutex
	open map[[sha256.Size]byte]session // by the hash of the token
}

type session struct {
	user string
	seen time.Time
}

// NewSessions returns no sessions. The clock is an argument for the tests' sake.
func NewSessions(now func() time.Time) *Sessions {
	key := make([]byte, 32)
	rand.Read(key)
	return &Sessions{now: now, key: key, open: map[[sha256.Size]byte]session{}}
}

// Open begins a session of a user and returns its token, which nobody can guess.
func (s *Sessions) Open(user string) string {
	token := rand.Text() + rand.Text()
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.open) >= maxSessions {
		s.sweep()
	}
	s.open[sha256.Sum256([]byte(token))] = session{user, s.now()}
	return token
}

// User returns whose session a token opens and whether it opens one.
func (s *Sessions) User(token string) (string, bool) {
	id := sha256.Sum256([]byte(token))
	s.mu.Lock()
	defer s.mu.Unlock()
	found, ok := s.open[id]
	if !ok || s.now().Sub(found.seen) > idle {
		delete(s.open, id)
		return "", false
	}
	found.seen = s.now()
	s.open[id] = found
	return found.user, true
}

// Close ends a session.
func (s *Sessions) Close(token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.open, sha256.Sum256([]byte(token)))
}

// sweep removes the sessions that have ended and, if none has, the one unused the longest.
// The lock is held.
func (s *Sessions) sweep() {
	var oldest [sha256.Size]byte
	var seen time.Time
	before := len(s.open)
	for id, o := range s.open {
		if s.now().Sub(o.seen) > idle {
			delete(s.open, id)
		} else if seen.IsZero() || o.seen.Before(seen) {
			oldest, seen = id, o.seen
		}
	}
	if len(s.open) == before {
		delete(s.open, oldest)
	}
}

// FormToken returns what a form must carry to be accepted from whoever has the cookie: a
// page of another site can send the cookie along, but cannot know the token.
func (s *Sessions) FormToken(cookie string) string {
	mac := hmac.New(sha256.New, s.key)
	mac.Write([]byte(cookie))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// IsFormToken reports whether a form's token belongs to the cookie.
func (s *Sessions) IsFormToken(cookie, token string) bool {
	return cookie != "" && hmac.Equal([]byte(token), []byte(s.FormToken(cookie)))
}
