package casefile

import "maps"

// adrift returns the entities that no chain of relations, in whichever direction, joins
// to the main company; none without one. Who owns what nobody ties to the customer
// would be left out of every answer about it.
func (c Case) adrift() map[string]bool {
	main, ok := c.Main()
	if !ok {
		return nil
	}
	beside := make(map[string][]string, len(c.Companies)+len(c.Individuals))
	for _, r := range c.Relations {
		beside[r.From()] = append(beside[r.From()], r.ToCompany)
		beside[r.ToCompany] = append(beside[r.ToCompany], r.From())
	}
	out := make(map[string]bool)
	for _, x := range c.Companies {
		out[x.ID] = true
	}
	for _, x := range c.Individuals {
		out[x.ID] = true
	}
	delete(out, main.ID)
	for reached := []string{main.ID}; len(reached) > 0; {
		id := reached[len(reached)-1]
		reached = reached[:len(reached)-1]
		for _, next := range beside[id] {
			if out[next] {
				delete(out, next)
				reached = append(reached, next)
			}
		}
	}
	return out
}

// cutsOff reports whether next has an entity adrift that c has and holds, or that is
// new. What was adrift before, as older cases may have it, stands in nobody's way.
func (c Case) cutsOff(next Case) bool {
	before, now := c.adrift(), next.adrift()
	maps.DeleteFunc(now, func(id string, _ bool) bool { return before[id] })
	return len(now) > 0
}
