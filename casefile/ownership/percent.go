package ownership

import (
	"math/big"
	"strconv"
	"strings"

	"github.com/bonafide-go/bonafide"
)

// A Percent is an exact rational number of percent: 50 is one half. What is
// parsed is a decimal; what is computed may be a fraction such as 200/3, and is
// never rounded until it is printed. The zero value means "not given"; 0 % is
// given. Percents are values: they are never changed, and safe for concurrent use.
//
// Its JSON is a string with the decimal number, as [Percent.String] writes it, so
// that no reader loses digits. A JSON number is read as well, digit by digit and
// never through a float64; null is the zero value.
type Percent struct {
	hi, lo uint64
	wide   *wide
	scale  uint32
	neg    bool
	set    bool
}

// maxPercentBytes bounds a parsed text. It leaves room for what String prints of
// an exact figure at the end of several hundred layers.
const maxPercentBytes = 4096

// displayPlaces is the precision of figures that have no finite decimal form.
const displayPlaces = 10

// Whole returns n percent.
func Whole(n int) Percent {
	if n < 0 {
		return Percent{lo: uint64(-int64(n)), neg: true, set: true}
	}
	return Percent{lo: uint64(n), set: true}
}

// ParsePercent reads a decimal number such as "33.33", "0" or "1e-05" in the
// grammar of a JSON number (RFC 8259 section 6), of at most 4,096 bytes and with
// an exponent of at most three digits. It checks no range: a [Graph] does. It
// fails with an error matching [bonafide.ErrInvalid].
func ParsePercent(text string) (Percent, error) {
	switch {
	case text == "":
		return Percent{}, bonafide.Invalid("", bonafide.CodeRequired)
	case len(text) > maxPercentBytes:
		return Percent{}, bonafide.Invalid("", bonafide.CodeTooLong)
	}
	rest, neg := strings.CutPrefix(text, "-")
	number, exponent, scientific := strings.Cut(strings.ToLower(rest), "e")
	whole, fraction, pointed := strings.Cut(number, ".")
	if !digits(whole) || len(whole) > 1 && whole[0] == '0' || pointed && !digits(fraction) {
		return Percent{}, bonafide.Invalid("", bonafide.CodeMalformed)
	}
	shift := 0
	if scientific {
		tail := strings.TrimPrefix(exponent, "-")
		if tail == exponent {
			tail = strings.TrimPrefix(exponent, "+")
		}
		if !digits(tail) || len(tail) > 3 {
			return Percent{}, bonafide.Invalid("", bonafide.CodeMalformed)
		}
		shift, _ = strconv.Atoi(exponent)
	}
	return fromDigits(whole+fraction, len(fraction)-shift, neg), nil
}

func digits(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}

// fromDigits returns mantissa × 10^-scale.
func fromDigits(mantissa string, scale int, neg bool) Percent {
	if scale < 0 {
		mantissa += strings.Repeat("0", -scale)
		scale = 0
	}
	var n number
	if len(mantissa) <= 38 { // 10^38 < 2^128
		for i := range len(mantissa) {
			n.hi, n.lo, _ = mul128(n.hi, n.lo, 10)
			n.lo += uint64(mantissa[i] - '0')
			if n.lo < uint64(mantissa[i]-'0') {
				n.hi++
			}
		}
	} else {
		num, _ := new(big.Int).SetString(mantissa, 10)
		n = fraction(num, 0, nil)
	}
	n.scale = uint32(scale)
	return percent(n, neg)
}

// percent takes a number of percent, not of one.
func percent(n number, neg bool) Percent {
	n = n.trim()
	return Percent{hi: n.hi, lo: n.lo, wide: n.wide, scale: n.scale, neg: neg && !n.isZero(), set: true}
}

// percentOf turns a fraction of one into percent.
func percentOf(fraction number) Percent {
	if fraction.scale >= 2 {
		fraction.scale -= 2
		return percent(fraction, false)
	}
	return percent(fraction.mul(number{lo: 100}), false)
}

// percentRat takes a rational number of percent.
func percentRat(r *big.Rat) Percent {
	return percent(fromRat(new(big.Rat).Abs(r)), r.Sign() < 0)
}

func (p Percent) number() number { return number{hi: p.hi, lo: p.lo, wide: p.wide, scale: p.scale} }

// fraction is the number of ones; p must not be negative.
func (p Percent) fraction() number {
	n := p.number()
	n.scale += 2
	return n.trim()
}

// IsZero reports whether nothing was given. 0 % is given.
func (p Percent) IsZero() bool { return !p.set }

// Sign is -1, 0 or 1 as p is negative, zero (or not given) or positive.
func (p Percent) Sign() int {
	switch {
	case p.number().isZero():
		return 0
	case p.neg:
		return -1
	}
	return 1
}

