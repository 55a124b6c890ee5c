package match

import (
	_ "embed"
	"strings"
	"sync"
)

// The legal forms of the world with their abbreviations: GLEIF's Entity Legal
// Form code list (see NOTICE); internal/legalformgen says what the columns are.
//
//go:generate go run ../../internal/legalformgen -data ../../../shared/data -out legalforms.tsv
//go:embed legalforms.tsv
var legalFormTable string

// A formTable finds the forms that words of a name may be.
type formTable struct {
	whole  map[string]uint16 // numbers of words, by letters; of long ones also by sounds
	stems  map[string][]stem // and of those with any ending, by their first letters
	near   map[uint64]uint16 // numbers of long words, by their sounds without one of them
	sounds []string          // by number
	texts  []string          // by number
	counts []int             // how many forms hold a word, by number
	forms  []form
	heads  [][]head // forms by the number of their rarest words
	tails  wordSet  // abbreviations that are legal forms at the end of a name
}

// A head is a word of a form that the form is looked up by.
type head struct{ form, word uint16 }

// companyForms are the forms that a company's name may hold.
var companyForms = sync.OnceValue(func() *formTable {
	t := &formTable{
		whole: make(map[string]uint16), stems: make(map[string][]stem), near: make(map[uint64]uint16),
		sounds: make([]string, 1), texts: make([]string, 1), counts: make([]int, 1), tails: make(wordSet),
	}
	t.addPhrases(legalPhrases, legalForm)
	t.addPhrases(businessPhrases, common)
	t.addPhrases(placePhrases, nameWord)
	for w := range legalWords() {
		if len(w) > formTypo {
			t.add([]string{w}, w, legalForm)
		}
	}
	var r reader
	for line := range strings.Lines(legalFormTable) {
		short, rest, _ := strings.Cut(line, "\t")
		long, _, _ := strings.Cut(rest, "\t")
		t.addLegalForm(r.wordsOf(long), strings.Split(short, ";"), &r)
	}
	t.findHeads()
	return t
})

// addPhrases adds the lines of a table of phrases, each with the word that stands
// for it. Words that a bar divides do for each other, and one that may be missing
// ends with a question mark.
func (t *formTable) addPhrases(lines string, c class) {
	for line := range strings.Lines(lines) {
		long, short, _ := strings.Cut(strings.TrimSpace(line), " = ")
		t.addEachOf(nil, strings.Fields(long), short, c)
	}
}

// addEachOf adds the forms that begin with the words said and go on as the rest of a
// phrase.
func (t *formTable) addEachOf(said, rest []string, short string, c class) {
	if len(rest) == 0 {
		t.add(said, short, c)
		return
	}
	next, optional := strings.CutSuffix(rest[0], "?")
	if optional {
		t.addEachOf(said, rest[1:], short, c)
	}
	for word := range strings.SplitSeq(next, "|") {
		t.addEachOf(append(said[:len(said):len(said)], word), rest[1:], short, c)
	}
}

// addLegalForm adds a legal form of the published table.
func (t *formTable) addLegalForm(words, short []string, r *reader) {
	var one string
	for _, s := range short {
		parts := r.wordsOf(s)
		joined := strings.Join(parts, "")
		if one == "" {
			one = joined
		}
		switch {
		case len(parts) > 1:
			t.add(parts, one, legalForm)
		case len(joined) > 1 && !companyGroups().has([]byte(joined)) && numberWords()[joined] == 0:
			t.tails[joined] = struct{}{}
		}
	}
	if len(words) > 1 || len(words) == 1 && len(words[0]) > formWord {
		t.add(words, one, legalForm)
	}
}

// add adds a form, unless there is one of the same words already.
func (t *formTable) add(words []string, short string, c class) {
	f := form{short: short, class: c, strict: true}
	for i, w := range words {
		n := t.number(w)
		f.words = append(f.words, n)
		t.counts[n]++
		if w = strings.TrimSuffix(w, "*"); len(w) >= formWord {
			f.long |= 1 << i
			if c == legalForm && len(w) > formWord && !legalWords().has([]byte(w)) && !companyGroups().has([]byte(w)) {
				f.own |= 1 << i
			}
		}
	}
	f.strict = f.own == 0 || f.long&(f.long-1) == 0
	t.forms = append(t.forms, f)
}

