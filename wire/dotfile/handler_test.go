package dotfile_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/property"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/wire/dotfile"
)

var start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// rig is the API over a service in memory, with two keys of two platforms.
type rig struct {
	t       testing.TB
	store   *memory.Store
	cases   *casefile.Service
	options *dotfile.Options
	handler http.Handler

	mu    sync.Mutex
	clock time.Time
	ids   int
}

func (g *rig) now() time.Time {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.clock = g.clock.Add(time.Second)
	return g.clock
}

func (g *rig) newID() (string, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.ids++
	return fmt.Sprintf("00000000-0000-4000-8000-%012d", g.ids), nil
}

type screener struct{}

func (screener) Screen(_ context.Context, q screening.Query) (screening.Result, error) {
	run := screening.ListRun{Key: "ofac_sdn", Edition: bonafide.Date{Year: 2026, Month: 3, Day: 1}, Result: screening.ListNoMatch}
	r := screening.Result{}
	if q.Name == "Jane Listed" {
		run.Result = screening.ListMatch
		r.Hits = []screening.Hit{{List: "ofac_sdn", Edition: "2026-03-01", EntryID: "7", EntryHash: "h7", Score: 1, MatchedName: "LISTED, Jane", NameKind: screening.PrimaryName}}
	}
	r.Lists = []screening.ListRun{run}
	return r, nil
}

// properties are the nine of the demonstration.
func properties() property.Set {
	of := property.OfCase
	return property.Set{
		{Key: "ubo_us_citizen", Target: of, Type: property.TypeBoolean},
		{Key: "main_activity_country", Target: of, Type: property.TypeCountries, AllowMultiple: true},
		{Key: "office_location", Target: of, Type: property.TypeChoices, Options: []property.Option{{Key: "emea"}, {Key: "amer"}, {Key: "apac"}}},
		{Key: "last_audit", Target: of, Type: property.TypeDate},
		{Key: "default_email", Target: of, Type: property.TypeEmail},
		{Key: "yearly_turnover", Target: of, Type: property.TypeNumeric},
		{Key: "default_phone_number", Target: of, Type: property.TypePhone},
		{Key: "source_of_funds", Target: of, Type: property.TypeText},
		{Key: "external_link", Target: of, Type: property.TypeURL},
	}
}

func newRig(t testing.TB) *rig {
	g := &rig{t: t, store: memory.New("tenant"), clock: start}
	keys := bonafide.EphemeralKeys()
	var err error
	g.cases, err = casefile.New(g.store, keys, &casefile.Options{
		Properties: properties(), Screener: screener{}, Now: g.now, NewID: g.newID,
		Reviews:   casefile.ReviewSettings{OneReviewer: true, CommentOptional: true},
		Templates: []casefile.Template{{Key: "kyb", Name: "Business", Main: []casefile.CheckPlan{{Type: casefile.DocumentCheck, Subtype: "document_type:kbis"}}}},
	})
	require.NoError(t, err)
	g.options = &dotfile.Options{
		Actor: dotfile.APIKey(func(_ context.Context, key bonafide.Secret) (bonafide.Actor, bool) {
			switch key.Reveal() {
			case "key-1":
				return bonafide.Platform("acme"), true
			case "key-2":
				return bonafide.Platform("other"), true
			}
			return bonafide.Actor{}, false
		}),
		Store: g.store, Keys: keys, Reviews: true, Properties: properties(), Now: g.now, NewID: g.newID, Loopback: true,
		Templates: []casefile.Template{{Key: "kyb", Name: "Business"}},
	}
	g.handler, err = dotfile.Handler(g.cases, g.options)
	require.NoError(t, err)
	return g
}

// call sends one request and returns status and answer.
func (g *rig) call(key, method, path, body string) (int, map[string]any) {
	g.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("X-DOTFILE-API-KEY", key)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	w := httptest.NewRecorder()
	g.handler.ServeHTTP(w, r)
	var out map[string]any
	if w.Body.Len() > 0 {
		require.NoError(g.t, json.Unmarshal(w.Body.Bytes(), &out), w.Body.String())
	}
	return w.Code, out
}

// ok is a call that must succeed.
func (g *rig) ok(method, path, body string) map[string]any {
	g.t.Helper()
	status, out := g.call("key-1", method, path, body)
	require.Less(g.t, status, 300, "%s %s: %v", method, path, out)
	return out
}

// at goes down an answer: names and numbers.
func at(v any, path ...any) any {
	for _, p := range path {
		switch p := p.(type) {
		case string:
			m, _ := v.(map[string]any)
			v = m[p]
		case int:
			l, _ := v.([]any)
			if p >= len(l) {
				return nil
			}
			v = l[p]
		}
	}
	return v
}

