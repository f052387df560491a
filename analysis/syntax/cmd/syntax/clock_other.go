//go:build !unix

package main

import "time"

var start = time.Now()

// processorTime is the time since the start, where the system tells no better.
func processorTime() time.Duration { return time.Since(start) }
