package casefile

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/casefile/property"
	"github.com/bonafide-go/bonafide/internal/canonical"
	"github.com/bonafide-go/bonafide/phone"
)

// IndividualFields are the facts of a person that hosts set (Dotfile,
// individual). One of first and last name is required: who bears one name only has it there, as in a passport
// (ICAO 9303-3, 4.6).
type IndividualFields struct {
	FirstName     string             `json:"first_name"` // at most 100 characters; who bears one name only has it here or in LastName
	LastName      string             `json:"last_name"`  // at most 100 characters; one of the two is required
	MiddleName    string             `json:"middle_name,omitzero"`
	MaidenName    string             `json:"maiden_name,omitzero"`
	Gender        string             `json:"gender,omitzero"`     // male, female or other
	BirthDate     bonafide.Date      `json:"birth_date,omitzero"` // not in the future, within 130 years
	BirthCountry  bonafide.Country   `json:"birth_country,omitzero"`
	BirthPlace    string             `json:"birth_place,omitzero"`
	Nationalities []bonafide.Country `json:"nationalities,omitzero"` // at most 10
	Email         bonafide.Email     `json:"email,omitzero"`
	Phone         bonafide.Phone     `json:"phone_number,omitzero"` // E.164
	Address       Address            `json:"address,omitzero"`
	Roles         []ownership.Role   `json:"roles,omitzero"`    // shareholder, legal_representative
	Position      string             `json:"position,omitzero"` // such as "CEO"

	// TotalOwnership and TotalVoting are the declared total interest in the main
	// company. They are kept beside what relations come to; only the relation that a
	// person without any gets to the main company takes them as its shares.
	TotalOwnership ownership.Percent `json:"ownership_percentage,omitzero"`
	TotalVoting    ownership.Percent `json:"voting_rights_percentage,omitzero"`

	IsBusinessContact   bool `json:"is_business_contact,omitzero"` // speaks for the case; needs an e-mail address
	IsBeneficialOwner   bool `json:"is_beneficial_owner,omitzero"`
	IsControllingPerson bool `json:"is_controlling_person,omitzero"` // controls by other means than ownership
	IsDelegator         bool `json:"is_delegator,omitzero"`          // gave signing power away; never a signatory too
	IsSignatory         bool `json:"is_signatory,omitzero"`          // signs; needs an e-mail address

	UserID string `json:"user_id,omitzero"` // id of the same person as a user of package user
}

// IndividualSecrets are the identifiers of a person. They are stored sealed; an
// empty one leaves what is stored.
type IndividualSecrets struct {
	SocialSecurityNumber bonafide.Secret `json:"social_security_number,omitzero"`
	TaxNumber            bonafide.Secret `json:"tax_identification_number,omitzero"`
}

// An Individual is one person of a case.
type Individual struct {
	ID         string `json:"id"`
	Irrelevant bool   `json:"is_not_relevant,omitzero"` // not under investigation
	IndividualFields
	SocialSecurityNumber bonafide.Sealed `json:"social_security_number,omitzero"`
	TaxNumber            bonafide.Sealed `json:"tax_identification_number,omitzero"`
	Properties           property.Values `json:"custom_properties,omitzero"`
	Marks                Marks           `json:"marks,omitzero"`
	CreatedAt            time.Time       `json:"created_at"`
	UpdatedAt            time.Time       `json:"updated_at"`
}

// Relevant reports whether the person is under investigation.
func (x Individual) Relevant() bool { return !x.Irrelevant }

// Name returns the full name in speaking order.
func (x IndividualFields) Name() string {
	return strings.Join(strings.Fields(x.FirstName+" "+x.MiddleName+" "+x.LastName), " ")
}

