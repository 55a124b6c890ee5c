package browsertest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/desk"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/risk"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/match"
	"github.com/bonafide-go/bonafide/user"
)

var (
	today  = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	acme   = bonafide.Platform("acme")
	first  = bonafide.Reviewer("officer-1")
	second = bonafide.Reviewer("officer-2")
)

// A world is a fintech with made-up customers, at one moment.
type world struct {
	t       testing.TB
	users   *user.Service
	cases   *casefile.Service
	desk    http.Handler
	ids     atomic.Int64
	persons atomic.Int64
	hits    atomic.Int64
}

const sheet = `{
	"id": "us-personal", "version": 1, "title": "US residents", "cip_tag": 1, "user_kind": "personal",
	"effective_at": "2026-01-01T00:00:00Z", "screening": {"counted_lists": ["ofac_sdn"]}, "four_eyes": ["waive"],
	"tiers": [
		{"scope": "RECEIVE|TIER|1", "title": "May receive", "requires": [
			{"id": "ssn", "title": "Social Security number", "waivable": true, "document": {"types": ["SSN"], "class": "virtual"}}]},
		{"scope": "SEND|RECEIVE|TIER|1", "title": "May send and receive", "requires": [
			{"id": "photo-id", "title": "Photo id", "waivable": true, "document": {"types": ["GOVT_ID"], "class": "physical"}}]}]}`

// newWorld opens the services and the desk on a store.
func newWorld(t testing.TB, store bonafide.Store) *world {
	t.Helper()
	w := &world{t: t}
	engine := match.NewEngine(nil)
	for _, key := range []string{screening.KeyOFACSDN, screening.KeyPEP} {
		require.NoError(t, engine.Load(listOf(t, key)))
	}
	programs, err := program.ParseBook([]byte(sheet))
	require.NoError(t, err)
	keys := bonafide.EphemeralKeys()
	now := func() time.Time { return today }
	newID := func() (string, error) { return fmt.Sprintf("id-%06d", w.ids.Add(1)), nil }
	w.users, err = user.New(store, keys, &user.Options{
		Programs: programs, Screener: engine, Verifier: document.NewSandbox(nil), Files: document.NewMemoryFiles(),
		Documents: document.Rules{Sandbox: true}, Now: now, NewID: newID,
	})
	require.NoError(t, err)
	model, err := risk.New(risk.Standard())
	require.NoError(t, err)
	w.cases, err = casefile.New(store, keys, &casefile.Options{
		Templates: []casefile.Template{business()}, Properties: properties(), Screener: engine, Model: model, Files: document.NewMemoryFiles(), Now: now, NewID: newID,
	})
	require.NoError(t, err)
	w.desk, err = desk.Handler(w.users, w.cases, &desk.Options{Actor: reviewer, Now: now, Lists: engine.Editions, Programs: programs})
	require.NoError(t, err)
	return w
}

// reviewer believes a header, which only a test may.
func reviewer(r *http.Request) (bonafide.Actor, error) {
	id := r.Header.Get("X-Reviewer")
	if id == "" {
		return bonafide.Actor{}, errors.New("nobody")
	}
	return bonafide.Reviewer(id), nil
}

// serve mounts the desk under /desk, as a host would.
func (w *world) serve() string {
	mux := http.NewServeMux()
	mux.Handle("/desk/", http.StripPrefix("/desk", w.desk))
	server := httptest.NewServer(mux)
	w.t.Cleanup(server.Close)
	return server.URL + "/desk"
}

var (
	given    = []string{"Ana", "Boris", "Chidi", "Dalia", "Emil", "Farah", "Goran", "Hana", "Ivo", "Jana", "Karim", "Lena", "Milan", "Nadia", "Omar", "Petra", "Rafael", "Sana", "Tomas", "Vera"}
	families = []string{"Abramov", "Banerjee", "Castellanos", "Dragomir", "Eriksen", "Fontaine", "Grigoryan", "Haddad", "Ibarra", "Jankowski", "Kowalczyk", "Lindqvist", "Marchetti", "Nwosu", "Oliveira", "Papadakis", "Quintero", "Rosenthal", "Szabo", "Takahashi"}
	others   = []string{"Ashworth", "Beaumont", "Cartwright", "Delacroix", "Ellsworth"}
)

