package ownership

import (
	"github.com/bonafide-go/bonafide"
)

// A measure is one of the two dimensions of a structure. They are never mixed in
// one figure (shares at one layer and votes at another).
type measure int

const (
	ownership measure = iota
	voting
)

func (m measure) String() string {
	if m == voting {
		return "voting"
	}
	return "ownership"
}

// index is a graph laid out for the algorithms: entities by number, the direct
// holdings in each company in one stretch, repeated pairs added up.
type index struct {
	graph Graph
	at    map[string]int32
	main  int32

	first  []int32             // holdings in c are numbered first[c] to first[c+1]-1
	holder []int32             // by holding
	held   []int32             // by holding: the company
	share  [2][]number         // by measure and holding: fraction of one
	mixed  bool                // votes differ from shares somewhere; else share[1] is share[0]
	own    [2]map[int32]number // treasury shares and votes, by company
	by     []bool              // by holding: controls by other means than votes; nil if no holding does

	mineFirst []int32 // holdings of h are mine[mineFirst[h]:mineFirst[h+1]]
	mine      []int32

	above     []int32 // whatever reaches main by a relation, in input order, without main
	reaches   []bool  // by entity: main itself or above
	companies []int32 // those above that are not individuals, in input order
	upwards   []int32 // the same, the nearest to main first

	special map[int32][]int32 // active relations to what is neither company nor person, by entity; nil where all are
}

func (ix *index) entity(i int32) *Entity { return &ix.graph.Entities[i] }
func (ix *index) id(i int32) string      { return ix.graph.Entities[i].ID }
func (ix *index) size() int32            { return int32(len(ix.graph.Entities)) }

// newIndex checks the graph and lays it out as of a date.
func newIndex(g Graph, asOf bonafide.Date) (*index, error) {
	at, resolved, err := g.resolve()
	if err != nil {
		return nil, err
	}
	if g.nominated() {
		g = g.beneficial(at, asOf)
		if at, resolved, err = g.resolve(); err != nil {
			return nil, err
		}
	}
	ix := &index{graph: g, at: at, main: at[g.Main]}
	if err := ix.holdings(resolved, asOf); err != nil {
		return nil, err
	}
	ix.turn()
	ix.climb()
	ix.parties(resolved)
	return ix, nil
}

// parties lists the relations to trusts, foundations and the like, whose roles count.
func (ix *index) parties(resolved []ends) {
	plain := true
	for _, c := range ix.companies {
		plain = plain && ix.entity(c).Type == Company
	}
	if plain && ix.entity(ix.main).Type == Company {
		return
	}
	ix.special = make(map[int32][]int32)
	for i, end := range resolved {
		if end.from >= 0 && ix.reaches[end.to] && ix.entity(end.to).Type != Company {
			ix.special[end.to] = append(ix.special[end.to], int32(i))
		}
	}
}

// relation is one of the graph, by number.
func (ix *index) relation(i int32) *Relation { return &ix.graph.Relations[i] }

// active reports whether the relation counts on a day. A relation with dates and
// no day to hold them against is a fault: to guess would be to decide.
func (r *Relation) active(asOf bonafide.Date) bool {
	return (r.Start.IsZero() || !asOf.Before(r.Start)) && (r.End.IsZero() || !asOf.After(r.End))
}

// shares returns the direct fractions of a relation. Voting that is not given is
// the same as ownership.
func (r *Relation) shares() (own, votes number) {
	if r.Ownership.set {
		own = r.Ownership.fraction()
	}
	if !r.Voting.set {
		return own, own
	}
	return own, r.Voting.fraction()
}

func (ix *index) holdings(resolved []ends, asOf bonafide.Date) error {
	relations := ix.graph.Relations
	n := ix.size()
	first := make([]int32, n+2)
	for i := range relations {
		r := &relations[i]
		if !(r.Start.IsZero() && r.End.IsZero()) {
			if asOf.IsZero() {
				return bonafide.Invalid("as_of", bonafide.CodeRequired)
			}
			if !r.active(asOf) {
				resolved[i].from = -1
				continue
			}
		}
		if !ix.entity(resolved[i].to).Type.ownable() {
			resolved[i].from = -1 // says for whom a nominee holds
			continue
		}
		if r.Band != nil || r.VotesBand != nil {
			return bonafide.Invalid("relations", CodeBand)
		}
		if r.Voting.set && r.Voting.Cmp(r.Ownership) != 0 {
			ix.mixed = true
		}
		first[resolved[i].to+2]++
	}
	for c := int32(0); c < n; c++ {
		first[c+2] += first[c+1]
	}
	// place the relations by company, then merge those of one pair
	placed := make([]int32, first[n+1])
	for i, end := range resolved {
		if end.from >= 0 {
			placed[first[end.to+1]] = int32(i)
			first[end.to+1]++
		}
	}
	ix.merge(first[:n+1], placed, resolved)
	return nil
}

