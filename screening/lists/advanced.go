package lists

import (
	"encoding/xml"
	"io"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
)

// ReadOFACAdvanced reads a list of the US Treasury in its advanced format
// (sdn_advanced.xml, cons_advanced.xml), which also holds names in their
// original script. Ids are the same as in the CSV format. The edition is the
// file's date of issue. Its key is screening.KeyOFACSDN unless the options name
// another.
func ReadOFACAdvanced(r io.Reader, opts *Options) (screening.List, error) {
	o := opts.orDefault(screening.KeyOFACSDN)
	a := advanced{
		drafts:    o.gather(),
		values:    make(map[string]map[string]refValue),
		locations: make(map[string]advLocation),
		documents: make(map[string][]advDocument),
		profiles:  make(map[string]*draft),
	}
	if err := readXML(r, o.place(), "Sanctions", a.drafts.ledger, a.element); err != nil {
		return screening.List{}, err
	}
	for _, r := range a.relations {
		from, to := a.profiles[r.From], a.profiles[r.To]
		if from != nil && to != nil {
			from.note(a.value("RelationType", r.Type)+":", to.PrimaryName())
		}
	}
	return o.list(a.issued, a.drafts)
}

// advanced is what was read of the document so far.
type advanced struct {
	issued    bonafide.Date
	values    map[string]map[string]refValue // by name of the element, then ID
	locations map[string]advLocation
	documents map[string][]advDocument // by ID of the identity
	profiles  map[string]*draft
	relations []advRelation
	drafts    *drafts
}

// A refValue is an element of the ReferenceValueSets.
type refValue struct {
	ID          string `xml:"ID,attr"`
	PartyTypeID string `xml:"PartyTypeID,attr"`
	CountryID   string `xml:"CountryID,attr"`
	ISO2        string `xml:"ISO2,attr"`
	Text        string `xml:",chardata"`
}

type advLocation struct {
	address screening.Address
	country string // code or name
	text    string
}

type advDocument struct{ label, kind, number, country string }

type advRelation struct {
	From string `xml:"From-ProfileID,attr"`
	To   string `xml:"To-ProfileID,attr"`
	Type string `xml:"RelationTypeID,attr"`
}

// element takes the parts of the document that matter.
func (a *advanced) element(d *xml.Decoder, start xml.StartElement, line int) (bool, error) {
	switch start.Name.Local {
	case "DateOfIssue":
		var v advDate
		err := d.DecodeElement(&v, &start)
		a.issued, _, _ = span(v.Year, v.Month, v.Day)
		return true, err
	case "AreaCode", "Country", "FeatureType", "PartySubType", "PartyType", "Script", "NamePartType", "IDRegDocType", "LocPartType", "DetailReference",
		"RelationType", "SanctionsType", "LegalBasis", "List":
		var v refValue
		if err := d.DecodeElement(&v, &start); err != nil {
			return false, err
		}
		v.Text = collapse(v.Text)
		set := a.values[start.Name.Local]
		if set == nil {
			set = make(map[string]refValue)
			a.values[start.Name.Local] = set
		}
		set[v.ID] = v
		return true, nil
	case "Location":
		return true, a.location(d, start)
	case "IDRegDocument":
		return true, a.document(d, start)
	case "DistinctParty":
		return true, a.party(d, start, line)
	case "SanctionsEntry":
		return true, a.sanction(d, start)
	case "ProfileRelationship":
		var v advRelation
		err := d.DecodeElement(&v, &start)
		a.relations = append(a.relations, v)
		return true, err
	}
	return false, nil
}

func (a *advanced) value(set, id string) string { return a.values[set][id].Text }

// country returns the code of a country, or its name.
func (a *advanced) country(id string) string {
	if v := a.values["Country"][id]; CountryCode(v.ISO2) == "" {
		return v.Text
	}
	return a.values["Country"][id].ISO2
}

// An advDate may lack its month and day.
type advDate struct {
	Year  int `xml:"Year"`
	Month int `xml:"Month"`
	Day   int `xml:"Day"`
}

// An advPeriod lies between the earliest start and the latest end.
type advPeriod struct {
	Start advBoundary `xml:"Start"`
	End   advBoundary `xml:"End"`
}

type advBoundary struct {
	Approximate bool    `xml:"Approximate,attr"`
	From        advDate `xml:"From"`
	To          advDate `xml:"To"`
}

