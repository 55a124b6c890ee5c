package desk_test

import (
	"context"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/desk"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/money"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/user"
)

// hostile is a text that would run where a page forgot to escape it. Names of people take no
// such characters: what reviewers write, and what lists say, does.
const hostile = `"><script>alert(1)</script>`

// sheet puts locks, decisions on hits and clearances under four eyes.
const sheet = `{"id": "shop", "version": 1, "cip_tag": 1, "user_kind": "personal", "effective_at": "2026-01-01T00:00:00Z",
	"four_eyes": ["lock"], "screening": {"counted_lists": ["ofac_sdn"]},
	"tiers": [{"scope": "SEND|RECEIVE", "requires": [{"id": "number", "waivable": true, "document": {"types": ["SSN"]}}]}]}`

// listing finds everybody called Jane on a list.
type listing struct{}

func (listing) Screen(_ context.Context, q screening.Query) (screening.Result, error) {
	run := screening.ListRun{Key: "ofac_sdn", Edition: bonafide.Date{Year: 2026, Month: 3, Day: 1}, Result: screening.ListNoMatch}
	var r screening.Result
	if strings.HasPrefix(q.Name, "Jane") {
		run.Result = screening.ListMatch
		r.Hits = []screening.Hit{{List: "ofac_sdn", Edition: "2026-03-01", EntryID: "7", EntryHash: "h7", Score: 0.9123, MatchedName: "<b>JANE" + hostile, NameKind: screening.PrimaryName,
			Explanation: screening.Explanation{Engine: "1", Query: q.Name, Name: "JANE", Rules: "person", Pairs: []screening.Pair{{Query: "jane", List: "jane", Rule: screening.RuleExact, Similarity: 1}},
				QueryOnly: []screening.Word{{Text: "<i>listed", Kind: screening.NameWord, Weight: 1}}, Adjustments: []screening.Adjustment{{Fact: "country", Rule: "other", Query: "US", List: "IR", Effect: -0.1}}}}}
	}
	r.Lists = []screening.ListRun{run}
	return r, nil
}

// A world is a desk over a store with people in it.
type world struct {
	*testing.T
	users *user.Service
	desk  http.Handler
	now   time.Time
	jane  user.User // listed, with a document that waits for a reviewer
	ana   user.User // the same number as bob: duplicates
}

var shop = bonafide.Platform("shop")

func newWorld(t *testing.T, fourEyes ...permission.Verb) *world {
	t.Helper()
	text := sheet
	for _, v := range fourEyes {
		text = strings.Replace(text, `"lock"`, `"lock", "`+string(v)+`"`, 1)
	}
	programs, err := program.ParseBook([]byte(text))
	require.NoError(t, err)
	w := &world{T: t, now: today}
	n, now := 0, func() time.Time { return w.now }
	w.users, err = user.New(memory.New("shop"), bonafide.EphemeralKeys(), &user.Options{Programs: programs, Screener: listing{}, Now: now, NewCode: func() (string, error) { return "135790", nil },
		Messenger: user.MessengerFunc(func(context.Context, user.Message) error { return nil }), Files: document.NewMemoryFiles(),
		NewID: func() (string, error) { n++; return fmt.Sprint("id-", n), nil },
		Verifier: document.VerifierFunc(func(context.Context, document.Request) (document.Verdict, error) {
			return document.ManualReview(today, nil), nil
		})})
	require.NoError(t, err)
	w.desk, err = desk.Handler(w.users, nil, &desk.Options{Now: now, Actor: func(r *http.Request) (bonafide.Actor, error) {
		name, _, _ := r.BasicAuth()
		return bonafide.Reviewer(name), nil
	}})
	require.NoError(t, err)
	w.jane = w.person("Jane O'Hara", "+14155552671", "512-43-2222")
	w.ana = w.person("Ana Lopez", "+14155552672", "512-43-3333")
	w.person("Bob Lopez", "+14155552673", "512-43-3333")
	sum, err := bonafide.ParseMoney("60", "USD")
	require.NoError(t, err)
	_, err = w.users.Move(t.Context(), shop, w.ana.ID, user.MoveRequest{Transaction: money.Transaction{ID: "t-1", Direction: permission.Inbound, Amount: sum, At: today}})
	require.NoError(t, err)
	officer := bonafide.Reviewer("officer-a")
	_, err = w.users.Hold(t.Context(), officer, w.jane.ID, user.HoldRequest{ID: "case-1", Reason: hostile})
	require.NoError(t, err)
	w.jane, err = w.users.Get(t.Context(), bonafide.Reviewer("officer-a"), w.jane.ID)
	require.NoError(t, err)
	return w
}

func (w *world) person(name, phone, ssn string) user.User {
	w.Helper()
	ctx := w.Context()
	u, err := w.users.Create(ctx, shop, user.CreateRequest{Phone: phone, LegalNames: []string{name}})
	require.NoError(w, err)
	u, err = w.users.SubmitDocuments(ctx, shop, u.ID, user.SubmitRequest{Documents: []document.Submission{{
		Name: name, Email: "ana@example.com", PhoneNumber: phone, IP: "203.0.113.7", EntityType: "F", EntityScope: "Education",
		Day: 14, Month: 5, Year: 1990, AddressStreet: "1 Market Street", AddressCity: "San Francisco", AddressSubdivision: "CA",
		AddressPostalCode: "94105", AddressCountryCode: "US",
		VirtualDocs: []document.SubSubmission{{Type: document.SSN, Value: bonafide.NewSecret(ssn)}},
	}}})
	require.NoError(w, err)
	u, err = w.users.Advance(ctx, u.ID)
	require.NoError(w, err)
	return u
}

