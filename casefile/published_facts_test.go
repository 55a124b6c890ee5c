package casefile_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/casefile/property"
	"github.com/bonafide-go/bonafide/risk"
	"github.com/bonafide-go/bonafide/screening"
)

// A fact is something that the published system says or does, asked of the Service. Where
// bonafide does otherwise by decision, stands is what the page on compatibility says of it.
type fact struct {
	id     string // C checks, F owners, K risk, L lifecycle, M lists and updates, P properties, R relations
	says   string // what is published
	source string
	want   string
	stands string
	got    func(*testing.T, *bundle) string
}

// answered is "ok", or what kind of error it is and of what.
func answered(err error) string {
	var faulty *bonafide.InvalidError
	var refusal *bonafide.RefusedError
	var state *bonafide.StateError
	switch {
	case err == nil:
		return "ok"
	case errors.As(err, &faulty):
		var out []string
		for _, f := range faulty.Fields {
			out = append(out, f.Path+" "+string(f.Code))
		}
		return strings.Join(out, ", ")
	case errors.As(err, &refusal):
		return "refused " + string(refusal.Code)
	case errors.As(err, &state):
		return "state"
	case errors.Is(err, bonafide.ErrNotFound):
		return "not found"
	}
	return err.Error()
}

// as decodes a published payload, which must be read.
func as[T any](t *testing.T, payload string) T {
	t.Helper()
	var out T
	require.NoError(t, json.Unmarshal([]byte(payload), &out))
	return out
}

const (
	oas    = "OpenAPI v1"
	guide  = "guide, the case object"
	rfc    = "RFC 3986"
	law    = "31 CFR 500 ff., OFAC FAQ 398 to 401"
	intake = "GDPR art. 5(1)(d), UTS 39"
)

// Facts of the published system, one row each: what holds, and what is so by decision.
func TestPublishedFacts(t *testing.T) {
	page, err := os.ReadFile("../docs/compatibility.md")
	require.NoError(t, err)
	seen := map[string]bool{}
	for _, rows := range [][]fact{factsOfChecks, factsOfRisk, factsOfLife, factsOfUpdates, factsOfProperties(), factsOfPeople, factsOfRelations, factsOfOwners, factsOfStructures} {
		for _, f := range rows {
			t.Run(f.id+" "+f.says, func(t *testing.T) {
				require.False(t, seen[f.id+f.says], "twice")
				seen[f.id+f.says] = true
				require.NotEmpty(t, f.source)
				assert.Equal(t, f.want, f.got(t, setup(t)), "%s", f.source)
				if f.stands != "" {
					assert.True(t, strings.Contains(string(page), f.stands), "docs/compatibility.md does not say: %s", f.stands)
				}
			})
		}
	}
}

// factsOfChecks: what a check may be, and who accepts what was found.
var factsOfChecks = []fact{
	{"C024", "a check that nobody has submitted to can be reviewed", oas + ", not forbidden", "state", "409 before something is there to review", func(t *testing.T, b *bundle) string {
		c := b.create(t)
		_, err := b.cases.ReviewCheck(ctx, officer, c.ID, casefile.ReviewCheckRequest{Check: of(t, c, casefile.DocumentCheck).ID, Approve: true})
		return answered(err)
	}},
	{"C053", "a confirmed political exposure can be approved by one review", oas + ", FATF R.12", "ok", "", func(t *testing.T, _ *bundle) string {
		_, _, err := acceptedPEP(t)
		return answered(err)
	}},
	{"C055", "a politically exposed owner of 60 % blocks nobody", law, "0 blocked", "", func(t *testing.T, _ *bundle) string {
		l, c, _ := acceptedPEP(t)
		o, err := l.cases.Ownership(ctx, officer, c.ID)
		require.NoError(t, err)
		if f, there := o.Finding("ofac50"); there {
			return "listed " + strings.Join(c.Blocked(l.now()), ",") + f.Rules
		}
		return "0 blocked"
	}},
	{"C056", "the control not_blocked of its company completes", law, "complete", "", func(t *testing.T, _ *bundle) string {
		_, c, _ := acceptedPEP(t)
		if c.Controls[0].Completed {
			return "complete"
		}
		return "open"
	}},
	{"C057", "its case can be approved", law, "approved", "", func(t *testing.T, _ *bundle) string {
		l, c, _ := acceptedPEP(t)
		l.submit(t, contact, c, casefile.IDDocument)
		l.answer(t, c, casefile.IDDocument, casefile.AnswerApproved)
		l.approve(t, l.submit(t, acme, c, casefile.DocumentCheck), casefile.DocumentCheck)
		c, err := l.cases.OverrideRisk(ctx, officer3, c.ID, casefile.OverrideRiskRequest{Level: risk.High, Comment: "exposed"})
		require.NoError(t, err)
		for _, by := range []bonafide.Actor{officer, officer2} {
			c, err = l.review(t, by, c, casefile.Approved)
			require.NoError(t, err)
		}
		return string(c.Status)
	}},
}

