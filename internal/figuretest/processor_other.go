//go:build !unix

package figuretest

import (
	"testing"
	"time"
)

var begun = time.Now()

// Processor is how long this process has run: the system does not tell how long
// processors have worked for it.
func Processor(testing.TB) time.Duration { return time.Since(begun) }
