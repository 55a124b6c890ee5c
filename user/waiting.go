package user

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/tax"
	"github.com/bonafide-go/bonafide/permission"
)

// A Reason says what a user waits in the queue for.
type Reason string

// The reasons, and what ends the wait.
const (
	ForHit       Reason = "hit"       // a hit to decide: DecideHit
	ForSecond    Reason = "second"    // a true match that one reviewer cleared: DecideHit by another
	ForProposal  Reason = "proposal"  // a proposal to approve: Approve, Reject
	ForDocument  Reason = "document"  // a document to look at: Resolve
	ForDiligence Reason = "diligence" // enhanced due diligence to judge: SetEDD
	ForNumber    Reason = "number"    // a claimed number, proved by a code, that another user has: ReleaseNumber of that one
	ForFlag      Reason = "flag"      // a flag: SetFlag
	ForLock      Reason = "lock"      // a lock: SetStanding
	ForDuplicate Reason = "duplicate" // another user who seems to be the same: SwapDuplicate, DismissDuplicate, or the standing of one of them
	ForFailed    Reason = "failed"    // outside checks that never came about: Resolve, ResolveTax, or the host's own parts
)

// Reasons lists every reason.
func Reasons() []Reason {
	return []Reason{ForHit, ForSecond, ForProposal, ForDocument, ForDiligence, ForNumber, ForFlag, ForLock, ForDuplicate, ForFailed}
}

// A Wait is one thing for which a user waits for a reviewer.
type Wait struct {
	For   Reason    `json:"for"`
	Ref   string    `json:"ref,omitzero"` // id of the sub-document, base document or proposal, fingerprint of the screened subject, code of the flag or lock, id of the other user, or platform that named somebody else
	Since time.Time `json:"since"`
	Due   time.Time `json:"due,omitzero"` // when a reviewer is to be done; zero = whenever
}

// failsBeforeHelp is how many screenings in a row do not come about before somebody
// is to look why.
const failsBeforeHelp = 5

// waiting returns what the user waits for at a time, in the order in which it is due.
// What waited before keeps its dates.
func (s *Service) waiting(u User, at time.Time) []Wait {
	if u.Erased() || u.Standing.Permission == permission.MakeItGoAway {
		return nil
	}
	var out []Wait
	add := func(why Reason, ref string, since, due time.Time) {
		w := Wait{For: why, Ref: ref, Since: since, Due: due}
		if i := slices.IndexFunc(u.Waits, func(old Wait) bool { return old.For == why && old.Ref == ref }); i >= 0 && why != ForSecond && why != ForDocument && why != ForNumber {
			w = u.Waits[i]
		}
		out = append(out, w)
	}
	by := s.reviewBy(at)
	for subject, sc := range u.Screenings {
		if len(sc.Open(at)) > 0 {
			add(ForHit, subject, at, by)
		}
		for _, d := range sc.Awaiting(at) {
			add(ForSecond, subject, d.At, sooner(s.reviewBy(d.At), d.Expires))
			break // one look at the subject shows all
		}
		if sc.Fails >= failsBeforeHelp {
			add(ForFailed, subject, at, by)
		}
	}
	for _, b := range u.Documents {
		if b.EDDStatus == document.EDDReviewing {
			add(ForDiligence, b.ID, at, by)
		}
		for d := range b.Subs() {
			switch {
			case d.ReviewDue.IsZero():
			case d.Asks >= maxAsks:
				add(ForFailed, d.ID, d.LastUpdated, d.ReviewDue)
			default:
				add(ForDocument, d.ID, d.LastUpdated, d.ReviewDue)
			}
		}
	}
	if u.Tax.TIN.State() == tax.Pending && u.Tax.TIN.RetryAt.IsZero() && u.Tax.TIN.Asks >= maxAsks {
		add(ForFailed, u.Tax.TIN.Attempt, at, by)
	}
	if u.Number.Claimed && u.proved(at) && !u.closed() {
		add(ForNumber, "", u.PhoneVerified, s.reviewBy(u.PhoneVerified))
	}
	for _, p := range u.Proposals {
		if p.State == bonafide.ApprovalOpen && at.Before(p.ExpiresAt) {
			add(ForProposal, p.ID, p.MadeAt, sooner(by, p.ExpiresAt))
		}
	}
	if u.Standing.Flag == permission.Flagged {
		add(ForFlag, string(u.Standing.FlagCode), u.Standing.FlaggedAt, by)
	}
	if u.Standing.Permission == permission.Locked {
		add(ForLock, string(u.Standing.PermissionCode), at, time.Time{})
	}
	if !u.closed() {
		for _, ref := range u.undecided() {
			add(ForDuplicate, ref, at, by)
		}
	}
	slices.SortFunc(out, func(a, b Wait) int {
		return cmp.Or(dated(a.Due).Compare(dated(b.Due)), cmp.Compare(slices.Index(Reasons(), a.For), slices.Index(Reasons(), b.For)), cmp.Compare(a.Ref, b.Ref))
	})
	return out[:min(len(out), maxWaits)]
}

// maxWaits bounds what is kept of a user's waits: those that are due first.
const maxWaits = 100

// dated puts what has no date behind all that has one.
func dated(due time.Time) time.Time {
	if due.IsZero() {
		return undated
	}
	return due
}

// undated is the Due of a queue's record without a date.
var undated = time.Date(9998, 12, 31, 0, 0, 0, 0, time.UTC)

// passQueue notes what the user waits for, and counts the changes of how it stands in
// the queue.
func (s *Service) passQueue(before, u User, at time.Time) (User, []bonafide.Event, error) {
	u.Waits = s.waiting(u, at)
	if !slices.Equal(before.queued(before.UpdatedAt), u.queued(at)) {
		u.QueueVersion++
	}
	return u, nil, nil
}

// queued is how a user stands in the queue: its terms, and when it is due.
func (u User) queued(at time.Time) []string {
	if len(u.Waits) == 0 {
		return nil
	}
	labels := []string{labelWatchlist + string(u.Watchlist()), "cip=" + strconv.Itoa(u.CIPTag), "kind=" + string(u.kind())}
	add := func(label string) {
		if len(label) <= bonafide.MaxTermBytes && !slices.Contains(labels, label) {
			labels = append(labels, label)
		}
	}
	for _, w := range u.Waits {
		add("for=" + string(w.For))
	}
	if u.Standing.Flag == permission.Flagged {
		add("flag=" + string(u.Standing.FlagCode))
	}
	for _, sc := range u.Screenings {
		for _, hit := range sc.Open(at) {
			add("list=" + hit.List)
		}
		for _, d := range sc.Awaiting(at) {
			add("list=" + d.List)
		}
	}
	for _, l := range u.Platforms {
		if !l.Pending {
			add("platform=" + l.Platform)
		}
	}
	slices.Sort(labels[3:])
	labels = labels[:min(len(labels), bonafide.MaxTerms)]
	return append(labels, dated(u.Waits[0].Due).Format(time.RFC3339Nano))
}

// queueRecord is the record by which the user is found in the queue.
func (u User) queueRecord() bonafide.Record {
	r := bonafide.Record{Kind: kindOfQueue, ID: u.ID, Version: u.QueueVersion}
	if terms := u.queued(u.UpdatedAt); len(terms) > 0 {
		r.Labels, r.Due = terms[:len(terms)-1], dated(u.Waits[0].Due)
	}
	return r
}
