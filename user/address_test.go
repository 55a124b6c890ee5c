package user_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/user"
	"github.com/bonafide-go/bonafide/user/event"
)

// The postal service is asked about addresses and about nothing else, with or
// without a verifier of the other documents.
func TestAddressesAreAskedOfThePostalService(t *testing.T) {
	var asked []document.PostalAddress
	post := document.AddressVerifierFunc(func(_ context.Context, a document.PostalAddress) (document.AddressResult, error) {
		asked = append(asked, a)
		return document.AddressResult{Deliverability: document.Undeliverable}, nil
	})
	for _, alone := range []bool{false, true} {
		asked = nil
		b := setup(t, func(o *user.Options) {
			o.Addresses = post
			if alone {
				o.Verifier = nil
			}
		})
		in := ana()
		in.VirtualDocs = ssn("512-43-2222")
		u := b.advance(t, b.submit(t, b.create(t).ID, in).ID)
		require.Len(t, asked, 1)
		assert.Equal(t, "1 Market Street", asked[0].Street)
		address := find(t, u, document.Address)
		assert.Equal(t, document.Invalid, address.Status)
		assert.Equal(t, []string{document.ReasonInvalidAddress}, address.InvalidReasons)
		number := find(t, u, document.SSN)
		if alone {
			assert.Equal(t, document.Reviewing, number.Status)
			assert.False(t, number.ReviewDue.IsZero(), "nobody to ask: it waits for a reviewer")
			continue
		}
		assert.Equal(t, document.Valid, number.Status)
		for _, r := range b.verifier.calls {
			assert.NotEqual(t, document.Address, r.Type)
		}
	}
}

// What is odd about a base document is told by code, without its value.
func TestWarningsStandInTheEvent(t *testing.T) {
	b := setup(t)
	u := b.create(t)
	in := ana()
	in.AddressStreet, in.IP = "P.O. Box 7", "10.0.0.1"
	b.submit(t, u.ID, in)
	events, err := eventsOf(b.users, officer, u.ID)
	require.NoError(t, err)
	found := ""
	for _, e := range events {
		if e.Type == event.DocumentAdded {
			found = e.Data["warnings"]
		}
	}
	assert.Equal(t, "email:reserved_domain,address_street:implausible,ip:implausible", found)
}

// A postal service that panics is an outage.
func TestAddressVerifierPanics(t *testing.T) {
	b := setup(t, func(o *user.Options) {
		o.Addresses = document.AddressVerifierFunc(func(context.Context, document.PostalAddress) (document.AddressResult, error) {
			panic("1 Market Street")
		})
	})
	u := b.advance(t, b.submit(t, b.create(t).ID, ana()).ID)
	assert.Equal(t, document.Reviewing, find(t, u, document.Address).Status)
	assert.NotContains(t, b.log.String(), "Market")
}
