package user_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/user"
)

// held is a verifier whose answers wait for a gate.
type held struct {
	document.Verifier
	asked atomic.Int64
	gate  chan struct{}
}

func (v *held) Verify(ctx context.Context, r document.Request) (document.Verdict, error) {
	v.asked.Add(1)
	<-v.gate
	return v.Verifier.Verify(ctx, r)
}

// Checks that wait for others are not begun for whoever was erased meanwhile, nor for what
// was withdrawn: no vendor is told and no code goes out.
func TestChecksBegunLate(t *testing.T) {
	for name, c := range map[string]struct {
		meanwhile func(t *testing.T, b *bundle, u user.User)
		asked     int64
		sent      int
		err       error
	}{
		"nothing happened": {nil, 18, 1, nil},
		"erased": {func(t *testing.T, b *bundle, u user.User) {
			b.close(t, u.ID, 0)
			b.erase(t, u.ID)
		}, 8, 0, bonafide.ErrRefused},
		"closed": {func(t *testing.T, b *bundle, u user.User) { b.close(t, u.ID, 0) }, 8, 0, nil},
		"withdrawn": {func(t *testing.T, b *bundle, u user.User) {
			_, err := b.users.WithdrawDocument(ctx, officer, u.ID, user.WithdrawDocumentRequest{Document: u.Documents[1].ID, Reason: "twice"})
			require.NoError(t, err)
		}, 9, 1, nil}, // one is left of the other document
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				v := &held{gate: make(chan struct{})}
				b := setup(t, func(o *user.Options) { v.Verifier, o.Verifier = o.Verifier, v })
				u := b.submit(t, b.create(t).ID, social("ana@example.com", document.Facebook, document.Twitter, document.LinkedIn, document.Email2FA),
					social("ana2@example.com", document.Facebook, document.Twitter, document.LinkedIn))
				done := make(chan error)
				go func() { _, err := b.users.Advance(ctx, u.ID); done <- err }()
				time.Sleep(time.Second)
				require.EqualValues(t, 8, v.asked.Load())
				if c.meanwhile != nil {
					c.meanwhile(t, b, u)
				}
				close(v.gate)
				require.ErrorIs(t, <-done, c.err)
				assert.Equal(t, c.asked, v.asked.Load())
				assert.Equal(t, c.sent, b.sent())
			})
		})
	}
}

// social is a base document with a number and documents of some types.
func social(email string, types ...document.Type) submission {
	in := ana()
	in.Email, in.VirtualDocs = email, ssn("512-43-2222")
	for _, typ := range types {
		value := fmt.Sprint("token-", typ)
		if typ == document.Email2FA {
			value = email
		}
		in.SocialDocs = append(in.SocialDocs, document.SubSubmission{Type: typ, Value: bonafide.NewSecret(value)})
	}
	return in
}
