package screening

import (
	"fmt"
	"strings"

	"github.com/bonafide-go/bonafide/screening/internal/score"
)

// EngineVersion is the version of the scoring rules. An explanation of a
// version computes to the same score in every release that carries it.
const EngineVersion = "3"

// A Rule says why two words were taken for the same.
type Rule string

// The rules, strictest first.
const (
	RuleExact     Rule = "exact"      // the same letters, whatever case and accents
	RuleFold      Rule = "fold"       // the same sounds, spelt differently
	RuleNickname  Rule = "nickname"   // two forms of one given name
	RuleLegalForm Rule = "legal_form" // two ways to write one legal form or common company word
	RuleJoin      Rule = "join"       // two words on one side are one on the other
	RuleSkeleton  Rule = "skeleton"   // the same consonants, other vowels
	RuleEdit      Rule = "edit"       // few sounds differ
	RuleInitial   Rule = "initial"    // a letter that stands for a name
	RuleScript    Rule = "script"     // the same name in another script
	RuleInitials  Rule = "initials"   // one name is the initials of the other's words
)

// A WordKind says how much a word can tell about a name.
type WordKind string

// The kinds of words.
const (
	NameWord         WordKind = "name"
	UsualWord        WordKind = "usual_name"         // a name that very many people of its culture bear: it tells little
	ChainedWord      WordKind = "chained_name"       // one of those that Arabic names are chains of: one's own, the father's, his father's
	UsualChainedWord WordKind = "usual_chained_name" // both
	ParticleWord     WordKind = "particle"           // an article or preposition: al, bin, de, van
	HonorificWord    WordKind = "honorific"          // a title or suffix: dr, haji, jr
	InitialWord      WordKind = "initial"            // a single letter
	PatronymicWord   WordKind = "patronymic"         // a name made of the father's
	NumberWord       WordKind = "number"             // digits
	LegalFormWord    WordKind = "legal_form"         // llc, gmbh, joint stock company
	CommonWord       WordKind = "common"             // a word that very many companies bear
)

// role says what a word of this kind counts as in the score.
func (k WordKind) role() score.Role {
	switch k {
	case NameWord:
		return score.Name
	case UsualWord:
		return score.Usual
	case ChainedWord:
		return score.Chained
	case UsualChainedWord:
		return score.UsualChained
	case NumberWord:
		return score.Number
	case PatronymicWord:
		return score.Father
	}
	return score.Other
}

// A Pair is a word of the query with the word of the listed name that it was
// aligned to.
type Pair struct {
	Query       string   `json:"query"`
	List        string   `json:"list"`
	Rule        Rule     `json:"rule"`
	Similarity  float64  `json:"similarity"`   // 0 to 1
	QueryKind   WordKind `json:"query_kind"`   // what kind of word the query's is
	ListKind    WordKind `json:"list_kind"`    // what kind of word the listed one is
	QueryWeight float64  `json:"query_weight"` // how much the word tells about the query's name
	ListWeight  float64  `json:"list_weight"`  // how much it tells about the listed name
}

// A Word is a word that found no partner.
type Word struct {
	Text   string   `json:"text"`
	Kind   WordKind `json:"kind"`
	Weight float64  `json:"weight"`
}

// An Adjustment moves the score for a reason other than the name. There is one
// for each fact that both sides know; what one side lacks changes nothing.
type Adjustment struct {
	Fact   string  `json:"fact"`           // FactBirthDate and so on
	Rule   string  `json:"rule"`           // such as "same_day", "other_year"
	Query  string  `json:"query,omitzero"` // what the query says; an identifier that is not [Identifier.Public] is masked
	List   string  `json:"list,omitzero"`  // what the list says; likewise
	Effect float64 `json:"effect"`         // -1 to 1: the part of the score it takes away, or of the gap to 1 it closes
}

// The facts of adjustments.
const (
	FactBirthDate  = "birth_date"
	FactCountry    = "country"
	FactGender     = "gender"
	FactIdentifier = "identifier"
	FactType       = "type"      // the listed one is of another type
	FactThreshold  = "threshold" // no fact: the threshold is above the name's score; see [Hit.Discounted]
)

// An Explanation tells how a score came about: everything that is needed to
// compute it again. It holds the subject's name, and belongs where that may be.
type Explanation struct {
	Engine      string       `json:"engine"` // EngineVersion of the rules that made it
	List        string       `json:"list"`
	Edition     string       `json:"edition"`
	ListHash    string       `json:"list_hash"` // [ListRun.Hash] of the edition; [Record.Apply] fills it where an engine does not
	EntryID     string       `json:"entry_id"`
	EntryHash   string       `json:"entry_hash"`
	Query       string       `json:"query"`            // the query's name that matched best
	ReadAs      string       `json:"read_as,omitzero"` // how the query's name was read, where not as it stands: PETR0VIC as petrovic
	Name        string       `json:"name"`             // the listed name that matched best
	NameKind    NameKind     `json:"name_kind"`
	Pairs       []Pair       `json:"pairs,omitzero"`
	QueryOnly   []Word       `json:"query_only,omitzero"`
	ListOnly    []Word       `json:"list_only,omitzero"`
	Rules       string       `json:"rules"` // "person" or "entity": by which rules the names were read
	Mode        Mode         `json:"mode,omitzero"`
	Whole       float64      `json:"whole,omitzero"` // similarity of the whole names, in ModeOFAC only
	NameScore   float64      `json:"name_score"`     // score of the names alone
	Adjustments []Adjustment `json:"adjustments,omitzero"`
	Score       float64      `json:"score"`
}

