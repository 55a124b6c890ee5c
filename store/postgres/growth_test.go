package postgres_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store/postgres"
)

// A page costs what it shows: with ten times the records no query reads more rows,
// whether or not the planner knows the tables.
func TestPagesDoNotGrow(t *testing.T) {
	server(t)
	for name, opts := range profiles {
		t.Run(name, func(t *testing.T) {
			s, pool := openNew(t, opts)
			at := time.Date(2026, 2, 27, 0, 0, 0, 0, time.UTC)
			n := 0
			fill := func(upTo int) {
				for n < upTo {
					var batch []bonafide.Write
					for range 100 {
						id := fmt.Sprintf("r%07d", n)
						labels := []string{"all"}
						if n%2 == 0 {
							labels = append(labels, "half")
						}
						if n < 4 {
							labels = append(labels, "rare")
						}
						_, events := bonafide.Chain{}.Link("k", id, []bonafide.Event{bonafide.NewEvent("step", at, bonafide.System())})
						batch = append(batch, bonafide.Write{Events: events, Record: bonafide.Record{
							Kind: "k", ID: id, Version: 1, Unique: []string{fmt.Sprint("u", n)}, Labels: labels, Due: at.Add(time.Duration(n) * time.Second), Body: []byte("{}"),
						}})
						n++
					}
					require.NoError(t, s.Put(t.Context(), batch...))
				}
			}
			fill(400)
			small, err := postgres.Plans(t.Context(), pool, s)
			require.NoError(t, err)
			fill(4000)
			for _, statement := range []string{`select 1`, `analyze`} {
				_, err = pool.Exec(t.Context(), statement)
				require.NoError(t, err)
				large, err := postgres.Plans(t.Context(), pool, s)
				require.NoError(t, err)
				for query, rows := range large {
					assert.LessOrEqual(t, rows, small[query]+100, "%s, after %s", query, statement)
				}
			}
		})
	}
}