// listed persons that the list of sanctions has.
const sanctioned = 1200

// listedAs is the n-th of them: name, family name and year of birth.
func listedAs(n int) (name, family string, born int) {
	n %= sanctioned
	family = families[n/len(given)%len(families)]
	if more := n / len(given) / len(families); more > 0 {
		family += " " + families[(n+more)%len(families)]
	}
	return given[n%len(given)], family, 1950 + n%40
}

// ordinary is the name of the n-th person who is on no list; nobody else bears it.
func ordinary(n int) string {
	syllables := []string{"ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu"}
	middle := ""
	for _, digit := range strconv.Itoa(n) {
		middle += syllables[digit-'0']
	}
	return given[n%len(given)] + " " + middle + " " + others[n%len(others)]
}

// listOf is a list of many invented persons, or of one who is politically exposed.
func listOf(t testing.TB, key string) screening.List {
	var entries []screening.Entry
	if key == screening.KeyPEP {
		entries = []screening.Entry{listed("90210", "VORONTSOV, Gleb", 1966)}
	} else {
		for n := range sanctioned {
			name, family, born := listedAs(n)
			entries = append(entries, listed(fmt.Sprint(10000+n), family+", "+name, born))
		}
	}
	list, err := screening.NewList(key, bonafide.Date{Year: 2026, Month: 3, Day: 1}, entries)
	require.NoError(t, err)
	return list
}

func listed(id, name string, born int) screening.Entry {
	day := bonafide.Date{Year: born, Month: 2, Day: 9}
	return screening.Entry{
		ID: id, Type: screening.Person, Names: []screening.Name{{Text: name, Kind: screening.PrimaryName}},
		BirthDates: []screening.BirthDate{{From: day, To: day}}, Countries: []string{"CY"}, Programs: []string{"DEMO"},
	}
}

// person creates the next user, who bears the name of a listed person or not, and submits
// a base document with what else is given.
func (w *world) person(ctx context.Context, hit bool, docs ...document.SubSubmission) (user.User, error) {
	n := int(w.persons.Add(1))
	name, born := ordinary(n), 1955+n%40
	if hit {
		var family string
		name, family, born = listedAs(int(w.hits.Add(1)))
		name += " " + family
	}
	phone := fmt.Sprintf("+1415%07d", 2000000+n)
	u, err := w.users.Create(ctx, acme, user.CreateRequest{Phone: phone, LegalNames: []string{name}})
	if err != nil {
		return u, err
	}
	in := document.Submission{
		Name: name, Email: fmt.Sprintf("customer%d@example.com", n), PhoneNumber: phone, IP: "203.0.113.7",
		EntityType: "NOT_KNOWN", EntityScope: "Education", Day: 9, Month: 2, Year: born,
		AddressStreet: fmt.Sprintf("%d Market Street", n), AddressCity: "San Francisco", AddressSubdivision: "CA",
		AddressPostalCode: "94105", AddressCountryCode: "US",
	}
	for _, d := range docs {
		if d.Upload != nil {
			in.PhysicalDocs = append(in.PhysicalDocs, d)
		} else {
			in.VirtualDocs = append(in.VirtualDocs, d)
		}
	}
	if _, err = w.users.SubmitDocuments(ctx, acme, u.ID, user.SubmitRequest{Documents: []document.Submission{in}}); err != nil {
		return u, err
	}
	if _, err = w.users.Advance(ctx, u.ID); err != nil {
		return u, err
	}
	return w.users.Get(ctx, first, u.ID)
}

// crowd creates many users, one in so many with a hit to decide, several at a time.
func (w *world) crowd(ctx context.Context, n, every int) {
	w.t.Helper()
	const hands = 8
	faults := make(chan error, hands)
	for hand := range hands {
		go func() {
			var err error
			for i := hand; i < n && err == nil; i += hands {
				_, err = w.person(ctx, i%every == 0)
			}
			faults <- err
		}()
	}
	for range hands {
		require.NoError(w.t, <-faults)
	}
}
