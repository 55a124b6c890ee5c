package sealed_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/upload"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/store/sealed"
	"github.com/bonafide-go/bonafide/user"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	acme     = bonafide.Platform("acme")
	officer  = bonafide.Reviewer("officer")
	officer2 = bonafide.Reviewer("officer-2")
)

// tables remembers every record that was ever written, version by version: what
// the sum of all backups would hold.
type tables struct {
	bonafide.Store
	mu     sync.Mutex
	backup []bonafide.Record
}

func (s *tables) Put(ctx context.Context, batch ...bonafide.Write) error {
	if err := s.Store.Put(ctx, batch...); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, w := range batch {
		s.backup = append(s.backup, w.Record)
	}
	return nil
}

// Canaries: what must not be readable in the database.
var canaries = []string{"Canaria", "Quellenfeld", "quellenfeld", "Canary Wharf", "canary", "4155559871", "512-43-9871", "512439871", "inheritance", "1990-05-14"}

func leaks(text string) (out []string) {
	for _, c := range canaries {
		if strings.Contains(text, c) {
			out = append(out, c)
		}
	}
	return out
}

// hosted is both services on a sealed store, with every record on file.
type hosted struct {
	*bundle
	all   *tables
	users *user.Service
	cases *casefile.Service
	files *document.MemoryFiles
}

func host(t testing.TB, change ...func(*bundle)) *hosted {
	t.Helper()
	h := &hosted{bundle: setup(t, append(change, apart)...), files: document.NewMemoryFiles()}
	h.all = &tables{Store: h.below}
	s, err := sealed.New(h.all, h.keys, &h.opts)
	require.NoError(t, err)
	h.store = s
	h.users, err = user.New(s, h.keys, &user.Options{Now: h.now, Files: h.files})
	require.NoError(t, err)
	h.cases, err = casefile.New(s, h.keys, &casefile.Options{Now: h.now})
	require.NoError(t, err)
	return h
}

// customer is a user with personal data, closed five years ago.
func (h *hosted) customer(t testing.TB) user.User {
	t.Helper()
	u, err := h.users.Create(ctx, acme, user.CreateRequest{Key: "k", Phone: "+14155559871", LegalNames: []string{"Canaria Quellenfeld"}, SuppID: "canary-1"})
	require.NoError(t, err)
	_, err = h.users.SubmitDocuments(ctx, acme, u.ID, user.SubmitRequest{Documents: []document.Submission{{
		Name: "Canaria Quellenfeld", Email: "canary@quellenfeld.example", PhoneNumber: "+14155559871", IP: "203.0.113.7", EntityType: "F", EntityScope: "Education",
		Day: 14, Month: 5, Year: 1990, AddressStreet: "77 Canary Wharf Lane", AddressCity: "San Francisco", AddressSubdivision: "CA",
		AddressPostalCode: "94105", AddressCountryCode: "US",
		VirtualDocs:  []document.SubSubmission{{Type: document.SSN, Value: bonafide.NewSecret("512-43-9871")}},
		PhysicalDocs: []document.SubSubmission{{Type: document.GovtID, MediaType: upload.PNG, Upload: strings.NewReader(string(document.SandboxImage("ok")))}},
	}}})
	require.NoError(t, err)
	_, err = h.users.IssueToken(ctx, acme, u.ID, user.IssueTokenRequest{Key: "t"})
	require.NoError(t, err)
	for _, r := range []user.StandingRequest{
		{Permission: permission.Locked, Code: permission.ComplianceSuspicious}, {}, {Permission: permission.Closed, Code: permission.UserRequest},
	} {
		u, err = h.users.SetStanding(ctx, officer, u.ID, r)
		require.NoError(t, err)
	}
	return u
}

