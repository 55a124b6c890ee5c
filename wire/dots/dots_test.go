package dots

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/internal/datatest"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/user"
)

const sheet = `{"id": "dots", "version": 1, "cip_tag": 1, "user_kind": "personal", "effective_at": "2026-01-01T00:00:00Z", "time_zone": "America/New_York",
	"screening": {"counted_lists": ["ofac_sdn"]},
	"tiers": [{"scope": "SEND|RECEIVE", "requires": [{"test": {"fact": "tin_status", "in": ["matched"]}}]}]}`

// A screenerFunc is the list of the tests: one name is on it.
type screenerFunc func(screening.Query) bool

func (f screenerFunc) Screen(_ context.Context, q screening.Query) (screening.Result, error) {
	edition := bonafide.Date{Year: 2026, Month: time.March, Day: 1}
	r := screening.Result{At: noon, Subject: q.Fingerprint(), Lists: []screening.ListRun{{Key: screening.KeyOFACSDN, Edition: edition, Result: screening.ListNoMatch}}}
	if f(q) {
		r.Lists[0].Result = screening.ListMatch
		r.Hits = []screening.Hit{{List: screening.KeyOFACSDN, EntryID: "e1", EntryHash: "h1", Edition: edition.String(), Score: 1, MatchedName: q.Name, NameKind: screening.PrimaryName}}
	}
	return r, nil
}

var noon = time.Date(2026, time.March, 2, 12, 0, 0, 0, time.UTC)

// A bench is the API with two apps, on a clock of its own.
type bench struct {
	t     testing.TB
	users *user.Service
	api   http.Handler
	store bonafide.Store
	now   time.Time
}

func newBench(t testing.TB) *bench {
	b := &bench{t: t, now: noon, store: memory.New("dots")}
	programs, err := program.ParseBook([]byte(sheet))
	require.NoError(t, err)
	n := 0
	b.users, err = user.New(b.store, bonafide.EphemeralKeys(), &user.Options{
		Programs: programs, Verifier: document.NewSandbox(nil), Now: func() time.Time { return b.now },
		Screener:  screenerFunc(func(q screening.Query) bool { return q.Name == document.SandboxListed }),
		Messenger: user.MessengerFunc(func(context.Context, user.Message) error { return nil }),
		NewCode:   func() (string, error) { return "135790", nil },
		NewID: func() (string, error) {
			n++
			return fmt.Sprintf("00000000-0000-4000-8000-%012d", n), nil
		},
	})
	require.NoError(t, err)
	b.api = b.handler(b.store)
	return b
}

func (b *bench) handler(store bonafide.Store) http.Handler {
	n := 0
	api, err := Handler(b.users, &Options{
		Actor: Basic(lookup), Store: store, BaseURL: "https://kyc.example.com/dots/v2/", Now: func() time.Time { return b.now },
		NewID: func() (string, error) { n++; return fmt.Sprint("flow-", n), nil },
	})
	require.NoError(b.t, err)
	return api
}

// lookup knows the apps "shop" and "bank", with one key.
func lookup(_ context.Context, id string, key bonafide.Secret) (bonafide.Actor, error) {
	switch {
	case id == "down":
		return bonafide.Actor{}, bonafide.ErrUnavailable
	case id != "shop" && id != "bank" || !key.Equal(bonafide.NewSecret("key")):
		return bonafide.Actor{}, bonafide.ErrForbidden
	}
	return bonafide.Platform(id), nil
}

// call asks as an app and returns the answer.
func (b *bench) call(app, method, path, body string) *httptest.ResponseRecorder {
	b.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if app != "" {
		r.SetBasicAuth(app, "key")
	}
	w := httptest.NewRecorder()
	b.api.ServeHTTP(w, r)
	return w
}

