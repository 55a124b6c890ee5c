package document

import (
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
)

// A Base is a base document: who a person or a business says to be, and the
// sub-documents that are to show it (Synapse user object, base document schema).
// It is made by [Submission.Check] and holds canonical values only. It is
// unique by ID inside one user.
type Base struct {
	ID                  string            `json:"id"` // kept as the caller computes it from e-mail and phone
	Name                string            `json:"name"`
	Alias               string            `json:"alias,omitzero"`
	Email               bonafide.Email    `json:"email"`
	PhoneNumber         bonafide.Phone    `json:"phone_number"`
	PhoneGrade          bonafide.Grade    `json:"phone_grade,omitzero"` // plausible or implausible
	IP                  string            `json:"ip"`
	Kind                EntityKind        `json:"kind"`        // what EntityType means here: TRUST may be either
	EntityType          EntityType        `json:"entity_type"` // as submitted
	EntityScope         EntityScope       `json:"entity_scope"`
	EntityRelationship  Relationship      `json:"entity_relationship,omitzero"`  // how a person is bound to the business; empty for a business
	OwnershipPercentage *bonafide.Fixed   `json:"ownership_percentage,omitzero"` // how much of the business a person owns; nil for a business
	Title               string            `json:"title,omitzero"`
	CompanyActivity     []CompanyActivity `json:"company_activity,omitzero"`
	Day                 int               `json:"day"` // the day of birth or formation; 0 = not known, as the month
	Month               int               `json:"month"`
	Year                int               `json:"year"`
	AddressStreet       string            `json:"address_street"`
	AddressCity         string            `json:"address_city"`
	AddressSubdivision  string            `json:"address_subdivision"` // ISO 3166-2 without the country, where known
	AddressPostalCode   string            `json:"address_postal_code"`
	AddressCountryCode  bonafide.Country  `json:"address_country_code"`
	MaidenName          string            `json:"maiden_name,omitzero"`
	DesiredScope        string            `json:"desired_scope,omitzero"`
	DocOptionKey        string            `json:"doc_option_key,omitzero"`
	DocsKey             string            `json:"docs_key,omitzero"`
	DocsTitle           string            `json:"docs_title,omitzero"`

	IsActive         bool              `json:"is_active"`                  // false = takes no part in the decision
	PermissionScope  string            `json:"permission_scope,omitzero"`  // what the program last granted
	IDScore          *float64          `json:"id_score,omitzero"`          // 0 to 1, by a verifier; nil = not computed
	TrustLevel       TrustLevel        `json:"trust_level,omitzero"`       // the reading of IDScore
	EDDStatus        EDDStatus         `json:"edd_status,omitzero"`        // outcome of the enhanced due diligence, set by a reviewer; empty until one is set
	RequiredEDDDocs  []Type            `json:"required_edd_docs,omitzero"` // document types that the enhanced due diligence still asks for
	Watchlists       string            `json:"watchlists,omitzero"`        // roll-up of the screening
	ScreeningResults map[string]string `json:"screening_results,omitzero"` // the results by key of the list
	Virtual          []Sub             `json:"virtual_docs,omitzero"`      // numbers and plain facts
	Social           []Sub             `json:"social_docs,omitzero"`       // contacts and profiles
	Physical         []Sub             `json:"physical_docs,omitzero"`     // uploaded files
}

// Born returns the date of birth or formation, or the zero date if day, month and
// year are not a date, as where one is not known; see [Base.BornLatest].
func (b Base) Born() bonafide.Date {
	d, err := bonafide.NewDate(b.Year, time.Month(b.Month), b.Day)
	if err != nil {
		return bonafide.Date{}
	}
	return d
}

// BornLatest returns the last day on which the person may have been born: the date itself,
// or the end of its month or year where the paper has no more.
func (b Base) BornLatest() bonafide.Date {
	year, month := b.Year, b.Month
	switch {
	case b.Day != 0 || year == 0:
		return b.Born()
	case month == 0:
		month = 12
	}
	first := bonafide.Date{Year: year, Month: time.Month(month), Day: 1}
	return bonafide.DateOf(time.Date(first.Year, first.Month+1, 0, 0, 0, 0, 0, time.UTC))
}

