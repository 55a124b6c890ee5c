package identifier

import (
	"strings"
	"sync"
)

const ruleVAT = "country prefix and national structure (European Commission, VIES FAQ, VAT number structures)"

// vatShapes are the structures behind each prefix; see [matches] for the
// notation. Greece uses EL, Northern Ireland XI.
var vatShapes = sync.OnceValue(func() map[string]string {
	return map[string]string{
		"AT": "U9{8}",
		"BE": "09{9} 19{9}",
		"BG": "9{9,10}",
		"CY": "9{8}a",
		"CZ": "9{8,10}",
		"DE": "9{9}",
		"DK": "9{8}",
		"EE": "9{9}",
		"EL": "9{9}",
		"ES": "a9{7}a a9{8} 9{8}a",
		"FI": "9{8}",
		"FR": "*{2}9{9}", // the letters are none of I and O
		"HR": "9{11}",
		"HU": "9{8}",
		"IE": "9{7}a 9{7}a{2} 9a9{5}a 9+9{5}a 9#9{5}a", // + and *, here #, stand in the second place of old ones
		"IT": "9{11}",
		"LT": "9{9} 9{12}",
		"LU": "9{8}",
		"LV": "9{11}",
		"MT": "9{8}",
		"NL": "*{9}B*{2}",
		"PL": "9{10}",
		"PT": "9{9}",
		"RO": "9{2,10}",
		"SE": "9{12}",
		"SI": "9{8}",
		"SK": "9{10}",
		"XI": "9{9} 9{12} GD9{3} HA9{3}",
		"EU": "9{9}",  // One Stop Shop, businesses outside the Union (Implementing Regulation 282/2011, art. 57)
		"IM": "9{10}", // Import One Stop Shop
	}
})

// VAT reads an EU VAT identification number with its country prefix. Only the
// structure is looked at: whether a number is in use is for VIES to say. The words for it of several languages may stand
// before it; GR is read as EL, and a Belgian number of nine digits with the zero that it has had since 2008.
func VAT(text string) (Number, error) {
	text = unlabelled(text, "VAT Number", "VAT No", "VAT ID", "VAT", "USt-IdNr", "USt-ID", "UID", "BTW", "TVA", "Partita IVA", "P.IVA", "P. IVA", "NIF", "NIP")
	sign := strings.IndexAny(text, "+*")
	if sign < 0 {
		sign = len(text)
	}
	v, ok := compact(text[:sign], " .-")
	if rest := text[sign:]; ok && rest != "" { // an old Irish number
		var tail string
		tail, ok = compact(rest[1:], " .-")
		v += strings.Replace(text[sign:sign+1], "*", "#", 1) + tail // * is a class of shapes
	}
	if !ok || len(v) < 4 {
		return malformed(ruleVAT)
	}
	switch {
	case v[:2] == "GR":
		v = "EL" + v[2:]
	case v[:2] == "BE" && len(v) == 11:
		v = "BE0" + v[2:]
	}
	shapes, known := vatShapes()[v[:2]]
	if !known || !matchesAny(v[2:], shapes) || v[:2] == "FR" && strings.ContainsAny(v[2:4], "IO") {
		return malformed(ruleVAT)
	}
	v = strings.Replace(v, "#", "*", 1)
	return number(KindVAT, v, v[:2]+tail(v[2:], 4), ""), nil
}
