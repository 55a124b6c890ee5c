package ownership

import "slices"

// parties adds who has a role in an entity, such as a trust, that passes a test itself
// or is main: all of them, whatever they hold.
func (j *judge) parties(owners []Owner) []Owner {
	if len(j.rules.Parties) == 0 || j.a.ix.special == nil {
		return owners
	}
	ix := j.a.ix
	owners = j.partiesOf(owners, ix.main)
	var apart []int // of those that pass no test alone
	for i, c := range ix.companies {
		switch {
		case j.standing(c) == nil:
		case len(j.entity(i)) > 0:
			owners = j.partiesOf(owners, c)
		default:
			apart = append(apart, i)
		}
	}
	if j.rules.Cumulate {
		owners = j.cumulated(owners, apart)
	}
	return owners
}

// standing is the rule on the parties of an entity; nil if there is none.
func (j *judge) standing(c int32) *Standing {
	for i := range j.rules.Parties {
		if s := &j.rules.Parties[i]; s.covers(j.a.ix.entity(c).Type) {
			return s
		}
	}
	return nil
}

// partiesOf adds the parties of one entity, each by its roles.
func (j *judge) partiesOf(owners []Owner, c int32) []Owner {
	s := j.standing(c)
	if s == nil {
		return owners
	}
	e := j.a.ix.entity(c)
	for _, i := range j.a.ix.special[c] {
		r := j.a.ix.relation(i)
		var reasons []Reason
		for _, role := range r.Roles {
			if slices.Contains(s.Roles, role) {
				reasons = append(reasons, Reason{
					Code: string(e.Type) + ":" + string(role) + ":" + e.ID, Source: s.Source, Measure: TrustParty, Through: e.ID,
				})
			}
		}
		if len(reasons) == 0 {
			continue
		}
		for _, id := range j.inquiry.behind(j.a, r.From) {
			owners = j.join(owners, id, reasons)
		}
	}
	return owners
}

// cumulated adds the parties of entities of one settlor or founder that pass a test
// together (Regulation (EU) 2024/1624, art. 55).
func (j *judge) cumulated(owners []Owner, apart []int) []Owner {
	ix := j.a.ix
	var givers []string
	gave := make(map[string][]int)
	for _, i := range apart {
		for _, k := range ix.special[ix.companies[i]] {
			r := ix.relation(k)
			if !r.has(Settlor) && !r.has(RevocableSettlor) && !r.has(Founder) {
				continue
			}
			if gave[r.From] == nil {
				givers = append(givers, r.From)
			}
			if !slices.Contains(gave[r.From], i) {
				gave[r.From] = append(gave[r.From], i)
			}
		}
	}
	for _, giver := range givers {
		if len(gave[giver]) < 2 {
			continue
		}
		if len(j.together(gave[giver])) == 0 {
			continue
		}
		for _, i := range gave[giver] {
			owners = j.partiesOf(owners, ix.companies[i])
		}
	}
	return owners
}

// together tests several entities as if they were one. What one of them holds of
// another is not counted twice.
func (j *judge) together(list []int) []Reason {
	ix := j.a.ix
	members := make([]int32, len(list))
	for n, i := range list {
		members[n] = ix.companies[i]
	}
	c := candidate{together: members}
	for n, i := range list {
		if company := &j.a.Companies[i]; !ix.heldBy(members[n], members) {
			c.own, c.vote = c.own.Add(company.Net), c.vote.Add(company.NetVoting)
		}
	}
	steer := j.steer
	if j.broad != nil {
		steer = j.broad
	}
	return j.tests(c.with(steer.of(members...)))
}

// heldBy reports whether one of the others has a direct part of the company.
func (ix *index) heldBy(c int32, others []int32) bool {
	from, to := ix.in(c)
	return slices.ContainsFunc(ix.holder[from:to], func(h int32) bool { return slices.Contains(others, h) })
}
