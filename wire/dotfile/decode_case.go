package dotfile

import (
	"io"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/casefile/property"
	"github.com/bonafide-go/bonafide/wire/internal/rest"
)

// caseInput is the published CaseCreate.
type caseInput struct {
	Name        string            `json:"name"`
	Status      casefile.Status   `json:"status"`
	ExternalID  string            `json:"external_id"`
	Template    string            `json:"template_key"`
	TemplateID  string            `json:"template_id"`
	Assignee    string            `json:"assignee_id"`
	Space       string            `json:"space_slug"`
	Metadata    map[string]string `json:"metadata"`
	Properties  property.Values   `json:"custom_properties"`
	Tags        []string          `json:"tags"`
	Companies   []companyInput    `json:"companies"`
	Individuals []individualInput `json:"individuals"`
}

// relationInput is a published relation: of an entity that is being added, by the id of
// a company or by the ref of one in the same request, or between two that are there.
type relationInput struct {
	FromCompany    string            `json:"from_company_id"`
	FromIndividual string            `json:"from_individual_id"`
	To             string            `json:"to_company_id"`
	Ref            string            `json:"source_company_ref"`
	Ownership      ownership.Percent `json:"ownership_percentage"`
	Voting         ownership.Percent `json:"voting_rights_percentage"`
	Band           *ownership.Band   `json:"ownership_band"`
	VotesBand      *ownership.Band   `json:"voting_rights_band"`
	Roles          []ownership.Role  `json:"roles"`
	Position       string            `json:"position"`
	Start          bonafide.Date     `json:"start_date"`
	End            bonafide.Date     `json:"end_date"`
	Group          string            `json:"group"`
}

type bankingInput struct {
	IBAN bonafide.Secret `json:"iban"`
	BIC  string          `json:"bic"`
}

// companyInput is the published CompanyCreate, with the host's own fields of
// [casefile.CompanyFields] beside.
type companyInput struct {
	CaseID string               `json:"case_id"` // where it stands alone
	Ref    string               `json:"ref"`     // in a case that is being created
	Type   casefile.CompanyType `json:"type"`
	casefile.CompanyFields
	TaxNumber      bonafide.Secret `json:"tax_identification_number"`
	EmployerNumber bonafide.Secret `json:"employer_identification_number"`
	Banking        bankingInput    `json:"banking_information"`
	Properties     property.Values `json:"custom_properties"`
	Relations      []relationInput `json:"relations"`
}

// individualInput is the published IndividualCreate.
type individualInput struct {
	CaseID string `json:"case_id"`
	Ref    string `json:"ref"`
	casefile.IndividualFields
	casefile.IndividualSecrets
	Banking    bankingInput    `json:"banking_information"`
	Properties property.Values `json:"custom_properties"`
	Relations  []relationInput `json:"relations"`
}

// DecodeCase reads the published request to create a case: its names, what may be null,
// and nothing else. A host calls it where requests come by ways of its own. Of the options
// it takes Templates, for those who name one by id. It fails with an
// [*bonafide.InvalidError] that lists every fault of the form; what a case may be is told
// by [casefile.Service.Create].
func DecodeCase(body io.Reader, o *Options) (casefile.CreateRequest, error) {
	var in caseInput
	if err := rest.Decode(body, &in); err != nil {
		return casefile.CreateRequest{}, err
	}
	if o == nil {
		o = &Options{}
	}
	return in.request(o.Templates)
}

// request is the request that the input means.
func (in caseInput) request(templates []casefile.Template) (casefile.CreateRequest, error) {
	var faults bonafide.Faults
	out := casefile.CreateRequest{
		Name: in.Name, Status: in.Status, ExternalID: in.ExternalID, Template: in.Template, Assignee: in.Assignee, Tags: in.Tags,
		Metadata: in.Metadata, Properties: in.Properties,
	}
	if in.TemplateID != "" {
		out.Template = templateOf(templates, in.TemplateID, in.Template, &faults)
	}
	if in.Space != "" {
		faults.Add("space_slug", bonafide.CodeNotAllowed)
	}
	for i, x := range in.Companies {
		out.Companies = append(out.Companies, x.request(&faults, index("companies", i)))
	}
	for i, x := range in.Individuals {
		out.Individuals = append(out.Individuals, x.request(&faults, index("individuals", i), len(in.Companies) > 0))
	}
	if err := faults.Err(); err != nil {
		return casefile.CreateRequest{}, err
	}
	return out, nil
}

