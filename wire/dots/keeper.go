package dots

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/bonafide-go/bonafide"
)

// Kinds of the records that this API keeps in the host's store.
const (
	kindFlow  = "dots.flow"
	kindPlace = "dots.place"
)

// A keeper keeps what the API itself needs: ids, times and hashes.
type keeper struct{ store bonafide.Store }

var errNoStore = fmt.Errorf("dots: no store: %w", bonafide.ErrUnavailable)

// get reads a record; there is none without a store.
func (k keeper) get(ctx context.Context, kind, id string, to any) (version int64, err error) {
	if k.store == nil {
		return 0, bonafide.ErrNotFound
	}
	r, err := k.store.Get(ctx, kind, id)
	if err != nil {
		return 0, err
	}
	return r.Version, json.Unmarshal(r.Body, to)
}

// put writes a version of a record, which is of no use any more after due.
func (k keeper) put(ctx context.Context, r bonafide.Record, due time.Time, v any) (err error) {
	if k.store == nil {
		return errNoStore
	}
	if r.Body, err = json.Marshal(v); err != nil {
		return err
	}
	r.Due = bonafide.Instant(due)
	return k.store.Put(ctx, bonafide.Write{Record: r})
}

// sweep takes a few records away that are of no use any more. That it fails matters to
// nobody: the next call tries again.
func (k keeper) sweep(ctx context.Context, kind string, now time.Time) {
	deleter, ok := bonafide.StoreAs[bonafide.Deleter](k.store)
	if !ok {
		return
	}
	page, err := k.store.List(ctx, bonafide.Query{Kind: kind, DueBefore: now, Limit: sweeps})
	if err != nil {
		return
	}
	for _, r := range page.Records {
		if err := deleter.Delete(ctx, kind, r.ID, r.Version); err != nil && !errors.Is(err, bonafide.ErrConflict) {
			return
		}
	}
}

// sweeps is how many records one call takes away: more than it can have made.
const sweeps = 10
