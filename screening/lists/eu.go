package lists

import (
	"io"
	"math"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
)

// ReadEU reads the consolidated Financial Sanctions File of the European Union
// in CSV, of version 1.1 or 1.0: semicolons, a header, and a row for every name, address,
// birth date, document and citizenship of an entry. Names are weak whose remark
// says that they are of low quality; the one first recorded is the primary name.
// The edition is the file's generation date.
//
// The file has no end mark: a cut between two rows, be it among those of one
// entry, shows only against Options.MinEntries or the edition held.
func ReadEU(r io.Reader, opts *Options) (screening.List, error) {
	o := opts.orDefault(screening.KeyEU)
	var c columns
	entries := o.gather()
	var edition bonafide.Date
	t := &table{place: o.place(), comma: ';', loose: true, ledger: entries.ledger, header: func(rec []string) bool {
		return c.take(euNames(rec), "entity_logicalid", "entity_subjecttype", "namealias_wholename")
	}}
	err := t.each(r, func(line int, rec []string) bool {
		c.row(rec)
		id := c.get("entity_logicalid")
		if id == "" {
			return false
		}
		if edition.IsZero() {
			edition = parseDate(c.get("filegenerationdate"), "02/01/2006", time.DateOnly)
		}
		d := entries.of(id, line)
		return d.typed(euType(&c)) && euPart(&c, d)
	})
	if err != nil {
		return screening.List{}, err
	}
	c.leftover(entries.ledger, euSilent)
	return o.list(edition, entries)
}

// An euRow is what one part of an entry says, by the columns of CSV 1.1.
type euRow interface{ get(names ...string) string }

// euPart reads the parts of an entry that stand in a row.
func euPart(c euRow, d *draft) bool {
	euEntity(c, d)
	euName(c, d)
	euBirth(c, d)
	euDocument(c, d)
	return true
}

// euNames are the names of the columns as version 1.1 has them. Version 1.0 has others.
func euNames(rec []string) []string {
	out := slices.Clone(rec)
	for i, name := range out {
		if now, ok := euFormer()[strings.ToLower(strings.TrimSpace(name))]; ok {
			out[i] = now
		}
	}
	return out
}

// euFormer are the columns of version 1.0, and what they are called in 1.1. Those of
// legal acts ("Leba") have no need of it.
var euFormer = sync.OnceValue(func() map[string]string {
	return map[string]string{
		"date_file": "fileGenerationDate", "entity_logical_id": "Entity_LogicalId", "subject_type": "Entity_SubjectType", "programme": "Entity_Regulation_Programme",
		"eu_ref_num": "Entity_EU_ReferenceNumber", "naal_logical_id": "NameAlias_LogicalId", "naal_lastname": "NameAlias_LastName", "naal_firstname": "NameAlias_FirstName",
		"naal_middlename": "NameAlias_MiddleName", "naal_wholename": "NameAlias_WholeName", "naal_gender": "NameAlias_Gender", "naal_title": "NameAlias_Title",
		"naal_function": "NameAlias_Function", "naal_language": "NameAlias_NameLanguage", "naal_remark": "NameAlias_Remark", "addr_street": "Address_Street",
		"addr_number": "Address_Place", "addr_zipcode": "Address_ZipCode", "addr_city": "Address_City", "addr_country": "Address_CountryDescription", "addr_other": "Address_Remark",
		"birt_date": "BirthDate_BirthDate", "birt_place": "BirthDate_Place", "birt_country": "BirthDate_CountryDescription", "iden_number": "Identification_Number",
		"iden_country": "Identification_CountryDescription", "citi_country": "Citizenship_CountryDescription",
	}
})

// euSilent names the columns that hold nothing of an entry: the legal acts behind its
// parts, the languages these are in, and what is told by other columns too.
func euSilent(name string) bool {
	for _, part := range [...]string{"_regulation", "leba_", "_programme", "_logical_id", "_logicalid", "language", "typedescription", "aslisting", "contactinfo", "zipcode", "diplomatic", "issueddate",
		"validfrom", "validto", "knownexpired", "reportedlost", "revokedbyissuer", "issuedby", "nameondocument", "_region", "namealias_firstname",
		"namealias_middlename", "namealias_lastname", "birthdate_day", "birthdate_month", "birthdate_year", "subjecttype", "birthdate_countryiso2code",
		"countrydescription"} {
		if strings.Contains(name, part) {
			return true
		}
	}
	return false
}

// euType is "person" or "enterprise": the word stands in one of two columns, its
// initial in the other.
func euType(c euRow) string {
	for _, column := range [...]string{"entity_subjecttype", "entity_subjecttype_classificationcode"} {
		for _, word := range [...]string{"person", "enterprise"} {
			if v := c.get(column); strings.EqualFold(v, word) || strings.EqualFold(v, word[:1]) {
				return word
			}
		}
	}
	return ""
}

// euCountry returns the country of a group of columns: its code or, where ISO
// 3166-1 has no such code, its description.
func euCountry(c euRow, group string) string {
	if code := c.get(group + "_countryiso2code"); CountryCode(code) != "" {
		return code
	}
	return c.get(group + "_countrydescription")
}

