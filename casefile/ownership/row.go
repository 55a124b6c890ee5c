package ownership

import "math/big"

// of integrates the other way: what one holder has in each of the wanted companies, in
// their order. It is for few holders and many companies; [integrator.into] is for many
// holders and few companies.
func (in *integrator) of(holder int32, wanted []int32) ([]number, error) {
	r := row{in: in, holder: holder, have: make([]number, in.ix.size()), wanted: make(map[int32]bool, len(wanted))}
	for _, c := range wanted {
		r.wanted[c] = true
	}
	for s := in.sets.len() - 1; s >= 0; s-- {
		if err := r.settle(s); err != nil {
			return nil, err
		}
	}
	out := make([]number, len(wanted))
	for i, c := range wanted {
		out[i] = r.have[c]
	}
	return out, nil
}

// A row is what one holder has in each company.
type row struct {
	in     *integrator
	holder int32
	have   []number // by company
	wanted map[int32]bool
}

// settle finds what the holder has in one set, from what it has in those above.
func (r *row) settle(s int) error {
	in, ix := r.in, r.in.ix
	set := in.sets.of(s)
	right := make([]number, len(set))
	some := false
	for i, c := range set {
		right[i] = r.reaching(c, int32(s))
		some = some || !right[i].isZero()
	}
	switch {
	case !some:
		return nil
	case len(set) == 1:
		r.have[set[0]] = right[0]
		if own := ix.own[in.m][set[0]]; !own.isZero() {
			r.have[set[0]] = right[0].over(one.minus(own))
		}
	default:
		b, err := in.block(s, set)
		if err != nil {
			return err
		}
		switch {
		case b.closed && in.sets.set[r.holder] == int32(s):
			return nil // nobody is behind it, see seal
		case b.closed:
			return notComputable(ix, in.m, CodeNotComputable, set)
		case !r.solve(b, set, right):
			return notComputable(ix, in.m, CodeTooComplex, set)
		}
	}
	for _, c := range set {
		if r.have[c].scale > maxDecimals {
			return notComputable(ix, in.m, CodeTooComplex, []int32{c})
		}
	}
	return nil
}

// reaching is what the holder has of a company directly and through other sets.
func (r *row) reaching(c, set int32) number {
	ix, share := r.in.ix, r.in.ix.share[r.in.m]
	var sum number
	if c == r.holder {
		sum = ix.own[r.in.m][c]
	}
	from, to := ix.in(c)
	for k := from; k < to; k++ {
		h := ix.holder[k]
		if h == r.holder {
			sum = sum.add(share[k])
		}
		if above := r.in.sets.set[h]; above >= 0 && above != set && !r.have[h].isZero() {
			sum = sum.add(share[k].mul(r.have[h]))
		}
	}
	return sum
}

// solve finds what the holder has in the companies of a block that matter. It reports
// false where that is more work than is left.
func (r *row) solve(b *block, set []int32, right []number) bool {
	at := make(map[int32]number, len(set))
	for i, c := range set {
		at[c] = right[i]
	}
	list := make([]number, len(set))
	for i, c := range b.company {
		list[i] = at[c]
	}
	whole, scale, den := aligned(list)
	for i := range whole {
		if whole[i] != nil {
			whole[i].Mul(whole[i], b.scale[i].big())
		}
	}
	var pick []int
	for i, c := range b.company {
		if r.wanted[c] || r.leads(c) {
			pick = append(pick, i)
		}
	}
	count := b.primes(whole)
	if !r.in.effort.spend(b.cost(count, len(pick), false)) || !b.prepare(count, false, r.in.effort) {
		return false
	}
	det, have := b.across(whole, count, pick)
	below := overDen(det.Mul(det, den))
	for n, i := range pick {
		if have[n].Sign() != 0 {
			r.have[b.company[i]] = fraction(have[n], scale, below)
		}
	}
	return true
}

// leads reports whether a company has a part of one in another set.
func (r *row) leads(c int32) bool {
	ix, sets := r.in.ix, r.in.sets
	for _, k := range ix.of(c) {
		if to := sets.set[ix.held[k]]; to >= 0 && to != sets.set[c] && !ix.share[r.in.m][k].isZero() {
			return true
		}
	}
	return false
}

// across is numerators for the transposed equations: the determinant, and det × y of the
// picked companies.
func (b *block) across(right []*big.Int, count int, pick []int) (det *big.Int, y []*big.Int) {
	join := b.joined(count)
	residues := make([][]uint64, count)
	dets := make([]uint64, count)
	for i := range residues {
		residues[i], dets[i] = b.solved[i].across(b, right), b.solved[i].det
	}
	y = make([]*big.Int, len(pick))
	residue := make([]uint64, count)
	for n, j := range pick {
		for i := range residues {
			residue[i] = residues[i][j]
		}
		y[n] = join.integer(residue)
	}
	return join.integer(dets), y
}

// across returns the determinant times the solution of the transposed equations.
func (e *elimination) across(b *block, right []*big.Int) []uint64 {
	p, x := e.p, e.residues(right)
	for k, up := range b.up {
		if x[k] == 0 {
			continue
		}
		x[k] = p.mul(x[k], e.inverse[k])
		for s, j := range up {
			x[j] = p.sub(x[j], p.times(x[k], e.upper[k][s]))
		}
	}
	for k := len(x) - 1; k >= 0; k-- {
		for s, i := range b.up[k] {
			x[k] = p.sub(x[k], p.times(x[i], e.lower[k][s]))
		}
	}
	return e.byDet(x)
}
