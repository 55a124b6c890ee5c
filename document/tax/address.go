package tax

import (
	"errors"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/internal/text"
)

// An AddressSubmission is an address as forms have it. Which parts it needs follows from its
// country, see [document.PostalAddress].
type AddressSubmission struct {
	Line1    string `json:"line_1"`
	Line2    string `json:"line_2,omitzero"`
	City     string `json:"city"`
	State    string `json:"state,omitzero"`
	Country  string `json:"country"`
	Postcode string `json:"postcode"`
}

// An Address of a certificate.
type Address struct {
	Line1    string           `json:"line_1"`
	Line2    string           `json:"line_2,omitzero"`
	City     string           `json:"city"`
	State    string           `json:"state,omitzero"`
	Country  bonafide.Country `json:"country"`
	Postcode string           `json:"postcode"`
}

// partName returns what a part of an address is called here, by its name in documents.
func partName(field string) string {
	switch field {
	case "address_street":
		return "line_1"
	case "address_city":
		return "city"
	case "address_subdivision":
		return "state"
	case "address_postal_code":
		return "postcode"
	}
	return "country"
}

// Check returns the address as it is kept, its parts in canonical form, or an [*bonafide.InvalidError]
// with every fault by its name here ("line_1", "postcode"): the rules are those of
// [document.PostalAddress.CheckForm].
func (a AddressSubmission) Check() (Address, error) {
	return a.check(document.PostalAddress.CheckForm)
}

// CheckDocument is Check by the rules of a base document, [document.PostalAddress.Check], for whoever
// takes its address in this form.
func (a AddressSubmission) CheckDocument() (Address, error) {
	return a.check(document.PostalAddress.Check)
}

func (a AddressSubmission) check(by func(document.PostalAddress, string) (document.PostalAddress, error)) (Address, error) {
	var faults bonafide.Faults
	postal, err := by(document.PostalAddress{Street: a.Line1, City: a.City, Subdivision: a.State, PostalCode: a.Postcode, Country: bonafide.Country(a.Country)}, "")
	var invalid *bonafide.InvalidError
	if errors.As(err, &invalid) {
		for _, f := range invalid.Fields {
			faults.AddRule(partName(f.Path), f.Code, f.Rule)
		}
	}
	line, fault := text.Intake{Max: maxName}.Read(a.Line2)
	if fault != "" {
		faults.Add("line_2", bonafide.Code(fault))
	}
	if err := faults.Err(); err != nil {
		return Address{}, err
	}
	return Address{Line1: postal.Street, Line2: line, City: postal.City, State: postal.Subdivision, Country: postal.Country, Postcode: postal.PostalCode}, nil
}
