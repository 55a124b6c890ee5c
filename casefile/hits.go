package casefile

import (
	"slices"
	"strconv"
	"time"

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
	Expires     time.Time             `json:"expires,omitzero"` // of a clearance; required there
}

// A HitID names a hit: a list and its entry.
type HitID struct {
	List    string `json:"list"`
	EntryID string `json:"entry_id"`
}

// decideHits is the rule of [Service.DecideHits].
func (c Case) decideHits(by bonafide.Actor, in DecideHitsRequest, at time.Time) (Case, []bonafide.Event, error) {
	before, err := c.find(verbCheck, by, in.Check)
	if err != nil {
		return c, nil, err
	}
	switch {
	case before.Screening == nil:
		return c, nil, bonafide.ErrNotFound
	case len(in.Hits) == 0:
		return c, nil, bonafide.Invalid("hits", bonafide.CodeRequired)
	case len(in.Hits) > 100:
		return c, nil, bonafide.Invalid("hits", bonafide.CodeTooMany)
	}
	k, s := before, *before.Screening
	var named []screening.Hit
	for i, h := range in.Hits {
		if slices.Contains(in.Hits[:i], h) {
			return c, nil, bonafide.Invalid("hits", bonafide.CodeRepeated)
		}
		if s.Record, err = s.Decide(h.List, h.EntryID, in.Disposition, by, in.Reason, at, in.Expires); err != nil {
			return c, nil, err
		}
		named = append(named, screening.Hit{List: h.List, EntryID: h.EntryID})
	}
	k.Screening = &s
	k.Result, k.ResultAt = k.outcome(at), at
	if k.Status == CheckNeedReview && k.Result == ResultApproved && k.Automation.Approval && !k.Decided() {
		if k, err = k.step(stepDecide, CheckApproved); err != nil {
			return c, nil, err
		}
		k = k.approve(CheckDecision{Approved: true, By: bonafide.System(), At: at, Attempt: k.Attempt})
	} else if k, err = k.followScreening(at); err != nil {
		return c, nil, err
	}
	next, events := c.moveCheck(EventHitsDecided, by, before, k, at, "entries", entries(named), "disposition", string(in.Disposition), "result", string(k.Result))
	return next, events, nil
}

// setMonitored is the rule of [Service.SetMonitored].
func (c Case) setMonitored(by bonafide.Actor, check string, on bool, at time.Time) (Case, []bonafide.Event, error) {
	before, err := c.find(verbCheck, by, check)
	if err != nil {
		return c, nil, err
	}
	if before.Screening == nil {
		return c, nil, bonafide.ErrNotFound
	}
	if before.Automation.Monitored == on {
		return c, nil, nil
	}
	k, s := before, *before.Screening
	k.Automation.Monitored = on
	s.RetryAt = time.Time{}
	if on || !s.complete(at) {
		s.RetryAt = at
	}
	k.Screening = &s
	next, events := c.moveCheck(EventMonitoringChanged, by, before, k, at, "monitored", strconv.FormatBool(on))
	return next, events, nil
}

// Blocked returns the ids of the entities that are somebody on a list at a time,
// accepted or not: the seeds of the OFAC 50 percent rule. Hits on lists that block
// nobody, such as lists of politically exposed persons, are left out by naming the
// lists that do; none means all.
func (c Case) Blocked(at time.Time, lists ...string) []string {
	var out []string
	for _, k := range c.Checks {
		if k.listed(at, lists) && !slices.Contains(out, k.Entity) {
			out = append(out, k.Entity)
		}
	}
	return out
}

// listed reports whether reviewers found that the entity is the listed one.
func (k Check) listed(at time.Time, lists []string) bool {
	if k.Screening == nil {
		return false
	}
	if len(lists) == 0 && k.sanctioned(at) {
		return true
	}
	for _, h := range k.Screening.Result.Hits {
		if len(lists) > 0 && !slices.Contains(lists, h.List) {
			continue
		}
		if d := k.Screening.Disposition(h, at); d == screening.TruePositive || d == screening.TrueButAccepted {
			return true
		}
	}
	return len(lists) > 0 && k.Screening.Watchlist(lists, true, at) == screening.WatchlistMatch
}

// screeningCodes are what a risk model is told: "sanction" where a true match
// stands, "accepted_match" where one was accepted, "potential_match" where a hit
// waits for a decision, "pending" where a relevant entity was not, or not
// completely, screened; "clear" only if none of these. No aml check at all is
// empty.
func (c Case) screeningCodes(at time.Time) []string {
	seen := map[string]bool{}
	covered := map[string]bool{}
	for _, k := range c.relevantChecks() {
		if k.Screening == nil {
			continue
		}
		covered[k.Entity] = true
		switch {
		case k.sanctioned(at):
			seen["sanction"] = true
		case k.listed(at, nil):
			seen["accepted_match"] = true
		case len(k.Screening.Open(at)) > 0:
			seen["potential_match"] = true
		case k.outcome(at) != ResultApproved:
			seen["pending"] = true
		}
	}
	if len(covered) == 0 {
		return nil
	}
	_, ids := c.marks()
	for _, id := range ids {
		seen["pending"] = seen["pending"] || c.relevant(id) && !covered[id]
	}
	var out []string
	for _, code := range []string{"sanction", "accepted_match", "potential_match", "pending"} {
		if seen[code] {
			out = append(out, code)
		}
	}
	if len(out) == 0 {
		return []string{"clear"}
	}
	return out
}
