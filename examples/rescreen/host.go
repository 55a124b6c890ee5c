package main

import (
	"context"
	"encoding/hex"
	"fmt"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"golang.org/x/sync/errgroup"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/examples/internal/bar"
	"github.com/bonafide-go/bonafide/rescreen"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/match"
	"github.com/bonafide-go/bonafide/store/postgres"
	"github.com/bonafide-go/bonafide/user"
)

// rootEnv hands the root key to the workers. A host keeps it wrapped in a KMS.
const rootEnv = "RESCREEN_DEMO_ROOT"

var (
	platform = bonafide.Platform("demo")
	officer  = bonafide.Reviewer("officer-7")
)

// A host is one process with its lists: of the n-th edition.
type host struct {
	store  bonafide.Store
	users  *user.Service
	engine *match.Engine
}

func newHost(ctx context.Context, pool *pgxpool.Pool, n int) (*host, error) {
	store, err := postgres.New(ctx, pool, "demo")
	if err != nil {
		return nil, err
	}
	keys, err := keysOf(ctx)
	if err != nil {
		return nil, err
	}
	list, err := edition(n)
	if err != nil {
		return nil, err
	}
	engine := match.NewEngine(nil)
	if err := engine.Load(list); err != nil {
		return nil, err
	}
	users, err := user.New(store, keys, &user.Options{Screener: engine})
	return &host{store: store, users: users, engine: engine}, err
}

func keysOf(ctx context.Context) (*bonafide.Keys, error) {
	wrapper, err := bonafide.NewLocalWrapper(make([]byte, 32))
	if err != nil {
		return nil, err
	}
	root, err := hex.DecodeString(os.Getenv(rootEnv))
	if err != nil {
		return nil, err
	}
	if len(root) == 0 {
		if root, err = bonafide.NewRoot(ctx, wrapper, "demo"); err != nil {
			return nil, err
		}
		if err := os.Setenv(rootEnv, hex.EncodeToString(root)); err != nil {
			return nil, err
		}
	}
	return bonafide.NewKeys(ctx, "demo", wrapper, root)
}

// pins are what this process looks for users by.
func (h *host) pins() rescreen.Pins {
	p := rescreen.Pins{Lists: make(map[string]string), Rules: h.engine.Snapshot().Rules()}
	for _, l := range h.engine.Snapshot().Lists() {
		p.Lists[l.Key] = l.Hash
	}
	return p
}

func (h *host) asOf() time.Time { return time.Date(2024, 5, 4, 0, 0, 0, 0, time.UTC) }

// runs joins the walk with the users: that is all.
func (h *host) runs(s settings) (*rescreen.Runs, error) {
	o := &rescreen.Options{Lease: 10 * time.Second, Interval: 200 * time.Millisecond}
	if s.users < 100_000 {
		o.Lease, o.Limit = time.Second, max(1, min(90, s.users/100))
	}
	return rescreen.New(h.store, func(unit bonafide.Store) rescreen.Work { return h.users.WithStore(unit).Look }, h.pins, o)
}

var (
	given  = strings.Fields("Ana Ahmed Ali Carlos Elena Fatima Ivan Jose Juan Karim Maria Mohammed Nina Olga Omar Pavel Ruth Cecilia Sara Sergei Usama Victor Wei Yusuf Zoe Emma Liam Noah Olivia Quentin")
	family = strings.Fields("Garcia Gonzalez Hassan Ivanov Jones Khan Kimura Lopez Martinez Miller Nguyen Petrov Ramirez Rodriguez Velasquez Smith Taylor Wangari Yilmaz Zhang Brown Davis Wilson Moore Clark Lewis Hall Young King Ladenburg")
)

// name is that of the n-th user; every 27,000 they begin anew.
func name(n int) string {
	n = n * 7919 % 27000
	return given[n%30] + " " + given[n/30%30] + " " + family[n/900]
}

// edition is the n-th edition of the list: each has four names more.
func edition(n int) (screening.List, error) {
	var entries []screening.Entry
	for i := range 40 + 4*n {
		entries = append(entries, screening.Entry{ID: fmt.Sprint(i), Type: screening.Person, Names: []screening.Name{{Text: name(i * 37), Kind: screening.PrimaryName}}})
	}
	return screening.NewList("demo", bonafide.Date{Year: 2024, Month: 5, Day: n}, entries)
}

// populate makes the users, sixteen at once.
func (h *host) populate(ctx context.Context, n int) error {
	work, ctx := errgroup.WithContext(ctx)
	work.SetLimit(16)
	made := bar.New(os.Stderr, n)
	for i := range n {
		made.Add(1)
		work.Go(func() error {
			phone := fmt.Sprintf("+1415%d%06d", 2+i/1_000_000%8, i%1_000_000)
			_, err := h.users.Create(ctx, platform, user.CreateRequest{Phone: phone, LegalNames: []string{name(i)}})
			return err
		})
	}
	return work.Wait()
}

// check compares what stands in the store after the n-th run with a single loop over
// everybody, and returns the hits that this finds. The record of who was looked for has
// one version of its creation and one of each run.
func (h *host) check(ctx context.Context, users, n int) (hits int64, err error) {
	found := make(map[string]int64) // by name: the list knows nothing else
	for i := range users {
		if _, known := found[name(i)]; !known {
			r, err := h.engine.Screen(ctx, screening.Query{Name: name(i), Type: screening.Person})
			if err != nil {
				return 0, err
			}
			found[name(i)] = int64(len(r.Hits))
		}
		hits += found[name(i)]
	}
	q := bonafide.Query{Kind: user.KindCoverage, Limit: bonafide.MaxPage}
	for {
		page, err := h.store.List(ctx, q)
		if err != nil {
			return 0, err
		}
		for _, r := range page.Records {
			if r.Version != int64(1+n) {
				return 0, fmt.Errorf("a user was looked for %d times in %d runs", r.Version-1, n)
			}
		}
		if q.Cursor = page.Next; page.Next == "" {
			return hits, h.compare(ctx, found, hits)
		}
	}
}

// compare compares the hits that users have with those that were found by their names.
func (h *host) compare(ctx context.Context, found map[string]int64, hits int64) error {
	var mu sync.Mutex
	var have int64
	work, ctx := errgroup.WithContext(ctx)
	work.SetLimit(8)
	q := bonafide.Query{Kind: user.Kind, Labels: []string{"watchlist=" + string(screening.WatchlistPendingUpload)}, Limit: bonafide.MaxPage}
	for {
		page, err := h.store.List(ctx, q)
		if err != nil {
			return err
		}
		for _, r := range page.Records {
			work.Go(func() error {
				u, err := h.users.Get(ctx, officer, r.ID)
				if err != nil {
					return err
				}
				var own int64
				for _, s := range u.Screenings {
					own += int64(len(s.Result.Hits))
				}
				if own != found[u.LegalNames[0]] {
					return fmt.Errorf("a user has %d hits in place of %d", own, found[u.LegalNames[0]])
				}
				mu.Lock()
				defer mu.Unlock()
				have += own
				return nil
			})
		}
		if q.Cursor = page.Next; page.Next == "" {
			break
		}
	}
	if err := work.Wait(); err != nil {
		return err
	}
	if have != hits {
		return fmt.Errorf("users have %d hits in place of %d", have, hits)
	}
	return nil
}
