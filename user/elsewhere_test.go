package user_test

import (
	"context"
	"strconv"
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
	"github.com/bonafide-go/bonafide/screening/match"
	"github.com/bonafide-go/bonafide/user"
)

// between is a store on which something happens once, after the nth record of a
// command was read: what another process does meanwhile.
type between struct {
	bonafide.Store
	n     atomic.Int64
	meant int64
	do    func()
}

func (s *between) Get(ctx context.Context, kind, id string) (bonafide.Record, error) {
	r, err := s.Store.Get(ctx, kind, id)
	if s.n.Add(1) == s.meant {
		s.do()
	}
	return r, err
}

// whileReading runs a command once for every place between two of its reads,
// each with another process at work there, until there is none.
func whileReading(t *testing.T, run func(t *testing.T, meanwhile func(b *bundle, do func()) *user.Service)) {
	t.Helper()
	for n := int64(1); ; n++ {
		var met bool
		run(t, func(b *bundle, do func()) *user.Service {
			there, err := user.New(&between{Store: b.store, meant: n, do: func() { met = true; do() }}, b.keys, &b.opts)
			require.NoError(t, err)
			return there
		})
		if !met {
			require.Greater(t, n, int64(2))
			return
		}
	}
}

// No money passes a lock that another process set before it was counted.
func TestMoveRacesLockElsewhere(t *testing.T) {
	programs, err := program.ParseBook(zoned(1, "America/New_York", "2026-01-01T00:00:00Z"))
	require.NoError(t, err)
	whileReading(t, func(t *testing.T, meanwhile func(*bundle, func()) *user.Service) {
		b := setup(t, func(o *user.Options) { o.Programs = programs })
		u := mover(t, b)
		locked := false
		there := meanwhile(b, func() {
			locked = true
			_, err := b.users.SetStanding(ctx, officer, u.ID, user.StandingRequest{Permission: permission.Locked, Code: permission.ComplianceSuspicious})
			require.NoError(t, err)
		})
		_, err := there.Move(ctx, acme, u.ID, transaction(t, "t", "60", start))
		if !locked {
			return
		}
		require.ErrorIs(t, err, bonafide.ErrState)
		assert.Empty(t, b.ledger(t, u.ID).Entries)
	})
}

// Nothing is added to what was erased by another process.
func TestAccessRacesErasureElsewhere(t *testing.T) {
	for name, command := range map[string]func(s *user.Service, id string) error{
		"token": func(s *user.Service, id string) error {
			_, err := s.IssueToken(ctx, acme, id, user.IssueTokenRequest{})
			return err
		},
		"code": func(s *user.Service, id string) error {
			_, err := s.SendCode(ctx, acme, id, user.SendCodeRequest{})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			whileReading(t, func(t *testing.T, meanwhile func(*bundle, func()) *user.Service) {
				b := setup(t, func(o *user.Options) { o.Retention = func(user.User) bonafide.Duration { return bonafide.Days(1) } })
				u := b.create(t)
				_, err := b.users.IssueToken(ctx, acme, u.ID, user.IssueTokenRequest{}) // the first activity, which the user's record keeps
				require.NoError(t, err)
				erased := false
				there := meanwhile(b, func() {
					erased = true
					_, err := b.users.SetStanding(ctx, officer, u.ID, user.StandingRequest{Permission: permission.Closed, Code: permission.UserRequest})
					require.NoError(t, err)
					b.wait(48 * time.Hour)
					_, err = b.users.Erase(ctx, officer, u.ID, user.EraseRequest{Reason: bonafide.SubjectRequest})
					require.NoError(t, err)
				})
				err = command(there, u.ID)
				if !erased {
					return
				}
				require.Error(t, err)
				access, err := b.users.Access(ctx, officer, u.ID)
				require.NoError(t, err)
				assert.Empty(t, access)
				assert.Empty(t, b.messages)
			})
		})
	}
}

