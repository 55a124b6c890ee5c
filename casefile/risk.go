package casefile

import (
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/risk"
)

// RiskLevel returns the level that counts now: not_defined before any assessment.
func (c Case) RiskLevel() risk.Level { return c.Risk.Current().Level }

// A PushRiskRequest is an automatic risk from the host's own engine.
type PushRiskRequest struct {
	Key        string          `json:"-"` // idempotency key
	Assessment risk.Assessment `json:"assessment"`
	Comment    string          `json:"comment,omitzero"`
}

// pushRisk is the rule of [Service.PushRisk].
func (c Case) pushRisk(by bonafide.Actor, in PushRiskRequest, at time.Time) (Case, []bonafide.Event, error) {
	if _, err := c.allow(verbAssess, by); err != nil {
		return c, nil, err
	}
	if !by.Is(bonafide.ActorPlatform) {
		return c, nil, bonafide.ErrForbidden
	}
	return c.keepRisk(by, in.Assessment, in.Comment, at)
}

func (c Case) keepRisk(by bonafide.Actor, a risk.Assessment, comment string, at time.Time) (Case, []bonafide.Event, error) {
	before := c.RiskLevel()
	history, kept, saved, err := c.Risk.Push(a, comment, by, at)
	if err != nil || !saved {
		return c, nil, err
	}
	c.Risk = history
	return c, []bonafide.Event{bonafide.NewEvent(EventRiskPushed, at, by, "level", string(kept.Level), "model", kept.Model, "score", kept.Score.String(),
		"from", string(before), "to", string(c.RiskLevel()))}, nil
}

// An OverrideRiskRequest is a manual risk.
type OverrideRiskRequest struct {
	Key     string     `json:"-"` // idempotency key
	Level   risk.Level `json:"level"`
	Comment string     `json:"comment"`
}

// overrideRisk is the rule of [Service.OverrideRisk].
func (c Case) overrideRisk(by bonafide.Actor, in OverrideRiskRequest, s risk.Settings, at time.Time) (Case, []bonafide.Event, error) {
	if _, err := c.allow(verbAssess, by); err != nil {
		return c, nil, err
	}
	if !by.Is(bonafide.ActorReviewer) {
		return c, nil, bonafide.ErrForbidden
	}
	before := c.RiskLevel()
	history, now, err := c.Risk.Override(in.Level, in.Comment, by, at, s)
	if err != nil {
		return c, nil, err
	}
	c.Risk = history
	return c, []bonafide.Event{bonafide.NewEvent(EventRiskOverridden, at, by, "from", string(before), "to", string(now.Level))}, nil
}

// automateRisk is the rule of [Service.AutomateRisk].
func (c Case) automateRisk(by bonafide.Actor, at time.Time) (Case, []bonafide.Event, error) {
	if _, err := c.allow(verbAssess, by); err != nil {
		return c, nil, err
	}
	if !by.Is(bonafide.ActorReviewer) {
		return c, nil, bonafide.ErrForbidden
	}
	before := c.RiskLevel()
	history, now, err := c.Risk.Automate(by)
	if err != nil {
		return c, nil, err
	}
	c.Risk = history
	return c, []bonafide.Event{bonafide.NewEvent(EventRiskAutomated, at, by, "from", string(before), "to", string(now.Level))}, nil
}

// Facts are what a risk model may know of the case, on a day. What cannot be
// computed, such as an ownership structure without an answer, stays unknown.
func (c Case) Facts(at time.Time, zone *time.Location) risk.Facts {
	f := risk.Facts{AsOf: bonafide.DateOf(at.In(zone)), Screening: c.screeningCodes(at)}
	add := func(country bonafide.Country, role string) {
		fact := risk.CountryFact{Country: country, Role: role}
		if country != "" && !slices.Contains(f.Countries, fact) {
			f.Countries = append(f.Countries, fact)
		}
	}
	for _, x := range c.Companies {
		if x.Type == MainCompany {
			add(x.Country, "incorporation")
			add(x.Address.Country, "address")
			if !x.RegisteredOn.After(f.AsOf) {
				f.Founded = x.RegisteredOn
			}
			continue
		}
		add(x.Country, "affiliate")
	}
	for _, x := range c.Individuals {
		for _, n := range x.Nationalities {
			add(n, "nationality")
		}
		add(x.Address.Country, "residence")
	}
	o, err := c.Ownership(at, zone, ownership.AMLR())
	if err != nil {
		return f
	}
	for _, owner := range o.Findings[0].Owners {
		if x, ok := c.Individual(owner.ID); ok {
			for _, n := range x.Nationalities {
				add(n, "owner")
			}
		}
	}
	f.Structure = &risk.Structure{Layers: c.layers(), MayHideOwner: o.Findings[0].MayHideOwner, Unresolved: points(o.Analysis.UnresolvedOwnership)}
	for _, x := range o.Analysis.Companies {
		f.Structure.Circular = f.Structure.Circular || x.Circular
		f.Structure.Trust = f.Structure.Trust || x.Type == ownership.Trust
	}
	return f
}

// points rounds a percentage up to the millionths that a model works with: what
// is not known is never made smaller. What an over-allocated structure has too much
// is not accounted for either.
func points(p ownership.Percent) bonafide.Fixed {
	if p.Sign() < 0 {
		p = ownership.Whole(0).Sub(p)
	}
	rounded, err := bonafide.ParseFixed(p.Round(6))
	if err != nil {
		return bonafide.FixedOf(100)
	}
	if back, err := ownership.ParsePercent(rounded.String()); err == nil && back.Cmp(p) < 0 {
		rounded++
	}
	return rounded
}

// layers counts the companies between main and its farthest owner, each counted
// at its shortest distance, so that circles do not matter.
func (c Case) layers() int {
	main, ok := c.Main()
	if !ok {
		return 0
	}
	distance := map[string]int{main.ID: 0}
	deepest := 0
	for queue := []string{main.ID}; len(queue) > 0; queue = queue[1:] {
		for _, r := range c.Relations {
			if _, seen := distance[r.FromCompany]; r.ToCompany != queue[0] || r.FromCompany == "" || seen {
				continue
			}
			distance[r.FromCompany] = distance[queue[0]] + 1
			deepest = max(deepest, distance[r.FromCompany])
			queue = append(queue, r.FromCompany)
		}
	}
	return deepest
}

// ModelState is the state of the next assessment by the host's model.
type ModelState struct {
	Wants   string    `json:"wants,omitzero"`  // hash of the facts as they now are; empty without a model
	Inputs  string    `json:"inputs,omitzero"` // hash of the facts last assessed
	Fails   int       `json:"fails,omitzero"`  // assessments in a row that did not come about
	RetryAt time.Time `json:"retry_at,omitzero"`
}

// stale reports whether the risk is of other facts than the present ones.
func (m ModelState) stale() bool { return m.Wants != m.Inputs }

// riskInputs is the hash of the facts without the day: when it changes, the risk
// wants to be assessed again.
func riskInputs(f risk.Facts) string {
	f.AsOf = bonafide.Date{}
	return digest("risk 1", f)
}