func euEntity(c euRow, d *draft) {
	d.program(c.get("entity_regulation_programme"))
	d.note("", c.get("entity_remark"))
	d.note("Designated", c.get("entity_designationdate"))
	d.note("", c.get("entity_designationdetails"))
	d.identifier(idEU, c.get("entity_eu_referencenumber"), "")
	d.identifier(idUN, c.get("entity_unitednationid"), "")
	d.address(screening.Address{
		Street: joined(", ", c.get("address_street"), c.get("address_place"), euPoBox(c)), City: c.get("address_city"),
		Region: c.get("address_region"), Postal: c.get("address_zipcode"),
	}, euCountry(c, "address"))
	d.note("Address:", c.get("address_remark"))
	d.country("citizen", euCountry(c, "citizenship"))
	d.note("Citizenship:", c.get("citizenship_remark"))
}

func euPoBox(c euRow) string {
	if box := c.get("address_pobox"); box != "" {
		return "P.O. Box " + box
	}
	return ""
}

func euName(c euRow, d *draft) {
	name := c.get("namealias_wholename")
	if name == "" {
		name = joined(" ", c.get("namealias_firstname"), c.get("namealias_middlename"), c.get("namealias_lastname"))
	}
	remark := strings.ToLower(c.get("namealias_remark"))
	switch {
	case strings.Contains(remark, "low quality"), strings.Contains(remark, "weak"):
		d.name(name, screening.WeakAKA)
	default:
		d.name(name, screening.AKA)
		rank := number(c.get("namealias_logicalid"))
		if rank == 0 {
			rank = math.MaxInt
		}
		d.leads(name, rank)
	}
	if !strings.Contains(remark, "quality") {
		d.note("Name:", c.get("namealias_remark"))
	}
	d.gender(c.get("namealias_gender"))
	d.title(c.get("namealias_title"))
	d.title(c.get("namealias_function"))
}

// euBirth reads a date of birth as far as it is known. One of another calendar
// than the Gregorian is noted only.
func euBirth(c euRow, d *draft) {
	circa := strings.EqualFold(c.get("birthdate_circa"), "true")
	day, year := c.get("birthdate_birthdate"), c.get("birthdate_year")
	first, last := c.get("birthdate_yearrangefrom"), c.get("birthdate_yearrangeto")
	text := joined(" ", day, c.get("birthdate_day"), c.get("birthdate_month"), year, first, last)
	var b screening.BirthDate
	var ok bool
	switch full := parseDate(day, time.DateOnly, "02/01/2006"); {
	case text == "":
	case !strings.EqualFold(c.get("birthdate_calendartype"), "gregorian") && c.get("birthdate_calendartype") != "":
		d.note("DOB", text+" "+c.get("birthdate_calendartype"))
		text = ""
	case !full.IsZero():
		b, ok = born(full.Year, int(full.Month), full.Day, circa)
	case year != "":
		if b, ok = born(number(year), number(c.get("birthdate_month")), number(c.get("birthdate_day")), circa); !ok {
			b, ok = born(number(year), 0, 0, circa)
		}
	default:
		b, ok = years(number(first), number(last), circa)
	}
	d.birth(text, b, ok)
	if country := euCountry(c, "birthdate"); unknown(country) {
		d.birthPlace(c.get("birthdate_place"), c.get("birthdate_city"), c.get("birthdate_region"))
	} else {
		d.birthPlace(c.get("birthdate_place"), c.get("birthdate_city"), c.get("birthdate_region"), c.get("birthdate_countrydescription"))
	}
	d.note("Birth:", c.get("birthdate_remark"))
}

// euDocuments are the codes of the kinds of documents.
var euDocuments = sync.OnceValue(func() map[string]string {
	return map[string]string{
		"passport": screening.IDPassport, "diplopassport": screening.IDPassport, "travelcardid": screening.IDPassport,
		"id": screening.IDNational, "ssn": screening.IDNational, "nrn": screening.IDNational, "residentperm": screening.IDNational,
		"electionid": screening.IDNational, "nationcert": screening.IDNational,
		"fiscalcode": screening.IDTax, "tax": screening.IDTax, "regnumber": screening.IDRegistration, "tradelic": screening.IDRegistration,
		"swiftbic": screening.IDBIC, "imo": screening.IDIMO,
	}
})

func euDocument(c euRow, d *draft) {
	kind := euDocuments()[strings.ToLower(c.get("identification_typecode"))]
	if kind == "" {
		kind = screening.IDOther
	}
	for _, column := range [...]string{"identification_number", "identification_latinnumber"} {
		id := screening.Identifier{Kind: kind, Value: c.get(column)}
		if kind == screening.IDIMO {
			id = shipNumber(id)
		}
		d.identifier(id.Kind, id.Value, CountryCode(euCountry(c, "identification")))
	}
	d.note("Document:", c.get("identification_remark"))
	if strings.EqualFold(c.get("identification_knownfalse"), "true") {
		d.note("Document known to be false:", c.get("identification_number"))
	}
}
