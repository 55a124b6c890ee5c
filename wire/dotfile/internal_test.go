package dotfile

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/risk"
	"github.com/bonafide-go/bonafide/wire/internal/hook"
	"github.com/bonafide-go/bonafide/wire/internal/rest"
)

// The table names what is served, and nothing else.
func TestTableIsServed(t *testing.T) {
	served := []string{"GET /openapi.json"}
	for pattern := range (&handler{}).routes() {
		served = append(served, pattern)
	}
	require.NoError(t, system().Check(served))
	assert.Equal(t, system().OpenAPI(), system().OpenAPI())
	for range 20 {
		assert.Equal(t, Compatibility(), Compatibility(), "the order is always the same")
	}
	assert.True(t, json.Valid(system().OpenAPI()))
}

// Every member of an answer stands in the table, and every field of the table is answered.
func TestTableHasEveryField(t *testing.T) {
	fields := map[string][]string{}
	for _, o := range system().Objects {
		for _, f := range o.Fields {
			fields[o.Name] = append(fields[o.Name], f.Name)
		}
		slices.Sort(fields[o.Name])
	}
	c := sample()
	e := (&Options{Now: func() time.Time { return c.UpdatedAt }, User: func(string) User { return User{FirstName: "Ada"} }}).encoder()
	company, person := c.Companies[0], c.Individuals[0]
	for name, v := range map[string]any{
		"CaseDetailed": e.detailed(c, shows{}), "Case": e.detailed(c, shows{bare: true}), "Company": e.company(c, company, shows{}),
		"Individual": e.individual(c, person, nil, shows{}), "Risk": e.risk(c, c.Risk.Current()), "CaseReview": e.review(c.Reviews[0]),
		"CaseRelation": relation(c.Relations[0]), "RelationOfEntity": relationsOf(c, person.ID)[0], "Check": e.full(c, c.Checks[0]), "Address": address(company.Address),
		"Note": e.note(c, c.Notes[0]), "NoteComment": e.comment(c.Notes[0], c.Notes[0].Comments[0]), "Webhook": webhook{}.object(""), "Activity": e.activity(c, activity{}), "ActivityChange": activityChange{}, "UploadedFile": uploadObject{}, "WebhookLog": sending{}.object(), "WebhookLogAttempt": attemptObject{}, "Review": e.decision(bonafide.Reviewer("r"), c.UpdatedAt, ""), "Task": task(c, casefile.Task{}),
	} {
		data, err := json.Marshal(v)
		require.NoError(t, err)
		var members map[string]any
		require.NoError(t, json.Unmarshal(data, &members))
		var have []string
		for m := range members {
			have = append(have, m)
		}
		slices.Sort(have)
		assert.Equal(t, fields[name], have, name)
	}
}

// sample is a case with one of everything.
func sample() casefile.Case {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	return casefile.Case{
		ID: "c1", ExternalID: "ext-1", Name: "Stark", Platform: "acme", Status: casefile.Approved, Template: "kyb", Assignee: "ada", Tags: []string{"High risk"},
		Flags: []casefile.Flag{casefile.AllChecksApproved}, Metadata: map[string]string{"a": "b"}, CreatedAt: at, UpdatedAt: at.Add(time.Hour),
		Companies: []casefile.Company{{ID: "m1", Type: casefile.MainCompany, CompanyFields: casefile.CompanyFields{Name: "Stark Industries", Country: "FR",
			Status: casefile.CompanyLive, Classes: []casefile.Classification{{Type: "NACE", Code: "64.19"}}}, IBAN: bonafide.Sealed{Mask: "***0189"}, CreatedAt: at, UpdatedAt: at}},
		Individuals: []casefile.Individual{{ID: "p1", IndividualFields: casefile.IndividualFields{FirstName: "Tony", LastName: "Stark",
			BirthDate: bonafide.Date{Year: 1970, Month: 5, Day: 29}}, CreatedAt: at, UpdatedAt: at}},
		Relations: []casefile.Relation{{ID: "r1", FromIndividual: "p1", ToCompany: "m1", CreatedAt: at, UpdatedAt: at,
			Band: &ownership.Band{Min: ownership.Whole(25), Max: ownership.Whole(50), Above: true}, VotesBand: &ownership.Band{Min: ownership.Whole(50), Max: ownership.Whole(75)},
			Start: bonafide.DateOf(at), End: bonafide.DateOf(at.AddDate(1, 0, 0)), Group: "family"}},
		Checks: []casefile.Check{{ID: "k1", Entity: "m1", Type: casefile.DocumentCheck, Subtype: "document_type:kbis", Status: casefile.CheckApproved, Evidence: []string{"f1"},
			Decision: &casefile.CheckDecision{Approved: true, By: bonafide.Reviewer("api:acme"), At: at}, CreatedAt: at, UpdatedAt: at}},
		Controls: []casefile.Control{{ControlPlan: casefile.ControlPlan{Key: "call", Label: "Called", Type: casefile.ManualControl}, Completed: true, By: bonafide.Reviewer("ada"), At: at}},
		Risk: risk.History{Mode: risk.Automatic, Automatic: []risk.Risk{{Mode: risk.Automatic, Assessment: risk.Assessment{Level: risk.Medium, Score: bonafide.FixedOf(10067),
			Components: map[string]bonafide.Fixed{"customer_score": bonafide.FixedOf(1400)}, Flags: map[string]bool{"complex_company_alert": false}}, At: at}}},
		Reviews:  []casefile.Review{{ID: "v1", Status: casefile.Approved, By: bonafide.Reviewer("ada"), ReviewedAt: at}},
		Periodic: casefile.Periodic{NextReviewAt: bonafide.Date{Year: 2027, Month: 3, Day: 2}},
		Notes: []casefile.Note{{ID: "n1", Text: "a < b", By: bonafide.Reviewer("ada"), At: at,
			Comments: []casefile.Comment{{ID: "o1", Text: "agreed", By: bonafide.Reviewer("api:acme"), At: at.Add(time.Hour)}}}},
	}
}

