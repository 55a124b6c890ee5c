package lists

import (
	"io"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
)

// ReadUK reads either list of the United Kingdom in CSV and tells them apart by
// their header: the UK Sanctions List, or the consolidated list of OFSI that it
// replaced in January 2026. Both have a first line with the date, which is the
// edition, and a row for every name, address and birth date of an entry. Entries
// are known by their "Unique ID", or "Group ID"; an alias of low quality is
// weak.
//
// Neither has an end mark: a cut between two rows, be it among those of one
// entry, shows only against Options.MinEntries or the edition held.
func ReadUK(r io.Reader, opts *Options) (screening.List, error) {
	o := opts.orDefault(screening.KeyUK)
	var c columns
	entries := o.gather()
	var edition bonafide.Date
	var id string
	t := &table{place: o.place(), comma: ',', ledger: entries.ledger, header: func(rec []string) bool {
		if edition.IsZero() {
			edition = ukDate(rec)
		}
		if id = "unique id"; c.take(rec, id, "name 6", "name type", "designation type") {
			return true
		}
		id = "group id"
		return c.take(rec, id, "name 6", "alias type", "group type")
	}}
	err := t.each(r, func(line int, rec []string) bool {
		c.row(rec)
		if c.get(id) == "" {
			return false
		}
		d := entries.of(c.get(id), line)
		if !d.typed(c.get("designation type", "group type")) {
			return false
		}
		c.ukName(d)
		c.ukPerson(d)
		c.ukEntity(d)
		return true
	})
	if err != nil {
		return screening.List{}, err
	}
	c.leftover(entries.ledger, ukSilent)
	return o.list(edition, entries)
}

// ukSilent names the columns that hold nothing of an entry.
func ukSilent(name string) bool {
	switch name {
	case "last updated", "listed on", "uk sanctions list date designated", "designation source", "non-latin script type", "non-latin script language",
		"phone number", "website", "email address":
		return true
	}
	return false
}

// ukDate reads the first line: "Report Date: 08-Oct-2026" or "Last Updated,01/09/2026".
func ukDate(rec []string) bonafide.Date {
	if rest, ok := strings.CutPrefix(rec[0], "Report Date:"); ok {
		return parseDate(rest, "02-Jan-2006", "2-Jan-2006", "02/01/2006")
	}
	if len(rec) > 1 && strings.EqualFold(rec[0], "Last Updated") {
		return parseDate(rec[1], "02/01/2006", time.DateOnly)
	}
	return bonafide.Date{}
}

func (c *columns) ukName(d *draft) {
	// Name 6 is the family name, or the whole name of what is no person.
	name := joined(" ", c.get("name 1"), c.get("name 2"), c.get("name 3"), c.get("name 4"), c.get("name 5"), c.get("name 6"))
	name = strings.ReplaceAll(name, ",", " ")
	kind := ukNameKind(c.get("name type", "alias type"), c.get("alias strength", "alias quality"))
	d.name(name, kind)
	d.name(c.get("name non-latin script"), screening.OriginalScript)
	numbered(c.get("title"), d.title)
}

func (c *columns) ukPerson(d *draft) {
	numbered(c.get("d.o.b", "dob"), func(s string) {
		b, ok := ukBirth(s)
		d.birth(s, b, ok)
	})
	numbered(c.get("nationality(/ies)", "nationality"), func(s string) { d.country("nationality", s) })
	d.gender(c.get("gender"))
	towns, country := c.get("town of birth"), c.get("country of birth")
	if strings.HasPrefix(towns, "(1)") || strings.HasPrefix(country, "(1)") { // which belongs to which is not told
		numbered(towns, func(s string) { d.birthPlace(s) })
		numbered(country, func(s string) { d.birthPlace(s) })
	} else {
		d.birthPlace(towns, country)
	}
	numbered(c.get("position"), d.title)
	numbered(c.get("passport number"), func(s string) { d.worded(screening.IDPassport, "Passport:", s) })
	if _, apart := c.index["passport number"]; apart {
		d.note("Passport:", c.get("passport additional information", "passport details"))
	} else { // to 2020, all stands in one column
		d.ofsiNumbers(screening.IDPassport, "Passport:", c.get("passport details"))
	}
	numbered(c.get("national identifier number", "national identification number"), func(s string) { d.worded(screening.IDNational, "National identifier:", s) })
	d.note("National identifier:", c.get("national identifier additional information", "national identification details"))
	d.ofsiNumbers(screening.IDNational, "National identifier:", c.get("ni number"))
}

// ukNotes are columns that no field of an entry has, and how remarks call them.
var ukNotes = [...][2]string{
	{"other information", ""}, {"uk statement of reasons", ""}, {"type of entity", "Type of entity:"}, {"subsidiaries", "Subsidiaries:"},
	{"parent company", "Parent company:"}, {"current owner/operator (s)", "Owner/operator:"}, {"previous owner/operator (s)", "Previous owner/operator:"},
	{"previous flags", "Previous flags:"}, {"type of ship", "Type of ship:"}, {"tonnage of ship", "Tonnage:"}, {"length of ship", "Length:"},
	{"year built", "Year built:"}, {"sanctions imposed", "Sanctions imposed:"}, {"date designated", "Designated"},
}

