package casefile

import (
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
)

// Codes of findings: what a screening says of an entity, and what that forbids.
const (
	// CodeBlocked refuses the approval of a case with an entity that reviewers found
	// to be somebody on a sanctions list. Nobody accepts such a match: what is frozen may
	// not be dealt with (31 CFR 501.603; Regulation (EC) 2580/2001, article 2).
	CodeBlocked bonafide.Code = "blocked"

	// CodeReviewerNeeded refuses a command of others that would take a hit out of
	// sight, such as the removal of an entity with an open or a true hit.
	CodeReviewerNeeded bonafide.Code = "reviewer_needed"

	// CodeWithdrawn refuses commands on a check that was taken out of the case.
	CodeWithdrawn bonafide.Code = "withdrawn"
)

// A WithdrawalCause says what took a check out of the investigation.
type WithdrawalCause string

// The causes of withdrawals.
const (
	CheckWithdrawn   WithdrawalCause = "check_withdrawn"   // the check itself was withdrawn
	EntityRemoved    WithdrawalCause = "entity_removed"    // its entity was removed
	EntityIrrelevant WithdrawalCause = "entity_irrelevant" // its entity is no longer under investigation
)

// A Withdrawal says who took a screened check out of the investigation, and why. What
// the check found stays in the case.
type Withdrawal struct {
	Cause  WithdrawalCause `json:"cause"`
	By     bonafide.Actor  `json:"by"`
	At     time.Time       `json:"at"`
	Reason string          `json:"reason,omitzero"` // empty where nothing was found that stands
}

// evident reports whether the check's screening ever hit an entry or was decided on:
// evidence that only the erasure of the case removes.
func (k Check) evident() bool {
	return k.Screening != nil && (len(k.Screening.Result.Hits) > 0 || len(k.Screening.Decisions) > 0)
}

// gone reports whether the check, or its entity, was removed: only what was found is left.
func (k Check) gone() bool { return k.Withdrawn != nil && k.Withdrawn.Cause != EntityIrrelevant }

// finding is what the check found that stands at a time: [CodeHitsOpen],
// [CodeTrueMatch], [CodeBlocked], or nothing. A withdrawn check stands as it stood
// when it was withdrawn, or as was decided since.
func (k Check) finding(at time.Time) bonafide.Code {
	if k.Screening == nil || k.dismissed() {
		return ""
	}
	if k.Withdrawn != nil {
		at = k.Withdrawn.At
	}
	switch {
	case slices.ContainsFunc(k.matches(at), match.sanction):
		return CodeBlocked
	case k.sanctioned(at):
		return CodeTrueMatch
	case len(k.Screening.Open(at)) > 0:
		return CodeHitsOpen
	}
	return ""
}

// refusedForGood reports whether the check was rejected for good: only a reviewer turns
// that round.
func (k Check) refusedForGood() bool {
	return k.Status == CheckRejected && k.Decision != nil && k.Decision.Kind == RejectFinal
}

// A match is an entry of a list that reviewers found the entity to be.
type match struct {
	HitID
	Kind     screening.ListKind
	Accepted bool
}

// matches are the entries that reviewers found the entity to be, accepted or not, at a
// time. A match that was accepted still counts while its list is out of reach.
func (k Check) matches(at time.Time) []match {
	var out []match
	add := func(list, entry string, kind screening.ListKind, d screening.Disposition) {
		m := match{HitID{List: list, EntryID: entry}, kind, d == screening.TrueButAccepted}
		if (d == screening.TruePositive || m.Accepted) && !slices.Contains(out, m) {
			out = append(out, m)
		}
	}
	for _, h := range k.Screening.Result.Hits {
		add(h.List, h.EntryID, h.ListKind(), k.Screening.Disposition(h, at))
	}
	for _, d := range k.Screening.Decisions {
		if _, hit := k.Screening.Result.Hit(d.List, d.EntryID); hit {
			continue
		}
		now := k.Screening.Disposition(screening.Hit{List: d.List, EntryID: d.EntryID}, at)
		run, _ := k.Screening.Result.Run(d.List)
		searched := run.Result == screening.ListMatch || run.Result == screening.ListNoMatch
		if now == screening.TruePositive || !searched {
			add(d.List, d.EntryID, d.ListKind(), now)
		}
	}
	return out
}

