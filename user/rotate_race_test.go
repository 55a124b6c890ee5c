package user_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/user"
)

// beforehand is a store in which something happens right before the first write.
type beforehand struct {
	deletable
	do func()
}

func (s *beforehand) Put(ctx context.Context, batch ...bonafide.Write) error {
	if do := s.do; do != nil {
		s.do = nil
		do()
	}
	return s.deletable.Put(ctx, batch...)
}

// Two replicas with the roots in another order, as they are while the order changes, get the
// same keyed creation at the same moment: it makes one user, whoever is faster, and both
// are told of it. One root alone beside both is no different.
func TestCreationsRaceWhileTheRootIsReplaced(t *testing.T) {
	identities := map[string]user.IdentityPolicy{"own numbers": {}, "shared numbers": {Shared: true}}
	for name, identity := range identities {
		for _, claim := range []bool{false, true} {
			for _, order := range []string{"old+both", "both+turned", "turned+both", "turned+new"} {
				t.Run(fmt.Sprintf("%s %v %s", name, claim, order), func(t *testing.T) {
					if identity.Shared && claim {
						t.Skip("no number is anybody's")
					}
					r := rotating(t)
					r.opts.Identity, r.opts.KeyLife = identity, 2*time.Hour
					roots := map[string][2][][]byte{
						"old+both":    {{r.old}, {r.old, r.next}},
						"both+turned": {{r.old, r.next}, {r.next, r.old}},
						"turned+both": {{r.next, r.old}, {r.old, r.next}},
						"turned+new":  {{r.next, r.old}, {r.next}},
					}[order]
					store := &beforehand{deletable: deletable{r.all}}
					r.serve(t, store, roots[0]...)
					one := r.users
					r.serve(t, store, roots[1]...)
					two := r.users
					for round := range 3 {
						r.wait(3 * time.Hour) // the key is free again
						req := user.CreateRequest{Key: "k", Phone: fmt.Sprintf("+1415555267%d", round), LegalNames: []string{canaryName}, Claim: claim}
						var first user.User
						var failed error
						store.do = func() { first, failed = two.Create(ctx, acme, req) }
						second, err := one.Create(ctx, acme, req)
						require.NoError(t, failed)
						require.NoError(t, err)
						assert.Equal(t, first.ID, second.ID, "round %d", round)
						again, err := two.Create(ctx, acme, req)
						require.NoError(t, err)
						assert.Equal(t, first.ID, again.ID, "round %d", round)
						one, two = two, one
					}
				})
			}
		}
	}
}
