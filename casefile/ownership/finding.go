package ownership

// A Reason says by which test somebody is a beneficial owner, and with what.
type Reason struct {
	Code      string  `json:"code"`
	Source    string  `json:"source"` // the article
	Measure   Measure `json:"measure"`
	Value     Percent `json:"value,omitzero"`
	Threshold Percent `json:"threshold,omitzero"`
	// Through is the company that an indirect reason runs through, the trust whose
	// party somebody is, or the group that somebody acts in.
	Through string `json:"through,omitzero"`
}

// An Owner is somebody that a rule set names, with every reason it does.
type Owner struct {
	ID      string   `json:"id"`
	Reasons []Reason `json:"reasons"`
}

// A Finding is the answer of one rule set. That it names nobody does not prove that
// there is nobody: see MayHideOwner.
type Finding struct {
	Rules  string  `json:"rules"`
	Owners []Owner `json:"owners"`
	// Entities are legal entities entered in place of the persons behind them.
	Entities []Owner `json:"entities,omitzero"`
	// Officials are the legal representatives of main: the last resort where no
	// owner was found, or always where the rule set says so.
	Officials []Owner `json:"officials,omitzero"`
	// MayHideOwner is set where what is unresolved would by itself be enough for
	// another owner.
	MayHideOwner bool `json:"may_hide_owner"`
	// TooComplex is set where interests in controllers would take more work than is
	// allowed: owners by them may be missing.
	TooComplex bool `json:"too_complex,omitzero"`
}

// Owners finds the beneficial owners under a rule set, in the order of the graph's
// entities. The cost is one pass over the structure, and one more for each company
// that controls main where the rule set asks for interests in controllers.
func (a *Analysis) Owners(r RuleSet) Finding {
	f := Finding{Rules: r.Name, Owners: []Owner{}}
	if a.ix == nil {
		f.MayHideOwner = true
		return f
	}
	j := judge{a: a, rules: r}
	if r.needs(InterestInController) {
		f.MayHideOwner = !j.controllers()
		f.TooComplex = j.tooComplex
	}
	var cut map[string]bool
	if r.Registrable {
		f.Entities, cut = j.registrable()
	}
	for i := range a.Holders {
		h := &a.Holders[i]
		reasons := j.tests(candidate{
			id: h.ID, own: h.Ownership, vote: h.Voting, controls: h.Controls, through: a.through[i],
			attributedOwn: h.AttributedOwnership, attributedVote: h.AttributedVoting,
		})
		if len(reasons) > 0 && !cut[h.ID] {
			f.Owners = append(f.Owners, Owner{ID: h.ID, Reasons: reasons})
		}
	}
	f.Owners = j.concerts(f.Owners)
	f.Owners = j.trusts(f.Owners)
	if r.Officials != "" && (r.AlwaysOfficials || len(f.Owners) == 0) {
		f.Officials = a.officials(r.Officials)
	}
	if low, ok := r.lowest(); ok && (low.met(a.UnresolvedOwnership) || low.met(a.UnresolvedVoting)) {
		f.MayHideOwner = true
	}
	return f
}

// judge holds what the tests of one rule set look at.
type judge struct {
	a     *Analysis
	rules RuleSet
	above []interest

	tooComplex bool
}

// interest is everybody's total in one company that controls main.
type interest struct {
	company   int32
	own, vote *integral
}

// candidate is somebody as the tests see it.
type candidate struct {
	id                            string
	own, vote                     Percent
	attributedOwn, attributedVote Percent
	controls, through             bool
	group                         bool // no person: only attributed figures count
}

func (j *judge) tests(c candidate) []Reason {
	var reasons []Reason
	for i := range j.rules.Tests {
		t := &j.rules.Tests[i]
		if m := t.Measures; len(m) == 1 && m[0] == InterestInController {
			if !c.group {
				reasons = j.inControllers(reasons, t, c.id)
			}
			continue
		}
		for _, m := range t.Measures {
			value, ok := c.value(m)
			if !ok || m != Control && !t.met(value) {
				continue
			}
			if reasons == nil {
				reasons = make([]Reason, 0, len(j.rules.Tests))
			}
			reasons = append(reasons, Reason{Code: t.Code, Source: t.Source, Measure: m, Value: value, Threshold: t.Threshold})
			break
		}
	}
	return reasons
}

func (c *candidate) value(m Measure) (Percent, bool) {
	switch m {
	case TotalOwnership:
		return c.own, !c.group
	case TotalVoting:
		return c.vote, !c.group
	case AttributedOwnership:
		return c.attributedOwn, true
	case AttributedVoting:
		return c.attributedVote, true
	case Control:
		return c.attributedVote, c.controls
	case InterestOfControlled:
		return larger(c.attributedOwn, c.attributedVote), c.through
	}
	return Percent{}, false
}

