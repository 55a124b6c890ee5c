package lists

import (
	"slices"
	"strings"

	"github.com/bonafide-go/bonafide/screening"
)

// An ftmReader gathers subjects and, until all are known, what belongs to them.
type ftmReader struct {
	line      int
	subjects  *drafts
	addresses map[string]screening.Address // by id; the country in words
	at        []ftmLink                    // subjects and the ids of their addresses
	parts     []ftmPart
}

type ftmLink struct {
	subject *draft
	id      string
}

// An ftmPart is a document, a sanction or a wallet of a subject.
type ftmPart struct {
	subjects []string
	entity   *ftmEntity
	line     int
}

// entity takes a line; false is for what is no entity or has no name.
func (f *ftmReader) entity(e *ftmEntity) bool {
	if e.ID == "" || e.Schema == "" {
		return false
	}
	typ, known := ftmTypes()[e.Schema]
	switch {
	case ftmOther()[e.Schema]:
	case known:
		return f.subject(e, typ)
	case e.Schema == "Address":
		if f.addresses == nil {
			f.addresses = make(map[string]screening.Address)
		}
		f.addresses[e.ID] = e.address()
	case slices.Contains(ftmParts, e.Schema):
		var holders []string
		e.each("holder", func(id string) { holders = append(holders, id) })
		e.each("entity", func(id string) { holders = append(holders, id) })
		f.parts = append(f.parts, ftmPart{holders, e, f.line})
	case e.one("name") != "":
		return f.subject(e, "")
	}
	return true
}

// subject makes an entry of an entity.
func (f *ftmReader) subject(e *ftmEntity, typ screening.EntityType) bool {
	d := f.subjects.draft(clean(e.ID), typ, f.line)
	d.name(e.Caption, screening.PrimaryName)
	e.each("name", func(s string) { d.leads(s, 0) })
	for _, property := range [...]string{"name", "alias", "previousName", "abbreviation"} {
		e.each(property, func(s string) { d.name(s, screening.AKA) })
	}
	e.each("weakAlias", func(s string) { d.name(s, screening.WeakAKA) })
	e.each("birthDate", func(s string) {
		b, ok := parseBirthDate(s)
		d.birth(s, b, ok)
	})
	e.each("birthPlace", func(s string) { d.birthPlace(s) })
	for _, property := range [...]string{"nationality", "citizenship", "country", "jurisdiction", "flag", "mainCountry"} {
		e.each(property, func(s string) { d.country(property, s) })
	}
	e.each("gender", d.gender)
	e.each("title", d.title)
	e.each("position", d.title)
	e.programs(d)
	e.identifiers(d)
	if typ == screening.Aircraft {
		e.each("registrationNumber", func(s string) { d.identifier(screening.IDTail, s, "") })
	}
	e.each("address", func(s string) { d.address(screening.Address{Street: collapse(s)}, "") })
	e.each("notes", func(s string) { d.note("", s) })
	e.each("type", func(s string) { d.note("type", s) })
	e.each("addressEntity", func(id string) { f.at = append(f.at, ftmLink{d, id}) })
	for property, values := range e.Properties { // nested: what is here belongs to e
		for _, v := range values {
			switch {
			case v.entity == nil:
			case property == "addressEntity":
				a := v.entity.address()
				d.address(a, a.Country)
			case slices.Contains(ftmParts, v.entity.Schema):
				f.parts = append(f.parts, ftmPart{[]string{d.ID}, v.entity, f.line})
			}
		}
	}
	if len(d.Names) == 0 && len(d.Identifiers) > 0 {
		d.name(d.Identifiers[0].Value, screening.PrimaryName)
	}
	return len(d.Names) > 0 && f.subjects.add(d)
}

// link gives what belongs to subjects to them.
func (f *ftmReader) link() {
	for _, l := range f.at {
		if a, ok := f.addresses[l.id]; ok {
			l.subject.address(a, a.Country)
		}
	}
	for _, p := range f.parts {
		found := false
		for _, id := range p.subjects {
			if d := f.subjects.index[id]; d != nil {
				p.entity.join(d)
				found = true
			}
		}
		if !found && p.entity.Schema == "CryptoWallet" {
			f.line = p.line
			f.subject(p.entity, "")
		}
	}
}

// join adds a document, a sanction or a wallet to its holder.
func (e *ftmEntity) join(d *draft) {
	switch e.Schema {
	case "Sanction":
		e.programs(d)
	case "CryptoWallet":
		e.identifiers(d)
	default:
		e.document(d)
	}
}

// document reads an Identification or a Passport.
func (e *ftmEntity) document(d *draft) {
	kind := screening.IDNational
	if e.Schema == "Passport" || strings.Contains(strings.ToLower(e.one("type")), "passport") {
		kind = screening.IDPassport
	}
	for _, property := range [...]string{"number", "passportNumber"} {
		e.each(property, func(s string) { d.identifier(kind, s, CountryCode(e.one("country"))) })
	}
}

func (e *ftmEntity) programs(d *draft) {
	for _, property := range [...]string{"program", "programId", "topics"} {
		e.each(property, d.program)
	}
}

func (e *ftmEntity) identifiers(d *draft) {
	for _, i := range ftmIdentifiers {
		e.each(i.property, func(s string) {
			id := screening.Identifier{Kind: i.kind, Value: s}
			if i.kind == screening.IDIMO {
				id = shipNumber(id)
			}
			d.identifier(id.Kind, id.Value, "")
		})
	}
}

func (e *ftmEntity) address() screening.Address {
	a := screening.Address{Street: joined(", ", e.one("street"), e.one("street2"), e.one("postOfficeBox")), City: e.one("city"),
		Region: joined(", ", e.one("region"), e.one("state")), Postal: e.one("postalCode"), Country: e.one("country")}
	if a.Street == "" && a.City == "" {
		a.Street = e.one("full")
	}
	return a
}

// each calls fn for every text of a property.
func (e *ftmEntity) each(property string, fn func(string)) {
	for _, v := range e.Properties[property] {
		if s := clean(v.text); s != "" {
			fn(s)
		}
	}
}

// one returns the first text of the first property that has one.
func (e *ftmEntity) one(properties ...string) string {
	for _, property := range properties {
		for _, v := range e.Properties[property] {
			if s := clean(v.text); s != "" {
				return s
			}
		}
	}
	return ""
}
