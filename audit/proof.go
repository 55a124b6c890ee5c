package audit

import (
	"context"
	"errors"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/bonafide-go/bonafide"
)

// ErrProof says that a proof does not show what it should.
var ErrProof = errors.New("audit: the proof does not hold")

// Number returns the place of an event in the log, 0 for the first. It reads all leaves
// up to it. It fails with [bonafide.ErrNotFound] for an event that is not logged, or not
// as it is given.
func (l *Log) Number(ctx context.Context, e bonafide.Event) (int64, error) {
	s, err := l.state(ctx)
	if err != nil {
		return 0, err
	}
	leaf, found := Leaf(e), int64(-1)
	err = l.leaves(ctx, s.tree.size, func(n int64, h tlog.Hash) bool {
		if h == leaf {
			found = n
		}
		return found < 0
	})
	if err == nil && found < 0 {
		err = bonafide.ErrNotFound
	}
	return found, err
}

// ProveInclusion returns the hashes that lead from an event of that number to the root of
// a head. It fails with [bonafide.ErrNotFound] if the head does not reach so far.
func (l *Log) ProveInclusion(ctx context.Context, head Head, n int64) (tlog.RecordProof, error) {
	if n < 0 {
		return nil, bonafide.ErrNotFound
	}
	if err := l.reaches(ctx, head, n+1); err != nil {
		return nil, err
	}
	return tlog.ProveRecord(head.Size, n, l.reader(ctx))
}

// CheckInclusion wants the event to be that of number n below the head; else it fails
// with [ErrProof].
func CheckInclusion(proof tlog.RecordProof, head Head, n int64, e bonafide.Event) error {
	if n < 0 || n >= head.Size || tlog.CheckRecord(proof, head.Size, head.Root, n, Leaf(e)) != nil {
		return ErrProof
	}
	return nil
}

// ProveConsistency returns the hashes which show that the newer head only adds to the
// older. It fails with [bonafide.ErrNotFound] if the log does not reach so far.
func (l *Log) ProveConsistency(ctx context.Context, older, newer Head) (tlog.TreeProof, error) {
	if err := l.reaches(ctx, newer, older.Size); err != nil {
		return nil, err
	}
	if older.Size == 0 {
		return nil, nil
	}
	return tlog.ProveTree(newer.Size, older.Size, l.reader(ctx))
}

// CheckConsistency wants every event below the older head to stand at the same place
// below the newer one; else it fails with [ErrProof].
func CheckConsistency(proof tlog.TreeProof, older, newer Head) error {
	if older.Size == 0 && older.Root == (&tree{}).root() && newer.Size >= 0 {
		return nil
	}
	if older.Size < 1 || newer.Size < older.Size || tlog.CheckTree(proof, newer.Size, newer.Root, older.Size, older.Root) != nil {
		return ErrProof
	}
	return nil
}

// reaches wants the log to reach a head, and the head at least so many events.
func (l *Log) reaches(ctx context.Context, head Head, atLeast int64) error {
	s, err := l.state(ctx)
	if err == nil && (head.Size > s.tree.size || head.Size < atLeast) {
		err = bonafide.ErrNotFound
	}
	return err
}
