package match

import "math/bits"

// A form is what words of a company's name say together, a legal form or a kind
// of business, and the one word that stands for them.
type form struct {
	words []uint16 // numbers of its words in the table
	long  uint64   // bit i: word i is long; the short ones (de, mit, z) may be missing
	own   uint64   // bit i: word i says nothing but a legal form
	short string
	class class

	// Its words stand in this order, one beside the other. Other forms hold words
	// that say nothing but a legal form, and are read in any order, with a word of
	// the name among them, or with one of three words missing.
	strict bool
}

// mayMiss reports whether one of the form's words may be missing.
func (f *form) mayMiss() bool { return !f.strict && bits.OnesCount64(f.long) > 2 }

const (
	formWord   = 4 // a word of a form is long from so many letters
	formTypo   = 6 // and is read with a typo from so many sounds
	formGap    = 2 // so many words of the name may stand among those of a form
	formWindow = 14
	formSlip   = fullCost + firstCost // what the typo may cost
	mostForms  = 3                    // of one name
)

// wordNumbers are the numbers of the forms' words that a word of a name may be.
type wordNumbers [4]uint16

// add adds a number, unless it is 0 or there is no place.
func (n *wordNumbers) add(number uint16) {
	for i, have := range n {
		if have == number {
			return
		}
		if have == 0 {
			n[i] = number
			return
		}
	}
}

func (n *wordNumbers) has(number uint16) bool {
	return n[0] == number || n[1] == number || n[2] == number || n[3] == number
}

// findForms finds the forms that the words of a company's name are: word i is
// part of r.forms[r.part[i]-1], or of none.
func (r *reader) findForms() {
	t := companyForms()
	r.lookUp(t)
	for len(r.forms) < mostForms {
		best, words, most := (*form)(nil), uint64(0), 0
		for i := range r.words {
			for _, n := range r.numbers[i] {
				for _, h := range t.heads[n] {
					f := &t.forms[h.form]
					if mask, value := r.fit(f, int(h.word), i); value > most {
						best, words, most = f, mask, value
					}
				}
			}
		}
		if best == nil {
			break
		}
		r.forms = append(r.forms, best)
		for ; words != 0; words &= words - 1 {
			r.part[bits.TrailingZeros64(words)] = uint8(len(r.forms))
		}
	}
	r.findTail(t)
}

// lookUp finds the numbers of the forms' words that each word of the name may be.
func (r *reader) lookUp(t *formTable) {
	r.numbers, r.part, r.forms = r.numbers[:0], r.part[:0], r.forms[:0]
	for _, w := range r.words {
		r.sound = soundOf(r.sound[:0], r.text(w), w.loose)
		r.numbers, r.part = append(r.numbers, t.look(r.text(w), r.sound)), append(r.part, 0)
	}
}

// is reports whether word i, which is part of no form yet, may be a word of one.
func (r *reader) is(i int, number uint16) bool {
	return i >= 0 && i < len(r.part) && r.part[i] == 0 && r.numbers[i].has(number)
}

// fit returns which words are a form, of which word i is the head, and what
// speaks for it: 0 if the form is not there.
func (r *reader) fit(f *form, head, i int) (words uint64, value int) {
	if !r.is(i, f.words[head]) {
		return 0, 0
	}
	if f.strict {
		slips := 0
		for k, n := range f.words {
			j := i - head + k
			switch {
			case r.is(j, n):
			case slips == 0 && len(f.words) > 2 && r.slipped(j, n):
				slips++
			default:
				return 0, 0
			}
			words |= 1 << j
		}
		return words, 3*len(f.words) - slips
	}
	return r.fitLoosely(f, head, i)
}