// The published graph of refs in one request.
const graph = `{"name":"Stark","external_id":"ext-1","tags":["High risk"],"metadata":{"custom_key":"true"},
	"companies":[{"ref":"m","name":"Stark Industries","country":"FR"},
		{"ref":"h","type":"affiliated","name":"Stark Holding","relations":[{"ownership_percentage":60}]}],
	"individuals":[{"first_name":"Tony","last_name":"Stark","maiden_name":null,"email":"tony@example.com","is_business_contact":true,
		"relations":[{"source_company_ref":"h","roles":["shareholder"],"position":"CEO","ownership_percentage":33.33,"voting_rights_percentage":33.33}]}]}`

// The case has every published field, and so have its parts.
func TestCaseHasEveryField(t *testing.T) {
	g := newRig(t)
	made := g.ok("POST", "/cases", graph)
	c := g.ok("GET", "/cases/"+made["id"].(string), "")
	for object, fields := range map[string]string{
		"case": "id name status review external_id space_slug template template_id contact_has_actions reviewer_has_actions flags tags risk " +
			"custom_properties metadata last_activity_at last_contact_action_at controls individuals companies assignee client_portal created_at updated_at",
		"company": "id case_id type name is_relevant commercial_name country registration_number registration_date status legal_form entity_legal_form " +
			"entity_legal_form_label address classifications banking_information share_capital tax_identification_number website_url " +
			"employer_identification_number custom_properties document_orders checks relations created_at updated_at last_activity_at",
		"individual": "id case_id roles is_beneficial_owner is_controlling_person is_business_contact is_delegator is_signatory is_relevant first_name " +
			"middle_name last_name maiden_name email birth_date birth_country birth_place gender nationalities address banking_information " +
			"tax_identification_number social_security_number phone_number position ownership_percentage voting_rights_percentage custom_properties " +
			"checks relations created_at updated_at last_activity_at",
		"risk":     "id mode level comment score components flags created_at updated_at",
		"relation": "id to_company_id ownership_percentage voting_rights_percentage roles position created_at updated_at",
	} {
		have := map[string]any{"case": c, "company": at(c, "companies", 0), "individual": at(c, "individuals", 0), "risk": c["risk"], "relation": at(c, "individuals", 0, "relations", 0)}[object]
		for _, f := range strings.Fields(fields) {
			assert.Contains(t, have, f, object)
		}
	}
	assert.Equal(t, at(c, "companies", 1, "id"), at(c, "individuals", 0, "relations", 0, "to_company_id"), "the ref is the holding")
	assert.EqualValues(t, 33.33, at(c, "individuals", 0, "relations", 0, "ownership_percentage"))
	assert.InDelta(t, 19.998, at(c, "individuals", 0, "ownership_percentage"), 1e-9, "totals are computed")
	assert.Equal(t, "2026-03-02T09:00:01.000Z", c["created_at"])
	byExternal := g.ok("GET", "/cases/ext-1", "")
	assert.Equal(t, c["id"], byExternal["id"])
	assert.Equal(t, "not_defined", at(c, "risk", "level"))
	assert.Contains(t, c["custom_properties"], "last_audit")
}

// The published custom properties come back.
func TestCustomProperties(t *testing.T) {
	g := newRig(t)
	c := g.ok("POST", "/cases", `{"name":"x","custom_properties":{"ubo_us_citizen":true,"main_activity_country":["FR","GB"],"office_location":["emea"],
		"last_audit":"2022-02-03","default_email":"a@example.com","yearly_turnover":"20000","default_phone_number":"+33654489875","source_of_funds":"income","external_link":"https://dotfile.com"}}`)
	assert.EqualValues(t, 20000, at(c, "custom_properties", "yearly_turnover"))
	assert.Equal(t, []any{"FR", "GB"}, at(c, "custom_properties", "main_activity_country"))
	c = g.ok("PATCH", "/cases/"+c["id"].(string), `{"custom_properties":{"last_audit":null},"metadata":{"a":"b"},"name":"y"}`)
	assert.Nil(t, at(c, "custom_properties", "last_audit"))
	assert.Equal(t, true, at(c, "custom_properties", "ubo_us_citizen"))
	assert.Equal(t, "y", c["name"])
	assert.Len(t, at(g.ok("GET", "/custom-properties/case", ""), "data"), 9)
}

