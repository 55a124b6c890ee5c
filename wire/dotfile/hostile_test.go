package dotfile_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/wire/dotfile"
)

// victim is a case of the first workspace with one of everything.
type victim struct{ id, company, other, person, relation, check, document, note, task, webhook string }

func (g *rig) victim() victim {
	c := g.ok("POST", "/cases", graph)
	v := victim{id: c["id"].(string), company: at(c, "companies", 0, "id").(string), other: at(c, "companies", 1, "id").(string),
		person: at(c, "individuals", 0, "id").(string), relation: at(c, "individuals", 0, "relations", 0, "id").(string)}
	v.check = g.ok("POST", "/checks/aml", fmt.Sprintf(`{"individual_id":%q}`, v.person))["id"].(string)
	v.document = g.ok("POST", "/checks/document", fmt.Sprintf(`{"company_id":%q,"settings":{"document_type_key":"kbis"}}`, v.company))["id"].(string)
	v.note = g.ok("POST", "/notes", fmt.Sprintf(`{"case_id":%q,"content":"seen"}`, v.id))["id"].(string)
	v.task = g.ok("POST", "/cases/"+v.id+"/tasks", `{"title":"call"}`)["id"].(string)
	v.webhook = g.ok("POST", "/webhooks", `{"url":"https://example.com/hook","events":["Case.Created"]}`)["id"].(string)
	return v
}

// requests are every request that names something of a case or a webhook, in path or body.
func (v victim) requests() map[string]string {
	entity := func(x string) string { return fmt.Sprintf(`{"case_id":%q,%s}`, v.id, x) }
	return map[string]string{
		"GET /cases/" + v.id: "", "GET /cases/ext-1": "", "PATCH /cases/" + v.id: `{"name":"mine"}`, "PATCH /cases/ext-1": `{"name":"mine"}`,
		"DELETE /cases/" + v.id: "", "DELETE /cases/" + v.id + "?permanent=true": "",
		"POST /cases/" + v.id + "/reviews":                   `{"status":"closed"}`,
		"POST /cases/" + v.id + "/risks":                     `{"level":"low"}`,
		"POST /cases/" + v.id + "/relations":                 fmt.Sprintf(`{"from_individual_id":%q,"to_company_id":%q}`, v.person, v.company),
		"PATCH /cases/" + v.id + "/relations/" + v.relation:  `{"ownership_percentage":1}`,
		"DELETE /cases/" + v.id + "/relations/" + v.relation: "",
		"GET /cases/" + v.id + "/tags":                       "",
		"POST /cases/" + v.id + "/tags":                      `{"tags":["x"]}`,
		"DELETE /cases/" + v.id + "/tags":                    `{"tags":["High risk"]}`,
		"GET /cases/" + v.id + "/notes":                      "",
		"GET /cases/" + v.id + "/tasks":                      "",
		"POST /cases/" + v.id + "/tasks":                     `{"title":"x"}`,
		"PATCH /cases/" + v.id + "/tasks/" + v.task:          `{"is_completed":true}`,
		"PATCH /cases/" + v.id + "/controls/call":            `{"is_completed":true,"comment":"x"}`,
		"POST /notes":                                           entity(`"content":"x"`),
		"POST /notes/" + v.note + "/comments":                   `{"content":"x"}`,
		"POST /companies":                                       entity(`"name":"x"`),
		"POST /individuals":                                     entity(`"first_name":"Ada","last_name":"Byron"`),
		"POST /templates/run":                                   entity(`"template_key":"kyb"`),
		"GET /companies/" + v.company:                           "",
		"PATCH /companies/" + v.company:                         `{"name":"x"}`,
		"DELETE /companies/" + v.other:                          "",
		"POST /companies/" + v.other + "/set-relevant":          `{"is_relevant":false}`,
		"GET /individuals/" + v.person:                          "",
		"PATCH /individuals/" + v.person:                        `{"first_name":"x"}`,
		"DELETE /individuals/" + v.person:                       "",
		"POST /individuals/" + v.person + "/set-relevant":       `{"is_relevant":false}`,
		"POST /checks/aml":                                      fmt.Sprintf(`{"individual_id":%q}`, v.person),
		"POST /checks/fraud-database":                           fmt.Sprintf(`{"company_id":%q}`, v.company),
		"GET /checks/aml/" + v.check:                            "",
		"DELETE /checks/aml/" + v.check:                         "",
		"PATCH /checks/aml/" + v.check + "/review":              `{"action":"approve"}`,
		"PATCH /checks/aml/" + v.check + "/hits/review":         `{"action":"ignore","hit_ids":["x"]}`,
		"PATCH /checks/aml/" + v.check + "/monitoring":          `{"is_monitored":false}`,
		"POST /checks/document/" + v.document + "/add_files":    `{"files":[{"upload_ref":"f"}]}`,
		"POST /checks/document/" + v.document + "/force_review": "",
		"GET /webhooks/" + v.webhook:                            "",
		"PATCH /webhooks/" + v.webhook:                          `{"url":"https://example.org/mine"}`,
		"DELETE /webhooks/" + v.webhook:                         "",
	}
}

