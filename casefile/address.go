package casefile

import "github.com/bonafide-go/bonafide"

// An Address is where somebody lives or a company sits. Every field is optional
// and has at most 200 characters.
type Address struct {
	Street     string           `json:"street_address,omitzero"`
	Street2    string           `json:"street_address_2,omitzero"`
	PostalCode string           `json:"postal_code,omitzero"`
	City       string           `json:"city,omitzero"`
	State      string           `json:"state,omitzero"`
	Region     string           `json:"region,omitzero"`
	Country    bonafide.Country `json:"country,omitzero"`
}

func (a Address) check(faults *bonafide.Faults, path string) Address {
	for _, f := range []struct {
		name string
		text *string
	}{
		{"street_address", &a.Street}, {"street_address_2", &a.Street2}, {"postal_code", &a.PostalCode},
		{"city", &a.City}, {"state", &a.State}, {"region", &a.Region},
	} {
		*f.text = line(faults, path+"."+f.name, *f.text, false, 200)
	}
	country(faults, path+".country", a.Country)
	return a
}
