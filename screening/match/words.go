package match

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/internal/score"
)

// A class tells what kind of word a word is.
type class uint8

const (
	nameWord   class = iota
	particle         // an article or preposition within a name: al, bin, de, van
	honorific        // a title or suffix: dr, haji, jr
	initial          // one letter
	patronymic       // a name made of the father's: Petrovich, Petrovna
	number           // digits
	legalForm        // llc, gmbh, joint stock company
	common           // a word that very many companies bear: trading, group
)

// role says what a word of the class counts as in the score.
func (c class) role() score.Role {
	switch c {
	case nameWord:
		return score.Name
	case number:
		return score.Number
	}
	return score.Other
}

var wordKinds = [...]screening.WordKind{
	nameWord: screening.NameWord, particle: screening.ParticleWord, honorific: screening.HonorificWord, initial: screening.InitialWord, patronymic: screening.PatronymicWord,
	number: screening.NumberWord, legalForm: screening.LegalFormWord, common: screening.CommonWord,
}

// sphere says by which rules a name is read.
type sphere uint8

const (
	people sphere = iota
	things        // companies, vessels, aircraft
	spheres
)

func sphereOf(t screening.EntityType) sphere {
	if t == screening.Person {
		return people
	}
	return things
}

// rules names the sphere in explanations.
func (sp sphere) rules() screening.EntityType {
	if sp == people {
		return screening.Person
	}
	return screening.Entity
}

// maxWords bounds the words of one name; further ones are left out.
const maxWords = 16

// A wordSpan is one word of a name that was read.
type wordSpan struct {
	start, end uint16 // in reader.buf
	class      class
	family     bool // a word in front of the comma of "LAST, First"
	loose      looseness
	syllable   bool // a character of Han: never a particle
}

// A reader splits names into words. It is used again and again, so that reading
// a name allocates nothing once its buffers have grown.
type reader struct {
	sphere sphere

	buf   []byte
	words []wordSpan
	kept  []wordSpan // the other of two buffers

	foreign bool // a dot showed that characters of Han write a foreign name
	unknown bool // a letter of the name is of a script that has no table
}

func (r *reader) text(w wordSpan) []byte { return r.buf[w.start:w.end] }

// read splits a name by the rules of its sphere. The words of r are valid until
// the next call.
func (r *reader) read(name string, sp sphere) {
	r.sphere, r.foreign, r.unknown = sp, false, false
	r.buf, r.words = r.buf[:0], r.words[:0]
	name = decompose(name)
	start := 0    // of the word that is being read
	loose := full // of the script of its letters
	comma := -1   // number of words in front of the first comma
	dotted := false
	var hangul, last hangulWord // the word, and the one before
	end := func() {
		if len(r.buf) > start && len(r.words) < 4*maxWords {
			switch {
			case hangul.syllables > 0 && sp == things:
				r.addHangulCompany(start, len(r.buf))
			case hangul.syllables == 1:
				r.addKoreanSurname(start, len(r.buf))
			case loose == abjad:
				r.addLoose(start)
			default:
				r.words = append(r.words, wordSpan{start: uint16(start), end: uint16(len(r.buf)), loose: loose})
			}
			last = hangul
		}
		start, loose, dotted, hangul = len(r.buf), full, false, hangulWord{}
	}
	for i := 0; i < len(name) && len(r.buf) < 2*screening.MaxNameBytes; {
		c := name[i]
		if c < utf8.RuneSelf {
			i++
			switch asciiKind[c] {
			case letterText:
				r.buf = append(r.buf, asciiLower[c])
			case letterSkip:
			case letterDot:
				// "S.A." is one word in a company's name; "J.R." are two initials.
				if sp == things && (len(r.buf) == start+1 || dotted) && loneLetter(name[i:]) {
					dotted = true
					continue
				}
				end()
			default:
				end()
				if c == ',' && comma < 0 {
					comma = len(r.words)
				}
				if c == '&' {
					r.buf = append(r.buf, "and"...)
					end()
				}
			}
			continue
		}
		ch, size := utf8.DecodeRuneInString(name[i:])
		if isHan(ch) {
			end()
			i += r.readHan(name[i:])
			start = len(r.buf)
			continue
		}
		i += size
		ch = unicode.ToLower(ch)
		if skipped(ch) {
			continue
		}
		if s, ok := latinLetters[ch]; ok {
			r.buf = append(r.buf, s...)
			continue
		}
		if ch >= 0x1100 && ch < 0x1160 { // an initial, so a syllable, of Hangul
			if hangul.syllables++; hangul.syllables == 2 {
				hangul.second = len(r.buf)
			}
		}
		switch b, script := romanize(r.buf, start, ch); script {
		case scriptNone:
			end()
		case scriptSyllabic:
			r.buf, loose = b, max(loose, syllabic)
		case scriptAbjad:
			r.buf, loose = b, abjad
		case scriptUnknown:
			r.buf, r.unknown = b, true
		default:
			r.buf = b
		}
	}
	end()
	if sp == people && len(r.words) == 1 && (last.syllables == 2 || last.syllables == 3) {
		r.splitKorean(last.second)
	}
	if sp == people && comma > 0 && comma < len(r.words) {
		r.flip(comma)
	}
	r.classify(sp)
	if sp == people {
		r.findPatronymics()
	}
	if len(r.words) > maxWords {
		r.words = r.words[:maxWords]
	}
}

