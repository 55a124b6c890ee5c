package audit

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/bonafide-go/bonafide"
)

// history is so many events of 20 records in turn.
func history(n int) []bonafide.Event {
	chains := make([]bonafide.Chain, 20)
	events := make([]bonafide.Event, n)
	for i := range events {
		r := i % len(chains)
		next, linked := chains[r].Link("user", fmt.Sprint("u-", r), []bonafide.Event{
			bonafide.NewEvent("user.step", time.UnixMicro(int64(i)), bonafide.Platform("acme"), "n", fmt.Sprint(i)),
		})
		chains[r], events[i] = next, linked[0]
	}
	return events
}

func leaves(events []bonafide.Event) []tlog.Hash {
	out := make([]tlog.Hash, len(events))
	for i, e := range events {
		out[i] = Leaf(e)
	}
	return out
}

func headOf(leaves []tlog.Hash) Head {
	var t tree
	for _, leaf := range leaves {
		t.add(leaf, nil)
	}
	return Head{Size: t.size, Root: t.root()}
}

// tamperings change a history at its first event. What stores derive, such as hashes,
// they derive anew.
var tamperings = map[string]func([]bonafide.Event) []bonafide.Event{
	"flip": func(e []bonafide.Event) []bonafide.Event {
		e[0].Data = map[string]string{"n": "-1"}
		e[0].Hash = e[0].Digest()
		return e
	},
	"delete": func(e []bonafide.Event) []bonafide.Event { return e[1:] },
	"insert": func(e []bonafide.Event) []bonafide.Event {
		_, forged := bonafide.Chain{}.Link("user", "forged", []bonafide.Event{bonafide.NewEvent("user.step", time.UnixMicro(0), bonafide.System())})
		return slices.Insert(e, 0, forged[0])
	},
	"swap": func(e []bonafide.Event) []bonafide.Event {
		if len(e) > 1 {
			e[0], e[1] = e[1], e[0]
		}
		return e
	},
}

// found reports whether a verifier that has seen the events before finds what was done to
// those that follow. It stops at the first fault.
func found(v *Verifier, head Head, leaves []tlog.Hash, events []bonafide.Event) bool {
	for i := range max(len(leaves), len(events)) {
		if i < len(leaves) {
			v.Leaf(leaves[i])
		}
		if i < len(events) {
			v.Event(events[i])
		}
		if len(v.report.Faults) > 0 {
			return true
		}
	}
	v.Head(head)
	return len(v.End().Faults) > 0
}

// everywhere tampers at every position of a log, and returns how often it was not found.
// Whoever tampers leaves the leaves alone, or forges them as well, but has not the key.
func everywhere(events []bonafide.Event, forge bool, positions func(name string, i int) bool) (tried, missed int) {
	genuine := leaves(events)
	head := headOf(genuine)
	v := NewVerifier()
	for i := range events {
		for name, tamper := range tamperings {
			if name == "swap" && i == len(events)-1 || !positions(name, i) {
				continue // there is no next one
			}
			window := len(events) // forged leaves differ to the end
			if !forge {
				window = min(i+4, len(events))
			}
			changed := tamper(slices.Clone(events[i:window]))
			theirs := genuine[i:window]
			if forge {
				theirs = leaves(changed)
			}
			tried++
			if !found(v.clone(), head, theirs, changed) {
				missed++
			}
		}
		v.Leaf(genuine[i])
		v.Event(events[i])
	}
	return tried, missed
}

// What is done to the events of a store, with the log beside it untouched: a flip, a drop,
// an insertion and a swap at every position of 10,000 events, each found.
func TestEveryTampering(t *testing.T) {
	tried, missed := everywhere(history(10_000), false, func(string, int) bool { return true })
	assert.Equal(t, 39_999, tried)
	assert.Zero(t, missed)
}

