package document

import (
	"strings"
	"sync"

	"github.com/bonafide-go/bonafide"
)

// subdivisions holds the current ISO 3166-2 codes, without the country prefix,
// of countries whose addresses name them. A code that is not here is a warning,
// never a refusal: the standard changes several times a year.
var subdivisions = sync.OnceValue(func() map[bonafide.Country]map[string]struct{} {
	return map[bonafide.Country]map[string]struct{}{
		"US": codes("AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC AS GU MP PR UM VI"),
		"CA": codes("AB BC MB NB NL NS NT NU ON PE QC SK YT"),
		"AU": codes("ACT NSW NT QLD SA TAS VIC WA"),
		"MX": codes("AGU BCN BCS CAM CHH CHP CMX COA COL DUR GRO GUA HID JAL MEX MIC MOR NAY NLE OAX PUE QUE ROO SIN SLP SON TAB TAM TLA VER YUC ZAC"),
		"BR": codes("AC AL AM AP BA CE DF ES GO MA MG MS MT PA PB PE PI PR RJ RN RO RR RS SC SE SP TO"),
		"AR": codes("A B C D E F G H J K L M N P Q R S T U V W X Y Z"),
		"DE": codes("BB BE BW BY HB HE HH MV NI NW RP SH SL SN ST TH"),
		"AT": codes("1 2 3 4 5 6 7 8 9"),
		"CH": codes("AG AI AR BE BL BS FR GE GL GR JU LU NE NW OW SG SH SO SZ TG TI UR VD VS ZG ZH"),
		"IE": codes("C L M U CE CN CO CW D DL G KE KK KY LD LH LK LM LS MH MN MO OY RN SO TA WD WH WW WX"),
		"IN": codes("AN AP AR AS BR CG CH DH DL GA GJ HP HR JH JK KA KL LA LD MH ML MN MP MZ NL OD PB PY RJ SK TN TR TS UK UP WB"),
		"NZ": codes("AUK BOP CAN CIT GIS HKB MBH MWT NSN NTL OTA STL TAS TKI WGN WKO WTC"),
		"JP": codes("01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40 41 42 43 44 45 46 47"),
		"ZA": codes("EC FS GP KZN LP MP NC NW WC"),
		"PL": codes("02 04 06 08 10 12 14 16 18 20 22 24 26 28 30 32"),
		"NL": codes("DR FL FR GE GR LI NB NH OV UT ZE ZH AW CW SX BQ1 BQ2 BQ3"),
		"ES": codes("AN AR AS CB CE CL CM CN CT EX GA IB MC MD ML NC PV RI VC A AB AL AV B BA BI BU C CA CC CO CR CS CU GC GI GR GU H HU J L LE LO LU M MA MU NA O OR P PM PO S SA SE SG SO SS T TE TF TO V VA VI Z ZA"),
		"AE": codes("AJ AZ DU FU RK SH UQ"),
	}
})

func codes(list string) map[string]struct{} {
	m := make(map[string]struct{})
	for code := range strings.FieldsSeq(list) {
		m[code] = struct{}{}
	}
	return m
}

// ParseSubdivision reads an ISO 3166-2 code of a country, with or without the
// country and in any case ("US-CA", "ca"), and returns it without the country in
// upper case. known reports whether it is in the built-in table, or the table
// does not cover the country. What cannot be a code is returned as given.
func ParseSubdivision(country bonafide.Country, text string) (code string, known bool) {
	code = strings.TrimPrefix(strings.ToUpper(text), string(country)+"-")
	table, covered := subdivisions()[country]
	_, listed := table[code]
	if listed || !covered && len(code) <= 3 {
		return code, true
	}
	return text, !covered
}
