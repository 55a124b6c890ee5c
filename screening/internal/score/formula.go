package score

import "math"

// A Formula holds the numbers that make a score of a tally.
type Formula struct {
	Alpha       float64 // how much the query's coverage counts against the list's
	Lone        float64 // factor where one word of several is shared
	Single      float64 // factor where the listed name is a single word
	OtherNumber float64 // factor where both names have a number that the other has not
	Doubt       float64 // exponent added where little is shared
	Enough      float64 // how much shared evidence removes the doubt
	Usual       float64 // how much of its weight a usual name is as evidence; 0 = all of it
	Scale       float64 // exponent that brings people and things to one scale
	OtherFather float64 // factor where both names have a patronymic that the other has not; 0 = none
	OtherUsual  float64 // the same for usual names
	Fuller      float64 // factor where the listed name is two usual names, and the query's three with both of them; 0 = none
	Part        float64 // factor where the query is a part of a chain of names, and the listed name more of it; 0 = none
}

// The numbers were fitted together with those of the matcher, on the same names.
// Those of version 1 compute what was explained by it; version 3 has those of version 2,
// which knew of no chains.
var (
	people  = Formula{Alpha: .515, Lone: .967, Single: .8, OtherNumber: .6, Doubt: 4, Enough: .378, Usual: .3, Scale: .285, OtherFather: .88, OtherUsual: .94, Fuller: .94, Part: .94}
	people1 = Formula{Alpha: .45, Lone: 1, Single: .92, OtherNumber: .6, Doubt: 2.7, Enough: .575, Scale: .35}
	things  = Formula{Alpha: .55, Lone: .82, Single: 1, OtherNumber: .6, Doubt: 1.75, Enough: .7, Scale: .52}
)

// People returns the formula for names of people. It must not be changed.
func People() *Formula { return &people }

// PeopleOf returns the formula that a version of the rules had for names of people.
func PeopleOf(version string) *Formula {
	if version == "1" {
		return &people1
	}
	return &people
}

// Things returns the formula for names of companies, vessels and aircraft. It
// must not be changed.
func Things() *Formula { return &things }

func (f *Formula) usual() float64 {
	if f.Usual == 0 {
		return 1
	}
	return f.Usual
}

// Covered returns the mean coverage below which no name reaches a score.
func (f *Formula) Covered(score int32) float64 { return math.Pow(Fraction(score), 1/f.Scale) }

// Score is 1 where every word found its equal. Otherwise it is the weighted
// geometric mean of how much of the query and how much of the listed name was
// covered, less where a single word is shared or numbers differ.
func (f *Formula) Score(t *Tally) int32 { return f.ScoreFrom(t, 0) }

// ScoreFrom is Score, except that it may be 0 where the mean coverage is below
// least.
func (f *Formula) ScoreFrom(t *Tally, least float64) int32 {
	if t.Query == 0 || t.List == 0 || t.QueryMatched == 0 {
		return 0
	}
	q := float64(t.QueryMatched) / float64(t.Query) / Unit
	l := float64(t.ListMatched) / float64(t.List) / Unit
	if f.Alpha*q+(1-f.Alpha)*l < least {
		return 0 // the geometric mean is not higher
	}
	exponent := f.Scale * (1 + f.Doubt*math.Exp(-(float64(t.Evidence)-(1-f.usual())*float64(t.Usual))/(Unit*Unit*f.Enough)))
	s := math.Exp(exponent * (f.Alpha*math.Log(q) + (1-f.Alpha)*math.Log(l)))
	if t.Lone() {
		s *= f.Lone
	}
	if t.Single() {
		s *= f.Single
	}
	if t.OtherNumber() {
		s *= f.OtherNumber
	}
	if f.OtherFather > 0 && t.OtherFather() {
		s *= f.OtherFather
	}
	if f.OtherUsual > 0 && t.OtherUsual() {
		s *= f.OtherUsual
	}
	if f.Fuller > 0 && t.Fuller() {
		s *= f.Fuller
	}
	if f.Part > 0 && t.Part() {
		s *= f.Part
	}
	return min(Units(s), Unit)
}
