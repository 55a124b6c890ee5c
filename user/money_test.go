package user_test

import (
	"fmt"
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
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/money"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/user"
)

const limited = `{"id": "limited", "version": 1, "cip_tag": 1, "user_kind": "personal", "effective_at": "2026-01-01T00:00:00Z",
	"tiers": [{"scope": "SEND|RECEIVE", "requires": [{"id": "phone", "waivable": true, "attestation": {"id": "phone_verified"}},
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
				a, err := b.users.Move(ctx, acme, u.ID, user.MoveRequest{Transaction: money.Transaction{ID: fmt.Sprint("t", i), Direction: permission.Outbound, Amount: usd(t, "15"), At: start}})
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
	now, err = b.users.ResolveTax(ctx, vendor, u.ID, user.ResolveTaxRequest{Attempt: attempt, Verdict: document.Verdict{Outcome: document.OutcomeInvalid}})
	require.NoError(t, err)
	assert.Equal(t, tax.Mismatched, now.Tax.TIN.State())
	b.verifier.always(document.TIN, document.Verdict{Outcome: document.OutcomeValid})
	_, err = b.users.SubmitTax(ctx, acme, u.ID, user.TaxRequest{W9: &w9})
	require.NoError(t, err)
	b.wait(time.Hour)
	now = b.advance(t, u.ID)
	assert.Equal(t, tax.Matched, now.Tax.TIN.State())
	now, err = b.users.ResolveTax(ctx, vendor, u.ID, user.ResolveTaxRequest{Attempt: attempt, Verdict: document.Verdict{Outcome: document.OutcomeInvalid}})
	require.NoError(t, err)
	assert.Equal(t, tax.Matched, now.Tax.TIN.State(), "an answer about the number before")
	_, err = b.users.ResolveTax(ctx, acme, u.ID, user.ResolveTaxRequest{Attempt: attempt, Verdict: document.Verdict{Outcome: document.OutcomeValid}})
	require.ErrorIs(t, err, bonafide.ErrForbidden)
}
