package user_test

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/upload"
	"github.com/bonafide-go/bonafide/internal/aggregate/aggregatetest"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/store/sealed"
	"github.com/bonafide-go/bonafide/user"
)

var (
	start    = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	acme     = bonafide.Platform("acme")
	other    = bonafide.Platform("other")
	officer  = bonafide.Reviewer("officer")
	officer2 = bonafide.Reviewer("officer-2")
	vendor   = bonafide.VerifierActor("vendor")
)

const sheet = `{"id": "test", "version": 1, "cip_tag": 1, "user_kind": "personal", "effective_at": "2026-01-01T00:00:00Z",
	"screening": {"counted_lists": ["ofac_sdn"]},
	"tiers": [
		{"scope": "RECEIVE|TIER|1", "requires": [{"document": {"types": ["SSN"]}}]},
		{"scope": "SEND|RECEIVE|TIER|1", "requires": [{"document": {"types": ["GOVT_ID"]}}]}]}`

// laterSheet is a program of another CIP tag that is yet to take effect.
var laterSheet = strings.NewReplacer(`"test"`, `"later"`, `"cip_tag": 1`, `"cip_tag": 2`, "2026-01-01", "2096-01-01").Replace(sheet)

// bundle is a service with everything a host supplies, under control.
type bundle struct {
	store    *memory.Store
	records  bonafide.Store // store, as the service reads it
	keys     *bonafide.Keys
	users    *user.Service
	opts     user.Options
	verifier *verifier
	screener *screener
	files    *document.MemoryFiles
	log      bytes.Buffer

	mu       sync.Mutex
	clock    time.Time
	ids      int
	messages []user.Message
	sendErr  error
}

// verifier answers by document type; absent means valid.
type verifier struct {
	mu      sync.Mutex
	answers map[document.Type]func(document.Request) (document.Verdict, error)
	calls   []document.Request
}

func (v *verifier) Verify(_ context.Context, r document.Request) (document.Verdict, error) {
	v.mu.Lock()
	v.calls = append(v.calls, r)
	answer := v.answers[r.Type]
	v.mu.Unlock()
	if answer == nil {
		return document.Verdict{Outcome: document.OutcomeValid}, nil
	}
	return answer(r)
}

func (v *verifier) set(t document.Type, answer func(document.Request) (document.Verdict, error)) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.answers[t] = answer
}

func (v *verifier) always(t document.Type, verdict document.Verdict) {
	v.set(t, func(document.Request) (document.Verdict, error) { return verdict, nil })
}

// screener lists one name and can be out of order.
type screener struct {
	listed  string
	err     error
	failed  bool
	edition bonafide.Date // zero = 2026-03-01
	entry   string        // hash of the entry; empty = h7
}

func (s *screener) Screen(_ context.Context, q screening.Query) (screening.Result, error) {
	if s.err != nil {
		return screening.Result{}, s.err
	}
	run := screening.ListRun{Key: "ofac_sdn", Edition: bonafide.Date{Year: 2026, Month: 3, Day: 1}, Result: screening.ListNoMatch}
	if !s.edition.IsZero() {
		run.Edition = s.edition
	}
	r := screening.Result{}
	switch {
	case s.failed:
		run.Result = screening.ListFailed
	case q.Name == s.listed || slices.Contains(q.OtherNames, s.listed):
		run.Result = screening.ListMatch
		r.Hits = []screening.Hit{{List: "ofac_sdn", Edition: "2026-03-01", EntryID: "7", EntryHash: cmp.Or(s.entry, "h7"), Score: 1, MatchedName: s.listed, NameKind: screening.PrimaryName}}
	}
	r.Lists = []screening.ListRun{run}
	return r, nil
}

func setup(t testing.TB, change ...func(*user.Options)) *bundle {
	t.Helper()
	b := &bundle{
		store: memory.New("acme-tenant"), keys: bonafide.EphemeralKeys(), clock: start, files: document.NewMemoryFiles(),
		verifier: &verifier{answers: map[document.Type]func(document.Request) (document.Verdict, error){}},
		screener: &screener{listed: "Jane Listed Person"},
	}
	programs, err := program.ParseBook([]byte(sheet), []byte(laterSheet))
	require.NoError(t, err)
	b.opts = user.Options{
		Programs: programs, Vocabulary: program.Vocabulary{Attestations: []string{"terms", "new_terms", "newer_terms"}}, Verifier: b.verifier, Screener: b.screener, Files: b.files,
		Messenger: user.MessengerFunc(func(_ context.Context, m user.Message) error {
			b.mu.Lock()
			defer b.mu.Unlock()
			b.messages = append(b.messages, m)
			return b.sendErr
		}),
		Now: b.now,
		NewID: func() (string, error) {
			b.mu.Lock()
			defer b.mu.Unlock()
			b.ids++
			return fmt.Sprintf("id-%04d", b.ids), nil
		},
		Logger: slog.New(slog.NewJSONHandler(&b.log, nil)),
	}
	for _, c := range change {
		c(&b.opts)
	}
	b.users, err = user.New(b.store, b.keys, &b.opts)
	require.NoError(t, err)
	if b.records = b.store; !b.opts.BodiesInClear {
		b.records, err = sealed.New(b.store, b.keys, &sealed.Options{KeyStore: b.opts.KeyStore, Now: b.now})
		require.NoError(t, err)
	}
	return b
}