// acceptedPEP is a case whose owner of 60 % is politically exposed, accepted by one
// reviewer with a reason.
func acceptedPEP(t *testing.T) (listedCase, casefile.Case, error) {
	t.Helper()
	l, _ := matchedOn(t, screening.KeyPEP)
	c, err := l.cases.ReviewCheck(ctx, officer3, l.id, casefile.ReviewCheckRequest{Check: l.check, Approve: true, Override: true, Private: "source of wealth is known"})
	return l, c, err
}

// component is a risk with one component of that number, as it is published.
func component(number string) func(*testing.T, *bundle) string {
	return func(t *testing.T, b *bundle) string {
		var a risk.Assessment
		if err := json.Unmarshal([]byte(`{"level":"low","score":`+number+`,"components":{"geography":`+number+`}}`), &a); err != nil {
			return answered(err)
		}
		c := b.create(t)
		_, err := b.cases.PushRisk(ctx, acme, c.ID, casefile.PushRiskRequest{Assessment: a})
		return answered(err)
	}
}

// pushed pushes a risk to a case in some state.
func pushed(to func(*testing.T, *bundle) casefile.Case) func(*testing.T, *bundle) string {
	return func(t *testing.T, b *bundle) string {
		_, err := b.cases.PushRisk(ctx, acme, to(t, b).ID, casefile.PushRiskRequest{Assessment: risk.Assessment{Level: risk.Medium}})
		return answered(err)
	}
}

var factsOfRisk = []fact{
	{"K012", "components are numbers: 0.12345", guide, "ok", "", component("0.12345")},
	{"K012", "components are numbers: 1e3", guide, "ok", "", component("1e3")},
	{"K012", "components are numbers: 2147483647", oas + ", int32", "ok", "", component("2147483647")},
	{"K012", "components are numbers: 4294967296", guide, "ok", "", component("4294967296")},
	{"K030", "the host's engine assesses a case that a reviewer opened", guide, "ok", "", func(t *testing.T, b *bundle) string {
		c, err := b.cases.Create(ctx, officer, casefile.CreateRequest{Name: "Bolt", Companies: []casefile.CompanyInput{company("Bolt SAS")}})
		require.NoError(t, err)
		_, err = b.cases.PushRisk(ctx, bonafide.System(), c.ID, casefile.PushRiskRequest{Assessment: risk.Assessment{Level: risk.Low}})
		return answered(err)
	}},
	{"L107", "risk is pushed to a draft", guide, "ok", "", pushed(func(t *testing.T, b *bundle) casefile.Case {
		return b.create(t, func(r *casefile.CreateRequest) { r.Status = casefile.Draft })
	})},
	{"L107", "risk is pushed to a rejected case", guide, "ok", "", pushed(func(t *testing.T, b *bundle) casefile.Case { return b.ended(t, casefile.Rejected) })},
	{"L107", "risk is pushed to a closed case", guide, "ok", "", pushed(func(t *testing.T, b *bundle) casefile.Case { return b.ended(t, casefile.Closed) })},
}

// ended is a case that was rejected or closed.
func (b *bundle) ended(t testing.TB, to casefile.Status) casefile.Case {
	t.Helper()
	c := b.create(t)
	c, err := b.cases.Review(ctx, officer, c.ID, casefile.ReviewRequest{Status: to, Comment: "x"})
	require.NoError(t, err)
	return c
}