// business is a case with personal data, closed five years ago.
func (h *hosted) business(t testing.TB) casefile.Case {
	t.Helper()
	c, err := h.cases.Create(ctx, acme, casefile.CreateRequest{
		Key: "k", Name: "Quellenfeld", ExternalID: "canary-2", Metadata: map[string]string{"source": "inheritance"},
		Companies: []casefile.CompanyInput{{CompanyFields: casefile.CompanyFields{Name: "Quellenfeld SA", Country: "FR"}}},
		Individuals: []casefile.IndividualInput{{
			IndividualFields:  casefile.IndividualFields{FirstName: "Canaria", LastName: "Quellenfeld", BirthDate: bonafide.Date{Year: 1990, Month: 5, Day: 14}},
			IndividualSecrets: casefile.IndividualSecrets{SocialSecurityNumber: bonafide.NewSecret("512-43-9871")},
		}},
	})
	require.NoError(t, err)
	_, err = h.cases.AddNote(ctx, officer, c.ID, casefile.AddNoteRequest{Text: "inheritance"})
	require.NoError(t, err)
	c, err = h.cases.Review(ctx, officer, c.ID, casefile.ReviewRequest{Status: casefile.Closed, Comment: "left"})
	require.NoError(t, err)
	return c
}

func (h *hosted) later() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.clock = h.clock.AddDate(5, 0, 0)
}

// Nothing personal that a service keeps is readable below, in no field of any
// record; and every kind that services fill has a subject that is meant.
func TestServicesLeakNothing(t *testing.T) {
	h := host(t)
	h.customer(t)
	h.business(t)
	bodies := map[string]bool{}
	for _, r := range h.all.backup {
		assert.Empty(t, leaks(r.Kind+r.ID+strings.Join(r.Unique, "\n")+strings.Join(r.Labels, "\n")), "terms of %s", r.Kind)
		assert.Empty(t, leaks(string(r.Body)), "body of %s", r.Kind)
		if len(r.Body) > 0 {
			bodies[r.Kind] = true
			_, err := h.store.Get(ctx, r.Kind, r.ID)
			require.NoError(t, err)
		}
	}
	assert.Greater(t, len(bodies), 8)
	events, err := h.below.Events(ctx, bonafide.EventQuery{Limit: bonafide.MaxPage})
	require.NoError(t, err)
	assert.NotEmpty(t, events)
	assert.Empty(t, leaks(fmt.Sprint(events)))
	keys, err := h.apart.List(ctx, bonafide.Query{Kind: sealed.KindKeys})
	require.NoError(t, err)
	assert.Len(t, keys.Records, 3, "one for the user, one for the case, one for what belongs to nobody")
}

// The whole life of both aggregates on a sealed store whose keys are replaced
// all the time.
func TestServicesUnderReseal(t *testing.T) {
	h := host(t)
	walk := func() {
		h.wait(time.Minute)
		for _, kind := range sealed.Kinds() {
			_, err := h.store.Reseal(ctx, sealed.Walk{Kind: kind, Before: h.now(), Limit: bonafide.MaxPage})
			require.NoError(t, err)
		}
	}
	u := h.customer(t)
	walk()
	c := h.business(t)
	walk()
	first := h.now()
	walk()
	_, err := h.cases.Reopen(ctx, officer, c.ID, casefile.ReopenRequest{})
	require.NoError(t, err)
	walk()
	_, err = h.cases.AddIndividual(ctx, officer, c.ID, casefile.IndividualInput{IndividualFields: casefile.IndividualFields{FirstName: "Bea", LastName: "Second"}})
	require.NoError(t, err)
	person := h.must(t, c.ID).Individuals[0]
	walk()
	facts := person.IndividualFields
	facts.Email = "canary@quellenfeld.example"
	_, err = h.cases.UpdateIndividual(ctx, officer, c.ID, casefile.UpdateIndividualRequest{Individual: person.ID, Fields: &facts, Seen: person.UpdatedAt})
	require.NoError(t, err, "the record of the entity goes on, too")
	walk()
	then, err := h.cases.AsOf(ctx, officer, c.ID, first)
	require.NoError(t, err)
	assert.Equal(t, casefile.Closed, then.Status)
	assert.Len(t, then.Individuals, 1)
	require.NoError(t, h.users.Replay(ctx, officer, u.ID))
	_, err = h.users.SetStanding(ctx, officer, u.ID, user.StandingRequest{})
	require.NoError(t, err)
	walk()
	_, err = h.users.Update(ctx, acme, u.ID, user.UpdateRequest{LegalName: "Canaria Maria Quellenfeld"})
	require.NoError(t, err)
	page, err := h.users.Search(ctx, officer, user.SearchRequest{Name: "maria"})
	require.NoError(t, err)
	assert.Len(t, page.Items, 1)
	_, err = h.users.Events(ctx, officer, u.ID, bonafide.PageRequest{})
	require.NoError(t, err)
	_, err = h.cases.Events(ctx, officer, c.ID, bonafide.PageRequest{})
	require.NoError(t, err)
	value, err := h.cases.Reveal(ctx, officer, c.ID, casefile.RevealRequest{Entity: person.ID, Field: "social_security_number", Purpose: "sar_filing"})
	require.NoError(t, err)
	assert.True(t, value.Equal(bonafide.NewSecret("512-43-9871")))
}

