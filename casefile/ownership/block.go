package ownership

import (
	"math"
	"math/big"
	"math/bits"
)

// A block is a set of companies that own each other in circles. Its equations
// (I - A) z = r are turned into integers, column by column: A's column b, the
// holders of company b, is multiplied by scale[b]. All of it is in the order in
// which the companies are eliminated.
type block struct {
	company []int32
	scale   []integer
	diag    []integer // positive
	cells   []cell
	up      [][]int32 // by company: those after it that its elimination touches, ascending
	bits    float64   // log2 of a bound on the determinant and every cofactor
	work    float64   // multiplications of one elimination
	closed  bool      // owned by nobody outside: the determinant is zero
	solved  []elimination
	join    *remainders // joins as many of the solutions as were needed last
}

// cell is one entry beside the diagonal, with the sign left out (all are negative).
type cell struct {
	row, col int32
	value    integer
}

// integer is a word, or what does not fit one.
type integer struct {
	word  uint64
	large *big.Int
}

func (n integer) mod(p modulus) uint64 {
	if n.large != nil {
		return p.of(n.large)
	}
	return n.word % uint64(p)
}

func (n integer) big() *big.Int {
	if n.large != nil {
		return n.large
	}
	return new(big.Int).SetUint64(n.word)
}

// Limits of a block, so that no input can keep the host busy for minutes.
const (
	maxBlock = 1024 // companies in one circle
	maxWork  = 1 << 32
)

// newBlock lays out a set of companies: three or more, see pair for two. It fails where the set cannot
// be computed: see [StructureError].
func newBlock(ix *index, m measure, set []int32) (*block, error) {
	if len(set) > maxBlock {
		return nil, notComputable(ix, m, CodeTooComplex, set)
	}
	place := make(map[int32]int32, len(set))
	for i, c := range set {
		place[c] = int32(i)
	}
	b := &block{}
	turn := b.arrange(ix, m, set, place)
	if b.work > maxWork {
		return nil, notComputable(ix, m, CodeTooComplex, set)
	}
	over := b.fill(ix, m, place, turn)
	if over && !b.contracts() {
		return nil, notComputable(ix, m, CodeNotComputable, set)
	}
	return b, nil
}

// arrange chooses the order of elimination, always the company with the fewest
// ties left, and lists what each elimination touches. Real circles are sparse: in
// this order they stay so. It returns the new position of each old one.
func (b *block) arrange(ix *index, m measure, set []int32, place map[int32]int32) []int32 {
	n := len(set)
	words := (n + 63) / 64
	ties := make([]uint64, n*words)
	row := func(i int32) []uint64 { return ties[int(i)*words : (int(i)+1)*words] }
	for i, c := range set {
		from, to := ix.in(c)
		for k := from; k < to; k++ {
			if j, ok := place[ix.holder[k]]; ok && !ix.share[m][k].isZero() {
				row(j)[i/64] |= 1 << (i % 64)
				row(int32(i))[j/64] |= 1 << (j % 64)
			}
		}
	}
	b.company = make([]int32, 0, n)
	b.up = make([][]int32, 0, n)
	turn := make([]int32, n)
	for i := range turn {
		turn[i] = -1
	}
	for len(b.company) < n {
		best, fewest := int32(-1), n+1
		for i := range int32(n) {
			if turn[i] >= 0 {
				continue
			}
			degree := 0
			for _, w := range row(i) {
				degree += bits.OnesCount64(w)
			}
			if degree < fewest {
				best, fewest = i, degree
			}
		}
		turn[best] = int32(len(b.company))
		b.company = append(b.company, set[best])
		touched := members(row(best), fewest)
		for _, u := range touched {
			r := row(u)
			for w, bit := range row(best) {
				r[w] |= bit
			}
			r[u/64] &^= 1 << (u % 64)
			r[best/64] &^= 1 << (best % 64)
		}
		b.up = append(b.up, touched)
		b.work += 3*float64(fewest)*float64(fewest) + 8
	}
	for _, touched := range b.up {
		for i, u := range touched {
			touched[i] = turn[u]
		}
		sortSmall(touched)
	}
	return turn
}

func members(set []uint64, n int) []int32 {
	list := make([]int32, 0, n)
	for w, word := range set {
		for ; word != 0; word &= word - 1 {
			list = append(list, int32(w*64+bits.TrailingZeros64(word)))
		}
	}
	return list
}