// Every id of another workspace is an id that is not there: nothing is shown, told or changed.
func TestAnotherWorkspaceReachesNothing(t *testing.T) {
	g := newRig(t)
	v := g.victim()
	before, err := g.cases.Get(t.Context(), bonafide.System(), v.id)
	require.NoError(t, err)
	for what, body := range v.requests() {
		method, path, _ := strings.Cut(what, " ")
		status, e := g.call("key-2", method, path, body)
		assert.Equal(t, 404, status, "%s: %v", what, e)
		assert.Equal(t, "nothing can be found", e["message"], what)
		none, other := g.call("key-2", method, strings.NewReplacer(v.id, "none", v.company, "none", v.other, "none", v.person, "none", v.check, "none",
			v.document, "none", v.webhook, "none", "ext-1", "none").Replace(path), body)
		assert.Equal(t, []any{status, e["message"]}, []any{none, other["message"]}, "%s: as of an id that nobody has", what)
	}
	for _, path := range []string{"/cases?external_id=ext-1", "/checks?case_id=" + v.id, "/checks?individual_id=" + v.person, "/companies?case_id=" + v.id, "/individuals", "/companies", "/tags", "/checks", "/webhooks"} {
		_, page := g.call("key-2", "GET", path, "")
		assert.Equal(t, []any{}, page["data"], path)
		assert.EqualValues(t, 0, at(page, "pagination", "count"), path)
	}
	after, err := g.cases.Get(t.Context(), bonafide.System(), v.id)
	require.NoError(t, err)
	assert.Equal(t, before.UpdatedAt, after.UpdatedAt)
	g.ok("GET", "/webhooks/"+v.webhook, "")
}

// An id in the place of another kind of id is not there.
func TestIdsOfAnotherKind(t *testing.T) {
	g := newRig(t)
	v := g.victim()
	for _, what := range []string{"GET /companies/" + v.person, "DELETE /companies/" + v.person, "DELETE /individuals/" + v.other, "GET /individuals/" + v.check,
		"DELETE /companies/" + v.check, "GET /checks/document/" + v.check, "DELETE /checks/document/" + v.check, "GET /checks/aml/" + v.person,
		"GET /companies/" + strings.Repeat("x", 5000), "GET /companies/%00%ff", "GET /cases/%00%ff%0a", "GET /webhooks/%00", "GET /webhooks/" + strings.Repeat("x", 5000)} {
		method, path, _ := strings.Cut(what, " ")
		status, _ := g.call("key-1", method, path, "")
		assert.Equal(t, 404, status, what)
	}
}

