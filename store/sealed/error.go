package sealed

import (
	"fmt"

	"github.com/bonafide-go/bonafide"
)

// Codes of [Error].
const (
	CodeUnsealed   bonafide.Code = "unsealed"    // a body in clear, which Options.AllowUnsealed does not let through
	CodeSealed     bonafide.Code = "sealed"      // a sealed body, where bodies are said to be in clear
	CodeDamaged    bonafide.Code = "damaged"     // changed, cut off, or of another record, version or tenant
	CodeNewer      bonafide.Code = "newer"       // written in a form that this version does not know
	CodeKeyMissing bonafide.Code = "key_missing" // its data key was destroyed, or is not in this key store
	CodeKeyRefused bonafide.Code = "key_refused" // the key wrapper says that the data key is not one of its own, or its record does not decode
)

// An Error says why the body of a record does not open. It matches
// [bonafide.ErrSealed] and [bonafide.ErrUnreadable].
type Error struct {
	Kind string
	ID   string
	Code bonafide.Code
}

// Error names record and code, what to do where that is known, and nothing of the body.
func (e *Error) Error() string {
	text := fmt.Sprintf("sealed: body of %q %q does not open: %s", e.Kind, e.ID, e.Code)
	switch e.Code {
	case CodeUnsealed:
		text += " (written in clear: seal it by Store.Reseal, with Options.AllowUnsealed)"
	case CodeSealed:
		text += " (the Service was told that bodies are in clear: leave BodiesInClear out)"
	case CodeKeyMissing:
		text += " (erased, or kept elsewhere: see KeyStore)"
	}
	return text
}

// Is matches [bonafide.ErrSealed] and [bonafide.ErrUnreadable].
func (e *Error) Is(target error) bool {
	return target == bonafide.ErrSealed || target == bonafide.ErrUnreadable
}
