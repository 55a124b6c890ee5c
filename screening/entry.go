package screening

import (
	"encoding/binary"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/canonical"
)

// EntityType is what kind of thing a name belongs to. The zero value means
// "not known" and is compared with every type.
type EntityType string

// The entity types.
const (
	Person   EntityType = "person"
	Entity   EntityType = "entity" // a company, organisation, group or body
	Vessel   EntityType = "vessel"
	Aircraft EntityType = "aircraft"
)

// EntityTypes lists every entity type.
func EntityTypes() []EntityType { return []EntityType{Person, Entity, Vessel, Aircraft} }

// Known reports whether t is one of [EntityTypes].
func (t EntityType) Known() bool {
	switch t {
	case Person, Entity, Vessel, Aircraft:
		return true
	}
	return false
}

// NameKind says how a list carries a name.
type NameKind string

// The kinds of names.
const (
	PrimaryName    NameKind = "primary"
	AKA            NameKind = "aka"             // also, formerly or now known as
	WeakAKA        NameKind = "weak_aka"        // a nickname or cover name that OFAC calls weak and the UN calls low quality
	OriginalScript NameKind = "original_script" // as written in the bearer's own script
)

// A Name is one name of a list entry. A person's name may stand as
// "LAST, First Middle", as lists publish it, or in speaking order.
type Name struct {
	Text string   `json:"text"`
	Kind NameKind `json:"kind"`
}

// A BirthDate is a date of birth as far as a list knows it: a day, a year, or a
// span of both ends inclusive.
type BirthDate struct {
	From  bonafide.Date `json:"from"`
	To    bonafide.Date `json:"to"`             // equal to From for a full date
	Circa bool          `json:"circa,omitzero"` // the list itself says "about"
}

// Exact reports whether the day is known.
func (b BirthDate) Exact() bool { return !b.From.IsZero() && b.From == b.To && !b.Circa }

// String is "1962-03-04", "1962", "1960 to 1963", or "about 1961".
func (b BirthDate) String() string {
	s := b.From.String()
	switch {
	case b.From == b.To || b.From.IsZero():
	case b.From == bonafide.Date{Year: b.From.Year, Month: 1, Day: 1} && b.To == bonafide.Date{Year: b.To.Year, Month: 12, Day: 31}:
		s = yearText(b.From.Year)
		if b.From.Year != b.To.Year {
			s += " to " + yearText(b.To.Year)
		}
	default:
		s += " to " + b.To.String()
	}
	if b.Circa {
		s = "about " + s
	}
	return s
}

func yearText(year int) string {
	return bonafide.Date{Year: year, Month: 1, Day: 1}.String()[:4]
}

// Identifier kinds that the readers use. The set is open: a list may name others.
const (
	IDPassport     = "passport"
	IDNational     = "national_id"
	IDTax          = "tax_id"
	IDRegistration = "registration"
	IDIMO          = "imo"       // ship number of the International Maritime Organization
	IDMMSI         = "mmsi"      // maritime mobile service identity
	IDCallSign     = "call_sign" // call sign of a ship or aircraft
	IDTail         = "tail"      // aircraft registration mark
	IDSerial       = "serial"    // manufacturer's serial or construction number
	IDWallet       = "wallet"    // digital currency address
	IDBIC          = "bic"       // SWIFT/BIC
	IDLEI          = "lei"       // ISO 17442
	IDOther        = "other"
)

// An Identifier is a number or code a list gives for an entry.
type Identifier struct {
	Kind    string `json:"kind"`
	Value   string `json:"value"`            // the text as published
	Country string `json:"country,omitzero"` // ISO 3166-1 alpha-2 of the issuer, where known
}

// Public reports whether registers show the identifier to everybody, and it is of a ship,
// an aircraft, a bank, a company or a wallet: an explanation shows it. Any other, such as a
// passport, may be a person's, and is masked.
func (i Identifier) Public() bool {
	switch i.Kind {
	case IDIMO, IDMMSI, IDCallSign, IDTail, IDSerial, IDWallet, IDBIC, IDLEI:
		return true
	}
	return false
}

