package permission

import (
	"math"
	"strconv"
	"strings"

	"github.com/bonafide-go/bonafide"
)

// Fixed is an exact number with six decimal places, counted in millionths: an
// id score of 0.73 is 730000, a share of 25 percent is 25000000. In JSON it is
// a number without an exponent; on reading, a string of the same form as well.
type Fixed int64

const fixedPlaces = 6

// FixedOf returns a whole number, such as a percentage. It saturates far
// outside of what any fact can be.
func FixedOf(n int) Fixed {
	const bound = math.MaxInt64 / 1_000_000
	return Fixed(min(max(int64(n), -bound), bound) * 1_000_000)
}

// ScoreOf returns a score as a vendor computes it, rounded down, so that a
// threshold is never passed by rounding. Anything outside 0 to 1, not-a-number
// included, fails with an error matching [bonafide.ErrInvalid].
func ScoreOf(f float64) (Fixed, error) {
	if !(f >= 0 && f <= 1) {
		return 0, bonafide.Invalid("", bonafide.CodeOutOfRange)
	}
	return Fixed(math.Floor(f * 1_000_000)), nil
}

// ParseFixed reads a plain decimal with at most 12 digits before and 6 after
// the point, such as "0.73" or "-25".
func ParseFixed(text string) (Fixed, error) {
	digits, negative := strings.CutPrefix(text, "-")
	whole, fraction, dotted := strings.Cut(digits, ".")
	if whole == "" || dotted && fraction == "" || strings.Trim(whole+fraction, "0123456789") != "" {
		return 0, bonafide.Invalid("", bonafide.CodeMalformed)
	}
	if len(whole) > 12 || len(fraction) > fixedPlaces {
		return 0, bonafide.Invalid("", bonafide.CodeOutOfRange)
	}
	var n int64
	for _, c := range []byte(whole + fraction) {
		n = n*10 + int64(c-'0')
	}
	for range fixedPlaces - len(fraction) {
		n *= 10
	}
	if negative {
		n = -n
	}
	return Fixed(n), nil
}

// String returns the shortest exact decimal.
func (f Fixed) String() string {
	sign, n := "", uint64(f)
	if f < 0 {
		sign, n = "-", -n
	}
	text := sign + strconv.FormatUint(n/1_000_000, 10)
	if rest := n % 1_000_000; rest != 0 {
		tail := strconv.FormatUint(1_000_000+rest, 10)[1:]
		text += "." + strings.TrimRight(tail, "0")
	}
	return text
}

// MarshalJSON writes a number.
func (f Fixed) MarshalJSON() ([]byte, error) { return []byte(f.String()), nil }

// UnmarshalJSON reads a number, or a string that holds one.
func (f *Fixed) UnmarshalJSON(data []byte) error {
	text := string(data)
	if len(text) >= 2 && text[0] == '"' {
		text = text[1 : len(text)-1]
	}
	return f.UnmarshalText([]byte(text))
}

// UnmarshalText reads what [ParseFixed] reads.
func (f *Fixed) UnmarshalText(text []byte) error {
	parsed, err := ParseFixed(string(text))
	if err != nil {
		return err
	}
	*f = parsed
	return nil
}
