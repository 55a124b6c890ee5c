package faulttest

import (
	"context"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
)

// A scale notes the largest batch that is put.
type scale struct {
	bonafide.Store
	mu                             sync.Mutex
	writes, unique, labels, events int
}

func (s *scale) Put(ctx context.Context, batch ...bonafide.Write) error {
	unique, labels, events := 0, 0, 0
	for _, w := range batch {
		unique, labels, events = unique+len(w.Record.Unique), labels+len(w.Record.Labels), events+len(w.Events)
	}
	s.mu.Lock()
	s.writes, s.unique, s.labels, s.events = max(s.writes, len(batch)), max(s.unique, unique), max(s.labels, labels), max(s.events, events)
	s.mu.Unlock()
	return s.Store.Put(ctx, batch...)
}

// Every command of both Services keeps to the size that package bonafide states, and
// that size is not far from what they need.
func TestCommandsAreSmall(t *testing.T) {
	s := &scale{}
	for _, f := range []Flow{People, Cases} {
		s.Store = open(t)
		_, _, err := f.play(t.Context(), s, flawless)
		require.NoError(t, err)
	}
	for _, row := range []struct {
		name       string
		got, bound int
	}{
		{"writes", s.writes, bonafide.CommandWrites}, {"unique values", s.unique, bonafide.CommandUnique},
		{"labels", s.labels, bonafide.CommandLabels}, {"events", s.events, bonafide.CommandEvents},
	} {
		t.Logf("%s: %d of %d", row.name, row.got, row.bound)
		assert.LessOrEqual(t, row.got, row.bound, row.name)
		assert.LessOrEqual(t, row.bound, 2*row.got, row.name)
	}
}