var factsOfLife = []fact{
	{"L040", "metadata has any keys", guide, "ok", "", func(t *testing.T, b *bundle) string {
		_, err := b.cases.Create(ctx, acme, as[casefile.CreateRequest](t, `{"name":"Bolt","metadata":{"centre de coût":"7"}}`))
		return answered(err)
	}},
	{"L072", "a rejection needs no comment where comments are optional", guide, "ok", "", func(t *testing.T, _ *bundle) string {
		b := setup(t, func(o *casefile.Options) { o.Reviews.CommentOptional = true })
		_, err := b.cases.Review(ctx, officer, b.create(t).ID, as[casefile.ReviewRequest](t, `{"status":"rejected"}`))
		return answered(err)
	}},
	{"L104", "PATCH with the status opens a draft", oas, "open", "", func(t *testing.T, b *bundle) string {
		c := b.create(t, func(r *casefile.CreateRequest) { r.Status = casefile.Draft })
		c, err := b.cases.Update(ctx, acme, c.ID, as[casefile.UpdateRequest](t, `{"status":"open"}`))
		require.NoError(t, err)
		return string(c.Status)
	}},
	{"L104", "PATCH with the status opens a case that was rejected", oas, "open", "", func(t *testing.T, b *bundle) string {
		c, err := b.cases.Amend(ctx, acme, b.ended(t, casefile.Rejected).ID, casefile.AmendRequest{Status: casefile.Open})
		require.NoError(t, err)
		return string(c.Status)
	}},
	{"L109", "a draft is deleted for good", oas, "ok", "", func(t *testing.T, b *bundle) string {
		c := b.create(t, func(r *casefile.CreateRequest) { r.Status = casefile.Draft })
		_, err := b.cases.DeleteDraft(ctx, acme, c.ID, casefile.DeleteDraftRequest{})
		return answered(err)
	}},
	{"L109", "any other case is deleted for good", oas, "state", "409 before its retention is over", func(t *testing.T, b *bundle) string {
		_, err := b.cases.DeleteDraft(ctx, acme, b.create(t).ID, casefile.DeleteDraftRequest{})
		return answered(err)
	}},
	{"L110", "lists are sorted by name, created_at and last_activity_at", oas, "ok ok ok", "", func(t *testing.T, b *bundle) string {
		var out []string
		for _, order := range []string{"name", "created_at", "last_activity_at"} {
			_, err := b.cases.List(ctx, acme, as[casefile.ListRequest](t, `{"sort":"`+order+`"}`))
			out = append(out, answered(err))
		}
		return strings.Join(out, " ")
	}},
}

var factsOfUpdates = []fact{
	{"M018", "PATCH of a company changes what it names, and nothing else", oas, "DE Bolt SAS", "", func(t *testing.T, b *bundle) string {
		c := b.create(t)
		c, err := b.cases.UpdateCompany(ctx, acme, c.ID, as[casefile.UpdateCompanyRequest](t, `{"company_id":"`+c.Companies[0].ID+`","country":"DE"}`))
		require.NoError(t, err)
		return string(c.Companies[0].Country) + " " + c.Companies[0].Name
	}},
	{"M019", "null resets a fact of a company", oas, "", "", func(t *testing.T, b *bundle) string {
		c := b.create(t)
		c, err := b.cases.UpdateCompany(ctx, acme, c.ID, as[casefile.UpdateCompanyRequest](t, `{"company_id":"`+c.Companies[0].ID+`","registration_number":null}`))
		require.NoError(t, err)
		return c.Companies[0].Registration
	}},
	{"M030", "an unknown status in a list is a fault", oas, "status unknown", "", func(_ *testing.T, b *bundle) string {
		_, err := b.cases.List(ctx, acme, casefile.ListRequest{Status: "archived"})
		return answered(err)
	}},
	{"M035", "an identifier given by mistake is removed by null", oas + ", GDPR art. 16", "gone", "", func(t *testing.T, b *bundle) string {
		c := b.create(t, func(r *casefile.CreateRequest) { r.Companies[0].TaxNumber = bonafide.NewSecret("FR123") })
		require.False(t, c.Companies[0].TaxNumber.IsZero())
		c, err := b.cases.UpdateCompany(ctx, acme, c.ID, as[casefile.UpdateCompanyRequest](t, `{"company_id":"`+c.Companies[0].ID+`","tax_identification_number":null}`))
		require.NoError(t, err)
		if c.Companies[0].TaxNumber.IsZero() {
			return "gone"
		}
		return "there"
	}},
}

