package lists

import (
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
}

// ReadCSL reads the Consolidated Screening List of the US International Trade
// Administration in CSV, and returns each list that it consolidates as a list
// of its own, by key. A source that is not known gets a key made of its name.
func ReadCSL(r io.Reader, opts *CSLOptions) ([]screening.List, error) {
	if opts == nil || opts.Edition.IsZero() {
		return nil, bonafide.Invalid("edition", bonafide.CodeRequired)
	}
	var c columns
	lists := make(map[string]*gathered)
	t := table{list: screening.KeyUSCSL, file: opts.File, comma: ',', header: func(rec []string) bool {
		return c.take(rec, "_id", "source", "type", "name", "alt_names", "addresses", "ids")
	}}
	keys := make(map[string]string)
	_, _, err := t.each(r, func(line int, rec []string) error {
		c.rec = rec
		source := rec[c.index["source"]]
		key := keys[source]
		if key == "" {
			key = cslKey(source, opts.Keys)
			keys[strings.Clone(source)] = key
		}
		if key == "" || c.get("_id") == "" || c.get("name") == "" {
			return t.refuse(screening.CodeListUnreadable, line, nil)
		}
		g := lists[key]
		if g == nil {
			g = &gathered{}
			lists[key] = g
		}
		e, _ := g.entry(c.get("_id")) // the published file repeats an entry
		c.cslEntry(e)
		return nil
	})
	if err != nil {
		return nil, err
	}
	var out []screening.List
	for key, g := range lists {
		l, err := screening.NewList(key, opts.Edition, g.entries)
		if err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	slices.SortFunc(out, func(a, b screening.List) int { return strings.Compare(a.Key, b.Key) })
	return out, nil
}

// cslKey is the key for a source such as "Entity List (EL) - Bureau of Industry
// and Security".
func cslKey(source string, keys map[string]string) string {
	name, _, _ := strings.Cut(source, " - ")
	open := strings.LastIndexByte(name, '(')
	short := name
	if open >= 0 {
		short, _, _ = strings.Cut(name[open+1:], ")")
	}
	if key := keys[short]; key != "" {
		return key
	}
	if key := CSLKeys()[short]; key != "" {
		return key
	}
	slug := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		}
		return '_'
	}, strings.TrimSpace(short))
	if strings.Trim(slug, "_") == "" {
		return ""
	}
	return "csl_" + strings.Trim(slug, "_")
}

// cslEntry reads a row into an entry.
func (c *columns) cslEntry(e *screening.Entry) {
	switch strings.ToLower(c.get("type")) {
	case "individual":
		e.Type = screening.Person
	case "entity":
		e.Type = screening.Entity
	case "vessel":
		e.Type = screening.Vessel
	case "aircraft":
		e.Type = screening.Aircraft
	}
	addName(e, c.get("name"), screening.PrimaryName)
	for name := range strings.SplitSeq(c.get("alt_names"), ";") {
		name = strings.TrimPrefix(strings.TrimSpace(name), "and ")
		addName(e, strings.Clone(name), screening.AKA)
	}
	for p := range strings.SplitSeq(c.get("programs"), "; ") {
		addText(&e.Programs, p)
	}
	e.Title = c.get("title")
	e.Remarks = c.get("remarks")
	for _, column := range [...]string{"nationalities", "citizenships"} {
		for code := range strings.SplitSeq(c.get(column), "; ") {
			addCountry(e, code)
		}
	}
	addCountry(e, c.get("vessel_flag"))
	for day := range strings.SplitSeq(c.get("dates_of_birth"), "; ") {
		b, ok := parseBirthDate(day)
		addBirth(e, b, ok && day != "")
	}
	for place := range strings.SplitSeq(c.get("places_of_birth"), "; ") {
		addText(&e.BirthPlaces, place)
	}
	for a := range strings.SplitSeq(c.get("addresses"), "; ") {
		if a == "" {
			continue
		}
		street, country := a, a
		if i := strings.LastIndex(a, ", "); i >= 0 {
			street, country = a[:i], a[i+2:]
		}
		if len(country) != 2 || CountryCode(country) == "" {
			street, country = a, ""
		} else if street == a {
			street = ""
		}
		addAddress(e, screening.Address{Street: street, Country: CountryCode(country)})
	}
	if sign := c.get("call_sign"); sign != "" {
		addIdentifier(e, screening.IDCallSign, sign, "")
	}
	for id := range strings.SplitSeq(c.get("ids"), "; ") {
		cslIdentifier(e, id)
	}
	if e.Type == screening.Aircraft {
		addIdentifier(e, screening.IDTail, e.Names[0].Text, "")
	}
}

// cslIdentifier reads "EG, 2030-01-01, 2020-01-01, 1084010, Passport": country
// and dates are not always there.
func cslIdentifier(e *screening.Entry, text string) {
	i := strings.LastIndex(text, ", ")
	if i < 0 {
		return
	}
	value, label := text[:i], text[i+2:]
	if label == "Gender" {
		e.Gender = gender(value)
		return
	}
	country := ""
	if len(value) > 4 && value[2] == ',' {
		if country = CountryCode(value[:2]); country != "" {
			value = value[4:]
		}
	}
	for len(value) > 12 && value[4] == '-' && value[7] == '-' && value[10] == ',' {
		value = value[12:] // a date
	}
	if imo, ok := strings.CutPrefix(value, "IMO "); ok {
		addIdentifier(e, screening.IDIMO, imo, "")
		return
	}
	for i := range remarkLabels {
		if l := &remarkLabels[i]; l.label == label && (l.kind == screening.IDBIC || strings.ContainsAny(value, "0123456789")) {
			addIdentifier(e, l.kind, value, country)
			return
		}
	}
	if strings.HasPrefix(label, "Digital Currency Address") {
		addIdentifier(e, screening.IDWallet, value, "")
	}
}
