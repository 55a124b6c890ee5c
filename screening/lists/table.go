package lists

import (
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

	ended bool // the end mark was there
}

// each calls row for every row behind the header; a false refuses the file
// there. The record is only valid during the call.
func (t *table) each(r io.Reader, row func(line int, rec []string) bool) error {
	in := &input{r: r}
	text, skipped := in.text()
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
			if n++; !row(line, rec) {
				return t.refuse(screening.CodeListUnreadable, line, nil)
			}
		}
	}
	switch {
	case !headed && in.n > 0:
		return t.refuse(screening.CodeListUnreadable, 0, nil)
	case n == 0 && !(t.sparse && !t.marked && in.n == 0):
		return t.refuse(screening.CodeListEmpty, 0, nil)
	case !marked && (t.marked || in.n > 0 && in.last != '\n' && in.last != '\r'):
		return t.refuse(screening.CodeListTruncated, 0, nil)
	}
	t.ended = marked
	return nil
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
	return true
}

// get returns the row's field of the first column of these names that has one,
// clean.
func (c *columns) get(names ...string) string {
	for _, name := range names {
		if i, ok := c.index[name]; ok {
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
