// Package configs holds the data that the program is built with (the knowledge of the
// languages, the default configuration and its profiles) and loads the configuration of a
// run.
package configs

import "embed"

// FS holds default.yaml, the profiles, lang/<code>/*.yaml and topics/*.yaml as they were when the program
// was built, so that workers elsewhere read what the author tested.
//
//go:embed *.yaml lang topics
var FS embed.FS
