package casefile

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide/casefile/event"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
)

// An EraseRequest asks for the erasure of a case's personal data.
type EraseRequest bonafide.EraseRequest

// Erase destroys the personal data of a closed case. The wrapped data key goes in
// the same write, so that no sealed identifier and no version of the case opens any
// more; versions and the terms of entities are emptied after it. What stays is the
// id, platform, status, template, the decisions on the case without their comments,
// the holds without theirs, times, and the chain of events. Afterwards Get, List,
// Events and Timeline work on, Case.Erasure says what was done, and every command is
// refused with [bonafide.RefusedErased], repeated ones included.
//
// Platforms, reviewers and the system may. It is refused with a
// [*bonafide.RefusedError] of [bonafide.RefusedHold] while a legal hold is in force, with a
// [*bonafide.StateError] while the case is not closed, and with [bonafide.RefusedRetention] until
// [Options.Retention] after the closure is over; platforms do not learn of a hold and
// get RefusedRetention in its place. It fails with an
// [*bonafide.InvalidError] for a reason that is missing or unknown, and with the
// errors of every command: see [Service].
//
// Records beside the case's own that cannot be read do not stop it: they are
// overwritten, and Erasure.Unread names their kinds. Of a case whose own record cannot be
// read nobody knows whether a hold stands: it fails with an error matching
// [bonafide.ErrUnreadable].
//
// Erase may be repeated at any time, and must be after any other error: it finishes
// what was begun, and [Service.Erasable] lists those that were cut off.
//
// Last of all the store is asked to take out of its files what was overwritten
// ([bonafide.Scrubber]); one that cannot do it now leaves the erasure unfinished, for
// Erase once more. [Service.PlanErasure] tells beforehand what would go and what stays.
//
// Do not call it within a transaction of the host that may be rolled back: keys
// of a sealing store may be destroyed outside of it. In one that is committed, scrub the
// store afterwards.
//
// Copies of whole records elsewhere, such as backups, hold the wrapped key
// beside what it sealed: let them expire, or keep bodies sealed with their keys
// apart (package store/sealed), whose keys Erase destroys too, as long as the Service
// has that store itself, or one that unwraps to it or passes its Shred on. Files of the case are
// deleted; what else checks name as evidence lies with the host: read Check.Evidence before.
func (s *Service) Erase(ctx context.Context, by bonafide.Actor, id string, req EraseRequest) (Case, error) {
	// The write that cannot be taken back comes first. The version check lets it pass
	// only if nothing happened since the case was looked at: no hold, no reopening. It
	// takes key, data and external id away together, so that a record never says
	// "erased" while its key is alive. What is left to do after it nobody can read or
	// bring back.
	if _, err := s.do(ctx, by, id, req); err != nil {
		return Case{}, err
	}
	return s.finishErasure(ctx, by, id)
}

// erase is the rule of [Service.Erase]; until is the end of the retention by the rule
// as it is now.
func (c Case) erase(in input, r EraseRequest, until time.Time) (Case, []bonafide.Event, error) {
	if c.Erased() {
		return c, nil, nil
	}
	if err := c.mayErase(in, until); err != nil {
		return c, nil, err
	}
	return c.bare(in, r.Reason), one(in.Event(event.Erased, "reason", string(r.Reason), "unread", strings.Join(in.Lost, ","))), nil
}

// mayErase says why an actor cannot erase a case yet.
func (c Case) mayErase(in input, until time.Time) error {
	told := c.Holds.Any() && in.By.Is(bonafide.ActorReviewer, bonafide.ActorSystem)
	if _, err := c.Status.next(verbErase); err != nil && !told {
		return err
	}
	return bonafide.Retention{Until: until}.Permits(c.Holds, in.By, in.At)
}

