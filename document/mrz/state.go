package mrz

import (
	"sync"

	"github.com/biter777/countries"

	"github.com/bonafide-go/bonafide"
)

// State is the code of an issuing state, organisation or nationality: mostly ISO
// 3166-1 alpha-3, and the codes that 9303-3 section 5 adds.
type State string

// special are the codes of 9303-3 section 5 that are not of ISO 3166-1, with the
// country they stand for, if any.
func special() map[State]bonafide.Country {
	return map[State]bonafide.Country{
		"D":   "DE",
		"GBD": "GB", "GBN": "GB", "GBO": "GB", "GBP": "GB", "GBS": "GB", // kinds of British nationality
		"UNO": "", "UNA": "", "UNK": "", "EUE": "", "XPO": "", "XOM": "", "XBA": "", "XIM": "", "XCC": "", "XCO": "", "XEC": "",
		"XMP": "", "XCE": "", "XES": "", "XDC": "", "IAO": "", // organisations
		"XXA": "", "XXB": "", "XXC": "", "XXX": "", // stateless, refugee, other refugee, unspecified
		"RKS": "XK",
	}
}

var alpha3 = sync.OnceValue(func() map[State]bonafide.Country {
	m := make(map[State]bonafide.Country, 260)
	for _, c := range countries.All() {
		if country, err := bonafide.ParseCountry(c.Alpha2()); err == nil {
			m[State(c.Alpha3())] = country
		}
	}
	for state, country := range special() {
		m[state] = country
	}
	return m
})

// Known reports whether the code is of ISO 3166-1 or 9303-3.
func (s State) Known() bool {
	_, ok := alpha3()[s]
	return ok
}

// Country returns the country that the code stands for, and whether it stands
// for one: the codes of organisations, refugees and stateless people do not.
func (s State) Country() (bonafide.Country, bool) {
	country := alpha3()[s]
	return country, country != ""
}
