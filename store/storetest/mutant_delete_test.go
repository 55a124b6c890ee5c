package storetest_test

import (
	"context"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store/storetest"
)

// deleting changes what Delete does.
func deleting(change func(b *broken, ctx context.Context, kind, id string, version int64) error) storetest.Open {
	return each(func(b *broken) {
		b.delete = func(ctx context.Context, kind, id string, version int64) error {
			return change(b, ctx, kind, id, version)
		}
	})
}

func deleteMutants() []mutant {
	good := func(b *broken) bonafide.Deleter { return b.good.(bonafide.Deleter) }
	return []mutant{
		{name: "empties the body", clause: "delete", open: deleting(func(b *broken, ctx context.Context, kind, id string, version int64) error {
			if r, err := b.good.Get(ctx, kind, id); err != nil || r.Version != version {
				return bonafide.ErrConflict
			}
			return b.good.Put(ctx, bonafide.Write{Record: bonafide.Record{Kind: kind, ID: id, Version: version + 1}})
		})},
		{name: "does not look at the version", clause: "delete_version", open: deleting(func(b *broken, ctx context.Context, kind, id string, _ int64) error {
			r, err := b.good.Get(ctx, kind, id)
			if err != nil {
				return bonafide.ErrConflict
			}
			return good(b).Delete(ctx, kind, id, r.Version)
		})},
		{name: "takes what is not there for deleted", clause: "delete_version", open: deleting(func(b *broken, ctx context.Context, kind, id string, version int64) error {
			if _, err := b.good.Get(ctx, kind, id); err != nil {
				return nil
			}
			return good(b).Delete(ctx, kind, id, version)
		})},
	}
}
