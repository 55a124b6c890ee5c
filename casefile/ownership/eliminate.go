package ownership

import (
	"math"
	"math/big"
)

// An elimination is a block's matrix, taken apart modulo one prime: I - A = L U.
type elimination struct {
	p       modulus
	det     uint64
	inverse []uint64   // inverses of the pivots
	lower   [][]factor // by company k: L over up[k]
	upper   [][]factor // by company k: U over up[k]
	minor   []uint64   // diagonal cofactors; nil unless asked for
}

// eliminate takes the block apart modulo p, or returns false if p divides one of
// its leading minors. All of those are positive, so few primes do.
func (b *block) eliminate(p modulus, minors bool, a []uint64) (elimination, bool) {
	n := len(b.company)
	for k, up := range b.up {
		for _, i := range up {
			a[k*n+int(i)], a[int(i)*n+k] = 0, 0
		}
		a[k*n+k] = b.diag[k].mod(p)
	}
	for _, c := range b.cells {
		a[int(c.row)*n+int(c.col)] = p.sub(0, c.value.mod(p))
	}
	e := elimination{p: p, det: 1, inverse: make([]uint64, n), lower: make([][]factor, n), upper: make([][]factor, n)}
	for k, up := range b.up {
		pivot := a[k*n+k]
		if pivot == 0 {
			return elimination{}, false
		}
		e.det = p.mul(e.det, pivot)
		inverse := p.inverse(pivot)
		e.inverse[k] = inverse
		e.lower[k], e.upper[k] = make([]factor, len(up)), make([]factor, len(up))
		top := a[k*n : k*n+n]
		byPivot := p.factor(inverse)
		for s, i := range up {
			row := a[int(i)*n : int(i)*n+n]
			f := p.factor(p.times(row[k], byPivot))
			e.lower[k][s] = f
			if f.w == 0 {
				continue
			}
			for _, j := range up {
				row[j] = p.sub(row[j], p.times(top[j], f))
			}
		}
		for s, j := range up {
			e.upper[k][s] = p.factor(top[j])
		}
	}
	if minors {
		e.minors(b, a)
	}
	return e, true
}

// minors computes the diagonal of the inverse, times the determinant, from the
// last company to the first (Takahashi, Fagan and Chin 1973): only entries where
// L or U has one are ever needed. It overwrites a.
func (e *elimination) minors(b *block, a []uint64) {
	n, p := len(b.company), e.p
	e.minor = make([]uint64, n)
	right, left := make([]uint64, n), make([]uint64, n)
	for k := n - 1; k >= 0; k-- {
		up := b.up[k]
		for _, j := range up {
			right[j], left[j] = 0, 0
		}
		for s, i := range up {
			row, f, l := a[int(i)*n:int(i)*n+n], e.upper[k][s], e.lower[k][s]
			for _, j := range up {
				right[j] = p.add(right[j], p.times(row[j], f))
				left[j] = p.add(left[j], p.times(a[int(j)*n+int(i)], l))
			}
		}
		byPivot := p.factor(e.inverse[k])
		own := uint64(1)
		for s, i := range up {
			left[i] = p.sub(0, left[i])
			a[int(i)*n+k] = left[i]
			a[k*n+int(i)] = p.sub(0, p.times(right[i], byPivot))
			own = p.sub(own, p.times(left[i], e.upper[k][s]))
		}
		a[k*n+k] = p.times(own, byPivot)
		e.minor[k] = p.mul(a[k*n+k], e.det)
	}
}

// solve returns the determinant times the solution for a right side.
func (e *elimination) solve(b *block, right []*big.Int) []uint64 {
	p, x := e.p, e.residues(right)
	for k, up := range b.up {
		if x[k] == 0 {
			continue
		}
		for s, i := range up {
			x[i] = p.sub(x[i], p.times(x[k], e.lower[k][s]))
		}
	}
	for k := len(x) - 1; k >= 0; k-- {
		for s, j := range b.up[k] {
			x[k] = p.sub(x[k], p.times(x[j], e.upper[k][s]))
		}
		x[k] = p.mul(x[k], e.inverse[k])
	}
	return e.byDet(x)
}

