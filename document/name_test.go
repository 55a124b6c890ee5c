package document

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/bonafide-go/bonafide"
)

// Loose names may have initials, and are not spelt out: letter by letter no list finds them.
func TestLooseNamesAreNotSpeltOut(t *testing.T) {
	for name, want := range map[string]bonafide.Code{
		"A. P. J. Abdul Kalam":  "",
		"R. K. S. M. Iyer":      "",
		"J. R. R. Tolkien":      "",
		"O":                     "",
		"김 정 은 박 이 최":           "",
		"R.u.t.h V.e.l.a.s":     bonafide.CodeNotAllowed,
		"R-u-t-h V-e-l-a-s":     bonafide.CodeNotAllowed,
		"R u t h V e l a s":     bonafide.CodeNotAllowed,
		"Ruth V.e.l.a.s.q.u.ez": bonafide.CodeNotAllowed,
	} {
		assert.Equal(t, want, checkPersonName(name, true, true), name)
	}
}
