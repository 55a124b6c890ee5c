package casefile

import (
	"context"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide/casefile/event"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
)

// A DecideHitsRequest says what a reviewer makes of hits of an aml check.
type DecideHitsRequest struct {
	Key         string                `json:"-"` // idempotency key
	Check       string                `json:"check_id"`
	Hits        []HitID               `json:"hits"` // 1 to 100
	Disposition screening.Disposition `json:"disposition"`
	Reason      string                `json:"reason"`
	Expires     time.Time             `json:"expires,omitzero"` // end of a clearance; required to clear a hit
}

// A HitID names a hit: a list and its entry.
type HitID struct {
	List    string `json:"list"`
	EntryID string `json:"entry_id"`
	Seen    string `json:"seen,omitzero"` // [screening.Record.Seen] of the hit that was looked at; if given and no longer so, ErrConflict
}

// DecideHits records a reviewer's decision about 1 to 100 hits of an aml check. When
// the last hit is decided, the check moves on: cleared ones as the automation says,
// else to review. A true match sends an approved check back to review. Hits of a
// withdrawn check can be decided too: what it found counts until it is dismissed.
//
// Only reviewers may. It fails with [bonafide.ErrNotFound] for a check that is not
// there or is not an aml check, with an [*bonafide.InvalidError] for hits that are
// missing, repeated or too many, with [bonafide.ErrConflict] if a hit or the decisions on it
// changed since it was seen, so that nobody is the second reviewer unawares, with the errors of [screening.Record.Decide], such
// as the second pair of eyes that is missing, and with the errors of every command:
// see [Service].
func (s *Service) DecideHits(ctx context.Context, by bonafide.Actor, id string, req DecideHitsRequest) (Case, error) {
	return s.do(ctx, by, id, req)
}

func (r DecideHitsRequest) command(*Service) command {
	return command{Op: "case.decide_hits", Verb: string(verbCheck), Key: r.Key, Body: r,
		Rule: pure(func(c Case, in input) (Case, []bonafide.Event, error) { return c.decideHits(in, r) })}
}

// decideHits is the rule of [Service.DecideHits].
func (c Case) decideHits(in input, r DecideHitsRequest) (Case, []bonafide.Event, error) {
	before, ok := c.Check(r.Check)
	switch {
	case !ok || before.Screening == nil:
		return c, nil, bonafide.ErrNotFound
	case len(r.Hits) == 0:
		return c, nil, bonafide.Invalid("hits", bonafide.CodeRequired)
	case len(r.Hits) > 100:
		return c, nil, bonafide.Invalid("hits", bonafide.CodeTooMany)
	}
	k, s := before, c.screening(before)
	var named []screening.Hit
	var err error
	for i, h := range r.Hits {
		if slices.ContainsFunc(r.Hits[:i], func(o HitID) bool { return o.List == h.List && o.EntryID == h.EntryID }) {
			return c, nil, bonafide.Invalid("hits", bonafide.CodeRepeated)
		}
		if h.Seen != "" && h.Seen != s.Seen(h.List, h.EntryID) {
			return c, nil, bonafide.ErrConflict
		}
		if s.Record, err = s.Decide(h.List, h.EntryID, r.Disposition, in.By, r.Reason, in.At, r.Expires); err != nil {
			return c, nil, err
		}
		named = append(named, screening.Hit{List: h.List, EntryID: h.EntryID})
	}
	k.Screening, k.Dismissal = &s, nil // what is decided anew counts again
	k = k.resulting(in.At)
	switch {
	case k.gone(): // its status counts for nothing
	case k.Status == CheckNeedReview && k.Result == ResultApproved && k.Automation.Approval && !k.Decided():
		if k, err = k.step(stepDecide, CheckApproved); err == nil {
			k = k.approve(CheckDecision{Approved: true, By: bonafide.System(), At: in.At, Attempt: k.Attempt})
		}
	default:
		k, err = k.followScreening(in.At)
	}
	if err != nil {
		return c, nil, err
	}
	next, events := c.moveCheck(event.HitsDecided, in.By, before, k, in.At,
		"entries", c.entries(named), "disposition", string(r.Disposition), "result", string(k.Result))
	return next, events, nil
}
