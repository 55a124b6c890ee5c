package screening

import (
	"slices"
	"time"
)

// holds reports whether a clearance is in force for the present subject, the
// entry with that hash (empty = the entry as it was), and that time.
func (r Record) holds(d Decision, hash string, at time.Time) bool {
	return d.Disposition.Clears() && !d.affirms() && !d.Awaits && d.Subject == r.Result.Subject &&
		(hash == "" || d.EntryHash == hash) && at.Before(d.Expires)
}

// disposition is what counts for an entry now: the last decision that is in
// force. When a clearance lapses, a match that was found before it counts again; an earlier
// clearance does not: whoever clears for a shorter time means that.
func (r Record) disposition(list, entryID, hash string, at time.Time) Disposition {
	lapsed := false
	for _, d := range slices.Backward(r.Decisions) {
		if !d.on(list, entryID) || d.Awaits || !d.Ended.IsZero() {
			continue
		}
		switch {
		case d.affirms():
			return TruePositive
		case lapsed:
		case r.holds(d, hash, at):
			return d.Disposition
		default:
			lapsed = d.Subject == r.Result.Subject && (hash == "" || d.EntryHash == hash)
		}
	}
	return Potential
}

// identified reports whether reviewers found the subject to be the listed one, be it that
// this counts, that it will again once a clearance lapses, or that it was accepted for a
// time that is over.
func (r Record) identified(list, entryID string) bool {
	return slices.ContainsFunc(r.Decisions, func(d Decision) bool {
		return d.on(list, entryID) && (d.affirms() || d.Disposition == TrueButAccepted) && !d.Awaits && d.Ended.IsZero()
	})
}

// Disposition returns what counts for a hit of the last screening at a time:
// Potential where nobody decided, or where what was decided no longer holds.
func (r Record) Disposition(h Hit, at time.Time) Disposition {
	return r.disposition(h.List, h.EntryID, h.EntryHash, at)
}

// standing returns the true matches that count without a hit of the last
// screening: its list failed, or the subject's data changed since.
func (r Record) standing(at time.Time) []Decision {
	var out []Decision
	for _, d := range r.Decisions {
		if !d.affirms() || d.Awaits || !d.Ended.IsZero() {
			continue
		}
		if _, hit := r.Result.Hit(d.List, d.EntryID); hit {
			continue
		}
		if r.disposition(d.List, d.EntryID, "", at) == TruePositive {
			out = append(out, d)
		}
	}
	return out
}

// Open returns the hits that wait for a decision at a time.
func (r Record) Open(at time.Time) []Hit {
	var out []Hit
	for _, h := range r.Result.Hits {
		if r.Disposition(h, at) == Potential {
			out = append(out, h)
		}
	}
	return out
}

// Awaiting returns the clearances that await a second reviewer at a time: of each entry
// the last decision, as long as a second one can still agree to it.
func (r Record) Awaiting(at time.Time) []Decision {
	var out []Decision
	for i, d := range r.Decisions {
		if !d.Awaits || d.Subject != r.Result.Subject || !d.Expires.After(at) {
			continue
		}
		decided := slices.ContainsFunc(r.Decisions[i+1:], func(later Decision) bool { return later.on(d.List, d.EntryID) })
		if hash, ok := r.decidable(d.List, d.EntryID, at); ok && hash == d.EntryHash && !decided {
			out = append(out, d)
		}
	}
	return out
}

// ListResults returns the value of every list after the decisions in force at
// a time: MATCH as long as one hit is not cleared, FALSE_POSITIVE when all of
// them are. A list that was not asked for is absent, and one that failed is
// FAILED, unless a true match stands on it.
func (r Record) ListResults(at time.Time) map[string]ListResult {
	results := make(map[string]ListResult, len(r.Result.Lists))
	for _, run := range r.Result.Lists {
		switch run.Result {
		case ListNoMatch, ListPending, ListFailed:
			results[run.Key] = run.Result
		case ListMatch, ListFalsePositive:
			results[run.Key] = ListMatch // only decisions of this record clear
		default:
			results[run.Key] = ListFailed
		}
	}
	open := make(map[string]bool)
	for _, h := range r.Result.Hits {
		open[h.List] = open[h.List] || !r.Disposition(h, at).Clears()
	}
	for list, isOpen := range open {
		run, _ := r.Result.Run(list)
		switch {
		case isOpen || run.Cut > 0:
			results[list] = ListMatch
		case results[list] == ListMatch || results[list] == ListNoMatch: // cleared, and searched
			results[list] = ListFalsePositive
		}
	}
	for _, d := range r.standing(at) {
		results[d.List] = ListMatch
	}
	return results
}

// Watchlist rolls the counted lists up to one value, at a time (Synapse user
// object, watchlists): MATCH where reviewers found a true match; else PENDING
// where a counted list is missing, unfinished or failed; else a soft match
// where a hit is open, with PENDING_UPLOAD while there is no valid photo id of a
// person or EIN letter of a business; else FALSE_POSITIVE or NO_MATCH.
// If counted is empty, all lists that were screened count; if no list was
// screened, the value is PENDING.
func (r Record) Watchlist(counted []string, hasValidPhotoID bool, at time.Time) Watchlist {
	results := r.ListResults(at)
	if len(counted) == 0 {
		for key := range results {
			counted = append(counted, key)
		}
	}
	if len(counted) == 0 {
		return WatchlistPending
	}
	seen := make(map[ListResult]bool)
	for _, key := range counted {
		result, ok := results[key]
		if !ok {
			result = ListPending
		}
		seen[result] = true
	}
	switch {
	case r.proven(counted, at):
		return WatchlistMatch
	case seen[ListPending], seen[ListFailed]:
		return WatchlistPending
	case seen[ListMatch] && hasValidPhotoID:
		return WatchlistSoftMatch
	case seen[ListMatch]:
		return WatchlistPendingUpload
	case seen[ListFalsePositive]:
		return WatchlistFalsePositive
	}
	return WatchlistNoMatch
}

// proven reports whether a true match counts on one of the lists.
func (r Record) proven(lists []string, at time.Time) bool {
	for _, h := range r.Result.Hits {
		if slices.Contains(lists, h.List) && r.Disposition(h, at) == TruePositive {
			return true
		}
	}
	for _, d := range r.standing(at) {
		if slices.Contains(lists, d.List) {
			return true
		}
	}
	return false
}

// open reports whether a hit on one of the lists, or on any if no lists are given, is not
// cleared.
func (r Record) open(lists []string, at time.Time) bool {
	for _, h := range r.Result.Hits {
		if (len(lists) == 0 || slices.Contains(lists, h.List)) && !r.Disposition(h, at).Clears() {
			return true
		}
	}
	return false
}

// Due returns when the record next changes by itself: the earliest expiry of a
// clearance in force after at, or the zero time.
func (r Record) Due(at time.Time) time.Time {
	var due time.Time
	for _, d := range r.Decisions {
		if d.Disposition.Clears() && !d.Awaits && d.Expires.After(at) && (due.IsZero() || d.Expires.Before(due)) {
			due = d.Expires
		}
	}
	return due
}
