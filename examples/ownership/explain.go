package main

import "github.com/bonafide-go/bonafide/casefile/ownership"

// maxPaths bounds the chains that are listed.
const maxPaths = 10

// explanation says where the figures of one holder come from: every direct holding
// with what it contributes, and the largest chains for people to look at.
type explanation struct {
	Holder   ownership.Holder  `json:"holder"`
	Stakes   []ownership.Stake `json:"stakes"`
	Sum      ownership.Percent `json:"sum_of_contributions_percentage"` // the holder's total, exactly
	Paths    []ownership.Path  `json:"paths"`
	AllPaths bool              `json:"all_paths"` // false: there may be more than are listed
}

// explain returns nil for who does not reach main.
func explain(a *ownership.Analysis, id string) *explanation {
	h, ok := a.Holder(id)
	if !ok {
		return nil
	}
	e := &explanation{Holder: h, Stakes: a.Stakes(id)}
	for _, s := range e.Stakes {
		e.Sum = e.Sum.Add(s.OwnershipContribution)
	}
	e.Paths, e.AllPaths = a.Paths(id, maxPaths)
	return e
}

// bounds is what can be said of percentages that are known only within bands. The
// other figures of the answer are then estimates.
type bounds struct {
	*ownership.Bounds
	Certain  []string `json:"amlr_certain"`
	Possible []string `json:"amlr_possible"` // the certain ones included
}

// bound returns the bounds, and the graph that estimates are made of. A graph
// without bands has no bounds and stays as it is.
func bound(g ownership.Graph, opts *ownership.Options) (*bounds, ownership.Graph, error) {
	if !g.Banded() {
		return nil, g, nil
	}
	b, err := ownership.ComputeBounds(g, opts)
	if err != nil {
		return nil, g, err
	}
	certain, possible := b.Owners(ownership.AMLR())
	return &bounds{Bounds: b, Certain: ids(certain), Possible: ids(possible)}, g.Estimate(), nil
}
