package casefile

import (
	"slices"
	"time"

	"github.com/bonafide-go/bonafide/risk"
)

// InForce reports whether the case is approved and the approval still rests on
// its evidence at a time: every relevant check is approved, none has expired, no
// hit waits for a decision, no entity is on a sanctions list, and the risk is not
// prohibited. A pending [Change] leaves it as it is, unless it brings somebody on a
// sanctions list: what counts is [Case.BeforeChange].
//
// It says nothing of a review that is overdue, see Periodic, and it knows of the
// lists what the last searches found: see [Case.OldestSearch].
func (c Case) InForce(at time.Time) bool {
	if c.Status != Approved || c.RiskLevel() == risk.Prohibited {
		return false
	}
	approved := c.BeforeChange()
	for _, k := range approved.relevantChecks() {
		if k.Status != CheckApproved || reached(k.ExpiresAt, at) {
			return false
		}
	}
	return !slices.ContainsFunc(approved.Checks, func(k Check) bool { return k.finding(at) != "" }) &&
		!slices.ContainsFunc(c.Checks, func(k Check) bool { return k.finding(at) == CodeBlocked })
}