// A person is screened, the hit reviewed by the API, and the case approved by it alone.
func TestFromHitToApproval(t *testing.T) {
	g := newRig(t)
	c := g.ok("POST", "/cases", `{"name":"Jane","individuals":[{"first_name":"Jane","last_name":"Listed"}]}`)
	id, person := c["id"].(string), at(c, "individuals", 0, "id").(string)
	k := g.ok("POST", "/checks/aml", fmt.Sprintf(`{"individual_id":%q,"settings":{"fuzziness":0.4,"list_types":["sanction"]}}`, person))
	check := k["id"].(string)
	assert.Equal(t, map[string]any{"vendor": "bonafide", "fuzziness": 0.4, "exact_match": false, "list_types": []any{"sanction"}}, at(k, "data", "settings"))
	_, err := g.cases.Advance(t.Context(), id)
	require.NoError(t, err)
	k = g.ok("GET", "/checks/aml/"+check, "")
	assert.Equal(t, "need_review", k["status"])
	assert.Equal(t, "potential_match", at(k, "data", "match_status"))
	status, e := g.call("key-1", "PATCH", "/checks/aml/"+check+"/review", `{"action":"approve"}`)
	assert.Equal(t, 400, status)
	assert.Equal(t, "HITS_OPEN", e["code"])
	k = g.ok("PATCH", "/checks/aml/"+check+"/hits/review", fmt.Sprintf(`{"action":"ignore","hit_ids":[%q]}`, at(k, "data", "hits", 0, "id")))
	assert.Equal(t, "false_positive", at(k, "data", "match_status"))
	assert.Equal(t, "api", at(k, "data", "hits", 0, "review", "reviewer_type"))
	k = g.ok("PATCH", "/checks/aml/"+check+"/review", `{"action":"approve","comment":"another person"}`)
	assert.Equal(t, "approved", k["status"])
	risk := g.ok("POST", "/cases/"+id+"/risks", `{"level":"medium","score":10067,"components":{"customer_score":1400},"flags":{"complex_company_alert":false}}`)
	assert.EqualValues(t, 10067, risk["score"])
	again := g.ok("POST", "/cases/"+id+"/risks", `{"level":"medium","score":10067,"components":{"customer_score":1400},"flags":{"complex_company_alert":false}}`)
	assert.Equal(t, risk["id"], again["id"], "the same risk is not kept twice")
	review := g.ok("POST", "/cases/"+id+"/reviews", `{"status":"approved","next_review_at":null}`)
	assert.Equal(t, "api", review["reviewer_type"])
	assert.Nil(t, review["next_review_at"])
	c = g.ok("GET", "/cases/"+id, "")
	assert.Equal(t, "approved", c["status"])
	assert.Equal(t, review["id"], at(c, "review", "id"))
	c = g.ok("PATCH", "/cases/"+id, `{"status":"open"}`)
	assert.Equal(t, "open", c["status"])
	assert.Nil(t, c["review"])
}

// Companies, people and relations by their own paths.
func TestEntities(t *testing.T) {
	g := newRig(t)
	id := g.ok("POST", "/cases", `{"name":"x"}`)["id"].(string)
	m := g.ok("POST", "/companies", fmt.Sprintf(`{"case_id":%q,"name":"Main","banking_information":{"iban":"FR76 3000 6000 0112 3456 7890 189","bic":null}}`, id))["id"].(string)
	a := g.ok("POST", "/companies", fmt.Sprintf(`{"case_id":%q,"name":"Affiliate","type":"affiliated"}`, id))["id"].(string)
	p := g.ok("POST", "/individuals", fmt.Sprintf(`{"case_id":%q,"first_name":"Pepper","last_name":"Potts","ownership_percentage":40}`, id))
	assert.EqualValues(t, 40, at(p, "relations", 0, "ownership_percentage"), "a total without relations is the relation to main")
	x := g.ok("PATCH", "/companies/"+m, `{"country":"FR","address":{"city":"Paris"}}`)
	assert.Equal(t, "FR", x["country"])
	assert.Equal(t, "Main", x["name"], "what is not named stays")
	x = g.ok("PATCH", "/companies/"+m, `{"address":{"postal_code":"75001"},"country":null}`)
	assert.Equal(t, "Paris", at(x, "address", "city"))
	assert.Nil(t, x["country"])
	x = g.ok("PATCH", "/companies/"+m, `{"banking_information":{"bic":"bnpafrpp"},"tax_identification_number":"FR123"}`)
	assert.Equal(t, "BNPAFRPP", at(x, "banking_information", "bic"))
	assert.NotNil(t, at(x, "banking_information", "iban"), "what is not named stays")
	x = g.ok("PATCH", "/companies/"+m, `{"banking_information":{"iban":null},"tax_identification_number":null}`)
	assert.Nil(t, at(x, "banking_information", "iban"), "given by mistake")
	assert.Nil(t, x["tax_identification_number"])
	assert.Equal(t, "BNPAFRPP", at(x, "banking_information", "bic"))
	r := g.ok("POST", "/cases/"+id+"/relations", fmt.Sprintf(`{"from_individual_id":%q,"to_company_id":%q,"ownership_band":{"min":25,"max":"50","above":true},"group":"family"}`, p["id"], a))
	assert.Nil(t, r["ownership_percentage"], "a figure would be invented")
	assert.Equal(t, map[string]any{"min": "25", "max": "50", "above": true}, r["ownership_band"])
	r = g.ok("PATCH", "/cases/"+id+"/relations/"+r["id"].(string), `{"start_date":"2020-01-02","group":null}`)
	assert.Equal(t, "2020-01-02", r["start_date"])
	assert.NotContains(t, r, "group")
	gone, _ := g.call("key-1", "DELETE", "/cases/"+id+"/relations/"+r["id"].(string), "")
	assert.Equal(t, 204, gone)
	r = g.ok("POST", "/cases/"+id+"/relations", fmt.Sprintf(`{"from_individual_id":%q,"to_company_id":%q,"roles":["shareholder"],"ownership_percentage":51}`, p["id"], a))
	assert.Equal(t, p["id"], r["from_individual_id"])
	r = g.ok("PATCH", "/cases/"+id+"/relations/"+r["id"].(string), `{"ownership_percentage":50}`)
	assert.EqualValues(t, 50, r["ownership_percentage"])
	status, _ := g.call("key-1", "DELETE", "/cases/"+id+"/relations/"+r["id"].(string), "")
	assert.Equal(t, 204, status)
	x = g.ok("POST", "/companies/"+a+"/set-relevant", `{"is_relevant":false}`)
	assert.Equal(t, false, x["is_relevant"])
	assert.Len(t, g.ok("GET", "/cases/"+id, "")["companies"], 1)
	assert.Len(t, g.ok("GET", "/cases/"+id+"?include_not_relevant=true", "")["companies"], 2)
	status, _ = g.call("key-1", "DELETE", "/individuals/"+p["id"].(string), "")
	assert.Equal(t, 204, status)
	status, _ = g.call("key-1", "GET", "/individuals/"+p["id"].(string), "")
	assert.Equal(t, 404, status)
}

