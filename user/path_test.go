package user_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/money"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/user"
	"github.com/bonafide-go/bonafide/user/event"
	"github.com/bonafide-go/bonafide/user/scope"
)

// A meter counts what a Service asks of its store.
type meter struct {
	bonafide.Store
	mu    sync.Mutex
	spent spending
	kinds map[string]int // writes by kind of record
	asked bonafide.Query // the last list
}

// spending is what was asked of a store since the meter was read last.
type spending struct{ Gets, Lists, Puts, Writes, Bytes, Events int }

func (m *meter) Get(ctx context.Context, kind, id string) (bonafide.Record, error) {
	m.mu.Lock()
	m.spent.Gets++
	m.mu.Unlock()
	return m.Store.Get(ctx, kind, id)
}

func (m *meter) List(ctx context.Context, q bonafide.Query) (bonafide.Page, error) {
	m.mu.Lock()
	m.spent.Lists++
	m.asked = q
	m.mu.Unlock()
	return m.Store.List(ctx, q)
}

func (m *meter) Put(ctx context.Context, batch ...bonafide.Write) error {
	m.mu.Lock()
	m.spent.Puts++
	for _, w := range batch {
		m.spent.Writes++
		m.spent.Bytes += len(w.Record.Body)
		m.spent.Events += len(w.Events)
		m.kinds[w.Record.Kind]++
	}
	m.mu.Unlock()
	return m.Store.Put(ctx, batch...)
}

// read returns what was spent since the last read.
func (m *meter) read() (spending, map[string]int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	spent, kinds := m.spent, m.kinds
	m.spent, m.kinds = spending{}, map[string]int{}
	return spent, kinds
}

func metered(t testing.TB, change ...func(*user.Options)) (*bundle, *meter) {
	t.Helper()
	b := setup(t, change...)
	m := &meter{Store: b.store, kinds: map[string]int{}}
	var err error
	b.users, err = user.New(m, b.keys, &b.opts)
	require.NoError(t, err)
	return b, m
}

// What sealing adds to the path, at most: bytes of every body, and the record of a data
// key.
const (
	envelope  = 40
	keyRecord = 170
)

// The path from creation to permission: what each step may ask of the store. Sealed, a
// new user has one more record, and so has what belongs to nobody; both are written with
// what they are the key of.
func TestPathCosts(t *testing.T) {
	t.Run("in clear", func(t *testing.T) { pathCosts(t, 0, inClear) })
	t.Run("sealed", func(t *testing.T) { pathCosts(t, 1) })
}

func pathCosts(t *testing.T, sealed int, change ...func(*user.Options)) {
	b, m := metered(t, append(change, func(o *user.Options) { o.NewID = nil })...) // ids as long as a host's
	var u user.User
	in := ana()
	in.VirtualDocs, in.PhysicalDocs = ssn("512-43-2222"), photo(t)
	var total spending
	for _, s := range []struct {
		name string
		keys int // made
		read int // keys, of those that are not known to be new
		most spending
		run  func() error
	}{
		{"create", 1, 0, spending{Gets: 0, Lists: 1, Puts: 1, Writes: 3, Bytes: 1100, Events: 2}, func() error { u = b.create(t); return nil }},
		{"send code", 1, 1, spending{Gets: 3, Puts: 1, Writes: 2, Bytes: 450, Events: 1}, func() error {
			_, err := b.users.SendCode(ctx, acme, u.ID, user.SendCodeRequest{})
			return err
		}},
		{"verify code", 0, 0, spending{Gets: 2, Puts: 1, Writes: 2, Bytes: 1350, Events: 3}, func() error {
			_, err := b.users.VerifyCode(ctx, acme, u.ID, user.VerifyCodeRequest{Code: b.lastCode()})
			return err
		}},
		{"submit", 0, 0, spending{Gets: 2, Lists: 4, Puts: 1, Writes: 3, Bytes: 4800, Events: 8}, func() error {
			_, err := b.users.SubmitDocuments(ctx, acme, u.ID, user.SubmitRequest{Documents: []submission{in}})
			return err
		}},
		{"advance", 0, 0, spending{Gets: 4, Lists: 8, Puts: 2, Writes: 7, Bytes: 13600, Events: 18}, func() error { u = b.advance(t, u.ID); return nil }},
	} {
		require.NoError(t, s.run(), s.name)
		spent, _ := m.read()
		s.most.Gets += s.read * sealed
		s.most.Writes += s.keys * sealed
		s.most.Bytes += (s.most.Writes*envelope + s.keys*keyRecord) * sealed
		assert.LessOrEqual(t, spent.Gets, s.most.Gets, "%s: gets", s.name)
		assert.LessOrEqual(t, spent.Lists, s.most.Lists, "%s: lists", s.name)
		assert.LessOrEqual(t, spent.Puts, s.most.Puts, "%s: puts", s.name)
		assert.LessOrEqual(t, spent.Writes, s.most.Writes, "%s: records", s.name)
		assert.LessOrEqual(t, spent.Bytes, s.most.Bytes, "%s: bytes of bodies", s.name)
		assert.LessOrEqual(t, spent.Events, s.most.Events, "%s: events", s.name)
		total.Puts += spent.Puts
		total.Bytes += spent.Bytes
	}
	require.Equal(t, permission.SendAndReceive, u.Permission())
	assert.LessOrEqual(t, total.Puts, 6)
	assert.LessOrEqual(t, total.Bytes, 21_100+sealed*1_000)
}

