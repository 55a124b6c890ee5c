package screening

import (
	"slices"
	"strings"
)

// A Reading says what a reader could not make of the file that a list was read from. It
// changes no entry and is no part of the list's hash: what has no field of its own stands
// in the entries' remarks all the same.
type Reading struct {
	Columns []ColumnReading `json:"columns,omitzero"` // in order of their names
	Flaws   []Flaw          `json:"flaws,omitzero"`   // rows mended or skipped, in order of the file; only where the host asked for it
}

// A ColumnReading counts the cells of a column that were not understood: dates that are
// none, countries without a code, identifiers of unknown kinds, or a column or element that
// the reader does not know, as a publisher's new layout brings.
type ColumnReading struct {
	Column string `json:"column"` // the column, element or label, as the publisher writes it
	Cells  int    `json:"cells"`  // that held something
	Unread int    `json:"unread"` // of these, that were not understood; at least 1
}

// A Flaw is a row of a file that is not of its format.
type Flaw struct {
	File    string `json:"file,omitzero"`
	Line    int    `json:"line"`             // 1 for the first line
	Skipped bool   `json:"skipped,omitzero"` // the row is not in the list; else its quotes were mended
}

// Unread is how many cells were not understood, over all columns.
func (r Reading) Unread() int {
	n := 0
	for _, c := range r.Columns {
		n += c.Unread
	}
	return n
}

// Blind returns the columns of which no cell was understood: most likely the publisher
// changed the file's layout, and the list has less than it seems to have.
func (r Reading) Blind() []string {
	var out []string
	for _, c := range r.Columns {
		if c.Unread == c.Cells {
			out = append(out, c.Column)
		}
	}
	return out
}

// Skipped is how many rows of the file are not in the list.
func (r Reading) Skipped() int {
	n := 0
	for _, f := range r.Flaws {
		if f.Skipped {
			n++
		}
	}
	return n
}

// Merge returns the readings of two files as one.
func (r Reading) Merge(other Reading) Reading {
	out := Reading{Columns: slices.Clone(r.Columns), Flaws: slices.Concat(r.Flaws, other.Flaws)}
	for _, c := range other.Columns {
		i, known := slices.BinarySearchFunc(out.Columns, c.Column, func(c ColumnReading, name string) int { return strings.Compare(c.Column, name) })
		if known {
			out.Columns[i].Cells += c.Cells
			out.Columns[i].Unread += c.Unread
		} else {
			out.Columns = slices.Insert(out.Columns, i, c)
		}
	}
	return out
}
