package user_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"

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
	begun chan struct{}
	gate  chan struct{}
}

func (v *held) Verify(ctx context.Context, r document.Request) (document.Verdict, error) {
	v.asked.Add(1)
	v.begun <- struct{}{}
	<-v.gate
	return v.Verifier.Verify(ctx, r)
}

// Checks that wait for others are not begun for whoever was erased meanwhile, nor for what
// was withdrawn: no vendor is told and no code goes out.
func TestChecksBegunLate(t *testing.T) {
	for name, c := range map[string]struct {
		do    func(t *testing.T, b *bundle, u user.User)
		asked int64
		sent  int
		err   error
	}{
		"nothing happened": {func(*testing.T, *bundle, user.User) {}, 18, 1, nil},
		"erased": {func(t *testing.T, b *bundle, u user.User) {
			b.close(t, u.ID, 0)
			b.erase(t, u.ID)
		}, 8, 0, bonafide.ErrRefused},
		"withdrawn": {func(t *testing.T, b *bundle, u user.User) {
			_, err := b.users.WithdrawDocument(ctx, officer, u.ID, user.WithdrawDocumentRequest{Document: u.Documents[1].ID, Reason: "twice"})
			require.NoError(t, err)
		}, 9, 1, nil}, // what is left of the other document
	} {
		t.Run(name, func(t *testing.T) {
			v := &held{begun: make(chan struct{}, 100), gate: make(chan struct{})}
			b := setup(t, func(o *user.Options) { v.Verifier, o.Verifier = o.Verifier, v })
			u := b.create(t)
			first, second := ana(), ana()
			second.Email = "ana2@example.com"
			first.VirtualDocs, second.VirtualDocs = ssn("512-43-2222"), ssn("512-43-2222")
			social := func(types ...document.Type) (out []document.SubSubmission) {
				for _, typ := range types {
					out = append(out, document.SubSubmission{Type: typ, Value: bonafide.NewSecret(fmt.Sprint("token-", typ))})
				}
				return out
			}
			first.SocialDocs = append(social(document.Facebook, document.Twitter, document.LinkedIn), document.SubSubmission{Type: document.Email2FA, Value: bonafide.NewSecret("ana@example.com")})
			second.SocialDocs = social(document.Facebook, document.Twitter, document.LinkedIn)
			u = b.submit(t, u.ID, first, second)
			done := make(chan error)
			go func() { _, err := b.users.Advance(ctx, u.ID); done <- err }()
			for range 8 {
				<-v.begun
			}
			c.do(t, b, u)
			close(v.gate)
			if err := <-done; c.err != nil {
				require.ErrorIs(t, err, c.err)
			} else {
				require.NoError(t, err)
			}
			assert.Equal(t, c.asked, v.asked.Load())
			assert.Equal(t, c.sent, b.sent())
		})
	}
}
