package ownership

// components are the strongly connected sets of companies above a root, counting
// positive shares of one measure only: owned first, so that the root comes first
// and each set after all it holds.
type components struct {
	member []int32 // the companies, set after set
	first  []int32 // set s is member[first[s]:first[s+1]]
	set    []int32 // by entity: its set, or -1
}

func (c *components) len() int         { return len(c.first) - 1 }
func (c *components) of(s int) []int32 { return c.member[c.first[s]:c.first[s+1]] }

// newComponents is Tarjan's algorithm, without recursion: chains of several
// hundred layers are met. It walks from the root to its holders; sets come out top
// owners first and are turned round.
func newComponents(ix *index, m measure, root int32) *components {
	n := ix.size()
	scratch := make([]int32, 3*n)
	number, low := scratch[:n], scratch[n:2*n] // order of discovery, from 1
	c := &components{set: scratch[2*n:]}
	for i := range c.set {
		c.set[i] = -1
	}
	type frame struct{ company, next int32 }
	most := len(ix.companies) + 1
	calls := make([]frame, 0, min(most, 64))
	stacks := make([]int32, 3*most)
	open, sizes := stacks[:0:most], stacks[most:most:2*most]
	c.member = stacks[2*most : 2*most]
	var found int32
	enter := func(v int32) {
		found++
		number[v], low[v] = found, found
		open = append(open, v)
		calls = append(calls, frame{v, ix.first[v]})
	}
	enter(root)
	for len(calls) > 0 {
		f := &calls[len(calls)-1]
		v := f.company
		if f.next < ix.first[v+1] {
			k := f.next
			f.next++
			h := ix.holder[k]
			switch {
			case ix.entity(h).Type == Individual || ix.share[m][k].isZero():
			case number[h] == 0:
				enter(h)
			case c.set[h] < 0: // still open
				low[v] = min(low[v], number[h])
			}
			continue
		}
		calls = calls[:len(calls)-1]
		if len(calls) > 0 {
			p := calls[len(calls)-1].company
			low[p] = min(low[p], low[v])
		}
		if low[v] != number[v] {
			continue
		}
		size := int32(0)
		for {
			w := open[len(open)-1]
			open = open[:len(open)-1]
			c.set[w] = int32(len(sizes))
			c.member = append(c.member, w)
			size++
			if w == v {
				break
			}
		}
		sizes = append(sizes, size)
	}
	c.reverse(sizes)
	return c
}

func (c *components) reverse(sizes []int32) {
	for i, j := 0, len(c.member)-1; i < j; i, j = i+1, j-1 {
		c.member[i], c.member[j] = c.member[j], c.member[i]
	}
	c.first = make([]int32, 1, len(sizes)+1)
	for i := len(sizes) - 1; i >= 0; i-- {
		c.first = append(c.first, c.first[len(c.first)-1]+sizes[i])
	}
	for _, v := range c.member {
		c.set[v] = int32(len(sizes)) - 1 - c.set[v]
	}
}

// layers is the length of the longest chain up to anybody, circles left out.
func (ix *index) layers(sets *components) int {
	depth := make([]int32, sets.len())
	most := int32(0)
	for s := range depth {
		for _, c := range sets.of(s) {
			from, to := ix.in(c)
			for k := from; k < to; k++ {
				above := sets.set[ix.holder[k]]
				if above == int32(s) || ix.share[ownership][k].isZero() {
					continue
				}
				most = max(most, depth[s]+1)
				if above >= 0 {
					depth[above] = max(depth[above], depth[s]+1)
				}
			}
		}
	}
	return int(most)
}
