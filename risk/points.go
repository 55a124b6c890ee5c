package risk

import (
	"strconv"
	"strings"

	"github.com/bonafide-go/bonafide"
)

// Points is an exact score or a part of one, in thousandths: 12.5 points are
// Points(12500). In JSON it is a number with at most three decimals, between
// -1,000,000,000 and 1,000,000,000.
type Points int64

const (
	thousandth Points = 1
	point             = 1000 * thousandth
	maxPoints         = 1_000_000_000 * point
)

// Whole returns n points.
func Whole(n int) Points { return Points(n) * point }

// ParsePoints reads a plain decimal such as "12.5" or "-3": no exponent, at most
// three decimals. It fails with an error matching [bonafide.ErrInvalid].
func ParsePoints(text string) (Points, error) {
	rest, negative := strings.CutPrefix(text, "-")
	whole, fraction, pointed := strings.Cut(rest, ".")
	if !digits(whole) || len(whole) > 1 && whole[0] == '0' || pointed && !digits(fraction) {
		return 0, bonafide.Invalid("", bonafide.CodeMalformed)
	}
	fraction = strings.TrimRight(fraction, "0")
	if len(fraction) > 3 || len(whole) > 10 {
		return 0, bonafide.Invalid("", bonafide.CodeOutOfRange)
	}
	n, _ := strconv.ParseInt(whole+(fraction + "000")[:3], 10, 64) // at most 13 digits
	if negative {
		n = -n
	}
	if Points(n) > maxPoints || Points(n) < -maxPoints {
		return 0, bonafide.Invalid("", bonafide.CodeOutOfRange)
	}
	return Points(n), nil
}

func digits(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}

// String returns the plain decimal number, without trailing zeros.
func (p Points) String() string {
	sign := ""
	n := uint64(p)
	if p < 0 {
		sign, n = "-", -n
	}
	text := sign + strconv.FormatUint(n/1000, 10)
	if rest := n % 1000; rest != 0 {
		text += "." + strings.TrimRight(strconv.FormatUint(1000+rest, 10)[1:], "0")
	}
	return text
}

// MarshalJSON writes a number.
func (p Points) MarshalJSON() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalJSON reads a number; null leaves p as it is.
func (p *Points) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		return nil
	}
	parsed, err := ParsePoints(string(data))
	if err != nil {
		return err
	}
	*p = parsed
	return nil
}
