package synapse_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/user"
	"github.com/bonafide-go/bonafide/wire/synapse"
)

const sheet = `{"id":"demo","version":1,"title":"Demo","cip_tag":1,"user_kind":"personal","effective_at":"2026-01-01T00:00:00Z",
	"screening":{"counted_lists":["ofac_sdn"]},
	"tiers":[{"scope":"SEND|RECEIVE","title":"All","requires":[
		{"id":"ssn","title":"SSN","document":{"types":["SSN"],"class":"virtual"}},
		{"id":"photo-id","title":"Photo id","document":{"types":["GOVT_ID"],"class":"physical"}}]}]}`

// A host serves published clients as the demonstration does.
type host struct {
	t       testing.TB
	users   *user.Service
	store   bonafide.Store
	opts    *synapse.Options
	handler http.Handler
	clock   time.Time
	ids     atomic.Int64
}

func newHost(t testing.TB) *host {
	h := &host{t: t, store: memory.New("demo"), clock: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	programs, err := program.ParseBook([]byte(sheet), []byte(strings.Replace(strings.Replace(sheet, `"cip_tag":1`, `"cip_tag":2`, 1), `"demo"`, `"demo2"`, 1)),
		[]byte(strings.Replace(strings.Replace(sheet, `"personal"`, `"business"`, 1), `"demo"`, `"demo3"`, 1)))
	require.NoError(t, err)
	policy := permission.Rules2019()
	policy.Grants = append(policy.Grants, permission.Grant{Actors: []bonafide.ActorKind{bonafide.ActorPlatform}, To: permission.Unverified,
		From: []permission.Permission{permission.Closed}, Codes: []permission.PermissionCode{permission.DuplicateAccount}})
	now := func() time.Time { return h.clock }
	newID := func() (string, error) { return fmt.Sprintf("%024x", h.ids.Add(1)), nil }
	h.users, err = user.New(h.store, bonafide.EphemeralKeys(), &user.Options{
		Programs: programs, Verifier: document.NewSandbox(nil), Files: document.NewMemoryFiles(), Sandbox: true, Policy: &policy,
		Addresses: document.AddressVerifierFunc(func(_ context.Context, a document.PostalAddress) (document.AddressResult, error) {
			return document.AddressResult{Deliverability: document.USPSDeliverable, Normalized: a}, nil
		}),
		Screener:  screener{now},
		Documents: document.Rules{Sandbox: true, Mixed: true},
		Identity:  user.IdentityPolicy{Shared: true, TrustFirstDevice: true, PlatformsSwap: true},
		Now:       now, NewID: newID,
	})
	require.NoError(t, err)
	secret := func(_ context.Context, id string) (bonafide.Secret, error) {
		if id != "acme" && id != "other" {
			return bonafide.Secret{}, bonafide.ErrNotFound
		}
		return bonafide.NewSecret("secret-of-" + id), nil
	}
	h.opts = &synapse.Options{Actor: synapse.Gateway(secret), Store: h.store, Secret: secret, Loopback: true, BaseURL: "https://api.example.com/synapse/v3.1",
		Client: func(string) string { return "Acme" }, Now: now, NewID: newID}
	h.handler, err = synapse.Handler(h.users, h.opts)
	require.NoError(t, err)
	return h
}

type screener struct{ now func() time.Time }

// Screen finds nobody.
func (s screener) Screen(_ context.Context, q screening.Query) (screening.Result, error) {
	run := screening.ListRun{Key: "ofac_sdn", Edition: bonafide.Date{Year: 2026, Month: 3, Day: 1}, Result: screening.ListNoMatch}
	return screening.Result{At: s.now(), Subject: q.Fingerprint(), Lists: []screening.ListRun{run}}, nil
}

// ask makes a request; headers are pairs.
func (h *host) ask(method, path, body string, headers ...string) (int, map[string]any) {
	h.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-SP-GATEWAY", "acme|secret-of-acme")
	r.Header.Set("X-SP-USER", "|static_pin")
	r.Header.Set("X-SP-USER-IP", "127.0.0.1")
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	var out map[string]any
	require.NoError(h.t, json.Unmarshal(w.Body.Bytes(), &out), w.Body.String())
	return w.Code, out
}

// golden holds an answer against its file. UPDATE_GOLDEN=1 writes it.
func golden(t testing.TB, name string, v any) {
	t.Helper()
	text, err := json.MarshalIndent(v, "", "  ")
	require.NoError(t, err)
	path := filepath.Join("testdata", name+".json")
	if os.Getenv("UPDATE_GOLDEN") != "" {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(path, append(text, '\n'), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(bytes.TrimSpace(want)), string(text))
}

const created = `{"logins":[{"email":"test@example.com","password":"x","read_only":false},{"email":"email.com"}],
	"phone_numbers":["901.111.1111","901-942-8167 x12","test@example.com"],"legal_names":["Test User"],
	"extra":{"supp_id":"my-1","cip_tag":1,"is_business":false,"note":"hello"},
	"documents":[{"email":"test@example.com","phone_number":"901.111.1111","ip":"::1","name":"Test User","alias":"Test","entity_type":"M",
	"entity_scope":"Arts & Entertainment","day":2,"month":"5","year":1989,"address_street":"944 Market St.","address_city":"SF",
	"address_subdivision":"CA","address_postal_code":"94102","address_country_code":"US",
	"virtual_docs":[{"document_value":"1111","document_type":"SSN"},{"document_value":"111-111-2222","document_type":"SSN"}],
	"physical_docs":[{"document_value":"data:image/gif;base64,SUQs==","document_type":"GOVT_ID"}],
	"social_docs":[{"document_value":"facebook.com/someone","document_type":"FACEBOOK"}]}]}`

// replica is another process over the same store and keys.
func (h *host) replica() *host {
	h.t.Helper()
	other := &host{t: h.t, store: h.store, users: h.users.WithStore(h.store), opts: h.opts, clock: h.clock}
	var err error
	other.handler, err = synapse.Handler(other.users, h.opts)
	require.NoError(h.t, err)
	return other
}
