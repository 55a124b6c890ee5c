package ownership

import (
	"strconv"

	"github.com/bonafide-go/bonafide"
)

// Where the tests of the EU and the UK are from.
const (
	euSource = "Council of the EU, best practices on restrictive measures, update of 3 July 2024; Commission FAQ on asset freezes no. 8, 8 April 2022"
	ukSource = "Russia (Sanctions) (EU Exit) Regulations 2019, regulation 7, and the like; OFSI general guidance 4.14, March 2022"
)

// EUOwned applies the test of the European Union to persons on its list: an entity counts
// as theirs if they own 50 % or more of it altogether, or if one of them controls it by
// more than half of its votes or by other means. What such an entity owns counts in full.
//
// It rests on the Council's best practices as updated on 3 July 2024, before which it was
// more than 50 %, and, for adding up, on the Commission's FAQ no. 8 of 8 April 2022. Both
// bind no court: the presumption can be rebutted, and control has other signs that no
// graph shows. The finding is as that of [Analysis.OFAC50].
func (a *Analysis) EUOwned(listed ...string) (Finding, error) {
	return a.sanctioned("eu50", euSource, listed, func(r *realm) {
		for grown := true; grown; {
			n := len(r.all)
			r.close(r.all, func(c int32) bool { return r.shares.half(c) })
			for _, owners := range r.owners {
				r.close(owners, func(c int32) bool { return r.votes.majority(c) })
			}
			for _, h := range r.all { // of several persons together: each holding by itself
				r.close([]int32{h}, func(c int32) bool { return r.votes.majority(c) })
				if len(r.all) > n {
					break
				}
			}
			grown = len(r.all) > n
		}
	})
}

// UKOwned applies the test of the United Kingdom to persons on its list: an entity counts
// as theirs if one of them, with the entities that this one has a majority of, holds more
// than 50 % of its shares or of its votes, or controls it by other means. Several persons
// are not added up, unless they are a [Group]: its members count as one.
//
// It rests on regulation 7 of the Russia (Sanctions) (EU Exit) Regulations 2019, which the
// other regimes under the Sanctions and Anti-Money Laundering Act 2018 repeat, and on
// paragraph 4.14 of OFSI's general guidance of March 2022. That affairs are expected to
// follow somebody's wishes is for people to judge. The finding is as that of
// [Analysis.OFAC50].
func (a *Analysis) UKOwned(listed ...string) (Finding, error) {
	return a.sanctioned("uk50", ukSource, listed, func(r *realm) {
		for _, owners := range r.owners {
			r.close(owners, func(c int32) bool { return r.shares.majority(c) || r.votes.majority(c) })
		}
	})
}

// A realm is what listed persons have.
type realm struct {
	ix            *index
	in            []bool    // by entity: listed, or found to be theirs
	all           []int32   // the same
	owners        [][]int32 // who counts as one: each listed person, and each group with one
	shares, votes sums
}

// sums are what a set of holders has in companies.
type sums struct {
	ix   *index
	m    measure
	held map[int32]number
}

func (s *sums) half(c int32) bool {
	return !s.held[c].isZero() && s.held[c].cmp(s.ix.outstanding(s.m, c).mul(half)) >= 0
}

func (s *sums) majority(c int32) bool {
	return s.held[c].cmp(s.ix.outstanding(s.m, c).mul(half)) > 0
}

// close takes all that follows where some holders, with what they take, pass a test, or
// control by other means.
func (r *realm) close(from []int32, passes func(c int32) bool) {
	ix := r.ix
	r.shares, r.votes = sums{ix, ownership, make(map[int32]number)}, sums{ix, voting, make(map[int32]number)}
	taken := make(map[int32]bool, len(from))
	queue := append([]int32(nil), from...)
	for _, h := range from {
		taken[h] = true
	}
	for next := 0; next < len(queue); next++ {
		for _, k := range ix.of(queue[next]) {
			c := ix.held[k]
			r.shares.held[c] = r.shares.held[c].add(ix.share[ownership][k])
			r.votes.held[c] = r.votes.held[c].add(ix.share[voting][k])
			if taken[c] || !passes(c) && (ix.by == nil || !ix.by[k]) {
				continue
			}
			taken[c] = true
			queue = append(queue, c)
			if !r.in[c] {
				r.in[c] = true
				r.all = append(r.all, c)
			}
		}
	}
}

// sanctioned makes the finding of one authority's test.
func (a *Analysis) sanctioned(name, source string, listed []string, grow func(*realm)) (Finding, error) {
	if a.ix == nil {
		return Finding{}, errDecoded
	}
	ix := a.ix
	var faults bonafide.Faults
	r := &realm{ix: ix, in: make([]bool, ix.size())}
	for i, id := range listed {
		c, ok := ix.at[id]
		if !ok {
			faults.Add("listed["+strconv.Itoa(i)+"]", bonafide.CodeUnknown)
			continue
		}
		if !r.in[c] {
			r.in[c] = true
			r.all = append(r.all, c)
			r.owners = append(r.owners, []int32{c})
		}
	}
	if err := faults.Err(); err != nil {
		return Finding{}, err
	}
	given := make(map[int32]bool, len(r.all))
	for _, c := range r.all {
		given[c] = true
	}
	for i := range ix.graph.Groups {
		var members []int32
		with := false
		for _, id := range ix.graph.Groups[i].Members {
			members = append(members, ix.at[id])
			with = with || given[ix.at[id]]
		}
		if with {
			r.owners = append(r.owners, members)
		}
	}
	grow(r)
	for _, owners := range r.owners {
		for _, c := range owners {
			r.in[c] = true // what else the members of a group hold is told as well
		}
	}
	theirs := make(map[int32]bool, len(r.all))
	for _, c := range r.all {
		theirs[c] = !given[c]
	}
	f := Finding{Rules: name, Owners: []Owner{}}
	for c := range ix.size() {
		if theirs[c] {
			f.Owners = append(f.Owners, Owner{ID: ix.id(c), Reasons: a.heldBy(c, r.in, name, source)})
		}
	}
	f.MayHideOwner = Whole(50).Cmp(a.UnresolvedOwnership) <= 0
	return f, nil
}

// heldBy lists the listed holders of a company, and those that are theirs.
func (a *Analysis) heldBy(c int32, in []bool, name, source string) []Reason {
	ix := a.ix
	var reasons []Reason
	from, to := ix.in(c)
	for k := from; k < to; k++ {
		most := ix.share[ownership][k]
		if v := ix.share[voting][k]; v.cmp(most) > 0 {
			most = v
		}
		if in[ix.holder[k]] {
			reasons = append(reasons, Reason{Code: name[:2] + ":50", Source: source, Measure: HeldByBlocked, Value: percentOf(most), Threshold: Whole(50), Through: ix.id(ix.holder[k])})
		}
	}
	return reasons
}