// ok asks as the shop, and decodes the answer.
func (b *bench) ok(method, path, body string) map[string]any {
	b.t.Helper()
	w := b.call("shop", method, path, body)
	require.Less(b.t, w.Code, 300, w.Body.String())
	var out map[string]any
	require.NoError(b.t, json.Unmarshal(w.Body.Bytes(), &out))
	return out
}

const (
	bob = `{"first_name":"Bob","last_name":"Loblaw","email":"bob@bobloblaw.com","country_code":"1","phone_number":"4154332334","metadata":{"internal_id":"user_121344"}}`
	w9  = `{"w9":{"entity_type":"individual","first_name":"Bob","last_name":"Loblaw","date_of_birth":"1989-05-02","tin":"512432222",
		"address":{"line_1":"1 Market Street","city":"San Francisco","state":"CA","country":"US","postcode":"94105"}}}`
	w8ben = `{"w8ben":{"name":"Bob Loblaw","citizenship_country":"DE","date_of_birth":"1989-05-02","foreign_tax_id":"12 345 678 901","tax_treaty_country":"DE",
		"tax_treaty_rate":0.15,"tax_treaty_income_type":"dividend6","tax_treaty_citation":"Art. 10",
		"address":{"line_1":"Unter den Linden 1","city":"Berlin","country":"DE","postcode":"10117"},"signature":{"consent":true,"name":"Bob Loblaw","email":"bob@bobloblaw.com"}}}`
)

func (b *bench) create(body string) string {
	b.t.Helper()
	return b.ok("POST", "/users", body)["id"].(string)
}

// numbered is a user of the shop with a number of its own.
func (b *bench) numbered(i int) string {
	return b.create(fmt.Sprintf(`{"first_name":"Bob","last_name":"Loblaw","email":"bob@bobloblaw.com","country_code":"1","phone_number":"415433%04d"}`, 2000+i))
}

func (b *bench) advance(id string) {
	b.t.Helper()
	_, err := b.users.Advance(context.Background(), id)
	require.NoError(b.t, err)
}

// The whole path of a payee, each answer as a golden file.
func TestPath(t *testing.T) {
	b := newBench(t)
	steps := []struct{ name, method, path, body string }{
		{"created", "POST", "/users", bob},
		{"created_again", "POST", "/users", bob},
		{"token_sent", "POST", "/users/{id}/send-verification-token", `{"use_voice":false}`},
		{"token_wrong", "POST", "/users/{id}/verify", `{"token":"000000"}`},
		{"verified", "POST", "/users/{id}/verify", `{"token":"135790"}`},
		{"compliance", "PUT", "/users/{id}/compliance", w9},
		{"advance", "", "", ""},
		{"matched", "GET", "/users/{id}", ""},
		{"method_ach", "PUT", "/users/{id}/payout-methods", `{"platform":"ach","routing_number":"021000021","account_number":"123456789","account_type":"checking"}`},
		{"method_paypal", "PUT", "/users/{id}/payout-methods", `{"platform":"paypal","email":"bob.loblaw@gmail.com","is_default":true}`},
		{"methods", "GET", "/users/{id}/payout-methods", ""},
		{"updated", "PATCH", "/users/{id}", `{"default_payout_method":"ach","auto_payout_enabled":false,"metadata":"a text"}`},
		{"w8ben", "PUT", "/users/{id}/compliance", w8ben},
		{"list", "GET", "/users?limit=1", ""},
		{"deleted", "DELETE", "/users/{id}", ""},
		{"deleted_again", "DELETE", "/users/{id}", ""},
	}
	id := ""
	for _, s := range steps {
		if s.name == "advance" {
			b.advance(id)
			continue
		}
		w := b.call("shop", s.method, strings.Replace(s.path, "{id}", id, 1), s.body)
		golden(t, s.name, w)
		if id == "" {
			var u User
			require.NoError(t, json.Unmarshal(w.Body.Bytes(), &u))
			id = u.ID
		}
	}
}

