package main

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/match"
)

// perClass is how many names are distorted in a class.
const perClass = 200

// A recalled is how many names of a class of distortions find their entry.
type recalled struct {
	distortion
	names, found int
}

// recallByClass searches for distorted primary names, with every name in the index.
func recallByClass(ctx context.Context, engine *match.Engine, lists []screening.List) ([]recalled, error) {
	var out []recalled
	for n, d := range distortions() {
		var names []name
		for _, list := range lists {
			for i := range list.Entries {
				e := &list.Entries[i]
				words := strings.Fields(strings.ReplaceAll(e.PrimaryName(), ",", " "))
				if e.Type != d.kind || len(words) == 0 {
					continue
				}
				q := screening.Query{Type: d.kind, Name: d.of(words, rand.New(rand.NewPCG(uint64(n), uint64(i))))}
				if q.Name != strings.Join(words, " ") && q.Check() == nil {
					names = append(names, name{q, list.Key, e.ID})
				}
			}
		}
		names = thin(names, perClass)
		scores, err := each(names, func(n name) (score, error) { return right(ctx, engine, n, nil) })
		if err != nil {
			return nil, err
		}
		slices.SortFunc(scores, func(a, b score) int { return int(b - a) })
		out = append(out, recalled{distortion: d, names: len(names), found: reach(scores, standing)})
	}
	return out, nil
}

// classes is both tables, as they stand in the documentation.
func (s settings) classes(ctx context.Context) ([]byte, error) {
	in, err := s.read()
	if err != nil {
		return nil, err
	}
	engine := match.NewEngine(nil)
	if err := engine.Load(in.lists...); err != nil {
		return nil, err
	}
	found, err := recallByClass(ctx, engine, in.lists)
	if err != nil {
		return nil, err
	}
	alarmed, err := alarmsByCulture(ctx, engine, min(perCulture, s.most))
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "Rules %s at %.2f; ", screening.EngineVersion, fraction(standing))
	for i, l := range in.lists {
		fmt.Fprintf(&b, "%s%s of %s, %d entries", strings.Repeat(", ", min(i, 1)), l.Key, l.Edition, len(l.Entries))
	}
	b.WriteString(".\n\n| listed names that come in with | kind | names | found | 95 % interval |\n| --- | --- | --- | --- | --- |\n")
	for _, r := range found {
		if r.names > 0 {
			low, high := wilson(r.found, r.names)
			fmt.Fprintf(&b, "| %s | %s | %d | %.1f %% | %.0f to %.0f |\n", r.class, r.kind, r.names, percent(r.found, r.names), 100*low, 100*high)
		}
	}
	b.WriteString("\n| ordinary people on no list | people | alarmed by name | bear a listed name | with a birth date | for the name alone |\n| --- | --- | --- | --- | --- | --- |\n")
	for _, a := range alarmed {
		fmt.Fprintf(&b, "| %s | %d | %.1f %% | %.1f %% | %.1f %% | %.1f %% |\n",
			a.culture, a.people, percent(a.name, a.people), percent(a.same, a.people), percent(a.withBirth, a.people), percent(a.discounted, a.people))
	}
	return b.Bytes(), nil
}
