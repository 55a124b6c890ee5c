package match

import (
	"strings"
	"sync"
)

// A stemTable finds the group of a word, whole or by its beginning.
type stemTable struct {
	whole map[string][]uint16
	stems map[string][]stem // keys are the first four letters
}

type stem struct {
	text  string
	group uint16
}

const stemHead = 4

func newStemTable(lines string) *stemTable {
	t := &stemTable{whole: make(map[string][]uint16, 3000), stems: make(map[string][]stem, 200)}
	n := uint16(0)
	for line := range strings.Lines(lines) {
		n++
		for w := range strings.FieldsSeq(line) {
			if s, ok := strings.CutSuffix(w, "*"); ok {
				t.stems[s[:stemHead]] = append(t.stems[s[:stemHead]], stem{s, n})
			} else {
				t.whole[w] = append(t.whole[w], n)
			}
		}
	}
	return t
}

// eachGroup calls f with the lines of a word, from 1.
func (t *stemTable) eachGroup(w []byte, f func(group uint16)) {
	found := t.whole[string(w)]
	for _, g := range found {
		f(g)
	}
	if len(found) > 0 || len(w) <= stemHead {
		return
	}
	for _, s := range t.stems[string(w[:stemHead])] {
		if len(w) >= len(s.text) && string(w[:len(s.text)]) == s.text {
			f(s.group)
			return
		}
	}
}

// has reports whether a word stands in the table.
func (t *stemTable) has(w []byte) (has bool) {
	t.eachGroup(w, func(uint16) { has = true })
	return has
}

var (
	companyGroups = sync.OnceValue(func() *stemTable { return newStemTable(companyWords) })
	placeGroups   = sync.OnceValue(func() *stemTable { return newStemTable(placeWords) })
	legalForms    = sync.OnceValue(func() *stemTable { return newStemTable(legalGroups) })
)
