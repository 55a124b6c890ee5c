package user_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/payout"
	"github.com/bonafide-go/bonafide/document/tax"
	"github.com/bonafide-go/bonafide/internal/figuretest"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/money"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/user"
)

const limited = `{"id": "limited", "version": 1, "cip_tag": 1, "user_kind": "personal", "effective_at": "2026-01-01T00:00:00Z",
	"screening": {"counted_lists": ["ofac_sdn"]}, "tiers": [{"scope": "SEND|RECEIVE", "requires": [{"id": "phone", "waivable": true, "attestation": {"id": "phone_verified"}},
		{"attestation": {"id": "terms"}}],
		"limits": [{"direction": "send", "per": "day", "currency": "USD", "max": "100"}]}]}`

func usd(t *testing.T, amount string) bonafide.Money {
	t.Helper()
	m, err := bonafide.ParseMoney(amount, "USD")
	require.NoError(t, err)
	return m
}

// 16 racing writers never pass a limit together, and no transaction counts
// twice.
func TestMoveRace(t *testing.T) {
	programs, err := program.ParseBook([]byte(limited))
	require.NoError(t, err)
	b := setup(t, func(o *user.Options) { o.Programs = programs })
	u := b.submit(t, b.create(t).ID, ana())
	_, err = b.users.Attest(ctx, acme, u.ID, user.AttestRequest{Attestation: "terms"})
	require.NoError(t, err)
	for _, bad := range []string{"", "phone_verified"} {
		_, err = b.users.Attest(ctx, acme, u.ID, user.AttestRequest{Attestation: bad})
		require.ErrorIs(t, err, bonafide.ErrInvalid, "the phone number attests itself by its code alone")
	}
	u = b.advance(t, u.ID)
	assert.Equal(t, permission.Unverified, u.Permission())
	_, err = b.users.Waive(ctx, acme, u.ID, user.WaiveRequest{Waiver: permission.Waiver{Rule: "phone", DocumentID: u.Documents[0].ID, Until: start.AddDate(1, 0, 0)}})
	require.ErrorIs(t, err, bonafide.ErrForbidden)
	u, err = b.users.Waive(ctx, officer, u.ID, user.WaiveRequest{Waiver: permission.Waiver{Rule: "phone", DocumentID: u.Documents[0].ID, Until: start.AddDate(1, 0, 0)}})
	require.NoError(t, err)
	require.Equal(t, permission.SendAndReceive, u.Permission())

	var allowed, refused atomic.Int64
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for range 2 { // every one is reported twice
				a, err := b.users.Move(ctx, acme, u.ID,
					user.MoveRequest{Transaction: money.Transaction{ID: fmt.Sprint("t", i), Direction: permission.Outbound, Amount: usd(t, "15"), At: start}})
				assert.NoError(t, err)
				switch {
				case a.Repeated:
				case a.Allowed:
					allowed.Add(1)
				default:
					refused.Add(1)
				}
			}
		}()
	}
	wg.Wait()
	assert.EqualValues(t, 6, allowed.Load(), "6 x 15 of 100")
	assert.EqualValues(t, 20, refused.Load())
	check := money.Transaction{ID: "next", Direction: permission.Outbound, Amount: usd(t, "10.01"), At: start}
	a, err := b.users.Authorize(ctx, acme, u.ID, user.MoveRequest{Transaction: check})
	require.NoError(t, err)
	assert.False(t, a.Allowed)
	require.NotEmpty(t, a.Limits)
	_, err = b.users.ReverseMove(ctx, acme, u.ID, user.ReverseMoveRequest{Transaction: b.ledger(t, u.ID).Entries[0].ID})
	require.NoError(t, err)
	a, err = b.users.Authorize(ctx, acme, u.ID, user.MoveRequest{Transaction: check})
	require.NoError(t, err)
	assert.True(t, a.Allowed)
	a, err = setup(t, func(o *user.Options) { o.Programs = nil }).authorizeNew(t, check)
	require.NoError(t, err)
	assert.False(t, a.Allowed, "without a program nothing is allowed")
}

func (b *bundle) ledger(t *testing.T, id string) money.Ledger {
	t.Helper()
	l, err := b.users.Ledger(ctx, officer, id)
	require.NoError(t, err)
	return l
}

