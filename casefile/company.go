package casefile

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/casefile/property"
	"github.com/bonafide-go/bonafide/document/identifier"
	"github.com/bonafide-go/bonafide/internal/canonical"
	"github.com/bonafide-go/bonafide/internal/text"
)

// A CompanyType says which place a company has in its case.
type CompanyType string

// The company types.
const (
	MainCompany       CompanyType = "main"       // at the core of the investigation; at most one
	AffiliatedCompany CompanyType = "affiliated" // between main and its owners, or beside
)

// A CompanyStatus is what a register says about a company.
type CompanyStatus string

// The company statuses.
const (
	CompanyLive        CompanyStatus = "live"
	CompanyClosed      CompanyStatus = "closed"
	CompanyNotReported CompanyStatus = "not_reported"
)

// A Classification is an industry code, such as NACE 64.19.
type Classification struct {
	Type        string `json:"type"`
	Code        string `json:"code"`
	Description string `json:"description,omitzero"`
}

// CompanyFields are the facts of a company that hosts set (Dotfile, company).
// Only Name is required.
type CompanyFields struct {
	Name           string           `json:"name"` // 1 to 160 characters
	CommercialName string           `json:"commercial_name,omitzero"`
	Registration   string           `json:"registration_number,omitzero"` // at most 180 characters
	RegisteredOn   bonafide.Date    `json:"registration_date,omitzero"`
	Status         CompanyStatus    `json:"status,omitzero"` // default not_reported
	LegalForm      string           `json:"legal_form,omitzero"`
	ELF            string           `json:"entity_legal_form,omitzero"` // ISO 20275, four characters
	Country        bonafide.Country `json:"country,omitzero"`           // country of incorporation
	Address        Address          `json:"address,omitzero"`
	Website        string           `json:"website_url,omitzero"`
	ShareCapital   string           `json:"share_capital,omitzero"`
	BIC            string           `json:"bic,omitzero"`             // ISO 9362 code of the company's bank: 8 or 11 letters and digits
	Classes        []Classification `json:"classifications,omitzero"` // at most 20

	// Structure says what the company is to the analysis of ownership: any type but an
	// individual, such as trust, fund or state. Default company.
	Structure ownership.EntityType `json:"structure,omitzero"`
	// Discloses marks an entity that is subject to its own disclosure of owners.
	Discloses bool   `json:"discloses,omitzero"`
	UserID    string `json:"user_id,omitzero"` // id of the same company as a user of package user
}

// CompanySecrets are the identifiers of a company. They are stored sealed; an
// empty one leaves what is stored.
type CompanySecrets struct {
	TaxNumber      bonafide.Secret `json:"tax_identification_number,omitzero"`
	EmployerNumber bonafide.Secret `json:"employer_identification_number,omitzero"` // EIN (IRS Publication 1635)
	IBAN           bonafide.Secret `json:"iban,omitzero"`                           // ISO 13616
}

// A Company is one company of a case.
type Company struct {
	ID         string      `json:"id"`
	Type       CompanyType `json:"type"`
	Irrelevant bool        `json:"is_not_relevant,omitzero"` // not under investigation
	CompanyFields
	TaxNumber      bonafide.Sealed `json:"tax_identification_number,omitzero"`
	EmployerNumber bonafide.Sealed `json:"employer_identification_number,omitzero"`
	IBAN           bonafide.Sealed `json:"iban,omitzero"`
	Properties     property.Values `json:"custom_properties,omitzero"`
	Marks          Marks           `json:"marks,omitzero"`
	CreatedAt      time.Time       `json:"created_at"`
	UpdatedAt      time.Time       `json:"updated_at"`
}

// Relevant reports whether the company is under investigation.
func (x Company) Relevant() bool { return !x.Irrelevant }

// holdable reports whether others can hold a part of it.
func (x Company) holdable() bool {
	return x.Structure != "" && x.Structure != ownership.State && x.Structure != ownership.Class
}

