// Package sharedtest finds the evaluation data that stands beside the checkout on the
// machines of the project's makers. Tests that want it skip where it is missing.
package sharedtest

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// Path returns the path of a file of the evaluation data, given below its root by its
// elements. It skips the test with a message where the file is missing.
func Path(t testing.TB, elem ...string) string {
	t.Helper()
	_, file, _, _ := runtime.Caller(0)
	root := filepath.Join(filepath.Dir(file), "..", "..", "..", "shared")
	path := filepath.Join(append([]string{root}, elem...)...)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("evaluation data not at hand: %s", filepath.Join(elem...))
	}
	return path
}
