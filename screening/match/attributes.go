package match

import (
	"slices"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/internal/score"
)

// Effects of facts beyond the name, in ten-thousandths; see
// [screening.Adjustment]. One fact that speaks against a match does not bring an
// exact name below [screening.DefaultMinScore]: lists are wrong about birth dates
// too.
const (
	effectSameDay     = 5000
	effectSwappedDay  = 2500 // day and month changed places
	effectSameYear    = 1500 // the list knows no more than the year
	effectNearDay     = -300 // one part of the date differs
	effectNearYear    = -300 // a year off
	effectOtherDay    = -1000
	effectOtherYear   = -1800
	effectSameCountry = 800
	effectNoCountry   = -700
	effectOtherGender = -1200
	effectOtherType   = -2000
	effectSameID      = score.Unit
	effectShortID     = score.Unit / 2 // other registers may have given the same number
)

// adjustments compares what both sides know beyond names. id is an identifier
// that both have, or nil.
func adjustments(q *screening.Query, e *screening.Entry, id *screening.Identifier) []screening.Adjustment {
	var out []screening.Adjustment
	if id != nil {
		effect, mask := int32(effectSameID), bonafide.MaskTail(id.Value, 4)
		if !proves(id) {
			effect = effectShortID
		}
		out = append(out, screening.Adjustment{Fact: screening.FactIdentifier, Rule: "same_" + id.Kind, Query: mask, List: mask, Effect: score.Fraction(effect)})
	}
	if otherType(q, e.Type) && (id == nil || !proves(id)) {
		out = append(out, screening.Adjustment{
			Fact: screening.FactType, Rule: "other_type", Query: string(q.Type), List: string(e.Type), Effect: score.Fraction(effectOtherType),
		})
	}
	if rule, effect, b := compareBirth(q, e.BirthDates); rule != "" {
		given := q.BirthDate.String()
		if given == "" {
			given = wholeYear(q.BirthYear).String()
		}
		out = append(out, screening.Adjustment{Fact: screening.FactBirthDate, Rule: rule, Query: given, List: b.String(), Effect: score.Fraction(effect)})
	}
	if len(q.Countries) > 0 && len(e.Countries) > 0 {
		a := screening.Adjustment{
			Fact:   screening.FactCountry,
			Rule:   "other_country",
			Query:  strings.Join(q.Countries, " "),
			List:   strings.Join(e.Countries, " "),
			Effect: score.Fraction(effectNoCountry),
		}
		if slices.ContainsFunc(q.Countries, func(c string) bool { return slices.Contains(e.Countries, c) }) {
			a.Rule, a.Effect = "same_country", score.Fraction(effectSameCountry)
		}
		out = append(out, a)
	}
	if q.Gender != "" && e.Gender != "" && q.Gender != e.Gender {
		out = append(out, screening.Adjustment{
			Fact: screening.FactGender, Rule: "other_gender", Query: q.Gender, List: e.Gender, Effect: score.Fraction(effectOtherGender),
		})
	}
	return out
}

// lift is the part of the gap to 1 that the query's facts can close at most.
// Identifiers are looked up on their own.
func lift(q *screening.Query) int32 {
	lift := int32(0)
	if !q.BirthDate.IsZero() || q.BirthYear != 0 {
		lift = effectSameDay
	}
	if len(q.Countries) > 0 {
		lift += effectSameCountry
	}
	return lift
}

// compareBirth compares the query's birth with the one of the list's dates that
// speaks most for a match.
func compareBirth(q *screening.Query, dates []screening.BirthDate) (rule string, effect int32, best screening.BirthDate) {
	if q.BirthDate.IsZero() && q.BirthYear == 0 {
		return "", 0, screening.BirthDate{}
	}
	for _, b := range dates {
		r, x := birthRule(q, b)
		if rule == "" || x > effect {
			rule, effect, best = r, x, b
		}
	}
	return rule, effect, best
}

func birthRule(q *screening.Query, b screening.BirthDate) (string, int32) {
	d := q.BirthDate
	year := d.Year
	if d.IsZero() {
		year = q.BirthYear
	}
	if !d.IsZero() && b.Exact() {
		return dayRule(d, b.From)
	}
	slack := 0
	if b.Circa {
		slack = 2
	}
	switch from, to := b.From.Year-slack, b.To.Year+slack; {
	case year >= from && year <= to:
		return "same_year", effectSameYear
	case year >= from-1 && year <= to+1:
		return "near_year", effectNearYear
	}
	return "other_year", effectOtherYear
}

// dayRule compares two full dates.
func dayRule(d, o bonafide.Date) (string, int32) {
	same := 0
	for _, equal := range [...]bool{d.Year == o.Year, d.Month == o.Month, d.Day == o.Day} {
		if equal {
			same++
		}
	}
	switch {
	case same == 3:
		return "same_day", effectSameDay
	case d.Year == o.Year && int(d.Month) == o.Day && d.Day == int(o.Month):
		return "day_and_month_swapped", effectSwappedDay
	case same == 2 && max(d.Year-o.Year, o.Year-d.Year) <= 10:
		return "one_part_differs", effectNearDay
	case d.Year == o.Year:
		return "other_day", effectOtherDay
	}
	return "other_year", effectOtherYear
}

// wholeYear is the birth of somebody of whom the year alone is known.
func wholeYear(year int) screening.BirthDate {
	return screening.BirthDate{From: bonafide.Date{Year: year, Month: 1, Day: 1}, To: bonafide.Date{Year: year, Month: 12, Day: 31}}
}
