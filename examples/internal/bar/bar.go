// Package bar shows on a terminal how far long work is. Where nobody looks, in a pipe or a
// file, it writes nothing.
package bar

import (
	"fmt"
	"io"
	"os"
	"strings"
)

const width = 40

// A Bar is shown in one line, which it writes anew as the work goes on. A nil Bar shows
// nothing. It is for one goroutine.
type Bar struct {
	to                 io.Writer
	done, total, shown int // shown is the permille that stands there, -1 at first
}

// New returns a bar for so many parts of work, or nil where to is no terminal or nothing is
// to be done.
func New(to io.Writer, total int) *Bar {
	if total <= 0 || !Terminal(to) {
		return nil
	}
	return &Bar{to: to, total: total, shown: -1}
}

// Of returns a bar for reading a file of which every byte counts, or nil where in is no
// file with a size, as when it comes through a pipe.
func Of(to io.Writer, in io.Reader) *Bar {
	f, ok := in.(*os.File)
	if !ok {
		return nil
	}
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return nil
	}
	return New(to, int(info.Size()))
}

// Terminal reports whether somebody looks at what is written there.
func Terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// Add tells that so many parts more are done.
func (b *Bar) Add(parts int) {
	if b != nil {
		b.Reach(b.done + parts)
	}
}

// Reach tells that so many parts are done in all.
func (b *Bar) Reach(done int) {
	if b == nil || b.done >= b.total {
		return
	}
	b.done = min(done, b.total)
	permille := 1000 * b.done / b.total
	if permille == b.shown {
		return
	}
	b.shown = permille
	filled := width * b.done / b.total
	fmt.Fprintf(b.to, "\r[%s%s] %d of %d", strings.Repeat("#", filled), strings.Repeat(" ", width-filled), b.done, b.total)
	if b.done == b.total {
		fmt.Fprintln(b.to)
	}
}
