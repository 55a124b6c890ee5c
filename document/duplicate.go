package document

import (
	"slices"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document/identifier"
	"github.com/bonafide-go/bonafide/internal/text"
)

// DuplicateReason says why two users count as the same person or business
// (Synapse users, get duplicates). The set is open.
type DuplicateReason string

// The reasons, the gravest first: what stands on a duplicate, then what is shared with it.
const (
	DuplicateBlacklisted    DuplicateReason = "blacklisted_user" // a duplicate is LOCKED as BLOCKED_LIST
	DuplicateNotKnown       DuplicateReason = "not_known"        // a duplicate is LOCKED as NOT_KNOWN
	DuplicateSSN            DuplicateReason = "duplicate_ssn"
	DuplicateTIN            DuplicateReason = "duplicate_tin"
	DuplicateNameAndLicense DuplicateReason = "duplicate_name_and_drive_license_number"
	DuplicateNameAndBirth   DuplicateReason = "duplicate_name_and_date_of_birth"
	DuplicateNameAndAddress DuplicateReason = "duplicate_name_and_address"
	DuplicateNameAndEmail   DuplicateReason = "duplicate_name_and_email"
	DuplicatePhone          DuplicateReason = "duplicate_phone_number" // not in the published list: a number that had another user

	// Not in the published list: the same as the four that rest on a name, where one of the names
	// has words, such as middle names, that the other lacks or has as initials.
	SimilarNameAndLicense DuplicateReason = "similar_name_and_drive_license_number"
	SimilarNameAndBirth   DuplicateReason = "similar_name_and_date_of_birth"
	SimilarNameAndAddress DuplicateReason = "similar_name_and_address"
	SimilarNameAndEmail   DuplicateReason = "similar_name_and_email"
)

// DuplicateReasons lists the reasons, the gravest first.
func DuplicateReasons() []DuplicateReason {
	return []DuplicateReason{
		DuplicateBlacklisted, DuplicateNotKnown,
		DuplicateSSN, DuplicateTIN, DuplicateNameAndLicense, DuplicateNameAndBirth, DuplicateNameAndAddress,
		DuplicateNameAndEmail, DuplicatePhone, SimilarNameAndLicense, SimilarNameAndBirth, SimilarNameAndAddress, SimilarNameAndEmail,
	}
}

// Similar returns the weaker form of a reason that rests on a name; ok is false for any
// other reason.
func (r DuplicateReason) Similar() (similar DuplicateReason, ok bool) {
	switch r {
	case DuplicateNameAndLicense:
		return SimilarNameAndLicense, true
	case DuplicateNameAndBirth:
		return SimilarNameAndBirth, true
	case DuplicateNameAndAddress:
		return SimilarNameAndAddress, true
	case DuplicateNameAndEmail:
		return SimilarNameAndEmail, true
	}
	return "", false
}

// A Term is something by which a user can be found again. Its value is
// personal: only a blind index of it ([bonafide.Keys.Indexes] of Field and Value) may be
// stored.
type Term struct {
	Field string // what is compared: a reason, or the sort of number
	Value bonafide.Secret
}

// DuplicateTerms returns what the base document shares with any duplicate of
// it, under the reasons: two base documents that have a term in common are
// duplicates for that reason, where it rests on a name if that is the same too (see
// [DuplicateReason.Similar]). Refused documents take no part; a number of a locked user
// does, since that is one of them.
func (b Base) DuplicateTerms(key *bonafide.DataKey) ([]Term, error) {
	terms := []Term{pairTerm(DuplicateNameAndEmail, "email", text.Mailbox(string(b.Email)))}
	for i, name := range text.NameKeys(b.Name) {
		terms = append(terms, pairTerm(DuplicateNameAndBirth, name, b.Birth()))
		if i == 0 { // a place is shared by few who share two words of a name
			terms = append(terms, pairTerm(DuplicateNameAndAddress, name, b.placeKey()))
		}
	}
	for _, d := range b.Virtual {
		if d.Status == Invalid {
			continue
		}
		term, ok, err := d.Term(key)
		if err != nil {
			return nil, err
		}
		switch {
		case d.Type == DriversLicense:
			number, err := key.Open(d.Field(), d.Value) // beside the name it says enough without its issuer
			if err != nil {
				return nil, err
			}
			place := string(d.Meta.CountryCode) + "\x1f" + d.Meta.StateCode
			if !number.IsZero() {
				terms = append(terms, pairTerm(DuplicateNameAndLicense, place, number.Reveal()))
			}
		case !ok:
		case term.Field == fieldPersonTIN:
			terms = append(terms, Term{string(DuplicateSSN), term.Value})
		case term.Field == fieldEIN:
			terms = append(terms, Term{string(DuplicateTIN), term.Value})
		}
	}
	return slices.DeleteFunc(terms, func(t Term) bool { return t.Value.IsZero() }), nil
}

