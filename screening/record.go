package screening

import (
	"slices"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/canonical"
)

// MaxReasonBytes bounds the reason of a decision.
const MaxReasonBytes = 4096

// MaxAcceptance bounds for how long a true match is accepted: whoever it is about is looked
// at again within the year, as one whom checks were waived for.
const MaxAcceptance = 366 * 24 * time.Hour

// A Record is what is known about one subject, such as a base document: its
// last screening and the decisions of reviewers. Its verbs change nothing in
// place; they return the next value. The zero value is a subject that was never
// screened.
type Record struct {
	Result    Result     `json:"result"`
	Decisions []Decision `json:"decisions,omitzero"` // oldest first; never dropped
}

// Changes is what a new screening brought.
type Changes struct {
	Appeared []Hit      `json:"appeared,omitzero"` // hits on entries that were not hit before
	Altered  []Hit      `json:"altered,omitzero"`  // hits on entries that the list changed meanwhile
	Gone     []Hit      `json:"gone,omitzero"`     // hits of before that are no more
	Held     []Decision `json:"held,omitzero"`     // clearances that spare reviewers the same hit again
	Voided   []Decision `json:"voided,omitzero"`   // clearances that no longer hold: subject or entry changed, or they expired
}

// Apply takes the result of a new screening in place of the one before, and
// says what changed. The result is held to what it claims: a list is FAILED, never
// clear, of which it gives no edition or one of the future, two results, NO_MATCH
// beside hits, cut hits or an unread name, MATCH without a hit, or hits alone. Clearances of the past go on holding as long as subject,
// entry and time let them. A TruePositive stands until reviewers clear it or a
// screening of the same subject finds that the entry is no longer listed: an
// outage or a changed name does not end it, and no screening ends one that was
// imported. So does a hit of the same subject that
// nobody decided on: it is kept until its list was searched again. What was found in a
// later edition is neither ended nor altered by the search of an earlier one, such as that
// of a process that is yet to load it, unless [ListRun.Over] says that the later one was wrong.
// Of two editions of one day the later is the one that names the other in [ListRun.Earlier];
// where neither does, what either found stays.
func (r Record) Apply(res Result, at time.Time) (Record, Changes) {
	at = bonafide.Instant(at)
	res = res.held(at)
	for i, h := range res.Hits {
		if r.outdates(res, h.List, h.EntryID) {
			res.Hits[i], _ = r.Result.Hit(h.List, h.EntryID)
		}
	}
	next := Record{Result: res, Decisions: slices.Clone(r.Decisions)}
	for i := range next.Decisions {
		d := &next.Decisions[i]
		if !d.affirms() || d.Awaits || !d.Ended.IsZero() || d.Subject != res.Subject || d.Imported != "" {
			continue
		}
		if _, hit := res.Hit(d.List, d.EntryID); !hit && res.searched(d.List) && !r.outdates(res, d.List, d.EntryID) {
			d.Ended = at
		}
	}

	for _, h := range r.Result.Hits {
		if _, hit := res.Hit(h.List, h.EntryID); !hit && r.Result.Subject == res.Subject && (!res.searched(h.List) || r.outdates(res, h.List, h.EntryID)) {
			next.Result.Hits = append(slices.Clip(next.Result.Hits), h)
		}
	}

	var c Changes
	for _, h := range res.Hits {
		old, known := r.Result.Hit(h.List, h.EntryID)
		switch {
		case !known:
			c.Appeared = append(c.Appeared, h)
		case old.EntryHash != h.EntryHash:
			c.Altered = append(c.Altered, h)
		}
		for _, d := range slices.Backward(next.Decisions) {
			if !d.on(h.List, h.EntryID) || d.Awaits {
				continue
			}
			switch {
			case d.affirms():
			case next.holds(d, h.EntryHash, at):
				c.Held = append(c.Held, d)
			default:
				c.Voided = append(c.Voided, d)
			}
			break
		}
	}
	for _, h := range r.Result.Hits {
		if _, still := res.Hit(h.List, h.EntryID); !still && res.searched(h.List) && !r.outdates(res, h.List, h.EntryID) {
			c.Gone = append(c.Gone, h)
		}
	}
	return next, c
}

// outdates reports whether an entry was found for the same subject in a later edition than
// a search is of: then that does not say what the entry is now, unless the later edition
// was taken back.
func (r Record) outdates(res Result, list, entryID string) bool {
	h, hit := r.Result.Hit(list, entryID)
	run, _ := res.Run(list)
	edition, err := bonafide.ParseDate(h.Edition)
	if !hit || err != nil || r.Result.Subject != res.Subject {
		return false
	}
	if run.Edition == edition {
		found := h.Explanation.ListHash
		return found != "" && run.Hash != "" && found != run.Hash && !slices.Contains(run.Earlier, found)
	}
	return run.Edition.Before(edition) && run.Over.Before(edition)
}

// searched reports whether a list was searched with all its hits reported.
func (r Result) searched(list string) bool {
	run, ok := r.Run(list)
	return ok && run.Cut == 0 && (run.Result == ListMatch || run.Result == ListNoMatch)
}

