package ownership

import (
	"math/big"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// seeded prints its seed, so that a failure can be repeated.
func seeded(t testing.TB) *rand.Rand {
	t.Helper()
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	return rand.New(rand.NewPCG(seed, seed>>7))
}

// randomNumber takes every form: narrow, wide, over a denominator of its own or a
// shared one.
func randomNumber(r *rand.Rand, shared *wide) number {
	n := number{lo: r.Uint64() >> r.UintN(64), scale: uint32(r.UintN(45))}
	if r.IntN(3) == 0 {
		n.hi = r.Uint64() >> r.UintN(64)
	}
	switch r.IntN(6) {
	case 0:
		n.wide = shared
	case 1:
		n.wide = overDen(new(big.Int).SetUint64(r.Uint64()>>r.UintN(60) | 1))
	case 2:
		big1 := new(big.Int).Lsh(big.NewInt(1), uint(129+r.IntN(300)))
		return fraction(big1.Add(big1, new(big.Int).SetUint64(r.Uint64())), uint32(r.UintN(120)), nil)
	case 3:
		den := new(big.Int).Lsh(big.NewInt(3), uint(r.IntN(200)))
		num := new(big.Int).Lsh(new(big.Int).SetUint64(r.Uint64()|1), uint(r.IntN(300)))
		return fraction(num, uint32(r.UintN(60)), overDen(den))
	case 4:
		if r.IntN(4) == 0 {
			return number{}
		}
	}
	return n
}

// Every operation in every pair of forms, against big.Rat.
func TestNumberAgainstRationals(t *testing.T) {
	r := seeded(t)
	shared := overDen(big.NewInt(9973))
	for range 20000 {
		x, y := randomNumber(r, shared), randomNumber(r, shared)
		a, b := x.rat(), y.rat()
		require.Zero(t, new(big.Rat).Add(a, b).Cmp(x.add(y).rat()), "add %v %v", a, b)
		require.Zero(t, new(big.Rat).Mul(a, b).Cmp(x.mul(y).rat()), "mul %v %v", a, b)
		require.Equal(t, a.Cmp(b), x.cmp(y), "cmp %v %v", a, b)
		require.Equal(t, a.Sign() == 0, x.isZero())
		if b.Sign() != 0 {
			require.Zero(t, new(big.Rat).Quo(a, b).Cmp(x.over(y).rat()), "over %v %v", a, b)
		}
		if a.Cmp(b) >= 0 {
			require.Zero(t, new(big.Rat).Sub(a, b).Cmp(x.minus(y).rat()), "minus %v %v", a, b)
		}
		require.Zero(t, a.Cmp(x.trim().rat()))
		require.Zero(t, a.Cmp(fromRat(a).rat()))
		// close values must not be told apart by the approximation
		near := x.add(number{lo: 1, scale: 300})
		require.Equal(t, 1, near.cmp(x))
		require.Equal(t, 0, x.cmp(x.mul(one)))
	}
}

func TestResidues(t *testing.T) {
	r := seeded(t)
	var p modulus
	for i := range len(primeGaps) + 3 {
		next := nextPrime(p)
		require.True(t, new(big.Int).SetUint64(uint64(next)).ProbablyPrime(20))
		if p != 0 {
			for between := p - 2; between > next; between -= 2 {
				require.False(t, new(big.Int).SetUint64(uint64(between)).ProbablyPrime(0), "a prime was left out")
			}
		}
		p = next
		require.Greater(t, uint64(p), uint64(1)<<62-1<<13, i)
	}
	modulo := func(x *big.Int) uint64 { return x.Mod(x, new(big.Int).SetUint64(uint64(p))).Uint64() }
	for range 5000 {
		a, b := r.Uint64N(uint64(p)), r.Uint64N(uint64(p))
		x, y := new(big.Int).SetUint64(a), new(big.Int).SetUint64(b)
		require.Equal(t, modulo(new(big.Int).Mul(x, y)), p.mul(a, b))
		require.Equal(t, modulo(new(big.Int).Mul(x, y)), p.times(a, p.factor(b)))
		require.Equal(t, modulo(new(big.Int).Add(x, y)), p.add(a, b))
		require.Equal(t, modulo(new(big.Int).Sub(x, y)), p.sub(a, b))
		if a != 0 {
			require.Equal(t, uint64(1), p.mul(a, p.inverse(a)))
		}
		wide := new(big.Int).Mul(new(big.Int).Mul(x, y), x)
		require.Equal(t, new(big.Int).Mod(wide, new(big.Int).SetUint64(uint64(p))).Uint64(), p.of(wide))
	}
}

func TestWholePartsFitTheirBounds(t *testing.T) {
	assert.Equal(t, uint64(1e19), powers[19])
	for n := range uint32(45) {
		assert.Zero(t, pow10(n).Cmp(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil)))
	}
	hi, lo, ok := shift128(0, 3, 38)
	require.True(t, ok)
	assert.Zero(t, number{hi: hi, lo: lo}.mantissa().Cmp(new(big.Int).Mul(big.NewInt(3), pow10(38))))
	_, _, ok = shift128(0, 4, 38)
	assert.False(t, ok)
	_, _, ok = shift128(0, 1, 400)
	assert.False(t, ok)
}