// A key that may not review gets 403 wherever reviewers decide, and sees neither hits nor notes.
func TestKeysThatMayNotReview(t *testing.T) {
	g := newRig(t)
	v := g.victim()
	_, err := g.cases.Advance(t.Context(), v.id)
	require.NoError(t, err)
	g.options.Reviews = false
	g.handler, err = dotfile.Handler(g.cases, g.options)
	require.NoError(t, err)
	for _, what := range []string{"POST /cases/{id}/reviews", "GET /cases/{id}/notes", "POST /notes", "GET /cases/{id}/tasks", "POST /cases/{id}/tasks", "PATCH /cases/{id}/controls/call",
		"POST /checks/aml", "DELETE /checks/aml/{check}", "PATCH /checks/aml/{check}/review", "PATCH /checks/aml/{check}/hits/review", "PATCH /checks/aml/{check}/monitoring"} {
		what = strings.NewReplacer("{id}", v.id, "{check}", v.check).Replace(what)
		method, path, _ := strings.Cut(what, " ")
		status, e := g.call("key-1", method, path, v.requests()[what])
		assert.Equal(t, 403, status, "%s: %v", what, e)
	}
	jane := g.ok("POST", "/individuals", fmt.Sprintf(`{"case_id":%q,"first_name":"Jane","last_name":"Listed"}`, v.id))["id"].(string)
	made, err := g.cases.StartCheck(t.Context(), bonafide.Reviewer("ada"), v.id, casefile.StartCheckRequest{Entity: jane, Type: casefile.AML})
	require.NoError(t, err)
	_, err = g.cases.Advance(t.Context(), v.id)
	require.NoError(t, err)
	g.ok("GET", "/cases/"+v.id, "")
	k := g.ok("GET", "/checks/aml/"+made.ChecksOf(jane)[0].ID, "")
	assert.Empty(t, at(k, "data", "hits"))
	assert.NotContains(t, fmt.Sprint(k), "LISTED")
	for _, word := range []string{"match_status", "potential_match", "no_match", "hits"} {
		assert.NotContains(t, fmt.Sprint(k), word, "neither a match, nor that there is none")
	}
}

// A key that edited a case last is not its second pair of eyes.
func TestAKeyIsOnePairOfEyes(t *testing.T) {
	g := newRig(t)
	four, err := casefile.New(g.store, g.options.Keys, &casefile.Options{Screener: screener{}, Now: g.now, NewID: g.newID, Reviews: casefile.ReviewSettings{CommentOptional: true, RiskOptional: true}})
	require.NoError(t, err)
	g.cases = four
	g.handler, err = dotfile.Handler(four, g.options)
	require.NoError(t, err)
	c := g.ok("POST", "/cases", `{"name":"Ada","individuals":[{"first_name":"Ada","last_name":"Byron"}]}`)
	id := c["id"].(string)
	g.ok("POST", "/checks/aml", fmt.Sprintf(`{"individual_id":%q}`, at(c, "individuals", 0, "id")))
	_, err = four.Advance(t.Context(), id)
	require.NoError(t, err)
	g.ok("PATCH", "/cases/"+id, `{"name":"Ada B"}`)
	now, err := four.Get(t.Context(), bonafide.Reviewer("ada"), id)
	require.NoError(t, err)
	proposed, err := four.Review(t.Context(), bonafide.Reviewer("ada"), id, casefile.ReviewRequest{Status: casefile.Approved, Content: now.Content})
	require.NoError(t, err)
	status, e := g.call("key-1", "POST", "/cases/"+id+"/reviews", fmt.Sprintf(`{"status":"approved","proposal_id":%q}`, proposed.Proposal.ID))
	assert.Equal(t, []any{400, "LAST_EDITOR"}, []any{status, e["code"]})
	assert.Equal(t, "open", g.ok("GET", "/cases/"+id, "")["status"])
}

