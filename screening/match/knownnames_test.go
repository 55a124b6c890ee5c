package match

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// A spelling is of one line: else it would be another name than itself.
func TestASpellingIsOfOneName(t *testing.T) {
	lines := map[string]int{}
	for i, line := range strings.Split(strings.TrimSpace(knownNames+familyNames), "\n") {
		assert.Less(t, strings.Count(line, "/"), knownFamily, line)
		for w := range strings.FieldsSeq(line) {
			if w == "/" {
				continue
			}
			key := w
			if w[0] < 0x80 {
				key = string(appendSound(nil, []byte(w)))
			}
			if at, ok := lines[key]; ok {
				assert.Equal(t, at, i, "%s stands in two lines", w)
			}
			lines[key] = i
		}
	}
}

func TestKnownNames(t *testing.T) {
	of := func(w string) uint16 { return known().of(nil, appendSound(nil, []byte(w)), full) }
	assert.NotEqual(t, of("mahmoud")/knownFamily, of("mohammed")/knownFamily)
	assert.Equal(t, of("yusuf"), of("youssef"))
	assert.Equal(t, of("salim")/knownFamily, of("salem")/knownFamily)
	assert.Equal(t, of("mohammed"), known().of([]byte("mhmd"), nil, abjad))
	assert.NotEqual(t, of("karim")/knownFamily, of("karimi")/knownFamily)
	assert.NotEqual(t, of("ali")/knownFamily, of("allah")/knownFamily)
	assert.Zero(t, of("quentin"))
}
