// Package account keeps who may use the review app: a text file of users with their roles
// and argon2id hashes, the sessions of those who have logged in, and a brake on guessing.
package account

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Role says what somebody may do. Each role may do what the ones before it may.
type Role string

// The roles.
const (
	Reader      Role = "reader"      // looks at everything, decides nothing
	Reviewer    Role = "reviewer"    // decides about claims and sources
	Adjudicator Role = "adjudicator" // settles what reviewers decided differently
	Admin       Role = "admin"       // assigns claims to reviewers
)

// Roles returns the roles, the weakest first.
func Roles() []Role { return []Role{Reader, Reviewer, Adjudicator, Admin} }

// May reports whether somebody with the role may do what needs another one.
func (r Role) May(need Role) bool {
	have := slices.Index(Roles(), r)
	return have >= 0 && have >= slices.Index(Roles(), need)
}

// User is one line of the users file.
type User struct {
	Name string
	Role Role
	Hash string // argon2id in the PHC format; empty for somebody whom only a proxy lets in
}

// ErrNoUser says that there is no user of that name.
var ErrNoUser = errors.New("no such user")

// maxName is the length of the longest name of a user in bytes.
const maxName = 64

// CheckName returns what is wrong with a name for a user.
func CheckName(name string) error {
	switch {
	case name == "":
		return errors.New("a user needs a name")
	case len(name) > maxName:
		return fmt.Errorf("name of %d bytes: want at most %d", len(name), maxName)
	}
	for _, r := range name {
		if !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_@", r) {
			return fmt.Errorf("name %q: want letters, digits and .-_@", name)
		}
	}
	return nil
}

// ParseRole returns the role of that name.
func ParseRole(name string) (Role, error) {
	if role := Role(name); slices.Contains(Roles(), role) {
		return role, nil
	}
	return "", fmt.Errorf("role %q: want reader, reviewer, adjudicator or admin", name)
}
