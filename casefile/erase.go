package casefile

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/record"
)

// Codes of refusals around erasure.
const (
	CodeHeld      bonafide.Code = "legal_hold" // a legal hold is in force; it wins over everything else
	CodeRetention bonafide.Code = "retention"  // the data must still be kept; see Case.RetainedUntil
)

// An EraseRequest asks for the erasure of a case's personal data.
type EraseRequest struct {
	Key    string        `json:"-"` // idempotency key
	Reason ErasureReason `json:"reason"`
}

func (r EraseRequest) check() error {
	switch {
	case r.Reason == "":
		return bonafide.Invalid("reason", bonafide.CodeRequired)
	case !slices.Contains(erasureReasons(), r.Reason):
		return bonafide.Invalid("reason", bonafide.CodeUnknown)
	}
	return nil
}

// erase is the rule of [Service.Erase]. It names what stays, so that a field that is
// added one day is erased unless somebody decides otherwise.
func (c Case) erase(by bonafide.Actor, in EraseRequest, until, at time.Time) (Case, []bonafide.Event, error) {
	if err := by.Check("by"); err != nil {
		return c, nil, err
	}
	if !verbErase.may(by.Kind) {
		return c, nil, bonafide.ErrForbidden
	}
	if err := in.check(); err != nil {
		return c, nil, err
	}
	if c.Erased() {
		return c, nil, nil
	}
	if c.held() {
		return c, nil, &bonafide.RefusedError{Code: CodeHeld}
	}
	if _, err := c.allow(verbErase, by); err != nil {
		return c, nil, err
	}
	if at.Before(until) {
		return c, nil, &bonafide.RefusedError{Code: CodeRetention}
	}
	next := Case{
		ID: c.ID, Platform: c.Platform, Status: c.Status, Template: c.Template, Flags: []Flag{},
		RetainedUntil: c.RetainedUntil, Retention: c.Retention, Indexed: c.Indexed,
		Erasure: Erasure{At: at, By: by, Reason: in.Reason}, CreatedAt: c.CreatedAt, UpdatedAt: strictlyAfter(c.UpdatedAt, at),
	}
	for _, r := range c.Reviews {
		r.Comment = ""
		next.Reviews = append(next.Reviews, r)
	}
	for _, h := range c.Holds {
		h.Reason, h.ReleaseReason = "", ""
		next.Holds = append(next.Holds, h)
	}
	return next.listErasable(c), []bonafide.Event{bonafide.NewEvent(EventErased, at, by, "reason", string(in.Reason))}, nil
}

// A shredder is a store that seals bodies (package store/sealed) and can make
// unreadable, in every copy, what records held before. A store of the host that
// stands before such a one should pass the method on.
type shredder interface {
	Shred(ctx context.Context, records ...bonafide.Record) error
}

// Erase destroys the personal data of a closed case. The wrapped data key goes in
// the same write, so that no sealed identifier and no version of the case opens any
// more; versions and the terms of entities are emptied after it. What stays is the
// id, platform, status, template, the decisions on the case without their comments,
// the holds without theirs, times, and the chain of events. Afterwards Get, List,
// Events and Timeline work on, Case.Erasure says what was done, and every command is
// refused with [bonafide.RefusedErased], repeated ones included.
//
// Platforms, reviewers and the system may. It is refused with a
// [*bonafide.RefusedError] of [CodeHeld] while a legal hold is in force, with a
// [*bonafide.StateError] while the case is not closed, and with [CodeRetention] until
// [Options.Retention] after the closure is over. It fails with an
// [*bonafide.InvalidError] for a reason that is missing or unknown, and with the
// errors of every command: see [Service].
//
// Erase may be repeated at any time, and must be after any other error: it finishes
// what was begun, and [Service.Erasable] lists those that were cut off.
//
// Do not call it within a transaction of the host that may be rolled back: keys
// of a sealing store may be destroyed outside of it.
//
// Copies of whole records elsewhere, such as backups, hold the wrapped key
// beside what it sealed: let them expire, or keep bodies sealed with their keys
// apart (package store/sealed), whose keys Erase destroys too. What checks name as
// evidence lies with the host: read Check.Evidence before.
func (s *Service) Erase(ctx context.Context, by bonafide.Actor, id string, req EraseRequest) (Case, error) {
	// The write that cannot be taken back comes first. The version check lets it pass
	// only if nothing happened since the case was looked at: no hold, no reopening. It
	// takes key, data and external id away together, so that a record never says
	// "erased" while its key is alive. What is left to do after it nobody can read or
	// bring back.
	if _, err := s.run(ctx, request{op: opErase, id: id, by: by, key: req.Key, body: req}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		return c.erase(by, req, s.retainedUntil(c), at)
	}); err != nil {
		return Case{}, err
	}
	return s.finishErasure(ctx, by, id)
}

// finishErasure does what is left after the case's own record was erased. Every
// step may be repeated.
func (s *Service) finishErasure(ctx context.Context, by bonafide.Actor, id string) (Case, error) {
	kept, err := s.table.Get(ctx, id)
	if err != nil {
		return Case{}, err
	}
	c := kept.State
	if !c.Erasure.FinishedAt.IsZero() {
		return s.view(c, by), nil
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
	if sealed, ok := s.table.Store.(shredder); ok {
		if err := sealed.Shred(ctx, bonafide.Record{Kind: Kind, ID: id}); err != nil {
			return Case{}, err
		}
	}
	return s.update(ctx, id, record.Command{Op: opErase, By: by}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		if !c.Erasure.FinishedAt.IsZero() {
			return c, nil, nil // another call was faster
		}
		next := c
		next.Erasure.FinishedAt, next.Indexed, next.UpdatedAt = at, nil, strictlyAfter(c.UpdatedAt, at)
		return next.listErasable(c), []bonafide.Event{bonafide.NewEvent(EventErasureFinished, at, by,
			"versions", strconv.Itoa(len(versions)), "entities", strconv.Itoa(len(entities)))}, nil
	})
}

// empty takes body and labels away from every record of a kind that is named and
// there.
func (s *Service) empty(ctx context.Context, kind string, ids []string) error {
	for some := range slices.Chunk(ids, bonafide.MaxBatch) {
		for try := 0; ; try++ {
			err := s.emptySome(ctx, kind, some)
			if err == nil {
				break
			}
			if !errors.Is(err, bonafide.ErrConflict) || try == 10 {
				return err
			}
		}
	}
	return nil
}

// emptySome does so in one write.
func (s *Service) emptySome(ctx context.Context, kind string, ids []string) error {
	var batch []bonafide.Write
	for _, id := range ids {
		r, err := s.table.Store.Get(ctx, kind, id)
		if errors.Is(err, bonafide.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		if len(r.Body)+len(r.Labels) > 0 {
			batch = append(batch, bonafide.Write{Record: bonafide.Record{Kind: kind, ID: id, Version: r.Version + 1}})
		}
	}
	if len(batch) == 0 {
		return nil
	}
	return s.table.Store.Put(ctx, batch...)
}
