package bonafide_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/datatest"
)

func chain(n int) ([]bonafide.Event, bonafide.Chain) {
	at := time.Date(2026, 1, 2, 3, 4, 5, 678901234, time.UTC)
	var events []bonafide.Event
	for i := range n {
		events = append(events, bonafide.NewEvent("user.updated", at.Add(time.Duration(i)*time.Second), bonafide.Platform("p1"), "field", "note", "n", string(rune('a'+i))))
	}
	head, linked := bonafide.Chain{}.Link("user", "u1", events)
	return linked, head
}

// Every change of every event at every position is found, and so is every
// dropped, repeated and swapped one.
func TestVerifyChainFindsTampering(t *testing.T) {
	events, head := chain(9)
	require.NoError(t, bonafide.VerifyChain(events, head))
	require.NoError(t, bonafide.VerifyChain(nil, bonafide.Chain{}))

	changes := map[string]func(e *bonafide.Event){
		"kind":       func(e *bonafide.Event) { e.Kind = "case" },
		"id":         func(e *bonafide.Event) { e.ID = "u2" },
		"seq":        func(e *bonafide.Event) { e.Seq++ },
		"type":       func(e *bonafide.Event) { e.Type = "user.closed" },
		"at":         func(e *bonafide.Event) { e.At = e.At.Add(time.Microsecond) },
		"actor kind": func(e *bonafide.Event) { e.Actor.Kind = bonafide.ActorReviewer },
		"actor id":   func(e *bonafide.Event) { e.Actor.ID = "p2" },
		"data":       func(e *bonafide.Event) { e.Data = map[string]string{"field": "note"} },
		"prev":       func(e *bonafide.Event) { e.Prev = head.Hash },
		"hash":       func(e *bonafide.Event) { e.Hash = "tampered" },
	}
	for i := range events {
		for name, change := range changes {
			tampered := slices.Clone(events)
			change(&tampered[i])
			require.ErrorIs(t, bonafide.VerifyChain(tampered, head), bonafide.ErrChain, "%s of event %d", name, i)
		}
		require.ErrorIs(t, bonafide.VerifyChain(slices.Delete(slices.Clone(events), i, i+1), head), bonafide.ErrChain, "event %d dropped", i)
		require.ErrorIs(t, bonafide.VerifyChain(slices.Insert(slices.Clone(events), i, events[i]), head), bonafide.ErrChain, "event %d repeated", i)
		if i > 0 {
			swapped := slices.Clone(events)
			swapped[i-1], swapped[i] = swapped[i], swapped[i-1]
			require.ErrorIs(t, bonafide.VerifyChain(swapped, head), bonafide.ErrChain, "events %d and %d swapped", i-1, i)
		}
	}
	var broken *bonafide.ChainError
	require.ErrorAs(t, bonafide.VerifyChain(events[:8], head), &broken)
	assert.Equal(t, bonafide.ChainError{Seq: 9, Code: bonafide.CodeChainHead}, *broken)
}

func TestLinkGoesOn(t *testing.T) {
	whole, head := chain(5)
	unlinked := slices.Clone(whole)
	first, a := bonafide.Chain{}.Link("user", "u1", unlinked[:2])
	second, b := first.Link("user", "u1", unlinked[2:])
	assert.Equal(t, head, second)
	assert.Equal(t, whole, append(a, b...))
}

// The released shape and hash of an event never change: chains written years
// ago must still verify.
func TestEventGolden(t *testing.T) {
	events, head := chain(2)
	got, err := json.MarshalIndent(struct {
		Events []bonafide.Event
		Head   bonafide.Chain
	}{events, head}, "", "  ")
	require.NoError(t, err)
	datatest.Golden(t, "event.json", append(got, '\n'))
}
