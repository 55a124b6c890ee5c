package bonafide

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// Fixed is an exact number with six decimal places, counted in millionths: a
// score of 0.73 is 730000, a share of 25 percent is 25000000. In JSON it is a
// number, written without an exponent; on reading, a string of the same form as well.
type Fixed int64

const (
	fixedPlaces = 6
	fixedOne    = 1_000_000
)

// FixedOf returns a whole number, such as a percentage. It saturates at about
// 9.2 trillion, far outside of what any share or score can be.
func FixedOf(n int) Fixed {
	const bound = math.MaxInt64 / fixedOne
	return Fixed(min(max(int64(n), -bound), bound) * fixedOne)
}

// ParseFixed reads a plain decimal with at most 12 digits before and 6 after
// the point, such as "0.73" or "-25"; zeros at the end do not count. It fails
// with an error matching [ErrInvalid].
func ParseFixed(text string) (Fixed, error) {
	digits, negative := strings.CutPrefix(text, "-")
	whole, fraction, dotted := strings.Cut(digits, ".")
	if whole == "" || dotted && fraction == "" || strings.Trim(whole+fraction, "0123456789") != "" {
		return 0, Invalid("", CodeMalformed)
	}
	fraction = strings.TrimRight(fraction, "0")
	if len(whole) > 12 || len(fraction) > fixedPlaces {
		return 0, Invalid("", CodeOutOfRange)
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
	text := sign + strconv.FormatUint(n/fixedOne, 10)
	if rest := n % fixedOne; rest != 0 {
		tail := strconv.FormatUint(fixedOne+rest, 10)[1:]
		text += "." + strings.TrimRight(tail, "0")
	}
	return text
}

// MarshalJSON writes a number.
func (f Fixed) MarshalJSON() ([]byte, error) { return []byte(f.String()), nil }

// UnmarshalJSON reads a number, or a string that holds one. Null leaves f as it
// is, as everywhere in encoding/json.
func (f *Fixed) UnmarshalJSON(data []byte) error {
	text := string(data)
	if text == "null" {
		return nil
	}
	if len(text) >= 2 && text[0] == '"' {
		text = text[1 : len(text)-1]
	}
	return f.UnmarshalText([]byte(text))
}

// UnmarshalText reads what [ParseFixed] reads, and numbers of JSON with an exponent.
func (f *Fixed) UnmarshalText(text []byte) error {
	plain, err := withoutExponent(string(text))
	if err != nil {
		return err
	}
	parsed, err := ParseFixed(plain)
	if err != nil {
		return err
	}
	*f = parsed
	return nil
}

// withoutExponent writes a number out that has an exponent.
func withoutExponent(number string) (string, error) {
	if !strings.ContainsAny(number, "eE") {
		return number, nil
	}
	n, err := decimal.NewFromString(number)
	switch {
	case !json.Valid([]byte(number)):
		return "", Invalid("", CodeMalformed)
	case err != nil, n.Exponent() > 2*fixedPlaces, n.Exponent() < -3*fixedPlaces: // first: 1e9999 is long to write out
		return "", Invalid("", CodeOutOfRange)
	}
	return n.String(), nil
}