// What happens every day to a user who is known writes no more than it changes,
// and leaves the user's own record and events alone.
func TestEverydayCosts(t *testing.T) {
	b, m := metered(t)
	u := b.verified(t)
	g := b.granted(t, u)
	events := func() int {
		e, err := eventsOf(b.users, officer, u.ID)
		require.NoError(t, err)
		return len(e)
	}
	before := events()
	m.read()
	for _, s := range []struct {
		name, kind string
		puts       int
		run        func() error
	}{
		{"authenticate", "", 0, func() error {
			_, err := b.users.Authenticate(ctx, g.AccessKey, phone, scope.TransPost)
			return err
		}},
		{"refresh", user.KindAccess, 1, func() (err error) {
			g, err = b.users.OAuth(ctx, acme, user.OAuthRequest{RefreshToken: g.RefreshToken, Fingerprint: phone})
			return err
		}},
		{"move", user.KindLedger, 1, func() error {
			_, err := b.users.Move(ctx, acme, u.ID, user.MoveRequest{Transaction: money.Transaction{ID: "t", Direction: permission.Outbound, Amount: usd(t, "15"), At: start}})
			return err
		}},
		{"rescreen", user.KindCoverage, 1, func() error {
			_, err := b.users.Rescreen(ctx, officer, u.ID, user.RescreenRequest{})
			return err
		}},
		{"screening that finds nothing new: the claim, and the answer", user.KindCoverage, 2, func() error {
			n, err := b.users.AdvanceDue(ctx, 10)
			assert.Equal(t, 1, n)
			return err
		}},
		{"nothing due", "", 0, func() error {
			n, err := b.users.AdvanceDue(ctx, 10)
			assert.Zero(t, n)
			return err
		}},
	} {
		require.NoError(t, s.run(), s.name)
		spent, kinds := m.read()
		assert.Equal(t, s.puts, spent.Puts, s.name)
		assert.LessOrEqual(t, spent.Bytes, 1500, s.name)
		assert.LessOrEqual(t, spent.Gets, 5, s.name)
		delete(kinds, "user.carry.gate") // of a look
		if s.puts > 0 {
			assert.Equal(t, map[string]int{s.kind: s.puts}, kinds, s.name)
		}
	}
	assert.Equal(t, before, events(), "the user's own events are as they were")
}

// bases is n base documents of a user, each with documents of its own.
func bases(t testing.TB, n int) []submission {
	t.Helper()
	var out []submission
	for i := range n {
		in := ana()
		in.Email = fmt.Sprintf("ana%d@example.com", i)
		in.VirtualDocs = ssn("512-43-2222")
		out = append(out, in)
	}
	return out
}

