package permission

import (
	"encoding/json"
	"strings"

	"github.com/bonafide-go/bonafide"
)

// reader is a strict JSON reader over one text.
type reader struct {
	text   string
	pos    int
	broken bool // the text is not JSON: nothing more can be said
	faults bonafide.Faults
}

func (r *reader) add(at *place, code bonafide.Code) {
	if len(r.faults) < maxFaults {
		r.faults.Add(at.String(), code)
	}
}

// fail reports that the text is not JSON.
func (r *reader) fail(at *place) {
	if !r.broken {
		r.broken = true
		r.faults.Add(at.String(), bonafide.CodeMalformed)
	}
}

func (r *reader) space() {
	for r.pos < len(r.text) {
		switch r.text[r.pos] {
		case ' ', '\n', '\t', '\r':
			r.pos++
		default:
			return
		}
	}
}

// next skips space and returns the next byte, 0 at the end.
func (r *reader) next() byte {
	r.space()
	if r.pos == len(r.text) {
		return 0
	}
	return r.text[r.pos]
}

// take consumes a byte if it is the next.
func (r *reader) take(c byte) bool {
	if r.next() != c {
		return false
	}
	r.pos++
	return true
}

// skip reads over any value and reports a fault about it.
func (r *reader) skip(at *place, depth int, code bonafide.Code) {
	r.add(at, code)
	r.over(at, depth)
}

func (r *reader) over(at *place, depth int) {
	if depth > maxSheetDepth {
		r.fail(at)
		return
	}
	switch c := r.next(); {
	case c == '"':
		r.str(at)
	case c == '-' || c >= '0' && c <= '9':
		r.number(at)
	case c == '{' || c == '[':
		end := c + 2 // "}" and "]" are two after their opening in ASCII
		r.pos++
		if r.take(end) {
			return
		}
		for !r.broken {
			if c == '{' {
				if r.next() != '"' {
					r.fail(at)
					return
				}
				r.str(at)
				if !r.take(':') {
					r.fail(at)
					return
				}
			}
			r.over(at, depth+1)
			if r.take(end) {
				return
			}
			if !r.take(',') {
				r.fail(at)
			}
		}
	default:
		r.literal(at)
	}
}

func (r *reader) literal(at *place) {
	for _, word := range [...]string{"true", "false", "null"} {
		if strings.HasPrefix(r.text[r.pos:], word) {
			r.pos += len(word)
			return
		}
	}
	r.fail(at)
}

// number consumes a JSON number and returns its text.
func (r *reader) number(at *place) string {
	start := r.pos
	for r.pos < len(r.text) && strings.IndexByte("+-.0123456789eE", r.text[r.pos]) >= 0 {
		r.pos++
	}
	text := r.text[start:r.pos]
	if !json.Valid([]byte(text)) {
		r.fail(at)
		return ""
	}
	return text
}

// str consumes a JSON string and returns what it says.
func (r *reader) str(at *place) string {
	start := r.pos
	escaped := false
	for i := r.pos + 1; i < len(r.text); i++ {
		switch c := r.text[i]; {
		case c == '"':
			r.pos = i + 1
			if !escaped {
				return r.text[start+1 : i]
			}
			var s string
			if json.Unmarshal([]byte(r.text[start:r.pos]), &s) != nil {
				r.fail(at)
			}
			return s
		case c == '\\':
			escaped = true
			i++
		case c < ' ':
			r.fail(at)
			return ""
		}
	}
	r.fail(at)
	return ""
}
