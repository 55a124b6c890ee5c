package casefile

import (
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
)

// DefaultRetention is how long the data of a closed case is kept where the host
// says nothing: five years (31 CFR 1020.220(a)(3)(ii) and 1010.430(d); Directive
// (EU) 2015/849 article 40; Regulation (EU) 2024/1624 article 77), and ten years
// where reviewers ever found an entity of it on a sanctions list (31 CFR 501.601 for
// those of OFAC), even if it was removed, delisted or cleared since. Other laws ask for
// more: a host with such duties sets [Options.Retention]. A host calls it there, to keep
// no shorter than this.
func DefaultRetention(c Case) bonafide.Duration {
	keep, _ := defaultRetention(c)
	return keep
}

// defaultRetention is DefaultRetention with the law that asks for it.
func defaultRetention(c Case) (keep bonafide.Duration, duty string) {
	for _, k := range c.Checks {
		if k.Screening == nil {
			continue
		}
		if slices.ContainsFunc(k.Screening.Decisions, func(d screening.Decision) bool {
			return d.ListKind() == screening.SanctionList && (d.Disposition == screening.TruePositive || d.Disposition == screening.TrueButAccepted)
		}) {
			return bonafide.Years(10), "31 CFR 501.601, which is kept for every sanctions list"
		}
	}
	return bonafide.Years(5), "31 CFR 1020.220(a)(3)(ii) and 1010.430(d); Directive (EU) 2015/849 article 40; Regulation (EU) 2024/1624 article 77"
}

// retention is how long the data of a closed case is kept by the rule as it is now, and
// the law that asks for it: empty for a rule of the host's.
func (s *Service) retention(c Case) (keep bonafide.Duration, duty string) {
	if s.opts.Retention != nil {
		if keep := s.opts.Retention(c); !keep.IsZero() {
			return keep, ""
		}
	}
	return defaultRetention(c)
}

// closedAt is when the case came to be closed, by the clock: a review that was
// dated back does not begin the retention earlier. Zero while it is not closed.
func (c Case) closedAt() time.Time {
	if c.Status != Closed {
		return time.Time{}
	}
	for _, r := range slices.Backward(c.Reviews) {
		if r.Status == Closed && !r.Confirms {
			return r.RecordedAt
		}
	}
	return c.UpdatedAt
}

// retainedUntil is the end of the retention of a closed case by the rule as it is
// now; zero while it is not closed.
func (s *Service) retainedUntil(c Case) time.Time {
	since := c.closedAt()
	if since.IsZero() {
		return time.Time{}
	}
	keep, _ := s.retention(c)
	return bonafide.Instant(keep.After(since))
}

// erasableAt is when the case may be erased, or when the erasure began that is
// not finished; zero = neither.
func (c Case) erasableAt() time.Time { return c.Retention.ErasableAt(c.Erasure, c.Holds) }

// countErasable counts the changes of when the case may be erased.
func (c Case) countErasable(before Case) Case {
	if !c.erasableAt().Equal(before.erasableAt()) {
		c.RetentionVersion++
	}
	return c
}
