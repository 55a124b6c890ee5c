package casefile

import (
	"maps"
	"reflect"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
)

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

// callDue is when the next outside call is to be made; zero = never. Only what the
// host supplies is called.
func (s *Service) callDue(c Case) time.Time {
	var due deadline
	if c.Status != Open && c.Status != Approved {
		return due.Time
	}
	if s.opts.Screener != nil {
		for _, k := range c.Checks {
			due.sooner(c.screenDue(k))
		}
	}
	if s.opts.Model != nil {
		due.sooner(c.assessDue())
	}
	return due.Time
}

// screenDue is when an aml check is to be screened; zero = never.
func (c Case) screenDue(k Check) time.Time {
	if k.Screening == nil || k.gone() {
		return time.Time{}
	}
	at := k.Screening.RetryAt
	if w, ok := c.monitoring.checks[k.ID]; ok {
		at = w.RetryAt
	}
	if at.IsZero() || !c.relevant(k.Entity) {
		return time.Time{}
	}
	return at
}

// assessDue is when the risk is to be assessed; zero = never.
func (c Case) assessDue() time.Time {
	switch {
	case !c.Model.stale():
		return time.Time{}
	case !c.monitoring.model.RetryAt.IsZero():
		return c.monitoring.model.RetryAt
	}
	return c.CreatedAt // at once
}