// number returns the number of a word of a form. A word that ends with * stands
// for any ending.
func (t *formTable) number(w string) uint16 {
	next := uint16(len(t.sounds))
	if s, ok := strings.CutSuffix(w, "*"); ok {
		head := s[:min(len(s), stemHead)]
		for _, have := range t.stems[head] {
			if have.text == s {
				return have.group
			}
		}
		t.stems[head] = append(t.stems[head], stem{s, next})
		t.texts, t.sounds, t.counts = append(t.texts, ""), append(t.sounds, ""), append(t.counts, 0)
		return next
	}
	sound := string(appendSound(nil, []byte(w)))
	if n := t.whole[w]; n > 0 {
		return n
	}
	if len(w) >= formWord {
		if n := t.whole[sound]; n > 0 && t.sounds[n] == sound {
			return n
		}
		t.whole[sound] = next
	}
	t.whole[w] = next
	t.texts, t.sounds, t.counts = append(t.texts, w), append(t.sounds, sound), append(t.counts, 0)
	if len(sound) >= formTypo {
		t.near[hashKey(keySound, []byte(sound))] = next
		eachOmission(keySound, []byte(sound), func(key uint64) { t.near[key] = next })
	}
	return next
}

// findHeads has every form looked up by its rarest word, and one that may miss a
// word by its two rarest.
func (t *formTable) findHeads() {
	t.heads = make([][]head, len(t.sounds))
	for i := range t.forms {
		f := &t.forms[i]
		first := t.rarest(f, -1)
		t.addHead(i, first)
		if f.mayMiss() {
			t.addHead(i, t.rarest(f, first))
		}
	}
}

// rarest returns which of the words of a form that tell most, besides one, the
// fewest forms hold.
func (t *formTable) rarest(f *form, besides int) int {
	best := -1
	for k, n := range f.words {
		if k == besides || f.long != 0 && f.long>>k&1 == 0 {
			continue
		}
		if best < 0 || t.counts[n] < t.counts[f.words[best]] {
			best = k
		}
	}
	return best
}

func (t *formTable) addHead(form, word int) {
	n := t.forms[form].words[word]
	t.heads[n] = append(t.heads[n], head{uint16(form), uint16(word)})
}

// look returns the numbers of the words that a word of a name may be: the same
// letters or sounds, one with any ending, or else one with a typo.
func (t *formTable) look(text, sound []byte) (found wordNumbers) {
	found.add(t.whole[string(text)])
	if len(text) >= formWord {
		found.add(t.whole[string(sound)])
	}
	for _, s := range t.stems[string(text[:min(len(text), stemHead)])] {
		if len(text) >= len(s.text) && string(text[:len(s.text)]) == s.text {
			found.add(s.group)
		}
	}
	if found[0] == 0 && len(sound) >= formTypo-1 {
		slip := func(key uint64) {
			if n := t.near[key]; n > 0 && soundCost(sound, []byte(t.sounds[n]), formSlip) <= formSlip {
				found.add(n)
			}
		}
		slip(hashKey(keySound, sound))
		eachOmission(keySound, sound, slip)
	}
	return found
}

// slipped reports whether letters are those of a long word of a form with a typo.
func (t *formTable) slipped(number uint16, text []byte) bool {
	return len(t.texts[number]) >= formWord && oneEdit(text, t.texts[number])
}

// oneEdit reports whether two words differ by one letter too many, too few, or another,
// or by two that changed places.
func oneEdit(a []byte, b string) bool {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return len(a) <= 1 && len(b) <= 1 || len(a) == 2 && len(b) == 2 && a[0] == b[1] && a[1] == b[0]
}
