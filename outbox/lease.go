package outbox

import (
	"context"
	"crypto/rand"
	"errors"
	"time"

	"github.com/bonafide-go/bonafide"
)

// A turn is a name's record as whoever holds the turn knows it.
type turn struct {
	store   bonafide.Store
	name    string
	holder  string // drawn anew by every Run
	version int64

	lease time.Duration
	lapse *time.Timer // ends what is done in the turn
	end   context.CancelFunc
}

// errLost says that another process has the turn, or may have it.
var errLost = errors.New("outbox: lost the turn")

func newHolder() string { return rand.Text() }

// take waits for the turn, which nobody holds or whose holder has stood still for a
// lease. It fails with the context's error, or with one that lasts.
func (t *turn) take(ctx context.Context, o *Options) (state, error) {
	still := time.NewTimer(t.lease)
	defer still.Stop()
	seen, lapsed := int64(-1), false
	for {
		s, version, err := read(ctx, t.store, t.name)
		if err == nil {
			if version != seen {
				still.Reset(t.lease)
				seen, lapsed = version, false
			}
			if s.Holder == "" || s.Holder == t.holder || lapsed {
				s.Holder, t.version = t.holder, version
				s.Seeking = s.Seeking || version == 0 && o.From == Now
				if err = t.write(ctx, s); err == nil {
					return s, nil
				}
				if errors.Is(err, bonafide.ErrConflict) {
					continue // somebody else took it
				}
			}
		}
		if ctx.Err() != nil {
			return state{}, ctx.Err()
		}
		if err != nil {
			if lasting(err) {
				return state{}, err
			}
			report(o, bonafide.Event{}, err)
		}
		select {
		case <-ctx.Done():
			return state{}, ctx.Err()
		case <-still.C:
			lapsed = true
		case <-time.After(o.Interval):
		}
	}
}

// write saves the state and renews the lease, from the time before it: whoever waits
// for the turn begins to count when it sees the new version.
func (t *turn) write(ctx context.Context, s state) error {
	lapse := time.AfterFunc(t.lease, func() { t.end() })
	if err := write(ctx, t.store, t.name, t.version+1, s); err != nil {
		lapse.Stop()
		return err
	}
	if t.lapse != nil {
		t.lapse.Stop()
	}
	t.lapse = lapse
	t.version++
	return nil
}
