package ownership

// officials are the individuals that represent main. A company that does, such as a
// corporate director, is represented by its own officials, or else by who controls it.
func (a *Analysis) officials(source string) []Owner {
	o := officials{ix: a.ix, asked: make(map[int32]bool), found: make(map[int32]bool), signers: make(map[int32][]int32)}
	for i := range a.ix.graph.Relations {
		r := &a.ix.graph.Relations[i]
		to := a.ix.at[r.To]
		if !a.ix.reaches[to] || !r.active(a.AsOf) {
			continue
		}
		for _, role := range r.Roles {
			if role.signsFor(a.ix.entity(to).Type) {
				o.signers[to] = append(o.signers[to], a.ix.at[r.From])
				break
			}
		}
	}
	o.add(a.ix.main)
	var list []Owner
	for _, i := range a.ix.above {
		if o.found[i] {
			list = append(list, Owner{ID: a.ix.id(i), Reasons: []Reason{{Code: "official", Source: source, Measure: Office}}})
		}
	}
	return list
}

type officials struct {
	ix      *index
	signers map[int32][]int32
	asked   map[int32]bool
	found   map[int32]bool
	steer   *steering
}

// add finds who signs for an entity, and reports whether there is anybody.
func (o *officials) add(c int32) bool {
	if o.asked[c] {
		return false
	}
	o.asked[c] = true
	some := false
	for _, i := range o.signers[c] {
		if o.ix.entity(i).Type == Individual {
			o.found[i], some = true, true
		} else if o.add(i) || o.controllers(i) {
			some = true
		}
	}
	return some
}

// controllers adds the individuals that control a company.
func (o *officials) controllers(c int32) bool {
	if o.steer == nil {
		o.steer = newSteering(o.ix)
	}
	some := false
	for _, i := range o.ix.above {
		if o.ix.entity(i).Type != Individual {
			continue
		}
		o.steer.of(i)
		if o.steer.controls(c) {
			o.found[i], some = true, true
		}
	}
	return some
}
