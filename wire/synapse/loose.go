package synapse

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/bonafide-go/bonafide"
)

// whole is a whole number, or a text that is one: clients send both.
type whole int

// UnmarshalJSON reads a number, a text that is one, or null.
func (w *whole) UnmarshalJSON(data []byte) error {
	text, err := scalar(data)
	if err != nil || text == "" {
		return err
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		return bonafide.Invalid("", bonafide.CodeMalformed)
	}
	*w = whole(n)
	return nil
}

// share is a percentage as it was sent: a number, or a text that is one.
type share string

// UnmarshalJSON reads a number, a text or null.
func (s *share) UnmarshalJSON(data []byte) error {
	text, err := scalar(data)
	*s = share(text)
	return err
}

// scalar returns what a number or a text says; empty for null.
func scalar(data []byte) (string, error) {
	var text string
	switch data = bytes.TrimSpace(data); {
	case bytes.Equal(data, []byte("null")):
		return "", nil
	case len(data) > 0 && data[0] == '"':
		if err := json.Unmarshal(data, &text); err != nil {
			return "", bonafide.Invalid("", bonafide.CodeMalformed)
		}
		return strings.TrimSpace(text), nil
	}
	var number json.Number
	if err := json.Unmarshal(data, &number); err != nil {
		return "", bonafide.Invalid("", bonafide.CodeMalformed)
	}
	return number.String(), nil
}

// anything is a field that is taken and read over: what an answer shows and clients
// send back, and passwords, which are the host's.
type anything struct{}

// UnmarshalJSON takes any value.
func (*anything) UnmarshalJSON([]byte) error { return nil }
