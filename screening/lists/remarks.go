package lists

import (
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
)

// readRemarks takes the facts that OFAC writes into remarks: parts divided by
// "; ", each with its label in front, further ones of a kind behind "alt. ".
func readRemarks(e *screening.Entry, weak bool) {
	for part := range strings.SplitSeq(strings.TrimSuffix(e.Remarks, "."), "; ") {
		part = strings.TrimPrefix(strings.TrimSpace(part), "alt. ")
		if part == "" {
			continue
		}
		label, rest, _ := strings.Cut(part, " ")
		switch label {
		case "DOB":
			if b, ok := parseBirthDate(rest); ok {
				e.BirthDates = append(e.BirthDates, b)
			}
		case "POB":
			e.BirthPlaces = append(e.BirthPlaces, rest)
		case "nationality", "citizen":
			addCountry(e, rest)
		case "Gender":
			switch strings.TrimSuffix(rest, ".") {
			case "Male":
				e.Gender = screening.Male
			case "Female":
				e.Gender = screening.Female
			}
		case "a.k.a.":
			if name := quoted(rest); weak && name != "" {
				e.Names = append(e.Names, screening.Name{Text: name, Kind: screening.WeakAKA})
			}
		default:
			if id, ok := remarkIdentifier(part); ok {
				e.Identifiers = append(e.Identifiers, id)
			}
		}
	}
}

// quoted returns what stands between the first and the last apostrophe: names
// hold apostrophes themselves.
func quoted(s string) string {
	first, last := strings.IndexByte(s, '\''), strings.LastIndexByte(s, '\'')
	if first < 0 || last <= first {
		return ""
	}
	return strings.TrimSpace(s[first+1 : last])
}

// remarkLabels are the labels of identifiers in OFAC's remarks. Of labels that
// begin alike the longer stands first.
var remarkLabels = [...]struct{ label, kind string }{
	{"Passport", screening.IDPassport},
	{"Vessel Registration Identification IMO", screening.IDIMO},
	{"Identification Number IMO", screening.IDIMO},
	{"MMSI", screening.IDMMSI},
	{"Digital Currency Address -", screening.IDWallet},
	{"SWIFT/BIC", screening.IDBIC},
	{"Legal Entity Number", screening.IDLEI},
	{"Aircraft Tail Number", screening.IDTail},
	{"Aircraft Construction Number", screening.IDSerial},
	{"Aircraft Manufacturer's Serial Number", screening.IDSerial},
	{"Tax ID No.", screening.IDTax},
	{"V.A.T. Number", screening.IDTax},
	{"NIT #", screening.IDTax},
	{"RUC #", screening.IDTax},
	{"RIF #", screening.IDTax},
	{"R.F.C.", screening.IDTax},
	{"C.U.I.T.", screening.IDTax},
	{"C.U.I.", screening.IDTax},
	{"RTN", screening.IDTax},
	{"SSN", screening.IDTax},
	{"US FEIN", screening.IDTax},
	{"Italian Fiscal Code", screening.IDTax},
	{"Fiscal Code", screening.IDTax},
	{"Registration Number", screening.IDRegistration},
	{"Registration ID", screening.IDRegistration},
	{"Business Registration Number", screening.IDRegistration},
	{"Business Registration Document #", screening.IDRegistration},
	{"Business Number", screening.IDRegistration},
	{"Company Number", screening.IDRegistration},
	{"Company ID", screening.IDRegistration},
	{"Commercial Registry Number", screening.IDRegistration},
	{"C.R. No.", screening.IDRegistration},
	{"Folio Mercantil No.", screening.IDRegistration},
	{"Matricula Mercantil No", screening.IDRegistration},
	{"Chamber of Commerce Number", screening.IDRegistration},
	{"Istanbul Chamber of Comm. No.", screening.IDRegistration},
	{"Trade License No.", screening.IDRegistration},
	{"Unified Social Credit Code (USCC)", screening.IDRegistration},
	{"Government Gazette Number", screening.IDRegistration},
	{"Public Registration Number", screening.IDRegistration},
	{"Economic Register Number (CBLS)", screening.IDRegistration},
	{"Central Registration System Number", screening.IDRegistration},
	{"Enterprise Number", screening.IDRegistration},
	{"D-U-N-S Number", screening.IDRegistration},
	{"Dubai Chamber of Commerce Membership No.", screening.IDRegistration},
	{"Turkish Identification Number", screening.IDNational},
	{"National ID No.", screening.IDNational},
	{"National Foreign ID Number", screening.IDNational},
	{"Identification Number", screening.IDNational},
	{"Personal ID Card", screening.IDNational},
	{"Tarjeta Identidad", screening.IDNational},
	{"Numero de Identidad", screening.IDNational},
	{"Residency Number", screening.IDNational},
	{"Cedula No.", screening.IDNational},
	{"Cedula de Ciudadania", screening.IDNational},
	{"C.U.R.P.", screening.IDNational},
	{"D.N.I.", screening.IDNational},
	{"N.I.E.", screening.IDNational},
	{"I.F.E.", screening.IDNational},
	{"Electoral Registry No.", screening.IDNational},
	{"Credencial electoral", screening.IDNational},
	{"Driver's License No.", screening.IDOther},
	{"Travel Document Number", screening.IDOther},
	{"Birth Certificate Number", screening.IDOther},
}