// What is asked for without bounds is refused before it costs anything, and no value is echoed.
func TestBombs(t *testing.T) {
	g := newRig(t)
	g.victim()
	secret := "top-secret-078051120"
	for _, path := range []string{
		"/cases?sort=" + strings.Repeat("name,", 100_000), "/cases?sort=" + strings.Repeat(",", 500_000), "/cases?tags.array_overlap=" + strings.Repeat("a,", 100_000),
		"/cases?status.in=" + strings.Repeat("open,", 10_000), "/cases?name.ilike=" + strings.Repeat("%25a", 5_000), "/checks?subtype=" + strings.Repeat("x", 100_000),
		"/cases?" + secret + "=1", "/cases?status=" + secret, "/cases?sort=" + secret, "/cases?created_at.gt=" + secret, "/cases?name." + secret + "=x", "/cases?page=" + secret,
		"/cases/none?" + secret + "=1", "/companies?tax_identification_number=" + secret, "/individuals?social_security_number=" + secret, "/webhooks?secret=" + secret,
	} {
		status, e := g.call("key-1", "GET", path, "")
		assert.Equal(t, 400, status, path[:min(len(path), 60)])
		assert.Less(t, len(fmt.Sprint(e)), 2000, path[:min(len(path), 60)])
		assert.NotContains(t, fmt.Sprint(e), secret)
	}
	for _, body := range []string{`[]`, `"x"`, `null`, `1`, `{"name":{}}`, `{"name":["x"]}`, `{"tags":"x"}`, `{"tags":[{}]}`, `{"metadata":[1]}`, `{"metadata":{"a":{"b":1}}}`, `{"companies":{}}`,
		`{"individuals":[[]]}`, `{"name":"x","name":"y"}`, strings.Repeat(`{"metadata":`, 20_000), `{"name":"x"}{"name":"y"}`, `{"` + secret + `":1}`, `{"name":"x","status":"` + secret + `"}`} {
		status, e := g.call("key-1", "POST", "/cases", body)
		assert.Equal(t, 400, status, body[:min(len(body), 60)])
		assert.Less(t, len(fmt.Sprint(e)), 2000)
		if !strings.HasPrefix(body, `{"`+secret) {
			assert.NotContains(t, fmt.Sprint(e), secret)
		}
	}
	r := httptest.NewRequest("POST", "/cases", strings.NewReader(`name=x`))
	r.Header.Set("X-DOTFILE-API-KEY", "key-1")
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	g.handler.ServeHTTP(w, r)
	assert.Equal(t, 415, w.Code)
}

// No webhook reaches where its owner does not: neither by its address nor by what it
// answers.
func TestWebhooksReachNoPrivateAddress(t *testing.T) {
	g := newRig(t)
	g.options.Loopback = false
	var err error
	g.handler, err = dotfile.Handler(g.cases, g.options)
	require.NoError(t, err)
	for _, target := range []string{"http://127.0.0.1/x", "http://localhost/x", "http://[::1]/x", "http://[::ffff:127.0.0.1]/x", "http://0.0.0.0/", "http://2130706433/", "http://0x7f.1/",
		"http://10.0.0.1/", "http://192.168.1.1/", "http://172.16.0.1/", "http://169.254.169.254/latest", "http://[fe80::1]/", "http://[fd00::1]/", "http://100.64.0.1/",
		"file:///etc/passwd", "gopher://example.com/", "https://user:pass@example.com/", "//example.com", "example.com", "http://", "https://example.com\r\nX: y/"} {
		body := fmt.Sprintf(`{"url":%q,"events":["Case.Created"]}`, target)
		status, e := g.call("key-1", "POST", "/webhooks", body)
		assert.Equal(t, 400, status, "%s: %v", target, e)
		assert.NotContains(t, fmt.Sprint(e), "passwd")
	}
}

