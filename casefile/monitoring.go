package casefile

import (
	"maps"
	"reflect"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
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
	At       time.Time `json:"at,omitzero"`       // of the last screening; zero = none came about
	Editions []edition `json:"editions,omitzero"` // that it searched
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

// monitoringPart keeps the monitoring beside the case.
func (s *Service) monitoringPart() aggregate.Part[Case] {
	return aggregate.NewPart(KindMonitoring, Case.rounds, Case.withRounds, func(c Case) aggregate.Terms {
		return aggregate.Terms{Due: s.callDue(c)}
	})
}

// rounds returns the monitoring as it is stored; checks that are gone take theirs
// with them.
func (c Case) rounds() rounds {
	out := rounds{Model: c.monitoring.model}
	for _, k := range c.Checks {
		w, ok := c.monitoring.checks[k.ID]
		if !ok {
			continue
		}
		if i := slices.IndexFunc(out.Rounds, func(r round) bool { return reflect.DeepEqual(r.watch, w) }); i >= 0 {
			out.Rounds[i].Checks = append(out.Rounds[i].Checks, k.ID)
			continue
		}
		out.Rounds = append(out.Rounds, round{Checks: []string{k.ID}, watch: w})
	}
	return out
}

// withRounds is the reverse of rounds.
func (c Case) withRounds(stored rounds) Case {
	c.monitoring = monitoring{model: stored.Model}
	for _, r := range stored.Rounds {
		for _, id := range r.Checks {
			c = c.watching(id, r.watch)
		}
	}
	return c
}

// watching sets the watch of a check.
func (c Case) watching(check string, w watch) Case {
	checks := maps.Clone(c.monitoring.checks)
	if checks == nil {
		checks = make(map[string]watch)
	}
	checks[check] = w
	c.monitoring.checks = checks
	return c
}

// unwatched drops the watch of a check whose own screening says all there is.
func (c Case) unwatched(check string) Case {
	if _, ok := c.monitoring.checks[check]; ok {
		c.monitoring.checks = maps.Clone(c.monitoring.checks)
		delete(c.monitoring.checks, check)
	}
	return c
}

// screening is the screening of an aml check with what its watch has to add. The
// value is the caller's own.
func (c Case) screening(k Check) Screening {
	s := *k.Screening
	w, ok := c.monitoring.checks[k.ID]
	if !ok {
		return s
	}
	s.Fails, s.RetryAt, s.Result.At = w.Fails, w.RetryAt, w.At
	s.Result.Lists = slices.Clone(s.Result.Lists)
	for i := range s.Result.Lists {
		run := &s.Result.Lists[i]
		if j := slices.IndexFunc(w.Editions, func(e edition) bool { return e.Key == run.Key }); j >= 0 {
			run.Edition, run.Hash = w.Editions[j].Edition, w.Editions[j].Hash
		}
	}
	return s
}

// watch is what a screening has beside what a reviewer decides on.
func (s Screening) watch() watch {
	w := watch{retry: retry{s.Fails, s.RetryAt}, At: s.Result.At}
	for _, run := range s.Result.Lists {
		w.Editions = append(w.Editions, edition{run.Key, run.Edition, run.Hash})
	}
	return w
}

// monitored shows the monitoring in the checks and the model's state.
func (c Case) monitored() Case {
	c.Checks = slices.Clone(c.Checks)
	for i, k := range c.Checks {
		if k.Screening != nil {
			s := c.screening(k)
			c.Checks[i].Screening = &s
		}
	}
	c.Model.Fails, c.Model.RetryAt = c.monitoring.model.Fails, c.monitoring.model.RetryAt
	c.monitoring = monitoring{}
	return c
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

// touched names the record beside the case where it is to get a new version with
// the case: what it says, or when it is due, is another thing.
func (s *Service) touched(before, after Case) []string {
	if s.callDue(before).Equal(s.callDue(after)) && reflect.DeepEqual(before.rounds(), after.rounds()) {
		return nil
	}
	return []string{KindMonitoring}
}

// watchEvent is an event of the monitoring.
func watchEvent(in input, typ string, pairs ...string) bonafide.Event {
	e := in.Event(typ, pairs...)
	e.Kind = KindMonitoring
	return e
}