// remarkIdentifier reads "Passport 304555 (Egypt) issued 06 Jun 1982 expires …".
func remarkIdentifier(part string) (screening.Identifier, bool) {
	for i := range remarkLabels {
		l := &remarkLabels[i]
		if part[0] != l.label[0] || !strings.HasPrefix(part, l.label) {
			continue
		}
		rest, ok := strings.CutPrefix(part[len(l.label):], " ")
		if !ok {
			continue
		}
		if l.kind == screening.IDWallet {
			_, rest, _ = strings.Cut(rest, " ") // the currency's symbol
		}
		if strings.HasPrefix(rest, "(") { // "(MSN) 1023409321"
			if _, after, ok := strings.Cut(rest, ") "); ok {
				rest = after
			}
		}
		id := screening.Identifier{Kind: l.kind}
		id.Value, rest, _ = strings.Cut(rest, " (")
		if rest != "" {
			country, _, _ := strings.Cut(rest, ")")
			id.Country = CountryCode(country)
		}
		id.Value, _, _ = strings.Cut(id.Value, " issued ")
		id.Value, _, _ = strings.Cut(id.Value, " expires ")
		if id.Value = strings.TrimSpace(id.Value); !strings.ContainsAny(id.Value, "0123456789") && l.kind != screening.IDBIC {
			return screening.Identifier{}, false
		}
		return id, id.Value != ""
	}
	return screening.Identifier{}, false
}

// parseBirthDate reads the spellings of dates that US lists use: "10 Dec 1948",
// "Sep 1958", "1948", "circa 1961", "1963 to 1965", "circa 1979-1982", and two
// of the first three joined by " to ". A month or year stands for all its days.
func parseBirthDate(s string) (screening.BirthDate, bool) {
	s, circa := strings.CutPrefix(strings.TrimSuffix(strings.TrimSpace(s), "."), "circa ")
	first, last, span := strings.Cut(s, " to ")
	if !span && len(s) == 9 && s[4] == '-' {
		first, last, span = s[:4], s[5:], true
	}
	from, to, ok := parseDay(first)
	if ok && span {
		_, to, ok = parseDay(last)
	}
	if !ok || to.Before(from) {
		return screening.BirthDate{}, false
	}
	return screening.BirthDate{From: from, To: to, Circa: circa}, true
}

// parseDay reads a day, a month or a year, as its first and last day.
func parseDay(s string) (from, to bonafide.Date, ok bool) {
	s = strings.TrimSpace(s)
	for _, form := range [...]struct {
		layout              string
		years, months, days int
	}{{"02 Jan 2006", 0, 0, 1}, {"2 Jan 2006", 0, 0, 1}, {time.DateOnly, 0, 0, 1}, {"Jan 2006", 0, 1, 0}, {"2006", 1, 0, 0}} {
		if t, err := time.Parse(form.layout, s); err == nil && t.Year() > 0 {
			return bonafide.DateOf(t), bonafide.DateOf(t.AddDate(form.years, form.months, form.days).AddDate(0, 0, -1)), true
		}
	}
	return bonafide.Date{}, bonafide.Date{}, false
}