// golden compares status and body of an answer with a file.
func golden(t *testing.T, name string, w *httptest.ResponseRecorder) {
	t.Helper()
	var v any
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &v), w.Body.String())
	text, err := json.MarshalIndent(map[string]any{"status": w.Code, "body": v}, "", "  ")
	require.NoError(t, err)
	datatest.Golden(t, name+".json", append(text, '\n'))
}

// What is personal and goes in is in no answer.
func TestNothingPersonalComesOut(t *testing.T) {
	b := newBench(t)
	id := b.create(strings.Replace(bob, `"metadata"`, `"date_of_birth":"1989-05-02","metadata"`, 1))
	var all strings.Builder
	for _, c := range [][3]string{
		{"PUT", "/compliance", w9}, {"PUT", "/payout-methods", `{"platform":"cash_app","cash_tag":"$bobtag","routing_number":"021000021","account_number":"987654321"}`},
		{"PUT", "/payout-methods", `{"platform":"venmo","phone_number":"4158934432"}`}, {"PUT", "/payout-methods", `{"platform":"ach","routing_number":"021000021","account_number":"987654321","account_type":"savings"}`},
		{"GET", "", ""}, {"GET", "/payout-methods", ""}, {"PUT", "/compliance", w8ben}, {"GET", "", ""},
	} {
		w := b.call("shop", c[0], "/users/"+id+c[1], c[2])
		require.Equal(t, 200, w.Code, w.Body.String())
		all.WriteString(w.Body.String())
	}
	for _, secret := range []string{"512432222", "1989", "Market Street", "94105", "987654321", "$bobtag", "4158934432", "Linden", "12 345 678 901", "021000021"} {
		assert.NotContains(t, all.String(), secret)
	}
}

// Another app is told id and status alone until a code that it asked for was answered.
func TestStranger(t *testing.T) {
	b := newBench(t)
	id := b.create(bob)
	b.ok("POST", "/users/"+id+"/send-verification-token", `{}`)
	b.ok("POST", "/users/"+id+"/verify", `{"token":"135790"}`)
	golden(t, "stranger", b.call("bank", "POST", "/users", bob))
	golden(t, "stranger", b.call("bank", "GET", "/users/"+id, ""))
	for _, c := range [][3]string{
		{"PATCH", "", `{"metadata":"a"}`}, {"DELETE", "", ""}, {"PUT", "/compliance", w9}, {"GET", "/payout-methods", ""},
		{"PUT", "/payout-methods", `{"platform":"paypal","email":"a@example.com"}`},
		{"PUT", "/addresses", `{"line_1":"1 Market Street","city":"San Francisco","state":"CA","country":"US","postcode":"94105"}`},
	} {
		assert.Equal(t, 404, b.call("bank", c[0], "/users/"+id+c[1], c[2]).Code, c[0]+c[1])
	}
	assert.Equal(t, 404, b.call("bank", "POST", "/flows", `{"steps":["compliance"],"user_id":"`+id+`"}`).Code)
	assert.JSONEq(t, `{"data":[],"has_more":false}`, b.call("bank", "GET", "/users", "").Body.String())
	assert.Equal(t, 400, b.call("bank", "POST", "/users/"+id+"/verify", `{"token":"135790"}`).Code, "the shop's code is not the bank's")
	b.now = b.now.Add(time.Minute)
	require.Equal(t, 202, b.call("bank", "POST", "/users/"+id+"/send-verification-token", "").Code)
	require.Equal(t, 200, b.call("bank", "POST", "/users/"+id+"/verify", `{"token":"135790"}`).Code)
	known := b.call("bank", "GET", "/users/"+id, "").Body.String()
	assert.Contains(t, known, "Loblaw")
	assert.NotContains(t, known, "user_121344", "the shop's metadata is the shop's")
}

