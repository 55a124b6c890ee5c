package lists

import (
	"bufio"
	"encoding/csv"
	"errors"
	"io"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
)

// endMark is Ctrl-Z, which OFAC and others write behind the last row.
const endMark = 0x1a

// A table is a file of rows with a fixed number of fields.
type table struct {
	list   string // key, for errors
	file   string // name, for errors
	comma  rune
	fields int  // a row with another number is refused; 0 = as many as the first
	strict bool // quotes stand only where RFC 4180 has them

	// header, if set, is asked for every row until it takes one as the header;
	// rows before it are not counted, and rows behind it have as many fields.
	header func(rec []string) bool
}

// each calls row for every row; the record is only valid during the call. It
// reports whether the file ends with an end mark, and how many rows it has.
func (t table) each(r io.Reader, row func(line int, rec []string) error) (marked bool, n int, err error) {
	tail := &tailReader{r: r}
	in := csv.NewReader(bufio.NewReaderSize(skipBOM(tail), 1<<16))
	in.Comma = t.comma
	in.LazyQuotes = !t.strict
	in.ReuseRecord = true
	in.FieldsPerRecord = -1
	want, headed := t.fields, t.header == nil
	for {
		rec, err := in.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return false, n, t.fail(tail, in, 0, err)
		}
		line, _ := in.FieldPos(0)
		if len(rec) == 1 && rec[0] == string(rune(endMark)) {
			marked = true
			continue
		}
		if marked {
			return false, n, t.refuse(screening.CodeListUnreadable, line, nil)
		}
		if !headed {
			if headed = t.header(rec); headed {
				want = len(rec)
			}
			continue
		}
		if want == 0 {
			want = len(rec)
		}
		if len(rec) != want {
			return false, n, t.fail(tail, in, line, nil)
		}
		n++
		if err := row(line, rec); err != nil {
			return false, n, err
		}
	}
	if !headed && tail.n > 0 {
		return false, n, t.refuse(screening.CodeListUnreadable, 0, nil)
	}
	if tail.n == 0 || n == 0 {
		return false, n, t.refuse(screening.CodeListEmpty, 0, nil)
	}
	if !marked && tail.last != '\n' && tail.last != '\r' {
		return false, n, t.refuse(screening.CodeListTruncated, 0, nil)
	}
	return marked, n, nil
}

// fail tells a file that stops from one that has a bad row in its midst.
func (t table) fail(tail *tailReader, in *csv.Reader, line int, err error) error {
	if line == 0 {
		var parse *csv.ParseError
		if errors.As(err, &parse) {
			line = parse.StartLine
			err = parse.Err // without the line's text
		} else if err != nil {
			return t.refuse(screening.CodeListUnreadable, 0, err)
		}
	}
	if tail.eof && in.InputOffset() >= tail.n-1 {
		return t.refuse(screening.CodeListTruncated, line, err)
	}
	return t.refuse(screening.CodeListUnreadable, line, err)
}

func (t table) refuse(code bonafide.Code, line int, err error) error {
	return &screening.ListError{List: t.list, Code: code, File: t.file, Line: line, Err: err}
}

// tailReader remembers how much was read and the last byte.
type tailReader struct {
	r    io.Reader
	n    int64
	last byte
	eof  bool
}

func (t *tailReader) Read(p []byte) (int, error) {
	n, err := t.r.Read(p)
	if n > 0 {
		t.n += int64(n)
		t.last = p[n-1]
	}
	if err == io.EOF {
		t.eof = true
	}
	return n, err
}

// skipBOM drops a UTF-8 byte order mark.
func skipBOM(r io.Reader) io.Reader {
	b := bufio.NewReader(r)
	if head, err := b.Peek(3); err == nil && string(head) == "\ufeff" {
		_, _ = b.Discard(3)
	}
	return b
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
		if _, ok := index[strings.ToLower(name)]; !ok {
			return false
		}
	}
	c.index = index
	return true
}

// get returns the row's field of a column, clean; empty where there is none.
func (c *columns) get(name string) string {
	i, ok := c.index[name]
	if !ok || i >= len(c.rec) {
		return ""
	}
	return clean(c.rec[i])
}

// clean trims a field and makes its text valid UTF-8. It returns a copy that
// does not keep the row alive.
func clean(s string) string {
	s = strings.TrimSpace(s)
	if s == "" {
		return ""
	}
	return strings.Clone(strings.ToValidUTF8(s, "\ufffd"))
}
