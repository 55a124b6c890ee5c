package user

import (
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
)

// kindOfRetention is the kind of the records by which it is known who may be
// erased: same id as the user, no content, and a Due that is the end of the
// retention. A user who is open, held or erased has no Due.
const kindOfRetention = Kind + ".retention"

// DefaultRetention is how long the data of a closed user is kept where the host
// says nothing: five years (31 CFR 1020.220(a)(3)(ii) and 1010.430(d); Directive
// (EU) 2015/849 article 40; Regulation (EU) 2024/1624 article 77), and ten years
// for a user whom reviewers found to be somebody on the OFAC lists (31 CFR
// 501.601). Other laws ask for more: a host with such duties sets
// [Options.Retention]. A host calls it there, to keep no shorter than this.
func DefaultRetention(u User) bonafide.Duration {
	keep, _ := defaultRetention(u)
	return keep
}

// defaultRetention is DefaultRetention with the law that asks for it.
func defaultRetention(u User) (keep bonafide.Duration, duty string) {
	for _, sc := range u.Screenings {
		for _, d := range sc.Decisions {
			if slices.Contains(ofacLists, d.List) && (d.Disposition == screening.TruePositive || d.Disposition == screening.TrueButAccepted) {
				return bonafide.Years(10), "31 CFR 501.601: property that is blocked, and transactions, of somebody on an OFAC list"
			}
		}
	}
	return bonafide.Years(5), "31 CFR 1020.220(a)(3)(ii) and 1010.430(d); Directive (EU) 2015/849 article 40; Regulation (EU) 2024/1624 article 77"
}

// retention is how long the data of a closed user is kept by the rule as it is now, and
// the law that asks for it: empty for a rule of the host's.
func (s *Service) retention(u User) (keep bonafide.Duration, duty string) {
	if s.opts.Retention != nil {
		if keep := s.opts.Retention(u); !keep.IsZero() {
			return keep, ""
		}
	}
	return defaultRetention(u)
}

// retainedUntil is the end of the retention of a closed user by the rule as it
// is now.
func (s *Service) retainedUntil(u User) time.Time {
	since := u.Retention.ClosedAt
	if since.IsZero() {
		since = u.UpdatedAt // closed before closures were dated: the last change came no earlier
	}
	keep, _ := s.retention(u)
	return bonafide.Instant(keep.After(since))
}

// erasableAt is when the user may be erased, or when the erasure began that is
// not finished; zero = neither.
func (u User) erasableAt() time.Time { return u.Retention.ErasableAt(u.Erasure, u.Holds) }

// countErasable counts the changes of when the user may be erased.
func (u User) countErasable(before User) User {
	if !u.erasableAt().Equal(before.erasableAt()) {
		u.RetentionVersion++
	}
	return u
}