// The states of a number, of the lists and of a user.
func TestCompliance(t *testing.T) {
	b := newBench(t)
	id := b.create(bob)
	get := func() (string, Compliance) {
		var u User
		require.NoError(t, json.Unmarshal(b.call("shop", "GET", "/users/"+id, "").Body.Bytes(), &u))
		return string(u.Status), u.Compliance
	}
	_, c := get()
	assert.Nil(t, c.Flags.OFACStatus, "not searched is not unflagged")
	assert.Equal(t, "unsubmitted unsubmitted", string(c.TaxIDVerification+" "+c.W9.TaxIDVerification))
	for tin, want := range map[string]string{"512432222": "matched", "512431111": "mismatched", "512435555": "pending"} {
		b.ok("PUT", "/users/"+id+"/compliance", strings.Replace(w9, "512432222", tin, 1))
		b.advance(id)
		status, c := get()
		assert.Equal(t, []string{want, want}, []string{string(c.TaxIDVerification), string(c.W9.TaxIDVerification)}, tin)
		assert.Equal(t, "unflagged", string(*c.Flags.OFACStatus))
		assert.Equal(t, "unverified", status)
	}

	id = b.create(strings.NewReplacer("Bob", "Watch", "Loblaw", "Listed", "4154332334", "4154332335").Replace(bob))
	b.advance(id)
	status, c := get()
	assert.Equal(t, "in_review", status)
	assert.Equal(t, "id_verification_required", string(*c.Flags.OFACStatus))
	assert.True(t, c.Flagged)
	assert.True(t, c.Flags.OFAC)
}

