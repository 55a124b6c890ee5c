package casefile

import (
	"slices"
	"time"

	"github.com/bonafide-go/bonafide/casefile/event"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/risk"
)

// conditions are the built-in ones.
var conditions = []struct {
	name  Condition
	holds func(Case, time.Time) bool
}{

	{ConditionChecksApproved, func(c Case, _ time.Time) bool {
		checks := c.relevantChecks()
		return len(checks) > 0 && !slices.ContainsFunc(checks, func(k Check) bool { return k.Status != CheckApproved })
	}},
	{ConditionRiskAssessed, func(c Case, _ time.Time) bool { return c.RiskLevel() != risk.NotDefined }},
	{ConditionRiskAcceptable, func(c Case, _ time.Time) bool {
		return c.RiskLevel() != risk.NotDefined && c.RiskLevel().Compare(risk.Critical) < 0
	}},
	{ConditionNoOpenTasks, func(c Case, _ time.Time) bool {
		return !slices.ContainsFunc(c.Tasks, func(t Task) bool { return t.DoneAt.IsZero() })
	}},
	{ConditionBusinessContact, func(c Case, _ time.Time) bool {
		return slices.ContainsFunc(c.Individuals, func(x Individual) bool { return x.IsBusinessContact && x.Relevant() })
	}},
	{ConditionMainCompany, func(c Case, _ time.Time) bool { _, ok := c.Main(); return ok }},
	{ConditionOwnersScreened, ownersScreened},
	{ConditionOwnershipCovered, ownershipCovered},
	{ConditionStructureClean, structureClean},
	{ConditionNotBlocked, notBlocked},
	{ConditionOwnersDeclared, ownersDeclared},
	{ConditionNoDuplicates, func(c Case, _ time.Time) bool { return len(c.inner()) == 0 }},
}

// Conditions lists the built-in conditions, sorted.
func Conditions() []Condition {
	out := make([]Condition, len(conditions))
	for i, c := range conditions {
		out[i] = c.name
	}
	slices.Sort(out)
	return out
}

// builtIn returns what the condition asks; nil if it is not a built-in one.
func (k Condition) builtIn() func(Case, time.Time) bool {
	for _, c := range conditions {
		if c.name == k {
			return c.holds
		}
	}
	return nil
}

// completeControls computes which logic controls are complete.
func (c Case) completeControls(extra map[Condition]func(Case, time.Time) bool, at time.Time) (Case, []bonafide.Event) {
	var events []bonafide.Event
	c.Controls = slices.Clone(c.Controls)
	for i := range c.Controls {
		k := &c.Controls[i]
		if k.Type != LogicControl {
			continue
		}
		holds := k.Condition.builtIn()
		if holds == nil {
			holds = extra[k.Condition]
		}
		complete := holds != nil && holds(c, at) // an unknown condition never holds
		if complete == k.Completed {
			continue
		}
		k.Completed, k.By, k.At = complete, bonafide.System(), at
		typ := event.ControlCompleted
		if !complete {
			typ = event.ControlReopened
		}
		events = append(events, bonafide.NewEvent(typ, at, bonafide.System(), "control", k.Key))
	}
	return c, events
}

func ownershipCovered(c Case, at time.Time) bool {
	o := c.kept(at)
	traced := ownership.Whole(100).Sub(o.Unresolved)
	return o.Code == "" && traced.Cmp(ownership.Whole(75)) >= 0 && traced.Cmp(ownership.Whole(100)) <= 0
}

func structureClean(c Case, at time.Time) bool {
	o := c.kept(at)
	return o.Code == "" && !o.Inconsistent
}

func ownersScreened(c Case, at time.Time) bool {
	o := c.kept(at)
	owners := slices.Concat(o.Owners, o.Officials)
	if o.Code != "" {
		return false
	}
	if len(owners) == 0 {
		return !o.MayHideOwner // a state or a listed company has nobody to screen
	}
	for _, owner := range owners {
		clear := false
		for _, k := range c.ChecksOf(owner) {
			clear = clear || k.Type == AML && !k.gone() && k.Status == CheckApproved && len(k.Screening.Open(at)) == 0
		}
		if !clear {
			return false
		}
	}
	return true
}

// ownersDeclared compares who is declared a beneficial owner with who is one by the
// structure: whoever is one is declared, as such or as in control; whoever is declared is
// one, or stands in for one.
func ownersDeclared(c Case, at time.Time) bool {
	o := c.kept(at)
	if o.Code != "" {
		return false
	}
	for _, x := range c.Individuals {
		owner := slices.Contains(o.Owners, x.ID)
		if owner && !x.IsBeneficialOwner && !x.IsControllingPerson || x.IsBeneficialOwner && !owner && !slices.Contains(o.Officials, x.ID) {
			return false
		}
	}
	return true
}

// notBlocked asks that every screening is complete, and that the main company is
// neither sanctioned, nor on another list where nobody accepted that, nor blocked by the
// 50 percent rule.
func notBlocked(c Case, at time.Time) bool {
	screened := false
	for _, k := range c.relevantChecks() {
		if k.Screening == nil {
			continue
		}
		if !k.Screening.complete() || len(k.Screening.Open(at)) > 0 {
			return false
		}
		screened = true
	}
	main, ok := c.Main()
	if !screened || !ok {
		return false
	}
	blocked := c.Blocked(at)
	if slices.Contains(blocked, main.ID) || slices.Contains(c.listed(at, match.unaccepted), main.ID) {
		return false
	}
	if len(blocked) == 0 {
		return true
	}
	o := c.kept(at)
	removed := len(c.present(slices.Clone(blocked))) < len(blocked) // what they owned cannot be told
	return o.Code == "" && !removed && !slices.Contains(o.Blocked, main.ID)
}
