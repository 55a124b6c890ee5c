package document

import (
	"encoding/base64"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/google/uuid"
)

// maxToken bounds what is read as a token, in bytes of its text.
const maxToken = 1 << 10

// A Ticket tells which check an answer is about.
type Ticket struct {
	UserID     string
	DocumentID string // empty for the number of a tax form
	Attempt    string
}

// Token returns the check as one text, to give to a vendor that knows a single external id
// and gives it back in its webhook: 68 letters, digits and -_. where ids are UUIDs. It is
// no secret and no proof: whoever takes a webhook verifies its signature first. It holds
// ids alone, and is read by [ParseToken] and by Service.ResolveToken of package user.
// A host calls it, in its [Verifier].
func (r Request) Token() string {
	document := r.DocumentID
	if r.BaseID == "" {
		document = "" // a tax form is not found by an id
	}
	return strings.Join([]string{encodeID(r.UserID), encodeID(document), encodeID(r.Attempt)}, ".")
}

// ParseToken reads a token. Whatever is none fails with an error matching
// [bonafide.ErrInvalid].
func ParseToken(token string) (Ticket, error) {
	if token == "" {
		return Ticket{}, bonafide.Invalid("token", bonafide.CodeRequired)
	}
	malformed := bonafide.Invalid("token", bonafide.CodeMalformed)
	parts := strings.Split(token, ".")
	if len(parts) != 3 || len(token) > maxToken {
		return Ticket{}, malformed
	}
	var ids [3]string
	for i, part := range parts {
		var ok bool
		if ids[i], ok = decodeID(part); !ok {
			return Ticket{}, malformed
		}
	}
	if ids[0] == "" || ids[2] == "" {
		return Ticket{}, malformed
	}
	return Ticket{UserID: ids[0], DocumentID: ids[1], Attempt: ids[2]}, nil
}

// In a token a UUID is its 16 bytes, and any other id its text behind a mark.
const textID = "~"

func encodeID(id string) string {
	if u, err := uuid.Parse(id); err == nil && u.String() == id {
		return base64.RawURLEncoding.EncodeToString(u[:])
	}
	return textID + base64.RawURLEncoding.EncodeToString([]byte(id))
}

// decodeID reads what encodeID writes, and nothing else.
func decodeID(part string) (id string, ok bool) {
	text, isText := strings.CutPrefix(part, textID)
	b, err := base64.RawURLEncoding.DecodeString(text)
	switch {
	case err != nil:
		return "", false
	case isText:
		id = string(b)
	case len(b) == len(uuid.UUID{}):
		id = uuid.UUID(b).String()
	}
	return id, encodeID(id) == part
}
