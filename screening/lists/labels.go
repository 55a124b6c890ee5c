package lists

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"github.com/bonafide-go/bonafide/screening"
)

// Kinds of identifiers beyond those of package screening.
const (
	idSecurity = "isin"         // ISO 6166, of a security the entry issues
	idBIK      = "bik"          // Russian bank identification code
	idModeS    = "mode_s"       // transponder code of an aircraft
	idUN       = "un_reference" // reference of the UN Security Council's list, which others repeat
	idEU       = "eu_reference" // reference of the EU's list
	idUK       = "uk_reference" // reference of the UK's list
)

// identifierLabels are the names that OFAC, and with it the Consolidated
// Screening List, gives to identifiers, by kind.
func identifierLabels() map[string][]string {
	return map[string][]string{
		screening.IDPassport: {"Passport", "Diplomatic Passport", "British National Overseas Passport", "Stateless Person Passport"},
		screening.IDNational: {
			"National ID No.", "National Foreign ID Number", "Identification Number", "Personal ID Card", "Cedula No.", "Cedula de Ciudadania",
			"Cedula de Residencia", "Residency Number", "C.U.R.P.", "C.U.I.P.", "D.N.I.", "N.I.E.", "I.F.E.", "Electoral Registry No.",
			"Credencial electoral", "Tarjeta Identidad", "Numero de Identidad", "Turkish Identification Number", "Citizen's Card Number", "LE Number",
			"Cartilla de Servicio Militar Nacional", "Kenyan ID No.", "Tazkira National ID Card", "Bosnian Personal ID No.", "Moroccan Personal ID No.",
			"Stateless Person ID Card", "Refugee ID Card", "UAE Identification", "CNP (Personal Numerical Code)", "Romanian Permanent Resident",
			"Immigration No.", "Public Security and Immigration No.", "Afghan Identification Number",
		},
		screening.IDTax: {
			"Tax ID No.", "V.A.T. Number", "NIT #", "RUC #", "RIF #", "R.F.C.", "RFC", "C.U.I.T.", "C.U.I.", "C.I.F.", "N.I.F.", "RTN", "RSIN", "SSN",
			"US FEIN", "Italian Fiscal Code", "Italian Fiscal Code:", "Fiscal Code", "Romanian Tax Registration", "Paraguayan tax identification number",
			"Numero Unico de Identificacao Tributaria (NUIT)",
		},
		screening.IDRegistration: {
			"Registration Number", "Registration ID", "Business Registration Number", "Business Registration Document #", "Business Number",
			"Company Number", "UK Company Number", "Company ID", "Company ID: No.", "Commercial Registry Number", "C.R. No.", "Romanian C.R.",
			"Folio Mercantil No.", "Matricula Mercantil No", "Chamber of Commerce Number", "Istanbul Chamber of Comm. No.",
			"Dubai Chamber of Commerce Membership No.", "Trade License No.", "Tourism License No.", "License", "MSB Registration Number",
			"Afghan Money Service Provider License Number", "Unified Social Credit Code (USCC)", "United Social Credit Code Certificate (USCCC)",
			"Organization Code", "Government Gazette Number", "Public Registration Number", "Economic Register Number (CBLS)",
			"Central Registration System Number", "Enterprise Number", "Branch Unit Number", "D-U-N-S Number", "Registered Charity No.",
			"Certificate of Incorporation Number", "Registration Certificate Number (Dubai)", "File Number", "C.I.N.", "Permit Number",
			"Russian State Individual Business Registration Number Pattern (OGRNIP)",
		},
		screening.IDIMO:      {"Vessel Registration Identification", "Identification Number IMO", "International Maritime Organization No."},
		screening.IDMMSI:     {"MMSI"},
		screening.IDCallSign: {"Vessel Call Sign", "Other Vessel Call Sign"},
		screening.IDTail:     {"Aircraft Tail Number", "Previous Aircraft Tail Number"},
		screening.IDSerial:   {"Aircraft Manufacturer's Serial Number", "Aircraft Construction Number", "Aircraft Serial Identification"},
		screening.IDBIC:      {"SWIFT/BIC"},
		screening.IDLEI:      {"Legal Entity Number"},
		idSecurity:           {"ISIN"},
		idBIK:                {"BIK (RU)"},
		idModeS:              {"Aircraft Mode S Transponder Code"},
		screening.IDOther: {
			"Driver's License No.", "Travel Document Number", "Birth Certificate Number", "Serial No.", "SRE Permit No.", "VisaNumberID",
			"Military Registration Number", "Pilot License Number", "Seafarer's Identification Document", "Trademark number",
			"Temporary suspension of deportation No.",
		},
		"": {"Phone Number", "Chinese Commercial Code", "Equity Ticker", "MICEX Code", "UN/LOCODE"}, // these tell of many bearers, or of nobody
	}
}

// walletLabel stands in front of a currency's symbol.
const walletLabel = "Digital Currency Address"

// labelEnds are the last words of labels that are not in the table.
var labelEnds = [...]string{" Number ", " No. ", " # ", " Card ", " Code ", " Passport ", " Document "}

type identifierLabel struct{ text, kind string }

