package rescreen

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store"
)

// A partition is a range of ids, and how far it is done.
type partition struct {
	From   string    `json:"from,omitzero"`   // cursor that it begins at
	To     rawID     `json:"to,omitzero"`     // last id; empty = to the end
	Cursor string    `json:"cursor,omitzero"` // of the page that is under way
	After  rawID     `json:"after,omitzero"`  // last id that was done
	Walked bool      `json:"walked,omitzero"` // the range is gone through: what failed is left
	Done   bool      `json:"done,omitzero"`
	Epoch  int64     `json:"epoch"`          // counts claims
	Steps  int64     `json:"steps"`          // counts steps
	Until  time.Time `json:"until,omitzero"` // end of the lease; zero = free
	Lease  int64     `json:"lease,omitzero"` // its length, in microseconds

	Worked int64 `json:"worked"`
	Hits   int64 `json:"hits"`
	Apart  int64 `json:"apart"`

	Failing []failing `json:"failing,omitzero"` // to be tried again
}

// failing is a record that failed.
type failing struct {
	ID    rawID `json:"id"`
	Fails int   `json:"fails"`
}

// A rawID is an id of a record: bytes, which JSON cannot hold by itself.
type rawID string

// MarshalJSON writes a term.
func (b rawID) MarshalJSON() ([]byte, error) { return store.EncodeTerms([]string{string(b)}), nil }

// UnmarshalJSON reads one.
func (b *rawID) UnmarshalJSON(text []byte) error {
	terms, err := store.DecodeTerms(text)
	if err != nil || len(terms) != 1 {
		return bonafide.ErrUnreadable
	}
	*b = rawID(terms[0])
	return nil
}

// A Lease is a claim of a partition.
type Lease struct {
	Run       string `json:"run"`
	Partition int    `json:"partition"`
	Epoch     int64  `json:"epoch"`
	Steps     int64  `json:"steps"`         // steps done so far: the place in the partition
	Done      bool   `json:"done,omitzero"` // nothing is left of it
}

// lease claims the partition from a time on.
func (p *partition) lease(at time.Time, length time.Duration) {
	p.Until, p.Lease = bonafide.Instant(at.Add(length)), length.Microseconds()
}

// claimed reports whether somebody holds a lease. One that ends later than twice its
// length from now was dated by a clock that is far ahead, and counts as over: else nobody
// would take over from a worker that was killed for as long as that clock was.
func (p *partition) claimed(at time.Time) bool {
	left := p.Until.Sub(at)
	return left >= 0 && left.Microseconds() <= 2*p.Lease
}

const (
	labelRun  = "run="
	labelOpen = "open"
	labelDone = "done"
)

// always is the due time of what can be claimed at any time.
var always = time.Date(1, 1, 2, 0, 0, 0, 0, time.UTC)

func partitionID(run string, n int) string { return fmt.Sprintf("%s/%08d", run, n) }

// record is a partition as it is stored.
func (r *Runs) record(run string, n int, version int64, p partition) bonafide.Record {
	body, _ := json.Marshal(p) // numbers, times of this package's own making, and texts
	record := bonafide.Record{Kind: KindPartition, ID: partitionID(run, n), Version: version, Labels: []string{labelRun + run, labelOpen}, Due: p.Until, Body: body}
	switch {
	case p.Done:
		record.Labels[1], record.Due = labelDone, time.Time{}
	case p.Until.IsZero():
		record.Due = always
	}
	return record
}

// partition reads a partition and its version.
func (r *Runs) partition(ctx context.Context, run string, n int) (partition, int64, error) {
	record, err := r.store.Get(ctx, KindPartition, partitionID(run, n))
	if err != nil {
		return partition{}, 0, err
	}
	p, err := decode(record)
	return p, record.Version, err
}

func decode(r bonafide.Record) (p partition, err error) {
	if json.Unmarshal(r.Body, &p) != nil {
		return p, fmt.Errorf("rescreen: partition does not decode: %w", bonafide.ErrUnreadable)
	}
	return p, nil
}

// Claim claims a partition of a run that nobody works on, and reports whether there was
// one. It fails with [bonafide.ErrNotFound] for an unknown run, with a
// [*bonafide.StateError] for one that is not running, and with a
// [*bonafide.RefusedError] of [RefusedPins] where this process holds other lists, rules
// or programs than those of the run.
func (r *Runs) Claim(ctx context.Context, run string) (Lease, bool, error) {
	if err := r.may(ctx, run); err != nil {
		return Lease{}, false, err
	}
	at := r.now()
	q := bonafide.Query{Kind: KindPartition, Labels: []string{labelRun + run, labelOpen}, DueBefore: at, Limit: 32}
	page, err := r.store.List(ctx, q)
	if err != nil {
		return Lease{}, false, err
	}
	if len(page.Records) == 0 { // all that are open are claimed; some perhaps by a clock that is ahead
		q.DueBefore, q.Limit = time.Time{}, bonafide.MaxPage
		if page, err = r.store.List(ctx, q); err != nil {
			return Lease{}, false, err
		}
	}
	rand.Shuffle(len(page.Records), func(i, j int) { page.Records[i], page.Records[j] = page.Records[j], page.Records[i] })
	for _, record := range page.Records {
		p, err := decode(record)
		if err != nil {
			return Lease{}, false, err
		}
		if p.claimed(at) {
			continue
		}
		var n int
		if _, err := fmt.Sscanf(record.ID[len(run)+1:], "%d", &n); err != nil {
			return Lease{}, false, fmt.Errorf("rescreen: partition has another id: %w", bonafide.ErrUnreadable)
		}
		p.Epoch++
		p.lease(at, r.opts.Lease)
		err = r.store.Put(ctx, bonafide.Write{Record: r.record(run, n, record.Version+1, p)})
		if err == nil {
			return Lease{Run: run, Partition: n, Epoch: p.Epoch, Steps: p.Steps}, true, nil
		}
		if !errors.Is(err, bonafide.ErrConflict) {
			return Lease{}, false, err
		}
	}
	return Lease{}, false, nil
}

// RefusedPins says that a worker holds other lists, rules or programs than the run.
const RefusedPins bonafide.Code = "pins"

// may reports whether this process may work on a run.
func (r *Runs) may(ctx context.Context, id string) error {
	run, _, err := r.run(ctx, id)
	switch {
	case err != nil:
		return err
	case run.State != Running:
		return &bonafide.StateError{Kind: "run", From: string(run.State), To: string(Running)}
	case !run.Plan.Pins.equal(r.pins()):
		return &bonafide.RefusedError{Code: RefusedPins}
	}
	return nil
}

// Release gives a claim back, so that others need not wait for its end. A lease that was
// lost is none to give back.
func (r *Runs) Release(ctx context.Context, l Lease) error {
	p, version, err := r.partition(ctx, l.Run, l.Partition)
	if err != nil || p.Epoch != l.Epoch || p.Done {
		return err
	}
	p.Until = time.Time{}
	err = r.store.Put(ctx, bonafide.Write{Record: r.record(l.Run, l.Partition, version+1, p)})
	if errors.Is(err, bonafide.ErrConflict) {
		return nil
	}
	return err
}