// sanction reports whether nobody may deal with who matches: the list is one of
// sanctions, whether reviewers accepted the match or not.
func (m match) sanction() bool { return m.Kind == screening.SanctionList }

// unaccepted reports whether no reviewers said that who matches may be dealt with.
func (m match) unaccepted() bool { return !m.Accepted }

// standing is what the checks of an entity found that stands: nothing if nothing does.
func (c Case) standing(entity string, at time.Time) bonafide.Code {
	for _, k := range c.ChecksOf(entity) {
		if code := k.finding(at); code != "" && !k.gone() {
			return code
		}
	}
	return ""
}

// concern is what of an entity nobody but a reviewer takes out of sight: a finding that
// stands, or the rejection of a check for good.
func (c Case) concern(entity string, at time.Time) bonafide.Code {
	if found := c.standing(entity, at); found != "" {
		return found
	}
	if slices.ContainsFunc(c.ChecksOf(entity), Check.refusedForGood) {
		return CodeDecided
	}
	return ""
}

// mayConceal checks that an actor may take a finding out of the investigation:
// a reviewer, who says why. Without a finding everybody may, and the reason is optional.
func mayConceal(by bonafide.Actor, finding bonafide.Code, reason string) (string, error) {
	if finding != "" && !by.Is(bonafide.ActorReviewer) {
		return "", &bonafide.RefusedError{Code: CodeReviewerNeeded}
	}
	var faults bonafide.Faults
	reason = prose(&faults, "reason", reason, finding != "", MaxReason)
	return reason, faults.Err()
}

// withdraw takes the checks that match out of the investigation: those that found
// something stay as evidence.
func (c Case) withdraw(w Withdrawal, match func(Check) bool) Case {
	var left []Check
	for _, k := range c.Checks {
		switch {
		case !match(k) || k.gone():
		case k.evident():
			k.Withdrawn, k.UpdatedAt = &w, strictlyAfter(k.UpdatedAt, w.At)
		case w.Cause != EntityIrrelevant:
			continue
		}
		left = append(left, k)
	}
	c.Checks = left
	return c
}

// reinstate takes the checks of an entity back that were out because it was not
// relevant. What a reviewer had dismissed counts again.
func (c Case) reinstate(entity string, at time.Time) Case {
	c.Checks = slices.Clone(c.Checks)
	for i := range c.Checks {
		k := &c.Checks[i]
		if k.Entity == entity && k.Withdrawn != nil && !k.gone() {
			k.Withdrawn, k.Dismissal, k.UpdatedAt = nil, nil, strictlyAfter(k.UpdatedAt, at)
		}
	}
	return c
}

// inherit adds to a record that is screened for a subject for the first time what
// reviewers decided on that subject in other checks of the case: who was removed and
// is added again is nobody new.
func (c Case) inherit(r screening.Record, subject string) screening.Record {
	if r.Result.Subject == subject {
		return r
	}
	all := slices.Clone(r.Decisions)
	for _, k := range c.Checks {
		if k.Screening == nil {
			continue
		}
		for _, d := range k.Screening.Decisions {
			same := func(o screening.Decision) bool {
				return o.List == d.List && o.EntryID == d.EntryID && o.Subject == d.Subject && o.By == d.By && o.Second == d.Second && o.At.Equal(d.At)
			}
			if d.Subject == subject && !slices.ContainsFunc(all, same) {
				all = append(all, d)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b screening.Decision) int { return a.At.Compare(b.At) })
	r.Decisions = all
	return r
}