// formula is the one of the rules by which the names were read.
func (e *Explanation) formula() *score.Formula {
	if e.Rules == string(Person) {
		return score.PeopleOf(e.Engine)
	}
	return score.Things()
}

// Compute returns the scores that follow from pairs, words and adjustments: of
// the names alone, and in all. They equal NameScore and Score of an explanation
// that nobody changed.
func (e Explanation) Compute() (name, total float64) {
	if e.Mode == ModeOFAC {
		n := score.Fraction(e.computeOFAC())
		return n, n
	}
	t := e.tally()
	n := e.formula().Score(&t)
	s := n
	for _, a := range e.Adjustments {
		s = score.Adjust(s, score.Units(a.Effect))
	}
	return score.Fraction(n), score.Fraction(s)
}

// computeOFAC is Compute for ModeOFAC.
func (e *Explanation) computeOFAC() int32 {
	var sum, parts int32
	for _, p := range e.Pairs {
		sum += score.Units(p.Similarity)
		parts++
	}
	for _, w := range e.QueryOnly {
		if w.Weight > 0 {
			parts++
		}
	}
	return score.OFAC(score.Units(e.Whole), sum, parts)
}

// tally is what the score of the names is computed from.
func (e *Explanation) tally() (t score.Tally) {
	for _, p := range e.Pairs {
		t.Pair(score.Units(p.Similarity), score.Units(p.QueryWeight), score.Units(p.ListWeight), p.QueryKind.role(), p.ListKind.role())
	}
	for _, w := range e.QueryOnly {
		t.QueryWord(score.Units(w.Weight), w.Kind.role())
	}
	for _, w := range e.ListOnly {
		t.ListWord(score.Units(w.Weight), w.Kind.role())
	}
	return t
}

// String is the explanation in words, for a compliance officer. It holds the
// subject's name: it does not belong into a log.
func (e Explanation) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%.0f%% %q is like the %s name %q of entry %s on %s (edition %s)\n",
		e.Score*100, e.Query, strings.ReplaceAll(string(e.NameKind), "_", " "), e.Name, e.EntryID, e.List, e.Edition)
	if e.ReadAs != "" {
		fmt.Fprintf(&b, "  read as %q\n", e.ReadAs)
	}
	for _, p := range e.Pairs {
		fmt.Fprintf(&b, "  %s = %s: %s, %.0f%% alike\n", p.Query, p.List, p.Rule.text(), p.Similarity*100)
	}
	for _, w := range e.QueryOnly {
		fmt.Fprintf(&b, "  %s (%s) is only in the name that was screened\n", w.Text, strings.ReplaceAll(string(w.Kind), "_", " "))
	}
	for _, w := range e.ListOnly {
		fmt.Fprintf(&b, "  %s (%s) is only in the listed name\n", w.Text, strings.ReplaceAll(string(w.Kind), "_", " "))
	}
	if e.Mode == ModeOFAC {
		fmt.Fprintf(&b, "  the whole names: %.0f%% alike\n", e.Whole*100)
	}
	e.writeFactors(&b)
	fmt.Fprintf(&b, "  the names alone: %.0f%%\n", e.NameScore*100)
	for _, a := range e.Adjustments {
		fmt.Fprintf(&b, "  %s: %s", strings.ReplaceAll(a.Fact, "_", " "), strings.ReplaceAll(a.Rule, "_", " "))
		if a.Query != "" || a.List != "" {
			fmt.Fprintf(&b, " (screened %s, listed %s)", a.Query, a.List)
		}
		fmt.Fprintf(&b, ", %+.0f%%\n", a.Effect*100)
	}
	return b.String()
}

// writeFactors tells what lowers the score of the names as a whole.
func (e *Explanation) writeFactors(b *strings.Builder) {
	if e.Mode == ModeOFAC {
		return
	}
	t, f := e.tally(), e.formula()
	for _, c := range [...]struct {
		holds  bool
		factor float64
		text   string
	}{
		{t.Lone(), f.Lone, "one word of several is shared"},
		{t.Single(), f.Single, "the listed name is a single word"},
		{t.OtherNumber(), f.OtherNumber, "the numbers differ"},
		{f.OtherFather > 0 && t.OtherFather(), f.OtherFather, "each has a patronymic that the other has not"},
		{f.OtherUsual > 0 && t.OtherUsual(), f.OtherUsual, "each has a usual name that the other has not"},
		{f.Fuller > 0 && t.Fuller(), f.Fuller, "the listed name is two usual names, and the screened one has a third"},
	} {
		if c.holds && c.factor < 1 {
			fmt.Fprintf(b, "  %s: %+.0f%%\n", c.text, (c.factor-1)*100)
		}
	}
}

// text tells the rule in words.
func (r Rule) text() string {
	switch r {
	case RuleExact:
		return "same word"
	case RuleFold:
		return "same sound"
	case RuleNickname:
		return "form of the same given name"
	case RuleLegalForm:
		return "same company word"
	case RuleJoin:
		return "same letters, divided differently"
	case RuleSkeleton:
		return "same consonants"
	case RuleEdit:
		return "few letters differ"
	case RuleInitial:
		return "initial"
	case RuleScript:
		return "same name in another script"
	case RuleInitials:
		return "the initials of the words"
	}
	return ""
}