// Every error has the published code, and is a golden file.
func TestErrors(t *testing.T) {
	b := newBench(t)
	id := b.create(bob)
	with := func(old, new string) string { return strings.Replace(bob, old, new, 1) }
	for _, c := range []struct {
		name, app, method, path, body string
		status                        int
		code                          string
	}{
		{"no credentials", "", "GET", "/users", "", 401, unauthorized},
		{"unknown client", "thief", "GET", "/users", "", 401, unauthorized},
		{"no answer of who it is", "down", "GET", "/users", "", 503, unavailable},
		{"no such path", "shop", "GET", "/transfers", "", 404, notFound},
		{"no such method", "shop", "PUT", "/users", "{}", 404, notFound},
		{"no such user", "shop", "GET", "/users/x", "", 404, notFound},
		{"broken", "shop", "POST", "/users", "{", 400, invalidInput},
		{"unknown field", "shop", "POST", "/users", with(`"email"`, `"e_mail"`), 400, invalidInput},
		{"adjustment", "shop", "POST", "/users", with(`"metadata"`, `"1099_adjustment_2024":100,"metadata"`), 400, invalidInput},
		{"email", "shop", "POST", "/users", with("bob@bobloblaw.com", "bob"), 400, invalidEmail},
		{"phone", "shop", "POST", "/users", with("4154332334", "12"), 400, invalidPhone},
		{"country code", "shop", "POST", "/users", with(`"1"`, `"one"`), 400, invalidPhone},
		{"no country code", "shop", "POST", "/users", with(`"country_code":"1",`, ""), 400, invalidPhone},
		{"username", "shop", "POST", "/users", with(`"metadata"`, `"username":"bob loblaw","metadata"`), 400, invalidUsername},
		{"date of birth", "shop", "POST", "/users", with(`"metadata"`, `"date_of_birth":"1989-02-30","metadata"`), 400, invalidInput},
		{"name", "shop", "POST", "/users", with("Loblaw", "1"), 400, invalidInput},
		{"metadata", "shop", "POST", "/users", with(`{"internal_id":"user_121344"}`, `[1]`), 400, invalidInput},
		{"metadata twice", "shop", "POST", "/users", with(`{"internal_id":"user_121344"}`, `{"a":1,"a":2}`), 400, invalidInput},
		{"token too short", "shop", "POST", "/users/{id}/verify", `{"token":"1"}`, 400, invalidInput},
		{"token of nobody", "shop", "POST", "/users/x/verify", `{"token":"135790"}`, 400, invalidToken},
		{"no form", "shop", "PUT", "/users/{id}/compliance", `{}`, 400, invalidInput},
		{"both forms", "shop", "PUT", "/users/{id}/compliance", w9[:len(w9)-1] + "," + w8ben[1:], 400, invalidInput},
		{"ssn", "shop", "PUT", "/users/{id}/compliance", strings.Replace(w9, "512432222", "1", 1), 400, invalidSSN},
		{"citizen", "shop", "PUT", "/users/{id}/compliance", strings.Replace(w8ben, `"citizenship_country":"DE"`, `"citizenship_country":"US"`, 1), 400, invalidInput},
		{"no such platform", "shop", "PUT", "/users/{id}/payout-methods", `{"platform":"gold"}`, 400, invalidInput},
		{"no paypal email", "shop", "PUT", "/users/{id}/payout-methods", `{"platform":"paypal"}`, 400, invalidEmail},
		{"auto payout", "shop", "PATCH", "/users/{id}", `{"auto_payout_enabled":true}`, 400, invalidInput},
		{"no such method of the user", "shop", "PATCH", "/users/{id}", `{"default_payout_method":"paypal"}`, 400, infoMissing},
		{"no cash app", "shop", "PATCH", "/users/{id}", `{"default_payout_method":"cash_app"}`, 400, infoMissingCash},
		{"address", "shop", "PUT", "/users/{id}/addresses", `{"line_1":"1 Market Street"}`, 400, invalidInput},
		{"address of nothing", "shop", "PUT", "/users/{id}/addresses", `{"line_1":"1 Market Street","city":"San Francisco","state":"CA","country":"US","postcode":"94105"}`, 400, infoMissing},
		{"limit", "shop", "GET", "/users?limit=101", "", 400, invalidInput},
		{"no limit", "shop", "GET", "/users?limit=0", "", 400, invalidInput},
		{"filter", "shop", "GET", "/users?status=verified", "", 400, invalidInput},
		{"both places", "shop", "GET", "/users?starting_after=a&ending_before=b", "", 400, invalidInput},
		{"no such place", "shop", "GET", "/users?starting_after=x", "", 400, invalidInput},
		{"no such place before", "shop", "GET", "/users?ending_before=x", "", 400, invalidInput},
		{"step", "shop", "POST", "/flows", `{"steps":["compliance","payout"],"user_id":"{id}"}`, 400, invalidInput},
		{"flow of nobody", "shop", "POST", "/flows", `{"steps":["compliance"],"user_id":"x"}`, 404, notFound},
		{"no such flow", "shop", "GET", "/flows/x", "", 404, notFound},
	} {
		w := b.call(c.app, c.method, strings.Replace(c.path, "{id}", id, 1), strings.Replace(c.body, "{id}", id, 1))
		assert.Equal(t, c.status, w.Code, c.name)
		var e Error
		require.NoError(t, json.Unmarshal(w.Body.Bytes(), &e), c.name)
		assert.Equal(t, c.code, e.Code, "%s: %s", c.name, w.Body)
		assert.NotEmpty(t, e.Message, c.name)
		golden(t, "error_"+strings.ReplaceAll(c.name, " ", "_"), w)
	}
	w := b.call("", "GET", "/users", "")
	assert.Contains(t, w.Header().Get("WWW-Authenticate"), "Basic")
	assert.NotEmpty(t, b.call("down", "GET", "/users", "").Header().Get("Retry-After"))
}

