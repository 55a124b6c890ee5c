package screening

import (
	"fmt"
	"strings"
)

// EngineVersion is the version of the scoring rules. An explanation of a
// version computes to the same score in every release that carries it.
const EngineVersion = "1"

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
)

// A WordKind says how much a word can tell about a name.
type WordKind string

// The kinds of words.
const (
	NameWord       WordKind = "name"
	ParticleWord   WordKind = "particle"   // an article or preposition: al, bin, de, van
	HonorificWord  WordKind = "honorific"  // a title or suffix: dr, haji, jr
	InitialWord    WordKind = "initial"    // a single letter
	PatronymicWord WordKind = "patronymic" // a name made of the father's
	NumberWord     WordKind = "number"     // digits
	LegalFormWord  WordKind = "legal_form" // llc, gmbh, joint stock company
	CommonWord     WordKind = "common"     // a word that very many companies bear
)

var wordKinds = [...]WordKind{
	nameWord: NameWord, particle: ParticleWord, honorific: HonorificWord, initial: InitialWord, patronymic: PatronymicWord,
	number: NumberWord, legalForm: LegalFormWord, common: CommonWord,
}

func (k WordKind) class() class {
	for c, kind := range wordKinds {
		if kind == k {
			return class(c)
		}
	}
	return nameWord
}

// A Pair is a word of the query with the word of the listed name that it was
// aligned to.
type Pair struct {
	Query       string   `json:"query"`
	List        string   `json:"list"`
	Rule        Rule     `json:"rule"`
	Similarity  float64  `json:"similarity"`   // 0 to 1
	QueryKind   WordKind `json:"query_kind"`   //
	ListKind    WordKind `json:"list_kind"`    //
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
	Query  string  `json:"query,omitzero"` // what the query says; an identifier is masked
	List   string  `json:"list,omitzero"`  // what the list says; an identifier is masked
	Effect float64 `json:"effect"`         // -1 to 1: the part of the score it takes away, or of the gap to 1 it closes
}

// The facts of adjustments.
const (
	FactBirthDate  = "birth_date"
	FactCountry    = "country"
	FactGender     = "gender"
	FactIdentifier = "identifier"
)

// An Explanation tells how a score came about: everything that is needed to
// compute it again. It holds the subject's name, and belongs where that may be.
type Explanation struct {
	Engine      string       `json:"engine"` // EngineVersion of the rules that made it
	List        string       `json:"list"`
	Edition     string       `json:"edition"`
	ListHash    string       `json:"list_hash"`
	EntryID     string       `json:"entry_id"`
	EntryHash   string       `json:"entry_hash"`
	Query       string       `json:"query"` // the query's name that matched best
	Name        string       `json:"name"`  // the listed name that matched best
	NameKind    NameKind     `json:"name_kind"`
	Pairs       []Pair       `json:"pairs,omitzero"`
	QueryOnly   []Word       `json:"query_only,omitzero"`
	ListOnly    []Word       `json:"list_only,omitzero"`
	Rules       string       `json:"rules"` // "person" or "entity": by which rules the names were read
	Mode        Mode         `json:"mode,omitzero"`
	Whole       float64      `json:"whole,omitzero"` // in ModeOFAC: similarity of the whole names
	NameScore   float64      `json:"name_score"`     // of the names alone
	Adjustments []Adjustment `json:"adjustments,omitzero"`
	Score       float64      `json:"score"`
}

func (e *Explanation) sphere() sphere { return sphereOf(EntityType(e.Rules)) }

// Compute returns the scores that follow from pairs, words and adjustments: of
// the names alone, and in all. They equal NameScore and Score of an explanation
// that nobody changed.
func (e Explanation) Compute() (name, score float64) {
	if e.Mode == ModeOFAC {
		n := fraction(e.computeOFAC())
		return n, n
	}
	t := e.tally()
	n := t.score(tunings[e.sphere()])
	s := n
	for _, a := range e.Adjustments {
		s = adjust(s, units(a.Effect))
	}
	return fraction(n), fraction(s)
}

// tally is what the score of the names is computed from.
func (e *Explanation) tally() (t tally) {
	for _, p := range e.Pairs {
		t.pair(units(p.Similarity), units(p.QueryWeight), units(p.ListWeight), p.QueryKind.class(), p.ListKind.class())
	}
	for _, w := range e.QueryOnly {
		t.queryWord(units(w.Weight), w.Kind.class())
	}
	for _, w := range e.ListOnly {
		t.listWord(units(w.Weight), w.Kind.class())
	}
	return t
}

// String is the explanation in words, for a compliance officer. It holds the
// subject's name: it does not belong into a log.
func (e Explanation) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%.0f%% %q is like the %s name %q of entry %s on %s (edition %s)\n",
		e.Score*100, e.Query, strings.ReplaceAll(string(e.NameKind), "_", " "), e.Name, e.EntryID, e.List, e.Edition)
	for _, p := range e.Pairs {
		fmt.Fprintf(&b, "  %s = %s: %s, %.0f%% alike\n", p.Query, p.List, ruleTexts[p.Rule], p.Similarity*100)
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
	t, p := e.tally(), tunings[e.sphere()]
	for _, f := range [...]struct {
		holds  bool
		factor float64
		text   string
	}{
		{t.lone(), p.lone, "one word of several is shared"},
		{t.single(), p.single, "the listed name is a single word"},
		{t.otherNumber(), p.otherNumber, "the numbers differ"},
	} {
		if f.holds && f.factor < 1 {
			fmt.Fprintf(b, "  %s: %+.0f%%\n", f.text, (f.factor-1)*100)
		}
	}
}

var ruleTexts = map[Rule]string{
	RuleExact: "same word", RuleFold: "same sound", RuleNickname: "form of the same given name",
	RuleLegalForm: "same company word", RuleJoin: "same letters, divided differently",
	RuleSkeleton: "same consonants", RuleEdit: "few letters differ", RuleInitial: "initial", RuleScript: "same name in another script",
}
