package ownership

import "container/heap"

// A Path is one chain from a holder down to main. It is for people to look at:
// figures are never computed from chains.
type Path struct {
	Through []string `json:"through"` // ids, the holder first and main last
	Share   Percent  `json:"share_percentage"`
}

// maxPathSteps bounds the search in circles, where the way to the next chain can
// be long.
const maxPathSteps = 100_000

// Paths returns up to limit chains of ownership from an entity to main on which no
// entity stands twice, the largest product of shares first. It reports whether
// those are all there are. In an acyclic structure the cost is that of the chains
// returned, whatever their number in all.
func (a *Analysis) Paths(id string, limit int) (paths []Path, all bool) {
	if a.ix == nil {
		return nil, false
	}
	ix := a.ix
	start, ok := ix.at[id]
	if !ok || !ix.reaches[start] || start == ix.main || limit <= 0 {
		return nil, true
	}
	best := a.bestToMain()
	queue := &trails{{end: start, share: one, promise: best[start]}}
	for steps := 0; queue.Len() > 0; steps++ {
		if steps == maxPathSteps || len(paths) == limit {
			return paths, false
		}
		t := heap.Pop(queue).(*trail)
		if t.end == ix.main {
			paths = append(paths, Path{Through: t.ids(ix), Share: percentOf(t.share)})
			continue
		}
		for _, k := range ix.of(t.end) {
			c := ix.held[k]
			if s := ix.share[ownership][k]; best[c] > 0 && !s.isZero() && !t.has(c) {
				next := &trail{end: c, from: t, share: t.share.mul(s)}
				next.promise = next.share.float() * best[c]
				heap.Push(queue, next)
			}
		}
	}
	return paths, true
}

// trail is the beginning of a chain.
type trail struct {
	end     int32
	from    *trail
	share   number
	promise float64 // no chain that goes on from here is larger
}

func (t *trail) has(c int32) bool {
	for ; t != nil; t = t.from {
		if t.end == c {
			return true
		}
	}
	return false
}

func (t *trail) ids(ix *index) []string {
	var ids []string
	for ; t != nil; t = t.from {
		ids = append(ids, ix.id(t.end))
	}
	for i, j := 0, len(ids)-1; i < j; i, j = i+1, j-1 {
		ids[i], ids[j] = ids[j], ids[i]
	}
	return ids
}

// float is near enough to put chains in order.
func (x number) float() float64 {
	f, _ := x.rat().Float64()
	return f
}

// bestToMain is the largest product of shares of any chain down to main, by
// entity (Dijkstra's algorithm, from main upwards).
func (a *Analysis) bestToMain() []float64 {
	ix := a.ix
	best := make([]float64, ix.size())
	best[ix.main] = 1
	queue := &trails{{end: ix.main, promise: 1}}
	for queue.Len() > 0 {
		t := heap.Pop(queue).(*trail)
		if t.promise < best[t.end] {
			continue
		}
		from, to := ix.in(t.end)
		for k := from; k < to; k++ {
			h := ix.holder[k]
			if p := t.promise * ix.share[ownership][k].float(); p > best[h] {
				best[h] = p
				heap.Push(queue, &trail{end: h, promise: p})
			}
		}
	}
	return best
}

// trails is a heap, the largest promise first; equal ones in a fixed order.
type trails []*trail

func (q trails) Len() int { return len(q) }
func (q trails) Less(i, j int) bool {
	if q[i].promise != q[j].promise {
		return q[i].promise > q[j].promise
	}
	return q[i].end < q[j].end
}
func (q trails) Swap(i, j int) { q[i], q[j] = q[j], q[i] }

// Push is for package heap.
func (q *trails) Push(x any) { *q = append(*q, x.(*trail)) }

// Pop is for package heap.
func (q *trails) Pop() any {
	old := *q
	t := old[len(old)-1]
	*q = old[:len(old)-1]
	return t
}
