package match

import (
	"cmp"
	"slices"

	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/internal/score"
)

// A rule is why two words are alike, as an index into ruleNames.
type rule uint8

const (
	ruleExact rule = iota
	ruleFold
	ruleNickname
	ruleLegalForm
	ruleJoin
	ruleSkeleton
	ruleEdit
	ruleInitial
	ruleInitials
	ruleScript
)

var ruleNames = [...]screening.Rule{
	ruleExact:     screening.RuleExact,
	ruleFold:      screening.RuleFold,
	ruleNickname:  screening.RuleNickname,
	ruleLegalForm: screening.RuleLegalForm,
	ruleJoin:      screening.RuleJoin,
	ruleSkeleton:  screening.RuleSkeleton,
	ruleEdit:      screening.RuleEdit,
	ruleInitial:   screening.RuleInitial,
	ruleInitials:  screening.RuleInitials,
	ruleScript:    screening.RuleScript,
}

// Similarities that do not follow from edits, in ten-thousandths.
const (
	simFold   = 9800 // the same sounds; from here on two words are the same
	simJoined = 9800 // the same letters, divided differently
	simEdit   = 9700 // the most for words whose sounds differ
	simKnown  = 8900 // two spellings of one of knownNames
	simScript = 9600 // the most for words of different scripts
)

// A likeness is a word of the vocabulary that a query word may stand for.
type likeness struct {
	word uint32
	sim  int32
	rule rule
}

// hear finds how a query word sounds, and what that tells of it.
func (s *search) hear(q *queryWord) {
	base := len(s.sounds)
	s.sounds = soundOf(s.sounds, q.text, q.loose)
	q.sound = s.sounds[base:]
	q.sign = signatureOf(q.sound)
	q.exact = s.x.sphere == things && q.loose == full && isAcronym(q.text)
	q.pinyin = s.x.sphere == people && q.loose == full && (isPinyin(q.text) || s.chinese && isChinese(q.text))
	if q.mask&(q.mask-1) == 0 {
		q.known = knownWord(s.x.sphere, q.class, q.text, q.sound, q.loose)
	}
}

// likenesses finds the words of the vocabulary that are like a query word that was
// heard, most alike first.
func (s *search) likenesses(q *queryWord) {
	q.first = int32(len(s.alike))
	s.same(q)
	switch {
	case q.class == number || q.class == initial:
	case q.mask&(q.mask-1) != 0: // two words: only the same sounds
		s.look(q, hashKey(keySound, q.sound), simFold)
	default:
		s.group(q)
		s.near(q)
	}
	q.last = int32(len(s.alike))
	found := s.alike[q.first:]
	slices.SortFunc(found, func(a, b likeness) int {
		return cmp.Or(cmp.Compare(b.sim, a.sim), cmp.Compare(a.word, b.word))
	})
}

// same finds the word itself.
func (s *search) same(q *queryWord) {
	s.round++
	key := hashKey(keyText, q.text)
	for _, it := range s.x.keys.find(key) {
		if it.tag == uint32(key) && s.x.texts[it.id] == string(q.text) {
			s.seen[it.id] = s.round
			if c := s.x.chars[it.id]; c == 0 || q.chars == 0 || c == q.chars {
				s.alike = append(s.alike, likeness{it.id, score.Unit, ruleExact})
			}
		}
	}
}

// group finds other forms of a given name, and words that say the same in the
// names of companies.
func (s *search) group(q *queryWord) {
	r := ruleNickname
	if s.x.sphere == things {
		r = ruleLegalForm
	}
	eachGroup(s.x.sphere, q.class, q.text, func(key uint64) {
		for _, it := range s.x.keys.find(key) {
			if it.tag == uint32(key) && s.seen[it.id] != s.round {
				s.seen[it.id] = s.round
				if string(s.x.sound(it.id)) == string(q.sound) {
					s.alike = append(s.alike, likeness{it.id, simFold, ruleFold})
				} else {
					s.alike = append(s.alike, likeness{it.id, s.t.group, r})
				}
			}
		}
	})
}