// What is moved and what is known of the user meet in the decision: of two
// processes that change one each, the later one sees both.
func TestThresholdRacesEvidenceElsewhere(t *testing.T) {
	programs, err := program.ParseBook([]byte(threshold))
	require.NoError(t, err)
	b := setup(t, func(o *user.Options) { o.Programs = programs })
	in := ana()
	in.VirtualDocs = ssn("512-43-2222")
	u := b.advance(t, b.submit(t, b.create(t).ID, in).ID)
	u, err = b.users.Attest(ctx, acme, u.ID, user.AttestRequest{Attestation: "terms"})
	require.NoError(t, err)
	_, err = b.users.Move(ctx, acme, u.ID, transaction(t, "first", "1", start))
	require.NoError(t, err)
	slow := &overrun{Store: b.store, kind: user.KindLedger, do: func() {
		now, err := b.users.Resolve(ctx, officer, u.ID, user.ResolveRequest{SubDocument: find(t, u, document.SSN).ID, Verdict: document.Verdict{Outcome: document.OutcomeInvalid}})
		require.NoError(t, err)
		assert.Equal(t, permission.SendAndReceive, now.Permission(), "little has moved: no number is asked for")
	}}
	a, err := b.users.WithStore(slow).Move(ctx, acme, u.ID, transaction(t, "all", "700", start))
	require.NoError(t, err)
	require.True(t, a.Allowed)
	assert.Equal(t, permission.Unverified, mustGet(t, b, u.ID).Permission(), "much has moved, and the number was refused")
	a, err = b.users.Move(ctx, acme, u.ID, transaction(t, "more", "700", start))
	require.NoError(t, err)
	assert.False(t, a.Allowed)
}

// Of two who swap a pair in both directions at once, one comes too late: never do both
// users go on.
func TestSwapsCross(t *testing.T) {
	whileReading(t, func(t *testing.T, meanwhile func(*bundle, func()) *user.Service) {
		b := setup(t)
		one, two := b.person(t, acme, 1, "512-43-2222"), b.person(t, acme, 2, "512-43-2222")
		there := meanwhile(b, func() {
			_, err := b.users.SwapDuplicate(ctx, officer2, two.ID, user.SwapRequest{To: one.ID})
			require.NoError(t, err)
		})
		_, err := there.SwapDuplicate(ctx, officer, one.ID, user.SwapRequest{Key: "k", To: two.ID})
		goOn := 0
		for _, id := range []string{one.ID, two.ID} {
			if mustGet(t, b, id).Permission() != permission.Closed {
				goOn++
			}
		}
		assert.Equal(t, 1, goOn)
		if err != nil {
			require.ErrorIs(t, err, bonafide.ErrState)
		}
	})
}

// A swap lifts the closure of a swap, and nothing that somebody else put on the user
// meanwhile.
func TestSwapLiftsNoLock(t *testing.T) {
	whileReading(t, func(t *testing.T, meanwhile func(*bundle, func()) *user.Service) {
		b := setup(t)
		one, two := b.person(t, acme, 1, "512-43-2222"), b.person(t, acme, 2, "512-43-2222")
		locked := false
		there := meanwhile(b, func() {
			locked = true
			_, err := b.users.SetStanding(ctx, officer2, two.ID, user.StandingRequest{Permission: permission.Locked, Code: permission.ComplianceSuspicious})
			require.NoError(t, err)
		})
		_, err := there.SwapDuplicate(ctx, officer, one.ID, user.SwapRequest{To: two.ID})
		if !locked {
			require.NoError(t, err)
			return
		}
		assert.Equal(t, permission.Locked, mustGet(t, b, two.ID).Permission())
	})
}