// templateOf is the key of the template with an id. Both at once are a fault.
func templateOf(templates []casefile.Template, id, key string, faults *bonafide.Faults) string {
	if key != "" {
		faults.Add("template_id", bonafide.CodeNotAllowed)
		return key
	}
	for _, t := range templates {
		if templateID(t.Key) == id {
			return t.Key
		}
	}
	faults.Add("template_id", bonafide.CodeUnknown)
	return ""
}

func (in companyInput) request(faults *bonafide.Faults, path string) casefile.CompanyInput {
	if in.Banking.BIC != "" {
		in.BIC = in.Banking.BIC
	}
	out := casefile.CompanyInput{
		Ref: in.Ref, Type: in.Type, CompanyFields: in.CompanyFields, Properties: in.Properties,
		CompanySecrets: casefile.CompanySecrets{TaxNumber: in.TaxNumber, EmployerNumber: in.EmployerNumber, IBAN: in.Banking.IBAN},
	}
	for i, r := range in.Relations {
		out.Relations = append(out.Relations, r.request(faults, path+index("relations", i)))
	}
	return out
}

// refuse refuses what a person has no room for: to take it and lose it would be worse.
func (b bankingInput) refuse(faults *bonafide.Faults, path string) {
	if b.BIC != "" {
		faults.AddRule(path+"banking_information.bic", bonafide.CodeNotAllowed, "it is not kept of individuals")
	}
	if !b.IBAN.IsZero() {
		faults.AddRule(path+"banking_information.iban", bonafide.CodeNotAllowed, "it is not kept of individuals")
	}
}

// request is a person to add. Declared totals without relations are the relation to the
// main company, where there is one.
func (in individualInput) request(faults *bonafide.Faults, path string, main bool) casefile.IndividualInput {
	in.Banking.refuse(faults, path)
	out := casefile.IndividualInput{Ref: in.Ref, IndividualFields: in.IndividualFields, IndividualSecrets: in.IndividualSecrets, Properties: in.Properties}
	for i, r := range in.Relations {
		out.Relations = append(out.Relations, r.request(faults, path+index("relations", i)))
	}
	if len(in.Relations) == 0 && main && !(in.TotalOwnership.IsZero() && in.TotalVoting.IsZero()) {
		out.Relations = []casefile.RelationInput{{Ownership: in.TotalOwnership, Voting: in.TotalVoting, Roles: in.Roles, Position: in.Position}}
	}
	return out
}

// request is a relation of an entity that is being added.
func (in relationInput) request(faults *bonafide.Faults, path string) casefile.RelationInput {
	if in.FromCompany != "" {
		faults.Add(path+"from_company_id", bonafide.CodeNotAllowed)
	}
	if in.FromIndividual != "" {
		faults.Add(path+"from_individual_id", bonafide.CodeNotAllowed)
	}
	out := in.says()
	out.To, out.ToRef = in.To, in.Ref
	return out
}

// says is what the relation says, but for its ends.
func (in relationInput) says() casefile.RelationInput {
	return casefile.RelationInput{Ownership: in.Ownership, Voting: in.Voting, Band: in.Band, VotesBand: in.VotesBand, Roles: in.Roles,
		Position: in.Position, Start: in.Start, End: in.End, Group: in.Group}
}

// between is a relation of two entities that are there.
func (in relationInput) between() (casefile.RelationInput, error) {
	var faults bonafide.Faults
	switch {
	case in.FromCompany == "" && in.FromIndividual == "":
		faults.Add("from_company_id", bonafide.CodeRequired)
	case in.FromCompany != "" && in.FromIndividual != "":
		faults.Add("from_individual_id", bonafide.CodeNotAllowed)
	}
	if in.Ref != "" {
		faults.Add("source_company_ref", bonafide.CodeNotAllowed)
	}
	out := in.says()
	out.From, out.To = in.FromCompany+in.FromIndividual, in.To
	return out, faults.Err()
}
