package bonafide

import (
	"sync"

	"github.com/biter777/countries"
)

// Country is an officially assigned ISO 3166-1 alpha-2 code in upper case.
type Country string

// officialCountries holds the 249 assigned codes. The module also lists AN and
// YU (withdrawn) and XK (user-assigned, not in ISO 3166-1).
var officialCountries = sync.OnceValue(func() map[Country]struct{} {
	m := make(map[Country]struct{}, 249)
	for _, c := range countries.All() {
		switch code := c.Alpha2(); code {
		case "AN", "YU", "XK":
		default:
			if len(code) == 2 {
				m[Country(code)] = struct{}{}
			}
		}
	}
	return m
})

// ParseCountry reads an exact upper-case alpha-2 code. Names, lower case,
// numbers, and the withdrawn or user-assigned AN, YU and XK fail with an error
// matching [ErrInvalid].
func ParseCountry(text string) (Country, error) {
	if len(text) != 2 {
		return "", Invalid("", CodeMalformed)
	}
	if _, ok := officialCountries()[Country(text)]; !ok {
		return "", Invalid("", CodeUnknown)
	}
	return Country(text), nil
}
