package casefile

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/risk"
)

// A ControlType says who completes a control.
type ControlType string

// The control types.
const (
	ManualControl ControlType = "manual"          // a reviewer, with a comment
	LogicControl  ControlType = "automatic_logic" // a condition, computed anew after every change; nobody overrides it
)

// A ControlPlan is a requirement of approval beyond checks, as a template has it.
type ControlPlan struct {
	Key       string      `json:"key"` // unique in its template
	Label     string      `json:"label"`
	Type      ControlType `json:"type"`
	Condition Condition   `json:"condition,omitzero"` // of a logic control
}

// A Control is a control of a case. While it is not complete, the case cannot be
// approved.
type Control struct {
	ControlPlan
	Completed bool           `json:"is_completed"`
	By        bonafide.Actor `json:"by,omitzero"`
	At        time.Time      `json:"at,omitzero"`
	Comment   string         `json:"comment,omitzero"`
}

// A Condition is what a logic control asks of a case.
type Condition string

// The built-in conditions. Options.Conditions adds others.
const (
	ConditionChecksApproved   Condition = "all_checks_approved"   // every relevant check is approved
	ConditionRiskAssessed     Condition = "risk_assessed"         // the risk level is defined
	ConditionRiskAcceptable   Condition = "risk_acceptable"       // defined, and neither critical nor prohibited
	ConditionNoOpenTasks      Condition = "no_open_tasks"         //
	ConditionBusinessContact  Condition = "business_contact"      // a relevant individual is a business contact
	ConditionMainCompany      Condition = "main_company"          // there is a main company
	ConditionOwnersScreened   Condition = "owners_screened"       // every beneficial owner under the AMLR has an approved aml check
	ConditionOwnershipCovered Condition = "ownership_covered"     // 75 % of ownership or more is traced to individuals, exactly computed
	ConditionStructureClean   Condition = "structure_consistent"  // no company is over-allocated, no declared total differs
	ConditionNotBlocked       Condition = "not_blocked"           // every screening is complete; main is neither listed nor blocked by the 50 percent rule
	ConditionNoDuplicates     Condition = "no_duplicate_entities" // no two entities of the case share an identifying fact
)

// conditions are the built-in ones.
var conditions = map[Condition]func(Case, time.Time) bool{
	ConditionChecksApproved: func(c Case, _ time.Time) bool {
		checks := c.relevantChecks()
		return len(checks) > 0 && !slices.ContainsFunc(checks, func(k Check) bool { return k.Status != CheckApproved })
	},
	ConditionRiskAssessed: func(c Case, _ time.Time) bool { return c.RiskLevel() != risk.NotDefined },
	ConditionRiskAcceptable: func(c Case, _ time.Time) bool {
		return c.RiskLevel() != risk.NotDefined && c.RiskLevel().Compare(risk.Critical) < 0
	},
	ConditionNoOpenTasks: func(c Case, _ time.Time) bool {
		return !slices.ContainsFunc(c.Tasks, func(t Task) bool { return t.DoneAt.IsZero() })
	},
	ConditionBusinessContact: func(c Case, _ time.Time) bool {
		return slices.ContainsFunc(c.Individuals, func(x Individual) bool { return x.IsBusinessContact && x.Relevant() })
	},
	ConditionMainCompany:      func(c Case, _ time.Time) bool { _, ok := c.Main(); return ok },
	ConditionOwnersScreened:   ownersScreened,
	ConditionOwnershipCovered: ownershipCovered,
	ConditionStructureClean:   structureClean,
	ConditionNotBlocked:       notBlocked,
	ConditionNoDuplicates:     func(c Case, _ time.Time) bool { return len(c.inner()) == 0 },
}

// Conditions lists the built-in conditions, sorted.
func Conditions() []Condition { return slices.Sorted(maps.Keys(conditions)) }

// completeControls computes the logic controls anew.
func (c Case) completeControls(extra map[Condition]func(Case, time.Time) bool, at time.Time) (Case, []bonafide.Event) {
	var events []bonafide.Event
	c.Controls = slices.Clone(c.Controls)
	for i := range c.Controls {
		k := &c.Controls[i]
		if k.Type != LogicControl {
			continue
		}
		holds := conditions[k.Condition]
		if holds == nil {
			holds = extra[k.Condition]
		}
		complete := holds != nil && holds(c, at) // an unknown condition never holds
		if complete == k.Completed {
			continue
		}
		k.Completed, k.By, k.At = complete, bonafide.System(), at
		typ := EventControlCompleted
		if !complete {
			typ = EventControlReopened
		}
		events = append(events, bonafide.NewEvent(typ, at, bonafide.System(), "control", k.Key))
	}
	return c, events
}

func (p ControlPlan) check(faults *bonafide.Faults, at string, known func(Condition) bool) {
	code(faults, at+"key", p.Key, true, 64)
	line(faults, at+"label", p.Label, true, 250)
	switch {
	case p.Type == ManualControl && p.Condition != "":
		faults.Add(at+"condition", bonafide.CodeNotAllowed)
	case p.Type == ManualControl:
	case p.Type == LogicControl && !known(p.Condition):
		faults.Add(at+"condition", bonafide.CodeUnknown)
	case p.Type == LogicControl:
	default:
		faults.Add(fmt.Sprintf("%stype", at), bonafide.CodeUnknown)
	}
}