// loneLetter reports whether a text begins with a letter that no other follows.
func loneLetter(text string) bool {
	first, size := utf8.DecodeRuneInString(text)
	next, _ := utf8.DecodeRuneInString(text[size:])
	return unicode.IsLetter(first) && !unicode.IsLetter(next) && !unicode.IsDigit(next)
}

// A hangulWord is how many syllables a word of Hangul has, and where in the
// buffer the second begins.
type hangulWord struct{ syllables, second int }

// splitKorean makes a family name of one syllable, and a given name, of the only
// word of a name.
func (r *reader) splitKorean(given int) {
	w := r.words[0]
	r.words = r.words[:0]
	r.addKoreanSurname(int(w.start), given)
	r.words = append(r.words, wordSpan{start: uint16(given), end: w.end, loose: syllabic})
}

// addKoreanSurname adds a word of one syllable as the surname that it is.
func (r *reader) addKoreanSurname(start, end int) {
	w := wordSpan{start: uint16(start), end: uint16(end), loose: syllabic}
	if s := koreanSurnames[string(r.buf[start:end])]; s != "" {
		w.start = uint16(len(r.buf))
		r.buf = append(r.buf, s...)
		w.end = uint16(len(r.buf))
	}
	r.words = append(r.words, w)
}

// addLoose adds the loose word that begins at start, divided as it is in Latin
// letters: alrhmn as al and rhmn, bdallh as abd and allah.
func (r *reader) addLoose(start int) {
	add := func(from, to int) {
		if from == to {
			return
		}
		s, ok := looseWords[string(r.buf[from:to])]
		if company := abjadCompanyWords[string(r.buf[from:to])]; company != "" && r.sphere == things {
			s, ok = company, true
		}
		if ok {
			from = len(r.buf)
			r.buf = append(r.buf, s...)
			r.words = append(r.words, wordSpan{start: uint16(from), end: uint16(len(r.buf))})
			return
		}
		r.words = append(r.words, wordSpan{start: uint16(from), end: uint16(to), loose: abjad})
	}
	end := len(r.buf)
	rest := func() string { return string(r.buf[start:end]) }
	if _, ok := looseWords[rest()]; !ok {
		for _, head := range [...]string{"bdal", "abwal", "abyal", "al"} {
			if n := len(head); strings.HasPrefix(rest(), head) && end-start >= n+2 {
				if _, whole := looseWords[rest()]; whole {
					break
				}
				if n > 2 {
					add(start, start+n-2)
					start += n - 2
					if rest() == "allh" {
						break
					}
				}
				add(start, start+2)
				start += 2
				break
			}
		}
		if tail := "allh"; strings.HasSuffix(rest(), tail) && end-start >= len(tail)+2 {
			add(start, end-len(tail))
			start = end - len(tail)
		}
	}
	add(start, end)
}

// flip brings "LAST, First" into speaking order, unless only titles follow the
// comma. It marks the family name.
func (r *reader) flip(comma int) {
	names := false
	for _, w := range r.words[comma:] {
		names = names || !honorifics.has(r.text(w))
	}
	if !names {
		return
	}
	for i := range comma {
		r.words[i].family = true
	}
	family := [4 * maxWords]wordSpan{}
	n := copy(family[:], r.words[:comma])
	copy(r.words, r.words[comma:])
	copy(r.words[len(r.words)-n:], family[:n])
}

// classify gives every word its class, and makes one word of what belongs
// together.
func (r *reader) classify(sp sphere) {
	read := r.words
	r.kept = r.kept[:0]
	for i := 0; i < len(read); i++ {
		w := read[i]
		if sp == things && w.loose == full {
			if n, short := r.phrase(read[i:]); n > 0 {
				start := len(r.buf)
				r.buf = append(r.buf, short...)
				r.kept = append(r.kept, wordSpan{start: uint16(start), end: uint16(len(r.buf)), class: legalForm})
				i += n - 1
				continue
			}
			if n, value := r.number(read[i:]); n > 0 {
				start := len(r.buf)
				r.buf = strconv.AppendInt(r.buf, int64(value), 10)
				r.kept = append(r.kept, wordSpan{start: uint16(start), end: uint16(len(r.buf)), class: number})
				i += n - 1
				continue
			}
		}
		t := r.text(w)
		switch {
		case w.loose != full || w.syllable && sp == people:
		case allDigits(t):
			w.class = number
			for len(t) > 1 && t[0] == '0' { // 007 is 7
				w.start++
				t = t[1:]
			}
		case sp == people && honorifics.has(t):
			w.class = honorific
		case particles.has(t) || sp == things && stopWords.has(t):
			w.class = particle
		case len(t) == 1:
			w.class = initial
		case sp == things && legalWords.has(t):
			w.class = legalForm
		case sp == things && companyGroups().group(t) > 0:
			w.class = common
		case sp == people:
			r.people(w, i+1 < len(read))
			continue
		case w.loose == full && !w.syllable && r.compound(w, partyCompounds):
			continue
		}
		r.kept = append(r.kept, w)
	}
	r.words, r.kept = r.kept, read
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
	if !r.compound(w, compounds) {
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
			start := len(r.buf)
			r.buf = append(r.buf, c.word...)
			r.kept = append(r.kept, wordSpan{start: uint16(start), end: uint16(len(r.buf))})
			return true
		}
	}
	return false
}

