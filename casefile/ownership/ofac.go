package ownership

import (
	"strconv"

	"github.com/bonafide-go/bonafide"
)

const ofacSource = "OFAC 50 Percent Rule of 13 August 2014, FAQ 398, 399 and 401"

// OFAC50 applies the 50 percent rule of the US Office of Foreign Assets Control: an
// entity is blocked if blocked persons own 50 % or more of it altogether, across
// programmes. Nothing is multiplied: the holding of an entity that is blocked
// counts in full, that of any other not at all. It looks at ownership only, at
// outstanding shares, and at the whole graph, main or not.
//
// The finding's owners are the entities that the rule blocks, in the order of the
// graph, each with the blocked holders that make it so; the given ones are blocked
// already and are not repeated. An id that is not in the graph is a fault.
func (a *Analysis) OFAC50(blocked ...string) (Finding, error) {
	if a.ix == nil {
		return Finding{}, errDecoded
	}
	ix := a.ix
	var faults bonafide.Faults
	isBlocked := make([]bool, ix.size())
	var queue []int32
	for i, id := range blocked {
		c, ok := ix.at[id]
		if !ok {
			faults.Add("blocked["+strconv.Itoa(i)+"]", bonafide.CodeUnknown)
			continue
		}
		if !isBlocked[c] {
			isBlocked[c] = true
			queue = append(queue, c)
		}
	}
	if err := faults.Err(); err != nil {
		return Finding{}, err
	}
	given := len(queue)
	held := make(map[int32]number)
	for next := 0; next < len(queue); next++ {
		for _, k := range ix.of(queue[next]) {
			c := ix.held[k]
			held[c] = held[c].add(ix.share[ownership][k])
			if !isBlocked[c] && held[c].cmp(ix.outstanding(ownership, c).mul(half)) >= 0 && !held[c].isZero() {
				isBlocked[c] = true
				queue = append(queue, c)
			}
		}
	}
	derived := make(map[int32]bool, len(queue)-given)
	for _, c := range queue[given:] {
		derived[c] = true
	}
	f := Finding{Rules: "ofac50", Owners: []Owner{}}
	for c := range ix.size() {
		if derived[c] {
			f.Owners = append(f.Owners, Owner{ID: ix.id(c), Reasons: a.blockedBy(c, isBlocked)})
		}
	}
	f.MayHideOwner = Whole(50).Cmp(a.UnresolvedOwnership) <= 0
	return f, nil
}

// blockedBy lists the blocked holders of a company.
func (a *Analysis) blockedBy(c int32, isBlocked []bool) []Reason {
	ix := a.ix
	var reasons []Reason
	from, to := ix.in(c)
	for k := from; k < to; k++ {
		h, s := ix.holder[k], ix.share[ownership][k]
		if isBlocked[h] && !s.isZero() {
			reasons = append(reasons, Reason{
				Code: "ofac:50", Source: ofacSource, Measure: HeldByBlocked,
				Value: percentOf(s), Threshold: Whole(50), Through: ix.id(h),
			})
		}
	}
	return reasons
}
