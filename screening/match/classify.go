package match

import (
	"bytes"
	"sync"
)

// classify gives every word its class, and makes one word of what belongs
// together.
func (r *reader) classify() {
	read := r.words
	r.kept = r.kept[:0]
	if r.sphere == things {
		r.classifyCompany(read)
	} else {
		for i, w := range read {
			r.classifyWord(w, i+1 < len(read))
		}
	}
	r.words, r.kept = r.kept, read
}

// classifyWord keeps a word with its class, or as the several words that it is.
// more reports whether another word follows.
func (r *reader) classifyWord(w wordSpan, more bool) {
	t, person := r.text(w), r.sphere == people
	switch {
	case w.loose != full || w.syllable && person:
	case allDigits(t):
		w.class = number
		for len(t) > 1 && t[0] == '0' { // 007 is 7
			w.start++
			t = t[1:]
		}
	case !person && isMark(t):
		w.class = number
	case person && honorifics().has(t):
		w.class = honorific
	case particles().has(t) || !person && stopWords().has(t):
		w.class = particle
	case len(t) == 1:
		w.class = initial
	case !person && legalWords().has(t):
		w.class = legalForm
	case !person && companyGroups().has(t):
		w.class = common
	case person:
		r.people(w, more)
		return
	case w.loose == full && !w.syllable && r.compound(w, allahEndings[:]):
		return
	case w.aside && len(r.kept) > 0:
		w.class = common // what stands in brackets is a remark rather than the name
	}
	r.kept = append(r.kept, w)
}

// people adds a word of a person's name, divided where it is also written as
// several: Abdulrahman is abd and rahman, Saifuddin is saif and din, Atiqullah
// is atiq and allah.
func (r *reader) people(w wordSpan, more bool) {
	t := r.text(w)
	if more && len(t) <= 6 && len(t) >= 5 && string(t[:3]) == "abd" && isVowel(t[3]) {
		w.end, w.class = w.start+3, particle // Abdul, Abdel, Abdur, in front of a name
		r.kept = append(r.kept, w)
		return
	}
	if head, ok := servant(t); ok {
		first := w
		first.end, first.class = w.start+3, particle
		r.kept = append(r.kept, first)
		w.start += uint16(head)
	}
	if !r.compound(w, dinEndings[:]) && !r.compound(w, allahEndings[:]) {
		r.kept = append(r.kept, w)
	}
}

// compound adds a word with one of the endings as two, or reports false.
func (r *reader) compound(w wordSpan, endings []compound) bool {
	t := r.text(w)
	for _, c := range endings {
		if n := len(t) - len(c.tail); n >= 3 && string(t[n:]) == c.tail {
			w.end = w.start + uint16(n)
			if string(t[:n]) == "abd" {
				w.class = particle
			}
			r.kept = append(r.kept, w)
			r.keep(c.word, nameWord)
			return true
		}
	}
	return false
}

// A compound is an ending of names that is also written as a word of its own.
type compound struct{ tail, word string }

// dinEndings and allahEndings are those of people; the latter those of parties
// as well: Hizballah is hizb and allah.
var (
	dinEndings = [...]compound{
		{"uddin", "din"}, {"eddin", "din"}, {"addin", "din"}, {"iddin", "din"}, {"oddin", "din"}, {"eddine", "din"}, {"uddeen", "din"},
	}
	allahEndings = [...]compound{{"ullah", "allah"}, {"ollah", "allah"}, {"allah", "allah"}, {"oullah", "allah"}}
)

// servant reports where the second part of a name such as Abdulrahman begins:
// behind the article, or behind what it became before n, r, s and others.
// Abdullah is a name of its own.
func servant(t []byte) (int, bool) {
	if len(t) < 8 || string(t[:3]) != "abd" || !isVowel(t[3]) {
		return 0, false
	}
	rest := t[5:]
	if string(rest[:2]) == "la" && (len(rest) <= 3 || rest[2] == 'h') {
		return 0, false
	}
	if t[4] == 'l' || t[4] == t[5] {
		return 5, true
	}
	var buf [maxSound]byte
	return 4, bytes.IndexByte([]byte("dnrstz"), t[4]) >= 0 && known().of(nil, appendSound(buf[:0], t[4:]), full) != 0 // Abdirahman
}

// findPatronymics classes the patronymics of a name, which stand behind the
// given name, in names of three words or more.
func (r *reader) findPatronymics() {
	r.endsInTitle()
	names := 0
	for i := range r.words {
		w := &r.words[i]
		if w.class != nameWord || w.loose != full {
			continue
		}
		names++
		if names > 1 && len(r.words) > 2 && !w.family && isPatronymic(r.text(*w)) {
			w.class = patronymic
		}
	}
}

// endsInTitle takes a title for the name that it is where it ends a name: Nadia Sheikh,
// Khaled al-Sayed.
func (r *reader) endsInTitle() {
	n := len(r.words)
	if n < 2 {
		return
	}
	if w := &r.words[n-1]; (w.class == honorific || w.class == particle) && titleNames().has(r.text(*w)) {
		w.class = nameWord
	}
}

// titleNames are titles that are names as well.
var titleNames = sync.OnceValue(func() wordSet {
	return newWordSet("sayyid sayed syed seyed seyyed sayyed sayed sayid sheikh shaykh sheik shaikh haji hajji hajj haj emir amir mirza malik agha beg born")
})

func isPatronymic(t []byte) bool {
	if len(t) < 6 {
		return false
	}
	for _, tail := range [...]string{
		"ovich", "evich", "ovych", "evych", "ovitch", "evitch", "ovic", "evic", "ovna", "evna", "ivna", "ichna", "inichna",
		"avich", "auna", "euna", "ovitsj", "avicz", "ilyich", "ilich", "oglu", "ogly", "kyzy", "qizi",
	} {
		if len(t) > len(tail) && string(t[len(t)-len(tail):]) == tail {
			return true
		}
	}
	return false
}