// One Advance is two writes, for one base document and for thirty.
func TestAdvanceOfManyDocuments(t *testing.T) {
	for _, n := range []int{1, user.MaxBases} {
		b, m := metered(t)
		u := b.submit(t, b.create(t).ID, bases(t, n)...)
		m.read()
		u = b.advance(t, u.ID)
		spent, _ := m.read()
		// A list for each thing that a duplicate would share: number, name with birth, with and
		// without its middle names or its first word, and address, telephone number, and each e-mail address. And one more: whether
		// any user has such things beside its own record. Who has makes it a second one for
		// each.
		assert.LessOrEqual(t, spent.Gets, 5)
		if n == 1 {
			assert.LessOrEqual(t, spent.Lists, 1+6+n)
		} else {
			assert.LessOrEqual(t, spent.Lists, 1+2*(6+n))
		}
		spent.Gets, spent.Lists = 0, 0
		assert.Equal(t, spending{Puts: 2, Writes: spent.Writes, Bytes: spent.Bytes, Events: spent.Events}, spent, "%d documents", n)
		assert.Equal(t, permission.Receive, u.Permission())
	}
}

// Checks run side by side, each within its own time, and one that hangs or
// panics takes nothing from the others.
func TestSlowAndBrokenVendors(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, m := metered(t, func(o *user.Options) { o.Lease = 700 * time.Millisecond })
		var running, most atomic.Int64
		release := make(chan struct{})
		defer close(release)
		b.verifier.set(document.SSN, func(document.Request) (document.Verdict, error) {
			<-release // whatever its context says
			return document.Verdict{}, errors.New("gone")
		})
		b.verifier.set(document.GovtID, func(document.Request) (document.Verdict, error) { panic("canary quellenfeld") })
		b.verifier.set(document.Address, func(document.Request) (document.Verdict, error) {
			n := running.Add(1)
			defer running.Add(-1)
			for was := most.Load(); n > was && !most.CompareAndSwap(was, n); was = most.Load() {
			}
			time.Sleep(100 * time.Millisecond)
			return document.Verdict{Outcome: document.OutcomeValid}, nil
		})
		in := bases(t, 12)
		in[0].PhysicalDocs = photo(t)
		for i := 1; i < len(in); i++ {
			in[i].VirtualDocs = nil
		}
		u := b.submit(t, b.create(t).ID, in...)
		m.read()
		begin := time.Now()
		u = b.advance(t, u.ID)
		assert.Less(t, time.Since(begin), 3*time.Second)
		assert.Equal(t, document.Reviewing, find(t, u, document.SSN).Status, "a vendor that hangs is unavailable")
		assert.Equal(t, document.Reviewing, find(t, u, document.GovtID).Status, "and so is one that panics")
		assert.NotContains(t, b.log.String(), "canary")
		for _, base := range u.Documents {
			assert.Equal(t, "NO_MATCH", base.Watchlists)
			for _, d := range base.FindType(document.Social, document.Address) {
				assert.Equal(t, document.Valid, d.Status)
			}
		}
		assert.Greater(t, most.Load(), int64(1))
		assert.LessOrEqual(t, most.Load(), int64(8))
		spent, _ := m.read()
		assert.LessOrEqual(t, spent.Puts, 6, "answers are written together, every 200 milliseconds of waiting")
		assert.Greater(t, spent.Puts, 2)
	})
}

// A check that waits for its turn is claimed again before its time runs out: a
// second worker asks nobody twice.
func TestClaims(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := setup(t)
		t0 := time.Now()
		b.opts.Now = func() time.Time { return start.Add(time.Since(t0)) }
		var mu sync.Mutex
		calls := map[string]int{}
		b.opts.Verifier = document.VerifierFunc(func(_ context.Context, r document.Request) (document.Verdict, error) {
			mu.Lock()
			calls[r.Attempt]++
			mu.Unlock()
			time.Sleep(12 * time.Second)
			return document.Verdict{Outcome: document.OutcomeValid}, nil
		})
		var err error
		b.users, err = newService(b)
		require.NoError(t, err)
		u := b.submit(t, b.create(t).ID, bases(t, 20)...)
		begun := time.Now()
		done := make(chan struct{})
		go func() {
			defer close(done)
			b.advance(t, u.ID)
		}()
		second := time.NewTicker(time.Second)
		defer second.Stop()
		for {
			_, err := b.users.AdvanceDue(ctx, 10)
			require.NoError(t, err)
			select {
			case <-done:
				assert.Greater(t, time.Since(begun), 2*time.Minute, "longer than the lease")
				assert.Greater(t, len(calls), 100)
				for attempt, n := range calls {
					assert.Equal(t, 1, n, attempt)
				}
				return
			case <-second.C:
			}
		}
	})
}

