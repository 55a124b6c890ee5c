package casefile

import (
	"fmt"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
)

// A ControlType says who completes a control.
type ControlType string

// The control types.
const (
	ManualControl ControlType = "manual"          // a reviewer, with a comment
	LogicControl  ControlType = "automatic_logic" // a condition, computed after every change; nobody overrides it
)

// A ControlPlan is a requirement of approval beyond checks, as a template has it.
type ControlPlan struct {
	Key       string      `json:"key"` // unique in its template
	Label     string      `json:"label"`
	Type      ControlType `json:"type"`
	Condition Condition   `json:"condition,omitzero"` // what a logic control waits for; empty for a manual one
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
	ConditionNoOpenTasks      Condition = "no_open_tasks"         // no task is open; reviewers alone see the control, as they do tasks
	ConditionBusinessContact  Condition = "business_contact"      // a relevant individual is a business contact
	ConditionMainCompany      Condition = "main_company"          // there is a main company
	ConditionOwnersScreened   Condition = "owners_screened"       // every beneficial owner under the AMLR has an approved aml check
	ConditionOwnershipCovered Condition = "ownership_covered"     // 75 % of ownership or more is traced to individuals, exactly computed
	ConditionStructureClean   Condition = "structure_consistent"  // no company is over-allocated, no declared total differs
	ConditionNotBlocked       Condition = "not_blocked"           // every screening is complete; main is neither listed nor blocked by the 50 percent rule
	ConditionOwnersDeclared   Condition = "owners_declared"       // the declared beneficial owners are those that follow from the structure
	ConditionNoDuplicates     Condition = "no_duplicate_entities" // no two entities of the case share an identifying fact
)

// inside reports a condition that only what reviewers alone see decides: whoever were shown
// it would learn of a task from it.
func (k Condition) inside() bool { return k == ConditionNoOpenTasks }

// controlsOutside are the controls that are seen outside.
func (c Case) controlsOutside() []Control {
	if !slices.ContainsFunc(c.Controls, func(k Control) bool { return k.Condition.inside() }) {
		return c.Controls
	}
	return without(c.Controls, func(k Control) bool { return k.Condition.inside() })
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
