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
	counts []int             // how many forms hold a word, by number
	forms  []form
	heads  [][]uint16 // forms by the number of their rarest word
	tails  wordSet    // abbreviations that are legal forms at the end of a name
}

// companyForms are the forms that a company's name may hold.
var companyForms = sync.OnceValue(func() *formTable {
	t := &formTable{
		whole: make(map[string]uint16), stems: make(map[string][]stem), near: make(map[uint64]uint16),
		sounds: make([]string, 1), counts: make([]int, 1), tails: make(wordSet),
	}
	t.addPhrases(legalPhrases, legalForm)
	t.addPhrases(businessPhrases, common)
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

// addPhrases adds the lines of a table of phrases, each with the word that
// stands for it.
func (t *formTable) addPhrases(lines string, c class) {
	for line := range strings.Lines(lines) {
		long, short, _ := strings.Cut(strings.TrimSpace(line), " = ")
		t.add(strings.Fields(long), short, c)
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
		case len(joined) > 1 && companyGroups().group([]byte(joined)) == 0 && numberWords()[joined] == 0:
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
	own := false
	for i, w := range words {
		n := t.number(w)
		f.words = append(f.words, n)
		t.counts[n]++
		if w = strings.TrimSuffix(w, "*"); len(w) >= formWord {
			f.long |= 1 << i
			own = own || c == legalForm && len(w) > formWord && !legalWords().has([]byte(w)) && companyGroups().group([]byte(w)) == 0
		}
	}
	f.strict = !own || f.long&(f.long-1) == 0
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
		t.sounds, t.counts = append(t.sounds, ""), append(t.counts, 0)
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
	t.sounds, t.counts = append(t.sounds, sound), append(t.counts, 0)
	if len(sound) >= formTypo {
		t.near[hashKey(keySound, []byte(sound))] = next
		eachOmission(keySound, []byte(sound), func(key uint64) { t.near[key] = next })
	}
	return next
}

// findHeads finds the rarest word of every form.
func (t *formTable) findHeads() {
	t.heads = make([][]uint16, len(t.sounds))
	for i := range t.forms {
		f := &t.forms[i]
		for k, n := range f.words {
			if long := f.long == 0 || f.long>>k&1 == 1; long && (f.long>>f.head&1 == 0 && f.long != 0 || t.counts[n] < t.counts[f.words[f.head]]) {
				f.head = k
			}
		}
		n := f.words[f.head]
		t.heads[n] = append(t.heads[n], uint16(i))
	}
}

// look returns the numbers of the words that a word of a name may be: the same
// letters or sounds, one with any ending, or else one with a typo.
func (t *formTable) look(text, sound []byte) (found wordNumbers) {
	found.addIf(t.whole[string(text)])
	if len(text) >= formWord {
		found.addIf(t.whole[string(sound)])
	}
	for _, s := range t.stems[string(text[:min(len(text), stemHead)])] {
		if len(text) >= len(s.text) && string(text[:len(s.text)]) == s.text {
			found.add(s.group)
		}
	}
	if found[0] == 0 && len(sound) >= formTypo {
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

func (n *wordNumbers) addIf(number uint16) {
	if number > 0 {
		n.add(number)
	}
}