// Another workspace finds nothing, and no key finds nobody.
func TestWorkspacesAreApart(t *testing.T) {
	g := newRig(t)
	c := g.ok("POST", "/cases", graph)
	k := g.ok("POST", "/checks/aml", fmt.Sprintf(`{"individual_id":%q}`, at(c, "individuals", 0, "id")))
	for _, path := range []string{"/cases/" + c["id"].(string), "/cases/ext-1", "/companies/" + at(c, "companies", 0, "id").(string), "/checks/aml/" + k["id"].(string), "/cases/" + c["id"].(string) + "/notes"} {
		status, e := g.call("key-2", "GET", path, "")
		assert.Equal(t, 404, status, path)
		assert.Equal(t, "NOT_FOUND", e["code"])
	}
	status, e := g.call("wrong", "GET", "/cases", "")
	assert.Equal(t, 401, status)
	assert.EqualValues(t, 401, e["status_code"])
	assert.NotEmpty(t, e["timestamp"])
	assert.EqualValues(t, 0, at(second(g.call("key-2", "GET", "/cases", "")), "pagination", "count"))
}

func second(_ int, m map[string]any) map[string]any { return m }

// What is broken is a fault with its path.
func TestFaults(t *testing.T) {
	g := newRig(t)
	id := g.ok("POST", "/cases", graph)["id"].(string)
	for _, x := range []struct {
		method, path, body string
		status             int
		message            string
	}{
		{"POST", "/cases", `{`, 400, "malformed"},
		{"POST", "/cases", `{"name":"x","colour":"red"}`, 400, "colour: unknown"},
		{"POST", "/cases", `{"name":""}`, 400, "name: required"},
		{"POST", "/cases", `{"name":"x","companies":[{"name":"m","to":"x"}]}`, 400, "companies[0].to: unknown"},
		{"POST", "/cases", `{"name":"x","external_id":"ext-1"}`, 400, "external_id: must be unique"},
		{"POST", "/cases", `{"name":"x","individuals":[{"first_name":"a","last_name":"b","relations":[{"source_company_ref":"zz"}]}]}`, 400, "individuals[0].relations[0].source_company_ref"},
		{"PATCH", "/cases/" + id, `{"status":"approved"}`, 400, "status: not_allowed"},
		{"PATCH", "/cases/" + id, `{"status":"draft"}`, 409, "status"},
		{"POST", "/cases/" + id + "/relations", `{"to_company_id":"x"}`, 400, "from_company_id: required"},
		{"POST", "/cases/" + id + "/reviews", `{"status":"approved"}`, 400, "no_checks"},
		{"POST", "/cases/" + id + "/reviews", `{"status":"won"}`, 400, "status: unknown"},
		{"GET", "/cases?page=0", "", 400, "page: out_of_range"},
		{"GET", "/cases?limit=101", "", 400, "limit: out_of_range"},
		{"GET", "/cases?sort=colour", "", 400, "sort: malformed"},
		{"GET", "/cases?sort=name,name.desc", "", 400, "sort: repeated"},
		{"GET", "/cases?colour=red", "", 400, "query: unknown"},
		{"GET", "/cases?status=won", "", 400, "status: unknown"},
		{"GET", "/cases?status.like=open", "", 400, "status: not_allowed"},
		{"GET", "/cases?created_at.gt=yesterday", "", 400, "created_at: malformed"},
		{"GET", "/nowhere", "", 404, ""},
		{"GET", "/checks/nothing/" + id, "", 404, ""},
		{"POST", "/checks/aml", `{}`, 400, "individual_id: required"},
		{"POST", "/webhooks", `{"url":"ftp://example.com","events":["Case.Created"]}`, 400, "url"},
		{"POST", "/webhooks", `{"url":"http://169.254.169.254/x","events":["Case.Created"]}`, 400, "url"},
		{"POST", "/webhooks", `{"url":"https://example.com","events":["Case.Invented"]}`, 400, "events[0]: unknown"},
	} {
		status, e := g.call("key-1", x.method, x.path, x.body)
		assert.Equal(t, x.status, status, "%s %s %s: %v", x.method, x.path, x.body, e)
		assert.Contains(t, e["message"], x.message, x.path)
		for _, field := range []string{"status_code", "timestamp", "code", "message"} {
			assert.Contains(t, e, field)
		}
	}
}