// residues are the remainders of a right side, nil for zero.
func (e *elimination) residues(right []*big.Int) []uint64 {
	x := make([]uint64, len(right))
	for i, r := range right {
		if r != nil {
			x[i] = e.p.of(r)
		}
	}
	return x
}

// byDet multiplies a solution by the determinant.
func (e *elimination) byDet(x []uint64) []uint64 {
	by := e.p.factor(e.det)
	for i := range x {
		x[i] = e.p.times(x[i], by)
	}
	return x
}

// primes is how many primes it takes to tell the solution for a right side.
func (b *block) primes(right []*big.Int) int {
	sum := new(big.Int)
	for _, r := range right {
		if r != nil {
			sum.Add(sum, r)
		}
	}
	return int(math.Ceil((b.bits + float64(sum.BitLen())) / 61.9)) // every prime here is more than 2^61.9
}

// numerators returns the determinant, det × z for the right side, and the
// diagonal cofactors where asked for, by that many primes.
func (b *block) numerators(right []*big.Int, count int, minors bool) (det *big.Int, z, minor []*big.Int) {
	join := b.joined(count)
	residues := make([][]uint64, count)
	for i := range residues {
		residues[i] = b.solved[i].solve(b, right)
	}
	one := make([]uint64, count)
	pick := func(f func(i int) uint64) *big.Int {
		for i := range one {
			one[i] = f(i)
		}
		return join.integer(one)
	}
	det = pick(func(i int) uint64 { return b.solved[i].det })
	z = make([]*big.Int, len(right))
	for j := range z {
		z[j] = pick(func(i int) uint64 { return residues[i][j] })
	}
	if minors {
		minor = make([]*big.Int, len(right))
		for j := range minor {
			minor[j] = pick(func(i int) uint64 { return b.solved[i].minor[j] })
		}
	}
	return det, z, minor
}

// joined joins the solutions by that many primes.
func (b *block) joined(count int) remainders {
	if b.join == nil || b.join.count != count {
		b.join = newRemainders(b.solved[:count])
	}
	join := *b.join
	join.term = new(big.Int)
	return join
}

// prepare takes the block apart modulo as many primes as are needed, once. It reports
// false where nobody waits for it any more.
func (b *block) prepare(count int, minors bool, work *effort) bool {
	var p modulus
	if len(b.solved) > 0 {
		p = b.solved[len(b.solved)-1].p
	}
	var a []uint64
	for len(b.solved) < count {
		if work.stopped() {
			return false
		}
		if a == nil {
			a = make([]uint64, len(b.company)*len(b.company))
		}
		p = nextPrime(p)
		if e, ok := b.eliminate(p, minors, a); ok {
			b.solved = append(b.solved, e)
		}
	}
	return true
}

// remainders puts residues together (Chinese remainder theorem).
type remainders struct {
	count   int
	product *big.Int
	weight  []*big.Int
	term    *big.Int
}

func newRemainders(e []elimination) *remainders {
	r := &remainders{count: len(e)}
	if len(e) == 1 {
		return r
	}
	r.product, r.term = big.NewInt(1), new(big.Int)
	for i := range e {
		r.product.Mul(r.product, r.term.SetUint64(uint64(e[i].p)))
	}
	for i := range e {
		p := e[i].p
		w := new(big.Int).Quo(r.product, r.term.SetUint64(uint64(p)))
		r.weight = append(r.weight, w.Mul(w, r.term.SetUint64(p.inverse(p.of(w)))))
	}
	return r
}

func (r *remainders) integer(residue []uint64) *big.Int {
	if len(residue) == 1 {
		return new(big.Int).SetUint64(residue[0])
	}
	sum := new(big.Int)
	for i, w := range r.weight {
		sum.Add(sum, r.term.Mul(w, new(big.Int).SetUint64(residue[i])))
	}
	return sum.Mod(sum, r.product)
}
