package dotfile

import (
	"context"
	"sync"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/wire/internal/kept"
)

// nowAndThen says when something is to be done again in one process.
type nowAndThen struct {
	mu   sync.Mutex
	last time.Time
}

// due reports whether it is time, and begins anew if so.
func (n *nowAndThen) due(now time.Time) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	if now.Sub(n.last) < sweepEvery {
		return false
	}
	n.last = now
	return true
}

// uploads takes away what no check got in time, now and then.
type uploads struct{ nowAndThen }

func (s *uploads) sweep(ctx context.Context, d *handler) {
	now := d.Now()
	if !s.due(now) {
		return
	}
	page, err := d.Store.List(ctx, bonafide.Query{Kind: kindUpload, DueBefore: now, Limit: bonafide.MaxItems})
	if err != nil {
		return
	}
	for _, r := range page.Records {
		var u uploaded
		if kept.Read(r, &u) == nil && u.Address != "" && d.Files.Delete(ctx, u.Address) != nil {
			return
		}
	}
	kept.Sweep(ctx, d.Store, kindUpload, now, bonafide.MaxItems)
}
