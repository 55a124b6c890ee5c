package match

import (
	"strings"
	"sync"
)

// A stemTable finds the group of a word, whole or by its beginning.
type stemTable struct {
	whole map[string]uint16
	stems map[string][]stem // keys are the first four letters
}

type stem struct {
	text  string
	group uint16
}

const stemHead = 4

func newStemTable(lines string) *stemTable {
	t := &stemTable{whole: make(map[string]uint16, 800), stems: make(map[string][]stem, 200)}
	n := uint16(0)
	for line := range strings.Lines(lines) {
		n++
		for w := range strings.FieldsSeq(line) {
			if s, ok := strings.CutSuffix(w, "*"); ok {
				t.stems[s[:stemHead]] = append(t.stems[s[:stemHead]], stem{s, n})
			} else if _, twice := t.whole[w]; !twice {
				t.whole[w] = n
			}
		}
	}
	return t
}

// group returns the line of a word, from 1, or 0.
func (t *stemTable) group(w []byte) uint16 {
	if g, ok := t.whole[string(w)]; ok {
		return g
	}
	if len(w) > stemHead {
		for _, s := range t.stems[string(w[:stemHead])] {
			if len(w) >= len(s.text) && string(w[:len(s.text)]) == s.text {
				return s.group
			}
		}
	}
	return 0
}

var (
	companyGroups = sync.OnceValue(func() *stemTable { return newStemTable(companyWords) })
	legalForms    = sync.OnceValue(func() *stemTable { return newStemTable(legalGroups) })
)
