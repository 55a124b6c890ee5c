package casefile

import (
	"context"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/internal/aggregate"
	"github.com/bonafide-go/bonafide/risk"
)

// Codes of reviews that are refused.
const (
	CodeNoChecks       bonafide.Code = "no_checks"        // nothing was looked at: nothing can be approved
	CodeChecksOpen     bonafide.Code = "checks_open"      // a relevant check is not approved
	CodeControlsOpen   bonafide.Code = "controls_open"    // a control is not complete
	CodeRiskProhibited bonafide.Code = "risk_prohibited"  // no business may be done
	CodeContentChanged bonafide.Code = "content_changed"  // the case is not what the reviewer saw
	CodeRiskStale      bonafide.Code = "risk_stale"       // the model has not assessed the case as it now is
	CodeRiskNotDefined bonafide.Code = "risk_not_defined" // nobody assessed the risk; see [ReviewSettings.RiskOptional]
	CodeNoEntities     bonafide.Code = "no_entities"      // the case is about nobody
	CodeUnscreened     bonafide.Code = "unscreened"       // a relevant entity has no aml check; see [ReviewSettings.ScreenOptional]
	CodeSearchOld      bonafide.Code = "search_old"       // the last search of an aml check is older than [ReviewSettings.SearchAge]: let it be monitored, or start it again
	CodeOwnerUnchecked bonafide.Code = "owner_unchecked"  // nobody looked at a beneficial owner, declared or not, or at who may be one where the structure has no answer
	CodeMaker          bonafide.Code = "maker"            // who proposed the approval cannot be its second pair of eyes
	CodeLastEditor     bonafide.Code = "last_editor"      // nor can whoever changed the content last
	CodeProposalGone   bonafide.Code = "proposal_gone"    // the proposal that was named does not stand any more
)

// An Obstacle is one thing that stands in the way of an approval.
type Obstacle struct {
	Code    bonafide.Code      `json:"code"`
	Check   string             `json:"check_id,omitzero"`
	Control string             `json:"control,omitzero"`   // its key
	Entity  string             `json:"entity_id,omitzero"` // whom it is about
	Waits   bonafide.ActorKind `json:"waits_for"`          // who must act next
}

// An ObstacleError refuses an approval, and says all that stands in its way. It unwraps
// to the [*bonafide.RefusedError] of the first.
type ObstacleError struct {
	Obstacles []Obstacle `json:"obstacles"` // at least one
}

// Error names the first code.
func (e *ObstacleError) Error() string { return e.Unwrap().Error() }

// Unwrap returns the refusal by the first code.
func (e *ObstacleError) Unwrap() error { return &bonafide.RefusedError{Code: e.Obstacles[0].Code} }

// Obstacles returns all that stands in the way of an approval of the case as it is now, by
// the settings of the Service: what [Service.Review] would refuse it for. None is nil.
//
// Reviewers and the system may ask; others fail with [bonafide.ErrForbidden]. It fails
// with [bonafide.ErrNotFound] if there is no such case, and with a
// [*bonafide.RefusedError] of [bonafide.RefusedErased].
func (s *Service) Obstacles(ctx context.Context, by bonafide.Actor, id string) ([]Obstacle, error) {
	if err := aggregate.Insider(by); err != nil {
		return nil, err
	}
	c, err := s.get(ctx, by, id)
	if err != nil {
		return nil, err
	}
	if err := c.unerased(); err != nil {
		return nil, err
	}
	return c.Obstacles(s.now(), s.opts.Reviews), nil
}

