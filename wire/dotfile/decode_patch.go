package dotfile

import (
	"strconv"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/casefile/property"
)

func index(name string, i int) string { return name + "[" + strconv.Itoa(i) + "]." }

// set changes a field as a patch says; null makes it empty.
func set[T any](to *T, p casefile.Patch[T]) {
	if !p.IsZero() {
		*to, _ = p.Value()
	}
}

// addressPatch changes an address part by part.
type addressPatch struct {
	Street     casefile.Patch[string]           `json:"street_address"`
	Street2    casefile.Patch[string]           `json:"street_address_2"`
	PostalCode casefile.Patch[string]           `json:"postal_code"`
	City       casefile.Patch[string]           `json:"city"`
	State      casefile.Patch[string]           `json:"state"`
	Region     casefile.Patch[string]           `json:"region"`
	Country    casefile.Patch[bonafide.Country] `json:"country"`
}

func (p addressPatch) apply(a *casefile.Address) {
	set(&a.Street, p.Street)
	set(&a.Street2, p.Street2)
	set(&a.PostalCode, p.PostalCode)
	set(&a.City, p.City)
	set(&a.State, p.State)
	set(&a.Region, p.Region)
	set(&a.Country, p.Country)
}

// companyPatch is the published CompanyUpdate.
type companyPatch struct {
	Name           casefile.Patch[string]                    `json:"name"`
	CommercialName casefile.Patch[string]                    `json:"commercial_name"`
	Registration   casefile.Patch[string]                    `json:"registration_number"`
	RegisteredOn   casefile.Patch[bonafide.Date]             `json:"registration_date"`
	Status         casefile.Patch[casefile.CompanyStatus]    `json:"status"`
	LegalForm      casefile.Patch[string]                    `json:"legal_form"`
	ELF            casefile.Patch[string]                    `json:"entity_legal_form"`
	Country        casefile.Patch[bonafide.Country]          `json:"country"`
	Address        addressPatch                              `json:"address"`
	Website        casefile.Patch[string]                    `json:"website_url"`
	ShareCapital   casefile.Patch[string]                    `json:"share_capital"`
	Classes        casefile.Patch[[]casefile.Classification] `json:"classifications"`
	TaxNumber      casefile.Patch[bonafide.Secret]           `json:"tax_identification_number"`
	EmployerNumber casefile.Patch[bonafide.Secret]           `json:"employer_identification_number"`
	Banking        struct {
		IBAN casefile.Patch[bonafide.Secret] `json:"iban"`
		BIC  casefile.Patch[string]          `json:"bic"`
	} `json:"banking_information"`
	Properties property.Values `json:"custom_properties"`
}

// request is the update of a company as it stands.
func (p companyPatch) request(x casefile.Company) (casefile.UpdateCompanyRequest, error) {
	f := x.CompanyFields
	set(&f.Name, p.Name)
	set(&f.CommercialName, p.CommercialName)
	set(&f.Registration, p.Registration)
	set(&f.RegisteredOn, p.RegisteredOn)
	set(&f.Status, p.Status)
	set(&f.LegalForm, p.LegalForm)
	set(&f.ELF, p.ELF)
	set(&f.Country, p.Country)
	set(&f.Website, p.Website)
	set(&f.ShareCapital, p.ShareCapital)
	set(&f.Classes, p.Classes)
	set(&f.BIC, p.Banking.BIC)
	p.Address.apply(&f.Address)
	out := casefile.UpdateCompanyRequest{Company: x.ID, Fields: &f, Seen: x.UpdatedAt, Properties: p.Properties}
	out.TaxNumber = secret(&out.Remove, "tax_identification_number", p.TaxNumber, x.TaxNumber)
	out.EmployerNumber = secret(&out.Remove, "employer_identification_number", p.EmployerNumber, x.EmployerNumber)
	out.IBAN = secret(&out.Remove, "iban", p.Banking.IBAN, x.IBAN)
	return out, nil
}

