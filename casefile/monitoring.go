package casefile

import (
	"reflect"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
)

// monitoring is what is kept beside a case in a record of its own: what outside
// calls found the same as before, and when they are to be made again. It changes
// daily where the case does not, so that the case keeps no version for it.
type monitoring struct {
	checks map[string]watch // by the id of an aml check
	model  retry
}

// A watch is what became of the screening of a check since the check last changed.
type watch struct {
	retry
	At       time.Time `json:"at,omitzero"`       // time of the last screening; zero = nothing was screened yet
	Editions []edition `json:"editions,omitzero"` // editions that it searched
}

// A retry says when an outside call is to be made next.
type retry struct {
	Fails   int       `json:"fails,omitzero"` // calls in a row that did not come about
	RetryAt time.Time `json:"retry_at,omitzero"`
}

// again is the retry after one more failure.
func (r retry) again(at time.Time) retry {
	return retry{Fails: r.Fails + 1, RetryAt: bonafide.Instant(at.Add(bonafide.RetryAfter(r.Fails + 1)))}
}

// An edition is that of one list.
type edition struct {
	Key     string        `json:"key"`
	Edition bonafide.Date `json:"edition,omitzero"`
	Hash    string        `json:"hash,omitzero"`
}

// A round is a watch that several checks share, as it is stored: checks that are
// screened together are told together.
type round struct {
	Checks []string `json:"checks"`
	watch
}

// rounds is the stored form of the monitoring.
type rounds struct {
	Rounds []round `json:"rounds,omitzero"`
	Model  retry   `json:"model,omitzero"`
}

// watch is what a screening has beside what a reviewer decides on.
func (s Screening) watch() watch {
	w := watch{retry: retry{s.Fails, s.RetryAt}, At: s.Result.At}
	for _, run := range s.Result.Lists {
		w.Editions = append(w.Editions, edition{run.Key, run.Edition, run.Hash})
	}
	return w
}

// foundSame reports whether a screening found what the one before it found.
func (s Screening) foundSame(before Screening) bool {
	return !before.Result.At.IsZero() && s.Result.Subject == before.Result.Subject && s.Result.Unread == before.Result.Unread &&
		reflect.DeepEqual(s.Decisions, before.Decisions) && reflect.DeepEqual(s.found(), before.found())
}

// found is what a screening found, whichever editions it searched.
func (s Screening) found() screening.Result {
	out := screening.Result{Lists: slices.Clone(s.Result.Lists), Hits: slices.Clone(s.Result.Hits)}
	for i := range out.Lists {
		out.Lists[i].Edition, out.Lists[i].Hash = bonafide.Date{}, ""
	}
	for i := range out.Hits {
		out.Hits[i].Edition = ""
	}
	return out
}