// Reviewers who came in person have no workspace, also where their id is one's.
func TestReviewersHaveNoWebhooks(t *testing.T) {
	g := newRig(t)
	v := g.victim()
	g.options.Actor = func(*http.Request) (bonafide.Actor, error) { return bonafide.Reviewer("acme"), nil }
	var err error
	g.handler, err = dotfile.Handler(g.cases, g.options)
	require.NoError(t, err)
	for _, what := range []string{"GET /webhooks", "GET /webhooks/" + v.webhook, "DELETE /webhooks/" + v.webhook, "POST /webhooks"} {
		method, path, _ := strings.Cut(what, " ")
		body := ""
		if method == "POST" {
			body = `{"url":"https://example.com/","events":["Case.Created"]}`
		}
		status, _ := g.call("", method, path, body)
		assert.Equal(t, 403, status, what)
	}
	g.ok("GET", "/cases/"+v.id, "")
	assert.Len(t, g.ok("GET", "/companies?case_id="+v.id, "")["data"], 2)
}

// Callers who decide, edit and add at once get answers that are true: every entity that
// was answered is another one, and is there.
func TestRaces(t *testing.T) {
	g := newRig(t)
	v := g.victim()
	var wg sync.WaitGroup
	ids := make([]string, 6)
	for i := range ids {
		wg.Go(func() {
			status, out := g.call("key-1", "POST", "/individuals", fmt.Sprintf(`{"case_id":%q,"first_name":"Ada","last_name":"Byron %s"}`, v.id, []string{"A", "B", "C", "D", "E", "F"}[i]))
			if assert.Equal(t, 201, status, out) {
				assert.Equal(t, "Byron "+string(rune('A'+i)), out["last_name"])
				ids[i] = out["id"].(string)
			}
			status, _ = g.call("key-1", "PATCH", "/cases/"+v.id, fmt.Sprintf(`{"name":"N%d","metadata":{"n":"%d"}}`, i, i))
			assert.Contains(t, []int{200, 409}, status)
			status, _ = g.call("key-1", "POST", "/cases/"+v.id+"/reviews", `{"status":"approved"}`)
			assert.Equal(t, 400, status, "checks are open")
		})
	}
	wg.Wait()
	seen := map[string]bool{}
	for _, id := range ids {
		assert.False(t, seen[id])
		seen[id] = true
		g.ok("GET", "/individuals/"+id, "")
	}
	c := g.ok("GET", "/cases/"+v.id, "")
	assert.Equal(t, "N"+at(c, "metadata", "n").(string), c["name"], "a patch is whole")
}

// The lists of companies, individuals and tags filter and page, and one case is enough.
func TestListsOfParts(t *testing.T) {
	g := newRig(t)
	v := g.victim()
	g.ok("POST", "/cases", `{"name":"other","tags":["HIGH RISK","b"],"companies":[{"name":"Zeta"}]}`)
	for path, want := range map[string]int{
		"/companies": 3, "/companies?case_id=" + v.id: 2, "/companies?name.ilike=stark": 2, "/companies?sort=name.desc&limit=1": 1, "/companies?case_id=none": 0,
		"/individuals": 1, "/individuals?case_id=" + v.id: 1, "/tags": 2, "/tags?label.ilike=high": 1, "/checks?company_id=" + v.company: 1, "/checks?individual_id=none": 0,
		"/cases?external_id=ext-1": 1, "/cases?external_id=" + v.id: 0, "/cases?external_id=ext-1&status=closed": 0, "/cases?external_id.not_eq=ext-1": 1,
		"/cases?tags.array_contains=" + url.QueryEscape("high risk,b"): 1, "/cases?tags.array_overlap=b": 1, "/cases?tags.array_not_contains=b": 1,
	} {
		assert.Len(t, g.ok("GET", path, "")["data"], want, path)
	}
	assert.Equal(t, "Zeta", at(g.ok("GET", "/companies?sort=name.desc&limit=1", ""), "data", 0, "name"))
	g.ok("POST", "/companies/"+v.other+"/set-relevant", `{"is_relevant":false}`)
	assert.Len(t, g.ok("GET", "/companies?case_id="+v.id, "")["data"], 1)
	assert.Len(t, g.ok("GET", "/companies?include_not_relevant=true&case_id="+v.id, "")["data"], 2)
}

