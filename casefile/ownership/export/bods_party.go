package export

import (
	"github.com/biter777/countries"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/ownership"
)

// entities writes main, the companies and the persons, main first.
func (w *bodsWriter) entities() {
	for _, i := range w.order {
		e, p := &w.Nodes[i], w.parties[w.id(i)]
		if w.person(i) {
			person := bodsPerson{PersonType: "knownPerson"}
			if p.Name != "" {
				person.Names = []bodsName{{Type: "legal", FullName: p.Name}}
			}
			for _, c := range p.Nationality {
				person.Nationalities = append(person.Nationalities, place(c))
			}
			if !p.Born.IsZero() && !p.Born.After(w.pub.Date) {
				person.BirthDate = p.Born.String()
			}
			w.add("person", w.record(i), person)
			continue
		}
		entity := bodsEntity{IsComponent: w.component[i], Name: w.parties.name(e.ID)}
		entity.EntityType.Type, entity.EntityType.Subtype = bodsKind(e.Type)
		if e.Type == ownership.ListedCompany {
			entity.Listing = &bodsListing{Listed: true}
		}
		if p.Country != "" {
			at := place(p.Country)
			entity.Jurisdiction = &at
		}
		if !p.Founded.IsZero() && !p.Founded.After(w.pub.Date) {
			entity.FoundingDate = p.Founded.String()
		}
		for _, id := range p.Identifiers {
			if id.Scheme != "" || id.Name != "" {
				entity.Identifiers = append(entity.Identifiers, bodsIdentifier{ID: id.ID, Scheme: id.Scheme, SchemeName: id.Name})
			}
		}
		w.add("entity", w.record(i), entity)
	}
}

func place(c bonafide.Country) bodsPlace {
	return bodsPlace{Name: countries.ByName(string(c)).String(), Code: string(c)}
}

// bodsKind is the type and subtype of an entity; of kinds that the standard has no word
// for, what it is in law.
func bodsKind(t ownership.EntityType) (kind, subtype string) {
	switch t {
	case ownership.Trust:
		return "arrangement", "trust"
	case ownership.State:
		return "state", ""
	case "state_body":
		return "stateBody", ""
	case "foundation", "association":
		return "legalEntity", ""
	case "class":
		return "unknownEntity", ""
	}
	return "registeredEntity", ""
}
