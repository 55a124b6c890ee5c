package match

import "strconv"

// company is what a reader finds out about the name of a company.
type company struct {
	numbers []wordNumbers // of the words of forms that the words may be
	part    []uint8       // the form that a word is part of, from 1
	forms   []*form
	tail    int // the first of the legal forms that end the name
	sound   []byte
}

// classifyCompany gives the words of a company's name their class, and makes one
// word of what belongs together.
func (r *reader) classifyCompany(read []wordSpan) {
	r.findForms()
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
		if read[i].loose == full {
			if n, value := r.number(read[i:]); n > 0 {
				r.keep(strconv.Itoa(value), number)
				i += n - 1
				continue
			}
		}
		r.classifyWord(read[i], i+1 < len(read))
	}
}

// wordsOf returns the words of a text, read as those of a company's name.
func (r *reader) wordsOf(text string) (words []string) {
	r.split(text, things)
	for _, w := range r.words {
		words = append(words, string(r.text(w)))
	}
	return words
}