func (f IndividualFields) check(at time.Time, faults *bonafide.Faults, path string) IndividualFields {
	before := len(*faults)
	f.FirstName = personal(faults, path+"first_name", f.FirstName, false)
	f.LastName = personal(faults, path+"last_name", f.LastName, f.FirstName == "" && len(*faults) == before)
	f.MiddleName = personal(faults, path+"middle_name", f.MiddleName, false)
	f.MaidenName = personal(faults, path+"maiden_name", f.MaidenName, false)
	f.BirthPlace = line(faults, path+"birth_place", f.BirthPlace, false, 100)
	f.Position = line(faults, path+"position", f.Position, false, 100)
	switch f.Gender {
	case "", "male", "female", "other":
	default:
		faults.Add(path+"gender", bonafide.CodeUnknown)
	}
	born(faults, path+"birth_date", f.BirthDate, at)
	country(faults, path+"birth_country", f.BirthCountry)
	if len(f.Nationalities) > 10 {
		faults.Add(path+"nationalities", bonafide.CodeTooMany)
	}
	f.Nationalities = slices.Clone(f.Nationalities)
	for i, c := range f.Nationalities {
		if c == "" {
			faults.Add(fmt.Sprintf("%snationalities[%d]", path, i), bonafide.CodeRequired)
		}
		country(faults, fmt.Sprintf("%snationalities[%d]", path, i), c)
		if slices.Contains(f.Nationalities[:i], c) {
			faults.Add(fmt.Sprintf("%snationalities[%d]", path, i), bonafide.CodeRepeated)
		}
	}
	if f.Email != "" {
		email, err := bonafide.ParseEmail(string(f.Email))
		faults.Merge(path+"email", err)
		f.Email = email
	} else if f.IsBusinessContact || f.IsSignatory {
		faults.AddRule(path+"email", bonafide.CodeRequired, "a business contact or signatory has an e-mail address")
	}
	if f.Phone != "" {
		number, _, err := phone.Parse(string(f.Phone), "")
		if !faults.Merge(path+"phone_number", err) && len(number) < 10 {
			faults.Add(path+"phone_number", bonafide.CodeTooShort)
		}
		f.Phone = number
	}
	f.Address = f.Address.check(faults, path+"address")
	f.Roles = slices.Clone(f.Roles)
	for i, r := range f.Roles {
		if r != ownership.Shareholder && r != ownership.LegalRepresentative {
			faults.Add(fmt.Sprintf("%sroles[%d]", path, i), bonafide.CodeUnknown)
		}
		if slices.Contains(f.Roles[:i], r) {
			faults.Add(fmt.Sprintf("%sroles[%d]", path, i), bonafide.CodeRepeated)
		}
	}
	percentage(faults, path+"ownership_percentage", f.TotalOwnership)
	percentage(faults, path+"voting_rights_percentage", f.TotalVoting)
	if f.IsDelegator && f.IsSignatory {
		faults.AddRule(path+"is_signatory", bonafide.CodeMismatch, "nobody is both delegator and signatory")
	}
	code(faults, path+"user_id", f.UserID, false, maxCode)
	return f
}

// maxAge is more than anybody has reached: 122 years (Jeanne Calment, 1997).
const maxAge = 130 // years

// born checks the birth date of somebody who lives: until today, wherever that is, and
// not longer ago than people live.
func born(faults *bonafide.Faults, path string, d bonafide.Date, at time.Time) {
	today := bonafide.DateOf(at.UTC())
	switch {
	case d.IsZero():
	case d.After(today.AddDays(1)), d.Before(today.AddYears(-maxAge)):
		faults.Add(path, bonafide.CodeOutOfRange)
	}
}

func (s IndividualSecrets) check(faults *bonafide.Faults, path string) {
	for name, v := range map[string]bonafide.Secret{"social_security_number": s.SocialSecurityNumber, "tax_identification_number": s.TaxNumber} {
		if len(v.Reveal()) > 64 {
			faults.Add(path+name, bonafide.CodeTooLong)
		}
	}
}

// seal puts the given identifiers into the individual.
func (x Individual) seal(s IndividualSecrets, key *bonafide.DataKey) (Individual, error) {
	for _, f := range []struct {
		name  string
		value bonafide.Secret
		to    *bonafide.Sealed
	}{{"social_security_number", s.SocialSecurityNumber, &x.SocialSecurityNumber}, {"tax_identification_number", s.TaxNumber, &x.TaxNumber}} {
		if f.value.IsZero() {
			continue
		}
		var err error
		if *f.to, err = key.Seal(x.ID+"."+f.name, f.value, bonafide.MaskTail(f.value.Reveal(), 4)); err != nil {
			return Individual{}, err
		}
	}
	return x, nil
}

// identity is what evidence about the person was checked against.
func (x Individual) identity() string {
	return canonical.SumJSON("individual", x.FirstName, x.MiddleName, x.LastName, x.MaidenName, x.BirthDate.String(), x.Nationalities, x.Address)
}

// needsRelevance adds a fault for each part that only a relevant person can have.
func (x Individual) needsRelevance(faults *bonafide.Faults, path string) {
	if x.IsDelegator {
		faults.AddRule(path+"is_delegator", bonafide.CodeNotAllowed, "not while the individual is not relevant")
	}
	if x.IsSignatory {
		faults.AddRule(path+"is_signatory", bonafide.CodeNotAllowed, "not while the individual is not relevant")
	}
}
