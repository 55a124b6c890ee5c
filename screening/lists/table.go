package lists

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"

	"github.com/bonafide-go/bonafide/screening"
)

// endMark is Ctrl-Z, which OFAC writes behind the last row.
const endMark = 0x1a

// mostPreamble is how many rows may stand in front of the header.
const mostPreamble = 8

// A table is a file of rows, all with the same number of fields.
type table struct {
	place
	comma  rune
	fields int  // a row with another number is refused; 0 = as many as the header
	marked bool // without the end mark the file is cut off
	sparse bool // without end marks, the file may be empty
	loose  bool // fields may hold quotation marks outside of RFC 4180

	// header, if set, is asked for every row until it takes one as the header.
	header func(rec []string) bool

	ledger *ledger // what is tolerated, and what is counted

	ended bool // the end mark was there
}

// each calls row for every row behind the header; a false refuses the file
// there. The record is only valid during the call.
func (t *table) each(r io.Reader, row func(line int, rec []string) bool) error {
	in := &input{r: r}
	text, skipped := in.text()
	if t.ledger != nil && t.ledger.tolerate > 0 {
		whole, err := io.ReadAll(text)
		if err != nil {
			return in.outage(t.place, 0)
		}
		if mended, ok := t.mend(whole, t.ledger); ok {
			whole = mended
		}
		again := *in
		again.n, again.eof = 0, false
		again.r = bytes.NewReader(whole)
		in = &again
		text, skipped = in, 0
	}
	rows := csv.NewReader(text)
	rows.Comma = t.comma
	rows.LazyQuotes = t.loose
	rows.ReuseRecord = true
	rows.FieldsPerRecord = -1
	want, headed, marked, n := t.fields, t.header == nil, false, 0
	for preamble := 0; ; {
		rec, err := rows.Read()
		if err == io.EOF {
			break
		}
		// What goes wrong with the last bytes of a file was cut off.
		bad := screening.CodeListUnreadable
		if in.eof && skipped+rows.InputOffset() >= in.n-1 {
			bad = screening.CodeListTruncated
		}
		if err != nil {
			var parse *csv.ParseError
			if !errors.As(err, &parse) {
				return in.outage(t.place, 0)
			}
			return t.refuse(bad, parse.StartLine, parse.Err) // not the line's text
		}
		line, _ := rows.FieldPos(0)
		switch {
		case marked || in.nul:
			return t.refuse(screening.CodeListUnreadable, line, nil)
		case len(rec) == 1 && rec[0] == string(rune(endMark)):
			marked = true
		case !headed:
			if headed = t.header(rec); headed {
				want = len(rec)
			} else if preamble++; preamble > mostPreamble {
				return t.refuse(screening.CodeListUnreadable, line, nil)
			}
		case len(rec) != want || t.loose && swallowed(rec, t.comma):
			return t.refuse(bad, line, nil)
		default:
			if n++; !row(line, rec) && !t.ledger.skip(t.file, line) {
				return t.refuse(screening.CodeListUnreadable, line, nil)
			}
		}
	}
	switch {
	case !headed && in.n > 0:
		return t.refuse(screening.CodeListUnreadable, 0, nil)
	case n == 0 && !(t.sparse && !t.marked && in.n == 0):
		return t.refuse(screening.CodeListEmpty, 0, nil)
	case !marked && (t.marked || in.n > 0 && !t.endsRow(in.last)):
		return t.refuse(screening.CodeListTruncated, 0, nil)
	}
	t.ended = marked
	return nil
}

// endsRow reports whether a row can end with that byte. The last one need not have a
// line break (RFC 4180, 2.2), but only a closing quotation mark shows that its last
// field is whole.
func (t *table) endsRow(last byte) bool {
	return last == '\n' || last == '\r' || last == '"' && !t.loose
}

// swallowed reports whether a field holds further rows, as it would behind a
// quotation mark that opens and does not close.
func swallowed(rec []string, comma rune) bool {
	for i, field := range rec {
		if strings.Contains(field, "\n") && (i == len(rec)-1 || strings.Count(field, string(comma)) >= len(rec)-1) {
			return true
		}
	}
	return false
}

// columns find a row's fields by the names in the header.
type columns struct {
	index map[string]int
	names []string // as the header writes them
	cells []int    // that hold something, by column
	asked []bool   // columns that the reader looked at
	rec   []string
}

// take remembers the header, if it has all the columns named.
func (c *columns) take(rec []string, required ...string) bool {
	index := make(map[string]int, len(rec))
	for i, name := range rec {
		name = strings.ToLower(strings.TrimSpace(name))
		if _, again := index[name]; !again {
			index[name] = i
		}
	}
	for _, name := range required {
		if _, ok := index[name]; !ok {
			return false
		}
	}
	c.index = index
	c.names = make([]string, len(rec))
	for i, name := range rec {
		c.names[i] = strings.Clone(strings.TrimSpace(name))
	}
	c.cells, c.asked = make([]int, len(rec)), make([]bool, len(rec))
	return true
}

// row takes the next row.
func (c *columns) row(rec []string) {
	c.rec = rec
	for i, field := range rec {
		if i < len(c.cells) && field != "" {
			c.cells[i]++
		}
	}
}

// leftover counts the cells of the columns that nobody asked for: those that hold
// nothing of an entry are named.
func (c *columns) leftover(l *ledger, known func(name string) bool) {
	for i, name := range c.names {
		if !c.asked[i] && c.index[strings.ToLower(name)] == i && !known(strings.ToLower(name)) {
			l.cells(name, c.cells[i], c.cells[i])
		}
	}
}

// get returns the row's field of the first column of these names that has one,
// clean.
func (c *columns) get(names ...string) string {
	for _, name := range names {
		if i, ok := c.index[name]; ok {
			c.asked[i] = true
			if s := clean(c.rec[i]); s != "" {
				return s
			}
		}
	}
	return ""
}

// each calls f for every part of a column.
func (c *columns) each(name, sep string, f func(string)) {
	for part := range strings.SplitSeq(c.get(name), sep) {
		if part = strings.TrimSpace(part); part != "" {
			f(part)
		}
	}
}