// A compound is an ending of names that is also written as a word of its own.
type compound struct{ tail, word string }

// compounds are those of people; the last four those of parties as well:
// Hizballah is hizb and allah.
var compounds = []compound{
	{"uddin", "din"}, {"eddin", "din"}, {"addin", "din"}, {"iddin", "din"}, {"oddin", "din"}, {"eddine", "din"}, {"uddeen", "din"},
	{"ullah", "allah"}, {"ollah", "allah"}, {"allah", "allah"}, {"oullah", "allah"},
}

var partyCompounds = compounds[len(compounds)-4:]

// findPatronymics classes the patronymics of a name, which stand behind the
// given name, in names of three words or more.
func (r *reader) findPatronymics() {
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

func isPatronymic(t []byte) bool {
	if len(t) < 6 {
		return false
	}
	for _, tail := range [...]string{"ovich", "evich", "ovych", "evych", "ovitch", "evitch", "ovic", "evic", "ovna", "evna", "ivna", "ichna", "inichna", "avich", "auna", "euna", "ovitsj", "avicz", "ilyich", "ilich", "oglu", "ogly", "kyzy", "qizi"} {
		if len(t) > len(tail) && string(t[len(t)-len(tail):]) == tail {
			return true
		}
	}
	return false
}

// phrase returns how many words make up a legal form, and its short form.
func (r *reader) phrase(words []wordSpan) (int, string) {
	t := r.text(words[0])
	for i, p := range phrases()[string(t[:min(len(t), stemHead)])] {
		if p.matches(r, words) {
			return len(p.words), phrases()[string(t[:min(len(t), stemHead)])][i].short
		}
	}
	return 0, ""
}

// number returns how many words make up a number that is written in words,
// Roman numerals or as an ordinal, and its value.
func (r *reader) number(words []wordSpan) (int, int) {
	t := r.text(words[0])
	if t[0] >= '0' && t[0] <= '9' {
		if n, ok := ordinal(t); ok {
			return 1, n
		}
		return 0, 0
	}
	n, ok := numberWords[string(t)]
	if !ok {
		return 0, 0
	}
	if n >= 20 && n%10 == 0 && len(words) > 1 {
		if unit, ok := numberWords[string(r.text(words[1]))]; ok && unit < 10 {
			return 2, n + unit
		}
	}
	return 1, n
}

// ordinal reads 3rd, 5th, 10th, and the Russian 3ya, 5oy.
func ordinal(t []byte) (int, bool) {
	digits := 0
	for digits < len(t) && t[digits] >= '0' && t[digits] <= '9' {
		digits++
	}
	switch string(t[digits:]) {
	case "st", "nd", "rd", "th", "ya", "oy", "y", "i", "aya":
	default:
		return 0, false
	}
	n, err := strconv.Atoi(string(t[:digits]))
	return n, err == nil
}

var numberWords = map[string]int{
	"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
	"eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
	"twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
	"second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
	"ii": 2, "iii": 3, "iv": 4, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "xi": 11, "xii": 12, "xiii": 13, "xiv": 14, "xv": 15, "xvi": 16,
}

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
	return 5, t[4] == 'l' || t[4] == t[5]
}

func allDigits(t []byte) bool {
	for _, c := range t {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(t) > 0
}

// A wordSet is a set of short words.
type wordSet map[string]struct{}

func newWordSet(text string) wordSet {
	s := make(wordSet)
	for _, w := range bytes.Fields([]byte(text)) {
		s[string(w)] = struct{}{}
	}
	return s
}

func (s wordSet) has(w []byte) bool { _, ok := s[string(w)]; return ok }

var particles = newWordSet(`al el ul il ur ud as ash an ad at az ar bin ibn ben bint binti binte ould wald walad abu abou abi umm sayyid sayed syed seyed seyyed sayyed sayid saiyid seyid
	de del della di da das do dos du la le las los van von der den ter ten zu zur zum y e und et and of the i bani banu aal abd`)

var honorifics = newWordSet(`mr mrs ms miss dr prof professor eng engineer ing haji hajji hadji haj hajj alhaj sheikh shaykh sheik shaikh
	shaik cheikh mullah mulla molla mawlawi maulavi mawlavi maulvi molvi mowlawi maulawi maulana mawlana general gen colonel col brigadier brig
	major maj captain capt lt lieutenant imam qari ustad ayatollah hojjatoleslam jr sr ii iii iv don dona sir lord lady rev father`)

var stopWords = newWordSet(`for in on to by with no a und der die das fur pour des les im imeni named after na po v`)
