package ownership

import (
	"math/big"
	"math/bits"
)

// number is an exact fraction that is not negative: hi:lo × 10^-scale / den, where
// den comes from a circle. Nearly every figure of a real structure fits this form,
// which costs no allocation; wide takes what does not.
type number struct {
	hi, lo uint64
	wide   *wide
	scale  uint32
}

// wide is what goes beyond 128 bits and decimals. Numbers of one block share the
// pointer where their numerator is in hi:lo, so that adding them takes no common
// divisor.
type wide struct {
	num  *big.Int // in place of hi:lo; nil means hi:lo
	den  *big.Int // nil means 1
	word uint64   // den where it fits a word and is there, else 0
}

// overDen makes a denominator to share.
func overDen(den *big.Int) *wide {
	w := &wide{den: den}
	if den.IsUint64() {
		w.word = den.Uint64()
	}
	return w
}

// fraction returns num × 10^-scale over the denominator of w.
func fraction(num *big.Int, scale uint32, w *wide) number {
	if num.BitLen() <= 128 {
		n := number{scale: scale, wide: w}
		n.hi, n.lo = words128(num)
		return n
	}
	n := &wide{num: num}
	if w != nil {
		n.den, n.word = w.den, w.word
	}
	return number{scale: scale, wide: n}
}

var (
	one  = number{lo: 1}
	half = number{lo: 5, scale: 1}
)

// narrow reports that the numerator is hi:lo.
func (x number) narrow() bool { return x.wide == nil || x.wide.num == nil }

func (x number) isZero() bool { return x.hi|x.lo == 0 && x.narrow() } // a wide numerator is never zero

// mantissa returns the numerator, which must not be changed.
func (x number) mantissa() *big.Int {
	if !x.narrow() {
		return x.wide.num
	}
	n := new(big.Int).SetUint64(x.lo)
	if x.hi != 0 {
		n.Or(n, new(big.Int).Lsh(new(big.Int).SetUint64(x.hi), 64))
	}
	return n
}

func (x number) den() *big.Int {
	if x.wide == nil {
		return nil
	}
	return x.wide.den
}

// onto brings a decimal over the denominator of w.
func (x number) onto(w *wide) (number, bool) {
	if x.wide != nil || w.word == 0 || w.num != nil {
		return x, false
	}
	var ok bool
	x.hi, x.lo, ok = mul128(x.hi, x.lo, w.word)
	x.wide = w
	return x, ok
}

// level brings two narrow numbers over one denominator and one scale.
func level(x, y number) (a, b number, ok bool) {
	if !x.narrow() || !y.narrow() {
		return x, y, false
	}
	if ok = x.wide == y.wide; !ok {
		if x.wide == nil {
			x, ok = x.onto(y.wide)
		} else {
			y, ok = y.onto(x.wide)
		}
	}
	if !ok || x.scale == y.scale {
		return x, y, ok
	}
	if x.scale < y.scale {
		x.hi, x.lo, ok = shift128(x.hi, x.lo, y.scale-x.scale)
		x.scale = y.scale
	} else {
		y.hi, y.lo, ok = shift128(y.hi, y.lo, x.scale-y.scale)
		y.scale = x.scale
	}
	return x, y, ok
}

func (x number) add(y number) number {
	switch {
	case x.isZero():
		return y
	case y.isZero():
		return x
	}
	if a, b, ok := level(x, y); ok {
		lo, c := bits.Add64(a.lo, b.lo, 0)
		hi, c := bits.Add64(a.hi, b.hi, c)
		if c == 0 {
			return number{hi: hi, lo: lo, scale: a.scale, wide: a.wide}
		}
	}
	return addWide(x, y)
}

func addWide(x, y number) number {
	if x.scale < y.scale {
		x, y = y, x
	}
	a, b := x.mantissa(), y.mantissa()
	if d := x.scale - y.scale; d > 0 {
		b = new(big.Int).Mul(b, pow10(d))
	}
	dx, dy := x.den(), y.den()
	over := x.wide
	sum := new(big.Int)
	switch {
	case dx == dy || dx != nil && dy != nil && dx.Cmp(dy) == 0:
		sum.Add(a, b)
	case dy == nil:
		sum.Add(a, sum.Mul(b, dx))
	case dx == nil:
		sum.Add(b, sum.Mul(a, dy))
		over = y.wide
	default:
		common := new(big.Int).GCD(nil, nil, dx, dy)
		px, py := new(big.Int).Quo(dx, common), new(big.Int).Quo(dy, common)
		sum.Add(sum.Mul(a, py), new(big.Int).Mul(b, px))
		over = overDen(px.Mul(px, dy))
	}
	return fraction(sum, x.scale, onlyDen(over))
}

