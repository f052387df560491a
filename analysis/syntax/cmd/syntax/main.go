// Command syntax trains, scores and measures the models of package syntax.
package main

import (
	"fmt"
	"os"
	"strings"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

var commands = map[string]func(args []string) error{
	"train": trainModel, "eval": evaluate, "bench": bench,
}

func run(args []string) error {
	if len(args) > 0 && commands[args[0]] != nil {
		return commands[args[0]](args[1:])
	}
	return fmt.Errorf("usage: syntax train|eval|bench [flags]; -h lists the flags of each")
}

// list splits the value of a flag at commas.
func list(value string) []string {
	if value == "" {
		return nil
	}
	return strings.Split(value, ",")
}
