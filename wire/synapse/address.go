package synapse

import (
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
)

// An AddressBody is the body of POST /address-verification.
type AddressBody struct {
	AddressStreet      string `json:"address_street"`
	AddressCity        string `json:"address_city"`
	AddressSubdivision string `json:"address_subdivision"`
	AddressPostalCode  string `json:"address_postal_code"`
	AddressCountryCode string `json:"address_country_code"`
}

// An Address is its answer.
type Address struct {
	Deliverability    string                   `json:"deliverability"`
	Analysis          document.AddressAnalysis `json:"deliverability_analysis"`
	NormalizedAddress NormalizedAddress        `json:"normalized_address"`
}

// A NormalizedAddress is an address as the postal service writes it, in upper case.
type NormalizedAddress struct {
	AddressCity        string `json:"address_city"`
	AddressCountryCode string `json:"address_country_code"`
	AddressPostalCode  string `json:"address_postal_code"`
	AddressStreet      string `json:"address_street"`
	AddressSubdivision string `json:"address_subdivision"`
}

// EncodeAddress returns what a postal service found in the published form. A host
// calls it that has a transport of its own.
func EncodeAddress(r document.AddressResult) Address {
	n := r.Normalized
	return Address{string(r.Deliverability), r.Analysis, NormalizedAddress{
		strings.ToUpper(n.City), string(n.Country), strings.ToUpper(n.PostalCode), strings.ToUpper(n.Street), strings.ToUpper(n.Subdivision)}}
}

func (h *handler) address(c *call) (any, error) {
	var body AddressBody
	if err := h.read(c, &body); err != nil {
		return nil, err
	}
	found, err := h.users.CheckAddress(c.ctx(), c.by, document.PostalAddress{
		Street: body.AddressStreet, City: body.AddressCity, Subdivision: body.AddressSubdivision,
		PostalCode: body.AddressPostalCode, Country: bonafide.Country(body.AddressCountryCode),
	})
	if err != nil {
		return nil, err
	}
	return EncodeAddress(found), nil
}