// Codes and numbers that are refused.
func TestCodes(t *testing.T) {
	b := newBench(t)
	id := b.create(bob)
	send := "/users/" + id + "/send-verification-token"
	require.Equal(t, 202, b.call("shop", "POST", send, "").Code)
	w := b.call("shop", "POST", send, `{"use_voice":true}`)
	assert.Equal(t, 429, w.Code)
	assert.Equal(t, "30", w.Header().Get("Retry-After"))
	for range 5 {
		assert.Equal(t, 400, b.call("shop", "POST", "/users/"+id+"/verify", `{"token":"000000"}`).Code)
	}
	assert.Equal(t, 400, b.call("shop", "POST", "/users/"+id+"/verify", `{"token":"135790"}`).Code, "the code has ended")

	w = b.call("bank", "POST", "/users", bob)
	require.Equal(t, 200, w.Code)
	require.Equal(t, 202, b.call("bank", "POST", send, "").Code)
	w = b.call("bank", "POST", send, "")
	assert.Equal(t, 429, w.Code)
	assert.Equal(t, "60", w.Header().Get("Retry-After"), "a stranger is not told when")

	landline := b.create(strings.NewReplacer(`"country_code":"1"`, `"country_code":"44"`, "4154332334", "2079460958").Replace(bob))
	w = b.call("shop", "POST", "/users/"+landline+"/send-verification-token", "")
	assert.Equal(t, 400, w.Code)
	assert.Contains(t, w.Body.String(), invalidLandline)
}

// What is too big or of another kind is refused, and so is what is said twice.
func TestBodies(t *testing.T) {
	b := newBench(t)
	r := httptest.NewRequest("POST", "/users", strings.NewReader(bob))
	r.SetBasicAuth("shop", "key")
	r.Header.Set("Content-Type", "text/plain")
	w := httptest.NewRecorder()
	b.api.ServeHTTP(w, r)
	assert.Equal(t, 415, w.Code)

	small, err := Handler(b.users, &Options{Actor: Basic(lookup), MaxBody: 10})
	require.NoError(t, err)
	b.api = small
	assert.Equal(t, 413, b.call("shop", "POST", "/users", bob).Code)
}

func TestOptions(t *testing.T) {
	b := newBench(t)
	_, err := Handler(b.users, nil)
	assert.Equal(t, []string{"options.actor required"}, datatest.Faults(err))
	_, err = Handler(b.users, &Options{Actor: Basic(lookup), BaseURL: "kyc.example.com", LinkLife: 48 * time.Hour, MaxBody: -1})
	assert.ElementsMatch(t, []string{"options.base_url malformed", "options.link_life out_of_range", "options.max_body out_of_range"}, datatest.Faults(err))
	_, err = Handler(nil, nil)
	assert.Equal(t, []string{"users required"}, datatest.Faults(err))
}

// Everything that the table says is served, and nothing else.
func TestSystem(t *testing.T) {
	served := []string{tablePattern}
	for pattern := range endpoints() {
		served = append(served, pattern)
	}
	for pattern := range open() {
		served = append(served, pattern)
	}
	require.NoError(t, system().Check(served))
	w := newBench(t).call("", "GET", "/openapi.json", "")
	assert.Equal(t, 200, w.Code)
	datatest.Golden(t, "openapi.json", w.Body.Bytes())
}

// The objects of the table have the members that are served.
func TestObjectsAsServed(t *testing.T) {
	served := map[string]any{
		"CreateUser": CreateRequest{}, "UpdateUser": UpdateRequest{}, "User": User{Known: &Known{}}, "PhoneNumber": Phone{}, "UserList": List{},
		"Compliance": Compliance{}, "W9": W9{}, "Flags": Flags{}, "SendToken": TokenRequest{}, "Verify": VerifyRequest{}, "SubmitCompliance": ComplianceRequest{},
		"SubmitW8BEN": W8BEN{}, "AddPayoutMethod": PayoutRequest{}, "PayoutMethod": PayoutMethod{}, "CreateFlow": FlowRequest{}, "Flow": Flow{},
		"Error": Error{Errors: []bonafide.Fault{{}}},
	}
	found := 0
	for _, o := range system().Objects {
		v, ok := served[o.Name]
		if !ok {
			continue
		}
		found++
		text, err := json.Marshal(v)
		require.NoError(t, err)
		var members map[string]any
		require.NoError(t, json.Unmarshal(text, &members))
		for _, f := range o.Fields {
			assert.Contains(t, members, f.Name, o.Name)
			delete(members, f.Name)
		}
		assert.Empty(t, members, o.Name)
	}
	assert.Equal(t, len(served), found)
}

