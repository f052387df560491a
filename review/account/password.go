package account

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
)

// Cost is how much work a guess at a password takes.
type Cost struct {
	Memory  uint32 // KiB
	Time    uint32 // passes
	Threads uint8
}

// DefaultCost is what RFC 9106 recommends where memory is scarce: 64 MiB, three passes.
var DefaultCost = Cost{Memory: 64 * 1024, Time: 3, Threads: 4}

const (
	saltLen = 16
	keyLen  = 32

	minPassword = 10
	maxPassword = 1024
)

// maxCost bounds what a users file may ask of the machine.
var maxCost = Cost{Memory: 1024 * 1024, Time: 16, Threads: 32}

// errHash says that a hash is not what HashPassword writes.
var errHash = errors.New("want $argon2id$v=19$m=…,t=…,p=…$salt$hash")

// CheckPassword returns what is wrong with a new password. Length is what protects; rules
// about digits and signs only make passwords hard to remember.
func CheckPassword(password string) error {
	switch n := len([]rune(password)); {
	case n < minPassword:
		return fmt.Errorf("password of %d characters: want at least %d", n, minPassword)
	case len(password) > maxPassword:
		return fmt.Errorf("password of %d bytes: want at most %d", len(password), maxPassword)
	}
	return nil
}

// HashPassword returns the argon2id hash of a password with a fresh salt, in the PHC format.
func HashPassword(password string, cost Cost) string {
	salt := make([]byte, saltLen)
	rand.Read(salt)
	key := argon2.IDKey([]byte(password), salt, cost.Time, cost.Memory, cost.Threads, keyLen)
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s",
		argon2.Version, cost.Memory, cost.Time, cost.Threads, b64(salt), b64(key))
}

// parsedHash is a hash taken apart.
type parsedHash struct {
	cost      Cost
	salt, key []byte
}

func parseHash(hash string) (h parsedHash, err error) {
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return h, errHash
	}
	_, err = fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &h.cost.Memory, &h.cost.Time, &h.cost.Threads)
	if err != nil || h.cost.Time < 1 || h.cost.Threads < 1 || h.cost.Memory < 8 ||
		h.cost.Memory > maxCost.Memory || h.cost.Time > maxCost.Time || h.cost.Threads > maxCost.Threads {
		return h, errHash
	}
	if h.salt, err = base64.RawStdEncoding.DecodeString(parts[4]); err != nil || len(h.salt) < 8 {
		return h, errHash
	}
	if h.key, err = base64.RawStdEncoding.DecodeString(parts[5]); err != nil || len(h.key) != keyLen {
		return h, errHash
	}
	return h, nil
}

// matches reports whether the hash is of the password.
func (h parsedHash) matches(password string) bool {
	key := argon2.IDKey([]byte(password), h.salt, h.cost.Time, h.cost.Memory, h.cost.Threads, keyLen)
	return subtle.ConstantTimeCompare(key, h.key) == 1
}
