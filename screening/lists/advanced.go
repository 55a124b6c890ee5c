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
	a := advanced{
		o:         opts.orDefault(screening.KeyOFACSDN),
		values:    make(map[string]map[string]refValue),
		locations: make(map[string]advLocation),
		documents: make(map[string][]screening.Identifier),
		profiles:  make(map[string]int),
	}
	if err := readXML(r, a.o, "Sanctions", a.element); err != nil {
		return screening.List{}, err
	}
	return a.o.finish(a.issued, a.entries)
}

// advanced is what was read of the document so far.
type advanced struct {
	o         Options
	issued    bonafide.Date
	values    map[string]map[string]refValue // by element name and ID
	locations map[string]advLocation
	documents map[string][]screening.Identifier // by identity
	profiles  map[string]int                    // entry by profile
	entries   []screening.Entry
}

// refValue is an element of the ReferenceValueSets.
type refValue struct {
	ID          string `xml:"ID,attr"`
	PartyTypeID string `xml:"PartyTypeID,attr"`
	ISO2        string `xml:"ISO2,attr"`
	Text        string `xml:",chardata"`
}

type advLocation struct {
	address screening.Address
	text    string
}

// element takes the parts of the document that matter.
func (a *advanced) element(d *xml.Decoder, start xml.StartElement) (bool, error) {
	switch start.Name.Local {
	case "DateOfIssue":
		var v advDate
		err := d.DecodeElement(&v, &start)
		a.issued = v.date()
		return true, err
	case "AliasType", "Country", "FeatureType", "PartySubType", "PartyType", "Script", "NamePartType", "IDRegDocType", "LocPartType", "DetailReference":
		var v refValue
		if err := d.DecodeElement(&v, &start); err != nil {
			return false, err
		}
		v.Text = clean(v.Text)
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
		return true, a.party(d, start)
	case "SanctionsEntry":
		return true, a.sanction(d, start)
	}
	return false, nil
}

func (a *advanced) value(set, id string) string { return a.values[set][id].Text }

func (a *advanced) country(id string) string {
	v := a.values["Country"][id]
	if code := CountryCode(v.ISO2); code != "" {
		return code
	}
	return CountryCode(v.Text)
}

type advDate struct {
	Year  int `xml:"Year"`
	Month int `xml:"Month"`
	Day   int `xml:"Day"`
}

func (v advDate) date() bonafide.Date {
	d, _ := bonafide.NewDate(v.Year, time.Month(v.Month), v.Day)
	return d
}

func (a *advanced) location(d *xml.Decoder, start xml.StartElement) error {
	var v struct {
		ID      string `xml:"ID,attr"`
		Country struct {
			ID string `xml:"CountryID,attr"`
		} `xml:"LocationCountry"`
		Parts []struct {
			Type  string `xml:"LocPartTypeID,attr"`
			Value string `xml:"LocationPartValue>Value"`
		} `xml:"LocationPart"`
	}
	if err := d.DecodeElement(&v, &start); err != nil {
		return err
	}
	l := advLocation{address: screening.Address{Country: a.country(v.Country.ID)}}
	var text []string
	for _, p := range v.Parts {
		value := clean(p.Value)
		switch kind := strings.ToUpper(a.value("LocPartType", p.Type)); {
		case kind == "CITY":
			l.address.City = value
		case strings.HasPrefix(kind, "STATE"), kind == "REGION":
			l.address.Region = value
		case strings.HasPrefix(kind, "POSTAL"):
			l.address.Postal = value
		case l.address.Street == "":
			l.address.Street = value
		default:
			l.address.Street += ", " + value
		}
		text = append(text, value)
	}
	if name := a.value("Country", v.Country.ID); name != "" {
		text = append(text, name)
	}
	l.text = strings.Join(text, ", ")
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
	id := screening.Identifier{Kind: a.kind(a.value("IDRegDocType", v.Type)), Value: clean(v.Number), Country: a.country(v.Country)}
	if imo, ok := strings.CutPrefix(id.Value, "IMO "); ok {
		id = screening.Identifier{Kind: screening.IDIMO, Value: imo}
	}
	a.documents[v.Identity] = append(a.documents[v.Identity], id)
	return nil
}

