package ownership

// trusts adds the parties of every trust that passes a test itself: settlors,
// trustees, protectors and beneficiaries alike.
func (j *judge) trusts(owners []Owner) []Owner {
	if j.rules.Trust == "" {
		return owners
	}
	ix := j.a.ix
	var steer *steering
	for i, c := range ix.companies {
		e := ix.entity(c)
		if e.Type != Trust {
			continue
		}
		if steer == nil {
			steer = newSteering(ix)
		}
		company, r := &j.a.Companies[i], steer.of(c)
		passed := j.tests(candidate{
			id: e.ID, own: company.Net, vote: company.NetVoting, controls: r.controls, through: r.through,
			attributedOwn: percentOf(r.shares), attributedVote: percentOf(r.votes),
		})
		if len(passed) == 0 {
			continue
		}
		for k := range ix.graph.Relations {
			rel := &ix.graph.Relations[k]
			if rel.To != e.ID || !rel.active(j.a.AsOf) || ix.entity(ix.at[rel.From]).Type != Individual {
				continue
			}
			var reasons []Reason
			for _, role := range rel.Roles {
				if role.ofTrust() {
					reasons = append(reasons, Reason{
						Code: "trust:" + string(role) + ":" + e.ID, Source: j.rules.Trust, Measure: TrustParty, Through: e.ID,
					})
				}
			}
			owners = j.join(owners, rel.From, reasons)
		}
	}
	return owners
}

// registrable finds the relevant legal entities: those that disclose their own
// owners and pass a test. It also returns who is not entered because all of its
// interest runs through them (Companies Act 2006, s. 790C(4) and (8)).
func (j *judge) registrable() (entities []Owner, cut map[string]bool) {
	ix := j.a.ix
	var relevant map[int32]bool
	steer := newSteering(ix)
	passed := make(map[int32][]Reason)
	for i, c := range ix.companies {
		e := ix.entity(c)
		if !e.Discloses && e.Type != ListedCompany {
			continue
		}
		company, r := &j.a.Companies[i], steer.of(c)
		reasons := j.tests(candidate{
			id: e.ID, own: company.Net, vote: company.NetVoting, controls: r.controls, through: r.through,
			attributedOwn: percentOf(r.shares), attributedVote: percentOf(r.votes),
		})
		if len(reasons) > 0 {
			if relevant == nil {
				relevant = make(map[int32]bool)
			}
			relevant[c], passed[c] = true, reasons
		}
	}
	if relevant == nil {
		return nil, nil
	}
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
