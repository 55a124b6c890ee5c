package casefile

import (
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/risk"
)

// Codes of reviews that are refused.
const (
	CodeNoChecks       bonafide.Code = "no_checks"       // nothing was looked at: nothing can be approved
	CodeChecksOpen     bonafide.Code = "checks_open"     // a relevant check is not approved
	CodeControlsOpen   bonafide.Code = "controls_open"   // a control is not complete
	CodeRiskProhibited bonafide.Code = "risk_prohibited" // no business may be done
	CodeContentChanged bonafide.Code = "content_changed" // the case is not what the reviewer saw
	CodeRiskStale      bonafide.Code = "risk_stale"      // the model has not assessed the case as it now is
	CodeNoEntities     bonafide.Code = "no_entities"     // the case is about nobody
	CodeMaker          bonafide.Code = "maker"           // who proposed the approval cannot be its second pair of eyes
	CodeLastEditor     bonafide.Code = "last_editor"     // nor can whoever changed the content last
)

// Approvable reports why the case cannot be approved at a time, as a
// [*bonafide.RefusedError]; nil if nothing stands in the way. An open hit, a true
// match that nobody accepted, and any true match of a sanctions list stand in it,
// also those of entities that were removed or are not relevant.
func (c Case) Approvable(at time.Time) error {
	refuse := func(code bonafide.Code) error { return &bonafide.RefusedError{Code: code} }
	checks := c.relevantChecks()
	switch {
	case len(c.Companies)+len(c.Individuals) == 0:
		return refuse(CodeNoEntities)
	case len(checks) == 0:
		return refuse(CodeNoChecks)
	case c.RiskLevel() == risk.Prohibited:
		return refuse(CodeRiskProhibited)
	case !c.RiskLevel().Known():
		return refuse(CodeRiskProhibited)
	case c.Model.stale() && c.Risk.Current().Mode != risk.Manual:
		return refuse(CodeRiskStale)
	}
	for _, k := range c.Checks {
		if finding := k.finding(at); finding != "" {
			return refuse(finding)
		}
	}
	for _, k := range checks {
		if k.Status != CheckApproved || reached(k.ExpiresAt, at) {
			return refuse(CodeChecksOpen)
		}
	}
	if slices.ContainsFunc(c.Controls, func(k Control) bool { return !k.Completed }) {
		return refuse(CodeControlsOpen)
	}
	return nil
}

// InForce reports whether the case is approved and the approval still rests on
// its evidence at a time: every relevant check is approved, none has expired, no
// hit waits for a decision, no entity is on a sanctions list, and the risk is not
// prohibited.
func (c Case) InForce(at time.Time) bool {
	if c.Status != Approved || c.RiskLevel() == risk.Prohibited {
		return false
	}
	for _, k := range c.relevantChecks() {
		if k.Status != CheckApproved || reached(k.ExpiresAt, at) {
			return false
		}
	}
	return !slices.ContainsFunc(c.Checks, func(k Check) bool { return k.finding(at) != "" })
}
