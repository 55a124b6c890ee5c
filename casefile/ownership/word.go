package ownership

import (
	"math"
	"math/big"
	"math/bits"
)

// The arithmetic of 128-bit words and powers of ten behind number.

func words128(n *big.Int) (hi, lo uint64) {
	for i, w := range n.Bits() {
		switch at := i * bits.UintSize; {
		case at < 64:
			lo |= uint64(w) << at
		default:
			hi |= uint64(w) << (at - 64)
		}
	}
	return hi, lo
}

// powers holds 10^0 to 10^19, the largest that fits 64 bits.
var powers = func() (t [20]uint64) {
	t[0] = 1
	for i := 1; i < len(t); i++ {
		t[i] = 10 * t[i-1]
	}
	return t
}()

func pow10(n uint32) *big.Int {
	if n < uint32(len(powers)) {
		return new(big.Int).SetUint64(powers[n])
	}
	return new(big.Int).Exp(big.NewInt(10), new(big.Int).SetUint64(uint64(n)), nil)
}

// shift128 returns x × 10^n, or false where that does not fit.
func shift128(hi, lo uint64, n uint32) (uint64, uint64, bool) {
	for n >= uint32(len(powers)) {
		if hi|lo == 0 {
			return 0, 0, true
		}
		var ok bool
		if hi, lo, ok = mul128(hi, lo, powers[19]); !ok {
			return 0, 0, false
		}
		n -= 19
	}
	return mul128(hi, lo, powers[n])
}

func mul128(hi, lo, by uint64) (uint64, uint64, bool) {
	carry, low := bits.Mul64(lo, by)
	over, high := bits.Mul64(hi, by)
	high, c := bits.Add64(high, carry, 0)
	return high, low, over|c == 0
}

func order(x, y uint64) int {
	switch {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}

// leading is a positive integer as a float64, infinite beyond its range.
func leading(n *big.Int) float64 {
	words := n.Bits()
	top := len(words) - 1
	f := 0.0
	for i := top; i >= 0 && i > top-3; i-- {
		f = math.Ldexp(f, bits.UintSize) + float64(words[i])
	}
	return math.Ldexp(f, bits.UintSize*max(top-2, 0))
}

// approximate is the value within one part in 10^14, or NaN out of the range of a
// float64: then no comparison with it is true and exact ones decide.
func (x number) approximate() float64 {
	if x.scale > 250 {
		return math.NaN()
	}
	f := float64(x.hi)*(1<<64) + float64(x.lo)
	if !x.narrow() {
		f = leading(x.wide.num)
	}
	if d := x.den(); d != nil {
		f /= leading(d)
	}
	f /= math.Pow10(int(x.scale))
	if !(f > 1e-250 && f < 1e250) {
		return math.NaN()
	}
	return f
}
