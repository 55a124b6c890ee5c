package main

import (
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/bonafide-go/bonafide/screening"
)

// A curve holds the scores of one list and kind, best first: of the right
// entries that aliases found (0 = not found), and of the worst false alarm of
// each customer (0 = none).
type curve struct {
	list   string
	kind   screening.EntityType
	right  []float64
	alarms []float64
}

// floor is the least score that is looked at.
const floor = 0.40

// measure searches for the aliases of a list with primary names alone in the
// index, and for the customers.
func measure(ctx context.Context, list screening.List, kind screening.EntityType, customers []string, most int) (curve, error) {
	type alias struct{ name, entry string }
	var aliases []alias
	bare := list
	bare.Entries = nil
	for _, e := range list.Entries {
		if e.Type == kind {
			for _, n := range e.Names {
				if n.Kind == screening.AKA {
					aliases = append(aliases, alias{n.Text, e.ID})
				}
			}
		}
		names := slices.Clone(e.Names)
		e.Names = slices.DeleteFunc(names, func(n screening.Name) bool { return n.Kind != screening.PrimaryName })
		bare.Entries = append(bare.Entries, e)
	}
	if step := len(aliases) / max(most, 1); step > 1 {
		// Every n-th, so that all of the list has its say.
		thinned := aliases[:0:0]
		for i := 0; i < len(aliases) && len(thinned) < most; i += step {
			thinned = append(thinned, aliases[i])
		}
		aliases = thinned
	}
	engine := screening.NewEngine(&screening.Options{MinScore: floor})
	if err := engine.Load(bare); err != nil {
		return curve{}, err
	}
	c := curve{list: list.Key, kind: kind}
	for _, a := range aliases {
		r, err := engine.Screen(ctx, screening.Query{Name: a.name, Type: kind, Limit: 20})
		if err != nil {
			return curve{}, err
		}
		score := 0.0
		if h, ok := r.Hit(list.Key, a.entry); ok {
			score = h.Score
		}
		c.right = append(c.right, score)
	}
	for _, name := range customers {
		r, err := engine.Screen(ctx, screening.Query{Name: name, Type: kind, Limit: 1})
		if err != nil {
			return curve{}, err
		}
		score := 0.0
		if len(r.Hits) > 0 {
			score = r.Hits[0].Score
		}
		c.alarms = append(c.alarms, score)
	}
	descending := func(a, b float64) int { return int((b - a) * 1e6) }
	slices.SortFunc(c.right, descending)
	slices.SortFunc(c.alarms, descending)
	return c, nil
}

// threshold is the least score at which no more than a rate of the customers
// raises an alarm.
func (c curve) threshold(rate float64) float64 {
	allowed := int(rate * float64(len(c.alarms)))
	if allowed >= len(c.alarms) {
		return floor
	}
	return max(c.alarms[allowed]+0.0001, floor)
}

// recall is the part of the aliases that find their entry at a threshold.
func (c curve) recall(threshold float64) float64 {
	if len(c.right) == 0 {
		return 0
	}
	n := 0
	for _, score := range c.right {
		if score >= threshold {
			n++
		}
	}
	return float64(n) / float64(len(c.right))
}

func (c curve) print(w io.Writer) {
	fmt.Fprintf(w, "%s, %s: %d aliases, %d customers\n", c.list, c.kind, len(c.right), len(c.alarms))
	fmt.Fprintf(w, "  %-12s %-10s %s\n", "false alarms", "threshold", "recall")
	for _, rate := range rates {
		note := ""
		if rate*float64(len(c.alarms)) < 1 {
			note = "  (fewer customers than one alarm at this rate)"
		}
		at := c.threshold(rate)
		fmt.Fprintf(w, "  %-12s %-10.4f %.1f %%%s\n", fmt.Sprintf("%g %%", rate*100), at, 100*c.recall(at), note)
	}
}
