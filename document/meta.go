package document

import (
	"slices"

	"github.com/bonafide-go/bonafide"
)

// meta checks what comes beside the value.
func (c *checker) meta(in MetaSubmission, info TypeInfo) Meta {
	var m Meta
	country := in.CountryCode
	if country == "" && info.Issuer == USIssuer {
		country = "US"
	}
	if country != "" {
		code, err := bonafide.ReadCountry(country)
		c.merge("meta.country_code", err)
		m.CountryCode = code
	}
	if m.CountryCode != "" && !c.rules.issuer(info).allows(m.CountryCode) {
		c.addRule("meta.country_code", bonafide.CodeNotAllowed, rulePassports)
	}
	m.StateCode, _ = ParseSubdivision(m.CountryCode, c.text("meta.state_code", in.StateCode, maxRegion))
	switch in.IDKind {
	case "", IDPassport, IDDriverLicense, IDState, IDOther:
		m.IDKind = in.IDKind
	default:
		c.add("meta.id_kind", bonafide.CodeUnknown)
	}
	if c.foreignPassport(info.Type, m) {
		c.addRule("document_type", CodeWrongDocumentType, rulePassports)
	}
	for _, field := range slices.Concat(info.RequiredMeta, c.rules.RequiredMeta[info.Type]) {
		missing := false
		switch field {
		case MetaCountry:
			missing = country == ""
		case MetaState:
			missing = in.StateCode == ""
		case MetaIDNumber:
			missing = in.IDNumber.IsZero()
		case MetaAddress:
			m.Address = c.postal("meta.address_", PostalAddress{
				Street: in.AddressStreet, City: in.AddressCity, Subdivision: in.AddressSubdivision,
				PostalCode: in.AddressPostalCode, Country: bonafide.Country(in.AddressCountryCode), CareOf: in.AddressCareOf,
			})
		}
		if missing {
			c.add("meta."+field, bonafide.CodeRequired)
		}
	}
	return m
}

// expiry reads the last day of validity. What has expired already is refused at
// once: nobody needs to look at it.
func (c *checker) expiry(text string) bonafide.Date {
	if text == "" {
		return bonafide.Date{}
	}
	d, err := bonafide.ParseDate(text)
	c.merge("meta.expires_on", err)
	if err == nil && !c.rules.Past && !c.rules.Today.IsZero() && d.Before(c.rules.Today) {
		c.add("meta.expires_on", bonafide.Code(ReasonExpiredDocument))
	}
	return d
}

func (c *checker) source(s Source, class Class) Source {
	switch s {
	case "":
		if class == Virtual {
			return SourceCustomer
		}
	case SourceCustomer, SourceThirdParty, SourceCombined:
	default:
		c.add("source", bonafide.CodeUnknown)
	}
	return s
}
