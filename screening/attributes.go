package screening

import (
	"slices"
	"strings"

	"github.com/bonafide-go/bonafide"
)

// Effects of facts beyond the name, in ten-thousandths; see [Adjustment].
const (
	effectSameDay     = 5000
	effectSwappedDay  = 2500 // day and month changed places
	effectSameYear    = 1500 // as far as the list knows
	effectNearDay     = -500 // one of day, month, year differs, by little
	effectOtherDay    = -1500
	effectOtherYear   = -3000
	effectSameCountry = 800
	effectNoCountry   = -800
	effectOtherGender = -1500
	effectIdentifier  = unit
)

// adjustments compares what both sides know beyond names. It appends to dst.
func adjustments(dst []Adjustment, q *Query, e *Entry, id *Identifier) []Adjustment {
	if id != nil {
		mask := bonafide.MaskTail(id.Value, 4)
		dst = append(dst, Adjustment{Fact: FactIdentifier, Rule: "same_" + id.Kind, Query: mask, List: mask, Effect: fraction(effectIdentifier)})
	}
	if rule, effect, b := compareBirth(q, e.BirthDates); rule != "" {
		given := q.BirthDate.String()
		if given == "" {
			given = yearText(q.BirthYear)
		}
		dst = append(dst, Adjustment{Fact: FactBirthDate, Rule: rule, Query: given, List: b.String(), Effect: fraction(effect)})
	}
	if len(q.Countries) > 0 && len(e.Countries) > 0 {
		a := Adjustment{Fact: FactCountry, Rule: "other", Query: strings.Join(q.Countries, " "), List: strings.Join(e.Countries, " "), Effect: fraction(effectNoCountry)}
		for _, c := range q.Countries {
			if slices.Contains(e.Countries, c) {
				a.Rule, a.Effect = "same", fraction(effectSameCountry)
				break
			}
		}
		dst = append(dst, a)
	}
	if q.Gender != "" && e.Gender != "" && q.Gender != e.Gender {
		dst = append(dst, Adjustment{Fact: FactGender, Rule: "other", Query: q.Gender, List: e.Gender, Effect: fraction(effectOtherGender)})
	}
	return dst
}

// compareBirth compares the query's birth with the one of the list's dates that
// speaks most for a match.
func compareBirth(q *Query, dates []BirthDate) (rule string, effect int32, best BirthDate) {
	if q.BirthDate.IsZero() && q.BirthYear == 0 {
		return "", 0, BirthDate{}
	}
	for _, b := range dates {
		r, x := birthRule(q, b)
		if rule == "" || x > effect {
			rule, effect, best = r, x, b
		}
	}
	return rule, effect, best
}

func birthRule(q *Query, b BirthDate) (string, int32) {
	slack := 0
	if b.Circa {
		slack = 2
	}
	if q.BirthDate.IsZero() {
		if q.BirthYear >= b.From.Year-slack && q.BirthYear <= b.To.Year+slack {
			return "same_year", effectSameYear
		}
		if q.BirthYear >= b.From.Year-slack-1 && q.BirthYear <= b.To.Year+slack+1 {
			return "near_year", effectNearDay
		}
		return "other_year", effectOtherYear
	}
	d := q.BirthDate
	if !b.Exact() {
		if d.Year >= b.From.Year-slack && d.Year <= b.To.Year+slack {
			return "same_year", effectSameYear
		}
		if d.Year >= b.From.Year-slack-1 && d.Year <= b.To.Year+slack+1 {
			return "near_year", effectNearDay
		}
		return "other_year", effectOtherYear
	}
	o := b.From
	same := 0
	for _, eq := range [...]bool{d.Year == o.Year, d.Month == o.Month, d.Day == o.Day} {
		if eq {
			same++
		}
	}
	switch {
	case same == 3:
		return "same_day", effectSameDay
	case d.Year == o.Year && int(d.Month) == o.Day && d.Day == int(o.Month):
		return "day_and_month_swapped", effectSwappedDay
	case same == 2:
		return "one_part_differs", effectNearDay
	case d.Year == o.Year:
		return "other_day", effectOtherDay
	}
	return "other_year", effectOtherYear
}

func yearText(year int) string {
	return bonafide.Date{Year: year, Month: 1, Day: 1}.String()[:4]
}

// String is "1962-03-04", "1962", "1960 to 1963", or "about 1961".
func (b BirthDate) String() string {
	s := b.From.String()
	switch {
	case b.From == b.To || b.From.IsZero():
	case b.From == bonafide.Date{Year: b.From.Year, Month: 1, Day: 1} && b.To == bonafide.Date{Year: b.To.Year, Month: 12, Day: 31}:
		s = yearText(b.From.Year)
		if b.From.Year != b.To.Year {
			s += " to " + yearText(b.To.Year)
		}
	default:
		s += " to " + b.To.String()
	}
	if b.Circa {
		s = "about " + s
	}
	return s
}
