package rescreen

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/bonafide-go/bonafide"
)

const (
	maxFails   = 3    // of a record, before it is set apart
	maxFailing = 1000 // records of a partition that are tried again; more are set apart at once
	maxRaces   = 10   // of a step for one record with other writers

	maxWrites = bonafide.MaxBatch - 2 // of the work: one is the partition's, and one may set a record apart
)

// ErrLost says that a lease ran out and another worker has claimed the partition: what
// the step did was not written. It matches [bonafide.ErrConflict].
var ErrLost = fmt.Errorf("rescreen: the lease was lost: %w", bonafide.ErrConflict)

// Step does some more records of a partition: what they write, and how far the partition
// has come, is one Put. It returns the lease to go on with. A step that was done before,
// by a call whose answer was lost, is not done again.
//
// Where other writers are in between, or the store refuses what was written, the records
// are done again, one at a time.
//
// It fails with [ErrLost], as Claim does where the run is no longer to be worked on, and
// with whatever says that the store or the work is out of reach: then nothing is
// written, and the same call may be repeated.
func (r *Runs) Step(ctx context.Context, l Lease) (Lease, error) {
	refused := ""
	for limit, races := r.opts.Limit, 0; ; races++ {
		if err := r.may(ctx, l.Run); err != nil {
			return l, err
		}
		p, version, err := r.partition(ctx, l.Run, l.Partition)
		switch {
		case err != nil:
			return l, err
		case p.Epoch != l.Epoch:
			return l, ErrLost
		case p.Done || p.Steps != l.Steps:
			return l.at(p), nil
		}
		if races > maxRaces {
			refused = "conflict"
		}
		s := step{r: r, l: l, p: p, unit: newUnit(r.store), refused: refused}
		if err := s.do(ctx, limit); err != nil {
			return l, err
		}
		if err := r.may(ctx, l.Run); err != nil { // other lists may have come meanwhile
			return l, err
		}
		s.p.Steps++
		s.p.lease(r.now(), r.opts.Lease)
		err = r.store.Put(ctx, append(s.unit.batch(), bonafide.Write{Record: r.record(l.Run, l.Partition, version+1, s.p)})...)
		switch {
		case err == nil:
			return l.at(s.p), nil
		case errors.Is(err, bonafide.ErrConflict), errors.Is(err, bonafide.ErrDuplicate):
		case refused != "" || ctx.Err() != nil || own(err) == "":
			return l, err
		case limit == 1: // what the next record writes is refused for good
			refused = own(err)
		}
		limit = 1
	}
}

// at is the lease at the place that its partition has come to.
func (l Lease) at(p partition) Lease {
	l.Steps, l.Done = p.Steps, p.Done
	return l
}

// A step is one Step on its way.
type step struct {
	r       *Runs
	l       Lease
	p       partition
	unit    *unit
	refused string // why the record that is next counts as failed: it was raced for too often, or its writes are refused
}

// A todo is a record to be done.
type todo struct {
	id    string
	fails int  // so far
	lost  bool // it cannot be read
}

// do does up to limit records.
func (s *step) do(ctx context.Context, limit int) error {
	todos, pageEnd, err := s.todos(ctx, limit)
	if err != nil {
		return err
	}
	work := s.r.work(s.unit)
	for i, t := range todos {
		if i == limit || i > 0 && len(s.unit.order) >= maxWrites {
			return nil
		}
		mark := s.unit.mark()
		hits, reason, err := s.try(ctx, work, t)
		full := len(s.unit.order) > maxWrites
		if err != nil || full && i > 0 {
			s.unit.reset(mark)
			if i > 0 {
				return nil // what is done is kept
			}
			return err
		}
		if full {
			reason = "too_large"
		}
		if reason == "" {
			s.p.Worked++
			s.p.Hits += int64(hits)
		} else {
			s.unit.reset(mark)
			work = s.r.work(s.unit) // what it knows to be written may have been taken back
		}
		if err := s.leave(ctx, t, reason); err != nil {
			return err
		}
	}
	if pageEnd != nil {
		pageEnd(&s.p)
	}
	s.p.Done = s.p.Walked && len(s.p.Failing) == 0
	return nil
}