func (h *hosted) must(t testing.TB, id string) casefile.Case {
	t.Helper()
	c, err := h.cases.Get(ctx, officer, id)
	require.NoError(t, err)
	return c
}

// Erase reaches the backups: of all that was ever written about the subject, in
// every version, nothing that is personal can be opened, not even by the host
// with all its keys. What is about others can.
func TestEraseReachesBackups(t *testing.T) {
	h := host(t)
	u, c := h.customer(t), h.business(t)
	stays, err := h.users.Create(ctx, acme, user.CreateRequest{Phone: "+14155550001", LegalNames: []string{"Zed Other"}})
	require.NoError(t, err)
	h.later()

	// open tells how many bodies of the backups open, and what they leak.
	open := func(of string) (opened int, leaked []string) {
		for _, r := range h.all.backup {
			if !strings.HasPrefix(r.ID, of) || len(r.Body) == 0 {
				continue
			}
			restored := memory.New("acme")
			for v := int64(1); v <= r.Version; v++ {
				w := r
				w.Version = v
				require.NoError(t, restored.Put(ctx, bonafide.Write{Record: w}))
			}
			s, err := sealed.New(restored, h.keys, &h.opts)
			require.NoError(t, err)
			got, err := s.Get(ctx, r.Kind, r.ID)
			if err != nil {
				refused(t, err, sealed.CodeKeyMissing)
				continue
			}
			opened++
			leaked = append(leaked, leaks(string(got.Body))...)
		}
		return opened, leaked
	}
	for _, id := range []string{u.ID, c.ID} {
		opened, leaked := open(id)
		require.Greater(t, opened, 3)
		require.NotEmpty(t, leaked, "before, the backups hold everything")
	}
	_, err = h.users.Erase(ctx, officer, u.ID, user.EraseRequest{Reason: bonafide.RetentionEnded})
	require.NoError(t, err)
	_, err = h.cases.Erase(ctx, officer, c.ID, casefile.EraseRequest{Reason: bonafide.RetentionEnded})
	require.NoError(t, err)
	for _, id := range []string{u.ID, c.ID} {
		opened, leaked := open(id)
		assert.Positive(t, opened, "what is left of it can be read")
		assert.Empty(t, leaked)
	}
	opened, _ := open(stays.ID)
	assert.Positive(t, opened)
	assert.Zero(t, h.files.Len())

	got, err := h.users.Get(ctx, officer, u.ID)
	require.NoError(t, err)
	assert.False(t, got.Erasure.FinishedAt.IsZero())
	made, err := h.users.Decisions(ctx, officer, u.ID)
	require.NoError(t, err)
	assert.Len(t, made, int(got.DecisionVersion))
	_, err = h.users.Events(ctx, officer, u.ID, bonafide.PageRequest{})
	require.NoError(t, err)
	assert.True(t, h.must(t, c.ID).Erased())
	_, err = h.cases.Timeline(ctx, officer, c.ID, bonafide.PageRequest{})
	require.NoError(t, err)
}