// onlyDen is w without a numerator of its own.
func onlyDen(w *wide) *wide {
	switch {
	case w == nil || w.den == nil:
		return nil
	case w.num == nil:
		return w
	}
	return &wide{den: w.den, word: w.word}
}

func (x number) mul(y number) number {
	if x.isZero() || y.isZero() {
		return number{}
	}
	if x.narrow() && y.narrow() && (x.wide == nil || y.wide == nil) {
		if x.hi != 0 {
			x, y = y, x
		}
		if x.hi == 0 {
			if hi, lo, ok := mul128(y.hi, y.lo, x.lo); ok {
				w := x.wide
				if w == nil {
					w = y.wide
				}
				return number{hi: hi, lo: lo, scale: x.scale + y.scale, wide: w}
			}
		}
	}
	over := onlyDen(x.wide)
	if w := onlyDen(y.wide); over == nil {
		over = w
	} else if w != nil {
		over = overDen(new(big.Int).Mul(over.den, w.den))
	}
	return fraction(new(big.Int).Mul(x.mantissa(), y.mantissa()), x.scale+y.scale, over)
}

// over returns x / y; y must not be zero.
func (x number) over(y number) number {
	if x.isZero() {
		return number{}
	}
	num, den := x.mantissa(), y.mantissa()
	if d := x.den(); d != nil {
		den = new(big.Int).Mul(den, d)
	}
	if d := y.den(); d != nil {
		num = new(big.Int).Mul(num, d)
	}
	scale := x.scale
	if scale >= y.scale {
		scale -= y.scale
	} else {
		num = new(big.Int).Mul(num, pow10(y.scale-scale))
		scale = 0
	}
	return fraction(num, scale, overDen(den))
}

// minus returns x - y; y must not be the larger.
func (x number) minus(y number) number {
	if a, b, ok := level(x, y); ok {
		lo, c := bits.Sub64(a.lo, b.lo, 0)
		hi, _ := bits.Sub64(a.hi, b.hi, c)
		return number{hi: hi, lo: lo, scale: a.scale, wide: a.wide}
	}
	return fromRat(new(big.Rat).Sub(x.rat(), y.rat()))
}

func (x number) cmp(y number) int {
	if a, b, ok := level(x, y); ok {
		if a.hi != b.hi {
			return order(a.hi, b.hi)
		}
		return order(a.lo, b.lo)
	}
	if a, b := x.approximate(), y.approximate(); a > b*(1+1e-12) {
		return 1
	} else if b > a*(1+1e-12) {
		return -1
	}
	a, b := x.mantissa(), y.mantissa()
	if d := y.den(); d != nil {
		a = new(big.Int).Mul(a, d)
	}
	if d := x.den(); d != nil {
		b = new(big.Int).Mul(b, d)
	}
	switch {
	case x.scale < y.scale:
		a = new(big.Int).Mul(a, pow10(y.scale-x.scale))
	case x.scale > y.scale:
		b = new(big.Int).Mul(b, pow10(x.scale-y.scale))
	}
	return a.Cmp(b)
}

// rat returns the value in lowest terms.
func (x number) rat() *big.Rat {
	den := pow10(x.scale)
	if d := x.den(); d != nil {
		den.Mul(den, d)
	}
	return new(big.Rat).SetFrac(x.mantissa(), den)
}

// fromRat is the inverse of rat, for values that are not negative.
func fromRat(r *big.Rat) number {
	if r.IsInt() {
		return fraction(r.Num(), 0, nil)
	}
	return fraction(r.Num(), 0, overDen(r.Denom()))
}

// trim takes trailing zeros off a narrow number, which keeps products short.
func (x number) trim() number {
	if x.isZero() {
		return number{}
	}
	for x.scale > 0 && x.lo&1 == 0 && x.narrow() {
		qh, rem := x.hi/10, x.hi%10
		ql, rem := bits.Div64(rem, x.lo, 10)
		if rem != 0 {
			break
		}
		x.hi, x.lo, x.scale = qh, ql, x.scale-1
	}
	return x
}
