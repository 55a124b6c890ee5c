package ownership

// A Rest says in whose hands the unresolved part of main is. The parts add up to what
// is unresolved. Only what is unknown may hide an owner: states and listed companies are
// excepted from the search (Regulation (EU) 2024/1624, art. 65; 31 CFR
// 1010.230(e)(2)), which is for the reviewer to establish.
type Rest struct {
	Unknown Percent `json:"unknown"`
	State   Percent `json:"state,omitzero"`  // states and bodies governed by public law
	Listed  Percent `json:"listed,omitzero"` // listed companies, as far as no holder is known
	// KnownParties is what trusts, foundations and others without owners have, whose
	// parties are named and followed up to persons.
	KnownParties Percent `json:"known_parties,omitzero"`
	// BelowThreshold is what classes of persons have, such as small members or a public
	// float, none of whom has much.
	BelowThreshold Percent `json:"below_threshold,omitzero"`
}

// split divides the unresolved rest by who has it.
func (a *Analysis) split() {
	a.OwnershipRest, a.VotingRest = Rest{Unknown: a.UnresolvedOwnership}, Rest{Unknown: a.UnresolvedVoting}
	if a.ix.special == nil {
		return
	}
	s := survey{ix: a.ix, complete: make(map[int32]bool), traced: make(map[int32]bool)}
	a.OwnershipRest = a.divide(ownership, a.OwnershipRest, &s)
	a.VotingRest = a.OwnershipRest
	if a.ix.mixed {
		a.VotingRest = a.divide(voting, Rest{Unknown: a.UnresolvedVoting}, &s)
	}
}

func (a *Analysis) divide(m measure, r Rest, s *survey) Rest {
	ix := a.ix
	take := func(c int32) {
		held := ix.direct(m, c)
		if held.cmp(one) >= 0 || ix.entity(c).Type == Company {
			return
		}
		into := r.of(ix, c, s)
		if into == nil {
			return
		}
		part := percentOf(one.minus(held).mul(a.integral[m].total[c]))
		*into = into.Add(part)
		r.Unknown = r.Unknown.Sub(part)
	}
	take(ix.main)
	for _, c := range ix.companies {
		take(c)
	}
	return r
}

// of returns the part that what an entity's own holders leave belongs to, or nil if it
// is unknown.
func (r *Rest) of(ix *index, c int32, s *survey) *Percent {
	switch t := ix.entity(c).Type; {
	case t == State || t == StateBody:
		return &r.State
	case t == ListedCompany:
		return &r.Listed
	case t == Class:
		return &r.BelowThreshold
	case t.ownerless() && s.named(c):
		return &r.KnownParties
	}
	return nil
}

// survey finds which entities have all their parties named, up to persons. A circle of
// entities that are parties of each other has nobody in it.
type survey struct {
	ix       *index
	complete map[int32]bool // by what has parties; false while it is looked at
	traced   map[int32]bool // by company, likewise
}

// named reports whether the parties of a trust, foundation, association or the like
// are known: there are some, each is resolved, and of a trust not only who
// administers it but also who gave or who benefits. Of a foundation, who has a share and
// no role is not one of them.
func (s *survey) named(c int32) bool {
	if known, seen := s.complete[c]; seen {
		return known
	}
	s.complete[c] = false
	t := s.ix.entity(c).Type
	enough := false
	for _, i := range s.ix.special[c] {
		r := s.ix.relation(i)
		if len(r.Roles) == 0 && !r.figured() {
			continue
		}
		if (t == Partnership || t == LLP) && (r.figured() || r.has(Partner) || r.has(Member)) {
			return false // they have shares, and these leave somebody out or are not known
		}
		if !s.resolved(s.ix.at[r.From]) {
			return false
		}
		enough = enough || t != Trust && (t != Foundation || len(r.Roles) > 0) || r.has(Settlor) || r.has(RevocableSettlor) || r.has(Founder) || r.has(Beneficiary)
	}
	s.complete[c] = enough
	return enough
}

// resolved reports whether it is known who is behind an entity, but for less than a
// quarter.
func (s *survey) resolved(c int32) bool {
	t := s.ix.entity(c).Type
	switch {
	case t == Individual || t == Class || t.public():
		return true
	case t.ownerless() && len(s.ix.special[c]) > 0 && s.ix.direct(ownership, c).isZero():
		return s.named(c)
	}
	if known, seen := s.traced[c]; seen {
		return known
	}
	s.traced[c] = false
	quarter := half.mul(half)
	if one.minus(quarter).cmp(s.ix.direct(ownership, c)) >= 0 {
		return false
	}
	from, to := s.ix.in(c)
	for k := from; k < to; k++ {
		if !s.ix.share[ownership][k].isZero() && !s.resolved(s.ix.holder[k]) {
			return false
		}
	}
	s.traced[c] = true
	return true
}
