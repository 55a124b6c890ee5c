package match

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// The initials of neighbours: of three words at least, never of all that tell something.
func TestRuns(t *testing.T) {
	for name, want := range map[string]string{
		"private medical circle redut":                "pmc mcr",
		"bank of industry and mine tehran":            "bim imt",
		"khabarovskiy radio tekhnicheskiy zavod amur": "krt khrt krtz khrtz rtz rtza tza",
		"two words":         "",
		"three words alone": "",
	} {
		var r reader
		r.read(name, things)
		var words []runWord
		for _, w := range r.words {
			words = append(words, runWordOf(string(r.text(w)), w.class, w.loose))
		}
		var got []string
		eachRun(words, func(initials []byte, _ uint32, _ int) { got = append(got, string(initials)) })
		assert.Equal(t, want, strings.Join(got, " "), name)
	}
}
