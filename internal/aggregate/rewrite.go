package aggregate

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/bonafide-go/bonafide"
)

// Rewrite writes an aggregate once more under another form of what no event tells of,
// such as keys and blind indexes, until no other writer was in between. The change gets
// the aggregate as it is stored, with those of the named parts that have a record, which
// are written again too. Due times and chains of events stay. It may run several times;
// beside returns the records that belong to the new version. It reports whether anything
// was written: nothing is of an aggregate that is erased.
func (r Runner[T]) Rewrite(ctx context.Context, id string, with []string, change func(context.Context, T) (T, error), beside besides[T]) (bool, error) {
	r.Around = nil // what others say of it is not written
	turn, err := r.Turns.take(ctx, id, nil)
	if err != nil {
		return false, err
	}
	defer turn.leave()
	for try := 0; ; try++ {
		done, err := r.rewrite(ctx, id, with, change, beside)
		if !errors.Is(err, bonafide.ErrConflict) || try == attempts {
			return done, err
		}
		if err := pause(ctx, try); err != nil {
			return false, err
		}
	}
}

func (r Runner[T]) rewrite(ctx context.Context, id string, with []string, change func(context.Context, T) (T, error), beside besides[T]) (bool, error) {
	kept, err := r.Get(ctx, id, with...)
	if err != nil || r.Erased(kept.State) {
		return false, err
	}
	next, err := change(ctx, kept.State)
	if err != nil {
		return false, err
	}
	touched := []string{r.Kind}
	for i, part := range r.Parts {
		if kept.parts[i].version > 0 {
			touched = append(touched, part.kind)
		}
	}
	terms := r.Terms
	r.Terms = func(state T) Terms { t := terms(state); t.Due = kept.due; return t }
	_, err = r.put(ctx, id, kept, Change[T]{State: next}, touched, nil, beside)
	return err == nil, err
}

// A Walk is a pass over all records of some kinds, page by page, that may be cut off,
// repeated, and made by several at once.
type Walk []Stage

// A Stage is the records of one kind in a walk, and what is done with each. Do
// reports whether it did anything.
type Stage struct {
	Kind string
	Do   func(ctx context.Context, r bonafide.Record) (bool, error)
}

// Page goes on from a cursor, empty for the first page, and returns the next one, empty
// after the last, and with how many records something was done. What cannot be read or
// opened does not stop it: the errors are joined. After another error it returns the
// cursor that it was given: the page is to be repeated.
func (w Walk) Page(ctx context.Context, store bonafide.Store, cursor string, limit int) (done int, next string, err error) {
	if limit < 1 || limit > bonafide.MaxPage {
		return 0, cursor, bonafide.Invalid("limit", bonafide.CodeOutOfRange)
	}
	stage, rest, err := w.at(cursor)
	if err != nil {
		return 0, cursor, err
	}
	page, err := store.List(ctx, bonafide.Query{Kind: w[stage].Kind, Cursor: rest, Limit: limit})
	if err != nil && !errors.Is(err, bonafide.ErrUnreadable) {
		return 0, cursor, err
	}
	failed := []error{err}
	for _, r := range page.Records {
		did, err := w[stage].Do(ctx, r)
		switch {
		case err == nil, errors.Is(err, bonafide.ErrNotFound): // taken away meanwhile
		case errors.Is(err, bonafide.ErrUnreadable), errors.Is(err, bonafide.ErrSealed):
			failed = append(failed, fmt.Errorf("%s %s: %w", r.Kind, r.ID, err))
		default:
			return done, cursor, errors.Join(append(failed, err)...)
		}
		if did {
			done++
		}
	}
	switch {
	case page.Next != "":
		next = w[stage].Kind + " " + page.Next
	case stage+1 < len(w):
		next = w[stage+1].Kind + " "
	}
	return done, next, errors.Join(failed...)
}

// at tells where in the walk a cursor goes on.
func (w Walk) at(cursor string) (stage int, rest string, err error) {
	if cursor == "" {
		return 0, "", nil
	}
	for i, s := range w {
		if rest, ok := strings.CutPrefix(cursor, s.Kind+" "); ok {
			return i, rest, nil
		}
	}
	return 0, "", bonafide.ErrCursor
}
