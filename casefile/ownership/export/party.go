// Package export writes an analysis of ownership for others to read: as SVG, as a
// Mermaid or GraphViz diagram, as statements of the Beneficial Ownership Data
// Standard and in the FollowTheMoney model. It is pure and gives the same bytes for
// the same input.
package export

import "github.com/bonafide-go/bonafide"

// A Party is what an export says of an entity beside its place in the structure.
// It may hold personal data: an export is made for somebody who may see it.
type Party struct {
	Name        string             // full name of a person, registered name of a company
	Country     bonafide.Country   // country of incorporation; empty for a person
	Nationality []bonafide.Country // nationalities of a person
	Born        bonafide.Date      // birth date of a person
	Founded     bonafide.Date      // day a company was founded
	Identifiers []Identifier
}

// An Identifier is an entity's number in some register.
type Identifier struct {
	ID     string // the number
	Scheme string // org-id.guide code such as "GB-COH"; may be empty
	Name   string // name of the scheme, such as "UK Companies House"; may be empty
}

// Parties are the details of entities, by id. Whoever is missing is shown by id.
type Parties map[string]Party

func (p Parties) name(id string) string {
	if n := p[id].Name; n != "" {
		return n
	}
	return id
}