func (b *bundle) authorizeNew(t *testing.T, tx money.Transaction) (program.Authorization, error) {
	t.Helper()
	return b.users.Authorize(ctx, acme, b.create(t).ID, user.MoveRequest{Transaction: tx})
}

// Dots API, payout methods: tokenised, masked, a default, removal.
func TestPayoutMethods(t *testing.T) {
	b := setup(t)
	u := b.create(t)
	in := payout.Submission{Kind: payout.ACH, RoutingNumber: "021000021", AccountNumber: bonafide.NewSecret("000123456789"), AccountType: payout.Checking}
	first, err := b.users.AddPayoutMethod(ctx, acme, u.ID, user.AddPayoutRequest{Key: "k", Method: in})
	require.NoError(t, err)
	again, err := b.users.AddPayoutMethod(ctx, acme, u.ID, user.AddPayoutRequest{Key: "k", Method: in})
	require.NoError(t, err)
	assert.Len(t, again.Payouts.List, 1)
	id := first.Payouts.List[0].ID
	assert.Equal(t, id, first.Payouts.Default)
	assert.NotContains(t, fmt.Sprintf("%+v", first.Payouts), "123456789")
	in.RoutingNumber = "021000022"
	_, err = b.users.AddPayoutMethod(ctx, acme, u.ID, user.AddPayoutRequest{Method: in})
	require.ErrorIs(t, err, bonafide.ErrInvalid, "the routing number has a check digit")
	in.RoutingNumber, in.AccountNumber = "021000021", bonafide.NewSecret("000987654321")
	second, err := b.users.AddPayoutMethod(ctx, acme, u.ID, user.AddPayoutRequest{Method: in})
	require.NoError(t, err)
	require.Len(t, second.Payouts.List, 2)
	now, err := b.users.SetDefaultPayout(ctx, acme, u.ID, user.SetDefaultPayoutRequest{Method: second.Payouts.List[1].ID})
	require.NoError(t, err)
	assert.Equal(t, second.Payouts.List[1].ID, now.Payouts.Default)
	now, err = b.users.RemovePayoutMethod(ctx, acme, u.ID, user.RemovePayoutRequest{Method: now.Payouts.Default})
	require.NoError(t, err)
	assert.Equal(t, id, now.Payouts.Default)
	_, err = b.users.RemovePayoutMethod(ctx, acme, u.ID, user.RemovePayoutRequest{Method: "nothing"})
	require.ErrorIs(t, err, bonafide.ErrNotFound)
}

// Dots users, TIN: unsubmitted, pending, matched, mismatched; a mismatch is
// corrected by submitting again, an outage stays pending.
func TestTax(t *testing.T) {
	b := setup(t)
	u := b.create(t)
	assert.Equal(t, tax.Unsubmitted, u.Tax.TIN.State())
	w9 := tax.W9Submission{EntityType: string(tax.Individual), FirstName: "Ana", LastName: "Lopez", DateOfBirth: "1990-05-14", TIN: bonafide.NewSecret("512432222"),
		Address: tax.AddressSubmission{Line1: "1 Market Street", City: "San Francisco", State: "CA", Country: "US", Postcode: "94105"}}
	_, err := b.users.SubmitTax(ctx, acme, u.ID, user.TaxRequest{})
	require.ErrorIs(t, err, bonafide.ErrInvalid)
	b.verifier.set(document.TIN, func(document.Request) (document.Verdict, error) { return document.Verdict{}, errDown })
	now, err := b.users.SubmitTax(ctx, acme, u.ID, user.TaxRequest{W9: &w9})
	require.NoError(t, err)
	assert.Equal(t, tax.Pending, now.Tax.TIN.State())
	now = b.advance(t, u.ID)
	assert.Equal(t, tax.Pending, now.Tax.TIN.State(), "an outage is no mismatch")
	attempt := now.Tax.TIN.Attempt
	_, err = b.users.ResolveTax(ctx, vendor, u.ID, user.ResolveTaxRequest{Attempt: attempt, Verdict: document.Verdict{Outcome: document.OutcomeInvalid}})
	require.NoError(t, err)
	now = mustGet(t, b, u.ID)
	assert.Equal(t, tax.Mismatched, now.Tax.TIN.State())
	b.verifier.always(document.TIN, document.Verdict{Outcome: document.OutcomeValid})
	_, err = b.users.SubmitTax(ctx, acme, u.ID, user.TaxRequest{W9: &w9})
	require.NoError(t, err)
	b.wait(time.Hour)
	now = b.advance(t, u.ID)
	assert.Equal(t, tax.Matched, now.Tax.TIN.State())
	_, err = b.users.ResolveTax(ctx, vendor, u.ID, user.ResolveTaxRequest{Attempt: attempt, Verdict: document.Verdict{Outcome: document.OutcomeInvalid}})
	require.NoError(t, err)
	now = mustGet(t, b, u.ID)
	assert.Equal(t, tax.Matched, now.Tax.TIN.State(), "an answer about the number before")
	_, err = b.users.ResolveTax(ctx, acme, u.ID, user.ResolveTaxRequest{Attempt: attempt, Verdict: document.Verdict{Outcome: document.OutcomeValid}})
	require.ErrorIs(t, err, bonafide.ErrForbidden)

	foreign := tax.W8BENSubmission{Name: "Ana Lopez", DateOfBirth: "1990-05-14", CitizenshipCountry: "ES", Address: homeAddress,
		ForeignTaxID: bonafide.NewSecret("12345678Z"), Signature: tax.Signature{Consent: true, Name: "Ana Lopez", Email: "ana@example.com"}}
	now, err = b.users.SubmitTax(ctx, acme, u.ID, user.TaxRequest{W8BEN: &foreign})
	require.NoError(t, err)
	assert.Equal(t, tax.Unsubmitted, now.Tax.TIN.State(), "the match was of a number that this form has not")
	_, err = b.users.ResolveTax(ctx, vendor, u.ID, user.ResolveTaxRequest{Attempt: attempt, Verdict: document.Verdict{Outcome: document.OutcomeValid}})
	require.NoError(t, err)
	assert.Equal(t, tax.Unsubmitted, mustGet(t, b, u.ID).Tax.TIN.State())
}

