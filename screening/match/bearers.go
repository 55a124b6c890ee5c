package match

import (
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/internal/score"
)

// bearers says what is known of the people who bear a name.
type bearers uint8

const (
	few         bearers = iota
	chained             // a name of knownNames: Arabic names are chains of them, one's own, the father's, his father's
	many                // very many people of its culture bear it
	manyChained         // both
)

// bearersOf returns what is known of those who bear a word of a person's name.
func bearersOf(c class, text, sound []byte, loose looseness, syllable bool) bearers {
	b := few
	if knownWord(people, c, text, sound, loose) != 0 {
		b = chained
	}
	if usualIn(text, sound, loose, syllable) {
		b |= many
	}
	return b
}

// roleOf says what a word of the query or of a listed name counts as, and what kind
// the explanation calls it.
func roleOf(c class, b bearers) (score.Role, screening.WordKind) {
	if c != nameWord {
		return c.role(), wordKinds[c]
	}
	return nameRoles[b], nameKinds[b]
}

var (
	nameRoles = [...]score.Role{few: score.Name, chained: score.Chained, many: score.Usual, manyChained: score.UsualChained}
	nameKinds = [...]screening.WordKind{few: screening.NameWord, chained: screening.ChainedWord, many: screening.UsualWord, manyChained: screening.UsualChainedWord}
)