// fill sets the integer entries and the bound, and reports whether a company is
// over-allocated from inside the block alone.
func (b *block) fill(ix *index, m measure, place map[int32]int32, turn []int32) (over bool) {
	n := len(b.company)
	b.scale, b.diag = make([]integer, n), make([]integer, n)
	b.closed = true
	var shares []number
	for j, c := range b.company {
		own := ix.own[m][c]
		inside := own
		shares = shares[:0]
		from, to := ix.in(c)
		for k := from; k < to; k++ {
			s := ix.share[m][k]
			if i, ok := place[ix.holder[k]]; ok && !s.isZero() {
				b.cells = append(b.cells, cell{row: turn[i], col: int32(j)})
				shares = append(shares, s)
				inside = inside.add(s)
			}
		}
		switch inside.cmp(one) {
		case 1:
			over, b.closed = true, false
		case -1:
			b.closed = false
		}
		b.bits += b.column(j, own, shares)
	}
	b.closed = b.closed && !over
	b.bits += 2 + float64(n)/1e6 // for the rounding of the logarithms
	return over
}

// column brings the entries of column j, whose cells are the last ones, to
// integers, takes out what they have in common, and returns log2 of their sum.
func (b *block) column(j int, own number, shares []number) float64 {
	cells := b.cells[len(b.cells)-len(shares):]
	digits, small := own.scale, own.wide == nil && own.hi == 0
	for _, s := range shares {
		digits = max(digits, s.scale)
		small = small && s.wide == nil && s.hi == 0
	}
	if small && digits <= 18 { // shares of less than one each: no product below overflows
		unit := powers[digits]
		diag := unit - own.lo*powers[digits-own.scale]
		common := gcd(unit, diag)
		for i, s := range shares {
			cells[i].value.word = s.lo * powers[digits-s.scale]
			common = gcd(common, cells[i].value.word)
		}
		norm := float64(diag / common)
		for i := range cells {
			cells[i].value.word /= common
			norm += float64(cells[i].value.word)
		}
		b.scale[j].word, b.diag[j].word = unit/common, diag/common
		return math.Log2(norm)
	}
	unit := pow10(digits)
	diag := new(big.Int).Mul(own.mantissa(), pow10(digits-own.scale))
	diag.Sub(unit, diag)
	norm := new(big.Int).Set(diag)
	for i, s := range shares {
		entry := new(big.Int).Mul(s.mantissa(), pow10(digits-s.scale))
		norm.Add(norm, entry)
		cells[i].value.large = entry
	}
	b.scale[j].large, b.diag[j].large = unit, diag
	f, _ := new(big.Float).SetInt(norm).Float64()
	return math.Log2(f)
}

func gcd(a, b uint64) uint64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

func sortSmall(list []int32) {
	for i := 1; i < len(list); i++ {
		for j := i; j > 0 && list[j] < list[j-1]; j-- {
			list[j], list[j-1] = list[j-1], list[j]
		}
	}
}

// contracts reports whether the walks round the block add up at all: whether all
// leading principal minors of I - A are positive (Fiedler and Pták 1962), which
// makes it a nonsingular M-matrix. Only an over-allocated block needs the proof.
func (b *block) contracts() bool {
	n := int32(len(b.company))
	a := make(map[[2]int32]*big.Rat, len(b.cells)+int(n))
	for i := range n {
		a[[2]int32{i, i}] = new(big.Rat).SetInt(b.diag[i].big())
	}
	for _, c := range b.cells {
		a[[2]int32{c.row, c.col}] = new(big.Rat).SetInt(new(big.Int).Neg(c.value.big()))
	}
	for k := range n {
		pivot := a[[2]int32{k, k}]
		if pivot.Sign() <= 0 {
			return false
		}
		for _, i := range b.up[k] {
			left := a[[2]int32{i, k}]
			if left == nil {
				continue
			}
			f := new(big.Rat).Quo(left, pivot)
			for _, j := range b.up[k] {
				top := a[[2]int32{k, j}]
				if top == nil {
					continue
				}
				at := [2]int32{i, j}
				if a[at] == nil {
					a[at] = new(big.Rat)
				}
				a[at].Sub(a[at], new(big.Rat).Mul(f, top))
			}
		}
	}
	return true
}
