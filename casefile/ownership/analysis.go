package ownership

import (
	"errors"

	"github.com/bonafide-go/bonafide"
)

// Options of [Compute]. The zero value is ready: no dates, no strictness.
type Options struct {
	// AsOf is the day the structure is wanted for: relations that have not begun or
	// have ended by then are left out. It is required where any relation has dates.
	AsOf bonafide.Date
	// Strict refuses a graph in which a company is over-allocated.
	Strict bool
	// SuspendCircularVotes takes the votes away that a company holds in a company
	// which controls it, as French law does (Code de commerce, art. L. 233-31): they
	// then count as treasury votes. Most laws do not.
	SuspendCircularVotes bool
	// Tolerance is how far a declared total may be from the computed one, either
	// way, before it is flagged; not given means 0.01 percentage points.
	Tolerance Percent
}

// An Analysis is everything that follows from a graph for its main company. It is
// never changed after [Compute] returned it and is safe for concurrent use. Its
// exported fields are in the order of the graph's entities and can be stored; its
// methods need the analysis itself, which is computed again in microseconds.
type Analysis struct {
	Main string        `json:"main"`
	AsOf bonafide.Date `json:"as_of,omitzero"`
	// Holders are the individuals that reach main by relations.
	Holders []Holder `json:"holders"`
	// Companies are all other entities that reach main.
	Companies []Intermediate `json:"companies"`
	// Groups are those who act in concert, each taken as one owner.
	Groups []Concert `json:"groups,omitzero"`
	// Controllers are the ids of all, individuals and companies alike, that control
	// main: the least fixpoint of majorities of outstanding votes.
	Controllers []string `json:"controllers"`
	// Unresolved is 100 minus the totals of all individuals: what is unknown,
	// dispersed, or ends in something that is no person. It is negative where
	// companies are over-allocated.
	UnresolvedOwnership Percent `json:"unresolved_ownership_percentage"`
	UnresolvedVoting    Percent `json:"unresolved_voting_percentage"`
	// SelfHolding is what main holds of itself, treasury shares included. It is
	// never an owner's share.
	SelfHolding Percent `json:"self_holding_percentage,omitzero"`
	// Leaves are the entities at the top that are no individuals.
	Leaves []Leaf `json:"leaves,omitzero"`
	// Declared compares the totals that somebody declared with the computed ones.
	Declared []Declaration `json:"declared,omitzero"`
	Warnings []Warning     `json:"warnings,omitzero"`

	ix       *index
	by       [2]*integrator // of both measures, or the same twice; never used but by fork
	integral [2]*integral
	through  []bool // by holder: a company it controls holds a part of main
}

// A Holder is an individual that reaches main.
type Holder struct {
	ID string `json:"id"`
	// Totals are integrated: multiplied down every chain and added over all chains,
	// circles included (Regulation (EU) 2024/1624, art. 52(1)).
	Ownership Percent `json:"total_ownership_percentage"`
	Voting    Percent `json:"total_voting_percentage"`
	// Attributed figures are not multiplied: direct ones, and all that companies
	// under the holder's control have in main, over what is outstanding.
	AttributedOwnership Percent `json:"attributed_ownership_percentage"`
	AttributedVoting    Percent `json:"attributed_voting_percentage"`
	Controls            bool    `json:"controls"` // main
}

// An Intermediate is an entity between main and individuals.
type Intermediate struct {
	ID   string     `json:"id"`
	Type EntityType `json:"type"`
	// Gross is the integrated figure (Brioschi). In a circle it counts what the
	// company holds of itself through others and may exceed 100; Net leaves that out
	// (Baldone) and is what to show. Outside circles they are equal. Gross is not
	// given in a closed loop, where it is infinite.
	Gross       Percent `json:"gross_percentage"`
	Net         Percent `json:"net_percentage"`
	GrossVoting Percent `json:"gross_voting_percentage"`
	NetVoting   Percent `json:"net_voting_percentage"`
	Circular    bool    `json:"circular,omitzero"` // it owns a part of itself through others, or treasury shares
	Controls    bool    `json:"controls"`          // main
}

// A Concert is what a [Group] has in main, taken as one owner.
type Concert struct {
	ID                  string   `json:"id"`
	Members             []string `json:"members"`
	AttributedOwnership Percent  `json:"attributed_ownership_percentage"`
	AttributedVoting    Percent  `json:"attributed_voting_percentage"`
	Controls            bool     `json:"controls"`

	through bool
}

// A Leaf is an entity at the top of the structure that is no individual. A company
// there is an untraced owner, never a beneficial one. A listed company and a state
// may be excepted from the search (Regulation (EU) 2024/1624, art. 65; 31 CFR
// 1010.230(e)(2)), which is for the reviewer to establish; a trust stands for its
// parties.
type Leaf struct {
	ID        string     `json:"id"`
	Type      EntityType `json:"type"`
	Ownership Percent    `json:"total_ownership_percentage"`
	Voting    Percent    `json:"total_voting_percentage"`
}