// Decide records what a reviewer makes of a hit of the last screening, or of a
// true match that stands without one.
//
// It fails with [bonafide.ErrForbidden] for an actor who is not a reviewer,
// with [bonafide.ErrNotFound] where there is nothing to decide on, and with a
// [*bonafide.InvalidError] naming every fault: a disposition that is unknown or
// Potential (which is no decision), TrueButAccepted where nobody may accept a match of
// the list's kind, a reason that is missing or too long, a
// clearance without an expiry later than at, an acceptance for longer than [MaxAcceptance],
// a TruePositive with an expiry.
//
// To clear a true match takes four eyes: TrueButAccepted where the kind of the list
// asks for two [ListKind.Reviewers], FalsePositive of an entry that the subject was found to
// be, be that in force, cleared or accepted for a time that is over. The first such decision awaits a second
// reviewer and has no effect before; it takes effect when a different reviewer
// decides the same, and expires with the earlier of both. The same reviewer
// again fails with [bonafide.ErrForbidden].
func (r Record) Decide(list, entryID string, d Disposition, by bonafide.Actor, reason string, at, expires time.Time) (Record, error) {
	if err := by.Check("by"); err != nil {
		return Record{}, err
	}
	if !by.Is(bonafide.ActorReviewer) {
		return Record{}, bonafide.ErrForbidden
	}
	at, expires = bonafide.Instant(at), bonafide.Instant(expires)
	if err := checkDecision(d, reason, at, expires); err != nil {
		return Record{}, err
	}
	if d == TrueButAccepted && expires.After(at.Add(MaxAcceptance)) {
		return Record{}, bonafide.Invalid("expires", bonafide.CodeOutOfRange)
	}
	hash, ok := r.decidable(list, entryID, at)
	if !ok {
		return Record{}, bonafide.ErrNotFound
	}

	decision := Decision{
		List: list, EntryID: entryID, EntryHash: hash, Subject: r.Result.Subject, Kind: r.kindOf(list, entryID),
		Disposition: d, By: by, Reason: reason, At: at, Expires: expires,
	}
	if d == TrueButAccepted && decision.affirms() {
		return Record{}, bonafide.Invalid("disposition", bonafide.CodeNotAllowed)
	}
	two := d == TrueButAccepted && decision.Kind.Reviewers() > 1
	if two || d == FalsePositive && r.identified(list, entryID) {
		decision.Awaits = true
		if first, ok := r.awaiting(decision); ok {
			if first.By.Same(by) {
				return Record{}, bonafide.ErrForbidden
			}
			decision.Awaits = false
			decision.By, decision.Second = first.By, by
			if first.Expires.Before(expires) {
				decision.Expires = first.Expires
			}
		}
	}
	next := r
	next.Decisions = append(slices.Clone(r.Decisions), decision)
	return next, nil
}

// Seen tells what a reviewer sees of an entry apart from what others see later: the
// subject, the entry as the last search found it, and the decisions on it. It stays the same
// through searches that find the same.
func (r Record) Seen(list, entryID string) string {
	hit, found := r.Result.Hit(list, entryID)
	var decisions []Decision
	for _, d := range r.Decisions {
		if d.on(list, entryID) {
			decisions = append(decisions, d)
		}
	}
	return canonical.SumJSON("seen 1", r.Result.Subject, list, entryID, found, hit.EntryHash, decisions)
}

func checkDecision(d Disposition, reason string, at, expires time.Time) error {
	var faults bonafide.Faults
	switch d {
	case FalsePositive, TrueButAccepted:
		if expires.IsZero() {
			faults.Add("expires", bonafide.CodeRequired)
		} else if !expires.After(at) {
			faults.Add("expires", bonafide.CodeOutOfRange)
		}
	case TruePositive:
		if !expires.IsZero() {
			faults.Add("expires", bonafide.CodeNotAllowed)
		}
	default:
		faults.Add("disposition", bonafide.CodeUnknown)
	}
	if strings.TrimSpace(reason) == "" {
		faults.Add("reason", bonafide.CodeRequired)
	} else if len(reason) > MaxReasonBytes {
		faults.Add("reason", bonafide.CodeTooLong)
	}
	return faults.Err()
}

// decidable returns the entry hash a decision on the entry is bound to: of the
// hit, or of a true match that stands without one.
func (r Record) decidable(list, entryID string, at time.Time) (hash string, ok bool) {
	if h, ok := r.Result.Hit(list, entryID); ok {
		return h.EntryHash, true
	}
	for _, d := range r.standing(at) {
		if d.on(list, entryID) {
			return d.EntryHash, true
		}
	}
	return "", false
}

// awaiting returns the last decision on the hit, if it is the same clearance
// and awaits a second reviewer.
func (r Record) awaiting(c Decision) (Decision, bool) {
	for _, d := range slices.Backward(r.Decisions) {
		if d.on(c.List, c.EntryID) {
			same := d.Disposition == c.Disposition && d.Subject == c.Subject && d.EntryHash == c.EntryHash
			return d, d.Awaits && same && d.Expires.After(c.At)
		}
	}
	return Decision{}, false
}