// secret is an identifier that is being given; null takes away one that is kept.
func secret(remove *[]string, name string, p casefile.Patch[bonafide.Secret], kept bonafide.Sealed) bonafide.Secret {
	if p.IsNull() && !kept.IsZero() {
		*remove = append(*remove, name)
	}
	s, _ := p.Value()
	return s
}

// individualPatch is the published IndividualUpdate.
type individualPatch struct {
	FirstName           casefile.Patch[string]             `json:"first_name"`
	LastName            casefile.Patch[string]             `json:"last_name"`
	MiddleName          casefile.Patch[string]             `json:"middle_name"`
	MaidenName          casefile.Patch[string]             `json:"maiden_name"`
	Gender              casefile.Patch[string]             `json:"gender"`
	BirthDate           casefile.Patch[bonafide.Date]      `json:"birth_date"`
	BirthCountry        casefile.Patch[bonafide.Country]   `json:"birth_country"`
	BirthPlace          casefile.Patch[string]             `json:"birth_place"`
	Nationalities       casefile.Patch[[]bonafide.Country] `json:"nationalities"`
	Email               casefile.Patch[bonafide.Email]     `json:"email"`
	Phone               casefile.Patch[bonafide.Phone]     `json:"phone_number"`
	Address             addressPatch                       `json:"address"`
	Roles               casefile.Patch[[]ownership.Role]   `json:"roles"`
	Position            casefile.Patch[string]             `json:"position"`
	Ownership           casefile.Patch[ownership.Percent]  `json:"ownership_percentage"`
	Voting              casefile.Patch[ownership.Percent]  `json:"voting_rights_percentage"`
	IsBusinessContact   casefile.Patch[bool]               `json:"is_business_contact"`
	IsBeneficialOwner   casefile.Patch[bool]               `json:"is_beneficial_owner"`
	IsControllingPerson casefile.Patch[bool]               `json:"is_controlling_person"`
	IsDelegator         casefile.Patch[bool]               `json:"is_delegator"`
	IsSignatory         casefile.Patch[bool]               `json:"is_signatory"`
	SSN                 casefile.Patch[bonafide.Secret]    `json:"social_security_number"`
	TaxNumber           casefile.Patch[bonafide.Secret]    `json:"tax_identification_number"`
	Banking             bankingInput                       `json:"banking_information"`
	Properties          property.Values                    `json:"custom_properties"`
}

// request is the update of a person as they stand.
func (p individualPatch) request(x casefile.Individual) (casefile.UpdateIndividualRequest, error) {
	var faults bonafide.Faults
	p.Banking.refuse(&faults, "")
	f := x.IndividualFields
	set(&f.FirstName, p.FirstName)
	set(&f.LastName, p.LastName)
	set(&f.MiddleName, p.MiddleName)
	set(&f.MaidenName, p.MaidenName)
	set(&f.Gender, p.Gender)
	set(&f.BirthDate, p.BirthDate)
	set(&f.BirthCountry, p.BirthCountry)
	set(&f.BirthPlace, p.BirthPlace)
	set(&f.Nationalities, p.Nationalities)
	set(&f.Email, p.Email)
	set(&f.Phone, p.Phone)
	set(&f.Roles, p.Roles)
	set(&f.Position, p.Position)
	set(&f.TotalOwnership, p.Ownership)
	set(&f.TotalVoting, p.Voting)
	set(&f.IsBusinessContact, p.IsBusinessContact)
	set(&f.IsBeneficialOwner, p.IsBeneficialOwner)
	set(&f.IsControllingPerson, p.IsControllingPerson)
	set(&f.IsDelegator, p.IsDelegator)
	set(&f.IsSignatory, p.IsSignatory)
	p.Address.apply(&f.Address)
	out := casefile.UpdateIndividualRequest{Individual: x.ID, Fields: &f, Seen: x.UpdatedAt, Properties: p.Properties}
	out.SocialSecurityNumber = secret(&out.Remove, "social_security_number", p.SSN, x.SocialSecurityNumber)
	out.TaxNumber = secret(&out.Remove, "tax_identification_number", p.TaxNumber, x.TaxNumber)
	return out, faults.Err()
}
