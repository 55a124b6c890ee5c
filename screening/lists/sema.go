package lists

import (
	"encoding/xml"
	"io"
	"strings"
	"sync"

	"github.com/bonafide-go/bonafide/screening"
)

// ReadSEMA reads the Consolidated Canadian Autonomous Sanctions List of Global Affairs
// Canada in XML, with the English names of elements that it had until 2026-08-24 and the
// English and French ones since. Options.Edition must be set, as the file does not tell
// it. The publisher gives no ids: they are derived from country, schedule, item and
// name.
func ReadSEMA(r io.Reader, opts *Options) (screening.List, error) {
	o := opts.orDefault(screening.KeySEMA)
	if err := o.required(); err != nil {
		return screening.List{}, err
	}
	entries := o.gather()
	err := readXML(r, o.place(), "data-set", entries.ledger, func(dec *xml.Decoder, start xml.StartElement, line int) (bool, error) {
		if start.Name.Local != "record" {
			return false, nil
		}
		n, err := readNode(dec, start, 0)
		if err != nil {
			return false, err
		}
		return true, n.semaRecord(entries, line)
	})
	if err != nil {
		return screening.List{}, err
	}
	return o.list(o.Edition, entries)
}

// semaNames are the elements by their English names, and how else they are called.
var semaNames = sync.OnceValue(func() map[string][]string {
	return map[string][]string{
		"Country":       {"Country", "Country-Pays"},
		"LastName":      {"LastName", "LastName-NomDeFamille"},
		"GivenName":     {"GivenName", "GivenName-Prenom"},
		"Entity":        {"EntityOrShip", "Entity", "EntityOrShip-EntiteOuNavire"},
		"Date":          {"DateOfBirthOrShipBuildDate", "DateOfBirth", "DateOfBirthOrShipBuildDate-DateDeNaissanceOuDateDeConstructionDuNavire"},
		"Title":         {"TitleOrShip", "Title", "TitleOrShipType-TitreOuTypeDeNavire"},
		"IMO":           {"ShipIMONumber", "ShipIMONumber-NumeroOMIDuNavire"},
		"Schedule":      {"Schedule", "Schedule-Annexe"},
		"Item":          {"Item", "Item-NumeroDarticle"},
		"Aliases":       {"Aliases", "Aliases-Alias"},
		"DateOfListing": {"DateOfListing", "DateOfListing-DateDinscription"},
	}
})

// semaRecord reads a record. A name given in French as well stands behind " / ".
func (n *node) semaRecord(entries *drafts, line int) error {
	get := func(name string) string { return n.get(semaNames()[name]...) }
	program, _, _ := strings.Cut(get("Country"), " / ")
	person := get("LastName") != "" || get("GivenName") != ""
	name := get("Entity")
	if person {
		name = joined(", ", get("LastName"), get("GivenName"))
	}
	if name == "" {
		return errRecord
	}
	d := entries.of(derivedID(program, get("Schedule"), get("Item"), name), line)
	imo := get("IMO")
	ship := !person && len(imo) == 7 && number(imo) > 0
	switch {
	case person:
		d.Type = screening.Person
		d.title(get("Title"))
		d.semaBirth(get("Date"))
	case ship:
		d.Type = screening.Vessel
		d.identifier(screening.IDIMO, imo, "")
		d.note("Vessel Type", get("Title"))
		d.note("Built", get("Date"))
	default:
		d.Type = screening.Entity
		d.title(get("Title"))
		d.note("Date:", get("Date"))
	}
	if imo != "" && !ship { // some cells stand in the wrong column
		d.seen.cell("ShipIMONumber", false)
		d.note("ShipIMONumber", imo)
	}
	english, french, _ := strings.Cut(name, " / ")
	d.name(english, screening.PrimaryName)
	d.name(french, screening.AKA)
	for _, alias := range strings.FieldsFunc(get("Aliases"), func(r rune) bool { return r == ';' || r == ',' || r == '|' }) {
		if label, rest, ok := strings.Cut(alias, ": "); ok && strings.TrimSpace(label) != "" && !strings.Contains(strings.TrimSpace(label), " ") {
			alias = rest // "Belarusian: …"
		}
		d.name(alias, screening.AKA)
	}
	d.program(program)
	d.note("Schedule", joined(", item ", get("Schedule"), get("Item")))
	d.note("Listed on", get("DateOfListing"))
	n.leftover(d.seen, "", "")
	return nil
}

// semaBirth reads "1970-03-12", "12-03-1970", a year, or a month as spreadsheets write
// it, "Aug-64".
func (d *draft) semaBirth(text string) {
	if text == "" {
		return
	}
	b, ok := parseBirthDate(text)
	if day := parseDate(text, "02-01-2006", "02/01/2006", "January 2, 2006"); !ok && !day.IsZero() {
		b, ok = screening.BirthDate{From: day, To: day}, true
	}
	if month, year, two := strings.Cut(text, "-"); !ok && two && len(year) == 2 && digits(year) && monthNumber(month) > 0 {
		const oldest = 30 // of years in two digits, those of this century are the lower ones
		y := 1900 + number(year)
		if number(year) < oldest {
			y += 100
		}
		b, ok = born(y, monthNumber(month), 0, false)
	}
	d.birth(text, b, ok)
}
