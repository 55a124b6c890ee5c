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

// The floor of each load is one dimension of totals in float64 with everything laid
// out beforehand, no control, no rules, no reasons: dense elimination for knots,
// one pass for what has no circle. Divide by it: the machine drops out.
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
		{"knot of 20", knot(20, 1)},
		{"knot of 50", knot(50, 1)},
		{"knot of 100", knot(100, 1)},
	} {
		b.Run(load.name+"/everything", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				everything(b, load.graph)
			}
		})
		b.Run(load.name+"/totals", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := ownership.Compute(load.graph, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(load.name+"/floor", func(b *testing.B) {
			f := newFloor(load.graph)
			b.ReportAllocs()
			for b.Loop() {
				if z := f.solve(); z[f.main] < 1 {
					b.Fatal(z[f.main])
				}
			}
		})
	}
}

// A ring of 1,000 companies is more than any register holds: totals only.
func BenchmarkLargeRing(b *testing.B) {
	g := ring(1000)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ownership.Compute(g, nil); err != nil {
			b.Fatal(err)
		}
	}
}

// floor is a float64 engine of totals.
type floor struct {
	main int
	n    int
	ends [][2]int
	part []float64
	loop bool
}

func newFloor(g ownership.Graph) *floor {
	f := &floor{n: len(g.Entities)}
	at := map[string]int{}
	for i, e := range g.Entities {
		at[e.ID] = i
	}
	f.main = at[g.Main]
	for _, r := range g.Relations {
		x, _ := r.Ownership.Rat().Float64()
		f.ends = append(f.ends, [2]int{at[r.From], at[r.To]})
		f.part = append(f.part, x/100)
	}
	f.order()
	return f
}

// order sorts the holdings so that each comes after those of what it is held
// through, or finds a circle.
func (f *floor) order() {
	out := make([]int, f.n) // holdings of an entity that are not placed yet
	for _, e := range f.ends {
		out[e[0]]++
	}
	var ends [][2]int
	var part []float64
	var ready []int
	for i := range f.n {
		if out[i] == 0 {
			ready = append(ready, i)
		}
	}
	in := make([][]int, f.n)
	for k, e := range f.ends {
		in[e[1]] = append(in[e[1]], k)
	}
	for ; len(ready) > 0; ready = ready[1:] {
		for _, k := range in[ready[0]] {
			ends, part = append(ends, f.ends[k]), append(part, f.part[k])
			if out[f.ends[k][0]]--; out[f.ends[k][0]] == 0 {
				ready = append(ready, f.ends[k][0])
			}
		}
	}
	if f.loop = len(ends) < len(f.ends); !f.loop {
		f.ends, f.part = ends, part
	}
}

func (f *floor) solve() []float64 {
	z := make([]float64, f.n)
	if !f.loop {
		z[f.main] = 1
		for k, e := range f.ends {
			z[e[0]] += f.part[k] * z[e[1]]
		}
		return z
	}
	m := make([]float64, f.n*f.n)
	for i := range f.n {
		m[i*f.n+i] = 1
	}
	for k, e := range f.ends {
		m[e[0]*f.n+e[1]] -= f.part[k]
	}
	z[f.main] = 1
	for k := range f.n {
		for i := k + 1; i < f.n; i++ {
			x := m[i*f.n+k] / m[k*f.n+k]
			if x == 0 {
				continue
			}
			for j := k; j < f.n; j++ {
				m[i*f.n+j] -= x * m[k*f.n+j]
			}
			z[i] -= x * z[k]
		}
	}
	for i := f.n - 1; i >= 0; i-- {
		for j := i + 1; j < f.n; j++ {
			z[i] -= m[i*f.n+j] * z[j]
		}
		z[i] /= m[i*f.n+i]
	}
	return z
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
	// the float engine and the exact one agree
	for _, g := range []ownership.Graph{family(false), family(true), layered(200, 7), ladder(20), ring(30), knot(20, 1)} {
		a, err := ownership.Compute(g, nil)
		require.NoError(t, err)
		f := newFloor(g)
		z := f.solve()
		for i, e := range g.Entities {
			if h, ok := a.Holder(e.ID); ok {
				exact, _ := h.Ownership.Rat().Float64()
				require.InDelta(t, exact, 100*z[i], 1e-9, e.ID)
			}
		}
	}
}