// Cmp compares the exact values: -1 if p is less than q, 0 if they are equal, 1 if
// p is more. Not given counts as 0.
func (p Percent) Cmp(q Percent) int {
	switch {
	case p.neg && q.neg:
		return q.number().cmp(p.number())
	case p.neg:
		return -1
	case q.neg:
		return 1
	}
	return p.number().cmp(q.number())
}

// Rat returns the exact value, in percent. The caller may change it.
func (p Percent) Rat() *big.Rat {
	r := p.number().rat()
	if p.neg {
		r.Neg(r)
	}
	return r
}

// Sub returns p - q. Not given counts as 0.
func (p Percent) Sub(q Percent) Percent {
	if !p.neg && !q.neg && p.number().cmp(q.number()) >= 0 {
		return percent(p.number().minus(q.number()), false)
	}
	return percentRat(new(big.Rat).Sub(p.Rat(), q.Rat()))
}

// Add returns p + q. Not given counts as 0.
func (p Percent) Add(q Percent) Percent {
	if !p.neg && !q.neg {
		return percent(p.number().add(q.number()), false)
	}
	return percentRat(new(big.Rat).Add(p.Rat(), q.Rat()))
}

// Finite reports whether p has a finite decimal form, which String then prints
// in full.
func (p Percent) Finite() bool {
	if p.number().den() == nil {
		return true
	}
	_, finite := decimalPlaces(p.Rat().Denom())
	return finite
}

// String returns the plain decimal number, without a percent sign: exact where
// the decimal form is finite, else rounded half to even to 10 places. The zero
// value gives the empty string.
func (p Percent) String() string {
	if !p.set {
		return ""
	}
	if p.wide == nil {
		if p.hi == 0 {
			return point(strconv.FormatUint(p.lo, 10), int(p.scale), p.neg)
		}
		return point(p.number().mantissa().String(), int(p.scale), p.neg)
	}
	r := p.Rat()
	if places, finite := decimalPlaces(r.Denom()); finite {
		return r.FloatString(places)
	}
	return trimZeros(roundHalfEven(r, displayPlaces))
}

// Round prints p with the given number of decimal places (0 to 30), rounded half
// to even: for people to read, never to decide by. The zero value gives "".
func (p Percent) Round(places int) string {
	if !p.set {
		return ""
	}
	return roundHalfEven(p.Rat(), min(max(places, 0), 30))
}

// point sets the decimal point scale digits from the right.
func point(mantissa string, scale int, neg bool) string {
	if scale > 0 {
		if len(mantissa) <= scale {
			mantissa = strings.Repeat("0", scale-len(mantissa)+1) + mantissa
		}
		mantissa = mantissa[:len(mantissa)-scale] + "." + mantissa[len(mantissa)-scale:]
	}
	if neg {
		return "-" + mantissa
	}
	return mantissa
}

func trimZeros(s string) string {
	if strings.Contains(s, ".") {
		s = strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
	}
	if s == "-0" {
		return "0"
	}
	return s
}

func roundHalfEven(r *big.Rat, places int) string {
	num := new(big.Int).Mul(new(big.Int).Abs(r.Num()), pow10(uint32(places)))
	quo, rem := new(big.Int).QuoRem(num, r.Denom(), new(big.Int))
	switch rem.Lsh(rem, 1).Cmp(r.Denom()) {
	case 1:
		quo.Add(quo, big.NewInt(1))
	case 0:
		if quo.Bit(0) == 1 {
			quo.Add(quo, big.NewInt(1))
		}
	}
	return point(quo.String(), places, r.Sign() < 0 && quo.Sign() != 0)
}

// decimalPlaces returns how many decimals a fraction in lowest terms over den
// has, and whether that is finite: only if den has no factor but 2 and 5.
func decimalPlaces(den *big.Int) (int, bool) {
	twos := int(den.TrailingZeroBits())
	rest := new(big.Int).Rsh(den, uint(twos))
	fives, five, rem := 0, big.NewInt(5), new(big.Int)
	for quo := new(big.Int); rest.BitLen() > 1; fives++ {
		if quo.QuoRem(rest, five, rem); rem.Sign() != 0 {
			return 0, false
		}
		rest, quo = quo, rest
	}
	return max(twos, fives), true
}

// MarshalJSON writes a string, or null for the zero value.
func (p Percent) MarshalJSON() ([]byte, error) {
	if !p.set {
		return []byte("null"), nil
	}
	return []byte(`"` + p.String() + `"`), nil
}

// UnmarshalJSON reads a string or a number; null gives the zero value.
func (p *Percent) UnmarshalJSON(data []byte) error {
	text := string(data)
	if text == "null" {
		*p = Percent{}
		return nil
	}
	if len(text) >= 2 && text[0] == '"' && text[len(text)-1] == '"' {
		text = text[1 : len(text)-1]
	}
	parsed, err := ParsePercent(text)
	if err != nil {
		return err
	}
	*p = parsed
	return nil
}
