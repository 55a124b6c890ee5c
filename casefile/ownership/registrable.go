package ownership

// registrable finds the relevant legal entities: those that disclose their own
// owners and pass a test, alone or with those they act with. It also returns who is not entered because all of its
// interest runs through them (Companies Act 2006, s. 790C(4) and (8)).
func (j *judge) registrable() (entities []Owner, cut map[string]bool) {
	ix := j.a.ix
	var relevant map[int32]bool
	steer := j.steer
	passed := make(map[int32][]Reason)
	for i, c := range ix.companies {
		if !ix.entity(c).entered() {
			continue
		}
		if reasons := j.entity(i); len(reasons) > 0 {
			if relevant == nil {
				relevant = make(map[int32]bool)
			}
			relevant[c], passed[c] = true, reasons
		}
	}
	for i := range j.a.Groups {
		g := &j.a.Groups[i]
		reasons := j.concert(g)
		for _, id := range g.Members {
			c := ix.at[id]
			if len(reasons) == 0 || !ix.reaches[c] || !ix.entity(c).entered() {
				continue
			}
			if relevant == nil {
				relevant = make(map[int32]bool)
			}
			relevant[c] = true
			passed[c] = with(passed[c], reasons)
		}
	}
	if relevant == nil {
		return nil, nil
	}
	j.entered = relevant
	cut = make(map[string]bool)
	for _, i := range ix.above {
		r := steer.before(relevant, i)
		hidden := r.votes.isZero() && r.shares.isZero() && !r.controls
		switch {
		case relevant[i] && !hidden:
			entities = append(entities, Owner{ID: ix.id(i), Reasons: passed[i]})
		case hidden:
			cut[ix.id(i)] = true
		}
	}
	return entities, cut
}

// entered reports what is entered in place of persons: who tells of its own owners, and a
// state, which is taken for an individual (s. 790C(12)).
func (e *Entity) entered() bool {
	return e.Discloses || e.Type == ListedCompany || e.Type == State
}
