package casefile

import (
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/property"
)

// Bounds of a case.
const (
	maxCompanies   = 500
	maxIndividuals = 500
	maxRelations   = 5000
	maxChecks      = 5000
	maxAtOnce      = 80 // entities that one request adds
)

// A CompanyInput is a company to add, with its relations to others. Without
// relations an affiliated company is related to the main company, without shares.
type CompanyInput struct {
	Key  string      `json:"-"`             // idempotency key, of AddCompany
	Ref  string      `json:"ref,omitzero"`  // the caller's own name of it in one CreateRequest
	Type CompanyType `json:"type,omitzero"` // default main
	CompanyFields
	CompanySecrets
	Properties property.Values `json:"custom_properties,omitzero"`
	Relations  []RelationInput `json:"relations,omitzero"`
	Reason     string          `json:"reason,omitzero"` // as of an UpdateRelationRequest; not in a CreateRequest
}

// An IndividualInput is a person to add, with relations to companies. Without
// relations the person is related to the main company, with the person's roles and
// declared totals.
type IndividualInput struct {
	Key string `json:"-"`            // idempotency key, of AddIndividual
	Ref string `json:"ref,omitzero"` // the caller's own name of it in one CreateRequest
	IndividualFields
	IndividualSecrets
	Properties property.Values `json:"custom_properties,omitzero"`
	Relations  []RelationInput `json:"relations,omitzero"`
	Reason     string          `json:"reason,omitzero"` // as of an UpdateRelationRequest; not in a CreateRequest
}

// company adds a company without its relations.
func (c Case) company(in CompanyInput, rules property.Set, s sealer, id string, at time.Time, faults *bonafide.Faults, path string) (Case, error) {
	x := Company{ID: id, Type: in.Type, CreatedAt: at, UpdatedAt: at}
	if x.Type == "" {
		x.Type = MainCompany
	}
	_, has := c.Main()
	switch {
	case x.Type != MainCompany && x.Type != AffiliatedCompany:
		faults.Add(path+"type", bonafide.CodeUnknown)
	case x.Type == MainCompany && has:
		faults.AddRule(path+"type", CodeMainCompany, "a case can have only one main company")
	case x.Type == AffiliatedCompany && !has:
		faults.AddRule(path+"type", CodeNoMainCompany, "a main company comes before affiliated ones")
	}
	if len(c.Companies) >= maxCompanies {
		faults.Add(path+"companies", bonafide.CodeTooMany)
	}
	x.CompanyFields = in.CompanyFields.check(faults, path)
	in.CompanySecrets.check(faults, path)
	x.Properties = rules.Merge(property.OfCompany, nil, in.Properties, faults, path+"custom_properties.")
	if len(*faults) > 0 {
		return c.withCompany(x), nil
	}
	x, err := x.seal(in.CompanySecrets, s.Key)
	if err != nil {
		return c, err
	}
	x.Marks = x.Marks.secrets(s.Keys, map[string]bonafide.Secret{markTax: in.TaxNumber, markEmployer: in.EmployerNumber})
	return c.withCompany(x), nil
}

// individual adds a person without relations.
func (c Case) individual(in IndividualInput, rules property.Set, s sealer, id string, at time.Time, faults *bonafide.Faults, path string) (Case, error) {
	x := Individual{ID: id, CreatedAt: at, UpdatedAt: at}
	if len(c.Individuals) >= maxIndividuals {
		faults.Add(path+"individuals", bonafide.CodeTooMany)
	}
	x.IndividualFields = in.IndividualFields.check(at, faults, path)
	in.IndividualSecrets.check(faults, path)
	x.Properties = rules.Merge(property.OfIndividual, nil, in.Properties, faults, path+"custom_properties.")
	if len(*faults) > 0 {
		return c.withIndividual(x), nil
	}
	x, err := x.seal(in.IndividualSecrets, s.Key)
	if err != nil {
		return c, err
	}
	x.Marks = x.Marks.secrets(s.Keys, map[string]bonafide.Secret{markSSN: in.SocialSecurityNumber, markTax: in.TaxNumber})
	return c.withIndividual(x), nil
}