// set puts a value, in JSON, into a property of a case of one kind, and tells what is stored.
func set(d property.Definition, value string) func(*testing.T, *bundle) string {
	d.Key, d.Target = "p", property.OfCase
	return func(t *testing.T, _ *bundle) string {
		b := setup(t, func(o *casefile.Options) { o.Properties = append(o.Properties, d) })
		c := b.create(t)
		c, err := b.cases.Update(ctx, acme, c.ID, as[casefile.UpdateRequest](t, `{"custom_properties":{"p":`+value+`}}`))
		if err != nil {
			return strings.TrimPrefix(answered(err), "custom_properties.p ")
		}
		return "stored " + c.Properties["p"].Text()
	}
}

// factsOfProperties are a table of values: JSON in, stored text or fault out.
func factsOfProperties() []fact {
	number, line, link := property.Definition{Type: property.TypeNumeric}, property.Definition{Type: property.TypeText}, property.Definition{Type: property.TypeURL}
	euro := property.Definition{Type: property.TypeNumeric, Format: property.FormatCurrency, CurrencyCode: "EUR"}
	yen := euro
	yen.CurrencyCode = "JPY"
	var out []fact
	for _, r := range []struct {
		id, source  string
		kind        property.Definition
		value, want string
	}{
		{"P048", "RFC 8259", number, `1e3`, "stored 1000"},
		{"P065", "ISO 4217", euro, `12.345`, "malformed"},
		{"P066", "ISO 4217", yen, `10.5`, "malformed"},
		{"P082", guide, line, `"a  b"`, "stored a  b"},
		{"P083", guide, line, `"a\u00a0b"`, "stored a\u00a0b"},
		{"P085", guide + ", single line", line, `"a\tb"`, "malformed"},
		{"P087", intake, line, `"a\u202eb"`, "malformed"},
		{"P088", guide + ", single line", line, `"a\u2028b"`, "malformed"},
		{"P096", rfc, link, `"ftp://example.com/a"`, "stored ftp://example.com/a"},
		{"P097", rfc, link, `"mailto:ana@example.com"`, "stored mailto:ana@example.com"},
		{"P102", rfc, link, `"https://a.example/<script>"`, "malformed"},
		{"P103", rfc, link, `"https://a.example/\"x\""`, "malformed"},
		{"P104", rfc, link, `"https://a.example/\\"`, "malformed"},
		{"P105", rfc, link, `"https://a.example/{id}"`, "malformed"},
		{"P106", rfc, link, `"https://a.example/a|b"`, "malformed"},
		{"P108", rfc, link, `"https://a.example/?q=%zz"`, "malformed"},
		{"P111", rfc, link, `"http://a.example:99999/"`, "malformed"},
		{"P112", rfc, link, `"https://user@a.example/"`, "stored https://user@a.example/"},
		{"P113", rfc, link, `"https://a.example/#x#y"`, "malformed"},
		{"P114", rfc, link, `"https://..com"`, "malformed"},
		{"P114", rfc, link, `"https:// /"`, "malformed"},
	} {
		out = append(out, fact{r.id, "a property takes " + r.value, r.source, r.want, "", set(r.kind, r.value)})
	}
	return out
}

// somebody adds somebody with one field of that JSON.
func somebody(field string) func(*testing.T, *bundle) string {
	return func(t *testing.T, b *bundle) string {
		c := b.create(t)
		var in casefile.IndividualInput
		if err := json.Unmarshal([]byte(`{"last_name":"Stark",`+field+`}`), &in); err != nil {
			return answered(err)
		}
		_, err := b.cases.AddIndividual(ctx, acme, c.ID, in)
		return answered(err)
	}
}

