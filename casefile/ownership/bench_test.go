package ownership_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/casefile/ownership"
)

// everything is what a case needs: both dimensions, control, all rule sets.
func everything(b testing.TB, g ownership.Graph) {
	a, err := ownership.Compute(g, nil)
	if err != nil {
		b.Fatal(err)
	}
	found := 0
	for _, r := range ruleSets {
		found += len(a.Owners(r).Owners)
	}
	if _, err := a.OFAC50(g.Entities[0].ID); err != nil || found < 0 {
		b.Fatal(err)
	}
}

var ruleSets = []ownership.RuleSet{ownership.AMLR(), ownership.AMLD(), ownership.PSC(), ownership.FINCEN(), custom25()}

type builder struct{ g ownership.Graph }

func (b *builder) entity(typ ownership.EntityType, id string) string {
	b.g.Entities = append(b.g.Entities, ownership.Entity{ID: id, Type: typ})
	return id
}

func (b *builder) holds(from, to, own string) {
	p, err := ownership.ParsePercent(own)
	if err != nil {
		panic(err)
	}
	b.g.Relations = append(b.g.Relations, ownership.Relation{From: from, To: to, Ownership: p})
}

// family is a case of 12 entities and 18 relations: three layers, a circle if
// asked for, different votes.
func family(circle bool) ownership.Graph {
	var b builder
	for _, id := range []string{"P1", "P2", "P3", "P4", "P5"} {
		b.entity(ownership.Individual, id)
	}
	for _, id := range []string{"M", "A", "B", "C", "D", "E", "F"} {
		b.entity(ownership.Company, id)
	}
	b.g.Main = "M"
	b.holds("A", "M", "45")
	b.holds("B", "M", "35.5")
	b.holds("P1", "M", "12.25")
	b.holds("P2", "M", "7.25")
	b.holds("C", "A", "60")
	b.holds("D", "A", "25")
	b.holds("P3", "A", "15")
	b.holds("D", "B", "51")
	b.holds("E", "B", "49")
	b.holds("P1", "C", "80")
	b.holds("P4", "C", "20")
	b.holds("F", "D", "33.33")
	b.holds("P2", "D", "33.33")
	b.holds("P5", "D", "33.33")
	b.holds("P4", "E", "70")
	b.holds("P5", "F", "55")
	b.holds("P3", "F", "45")
	if circle {
		b.holds("A", "E", "30")
		b.g.Relations[8].From, b.g.Relations[8].To = "E", "A"
		b.g.Relations[5].Ownership = ownership.Whole(5)
		b.g.Relations[8].Ownership = ownership.Whole(20)
	} else {
		b.holds("P1", "E", "30")
	}
	vote, _ := ownership.ParsePercent("60")
	b.g.Relations[0].Voting = vote
	b.g.Relations[1].Voting = ownership.Whole(20)
	return b.g
}

// layered is an acyclic structure of n entities and some 1.9 relations each.
func layered(n int, seed uint64) ownership.Graph {
	r := rand.New(rand.NewPCG(seed, 1))
	var b builder
	people := n / 2
	b.g.Main = b.entity(ownership.Company, "c0")
	for i := 1; i < n-people; i++ {
		b.entity(ownership.Company, fmt.Sprintf("c%d", i))
	}
	for i := range people {
		b.entity(ownership.Individual, fmt.Sprintf("p%d", i))
	}
	for i := 1; i < n; i++ {
		from := b.g.Entities[i].ID
		times := 2
		if i%10 == 0 {
			times = 1
		}
		used := map[int]bool{}
		for range times {
			to := r.IntN(min(i, n-people))
			if used[to] {
				continue
			}
			used[to] = true
			b.holds(from, fmt.Sprintf("c%d", to), fmt.Sprintf("%d.%02d", 1+r.IntN(20), r.IntN(100)))
		}
	}
	return b.g
}

// knot is a component of n companies that all own each other in circles, each with
// an outside owner, dense: every company holds a part of half of the others.
func knot(n int, seed uint64) ownership.Graph {
	r := rand.New(rand.NewPCG(seed, 2))
	var b builder
	b.g.Main = "c0"
	for i := range n {
		b.entity(ownership.Company, fmt.Sprintf("c%d", i))
		b.entity(ownership.Individual, fmt.Sprintf("p%d", i))
		b.holds(fmt.Sprintf("p%d", i), fmt.Sprintf("c%d", i), "10.01")
	}
	for i := range n {
		b.holds(fmt.Sprintf("c%d", (i+1)%n), fmt.Sprintf("c%d", i), "3.33")
		for j := range n {
			if j != i && j != (i+1)%n && r.IntN(2) == 0 {
				b.holds(fmt.Sprintf("c%d", j), fmt.Sprintf("c%d", i), fmt.Sprintf("%d.%02d", r.IntN(150/n), 1+r.IntN(99)))
			}
		}
	}
	return b.g
}

func ring(n int) ownership.Graph {
	var b builder
	b.g.Main = "c0"
	for i := range n {
		b.entity(ownership.Company, fmt.Sprintf("c%d", i))
		b.entity(ownership.Individual, fmt.Sprintf("p%d", i))
		b.holds(fmt.Sprintf("p%d", i), fmt.Sprintf("c%d", i), "10")
		b.holds(fmt.Sprintf("c%d", i), fmt.Sprintf("c%d", (i+1)%n), "90")
	}
	return b.g
}

func ladder(rungs int) ownership.Graph {
	var b builder
	for _, id := range []string{"P", "Q"} {
		b.entity(ownership.Individual, id)
	}
	for i := range rungs {
		b.entity(ownership.Company, fmt.Sprintf("A%d", i))
		b.entity(ownership.Company, fmt.Sprintf("B%d", i))
		x, y := fmt.Sprintf("A%d", i-1), fmt.Sprintf("B%d", i-1)
		if i == 0 {
			x, y = "P", "Q"
		}
		b.holds(x, fmt.Sprintf("A%d", i), "55")
		b.holds(y, fmt.Sprintf("A%d", i), "45")
		b.holds(x, fmt.Sprintf("B%d", i), "45")
		b.holds(y, fmt.Sprintf("B%d", i), "55")
	}
	b.g.Main = b.entity(ownership.Company, "M")
	b.holds(fmt.Sprintf("A%d", rungs-1), "M", "40")
	b.holds(fmt.Sprintf("B%d", rungs-1), "M", "60")
	return b.g
}

func BenchmarkStructure(b *testing.B) {
	for _, load := range []struct {
		name  string
		graph ownership.Graph
	}{
		{"12 entities", family(false)},
		{"12 entities with a circle", family(true)},
		{"1000 entities", layered(1000, 7)},
		{"ladder of 2^20 paths", ladder(20)},
		{"ring of 30", ring(30)},
		{"ring of 1000", ring(1000)},
		{"knot of 20", knot(20, 1)},
		{"knot of 50", knot(50, 1)},
		{"knot of 100", knot(100, 1)},
	} {
		b.Run(load.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				everything(b, load.graph)
			}
		})
	}
}

func TestBenchmarkGraphs(t *testing.T) {
	g := family(false)
	require.Len(t, g.Entities, 12)
	require.Len(t, g.Relations, 18)
	a, err := ownership.Compute(family(true), nil)
	require.NoError(t, err)
	circular := 0
	for _, c := range a.Companies {
		if c.Circular {
			circular++
		}
	}
	require.Equal(t, 2, circular)
}