// send asks the desk as a reviewer; a form makes it a POST.
func (w *world) send(as, target string, form url.Values, with ...func(*http.Request)) *httptest.ResponseRecorder {
	w.Helper()
	method, body := http.MethodGet, ""
	if form != nil {
		method, body = http.MethodPost, form.Encode()
	}
	r := httptest.NewRequestWithContext(w.Context(), method, target, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.SetBasicAuth(as, "")
	for _, f := range with {
		f(r)
	}
	out := httptest.NewRecorder()
	w.desk.ServeHTTP(out, r)
	return out
}

var (
	hrefs   = regexp.MustCompile(`href="(/[^"#]*)`)
	actions = regexp.MustCompile(`(?:form)?action="(/[^"]*)"`)
	fields  = regexp.MustCompile(`<(?:input|select|textarea)\b[^>]*>`)
	ids     = regexp.MustCompile(`\bid="([^"]+)"`)
)

// walk visits every page that links lead to, and returns them by address.
func (w *world) walk(as string) map[string]string {
	w.Helper()
	seen, todo := map[string]string{}, []string{"/"}
	for len(todo) > 0 {
		at := todo[0]
		todo = todo[1:]
		if _, done := seen[at]; done || at == "/style.css" {
			continue
		}
		answer := w.send(as, at, nil)
		require.Equal(w, http.StatusOK, answer.Code, at)
		require.Contains(w, answer.Header().Get("Content-Security-Policy"), "default-src 'none'", at)
		seen[at] = answer.Body.String()
		for _, m := range hrefs.FindAllStringSubmatch(seen[at], -1) {
			todo = append(todo, html.UnescapeString(m[1]))
		}
	}
	return seen
}

// Every page is reached by links, is guarded and escaped, and names the fields of its forms.
func TestEveryPageByLinks(t *testing.T) {
	w := newWorld(t)
	_, err := w.users.Propose(t.Context(), bonafide.Reviewer("officer-a"), w.jane.ID, user.ProposeRequest{
		Request: user.StandingRequest{Permission: permission.Locked, Code: permission.BlockedList}, Expires: today.AddDate(0, 0, 3)})
	require.NoError(t, err)
	officer := bonafide.Reviewer("officer-a")
	_, err = w.users.DecideHit(t.Context(), officer, w.jane.ID, user.DecideHitRequest{Document: w.jane.Documents[0].ID, List: "ofac_sdn", EntryID: "7",
		Disposition: screening.FalsePositive, Reason: hostile, Expires: today.AddDate(0, 0, 1)})
	require.NoError(t, err)
	for _, as := range []string{"officer-a", "officer-b"} {
		pages := w.walk(as)
		user := "/users/" + w.jane.ID
		for _, begins := range []string{"/", "/search", "/queues/all", "/queues/hit", user, user + "/hits/", user + "/documents/", user + "/proposals/", user + "/events", user + "/events/money",
			user + "/export", user + "/money", user + "/access", user + "/explanation", user + "/duplicates"} {
			found := false
			for at := range pages {
				found = found || strings.HasPrefix(at, begins)
			}
			assert.True(t, found, "no link leads to %s", begins)
		}
		for at, text := range pages {
			for _, bad := range []string{"<script", "<b>JANE", "<i>listed", "style=", "ZgotmplZ"} {
				assert.False(t, strings.Contains(text, bad), "%s has %s", at, bad)
			}
			assert.True(t, !strings.HasPrefix(at+"/", user+"/") || strings.Contains(text, "Jane O&#39;Hara"), "%s names nobody", at)
			labelled(t, at, text)
		}
	}
}

// labelled checks that each field of a page has a label, and each id is there once.
func labelled(t *testing.T, at, text string) {
	t.Helper()
	seen := map[string]bool{}
	for _, m := range ids.FindAllStringSubmatch(text, -1) {
		assert.False(t, seen[m[1]], "%s has the id %s twice", at, m[1])
		seen[m[1]] = true
	}
	for _, field := range fields.FindAllString(text, -1) {
		if strings.Contains(field, `type="hidden"`) || strings.Contains(text, `<label class="choice">`+field) {
			continue
		}
		id := ids.FindStringSubmatch(field)
		require.NotNil(t, id, "%s: %s", at, field)
		assert.True(t, strings.Contains(text, `<label for="`+id[1]+`"`), "%s: no label for %s", at, id[1])
	}
}

// No form of another site is taken.
func TestFormsOfOtherSitesAreRefused(t *testing.T) {
	w := newWorld(t)
	tried := map[string]bool{}
	for _, text := range w.walk("officer-a") {
		for _, m := range actions.FindAllStringSubmatch(text, -1) {
			at := html.UnescapeString(m[1])
			if tried[at] {
				continue
			}
			tried[at] = true
			for name, with := range map[string]func(*http.Request){
				"by fetch metadata": func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") },
				"by origin":         func(r *http.Request) { r.Header.Set("Origin", "https://evil.example") },
			} {
				answer := w.send("officer-a", at, url.Values{"key": {"k"}}, with)
				assert.Equal(t, http.StatusForbidden, answer.Code, "%s %s", at, name)
			}
		}
	}
	assert.Greater(t, len(tried), 10)
}
