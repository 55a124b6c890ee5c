package rescreen

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/bonafide-go/bonafide"
)

// Progress is how far a run is.
type Progress struct {
	Run     Run   `json:"run"`
	Done    int   `json:"done"`    // partitions
	Worked  int64 `json:"worked"`  // records
	Hits    int64 `json:"hits"`    // of these records
	Apart   int64 `json:"apart"`   // records that could not be read, or failed three times
	Failing int64 `json:"failing"` // records that are to be tried again
}

// Complete reports whether nothing is left to do.
func (p Progress) Complete() bool {
	return p.Run.State != Planning && p.Done == p.Run.Partitions
}

// Progress tells how far a run is, by reading its partitions. It fails with
// [bonafide.ErrNotFound].
func (r *Runs) Progress(ctx context.Context, id string) (Progress, error) {
	run, _, err := r.run(ctx, id)
	if err != nil {
		return Progress{}, err
	}
	out := Progress{Run: run}
	q := bonafide.Query{Kind: KindPartition, Labels: []string{labelRun + id}, Limit: bonafide.MaxPage}
	for {
		page, err := r.store.List(ctx, q)
		if err != nil {
			return Progress{}, err
		}
		for _, record := range page.Records {
			p, err := decode(record)
			if err != nil {
				return Progress{}, err
			}
			if p.Done {
				out.Done++
			}
			out.Worked += p.Worked
			out.Hits += p.Hits
			out.Apart += p.Apart
			out.Failing += int64(len(p.Failing))
		}
		if q.Cursor = page.Next; page.Next == "" {
			return out, nil
		}
	}
}

// An Apart is a record that a run has set apart: somebody must look.
type Apart struct {
	ID     string `json:"id"`
	Reason string `json:"reason"` // a code: unreadable, sealed, invalid, not_found, refused, state, conflict, too_large or failed
}

// apart is an Apart as it is stored.
type apart struct {
	ID     rawID  `json:"id"`
	Reason string `json:"reason"`
}

// Apart lists the records that a run has set apart. It fails with an
// [*bonafide.InvalidError] for a limit out of bounds, and with [bonafide.ErrCursor].
func (r *Runs) Apart(ctx context.Context, id string, req bonafide.PageRequest) (out bonafide.PageOf[Apart], err error) {
	limit, err := req.Size()
	if err != nil {
		return out, err
	}
	page, err := r.store.List(ctx, bonafide.Query{Kind: KindApart, Labels: []string{labelRun + id}, Cursor: req.Cursor, Limit: limit})
	if err != nil {
		return out, err
	}
	for _, record := range page.Records {
		var a apart
		if json.Unmarshal(record.Body, &a) != nil {
			return out, fmt.Errorf("rescreen: record does not decode: %w", bonafide.ErrUnreadable)
		}
		out.Items = append(out.Items, Apart{ID: string(a.ID), Reason: a.Reason})
	}
	out.Next = page.Next
	return out, nil
}

// Work claims partitions of a run and steps through them until the run is complete or
// the context ends: it returns nil then. While the run is planned or paused, or store or work
// are out of reach, it waits. Any number may work on one run. It fails as [Runs.Claim]
// does for a run that was cancelled or is pinned to other lists, rules or programs.
func (r *Runs) Work(ctx context.Context, run string) error {
	for ctx.Err() == nil {
		did, err := r.partitionOf(ctx, run)
		var state *bonafide.StateError
		switch {
		case ctx.Err() != nil:
			return nil
		case errors.As(err, &state) && state.From == string(Cancelled), errors.Is(err, bonafide.ErrRefused), errors.Is(err, bonafide.ErrNotFound):
			return err
		case err == nil && did:
			continue
		case err == nil:
			if p, err := r.Progress(ctx, run); err == nil && p.Complete() {
				return nil
			}
		case state == nil: // planned or paused is no failure
			r.opts.OnError(run, err)
		}
		r.pause(ctx)
	}
	return nil
}

// partitionOf claims a partition and goes through it. It reports whether there was one.
func (r *Runs) partitionOf(ctx context.Context, run string) (bool, error) {
	l, ok, err := r.Claim(ctx, run)
	for err == nil && ok && !l.Done {
		l, err = r.Step(ctx, l)
	}
	if ok && err != nil && !errors.Is(err, ErrLost) {
		return true, errors.Join(err, r.Release(context.WithoutCancel(ctx), l))
	}
	return ok, err
}

// pause waits, half of the time at random.
func (r *Runs) pause(ctx context.Context) {
	d := r.opts.Interval
	timer := time.NewTimer(d/2 + rand.N(d/2+1))
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