// kind is the kind of an identifier by OFAC's label for it.
func (a *advanced) kind(label string) string {
	for i := range remarkLabels {
		if remarkLabels[i].label == label {
			return remarkLabels[i].kind
		}
	}
	return screening.IDOther
}

// advParty is a DistinctParty.
type advParty struct {
	FixedRef string `xml:"FixedRef,attr"`
	Profile  struct {
		ID         string `xml:"ID,attr"`
		SubType    string `xml:"PartySubTypeID,attr"`
		Identities []struct {
			ID      string `xml:"ID,attr"`
			Primary bool   `xml:"Primary,attr"`
			Aliases []struct {
				Primary    bool `xml:"Primary,attr"`
				LowQuality bool `xml:"LowQuality,attr"`
				Names      []struct {
					Parts []struct {
						Value struct {
							Group  string `xml:"NamePartGroupID,attr"`
							Script string `xml:"ScriptID,attr"`
							Text   string `xml:",chardata"`
						} `xml:"NamePartValue"`
					} `xml:"DocumentedNamePart"`
				} `xml:"DocumentedName"`
			} `xml:"Alias"`
			Groups []struct {
				Group struct {
					ID   string `xml:"ID,attr"`
					Type string `xml:"NamePartTypeID,attr"`
				} `xml:"NamePartGroup"`
			} `xml:"NamePartGroups>MasterNamePartGroup"`
		} `xml:"Identity"`
		Features []struct {
			Type     string `xml:"FeatureTypeID,attr"`
			Versions []struct {
				Period *struct {
					Start struct {
						From advDate `xml:"From"`
						To   advDate `xml:"To"`
					} `xml:"Start"`
					End struct {
						From advDate `xml:"From"`
						To   advDate `xml:"To"`
					} `xml:"End"`
				} `xml:"DatePeriod"`
				Details []struct {
					Reference string `xml:"DetailReferenceID,attr"`
					Text      string `xml:",chardata"`
				} `xml:"VersionDetail"`
				Locations []struct {
					ID string `xml:"LocationID,attr"`
				} `xml:"VersionLocation"`
			} `xml:"FeatureVersion"`
		} `xml:"Feature"`
	} `xml:"Profile"`
}

func (a *advanced) party(d *xml.Decoder, start xml.StartElement) error {
	var p advParty
	if err := d.DecodeElement(&p, &start); err != nil {
		return err
	}
	e := screening.Entry{ID: clean(p.FixedRef)}
	sub := a.values["PartySubType"][p.Profile.SubType]
	switch party := a.value("PartyType", sub.PartyTypeID); {
	case strings.EqualFold(sub.Text, "vessel"):
		e.Type = screening.Vessel
	case strings.EqualFold(sub.Text, "aircraft"):
		e.Type = screening.Aircraft
	case strings.EqualFold(party, "individual"), strings.EqualFold(sub.Text, "individual"):
		e.Type = screening.Person
	case strings.EqualFold(party, "entity"), strings.EqualFold(sub.Text, "entity"):
		e.Type = screening.Entity
	default:
		return errRecord
	}
	a.names(&e, &p)
	a.features(&e, &p)
	for _, i := range p.Profile.Identities {
		for _, id := range a.documents[i.ID] {
			addIdentifier(&e, id.Kind, id.Value, id.Country)
		}
	}
	if e.ID == "" || len(e.Names) == 0 {
		return errRecord
	}
	primaryFirst(&e)
	if e.Type == screening.Aircraft {
		addIdentifier(&e, screening.IDTail, e.Names[0].Text, "")
	}
	a.profiles[p.Profile.ID] = len(a.entries)
	a.entries = append(a.entries, e)
	return nil
}

