package document

import (
	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document/identifier"
	"github.com/bonafide-go/bonafide/internal/text"
)

const (
	maxNumber    = 64  // characters of a number without rules of its own
	maxStatement = 500 // characters of a plain statement
)

// ParseNumber reads the value of a virtual document: canonical form, mask and
// grade; see package identifier. Country and state are those of issue, kind says
// whose number it is: the TIN of a business is an EIN, that of a person an SSN, ITIN
// or ATIN. Personal identification of a country in [identifier.NationalNumbers] is graded
// by its structure and check digits. Types without rules of their own are tidied and have
// no grade.
// It fails with an error matching [bonafide.ErrInvalid].
func ParseNumber(t Type, kind EntityKind, country bonafide.Country, state, text string) (identifier.Number, error) {
	if text == "" {
		return identifier.Number{}, bonafide.Invalid("", bonafide.CodeRequired)
	}
	switch t {
	case SSN:
		return identifier.SSN(text)
	case ITIN:
		return identifier.ITIN(text)
	case TIN:
		if kind == Business {
			return identifier.EIN(text)
		}
		return identifier.PersonTIN(text)
	case DUNS:
		return identifier.DUNS(text)
	case UEI:
		return identifier.UEI(text)
	case LEI:
		return identifier.LEI(text)
	case VAT:
		return identifier.VAT(text)
	case Passport:
		return identifier.Passport(country, text)
	case DriversLicense:
		return identifier.DriversLicense(country, state, text)
	case Citizenship:
		code, err := bonafide.ReadCountry(text)
		if err != nil {
			return identifier.Number{}, err
		}
		return identifier.Number{Value: bonafide.NewSecret(string(code)), Mask: string(code)}, nil
	case PersonalIdentification, StateIdentificationForeign:
		if n, listed, err := identifier.National(country, text); listed && err == nil {
			return n, nil
		}
		return plain(text, maxNumber)
	}
	return plain(text, maxStatement)
}

// number reads the number of a virtual document by the rules.
func (r Rules) number(d Sub, text string) (identifier.Number, error) {
	n, err := ParseNumber(d.Type, r.kind(), d.Meta.CountryCode, d.Meta.StateCode, text)
	if err != nil && d.Type == TIN && r.EntityType == SoleProprietorship {
		// Bare digits are an EIN; written as an SSN they are the owner's.
		n, err = ParseNumber(TIN, Person, d.Meta.CountryCode, d.Meta.StateCode, text)
	}
	if err != nil && r.Sandbox {
		if v, ok := sandboxNumber(text); ok {
			return v, nil
		}
	}
	return n, err
}

// plain keeps a line of text as it is.
func plain(value string, max int) (identifier.Number, error) {
	line, fault := text.Intake{Max: max, Required: true}.Read(value)
	if fault != "" {
		return identifier.Number{}, bonafide.Invalid("", bonafide.Code(fault))
	}
	return identifier.Number{Value: bonafide.NewSecret(line), Mask: bonafide.MaskTail(line, 4)}, nil
}
