package export

import (
	"slices"

	"github.com/bonafide-go/bonafide/casefile/ownership"
)

// structure is what is exported, with its holdings by either end.
type structure struct {
	ownership.Structure
	order []int   // the nodes, main first
	in    [][]int // by node: the holdings in it
	of    [][]int // by node: the holdings that it has
}

// read fails for an analysis that was decoded, and not computed.
func read(a *ownership.Analysis) (structure, error) {
	laid, err := a.Structure()
	if err != nil {
		return structure{}, err
	}
	return index(laid), nil
}

// index finds the holdings of a structure by either end.
func index(laid ownership.Structure) structure {
	s := structure{Structure: laid, in: make([][]int, len(laid.Nodes)), of: make([][]int, len(laid.Nodes))}
	for i := range laid.Nodes {
		s.order = append(s.order, i)
	}
	s.order = slices.Insert(slices.Delete(s.order, laid.Main, laid.Main+1), 0, laid.Main)
	for k, h := range laid.Holdings {
		s.in[h.Company] = append(s.in[h.Company], k)
		s.of[h.Holder] = append(s.of[h.Holder], k)
	}
	return s
}

func (s structure) id(i int) string { return s.Nodes[i].ID }

// person reports whether a node is an individual.
func (s structure) person(i int) bool { return s.Nodes[i].Type == ownership.Individual }

// upwards lists main and the companies above so that each comes after all it
// holds, and tells the holdings that close a circle.
func (s structure) upwards() (order []int, back map[int]bool) {
	back = make(map[int]bool)
	const entered, left = 1, 2
	state := make([]int, len(s.Nodes))
	type frame struct{ node, next int }
	calls := []frame{{s.Main, 0}}
	state[s.Main] = entered
	for len(calls) > 0 {
		f := &calls[len(calls)-1]
		if f.next == len(s.in[f.node]) {
			state[f.node] = left
			order = append(order, f.node)
			calls = calls[:len(calls)-1]
			continue
		}
		k := s.in[f.node][f.next]
		f.next++
		switch h := s.Holdings[k].Holder; state[h] {
		case 0:
			state[h] = entered
			calls = append(calls, frame{h, 0})
		case entered:
			back[k] = true
		}
	}
	slices.Reverse(order)
	return order, back
}

// owners are the ids that a finding names.
func owners(found ownership.Finding) map[string]bool {
	out := make(map[string]bool, len(found.Owners))
	for _, o := range found.Owners {
		out[o.ID] = true
	}
	return out
}

// round returns a figure with at most that many decimal places.
func round(p ownership.Percent, places int) ownership.Percent {
	rounded, err := ownership.ParsePercent(p.Round(places))
	if err != nil {
		return ownership.Percent{} // not given
	}
	return rounded
}
