package bonafide

import (
	"crypto/hmac"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
)

// redacted is what every sink gets instead of a secret.
const redacted = "[redacted]"

var errSecretSink = errors.New("bonafide: a secret cannot be encoded")

// A Secret carries an identifier (SSN, TIN, passport number, token, code)
// through a call. It keeps the value in a closure, so that no verb of fmt, no
// logger, encoder, panic or test diff can print it, also where fmt cannot call
// methods (an unexported field). [Secret.Reveal] is the only way out.
//
// The zero value is empty. Secrets cannot be compared with ==; use Equal.
type Secret struct {
	reveal func() string
}

// NewSecret wraps a value. An empty value gives the zero Secret.
func NewSecret(value string) Secret {
	if value == "" {
		return Secret{}
	}
	return Secret{reveal: func() string { return value }}
}

// Reveal returns the value. What it returns must not be logged or stored.
func (s Secret) Reveal() string {
	if s.reveal == nil {
		return ""
	}
	return s.reveal()
}

// IsZero reports whether the secret is empty.
func (s Secret) IsZero() bool { return s.reveal == nil }

// Equal compares two secrets in time that depends on their lengths only.
func (s Secret) Equal(other Secret) bool {
	return hmac.Equal([]byte(s.Reveal()), []byte(other.Reveal()))
}

// String returns a fixed text.
func (Secret) String() string { return redacted }

// GoString returns a fixed text.
func (Secret) GoString() string { return redacted }

// Format prints a fixed text for every verb.
func (Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, redacted) }

// LogValue is a fixed text.
func (Secret) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalJSON writes a fixed text, so that a dump of a request cannot leak.
func (Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + redacted + `"`), nil }

// MarshalText writes a fixed text.
func (Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// GobEncode fails: a secret is never stored as it is.
func (Secret) GobEncode() ([]byte, error) { return nil, errSecretSink }

// MarshalBinary fails: a secret is never stored as it is.
func (Secret) MarshalBinary() ([]byte, error) { return nil, errSecretSink }

// Value fails: a secret is never a parameter of a statement.
func (Secret) Value() (driver.Value, error) { return nil, errSecretSink }

// UnmarshalJSON takes a string, so that a request body can be decoded into a
// struct with secrets. The redaction text itself is refused: it would turn a
// dump into a value.
func (s *Secret) UnmarshalJSON(data []byte) error {
	var text string
	if json.Unmarshal(data, &text) != nil {
		return Invalid("", CodeMalformed) // the decoder's own error would quote the input
	}
	return s.UnmarshalText([]byte(text))
}

// UnmarshalText takes the value as it is, except the redaction text.
func (s *Secret) UnmarshalText(text []byte) error {
	if string(text) == redacted {
		return Invalid("", CodeNotAllowed)
	}
	*s = NewSecret(string(text))
	return nil
}