// The published form of every object and error stands in a file.
func TestGolden(t *testing.T) {
	c := sample()
	o := &Options{Now: func() time.Time { return c.UpdatedAt }, User: func(string) User { return User{FirstName: "Ada", LastName: "L"} }}
	e := o.encoder()
	d := &handler{Options: *o, cases: &casefile.Service{}}
	d.setDefaults()
	files := map[string]any{
		"case.json": e.detailed(c, shows{}), "case_bare.json": e.detailed(c, shows{bare: true}), "check_document.json": e.full(c, c.Checks[0]), "relation.json": relation(c.Relations[0]),
		"note.json": e.note(c, c.Notes[0]), "webhook_case.json": d.envelope(t.Context(), bonafide.Event{Hash: "h"}, c, message{"Case.Updated", "Case.StatusUpdated"}, 1),
		"activity.json": e.activity(c, activities(c, bonafide.NewEvent("case.check_approved", c.CreatedAt, bonafide.Reviewer("ada"),
			"check", "k1", "entity", "m1", "from", "need_review", "to", "approved"))[0]),
		"webhook_log.json": sending{ID: "d1", Webhook: "w1", Event: "Case.Created", Endpoint: "https://example.com/hook", Case: "c1",
			CreatedAt: c.CreatedAt, Attempts: []attempt{{At: c.CreatedAt}, {At: c.UpdatedAt, Status: 200}}}.object(),
		"webhook_comment.json": d.envelope(t.Context(), bonafide.Event{Hash: "h", Data: map[string]string{"note": "n1", "comment": "o1"}}, c, message{event: "NoteComment.Created"}, 0),
		"webhook_check.json":   d.envelope(t.Context(), bonafide.Event{Hash: "h", Data: map[string]string{"check": "k1", "entity": "m1"}}, c, message{event: "Check.Approved"}, 0),
	}
	for name, err := range map[string]error{
		"invalid": bonafide.Invalid("name", bonafide.CodeRequired), "refused": &bonafide.RefusedError{Code: casefile.CodeOrphan}, "denied": bonafide.ErrForbidden,
		"not_found": bonafide.ErrNotFound, "state": &bonafide.StateError{}, "conflict": bonafide.ErrConflict, "duplicate": &bonafide.DuplicateError{},
		"unavailable": bonafide.ErrUnavailable, "internal": errors.New("boom"), "not_configured": &bonafide.NotConfiguredError{Option: "screener"},
	} {
		files["error_"+name+".json"] = failure(err)
	}
	for name, v := range files {
		data, err := json.MarshalIndent(v, "", "  ")
		require.NoError(t, err)
		path := filepath.Join("testdata", name)
		if os.Getenv("UPDATE_GOLDEN") != "" {
			require.NoError(t, os.MkdirAll("testdata", 0o755))
			require.NoError(t, os.WriteFile(path, append(data, '\n'), 0o644))
		}
		want, err := os.ReadFile(path)
		require.NoError(t, err)
		assert.Equal(t, string(want), string(data)+"\n", name)
	}
}