// Lists filter, sort and page as published.
func TestLists(t *testing.T) {
	g := newRig(t)
	for _, name := range []string{"Bravo", "Alpha", "Charlie"} {
		g.ok("POST", "/cases", fmt.Sprintf(`{"name":%q,"tags":["t-%s"]}`, name, name))
	}
	for path, want := range map[string]string{
		"/cases":                                                "Bravo Alpha Charlie",
		"/cases?sort=name":                                      "Alpha Bravo Charlie",
		"/cases?sort=created_at.desc":                           "Charlie Alpha Bravo",
		"/cases?sort=name&page=2&limit=2":                       "Charlie",
		"/cases?page=9999999":                                   "",
		"/cases?name=Alpha":                                     "Alpha",
		"/cases?name.not_eq=Alpha":                              "Bravo Charlie",
		"/cases?name.ilike=%25r%25":                             "Bravo Charlie",
		"/cases?tags=T-alpha":                                   "Alpha",
		"/cases?tags.array_overlap=t-Alpha,t-Bravo":             "Bravo Alpha",
		"/cases?status.in=open,draft&created_at.gte=2026-03-02": "Bravo Alpha Charlie",
		"/cases?status=closed":                                  "",
		"/cases?created_at.lt=2026-03-02":                       "",
	} {
		page := g.ok("GET", path, "")
		var names []string
		for _, c := range page["data"].([]any) {
			names = append(names, at(c, "name").(string))
		}
		assert.Equal(t, want, strings.Join(names, " "), path)
	}
	assert.Equal(t, map[string]any{"page": 2.0, "limit": 2.0, "count": 3.0}, g.ok("GET", "/cases?page=2&limit=2", "")["pagination"])
}

// A deleted case is shown no more; one that is opened again is.
func TestDelete(t *testing.T) {
	g := newRig(t)
	c := g.ok("POST", "/cases", graph)
	id := c["id"].(string)
	status, _ := g.call("key-1", "DELETE", "/cases/ext-1", "")
	assert.Equal(t, 204, status)
	for _, path := range []string{"/cases/ext-1", "/cases/" + id, "/companies/" + at(c, "companies", 0, "id").(string)} {
		status, _ = g.call("key-1", "GET", path, "")
		assert.Equal(t, 404, status, path)
	}
	assert.Empty(t, g.ok("GET", "/cases", "")["data"])
	_, err := g.cases.Reopen(t.Context(), bonafide.Reviewer("ada"), id, casefile.ReopenRequest{})
	require.NoError(t, err)
	g.ok("GET", "/cases/"+id, "")
	_, err = g.cases.Review(t.Context(), bonafide.Reviewer("ada"), id, casefile.ReviewRequest{Status: casefile.Closed, Comment: "x"})
	require.NoError(t, err)
	assert.Equal(t, "closed", g.ok("GET", "/cases/"+id, "")["status"], "closed, and not deleted")
}