// near finds words of the same or nearly the same sounds or consonants.
func (s *search) near(q *queryWord) {
	look := func(key uint64) { s.look(q, key, 1) }
	if q.loose != full {
		s.skel = eachReading(s.skel, q.sound, func(coarse []byte) {
			look(hashKey(keyCoarse, coarse))
			if len(coarse) >= 4 {
				eachOmission(keyCoarse, coarse, look)
			}
		})
		look(hashKey(keyLoose, q.sound))
		return
	}
	if s.x.loose {
		s.skel = appendCoarse(s.skel[:0], q.sound, 0)
		look(hashKey(keyLoose, s.skel))
		if len(s.skel) >= 4 {
			eachOmission(keyLoose, s.skel, look)
		}
	}
	look(hashKey(keySound, q.sound))
	if len(q.sound) >= 3 {
		eachOmission(keySound, q.sound, look)
	}
	s.skel = appendSkeleton(s.skel[:0], q.sound)
	if len(s.skel) >= 2 {
		look(hashKey(keySkeleton, s.skel))
	}
	if s.x.sphere == people {
		eachWithV(q.text, func(skeleton []byte) { look(hashKey(keySkeleton, skeleton)) })
	}
}

// look takes the words under a key that are alike to some degree at least.
func (s *search) look(q *queryWord, key uint64, least int32) {
	for _, it := range s.x.keys.find(key) {
		if it.tag != uint32(key) || s.seen[it.id] == s.round {
			continue
		}
		s.seen[it.id] = s.round
		if sim, r := s.like(q, it.id); sim >= least {
			s.alike = append(s.alike, likeness{it.id, sim, r})
		}
	}
}

// like compares a query word with a word of the vocabulary by their sounds.
func (s *search) like(q *queryWord, w uint32) (int32, rule) {
	if c := s.x.chars[w]; c != 0 && q.chars != 0 {
		if c == q.chars {
			return simFold, ruleFold
		}
		return 0, 0 // in one script, but other characters
	}
	sound, loose := s.x.sound(w), s.x.loosely[w]
	if k := s.x.known[w]; k != 0 && q.known != 0 {
		switch {
		case k/knownFamily != q.known/knownFamily:
			return 0, 0 // two names that many people bear, however alike they sound
		case k != q.known:
		case loose == q.loose && string(sound) == string(q.sound):
			return simKnown, ruleFold
		case loose != q.loose:
			return simScript - 100, ruleScript
		default:
			return simKnown, ruleNickname
		}
	}
	if q.class == patronymic && s.x.classes[w] == patronymic && q.loose == full && loose == full {
		return s.likeFathers(q.sound, sound)
	}
	if s.x.sphere == things && q.loose == full && loose == full && (q.exact || isAcronym([]byte(s.x.texts[w]))) {
		return 0, 0 // only the same letters are the same
	}
	if q.loose == full && loose == full && s.t.most(max(len(q.sound), len(sound)), q.sign.apart(s.x.signs[w])) == 0 {
		return 0, 0
	}
	if q.pinyin && loose == full && (isPinyin([]byte(s.x.texts[w])) || s.chinese && isChinese([]byte(s.x.texts[w]))) {
		korean := !s.chinese && koreanSyllable().has(q.text) && koreanSyllable().has([]byte(s.x.texts[w]))
		return s.likeSyllables(q.sound, sound, korean)
	}
	sim, r := s.likeSounds(q.sound, sound, q.loose, loose)
	if q.known != 0 && q.loose == abjad && !s.x.queries && s.x.known[w] == 0 { // a book is searched for all that may be alike
		sim = fade(sim, simKnown)
	}
	if s.x.sphere == people && q.loose == full && loose == full && sim < simFold {
		if !mayBeOneWord(q.class, s.x.classes[w], q.text, s.x.texts[w]) {
			return 0, 0
		}
		if q.named && s.x.named[w] && sim < simKnown {
			return 0, 0 // each is a name of its own, and spelled as it is
		}
		if q.bearers != few {
			return fade(sim, spelledName), r
		}
		sim = fade(sim, otherName)
	}
	return sim, r
}

// mayBeOneWord reports whether words of two classes may be one word: an article is no
// name, however short the name, and a title only where it is a name as well.
func mayBeOneWord(a, b class, query []byte, listed string) bool {
	if (a == particle) != (b == particle) {
		return false
	}
	return (a == honorific) == (b == honorific) || titleNames().has(query) || titleNames().has([]byte(listed))
}

