package dots

import (
	"context"
	"fmt"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/wire/internal/kept"
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
	return kept.Get(ctx, k.store, kind, id, to)
}

// put writes a version of a record, which is of no use any more after due.
func (k keeper) put(ctx context.Context, r bonafide.Record, due time.Time, v any) error {
	if k.store == nil {
		return errNoStore
	}
	r.Due = bonafide.Instant(due)
	return kept.Put(ctx, k.store, r, v)
}

// sweep takes a few records away that are of no use any more.
func (k keeper) sweep(ctx context.Context, kind string, now time.Time) {
	kept.Sweep(ctx, k.store, kind, now, sweeps)
}

// sweeps is how many records one call takes away: more than it can have made.
const sweeps = 10
