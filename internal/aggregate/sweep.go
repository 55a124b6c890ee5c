package aggregate

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/bonafide-go/bonafide"
)

// Sweep deletes up to limit records of a kind whose due time is over, oldest
// first, and returns how many it deleted. The kind must be one whose records are
// of no use from then on. A store that cannot delete keeps them.
func Sweep(ctx context.Context, s bonafide.Store, kind string, at time.Time, limit int) (int, error) {
	if _, ok := bonafide.StoreAs[bonafide.Deleter](s); !ok {
		return 0, nil
	}
	page, err := listTerms(ctx, s, bonafide.Query{Kind: kind, DueBefore: at, Limit: min(limit, bonafide.MaxPage)})
	if err != nil && !errors.Is(err, bonafide.ErrUnreadable) {
		return 0, err
	}
	n := 0
	for _, r := range page.Records {
		switch failed := remove(ctx, s, r); {
		case failed == nil:
			n++
		case errors.Is(failed, errors.ErrUnsupported):
			return n, nil
		case !errors.Is(failed, bonafide.ErrConflict): // written or deleted by others meanwhile
			return n, failed
		}
	}
	return n, err
}

// Clear deletes a record as it was read, or empties it where the store cannot delete.
// That others were faster is no error.
func Clear(ctx context.Context, s bonafide.Store, r bonafide.Record) error {
	err := remove(ctx, s, r)
	if errors.Is(err, errors.ErrUnsupported) {
		err = s.Put(ctx, bonafide.Write{Record: bonafide.Record{Kind: r.Kind, ID: r.ID, Version: r.Version + 1}})
	}
	if errors.Is(err, bonafide.ErrConflict) {
		return nil
	}
	return err
}

// remove deletes a record as it was read. It fails with an error matching
// [errors.ErrUnsupported] where the store cannot.
func remove(ctx context.Context, s bonafide.Store, r bonafide.Record) error {
	d, ok := bonafide.StoreAs[bonafide.Deleter](s)
	if !ok {
		return fmt.Errorf("bonafide: the store deletes nothing: %w", errors.ErrUnsupported)
	}
	return d.Delete(ctx, r.Kind, r.ID, r.Version)
}
