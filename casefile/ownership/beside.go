package ownership

// beside lists what does not reach main, in the order of the graph.
func (ix *index) beside() []string {
	var out []string
	for i, reaches := range ix.reaches {
		if !reaches {
			out = append(out, ix.id(int32(i)))
		}
	}
	return out
}
