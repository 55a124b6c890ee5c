package storetest_test

import (
	"context"
	"errors"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store/storetest"
)

// scrubbing changes what Scrub does; n counts its calls.
func scrubbing(change func(b *broken, ctx context.Context, n int) error) storetest.Open {
	return each(func(b *broken) {
		n := 0
		b.scrub = func(ctx context.Context) error {
			n++
			return change(b, ctx, n)
		}
	})
}

func scrubMutants() []mutant {
	return []mutant{
		{name: "takes records with it", clause: "scrub", open: scrubbing(func(b *broken, ctx context.Context, _ int) error {
			r, err := b.good.Get(ctx, "user", "u-1")
			if err != nil {
				return nil
			}
			return b.good.(bonafide.Deleter).Delete(ctx, r.Kind, r.ID, r.Version)
		})},
		{name: "works once", clause: "scrub", open: scrubbing(func(_ *broken, _ context.Context, n int) error {
			if n > 1 {
				return errors.New("done already")
			}
			return nil
		})},
	}
}
