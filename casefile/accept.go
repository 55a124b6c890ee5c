package casefile

import (
	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
)

// accept accepts the true matches of a check that its approval by one reviewer goes
// against, until the approval expires, or for a year: who is politically exposed is
// looked at again (FATF recommendation 12; Regulation (EU) 2024/1624 article 42).
func (c Case) accept(k Check, d CheckDecision) (Check, error) {
	if k.Screening == nil {
		return k, nil
	}
	s := c.screening(k)
	until := bonafide.Instant(bonafide.Years(1).After(d.At))
	if !k.ExpiresAt.IsZero() && k.ExpiresAt.Before(until) {
		until = k.ExpiresAt
	}
	accepted := false
	for _, m := range k.matches(d.At) {
		if m.Accepted {
			continue
		}
		if len(d.Private) > screening.MaxReasonBytes {
			return k, bonafide.Invalid("private_reason", bonafide.CodeTooLong)
		}
		var err error
		if s.Record, err = s.Decide(m.List, m.EntryID, screening.TrueButAccepted, d.By, d.Private, d.At, until); err != nil {
			return k, err
		}
		accepted = true
	}
	if !accepted {
		return k, nil
	}
	k.Screening = &s
	return k.resulting(d.At), nil
}
