package lists

import (
	"maps"
	"slices"
	"strings"

	"github.com/bonafide-go/bonafide/screening"
)

// A ledger counts what a reader understands and what it does not. A nil one counts
// nothing.
type ledger struct {
	columns  map[string]*screening.ColumnReading
	flaws    []screening.Flaw
	tolerate int // rows that may be mended or skipped
}

// cell counts a cell that holds something.
func (l *ledger) cell(column string, understood bool) {
	unread := 1
	if understood {
		unread = 0
	}
	l.cells(column, 1, unread)
}

func (l *ledger) cells(column string, n, unread int) {
	if l == nil || n == 0 {
		return
	}
	c := l.columns[column]
	if c == nil {
		if l.columns == nil {
			l.columns = make(map[string]*screening.ColumnReading)
		}
		name := strings.Clone(column) // keep no row alive
		c = &screening.ColumnReading{Column: name}
		l.columns[name] = c
	}
	c.Cells += n
	c.Unread += unread
}

// skip takes a row out of the list, unless too many are flawed already.
func (l *ledger) skip(file string, line int) bool {
	if l == nil || l.tolerate == 0 {
		return false
	}
	flaw := screening.Flaw{File: file, Line: line, Skipped: true}
	if slices.Contains(l.flaws, flaw) {
		return true
	}
	if len(l.flaws) >= l.tolerate {
		return false
	}
	l.flaws = append(l.flaws, flaw)
	return true
}

// reading is what was counted, without the columns that were understood.
func (l *ledger) reading() screening.Reading {
	r := screening.Reading{Flaws: slices.Clone(l.flaws)}
	for _, name := range slices.Sorted(maps.Keys(l.columns)) {
		if c := l.columns[name]; c.Unread > 0 {
			r.Columns = append(r.Columns, *c)
		}
	}
	return r
}
