package user

import (
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/text"
)

// CodeDigits is the length of a one-time code.
const CodeDigits = 6

// ParseCode reads a one-time code as people type and paste it: six digits of any script
// and width, with blanks, line breaks, dashes and the signs of a sentence between and around them ("123-456", "(123456).").
// Anything else fails with an error matching [bonafide.ErrInvalid]; as an answer it is
// refused like a wrong code, but is no guess and is not counted.
func ParseCode(typed string) (string, error) {
	code := strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \n\r\t-.,:;_#()[]'\"", r) {
			return -1
		}
		return r
	}, text.Typed(typed))
	switch {
	case code == "":
		return "", bonafide.Invalid("", bonafide.CodeRequired)
	case len(code) != CodeDigits, strings.Trim(code, "0123456789") != "":
		return "", bonafide.Invalid("", bonafide.CodeMalformed)
	}
	return code, nil
}

// read returns the answer to a one-time code as it is compared.
func read(typed bonafide.Secret) (code string, ok bool) {
	code, err := ParseCode(typed.Reveal())
	return code, err == nil
}
