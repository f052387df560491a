package account

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// File is a file of users, one a line: name, role and hash with blanks between them. Lines
// that begin with # are comments. Changes to it are seen at the next look.
type File struct {
	path string

	mu      sync.Mutex
	users   map[string]User
	changed time.Time
	size    int64
	dummy   parsedHash    // checked for unknown names, so that they take as long
	hashing chan struct{} // bounds the memory that logging in takes
}

// Open reads a file of users.
func Open(path string) (*File, error) {
	f := &File{path: path, hashing: make(chan struct{}, 2)}
	f.dummy = parsedHash{cost: DefaultCost, salt: make([]byte, saltLen), key: make([]byte, keyLen)}
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.reload(); err != nil {
		return nil, err
	}
	if len(f.users) == 0 {
		return nil, fmt.Errorf("%s: no users; `volgens review user add` adds one", path)
	}
	return f, nil
}

// reload reads the file if it has changed. The lock is held.
func (f *File) reload() error {
	info, err := os.Stat(f.path)
	if err != nil {
		return err
	}
	if f.users != nil && info.ModTime().Equal(f.changed) && info.Size() == f.size {
		return nil
	}
	users, err := readUsers(f.path)
	if err != nil {
		return err
	}
	f.changed, f.size, f.users = info.ModTime(), info.Size(), make(map[string]User, len(users))
	for _, u := range users {
		f.users[u.Name] = u
	}
	return nil
}

// User returns the user of that name, or ErrNoUser.
func (f *File) User(name string) (User, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.reload(); err != nil {
		return User{}, err
	}
	u, ok := f.users[name]
	if !ok {
		return User{}, ErrNoUser
	}
	return u, nil
}

// Users returns all users, sorted by name.
func (f *File) Users() ([]User, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.reload(); err != nil {
		return nil, err
	}
	out := make([]User, 0, len(f.users))
	for _, u := range f.users {
		out = append(out, u)
	}
	slices.SortFunc(out, func(a, b User) int { return strings.Compare(a.Name, b.Name) })
	return out, nil
}

// Login returns the user of that name if the password is right, else ErrNoUser. It takes
// the same time for a name that nobody has.
func (f *File) Login(name, password string) (User, error) {
	u, err := f.User(name)
	if err != nil && !errors.Is(err, ErrNoUser) {
		return User{}, err
	}
	hash, known := f.dummy, false
	if parsed, bad := parseHash(u.Hash); err == nil && bad == nil {
		hash, known = parsed, true
	}
	if len(password) > maxPassword {
		return User{}, ErrNoUser
	}
	f.hashing <- struct{}{}
	right := hash.matches(password)
	<-f.hashing
	if !known || !right {
		return User{}, ErrNoUser
	}
	return u, nil
}

// readUsers reads a file of users strictly.
func readUsers(path string) ([]User, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var out []User
	seen := map[string]bool{}
	lines := bufio.NewScanner(bytes.NewReader(b))
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		u, err := parseUser(line)
		if err == nil && seen[u.Name] {
			err = fmt.Errorf("user %s stands there twice", u.Name)
		}
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, n, err)
		}
		seen[u.Name] = true
		out = append(out, u)
	}
	return out, lines.Err()
}

func parseUser(line string) (User, error) {
	fields := strings.Fields(line)
	if len(fields) != 2 && len(fields) != 3 {
		return User{}, errors.New("want name, role and hash")
	}
	role, err := ParseRole(fields[1])
	if err != nil {
		return User{}, err
	}
	u := User{Name: fields[0], Role: role}
	if len(fields) == 3 {
		u.Hash = fields[2]
		if _, err := parseHash(u.Hash); err != nil {
			return User{}, fmt.Errorf("hash of %s: %w", u.Name, err)
		}
	}
	return u, CheckName(u.Name)
}

// Change rewrites a file of users: edit gets them by name and returns an error to leave the
// file as it is. A file that is not there yet has no users.
func Change(path string, edit func(users map[string]User) error) error {
	list, err := readUsers(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	users := map[string]User{}
	for _, u := range list {
		users[u.Name] = u
	}
	if err := edit(users); err != nil {
		return err
	}
	return writeUsers(path, users)
}

// writeUsers replaces the file in one step, for its owner's eyes only.
func writeUsers(path string, users map[string]User) error {
	var b strings.Builder
	b.WriteString("# Users of the review app: name, role, argon2id hash. `volgens review user` edits it.\n")
	names := make([]string, 0, len(users))
	for name := range users {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		u := users[name]
		fmt.Fprintln(&b, strings.TrimSpace(u.Name+" "+string(u.Role)+" "+u.Hash))
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), ".users-*") // made with mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name()) // gone already when all went well
	_, err = tmp.WriteString(b.String())
	if err = errors.Join(err, tmp.Sync(), tmp.Close()); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), path)
}
