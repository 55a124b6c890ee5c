package dots

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/wire/internal/rest"
)

// Metadata is a platform's own text, or object of values of any kind, as a
// user.Link keeps it. Values that are no texts are kept as JSON, under their key with
// an ending that no key may have.
type Metadata map[string]string

const (
	wholeText = ":text" // key of metadata that is one text
	asJSON    = ":json" // ending of a key whose value is no text
)

// UnmarshalJSON reads a text or an object; null changes nothing. It fails with a [*bonafide.InvalidError]
// for anything else, for a key twice, and for a key with such an ending.
func (m *Metadata) UnmarshalJSON(data []byte) error {
	data = bytes.TrimSpace(data)
	if bytes.Equal(data, []byte("null")) {
		return nil
	}
	var text string
	if json.Unmarshal(data, &text) == nil {
		*m = Metadata{wholeText: text}
		return nil
	}
	var object map[string]json.RawMessage
	if err := rest.Decode(bytes.NewReader(data), &object); err != nil {
		return err
	}
	var faults bonafide.Faults
	out := Metadata{}
	for _, key := range slices.Sorted(maps.Keys(object)) {
		if key == wholeText || strings.HasSuffix(key, asJSON) {
			faults.Add("key", bonafide.CodeNotAllowed)
			continue
		}
		if json.Unmarshal(object[key], &text) == nil && object[key][0] == '"' {
			out[key] = text
			continue
		}
		var compact bytes.Buffer
		if err := json.Compact(&compact, object[key]); err != nil {
			faults.Add("value", bonafide.CodeMalformed)
			continue
		}
		out[key+asJSON] = compact.String()
	}
	if err := faults.Err(); err != nil {
		return err
	}
	*m = out
	return nil
}

// MarshalJSON writes what UnmarshalJSON read: null where nothing was given.
func (m Metadata) MarshalJSON() ([]byte, error) {
	if text, ok := m[wholeText]; ok {
		return plain(text)
	}
	if len(m) == 0 {
		return []byte("null"), nil
	}
	object := make(map[string]any, len(m))
	for key, value := range m {
		name, isJSON := strings.CutSuffix(key, asJSON)
		if isJSON && json.Valid([]byte(value)) {
			object[name] = json.RawMessage(value)
		} else {
			object[key] = value
		}
	}
	return plain(object)
}

// plain is JSON without escapes for HTML.
func plain(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSpace(b.Bytes()), err
}