func transaction(t *testing.T, id, amount string, at time.Time) user.MoveRequest {
	t.Helper()
	return user.MoveRequest{Transaction: money.Transaction{ID: id, Direction: permission.Outbound, Amount: usd(t, amount), At: at}}
}

// mover is a user who may send money by a sheet that asks for nothing but terms.
func mover(t *testing.T, b *bundle) user.User {
	t.Helper()
	u := b.advance(t, b.submit(t, b.create(t).ID, ana()).ID)
	now, err := b.users.Attest(ctx, acme, u.ID, user.AttestRequest{Attestation: "terms"})
	require.NoError(t, err)
	require.Equal(t, permission.SendAndReceive, now.Permission())
	return now
}

// zoned is a program with a daily limit in a time zone.
func zoned(version int, zone, from string) []byte {
	return fmt.Appendf(nil, `{"id": "zoned", "version": %d, "cip_tag": 1, "user_kind": "personal", "effective_at": %q, "time_zone": %q,
		"screening": {"counted_lists": ["ofac_sdn"]}, "tiers": [{"scope": "SEND|RECEIVE", "requires": [{"attestation": {"id": "terms"}}],
			"limits": [{"direction": "send", "per": "day", "currency": "USD", "max": "100"}]}]}`, version, from, zone)
}

