package lists

import (
	"slices"
	"strings"

	"github.com/bonafide-go/bonafide/screening"
)

// OFAC writes most facts into remarks: parts divided by "; ", each with its label
// in front, further ones of a kind behind "alt. ".

// countryLabels stand in front of countries in remarks.
var countryLabels = [...]string{"nationality ", "citizen ", "Nationality of Registration ", "Registration Country ", "Other Vessel Flag "}

// readRemarks takes the facts of the remarks, which stay as they are. If these are
// cut off, their last part is no fact.
func (d *draft) readRemarks(cut bool) {
	part, rest, more := "", strings.TrimSuffix(d.Remarks, "."), true
	for more {
		if part, rest, more = strings.Cut(rest, "; "); cut && !more {
			return
		}
		part = strings.TrimPrefix(strings.TrimSpace(part), "alt. ")
		label, fact, _ := strings.Cut(part, " ")
		switch label {
		case "DOB":
			b, ok := parseBirthDate(fact)
			if d.seen.cell("DOB", ok); ok {
				addShared(&d.BirthDates, b)
			}
		case "POB":
			addShared(&d.BirthPlaces, fact)
		case "Gender":
			d.gender(fact)
		case "a.k.a.", "f.k.a.", "n.k.a.": // those of the remarks are weak (OFAC FAQ 122)
			d.name(quoted(fact), screening.WeakAKA)
		default:
			d.readRemark(part)
		}
	}
}

func (d *draft) readRemark(part string) {
	for _, label := range countryLabels {
		if name, ok := strings.CutPrefix(part, label); ok {
			name, _, _ = strings.Cut(name, ";") // "possibly Palestinian;arrested …"
			code := CountryCode(name)
			if !unknown(name) {
				d.seen.cell(strings.TrimSpace(label), code != "")
			}
			d.code(code)
			return
		}
	}
	if kind, rest, ok := cutLabel(part); ok {
		id, ok := parseIdentifier(kind, rest)
		if d.seen.cell(kind, ok); ok {
			addShared(&d.Identifiers, id)
		}
	}
}

// addShared adds what shares its text with the remarks, which stay alive anyway.
func addShared[T comparable](list *[]T, v T) {
	if !slices.Contains(*list, v) {
		*list = append(*list, v)
	}
}

// quoted returns what stands between the first and the last apostrophe: names
// hold apostrophes themselves.
func quoted(s string) string {
	first, last := strings.IndexByte(s, '\''), strings.LastIndexByte(s, '\'')
	if first < 0 || last <= first {
		return ""
	}
	return s[first+1 : last]
}
