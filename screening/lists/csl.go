package lists

import (
	"cmp"
	"io"
	"slices"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
)

// CSLKeys are the keys that [ReadCSL] gives the lists of the Consolidated
// Screening List, by the short name the file has for each.
func CSLKeys() map[string]string {
	return map[string]string{
		"SDN": "csl_sdn", "EL": "csl_el", "DTC": "csl_dtc", "DPL": "csl_dpl", "SSI": "csl_ssi", "UVL": "csl_uvl", "ISN": "csl_isn",
		"PLC": "csl_plc", "MEU": "csl_meu", "CMIC": "csl_cmic", "CAP": "csl_cap", "NS-MBS List": "csl_mbs", "FSE": "csl_fse",
	}
}

// CSLOptions adjust [ReadCSL]. Nil is refused: the edition is required.
type CSLOptions struct {
	// Edition is the day of the publication, which the file does not tell.
	Edition bonafide.Date

	// Keys gives lists another key than [CSLKeys], by short name, such as "DPL".
	Keys map[string]string

	// File names the file in errors.
	File string

	// MinEntries refuses, as shrunken, a file with fewer entries on all its lists
	// together. 0 means at least one.
	MinEntries int

	// Tolerate is as in [Options].
	Tolerate int
}

// ReadCSL reads the Consolidated Screening List of the US International Trade
// Administration in CSV, and returns each list that it consolidates as a list
// of its own, by key. A source that is not known gets a key made of its name.
// The file does not tell weak names from others. Identifiers are read in both
// orders that it has had, the kind last (to 2024) or first. What is said of the
// file as a whole, such as a column that is not known, stands in the
// [screening.Reading] of each of its lists.
//
// It has no end mark: a cut between two rows shows only against
// CSLOptions.MinEntries or the editions held. A list of which no row is left is
// not among those returned.
func ReadCSL(r io.Reader, opts *CSLOptions) ([]screening.List, error) {
	if opts == nil || opts.Edition.IsZero() {
		return nil, bonafide.Invalid("edition", bonafide.CodeRequired)
	}
	at := place{screening.KeyUSCSL, opts.File}
	var c columns
	file := &ledger{tolerate: opts.Tolerate}
	sources := make(map[string]*drafts) // by key of the list
	keys := make(map[string]string)     // by name of the source
	t := &table{place: at, comma: ',', ledger: file, header: func(rec []string) bool {
		return c.take(rec, "_id", "source", "type", "name", "alt_names", "addresses", "ids")
	}}
	err := t.each(r, func(line int, rec []string) bool {
		c.row(rec)
		source := c.get("source")
		key, known := keys[source]
		if !known {
			key = cslKey(source, opts.Keys)
			keys[strings.Clone(source)] = key
		}
		if key == "" || c.get("_id") == "" || c.get("name") == "" {
			return false
		}
		if sources[key] == nil {
			sources[key] = (Options{}).gather()
		}
		return c.cslEntry(sources[key].of(c.get("_id"), line)) // the published file repeats an entry
	})
	if err != nil {
		return nil, err
	}
	c.leftover(file, cslSilent)
	var out []screening.List
	got := 0
	for key, d := range sources {
		o := Options{Key: key, Edition: opts.Edition, File: opts.File}
		l, err := o.list(bonafide.Date{}, d)
		if err != nil {
			return nil, err
		}
		l.Reading = l.Reading.Merge(file.reading())
		out = append(out, l)
		got += len(l.Entries)
	}
	if got < opts.MinEntries {
		return nil, at.shrunken(opts.MinEntries, got)
	}
	slices.SortFunc(out, func(a, b screening.List) int { return cmp.Compare(a.Key, b.Key) })
	return out, nil
}

// cslKey is the key for a source such as "Entity List (EL) - Bureau of Industry
// and Security".
func cslKey(source string, keys map[string]string) string {
	short, _, _ := strings.Cut(source, " - ")
	if open := strings.LastIndexByte(short, '('); open >= 0 {
		short, _, _ = strings.Cut(short[open+1:], ")")
	}
	short = strings.TrimSpace(short)
	if key := cmp.Or(keys[short], CSLKeys()[short]); key != "" {
		return key
	}
	return slug("csl", short)
}

// cslNotes are columns that no field of an entry has, and how remarks call them.
var cslNotes = [...][2]string{
	{"vessel_type", "Vessel Type"}, {"gross_tonnage", "Tonnage"}, {"gross_registered_tonnage", "Gross Registered Tonnage"}, {"vessel_owner", "Vessel Owner"},
	{"federal_register_notice", "Federal Register Notice"}, {"start_date", "Effective"}, {"end_date", "Expires"}, {"standard_order", "Standard Order"},
	{"license_requirement", "License Requirement"}, {"license_policy", "License Policy"},
}