// A Declaration holds a declared total against the computed one. Both are kept.
type Declaration struct {
	ID       string  `json:"id"`
	Measure  string  `json:"measure"` // "ownership" or "voting"
	Declared Percent `json:"declared_percentage"`
	Computed Percent `json:"computed_percentage"`
	Differs  bool    `json:"differs"` // by more than the tolerance
}

// A Warning is something about the graph that a reviewer must know. It does not
// stop the computation.
type Warning struct {
	Code       bonafide.Code `json:"code"`
	Entity     string        `json:"entity"`
	Measure    string        `json:"measure,omitzero"`    // "ownership" or "voting", where it is about one of them
	Percentage Percent       `json:"percentage,omitzero"` // such as the sum of an over-allocated company
}

// Compute analyses a graph for its main company. A nil opts is the zero Options.
//
// It fails with a [*bonafide.InvalidError] that lists every fault of the graph, or
// with a [*StructureError] where there is no answer. Every figure is exact. Time
// and memory grow with the size of the graph, and with the cube of the size of
// each set of companies that own each other in circles.
func Compute(g Graph, opts *Options) (*Analysis, error) {
	if opts == nil {
		opts = &Options{}
	}
	ix, err := newIndex(g, opts.AsOf)
	if err != nil {
		return nil, err
	}
	return analyse(ix, opts, false)
}

// analyse computes everything. With bound set, totals that grow without end are
// taken to be 100 %: an upper bound of any.
func analyse(ix *index, opts *Options, bound bool) (*Analysis, error) {
	a := &Analysis{Main: ix.graph.Main, AsOf: opts.AsOf, ix: ix, Controllers: []string{}}
	if err := a.allocation(opts.Strict); err != nil {
		return nil, err
	}
	steer := newSteering(ix)
	if opts.SuspendCircularVotes && ix.suspend(steer) {
		steer = newSteering(ix)
	}
	if err := a.integrate(bound); err != nil {
		return nil, err
	}
	a.standing(steer)
	a.concerts(steer)
	a.intermediates(steer)
	a.coverage()
	a.declared(opts.Tolerance)
	return a, nil
}

// allocation adds up the direct shares of every company.
func (a *Analysis) allocation(strict bool) error {
	ix := a.ix
	for c := range ix.size() {
		if !ix.entity(c).Type.ownable() {
			continue
		}
		sum, m := ix.direct(ownership, c), ownership
		if ix.mixed && sum.cmp(one) <= 0 {
			if votes := ix.direct(voting, c); votes.cmp(one) > 0 {
				sum, m = votes, voting
			}
		}
		if sum.cmp(one) > 0 {
			if strict {
				return notComputable(ix, m, CodeOverAllocated, []int32{c})
			}
			a.warn(CodeOverAllocated, c, m, percentOf(sum))
		}
		for m := range ix.own {
			if own := ix.own[m][c]; ix.reaches[c] && own.cmp(one) >= 0 {
				return notComputable(ix, measure(m), CodeNotComputable, []int32{c})
			}
		}
		if from, to := ix.in(c); ix.reaches[c] && sum.cmp(one) < 0 && ix.entity(c).Type == Company && (from < to || c == ix.main) {
			a.warn(CodeUnresolved, c, m, percentOf(one.minus(sum)))
		}
	}
	return nil
}

func (a *Analysis) warn(code bonafide.Code, c int32, m measure, p Percent) {
	a.Warnings = append(a.Warnings, Warning{Code: code, Entity: a.ix.id(c), Measure: m.String(), Percentage: p})
}

func (a *Analysis) integrate(bound bool) error {
	for m := range a.integral {
		if measure(m) == voting && !a.ix.mixed {
			a.by[m], a.integral[m] = a.by[ownership], a.integral[ownership]
			break
		}
		a.by[m] = newIntegrator(a.ix, measure(m), a.ix.main)
		total, err := a.by[m].into(a.ix.main, true)
		if bound && endless(err) {
			total, err = a.ix.everything(), nil
		}
		if err != nil {
			return err
		}
		a.integral[m] = total
		for _, set := range total.closed {
			for _, c := range set {
				a.warn(CodeClosedLoop, c, measure(m), Percent{})
			}
		}
	}
	return nil
}

func endless(err error) bool {
	var structure *StructureError
	return errors.As(err, &structure) && structure.Code == CodeNotComputable
}

// everything gives all of main to each that reaches it.
func (ix *index) everything() *integral {
	all := &integral{total: make([]number, ix.size())}
	for _, i := range ix.above {
		all.total[i] = one
	}
	all.total[ix.main] = one
	return all
}

