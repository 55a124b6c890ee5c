package document

import "github.com/bonafide-go/bonafide"

// rulePassports is the source of the issuer rules.
const rulePassports = "photo IDs and passports of the US are GOVT_ID, passports of others PASSPORT_BIODATA (Synapse user object, passports)"

// IssuerRule says which country may have issued a document of a type.
type IssuerRule string

// Issuer rules. The published rule: a passport of the United States is
// submitted as GOVT_ID, one of any other country as PASSPORT_BIODATA; the types
// that are meant for other countries refuse country_code US (Synapse user
// object, passports).
const (
	AnyIssuer     IssuerRule = ""
	ForeignIssuer IssuerRule = "not_us"
	USIssuer      IssuerRule = "us"
)

// allows reports whether a country may have issued such a document. An absent
// country is a matter of RequiredMeta.
func (r IssuerRule) allows(country bonafide.Country) bool {
	switch r {
	case AnyIssuer:
		return true
	case ForeignIssuer:
		return country != "US"
	case USIssuer:
		return country == "" || country == "US"
	}
	return false
}

// CodeWrongDocumentType refuses a document that belongs under another type.
const CodeWrongDocumentType bonafide.Code = "wrong_document_type"

// foreignPassport reports a passport of another country than the United States that
// came as a government ID: it is a PASSPORT_BIODATA. A host that reads the published
// sentence otherwise sets Rules.Issuers of the type to AnyIssuer.
func (c *checker) foreignPassport(t Type, m Meta) bool {
	if t != GovtID && t != GovtIDInt || m.IDKind != IDPassport || m.CountryCode == "" || m.CountryCode == "US" {
		return false
	}
	rule, set := c.rules.Issuers[t]
	return !set || rule != AnyIssuer
}

// USPassport reports whether the document is a passport of the United States, by
// number, page, card or photo. A government ID issued by the United States that does
// not say what kind it is counts as one: the published API has no id_kind, and its
// rule must not be walked around by leaving ours out. One that says it is a passport
// and names no country can only be of the United States.
func (d Sub) USPassport() bool {
	country := d.Meta.CountryCode
	switch d.Type {
	case Passport, PassportInfo:
		return country == "US"
	case PassportCard:
		return country == "US" || country == ""
	case GovtID, GovtIDInt:
		return country == "US" && d.Meta.IDKind == "" || d.Meta.IDKind == IDPassport && (country == "US" || country == "")
	}
	return false
}

// SSNRequired reports whether the base document carries a passport of the United
// States that was not refused, which makes an SSN required wherever the person lives
// (Synapse user object, passports). It goes by Sub.Meta, which platforms and users do
// not see: of their views, ask the requirements of the decision for ssn_required.
func (b Base) SSNRequired() bool {
	for d := range b.Subs() {
		if d.Status != Invalid && d.Status != Blacklisted && d.USPassport() {
			return true
		}
	}
	return false
}
