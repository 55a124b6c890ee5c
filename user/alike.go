package user

import (
	"bytes"
	"context"
	"time"

	"github.com/bonafide-go/bonafide/internal/intern"
)

// kindOfLists is the kind of the records that hold which editions of the lists were
// searched without a hit: those of all users name them.
const kindOfLists = Kind + ".lists"

// alike is what users have in common: how a search of many lists went that found nobody.
// Where there is a hit, or a list failed, it stands with the user.
func alike(now func() time.Time) *intern.Rule {
	return &intern.Rule{
		Kind:  kindOfLists,
		Now:   now,
		Kinds: []string{Kind, KindCoverage, kindOfDecisions},
		Members: []intern.Member{
			{Name: "lists", Opens: '[', Common: func(runs []byte) bool {
				return nothingBut(runs, `"result":"`) && !bytes.Contains(runs, []byte(`"cut":`))
			}},
			{Name: "screening_results", Opens: '{', Common: func(results []byte) bool { return nothingBut(results, `:"`) }},
		},
	}
}

// nothingBut reports whether a value says NO_MATCH behind each mark, once at least.
func nothingBut(value []byte, mark string) bool {
	n := bytes.Count(value, []byte(mark))
	return n > 0 && n == bytes.Count(value, []byte(mark+`NO_MATCH"`))
}

// SweepLists goes on with a walk that deletes which editions of the lists were searched, where
// no user says so any more: what searches say alike is stored once, and outlives whoever
// said it. It looks at up to limit records, 1 to [bonafide.MaxPage], and returns of how
// many it wrote or deleted anything.
//
// It begins with an empty cursor, and returns the next one, empty after the last. It may be
// cut off and repeated at any time, also by several processes, while commands go on: a text
// goes a month after anybody was last known to say it. Once a month is often enough. A
// [bonafide.Store] that is no [bonafide.Deleter] keeps them all.
//
// It fails with an [*bonafide.InvalidError] for a limit out of bounds, and with
// [bonafide.ErrCursor]. Records that do not open do not stop it: it returns the
// next cursor, and their errors joined, each matching [bonafide.ErrUnreadable] or
// [bonafide.ErrSealed]; nothing is deleted on that walk. After any other error
// it returns the cursor that it was given.
//
// It is for the host, and no actor is asked for: nothing that anybody can see goes.
func (s *Service) SweepLists(ctx context.Context, cursor string, limit int) (done int, next string, err error) {
	ctx, end := s.run.Begin(ctx, "user.sweep_lists", "")
	defer end(&err)
	return s.run.Lapse(ctx, s.now(), cursor, limit)
}
