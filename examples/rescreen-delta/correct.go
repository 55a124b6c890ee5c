package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/match"
)

// correct shows a reviewer at work on a running engine: an edition that lost half of its
// entries is refused, looked at, accepted, found wrong after all and rolled back.
func correct(ctx context.Context, engine *match.Engine, book *match.Book, out io.Writer) error {
	held := engine.Snapshot().Lists()[0]
	half, err := screening.NewList(held.Key, held.Edition.AddDays(1), held.Entries[:len(held.Entries)/2])
	if err != nil {
		return err
	}
	var refused *screening.ListError
	if err := engine.Load(half); !errors.As(err, &refused) {
		return fmt.Errorf("half of the list was taken: %w", err)
	}
	fmt.Fprintf(out, "%s: refused, %s from %d to %d\n", half.Edition, refused.Code, refused.Had, refused.Got)

	trial, err := engine.Try(half)
	if err != nil {
		return err
	}
	gone := 0
	for a, err := range trial.Affected(ctx, book) {
		if err != nil {
			return err
		}
		gone += len(a.Gone)
	}
	fmt.Fprintf(out, "  it would remove %d entries, and %d hits on customers\n", len(trial.Delta.Removed), gone)

	anna := bonafide.Reviewer("anna")
	if err := engine.Accept(half.Key, refused.Hash, anna, "the publisher announced the end of a programme"); err != nil {
		return err
	}
	if err := engine.Load(half); err != nil {
		return err
	}
	fmt.Fprintf(out, "  accepted by a reviewer: edition %s is searched\n", engine.Editions()[half.Key])
	if err := engine.Rollback(half.Key, anna, "the announcement was of another list"); err != nil {
		return err
	}
	err = engine.Load(half)
	fmt.Fprintf(out, "  rolled back: edition %s is searched, the other one is refused (%v)\n", engine.Editions()[half.Key], errors.As(err, &refused) && refused.Code == screening.CodeListWithdrawn)
	return engine.Remove(held.Key, anna, "the example is over")
}