// fitLoosely is fit for a form whose words stand in any order.
func (r *reader) fitLoosely(f *form, head, i int) (words uint64, value int) {
	long := bits.OnesCount64(f.long)
	words = 1 << i
	own := f.own >> head & 1
	for k, n := range f.words {
		if k == head || f.long>>k&1 == 0 {
			continue
		}
		word := r.nearest(f, n, i, words)
		if words |= word; word != 0 {
			own |= f.own >> k & 1
		}
	}
	missing := long - bits.OnesCount64(words)
	if own == 0 || missing > 1 || missing == 1 && !f.mayMiss() {
		return 0, 0 // "investment limited" is no limited partnership
	}
	first, last := bits.TrailingZeros64(words), bits.Len64(words)-1
	if missing > 0 {
		first, last = first-1, last+1
	}
	short := 0
	for j := max(first, 0); j <= last; j++ {
		for k, n := range f.words {
			if f.long>>k&1 == 0 && words>>j&1 == 0 && r.is(j, n) {
				words |= 1 << j
				short++
			}
		}
	}
	gap := bits.Len64(words) - bits.TrailingZeros64(words) - bits.OnesCount64(words)
	if gap > formGap || gap > 0 && (missing > 0 || long < 3) {
		return 0, 0
	}
	return words, 3*(long-missing) + short - 2*missing - gap
}

// slipped reports whether word i, which is part of no form yet, is a word of one
// with a typo.
func (r *reader) slipped(i int, number uint16) bool {
	return i >= 0 && i < len(r.part) && r.part[i] == 0 && companyForms().slipped(number, r.text(r.words[i]))
}

// slippedTwice reports whether word i, which is part of no form yet, is a long word of
// one with two typos.
func (r *reader) slippedTwice(i int, number uint16) bool {
	const least, most = 6, 2 * fullCost
	t := companyForms()
	if i < 0 || i >= len(r.part) || r.part[i] > 0 || len(t.sounds[number]) < least || r.words[i].loose != full {
		return false
	}
	r.sound = appendSound(r.sound[:0], r.text(r.words[i]))
	d := len(r.sound) - len(t.sounds[number])
	return len(r.sound) > least-2 && d >= -2 && d <= 2 && soundCost(r.sound, []byte(t.sounds[number]), most) <= most
}

// nearest returns the word that is a word of a form and not taken yet, nearest to
// word i, or 0.
func (r *reader) nearest(f *form, number uint16, i int, taken uint64) uint64 {
	slips := f.mayMiss()
	for d := 1; d < formWindow; d++ {
		for _, j := range [...]int{i + d, i - d} {
			if j >= 0 && taken>>j&1 == 0 && (r.is(j, number) || slips && (r.slipped(j, number) || d <= formGap && r.slippedTwice(j, number))) {
				return 1 << j
			}
		}
	}
	return 0
}

// findTail finds where the legal forms begin that end the name: r.tail is the
// first of their words. Only there the rarer abbreviations are legal forms.
func (r *reader) findTail(t *formTable) {
	r.tail = len(r.words)
	for r.tail > 1 {
		i := r.tail - 1
		if p := r.part[i]; p > 0 {
			if r.forms[p-1].class != legalForm {
				return
			}
			r.tail--
			continue
		}
		text := r.text(r.words[i])
		if n := r.letters(i); n > 1 && n <= i { // S. A., O. O.
			r.sound = r.sound[:0]
			for _, w := range r.words[i+1-n : i+1] {
				r.sound = append(r.sound, r.text(w)...)
			}
			if t.tails.has(r.sound) || legalWords().has(r.sound) {
				r.tail -= n
				continue
			}
		}
		if !t.tails.has(text) && !legalWords().has(text) && !r.misspelt(i) {
			return
		}
		r.tail--
	}
}

// misspelt reports whether a word that ends a name is one of the commonest legal forms
// with a typo, and nothing else that is known: LTA, GMBN.
func (r *reader) misspelt(i int) bool {
	w := r.words[i]
	if w.loose != full || w.end-w.start < 3 || w.end-w.start > 5 || companyGroups().has(r.text(w)) || allDigits(r.text(w)) {
		return false
	}
	for _, f := range usualForms {
		if oneEdit(r.text(w), f) {
			return true
		}
	}
	return false
}

// usualForms are the abbreviations that most companies bear.
var usualForms = [...]string{"ltd", "llc", "inc", "gmbh", "jsc", "ooo", "corp", "plc", "fze", "srl", "sarl", "eood", "pjsc", "ojsc", "fzco", "fzc"}

// letters returns how many words up to word i are single letters of no form.
func (r *reader) letters(i int) (n int) {
	for ; i >= 0 && r.letter(i); i-- {
		n++
	}
	return n
}

// letter reports whether word i is a single letter of no form.
func (r *reader) letter(i int) bool {
	return r.part[i] == 0 && r.words[i].end-r.words[i].start == 1
}
