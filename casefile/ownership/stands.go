package ownership

import (
	"context"
	"slices"
)

// RuleSetByName returns a named rule set: amlr, amld, amld_de, amld_fr, amld_nl, psc,
// fincen or fincen_cdd.
func RuleSetByName(name string) (RuleSet, bool) {
	for _, r := range []RuleSet{AMLR(), AMLD(), germany(), france(), netherlands(), PSC(), FINCEN(), FINCENCDD()} {
		if r.Name == name {
			return r, true
		}
	}
	return RuleSet{}, false
}

// StandsFor lists the trusts, foundations, firms, funds and associations, main among
// them, for which an individual stands: as a party by its role, or behind such a party
// (Regulation (EU) 2024/1624, art. 57, 58), whether or not that makes it a beneficial owner of
// main. It is in the order of the graph's entities.
func (a *Analysis) StandsFor(id string) []string {
	list := []string{}
	if a.ix == nil || a.ix.special == nil {
		return list
	}
	q := newInquiry(context.Background(), AMLR())
	for c := range a.ix.size() {
		for _, i := range a.ix.special[c] {
			r := a.ix.relation(i)
			if r.stands(a.ix.entity(c).Type) && slices.Contains(q.behind(a, r.From), id) {
				list = append(list, a.ix.id(c))
				break
			}
		}
	}
	return list
}

// stands reports whether the holder has a role that stands for an entity of the type.
func (r *Relation) stands(t EntityType) bool {
	for _, role := range r.Roles {
		switch {
		case role.ofTrust(), role == Founder, role == SupervisoryMember, role.directs():
			return true
		case t != ListedCompany && role.signsFor(t):
			return true
		}
	}
	return false
}
