package bonafide

import (
	"strings"
	"sync"

	"github.com/biter777/countries"

	"github.com/bonafide-go/bonafide/internal/text"
)

// Country is an officially assigned ISO 3166-1 alpha-2 code in upper case, or XK.
type Country string

// knownCountries holds the 249 assigned codes, and XK. The module also lists AN and
// YU (withdrawn).
var knownCountries = sync.OnceValue(func() map[Country]struct{} {
	m := make(map[Country]struct{}, 250)
	for _, c := range countries.All() {
		switch code := c.Alpha2(); code {
		case "AN", "YU":
		default:
			if len(code) == 2 {
				m[Country(code)] = struct{}{}
			}
		}
	}
	return m
})

// ParseCountry reads an exact upper-case alpha-2 code. Names, lower case, numbers, and the
// withdrawn AN and YU fail with an error matching [ErrInvalid]. Kosovo is XK: the code is
// user-assigned, but the European Union, the IMF and the IBAN registry use it, and it has
// people.
func ParseCountry(text string) (Country, error) {
	if len(text) != 2 {
		return "", Invalid("", CodeMalformed)
	}
	if _, ok := knownCountries()[Country(text)]; !ok {
		return "", Invalid("", CodeUnknown)
	}
	return Country(text), nil
}

// ReadCountry is [ParseCountry] for a code as people type it: in any case and width, and
// with blanks around it. What it returns is to be kept, not what was typed.
func ReadCountry(typed string) (Country, error) {
	return ParseCountry(strings.ToUpper(text.Typed(typed)))
}
