package property

import (
	"bytes"
	"encoding/json"
	"slices"

	"github.com/bonafide-go/bonafide"
)

// A Value is the value of one property: a text, a number, yes or no, or a
// list of texts. The zero value is null, which resets a property. In JSON it is a
// string, a number (read exactly, digit by digit), a boolean, an array of strings
// or null; a stored number is a string.
type Value struct {
	kind byte // 0 null, 's' text, 'n' number, 'b' yes or no, 'l' list
	text string
	list []string
}

// Text is the value of a text, date, e-mail, phone number or URL property, and a
// number in decimal digits.
func Text(text string) Value { return Value{kind: 's', text: text} }

// Yes is the value of a boolean property.
func Yes(yes bool) Value {
	if yes {
		return Value{kind: 'b', text: "true"}
	}
	return Value{kind: 'b', text: "false"}
}

// List is the value of a choices or countries property: option keys, or ISO
// 3166-1 alpha-2 codes.
func List(items ...string) Value { return Value{kind: 'l', list: slices.Clone(items)} }

// IsZero reports null.
func (v Value) IsZero() bool { return v.kind == 0 }

// Text returns the text or number, or "" for another kind.
func (v Value) Text() string {
	if v.kind == 's' || v.kind == 'n' {
		return v.text
	}
	return ""
}

// Yes reports whether the value is yes.
func (v Value) Yes() bool { return v.kind == 'b' && v.text == "true" }

// List returns the items, or nil for another kind.
func (v Value) List() []string { return slices.Clone(v.list) }

// MarshalJSON writes a string, a boolean, an array or null; numbers are strings.
func (v Value) MarshalJSON() ([]byte, error) {
	switch v.kind {
	case 's', 'n':
		return json.Marshal(v.text)
	case 'b':
		return []byte(v.text), nil
	case 'l':
		if v.list == nil {
			return []byte("[]"), nil
		}
		return json.Marshal(v.list)
	}
	return []byte("null"), nil
}

// UnmarshalJSON reads a string, a number, a boolean, an array of strings or null.
// A failed parse leaves the zero value.
func (v *Value) UnmarshalJSON(data []byte) error {
	*v = Value{}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	var decoded any
	if dec.Decode(&decoded) != nil {
		return bonafide.Invalid("", bonafide.CodeMalformed) // the decoder's own error would quote the input
	}
	switch x := decoded.(type) {
	case nil:
	case string:
		*v = Text(x)
	case json.Number:
		*v = Value{kind: 'n', text: x.String()}
	case bool:
		*v = Yes(x)
	case []any:
		items := make([]string, len(x))
		for i := range x {
			item, ok := x[i].(string)
			if !ok {
				return bonafide.Invalid("", bonafide.CodeMalformed)
			}
			items[i] = item
		}
		*v = List(items...)
	default:
		return bonafide.Invalid("", bonafide.CodeMalformed)
	}
	return nil
}

// Values are the values of one target, by key.
type Values map[string]Value