// placeKey is what the address is known again by, however street and unit are written
// ("St", "Street", "Apt 4", "#4"): the numbers of the street line with postal code and
// country, or the whole line where it has no number, or the country no such code.
func (b Base) placeKey() string {
	var numbers []string
	for _, word := range text.Words(b.AddressStreet) {
		if strings.ContainsAny(word, "0123456789") {
			numbers = append(numbers, word)
		}
	}
	country, code := string(b.AddressCountryCode), text.Squeeze(b.AddressPostalCode)
	if country == "US" {
		const zip = 5 // the four digits behind it name a part of the place
		code = code[:min(len(code), zip)]
	}
	if len(numbers) == 0 || code == "" {
		return text.Fold(b.AddressStreet + " " + b.AddressCity + " " + code + " " + country)
	}
	return strings.Join(numbers, " ") + " " + code + " " + country
}

// pairTerm joins two values; it is empty if either is.
func pairTerm(reason DuplicateReason, a, b string) Term {
	if a == "" || b == "" {
		return Term{Field: string(reason)}
	}
	return Term{string(reason), bonafide.NewSecret(a + "\x1f" + b)}
}

// Fields of terms of numbers. The SSN, ITIN or ATIN of a person is the same
// number whether it came as SSN, ITIN or TIN.
const (
	fieldPersonTIN = "person_tin"
	fieldEIN       = "ein"
	fieldFile      = "file"
)

// Term returns the fingerprint of the document's value, by which a locked user's
// numbers and files are recognised when somebody else submits them. A number is that
// of its issuer: the United States for taxpayer numbers, the country for passports and
// foreign identity cards, the state where states issue. ok is false for documents
// without a value of their own, and for numbers whose issuer is not known: they may
// look like another's.
func (d Sub) Term(key *bonafide.DataKey) (term Term, ok bool, err error) {
	if d.File != nil {
		return Term{fieldFile, bonafide.NewSecret(d.File.SHA256)}, true, nil
	}
	if d.Class != Virtual {
		return Term{}, false, nil
	}
	value, err := key.Open(d.Field(), d.Value)
	if err != nil || value.IsZero() {
		return Term{}, false, err
	}
	switch d.Type {
	case SSN, ITIN, TIN:
		if d.NumberKind == "" {
			return Term{}, false, nil // a value of the sandbox, which everybody uses
		}
		if d.NumberKind == identifier.KindEIN {
			return Term{fieldEIN, value}, true, nil
		}
		return Term{fieldPersonTIN, value}, true, nil
	case DUNS, UEI, LEI, VAT:
		return Term{strings.ToLower(string(d.Type)), value}, d.NumberKind != "", nil
	case Passport, DriversLicense, PersonalIdentification, StateIdentificationForeign:
		issuer := d.issuer()
		return Term{strings.ToLower(string(d.Type)), bonafide.NewSecret(issuer + "\x1f" + value.Reveal())}, issuer != "", nil
	}
	return Term{}, false, nil
}

// issuer names who issued the number, empty if that is not known.
func (d Sub) issuer() string {
	country, state := string(d.Meta.CountryCode), d.Meta.StateCode
	byState := d.Type == DriversLicense || d.Type == PersonalIdentification
	if !byState || !slices.Contains(issuingByState, d.Meta.CountryCode) {
		return country
	}
	if state == "" {
		return ""
	}
	return country + "-" + state
}

// issuingByState are the countries whose states or provinces issue driver's licenses
// and identity cards, each with numbers of its own (AAMVA; Austroads).
var issuingByState = []bonafide.Country{"AU", "CA", "MX", "US"}
