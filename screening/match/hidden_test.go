package match_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	. "github.com/bonafide-go/bonafide/screening"
)

// interleaved is a name with a text behind each of its letters.
func interleaved(name, with string) string {
	var b strings.Builder
	for _, r := range name {
		b.WriteRune(r)
		b.WriteString(with)
	}
	return b.String()
}

// What nobody sees between the letters of a name, and what sets them apart, hides nobody.
func TestNothingBetweenLettersHidesAName(t *testing.T) {
	s := engine(t, list(t, "l", may3, named("SIDOROV, Ivan Petrovich")))
	for what, with := range map[string]string{
		"a control": "\x01", "a unit separator": "\x1f", "delete": "\x7f", "a control beyond ASCII": "\u0081",
		"a word joiner": "\u2060", "an invisible separator": "\u2063", "an override of direction": "\u202e", "an isolate": "\u2066", "an Arabic mark": "\u061c",
		"a Mongolian vowel separator": "\u180e", "a tag": "\U000e0061", "an annotation": "\ufff9",
		"a variation selector": "\ufe0f", "a supplementary one": "\U000e01ef", "a Mongolian one": "\u180b",
		"a Hangul filler": "\u3164", "its half": "\uffa0", "a Khmer vowel without a form": "\u17b4",
		"an enclosing circle": "\u20dd", "marks of no script": "\u1ab0\u1dc0\ufe20", "a titlo": "\u0483", "a musical control": "\U0001d173",
		"a blank of Braille": "\u2800", "dots in the middle": "·", "slashes": "/", "commas": ",", "pictures": "😀",
	} {
		for _, name := range []string{"Ivan Petrovich Sidorov", "Ivаn Pеtrovich Sidоrоv"} { // of one script, and of two
			r := screen(t, s, Query{Name: interleaved(name, with), Type: Person})
			if assert.NotEmpty(t, r.Hits, what) {
				assert.Greater(t, r.Hits[0].Score, 0.97, what)
			}
		}
	}
	assert.Empty(t, screen(t, s, Query{Name: interleaved("Edward Longfellow", "\u2060"), Type: Person}).Hits)
}

// A letter that was lost, or that has no meaning, may be any: the name was not read.
func TestLostLettersAreUnread(t *testing.T) {
	s := engine(t, list(t, "l", may3, named("SIDOROV, Ivan")))
	for _, name := range []string{"Ed\ufffdard Longfellow", "Edw\xff\xfeard Longfellow", "Edw\ue000rd Longfellow", "Edw\uffferd Longfellow", "Edwา\u0e31rd Longfellow"} {
		assert.True(t, screen(t, s, Query{Name: name, Type: Person}).Unread, "%q", name)
	}
	assert.False(t, screen(t, s, Query{Name: "Edward Longfellow\u2060", Type: Person}).Unread)
}

// A list with a name of any length loads, and the others are found.
func TestNamesWithoutEndAreCut(t *testing.T) {
	for what, text := range map[string]string{
		"letters": strings.Repeat("a", 1<<20), "words": strings.Repeat("ivan ", 1<<17), "marks": "i" + strings.Repeat("\u0301", 1<<18),
		"Han": strings.Repeat("王", 1<<16), "a foreign name in Han": strings.Repeat("克", 1<<16) + "·" + strings.Repeat("克", 1<<16),
		"companies in Han": strings.Repeat("科学院", 1<<15), "ligatures": strings.Repeat("\ufdfa", 1<<15), "Arabic": strings.Repeat("م", 1<<17), "Hangul": strings.Repeat("김", 1<<16),
	} {
		s := engine(t, list(t, "l", may3, named(text), named("SIDOROV, Ivan")))
		assert.NotEmpty(t, screen(t, s, Query{Name: "Ivan Sidorov", Type: Person}).Hits, what)
	}
}
