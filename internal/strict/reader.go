package strict

import (
	"encoding/json"
	"strings"

	"github.com/bonafide-go/bonafide"
)

// reader is a strict JSON reader over one text.
type reader struct {
	text   string
	pos    int
	steps  []step // to where it is
	broken bool   // the text is not JSON: nothing more can be said
	nulls  bool   // null counts as a member that is not there
	faults bonafide.Faults
}

func (r *reader) add(code bonafide.Code) {
	if len(r.faults) < MaxFaults {
		r.faults.Add(r.where(), code)
	}
}

// fail reports that the text is not JSON.
func (r *reader) fail() {
	if !r.broken {
		r.broken = true
		r.faults.Add(r.where(), bonafide.CodeMalformed)
	}
}

// next skips space and returns the next byte, 0 at the end.
func (r *reader) next() byte {
	for r.pos < len(r.text) {
		switch c := r.text[r.pos]; c {
		case ' ', '\n', '\t', '\r':
			r.pos++
		default:
			return c
		}
	}
	return 0
}

// take consumes a byte if it is the next.
func (r *reader) take(c byte) bool {
	if r.broken || r.next() != c {
		return false
	}
	r.pos++
	return true
}

// member consumes a name and its colon.
func (r *reader) member() string {
	if r.next() != '"' {
		r.fail()
		return ""
	}
	name := r.str()
	if !r.take(':') {
		r.fail()
	}
	return name
}

// skip reads over any value and reports a fault about it.
func (r *reader) skip(code bonafide.Code) {
	r.add(code)
	r.over(len(r.steps))
}

func (r *reader) over(depth int) {
	if depth > maxDepth {
		r.fail()
		return
	}
	switch c := r.next(); {
	case c == '"':
		r.str()
	case c == '-' || c >= '0' && c <= '9':
		r.number()
	case c == '{' || c == '[':
		end := c + 2 // "}" and "]" are two after their opening in ASCII
		r.pos++
		if r.take(end) {
			return
		}
		for !r.broken {
			if c == '{' {
				r.member()
			}
			if !r.broken {
				r.over(depth + 1)
			}
			if r.take(end) {
				return
			}
			if !r.take(',') {
				r.fail()
			}
		}
	default:
		r.literal()
	}
}

func (r *reader) literal() {
	for _, word := range [...]string{"true", "false", "null"} {
		if strings.HasPrefix(r.text[r.pos:], word) {
			r.pos += len(word)
			return
		}
	}
	r.fail()
}

// number consumes a JSON number and returns its text.
func (r *reader) number() string {
	start := r.pos
	for r.pos < len(r.text) && strings.IndexByte("+-.0123456789eE", r.text[r.pos]) >= 0 {
		r.pos++
	}
	text := r.text[start:r.pos]
	if !json.Valid([]byte(text)) {
		r.fail()
		return ""
	}
	return text
}

// str consumes a JSON string and returns what it says.
func (r *reader) str() string {
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
				r.fail()
			}
			return s
		case c == '\\':
			escaped = true
			i++
		case c < ' ':
			r.fail()
			return ""
		}
	}
	r.fail()
	return ""
}