// names builds names of their parts, a person's as "LAST, First".
func (a *advanced) names(e *screening.Entry, p *advParty) {
	for _, i := range p.Profile.Identities {
		kinds := make(map[string]string, len(i.Groups))
		for _, g := range i.Groups {
			kinds[g.Group.ID] = a.value("NamePartType", g.Group.Type)
		}
		for _, alias := range i.Aliases {
			for _, n := range alias.Names {
				var last, rest []string
				script := ""
				for _, part := range n.Parts {
					text := clean(part.Value.Text)
					script = a.value("Script", part.Value.Script)
					if kinds[part.Value.Group] == "Last Name" {
						last = append(last, text)
					} else {
						rest = append(rest, text)
					}
				}
				name := strings.Join(append(last, rest...), " ")
				if len(last) > 0 && len(rest) > 0 {
					name = strings.Join(last, " ") + ", " + strings.Join(rest, " ")
				}
				kind := screening.AKA
				switch {
				case script != "" && script != "Latin":
					kind = screening.OriginalScript
				case alias.LowQuality:
					if kind = screening.WeakAKA; a.o.WithoutWeak {
						continue
					}
				case alias.Primary && i.Primary:
					kind = screening.PrimaryName
				}
				addName(e, name, kind)
			}
		}
	}
}

func (a *advanced) features(e *screening.Entry, p *advParty) {
	for _, f := range p.Profile.Features {
		kind := a.value("FeatureType", f.Type)
		for _, v := range f.Versions {
			var text string
			for _, d := range v.Details {
				if text = clean(d.Text); text == "" {
					text = a.value("DetailReference", d.Reference)
				}
			}
			switch {
			case kind == "Birthdate" && v.Period != nil:
				b := screening.BirthDate{From: v.Period.Start.From.date(), To: v.Period.End.To.date()}
				addBirth(e, b, !b.From.IsZero() && !b.To.Before(b.From))
			case kind == "Gender":
				e.Gender = gender(text)
			case kind == "Title":
				e.Title = text
			case strings.HasPrefix(kind, "Digital Currency Address"):
				addIdentifier(e, screening.IDWallet, text, "")
			case strings.HasSuffix(kind, "Call Sign"):
				addIdentifier(e, screening.IDCallSign, text, "")
			case kind == "SWIFT/BIC":
				addIdentifier(e, screening.IDBIC, text, "")
			case strings.Contains(kind, "Tail Number"):
				addIdentifier(e, screening.IDTail, text, "")
			case strings.Contains(kind, "Serial Number"), strings.Contains(kind, "Construction Number"):
				addIdentifier(e, screening.IDSerial, text, "")
			case strings.HasSuffix(kind, "Flag"):
				addCountry(e, text)
			}
			for _, l := range v.Locations {
				loc := a.locations[l.ID]
				switch {
				case strings.HasPrefix(kind, "Nationality"), strings.HasPrefix(kind, "Citizenship"), strings.HasSuffix(kind, "Flag"):
					addCode(e, loc.address.Country)
				case kind == "Place of Birth":
					addText(&e.BirthPlaces, loc.text)
				case kind == "Location":
					addAddress(e, loc.address)
				}
			}
		}
	}
}

// sanction gives an entry the programs that stand in its measures.
func (a *advanced) sanction(d *xml.Decoder, start xml.StartElement) error {
	var v struct {
		Profile  string `xml:"ProfileID,attr"`
		Measures []struct {
			Comment string `xml:"Comment"`
		} `xml:"SanctionsMeasure"`
	}
	if err := d.DecodeElement(&v, &start); err != nil {
		return err
	}
	i, ok := a.profiles[v.Profile]
	if !ok {
		return errRecord
	}
	for _, m := range v.Measures {
		addText(&a.entries[i].Programs, clean(m.Comment))
	}
	return nil
}