func FuzzQuery(f *testing.F) {
	for _, q := range []string{"page=1&limit=2&sort=name.desc", "name.ilike=%25a_", "created_at.gt=2026-01-01", "tags.array_overlap=a,b", "status.in=open", "=", "sort=,", "page=999999999999"} {
		f.Add(q)
	}
	f.Fuzz(func(t *testing.T, text string) {
		v, err := url.ParseQuery(text)
		if err != nil {
			return
		}
		cols := caseColumns()
		q, err := cols.parse(v)
		if err != nil {
			assert.ErrorIs(t, err, bonafide.ErrInvalid)
			assert.Empty(t, q.filters)
			return
		}
		all := []casefile.Case{sample(), sample()}
		all = slices.DeleteFunc(all, func(c casefile.Case) bool { return !cols.keeps(q, c) })
		assert.LessOrEqual(t, len(cols.cut(q, all)), q.limit)
	})
}

func FuzzDecodeCase(f *testing.F) {
	f.Add([]byte(`{"name":"x","companies":[{"name":"m","relations":[{"source_company_ref":"h"}]}],"individuals":[{"first_name":"a","last_name":"b","ownership_percentage":1e400}]}`))
	f.Add([]byte(`{"name":null,"custom_properties":{"a":[1]}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		req, err := DecodeCase(bytes.NewReader(body), nil)
		if err != nil {
			assert.ErrorIs(t, err, bonafide.ErrInvalid)
			assert.Zero(t, req.Name)
			assert.Empty(t, req.Companies)
		}
	})
}

// fuzzBody decodes bodies that an endpoint takes: a fault, or what its rule can read. None panics,
// and no fault tells a value.
func fuzzBody(f *testing.F, take func(t *testing.T, body []byte) error, seeds ...string) {
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		if err := take(t, body); err != nil {
			assert.ErrorIs(t, err, bonafide.ErrInvalid)
			assert.Less(t, len(failure(err).Message), 10_000)
		}
	})
}

func FuzzCompanyPatch(f *testing.F) {
	fuzzBody(f, func(t *testing.T, body []byte) error {
		var in companyPatch
		if err := rest.Decode(bytes.NewReader(body), &in); err != nil {
			return err
		}
		x := sample().Companies[0]
		req, err := in.request(x)
		if err == nil {
			assert.Equal(t, x.ID, req.Company)
			assert.Equal(t, x.UpdatedAt, req.Seen)
			if in.Name.IsZero() {
				assert.Equal(t, x.Name, req.Fields.Name, "what is not named stays")
			}
		}
		return err
	}, `{"name":null,"address":{"city":null},"banking_information":{"iban":null}}`, `{"share_capital":"1","classifications":[{}],"tax_identification_number":"x"}`)
}

func FuzzIndividualPatch(f *testing.F) {
	fuzzBody(f, func(t *testing.T, body []byte) error {
		var in individualPatch
		if err := rest.Decode(bytes.NewReader(body), &in); err != nil {
			return err
		}
		x := sample().Individuals[0]
		req, err := in.request(x)
		if err == nil && in.BirthDate.IsZero() {
			assert.Equal(t, x.BirthDate, req.Fields.BirthDate, "what is not named stays")
		}
		return err
	}, `{"first_name":"a","ownership_percentage":1e400,"roles":null}`, `{"birth_date":"2026-02-30","nationalities":["FR","?"]}`)
}

func FuzzCheck(f *testing.F) {
	fuzzBody(f, func(t *testing.T, body []byte) error {
		var in checkInput
		if err := rest.Decode(bytes.NewReader(body), &in); err != nil {
			return err
		}
		for _, kind := range casefile.CheckTypes() {
			req, err := in.request(kind)
			if err != nil {
				return err
			}
			assert.NotEmpty(t, req.Entity)
			assert.Equal(t, kind, req.Type)
		}
		return nil
	}, `{"individual_id":"p","settings":{"fuzziness":0.4,"list_types":["sanction"]}}`, `{"company_id":"m","settings":{"document_type_key":"kbis","document_analysis":{"a":[1]}},"data":{"files":[{"upload_ref":"f"}]}}`)
}

func FuzzWebhook(f *testing.F) {
	fuzzBody(f, func(t *testing.T, body []byte) error {
		var in webhookInput
		if err := rest.Decode(bytes.NewReader(body), &in); err != nil {
			return err
		}
		h, err := in.apply(webhook{Status: online}, hook.Poster{})
		if err == nil {
			assert.NotEmpty(t, h.Events)
			assert.NoError(t, hook.Poster{}.Check(h.URL))
		}
		return err
	}, `{"url":"https://example.com","events":["Case.Created"],"secret":"s"}`, `{"url":"http://127.0.0.1","events":[]}`, `{"url":null,"status":"offline"}`)
}
