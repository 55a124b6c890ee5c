package user_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/user"
	"github.com/bonafide-go/bonafide/user/event"
)

// passing lets days pass, with a worker every hour.
func (b *bundle) passing(t testing.TB, days int) {
	t.Helper()
	for range 24 * days {
		b.wait(time.Hour)
		for {
			n, err := b.users.AdvanceDue(ctx, 100)
			require.NoError(t, err)
			if n == 0 {
				break
			}
		}
	}
}

// What follows from a base document by itself, no program asks for and no route
// takes is sent to nobody and waits for nobody. What a program or a submission asks
// for waits for a reviewer where no route takes it.
func TestUnroutedDocuments(t *testing.T) {
	var routed verifier
	asksAddress := strings.NewReplacer(`"version": 1`, `"version": 2`, "2026-01-01", "2026-04-01", `"types": ["SSN"]`, `"types": ["ADDRESS"]`).Replace(sheet)
	programs, err := program.ParseBook([]byte(sheet), []byte(asksAddress))
	require.NoError(t, err)
	b := setup(t, func(o *user.Options) {
		o.Programs = programs
		o.Verifier = document.NewRouter(document.Route{Name: "numbers", Class: document.Virtual, Verifier: &routed, Countries: []bonafide.Country{"US"}})
	})
	in := ana()
	in.VirtualDocs, in.PhysicalDocs = ssn("512-43-2222"), photo(t)
	u := b.submit(t, b.create(t).ID, in)
	b.passing(t, 14)
	u = mustGet(t, b, u.ID)
	require.Len(t, routed.calls, 1)
	assert.Equal(t, document.SSN, routed.calls[0].Type)
	assert.Equal(t, document.Valid, find(t, u, document.SSN).Status)
	assert.False(t, find(t, u, document.GovtID).ReviewDue.IsZero(), "a reviewer is to look at what was handed in")
	for _, typ := range document.DerivedTypes() {
		d := find(t, u, typ)
		assert.Zero(t, d.Asks, typ)
		assert.Zero(t, d.ReviewDue, typ)
	}
	r, err := b.records.Get(ctx, user.Kind, u.ID)
	require.NoError(t, err)
	assert.True(t, r.Due.IsZero() || r.Due.After(b.now().AddDate(0, 0, 10)), "due %v", r.Due)

	b.passing(t, 20) // the next program is in effect, and asks for the address
	u = mustGet(t, b, u.ID)
	assert.False(t, find(t, u, document.Address).ReviewDue.IsZero())
	assert.Zero(t, find(t, u, document.Email).ReviewDue)
	assert.Len(t, routed.calls, 1)
}

// Asking ends: after ten calls without an answer a reviewer is to decide, whatever
// stands in the way of an answer; so it does about the taxpayer number.
func TestAskingEnds(t *testing.T) {
	for name, answer := range map[string]func() (document.Verdict, error){
		"an outage":             func() (document.Verdict, error) { return document.Verdict{}, errDown },
		"a panic":               func() (document.Verdict, error) { panic("Ana") },
		"an endless pending":    func() (document.Verdict, error) { return document.Verdict{Outcome: document.OutcomePending}, nil },
		"9 MiB of reference":    func() (document.Verdict, error) { return valid(strings.Repeat("r", 9<<20), ""), nil },
		"a note without end":    func() (document.Verdict, error) { return valid("", strings.Repeat("n", document.MaxNote+1)), nil },
		"an outcome of its own": func() (document.Verdict, error) { return document.Verdict{Outcome: "perhaps"}, nil },
	} {
		t.Run(name, func(t *testing.T) {
			calls := map[document.Type]int{}
			b := setup(t, quiet, func(o *user.Options) {
				o.Verifier = document.VerifierFunc(func(_ context.Context, r document.Request) (document.Verdict, error) {
					if r.Type != document.SSN {
						return document.Verdict{Outcome: document.OutcomeValid}, nil
					}
					calls[r.Type]++
					return answer()
				})
			})
			in := ana()
			in.VirtualDocs, in.PhysicalDocs = ssn("512-43-2222"), photo(t)
			u := b.submit(t, b.create(t).ID, in)
			b.passing(t, 10)
			assert.Equal(t, map[document.Type]int{document.SSN: 10}, calls)
			d := find(t, mustGet(t, b, u.ID), document.SSN)
			assert.Equal(t, document.Reviewing, d.Status)
			assert.False(t, d.ReviewDue.IsZero())
			events, err := eventsOf(b.users, officer, u.ID)
			require.NoError(t, err)
			n := 0
			for _, e := range events {
				if e.Type == event.Unanswered {
					n++
					assert.Equal(t, d.Attempt, e.Data["attempt"])
				}
			}
			assert.Equal(t, 1, n)
			assert.Zero(t, d.RetryAt, "nobody is asked any more")
			u, err = b.users.Resolve(ctx, officer, u.ID, user.ResolveRequest{SubDocument: d.ID, Verdict: document.Verdict{Outcome: document.OutcomeValid}})
			require.NoError(t, err)
			assert.Equal(t, document.Valid, find(t, u, document.SSN).Status)
		})
	}
}

func valid(reference, note string) document.Verdict {
	return document.Verdict{Outcome: document.OutcomeValid, Reference: reference, Note: note}
}

// A vendor's late answer is held to the same bounds.
func TestResolveBounds(t *testing.T) {
	b := setup(t)
	in := ana()
	in.VirtualDocs = ssn("512-43-2222")
	u := b.submit(t, b.create(t).ID, in)
	d := find(t, u, document.SSN)
	for _, v := range []document.Verdict{
		valid(strings.Repeat("r", document.MaxReference+1), ""), valid("", strings.Repeat("n", document.MaxNote+1)), valid("\xff", ""),
		{Outcome: document.OutcomeInvalid, Reasons: make([]string, document.MaxReasons+1)},
		{Outcome: document.OutcomeInvalid, Reasons: []string{strings.Repeat("x", document.MaxReason+1)}},
		{Outcome: document.OutcomeValid, DecidedAt: time.Date(12000, 1, 1, 0, 0, 0, 0, time.UTC)},
	} {
		_, err := b.users.Resolve(ctx, vendor, u.ID, user.ResolveRequest{SubDocument: d.ID, Attempt: d.Attempt, Verdict: v})
		assert.ErrorIs(t, err, bonafide.ErrInvalid)
	}
	assert.Equal(t, document.Reviewing, find(t, mustGet(t, b, u.ID), document.SSN).Status)
}
