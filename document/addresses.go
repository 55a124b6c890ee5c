package document

import (
	_ "embed"
	"regexp"
	"strings"
	"sync"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/text"
)

//go:generate go run ../internal/addressgen -data ../../shared/data -out addresses.tsv

// What an address of each country consists of (facts of google/libaddressinput, see
// NOTICE); internal/addressgen says what the columns are.
//
//go:embed addresses.tsv
var addressTable string

// An addressFormat is what addresses of one country have.
type addressFormat struct {
	city, subdivision, postalCode bool              // whether they cannot do without it
	postal                        func(string) bool // whether a code, without separators, is one; nil where there is no rule
	subdivisions                  map[string]string // by what each is called, folded: its code
	codes                         map[string]string // by the same, in upper case as it stands: exact codes go first
}

var addressFormats = sync.OnceValue(func() map[bonafide.Country]addressFormat {
	formats := make(map[bonafide.Country]addressFormat)
	for line := range strings.Lines(addressTable) {
		column := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		f := addressFormat{
			city: strings.Contains(column[1], "C"), subdivision: strings.Contains(column[1], "S"), postalCode: strings.Contains(column[1], "Z"),
		}
		if column[2] != "" {
			pattern := sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(?:` + column[2] + `)$`) })
			f.postal = func(code string) bool { return pattern().MatchString(code) }
		}
		f.subdivisions, f.codes = make(map[string]string), make(map[string]string)
		for names := range strings.SplitSeq(column[3], "~") {
			for _, name := range strings.Split(names, "=") {
				if code, _, _ := strings.Cut(names, "="); code != "" {
					f.name(name, code)
				}
			}
		}
		formats[bonafide.Country(column[0])] = f
	}
	for country, codes := range subdivisionCodes() {
		f, listed := formats[country]
		if !listed {
			f = addressFormat{city: true}
		}
		if f.codes == nil {
			f.subdivisions, f.codes = make(map[string]string), make(map[string]string)
		}
		for code := range strings.FieldsSeq(codes) {
			f.codes[code] = code
		}
		formats[country] = f
	}
	return formats
})

// name notes what a subdivision is called: the first that is called so has the name.
func (f addressFormat) name(name, code string) {
	if upper := strings.ToUpper(name); f.codes[upper] == "" {
		f.codes[upper] = code
	}
	if folded := placeName(name); f.subdivisions[folded] == "" {
		f.subdivisions[folded] = code
	}
}

// placeName is the form in which two names of subdivisions are the same.
func placeName(name string) string { return text.Squeeze(strings.ReplaceAll(name, "&", " and ")) }

// formatOf returns what addresses of a country have; one that nothing is known of has
// a city.
func formatOf(country bonafide.Country) addressFormat {
	if f, listed := addressFormats()[country]; listed {
		return f
	}
	return addressFormat{city: true}
}

// AddressParts are the parts of an address that not every country has.
type AddressParts struct{ City, Subdivision, PostalCode bool }

// PartsOfAddress returns which of those parts addresses of a country can have: there are no postal
// codes in Hong Kong and no provinces in Monaco, and nobody is asked for one (facts of google/libaddressinput).
// Where no country is given, any part may be there.
func PartsOfAddress(country bonafide.Country) AddressParts {
	if country == "" {
		return AddressParts{City: true, Subdivision: true, PostalCode: true}
	}
	f := formatOf(country)
	return AddressParts{City: f.city, Subdivision: len(f.codes) > 0, PostalCode: f.postal != nil}
}

// ParseSubdivision reads a subdivision of a country as people write it: its ISO 3166-2
// code with or without the country ("US-CA", "ca"), the code of the postal authority, its
// name, its local name or one from before ("Kalifornien" is none), and returns the code without the
// country. known is false for what is none of the subdivisions of a country whose
// subdivisions are known; it is then returned as given.
func ParseSubdivision(country bonafide.Country, given string) (code string, known bool) {
	f := formatOf(country)
	if code, ok := f.codes[given]; ok && code == given {
		return code, true
	}
	written := strings.ToUpper(text.Typed(given))
	written = strings.TrimPrefix(written, string(country)+"-")
	if code, ok := f.codes[written]; ok {
		return code, true
	}
	if code, ok := f.subdivisions[placeName(written)]; ok && written != "" {
		return code, true
	}
	if code, ok := f.subdivisions[placeName(unkinded(written))]; ok {
		return code, true
	}
	if len(f.codes) == 0 && len(written) <= 3 {
		return written, true
	}
	return given, len(f.codes) == 0
}

// unkinded returns a subdivision's name, in upper case, without the word for what it is.
func unkinded(name string) string {
	for _, kind := range []string{"PROVINCIA DE ", "PROVINCE OF ", "REGIÓN DEL ", "REGIÓN DE ", "REGION DE ", "ESTADO DE ", "STATE OF ", "DEPARTAMENTO DEL ", "DEPARTAMENTO DE "} {
		if rest, found := strings.CutPrefix(name, kind); found {
			return rest
		}
	}
	for _, kind := range []string{" STATE", " PROVINCE", " REGION", " PREFECTURE", " OBLAST", " GOVERNORATE"} {
		if rest, found := strings.CutSuffix(name, kind); found {
			return rest
		}
	}
	return name
}

// PostalCode reads a postal code of a country: in upper case, with separators or without,
// also behind the country's prefix ("SI-1000", "AZ 1000") or the sign of postal codes of Japan, and
// without a prefix that is part of it ("LV-1010"). ok is false for what no code of the country looks like.
func PostalCode(country bonafide.Country, given string) (code string, ok bool) {
	code = strings.TrimSpace(strings.TrimPrefix(strings.ToUpper(text.Typed(given)), "〒"))
	fits := formatOf(country).postal
	switch {
	case fits == nil, fits(bare(code)):
		return code, true
	case code != "" && fits(string(country)+bare(code)):
		return string(country) + "-" + code, true
	}
	if prefix, rest, found := strings.Cut(code, "-"); found && len(prefix) == 1 && fits(bare(rest)) {
		return rest, true // "D-10115" is the older way
	}
	for _, sign := range []string{string(country), plates()[country]} {
		if rest, found := strings.CutPrefix(code, sign); found && sign != "" {
			if rest = strings.TrimLeft(rest, " -"); fits(bare(rest)) {
				return rest, true
			}
		}
	}
	if country == "SV" && fits("CP"+bare(code)) {
		return "CP " + code, true
	}
	return code, false
}

// plates are the signs of vehicles that stood before postal codes on mail from abroad (CEPT, 1960s) and still do, where
// they have more letters than one and are not the country's code.
var plates = sync.OnceValue(func() map[bonafide.Country]string {
	return map[bonafide.Country]string{"LI": "FL", "FI": "FIN", "SI": "SLO", "EE": "EST", "ME": "MNE", "RS": "SRB", "BA": "BIH", "UA": "UA", "MK": "NMK", "SM": "RSM", "VA": "V"}
})

// bare returns a postal code without the separators that people put into it.
func bare(code string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' || r == '.' {
			return -1
		}
		return r
	}, code)
}
