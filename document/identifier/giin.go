package identifier

import (
	"strings"

	"github.com/biter777/countries"
)

const (
	ruleGIIN        = "XXXXXX.XXXXX.XX.999 of digits and capitals without O (IRS, GIIN composition)"
	ruleGIINType    = "category that the IRS is not known to give, or one that does not go with the five characters before it (IRS, GIIN composition)"
	ruleGIINCountry = "country that ISO 3166-1 has no such number for (IRS, GIIN composition)"
)

// GIIN reads a Global Intermediary Identification Number, as the IRS gives it to those who
// registered under FATCA: six characters of the FATCA ID, five of the kind of institution, a
// category of two letters and the number of the country, apart by full stops. It has no
// check digit; whether it was given tells the list that the IRS publishes every month. A
// category that the IRS is not known to give, and a country that does not exist, make it
// implausible.
func GIIN(typed string) (Number, error) {
	v, ok := compact(unlabelled(typed, "GIIN"), " .-")
	if !ok || strings.Contains(v, "O") || !matches(v, "*{11}a{2}9{3}") {
		return malformed(ruleGIIN)
	}
	id, kind, category, country := v[:6], v[6:11], v[11:13], v[13:]
	rule := ""
	switch {
	case !registered(kind, category):
		rule = ruleGIINType
	case countries.ByNumeric(atoi(country)) == countries.Unknown:
		rule = ruleGIINCountry
	}
	return number(KindGIIN, strings.Join([]string{id, kind, category, country}, "."), tail(v, 4), rule), nil
}

// registered reports whether the five characters of an institution go with its category:
// a lead or a sponsor has zeros, a single institution nines, anybody else those of its own, or of
// whom it belongs to.
func registered(kind, category string) bool {
	const lead, single = "00000", "99999"
	switch category {
	case "LE", "SP":
		return kind == lead
	case "SL":
		return kind == single
	case "ME", "SF", "SD", "SS", "SB":
		return kind != lead && kind != single
	case "BR": // of a lead, a member or a single institution
		return true
	}
	return false
}