// identifierLabelsByWord are the labels by their first word, longer ones first.
var identifierLabelsByWord = sync.OnceValue(func() map[string][]identifierLabel {
	m := make(map[string][]identifierLabel)
	for kind, labels := range identifierLabels() {
		for _, label := range labels {
			word, _, _ := strings.Cut(label, " ")
			m[word] = append(m[word], identifierLabel{label, kind})
		}
	}
	for _, labels := range m {
		slices.SortFunc(labels, func(a, b identifierLabel) int { return cmp.Compare(len(b.text), len(a.text)) })
	}
	return m
})

// cutLabel divides "Passport 304555 (Egypt)" into the kind of the identifier and
// the rest.
func cutLabel(s string) (kind, rest string, ok bool) {
	if rest, ok := strings.CutPrefix(s, walletLabel+" - "); ok {
		_, rest, ok = strings.Cut(rest, " ") // the currency's symbol
		return screening.IDWallet, rest, ok
	}
	word, _, _ := strings.Cut(s, " ")
	for _, l := range identifierLabelsByWord()[word] {
		if rest, ok := strings.CutPrefix(s, l.text); ok && strings.HasPrefix(rest, " ") {
			return l.kind, rest[1:], l.kind != ""
		}
	}
	if digit := strings.IndexAny(s, "0123456789"); digit > 0 && !strings.Contains(s[:digit], ":") {
		for _, end := range labelEnds {
			if i := strings.Index(s[:digit], end); i > 0 {
				return screening.IDOther, s[i+len(end):], true
			}
		}
	}
	return "", "", false
}

// labelKind is the kind of the identifiers that stand behind a label.
func labelKind(label string) (kind string, ok bool) {
	kind, _, ok = cutLabel(label + " 0")
	return kind, ok
}

// parseIdentifier reads what stands behind a label: "304555 (Egypt) issued 06
// Jun 1982 expires 05 Jun 1987".
func parseIdentifier(kind, text string) (screening.Identifier, bool) {
	for _, word := range [...]string{"issued ", "expires "} {
		if i := strings.Index(text, word); i == 0 || i > 0 && text[i-1] == ' ' {
			text = text[:i]
		}
	}
	text = strings.TrimSpace(text)
	if strings.HasPrefix(text, "(") { // "(MSN) 1023409321"
		if _, rest, ok := strings.Cut(text, ") "); ok {
			text = rest
		} else {
			text = strings.Trim(text, "()")
		}
	}
	id := screening.Identifier{Kind: kind, Value: text}
	if value, _, ok := strings.Cut(text, " ("); ok { // if there are several brackets, the country is in the last
		id.Value = value
		id.Country = CountryCode(strings.TrimSuffix(text[strings.LastIndexByte(text, '(')+1:], ")"))
	}
	id.Value = strings.TrimSpace(id.Value)
	switch kind {
	case screening.IDBIC, screening.IDTail, screening.IDCallSign, screening.IDWallet:
		return id, id.Value != ""
	case screening.IDIMO:
		id = shipNumber(id)
	case screening.IDLEI:
		if len(id.Value) != 20 { // ISO 17442
			id.Kind = screening.IDRegistration
		}
	}
	return id, strings.ContainsAny(id.Value, "0123456789")
}

// labelled adds the identifier behind a label. A text that is no identifier, or
// holds more than the number, becomes a remark.
func (d *draft) labelled(label, kind, text, country string) {
	id, ok := parseIdentifier(kind, text)
	if d.seen.cell(label, ok); ok {
		d.identifier(id.Kind, id.Value, cmp.Or(country, id.Country))
	}
	if !ok || strings.Contains(text, "(") {
		d.note(label, text)
	}
}

// shipNumber drops the mark of an IMO number. A number of another form is taken
// as one of another register.
func shipNumber(id screening.Identifier) screening.Identifier {
	id.Value = strings.TrimSpace(strings.TrimPrefix(id.Value, "IMO"))
	if len(id.Value) != 7 || number(id.Value) == 0 {
		id.Kind = screening.IDRegistration
	}
	return id
}

// worded adds the number in a publisher's words for a document, and keeps the
// words as a remark.
func (d *draft) worded(kind, label, text string) {
	n := numberIn(text)
	ok := strings.ContainsAny(n, "0123456789")
	if d.seen.cell(strings.TrimSuffix(label, ":"), ok); ok {
		d.identifier(kind, n, "")
	}
	if n != collapse(text) {
		d.note(label, collapse(text))
	}
}

// numberIn is the number in a publisher's words for a document: "CAR diplomatic
// passport no. D00000898" and "403062567 (US)" hold one.
func numberIn(text string) string {
	words := strings.Fields(text)
	first := slices.IndexFunc(words, func(w string) bool { return strings.ContainsAny(w, "0123456789") })
	if first < 0 {
		return strings.Join(words, " ")
	}
	isWord := func(w string) bool {
		return strings.HasSuffix(w, ":") || strings.ToUpper(w) != w || slices.Contains([]string{"INN", "KPP", "OGRN", "OKPO", "TIN"}, w)
	}
	start := 0
	for i := range first {
		if isWord(words[i]) {
			start = i + 1
		}
	}
	value := ""
	for _, w := range words[start:] {
		if strings.HasPrefix(w, "(") && value != "" {
			break
		}
		if isWord(w) && !strings.ContainsAny(w, "0123456789") {
			continue // "No."
		}
		value = joined(" ", value, w)
		if strings.HasSuffix(w, ",") {
			break
		}
	}
	return strings.Trim(value, " ,;.")
}