// Whatever another process does to the user while a document with a file is handed in, no
// file stays that no record names.
func TestUploadsRaceElsewhere(t *testing.T) {
	hand := map[string]func(s *user.Service, id string, in submission) error{
		"submit": func(s *user.Service, id string, in submission) error {
			_, err := s.SubmitDocuments(ctx, acme, id, user.SubmitRequest{Documents: []submission{in}})
			return err
		},
		"update": func(s *user.Service, id string, in submission) error {
			_, err := s.Update(ctx, acme, id, user.UpdateRequest{LegalName: "Ana Lopez", Documents: []submission{in}})
			return err
		},
	}
	meanwhile := map[string]func(t *testing.T, b *bundle, id string){
		"closed": func(t *testing.T, b *bundle, id string) {
			_, err := b.users.SetStanding(ctx, officer, id, user.StandingRequest{Permission: permission.Closed, Code: permission.UserRequest})
			require.NoError(t, err)
		},
		"erased": func(t *testing.T, b *bundle, id string) {
			b.close(t, id, 0)
			b.erase(t, id)
		},
		"changed": func(t *testing.T, b *bundle, id string) {
			in := ana()
			in.AddressCountryCode, in.AddressSubdivision, in.AddressPostalCode = "GB", "LND", "SW1A 1AA"
			b.submit(t, id, in)
		},
	}
	for what, do := range hand {
		for name, other := range meanwhile {
			t.Run(what+" "+name, func(t *testing.T) {
				whileReading(t, func(t *testing.T, meanwhile func(*bundle, func()) *user.Service) {
					b := setup(t)
					u := b.submit(t, b.create(t).ID, ana())
					there := meanwhile(b, func() { other(t, b, u.ID) })
					in := ana()
					in.PhysicalDocs = photo(t)
					err := do(there, u.ID, in)
					named := 0
					if page, err := b.users.Files(ctx, officer, bonafide.PageRequest{}); assert.NoError(t, err) {
						named = len(page.Items)
					}
					assert.Equal(t, named, b.files.Len(), "%v", err)
				})
			})
		}
	}
}

// A process that is yet to load the edition in which a user was found clears nobody,
// however often it looks.
func TestEarlierEditionClearsNobody(t *testing.T) {
	b := setup(t)
	u := b.verified(t)
	behind := b.opts
	behind.Screener = &screener{listed: "nobody", edition: bonafide.Date{Year: 2026, Month: 2, Day: 1}}
	there, err := user.New(b.store, b.keys, &behind)
	require.NoError(t, err)
	b.screener.listed = "Ana Maria Lopez" // in the edition of March
	look := func(s *user.Service) user.User {
		_, err := b.users.Rescreen(ctx, acme, u.ID, user.RescreenRequest{})
		require.NoError(t, err)
		now, err := s.Advance(ctx, u.ID)
		require.NoError(t, err)
		return now
	}
	require.Equal(t, screening.WatchlistSoftMatch, look(b.users).Watchlist())
	for range 2 {
		now := look(there)
		assert.Equal(t, screening.WatchlistSoftMatch, now.Watchlist())
		assert.Equal(t, permission.Unverified, now.Permission())
	}
	b.screener.listed, b.screener.edition = "nobody", bonafide.Date{Year: 2026, Month: 3, Day: 2}
	assert.Equal(t, permission.SendAndReceive, look(b.users).Permission(), "a later edition does")
}

// Nor does one that holds the first of two editions of a day.
func TestFirstEditionOfADayClearsNobody(t *testing.T) {
	day := bonafide.Date{Year: 2026, Month: 3, Day: 1}
	edition := func(names ...string) screening.List {
		var entries []screening.Entry
		for i, name := range names {
			entries = append(entries, screening.Entry{ID: strconv.Itoa(i + 1), Type: screening.Person, Names: []screening.Name{{Text: name, Kind: screening.PrimaryName}}})
		}
		l, err := screening.NewList(screening.KeyOFACSDN, day, entries)
		require.NoError(t, err)
		return l
	}
	first, second, third := edition("Bo Radu"), edition("Bo Radu", "Ana Maria Lopez"), edition("Bo Radu", "Ion Dragan")
	here, behind := match.NewEngine(nil), match.NewEngine(nil)
	require.NoError(t, here.Load(first))
	require.NoError(t, behind.Load(first))
	b := setup(t, func(o *user.Options) { o.Screener = here })
	opts := b.opts
	opts.Screener = behind
	there, err := user.New(b.store, b.keys, &opts)
	require.NoError(t, err)
	u := b.verified(t)
	look := func(s *user.Service) screening.Watchlist {
		_, err := b.users.Rescreen(ctx, acme, u.ID, user.RescreenRequest{})
		require.NoError(t, err)
		now, err := s.Advance(ctx, u.ID)
		require.NoError(t, err)
		return now.Watchlist()
	}
	require.NoError(t, here.Load(second))
	assert.Equal(t, screening.WatchlistSoftMatch, look(b.users))
	for range 2 {
		assert.Equal(t, screening.WatchlistSoftMatch, look(there))
	}
	require.NoError(t, here.Load(third))
	assert.Equal(t, screening.WatchlistNoMatch, look(b.users), "a third one of the day does")
}
