package intern

import (
	"bytes"
	"time"

	"github.com/bonafide-go/bonafide/internal/canonical"
)

// least is from how many bytes on a text is kept apart. What a shorter one would save is
// not worth the name.
const least = 512

// A Member is a member of JSON objects whose value many bodies say alike.
type Member struct {
	Name  string
	Opens byte // of its value: '[' or '{'

	// Common reports whether a value, as it stands in the body, says nothing of anybody.
	Common func(value []byte) bool
}

// A text is a value that stands in a record of its own.
type text struct {
	id    string
	value []byte
	kept  time.Time // when it was last seen to stay: see stays
}

// The name of a text stands in the place of its value, in an object whose one member no
// list, no field and no map of texts to texts can be.
const (
	nameOpens  = `{"=":"`
	nameCloses = `"}`
	idBytes    = 32
)

// idOf names a text by half of its SHA-256 in hex: nobody finds two texts of one name.
func idOf(value []byte) string { return canonical.Sum(value)[:idBytes] }

// marks returns what stands before the value of a member, and before its name. A quotation
// mark inside of a JSON text is escaped, so no text holds either.
func (m Member) marks() (value, name []byte) {
	key := `"` + m.Name + `":`
	return append([]byte(key), m.Opens), []byte(key + nameOpens)
}

// takeOut returns a body with the names of common texts in their place, and the texts.
func takeOut(body []byte, members []Member) ([]byte, []text) {
	if len(body) < least {
		return body, nil
	}
	var texts []text
	for _, m := range members {
		mark, _ := m.marks()
		var out []byte
		done, from := 0, 0 // what is in out, and what was looked at
		for {
			i := bytes.Index(body[from:], mark)
			if i < 0 {
				break
			}
			at := from + i + len(mark) - 1
			n := valueLen(body[at:])
			if n == 0 {
				break // no JSON: it stays as it is
			}
			from = at + n
			value := body[at:from]
			if n < least || !m.Common(value) {
				continue
			}
			t := text{id: idOf(value), value: value}
			texts = append(texts, t)
			out = append(append(append(append(out, body[done:at]...), nameOpens...), t.id...), nameCloses...)
			done = from
		}
		if out != nil {
			body = append(out, body[done:]...)
		}
	}
	return body, texts
}

// putBack returns a body with the texts that it names.
func putBack(body []byte, members []Member, find func(id string) ([]byte, error)) ([]byte, error) {
	if !bytes.Contains(body, []byte(nameOpens)) {
		return body, nil
	}
	for _, m := range members {
		_, mark := m.marks()
		var out []byte
		rest := body
		for {
			i := bytes.Index(rest, mark)
			end := i + len(mark) + idBytes + len(nameCloses)
			if i < 0 || end > len(rest) {
				break
			}
			value, err := find(string(rest[i+len(mark) : end-len(nameCloses)]))
			if err != nil {
				return nil, err
			}
			out = append(append(out, rest[:i+len(mark)-len(nameOpens)]...), value...)
			rest = rest[end:]
		}
		if out != nil {
			body = append(out, rest...)
		}
	}
	return body, nil
}

// named returns the ids of the texts that a body names.
func named(body []byte, members []Member) (ids []string) {
	_, _ = putBack(body, members, func(id string) ([]byte, error) { // nothing is found out that could fail
		ids = append(ids, id)
		return nil, nil
	})
	return ids
}

// valueLen returns how many bytes the array or object has that a text begins with; 0
// where it does not end.
func valueLen(b []byte) int {
	depth, quoted := 0, false
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '[' || c == '{':
			depth++
		case c == ']' || c == '}':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return 0
}