// An erasure that the key store or the database cuts off, at whatever call, is
// finished by the next one; until then nothing that is needed is lost, and
// nothing says that it is done.
func TestEraseCutOff(t *testing.T) {
	for _, where := range []string{"data", "keys"} {
		calls := 0
		for _, after := range []bool{false, true} {
			for n := 1; ; n++ {
				h := host(t)
				u, c := h.customer(t), h.business(t)
				h.later()
				data, keys := &faulty{Store: h.below, n: n, after: after}, &faulty{Store: h.apart, n: -1}
				if where == "keys" {
					data.n, keys.n, keys.after = -1, n, after
				}
				opts := h.opts
				opts.KeyStore = keys
				s, err := sealed.New(data, h.keys, &opts)
				require.NoError(t, err)
				users, cases := h.users.WithStore(s), h.cases.WithStore(s)
				failed := false
				for _, erase := range []func() error{
					func() error {
						_, err := users.Erase(ctx, officer, u.ID, user.EraseRequest{Reason: bonafide.RetentionEnded})
						return err
					},
					func() error {
						_, err := cases.Erase(ctx, officer, c.ID, casefile.EraseRequest{Reason: bonafide.RetentionEnded})
						return err
					},
				} {
					if err := erase(); err != nil {
						require.True(t, errors.Is(err, errStore), "%s call %d, after=%v: %v", where, n, after, err)
						failed = true
						_, err := h.users.WithStore(h.open(t)).Get(ctx, officer, u.ID)
						require.NoError(t, err, "%s call %d, after=%v", where, n, after)
						_, err = h.cases.WithStore(h.open(t)).Get(ctx, officer, c.ID)
						require.NoError(t, err, "%s call %d, after=%v", where, n, after)
						require.NoError(t, erase(), "%s call %d, after=%v", where, n, after)
					}
				}
				if !failed {
					break
				}
				calls++
				fresh := h.open(t)
				got, err := h.users.WithStore(fresh).Get(ctx, officer, u.ID)
				require.NoError(t, err)
				assert.False(t, got.Erasure.FinishedAt.IsZero())
				made, err := h.users.WithStore(fresh).Decisions(ctx, officer, u.ID)
				require.NoError(t, err)
				assert.Len(t, made, int(got.DecisionVersion))
				erased, err := h.cases.WithStore(fresh).Get(ctx, officer, c.ID)
				require.NoError(t, err)
				assert.False(t, erased.Erasure.FinishedAt.IsZero())
				page, err := h.apart.List(ctx, bonafide.Query{Kind: sealed.KindKeys})
				require.NoError(t, err)
				for _, r := range page.Records {
					assert.Equal(t, 1, strings.Count(string(r.Body), `"number"`), "%s call %d, after=%v: an old key is alive", where, n, after)
				}
			}
		}
		assert.Greater(t, calls, 10, where)
	}
}

// Erasures race with each other on a sealed store.
func TestEraseRace(t *testing.T) {
	for range 5 {
		h := host(t)
		u, c := h.customer(t), h.business(t)
		h.later()
		var wg sync.WaitGroup
		for range 4 {
			s := h.open(t) // each in a process of its own
			wg.Go(func() {
				_, err := h.users.WithStore(s).Erase(ctx, officer, u.ID, user.EraseRequest{Reason: bonafide.RetentionEnded})
				assert.NoError(t, err)
				_, err = h.cases.WithStore(s).Erase(ctx, officer2, c.ID, casefile.EraseRequest{Reason: bonafide.RetentionEnded})
				assert.NoError(t, err)
			})
		}
		wg.Wait()
		got, err := h.users.WithStore(h.open(t)).Get(ctx, officer, u.ID)
		require.NoError(t, err)
		assert.False(t, got.Erasure.FinishedAt.IsZero())
		made, err := h.users.WithStore(h.open(t)).Decisions(ctx, officer, u.ID)
		require.NoError(t, err)
		assert.Len(t, made, int(got.DecisionVersion))
		erased, err := h.cases.WithStore(h.open(t)).Get(ctx, officer, c.ID)
		require.NoError(t, err)
		assert.False(t, erased.Erasure.FinishedAt.IsZero())
	}
}
