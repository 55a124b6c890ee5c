package storetest_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store/storetest"
)

// What the contract leaves open, the suite leaves open: a store that answers empty where
// others answer nil, returns what it likes beside an error, and has positions that can be
// neither counted nor compared, passes every clause.
func TestOddStores(t *testing.T) {
	empty := func(r bonafide.Record) bonafide.Record {
		r.Unique, r.Labels, r.Body = append([]string{}, r.Unique...), append([]string{}, r.Labels...), append([]byte{}, r.Body...)
		return r
	}
	turned := func(s string) string {
		b := []byte(s)
		slices.Reverse(b)
		return string(b)
	}
	odd := each(func(b *broken) {
		b.get = func(ctx context.Context, kind, id string) (bonafide.Record, error) {
			r, err := b.good.Get(ctx, kind, id)
			if err != nil {
				return bonafide.Record{Kind: "odd", Version: 9}, err
			}
			return empty(r), nil
		}
		b.list = func(ctx context.Context, q bonafide.Query) (bonafide.Page, error) {
			page, err := b.good.List(ctx, q)
			if err != nil {
				return bonafide.Page{Records: make([]bonafide.Record, 3), Next: "odd"}, err
			}
			out := bonafide.Page{Records: []bonafide.Record{}, Next: page.Next}
			for _, r := range page.Records {
				out.Records = append(out.Records, empty(r))
			}
			return out, nil
		}
		b.events = func(ctx context.Context, q bonafide.EventQuery) ([]bonafide.Event, error) {
			if q.After != "" {
				after, ok := strings.CutPrefix(q.After, "at ")
				if q.After = "odd"; ok {
					q.After = turned(after)
				}
			}
			events, err := b.good.Events(ctx, q)
			for i := range events {
				events[i].Position = "at " + turned(events[i].Position)
				if events[i].Data == nil {
					events[i].Data = map[string]string{}
				}
			}
			return append([]bonafide.Event{}, events...), err
		}
	})
	for _, c := range storetest.Clauses() {
		assert.Empty(t, record(t, func(tb storetest.TB) { c.Run(tb, odd) }), c.Name)
	}
}
