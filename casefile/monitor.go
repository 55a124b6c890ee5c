package casefile

import (
	"context"
	"strconv"
	"time"

	"github.com/bonafide-go/bonafide/casefile/event"

	"github.com/bonafide-go/bonafide"
)

// A SetMonitoredRequest says whether an aml check is screened again and again.
type SetMonitoredRequest struct {
	Key       string `json:"-"` // idempotency key
	Check     string `json:"check_id"`
	Monitored bool   `json:"is_monitored"`
}

// SetMonitored says whether an aml check is screened again and again, every
// [Options.Rescreen]. Switched on, the next screening is due at once:
// [Service.Advance] does it.
//
// Only reviewers may. It fails with [bonafide.ErrNotFound] for a check that is not
// there or is not an aml check, and with the errors of every command: see [Service].
func (s *Service) SetMonitored(ctx context.Context, by bonafide.Actor, id string, req SetMonitoredRequest) (Case, error) {
	return s.do(ctx, by, id, req)
}

func (r SetMonitoredRequest) command(*Service) command {
	return command{Op: "case.set_monitored", Verb: string(verbCheck), Key: r.Key, Body: r,
		Rule: pure(func(c Case, in input) (Case, []bonafide.Event, error) { return c.setMonitored(in, r) })}
}

// setMonitored is the rule of [Service.SetMonitored].
func (c Case) setMonitored(in input, r SetMonitoredRequest) (Case, []bonafide.Event, error) {
	before, err := c.find(in.By, r.Check)
	if err != nil {
		return c, nil, err
	}
	if before.Screening == nil {
		return c, nil, bonafide.ErrNotFound
	}
	if before.Automation.Monitored == r.Monitored {
		return c, nil, nil
	}
	k, s := before, c.screening(before)
	k.Automation.Monitored = r.Monitored
	s.RetryAt = time.Time{}
	if r.Monitored || !s.complete() {
		s.RetryAt = in.At
	}
	k.Screening = &s
	next, events := c.moveCheck(event.MonitoringChanged, in.By, before, k, in.At, "monitored", strconv.FormatBool(r.Monitored))
	return next, events, nil
}
