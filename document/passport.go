package document

import "github.com/bonafide-go/bonafide"

// rulePassports is the source of the issuer rules.
const rulePassports = "US passports are GOVT_ID, others PASSPORT_BIODATA (Synapse user object, passports)"

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

// SSNRequired reports whether the base document carries a passport of the United
// States, which makes an SSN required wherever the person lives (Synapse user
// object, passports). A government ID issued by the United States that does not
// say what kind it is counts as a passport.
func (b Base) SSNRequired() bool {
	for d := range b.Subs() {
		if d.Status == Invalid || d.Status == Blacklisted || d.Meta.CountryCode != "US" {
			continue
		}
		switch d.Type {
		case Passport, PassportCard, PassportInfo:
			return true
		case GovtID, GovtIDInt:
			if d.Meta.IDKind == IDPassport || d.Meta.IDKind == "" {
				return true
			}
		}
	}
	return false
}
