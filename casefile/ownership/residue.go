package ownership

import (
	"math/big"
	"math/bits"
	"slices"
)

// The arithmetic of one prime. Equations of a cycle are solved modulo several
// primes of 62 bits, each with machine words only, and put together again by the
// Chinese remainder theorem: the same answer as with large integers throughout,
// many times faster.

// primeGaps lists the distances below 2^62 of the 64 largest primes there, which
// is enough for some 300 companies with two decimals each. Further ones are
// searched for.
var primeGaps = [...]uint16{
	57, 87, 117, 143, 153, 167, 171, 195, 203, 273, 287, 317, 443, 483, 495, 575,
	581, 603, 633, 663, 765, 773, 777, 791, 813, 831, 923, 981, 993, 1001, 1007, 1017,
	1197, 1241, 1293, 1353, 1433, 1515, 1553, 1575, 1581, 1595, 1617, 1673, 1697, 1701, 1703, 1823,
	1881, 1911, 1923, 2043, 2073, 2103, 2141, 2187, 2217, 2247, 2285, 2351, 2367, 2375, 2397, 2421,
}

// nextPrime returns the largest prime less than p, or for 0 the largest less
// than 2^62.
func nextPrime(p modulus) modulus {
	const top = 1 << 62
	if p == 0 {
		return top - modulus(primeGaps[0])
	}
	if gap := uint64(top - p); gap < uint64(primeGaps[len(primeGaps)-1]) {
		i, _ := slices.BinarySearch(primeGaps[:], uint16(gap)+1)
		return top - modulus(primeGaps[i])
	}
	for c := p - 2; ; c -= 2 {
		if new(big.Int).SetUint64(uint64(c)).ProbablyPrime(0) { // exact below 2^64
			return c
		}
	}
}

// modulus is a prime less than 2^62.
type modulus uint64

func (p modulus) mul(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	_, r := bits.Div64(hi, lo, uint64(p))
	return r
}

func (p modulus) sub(a, b uint64) uint64 {
	d, borrow := bits.Sub64(a, b, 0)
	return d + uint64(p)&-borrow
}

func (p modulus) add(a, b uint64) uint64 { return p.sub(a, uint64(p)-b) }

// inverse is the extended Euclidean algorithm; a must not be a multiple of p.
func (p modulus) inverse(a uint64) uint64 {
	r0, r1 := uint64(p), a
	var t0, t1 int64 = 0, 1
	for r1 != 0 {
		q := r0 / r1
		r0, r1 = r1, r0-q*r1
		t0, t1 = t1, t0-int64(q)*t1
	}
	if t0 < 0 {
		return uint64(t0 + int64(p))
	}
	return uint64(t0)
}

// factor is a fixed multiplier with its quotient by p, after Shoup: a product
// with it costs two multiplications and no division.
type factor struct{ w, quotient uint64 }

func (p modulus) factor(w uint64) factor {
	q, _ := bits.Div64(w, 0, uint64(p))
	return factor{w, q}
}

func (p modulus) times(x uint64, f factor) uint64 {
	q, _ := bits.Mul64(f.quotient, x)
	r := f.w*x - q*uint64(p)
	if r >= uint64(p) {
		r -= uint64(p)
	}
	return r
}

// of returns a large integer modulo p.
func (p modulus) of(n *big.Int) uint64 {
	r := uint64(0)
	words := n.Bits()
	for i := len(words) - 1; i >= 0; i-- {
		hi, lo := r, uint64(words[i])
		if bits.UintSize == 32 {
			hi, lo = r>>32, r<<32|lo
		}
		_, r = bits.Div64(hi, lo, uint64(p))
	}
	return r
}