var factsOfPeople = []fact{
	{"R030", "nobody is born in the future", "ISO 8601", "birth_date out_of_range", "", somebody(`"birth_date":"2031-01-01"`)},
	{"R031", "nobody lives who was born in 1815", "ISO 8601", "birth_date out_of_range", "", somebody(`"birth_date":"1815-12-10"`)},
	{"R032", "a day that there is not is a fault of its field", "ISO 8601", "birth_date malformed", "", somebody(`"birth_date":"2023-02-30"`)},
	{"R033", "a name turns no text round", intake, "first_name malformed", "", somebody(`"first_name":"To\u202eny"`)},
	{"R034", "a name hides no character", intake, "first_name malformed", "", somebody(`"first_name":"To\u200bny"`)},
	{"R035", "what cannot be seen is no name", intake, "last_name required", "", func(_ *testing.T, b *bundle) string {
		_, err := b.cases.Create(ctx, acme, casefile.CreateRequest{Name: "Bolt", Individuals: []casefile.IndividualInput{person("\u200b", "\u200b")}})
		return strings.TrimPrefix(answered(err), "individuals[0].")
	}},
	{"R035", "what cannot be seen is no first name: there is none", intake, "ok", "", somebody(`"first_name":"\u200b"`)},
	{"R036", "a name has no control characters", intake, "first_name malformed", "", somebody(`"first_name":"To\u0086ny"`)},
	{"R036", "U+0085, the end of a line, is refused", intake, "ok", "blanks and ends of lines inside come to one space", somebody(`"first_name":"To\u0085ny"`)},
}

// graphOf are the relations of a case as "who>whom=owned/votes", in names.
func graphOf(c casefile.Case) string {
	called := map[string]string{}
	for _, x := range c.Companies {
		called[x.ID] = x.Name
	}
	for _, x := range c.Individuals {
		called[x.ID] = x.LastName
	}
	var out []string
	for _, r := range c.Relations {
		text := called[r.From()] + ">" + called[r.ToCompany]
		if r.Ownership.String() != "" {
			text += "=" + r.Ownership.String()
		}
		out = append(out, text)
	}
	return strings.Join(out, " ")
}

// island is a main company M with an owner A, which P owns in turn.
func island(t *testing.T, b *bundle) casefile.Case {
	t.Helper()
	c, err := b.cases.Create(ctx, acme, as[casefile.CreateRequest](t, `{"name":"Bolt","companies":[{"name":"Main"},{"ref":"a","type":"affiliated","name":"Aff","relations":[{"ownership_percentage":60}]}],
		"individuals":[{"last_name":"Stark","relations":[{"source_company_ref":"a","ownership_percentage":50}]}]}`))
	require.NoError(t, err)
	return c
}

