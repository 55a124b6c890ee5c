package rescreen

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
)

// Kinds of the records that this package keeps.
const (
	KindRun       = "rescreen.run"
	KindPartition = "rescreen.partition"
	KindApart     = "rescreen.apart"
)

// Bounds of a plan.
const (
	MaxRunBytes  = 64      // of a run's id
	MaxPartition = 1000000 // records of a partition
	maxCut       = 50      // partitions that are written at once
)

// Pins are what every record of a run is looked for by. Two runs with other pins never
// mix.
type Pins struct {
	Lists   map[string]string `json:"lists,omitzero"`   // hash of the edition, by list key
	Rules   string            `json:"rules,omitzero"`   // of the matcher, with its thresholds
	Program string            `json:"program,omitzero"` // and its version
}

func (p Pins) equal(o Pins) bool {
	return maps.Equal(p.Lists, o.Lists) && p.Rules == o.Rules && p.Program == o.Program
}

// A Plan says what a run is to go through. Its texts are UTF-8; the ids of the records may
// be any bytes.
type Plan struct {
	ID     string    `json:"id"`              // of the run, the host's own: 1 to 64 bytes without "/"
	Kind   string    `json:"kind"`            // of the records; required. The smaller ones are, the cheaper is the walk
	Labels []string  `json:"labels,omitzero"` // only records that hold all of these when they are come to, such as LabelAsked of package user
	Pins   Pins      `json:"pins"`            // what the run is pinned to
	AsOf   time.Time `json:"as_of"`           // for the record

	// PartitionSize is about how many records a partition has, 1 to a million; 0 means
	// 10,000. A partition is what a worker claims.
	PartitionSize int `json:"partition_size"`
}

func (p Plan) check() error {
	var faults bonafide.Faults
	switch {
	case p.ID == "":
		faults.Add("id", bonafide.CodeRequired)
	case len(p.ID) > MaxRunBytes:
		faults.Add("id", bonafide.CodeTooLong)
	}
	if strings.Contains(p.ID, "/") {
		faults.Add("id", bonafide.CodeMalformed)
	}
	if p.Kind == "" {
		faults.Add("kind", bonafide.CodeRequired)
	}
	if !p.storable() {
		faults.Add("plan", bonafide.CodeMalformed)
	}
	if p.PartitionSize < 0 || p.PartitionSize > MaxPartition {
		faults.Add("partition_size", bonafide.CodeOutOfRange)
	}
	return faults.Err()
}

// storable reports whether the plan is read as it was written: what is no text is not.
func (p Plan) storable() bool {
	body, err := json.Marshal(p)
	var read Plan
	return err == nil && json.Unmarshal(body, &read) == nil && read.equal(p)
}

func (p Plan) equal(o Plan) bool {
	return p.ID == o.ID && p.Kind == o.Kind && slices.Equal(p.Labels, o.Labels) && p.Pins.equal(o.Pins) && p.AsOf.Equal(o.AsOf) && p.PartitionSize == o.PartitionSize
}

// A State is how a run stands.
type State string

// The states of a run.
const (
	Planning  State = "PLANNING" // it is being cut into partitions
	Running   State = "RUNNING"  // workers may claim partitions, or all are done: see [Progress]
	Paused    State = "PAUSED"   // until it is resumed
	Cancelled State = "CANCELLED"
)

// A Run is a plan on its way.
type Run struct {
	Plan       Plan  `json:"plan"`
	State      State `json:"state"`
	Partitions int   `json:"partitions"` // so far
	Planned    int64 `json:"planned"`    // records that were there when they were cut

	Cursor string `json:"cursor,omitzero"` // to which it is cut
}

// Start plans a run: it cuts the records into ranges of ids, once through all of them,
// and returns the run when workers may begin. It may be called again after an error, or
// by several processes: the same plan is the same run, whatever became of it. Records
// that come later fall into these ranges, and are done where the walk has not yet passed.
//
// It fails with an [*bonafide.InvalidError] for a plan that lacks something, or is
// another one than that of a run with the id ("plan": mismatch).
func (r *Runs) Start(ctx context.Context, p Plan) (Run, error) {
	if err := p.check(); err != nil {
		return Run{}, err
	}
	p.AsOf = bonafide.Instant(p.AsOf)
	p.PartitionSize = cmp.Or(p.PartitionSize, 10_000)
	for {
		run, version, err := r.run(ctx, p.ID)
		switch {
		case errors.Is(err, bonafide.ErrNotFound):
			run = Run{Plan: p, State: Planning}
		case err != nil:
			return Run{}, err
		case !run.Plan.equal(p):
			return Run{}, bonafide.Invalid("plan", bonafide.CodeMismatch)
		case run.State != Planning:
			return run, nil
		}
		if err := r.cut(ctx, run, version); err != nil && !errors.Is(err, bonafide.ErrConflict) {
			return Run{}, err
		}
	}
}

