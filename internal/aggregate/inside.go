package aggregate

import (
	"context"
	"iter"
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/text"
)

// Insider lets reviewers and the system through.
func Insider(by bonafide.Actor) error {
	if err := by.Admit("by"); err != nil {
		return err
	}
	if !by.Is(bonafide.ActorReviewer, bonafide.ActorSystem) {
		return bonafide.ErrForbidden
	}
	return nil
}

// CheckPurpose refuses what is no code of a host's for why somebody looks.
func CheckPurpose(purpose string) error {
	if fault := text.Code(purpose, true); fault != "" {
		return bonafide.Invalid("purpose", bonafide.Code(fault))
	}
	return nil
}

// Files lists the addresses of the files that the aggregates of a page name, for
// insiders. A page may be empty, or longer than its limit; the last one has no Next.
// With one unreadable record it fails: which files that names is unknown.
func (t Table[T]) Files(ctx context.Context, by bonafide.Actor, page bonafide.PageRequest, named func(T) iter.Seq[string]) (out bonafide.PageOf[string], err error) {
	if err := Insider(by); err != nil {
		return out, err
	}
	limit, err := page.Size()
	if err != nil {
		return out, err
	}
	found, next, err := t.List(ctx, bonafide.Query{Cursor: page.Cursor, Limit: limit})
	if err != nil {
		return out, err
	}
	for _, kept := range found {
		out.Items = slices.AppendSeq(out.Items, named(kept.State))
	}
	out.Next = next
	return out, nil
}
