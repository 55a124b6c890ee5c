package document

import (
	"strconv"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/text"
)

// A PostalAddress is where mail goes.
type PostalAddress struct {
	Street      string           `json:"address_street"`
	City        string           `json:"address_city"`
	Subdivision string           `json:"address_subdivision"`
	PostalCode  string           `json:"address_postal_code"`
	Country     bonafide.Country `json:"address_country_code"`
	CareOf      string           `json:"address_care_of,omitzero"`
}

// IsZero reports whether no part is given.
func (a PostalAddress) IsZero() bool { return a == PostalAddress{} }

// Line returns the address in one line.
func (a PostalAddress) Line() string {
	parts := make([]string, 0, 6)
	for _, p := range []string{a.CareOf, a.Street, a.City, strings.TrimSpace(a.Subdivision + " " + a.PostalCode), string(a.Country)} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, ", ")
}

// Address returns the base document's address.
func (b Base) Address() PostalAddress {
	return PostalAddress{
		Street: b.AddressStreet, City: b.AddressCity, Subdivision: b.AddressSubdivision,
		PostalCode: b.AddressPostalCode, Country: b.AddressCountryCode,
	}
}

// Check returns the canonical form of an address, or an [*bonafide.InvalidError] that
// lists every fault by its path behind the given one ("address_city"). A subdivision
// that is not known is no fault.
func (a PostalAddress) Check(path string) (PostalAddress, error) {
	return newChecker(path, Rules{}).mail(a)
}

// CheckForm is [PostalAddress.Check] for tax forms: they leave room for a state or province, and
// one is asked for in the United States alone (IRS, instructions for Form W-8BEN, line 3).
func (a PostalAddress) CheckForm(path string) (PostalAddress, error) {
	c := newChecker(path, Rules{})
	c.taxForm = true
	return c.mail(a)
}

func (c *checker) mail(a PostalAddress) (PostalAddress, error) {
	out := c.postal("address_", a)
	if err := c.faults.Err(); err != nil {
		return PostalAddress{}, err
	}
	return out, nil
}

// postal checks an address, its fields behind prefix. A subdivision that is not
// known is not a fault: see [ParseSubdivision] and [Base.Warnings].
func (c *checker) postal(prefix string, in PostalAddress) PostalAddress {
	var out PostalAddress
	out.Street = c.must(prefix+"street", in.Street, maxStreet)
	out.CareOf = c.text(prefix+"care_of", in.CareOf, maxName)
	if in.Country == "" {
		c.add(prefix+"country_code", bonafide.CodeRequired)
	} else {
		country, err := bonafide.ReadCountry(string(in.Country))
		c.merge(prefix+"country_code", err)
		out.Country = country
	}

	part := func(field, value string, max int, required bool) string {
		return c.read(prefix+field, value, text.Intake{Max: max, Required: required})
	}
	format := formatOf(out.Country)
	out.City = part("city", in.City, maxCity, format.city)
	if in.Subdivision == "" && !format.city {
		if _, known := ParseSubdivision(out.Country, out.City); known {
			in.Subdivision = out.City // a parish of Andorra is its city
		}
	}
	subdivision := part("subdivision", in.Subdivision, maxRegion, format.subdivision && (!c.taxForm || out.Country == "US"))
	out.Subdivision, _ = ParseSubdivision(out.Country, subdivision)
	code, fits := PostalCode(out.Country, part("postal_code", in.PostalCode, maxPostal, format.postalCode))
	if code != "" && !fits {
		c.add(prefix+"postal_code", bonafide.CodeMalformed)
	}
	out.PostalCode = code
	return out
}

func index(field string, i int) string { return field + "[" + strconv.Itoa(i) + "]" }
