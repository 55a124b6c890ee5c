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

// A phrase is a legal form of several words.
type phrase struct {
	words []string // those that end with * stand for any ending
	short string
}

// phrases maps the first four letters of the first word (or all of it) to the
// phrases that begin so, longest first.
var phrases = sync.OnceValue(func() map[string][]phrase {
	m := make(map[string][]phrase)
	for line := range strings.Lines(legalPhrases) {
		long, short, ok := strings.Cut(strings.TrimSpace(line), " = ")
		if !ok {
			continue
		}
		p := phrase{strings.Fields(long), short}
		head := phraseHead(strings.TrimSuffix(p.words[0], "*"))
		at := len(m[head])
		for at > 0 && len(m[head][at-1].words) < len(p.words) {
			at--
		}
		m[head] = append(m[head][:at:at], append([]phrase{p}, m[head][at:]...)...)
	}
	return m
})

func phraseHead(w string) string { return w[:min(len(w), stemHead)] }

func (p *phrase) matches(r *reader, words []wordSpan) bool {
	if len(words) < len(p.words) {
		return false
	}
	for i, w := range p.words {
		t := r.text(words[i])
		if s, ok := strings.CutSuffix(w, "*"); ok {
			if len(t) < len(s) || string(t[:len(s)]) != s {
				return false
			}
		} else if string(t) != w {
			return false
		}
	}
	return true
}

// phrase returns how many words make up a legal form, and its short form.
func (r *reader) phrase(words []wordSpan) (int, string) {
	t := r.text(words[0])
	list := phrases()[string(t[:min(len(t), stemHead)])]
	for i := range list {
		if p := &list[i]; p.matches(r, words) {
			return len(p.words), p.short
		}
	}
	return 0, ""
}