var factsOfRelations = []fact{
	{"R062", "the graph has no orphans: no island is cut off", guide, "refused orphan", "", func(t *testing.T, b *bundle) string {
		c := island(t, b)
		_, err := b.cases.RemoveRelation(ctx, acme, c.ID, casefile.RemoveRelationRequest{Relation: c.Relations[0].ID})
		return answered(err)
	}},
	{"R063", "the analysis reports who does not reach the main company", guide, "beside: A P", "", func(t *testing.T, _ *bundle) string {
		a, err := ownership.Compute(ownership.Graph{Main: "M", Entities: []ownership.Entity{{ID: "M", Type: ownership.Company}, {ID: "A", Type: ownership.Company}, {ID: "P", Type: ownership.Individual}},
			Relations: []ownership.Relation{{From: "P", To: "A", Ownership: percent(5)}}}, nil)
		require.NoError(t, err)
		return "beside: " + strings.Join(a.Beside, " ")
	}},
	{"R066", "PATCH moves an end of a relation", oas, "to_company_id unknown", "only the present one: create another relation, then delete this one", func(_ *testing.T, _ *bundle) string {
		return answered(json.Unmarshal([]byte(`{"relation_id":"r","to_company_id":"m"}`), new(casefile.UpdateRelationRequest)))
	}},
	{"R071", "to_company_id of a payload says whom somebody owns", guide + ", an individual related to an affiliated company", "Aff>Main=60 Stark>Aff=50 Tony>Aff=33.33", "", func(t *testing.T, b *bundle) string {
		c := island(t, b)
		c, err := b.cases.AddIndividual(ctx, acme, c.ID, as[casefile.IndividualInput](t,
			`{"last_name":"Tony","relations":[{"to_company_id":"`+c.Companies[1].ID+`","ownership_percentage":33.33,"voting_rights_percentage":33.33}]}`))
		require.NoError(t, err)
		return graphOf(c)
	}},
	{"R072", "a relation is created by the ends as they are published", guide, "Aff>Main=60 Stark>Aff=50 Stark>Main=5", "", func(t *testing.T, b *bundle) string {
		c := island(t, b)
		c, err := b.cases.AddRelation(ctx, acme, c.ID, as[casefile.RelationInput](t,
			`{"from_individual_id":"`+c.Individuals[0].ID+`","to_company_id":"`+c.Companies[0].ID+`","ownership_percentage":5}`))
		require.NoError(t, err)
		return graphOf(c)
	}},
	{"R073", "source_company_ref names a company of the same payload", oas, "Aff>Main=60 Stark>Aff=50", "", func(t *testing.T, b *bundle) string {
		return graphOf(island(t, b))
	}},
	{"R080", "two owners given by total only are owners", guide + ", implicit relation", "60 40 amlr:2 amld:2 psc:2 fincen:2", "", byTotal},
	{"R081", "a legal representative is one in every relation", "AMLR 63(4)", "1 official", "", func(t *testing.T, b *bundle) string {
		c, err := b.cases.Create(ctx, acme, as[casefile.CreateRequest](t, `{"name":"Bolt","companies":[{"name":"Main"}],
			"individuals":[{"last_name":"Stark","roles":["legal_representative"],"relations":[{"ownership_percentage":5}]}]}`))
		require.NoError(t, err)
		o, err := b.cases.Ownership(ctx, acme, c.ID, ownership.AMLR())
		require.NoError(t, err)
		if len(o.Findings[0].Officials) == 1 {
			return "1 official"
		}
		return "none"
	}},
	{"R090", "a register's band, over 25 and to 50, stands on a relation", "CA 2006 Sch. 1A", "25.000000000001 to 50", "", func(t *testing.T, b *bundle) string {
		c, err := b.cases.Create(ctx, acme, as[casefile.CreateRequest](t, `{"name":"Bolt","companies":[{"name":"Main"}],
			"individuals":[{"last_name":"Stark","relations":[{"ownership_band":{"min":"25","max":"50","above":true}}]}]}`))
		require.NoError(t, err)
		o, err := b.cases.Ownership(ctx, acme, c.ID)
		require.NoError(t, err)
		h := o.Bounds.Holders[0]
		return h.Ownership.Min.String() + " to " + h.Ownership.Max.String()
	}},
	{"R085", "the totals are told of every individual", guide, "33.33", "", func(t *testing.T, b *bundle) string {
		c, err := b.cases.Create(ctx, acme, as[casefile.CreateRequest](t, `{"name":"Bolt","companies":[{"name":"Main"}],
			"individuals":[{"last_name":"Stark","relations":[{"ownership_percentage":33.33}]}]}`))
		require.NoError(t, err)
		o, err := b.cases.Ownership(ctx, acme, c.ID)
		require.NoError(t, err)
		h, _ := o.Analysis.Holder(c.Individuals[0].ID)
		return h.Ownership.String()
	}},
}

// byTotal are the owners where totals alone are given.
func byTotal(t *testing.T, b *bundle) string {
	c, err := b.cases.Create(ctx, acme, as[casefile.CreateRequest](t, `{"name":"Bolt","companies":[{"name":"Main"}],
		"individuals":[{"last_name":"Stark","ownership_percentage":60},{"last_name":"Potts","ownership_percentage":40}]}`))
	require.NoError(t, err)
	o, err := b.cases.Ownership(ctx, acme, c.ID)
	require.NoError(t, err)
	var out []string
	for _, h := range o.Analysis.Holders {
		out = append(out, h.Ownership.String())
	}
	for _, f := range o.Findings {
		out = append(out, f.Rules+":"+string(rune('0'+len(f.Owners))))
	}
	return strings.Join(out, " ")
}

