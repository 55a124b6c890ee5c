package lists

import (
	"encoding/xml"
	"io"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
)

// ReadOFACEnhanced reads a list of the US Treasury in its enhanced format, which also
// holds names in their original script: SDN_ENHANCED.XML, or CONS_ENHANCED.XML with
// Options.Key screening.KeyOFACConsolidated. Its key is screening.KeyOFACSDN unless the
// options name another. Ids are the same as in the CSV format; the edition is the
// file's dataAsOf.
func ReadOFACEnhanced(r io.Reader, opts *Options) (screening.List, error) {
	o := opts.orDefault(screening.KeyOFACSDN)
	entries := o.gather()
	var asOf bonafide.Date
	var related []ofacRelation
	err := readXML(r, o.place(), "sanctionsData", entries.ledger, func(d *xml.Decoder, start xml.StartElement, line int) (bool, error) {
		switch start.Name.Local {
		case "publicationInfo", "referenceValues", "featureTypes":
			n, err := readNode(d, start, 0)
			if err != nil {
				return false, err
			}
			if day, _, _ := strings.Cut(n.get("dataAsOf"), "T"); day != "" {
				asOf = parseDate(day, "2006-01-02")
			}
			return true, nil
		case "entity":
			n, err := readNode(d, start, 0)
			if err != nil {
				return false, err
			}
			return true, n.enhanced(entries, line, &related)
		}
		return false, nil
	})
	if err != nil {
		return screening.List{}, err
	}
	for _, r := range related {
		if to := entries.index[r.to]; to != nil {
			r.from.note(r.label+":", to.PrimaryName())
		} else {
			r.from.note(r.label+":", r.name)
		}
	}
	return o.list(asOf, entries)
}

// enhancedSilent are elements that say nothing about an entry: numbers of parts, what
// other elements tell too, and dates of documents and of publications.
const enhancedSilent = " @id @refId @nameId @nameTranslationId @featureTypeId @featureId @datePublished @entityId identityId versionId valueRefId valueDate isPrimary " +
	"reliability nameParts aliasType sanctionsTypes issueDate expirationDate issuingLocation name quality "

// An ofacRelation is noted once all names are known.
type ofacRelation struct {
	from            *draft
	label, to, name string
}

// enhanced reads an entity.
func (n *node) enhanced(entries *drafts, line int, related *[]ofacRelation) error {
	d := entries.draft(n.get("@id"), "", line)
	if !d.typed(n.get("generalInfo/entityType")) {
		return errRecord
	}
	d.title(n.get("generalInfo/title"))
	d.Remarks = n.get("generalInfo/remarks")
	for _, name := range n.all("names/name") {
		d.enhancedName(name)
	}
	for _, program := range n.texts("sanctionsPrograms/sanctionsProgram") {
		d.program(program)
	}
	for _, list := range n.texts("sanctionsLists/sanctionsList") {
		d.note("List:", list)
	}
	for _, basis := range n.texts("legalAuthorities/legalAuthority") {
		d.note("Legal basis:", basis)
	}
	for _, a := range n.all("addresses/address") {
		d.enhancedAddress(a)
	}
	for _, doc := range n.all("identityDocuments/identityDocument") {
		d.ofacID(doc.get("type"), doc.get("documentNumber", "number"), doc.get("issuingCountry"))
		if doc.get("isValid") == "false" {
			d.note(doc.get("type")+", not valid:", doc.get("documentNumber", "number"))
		}
		d.note(doc.get("type"), doc.get("comments"))
	}
	for _, f := range n.all("features/feature") {
		d.enhancedFeature(f)
	}
	for _, r := range n.all("relationships/relationship") {
		*related = append(*related, ofacRelation{d, r.get("type"), r.get("relatedEntity/@entityId"), r.get("relatedEntity")})
	}
	n.leftover(d.seen, "", enhancedSilent)
	return d.add(entries)
}

func (d *draft) enhancedName(name *node) {
	primary := name.get("isPrimary") == "true"
	for _, t := range name.all("translations/translation") {
		text := t.get("formattedFullName")
		if text == "" {
			text = joined(", ", t.get("formattedLastName"), t.get("formattedFirstName"))
		}
		kind := screening.AKA
		script := t.get("script")
		switch {
		case script != "" && script != "Latin":
			kind = screening.OriginalScript
		case name.get("isLowQuality") == "true":
			kind = screening.WeakAKA
		case primary && t.get("isPrimary") != "false":
			kind = screening.PrimaryName
		}
		d.name(text, kind)
	}
}

func (d *draft) enhancedAddress(a *node) {
	country, any := a.get("country"), false
	for _, t := range a.all("translations/translation") {
		if script := t.get("script"); script != "" && script != "Latin" && any {
			continue // the same address
		}
		var out screening.Address
		for _, p := range t.all("addressParts/addressPart") {
			value := p.get("value")
			switch kind := strings.ToUpper(p.get("type")); {
			case kind == "CITY":
				out.City = value
			case strings.HasPrefix(kind, "STATE"), kind == "REGION":
				out.Region = joined(", ", out.Region, value)
			case strings.HasPrefix(kind, "POSTAL"):
				out.Postal = value
			default:
				out.Street = joined(", ", out.Street, value)
			}
		}
		any = true
		d.address(out, country)
	}
	if !any {
		d.address(screening.Address{}, country)
	}
}

func (d *draft) enhancedFeature(f *node) {
	label, value := f.get("type"), f.get("value")
	kind, identifies := labelKind(label)
	switch {
	case label == "Birthdate":
		b, ok := parseBirthDate(value)
		if !ok {
			b, ok = f.period()
		}
		d.birth(value, b, ok)
	case label == "Place of Birth":
		d.birthPlace(value)
	case label == "Gender":
		d.gender(value)
	case label == "Title":
		d.title(value)
	case isCountryLabel(label):
		d.country(label, value)
	case identifies:
		d.labelled(label, kind, value, "")
	default:
		d.note(label, value)
	}
	d.note(label, f.get("comments"))
}

// period is the time between the earliest beginning and the latest end of a feature.
func (f *node) period() (screening.BirthDate, bool) {
	from := parseDate(f.get("valueDate/fromDateBegin"), "2006-01-02")
	to := from
	for _, end := range [...]string{"fromDateEnd", "toDateBegin", "toDateEnd"} {
		if day := parseDate(f.get("valueDate/"+end), "2006-01-02"); to.Before(day) {
			to = day
		}
	}
	return screening.BirthDate{From: from, To: to, Circa: f.get("valueDate/isApproximate") == "true"}, !from.IsZero()
}