// An Address is one address of an entry, as far as the list gives it.
type Address struct {
	Street  string `json:"street,omitzero"`
	City    string `json:"city,omitzero"`
	Region  string `json:"region,omitzero"`
	Postal  string `json:"postal,omitzero"`
	Country string `json:"country,omitzero"` // ISO 3166-1 alpha-2
}

// Genders as the readers write them.
const (
	Male   = "male"
	Female = "female"
)

// An Entry is one listed person, company, ship or aircraft.
type Entry struct {
	ID          string       `json:"id"`            // the publisher's own id, unique in its list
	Type        EntityType   `json:"type,omitzero"` // empty where the list does not say
	Names       []Name       `json:"names"`         // the primary name first
	BirthDates  []BirthDate  `json:"birth_dates,omitzero"`
	BirthPlaces []string     `json:"birth_places,omitzero"`
	Countries   []string     `json:"countries,omitzero"` // ISO 3166-1 alpha-2: nationality, seat, flag, residence
	Programs    []string     `json:"programs,omitzero"`
	Identifiers []Identifier `json:"identifiers,omitzero"`
	Addresses   []Address    `json:"addresses,omitzero"`
	Gender      string       `json:"gender,omitzero"` // Male, Female or empty
	Title       string       `json:"title,omitzero"`
	Remarks     string       `json:"remarks,omitzero"` // what the list says beyond the fields above
	Hash        string       `json:"hash"`             // see [Entry.Digest]
}

// PrimaryName returns the first name of kind primary, else the first name.
func (e *Entry) PrimaryName() string {
	for _, n := range e.Names {
		if n.Kind == PrimaryName {
			return n.Text
		}
	}
	if len(e.Names) > 0 {
		return e.Names[0].Text
	}
	return ""
}

// Digest returns the first 128 bits, in lower-case hex, of SHA-256 over every
// field but Hash, each behind its length. Two editions of a list that say the
// same about an entry give it the same digest; any change gives another.
func (e *Entry) Digest() string {
	return newDigester().entry(e)
}

// digester encodes entries into one buffer that it uses again.
type digester struct{ b []byte }

func newDigester() *digester { return &digester{b: make([]byte, 0, 2048)} }

func (d *digester) text(s string) { d.b = canonical.Text(d.b, s) }

func (d *digester) count(n int) { d.b = canonical.Count(d.b, n) }

func (d *digester) texts(list []string) { d.b = canonical.Texts(d.b, list) }

func (d *digester) date(v bonafide.Date) {
	d.b = binary.AppendVarint(d.b, int64(v.Year))
	d.b = append(d.b, byte(v.Month), byte(v.Day))
}

func (d *digester) entry(e *Entry) string {
	d.b = append(d.b[:0], 1) // version of this encoding
	d.text(e.ID)
	d.text(string(e.Type))
	d.count(len(e.Names))
	for _, n := range e.Names {
		d.text(n.Text)
		d.text(string(n.Kind))
	}
	d.count(len(e.BirthDates))
	for _, b := range e.BirthDates {
		d.date(b.From)
		d.date(b.To)
		if b.Circa {
			d.b = append(d.b, 1)
		} else {
			d.b = append(d.b, 0)
		}
	}
	d.texts(e.BirthPlaces)
	d.texts(e.Countries)
	d.texts(e.Programs)
	d.count(len(e.Identifiers))
	for _, id := range e.Identifiers {
		d.text(id.Kind)
		d.text(id.Value)
		d.text(id.Country)
	}
	d.count(len(e.Addresses))
	for _, a := range e.Addresses {
		d.text(a.Street)
		d.text(a.City)
		d.text(a.Region)
		d.text(a.Postal)
		d.text(a.Country)
	}
	d.text(e.Gender)
	d.text(e.Title)
	d.text(e.Remarks)
	return canonical.Sum(d.b)[:32]
}
