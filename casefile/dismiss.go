package casefile

import (
	"context"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide/casefile/event"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
)

// CodeNothingFound refuses the dismissal of a check that found nothing that stands, or
// that is still under investigation.
const CodeNothingFound bonafide.Code = "nothing_found"

// A Dismissal is the end of what a withdrawn check found: it no longer stands in the
// way of an approval, unless its hits are decided on again. It shortens no retention.
type Dismissal struct {
	By     bonafide.Actor `json:"by"`
	At     time.Time      `json:"at"` // of the first reviewer's
	Reason string         `json:"reason"`
	Awaits bool           `json:"awaits_second,omitzero"` // no effect before another reviewer dismisses it too
	Second bonafide.Actor `json:"second,omitzero"`        // the reviewer who did

	SecondReason string `json:"second_reason,omitzero"`
}

// accepted reports whether reviewers once found the entity to be one of the hits: one that
// was accepted for a time that is over is no open hit like another.
func (k Check) accepted() bool {
	return slices.ContainsFunc(k.Screening.Decisions, func(d screening.Decision) bool {
		_, hit := k.Screening.Result.Hit(d.List, d.EntryID)
		return hit && d.Disposition == screening.TrueButAccepted && !d.Awaits
	})
}

// dismissed reports whether reviewers ended what the check found.
func (k Check) dismissed() bool { return k.Dismissal != nil && !k.Dismissal.Awaits }

// A DismissFindingRequest names a withdrawn check whose finding is to end.
type DismissFindingRequest struct {
	Key    string `json:"-"` // idempotency key
	Check  string `json:"check_id"`
	Reason string `json:"reason"` // 1 to MaxReason characters

	// Seen is UpdatedAt of the check as it was read: if given and no longer so, it fails
	// with [bonafide.ErrConflict], so that nobody is the second reviewer unawares.
	Seen time.Time `json:"seen,omitzero"`
}

// DismissFinding ends what a check found whose entity was removed or is not relevant,
// or that was itself withdrawn: a hit that was open, or a true match. Until then it
// stands in the way of an approval. To end a true match takes two reviewers, and so does one
// that was accepted for a time that is over; the
// first one's dismissal has no effect before.
//
// Only reviewers may. It fails with [bonafide.ErrNotFound] for a check that is not
// there, with a [*bonafide.RefusedError] of [CodeNothingFound] for one that found
// nothing that stands or that is still under investigation, with
// [bonafide.ErrForbidden] for the first reviewer's second dismissal, with
// [bonafide.ErrConflict] if the check changed since it was seen, with an
// [*bonafide.InvalidError] for a reason that is missing or too long, and with the
// errors of every command: see [Service].
func (s *Service) DismissFinding(ctx context.Context, by bonafide.Actor, id string, req DismissFindingRequest) (Case, error) {
	return s.do(ctx, by, id, req)
}

func (r DismissFindingRequest) command(*Service) command {
	return command{Op: "case.dismiss_finding", Verb: string(verbCheck), Key: r.Key, Body: r,
		Rule: pure(func(c Case, in input) (Case, []bonafide.Event, error) { return c.dismissFinding(in, r) })}
}

// dismissFinding is the rule of [Service.DismissFinding].
func (c Case) dismissFinding(in input, r DismissFindingRequest) (Case, []bonafide.Event, error) {
	k, ok := c.Check(r.Check)
	if !ok {
		return c, nil, bonafide.ErrNotFound
	}
	var faults bonafide.Faults
	reason := prose(&faults, "reason", r.Reason, true, MaxReason)
	if err := faults.Err(); err != nil {
		return c, nil, err
	}
	if !r.Seen.IsZero() && !bonafide.Instant(r.Seen).Equal(k.UpdatedAt) {
		return c, nil, bonafide.ErrConflict
	}
	finding := k.finding(in.At)
	if k.Withdrawn == nil || finding == "" {
		return c, nil, &bonafide.RefusedError{Code: CodeNothingFound}
	}
	before := k
	d := Dismissal{By: in.By, At: in.At, Reason: reason, Awaits: finding != CodeHitsOpen || k.accepted()}
	if first := k.Dismissal; first != nil && d.Awaits {
		if first.By.Same(in.By) {
			return c, nil, bonafide.ErrForbidden
		}
		d = *first
		d.Awaits, d.Second, d.SecondReason = false, in.By, reason
	}
	k.Dismissal = &d
	awaits := ""
	if d.Awaits {
		awaits = "true"
	}
	next, events := c.moveCheck(event.FindingDismissed, in.By, before, k, in.At, "finding", string(finding), "awaits_second", awaits)
	return next, events, nil
}