// Obstacles returns all that stands in the way of an approval at a time, what weighs most
// first; nil if nothing does. An open hit, a true match that nobody accepted, and any
// true match of a sanctions list stand in it, also those of entities that were removed or
// are not relevant.
func (c Case) Obstacles(at time.Time, s ReviewSettings) []Obstacle {
	if len(c.Companies)+len(c.Individuals) == 0 {
		return []Obstacle{{Code: CodeNoEntities, Waits: bonafide.ActorPlatform}}
	}
	var out []Obstacle
	checks := c.relevantChecks()
	if len(checks) == 0 {
		out = append(out, Obstacle{Code: CodeNoChecks, Waits: bonafide.ActorReviewer})
	}
	if c.RiskLevel() == risk.Prohibited || !c.RiskLevel().Known() {
		out = append(out, Obstacle{Code: CodeRiskProhibited, Waits: bonafide.ActorReviewer})
	}
	if c.Model.stale() && c.Risk.Current().Mode != risk.Manual {
		out = append(out, Obstacle{Code: CodeRiskStale, Waits: bonafide.ActorSystem})
	}
	for _, k := range c.Checks {
		if finding := k.finding(at); finding != "" {
			out = append(out, Obstacle{Code: finding, Check: k.ID, Entity: k.Entity, Waits: bonafide.ActorReviewer})
		}
	}
	for _, k := range checks {
		last := c.searchedAt(k)
		switch {
		case k.finding(at) != "":
		case k.Status != CheckApproved || reached(k.ExpiresAt, at):
			out = append(out, Obstacle{Code: CodeChecksOpen, Check: k.ID, Entity: k.Entity, Waits: k.waits()})
		case !s.ScreenOptional && !last.IsZero() && last.Before(at.Add(-s.searchAge())):
			out = append(out, Obstacle{Code: CodeSearchOld, Check: k.ID, Entity: k.Entity, Waits: bonafide.ActorReviewer})
		}
	}
	for _, k := range c.Controls {
		if !k.Completed {
			out = append(out, Obstacle{Code: CodeControlsOpen, Control: k.Key, Waits: k.waits()})
		}
	}
	if c.RiskLevel() == risk.NotDefined && !s.RiskOptional && !c.Model.stale() {
		out = append(out, Obstacle{Code: CodeRiskNotDefined, Waits: bonafide.ActorPlatform})
	}
	if !s.ScreenOptional {
		out = append(out, c.unlooked(at)...)
	}
	return out
}

// obstructed is the refusal of an approval that something stands in the way of.
func (c Case) obstructed(at time.Time, s ReviewSettings) error {
	if found := c.Obstacles(at, s); len(found) > 0 {
		return &ObstacleError{Obstacles: found}
	}
	return nil
}

// unlooked are the relevant entities without an aml check, and the beneficial owners
// whom nobody looked at at all: those that follow from the structure, whatever is
// declared of them, and whether they are said to be relevant or not. Where the structure
// has no answer, whoever is in it may be one.
func (c Case) unlooked(at time.Time) []Obstacle {
	var out []Obstacle
	_, ids := c.marks()
	for _, id := range ids {
		if c.relevant(id) && !slices.ContainsFunc(c.ChecksOf(id), func(k Check) bool { return k.Type == AML && !k.gone() }) {
			out = append(out, Obstacle{Code: CodeUnscreened, Entity: id, Waits: bonafide.ActorReviewer})
		}
	}
	if c.Structure == nil {
		if _, ok := c.Main(); !ok {
			return out
		}
		computed := c.compute(nil, at, OwnershipPolicy{})
		c.Structure = &computed
	}
	owners := c.Structure.Owners
	if c.Structure.Code != "" {
		owners = c.holders(at)
	}
	for _, id := range owners {
		if !c.relevant(id) || len(c.ChecksOf(id)) == 0 {
			out = append(out, Obstacle{Code: CodeOwnerUnchecked, Entity: id, Waits: bonafide.ActorReviewer})
		}
	}
	return out
}

// holders are the individuals who hold a part of a company, or have a role in it, at a time.
func (c Case) holders(at time.Time) []string {
	g, _ := c.graphOn(bonafide.DateOf(at.UTC()))
	var out []string
	for _, x := range c.Individuals {
		if slices.ContainsFunc(g.Relations, func(r ownership.Relation) bool {
			return r.From == x.ID && (len(r.Roles) > 0 || !r.Ownership.IsZero() || !r.Voting.IsZero() || r.Band != nil || r.VotesBand != nil)
		}) {
			out = append(out, x.ID)
		}
	}
	return out
}

// waits is who must act on a check that is not approved.
func (k Check) waits() bonafide.ActorKind {
	switch {
	case k.Status == CheckProcessing && k.Screening != nil:
		return bonafide.ActorSystem
	case k.Status == CheckProcessing:
		return bonafide.ActorVerifier
	case k.contactActs(), k.Status == CheckApproved && !k.Internal: // expired since it was written
		return bonafide.ActorUser
	}
	return bonafide.ActorReviewer
}

// waits is who must act on a control that is not complete.
func (k Control) waits() bonafide.ActorKind {
	switch k.Condition {
	case ConditionBusinessContact, ConditionMainCompany, ConditionOwnershipCovered, ConditionStructureClean, ConditionNoDuplicates, ConditionOwnersDeclared:
		return bonafide.ActorPlatform
	}
	return bonafide.ActorReviewer
}
