package main

import (
	"context"
	"embed"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/lists"
	"github.com/bonafide-go/bonafide/screening/match"
	"github.com/bonafide-go/bonafide/user"
)

//go:embed ofac
var sample embed.FS

// A watchlist is the OFAC list, in its present edition.
type watchlist struct {
	engine *match.Engine
	dir    string // empty: the sample
	list   screening.List
}

func newWatchlist(ctx context.Context, dir string) (*watchlist, error) {
	l := &watchlist{engine: match.NewEngine(nil), dir: dir}
	var err error
	l.list, err = l.engine.Refresh(ctx, l)
	return l, err
}

// Fetch is [screening.Source].
func (l *watchlist) Fetch(context.Context) (screening.List, error) {
	if l.dir != "" {
		return lists.ReadOFAC(os.DirFS(l.dir), nil)
	}
	files, err := fs.Sub(sample, "ofac")
	if err != nil {
		return screening.List{}, err
	}
	return lists.ReadOFAC(files, &lists.OFACOptions{Edition: bonafide.Date{Year: 2026, Month: 3, Day: 1}})
}

// person is the name of somebody on the list, as people write it.
func (l *watchlist) person() string {
	for _, e := range l.list.Entries {
		last, first, ok := strings.Cut(e.PrimaryName(), ", ")
		if e.Type == screening.Person && ok {
			return first + " " + last
		}
	}
	return ""
}

// refresh reads the list once a day, and has those looked for whom a change concerns.
func (l *watchlist) refresh(users *user.Service, w *watch) func(context.Context) error {
	return func(ctx context.Context) error {
		return daily(ctx, func() {
			before := l.list
			next, err := l.engine.Refresh(ctx, l)
			if err == nil && next.Hash != before.Hash {
				err = carry(ctx, users, l.engine.Snapshot(), before, next)
			}
			if err != nil { // the edition before stays in use; tell somebody
				w.logger.Error("list not refreshed", "error", w.code(err))
				return
			}
			l.list = next
			w.logger.Info("list refreshed", "edition", next.Edition.String(), "entries", len(next.Entries))
		})
	}
}

func carry(ctx context.Context, users *user.Service, snapshot *match.Snapshot, before, next screening.List) error {
	delta, err := screening.Diff(before, next)
	if err != nil {
		return err
	}
	_, err = users.Carry(ctx, bonafide.System(), user.CarryRequest{Delta: delta, Rules: snapshot.Rules(), Touched: snapshot.Touched(delta)})
	return err
}

func daily(ctx context.Context, do func()) error {
	for tick := time.NewTicker(24 * time.Hour); ; {
		select {
		case <-ctx.Done():
			tick.Stop()
			return nil
		case <-tick.C:
			do()
		}
	}
}
