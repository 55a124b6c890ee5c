package aggregate

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/intern"
)

// Lapse goes on with a walk that takes away the texts that no body names any more: up to
// limit records of one kind after another, the texts last. A walk on which a record could
// not be read takes nothing away: nobody knows what it names. The cursor holds when the
// walk began.
func (t Table[T]) Lapse(ctx context.Context, at time.Time, cursor string, limit int) (done int, next string, err error) {
	texts, ok := bonafide.StoreAs[*intern.Store](t.Store)
	if !ok {
		return 0, "", nil
	}
	began, blind, rest := at, "", ""
	if cursor != "" {
		head, tail, _ := strings.Cut(cursor, " ")
		head, blind, rest = strings.TrimSuffix(head, "!"), head[len(strings.TrimSuffix(head, "!")):], tail
		micros, err := strconv.ParseInt(head, 10, 64)
		if err != nil || rest == "" || time.UnixMicro(micros).After(at) {
			return 0, cursor, bonafide.ErrCursor
		}
		began = time.UnixMicro(micros)
	}
	var walk Walk
	kinds := texts.Kinds()
	for _, kind := range kinds[:len(kinds)-1] {
		walk = append(walk, Stage{Kind: kind, Do: func(ctx context.Context, r bonafide.Record) (bool, error) { return texts.Extend(ctx, r.Body) }})
	}
	walk = append(walk, Stage{Kind: kinds[len(kinds)-1], Do: func(ctx context.Context, r bonafide.Record) (bool, error) {
		if blind != "" {
			return false, nil
		}
		return texts.Lapsed(ctx, r, began)
	}})
	done, next, err = walk.Page(ctx, texts.Unwrap(), rest, limit)
	switch {
	case next == rest && err != nil:
		return done, cursor, err
	case err != nil:
		blind = "!"
	}
	if next != "" {
		next = strconv.FormatInt(began.UnixMicro(), 10) + blind + " " + next
	}
	return done, next, err
}