func (c *columns) ukEntity(d *draft) {
	d.program(c.get("regime name", "regime"))
	d.identifier(idUN, c.get("un reference number"), "")
	d.note("OFSI Group ID", c.get("ofsi group id"))
	var street [6]string
	for i, n := range [...]string{"1", "2", "3", "4", "5", "6"} {
		street[i] = c.get("address line "+n, "address "+n)
	}
	d.address(screening.Address{Street: joined(", ", street[:]...), Postal: c.get("address postal code", "post/zip code")}, c.get("address country", "country"))
	d.country("Flag:", c.get("current believed flag of ship"))
	numbered(c.get("business registration number (s)"), func(s string) { d.worded(screening.IDRegistration, "Registration:", s) })
	numbered(c.get("imo number"), d.ship)
	d.identifier(screening.IDSerial, c.get("hull identification number (hin)"), "")
	for _, n := range ukNotes {
		d.note(n[1], c.get(n[0]))
	}
	d.ofsiSpans(c.get("other information"))
}

// ship adds an IMO number.
func (d *draft) ship(s string) {
	id := shipNumber(screening.Identifier{Kind: screening.IDIMO, Value: s})
	d.identifier(id.Kind, id.Value, "")
}

// ofsiNumbers reads the numbers of documents in OFSI's words, which stay as a remark: "(1)
// OR801168 (Afghan). Issued on 28 Feb 2006 (2) Jordanian passport no. K475336".
func (d *draft) ofsiNumbers(kind, label, text string) {
	numbered(text, func(part string) {
		words := part
		if i := ofsiValidity().FindStringIndex(part); i != nil {
			words = part[:i[0]]
		}
		if !strings.ContainsAny(words, "0123456789") {
			return // "Jordanian passport numbers" in front of the first
		}
		number, country := numberIn(words), ""
		if _, bracket, ok := strings.Cut(part, "("); ok {
			bracket, _, _ = strings.Cut(bracket, ")")
			country = CountryCode(bracket)
		}
		if first, _, _ := strings.Cut(words, " "); country == "" {
			country = CountryCode(first)
		}
		ok := strings.ContainsAny(number, "0123456789")
		if d.seen.cell(strings.TrimSuffix(label, ":"), ok); ok {
			d.identifier(kind, number, country)
		}
	})
	d.note(label, collapse(text))
}

// ofsiValidity begins what a text says of a document beyond its number.
var ofsiValidity = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)[\s,.;(]+(?:issued|expire[sd]?|expiry|valid|date of issue|under name|false)\b`)
})

// ofsiSpans reads what OFSI writes into a text: "(UN Ref):QDi.006. (Gender):Male
// (IMO number):7408873".
func (d *draft) ofsiSpans(text string) {
	for rest := text; ; {
		_, after, ok := strings.Cut(rest, "(")
		if !ok {
			return
		}
		rest = after
		label, after, ok := strings.Cut(after, "):")
		if !ok || strings.ContainsAny(label, "()") {
			continue
		}
		value, _, _ := strings.Cut(after, " (")
		value, _, _ = strings.Cut(value, ". ")
		value = strings.Trim(value, " .")
		switch strings.ToLower(label) {
		case "gender":
			d.gender(value)
		case "un ref":
			d.identifier(idUN, value, "")
		case "uk sanctions list ref":
			d.identifier(idUK, value, "")
		case "imo number":
			d.ship(value)
		case "flag of ship", "current flag of ship", "current believed flag of ship":
			d.country("Flag:", value)
		}
	}
}

// numbered calls f for every part of a field that holds one, several divided by
// semicolons, or several as "(1) … (2) …".
func numbered(text string, f func(string)) {
	for _, part := range numberMark().Split(text, -1) {
		if part = strings.Trim(part, " .,"); part != "" {
			f(part)
		}
	}
}

var numberMark = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\(\d{1,2}\)|;`) })

// ukBirth reads "19/06/1951"; "00/00/1975" and "dd/mm/1975" are a year,
// "00/06/1951" is a month.
func ukBirth(s string) (screening.BirthDate, bool) {
	s, circa := strings.CutPrefix(strings.ToLower(strings.TrimSpace(s)), "circa ")
	s = strings.NewReplacer("dd/", "/", "mm/", "/", "--/", "/").Replace(s)
	parts := strings.Split(s, "/")
	if len(parts) == 1 {
		b, ok := parseBirthDate(s)
		b.Circa = ok && circa
		return b, ok
	}
	if len(parts) != 3 || len(parts[2]) != 4 {
		return screening.BirthDate{}, false
	}
	day, month, year := number(parts[0]), number(parts[1]), number(parts[2])
	if month == 0 { // without it the day tells nothing
		day = 0
	}
	return born(year, month, day, circa)
}