func (a *Analysis) standing(steer *steering) {
	ix := a.ix
	n := len(ix.above) - len(ix.companies)
	a.Holders, a.through = make([]Holder, 0, n), make([]bool, 0, n)
	for _, i := range ix.above {
		if ix.entity(i).Type != Individual {
			continue
		}
		r := steer.of(i)
		h := Holder{ID: ix.id(i), Ownership: percentOf(a.integral[ownership].total[i]), Controls: r.controls}
		h.Voting = h.Ownership
		if ix.mixed {
			h.Voting = percentOf(a.integral[voting].total[i])
		}
		h.AttributedOwnership, h.AttributedVoting = percentOf(r.shares), percentOf(r.votes)
		a.Holders = append(a.Holders, h)
		a.through = append(a.through, r.through)
	}
}

func (a *Analysis) concerts(steer *steering) {
	for _, g := range a.ix.graph.Groups {
		members := make([]int32, len(g.Members))
		for i, id := range g.Members {
			members[i] = a.ix.at[id]
		}
		r := steer.of(members...)
		a.Groups = append(a.Groups, Concert{
			ID: g.ID, Members: g.Members, Controls: r.controls, through: r.through,
			AttributedOwnership: percentOf(r.shares), AttributedVoting: percentOf(r.votes),
		})
	}
}

func (a *Analysis) intermediates(steer *steering) {
	ix := a.ix
	a.Companies = make([]Intermediate, 0, len(ix.companies))
	controls := make(map[int32]bool)
	for _, c := range ix.companies {
		e := ix.entity(c)
		r := Intermediate{ID: e.ID, Type: e.Type, Controls: steer.of(c).controls}
		controls[c] = r.Controls
		r.Gross, r.Net, r.Circular = a.integral[ownership].figures(c)
		r.GrossVoting, r.NetVoting = r.Gross, r.Net
		if ix.mixed {
			var circular bool
			r.GrossVoting, r.NetVoting, circular = a.integral[voting].figures(c)
			r.Circular = r.Circular || circular
		}
		a.Companies = append(a.Companies, r)
		if from, to := ix.in(c); from == to {
			a.Leaves = append(a.Leaves, Leaf{ID: e.ID, Type: e.Type, Ownership: r.Gross, Voting: r.GrossVoting})
			if e.Type == Company {
				a.warn(CodeUntraced, c, ownership, r.Gross)
			}
		}
	}
	next := 0
	for _, i := range ix.above {
		controlling := false
		if ix.entity(i).Type == Individual {
			controlling = a.Holders[next].Controls
			next++
		} else {
			controlling = controls[i]
		}
		if controlling {
			a.Controllers = append(a.Controllers, ix.id(i))
		}
	}
}

// figures returns gross and net of a company above the target. In a closed loop
// only net exists.
func (t *integral) figures(c int32) (gross, net Percent, circular bool) {
	n, circular := t.net[c]
	if !circular {
		gross = percentOf(t.total[c])
		return gross, gross, false
	}
	if !t.total[c].isZero() || n.isZero() {
		gross = percentOf(t.total[c])
	}
	return gross, percentOf(n), true
}

// coverage is what the individuals have altogether, and what main has of itself.
func (a *Analysis) coverage() {
	ix := a.ix
	for m := range a.integral {
		var sum number
		for _, i := range ix.above {
			if ix.entity(i).Type == Individual {
				sum = sum.add(a.integral[m].total[i])
			}
		}
		rest := Whole(100).Sub(percentOf(sum))
		if measure(m) == ownership {
			a.UnresolvedOwnership, a.UnresolvedVoting = rest, rest
		} else {
			a.UnresolvedVoting = rest
		}
		if !ix.mixed {
			break
		}
	}
	// main's own net figure is that of walks that come back once: all of it is 1,
	// and the part that comes back is 1 - net/gross
	t := a.integral[ownership]
	net, circular := t.net[ix.main]
	if !circular {
		return
	}
	if gross := t.total[ix.main]; !gross.isZero() {
		a.SelfHolding = percentOf(one.minus(net.over(gross)))
	} else {
		a.SelfHolding = Whole(100) // closed: nobody else
	}
	a.warn(CodeSelfHolding, ix.main, ownership, a.SelfHolding)
}

func (a *Analysis) declared(tolerance Percent) {
	if tolerance.IsZero() {
		tolerance = percent(number{lo: 1, scale: 2}, false)
	}
	for i := range a.ix.size() {
		e := a.ix.entity(i)
		for m, declared := range [2]Percent{e.DeclaredOwnership, e.DeclaredVoting} {
			if declared.IsZero() {
				continue
			}
			d := Declaration{ID: e.ID, Measure: measure(m).String(), Declared: declared, Computed: percentOf(a.integral[m].total[i])}
			difference := d.Computed.Sub(declared)
			d.Differs = difference.number().cmp(tolerance.number()) > 0
			a.Declared = append(a.Declared, d)
			if d.Differs {
				a.warn(CodeDeclaredDiffers, i, measure(m), difference)
			}
		}
	}
}

// Holder returns the individual with that id, if it reaches main.
func (a *Analysis) Holder(id string) (Holder, bool) {
	for i := range a.Holders {
		if a.Holders[i].ID == id {
			return a.Holders[i], true
		}
	}
	return Holder{}, false
}