// check returns the fields in their stored form.
func (f CompanyFields) check(faults *bonafide.Faults, path string) CompanyFields {
	f.Name = corporate(faults, path+"name", f.Name, true)
	f.CommercialName = corporate(faults, path+"commercial_name", f.CommercialName, false)
	f.Registration = line(faults, path+"registration_number", f.Registration, false, 180)
	f.LegalForm = line(faults, path+"legal_form", f.LegalForm, false, 180)
	f.ShareCapital = line(faults, path+"share_capital", f.ShareCapital, false, 100)
	f.ELF = strings.ToUpper(f.ELF)
	if f.ELF != "" && (len(f.ELF) != 4 || strings.ContainsFunc(f.ELF, notAlphanumeric)) {
		faults.AddRule(path+"entity_legal_form", bonafide.CodeMalformed, "ISO 20275")
	}
	f.BIC = strings.ToUpper(f.BIC)
	if f.BIC != "" && (len(f.BIC) != 8 && len(f.BIC) != 11 || strings.ContainsFunc(f.BIC, notAlphanumeric)) {
		faults.AddRule(path+"bic", bonafide.CodeMalformed, "ISO 9362")
	}
	switch f.Status {
	case "":
		f.Status = CompanyNotReported
	case CompanyLive, CompanyClosed, CompanyNotReported:
	default:
		faults.Add(path+"status", bonafide.CodeUnknown)
	}
	switch f.Structure {
	case "":
		f.Structure = ownership.Company
	case ownership.Company, ownership.ListedCompany, ownership.State, ownership.StateBody, ownership.Trust, ownership.Foundation,
		ownership.Partnership, ownership.LLP, ownership.Fund, ownership.Cooperative, ownership.Association, ownership.Class:
	default:
		faults.Add(path+"structure", bonafide.CodeUnknown)
	}
	country(faults, path+"country", f.Country)
	f.Address = f.Address.check(faults, path+"address")
	if f.Website != "" {
		link, ok := text.WebLink(f.Website)
		if !ok || !text.WebAddress(link) {
			faults.AddRule(path+"website_url", bonafide.CodeMalformed, "RFC 3986, RFC 3987")
		}
		f.Website = link
	}
	if len(f.Classes) > 20 {
		faults.Add(path+"classifications", bonafide.CodeTooMany)
	}
	f.Classes = slices.Clone(f.Classes)
	for i := range f.Classes {
		x, at := &f.Classes[i], fmt.Sprintf("%sclassifications[%d].", path, i)
		x.Type = line(faults, at+"type", x.Type, true, 60)
		x.Code = line(faults, at+"code", x.Code, true, 60)
		x.Description = line(faults, at+"description", x.Description, false, 250)
	}
	code(faults, path+"user_id", f.UserID, false, maxCode)
	return f
}

func notAlphanumeric(r rune) bool {
	return (r < '0' || r > '9') && (r < 'A' || r > 'Z')
}

func (s CompanySecrets) check(faults *bonafide.Faults, path string) {
	if len(s.TaxNumber.Reveal()) > 64 {
		faults.Add(path+"tax_identification_number", bonafide.CodeTooLong) // numbers of all countries: only the length is checked
	}
	if !s.EmployerNumber.IsZero() {
		_, err := identifier.EIN(s.EmployerNumber.Reveal())
		faults.Merge(path+"employer_identification_number", err)
	}
	if !s.IBAN.IsZero() {
		_, err := identifier.IBAN(s.IBAN.Reveal())
		faults.Merge(path+"iban", err)
	}
}

// inOneForm returns the canonical form of a number that was checked.
func inOneForm(read func(string) (identifier.Number, error), given bonafide.Secret) bonafide.Secret {
	n, err := read(given.Reveal())
	if err != nil {
		return bonafide.Secret{}
	}
	return n.Value
}

// seal puts the given identifiers into the company.
func (x Company) seal(s CompanySecrets, key *bonafide.DataKey) (Company, error) {
	for _, f := range []struct {
		name  string
		value bonafide.Secret
		to    *bonafide.Sealed
	}{
		{"tax_identification_number", s.TaxNumber, &x.TaxNumber},
		{"employer_identification_number", inOneForm(identifier.EIN, s.EmployerNumber), &x.EmployerNumber},
		{"iban", inOneForm(identifier.IBAN, s.IBAN), &x.IBAN},
	} {
		if f.value.IsZero() {
			continue
		}
		var err error
		if *f.to, err = key.Seal(x.ID+"."+f.name, f.value, bonafide.MaskTail(f.value.Reveal(), 4)); err != nil {
			return Company{}, err
		}
	}
	return x, nil
}

// identity is what evidence about the company was checked against.
func (x Company) identity() string {
	return canonical.SumJSON("company", x.Name, x.Registration, string(x.Country), x.RegisteredOn.String(), x.Address)
}
