package peers

import (
	"fmt"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/casefile/ownership"
)

// A ladder is a structure with two companies on each rung, each held by both of the rung
// above: 2 to the power of rungs are the paths through it.
func ladder(rungs int) ownership.Graph {
	g := ownership.Graph{Main: "M"}
	entity := func(kind ownership.EntityType, id string) {
		g.Entities = append(g.Entities, ownership.Entity{ID: id, Type: kind})
	}
	holds := func(from, to string, percent int) {
		g.Relations = append(g.Relations, ownership.Relation{From: from, To: to, Ownership: ownership.Whole(percent)})
	}
	entity(ownership.Individual, "A")
	entity(ownership.Individual, "B")
	above := [2]string{"A", "B"}
	for i := range rungs {
		here := [2]string{fmt.Sprint("A", i), fmt.Sprint("B", i)}
		for j, id := range here {
			entity(ownership.Company, id)
			holds(above[j], id, 55)
			holds(above[1-j], id, 45)
		}
		above = here
	}
	entity(ownership.Company, "M")
	holds(above[0], "M", 40)
	holds(above[1], "M", 60)
	return g
}

// enumerate adds up the products along every path, as a first program does.
func enumerate(g ownership.Graph) map[string]float64 {
	into := make(map[string][]interest)
	for _, r := range g.Relations {
		share, _ := strconv.ParseFloat(r.Ownership.String(), 64)
		into[r.To] = append(into[r.To], interest{r.From, share / 100})
	}
	shares := make(map[string]float64)
	var walk func(id string, share float64)
	walk = func(id string, share float64) {
		if len(into[id]) == 0 {
			shares[id] += share
		}
		for _, i := range into[id] {
			walk(i.from, share*i.share)
		}
	}
	walk(g.Main, 1)
	return shares
}

type interest struct {
	from  string
	share float64
}

const rungs = 16

func TestBothAddUp(t *testing.T) {
	g := ladder(6)
	a, err := ownership.Compute(g, nil)
	require.NoError(t, err)
	for id, want := range enumerate(g) {
		h, ok := a.Holder(id)
		require.True(t, ok, id)
		got, err := strconv.ParseFloat(h.Ownership.String(), 64)
		require.NoError(t, err)
		assert.InDelta(t, want*100, got, 1e-6, id)
	}
}

func BenchmarkOwners(b *testing.B) {
	g := ladder(rungs)
	b.Run("bonafide", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := ownership.Compute(g, nil); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("path enumeration", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			enumerate(g)
		}
	})
}
