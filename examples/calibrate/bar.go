package main

import (
	"fmt"
	"io"
	"os"
	"strings"
)

// A bar shows on a terminal how far long work is. Where nobody looks, in a pipe or a
// file, it writes nothing.
type bar struct {
	to          io.Writer // nil where nobody looks
	done, total int
}

const barWidth = 40

func newBar(to io.Writer) *bar {
	if f, ok := to.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
			return &bar{to: to}
		}
	}
	return &bar{}
}

// step tells that one part more is done. A nil bar tells nobody.
func (b *bar) step() {
	if b == nil || b.to == nil {
		return
	}
	b.done++
	filled := barWidth * b.done / max(b.total, b.done)
	fmt.Fprintf(b.to, "\r[%s%s] %d of %d", strings.Repeat("#", filled), strings.Repeat(" ", barWidth-filled), b.done, max(b.total, b.done))
	if b.done >= b.total {
		fmt.Fprintln(b.to)
	}
}
