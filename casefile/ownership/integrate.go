package ownership

import (
	"math/big"
	"slices"
)

// integral is the total of everybody in one company, for one measure: the sum
// over all walks of the products of the shares along them, Y = A (I-A)^-1
// (Brioschi, Buzzacchi and Colombo 1989). One column of it answers for all
// holders at once, so no walk is ever followed.
type integral struct {
	total []number // by entity; of companies: gross
	// Of companies in a circle. Net leaves out what a company holds of itself
	// through others (Baldone, Brioschi and Paleari 1998).
	net    map[int32]number
	closed [][]int32 // sets owned by nobody outside: their gross figure is infinite
}

// integrator computes integrals above a root, such as main. It keeps what is the same for every
// target, so it must not be used concurrently.
type integrator struct {
	ix     *index
	m      measure
	sets   *components
	blocks map[int]*block
	effort *effort
}

func newIntegrator(ix *index, m measure, root int32, e *effort) *integrator {
	return &integrator{ix: ix, m: m, sets: newComponents(ix, m, root), effort: e}
}

// fork returns a copy for concurrent use that starts with all that is known.
func (in *integrator) fork(e *effort) *integrator {
	blocks := make(map[int]*block, len(in.blocks))
	for s, b := range in.blocks {
		own := *b
		own.solved = slices.Clip(own.solved)
		blocks[s] = &own
	}
	return &integrator{ix: in.ix, m: in.m, sets: in.sets, blocks: blocks, effort: e}
}

// knows reports whether the company is the root, or above it by this measure.
func (in *integrator) knows(c int32) bool { return in.sets.set[c] >= 0 }

// into integrates into a target that it knows. Net figures are computed on
// demand. It fails with a [*StructureError].
func (in *integrator) into(target int32, net bool) (*integral, error) {
	out := &integral{total: make([]number, in.ix.size())}
	z, steps := out.total, 0
	z[target] = one
	for s := int(in.sets.set[target]); s < in.sets.len(); s++ {
		set := in.sets.of(s)
		if steps > often {
			if !in.effort.spend(float64(perStep * steps)) {
				return nil, notComputable(in.ix, in.m, CodeTooComplex, set)
			}
			steps = 0
		}
		if untouched(z, set) {
			continue
		}
		if err := in.settle(out, s, set, net); err != nil {
			return nil, err
		}
		for _, c := range set {
			if z[c].scale > maxDecimals {
				return nil, notComputable(in.ix, in.m, CodeTooComplex, []int32{c})
			}
			steps += in.push(z, c, int32(s))
		}
	}
	in.effort.spend(float64(perStep * steps))
	return out, nil
}

// perStep is the work of following one holding.
const perStep = 25

// maxDecimals bounds the digits of an exact figure: several thousand layers of
// shares with two decimals. Each layer adds to them, and each company keeps its own.
const maxDecimals = 20_000

func untouched(z []number, set []int32) bool {
	for _, c := range set {
		if !z[c].isZero() {
			return false
		}
	}
	return true
}

// push hands the figure of a company on to its holders outside its set, and tells how many
// holdings that took.
func (in *integrator) push(z []number, c, set int32) int {
	ix, share := in.ix, in.ix.share[in.m]
	if z[c].isZero() {
		return 1
	}
	from, to := ix.in(c)
	for k := from; k < to; k++ {
		if h := ix.holder[k]; in.sets.set[h] != set && !share[k].isZero() {
			z[h] = z[h].add(z[c].mul(share[k]))
		}
	}
	return int(to-from) + 1
}

// settle turns what reaches a set from below into the figures of its companies.
func (in *integrator) settle(out *integral, s int, set []int32, net bool) error {
	if len(set) == 1 {
		c := set[0]
		if own := in.ix.own[in.m][c]; !own.isZero() {
			out.setNet(c, out.total[c], net)
			out.total[c] = out.total[c].over(one.minus(own))
		}
		return nil
	}
	if len(set) == 2 {
		return in.pair(out, set, net)
	}
	b, err := in.block(s, set)
	if err != nil {
		return err
	}
	if b.closed {
		return in.seal(out, set, net)
	}
	if !b.settle(out, net, in.effort) {
		return notComputable(in.ix, in.m, CodeTooComplex, set)
	}
	return nil
}

// block lays out a set of companies, once.
func (in *integrator) block(s int, set []int32) (*block, error) {
	if b := in.blocks[s]; b != nil {
		return b, nil
	}
	b, err := newBlock(in.ix, in.m, set)
	if err != nil {
		return nil, err
	}
	if in.blocks == nil {
		in.blocks = make(map[int]*block)
	}
	in.blocks[s] = b
	return b, nil
}

func (out *integral) setNet(c int32, n number, net bool) {
	if !net {
		return
	}
	if out.net == nil {
		out.net = make(map[int32]number)
	}
	out.net[c] = n
}

// seal is the least non-negative solution of a set that nobody outside owns: its
// holders outside, who hold nothing, get nothing. Leaving its own walks out, each
// company of it holds all that the set holds.
func (in *integrator) seal(out *integral, set []int32, net bool) error {
	var below number
	for _, c := range set {
		below = below.add(out.total[c])
	}
	for _, c := range set {
		out.setNet(c, below, net)
		out.total[c] = number{}
		from, to := in.ix.in(c)
		for k := from; k < to; k++ {
			if in.sets.set[in.ix.holder[k]] != in.sets.set[c] && !in.ix.share[in.m][k].isZero() {
				return notComputable(in.ix, in.m, CodeNotComputable, set) // more than all of it is held
			}
		}
	}
	out.closed = append(out.closed, set)
	return nil
}

// settle solves the block. The right side is brought over one denominator, so
// that all figures of the block share theirs. It reports false, and does nothing,
// where that is more work than is left.
func (b *block) settle(out *integral, net bool, e *effort) bool {
	list := make([]number, len(b.company))
	for i, c := range b.company {
		list[i] = out.total[c]
	}
	right, scale, den := aligned(list)
	count := b.primes(right)
	if !e.spend(b.cost(count, len(right), net)) || !b.prepare(count, net, e) {
		return false
	}
	det, z, minor := b.numerators(right, count, net)
	whole := overDen(det.Mul(det, den))
	for i, c := range b.company {
		if z[i].Sign() == 0 {
			continue
		}
		if net {
			out.setNet(c, fraction(z[i], scale, overDen(minor[i].Mul(minor[i], den))), net)
		}
		out.total[c] = fraction(new(big.Int).Mul(z[i], b.scale[i].big()), scale, whole)
	}
	return true
}

// aligned brings numbers over one denominator and one scale: whole × 10^-scale / den; nil is
// zero.
func aligned(list []number) (whole []*big.Int, scale uint32, den *big.Int) {
	den = big.NewInt(1)
	for _, r := range list {
		scale = max(scale, r.scale)
		if d := r.den(); d != nil && d.Cmp(den) != 0 {
			den = new(big.Int).Mul(den, new(big.Int).Quo(d, new(big.Int).GCD(nil, nil, den, d)))
		}
	}
	whole = make([]*big.Int, len(list))
	for i, r := range list {
		if r.isZero() {
			continue
		}
		whole[i] = new(big.Int).Mul(r.mantissa(), pow10(scale-r.scale))
		if d := r.den(); d == nil {
			whole[i].Mul(whole[i], den)
		} else if d != den {
			whole[i].Mul(whole[i], new(big.Int).Quo(den, d))
		}
	}
	return whole, scale, den
}
