package dotfile

import (
	"encoding/json"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/casefile/property"
)

type addressObject struct {
	Street     text `json:"street_address"`
	Street2    text `json:"street_address_2"`
	PostalCode text `json:"postal_code"`
	City       text `json:"city"`
	State      text `json:"state"`
	Region     text `json:"region"`
	Country    text `json:"country"`
}

func address(a casefile.Address) addressObject {
	return addressObject{text(a.Street), text(a.Street2), text(a.PostalCode), text(a.City), text(a.State), text(a.Region), text(a.Country)}
}

type classificationObject struct {
	Type        string `json:"type"`
	Code        string `json:"code"`
	Description text   `json:"description"`
}

type bankingObject struct {
	IBAN text `json:"iban"`
	BIC  text `json:"bic"`
}

// companyObject is the published Company.
type companyObject struct {
	ID              string                 `json:"id"`
	CaseID          string                 `json:"case_id"`
	Type            casefile.CompanyType   `json:"type"`
	Name            string                 `json:"name"`
	Relevant        bool                   `json:"is_relevant"`
	CommercialName  text                   `json:"commercial_name"`
	Country         text                   `json:"country"`
	Registration    text                   `json:"registration_number"`
	RegisteredOn    day                    `json:"registration_date"`
	Status          casefile.CompanyStatus `json:"status"`
	LegalForm       text                   `json:"legal_form"`
	ELF             text                   `json:"entity_legal_form"`
	ELFLabel        text                   `json:"entity_legal_form_label"`
	Address         addressObject          `json:"address"`
	Classifications []classificationObject `json:"classifications"`
	Banking         bankingObject          `json:"banking_information"`
	ShareCapital    text                   `json:"share_capital"`
	TaxNumber       text                   `json:"tax_identification_number"`
	Website         text                   `json:"website_url"`
	EmployerNumber  text                   `json:"employer_identification_number"`
	Properties      map[string]any         `json:"custom_properties"`
	DocumentOrders  []struct{}             `json:"document_orders"`
	Checks          []checkObject          `json:"checks"`
	Relations       []relationOfEntity     `json:"relations"`
	CreatedAt       moment                 `json:"created_at"`
	UpdatedAt       moment                 `json:"updated_at"`
	LastActivityAt  moment                 `json:"last_activity_at"`
}

func (e encoder) company(c casefile.Case, x casefile.Company, s shows) companyObject {
	o := companyObject{
		ID: x.ID, CaseID: c.ID, Type: x.Type, Name: x.Name, Relevant: x.Relevant(), CommercialName: text(x.CommercialName), Country: text(x.Country),
		Registration: text(x.Registration), RegisteredOn: day(x.RegisteredOn), Status: x.Status, LegalForm: text(x.LegalForm), ELF: text(x.ELF),
		Address: address(x.Address), Classifications: []classificationObject{}, Banking: bankingObject{IBAN: text(x.IBAN.Mask), BIC: text(x.BIC)},
		ShareCapital: text(x.ShareCapital), TaxNumber: text(x.TaxNumber.Mask), Website: text(x.Website), EmployerNumber: text(x.EmployerNumber.Mask),
		Properties: e.values(property.OfCompany, x.Properties), DocumentOrders: []struct{}{}, Relations: relationsOf(c, x.ID),
		CreatedAt: moment(x.CreatedAt), UpdatedAt: moment(x.UpdatedAt),
	}
	for _, k := range x.Classes {
		o.Classifications = append(o.Classifications, classificationObject{k.Type, k.Code, text(k.Description)})
	}
	var last time.Time
	o.Checks, last = checksOf(c, x.ID, s)
	o.LastActivityAt = moment(latest(x.UpdatedAt, last))
	return o
}

// individualObject is the published Individual.
type individualObject struct {
	ID                  string             `json:"id"`
	CaseID              string             `json:"case_id"`
	Roles               []ownership.Role   `json:"roles"`
	IsBeneficialOwner   bool               `json:"is_beneficial_owner"`
	IsControllingPerson bool               `json:"is_controlling_person"`
	IsBusinessContact   bool               `json:"is_business_contact"`
	IsDelegator         bool               `json:"is_delegator"`
	IsSignatory         bool               `json:"is_signatory"`
	Relevant            bool               `json:"is_relevant"`
	FirstName           string             `json:"first_name"`
	MiddleName          text               `json:"middle_name"`
	LastName            string             `json:"last_name"`
	MaidenName          text               `json:"maiden_name"`
	Email               text               `json:"email"`
	BirthDate           day                `json:"birth_date"`
	BirthCountry        text               `json:"birth_country"`
	BirthPlace          text               `json:"birth_place"`
	Gender              text               `json:"gender"`
	Nationalities       []bonafide.Country `json:"nationalities"`
	Address             addressObject      `json:"address"`
	Banking             bankingObject      `json:"banking_information"`
	TaxNumber           text               `json:"tax_identification_number"`
	SSN                 text               `json:"social_security_number"`
	Phone               text               `json:"phone_number"`
	Position            text               `json:"position"`
	Ownership           percent            `json:"ownership_percentage"`
	Voting              percent            `json:"voting_rights_percentage"`
	Properties          map[string]any     `json:"custom_properties"`
	Checks              []checkObject      `json:"checks"`
	Relations           []relationOfEntity `json:"relations"`
	CreatedAt           moment             `json:"created_at"`
	UpdatedAt           moment             `json:"updated_at"`
	LastActivityAt      moment             `json:"last_activity_at"`
}