// bare is what an erasure leaves of a case. It names what stays, so that a field that is
// added one day is erased unless somebody decides otherwise.
func (c Case) bare(in input, reason bonafide.ErasureReason) Case {
	next := Case{
		ID: c.ID, Platform: c.Platform, Status: c.Status, Template: c.Template, Flags: []Flag{}, Holds: c.Holds.Erased(),
		Retention: c.Retention, RetentionVersion: c.RetentionVersion, Indexed: c.Indexed,
		Erasure: bonafide.Erasure{At: in.At, By: in.By, Reason: reason, Unread: slices.Clone(in.Lost)}, CreatedAt: c.CreatedAt, UpdatedAt: strictlyAfter(c.UpdatedAt, in.At),
	}
	for _, r := range c.Reviews {
		r.Comment, r.MakerComment, r.Content = "", "", ""
		next.Reviews = append(next.Reviews, r)
	}
	next.Erasure.Files = slices.Sorted(c.addresses())
	return next.countErasable(c)
}

func (r EraseRequest) command(s *Service) command {
	return command{Op: "case.erase", Verb: string(verbErase), Key: r.Key, Body: r, Check: bonafide.EraseRequest(r).Check,
		With: []string{KindMonitoring}, Overwrites: true,
		Rule: pure(func(c Case, in input) (Case, []bonafide.Event, error) { return c.erase(in, r, s.retainedUntil(c)) })}
}

// finishErasure does what is left after the case's own record was erased. Every
// step may be repeated.
func (s *Service) finishErasure(ctx context.Context, by bonafide.Actor, id string) (Case, error) {
	kept, err := s.run.Get(ctx, id)
	if err != nil {
		return Case{}, err
	}
	c := kept.State
	if !c.Erasure.Unfinished() {
		return s.view(c, by, s.now()), nil
	}
	versions := make([]string, kept.Version-1) // the erased one has no copy
	for i := range versions {
		versions[i] = versionID(id, int64(i+1))
	}
	if err := s.empty(ctx, KindVersion, versions); err != nil {
		return Case{}, err
	}
	var entities []string
	for _, entity := range slices.Sorted(maps.Keys(c.Indexed)) {
		entities = append(entities, entityID(id, entity))
	}
	if err := s.empty(ctx, KindEntity, entities); err != nil {
		return Case{}, err
	}
	for _, key := range c.Erasure.Files {
		if s.opts.Files == nil {
			return Case{}, &bonafide.NotConfiguredError{Option: "files"}
		}
		if caught(func() error { return s.opts.Files.Delete(ctx, key) }) != nil {
			return Case{}, errFiles
		}
	}
	if err := s.run.Forget(ctx, id); err != nil {
		return Case{}, err
	}
	if err := s.run.Shred(ctx, bonafide.Record{Kind: Kind, ID: id}, bonafide.Record{Kind: KindMonitoring, ID: id}); err != nil {
		return Case{}, err
	}
	if err := s.run.Scrub(ctx); err != nil {
		return Case{}, err
	}
	call := aggregate.Call{Op: "case.finish_erasure", ID: id, By: by}
	kept, err = s.run.Run(ctx, call, nil, nil, aggregate.Step[Case]{
		By:   by,
		Verb: string(verbErase),
		Rule: pure(func(c Case, in input) (Case, []bonafide.Event, error) {
			return c.finishErasure(in, len(versions), len(entities))
		}),
	})
	if err != nil {
		return Case{}, err
	}
	return s.view(kept.State, by, s.now()), nil
}

// finishErasure notes that nothing is left to do.
func (c Case) finishErasure(in input, versions, entities int) (Case, []bonafide.Event, error) {
	if !c.Erasure.Unfinished() {
		return c, nil, nil // another call was faster
	}
	next := c
	next.Erasure.FinishedAt, next.Erasure.Files, next.Indexed, next.UpdatedAt = in.At, nil, nil, strictlyAfter(c.UpdatedAt, in.At)
	return next.countErasable(c), one(in.Event(event.ErasureFinished, "versions", strconv.Itoa(versions), "entities", strconv.Itoa(entities), "files", strconv.Itoa(len(c.Erasure.Files)))), nil
}
