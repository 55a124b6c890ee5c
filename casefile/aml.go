package casefile

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide/internal/canonical"
	"github.com/bonafide-go/bonafide/screening"
)

// complete reports whether every list that was asked for was searched.
func (s Screening) complete() bool {
	return len(s.Result.Lists) > 0 && !slices.ContainsFunc(s.Result.Lists, func(run screening.ListRun) bool {
		return run.Result != screening.ListMatch && run.Result != screening.ListNoMatch && run.Result != screening.ListFalsePositive
	})
}

// sanctioned reports whether a true match of the check stands at a time.
func (k Check) sanctioned(at time.Time) bool {
	return k.Screening != nil && k.Screening.Watchlist(nil, true, at) == screening.WatchlistMatch
}

// outcome is what the screening says: nothing while a hit is potential or a list
// is missing.
func (k Check) outcome(at time.Time) Result {
	switch {
	case k.Screening == nil, len(k.Screening.Open(at)) > 0:
		return ""
	case k.sanctioned(at):
		return ResultRejected
	case !k.Screening.complete():
		return ""
	}
	for _, r := range k.Screening.ListResults(at) {
		if r != screening.ListNoMatch && r != screening.ListFalsePositive {
			return "" // a match that nobody can clear, such as one of more hits than were reported
		}
	}
	return ResultApproved
}

// resulting is the check with what its screening says, dated when that last became something
// else: who is told of results must not read off their time that a hit was looked at.
func (k Check) resulting(at time.Time) Check {
	if now := k.outcome(at); now != k.Result || k.ResultAt.IsZero() {
		k.Result, k.ResultAt = now, at
	}
	return k
}

// followScreening moves an aml check as its screening now says. An approval falls as
// soon as a hit is potential; it does not fall because a list was out of reach.
func (k Check) followScreening(at time.Time) (Check, error) {
	open := len(k.Screening.Open(at)) > 0
	switch {
	case k.Status == CheckApproved && (open || k.Result == ResultRejected):
		return k.step(stepDoubt, CheckNeedReview)
	case k.Status == CheckProcessing && (open || k.Result != ""):
		return k.conclude(at)
	case k.Status == CheckProcessing && k.Screening.complete():
		return k.step(stepAnswer, CheckNeedReview)
	}
	return k, nil
}

// entries names list entries for an event: list and the entry under the case's salt, so
// that an erased case does not tell whom it resembled; at most 20, and how many more
// there are.
func (c Case) entries(hits []screening.Hit) string {
	var out []string
	for i, h := range hits {
		if i == 20 {
			out = append(out, "+"+strconv.Itoa(len(hits)-i))
			break
		}
		out = append(out, h.List+"/"+canonical.Keyed(c.Salt, "entry", h.List, h.EntryID)[:16])
	}
	return strings.Join(out, ",")
}
