package loadtest

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/internal/figuretest"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/user"
)

// Flat measures reads among BONAFIDE_SCALE users, and a tenth as many cases, and in turns
// of the same run among ten times as many. For each read it reports the ratio of the
// median times.
func Flat(b *testing.B, open func() bonafide.Store) {
	size := figuretest.Size(b, "SCALE", 200)
	few, many := populate(b, open(), size), populate(b, open(), 10*size)
	for _, name := range slices.Sorted(maps.Keys(few.reads())) {
		b.Run(name, func(b *testing.B) {
			var took [2][]time.Duration
			for range max(b.N, 20) {
				for i, p := range []population{few, many} {
					begin := time.Now()
					require.NoError(b, p.reads()[name](b.Context()))
					took[i] = append(took[i], time.Since(begin))
				}
			}
			slices.Sort(took[0])
			slices.Sort(took[1])
			median := [2]time.Duration{took[0][len(took[0])/2], took[1][len(took[1])/2]}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(float64(median[1].Microseconds()), "many-µs")
			b.ReportMetric(float64(median[1])/float64(median[0]), "ratio")
		})
	}
}

// A population is users and cases, and one of them in the middle.
type population struct {
	users *user.Service
	cases *casefile.Service
	id    string
	n     int
}

var officer = bonafide.Reviewer("officer")

func populate(b *testing.B, store bonafide.Store, size int) population {
	keys, written := bonafide.EphemeralKeys(), &copying{Store: memory.New("tenant"), to: store}
	users, err := user.New(written, keys, nil)
	require.NoError(b, err)
	cases, err := casefile.New(written, keys, nil)
	require.NoError(b, err)
	p := population{n: size / 2}
	for i := range size {
		u, err := users.Create(b.Context(), shop, user.CreateRequest{Phone: phoneOf(i), LegalNames: []string{nameOf(i)}})
		require.NoError(b, err)
		if i == p.n {
			p.id = u.ID
		}
		if i%10 != 0 {
			continue
		}
		_, err = users.SetFlag(b.Context(), officer, u.ID, user.FlagRequest{Flag: permission.Flagged, Code: permission.FlagReviewHighRisk})
		require.NoError(b, err)
		_, err = cases.Create(b.Context(), shop, casefile.CreateRequest{Name: nameOf(i)})
		require.NoError(b, err)
	}
	require.NoError(b, written.flush(b.Context()))
	p.users, err = user.New(store, keys, nil)
	require.NoError(b, err)
	p.cases, err = casefile.New(store, keys, nil)
	require.NoError(b, err)
	return p
}

// reads are what is measured, by name.
func (p population) reads() map[string]func(context.Context) error {
	search := func(r user.SearchRequest) func(context.Context) error {
		return func(ctx context.Context) error {
			found, err := p.users.Search(ctx, shop, r)
			return some(len(found.Items), err)
		}
	}
	return map[string]func(context.Context) error{
		"search-phone":      search(user.SearchRequest{Phone: phoneOf(p.n)}),
		"search-name":       search(user.SearchRequest{Name: nameOf(p.n)}),
		"search-permission": search(user.SearchRequest{Permission: string(permission.Unverified)}),
		"get": func(ctx context.Context) error {
			_, err := p.users.Get(ctx, officer, p.id)
			return err
		},
		"events": func(ctx context.Context) error {
			found, err := p.users.Events(ctx, officer, p.id, bonafide.PageRequest{})
			return some(len(found.Items), err)
		},
		"queue": func(ctx context.Context) error {
			found, err := p.users.Queue(ctx, officer, user.QueueRequest{})
			return some(len(found.Items), err)
		},
		"cases": func(ctx context.Context) error {
			found, err := p.cases.List(ctx, shop, casefile.ListRequest{})
			return some(len(found.Items), err)
		},
	}
}

// some is an error where nothing was found.
func some(found int, err error) error {
	if err == nil && found == 0 {
		return fmt.Errorf("nothing found")
	}
	return err
}

// A copying store writes what it keeps to another one too, many Puts at once.
type copying struct {
	bonafide.Store
	to    bonafide.Store
	batch []bonafide.Write
}

func (s *copying) Put(ctx context.Context, batch ...bonafide.Write) error {
	if err := s.Store.Put(ctx, batch...); err != nil {
		return err
	}
	again := slices.ContainsFunc(batch, func(w bonafide.Write) bool { return w.Record.Version > 1 })
	if again || len(s.batch)+len(batch) > bonafide.MaxBatch {
		if err := s.flush(ctx); err != nil {
			return err
		}
	}
	s.batch = append(s.batch, batch...)
	return nil
}

func (s *copying) flush(ctx context.Context) error {
	batch := s.batch
	s.batch = nil
	return s.to.Put(ctx, batch...)
}
