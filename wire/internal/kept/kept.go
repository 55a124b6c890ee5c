// Package kept keeps what a published API needs beside the Services, such as
// subscriptions and links, as JSON in records of the host's store.
package kept

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/bonafide-go/bonafide"
)

// Read decodes the body of a record. It fails with [bonafide.ErrUnreadable] alone: what
// a decoder says of a body may repeat what stands in it.
func Read(r bonafide.Record, to any) error {
	if json.Unmarshal(r.Body, to) != nil {
		return bonafide.ErrUnreadable
	}
	return nil
}

// Get reads a record, and returns its version.
func Get(ctx context.Context, store bonafide.Store, kind, id string, to any) (version int64, err error) {
	r, err := store.Get(ctx, kind, id)
	if err != nil {
		return 0, err
	}
	return r.Version, Read(r, to)
}

// Put writes a record with v as its body.
func Put(ctx context.Context, store bonafide.Store, r bonafide.Record, v any) (err error) {
	if r.Body, err = json.Marshal(v); err != nil {
		return err
	}
	return store.Put(ctx, bonafide.Write{Record: r})
}

// Sweep takes up to n records of a kind away whose time is over, where the store can. That
// it fails matters to nobody: the next call tries again.
func Sweep(ctx context.Context, store bonafide.Store, kind string, now time.Time, n int) {
	deleter, ok := bonafide.StoreAs[bonafide.Deleter](store)
	if !ok {
		return
	}
	page, err := store.List(ctx, bonafide.Query{Kind: kind, DueBefore: now, Limit: n})
	if err != nil {
		return
	}
	for _, r := range page.Records {
		if err := deleter.Delete(ctx, kind, r.ID, r.Version); err != nil && !errors.Is(err, bonafide.ErrConflict) {
			return
		}
	}
}