// The same by somebody who forges the leaves too: all that the chain of a record shows at
// every position of 10,000 events; what only the signed head shows, which takes reading on
// to the end, at every position of 300 and every 500th of 10,000.
func TestEveryForgery(t *testing.T) {
	tried, missed := everywhere(history(300), true, func(string, int) bool { return true })
	assert.Equal(t, 1199, tried)
	assert.Zero(t, missed)
	events := history(10_000)
	tried, missed = everywhere(events, true, func(_ string, i int) bool { return i%500 == 250 })
	assert.Equal(t, 80, tried)
	assert.Zero(t, missed)
	// A chain shows it at the record's next event.
	v, genuine := NewVerifier(), leaves(events)
	for i := range len(events) - 25 {
		for _, name := range []string{"flip", "delete"} {
			changed := tamperings[name](slices.Clone(events[i : i+25]))
			if !found(v.clone(), Head{}, leaves(changed), changed) {
				require.Fail(t, "not found", "%s at %d", name, i)
			}
		}
		v.Leaf(genuine[i])
		v.Event(events[i])
	}
}

// Only an anchored head shows that the tail was cut off, or that all was written anew, by
// somebody who has the key.
func TestOnlyAnAnchoredHeadShows(t *testing.T) {
	events := history(10_000)
	genuine := leaves(events)
	look := func(events []bonafide.Event, anchored ...Head) Report {
		v, theirs := NewVerifier(anchored...), leaves(events)
		for i := range events {
			v.Leaf(theirs[i])
			v.Event(events[i])
		}
		v.Head(headOf(theirs)) // signed again
		return v.End()
	}
	anchored := []Head{headOf(genuine[:9000]), headOf(genuine[:100]), headOf(nil)}
	require.Equal(t, Report{Events: 10_000, Anchored: 9000}, look(events, anchored...))
	for _, n := range []int{0, 1, 99, 100, 8999} {
		require.Empty(t, look(events[:n]).Faults, "nobody can tell")
		faults := look(events[:n], anchored...).Faults
		require.Len(t, faults, 1)
		assert.Equal(t, Fault{N: int64(n), Code: CodeCut}, faults[0])
	}
	require.Empty(t, look(events[:9500], anchored...).Faults, "what was not anchored yet can be cut off")

	anew := history(10_000)
	for i := range anew { // every event, from the first on
		anew[i].Actor = bonafide.Reviewer("forger")
	}
	chains := make(map[string]bonafide.Chain)
	for i, e := range anew {
		next, linked := chains[e.ID].Link(e.Kind, e.ID, []bonafide.Event{e})
		chains[e.ID], anew[i] = next, linked[0]
	}
	require.Empty(t, look(anew).Faults, "nobody can tell")
	assert.Equal(t, []Fault{{N: 100, Code: CodeRewritten}, {N: 9000, Code: CodeRewritten}}, look(anew, anchored...).Faults)
}

// What happened is told, and the rest is not blamed for it.
func TestWhatIsTold(t *testing.T) {
	events := history(200)
	genuine := leaves(events)
	for name, want := range map[string]Fault{
		"flip":   {N: 100, Kind: "user", ID: "u-0", Code: CodeChanged},
		"delete": {N: 100, Code: CodeDropped},
		"insert": {N: 100, Kind: "user", ID: "forged", Code: CodeInserted},
		"swap":   {N: 100, Kind: "user", ID: "u-1", Code: CodeSwapped},
	} {
		changed := append(slices.Clone(events[:100]), tamperings[name](slices.Clone(events[100:]))...)
		v := NewVerifier()
		for i := range max(len(genuine), len(changed)) {
			if i < len(genuine) {
				v.Leaf(genuine[i])
			}
			if i < len(changed) {
				v.Event(changed[i])
			}
		}
		v.Head(headOf(genuine))
		faults := v.End().Faults
		assert.Contains(t, faults, want, name)
		assert.LessOrEqual(t, len(faults), 2, "%s: %v", name, faults) // and the record's next event
	}
}