// What must be kept is not deleted permanently: the answer says so, and nothing changes.
func TestDeletePermanently(t *testing.T) {
	g := newRig(t)
	id := g.ok("POST", "/cases", graph)["id"].(string)
	deleted := func() (int, any) {
		status, e := g.call("key-1", "DELETE", "/cases/ext-1?permanent=true", "")
		return status, e["code"]
	}
	status, code := deleted()
	assert.Equal(t, []any{409, "STATE_CONFLICT"}, []any{status, code}, "it is open")
	assert.Equal(t, "open", g.ok("GET", "/cases/"+id, "")["status"])
	status, _ = g.call("key-1", "DELETE", "/cases/ext-1", "")
	require.Equal(t, 204, status)
	_, err := g.cases.Hold(t.Context(), bonafide.Reviewer("ada"), id, casefile.HoldRequest{ID: "m", Reason: "claim"})
	require.NoError(t, err)
	status, code = deleted()
	assert.Equal(t, []any{409, "RETENTION"}, []any{status, code}, "of a hold no key learns")
	g.clock = g.clock.AddDate(6, 0, 0)
	status, code = deleted()
	assert.Equal(t, []any{409, "RETENTION"}, []any{status, code}, "of a hold no key learns")
	_, err = g.cases.Release(t.Context(), bonafide.Reviewer("ada"), id, casefile.ReleaseRequest{ID: "m", Reason: "over"})
	require.NoError(t, err)
	status, _ = g.call("key-2", "DELETE", "/cases/"+id+"?permanent=true", "")
	assert.Equal(t, 404, status, "another workspace")
	status, _ = deleted()
	assert.Equal(t, 204, status)
	c, err := g.cases.Get(t.Context(), bonafide.System(), id)
	require.NoError(t, err)
	assert.True(t, c.Erased())
	status, _ = deleted()
	assert.Equal(t, 404, status)
}

// A draft was never a customer: what was entered by mistake goes at once, and its external
// id is free again.
func TestDeleteDraftPermanently(t *testing.T) {
	g := newRig(t)
	draft := strings.Replace(graph, `{`, `{"status":"draft",`, 1)
	id := g.ok("POST", "/cases", draft)["id"].(string)
	g.ok2(204, "DELETE", "/cases/"+id+"?permanent=true")
	g.ok2(404, "GET", "/cases/"+id)
	c, err := g.cases.Get(t.Context(), bonafide.System(), id)
	require.NoError(t, err)
	assert.True(t, c.Erased())
	assert.NotEqual(t, id, g.ok("POST", "/cases", draft)["id"])
}

// Its deletion is told once, however it came about, and also after its erasure.
func TestDeletionIsTold(t *testing.T) {
	for name, erased := range map[string]bool{"deleted": false, "deleted, then erased": true} {
		g := newRig(t)
		events, receive := g.receiver("Case.Deleted")
		id := g.ok("POST", "/cases", graph)["id"].(string)
		_, err := g.cases.Review(t.Context(), bonafide.Platform("acme"), id, casefile.ReviewRequest{Status: casefile.Closed, Comment: "x"})
		require.NoError(t, err)
		g.ok2(204, "DELETE", "/cases/"+id)
		g.ok2(404, "DELETE", "/cases/"+id)
		if erased {
			g.clock = g.clock.AddDate(6, 0, 0)
			g.ok2(204, "DELETE", "/cases/"+id+"?permanent=true")
		}
		receive()
		assert.Equal(t, []string{"Case.Deleted " + id}, *events, name)
	}
	g := newRig(t)
	events, receive := g.receiver("Case.Deleted")
	id := g.ok("POST", "/cases", graph)["id"].(string)
	_, err := g.cases.Review(t.Context(), bonafide.Platform("acme"), id, casefile.ReviewRequest{Status: casefile.Closed, Comment: "x"})
	require.NoError(t, err)
	g.clock = g.clock.AddDate(6, 0, 0)
	g.ok2(204, "DELETE", "/cases/"+id+"?permanent=true")
	receive()
	assert.Equal(t, []string{"Case.Deleted " + id}, *events, "erased at once")
}

// ok2 is a call that must be answered with a status.
func (g *rig) ok2(want int, method, path string) {
	g.t.Helper()
	status, e := g.call("key-1", method, path, "")
	require.Equal(g.t, want, status, "%s %s: %v", method, path, e)
}