// todos returns what is to be done next: records of the page that is under way, with
// what to note at its end, or what failed once the range is gone through.
func (s *step) todos(ctx context.Context, limit int) (out []todo, pageEnd func(*partition), err error) {
	if s.p.Walked {
		for _, f := range s.p.Failing {
			out = append(out, todo{id: string(f.ID), fails: f.Fails})
		}
		if len(out) <= limit {
			pageEnd = func(*partition) {}
		}
		return out[:min(limit, len(out))], pageEnd, nil
	}
	run, _, err := s.r.run(ctx, s.l.Run)
	if err != nil {
		return nil, nil, err
	}
	page, lost, err := s.r.page(ctx, bonafide.Query{Kind: run.Plan.Kind, Labels: run.Plan.Labels, Cursor: s.p.Cursor, Limit: s.r.opts.Limit})
	if err != nil {
		return nil, nil, err
	}
	for _, record := range page.Records {
		out = append(out, todo{id: record.ID})
		s.unit.seen(record)
	}
	for _, id := range lost {
		out = append(out, todo{id: id, lost: true})
	}
	last := page.Next == ""
	out = slices.DeleteFunc(out, func(t todo) bool {
		beyond := s.p.To != "" && t.id > string(s.p.To)
		last = last || beyond || s.p.To != "" && t.id == string(s.p.To)
		return beyond || t.id <= string(s.p.After)
	})
	slices.SortFunc(out, func(a, b todo) int {
		if a.id < b.id {
			return -1
		}
		return 1
	})
	if len(out) <= limit {
		pageEnd = func(p *partition) { p.Cursor, p.Walked = page.Next, last }
	}
	return out, pageEnd, nil
}

// try does one record. The reason says why it failed, by a code; the error that nothing
// can be done now.
func (s *step) try(ctx context.Context, work Work, t todo) (hits int, reason string, err error) {
	switch {
	case t.lost:
		return 0, "unreadable", nil
	case s.refused != "":
		reason, s.refused = s.refused, ""
		return 0, reason, nil
	}
	hits, err = guarded(ctx, work, t.id)
	switch {
	case err == nil:
		return hits, "", nil
	case ctx.Err() != nil:
		return 0, "", ctx.Err()
	case errors.Is(err, bonafide.ErrUnavailable), errors.Is(err, bonafide.ErrNotConfigured):
		return 0, "", err
	}
	if reason = own(err); reason == "" {
		reason = "failed"
	}
	return 0, reason, nil
}

// own returns the code of an error that is one record's own; empty for others.
func own(err error) string {
	for _, known := range []struct {
		err    error
		reason string
	}{
		{bonafide.ErrUnreadable, "unreadable"}, {bonafide.ErrSealed, "sealed"}, {bonafide.ErrInvalid, "invalid"},
		{bonafide.ErrNotFound, "not_found"}, {bonafide.ErrRefused, "refused"}, {bonafide.ErrState, "state"},
	} {
		if errors.Is(err, known.err) {
			return known.reason
		}
	}
	return ""
}

// guarded is the work without its panics.
func guarded(ctx context.Context, work Work, id string) (hits int, err error) {
	defer func() {
		if recover() != nil {
			err = errPanicked
		}
	}()
	return work(ctx, id)
}

var errPanicked = errors.New("rescreen: the work panicked")

// leave notes that a record was done, or failed for a reason.
func (s *step) leave(ctx context.Context, t todo, reason string) error {
	if s.p.Walked {
		s.p.Failing = slices.Clone(s.p.Failing[1:])
	} else {
		s.p.After = rawID(t.id)
	}
	if reason == "" {
		return nil
	}
	if !t.lost && t.fails+1 < maxFails && len(s.p.Failing) < maxFailing {
		s.p.Failing = append(slices.Clip(s.p.Failing), failing{rawID(t.id), t.fails + 1})
		return nil
	}
	body, err := json.Marshal(apart{rawID(t.id), reason})
	if err != nil {
		return err
	}
	id := fmt.Sprintf("%s/%08d", partitionID(s.l.Run, s.l.Partition), s.p.Apart)
	s.p.Apart++
	return s.unit.Put(ctx, bonafide.Write{Record: bonafide.Record{Kind: KindApart, ID: id, Version: 1, Labels: []string{labelRun + s.l.Run}, Body: body}})
}