// Birth returns the date as the paper has it, with zeros for a day or a month that is not
// known ("1980-05-00"); empty without a year.
func (b Base) Birth() string {
	if b.Year == 0 {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", b.Year, b.Month, b.Day)
}

// Subs returns all sub-documents: virtual, social, physical.
func (b Base) Subs() iter.Seq[Sub] {
	return func(yield func(Sub) bool) {
		for _, class := range Classes() {
			for _, d := range b.Of(class) {
				if !yield(d) {
					return
				}
			}
		}
	}
}

// Of returns the sub-documents of a class. They must not be changed.
func (b Base) Of(class Class) []Sub {
	switch class {
	case Virtual:
		return b.Virtual
	case Social:
		return b.Social
	case Physical:
		return b.Physical
	}
	return nil
}

// Find returns the sub-document with that id, and whether there is one.
func (b Base) Find(id string) (Sub, bool) {
	for d := range b.Subs() {
		if d.ID == id {
			return d, true
		}
	}
	return Sub{}, false
}

// FindType returns the sub-documents of a type in a class.
func (b Base) FindType(class Class, t Type) []Sub {
	var found []Sub
	for _, d := range b.Of(class) {
		if d.Type == t {
			found = append(found, d)
		}
	}
	return found
}

// Bounds of one base document (OWASP ASVS 5.0, 5.2.4).
const (
	MaxSubs      = 256       // sub-documents
	MaxFileBytes = 256 << 20 // bytes of all their files together
)

// Put returns the base document with d in place of the sub-document of its id,
// or added at the end of its class. It refuses, with an error matching
// [bonafide.ErrInvalid], a second one of a type that allows one only (that one is to
// be submitted again instead) unless it renews the one that is there, and what goes
// beyond MaxSubs or MaxFileBytes.
func (b Base) Put(d Sub) (Base, error) {
	subs := slices.Clone(b.Of(d.Class))
	at := slices.IndexFunc(subs, func(o Sub) bool { return o.ID == d.ID })
	if info, ok := Lookup(d.Class, d.Type); at < 0 && (!ok || !info.Multiple) && !b.room(d) {
		return b, bonafide.Invalid("document_type", bonafide.CodeRepeated)
	}
	if at < 0 && len(b.Virtual)+len(b.Social)+len(b.Physical) >= MaxSubs {
		return b, bonafide.Invalid("document_type", bonafide.CodeTooMany)
	}
	if d.File != nil {
		total := d.File.Size
		for _, o := range b.Physical {
			if o.ID != d.ID && o.File != nil {
				total += o.File.Size
			}
		}
		if total > MaxFileBytes {
			return b, bonafide.Invalid("document_value", bonafide.CodeTooMany)
		}
	}
	if at < 0 {
		subs = append(subs, d)
	} else {
		subs[at] = d
	}
	return b.with(d.Class, subs), nil
}

// room reports whether a type of which there may be one takes d: there is none, or
// only the one that d renews.
func (b Base) room(d Sub) bool {
	same := b.FindType(d.Class, d.Type)
	return len(same) == 0 || len(same) == 1 && same[0].ID == d.Renews
}

// Successor returns the document that is to take the place of the accepted one with
// that id, and whether there is one.
func (b Base) Successor(id string) (Sub, bool) {
	for d := range b.Subs() {
		if id != "" && d.Renews == id {
			return d, true
		}
	}
	return Sub{}, false
}

// Accept returns the base document with d in place of the sub-document of its id, and
// of the one that it renews if it is VALID now; one that was refused for good meanwhile
// stays. It fails as [Base.Put] does.
func (b Base) Accept(d Sub) (Base, error) {
	if old, ok := b.Find(d.Renews); ok && d.Status == Valid && !old.RefusedForGood() {
		b, _ = b.Remove(d.Renews)
		d.Renews = ""
	}
	return b.Put(d)
}

// Remove returns the base document without the sub-document of that id, and
// whether there was one. What was to renew it stands for itself.
func (b Base) Remove(id string) (Base, bool) {
	d, ok := b.Find(id)
	if !ok {
		return b, false
	}
	keep := slices.DeleteFunc(slices.Clone(b.Of(d.Class)), func(o Sub) bool { return o.ID == id })
	for i := range keep {
		if keep[i].Renews == id {
			keep[i].Renews = ""
		}
	}
	return b.with(d.Class, keep), true
}

func (b Base) with(class Class, subs []Sub) Base {
	switch class {
	case Virtual:
		b.Virtual = subs
	case Social:
		b.Social = subs
	case Physical:
		b.Physical = subs
	}
	return b
}