// A key that may not review is not told by a webhook that a reviewer wrote a note, nor what
// became of a check that is out of the investigation, and sees no time of it.
func TestHiddenIsNotTold(t *testing.T) {
	for _, reviews := range []bool{true, false} {
		g := newRig(t)
		g.options.Reviews = reviews
		var err error
		g.handler, err = dotfile.Handler(g.cases, g.options)
		require.NoError(t, err)
		events, receive := g.receiver("Note.Created", "NoteComment.Created", "Check.ReviewNeeded")
		deliver, err := dotfile.Deliver(g.cases, g.options)
		require.NoError(t, err)
		c := g.ok("POST", "/cases", `{"name":"Jane","individuals":[{"first_name":"Jane","last_name":"Listed"}]}`)
		id, jane, ada := c["id"].(string), at(c, "individuals", 0, "id").(string), bonafide.Reviewer("ada")
		made, err := g.cases.StartCheck(t.Context(), ada, id, casefile.StartCheckRequest{Entity: jane, Type: casefile.AML, Automation: casefile.Automation{Approval: true}})
		require.NoError(t, err)
		found, err := g.cases.Advance(t.Context(), id)
		require.NoError(t, err)
		hit := found.Checks[0].Screening.Result.Hits[0]
		for _, do := range []func() (casefile.Case, error){
			func() (casefile.Case, error) {
				return g.cases.DecideHits(t.Context(), ada, id, casefile.DecideHitsRequest{Check: made.Checks[0].ID, Hits: []casefile.HitID{{List: hit.List, EntryID: hit.EntryID}},
					Disposition: screening.FalsePositive, Reason: "another", Expires: g.clock.AddDate(0, 6, 0)})
			},
			func() (casefile.Case, error) {
				return g.cases.SetRelevant(t.Context(), ada, id, casefile.SetRelevantRequest{Entity: jane})
			},
		} {
			_, err := do()
			require.NoError(t, err)
		}
		receive()
		*events = nil // what was told until here
		before := g.ok("GET", "/cases/"+id, "")
		later := g.clock.AddDate(0, 7, 0) // the clearance has lapsed
		g.clock = later
		noted, err := g.cases.AddNote(t.Context(), ada, id, casefile.AddNoteRequest{Text: "SAR filed"})
		require.NoError(t, err)
		_, err = g.cases.CommentNote(t.Context(), ada, id, casefile.CommentNoteRequest{Note: noted.Notes[0].ID, Text: "acknowledged"})
		require.NoError(t, err)
		all, err := g.store.Events(t.Context(), bonafide.EventQuery{Limit: bonafide.MaxPage})
		require.NoError(t, err)
		var told []string
		for _, e := range all {
			if !e.At.Before(later) {
				told = append(told, e.Type)
				require.NoError(t, deliver(t.Context(), e))
			}
		}
		require.Contains(t, told, "case.check_review_needed")
		after := g.ok("GET", "/cases/"+id, "")
		if reviews {
			assert.ElementsMatch(t, []string{"Note.Created <nil>", "NoteComment.Created <nil>", "Check.ReviewNeeded <nil>"}, *events)
			assert.NotEqual(t, before["last_activity_at"], after["last_activity_at"])
			continue
		}
		assert.Empty(t, *events)
		assert.Equal(t, before, after)
	}
}

// receiver takes some events: what it got, and what delivers all events to it.
func (g *rig) receiver(names ...string) (*[]string, func()) {
	got := new([]string)
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		var m map[string]any
		if assert.NoError(g.t, json.NewDecoder(r.Body).Decode(&m)) {
			*got = append(*got, fmt.Sprint(m["event"], " ", at(m, "case", "id")))
		}
	}))
	g.t.Cleanup(server.Close)
	g.ok("POST", "/webhooks", fmt.Sprintf(`{"url":%q,"events":["%s"]}`, server.URL, strings.Join(names, `","`)))
	deliver, err := dotfile.Deliver(g.cases, g.options)
	require.NoError(g.t, err)
	return got, func() {
		all, err := g.store.Events(g.t.Context(), bonafide.EventQuery{Limit: bonafide.MaxPage})
		require.NoError(g.t, err)
		for _, e := range all {
			require.NoError(g.t, deliver(g.t.Context(), e))
		}
	}
}