// Periods are those of the program's time zone, to the microsecond.
func TestMoveInTheProgramsZone(t *testing.T) {
	programs, err := program.ParseBook(zoned(1, "America/New_York", "2026-01-01T00:00:00Z"))
	require.NoError(t, err)
	b := setup(t, func(o *user.Options) { o.Programs = programs })
	u := mover(t, b)
	midnight := time.Date(2026, 3, 3, 5, 0, 0, 0, time.UTC) // in New York
	for i, c := range []struct {
		at      time.Time
		amount  string
		allowed bool
	}{
		{midnight.Add(-time.Microsecond), "60", true}, {midnight.Add(-time.Microsecond), "60", false},
		{midnight, "60", true}, {midnight, "60", false}, {midnight.Add(24*time.Hour - time.Microsecond), "40", true}, {midnight.Add(24 * time.Hour), "100", true},
	} {
		b.clock = later(b.clock, c.at)
		request := transaction(t, fmt.Sprint(i), c.amount, c.at)
		asked, err := b.users.Authorize(ctx, acme, u.ID, request)
		require.NoError(t, err)
		moved, err := b.users.Move(ctx, acme, u.ID, request)
		require.NoError(t, err)
		assert.Equal(t, c.allowed, moved.Allowed, "%d: %+v", i, moved.Refusals)
		assert.Equal(t, asked, moved, "%d: what is asked for and what is done are judged alike", i)
	}
	assert.Equal(t, "America/New_York", b.ledger(t, u.ID).Zone)
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// The money path works with every example sheet; each carries a time zone.
func TestMoveUnderTheExampleSheets(t *testing.T) {
	sheets, err := filepath.Glob("../examples/programs/sheets/*.json")
	require.NoError(t, err)
	require.Len(t, sheets, 5)
	for _, path := range sheets {
		data, err := os.ReadFile(path)
		require.NoError(t, err)
		p, err := program.Parse(data)
		require.NoError(t, err)
		require.NotEmpty(t, p.TimeZone(), path)
		sheet := p.Sheet()
		sheet.EffectiveAt, sheet.FourEyes, sheet.Screening = start.AddDate(-1, 0, 0), nil, program.Screening{CountedLists: []string{"ofac_sdn"}}
		for i := range sheet.Tiers { // what the tiers take is another test's matter
			sheet.Tiers[i].Requires = []program.Rule{{Attestation: &program.AttestationRule{ID: "terms"}}}
		}
		if p, err = program.New(sheet); err != nil {
			t.Fatal(path, err)
		}
		programs, err := program.NewBook(p)
		require.NoError(t, err)
		b := setup(t, func(o *user.Options) {
			o.Programs = programs
			o.Vocabulary.DocumentTypes = []string{"NATIONAL_ID", "NATIONAL_ID_BACK"}
		})
		u, err := b.users.Create(ctx, acme, user.CreateRequest{Phone: "+14155552671", LegalNames: []string{"Ana Maria Lopez", "Lopez Trading LLC"}, CIPTag: sheet.CIPTag,
			IsBusiness: sheet.UserKind == permission.Business})
		require.NoError(t, err)
		in := ana()
		if u.IsBusiness {
			in = submission{Name: "Lopez Trading LLC", Email: "ana@example.com", PhoneNumber: "+14155552671", IP: "203.0.113.7", EntityType: "LLC", EntityScope: "Education",
				Day: 14, Month: 5, Year: 1990, AddressStreet: "1 Market Street", AddressCity: "San Francisco", AddressSubdivision: "CA", AddressPostalCode: "94105", AddressCountryCode: "US"}
		}
		b.advance(t, b.submit(t, u.ID, in).ID)
		u, err = b.users.Attest(ctx, acme, u.ID, user.AttestRequest{Attestation: "terms"})
		require.NoError(t, err)
		currency := "USD"
		if len(sheet.Tiers[len(sheet.Tiers)-1].Limits) > 0 {
			currency = sheet.Tiers[len(sheet.Tiers)-1].Limits[0].Currency
		}
		amount, err := bonafide.ParseMoney("5", bonafide.Currency(currency))
		require.NoError(t, err)
		direction := permission.Outbound
		if !u.Permission().May(direction) {
			direction = permission.Inbound
		}
		a, err := b.users.Move(ctx, acme, u.ID, user.MoveRequest{Transaction: money.Transaction{ID: "t", Direction: direction, Amount: amount, At: b.now()}})
		require.NoError(t, err)
		assert.True(t, a.Allowed, "%s: %s %+v", path, u.Permission(), a.Refusals)
		assert.Equal(t, p.TimeZone(), b.ledger(t, u.ID).Zone, path)
	}
}

// A later version of the program may have another zone: the ledger follows, and
// what was folded counts at least as much as before.
func TestMoveInAnotherZone(t *testing.T) {
	programs, err := program.ParseBook(zoned(1, "America/New_York", "2026-01-01T00:00:00Z"), zoned(2, "Asia/Tokyo", "2026-03-20T00:00:00Z"))
	require.NoError(t, err)
	b := setup(t, func(o *user.Options) { o.Programs = programs })
	u := mover(t, b)
	move := func(id, amount string) program.Authorization {
		a, err := b.users.Move(ctx, acme, u.ID, transaction(t, id, amount, b.now()))
		require.NoError(t, err)
		return a
	}
	require.True(t, move("old", "30").Allowed)
	b.clock = time.Date(2026, 3, 19, 20, 0, 0, 0, time.UTC) // the 20th in Tokyo, the 19th in New York
	require.True(t, move("day", "70").Allowed)
	days := b.ledger(t, u.ID).Days
	require.Len(t, days, 1, "the old one is folded")
	b.clock = time.Date(2026, 3, 20, 1, 0, 0, 0, time.UTC)
	refused := move("more", "40")
	assert.False(t, refused.Allowed, "both are the 20th in Tokyo")
	require.Len(t, refused.Limits, 1)
	assert.Equal(t, "70.00 USD", refused.Limits[0].Used.String())
	require.True(t, move("less", "30").Allowed)
	now := b.ledger(t, u.ID)
	assert.Equal(t, "Asia/Tokyo", now.Zone)
	require.Len(t, now.Days, 1)
	assert.Equal(t, "30.00 USD", now.Days[0].Amount.String())
	assert.False(t, now.Days[0].Start.Before(days[0].Start), "a folded day falls into the day in which it ends")
}

// The ledger stays small, whatever moves and for however long, and never ends a
// user's business.
func TestLedgerIsFolded(t *testing.T) {
	figuretest.OneGoroutine(t)
	unlimited := strings.Replace(string(zoned(1, "America/New_York", "2026-01-01T00:00:00Z")), `"100"`, `"100000000"`, 1)
	programs, err := program.ParseBook([]byte(unlimited))
	require.NoError(t, err)
	b, m := metered(t, quiet, func(o *user.Options) { o.Programs = programs })
	u := mover(t, b)
	m.read()
	most := 0
	for i := range 600 {
		if i%20 == 0 {
			b.wait(24 * time.Hour)
		}
		a, err := b.users.Move(ctx, acme, u.ID, transaction(t, fmt.Sprint("t", i), "1", b.now()))
		require.NoError(t, err)
		require.True(t, a.Allowed, "%d: %+v", i, a.Refusals)
		spent, kinds := m.read()
		most = max(most, spent.Bytes)
		require.Equal(t, map[string]int{user.KindLedger: 1}, kinds)
	}
	assert.Less(t, most, 25_000)
	l := b.ledger(t, u.ID)
	assert.LessOrEqual(t, len(l.Entries), 8*20)
	assert.LessOrEqual(t, len(l.Days), 40)
	old, err := b.users.Move(ctx, acme, u.ID, transaction(t, "late", "1", b.now().AddDate(0, 0, -9)))
	require.NoError(t, err)
	assert.False(t, old.Allowed, "whether it was counted can no longer be said")
	_, err = b.users.ReverseMove(ctx, acme, u.ID, user.ReverseMoveRequest{Transaction: "t0"})
	require.NoError(t, err, "folded: nothing changes")
}

// A lock and racing moves: none passes that was written after the lock.
func TestLockAndMoveRace(t *testing.T) {
	programs, err := program.ParseBook(zoned(1, "America/New_York", "2026-01-01T00:00:00Z"))
	require.NoError(t, err)
	for range 30 {
		b := setup(t, func(o *user.Options) { o.Programs = programs })
		u := mover(t, b)
		var locked atomic.Bool
		var wg sync.WaitGroup
		for i := range 4 {
			s := b.users.WithStore(b.store) // takes no turns: another process
			wg.Go(func() {
				for j := range 5 {
					after := locked.Load()
					a, err := s.Move(ctx, acme, u.ID, transaction(t, fmt.Sprint(i, "-", j), "1", start))
					if after {
						assert.ErrorIs(t, err, bonafide.ErrState, "allowed %v", a.Allowed)
					}
				}
			})
		}
		_, err := b.users.SetStanding(ctx, officer, u.ID, user.StandingRequest{Permission: permission.Locked, Code: permission.ComplianceSuspicious})
		require.NoError(t, err)
		locked.Store(true)
		wg.Wait()
		entries := len(b.ledger(t, u.ID).Entries)
		events, err := partEvents(b.users, officer, user.KindLedger, u.ID)
		require.NoError(t, err)
		assert.Len(t, events, entries)
	}
}

// A lock between the read and the write of a move stops it.
func TestLockOverrunsMove(t *testing.T) {
	programs, err := program.ParseBook(zoned(1, "America/New_York", "2026-01-01T00:00:00Z"))
	require.NoError(t, err)
	for _, first := range []bool{true, false} { // with and without a ledger to begin with
		b := setup(t, func(o *user.Options) { o.Programs = programs })
		u := mover(t, b)
		if !first {
			_, err := b.users.Move(ctx, acme, u.ID, transaction(t, "before", "1", start))
			require.NoError(t, err)
		}
		slow := &overrun{Store: b.store, kind: user.KindLedger, do: func() {
			_, err := b.users.SetStanding(ctx, officer, u.ID, user.StandingRequest{Permission: permission.Locked, Code: permission.ComplianceSuspicious})
			require.NoError(t, err)
		}}
		_, err := b.users.WithStore(slow).Move(ctx, acme, u.ID, transaction(t, "t", "1", start))
		require.ErrorIs(t, err, bonafide.ErrState)
		for _, e := range b.ledger(t, u.ID).Entries {
			assert.Equal(t, "before", e.ID)
		}
	}
}

// overrun is a store on which something happens once, right before a record of a
// kind is written.
type overrun struct {
	bonafide.Store
	kind string
	do   func()
}

func (s *overrun) Put(ctx context.Context, batch ...bonafide.Write) error {
	if do := s.do; do != nil && slices.ContainsFunc(batch, func(w bonafide.Write) bool { return w.Record.Kind == s.kind }) {
		s.do = nil
		do()
	}
	return s.Store.Put(ctx, batch...)
}

const threshold = `{"id": "threshold", "version": 1, "cip_tag": 1, "user_kind": "personal", "effective_at": "2026-01-01T00:00:00Z", "time_zone": "America/New_York",
	"screening": {"counted_lists": ["ofac_sdn"]}, "tiers": [{"scope": "SEND|RECEIVE", "requires": [{"attestation": {"id": "terms"}},
		{"id": "ssn", "when": [{"fact": "total", "total": {"direction": "send", "per": "year", "currency": "USD", "at_least": "600"}}], "document": {"types": ["SSN"]}}]}]}`

// What has moved is a fact: the move that reaches a threshold takes the
// permission, in the same write, and every decision after it knows.
func TestThreshold(t *testing.T) {
	programs, err := program.ParseBook([]byte(threshold))
	require.NoError(t, err)
	b := setup(t, func(o *user.Options) { o.Programs = programs })
	u := mover(t, b)
	move := func(id, amount string) program.Authorization {
		t.Helper()
		a, err := b.users.Move(ctx, acme, u.ID, transaction(t, id, amount, b.now()))
		require.NoError(t, err)
		return a
	}
	require.True(t, move("a", "599").Allowed)
	assert.Equal(t, permission.SendAndReceive, mustGet(t, b, u.ID).Permission())
	require.True(t, move("b", "1").Allowed)
	assert.Equal(t, permission.Unverified, b.stored(t, u.ID).Permission(), "the threshold is reached, and written with the move")
	assert.False(t, move("c", "1").Allowed)
	note := "prefers e-mail"
	now, err := b.users.Update(ctx, acme, u.ID, user.UpdateRequest{PublicNote: &note})
	require.NoError(t, err)
	assert.Equal(t, permission.Unverified, now.Permission(), "other commands know of it")
	require.NoError(t, b.users.Replay(ctx, officer, u.ID))
	_, err = b.users.ReverseMove(ctx, acme, u.ID, user.ReverseMoveRequest{Transaction: "b"})
	require.NoError(t, err)
	assert.Equal(t, permission.SendAndReceive, b.stored(t, u.ID).Permission())
	require.True(t, move("d", "1").Allowed)
	b.clock = time.Date(2027, 1, 1, 5, 0, 0, 0, time.UTC)
	assert.Equal(t, permission.SendAndReceive, mustGet(t, b, u.ID).Permission(), "another year in New York")
	assert.True(t, move("e", "1").Allowed)
}

// A move is judged by the permission as it is now, whatever was stored.
func TestMoveByTheCurrentPermission(t *testing.T) {
	later := strings.NewReplacer(`"version": 1`, `"version": 2`, "2026-01-01", "2026-06-01", `"terms"`, `"new_terms"`).Replace(
		string(zoned(1, "America/New_York", "2026-01-01T00:00:00Z")))
	programs, err := program.ParseBook(zoned(1, "America/New_York", "2026-01-01T00:00:00Z"), []byte(later))
	require.NoError(t, err)
	b := setup(t, func(o *user.Options) { o.Programs = programs })
	u := mover(t, b)
	b.clock = time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	a, err := b.users.Move(ctx, acme, u.ID, transaction(t, "t", "1", b.now()))
	require.NoError(t, err)
	require.False(t, a.Allowed)
	assert.Equal(t, program.CodePermission, a.Refusals[0].Code, "not that the decision is stale")
	_, err = b.users.Attest(ctx, acme, u.ID, user.AttestRequest{Attestation: "new_terms"})
	require.NoError(t, err)
	a, err = b.users.Move(ctx, acme, u.ID, transaction(t, "t", "1", b.now()))
	require.NoError(t, err)
	assert.True(t, a.Allowed)
	again := transaction(t, "k", "1", b.now())
	again.Key = "k"
	for i := range 2 {
		a, err = b.users.Move(ctx, acme, u.ID, again)
		require.NoError(t, err)
		assert.Equal(t, i == 1, a.Repeated)
	}

	// A program that is replaced without a new version is noticed by its hash.
	changed, err := program.ParseBook([]byte(strings.Replace(later, `"new_terms"`, `"newer_terms"`, 1)))
	require.NoError(t, err)
	b.opts.Programs = changed
	b.users, err = newService(b)
	require.NoError(t, err)
	assert.Equal(t, permission.Unverified, mustGet(t, b, u.ID).Permission())
	a, err = b.users.Move(ctx, acme, u.ID, transaction(t, "t2", "1", b.now()))
	require.NoError(t, err)
	assert.False(t, a.Allowed)
}

// A limit holds whatever dates are claimed: of 400 transactions dated from 200 days
// ago to 199 days ahead, those of the present alone count.
func TestMovesAreOfThePresent(t *testing.T) {
	for back, want := range map[time.Duration]int{0: 2, 3 * 24 * time.Hour: 4} { // each day's limit takes one
		programs, err := program.ParseBook([]byte(strings.Replace(limited, `{"id": "phone", "waivable": true, "attestation": {"id": "phone_verified"}},`, "", 1)))
		require.NoError(t, err)
		b := setup(t, func(o *user.Options) { o.Programs, o.MaxBackdate = programs, back })
		u := b.submit(t, b.create(t).ID, ana())
		_, err = b.users.Attest(ctx, acme, u.ID, user.AttestRequest{Attestation: "terms"})
		require.NoError(t, err)
		require.Equal(t, permission.SendAndReceive, b.advance(t, u.ID).Permission())
		allowed := 0
		for day := -200; day < 200; day++ {
			at := b.now().AddDate(0, 0, day)
			move := user.MoveRequest{Transaction: money.Transaction{ID: fmt.Sprint("d", day), Direction: permission.Outbound, Amount: usd(t, "100"), At: at}}
			asked, err := b.users.Authorize(ctx, acme, u.ID, move)
			require.NoError(t, err)
			a, err := b.users.Move(ctx, acme, u.ID, move)
			require.NoError(t, err)
			assert.Equal(t, asked.Allowed, a.Allowed)
			switch {
			case a.Allowed:
				allowed++
			case day > 0:
				assert.Equal(t, []money.Refusal{{Code: money.CodeTooEarly}}, a.Refusals)
			default:
				assert.Equal(t, []money.Refusal{{Code: money.CodeTooOld}}, a.Refusals)
			}
		}
		assert.Equal(t, want, allowed)

		now := user.MoveRequest{Transaction: money.Transaction{ID: "d0", Direction: permission.Outbound, Amount: usd(t, "100"), At: b.now()}}
		b.wait(6 * 24 * time.Hour)
		a, err := b.users.Move(ctx, acme, u.ID, now)
		require.NoError(t, err)
		assert.True(t, a.Repeated, "what was counted is known, however late it is reported again")
		ahead := user.MoveRequest{Transaction: money.Transaction{ID: "clock", Direction: permission.Outbound, Amount: usd(t, "1"), At: b.now().Add(5 * time.Minute)}}
		a, err = b.users.Move(ctx, acme, u.ID, ahead)
		require.NoError(t, err)
		assert.True(t, a.Allowed, "clocks differ")
	}
	for _, back := range []time.Duration{-1, 8 * 24 * time.Hour} {
		_, err := user.New(setup(t).store, bonafide.EphemeralKeys(), &user.Options{MaxBackdate: back})
		require.ErrorIs(t, err, bonafide.ErrInvalid)
	}
}
