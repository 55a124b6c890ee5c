package ownership

// Bytes is about how much memory the analysis holds, graph included: for whoever keeps
// several.
func (a *Analysis) Bytes() int {
	const entity, relation, figure = 400, 250, 150
	bytes := figure * (len(a.Holders) + len(a.Companies) + len(a.Warnings))
	if a.ix == nil {
		return bytes
	}
	bytes += entity*len(a.ix.graph.Entities) + relation*len(a.ix.graph.Relations)
	for m, by := range a.by {
		if by == nil || m == int(voting) && by == a.by[ownership] {
			continue
		}
		for _, b := range by.blocks {
			bytes += b.bytes()
		}
	}
	return bytes
}

// bytes is what a block holds: of each prime a factor for each entry, and the inverses.
func (b *block) bytes() int {
	entries := 0
	for _, up := range b.up {
		entries += len(up)
	}
	return 32*len(b.cells) + len(b.solved)*(32*entries+16*len(b.company)) + int(b.bits/8)*len(b.solved)
}

// Bytes is that of both its ends.
func (b *Bounds) Bytes() int {
	if b.low == nil {
		return 0
	}
	return b.low.Bytes() + b.high.Bytes()
}
