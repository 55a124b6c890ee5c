package lists

import (
	"encoding/xml"
	"io"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
)

// ReadOFACXML reads a list of the US Treasury in its plain XML format: SDN.XML, or
// CONSOLIDATED.XML with Options.Key screening.KeyOFACConsolidated. Its key is
// screening.KeyOFACSDN unless the options name another. Ids are the same as in the
// CSV format, the edition is the file's Publish_Date, and a file with another number
// of entries than its Record_Count is refused as cut off. Aliases of category "weak"
// are weak.
func ReadOFACXML(r io.Reader, opts *Options) (screening.List, error) {
	o := opts.orDefault(screening.KeyOFACSDN)
	entries := o.gather()
	var published bonafide.Date
	counted, records := 0, 0
	err := readXML(r, o.place(), "sdnList", entries.ledger, func(d *xml.Decoder, start xml.StartElement, line int) (bool, error) {
		switch start.Name.Local {
		case "publshInformation", "publishInformation": // the misspelt one is OFAC's
			n, err := readNode(d, start, 0)
			if err != nil {
				return false, err
			}
			published = parseDate(n.get("Publish_Date"), "01/02/2006", "2006-01-02")
			counted = number(n.get("Record_Count"))
			return true, nil
		case "sdnEntry":
			n, err := readNode(d, start, 0)
			if err != nil {
				return false, err
			}
			records++
			return true, n.sdnEntry(entries, line)
		}
		return false, nil
	})
	if err != nil {
		return screening.List{}, err
	}
	if counted > 0 && counted != records {
		return screening.List{}, o.place().refuse(screening.CodeListTruncated, 0, nil)
	}
	return o.list(published, entries)
}

// sdnEntry reads an entry.
func (n *node) sdnEntry(entries *drafts, line int) error {
	d := entries.draft(n.get("uid"), "", line)
	if !d.typed(n.get("sdnType")) {
		return errRecord
	}
	d.name(joined(", ", n.get("lastName"), n.get("firstName")), screening.PrimaryName)
	for _, aka := range n.all("akaList/aka") {
		kind := screening.AKA
		if strings.EqualFold(aka.get("category"), "weak") {
			kind = screening.WeakAKA
		}
		d.name(joined(", ", aka.get("lastName"), aka.get("firstName")), kind)
	}
	for _, program := range n.texts("programList/program") {
		d.program(program)
	}
	d.title(n.get("title"))
	d.Remarks = n.get("remarks")
	for _, id := range n.all("idList/id") {
		d.ofacID(id.get("idType"), id.get("idNumber"), id.get("idCountry"))
	}
	for _, a := range n.all("addressList/address") {
		street := joined(", ", a.get("address1"), a.get("address2"), a.get("address3"))
		d.address(screening.Address{Street: street, City: a.get("city"), Region: a.get("stateOrProvince"), Postal: a.get("postalCode")}, a.get("country"))
	}
	for _, c := range n.texts("nationalityList/nationality/country") {
		d.country("nationality", c)
	}
	for _, c := range n.texts("citizenshipList/citizenship/country") {
		d.country("citizen", c)
	}
	for _, text := range n.texts("dateOfBirthList/dateOfBirthItem/dateOfBirth") {
		b, ok := parseBirthDate(text)
		d.birth(text, b, ok)
	}
	for _, text := range n.texts("placeOfBirthList/placeOfBirthItem/placeOfBirth") {
		d.birthPlace(text)
	}
	for _, v := range n.all("vesselInfo") {
		d.identifier(screening.IDCallSign, v.get("callSign"), "")
		d.country("Vessel Flag", v.get("vesselFlag"))
		d.note("Vessel Type", v.get("vesselType"))
		d.note("Vessel Owner", v.get("vesselOwner"))
		d.note("Tonnage", v.get("tonnage"))
		d.note("Gross Registered Tonnage", v.get("grossRegisteredTonnage"))
	}
	n.leftover(d.seen, "", " uid type mainEntry issueDate expirationDate ")
	return d.add(entries)
}

// ofacID reads what OFAC keeps among identifiers: numbers, but also genders, countries
// and notes.
func (d *draft) ofacID(label, value, country string) {
	kind, known := labelKind(label)
	switch {
	case label == "Gender":
		d.gender(value)
	case isCountryLabel(label) || label == "Other Vessel Flag":
		d.country(label, value)
		d.country(label, country)
	case known:
		d.labelled(label, kind, value, CountryCode(country))
	default:
		d.seen.cell("idType", cslNoted(label))
		d.note(label, value)
	}
}

// add adds an entry that is complete.
func (d *draft) add(entries *drafts) error {
	if d.Type == screening.Aircraft && len(d.Names) > 0 { // named by its registration mark
		d.identifier(screening.IDTail, d.Names[0].Text, "")
	}
	if len(d.Names) == 0 || !entries.add(d) {
		return errRecord
	}
	return nil
}
