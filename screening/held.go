package screening

import (
	"cmp"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
)

// held holds an answer to what it claims, at the time it came: a list of which it
// says what cannot be so is FAILED, which is never clear and is asked for again.
// Its hits are kept whatever becomes of the list; beyond MaxLimit they are cut, and
// the list stays a MATCH.
func (r Result) held(at time.Time) Result {
	if r.At.IsZero() || r.At.After(at) {
		r.At = at // a screening of tomorrow would count for too long
	}
	r.At = bonafide.Instant(r.At)
	r.Hits = slices.Clone(r.Hits)
	hits := make(map[string]int)
	broken := make(map[string]bool)
	for i := range r.Hits {
		h := &r.Hits[i]
		hits[h.List]++
		if !(h.Score >= 0 && h.Score <= 1) {
			h.Score = 1 // a score that cannot be is no low one
			broken[h.List] = true
		}
		broken[h.List] = broken[h.List] || h.EntryID == ""
		run, _ := r.Run(h.List)
		h.Kind, h.Explanation.ListHash = cmp.Or(h.Kind, run.Kind), cmp.Or(h.Explanation.ListHash, run.Hash)
		h.Kind = h.ListKind()
	}
	cut := make(map[string]int)
	for len(r.Hits) > MaxLimit {
		last := len(r.Hits) - 1
		cut[r.Hits[last].List]++
		r.Hits = r.Hits[:last]
	}

	runs := r.Lists
	r.Lists = nil
	for _, run := range runs {
		if slices.ContainsFunc(r.Lists, func(other ListRun) bool { return other.Key == run.Key }) {
			broken[run.Key] = true // two answers for one list are none
			continue
		}
		run.Cut += cut[run.Key]
		if !(run.MinScore >= 0 && run.MinScore <= 1) {
			run.MinScore = 0
			broken[run.Key] = true
		}
		if !run.believable(hits[run.Key], r.Unread, at) {
			broken[run.Key] = true
		}
		r.Lists = append(r.Lists, run)
	}
	for _, h := range r.Hits {
		if _, ok := r.Run(h.List); !ok {
			r.Lists = append(r.Lists, ListRun{Key: h.List, Result: ListFailed, Cut: cut[h.List]})
		}
	}
	for i := range r.Lists {
		if broken[r.Lists[i].Key] {
			r.Lists[i].Result = ListFailed
		}
	}
	return r
}

// believable reports whether a list can have been searched as the run says, with so
// many hits.
func (run ListRun) believable(hits int, unread bool, at time.Time) bool {
	switch run.Result {
	case ListNoMatch:
		if hits > 0 || run.Cut != 0 || unread {
			return false
		}
	case ListMatch:
		if hits == 0 && run.Cut <= 0 {
			return false
		}
	default:
		return true // makes nothing clear
	}
	// A day ahead is the publisher's, where it is tomorrow already.
	return run.Key != "" && !run.Edition.IsZero() && !run.Edition.In(time.UTC).After(at.Add(24*time.Hour))
}
