package document

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/text"
)

// Names may have initials, and are not spelt out: letter by letter no list finds them.
func TestNamesAreNotSpeltOut(t *testing.T) {
	for name, want := range map[string]bool{
		"A. P. J. Abdul Kalam": false, "R. K. S. M. Iyer": false, "J. R. R. Tolkien": false, "O": false, "김 정 은 박 이 최": false,
		"R.u.t.h V.e.l.a.s": true, "R-u-t-h V-e-l-a-s": true, "R u t h V e l a s": true, "Ruth V.e.l.a.s.q.u.ez": true,
	} {
		assert.Equal(t, want, apart(name), name)
	}
}

// What people are called is taken; what looks odd about it is a warning.
func TestNameWarnings(t *testing.T) {
	for name, want := range map[string][]bonafide.Code{
		"Ana Lucía Ramírez":        nil,
		"Kumar S/O Raman":          nil,
		"Ramu s/o Muthu":           nil,
		"Ramasamy A/L Muthu":       nil,
		"Tan Ah Kow (Chen Yagao)":  nil,
		"Tan Ah Kow @ Chen Yagao":  nil,
		"Gulnora Yo‘ldosheva":      nil,
		"Mary D′Arcy":              nil,
		"Kolas‧Yotaka Ljaucu":      nil,
		"Marie–Claire Dupont":      nil,
		"JOAO SILVA E SOUSA":       nil,
		"Ortega y Gasset":          nil,
		"Αλέξανδρος Παπαδόπουλος":  nil,
		"李小龍":                      nil,
		"יונתן רש\"י":              nil,
		"אברהם צה״ל":               nil,
		"Kaur @ Balbir Kaur":       nil,
		"Suharto":                  {bonafide.CodeTooShort},
		"Jisoo E":                  {bonafide.CodeImplausible},
		"Ana María de la O García": {bonafide.CodeImplausible},
		"U Thant":                  {bonafide.CodeImplausible},
		"Anand K":                  {bonafide.CodeImplausible},
		"J\u043ehn Smith":          {bonafide.CodeImplausible},
		"Asdf Smith":               {bonafide.CodeImplausible},
	} {
		require.False(t, text.NoName(name), name)
		require.False(t, apart(name), name)
		var w bonafide.Faults
		nameWarnings(&w, "name", name)
		var got []bonafide.Code
		for _, f := range w {
			got = append(got, f.Code)
			assert.NotEmpty(t, f.Rule)
		}
		assert.Equal(t, want, got, name)
	}
	for _, name := range []string{"B@shar Assad", "Ana (Lopez", "Ana )Lopez(", "Ana () Lopez", "Ana/Lopez", "Ana S/OO Lopez", "4/O", "((Ana))",
		"N/A", "n/a n/a", "Ana S/O", "S/O Raman", "@ Ana Lopez", "Ana \"Nana\" Lopez", "\"Ana Lopez\""} {
		assert.True(t, text.NoName(name), name)
	}
}
