package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/bonafide-go/bonafide"
)

// Plans returns, for each shape of query, how many rows its plan read on a tenant of
// many records: for the tests of this package.
func Plans(ctx context.Context, pool *pgxpool.Pool, s *Store) (map[string]float64, error) {
	now := time.Date(2026, 2, 28, 0, 0, 0, 0, time.UTC)
	out := map[string]float64{}
	read := func(name, text string, args ...any) error {
		return pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
			if _, err := tx.Exec(ctx, setTenant, s.setting); err != nil {
				return err
			}
			var plan []byte
			if err := tx.QueryRow(ctx, "explain (analyze, format json) "+text, args...).Scan(&plan); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			var tree []struct{ Plan node }
			if err := json.Unmarshal(plan, &tree); err != nil {
				return err
			}
			out[name] = tree[0].Plan.rows()
			return nil
		})
	}
	for name, q := range map[string]bonafide.Query{
		"by id":              {Kind: "k"},
		"by unique value":    {Kind: "k", Unique: "u7"},
		"by label":           {Kind: "k", Labels: []string{"half"}},
		"by rare label":      {Kind: "k", Labels: []string{"rare", "half"}},
		"by due":             {Kind: "k", DueBefore: now},
		"by due and label":   {Kind: "k", DueBefore: now, Labels: []string{"half"}},
		"by value and label": {Kind: "k", Unique: "u8", Labels: []string{"half"}},
	} {
		text, args := s.selection(q, time.Time{}, "", 11)
		if err := read(name, text, args...); err != nil {
			return nil, err
		}
	}
	events, args := selectSettledEvents, []any{s.tenant, int64(0), int64(0), 11}
	if s.database.meta.ordering != string(ByTransaction) {
		events, args = selectEvents, append(args, s.database.buckets())
	}
	if err := read("events of the tenant", events, args...); err != nil {
		return nil, err
	}
	var count statement
	count.add(`select count(*) from `)
	s.matching(&count, bonafide.Query{Kind: "k", Labels: []string{"rare"}})
	if err := read("count", count.text.String(), count.args...); err != nil {
		return nil, err
	}
	err := read("events of a record", selectRecordEvents, s.tenant, int64(0), int64(0), 11, []byte("k"), []byte("r0000007"))
	return out, err
}

// A node of a plan, as EXPLAIN tells it.
type node struct {
	Rows    float64 `json:"Actual Rows"`
	Removed float64 `json:"Rows Removed by Filter"`
	Loops   float64 `json:"Actual Loops"`
	Plans   []node  `json:"Plans"`
}

// rows are all that the nodes below returned or set aside.
func (n node) rows() float64 {
	sum := (n.Rows + n.Removed) * n.Loops
	for _, p := range n.Plans {
		sum += p.rows()
	}
	return sum
}
