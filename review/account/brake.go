package account

import (
	"sync"
	"time"
)

// Limits on guessing: so many failures for a name or an address within the window, then no
// more until the window is over. The name's share is larger than an address's, so that a
// stranger cannot lock a reviewer out from one address alone.
const (
	window        = 15 * time.Minute
	perAddress    = 10
	perName       = 50
	maxRemembered = 100_000
)

// Brake slows down those who guess passwords.
type Brake struct {
	now func() time.Time

	mu     sync.Mutex
	failed map[string]failures
}

type failures struct {
	n     int
	since time.Time
}

// NewBrake returns a brake that has seen no failure.
func NewBrake(now func() time.Time) *Brake {
	return &Brake{now: now, failed: map[string]failures{}}
}

// Wait returns how long a login by that name from that address must wait, 0 for not at all.
func (b *Brake) Wait(name, address string) time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	return max(b.wait("n"+name, perName), b.wait("a"+address, perAddress))
}

func (b *Brake) wait(key string, most int) time.Duration {
	f, ok := b.failed[key]
	if !ok || f.n < most {
		return 0
	}
	return max(0, window-b.now().Sub(f.since))
}

// Failed notes a wrong password.
func (b *Brake) Failed(name, address string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.failed) >= maxRemembered {
		b.forget()
	}
	for _, key := range []string{"n" + name, "a" + address} {
		f := b.failed[key]
		if f.n == 0 || b.now().Sub(f.since) > window {
			f = failures{since: b.now()}
		}
		f.n++
		b.failed[key] = f
	}
}

// Passed forgets the failures of an address once somebody got in from there.
func (b *Brake) Passed(address string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.failed, "a"+address)
}

// forget drops the failures whose window is over, all of them if none is. The lock is held.
func (b *Brake) forget() {
	before := len(b.failed)
	for key, f := range b.failed {
		if b.now().Sub(f.since) > window {
			delete(b.failed, key)
		}
	}
	if len(b.failed) == before {
		clear(b.failed)
	}
}
