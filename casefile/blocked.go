package casefile

import (
	"slices"
	"time"

	"github.com/bonafide-go/bonafide/screening"
)

// Blocked returns the ids of the entities that are somebody on a list at a time,
// accepted or not: the seeds of the OFAC 50 percent rule. Hits on lists that block
// nobody, such as lists of politically exposed persons, are left out by naming the
// lists that do; empty means all.
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
// completely, screened; "clear" only without any of these. A case without an aml
// check has no codes.
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