// cut writes some more partitions of a run.
func (r *Runs) cut(ctx context.Context, run Run, version int64) error {
	var batch []bonafide.Write
	for len(batch) < maxCut && run.State == Planning {
		p := partition{From: run.Cursor}
		q := bonafide.Query{Kind: run.Plan.Kind, Labels: run.Plan.Labels, Cursor: run.Cursor, Limit: min(run.Plan.PartitionSize, bonafide.MaxPage)}
		for n := 0; n < run.Plan.PartitionSize; {
			page, lost, err := r.page(ctx, q)
			if err != nil {
				return err
			}
			n += len(page.Records) + len(lost)
			run.Planned += int64(len(page.Records) + len(lost))
			for _, record := range page.Records {
				p.To = max(p.To, rawID(record.ID))
			}
			for _, id := range lost {
				p.To = max(p.To, rawID(id))
			}
			if q.Cursor = page.Next; page.Next == "" {
				p.To, run.State = "", Running // the last one is open
				break
			}
		}
		run.Cursor, p.Cursor = q.Cursor, p.From
		batch = append(batch, bonafide.Write{Record: r.record(run.Plan.ID, run.Partitions, 1, p)})
		run.Partitions++
	}
	body, err := json.Marshal(run)
	if err != nil {
		return err
	}
	return r.store.Put(ctx, append(batch, bonafide.Write{Record: bonafide.Record{Kind: KindRun, ID: run.Plan.ID, Version: version + 1, Body: body}})...)
}

// page lists records, and the ids of those that cannot be read.
func (r *Runs) page(ctx context.Context, q bonafide.Query) (bonafide.Page, []string, error) {
	page, err := r.store.List(ctx, q)
	var lost *bonafide.UnreadableError
	if errors.As(err, &lost) {
		return page, lost.IDs, nil
	}
	return page, nil, err
}

// run reads a run and its version.
func (r *Runs) run(ctx context.Context, id string) (run Run, version int64, err error) {
	record, err := r.store.Get(ctx, KindRun, id)
	if err != nil {
		return Run{}, 0, err
	}
	if json.Unmarshal(record.Body, &run) != nil {
		return Run{}, 0, fmt.Errorf("rescreen: run does not decode: %w", bonafide.ErrUnreadable)
	}
	return run, record.Version, nil
}

// Pause lets nobody claim a partition or begin a step until Resume; a step under way is
// carried to its end. Paused twice is paused.
func (r *Runs) Pause(ctx context.Context, id string) error { return r.turn(ctx, id, Paused, Running) }

// Resume lets workers go on where they were.
func (r *Runs) Resume(ctx context.Context, id string) error { return r.turn(ctx, id, Running, Paused) }

// Cancel ends a run for good. What was done stays done.
func (r *Runs) Cancel(ctx context.Context, id string) error {
	return r.turn(ctx, id, Cancelled, Running, Paused, Planning)
}

// turn puts a run into a state from one of others. It fails with
// [bonafide.ErrNotFound] and with a [*bonafide.StateError].
func (r *Runs) turn(ctx context.Context, id string, to State, from ...State) error {
	for {
		run, version, err := r.run(ctx, id)
		if err != nil || run.State == to {
			return err
		}
		if !slices.Contains(from, run.State) {
			return &bonafide.StateError{Kind: "run", From: string(run.State), To: string(to)}
		}
		run.State = to
		body, err := json.Marshal(run)
		if err != nil {
			return err
		}
		err = r.store.Put(ctx, bonafide.Write{Record: bonafide.Record{Kind: KindRun, ID: id, Version: version + 1, Body: body}})
		if !errors.Is(err, bonafide.ErrConflict) {
			return err
		}
	}
}