// covered is a case of a business of that kind whose owners and their kinds are given, and
// what its controls and its risk make of them.
func covered(payload string) func(*testing.T, *bundle) string {
	return func(t *testing.T, _ *bundle) string {
		b := setup(t, func(o *casefile.Options) {
			o.Templates[0].Controls = []casefile.ControlPlan{
				{Key: "covered", Label: "x", Type: casefile.LogicControl, Condition: casefile.ConditionOwnershipCovered},
				{Key: "screened", Label: "x", Type: casefile.LogicControl, Condition: casefile.ConditionOwnersScreened},
			}
		})
		c, err := b.cases.Create(ctx, acme, as[casefile.CreateRequest](t, `{"name":"Bolt","template_key":"kyb",`+payload+`}`))
		require.NoError(t, err)
		c = b.advance(t, c.ID)
		var out []string
		for _, k := range c.Controls {
			if k.Completed {
				out = append(out, k.Key)
			}
		}
		o, err := b.cases.Ownership(ctx, acme, c.ID, ownership.AMLR())
		require.NoError(t, err)
		if o.Findings[0].MayHideOwner {
			out = append(out, "hides")
		}
		return strings.Join(out, " ")
	}
}

const amlr = "Regulation (EU) 2024/1624"

// mainIs is a main company of that kind, with what holds all of it.
func mainIs(main, above string) string {
	return `"companies":[{"name":"Main","structure":"` + main + `"}` + above + `]`
}

func heldBy(structure string) string {
	return `,{"ref":"h","type":"affiliated","name":"Holder","structure":"` + structure + `","relations":[{"ownership_percentage":100}]}`
}

// ofTrust are the parties of the holder.
const ofTrust = `,"individuals":[{"last_name":"Stark","relations":[{"source_company_ref":"h","roles":["settlor"]}]},
	{"last_name":"Potts","relations":[{"source_company_ref":"h","roles":["trustee"]}]},{"last_name":"Hogan","relations":[{"source_company_ref":"h","roles":["beneficiary"]}]}]`

