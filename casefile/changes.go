package casefile

import (
	"reflect"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/ownership"
)

// CompanyChanges are single facts of a company that change: what is absent stays, and null
// is nothing (Dotfile, update). Bounds are those of [CompanyFields].
type CompanyChanges struct {
	Name           Patch[string]               `json:"name,omitzero"`
	CommercialName Patch[string]               `json:"commercial_name,omitzero"`
	Registration   Patch[string]               `json:"registration_number,omitzero"`
	RegisteredOn   Patch[bonafide.Date]        `json:"registration_date,omitzero"`
	Status         Patch[CompanyStatus]        `json:"status,omitzero"`
	LegalForm      Patch[string]               `json:"legal_form,omitzero"`
	ELF            Patch[string]               `json:"entity_legal_form,omitzero"`
	Country        Patch[bonafide.Country]     `json:"country,omitzero"`
	Address        Patch[Address]              `json:"address,omitzero"`
	Website        Patch[string]               `json:"website_url,omitzero"`
	ShareCapital   Patch[string]               `json:"share_capital,omitzero"`
	BIC            Patch[string]               `json:"bic,omitzero"`
	Classes        Patch[[]Classification]     `json:"classifications,omitzero"`
	Structure      Patch[ownership.EntityType] `json:"structure,omitzero"`
	Discloses      Patch[bool]                 `json:"discloses,omitzero"`
	UserID         Patch[string]               `json:"user_id,omitzero"`
}

// none reports that nothing is to change.
func (p CompanyChanges) none() bool { return reflect.ValueOf(p).IsZero() }

// apply returns the facts as they become.
func (p CompanyChanges) apply(f CompanyFields) CompanyFields {
	f.Name = p.Name.apply(f.Name)
	f.CommercialName = p.CommercialName.apply(f.CommercialName)
	f.Registration = p.Registration.apply(f.Registration)
	f.RegisteredOn = p.RegisteredOn.apply(f.RegisteredOn)
	f.Status = p.Status.apply(f.Status)
	f.LegalForm = p.LegalForm.apply(f.LegalForm)
	f.ELF = p.ELF.apply(f.ELF)
	f.Country = p.Country.apply(f.Country)
	f.Address = p.Address.apply(f.Address)
	f.Website = p.Website.apply(f.Website)
	f.ShareCapital = p.ShareCapital.apply(f.ShareCapital)
	f.BIC = p.BIC.apply(f.BIC)
	f.Classes = p.Classes.apply(f.Classes)
	f.Structure = p.Structure.apply(f.Structure)
	f.Discloses = p.Discloses.apply(f.Discloses)
	f.UserID = p.UserID.apply(f.UserID)
	return f
}

// IndividualChanges are single facts of a person that change: what is absent stays, and null
// is nothing (Dotfile, update). Bounds are those of [IndividualFields].
type IndividualChanges struct {
	FirstName           Patch[string]             `json:"first_name,omitzero"`
	LastName            Patch[string]             `json:"last_name,omitzero"`
	MiddleName          Patch[string]             `json:"middle_name,omitzero"`
	MaidenName          Patch[string]             `json:"maiden_name,omitzero"`
	Gender              Patch[string]             `json:"gender,omitzero"`
	BirthDate           Patch[bonafide.Date]      `json:"birth_date,omitzero"`
	BirthCountry        Patch[bonafide.Country]   `json:"birth_country,omitzero"`
	BirthPlace          Patch[string]             `json:"birth_place,omitzero"`
	Nationalities       Patch[[]bonafide.Country] `json:"nationalities,omitzero"`
	Email               Patch[bonafide.Email]     `json:"email,omitzero"`
	Phone               Patch[bonafide.Phone]     `json:"phone_number,omitzero"`
	Address             Patch[Address]            `json:"address,omitzero"`
	Roles               Patch[[]ownership.Role]   `json:"roles,omitzero"`
	Position            Patch[string]             `json:"position,omitzero"`
	TotalOwnership      Patch[ownership.Percent]  `json:"ownership_percentage,omitzero"`
	TotalVoting         Patch[ownership.Percent]  `json:"voting_rights_percentage,omitzero"`
	IsBusinessContact   Patch[bool]               `json:"is_business_contact,omitzero"`
	IsBeneficialOwner   Patch[bool]               `json:"is_beneficial_owner,omitzero"`
	IsControllingPerson Patch[bool]               `json:"is_controlling_person,omitzero"`
	IsDelegator         Patch[bool]               `json:"is_delegator,omitzero"`
	IsSignatory         Patch[bool]               `json:"is_signatory,omitzero"`
	UserID              Patch[string]             `json:"user_id,omitzero"`
}

// none reports that nothing is to change.
func (p IndividualChanges) none() bool { return reflect.ValueOf(p).IsZero() }

// apply returns the facts as they become.
func (p IndividualChanges) apply(f IndividualFields) IndividualFields {
	f.FirstName = p.FirstName.apply(f.FirstName)
	f.LastName = p.LastName.apply(f.LastName)
	f.MiddleName = p.MiddleName.apply(f.MiddleName)
	f.MaidenName = p.MaidenName.apply(f.MaidenName)
	f.Gender = p.Gender.apply(f.Gender)
	f.BirthDate = p.BirthDate.apply(f.BirthDate)
	f.BirthCountry = p.BirthCountry.apply(f.BirthCountry)
	f.BirthPlace = p.BirthPlace.apply(f.BirthPlace)
	f.Nationalities = p.Nationalities.apply(f.Nationalities)
	f.Email = p.Email.apply(f.Email)
	f.Phone = p.Phone.apply(f.Phone)
	f.Address = p.Address.apply(f.Address)
	f.Roles = p.Roles.apply(f.Roles)
	f.Position = p.Position.apply(f.Position)
	f.TotalOwnership = p.TotalOwnership.apply(f.TotalOwnership)
	f.TotalVoting = p.TotalVoting.apply(f.TotalVoting)
	f.IsBusinessContact = p.IsBusinessContact.apply(f.IsBusinessContact)
	f.IsBeneficialOwner = p.IsBeneficialOwner.apply(f.IsBeneficialOwner)
	f.IsControllingPerson = p.IsControllingPerson.apply(f.IsControllingPerson)
	f.IsDelegator = p.IsDelegator.apply(f.IsDelegator)
	f.IsSignatory = p.IsSignatory.apply(f.IsSignatory)
	f.UserID = p.UserID.apply(f.UserID)
	return f
}

// onlyOne refuses changes of single facts beside all of them.
func onlyOne(faults *bonafide.Faults, all bool) {
	if all {
		faults.AddRule("fields", bonafide.CodeNotAllowed, "all facts, or single ones")
	}
}
