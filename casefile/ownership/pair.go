package ownership

import "math/big"

// pair solves two companies that own parts of each other, by far the most common
// circle, by hand:
//
//	z0 = (r0 d1 + a01 r1) / (d0 d1 - a01 a10), with d = 1 - own shares
//
// where a01 is what the first holds of the second.
func (in *integrator) pair(out *integral, set []int32, net bool) error {
	ix, c0, c1 := in.ix, set[0], set[1]
	own := ix.own[in.m]
	a01, a10 := in.held(c0, c1), in.held(c1, c0)
	d0, d1 := one.minus(own[c0]), one.minus(own[c1])
	whole, round := d0.mul(d1), a01.mul(a10)
	switch whole.cmp(round) {
	case -1:
		return notComputable(ix, in.m, CodeNotComputable, set)
	case 0:
		if a10.cmp(d0) != 0 || a01.cmp(d1) != 0 {
			return notComputable(ix, in.m, CodeNotComputable, set)
		}
		return in.seal(out, set, net)
	}
	det := divisor(whole.minus(round))
	r0, r1 := out.total[c0], out.total[c1]
	n0, n1 := r0.mul(d1).add(a01.mul(r1)), r1.mul(d0).add(a10.mul(r0))
	if net {
		out.setNet(c0, divisor(d1).divide(n0), net)
		out.setNet(c1, divisor(d0).divide(n1), net)
	}
	out.total[c0], out.total[c1] = det.divide(n0), det.divide(n1)
	return nil
}

// held is what one company holds of another.
func (in *integrator) held(holder, company int32) number {
	from, to := in.ix.in(company)
	for k := from; k < to; k++ {
		if in.ix.holder[k] == holder {
			return in.ix.share[in.m][k]
		}
	}
	return number{}
}

// quotient divides several numbers by the same one, so that they share their
// denominator.
type quotient struct {
	by     number
	shared *wide // the mantissa of by, where it is a decimal and fits a word
}

func divisor(by number) quotient {
	q := quotient{by: by.trim()}
	if by := q.by; by.wide == nil && by.hi == 0 {
		q.shared = &wide{den: new(big.Int).SetUint64(by.lo), word: by.lo}
	}
	return q
}

func (q quotient) divide(x number) number {
	if x.isZero() || q.by == one {
		return x
	}
	if q.shared == nil || x.wide != nil {
		return x.over(q.by)
	}
	if x.scale < q.by.scale {
		hi, lo, ok := shift128(x.hi, x.lo, q.by.scale-x.scale)
		if !ok {
			return x.over(q.by)
		}
		return number{hi: hi, lo: lo, wide: q.shared}
	}
	return number{hi: x.hi, lo: x.lo, scale: x.scale - q.by.scale, wide: q.shared}
}
