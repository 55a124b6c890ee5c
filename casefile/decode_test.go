package casefile_test

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
)

// faultsOf are the paths and codes of a request that cannot be.
func faultsOf(t *testing.T, err error) (out []string) {
	t.Helper()
	var invalid *bonafide.InvalidError
	require.ErrorAs(t, err, &invalid)
	for _, f := range invalid.Fields {
		out = append(out, f.Path+" "+string(f.Code))
	}
	return out
}

// Whatever a Service takes, it takes strictly.
func TestEveryRequestIsStrict(t *testing.T) {
	service := reflect.TypeFor[*casefile.Service]()
	request := reflect.TypeFor[casefile.Request]()
	seen := 0
	for i := range service.NumMethod() {
		m := service.Method(i)
		last := m.Type.In(m.Type.NumIn() - 1)
		switch {
		case last.Implements(request), last == reflect.TypeFor[casefile.CreateRequest](), last == reflect.TypeFor[casefile.ListRequest]():
		default:
			continue
		}
		seen++
		to := reflect.New(last)
		require.NoError(t, json.Unmarshal([]byte("{}"), to.Interface()), m.Name)
		assert.True(t, to.Elem().IsZero(), m.Name)
		err := json.Unmarshal([]byte(`{"nobody_knows":1}`), to.Interface())
		assert.Equal(t, []string{"nobody_knows unknown"}, faultsOf(t, err), m.Name)
	}
	assert.Equal(t, 45, seen)
}

// What is wrong inside a request has its path; values are in no error.
func TestFaultsOfRequests(t *testing.T) {
	var r casefile.CreateRequest
	err := json.Unmarshal([]byte(`{"name":"A","companies":[{"name":"M","relation":[]}],
		"individuals":[{"first_name":"Ana","birth_date":"2023-02-30","relations":[{"too":"x","ownership_percentage":"a"}]}]}`), &r)
	assert.Equal(t, []string{
		"companies[0].relation unknown", "individuals[0].birth_date malformed",
		"individuals[0].relations[0].too unknown", "individuals[0].relations[0].ownership_percentage malformed",
	}, faultsOf(t, err))
	assert.NotContains(t, err.Error(), "2023")
}

// The published payloads build the published graphs.
func TestPublishedRelations(t *testing.T) {
	b := setup(t)
	c := b.create(t)
	main := c.Companies[0].ID
	c, err := b.cases.AddCompany(ctx, acme, c.ID, affiliate("Nut"))
	require.NoError(t, err)
	nut := c.Companies[1].ID

	var person casefile.IndividualInput
	require.NoError(t, json.Unmarshal([]byte(`{"first_name":"Tony","last_name":"Stark",
		"relations":[{"to_company_id":"`+nut+`","ownership_percentage":33.33,"voting_rights_percentage":null,"roles":["shareholder"]}]}`), &person))
	c, err = b.cases.AddIndividual(ctx, acme, c.ID, person)
	require.NoError(t, err)
	tony := c.Relations[len(c.Relations)-1]
	assert.Equal(t, nut, tony.ToCompany)

	var relation casefile.RelationInput
	require.NoError(t, json.Unmarshal([]byte(`{"from_individual_id":"`+tony.FromIndividual+`","to_company_id":"`+main+`","ownership_percentage":5}`), &relation))
	c, err = b.cases.AddRelation(ctx, acme, c.ID, relation)
	require.NoError(t, err)
	assert.Equal(t, "5", c.Relations[len(c.Relations)-1].Ownership.String())

	var whole casefile.CreateRequest
	require.NoError(t, json.Unmarshal([]byte(`{"name":"A","companies":[{"name":"M"},{"name":"H","ref":"h","type":"affiliated"}],
		"individuals":[{"first_name":"Pia","last_name":"Owner","relations":[{"source_company_ref":"h","ownership_percentage":50}]}]}`), &whole))
	c, err = b.cases.Create(ctx, acme, whole)
	require.NoError(t, err)
	assert.Equal(t, c.Companies[1].ID, c.Relations[len(c.Relations)-1].ToCompany)

	for text, want := range map[string][]string{
		`{"to":"a","to_company_id":"b"}`:                        {"to_company_id mismatch"},
		`{"from_company_id":"a","from_individual_id":"b"}`:      {"from_individual_id mismatch"},
		`{"to_ref":"a","source_company_ref":"b","to_compny":1}`: {"to_compny unknown"},
	} {
		assert.Equal(t, want, faultsOf(t, json.Unmarshal([]byte(text), new(casefile.RelationInput))), text)
	}
	var update casefile.UpdateRelationRequest
	assert.Equal(t, []string{"to_company_id unknown"}, faultsOf(t, json.Unmarshal([]byte(`{"relation_id":"r","to_company_id":"m"}`), &update)))
}

