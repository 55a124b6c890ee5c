package casefile

import (
	"context"
	"errors"
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/canonical"
)

// OpenFile returns a file of a case and its content, for whoever sees the check that it was
// handed in for. A host that shows it to people does so as a download, and without guessing
// its type: see document.Files.
//
// It fails with [bonafide.ErrNotFound] for a file that is not there or not the actor's to
// see, with a [*bonafide.NotConfiguredError] without [Options.Files], with an error matching
// [bonafide.ErrUnavailable] where the store of files is out of order, with
// [bonafide.ErrUnreadable] where it has lost the file, with an error matching
// [bonafide.ErrSealed] for another file in its place, and as [Service.Get] does.
func (s *Service) OpenFile(ctx context.Context, by bonafide.Actor, id, file string) (File, []byte, error) {
	c, err := s.get(ctx, by, id)
	if err != nil {
		return File{}, nil, err
	}
	shown, ok := s.view(c, by, s.now()).File(file)
	stored, _ := c.File(file)
	switch {
	case !ok:
		return File{}, nil, bonafide.ErrNotFound
	case s.opts.Files == nil:
		return File{}, nil, &bonafide.NotConfiguredError{Option: "files"}
	}
	var sealed []byte
	switch err := caught(func() (err error) { sealed, err = s.opts.Files.Get(ctx, stored.Key); return err }); {
	case errors.Is(err, bonafide.ErrNotFound):
		return File{}, nil, bonafide.ErrUnreadable
	case err != nil:
		return File{}, nil, errFiles
	}
	key, err := s.dataKey(ctx, c)
	if err != nil {
		return File{}, nil, err
	}
	content, err := key.OpenBytes(stored.field(), sealed)
	if err != nil {
		return File{}, nil, err
	}
	if canonical.Sum(content) != stored.SHA256 {
		return File{}, nil, bonafide.ErrSealed
	}
	return shown, content, nil
}

// Files lists the addresses of the files that cases name, those of unfinished erasures
// among them. A page holds those of at most as many cases as its limit says: it may be
// empty, or longer than the limit, and the last one has no Next. A host that collects what
// no record names walks all pages, besides those of the users that share its store of
// files.
//
// Reviewers and the system may ask, others fail with [bonafide.ErrForbidden]. It fails with
// an [*bonafide.InvalidError] for a limit out of bounds, with [bonafide.ErrCursor], and with
// an error matching [bonafide.ErrUnreadable] where a record cannot be read: which files it
// names is unknown, so that nothing may be deleted until it can.
func (s *Service) Files(ctx context.Context, by bonafide.Actor, page bonafide.PageRequest) (out bonafide.PageOf[string], err error) {
	if err := insider(by); err != nil {
		return out, err
	}
	limit, err := page.Size()
	if err != nil {
		return out, err
	}
	found, next, err := s.run.List(ctx, bonafide.Query{Cursor: page.Cursor, Limit: limit})
	if err != nil {
		return out, err
	}
	for _, kept := range found {
		out.Items = slices.AppendSeq(out.Items, kept.State.addresses())
	}
	out.Next = next
	return out, nil
}