// cslEntry reads a row.
func (c *columns) cslEntry(d *draft) bool {
	if word := c.get("type"); word != "" && !d.typed(word) { // most sources do not tell it
		return false
	}
	d.name(c.get("name"), screening.PrimaryName)
	c.each("alt_names", ";", func(name string) {
		for _, word := range [...]string{"and ", "a.k.a. ", "f.k.a. "} {
			if len(name) > len(word) && strings.EqualFold(name[:len(word)], word) {
				name = name[len(word):]
			}
		}
		d.name(name, screening.AKA)
	})
	c.each("programs", "; ", d.program)
	d.title(c.get("title"))
	d.note("", c.get("remarks"))
	for _, n := range cslNotes {
		d.note(n[1], c.get(n[0]))
	}
	c.each("nationalities", "; ", func(s string) { d.country("nationality", s) })
	c.each("citizenships", "; ", func(s string) { d.country("citizen", s) })
	d.country("Vessel Flag", c.get("vessel_flag"))
	c.each("dates_of_birth", "; ", func(s string) {
		b, ok := parseBirthDate(s)
		d.birth(s, b, ok)
	})
	c.each("places_of_birth", "; ", func(s string) { d.birthPlace(s) })
	c.each("addresses", "; ", func(s string) {
		street, country := "", s
		if i := strings.LastIndex(s, ", "); i >= 0 {
			street, country = s[:i], s[i+2:]
		}
		if len(country) != 2 || CountryCode(country) == "" {
			street, country = s, ""
		}
		d.address(screening.Address{Street: street}, country)
	})
	d.identifier(screening.IDCallSign, c.get("call_sign"), "")
	c.each("ids", "; ", d.cslIdentifier)
	if d.Type == screening.Aircraft {
		d.identifier(screening.IDTail, c.get("name"), "")
	}
	return true
}

// cslIdentifier reads "EG, 2030-01-01, 2020-01-01, 1084010, Passport", as the file was
// written until 2024, and "Passport, 1084010, EG, 2020-01-01, 2030-01-01", as it is since.
// Country and dates are not always there.
func (d *draft) cslIdentifier(text string) {
	first, behind, ok := strings.Cut(text, ", ")
	if !ok {
		d.seen.cell("ids", cslNoted(text))
		d.note("", text)
		return
	}
	i := strings.LastIndex(text, ", ")
	label, value := text[i+2:], text[:i]
	if !cslLabel(label) && cslLabel(first) {
		label, value = first, behind
	}
	d.seen.cell("ids", cslLabel(label))
	kind, known := labelKind(label)
	switch {
	case slices.Contains(countryLabels[:], label+" "):
		d.country(label, value)
	case label == "Gender":
		d.gender(value)
	case !known:
		d.note(label, value)
	default:
		value, country := cslNumber(value)
		d.labelled(label, kind, value, country)
	}
}

// cslLabel reports whether a text is a label of the file.
func cslLabel(text string) bool {
	_, known := labelKind(text)
	return known || text == "Gender" || cslNoted(text) || slices.Contains(countryLabels[:], text+" ")
}

// cslNoted reports whether a text is a label of what is no identifier, or begins with
// one. It stands in the remarks.
func cslNoted(text string) bool {
	for _, label := range [...]string{
		"Additional Sanctions Information", "Secondary sanctions risk", "Website", "Email Address", "Transactions Prohibited", "Organization ", "Executive Order ",
		"Listing Date", "Effective Date", "Purchase/Sales", "CAATSA ", "PEESA ", "IFCA ", "Aircraft ", "Vessel ", "Former Vessel", "Other Vessel", "Target Type",
		"Issuer Name", "Phone Number", "Equity Ticker", "Chinese Commercial Code", "MICEX Code", "UN/LOCODE",
	} {
		if strings.HasPrefix(text, label) {
			return true
		}
	}
	return false
}

// cslNumber divides a number from the country and the dates at either side of it.
func cslNumber(value string) (number, country string) {
	parts := strings.Split(value, ", ")
	isDate := func(s string) bool { return !parseDate(s, "2006-01-02").IsZero() }
	takes := func(s string) bool {
		if country == "" && len(s) == 2 && CountryCode(s) != "" {
			country = CountryCode(s)
			return true
		}
		return isDate(s)
	}
	for len(parts) > 1 && takes(parts[0]) {
		parts = parts[1:]
	}
	for len(parts) > 1 && takes(parts[len(parts)-1]) {
		parts = parts[:len(parts)-1]
	}
	return strings.Join(parts, ", "), country
}

// cslSilent names the columns that hold nothing of an entry.
func cslSilent(name string) bool {
	switch name {
	case "entity_number", "source_list_url", "source_information_url":
		return true
	}
	return false
}