// A search of the lists that finds nothing new is noted once in a while in the
// user's own record too, so that a program with max_age finds it young enough.
func TestScreeningsAge(t *testing.T) {
	programs, err := program.ParseBook([]byte(aged))
	require.NoError(t, err)
	b := setup(t, func(o *user.Options) { o.Programs = programs })
	u := b.verified(t)
	for day := range 200 {
		b.wait(24 * time.Hour)
		_, err := b.users.Rescreen(ctx, officer, u.ID, user.RescreenRequest{})
		require.NoError(t, err)
		for {
			n, err := b.users.AdvanceDue(ctx, 10)
			require.NoError(t, err)
			if n == 0 {
				break
			}
		}
		require.Equal(t, permission.SendAndReceive, mustGet(t, b, u.ID).Permission(), "day %d", day)
	}
	events, err := eventsOf(b.users, officer, u.ID)
	require.NoError(t, err)
	screened := 0
	for _, e := range events {
		if e.Type == event.Screened {
			screened++
		}
	}
	assert.LessOrEqual(t, screened, 6, "two in 90 days, not 200")
	covered, err := b.users.Coverage(ctx, officer, u.ID)
	require.NoError(t, err)
	assert.Equal(t, b.now(), covered.Documents[u.Documents[0].ID].At)
	assert.True(t, mustGet(t, b, u.ID).Screening(u.Documents[0].ID).Result.At.Before(b.now()), "older than the coverage, never newer")

	b.wait(91 * 24 * time.Hour)
	assert.Equal(t, permission.Unverified, mustGet(t, b, u.ID).Permission(), "nobody looked for 90 days")
}

const aged = `{"id": "aged", "version": 1, "cip_tag": 1, "user_kind": "personal", "effective_at": "2026-01-01T00:00:00Z",
	"screening": {"counted_lists": ["ofac_sdn"], "max_age": "P90D"},
	"tiers": [{"scope": "SEND|RECEIVE|TIER|1", "requires": [{"document": {"types": ["SSN"]}}]}]}`

// An asked-for screening that does not come about is tried again by the user's
// own schedule, and ends.
func TestRescreenThatFails(t *testing.T) {
	b := setup(t)
	u := b.verified(t)
	_, err := b.users.Rescreen(ctx, officer, u.ID, user.RescreenRequest{Key: "k"})
	require.NoError(t, err)
	b.screener.err = errDown
	for want := 1; want >= 0; want-- {
		n, err := b.users.AdvanceDue(ctx, 10)
		require.NoError(t, err)
		require.Equal(t, want, n)
	}
	assert.Equal(t, screening.WatchlistNoMatch, mustGet(t, b, u.ID).Watchlist(), "what was found before stands")
	b.screener.err = nil
	b.wait(time.Minute)
	for want := 1; want >= 0; want-- {
		n, err := b.users.AdvanceDue(ctx, 10)
		require.NoError(t, err)
		require.Equal(t, want, n)
	}
}

// A store walks what holds the first label that it is asked for: what a search names goes
// from rare to common, whatever the platform's size.
func TestSearchAsksForTheRarestFirst(t *testing.T) {
	b, m := metered(t)
	_, err := b.users.Create(ctx, acme, user.CreateRequest{Phone: "+14155552671", LegalNames: []string{"Ana Quellenfeld"}})
	require.NoError(t, err)
	first := func(r user.SearchRequest) string {
		found, err := b.users.Search(ctx, acme, r)
		require.NoError(t, err)
		require.Len(t, found.Items, 1)
		return m.asked.Labels[0]
	}
	word := first(user.SearchRequest{Name: "Quellenfeld"})
	assert.True(t, strings.HasPrefix(word, "word="))
	assert.Equal(t, word, first(user.SearchRequest{Name: "Ana Quellenfeld"}))
	assert.Equal(t, "phone=", first(user.SearchRequest{Name: "Ana", Phone: "+14155552671", Permission: "UNVERIFIED"})[:6])
	assert.Equal(t, "platform=acme", first(user.SearchRequest{Permission: "UNVERIFIED"}))
}
