package lists

import (
	"io"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
)

// ReadUK reads either list of the United Kingdom in CSV and tells them apart by
// their header: the UK Sanctions List, or the consolidated list of OFSI that it
// replaced. Both have a first line with the date, which is the edition, and a
// row for every name of an entry. Entries are known by their "Unique ID", or
// "Group ID".
func ReadUK(r io.Reader, opts *Options) (screening.List, error) {
	o := opts.orDefault(screening.KeyUK)
	var c columns
	var g gathered
	var edition bonafide.Date
	id := "unique id"
	t := table{list: o.Key, file: o.File, comma: ',', header: func(rec []string) bool {
		if edition.IsZero() {
			edition = ukDate(rec)
		}
		if c.take(rec, "Unique ID", "Name 6", "Name type", "Designation Type") {
			return true
		}
		id = "group id"
		return c.take(rec, "Group ID", "Name 6", "Group Type", "Alias Type")
	}}
	_, _, err := t.each(r, func(line int, rec []string) error {
		c.rec = rec
		if c.get(id) == "" {
			return t.refuse(screening.CodeListUnreadable, line, nil)
		}
		e, first := g.entry(c.get(id))
		if first {
			kind := c.get("designation type")
			if kind == "" {
				kind = c.get("group type")
			}
			switch strings.ToLower(kind) {
			case "individual":
				e.Type = screening.Person
			case "entity":
				e.Type = screening.Entity
			case "ship":
				e.Type = screening.Vessel
			default:
				return t.refuse(screening.CodeListUnreadable, line, nil)
			}
			e.Remarks = c.get("other information")
			e.Title = c.get("position")
			addIdentifier(e, "un_reference", c.get("un reference number"), "")
		}
		c.ukRow(e, o)
		return nil
	})
	if err != nil {
		return screening.List{}, err
	}
	for i := range g.entries {
		primaryFirst(&g.entries[i])
	}
	return o.finish(edition, g.entries)
}

// ukDate reads the first line: "Report Date: 08-Oct-2026" or "Last Updated,01/09/2026".
func ukDate(rec []string) bonafide.Date {
	text := rec[0]
	if rest, ok := strings.CutPrefix(text, "Report Date:"); ok {
		return parseDate(rest, "02-Jan-2006", "2-Jan-2006", "02/01/2006")
	}
	if len(rec) > 1 && strings.EqualFold(text, "Last Updated") {
		return parseDate(rec[1], "02/01/2006", time.DateOnly)
	}
	return bonafide.Date{}
}

func (c *columns) ukRow(e *screening.Entry, o Options) {
	// Name 6 is the family name, or the whole name of what is no person.
	var parts []string
	for _, column := range [...]string{"name 1", "name 2", "name 3", "name 4", "name 5", "name 6"} {
		if s := c.get(column); s != "" {
			parts = append(parts, s)
		}
	}
	kind := screening.AKA
	nameType := strings.ToLower(c.get("name type") + c.get("alias type"))
	strength := strings.ToLower(c.get("alias strength") + c.get("alias quality"))
	switch {
	case strings.HasPrefix(nameType, "primary name") && !strings.Contains(nameType, "variation"):
		kind = screening.PrimaryName
	case strings.HasPrefix(strength, "low"), strings.HasPrefix(strength, "weak"):
		kind = screening.WeakAKA
	}
	if kind != screening.WeakAKA || !o.WithoutWeak {
		addName(e, strings.ReplaceAll(strings.Join(parts, " "), ",", " "), kind)
	}
	addName(e, c.get("name non-latin script"), screening.OriginalScript)
	addText(&e.Programs, c.get("regime name")+c.get("regime"))
	for day := range strings.SplitSeq(c.get("d.o.b")+c.get("dob"), ";") {
		b, ok := ukBirth(strings.TrimSpace(day))
		addBirth(e, b, ok)
	}
	for _, column := range [...]string{"nationality(/ies)", "nationality"} {
		for n := range strings.SplitSeq(c.get(column), ";") {
			for n := range strings.SplitSeq(n, " (") {
				addCountry(e, strings.TrimRight(n, ")0123456789 "))
			}
		}
	}
	if g := gender(c.get("gender")); g != "" {
		e.Gender = g
	}
	var place []string
	for _, column := range [...]string{"town of birth", "country of birth"} {
		if s := c.get(column); s != "" {
			place = append(place, s)
		}
	}
	addText(&e.BirthPlaces, strings.Join(place, ", "))
	var street []string
	for _, line := range [...]string{"1", "2", "3", "4", "5", "6"} {
		if s := c.get("address line "+line) + c.get("address "+line); s != "" {
			street = append(street, s)
		}
	}
	addAddress(e, screening.Address{
		Street: strings.Join(street, ", "), Postal: c.get("address postal code") + c.get("post/zip code"),
		Country: CountryCode(c.get("address country") + c.get("country")),
	})
	addCountry(e, c.get("current believed flag of ship"))
	for column, kind := range map[string]string{
		"passport number": screening.IDPassport, "national identifier number": screening.IDNational, "national identification number": screening.IDNational,
		"business registration number (s)": screening.IDRegistration, "imo number": screening.IDIMO,
	} {
		for value := range strings.SplitSeq(c.get(column), ";") {
			addIdentifier(e, kind, strings.TrimSpace(value), "")
		}
	}
	sortIdentifiers(e)
}

// ukBirth reads "19/06/1951"; "00/00/1975" is a year, "00/06/1951" a month.
func ukBirth(s string) (screening.BirthDate, bool) {
	if d := parseDate(s, "02/01/2006"); !d.IsZero() {
		return screening.BirthDate{From: d, To: d}, true
	}
	day, rest, ok := strings.Cut(s, "/")
	if !ok || strings.Trim(strings.ToLower(day), "0d") != "" {
		return screening.BirthDate{}, false
	}
	month, year, _ := strings.Cut(rest, "/")
	from, to, ok := parseDay(year)
	if t, err := time.Parse("01/2006", month+"/"+year); err == nil {
		from, to = bonafide.DateOf(t), bonafide.DateOf(t.AddDate(0, 1, -1))
	}
	return screening.BirthDate{From: from, To: to}, ok
}
