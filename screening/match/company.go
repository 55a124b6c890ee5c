package match

import "strconv"

// company is what a reader finds out about the name of a company.
type company struct {
	numbers []wordNumbers // of the words of forms that the words may be
	part    []uint8       // the form that a word is part of, from 1
	forms   []*form
	tail    int // the first of the legal forms that end the name
	own     int // the word that the name's other words are abbreviated to, or -1
	sound   []byte
	bare    []wordSpan // see core
}

// classifyCompany gives the words of a company's name their class, and makes one
// word of what belongs together.
func (r *reader) classifyCompany(read []wordSpan) {
	r.findForms()
	r.findOwnInitials(read)
	told := uint(0) // the forms that were told
	for i := 0; i < len(read); i++ {
		if p := r.part[i]; p > 0 {
			if f := r.forms[p-1]; told>>p&1 == 0 {
				r.keep(f.short, f.class)
			}
			told |= 1 << p
			continue
		}
		if i >= r.tail {
			w := read[i]
			w.class = legalForm
			for r.letter(i) && i+1 < len(read) && r.letter(i+1) { // S. A. is one
				i++
				w.end = read[i].end
			}
			r.kept = append(r.kept, w)
			continue
		}
		if i == r.own {
			read[i].class = particle
			r.kept = append(r.kept, read[i])
			continue
		}
		if n := r.vesselPrefix(i); n > 0 {
			read[i].end, read[i].class = read[i+n-1].end, honorific
			r.kept = append(r.kept, read[i])
			i += n - 1
			continue
		}
		if read[i].loose == full {
			if n, value := r.number(read[i:]); n > 0 {
				if t := r.text(read[i]); value == 1 && t[0] == '1' {
					r.keep("first", common) // as it is written mostly
				} else {
					r.keep(strconv.Itoa(value), number)
				}
				i += n - 1
				continue
			}
		}
		r.classifyWord(read[i], i+1 < len(read))
	}
}

// findOwnInitials finds the word that is the initials of the other words of the
// name, or short for them in brackets: it says nothing that they do not.
func (r *reader) findOwnInitials(read []wordSpan) {
	r.own = -1
	for i, w := range read {
		if t := r.text(w); w.loose == full && r.part[i] == 0 && i < r.tail && isInitials(t) {
			r.own = i
			own := r.abbreviates(i)
			r.eachInitials(read, func(initials []byte, _ bool) { own = own || string(initials) == string(t) })
			if own {
				return
			}
			r.own = -1
		}
	}
}

// abbreviates reports whether a word stands alone in brackets and its letters are among
// those of the other words, in order, from the first of one: (NICO) behind Naftiran
// Intertrade Co.
func (r *reader) abbreviates(i int) bool {
	w := r.words[i]
	if !w.aside || i == 0 || r.words[i-1].aside || i+1 < len(r.words) && r.words[i+1].aside {
		return false
	}
	rest := r.text(w)
	for j, other := range r.words {
		if j == i || other.loose != full {
			continue
		}
		for k, c := range r.text(other) {
			if first := len(rest) == len(r.text(w)); len(rest) > 0 && c == rest[0] && (k == 0 || !first) {
				rest = rest[1:]
			}
		}
	}
	return len(rest) == 0
}

// wordsOf returns the words of a text, read as those of a company's name.
func (r *reader) wordsOf(text string) (words []string) {
	r.split(text, things)
	for _, w := range r.words {
		words = append(words, string(r.text(w)))
	}
	return words
}

// vesselPrefix returns how many words make up the letters that stand in front of
// the name of a ship, if a name begins with them: MV, M/V, S. S.
func (r *reader) vesselPrefix(i int) int {
	if i > 0 {
		return 0
	}
	if n := r.lettersFrom(0); n == 2 && n < r.tail && vesselPrefixes().has(r.buf[r.words[0].start:r.words[1].end]) {
		return n
	}
	if r.tail > 1 && r.part[0] == 0 && vesselPrefixes().has(r.text(r.words[0])) {
		return 1
	}
	return 0
}

// lettersFrom returns how many words from word i on are single letters of no form.
func (r *reader) lettersFrom(i int) (n int) {
	for ; i+n < len(r.words) && r.letter(i+n); n++ {
	}
	return n
}