// Similarities below which two words are rather another name each: sooner where the
// customer's is a name that very many bear, which is spelled as it is.
const (
	otherName   = 6000
	spelledName = 8000
)

// fade lowers similarities below a bound, the more the lower they are: what is less
// alike is another name rather than the same.
func fade(sim, below int32) int32 {
	if sim >= below {
		return sim
	}
	return int32(int64(sim) * int64(sim) / int64(below))
}

// likeFathers compares two patronymics by the names that they are made of: their
// endings are alike anyhow.
func (s *search) likeFathers(a, b []byte) (int32, rule) {
	const ending = 3 // sounds: ich, vna
	if len(a) <= ending || len(b) <= ending {
		return 0, 0
	}
	n := max(len(a), len(b)) - ending
	limit := s.t.limit(n + ending)
	cost := soundCost(a, b, limit)
	switch {
	case cost > limit:
		return 0, 0
	case cost == 0:
		return simFold, ruleFold
	}
	if sim := s.t.similarity(cost, n); sim >= otherFather {
		return min(sim, simEdit), ruleEdit
	}
	return 0, 0
}

// otherFather is the similarity below which patronymics are of two fathers.
const otherFather = 1500

// likeSyllables compares two syllables of Mandarin, or of Korean, whose consonants
// are spelled in many ways. There are so few that most have one beside them: what
// differs a little is another name.
func (s *search) likeSyllables(a, b []byte, korean bool) (int32, rule) {
	limit := s.t.limit(max(len(a), len(b))) / syllableCost
	cost := soundCost(a, b, limit)
	if korean {
		cost = min(cost, looseCost(a, b, syllabic, limit), looseCost(b, a, syllabic, limit))
	}
	switch {
	case cost > limit:
		return 0, 0
	case cost == 0:
		return simFold, ruleFold
	}
	return min(s.t.similarity(cost*syllableCost, max(len(a), len(b))), simEdit), ruleEdit
}

const syllableCost = 4 // times what sounds differ by, of two syllables

// isAcronym reports whether a word of a company's name can only be said letter
// by letter.
func isAcronym(t []byte) bool {
	if len(t) < 2 || len(t) > 4 {
		return false
	}
	for _, c := range t {
		if isVowel(c) || c == 'y' {
			return false
		}
	}
	return true
}

// likeSounds compares sounds, of loose words or not.
func (s *search) likeSounds(a, b []byte, looseA, looseB looseness) (int32, rule) {
	if (looseA == full) != (looseB == full) {
		if looseA == full {
			a, b, looseA = b, a, looseB
		}
		limit := s.t.limit(len(b))
		cost := looseCost(a, b, looseA, limit)
		if cost > limit {
			return 0, 0
		}
		n := len(b)
		if looseA == abjad { // few consonants tell little
			cost, n = cost*3/2, max(len(a), 2)
		}
		return min(s.t.similarity(cost, n), simScript), ruleScript
	}
	n := max(len(a), len(b))
	limit := s.t.limit(n)
	cost := soundCost(a, b, limit)
	switch {
	case cost > limit:
		return 0, 0
	case cost == 0:
		return simFold, ruleFold
	}
	if s.x.sphere == people && otherGender(a, b) {
		cost += s.t.gender
	}
	r := ruleEdit
	s.tmp = appendSkeleton(s.tmp[:0], a)
	k := len(s.tmp)
	s.tmp = appendSkeleton(s.tmp, b)
	if string(s.tmp[:k]) == string(s.tmp[k:]) {
		r = ruleSkeleton
	}
	return min(s.t.similarity(cost, n), simEdit), r
}

// otherGender reports whether two names differ by an ending that makes a
// woman's of a man's: Mario and Maria, Karim and Karima.
func otherGender(a, b []byte) bool {
	if len(a) < len(b) {
		a, b = b, a
	}
	n := len(b)
	switch {
	case n < 3:
		return false
	case len(a) == n+1:
		return a[n] == 'a' && !isVowel(b[n-1]) && string(a[:n]) == string(b)
	case len(a) == n:
		x, y := a[n-1], b[n-1]
		return (x == 'a' && y == 'o' || x == 'o' && y == 'a') && string(a[:n-1]) == string(b[:n-1])
	}
	return false
}
