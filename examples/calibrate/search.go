package main

import (
	"context"
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/match"
)

// primaryOnly is a list without any names but the primary ones.
func primaryOnly(list screening.List) screening.List {
	list.Entries = slices.Clone(list.Entries)
	for i := range list.Entries {
		e := &list.Entries[i]
		names := slices.DeleteFunc(slices.Clone(e.Names), func(n screening.Name) bool { return n.Kind != screening.PrimaryName })
		if len(names) == 0 {
			names = e.Names[:1]
		}
		e.Names = names
	}
	return list
}

// listed returns the names of one sort that entries of a kind have beside the
// primary ones.
func listed(lists []screening.List, kind screening.EntityType, sort screening.NameKind) []name {
	var out []name
	for _, list := range lists {
		for _, e := range list.Entries {
			if e.Type != kind {
				continue
			}
			for i, n := range e.Names {
				q := screening.Query{Name: n.Text, Type: kind}
				if i > 0 && n.Kind == sort && q.Check() == nil {
					out = append(out, name{q, list.Key, e.ID})
				}
			}
		}
	}
	return out
}

// holds reports whether the lists have an entry of a kind.
func holds(lists []screening.List, kind screening.EntityType) bool {
	return slices.ContainsFunc(lists, func(l screening.List) bool {
		return slices.ContainsFunc(l.Entries, func(e screening.Entry) bool { return e.Type == kind })
	})
}

// right returns the score of the entry that a name must find, or 0. An entry
// behind a thousand better hits is not found.
func right(ctx context.Context, engine *match.Engine, n name, lists []string) (score, error) {
	q := n.query
	q.MinScore, q.Lists = fraction(floor), lists
	if n.list != "" {
		q.Lists = []string{n.list}
	}
	for _, q.Limit = range []int{20, screening.MaxLimit} {
		res, err := engine.Screen(ctx, q)
		if err != nil {
			return 0, err
		}
		for _, h := range res.Hits {
			if h.EntryID == n.entry {
				return units(h.Score), nil
			}
		}
		if len(res.Hits) < q.Limit {
			break
		}
	}
	return 0, nil
}

// alarm returns the score of a customer's best hit, or 0. A name that cannot be
// read is not one without a hit.
func alarm(ctx context.Context, engine *match.Engine, q screening.Query) (score, error) {
	q.MinScore, q.Limit = fraction(floor), 1
	res, err := engine.Screen(ctx, q)
	switch {
	case err != nil:
		return 0, err
	case len(res.Hits) > 0:
		return units(res.Hits[0].Score), nil
	case res.Unread:
		return unread, nil
	}
	return 0, nil
}

func fraction(s score) float64 { return float64(s) / float64(top) }

func units(x float64) score { return score(math.Round(x * float64(top))) }

// each scores every name on all cores, and keeps the order.
func each(names []name, of func(name) (score, error)) ([]score, error) {
	scores := make([]score, len(names))
	errs := make([]error, runtime.GOMAXPROCS(0))
	var next atomic.Int64
	var workers sync.WaitGroup
	for w := range errs {
		workers.Go(func() {
			for errs[w] == nil {
				i := int(next.Add(1)) - 1
				if i >= len(names) {
					return
				}
				scores[i], errs[w] = of(names[i])
			}
		})
	}
	workers.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return scores, nil
}
