package ownership

import (
	"context"
	"slices"
)

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
	// MayHideOwner is set where what is unknown, of main or of the companies above it, would
	// by itself be enough for another owner.
	MayHideOwner bool `json:"may_hide_owner"`
	// TooComplex is set where interests in controllers would take more work than is
	// allowed: owners by them may be missing.
	TooComplex bool `json:"too_complex,omitzero"`
}

// Clone returns a finding of its own, for somebody who may change it.
func (f Finding) Clone() Finding {
	for _, list := range []*[]Owner{&f.Owners, &f.Entities, &f.Officials} {
		*list = slices.Clone(*list)
		for i := range *list {
			(*list)[i].Reasons = slices.Clone((*list)[i].Reasons)
		}
	}
	return f
}

// Owners is [Analysis.OwnersContext] for a caller that waits as long as it takes.
func (a *Analysis) Owners(r RuleSet) Finding {
	f, _ := a.OwnersContext(context.Background(), r)
	return f
}

// OwnersContext finds the beneficial owners under a rule set, in the order of the graph's
// entities. The cost is one pass over the structure, one more for each company
// that controls main where the rule set asks for interests in controllers, and one
// for each entity that is itself a party to a trust or the like. It fails with the error
// of the context, soon after that ends, and with nothing else.
func (a *Analysis) OwnersContext(ctx context.Context, r RuleSet) (Finding, error) {
	if a.ix == nil {
		return Finding{Rules: r.Name, Owners: []Owner{}, MayHideOwner: true}, nil
	}
	q := newInquiry(ctx, r)
	f := a.owners(q)
	if !f.MayHideOwner {
		view, _ := a.held(q)
		f.MayHideOwner = view.hides(q)
		f.TooComplex = q.tooComplex
	}
	if q.work.stopped() {
		return Finding{}, q.work.err
	}
	return f, nil
}

// rules is the rule set as it is for main.
func (a *Analysis) rules(r RuleSet) RuleSet { return r.on(a.ix.entity(a.ix.main).Type) }

func (a *Analysis) owners(q *inquiry) Finding {
	r := a.rules(q.rules)
	f := Finding{Rules: r.Name, Owners: []Owner{}}
	view, complete := a.held(q)
	j := judge{a: view, rules: r, inquiry: q, steer: newSteering(view.ix).by(q.work)}
	if r.MajorityOfShares && view.ix.mixed {
		j.broad = newBroadSteering(view.ix).by(q.work)
	}
	if r.needs(InterestInController) {
		complete = j.controllers() && complete
	}
	if r.Registrable {
		f.Entities, j.cut = j.registrable()
	}
	for i := range view.Holders {
		h := &view.Holders[i]
		if i%often == 0 && q.work.stopped() {
			return f
		}
		if reasons := j.person(h, view.through[i]); len(reasons) > 0 && !j.cut[h.ID] {
			f.Owners = append(f.Owners, Owner{ID: h.ID, Reasons: reasons})
		}
	}
	f.Owners = j.concerts(f.Owners)
	f.Owners = j.parties(f.Owners)
	if r.Officials != "" && (r.AlwaysOfficials || len(f.Owners) == 0) {
		f.Officials = a.officials(r.Officials)
	}
	low, ok := r.lowest()
	f.TooComplex = q.tooComplex
	f.MayHideOwner = !complete || q.incomplete || q.tooComplex ||
		ok && (low.met(a.OwnershipRest.Unknown) || low.met(a.VotingRest.Unknown))
	return f
}

// judge holds what the tests of one rule set look at.
type judge struct {
	a       *Analysis
	rules   RuleSet
	inquiry *inquiry
	above   *interests
	steer   *steering
	broad   *steering       // where a majority of shares is control, and shares are not votes
	entered map[int32]bool  // legal entities in place of the persons behind them
	cut     map[string]bool // who is not entered for that
}

// person tests an individual. That a majority of shares is control as well is looked at
// where votes name nobody.
func (j *judge) person(h *Holder, through bool) []Reason {
	var at int32
	if j.above != nil || j.broad != nil { // nothing else asks
		at = j.a.ix.at[h.ID]
	}
	reasons := j.tests(candidate{
		at: at, own: h.Ownership, vote: h.Voting, controls: h.Controls, through: through,
		attributedOwn: h.AttributedOwnership, attributedVote: h.AttributedVoting,
	})
	if len(reasons) > 0 || j.broad == nil {
		return reasons
	}
	return j.tests(candidate{at: at, own: h.Ownership, vote: h.Voting}.with(j.broad.of(at)))
}

// entity tests what is not an individual as if it were one.
func (j *judge) entity(i int) []Reason {
	company := &j.a.Companies[i]
	at := j.a.ix.companies[i]
	c := candidate{at: at, own: company.Net, vote: company.NetVoting}
	reasons := j.tests(c.with(j.steer.of(at)))
	if len(reasons) > 0 || j.broad == nil {
		return reasons
	}
	return j.tests(c.with(j.broad.of(at)))
}

// candidate is somebody as the tests see it.
type candidate struct {
	at                            int32
	together                      []int32 // in place of at: several taken as one
	own, vote                     Percent
	attributedOwn, attributedVote Percent
	controls, through             bool
	group                         bool // no person: only attributed figures count, and totals where these are joint
	joint                         bool
}

// with sets what somebody controls.
func (c candidate) with(r reign) candidate {
	c.controls, c.through = r.controls, r.through
	c.attributedOwn, c.attributedVote = percentOf(r.shares), percentOf(r.votes)
	return c
}

func (j *judge) tests(c candidate) []Reason {
	var reasons []Reason
	for i := range j.rules.Tests {
		t := &j.rules.Tests[i]
		if m := t.Measures; len(m) == 1 && m[0] == InterestInController {
			if !c.group {
				reasons = j.inControllers(reasons, t, &c)
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
		return c.own, !c.group || c.joint
	case TotalVoting:
		return c.vote, !c.group || c.joint
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

// concert tests those who act in concert as one owner.
func (j *judge) concert(g *Concert) []Reason {
	c := candidate{
		group: true, controls: g.Controls, through: g.through,
		attributedOwn: g.AttributedOwnership, attributedVote: g.AttributedVoting,
	}
	if j.rules.Jointly {
		c.own, c.vote, c.joint = j.joint(g)
	}
	reasons := j.tests(c)
	for k := range reasons {
		reasons[k].Through = g.ID
	}
	return reasons
}

// concerts adds the members of groups that pass a test together, by tests they do
// not pass alone. For a member that is no person those stand who control it, or its
// parties, unless it is entered itself.
func (j *judge) concerts(owners []Owner) []Owner {
	for i := range j.a.Groups {
		g := &j.a.Groups[i]
		reasons := j.concert(g)
		if len(reasons) == 0 {
			continue
		}
		for _, id := range g.Members {
			if j.entered[j.a.ix.at[id]] {
				continue
			}
			for _, person := range j.inquiry.command(j.a, id) {
				if !j.cut[person] {
					owners = j.join(owners, person, reasons)
				}
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
			owners[i].Reasons = with(owners[i].Reasons, reasons)
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

// with adds the reasons whose codes are not in the list.
func with(list, more []Reason) []Reason {
	for _, r := range more {
		if !slices.ContainsFunc(list, func(have Reason) bool { return have.Code == r.Code }) {
			list = append(list, r)
		}
	}
	return list
}

// Codes lists the codes of the owner's reasons.
func (o Owner) Codes() []string {
	codes := make([]string, len(o.Reasons))
	for i, r := range o.Reasons {
		codes[i] = r.Code
	}
	return codes
}
