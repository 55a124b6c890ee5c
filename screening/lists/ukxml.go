package lists

import (
	"encoding/xml"
	"io"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
)

// ReadUKXML reads the UK Sanctions List in XML. Entries are known by their UniqueID; an
// alias of low quality is weak. The edition is the file's DateGenerated.
func ReadUKXML(r io.Reader, opts *Options) (screening.List, error) {
	o := opts.orDefault(screening.KeyUK)
	entries := o.gather()
	var generated bonafide.Date
	err := readXML(r, o.place(), "Designations", entries.ledger, func(dec *xml.Decoder, start xml.StartElement, line int) (bool, error) {
		switch start.Name.Local {
		case "DateGenerated":
			n, err := readNode(dec, start, 0)
			if err == nil {
				generated = parseDate(n.text, "02/01/2006", "2006-01-02")
			}
			return true, err
		case "Designation":
			n, err := readNode(dec, start, 0)
			if err != nil {
				return false, err
			}
			return true, n.designation(entries, line)
		}
		return false, nil
	})
	if err != nil {
		return screening.List{}, err
	}
	return o.list(generated, entries)
}

// designation reads an entry.
func (n *node) designation(entries *drafts, line int) error {
	d := entries.draft(n.get("UniqueID"), "", line)
	if !d.typed(n.get("IndividualEntityShip")) {
		return errRecord
	}
	for _, name := range n.all("Names/Name") {
		parts := make([]string, 0, 6)
		for _, part := range [...]string{"Name1", "Name2", "Name3", "Name4", "Name5", "Name6"} {
			parts = append(parts, name.get(part))
		}
		d.name(strings.ReplaceAll(joined(" ", parts...), ",", " "), ukNameKind(name.get("NameType"), name.get("AliasStrength")))
	}
	for _, name := range n.texts("NonLatinNames/NonLatinName/NameNonLatinScript") {
		d.name(name, screening.OriginalScript)
	}
	for _, title := range n.texts("Titles/Title") {
		numbered(title, d.title)
	}
	d.program(n.get("RegimeName"))
	d.identifier(idUN, n.get("UNReferenceNumber"), "")
	d.note("OFSI Group ID", n.get("OFSIGroupID"))
	d.note("Sanctions imposed:", n.get("SanctionsImposed"))
	d.note("Designated", n.get("DateDesignated"))
	d.note("", n.get("UKStatementofReasons"))
	other := n.get("OtherInformation")
	d.note("", other)
	for _, a := range n.all("Addresses/Address") {
		street := joined(", ", a.get("AddressLine1"), a.get("AddressLine2"), a.get("AddressLine3"), a.get("AddressLine4"), a.get("AddressLine5"), a.get("AddressLine6"))
		d.address(screening.Address{Street: street, Postal: a.get("AddressPostalCode")}, a.get("AddressCountry"))
	}
	for _, p := range n.all("IndividualDetails/Individual") {
		d.ukIndividual(p)
	}
	for _, e := range n.all("EntityDetails/Entity") {
		d.ukDetails(e)
	}
	for _, s := range n.all("ShipDetails/Ship") {
		d.ukShip(s)
		d.ukDetails(s)
	}
	d.ofsiSpans(other)
	n.leftover(d.seen, "", " LastUpdated DesignationSource SanctionsImposedIndicators NonLatinScriptType NonLatinScriptLanguage PhoneNumbers EmailAddresses Websites ")
	return d.add(entries)
}

func ukNameKind(kind, strength string) screening.NameKind {
	strength = strings.ToLower(strength)
	switch {
	case strings.EqualFold(kind, "primary name"):
		return screening.PrimaryName
	case strings.HasPrefix(strength, "low"), strings.HasPrefix(strength, "weak"):
		return screening.WeakAKA
	}
	return screening.AKA
}

func (d *draft) ukIndividual(p *node) {
	for _, s := range p.texts("DOBs/DOB") {
		b, ok := ukBirth(s)
		d.birth(s, b, ok)
	}
	for _, s := range p.texts("Nationalities/Nationality") {
		numbered(s, func(s string) { d.country("nationality", s) })
	}
	for _, s := range p.texts("Genders/Gender") {
		d.gender(s)
	}
	for _, s := range p.texts("Titles/Title") {
		d.title(s)
	}
	for _, s := range p.texts("Positions/Position") {
		numbered(s, d.title)
	}
	for _, l := range p.all("BirthDetails/Location") {
		d.birthPlace(l.get("TownOfBirth"), l.get("CountryOfBirth"))
	}
	for _, doc := range p.all("PassportDetails/Passport") {
		numbered(doc.get("PassportNumber"), func(s string) { d.worded(screening.IDPassport, "Passport:", s) })
		d.note("Passport:", doc.get("PassportAdditionalInformation"))
	}
	for _, doc := range p.all("NationalIdentifierDetails/NationalIdentifier") {
		numbered(doc.get("NationalIdentifierNumber"), func(s string) { d.worded(screening.IDNational, "National identifier:", s) })
		d.note("National identifier:", doc.get("NationalIdentifierAdditionalInformation"))
	}
}

// ukTexts are parts of entities and ships that no field of an entry has, and how
// remarks call them.
var ukTexts = [...][2]string{
	{"TypeOfEntities/TypeOfEntity", "Type of entity:"}, {"Subsidiaries/Subsidiary", "Subsidiaries:"}, {"ParentCompanies/ParentCompany", "Parent company:"},
	{"CurrentOwnerOperators/CurrentOwnerOperator", "Owner/operator:"}, {"PreviousOwnerOperators/PreviousOwnerOperator", "Previous owner/operator:"},
	{"PreviousFlags/PreviousFlag", "Previous flags:"}, {"TypeOfShipDetails/TypeOfShip", "Type of ship:"}, {"TonnageOfShipDetails/TonnageOfShip", "Tonnage:"},
	{"LengthOfShipDetails/LengthOfShip", "Length:"}, {"YearsBuilt/YearBuilt", "Year built:"},
}

func (d *draft) ukDetails(e *node) {
	for _, s := range e.texts("BusinessRegistrationNumbers/BusinessRegistrationNumber") {
		numbered(s, func(s string) { d.worded(screening.IDRegistration, "Registration:", s) })
	}
	for _, t := range ukTexts {
		for _, s := range e.texts(t[0]) {
			d.note(t[1], s)
		}
	}
}

func (d *draft) ukShip(s *node) {
	for _, imo := range s.texts("IMONumbers/IMONumber") {
		numbered(imo, d.ship)
	}
	for _, flag := range s.texts("CurrentBelievedFlagOfShips/CurrentBelievedFlagOfShip") {
		d.country("Flag:", flag)
	}
	for _, hin := range s.texts("HullIdentificationNumbers/HullIdentificationNumber") {
		d.identifier(screening.IDSerial, hin, "")
	}
}
