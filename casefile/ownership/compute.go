package ownership

import (
	"context"
	"errors"
	"sync/atomic"

	"github.com/bonafide-go/bonafide"
)

// Compute is [ComputeContext] for a caller that waits as long as it takes.
func Compute(g Graph, opts *Options) (*Analysis, error) {
	return ComputeContext(context.Background(), g, opts)
}

// ComputeContext analyses a graph for its main company. A nil opts is the zero Options.
//
// It fails with a [*bonafide.InvalidError] that lists every fault of the graph, or
// with a [*StructureError] where there is no answer, and with the error of the context
// soon after that ends. Every figure is exact. Time
// and memory grow with the size of the graph, with the cube of the size of each set
// of companies that own each other in circles, and with how far each owner's control
// reaches. What would take much more than half a second on circles is refused with
// [CodeTooComplex].
//
// The analysis refers to the graph, which must not be changed as long as the
// analysis is in use.
func ComputeContext(ctx context.Context, g Graph, opts *Options) (*Analysis, error) {
	if opts == nil {
		opts = &Options{}
	}
	ix, err := newIndex(g, opts.AsOf)
	if err != nil {
		return nil, err
	}
	return analyse(ix, opts, newEffort(ctx), false)
}

// analyse computes everything. With bound set, totals that grow without end are
// taken to be 100 %: an upper bound of any.
func analyse(ix *index, opts *Options, work *effort, bound bool) (*Analysis, error) {
	a := &Analysis{Main: ix.graph.Main, AsOf: opts.AsOf, ix: ix, opts: *opts, Controllers: []string{}, filled: new(atomic.Pointer[filled])}
	if err := a.allocation(opts.Strict); err != nil {
		return nil, err
	}
	steer := newSteering(ix)
	if opts.SuspendCircularVotes && ix.suspend(steer) {
		if err := ix.treasuryInBounds(); err != nil {
			return nil, err
		}
		steer = newSteering(ix)
	}
	err := a.integrate(work, bound)
	if err == nil {
		a.standing(steer.by(work))
		a.concerts(steer)
		a.intermediates(steer)
	}
	if work.stopped() {
		return nil, work.err
	}
	if err != nil {
		return nil, err
	}
	a.coverage()
	a.Layers = ix.layers(a.by[ownership].sets)
	a.declared(opts.Tolerance)
	a.Beside = ix.beside()
	return a, nil
}

// allocation adds up the direct shares of every company. What is said of ownership
// is not said again of votes where they are the same.
func (a *Analysis) allocation(strict bool) error {
	ix := a.ix
	for c := range ix.size() {
		if !ix.entity(c).Type.ownable() {
			continue
		}
		own := ix.direct(ownership, c)
		if err := a.sum(c, ownership, own, strict); err != nil {
			return err
		}
		if !ix.mixed {
			continue
		}
		if votes := ix.direct(voting, c); votes.cmp(own) != 0 {
			if err := a.sum(c, voting, votes, strict); err != nil {
				return err
			}
		}
	}
	return ix.treasuryInBounds()
}

func (a *Analysis) sum(c int32, m measure, sum number, strict bool) error {
	switch sum.cmp(one) {
	case 1:
		if strict {
			return notComputable(a.ix, m, CodeOverAllocated, []int32{c})
		}
		a.warn(CodeOverAllocated, c, m, percentOf(sum))
	case -1:
		from, to := a.ix.in(c)
		if a.ix.reaches[c] && a.ix.entity(c).Type == Company && (from < to || c == a.ix.main) {
			a.warn(CodeUnresolved, c, m, percentOf(one.minus(sum)))
		}
	}
	return nil
}

// treasuryInBounds refuses a company above main that holds all of itself: there
// would be nothing to divide by.
func (ix *index) treasuryInBounds() error {
	for m := range ix.own {
		for c, own := range ix.own[m] {
			if ix.reaches[c] && own.cmp(one) >= 0 {
				return notComputable(ix, measure(m), CodeNotComputable, []int32{c})
			}
		}
	}
	return nil
}

func (a *Analysis) warn(code bonafide.Code, c int32, m measure, p Percent) {
	a.Warnings = append(a.Warnings, Warning{Code: code, Entity: a.ix.id(c), Measure: m.String(), Percentage: p})
}

func (a *Analysis) integrate(work *effort, bound bool) error {
	for m := range a.integral {
		if measure(m) == voting && !a.ix.mixed {
			a.by[m], a.integral[m] = a.by[ownership], a.integral[ownership]
			break
		}
		a.by[m] = newIntegrator(a.ix, measure(m), a.ix.main, work)
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

func endless(err error) bool { return failed(err, CodeNotComputable) }

func tooComplex(err error) bool { return failed(err, CodeTooComplex) }

func failed(err error, code bonafide.Code) bool {
	var structure *StructureError
	return errors.As(err, &structure) && structure.Code == code
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
	controls := steer.controllers()
	for _, c := range ix.companies {
		e := ix.entity(c)
		r := Intermediate{ID: e.ID, Type: e.Type, Controls: controls[c]}
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
	a.split()
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
