package ownership

// A Structure is the part of a graph that an analysis is about, laid out for exports
// and pictures: main, everything that reaches it, and the direct holdings among
// these. It carries ids and figures, and nothing else of a person.
type Structure struct {
	Main     int       // the index of main in Nodes
	Nodes    []Node    // in the order of the graph's entities
	Holdings []Holding // by company in the order of Nodes
}

// A Node is one entity of a [Structure].
type Node struct {
	Entity
	Treasury Percent // the company's own shares
	// Ownership and Voting are the totals in main, net for companies in a circle. They
	// are not given for main itself.
	Ownership Percent
	Voting    Percent
}

// A Holding is what one node holds of another directly, all relations of the pair
// added up.
type Holding struct {
	Holder    int        // index in Nodes
	Company   int        // index in Nodes
	Ownership Percent    // per cent of the capital; zero where the holder has roles only
	Voting    Percent    // per cent of the votes
	Controls  bool       // the holder controls the company
	Relations []Relation // those that the holding is made of, on the day of the analysis
}

// Structure returns what the figures were computed from. It fails with an
// [*bonafide.InvalidError] for an analysis that was decoded, and not computed.
func (a *Analysis) Structure() (Structure, error) {
	if a.ix == nil {
		return Structure{}, errDecoded
	}
	ix := a.ix
	s := Structure{Nodes: make([]Node, 0, len(ix.above)+1)}
	node := make([]int, ix.size())
	for i := range ix.size() {
		if !ix.reaches[i] {
			continue
		}
		node[i] = len(s.Nodes)
		n := Node{Entity: *ix.entity(i), Treasury: percentOf(ix.own[ownership][i])}
		if i == ix.main {
			s.Main = node[i]
		} else {
			_, n.Ownership, _ = a.integral[ownership].figures(i)
			_, n.Voting, _ = a.integral[voting].figures(i)
		}
		s.Nodes = append(s.Nodes, n)
	}
	pairs := a.pairs()
	control := a.control()
	for c := range ix.size() {
		if !ix.reaches[c] {
			continue
		}
		from, to := ix.in(c)
		for k := from; k < to; k++ {
			h := ix.holder[k]
			s.Holdings = append(s.Holdings, Holding{
				Holder: node[h], Company: node[c], Controls: control[k], Relations: pairs[ends{h, c}],
				Ownership: percentOf(ix.share[ownership][k]), Voting: percentOf(ix.share[voting][k]),
			})
		}
	}
	return s, nil
}

// pairs collects the active relations above main by their ends.
func (a *Analysis) pairs() map[ends][]Relation {
	ix := a.ix
	pairs := make(map[ends][]Relation)
	for _, r := range ix.graph.Relations {
		end := ends{ix.at[r.From], ix.at[r.To]}
		if end.from != end.to && ix.reaches[end.to] && r.active(a.AsOf) {
			pairs[end] = append(pairs[end], r)
		}
	}
	return pairs
}

// control tells by holding whether its holder controls the company.
func (a *Analysis) control() []bool {
	ix := a.ix
	control := make([]bool, len(ix.holder))
	steer := newSteering(ix)
	for _, h := range ix.above {
		open := false
		for _, k := range ix.of(h) {
			control[k] = ix.commanding(k)
			open = open || !control[k]
		}
		if !open {
			continue
		}
		steer.of(h)
		for _, k := range ix.of(h) {
			control[k] = steer.controls(ix.held[k])
		}
	}
	return control
}

// commanding reports whether a holding is control by itself, whatever else its holder has.
func (ix *index) commanding(k int32) bool {
	if ix.entity(ix.holder[k]).Type == Class || !ix.reaches[ix.held[k]] {
		return false
	}
	return ix.by != nil && ix.by[k] || ix.share[voting][k].cmp(ix.outstanding(voting, ix.held[k]).mul(half)) > 0
}
