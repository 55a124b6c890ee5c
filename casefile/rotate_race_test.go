package casefile_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
)

// beforehand is a store in which something happens right before the first write.
type beforehand struct {
	bonafide.Store
	do func()
}

func (s *beforehand) Put(ctx context.Context, batch ...bonafide.Write) error {
	if do := s.do; do != nil {
		s.do = nil
		do()
	}
	return s.Store.Put(ctx, batch...)
}

// The same keyed creation at two replicas at once, which have the roots in another order:
// it makes one case, and both are told of it.
func TestCreationsRaceWhileTheRootIsReplaced(t *testing.T) {
	for _, first := range []string{"old", "new"} {
		t.Run(first+" first", func(t *testing.T) {
			r := rotating(t)
			store := &beforehand{Store: r.all}
			roots := [][]byte{r.old, r.next}
			if first == "new" {
				roots = [][]byte{r.next, r.old}
			}
			r.serve(t, store, roots...)
			one := r.cases
			r.serve(t, store, roots[1], roots[0])
			req := casefile.CreateRequest{Key: "k", Name: "Quellenfeld"}
			var made casefile.Case
			var failed error
			store.do = func() { made, failed = r.cases.Create(ctx, acme, req) }
			second, err := one.Create(ctx, acme, req)
			require.NoError(t, failed)
			require.NoError(t, err)
			assert.Equal(t, made.ID, second.ID)
		})
	}
}
