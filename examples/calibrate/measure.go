package main

import (
	"context"
	"io"

	"github.com/bonafide-go/bonafide/examples/internal/bar"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/match"
)

// A row is how names of one sort are found on one list, or on all together.
type row struct {
	list    string
	edition string
	kind    screening.EntityType // empty = of entries whose list does not say
	names   string               // the sort: aliases, original script, labelled; empty = no names
	of      int                  // how many such names there are
	index   string               // the names that were indexed: primary or all
	curve
}

// enough is how many names of ships or aircraft make a row, and how many names
// make a curve.
const enough = 20

// measure makes the rows of each list, then of all together. All lists are
// loaded for every row: how much a word weighs depends on all of their names. How far it
// is, it tells a terminal.
func (in input) measure(ctx context.Context, most int, progress io.Writer) ([]row, error) {
	var groups []group
	bare := make([]screening.List, len(in.lists))
	for i, list := range in.lists {
		bare[i] = primaryOnly(list)
		groups = append(groups, group{title: list.Key, edition: list.Edition.String(), lists: in.lists[i : i+1], keys: []string{list.Key}})
	}
	if len(groups) > 1 {
		groups = append(groups, group{title: "all lists", lists: in.lists})
	}
	primary, all := match.NewEngine(nil), match.NewEngine(nil)
	if err := primary.Load(bare...); err != nil {
		return nil, err
	}
	if err := all.Load(in.lists...); err != nil {
		return nil, err
	}
	kinds := append(screening.EntityTypes(), "")
	shown := bar.New(progress, len(groups)*len(kinds))
	var rows []row
	for _, g := range groups {
		g.primary, g.all = primary, all
		for _, kind := range kinds {
			more, err := g.rows(ctx, in, kind, most)
			if err != nil {
				return nil, err
			}
			rows = append(rows, more...)
			shown.Add(1)
		}
	}
	return rows, nil
}

// A group is lists that are searched together.
type group struct {
	title, edition string
	lists          []screening.List
	keys           []string      // keys of the lists; empty means all that are loaded
	primary, all   *match.Engine // by the names they index
}

// rows makes the rows of one kind.
func (g *group) rows(ctx context.Context, in input, kind screening.EntityType, most int) ([]row, error) {
	customers := in.customers(kind)
	var rows []row
	add := func(names, index string, of int, searched []name, engine *match.Engine, alarms []score) error {
		found, err := each(searched, func(n name) (score, error) { return right(ctx, engine, n, g.keys) })
		rows = append(rows, row{g.title, g.edition, kind, names, of, index, newCurve(found, alarms, customers)})
		return err
	}
	var byName []score
	for _, sort := range []struct {
		names string
		kind  screening.NameKind
	}{{"aliases", screening.AKA}, {"original script", screening.OriginalScript}} {
		all := listed(g.lists, kind, sort.kind)
		if len(all) == 0 || len(all) < enough && (kind == screening.Vessel || kind == screening.Aircraft) {
			continue
		}
		if byName == nil {
			// Of a listed name nothing else is known: so be it with the customers.
			var err error
			byName, err = each(customers, func(n name) (score, error) {
				return alarm(ctx, g.primary, screening.Query{Name: n.query.Name, Type: kind, Lists: g.keys})
			})
			if err != nil {
				return nil, err
			}
		}
		if err := add(sort.names, "primary", len(all), thin(all, most), g.primary, byName); err != nil {
			return nil, err
		}
	}
	known, names := in.known(g.lists, kind), "labelled"
	if len(known) == 0 {
		names = ""
	}
	if names == "" && (len(customers) == 0 || !holds(g.lists, kind)) {
		return rows, nil
	}
	alarms, err := each(customers, func(n name) (score, error) {
		n.query.Type, n.query.Lists = kind, g.keys
		return alarm(ctx, g.all, n.query)
	})
	if err != nil {
		return nil, err
	}
	return rows, add(names, "all", len(known), known, g.all, alarms)
}
