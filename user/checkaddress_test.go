package user_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/user"
)

var somewhere = document.PostalAddress{Street: "1 Market Street", City: "San Francisco", Subdivision: "CA", PostalCode: "94105", Country: "US"}

// postal is a postal service that answers so.
func postal(result document.AddressResult, err error) document.AddressVerifierFunc {
	return func(context.Context, document.PostalAddress) (document.AddressResult, error) { return result, err }
}

// An address is checked without a user (Synapse, address verification): an outage, a
// panic and a service that never answers say nothing of it, and nothing is stored.
func TestCheckAddress(t *testing.T) {
	found := document.AddressResult{Deliverability: "deliverable_unneccessary_unit", Analysis: document.AddressAnalysis{SecondaryInvalid: true},
		Normalized: document.PostalAddress{Street: "1 Market St", City: "San Francisco", Subdivision: "CA", PostalCode: "94105-1420", Country: "US"}, Reference: "r"}
	b := setup(t, func(o *user.Options) { o.Addresses = postal(found, nil) })
	got, err := b.users.CheckAddress(ctx, acme, somewhere)
	require.NoError(t, err)
	found.Deliverability = document.DeliverableUnnecessaryUnit
	assert.Equal(t, found, got)
	for _, by := range []bonafide.Actor{bonafide.User("u"), vendor} {
		_, err = b.users.CheckAddress(ctx, by, somewhere)
		require.ErrorIs(t, err, bonafide.ErrForbidden)
	}
	_, err = b.users.CheckAddress(ctx, acme, document.PostalAddress{Country: "US"})
	faulty(t, err, "address_city", bonafide.CodeRequired)
	page, err := b.records.List(ctx, bonafide.Query{Kind: user.Kind})
	require.NoError(t, err)
	assert.Empty(t, page.Records)

	for name, service := range map[string]document.AddressVerifier{
		"none":   nil,
		"outage": postal(document.AddressResult{}, errDown),
		"panic": document.AddressVerifierFunc(func(context.Context, document.PostalAddress) (document.AddressResult, error) {
			panic("1 Market Street")
		}),
	} {
		down := setup(t, func(o *user.Options) { o.Addresses = service })
		_, err := down.users.CheckAddress(ctx, acme, somewhere)
		want := bonafide.ErrUnavailable
		if service == nil {
			want = bonafide.ErrNotConfigured
		}
		require.ErrorIs(t, err, want, name)
		assert.NotContains(t, err.Error()+down.log.String(), "Market", name)
	}
	synctest.Test(t, func(t *testing.T) {
		end := make(chan struct{})
		deaf := setup(t, func(o *user.Options) {
			o.Addresses = document.AddressVerifierFunc(func(context.Context, document.PostalAddress) (document.AddressResult, error) {
				<-end
				return found, nil
			})
		})
		begun := time.Now()
		_, err := deaf.users.CheckAddress(ctx, acme, somewhere)
		require.ErrorIs(t, err, bonafide.ErrUnavailable)
		assert.Equal(t, time.Minute, time.Since(begun))
		close(end)
	})
}

// mail is a program like the shipped ones: nobody is verified whom mail does not
// reach (31 CFR 1020.220(a)(2)(i)(A)(3)).
const mailSheet = `{"id": "mail", "version": 1, "cip_tag": 1, "user_kind": "personal", "effective_at": "2026-01-01T00:00:00Z",
	"screening": {"counted_lists": ["ofac_sdn"]},
	"tiers": [{"scope": "RECEIVE|TIER|1", "requires": [
		{"all": [{"document": {"types": ["ADDRESS"], "class": "social"}}, {"document": {"types": ["EMAIL"], "class": "social"}}]},
		{"document": {"types": ["SSN"]}}]}]}`

// An address that mail does not reach and an e-mail address that is refused keep the
// user from the permission, and what the postal service found is kept.
func TestUndeliverableWithholds(t *testing.T) {
	programs, err := program.ParseBook([]byte(mailSheet))
	require.NoError(t, err)
	result := document.AddressResult{Deliverability: document.Undeliverable, Analysis: document.AddressAnalysis{PrimaryNumberMissing: true}, Reference: "r-1"}
	b := setup(t, func(o *user.Options) {
		o.Programs = programs
		o.Addresses = document.AddressVerifierFunc(func(context.Context, document.PostalAddress) (document.AddressResult, error) { return result, nil })
	})
	in := ana()
	in.VirtualDocs = ssn("512-43-2222")
	u := b.advance(t, b.submit(t, b.create(t).ID, in).ID)
	assert.Equal(t, permission.Unverified, u.Permission())
	d := find(t, u, document.Address)
	assert.Equal(t, document.Invalid, d.Status)
	require.NotNil(t, d.Mail)
	assert.Equal(t, document.Undeliverable, d.Mail.Deliverability)
	assert.True(t, d.Mail.Analysis.PrimaryNumberMissing)
	assert.Equal(t, "r-1", d.Reference)

	result = document.AddressResult{Deliverability: document.Deliverable}
	b.verifier.always(document.Email, document.Verdict{Outcome: document.OutcomeInvalid, Reasons: []string{document.ReasonProfileNotConfirmed}})
	u = b.advance(t, b.submit(t, u.ID, submission{ID: u.Documents[0].ID, AddressStreet: "2 Market Street", Email: "bea@example.com"}).ID)
	assert.Equal(t, permission.Unverified, u.Permission(), "the e-mail address was refused")
	b.verifier.always(document.Email, document.Verdict{Outcome: document.OutcomeValid})
	u = b.advance(t, b.submit(t, u.ID, submission{ID: u.Documents[0].ID, Email: "cleo@example.com"}).ID)
	assert.Equal(t, permission.Receive, u.Permission())
}
