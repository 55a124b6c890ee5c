package casefile

import (
	"slices"
	"time"
)

// Blocked returns the ids of the entities that are somebody on a list at a time,
// accepted or not: the seeds of the OFAC 50 percent rule. Entities that were removed
// from the case, or are not relevant, are among them until reviewers dismiss the
// finding. Hits on lists that block
// nobody, such as lists of politically exposed persons, are left out by naming the
// lists that do; empty means all.
func (c Case) Blocked(at time.Time, lists ...string) []string {
	var out []string
	for _, k := range c.Checks {
		if !k.dismissed() && k.listed(at, lists) && !slices.Contains(out, k.Entity) {
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
	if k.Withdrawn != nil {
		at = k.Withdrawn.At
	}
	return slices.ContainsFunc(k.matches(at), func(list string) bool { return len(lists) == 0 || slices.Contains(lists, list) })
}

// screeningCodes are what a risk model is told: "sanction" where a true match
// stands, of a withdrawn check too, "accepted_match" where one was accepted, "potential_match" where a hit
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
	for _, k := range c.Checks {
		if k.Withdrawn == nil {
			continue
		}
		switch finding := k.finding(at); {
		case finding == CodeHitsOpen:
			seen["potential_match"] = true
		case finding != "" && k.sanctioned(k.Withdrawn.At):
			seen["sanction"] = true
		case finding != "":
			seen["accepted_match"] = true
		}
	}
	if len(covered) == 0 && len(seen) == 0 {
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