func (b *bundle) now() time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.clock
}

func (b *bundle) wait(d time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.clock = b.clock.Add(d)
}

func (b *bundle) lastCode() bonafide.Secret {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.messages[len(b.messages)-1].Code
}

func (b *bundle) sent() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.messages)
}

var ctx = context.Background()

func (b *bundle) create(t testing.TB) user.User {
	t.Helper()
	u, err := b.users.Create(ctx, acme, user.CreateRequest{Phone: "+1 415 555 2671", LegalNames: []string{"Ana Maria Lopez"}})
	require.NoError(t, err)
	return u
}

func ana() document.Submission {
	return document.Submission{
		Name: "Ana Maria Lopez", Email: "ana@example.com", PhoneNumber: "+14155552671", IP: "203.0.113.7", EntityType: "F", EntityScope: "Education",
		Day: 14, Month: 5, Year: 1990, AddressStreet: "1 Market Street", AddressCity: "San Francisco", AddressSubdivision: "CA",
		AddressPostalCode: "94105", AddressCountryCode: "US",
	}
}

func ssn(number string) []document.SubSubmission {
	return []document.SubSubmission{{Type: document.SSN, Value: bonafide.NewSecret(number)}}
}

var picture = sync.OnceValue(func() []byte { return document.SandboxImage("ok") })

// photo is a small picture for an upload.
func photo(t testing.TB) []document.SubSubmission {
	t.Helper()
	return []document.SubSubmission{{Type: document.GovtID, Upload: bytes.NewReader(picture()), MediaType: upload.PNG}}
}

func (b *bundle) submit(t testing.TB, id string, docs ...document.Submission) user.User {
	t.Helper()
	u, err := b.users.SubmitDocuments(ctx, acme, id, user.SubmitRequest{Documents: docs})
	require.NoError(t, err)
	return u
}

func (b *bundle) advance(t testing.TB, id string) user.User {
	t.Helper()
	u, err := b.users.Advance(ctx, id)
	require.NoError(t, err)
	return u
}

// verified is a user with everything in order.
func (b *bundle) verified(t testing.TB) user.User {
	t.Helper()
	in := ana()
	in.VirtualDocs, in.PhysicalDocs = ssn("512-43-2222"), photo(t)
	u := b.advance(t, b.submit(t, b.create(t).ID, in).ID)
	require.Equal(t, permission.SendAndReceive, u.Permission())
	return u
}

func find(t testing.TB, u user.User, typ document.Type) document.Sub {
	t.Helper()
	for _, b := range u.Documents {
		for d := range b.Subs() {
			if d.Type == typ {
				return d
			}
		}
	}
	require.Fail(t, "no such document", string(typ))
	return document.Sub{}
}

func types(events []bonafide.Event) []string {
	var out []string
	for _, e := range events {
		out = append(out, strings.TrimPrefix(e.Type, "user."))
	}
	return out
}

type submission = document.Submission

var errDown = errors.New("connection refused")

func newService(b *bundle) (*user.Service, error) { return user.New(b.store, b.keys, &b.opts) }

// eventsOf returns all events of a user.
func eventsOf(s *user.Service, by bonafide.Actor, id string) ([]bonafide.Event, error) {
	return aggregatetest.Walk(func(page bonafide.PageRequest) (bonafide.PageOf[bonafide.Event], error) {
		return s.Events(ctx, by, id, page)
	})
}

// partEvents returns all events of a record beside a user's own.
func partEvents(s *user.Service, by bonafide.Actor, kind, id string) ([]bonafide.Event, error) {
	return aggregatetest.Walk(func(page bonafide.PageRequest) (bonafide.PageOf[bonafide.Event], error) {
		return s.EventsOf(ctx, by, kind, id, page)
	})
}

// inClear is for tests that look into what is written, as it is written.
func inClear(o *user.Options) { o.BodiesInClear = true }
