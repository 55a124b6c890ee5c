package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/match"
)

// A culture is how ordinary people of one are called.
type culture struct {
	name, pattern string
	given, family []string
}

// cultures reads cultures.txt.
func cultures() ([]culture, error) {
	text, err := samples.ReadFile("cultures.txt")
	if err != nil {
		return nil, err
	}
	var out []culture
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(line, "|")
		if len(cells) != 4 {
			return nil, fmt.Errorf("cultures.txt: %q", line)
		}
		out = append(out, culture{strings.TrimSpace(cells[0]), strings.TrimSpace(cells[1]), strings.Fields(cells[2]), strings.Fields(cells[3])})
	}
	return out, nil
}

// perCulture is how many people are made up of a culture.
const perCulture = 1000

// people makes up so many people, each once, with birth dates from 1950 to 2004. The
// same culture gives the same people.
func (c culture) people(n int) []name {
	random := rand.New(rand.NewPCG(uint64(len(c.name)), 1950))
	one := func(of []string) string { return of[random.IntN(len(of))] }
	seen := make(map[string]bool)
	var out []name
	for range 20 * n {
		var b strings.Builder
		last := ""
		for _, r := range c.pattern {
			part := string(r)
			switch r {
			case 'G', 'g':
				for part = one(c.given); part == last; {
					part = one(c.given)
				}
			case 'F':
				for part = one(c.family); part == last; {
					part = one(c.family)
				}
			}
			if strings.TrimSpace(part) != "" {
				last = part
			}
			b.WriteString(part)
		}
		if seen[b.String()] || len(out) == n {
			continue
		}
		seen[b.String()] = true
		born := bonafide.Date{Year: 1950, Month: 1, Day: 1}.AddDays(random.IntN(55 * 365))
		out = append(out, name{query: screening.Query{Name: b.String(), Type: screening.Person, BirthDate: born}})
	}
	return out
}

// An alarms is how many made-up people of a culture have a hit.
type alarms struct {
	culture    string
	people     int
	name       int // by name alone
	same       int // those of them who bear a listed name, word for word
	withBirth  int // with their birth date
	discounted int // and those whose birth date speaks against it: reported for the name alone
}

// alarmsByCulture screens made-up people against every name of the lists.
func alarmsByCulture(ctx context.Context, engine *match.Engine, n int) ([]alarms, error) {
	all, err := cultures()
	if err != nil {
		return nil, err
	}
	var out []alarms
	for _, c := range all {
		people := c.people(n)
		a := alarms{culture: c.name, people: len(people)}
		for _, born := range []bool{false, true} {
			scores, err := each(people, func(p name) (score, error) {
				if !born {
					p.query.BirthDate = bonafide.Date{}
				}
				res, err := engine.Screen(ctx, p.query)
				if err != nil || len(res.Hits) == 0 {
					return 0, err
				}
				return units(res.Hits[0].Score), nil
			})
			if err != nil {
				return nil, err
			}
			slices.SortFunc(scores, func(a, b score) int { return int(b - a) })
			if born {
				a.withBirth = reach(scores, standing)
				a.discounted = reach(scores, 1) - a.withBirth
			} else {
				a.name, a.same = reach(scores, standing), reach(scores, top)
			}
		}
		out = append(out, a)
	}
	return out, nil
}