// A list that no index answers is refused where it would go through too much.
func TestListsAreBounded(t *testing.T) {
	g := newRig(t)
	g.options.MaxScan = 2
	var err error
	g.handler, err = dotfile.Handler(g.cases, g.options)
	require.NoError(t, err)
	for i := range 3 {
		g.ok("POST", "/cases", fmt.Sprintf(`{"name":"x","external_id":"e-%d","tags":["t%d"]}`, i, i))
	}
	for path, want := range map[string]int{"/cases": 400, "/cases?name=x": 400, "/companies": 400, "/tags": 400, "/cases?external_id=e-1": 200, "/cases?tags=t1": 200,
		"/cases?tags.array_contains=t1,t2": 200, "/cases?status=closed": 200, "/checks?case_id=none": 200} {
		status, _ := g.call("key-1", "GET", path, "")
		assert.Equal(t, want, status, path)
	}
}

// Checks are deleted while nobody decided them.
func TestDeleteCheck(t *testing.T) {
	g := newRig(t)
	v := g.victim()
	g.ok2(204, "DELETE", "/checks/document/"+v.document)
	g.ok2(404, "GET", "/checks/document/"+v.document)
	k := g.ok("POST", "/checks/document", fmt.Sprintf(`{"company_id":%q,"settings":{"document_type_key":"iban"}}`, v.company))["id"].(string)
	g.ok("POST", "/checks/document/"+k+"/add_files", `{"files":[{"upload_ref":"f"}]}`)
	g.ok("PATCH", "/checks/document/"+k+"/review", `{"action":"reject","comment":"blurred"}`)
	status, e := g.call("key-1", "DELETE", "/checks/document/"+k, "")
	assert.Equal(t, []any{400, "DECIDED"}, []any{status, e["code"]})
}

// A root that is replaced takes the secrets of webhooks along; what is delivered leaves
// nothing behind.
func TestRotate(t *testing.T) {
	g := newRig(t)
	wrapper, err := bonafide.NewLocalWrapper(make([]byte, 32))
	require.NoError(t, err)
	var roots [2][]byte
	for i := range roots {
		roots[i], err = bonafide.NewRoot(t.Context(), wrapper, "tenant")
		require.NoError(t, err)
	}
	use := func(roots ...[]byte) *bonafide.Keys {
		keys, err := bonafide.NewKeys(t.Context(), "tenant", wrapper, roots...)
		require.NoError(t, err)
		g.options.Keys = keys
		g.handler, err = dotfile.Handler(g.cases, g.options)
		require.NoError(t, err)
		return keys
	}
	use(roots[0])
	events, _ := g.receiver("Case.Deleted")
	id := g.ok("POST", "/cases", `{"name":"x"}`)["id"].(string)
	g.ok2(204, "DELETE", "/cases/"+id)
	both := use(roots[1], roots[0])
	done, err := dotfile.Rotate(t.Context(), g.store, both)
	require.NoError(t, err)
	assert.Equal(t, 1, done)
	done, err = dotfile.Rotate(t.Context(), g.store, both)
	require.NoError(t, err)
	assert.Zero(t, done, "once")
	use(roots[1])
	deliver, err := dotfile.Deliver(g.cases, g.options)
	require.NoError(t, err)
	all, err := g.store.Events(t.Context(), bonafide.EventQuery{Limit: bonafide.MaxPage})
	require.NoError(t, err)
	for _, e := range all {
		require.NoError(t, deliver(t.Context(), e))
	}
	assert.Equal(t, []string{"Case.Deleted " + id}, *events)
	_, err = dotfile.Rotate(t.Context(), nil, nil)
	assert.ErrorIs(t, err, bonafide.ErrInvalid)
	_, err = dotfile.Rotate(t.Context(), g.store, use(roots[0]))
	assert.ErrorIs(t, err, bonafide.ErrSealed, "the old root is gone")
}