// One fact changes alone; an identifier that was given by mistake goes.
func TestPartialUpdates(t *testing.T) {
	b := setup(t)
	c := b.create(t, func(r *casefile.CreateRequest) {
		r.Companies[0].Website, r.Companies[0].TaxNumber = "https://acme.example", bonafide.NewSecret("FR123")
		r.Individuals[0].SocialSecurityNumber = bonafide.NewSecret("123")
	})
	was := c.Companies[0]
	var company casefile.UpdateCompanyRequest
	require.NoError(t, json.Unmarshal([]byte(`{"company_id":"`+was.ID+`","country":"DE","website_url":null,"tax_identification_number":null}`), &company))
	c, err := b.cases.UpdateCompany(ctx, acme, c.ID, company)
	require.NoError(t, err)
	now := c.Companies[0]
	assert.Equal(t, bonafide.Country("DE"), now.Country)
	assert.Empty(t, now.Website)
	assert.Equal(t, was.Name, now.Name)
	assert.False(t, was.TaxNumber.IsZero())
	assert.True(t, now.TaxNumber.IsZero())

	var individual casefile.UpdateIndividualRequest
	require.NoError(t, json.Unmarshal([]byte(`{"individual_id":"`+c.Individuals[0].ID+`","last_name":"Neu","social_security_number":null}`), &individual))
	c, err = b.cases.UpdateIndividual(ctx, acme, c.ID, individual)
	require.NoError(t, err)
	assert.Equal(t, "Neu", c.Individuals[0].LastName)
	assert.True(t, c.Individuals[0].SocialSecurityNumber.IsZero())

	_, err = b.cases.UpdateCompany(ctx, acme, c.ID, casefile.UpdateCompanyRequest{Company: was.ID, Remove: []string{"name"},
		CompanyChanges: casefile.CompanyChanges{Name: casefile.Null[string](), Country: casefile.To(bonafide.Country("XX"))}})
	assert.Equal(t, []string{"name required", "country unknown", "remove[0] unknown"}, faultsOf(t, err))
	_, err = b.cases.UpdateCompany(ctx, acme, c.ID, casefile.UpdateCompanyRequest{Company: was.ID, Fields: &now.CompanyFields, Seen: now.UpdatedAt,
		CompanyChanges: casefile.CompanyChanges{Name: casefile.To("X")}})
	assert.Equal(t, []string{"fields not_allowed"}, faultsOf(t, err))
}

// The published status of an update ends a draft, and is never dropped.
func TestUpdateStatus(t *testing.T) {
	b := setup(t)
	draft := b.create(t, func(r *casefile.CreateRequest) { r.Status = casefile.Draft })
	var update casefile.UpdateRequest
	require.NoError(t, json.Unmarshal([]byte(`{"name":"New","status":"open"}`), &update))
	c, err := b.cases.Update(ctx, acme, draft.ID, update)
	require.NoError(t, err)
	assert.Equal(t, casefile.Open, c.Status)
	assert.Equal(t, "New", c.Name)
	updated := c.UpdatedAt
	b.wait(time.Hour)
	c, err = b.cases.Update(ctx, acme, draft.ID, casefile.UpdateRequest{Status: casefile.To(casefile.Open)})
	require.NoError(t, err)
	assert.Equal(t, updated, c.UpdatedAt, "nothing to do")
	for _, status := range []casefile.Status{casefile.Draft, casefile.Approved, casefile.Closed} {
		_, err = b.cases.Update(ctx, acme, draft.ID, casefile.UpdateRequest{Status: casefile.To(status)})
		assert.Equal(t, []string{"status not_allowed"}, faultsOf(t, err), status)
	}
	_, err = b.cases.Update(ctx, acme, draft.ID, casefile.UpdateRequest{Status: casefile.Null[casefile.Status]()})
	assert.Equal(t, []string{"status required"}, faultsOf(t, err))
}

// What no case can meet is a fault, not an empty page.
func TestUnknownFilters(t *testing.T) {
	b := setup(t)
	req := casefile.ListRequest{Status: "archived", Risk: "extreme", Periodic: "soon", Flag: "odd"}
	want := []string{"status unknown", "risk unknown", "periodic unknown", "flag unknown"}
	_, err := b.cases.List(ctx, officer, req)
	assert.Equal(t, want, faultsOf(t, err))
	_, err = b.cases.Count(ctx, officer, req)
	assert.Equal(t, want, faultsOf(t, err))
}

// The account of a company is read as it is published.
func TestBankingInformation(t *testing.T) {
	b := setup(t)
	c := b.create(t)
	var input casefile.CompanyInput
	require.NoError(t, json.Unmarshal([]byte(`{"name":"Nut","type":"affiliated","banking_information":{"iban":"DE89370400440532013000","bic":"cobadeffxxx"}}`), &input))
	c, err := b.cases.AddCompany(ctx, acme, c.ID, input)
	require.NoError(t, err)
	nut := c.Companies[1]
	assert.Equal(t, "COBADEFFXXX", nut.BIC)
	assert.False(t, nut.IBAN.IsZero())
	var update casefile.UpdateCompanyRequest
	require.NoError(t, json.Unmarshal([]byte(`{"company_id":"`+nut.ID+`","banking_information":{"iban":null,"bic":"COBADEFF"}}`), &update))
	c, err = b.cases.UpdateCompany(ctx, acme, c.ID, update)
	require.NoError(t, err)
	assert.Equal(t, "COBADEFF", c.Companies[1].BIC)
	assert.True(t, c.Companies[1].IBAN.IsZero())
	_, err = b.cases.UpdateCompany(ctx, acme, c.ID, casefile.UpdateCompanyRequest{Company: nut.ID, CompanyChanges: casefile.CompanyChanges{BIC: casefile.To("X")}})
	assert.Equal(t, []string{"bic malformed"}, faultsOf(t, err))
}
