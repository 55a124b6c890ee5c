package match

import (
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Letters of Cyrillic and Greek with the Latin ones that look the same, capital and
// small apart, as the confusables of Unicode Technical Standard 39 have them.
const (
	cyrillicLooks = "АAВBЕEЅSІIЈJКKМMНHОOРPСCТTУYХXҮYԜWԚQаaеeоoрpсcуyхxѕsіiјjһhԁdԛqԝwүyҮY"
	greekLooks    = "ΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXοoνvαaιiρpκk"
)

// looks are the look-alikes, from each script into Latin and back.
var looks = sync.OnceValue(func() (t struct{ latin, cyrillic, greek map[rune]rune }) {
	t.latin, t.cyrillic, t.greek = map[rune]rune{}, map[rune]rune{}, map[rune]rune{}
	for _, script := range [...]struct {
		pairs string
		back  map[rune]rune
	}{{cyrillicLooks, t.cyrillic}, {greekLooks, t.greek}} {
		r := []rune(script.pairs)
		for i := 0; i+1 < len(r); i += 2 {
			t.latin[r[i]] = r[i+1]
			if script.back[r[i+1]] == 0 {
				script.back[r[i+1]] = r[i]
			}
		}
	}
	return t
})

// A wordScript is which scripts the letters of a word are of, and which of them no
// other script has a look-alike of.
type wordScript struct{ latin, cyrillic, greek, onlyLatin, onlyCyrillic, onlyGreek bool }

func (w *wordScript) add(r rune) {
	t := looks()
	switch {
	case unicode.Is(unicode.Latin, r):
		w.latin = true
		w.onlyLatin = w.onlyLatin || t.cyrillic[r] == 0 && t.greek[r] == 0
	case unicode.Is(unicode.Cyrillic, r):
		w.cyrillic = true
		w.onlyCyrillic = w.onlyCyrillic || t.latin[r] == 0
	case unicode.Is(unicode.Greek, r):
		w.greek = true
		w.onlyGreek = w.onlyGreek || t.latin[r] == 0
	}
}

// mixedScripts returns a name with the letters that merely look like those of another
// script in place of them, or "" if there are none: letters of two scripts in one word,
// or a word that can be read in the script of the rest.
func mixedScripts(name string) string {
	var all wordScript
	for _, r := range name {
		all.add(r)
	}
	if !all.latin && !all.cyrillic && !all.greek || !all.cyrillic && !all.greek || !all.latin && !(all.cyrillic && all.greek) {
		return "" // of one script
	}
	name = norm.NFKD.String(name) // accents are set apart, and stay
	out := eachWord(name, func(word string) string {
		var w wordScript
		for _, r := range word {
			w.add(r)
		}
		t := looks()
		switch {
		case w.onlyCyrillic && w.latin && !w.onlyLatin:
			return mapRunes(word, t.cyrillic)
		case w.onlyGreek && w.latin && !w.onlyLatin:
			return mapRunes(word, t.greek)
		case !w.onlyCyrillic && !w.onlyGreek && (w.cyrillic || w.greek) && (w.latin || all.onlyLatin):
			return mapRunes(word, t.latin)
		case w.latin && !w.onlyLatin && !w.cyrillic && !w.greek && all.onlyCyrillic && !all.onlyLatin:
			return mapRunes(word, t.cyrillic)
		}
		return word
	})
	if out == name {
		return ""
	}
	return out
}

func mapRunes(text string, table map[rune]rune) string {
	return strings.Map(func(r rune) rune {
		if to := table[r]; to != 0 {
			return to
		}
		return r
	}, text)
}
