package identifier

import (
	"sync"

	"github.com/bonafide-go/bonafide"
)

const (
	ruleLicense       = "1 to 25 letters and digits (AAMVA DL/ID card design standard, DAQ)"
	ruleLicenseShape  = "another shape than the state is known to issue"
	ruleLicenseSource = "what the state is known to issue (National Technical Services, driver's license formats)"
)

// DriversLicense reads a driver's license number. Tables of what each US state
// issues disagree, so a shape that is not listed is implausible, never malformed;
// elsewhere every shape is plausible. state is the ISO 3166-2 code without the
// country; empty if not known.
func DriversLicense(country bonafide.Country, state, text string) (Number, error) {
	v, ok := compact(text, " -*")
	if !ok || len(v) > 25 {
		return malformed(ruleLicense)
	}
	rule := ""
	if shapes, listed := licenseShapes()[state]; country == "US" && listed && !matchesAny(v, shapes) {
		rule = ruleLicenseShape
	}
	return number(KindDriversLicense, v, tail(v, 4), rule), nil
}

// licenseShapes are what each state is known to issue (National Technical
// Services, driver's license formats); see [matches] for the notation.
var licenseShapes = sync.OnceValue(func() map[string]string {
	return map[string]string{
		"AL": "9{1,8}",
		"AK": "9{1,7}",
		"AZ": "a9{8} 9{9} a9{1,8}",
		"AR": "9{4,9}",
		"CA": "a9{7}",
		"CO": "9{9} a9{3,6} a{2}9{2,5}",
		"CT": "9{9}",
		"DE": "9{1,7}",
		"DC": "9{7} 9{9}",
		"FL": "a9{12}",
		"GA": "9{7,9}",
		"HI": "a9{8} 9{9}",
		"ID": "a{2}9{6}a 9{9}",
		"IL": "a9{11} a9{12}",
		"IN": "a9{9} 9{9} 9{10}",
		"IA": "9{9} 9{3}a{2}9{4}",
		"KS": "a9a9a a9{8} 9{9}",
		"KY": "a9{8} a9{9} 9{9}",
		"LA": "9{1,9}",
		"ME": "9{7} 9{7}a 9{8}",
		"MD": "a9{12} MD9{11}",
		"MA": "a9{8} 9{9} a{2}9{7}",
		"MI": "a9{10} a9{12}",
		"MN": "a9{12}",
		"MS": "9{9}",
		"MO": "a9{5,9} a9{6}R 9{8}a{2} 9{9}a 9{9} 9{3}a9{6}",
		"MT": "a9{8} 9{13} 9{9} 9{14}",
		"NE": "a9{6,8}",
		"NV": "9{9} 9{10} 9{12} X9{8}",
		"NH": "9{2}a{3}9{5} NHL9{8}",
		"NJ": "a9{14}",
		"NM": "9{8} 9{9}",
		"NY": "a9{7} a9{18} 9{8} 9{9} 9{16} a{8}",
		"NC": "9{1,12}",
		"ND": "a{3}9{6} 9{9}",
		"OH": "a9{4,8} a{2}9{3,7} 9{8}",
		"OK": "a9{9} 9{9}",
		"OR": "9{1,9} a9{6} a{2}9{5}",
		"PA": "9{8}",
		"RI": "9{7,8} a9{6}",
		"SC": "9{5,11}",
		"SD": "9{6,10} 9{12}",
		"TN": "9{7,9}",
		"TX": "9{7,8}",
		"UT": "9{4,10}",
		"VT": "9{8} 9{7}a",
		"VA": "a9{8,11} 9{9}",
		"WA": "a{1,7}9{3,11} WDL*{9} WDL9{3,9} a{3}9{6,9}",
		"WV": "9{7} a{1,2}9{5,6}",
		"WI": "a9{13}",
		"WY": "9{9,10}",
	}
})
