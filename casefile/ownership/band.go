package ownership

import "slices"

// A Band is a percentage known only within bounds, as public registers publish
// it ("more than 25 % up to 50 %"). Both bounds are part of it: where a register
// means an open end, the closed band holds a little more and nothing is lost.
type Band struct {
	Min Percent `json:"min"`
	Max Percent `json:"max"`
}

func (b *Band) valid() bool {
	return b.Min.set && b.Max.set && inRange(b.Min) && inRange(b.Max) && b.Min.Cmp(b.Max) <= 0
}

// middle is the middle of the band: an estimate, never a bound.
func (b Band) middle() Percent {
	return percent(b.Min.number().add(b.Max.number()).mul(half), false)
}

// Banded reports whether any percentage of the graph is a band.
func (g Graph) Banded() bool {
	return slices.ContainsFunc(g.Relations, func(r Relation) bool { return r.Band != nil || r.VotesBand != nil })
}

// Estimate returns the graph with the middle of each band in its place, which
// [Compute] then takes. What comes out is an estimate; decide by [ComputeBounds].
func (g Graph) Estimate() Graph {
	return g.settled(func(_ measure, _ *Relation, b Band) Percent { return b.middle() })
}

// settled returns the graph with a percentage for each band. Votes that are the
// same as ownership stay the same.
func (g Graph) settled(pick func(measure, *Relation, Band) Percent) Graph {
	g.Relations = slices.Clone(g.Relations)
	for i := range g.Relations {
		r := &g.Relations[i]
		if r.Band != nil {
			r.Ownership, r.Band = pick(ownership, r, *r.Band), nil
		}
		if r.VotesBand != nil {
			r.Voting, r.VotesBand = pick(voting, r, *r.VotesBand), nil
		}
	}
	return g
}

// Bounds is what can be said of a structure with bands.
type Bounds struct {
	Main                string         `json:"main"`
	Holders             []HolderBounds `json:"holders"`
	UnresolvedOwnership Band           `json:"unresolved_ownership_percentage"`
	UnresolvedVoting    Band           `json:"unresolved_voting_percentage"`
	Warnings            []Warning      `json:"warnings,omitzero"` // warnings of the lower bounds

	low, high *Analysis
}

// HolderBounds are the bounds of an individual's figures.
type HolderBounds struct {
	ID                  string `json:"id"`
	Ownership           Band   `json:"total_ownership_percentage"`
	Voting              Band   `json:"total_voting_percentage"`
	AttributedOwnership Band   `json:"attributed_ownership_percentage"`
	AttributedVoting    Band   `json:"attributed_voting_percentage"`
	Controls            bool   `json:"controls"`    // main, whatever the percentages within the bands
	MayControl          bool   `json:"may_control"` // main, for some of them
}

// ComputeBounds analyses a graph with bands. Every figure grows with every direct
// share, so the lower bounds follow from the lower ends of all bands. For the upper
// bounds a share is at most 100 less what the others have at least, and a total
// likewise. The bounds hold; they need not be reached all at once.
//
// It fails as [Compute] does; in strict mode the lower ends decide.
func ComputeBounds(g Graph, opts *Options) (*Bounds, error) {
	if err := g.Check(); err != nil {
		return nil, err
	}
	if opts == nil {
		opts = &Options{}
	}
	low, err := Compute(g.settled(func(_ measure, _ *Relation, b Band) Percent { return b.Min }), opts)
	if err != nil {
		return nil, err
	}
	top, err := newIndex(g.settled(low.room), opts.AsOf)
	if err != nil {
		return nil, err
	}
	loose := *opts
	loose.Strict = false
	high, err := analyse(top, &loose, newEffort(), true)
	if err != nil {
		return nil, err
	}
	return newBounds(low, high), nil
}

// room is the upper end of a band, or what the others leave, if that is less.
func (a *Analysis) room(m measure, r *Relation, b Band) Percent {
	others := percentOf(a.ix.direct(m, a.ix.at[r.To])).Sub(b.Min)
	free := Whole(100).Sub(others)
	switch {
	case free.Cmp(b.Min) < 0:
		return b.Min // over-allocated even so
	case free.Cmp(b.Max) < 0:
		return free
	}
	return b.Max
}

func newBounds(low, high *Analysis) *Bounds {
	b := &Bounds{Main: low.Main, Warnings: low.Warnings, low: low, high: high}
	var sum [2]number
	for _, h := range low.Holders {
		sum[ownership] = sum[ownership].add(h.Ownership.number())
		sum[voting] = sum[voting].add(h.Voting.number())
	}
	total := func(m measure, low, high Percent) Band {
		free := Whole(100).Sub(percent(sum[m], false).Sub(low))
		switch {
		case free.Cmp(low) < 0: // over-allocated: the bound would be below what is certain
		case free.Cmp(high) < 0:
			high = free
		}
		return Band{low, high}
	}
	b.UnresolvedOwnership, b.UnresolvedVoting = Band{Whole(0), low.UnresolvedOwnership}, Band{Whole(0), low.UnresolvedVoting}
	for i, l := range low.Holders {
		h := high.Holders[i]
		b.Holders = append(b.Holders, HolderBounds{
			ID:                  l.ID,
			Ownership:           total(ownership, l.Ownership, h.Ownership),
			Voting:              total(voting, l.Voting, h.Voting),
			AttributedOwnership: Band{l.AttributedOwnership, h.AttributedOwnership},
			AttributedVoting:    Band{l.AttributedVoting, h.AttributedVoting},
			Controls:            l.Controls,
			MayControl:          h.Controls,
		})
	}
	rest := func(band *Band, least Percent) {
		if least.Sign() > 0 {
			band.Min = least
		}
		if band.Max.Sign() < 0 {
			band.Min = band.Max
		}
	}
	rest(&b.UnresolvedOwnership, high.UnresolvedOwnership)
	rest(&b.UnresolvedVoting, high.UnresolvedVoting)
	return b
}

// Owners finds who is a beneficial owner whatever the percentages within the
// bands, and who may be one: possible includes certain.
func (b *Bounds) Owners(r RuleSet) (certain, possible Finding) {
	return b.low.Owners(r), b.high.Owners(r)
}
