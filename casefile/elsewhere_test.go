package casefile_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
)

// between is a store on which something happens once, after the nth record of a
// command was read, or before it is written: what another process does meanwhile.
type between struct {
	bonafide.Store
	calls atomic.Int64
	meant int64
	do    func()
}

func (s *between) call() {
	if s.calls.Add(1) == s.meant {
		s.do()
	}
}

func (s *between) Get(ctx context.Context, kind, id string) (bonafide.Record, error) {
	r, err := s.Store.Get(ctx, kind, id)
	s.call()
	return r, err
}

func (s *between) Put(ctx context.Context, batch ...bonafide.Write) error {
	s.call()
	return s.Store.Put(ctx, batch...)
}

// Whoever is renamed by another process while the daily screening runs is screened
// under the new name, wherever the two meet.
func TestScreeningRacesChangeElsewhere(t *testing.T) {
	for n := int64(1); ; n++ {
		b := setup(t)
		c := b.advance(t, b.create(t).ID)
		b.wait(25 * time.Hour)
		met := false
		store := &between{Store: b.store, meant: n}
		store.do = func() {
			met = true
			now, err := b.cases.Get(ctx, officer, c.ID)
			require.NoError(t, err)
			x, _ := now.Company(now.Companies[0].ID)
			fields := x.CompanyFields
			fields.Name = "Jane Listed"
			_, err = b.cases.UpdateCompany(ctx, acme, c.ID, casefile.UpdateCompanyRequest{Company: x.ID, Fields: &fields, Seen: x.UpdatedAt})
			require.NoError(t, err)
		}
		_, err := b.cases.WithStore(store).Advance(ctx, c.ID)
		require.NoError(t, err)
		if !met {
			require.Greater(t, n, int64(3))
			return
		}
		_, err = b.cases.AdvanceDue(ctx, 10)
		require.NoError(t, err)
		now, err := b.cases.Get(ctx, officer, c.ID)
		require.NoError(t, err)
		hits := 0
		for _, k := range now.Checks {
			if k.Screening != nil {
				hits += len(k.Screening.Result.Hits)
			}
		}
		assert.Equal(t, 1, hits, "call %d", n)
		_, err = timelineOf(b.cases, officer, c.ID)
		require.NoError(t, err)
		asOf, err := b.cases.AsOf(ctx, officer, c.ID, b.now())
		require.NoError(t, err)
		assert.Equal(t, now.Companies, asOf.Companies)
	}
}
