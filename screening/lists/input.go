package lists

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"github.com/bonafide-go/bonafide/screening"
)

// An input remembers of a file how much was read and how it ends.
type input struct {
	r    io.Reader
	n    int64
	last byte
	eof  bool
	nul  bool  // there is a byte that no text has
	err  error // error of the reader: an outage, not a fault of the file
}

func (in *input) Read(p []byte) (int, error) {
	n, err := in.r.Read(p)
	if n > 0 {
		in.n += int64(n)
		in.last = p[n-1]
		in.nul = in.nul || bytes.IndexByte(p[:n], 0) >= 0
	}
	switch {
	case err == io.EOF:
		in.eof = true
	case err != nil:
		in.err = pathless(err)
	}
	return n, err
}

// outage refuses what could not be read. A compressed stream that stops was cut
// off.
func (in *input) outage(at place, line int) error {
	if errors.Is(in.err, io.ErrUnexpectedEOF) {
		return at.refuse(screening.CodeListTruncated, line, in.err)
	}
	return at.refuse(screening.CodeListUnreadable, line, in.err)
}

// text returns the input without a UTF-8 byte order mark, and the mark's length.
func (in *input) text() (r io.Reader, skipped int64) {
	b := bufio.NewReaderSize(in, 1<<16)
	if head, err := b.Peek(3); err == nil && string(head) == "\ufeff" {
		n, _ := b.Discard(3)
		return b, int64(n)
	}
	return b, 0
}

// pathless drops the path from an error of the file system: it may tell about
// the host's machine. The file's own name stands in the list error.
func pathless(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

// clean trims a text, which it copies only to make it valid UTF-8.
func clean(s string) string {
	if s = strings.TrimSpace(s); utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 {
			r = windows1252(s[i])
		}
		b.WriteRune(r)
		i += n
	}
	return b.String()
}

// windows1252 is what a byte from 0x80 stands for in that encoding; the five that
// stand for nothing become U+FFFD, where the decoder has control characters.
func windows1252(b byte) rune {
	if r := charmap.Windows1252.DecodeByte(b); !unicode.IsControl(r) {
		return r
	}
	return utf8.RuneError
}

// collapse returns a clean copy with one space between words.
func collapse(s string) string {
	s = clean(s)
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == ' ' && s[i+1] == ' ' || c == 0xa0 { // the last is no space, s is trimmed
			return strings.Join(strings.Fields(s), " ")
		}
	}
	return strings.Clone(s)
}

// joined joins what is not empty.
func joined(sep string, parts ...string) string {
	kept := parts[:0:0]
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, sep)
}