// Every page by ids, in both directions, with and without the store.
func TestList(t *testing.T) {
	for name, store := range map[string]bonafide.Store{"kept": memory.New("dots"), "walked": nil} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			b.api = b.handler(store)
			var ids []string
			for i := range 7 {
				b.now = b.now.Add(time.Second)
				ids = append([]string{b.numbered(i)}, ids...) // newest first
			}
			page := func(query string) (found []string, more bool) {
				var l List
				w := b.call("shop", "GET", "/users?"+query, "")
				require.Equal(t, 200, w.Code, w.Body.String())
				require.NoError(t, json.Unmarshal(w.Body.Bytes(), &l))
				for _, u := range l.Data {
					found = append(found, u.ID)
				}
				return found, l.HasMore
			}
			for range 2 { // the second time by the places that were kept
				got, query := []string{}, "limit=3"
				for more := true; more; {
					var found []string
					found, more = page(query)
					got = append(got, found...)
					query = "limit=3&starting_after=" + found[len(found)-1]
				}
				assert.Equal(t, ids, got)
			}
			for i := range ids {
				found, more := page("limit=2&starting_after=" + ids[i])
				assert.Equal(t, append([]string(nil), ids[i+1:min(i+3, 7)]...), append([]string(nil), found...), i)
				assert.Equal(t, i+3 < 7, more, i)
				found, more = page("limit=2&ending_before=" + ids[i])
				assert.Equal(t, append([]string(nil), ids[max(i-2, 0):i]...), append([]string(nil), found...), i)
				assert.Equal(t, i > 2, more, i)
			}
		})
	}
}

