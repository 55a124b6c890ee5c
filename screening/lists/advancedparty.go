package lists

import (
	"encoding/xml"

	"github.com/bonafide-go/bonafide/screening"
)

// An advParty is a DistinctParty.
type advParty struct {
	FixedRef string `xml:"FixedRef,attr"`
	Comment  string `xml:"Comment"`
	Profile  struct {
		ID         string        `xml:"ID,attr"`
		SubType    string        `xml:"PartySubTypeID,attr"`
		Identities []advIdentity `xml:"Identity"`
		Features   []advFeature  `xml:"Feature"`
	} `xml:"Profile"`
}

type advIdentity struct {
	ID      string `xml:"ID,attr"`
	Primary bool   `xml:"Primary,attr"`
	Aliases []struct {
		Primary    bool      `xml:"Primary,attr"`
		LowQuality bool      `xml:"LowQuality,attr"`
		Names      []advName `xml:"DocumentedName"`
	} `xml:"Alias"`
	Groups []struct {
		Group struct {
			ID   string `xml:"ID,attr"`
			Type string `xml:"NamePartTypeID,attr"`
		} `xml:"NamePartGroup"`
	} `xml:"NamePartGroups>MasterNamePartGroup"`
}

type advName struct {
	Parts []struct {
		Value struct {
			Group  string `xml:"NamePartGroupID,attr"`
			Script string `xml:"ScriptID,attr"`
			Text   string `xml:",chardata"`
		} `xml:"NamePartValue"`
	} `xml:"DocumentedNamePart"`
}

type advFeature struct {
	Type     string `xml:"FeatureTypeID,attr"`
	Versions []struct {
		Comment string     `xml:"Comment"`
		Period  *advPeriod `xml:"DatePeriod"`
		Details []struct {
			Reference string `xml:"DetailReferenceID,attr"`
			Text      string `xml:",chardata"`
		} `xml:"VersionDetail"`
		Locations []struct {
			ID string `xml:"LocationID,attr"`
		} `xml:"VersionLocation"`
	} `xml:"FeatureVersion"`
}

func (a *advanced) party(dec *xml.Decoder, start xml.StartElement, line int) error {
	var p advParty
	if err := dec.DecodeElement(&p, &start); err != nil {
		return err
	}
	d := a.drafts.draft(collapse(p.FixedRef), "", line)
	sub := a.values["PartySubType"][p.Profile.SubType]
	party := a.value("PartyType", sub.PartyTypeID)
	if party == "" {
		return errRecord
	}
	if !d.typed(sub.Text) {
		d.typed(party) // a location, or a transport that is not a vessel or aircraft, has no type
	}
	for _, i := range p.Profile.Identities {
		a.names(d, i)
		for _, doc := range a.documents[i.ID] {
			d.labelled(doc.label, doc.kind, doc.number, doc.country)
		}
	}
	d.note("", p.Comment)
	for _, f := range p.Profile.Features {
		a.feature(d, f)
	}
	if len(d.Names) == 0 || a.profiles[p.Profile.ID] != nil || !a.drafts.add(d) {
		return errRecord
	}
	if d.Type == screening.Aircraft {
		for _, n := range d.Names {
			if n.Kind == screening.PrimaryName {
				d.identifier(screening.IDTail, n.Text, "")
			}
		}
	}
	a.profiles[p.Profile.ID] = d
	return nil
}

// names builds names of their parts, a person's as "LAST, First".
func (a *advanced) names(d *draft, i advIdentity) {
	kinds := make(map[string]string, len(i.Groups))
	for _, g := range i.Groups {
		kinds[g.Group.ID] = a.value("NamePartType", g.Group.Type)
	}
	for _, alias := range i.Aliases {
		for _, n := range alias.Names {
			var last, rest, script string
			for _, part := range n.Parts {
				script = a.value("Script", part.Value.Script)
				if kinds[part.Value.Group] == "Last Name" {
					last = joined(" ", last, part.Value.Text)
				} else {
					rest = joined(" ", rest, part.Value.Text)
				}
			}
			kind := screening.AKA
			switch {
			case script != "" && script != "Latin":
				kind = screening.OriginalScript
			case alias.Primary && i.Primary:
				kind = screening.PrimaryName
			case alias.LowQuality:
				kind = screening.WeakAKA
			}
			d.name(joined(", ", last, rest), kind)
		}
	}
}

// feature reads what the list says of a party: where the format has many words
// for a fact, the entry has its field, and its remarks have the rest.
func (a *advanced) feature(d *draft, f advFeature) {
	label := a.value("FeatureType", f.Type)
	kind, identifies := labelKind(label)
	for _, v := range f.Versions {
		var texts []string
		for _, detail := range v.Details {
			texts = append(texts, joined(" ", collapse(detail.Text), a.value("DetailReference", detail.Reference)))
		}
		if v.Period != nil && label != "Birthdate" {
			texts = append(texts, v.Period.String())
		}
		for _, l := range v.Locations {
			loc := a.locations[l.ID]
			switch {
			case label == "Location":
				d.address(loc.address, loc.country)
			case label == "Place of Birth":
				d.birthPlace(loc.text)
			case isCountryLabel(label):
				d.country(label, loc.country)
			default:
				texts = append(texts, loc.text)
			}
		}
		if v.Period != nil && label == "Birthdate" {
			b, ok := v.Period.birth()
			d.birth(v.Period.String(), b, ok)
		}
		for _, text := range texts {
			switch {
			case label == "Gender":
				d.gender(text)
			case label == "Title":
				d.title(text)
			case label == "Place of Birth":
				d.birthPlace(text)
			case isCountryLabel(label):
				d.country(label, text)
			case identifies:
				d.labelled(label, kind, text, "")
			default:
				d.note(label, text)
			}
		}
		d.note(label, v.Comment)
	}
}

// isCountryLabel reports whether a country stands behind that name of a feature.
func isCountryLabel(label string) bool {
	switch label {
	case "Nationality Country", "Citizenship Country", "Nationality of Registration", "Registration Country", "Vessel Flag", "Other Vessel Flag":
		return true
	}
	return false
}
