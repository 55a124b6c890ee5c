package ownership

import (
	"context"
	"slices"
)

// A Band is a percentage known only within bounds, as public registers publish
// it ("more than 25 % up to 50 %"). Both bounds are part of it, but for Min where
// Above is set. An open upper end is taken as closed: the band holds a little more, and
// nothing is lost.
type Band struct {
	Min   Percent `json:"min"`
	Max   Percent `json:"max"`
	Above bool    `json:"above,omitzero"` // more than Min: a majority where Min is 50
}

// trace is what is taken for "more than", in per cent: far less than any figure that
// is published, and enough to be more.
func trace() Percent { return percent(number{lo: 1, scale: 12}, false) }

// least is the lower end, or a trace above it.
func (b Band) least() Percent {
	if b.Above {
		return b.Min.Add(trace())
	}
	return b.Min
}

// String is the band as it is read: "more than 25 to 50".
func (b Band) String() string {
	text := b.Min.String() + " to " + b.Max.String()
	if b.Above {
		return "more than " + text
	}
	return text
}

func (b *Band) valid() bool {
	if !b.Min.set || !b.Max.set || !inRange(b.Min) || !inRange(b.Max) {
		return false
	}
	c := b.Min.Cmp(b.Max)
	return c < 0 || c == 0 && !b.Above
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
		if r.Band == nil && r.VotesBand == nil {
			continue
		}
		r.within = &within{r.Band, r.VotesBand}
		if r.Band != nil {
			r.Ownership, r.Band = pick(ownership, r, *r.Band), nil
		}
		if r.VotesBand != nil {
			r.Voting, r.VotesBand = pick(voting, r, *r.VotesBand), nil
		}
	}
	return g
}

// within are the bands that the figures of a relation were taken from.
type within struct{ shares, votes *Band }

// Bands are the bands of shares and of votes that the relation is known by, those that
// its figures were taken from by [Graph.Estimate] or [ComputeBounds] included; nil
// where a figure is exact. Votes that are not given are the shares.
func (r Relation) Bands() (shares, votes *Band) {
	if r.within != nil {
		shares, votes = r.within.shares, r.within.votes
	} else {
		shares, votes = r.Band, r.VotesBand
	}
	if votes == nil && !r.Voting.set {
		votes = shares
	}
	return shares, votes
}

// Bounds is what can be said of a structure with bands.
type Bounds struct {
	Main                string         `json:"main"`
	Holders             []HolderBounds `json:"holders"`
	UnresolvedOwnership Band           `json:"unresolved_ownership_percentage"`
	UnresolvedVoting    Band           `json:"unresolved_voting_percentage"`
	OwnershipRest       Rest           `json:"unresolved_ownership"` // the split of what is unresolved at most
	Warnings            []Warning      `json:"warnings,omitzero"`    // warnings of the lower bounds

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

// ComputeBounds is [ComputeBoundsContext] for a caller that waits as long as it takes.
func ComputeBounds(g Graph, opts *Options) (*Bounds, error) {
	return ComputeBoundsContext(context.Background(), g, opts)
}

// ComputeBoundsContext analyses a graph with bands. Every figure grows with every direct
// share, so the lower bounds follow from the lower ends of all bands. For the upper
// bounds a share is at most 100 less what the others have at least, and a total
// likewise. The bounds hold; they need not be reached all at once.
//
// It fails as [ComputeContext] does; in strict mode the lower ends decide.
func ComputeBoundsContext(ctx context.Context, g Graph, opts *Options) (*Bounds, error) {
	if err := g.Check(); err != nil {
		return nil, err
	}
	if opts == nil {
		opts = &Options{}
	}
	low, err := ComputeContext(ctx, g.settled(func(_ measure, _ *Relation, b Band) Percent { return b.least() }), opts)
	if err != nil {
		return nil, err
	}
	top, err := newIndex(g.settled(low.room), opts.AsOf)
	if err != nil {
		return nil, err
	}
	loose := *opts
	loose.Strict = false
	high, err := analyse(top, &loose, newEffort(ctx), true)
	if err != nil {
		return nil, err
	}
	return newBounds(low, high), nil
}

// room is the upper end of a band, or what the others leave, if that is less.
func (a *Analysis) room(m measure, r *Relation, b Band) Percent {
	others := percentOf(a.ix.direct(m, a.ix.at[r.To])).Sub(b.least())
	free := Whole(100).Sub(others)
	switch {
	case free.Cmp(b.least()) < 0:
		return b.least() // over-allocated even so
	case free.Cmp(b.Max) < 0:
		return free
	}
	return b.Max
}

func newBounds(low, high *Analysis) *Bounds {
	b := &Bounds{Main: low.Main, Warnings: low.Warnings, OwnershipRest: low.OwnershipRest, low: low, high: high}
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
		return Band{Min: low, Max: high}
	}
	b.UnresolvedOwnership, b.UnresolvedVoting = Band{Min: Whole(0), Max: low.UnresolvedOwnership}, Band{Min: Whole(0), Max: low.UnresolvedVoting}
	for i, l := range low.Holders {
		h := high.Holders[i]
		b.Holders = append(b.Holders, HolderBounds{
			ID:                  l.ID,
			Ownership:           total(ownership, l.Ownership, h.Ownership),
			Voting:              total(voting, l.Voting, h.Voting),
			AttributedOwnership: Band{Min: l.AttributedOwnership, Max: h.AttributedOwnership},
			AttributedVoting:    Band{Min: l.AttributedVoting, Max: h.AttributedVoting},
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

// OwnersContext is Owners for a caller that may go away: see [Analysis.OwnersContext].
func (b *Bounds) OwnersContext(ctx context.Context, r RuleSet) (certain, possible Finding, err error) {
	if certain, err = b.low.OwnersContext(ctx, r); err != nil {
		return certain, possible, err
	}
	possible, err = b.high.OwnersContext(ctx, r)
	return certain, possible, err
}

// OFAC50 is [Analysis.OFAC50] whatever the percentages within the bands, and for some of
// them: possible includes certain.
func (b *Bounds) OFAC50(blocked ...string) (certain, possible Finding, err error) {
	return b.both((*Analysis).OFAC50, blocked)
}

// EUOwned is [Analysis.EUOwned], likewise.
func (b *Bounds) EUOwned(listed ...string) (certain, possible Finding, err error) {
	return b.both((*Analysis).EUOwned, listed)
}

// UKOwned is [Analysis.UKOwned], likewise.
func (b *Bounds) UKOwned(listed ...string) (certain, possible Finding, err error) {
	return b.both((*Analysis).UKOwned, listed)
}

func (b *Bounds) both(test func(*Analysis, ...string) (Finding, error), ids []string) (certain, possible Finding, err error) {
	if certain, err = test(b.low, ids...); err != nil {
		return Finding{}, Finding{}, err
	}
	possible, err = test(b.high, ids...)
	return certain, possible, err
}
