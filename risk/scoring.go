package risk

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strconv"

	"github.com/bonafide-go/bonafide"
)

// A Scoring is a checked [Spec], ready to assess. It is never changed and is safe
// for concurrent use. It implements [Model].
type Scoring struct {
	spec  Spec
	lists map[string]*list
	name  string
}

type list struct {
	CountryList
	has map[bonafide.Country]bool
}

// FlagStaleList is set in an assessment that used a list past its time: see
// [CountryList]. No override may have its name.
const FlagStaleList = "stale_list"

// New checks a spec. It fails with a [*bonafide.InvalidError] that lists every
// fault.
func New(s Spec) (*Scoring, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	m := &Scoring{spec: clone(s), lists: make(map[string]*list), name: s.Name + "@" + strconv.Itoa(s.Version)}
	for i := range m.spec.Lists {
		l := &list{CountryList: m.spec.Lists[i], has: make(map[bonafide.Country]bool)}
		for _, c := range l.Countries {
			l.has[c] = true
		}
		m.lists[l.Key] = l
	}
	return m, nil
}

// Spec returns the model as data. The caller may change it.
func (m *Scoring) Spec() Spec { return clone(m.spec) }

// Name returns the name and version, such as "standard@3".
func (m *Scoring) Name() string { return m.name }

func clone(s Spec) Spec {
	s.Factors = slices.Clone(s.Factors)
	for i := range s.Factors {
		s.Factors[i].Rules = slices.Clone(s.Factors[i].Rules)
		for j := range s.Factors[i].Rules {
			s.Factors[i].Rules[j].Is = slices.Clone(s.Factors[i].Rules[j].Is)
		}
	}
	s.Bands, s.Overrides, s.Lists = slices.Clone(s.Bands), slices.Clone(s.Overrides), slices.Clone(s.Lists)
	for i := range s.Overrides {
		s.Overrides[i].When.Is = slices.Clone(s.Overrides[i].When.Is)
	}
	for i := range s.Lists {
		s.Lists[i].Countries = slices.Clone(s.Lists[i].Countries)
	}
	return s
}

// Assess scores the facts. The context is not used: nothing is asked of anybody.
// It fails with a [*bonafide.InvalidError] for facts that cannot be: without a day,
// or with a text that is not a country.
//
// Components are the parts of the score by factor. Flags tell of every override
// whether it held, and of stale lists. The contributions of the lines add up to the
// score exactly; the last line of all says which level came of it and why.
func (m *Scoring) Assess(_ context.Context, f Facts) (Assessment, error) {
	if err := f.Check(); err != nil {
		return Assessment{}, err
	}
	a := Assessment{
		Model: m.name, Components: make(map[string]bonafide.Fixed, len(m.spec.Factors)),
		Flags: make(map[string]bool, len(m.spec.Overrides)+1),
		Lines: make([]Line, 0, len(m.spec.Factors)+2),
	}
	for i := range m.spec.Factors {
		factor := &m.spec.Factors[i]
		before := len(a.Lines)
		a.Lines = m.factor(a.Lines, factor, &f)
		var part bonafide.Fixed
		for _, l := range a.Lines[before:] {
			part += l.Contribution
		}
		a.Components[factor.Key] = part
		a.Score += part
	}
	for _, b := range m.spec.Bands {
		if a.Score >= b.From {
			a.Level = b.Level
		}
	}
	a.Lines = append(a.Lines, Line{Kind: LineBand, Level: a.Level, Points: a.Score})
	for i := range m.spec.Overrides {
		o := &m.spec.Overrides[i]
		hit, holds := m.holds(&o.When, &f)
		a.Flags[o.Key] = holds
		if !holds {
			continue
		}
		hit.Kind, hit.Key, hit.Level = LineOverride, o.Key, o.Level
		a.Lines = append(a.Lines, hit)
		if o.Level.Compare(a.Level) > 0 {
			a.Level = o.Level
		}
	}
	m.stale(&a, f.AsOf)
	a.Lines = append(a.Lines, Line{Kind: LineResult, Level: a.Level, Points: a.Score})
	return a, nil
}

// factor appends the lines of one factor.
func (m *Scoring) factor(lines []Line, factor *Factor, f *Facts) []Line {
	start, known := len(lines), false
	for i := range factor.Rules {
		rule := &factor.Rules[i]
		known = known || !f.missing(rule.Fact)
		hit, holds := m.holds(&rule.Condition, f)
		if !holds {
			continue
		}
		hit.Kind, hit.Key, hit.Weight, hit.Points = LineRule, factor.Key, factor.Weight, bonafide.FixedOf(rule.Points)
		switch {
		case factor.Combine == Sum || len(lines) == start:
			lines = append(lines, hit)
		case hit.Points > lines[start].Points:
			lines[start] = hit
		}
	}
	if len(lines) == start {
		l := Line{Kind: LineOtherwise, Key: factor.Key, Weight: factor.Weight, Points: bonafide.FixedOf(factor.Otherwise)}
		if !known {
			l.Kind, l.Points = LineMissing, bonafide.FixedOf(*factor.Missing)
		}
		lines = append(lines, l)
	}
	room := bonafide.FixedOf(100)
	for i := range lines[start:] {
		l := &lines[start+i]
		counted := min(l.Points, room) // a sum ends at 100
		room -= counted
		l.Contribution = counted * bonafide.Fixed(factor.Weight) / 100 // points are whole: nothing is lost
	}
	return lines
}

// holds tests a condition and says with which value it holds.
func (m *Scoring) holds(c *Condition, f *Facts) (Line, bool) {
	hit := Line{Fact: c.Fact}
	if c.Missing {
		return hit, f.missing(c.Fact)
	}
	switch factKind(c.Fact) {
	case numberFact:
		n, ok := f.number(c.Fact)
		hit.Value = n.String()
		return hit, ok && (c.AtLeast == nil || n >= *c.AtLeast) && (c.Below == nil || n < *c.Below)
	case countryFact:
		for _, country := range f.Countries {
			if role := roleOf(c.Fact); role != "" && role != country.Role {
				continue
			}
			if l := m.lists[c.InList]; l != nil && l.has[country.Country] || slices.Contains(c.Is, string(country.Country)) {
				hit.Fact, hit.Value = "country."+country.Role, string(country.Country)
				if l != nil {
					hit.List, hit.Edition = l.Key, l.Edition
				}
				return hit, true
			}
		}
		return hit, false
	}
	for _, v := range f.codes(c.Fact) {
		if slices.Contains(c.Is, v) {
			hit.Value = v
			return hit, true
		}
	}
	return hit, false
}

// stale flags lists that a rule looks at past their time.
func (m *Scoring) stale(a *Assessment, day bonafide.Date) {
	for _, key := range slices.SortedFunc(maps.Keys(m.lists), cmp.Compare[string]) {
		l := m.lists[key]
		if l.StaleAfterDays == 0 {
			continue
		}
		old := day.After(l.Edition.AddDays(l.StaleAfterDays))
		a.Flags[FlagStaleList] = a.Flags[FlagStaleList] || old
		if old {
			a.Lines = append(a.Lines, Line{Kind: LineStale, List: key, Edition: l.Edition})
		}
	}
}