var factsOfOwners = []fact{
	{"F4", "a case that waits for the second reviewer is found, and the proposal withdrawn", "maker and checker", "listed true, then 0", "", func(t *testing.T, b *bundle) string {
		c := b.ready(t)
		c, err := b.review(t, officer, c, casefile.Approved)
		require.NoError(t, err)
		list := func() int {
			page, err := b.cases.List(ctx, officer2, as[casefile.ListRequest](t, `{"proposed":true,"maker":"officer"}`))
			require.NoError(t, err)
			return len(page.Items)
		}
		require.Equal(t, 1, list())
		acts := c.ReviewerHasActions
		_, err = b.cases.WithdrawProposal(ctx, officer, c.ID, casefile.WithdrawProposalRequest{Proposal: c.Proposal.ID})
		require.NoError(t, err)
		return fmt.Sprintf("listed %v, then %d", acts, list())
	}},
	{"F7", "a business of a state hides nobody", amlr + ", art. 65", "covered screened", "", covered(mainIs("company", heldBy("state")))},
	{"F7", "a business of a listed company hides nobody", amlr + ", art. 65", "covered screened", "", covered(mainIs("company", heldBy("listed_company")))},
	{"F7", "a listed business hides nobody", amlr + ", art. 65", "covered screened", "", covered(mainIs("listed_company", ""))},
	{"F7", "a trust whose parties are known hides nobody", amlr + ", art. 58", "covered screened", "", covered(mainIs("company", heldBy("trust")) + ofTrust)},
	{"F7", "a trust whose parties are not known may", amlr + ", art. 58", "hides", "", covered(mainIs("company", heldBy("trust")))},
	{"F7", "a company whose owners are not known may", amlr + ", art. 51", "hides", "", covered(mainIs("company", heldBy("company")))},
	{"F15", "behind a corporate director stand its owners", amlr + ", art. 63(4)", "1 official", "", func(t *testing.T, b *bundle) string {
		c, err := b.cases.Create(ctx, acme, as[casefile.CreateRequest](t, `{"name":"Bolt","companies":[{"name":"Main"},
			{"ref":"d","type":"affiliated","name":"Director","relations":[{"roles":["legal_representative"]}]}],
			"individuals":[{"last_name":"Stark","relations":[{"source_company_ref":"d","ownership_percentage":100}]}]}`))
		require.NoError(t, err)
		o, err := b.cases.Ownership(ctx, acme, c.ID, ownership.AMLR())
		require.NoError(t, err)
		return fmt.Sprintf("%d official", len(o.Findings[0].Officials))
	}},
	{"F19", "two records of one person, 20 and 15, are one by likeness", "a shared fact", "name", "", func(t *testing.T, b *bundle) string {
		c, err := b.cases.Create(ctx, acme, as[casefile.CreateRequest](t, `{"name":"Bolt","companies":[{"name":"Main"}],"individuals":[
			{"first_name":"José","last_name":"García","birth_date":"1980-05-14","relations":[{"ownership_percentage":20}]},
			{"first_name":"JOSE","last_name":"GARCIA","birth_date":"1980-05-14","relations":[{"ownership_percentage":15}]}]}`))
		require.NoError(t, err)
		found, err := b.cases.Duplicates(ctx, officer, c.ID)
		require.NoError(t, err)
		require.NotEmpty(t, found)
		return found[0].On[0]
	}},
	{"F20", "a refusal names every check and control, and who must act", "an auditor's question", "checks_open checks_open checks_open checks_open controls_open controls_open risk_not_defined", "", func(t *testing.T, b *bundle) string {
		c := b.create(t)
		_, err := b.cases.Review(ctx, officer, c.ID, casefile.ReviewRequest{Status: casefile.Approved, Comment: "x", Content: b.content(t, c.ID)})
		var all *casefile.ObstacleError
		require.ErrorAs(t, err, &all)
		var out []string
		for _, o := range all.Obstacles {
			require.NotEmpty(t, o.Waits)
			out = append(out, string(o.Code))
		}
		return strings.Join(out, " ")
	}},
	{"F20", "no key leaves with a case", "what a platform is shown", "none", "", func(t *testing.T, b *bundle) string {
		c, err := b.cases.Get(ctx, acme, b.create(t).ID)
		require.NoError(t, err)
		if len(c.DataKey) > 0 || len(c.Salt) > 0 {
			return "a key"
		}
		return "none"
	}},
	{"F20", "a total of 33 as declared is consistent with a third, where the host says how near", "the host's tolerance", "consistent", "", func(t *testing.T, _ *bundle) string {
		b := setup(t, func(o *casefile.Options) {
			o.Ownership.Tolerance = exactly(t, "0.5")
			o.Templates[0].Controls = []casefile.ControlPlan{{Key: "clean", Label: "x", Type: casefile.LogicControl, Condition: casefile.ConditionStructureClean}}
		})
		c, err := b.cases.Create(ctx, acme, as[casefile.CreateRequest](t, `{"name":"Bolt","template_key":"kyb","companies":[{"name":"Main"}],
			"individuals":[{"last_name":"Stark","ownership_percentage":33,"relations":[{"ownership_percentage":"33.333333"}]}]}`))
		require.NoError(t, err)
		if c.Controls[0].Completed {
			return "consistent"
		}
		return "differs"
	}},
	{"F20", "81 people in one request are too many of them", "a fault of its field", "individuals too_many", "", func(_ *testing.T, b *bundle) string {
		r := request()
		for i := range 80 {
			r.Individuals = append(r.Individuals, person("Ana", numbered("Lopez", i)))
		}
		_, err := b.cases.Create(ctx, acme, r)
		return answered(err)
	}},
	{"F20", "a circle above the main company is told of every company in it", "Companies Act 2006, s. 136", "A B", "", func(t *testing.T, b *bundle) string {
		c, err := b.cases.Create(ctx, acme, as[casefile.CreateRequest](t, `{"name":"Bolt","companies":[{"name":"Main"},
			{"ref":"a","type":"affiliated","name":"A","relations":[{"ownership_percentage":100},{"source_company_ref":"b","ownership_percentage":30}]},
			{"ref":"b","type":"affiliated","name":"B","relations":[{"source_company_ref":"a","ownership_percentage":30}]}]}`))
		require.NoError(t, err)
		o, err := b.cases.Ownership(ctx, acme, c.ID)
		require.NoError(t, err)
		var out []string
		for _, x := range o.Analysis.Companies {
			if x.Circular {
				out = append(out, o.Parties[x.ID].Name)
			}
		}
		return strings.Join(out, " ")
	}},
}
