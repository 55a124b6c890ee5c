package document

import (
	"sync"

	"github.com/bonafide-go/bonafide"
)

// subdivisionCodes holds current ISO 3166-2 codes, without the country prefix, beside
// those of the table of addresses. A code that is in neither is a warning, never a
// refusal: the standard changes several times a year.
var subdivisionCodes = sync.OnceValue(func() map[bonafide.Country]string {
	return map[bonafide.Country]string{
		"US": "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC AS GU MP PR UM VI",
		"CA": "AB BC MB NB NL NS NT NU ON PE QC SK YT",
		"AU": "ACT NSW NT QLD SA TAS VIC WA",
		"MX": "AGU BCN BCS CAM CHH CHP CMX COA COL DUR GRO GUA HID JAL MEX MIC MOR NAY NLE OAX PUE QUE ROO SIN SLP SON TAB TAM TLA VER YUC ZAC",
		"BR": "AC AL AM AP BA CE DF ES GO MA MG MS MT PA PB PE PI PR RJ RN RO RR RS SC SE SP TO",
		"AR": "A B C D E F G H J K L M N P Q R S T U V W X Y Z",
		"DE": "BB BE BW BY HB HE HH MV NI NW RP SH SL SN ST TH",
		"AT": "1 2 3 4 5 6 7 8 9",
		"CH": "AG AI AR BE BL BS FR GE GL GR JU LU NE NW OW SG SH SO SZ TG TI UR VD VS ZG ZH",
		"IE": "C L M U CE CN CO CW D DL G KE KK KY LD LH LK LM LS MH MN MO OY RN SO TA WD WH WW WX",
		"IN": "AN AP AR AS BR CG CH DH DL GA GJ HP HR JH JK KA KL LA LD MH ML MN MP MZ NL OD PB PY RJ SK TN TR TS UK UP WB",
		"NZ": "AUK BOP CAN CIT GIS HKB MBH MWT NSN NTL OTA STL TAS TKI WGN WKO WTC",
		"JP": "01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40 41 42 43 44 45 46 47",
		"ZA": "EC FS GP KZN LP MP NC NW WC",
		"PL": "02 04 06 08 10 12 14 16 18 20 22 24 26 28 30 32",
		"NL": "DR FL FR GE GR LI NB NH OV UT ZE ZH AW CW SX BQ1 BQ2 BQ3",
		"ES": "AN AR AS CB CE CL CM CN CT EX GA IB MC MD ML NC PV RI VC A AB AL AV B BA BI BU C CA CC CO CR CS CU GC GI GR GU H HU J L LE LO LU M MA MU NA O OR P PM PO S SA SE SG SO SS T TE TF TO V VA VI Z ZA",
		"AE": "AJ AZ DU FU RK SH UQ",
	}
})