// The hosted form: shown often, taken once, and of no use afterwards.
func TestFlow(t *testing.T) {
	b := newBench(t)
	id := b.create(bob)
	flow := b.ok("POST", "/flows", `{"steps":[{"name":"compliance"}],"user_id":"`+id+`","metadata":{"a":1}}`)
	link := flow["link"].(string)
	path, ok := strings.CutPrefix(link, "https://kyc.example.com/dots/v2")
	require.True(t, ok, link)
	flow["link"] = nil
	assert.Equal(t, map[string]any{"a": 1.0}, flow["metadata"])
	flow["metadata"] = nil
	assert.Equal(t, flow, b.ok("GET", "/flows/flow-1", ""))
	assert.Equal(t, 404, b.call("bank", "GET", "/flows/flow-1", "").Code)

	kept, err := b.store.Get(context.Background(), kindFlow, "flow-1")
	require.NoError(t, err)
	assert.NotContains(t, string(kept.Body)+strings.Join(kept.Unique, ""), path[len("/flow/"):], "of the link a hash is kept")

	show := func(query string) string {
		w := b.call("", "GET", path+query, "")
		require.Equal(t, 200, w.Code)
		assert.Contains(t, w.Header().Get("Content-Security-Policy"), "default-src 'none'")
		assert.NotContains(t, w.Body.String(), "<script")
		return w.Body.String()
	}
	datatest.Golden(t, "form_choice.html", []byte(show("")))
	datatest.Golden(t, "form_w8ben.html", []byte(show("?form=w8ben")))
	datatest.Golden(t, "form_w9.html", []byte(show("?form=w9")))

	form := url.Values{"form": {"w9"}, "entity_type": {"individual"}, "first_name": {"Bob"}, "last_name": {"<b>"}, "date_of_birth": {"1989-05-02"}, "tin": {"512-43-2222"},
		"address.line_1": {"1 Market Street"}, "address.city": {"San Francisco"}, "address.state": {"CA"}, "address.country": {"us"}, "address.postcode": {"94105"}}
	w := b.post(path, form)
	assert.Equal(t, 422, w.Code)
	datatest.Golden(t, "form_faults.html", w.Body.Bytes())
	assert.NotContains(t, w.Body.String(), "512-43")
	assert.NotContains(t, w.Body.String(), "<b>")

	form.Set("last_name", "Loblaw")
	assert.Equal(t, 200, b.post(path, form).Code)
	assert.Equal(t, []any{"compliance"}, b.ok("GET", "/flows/flow-1", "")["completed_steps"])
	assert.Equal(t, 410, b.post(path, form).Code)
	assert.Equal(t, 410, b.call("", "GET", path, "").Code)
	assert.True(t, b.ok("GET", "/users/"+id, "")["compliance"].(map[string]any)["1099_collected"].(bool))
	assert.Equal(t, 410, b.call("", "GET", "/flow/guess", "").Code)

	link = b.ok("POST", "/flows", `{"steps":["compliance"],"user_id":"`+id+`"}`)["link"].(string)
	path = strings.TrimPrefix(link, "https://kyc.example.com/dots/v2")
	b.now = b.now.Add(defaultLinkLife - time.Second)
	assert.Equal(t, 200, b.call("", "GET", path, "").Code)
	assert.Equal(t, 415, b.call("", "POST", path, "{}").Code)
	b.now = b.now.Add(time.Second)
	assert.Equal(t, 410, b.post(path, form).Code, "too late")

	b.now = b.now.Add(flowLife + time.Second)
	id2 := b.numbered(1)
	b.ok("POST", "/flows", `{"steps":["compliance"],"user_id":"`+id2+`"}`)
	assert.Equal(t, 404, b.call("shop", "GET", "/flows/flow-1", "").Code, "old flows are swept")
	b.api = b.handler(nil)
	assert.Equal(t, 503, b.call("shop", "POST", "/flows", `{"steps":["compliance"],"user_id":"`+id2+`"}`).Code, "no store, no flow")
}

func (b *bench) post(path string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest("POST", path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	b.api.ServeHTTP(w, r)
	return w
}

// The policy names the style sheet that is served.
func TestStyleHash(t *testing.T) {
	found := regexp.MustCompile(`(?s)<style>(.*?)</style>`).FindStringSubmatch(formText)
	require.Len(t, found, 2)
	assert.Equal(t, hash64(found[1]), styleHash)
	assert.NotContains(t, formText, "<script")
	assert.NotContains(t, formText, "style=")
}

// Golden files are there for every answer that was played, and for nothing else.
func TestGoldenFilesAreUsed(t *testing.T) {
	source, err := os.ReadFile("dots_test.go")
	require.NoError(t, err)
	files, err := filepath.Glob(filepath.Join("testdata", "*.*"))
	require.NoError(t, err)
	for _, f := range files {
		name := strings.TrimSuffix(strings.TrimSuffix(filepath.Base(f), ".json"), ".html")
		said := strings.ReplaceAll(strings.TrimPrefix(name, "error_"), "_", " ")
		assert.True(t, strings.Contains(string(source), `"`+name) || strings.Contains(string(source), `"`+said+`"`), f)
	}
}

// A host without a messenger can send no code, however often it is asked.
func TestNotConfigured(t *testing.T) {
	b := newBench(t)
	var err error
	b.users, err = user.New(b.store, bonafide.EphemeralKeys(), &user.Options{Now: func() time.Time { return b.now }})
	require.NoError(t, err)
	b.api = b.handler(b.store)
	id := b.ok("POST", "/users", bob)["id"].(string)
	w := b.call("shop", "POST", "/users/"+id+"/send-verification-token", `{}`)
	assert.Equal(t, 501, w.Code)
	assert.Contains(t, w.Body.String(), `"code":"not-configured"`)
	assert.Empty(t, w.Header().Get("Retry-After"))
}