func (p advPeriod) birth() (screening.BirthDate, bool) {
	first, last := p.Start.From, p.Start.From
	for _, end := range [...]advDate{p.Start.To, p.End.From, p.End.To} {
		if end.Year > 0 {
			last = end
		}
	}
	from, _, ok := span(first.Year, first.Month, first.Day)
	_, to, okTo := span(last.Year, last.Month, last.Day)
	if !ok || !okTo || to.Before(from) {
		return screening.BirthDate{}, false
	}
	return screening.BirthDate{From: from, To: to, Circa: p.Start.Approximate || p.End.Approximate}, true
}

// String is the period as remarks write it.
func (p advPeriod) String() string {
	b, ok := p.birth()
	if ok && b.From == b.To {
		return b.From.In(time.UTC).Format("02 Jan 2006")
	}
	return b.String()
}

func (a *advanced) location(d *xml.Decoder, start xml.StartElement) error {
	var v struct {
		ID   string `xml:"ID,attr"`
		Area struct {
			ID string `xml:"AreaCodeID,attr"`
		} `xml:"LocationAreaCode"`
		Country struct {
			ID string `xml:"CountryID,attr"`
		} `xml:"LocationCountry"`
		Parts []struct {
			Type   string   `xml:"LocPartTypeID,attr"`
			Values []string `xml:"LocationPartValue>Value"`
		} `xml:"LocationPart"`
	}
	if err := d.DecodeElement(&v, &start); err != nil {
		return err
	}
	l := advLocation{country: a.country(v.Country.ID)}
	if l.country == "" {
		l.country = a.country(a.values["AreaCode"][v.Area.ID].CountryID)
	}
	var text []string
	for _, p := range v.Parts {
		value := collapse(joined(" / ", p.Values...))
		switch kind := strings.ToUpper(a.value("LocPartType", p.Type)); {
		case kind == "CITY":
			l.address.City = value
		case strings.HasPrefix(kind, "STATE"), kind == "REGION":
			l.address.Region = joined(", ", l.address.Region, value)
		case strings.HasPrefix(kind, "POSTAL"):
			l.address.Postal = value
		case kind == "UNKNOWN" && l.country == "": // a nationality that is told as a country in words
			l.country = value
			continue
		default:
			l.address.Street = joined(", ", l.address.Street, value)
		}
		text = append(text, value)
	}
	name := a.value("Country", v.Country.ID)
	if name == "" {
		name = l.country
	}
	if !unknown(name) {
		text = append(text, name)
	}
	l.text = joined(", ", text...)
	a.locations[v.ID] = l
	return nil
}

func (a *advanced) document(d *xml.Decoder, start xml.StartElement) error {
	var v struct {
		Type     string `xml:"IDRegDocTypeID,attr"`
		Identity string `xml:"IdentityID,attr"`
		Country  string `xml:"IssuedBy-CountryID,attr"`
		Number   string `xml:"IDRegistrationNo"`
	}
	if err := d.DecodeElement(&v, &start); err != nil {
		return err
	}
	doc := advDocument{label: a.value("IDRegDocType", v.Type), number: collapse(v.Number), country: CountryCode(a.country(v.Country))}
	if doc.label == "" {
		return errRecord
	}
	var known bool
	if doc.kind, known = labelKind(doc.label); !known {
		doc.kind = screening.IDOther
	}
	a.documents[v.Identity] = append(a.documents[v.Identity], doc)
	return nil
}

// sanction gives an entry the programs that stand in its measures.
func (a *advanced) sanction(d *xml.Decoder, start xml.StartElement) error {
	var v struct {
		Profile string `xml:"ProfileID,attr"`
		List    string `xml:"ListID,attr"`
		Events  []struct {
			Basis string `xml:"LegalBasisID,attr"`
		} `xml:"EntryEvent"`
		Measures []struct {
			Type    string `xml:"SanctionsTypeID,attr"`
			Comment string `xml:"Comment"`
		} `xml:"SanctionsMeasure"`
	}
	if err := d.DecodeElement(&v, &start); err != nil {
		return err
	}
	e := a.profiles[v.Profile]
	if e == nil {
		return errRecord
	}
	e.note("List:", a.value("List", v.List))
	for _, event := range v.Events {
		e.note("Legal basis:", a.value("LegalBasis", event.Basis))
	}
	for _, m := range v.Measures {
		if kind := a.value("SanctionsType", m.Type); kind == "" || kind == "Program" {
			e.program(collapse(m.Comment))
		} else {
			e.note(kind+":", m.Comment)
		}
	}
	return nil
}