func (e encoder) individual(c casefile.Case, x casefile.Individual, totals map[string]total, s shows) individualObject {
	o := individualObject{
		ID: x.ID, CaseID: c.ID, Roles: list(x.Roles), IsBeneficialOwner: x.IsBeneficialOwner, IsControllingPerson: x.IsControllingPerson,
		IsBusinessContact: x.IsBusinessContact, IsDelegator: x.IsDelegator, IsSignatory: x.IsSignatory, Relevant: x.Relevant(),
		FirstName: x.FirstName, MiddleName: text(x.MiddleName), LastName: x.LastName, MaidenName: text(x.MaidenName), Email: text(x.Email),
		BirthDate: day(x.BirthDate), BirthCountry: text(x.BirthCountry), BirthPlace: text(x.BirthPlace), Gender: text(x.Gender),
		Nationalities: list(x.Nationalities), Address: address(x.Address), TaxNumber: text(x.TaxNumber.Mask), SSN: text(x.SocialSecurityNumber.Mask),
		Phone: text(x.Phone), Position: text(x.Position), Ownership: percent(x.TotalOwnership), Voting: percent(x.TotalVoting),
		Properties: e.values(property.OfIndividual, x.Properties), Relations: relationsOf(c, x.ID), CreatedAt: moment(x.CreatedAt), UpdatedAt: moment(x.UpdatedAt),
	}
	if computed, ok := totals[x.ID]; ok {
		if x.TotalOwnership.IsZero() {
			o.Ownership = percent(computed.ownership)
		}
		if x.TotalVoting.IsZero() {
			o.Voting = percent(computed.voting)
		}
	}
	var last time.Time
	o.Checks, last = checksOf(c, x.ID, s)
	o.LastActivityAt = moment(latest(x.UpdatedAt, last))
	return o
}

// A total is what somebody has in the main company by all chains.
type total struct{ ownership, voting ownership.Percent }

// totals are those of individuals, where somebody declared none. A structure that cannot
// be computed has none.
func (e encoder) totals(c casefile.Case) map[string]total {
	lacking := false
	for _, x := range c.Individuals {
		lacking = lacking || x.TotalOwnership.IsZero() || x.TotalVoting.IsZero()
	}
	if !lacking {
		return nil
	}
	holders := e.holders(c, e.at)
	out := make(map[string]total, len(holders))
	for _, h := range holders {
		out[h.ID] = total{h.Ownership, h.Voting}
	}
	return out
}

// computed are the holders of a case that comes without its Service.
func computed(c casefile.Case, at time.Time) []ownership.Holder {
	graph, ok := c.Graph()
	if !ok {
		return nil
	}
	analysis, err := ownership.Compute(graph, &ownership.Options{AsOf: bonafide.DateOf(at.UTC())})
	if err != nil {
		return nil
	}
	return analysis.Holders
}

// relationOfEntity is the published CaseRelationOfEntity.
type relationOfEntity struct {
	ID        string           `json:"id"`
	To        string           `json:"to_company_id"`
	Voting    percent          `json:"voting_rights_percentage"`
	Ownership percent          `json:"ownership_percentage"`
	Roles     []ownership.Role `json:"roles"`
	Position  text             `json:"position"`
	terms
	CreatedAt moment `json:"created_at"`
	UpdatedAt moment `json:"updated_at"`
}

// terms are what a relation says beside what is published, where it says so.
type terms struct {
	Band      *ownership.Band `json:"ownership_band,omitzero"`
	VotesBand *ownership.Band `json:"voting_rights_band,omitzero"`
	Start     bonafide.Date   `json:"start_date,omitzero"`
	End       bonafide.Date   `json:"end_date,omitzero"`
	Group     string          `json:"group,omitzero"`
}

func termsOf(r casefile.Relation) terms { return terms{r.Band, r.VotesBand, r.Start, r.End, r.Group} }

func relationsOf(c casefile.Case, entity string) []relationOfEntity {
	out := []relationOfEntity{}
	for _, r := range c.Relations {
		if r.From() == entity {
			out = append(out, relationOfEntity{r.ID, r.ToCompany, percent(r.Voting), percent(r.Ownership), list(r.Roles), text(r.Position), termsOf(r), moment(r.CreatedAt), moment(r.UpdatedAt)})
		}
	}
	return out
}

// relationObject is the published CaseRelation.
type relationObject struct {
	ID             string           `json:"id"`
	FromCompany    text             `json:"from_company_id"`
	FromIndividual text             `json:"from_individual_id"`
	To             string           `json:"to_company_id"`
	Voting         percent          `json:"voting_rights_percentage"`
	Ownership      percent          `json:"ownership_percentage"`
	Roles          []ownership.Role `json:"roles"`
	Position       text             `json:"position"`
	terms
	CreatedAt moment `json:"created_at"`
	UpdatedAt moment `json:"updated_at"`
}

func relation(r casefile.Relation) relationObject {
	return relationObject{
		r.ID, text(r.FromCompany), text(r.FromIndividual), r.ToCompany, percent(r.Voting), percent(r.Ownership), list(r.Roles), text(r.Position),
		termsOf(r), moment(r.CreatedAt), moment(r.UpdatedAt),
	}
}

// values are custom properties: every one that is defined and not archived is there,
// null where it has no value. Numbers are numbers.
func (e encoder) values(of property.Target, stored property.Values) map[string]any {
	out := make(map[string]any, len(stored))
	for key, v := range stored {
		out[key] = v
	}
	for _, d := range e.properties {
		if d.Target != of {
			continue
		}
		v, ok := stored[d.Key]
		switch {
		case d.Archived:
			delete(out, d.Key)
		case !ok:
			out[d.Key] = nil
		case d.Type == property.TypeNumeric:
			out[d.Key] = json.Number(v.Text())
		}
	}
	return out
}