func larger(p, q Percent) Percent {
	if p.Cmp(q) < 0 {
		return q
	}
	return p
}

// controllers computes the totals in every company that controls main, and
// reports whether it could.
func (j *judge) controllers() bool {
	ix := j.a.ix
	complete := true
	var by [2]*integrator
	work := newEffort()
	into := func(m measure, c int32) *integral {
		if by[m] == nil {
			by[m] = j.a.by[m].fork(work)
		}
		in := by[m]
		if !in.knows(c) {
			in = newIntegrator(ix, m, c, work)
		}
		total, err := in.into(c, false)
		if err != nil {
			complete = false
			j.tooComplex = j.tooComplex || tooComplex(err)
			return nil
		}
		return total
	}
	for i := range j.a.Companies {
		if !j.a.Companies[i].Controls || j.tooComplex {
			continue
		}
		c := ix.companies[i]
		own := into(ownership, c)
		vote := own
		if ix.mixed {
			vote = into(voting, c)
		}
		j.above = append(j.above, interest{company: c, own: own, vote: vote})
	}
	return complete
}

func (j *judge) inControllers(reasons []Reason, t *Test, id string) []Reason {
	if len(j.above) == 0 {
		return reasons
	}
	i := j.a.ix.at[id]
	for _, in := range j.above {
		var most number
		if in.own != nil {
			most = in.own.total[i]
		}
		if in.vote != nil && in.vote != in.own && most.cmp(in.vote.total[i]) < 0 {
			most = in.vote.total[i]
		}
		if most.isZero() {
			continue
		}
		if value := percentOf(most); t.met(value) {
			company := j.a.ix.id(in.company)
			reasons = append(reasons, Reason{
				Code: t.Code + ":" + company, Source: t.Source, Measure: InterestInController,
				Value: value, Threshold: t.Threshold, Through: company,
			})
		}
	}
	return reasons
}

// concerts adds the members of groups that pass a test together, by tests they do
// not pass alone.
func (j *judge) concerts(owners []Owner) []Owner {
	for i := range j.a.Groups {
		g := &j.a.Groups[i]
		reasons := j.tests(candidate{
			id: g.ID, group: true, controls: g.Controls, through: g.through,
			attributedOwn: g.AttributedOwnership, attributedVote: g.AttributedVoting,
		})
		for k := range reasons {
			reasons[k].Through = g.ID
		}
		for _, id := range g.Members {
			if j.a.ix.entity(j.a.ix.at[id]).Type == Individual {
				owners = j.join(owners, id, reasons)
			}
		}
	}
	return owners
}

// join adds reasons to an owner, new or not, in the order of the graph. A test
// that the owner passes already is not listed again.
func (j *judge) join(owners []Owner, id string, reasons []Reason) []Owner {
	at := len(owners)
	for i := range owners {
		if owners[i].ID == id {
			for _, r := range reasons {
				if !owners[i].has(r.Code) {
					owners[i].Reasons = append(owners[i].Reasons, r)
				}
			}
			return owners
		}
		if at == len(owners) && j.a.ix.at[owners[i].ID] > j.a.ix.at[id] {
			at = i
		}
	}
	if len(reasons) == 0 {
		return owners
	}
	owners = append(owners, Owner{})
	copy(owners[at+1:], owners[at:])
	owners[at] = Owner{ID: id, Reasons: append([]Reason(nil), reasons...)}
	return owners
}

func (o *Owner) has(code string) bool {
	for _, r := range o.Reasons {
		if r.Code == code {
			return true
		}
	}
	return false
}

// Codes lists the codes of the owner's reasons.
func (o Owner) Codes() []string {
	codes := make([]string, len(o.Reasons))
	for i, r := range o.Reasons {
		codes[i] = r.Code
	}
	return codes
}

// officials are the individuals that represent main.
func (a *Analysis) officials(source string) []Owner {
	ix := a.ix
	found := make(map[int32]bool)
	for i := range ix.graph.Relations {
		r := &ix.graph.Relations[i]
		if r.To != a.Main || !r.active(a.AsOf) {
			continue
		}
		for _, role := range r.Roles {
			if role == LegalRepresentative {
				found[ix.at[r.From]] = true
			}
		}
	}
	var list []Owner
	for _, i := range ix.above {
		if found[i] && ix.entity(i).Type == Individual {
			list = append(list, Owner{ID: ix.id(i), Reasons: []Reason{{Code: "official", Source: source, Measure: Office}}})
		}
	}
	return list
}