func TestTagsNotesTasks(t *testing.T) {
	g := newRig(t)
	id := g.ok("POST", "/cases", graph)["id"].(string)
	tags := g.ok("POST", "/cases/"+id+"/tags", `{"tags":["high RISK","New"]}`)
	assert.Len(t, tags["tags"], 2)
	tags = g.ok("DELETE", "/cases/"+id+"/tags", fmt.Sprintf(`{"tags":[%q]}`, at(tags, "tags", 0, "id")))
	assert.Equal(t, "New", at(tags, "tags", 0, "label"))
	note := g.ok("POST", "/notes", fmt.Sprintf(`{"case_id":%q,"content":"see <script>"}`, id))
	assert.Equal(t, "<p>see &lt;script&gt;</p>", note["content"])
	path := "/notes/" + note["id"].(string) + "/comments"
	comment := g.ok("POST", path, `{"content":"a < b"}`)
	assert.Equal(t, []any{"<p>a &lt; b</p>", note["id"], "api"}, []any{comment["content"], comment["note_id"], comment["author_type"]})
	notes := g.ok("GET", "/cases/"+id+"/notes", "")
	assert.Len(t, notes["data"], 1)
	assert.Equal(t, []any{any(comment)}, at(notes, "data", 0, "comments"))
	for key, call := range map[string][2]string{"key-2": {path, `{"content":"x"}`}, "key-1": {"/notes/" + id + "/comments", `{"content":"x"}`}} {
		status, _ := g.call(key, "POST", call[0], call[1])
		assert.Equal(t, 404, status, call[0])
	}
	status, e := g.call("key-1", "POST", path, `{}`)
	assert.Equal(t, 400, status)
	assert.Equal(t, "content: required", e["message"])
	task := g.ok("POST", "/cases/"+id+"/tasks", `{"title":"call"}`)
	assert.Equal(t, true, g.ok("PATCH", "/cases/"+id+"/tasks/"+task["id"].(string), `{"is_completed":true}`)["is_completed"])
	run := g.ok("POST", "/templates/run", fmt.Sprintf(`{"case_id":%q,"template_key":"kyb"}`, id))
	assert.Len(t, run["company_ids"], 2)
	assert.EqualValues(t, 1, at(g.ok("GET", "/checks?type=document&case_id="+id, ""), "pagination", "count"))
}

// Webhooks are signed, repeated with the same event id, and not repeated once taken.
func TestWebhooks(t *testing.T) {
	g := newRig(t)
	type got struct{ body, signature string }
	var calls []got
	fail := true
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var b bytes.Buffer
		_, _ = b.ReadFrom(r.Body)
		calls = append(calls, got{b.String(), r.Header.Get("dotfile-signature")})
		if fail {
			w.WriteHeader(http.StatusInternalServerError)
		}
		fail = false
	}))
	defer receiver.Close()
	h := g.ok("POST", "/webhooks", fmt.Sprintf(`{"url":%q,"events":["Case.Created","Case.Updated","Case.InfoUpdated"]}`, receiver.URL))
	require.NotEmpty(t, h["secret"])
	assert.NotEqual(t, h["secret"], g.ok("GET", "/webhooks/"+h["id"].(string), "")["secret"])
	id := g.ok("POST", "/cases", `{"name":"x"}`)["id"].(string)
	g.ok("PATCH", "/cases/"+id, `{"name":"y"}`)
	deliver, err := dotfile.Deliver(g.cases, g.options)
	require.NoError(t, err)
	events, err := g.store.Events(t.Context(), bonafide.EventQuery{})
	require.NoError(t, err)
	for _, e := range events {
		if err := deliver(t.Context(), e); err != nil {
			require.ErrorIs(t, err, bonafide.ErrUnavailable)
			require.NoError(t, deliver(t.Context(), e))
		}
	}
	left, err := g.store.List(t.Context(), bonafide.Query{Kind: "dotfile.delivery"})
	require.NoError(t, err)
	assert.Empty(t, left.Records, "what was delivered leaves nothing behind")
	var names []string
	var eventIDs []any
	for _, c := range calls {
		var m map[string]any
		require.NoError(t, json.Unmarshal([]byte(c.body), &m))
		names = append(names, fmt.Sprint(m["event"], " ", m["sub_event"], " ", at(m, "context", "retry_count")))
		eventIDs = append(eventIDs, at(m, "context", "event_id"))
		assert.Equal(t, id, at(m, "case", "id"))
		assert.Equal(t, signed(h["secret"].(string), c.body), c.signature)
	}
	assert.Equal(t, []string{"Case.Created <nil> 0", "Case.Created <nil> 1", "Case.Updated Case.InfoUpdated 0"}, names)
	assert.Equal(t, eventIDs[0], eventIDs[1])
	status, _ := g.call("key-1", "DELETE", "/webhooks/"+h["id"].(string), "")
	assert.Equal(t, 204, status)
	assert.Empty(t, g.ok("GET", "/webhooks", "")["data"])
}

// A host that lets keys not review answers 403 and shows no hits.
func TestKeysThatDoNotReview(t *testing.T) {
	g := newRig(t)
	c := g.ok("POST", "/cases", graph)
	g.options.Reviews = false
	var err error
	g.handler, err = dotfile.Handler(g.cases, g.options)
	require.NoError(t, err)
	status, e := g.call("key-1", "POST", "/cases/"+c["id"].(string)+"/reviews", `{"status":"approved"}`)
	assert.Equal(t, 403, status)
	assert.Equal(t, "FORBIDDEN", e["code"])
	assert.Equal(t, c["id"], g.ok("GET", "/cases/"+c["id"].(string), "")["id"])
}
