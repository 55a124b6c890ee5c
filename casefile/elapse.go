package casefile

import (
	"time"

	"github.com/bonafide-go/bonafide/casefile/event"

	"github.com/bonafide-go/bonafide"
)

// passChecks applies what time and changed facts do to checks by themselves: they
// expire, clearances lapse, evidence about other facts is doubted, changed entities
// are screened again.
func passChecks(_, c Case, at time.Time) (Case, []bonafide.Event, error) {
	if c.Status != Open && c.Status != Approved {
		return c, nil, nil
	}
	var events []bonafide.Event
	for _, k := range c.Checks {
		if k.gone() {
			continue
		}
		next, typ, why, err := c.elapseCheck(k, at)
		if err != nil {
			return c, nil, err
		}
		if typ == "" {
			continue
		}
		var moved []bonafide.Event
		c, moved = c.moveCheck(typ, bonafide.System(), k, next, at, "reason", why)
		events = append(events, moved...)
	}
	return c, events, nil
}

// elapseCheck is what becomes of one check by itself, with the event it means and why;
// no event if nothing does.
func (c Case) elapseCheck(k Check, at time.Time) (next Check, typ, why string, err error) {
	if k.Screening != nil {
		q, _ := c.query(k.Entity)
		if k.Screening.Result.Subject != "" && k.Screening.Result.Subject != q.Fingerprint() && k.Status != CheckProcessing && stepRestart.may(k.Status) {
			next, err = k.step(stepRestart, CheckProcessing)
			s := c.screening(k)
			s.RetryAt = at
			next.Screening, next.Result, next.ResultAt = &s, "", time.Time{}
			return next, event.CheckRestarted, "entity_changed", err
		}
		if k.Status == CheckApproved && k.doubted(at) {
			next, err = k.step(stepDoubt, CheckNeedReview)
			return next.resulting(at), event.CheckReviewNeeded, "clearance_lapsed", err
		}
	}
	switch {
	case k.Status == CheckApproved && reached(k.ExpiresAt, at):
		next, err = k.step(stepExpire, CheckExpired)
		return next, event.CheckExpired, "", err
	case k.Status == CheckApproved && k.Screening == nil && k.Subject != c.identity(k.Entity):
		next, err = k.step(stepDoubt, CheckNeedReview)
		return next, event.CheckReviewNeeded, "entity_changed", err
	}
	return k, "", "", nil
}