// merge fills the holdings from the relations of each company, and takes treasury
// shares out of them.
func (ix *index) merge(first, placed []int32, resolved []ends) {
	n := ix.size()
	ix.first = make([]int32, n+1)
	both := make([]int32, 2*len(placed))
	ix.holder, ix.held = both[:0:len(placed)], both[len(placed):len(placed)]
	ix.share[ownership] = make([]number, 0, len(placed))
	if ix.mixed {
		ix.share[voting] = make([]number, 0, len(placed))
	}
	last := make([]int32, n) // by holder: its latest holding, plus one
	for c := int32(0); c < n; c++ {
		start := int32(len(ix.holder))
		ix.first[c] = start
		for _, i := range placed[first[c]:first[c+1]] {
			r, h := &ix.graph.Relations[i], resolved[i].from
			own, votes := r.shares()
			if h == c {
				ix.treasury(c, own, votes)
				continue
			}
			k := last[h] - 1
			if k < start {
				k = int32(len(ix.holder))
				last[h] = k + 1
				ix.holder = append(ix.holder, h)
				ix.held = append(ix.held, c)
				ix.share[ownership] = append(ix.share[ownership], own)
				if ix.mixed {
					ix.share[voting] = append(ix.share[voting], votes)
				}
			} else {
				ix.share[ownership][k] = ix.share[ownership][k].add(own)
				if ix.mixed {
					ix.share[voting][k] = ix.share[voting][k].add(votes)
				}
			}
			ix.commands(k, r)
		}
	}
	ix.first[n] = int32(len(ix.holder))
	if !ix.mixed {
		ix.share[voting] = ix.share[ownership]
	}
}

func (ix *index) treasury(c int32, own, votes number) {
	for m, part := range [2]number{own, votes} {
		if part.isZero() {
			continue
		}
		if ix.own[m] == nil {
			ix.own[m] = make(map[int32]number)
		}
		ix.own[m][c] = ix.own[m][c].add(part)
	}
}

func (ix *index) commands(k int32, r *Relation) {
	for _, role := range r.Roles {
		if !role.directs() {
			continue
		}
		if ix.by == nil {
			ix.by = make([]bool, cap(ix.holder))
		}
		ix.by[k] = true
	}
}

// turn lists the holdings by holder.
func (ix *index) turn() {
	n := ix.size()
	ix.mineFirst = make([]int32, n+2)
	for _, h := range ix.holder {
		ix.mineFirst[h+2]++
	}
	for h := int32(0); h < n; h++ {
		ix.mineFirst[h+2] += ix.mineFirst[h+1]
	}
	ix.mine = make([]int32, len(ix.holder))
	for k, h := range ix.holder {
		ix.mine[ix.mineFirst[h+1]] = int32(k)
		ix.mineFirst[h+1]++
	}
	ix.mineFirst = ix.mineFirst[:n+1]
}

// climb finds whatever reaches main. What does not is of no account for it.
func (ix *index) climb() {
	n := ix.size()
	ix.reaches = make([]bool, n)
	ix.reaches[ix.main] = true
	queue := append(make([]int32, 0, 64), ix.main)
	reached, people := 0, 0
	for next := 0; next < len(queue); next++ {
		c := queue[next]
		for k := ix.first[c]; k < ix.first[c+1]; k++ {
			if h := ix.holder[k]; !ix.reaches[h] {
				ix.reaches[h] = true
				reached++
				if ix.entity(h).Type == Individual {
					people++ // and not owned
				} else {
					queue = append(queue, h)
				}
			}
		}
	}
	ix.upwards = queue[1:]
	ix.above, ix.companies = make([]int32, 0, reached), make([]int32, 0, reached-people)
	for i := int32(0); i < n; i++ {
		if !ix.reaches[i] || i == ix.main {
			continue
		}
		ix.above = append(ix.above, i)
		if ix.entity(i).Type != Individual {
			ix.companies = append(ix.companies, i)
		}
	}
}

// holdings in c, as a range of numbers.
func (ix *index) in(c int32) (from, to int32) { return ix.first[c], ix.first[c+1] }

// of h, as a list of holdings.
func (ix *index) of(h int32) []int32 { return ix.mine[ix.mineFirst[h]:ix.mineFirst[h+1]] }

// outstanding is what is left of a company after its treasury shares, as a
// fraction of one.
func (ix *index) outstanding(m measure, c int32) number {
	own, ok := ix.own[m][c]
	if !ok {
		return one
	}
	if own.cmp(one) >= 0 {
		return number{}
	}
	return one.minus(own)
}

// direct is the sum of all direct shares of a company, its own included.
func (ix *index) direct(m measure, c int32) number {
	sum := ix.own[m][c]
	from, to := ix.in(c)
	for _, s := range ix.share[m][from:to] {
		sum = sum.add(s)
	}
	return sum
}
