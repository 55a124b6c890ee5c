package ownership

// A Stake is one direct holding on a holder's way to main, and what it contributes
// to the holder's total: the direct share times what the company itself comes to in
// main, 1 for main. Contributions of a holder add up to its total exactly, however
// many chains there are; no chain has to be listed.
type Stake struct {
	Company               string  `json:"company"`
	Ownership             Percent `json:"ownership_percentage"`
	Voting                Percent `json:"voting_rights_percentage"`
	OwnershipContribution Percent `json:"ownership_contribution_percentage"`
	VotingContribution    Percent `json:"voting_contribution_percentage"`
}

// Stakes returns the direct holdings of an entity that reach main, in the order of
// the graph's companies, and what each contributes. Holdings of one pair are added
// up. It returns nil for an id that does not reach main, and for main itself.
func (a *Analysis) Stakes(id string) []Stake {
	if a.ix == nil {
		return nil
	}
	ix := a.ix
	i, ok := ix.at[id]
	if !ok || !ix.reaches[i] || i == ix.main {
		return nil
	}
	var stakes []Stake
	for _, k := range ix.of(i) {
		c := ix.held[k]
		if !ix.reaches[c] {
			continue
		}
		own, votes := ix.share[ownership][k], ix.share[voting][k]
		s := Stake{Company: ix.id(c), Ownership: percentOf(own), Voting: percentOf(votes)}
		s.OwnershipContribution = percentOf(own.mul(a.integral[ownership].total[c]))
		s.VotingContribution = s.OwnershipContribution
		if ix.mixed {
			s.VotingContribution = percentOf(votes.mul(a.integral[voting].total[c]))
		}
		stakes = append(stakes, s)
	}
	return stakes
}
