package match

import (
	"math/bits"
	"strings"
	"sync"
)

var readers = sync.Pool{New: func() any { return new(reader) }}

// gathered returns the name of a company with the words of every form one beside the
// other, behind the other words, or "" where no form is torn apart: "Stock Rublev Joint
// Bank" is "rublev bank joint stock". Lists write forms as the law does, clerks
// and sorted registers do not.
func gathered(name string) string {
	if strings.Count(name, " ") < 2 {
		return ""
	}
	r := readers.Get().(*reader)
	defer readers.Put(r)
	r.split(name, things)
	for _, w := range r.words {
		if w.loose != full {
			return "" // what it is read as is not what it says
		}
	}
	r.lookUp(companyForms())
	order, torn := r.gather()
	if !torn {
		return ""
	}
	words := make([]string, len(order))
	for i, n := range order {
		words[i] = string(r.text(r.words[n]))
	}
	return strings.Join(words, " ")
}

// gather returns the order of words in which every form stands together, those of most
// words first, and whether one does not stand so already.
func (r *reader) gather() (order []int, torn bool) {
	var behind []int
	for range mostForms {
		words := r.wholly()
		if len(words) == 0 {
			break
		}
		for k, i := range words {
			torn = torn || k > 0 && i != words[k-1]+1
			r.part[i] = 1
		}
		behind = append(behind, words...)
	}
	if !torn {
		return nil, false
	}
	for i, p := range r.part {
		if p == 0 {
			order = append(order, i)
		}
	}
	return append(order, behind...), true
}

// wholly returns the words of the form of most words that the name holds, wherever they
// stand, in the form's order. Two words that are legal forms each by itself, Company and
// Limited, need not stand together.
func (r *reader) wholly() (best []int) {
	t := companyForms()
	for i := range r.words {
		for _, n := range r.numbers[i] {
			for _, h := range t.heads[n] {
				f := &t.forms[h.form]
				if len(f.words) <= len(best) {
					continue
				}
				if words := r.anywhere(f); len(words) > len(best) && (len(words) > 2 || r.tells(words)) {
					best = words
				}
			}
		}
	}
	return best
}

// anywhere returns the words that are those of a form, in its order, or none.
func (r *reader) anywhere(f *form) (words []int) {
	taken := uint64(0)
	for k, n := range f.words {
		i := 0
		for i < len(r.words) && (taken>>i&1 == 1 || !r.is(i, n)) {
			i++
		}
		switch {
		case i < len(r.words):
			words, taken = append(words, i), taken|1<<i
		case f.strict || f.long>>k&1 == 1:
			return nil
		}
	}
	if bits.OnesCount64(taken) < 2 {
		return nil
	}
	return words
}

// tells reports whether one of the words says more than a legal form does.
func (r *reader) tells(words []int) bool {
	for _, i := range words {
		if t := r.text(r.words[i]); len(t) > 1 && !legalWords().has(t) && !particles().has(t) && !stopWords().has(t) {
			return true
		}
	}
	return false
}
