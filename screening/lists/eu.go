package lists

import (
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
)

// ReadEU reads the consolidated Financial Sanctions File of the European Union
// in CSV (version 1.1): semicolons, a header, and a row for every name, address,
// birth date, document and citizenship of an entry. The edition is the file's
// generation date.
func ReadEU(r io.Reader, opts *Options) (screening.List, error) {
	o := opts.orDefault(screening.KeyEU)
	var c columns
	var g gathered
	var edition bonafide.Date
	t := table{list: o.Key, file: o.File, comma: ';', header: func(rec []string) bool {
		return c.take(rec, "fileGenerationDate", "Entity_LogicalId", "Entity_SubjectType", "NameAlias_WholeName")
	}}
	_, _, err := t.each(r, func(line int, rec []string) error {
		c.rec = rec
		id := c.get("entity_logicalid")
		if id == "" {
			return t.refuse(screening.CodeListUnreadable, line, nil)
		}
		if edition.IsZero() {
			edition = parseDate(c.get("filegenerationdate"), "02/01/2006", time.DateOnly)
		}
		e, first := g.entry(id)
		if first {
			switch {
			case c.euType("p", "person"):
				e.Type = screening.Person
			case c.euType("e", "enterprise"):
				e.Type = screening.Entity
			default:
				return t.refuse(screening.CodeListUnreadable, line, nil)
			}
			e.Remarks = c.get("entity_remark")
			addIdentifier(e, "eu_reference", c.get("entity_eu_referencenumber"), "")
			addIdentifier(e, "un_reference", c.get("entity_unitednationid"), "")
		}
		c.euRow(e, o)
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

func (c *columns) euType(code, word string) bool {
	for _, column := range [...]string{"entity_subjecttype", "entity_subjecttype_classificationcode"} {
		if v := c.get(column); strings.EqualFold(v, code) || strings.EqualFold(v, word) {
			return true
		}
	}
	return false
}

func (c *columns) euRow(e *screening.Entry, o Options) {
	addText(&e.Programs, c.get("entity_regulation_programme"))
	name := c.get("namealias_wholename")
	if name == "" {
		name = strings.Join([]string{c.get("namealias_firstname"), c.get("namealias_middlename"), c.get("namealias_lastname")}, " ")
	}
	kind := screening.AKA
	if strings.Contains(strings.ToLower(c.get("namealias_remark")), "low quality") {
		kind = screening.WeakAKA
	}
	if kind != screening.WeakAKA || !o.WithoutWeak {
		addName(e, name, kind)
	}
	if g := gender(c.get("namealias_gender")); g != "" {
		e.Gender = g
	}
	if e.Title == "" {
		e.Title = c.get("namealias_function")
	}
	country := func(prefix string) string {
		if code := CountryCode(c.get(prefix + "_countryiso2code")); code != "" {
			return code
		}
		return CountryCode(c.get(prefix + "_countrydescription"))
	}
	addAddress(e, screening.Address{
		Street: c.get("address_street"), City: c.get("address_city"), Region: c.get("address_region"),
		Postal: c.get("address_zipcode"), Country: country("address"),
	})
	addCode(e, country("citizenship"))
	number := func(column string) int { n, _ := strconv.Atoi(c.get(column)); return n }
	circa := strings.EqualFold(c.get("birthdate_circa"), "true")
	if d := parseDate(c.get("birthdate_birthdate"), time.DateOnly, "02/01/2006"); !d.IsZero() {
		addBirth(e, screening.BirthDate{From: d, To: d, Circa: circa}, true)
	} else if y := number("birthdate_year"); y > 0 {
		b, ok := years(y, y, circa)
		addBirth(e, b, ok)
	} else {
		b, ok := years(number("birthdate_yearrangefrom"), number("birthdate_yearrangeto"), circa)
		addBirth(e, b, ok)
	}
	var place []string
	for _, column := range [...]string{"birthdate_city", "birthdate_region", "birthdate_countrydescription"} {
		if s := c.get(column); s != "" && s != "UNKNOWN" {
			place = append(place, s)
		}
	}
	addText(&e.BirthPlaces, strings.Join(place, ", "))
	idKind := screening.IDOther
	switch strings.ToLower(c.get("identification_typecode")) {
	case "passport", "diplopassport", "travel", "electronic":
		idKind = screening.IDPassport
	case "id", "ssn", "residentperm":
		idKind = screening.IDNational
	case "fiscalcode", "tax":
		idKind = screening.IDTax
	case "regnumber", "tradelic":
		idKind = screening.IDRegistration
	case "swiftbic":
		idKind = screening.IDBIC
	case "imo":
		idKind = screening.IDIMO
	}
	addIdentifier(e, idKind, c.get("identification_number"), country("identification"))
}
