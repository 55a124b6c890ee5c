package casefile

import (
	"context"
	"errors"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/event"
	"github.com/bonafide-go/bonafide/internal/aggregate"
	"github.com/bonafide-go/bonafide/internal/canonical"
)

// An OpenFileRequest names the file of a case that is to be looked at.
type OpenFileRequest struct {
	Key     string `json:"-"` // idempotency key: repeated, it leaves no second event
	File    string `json:"file_id"`
	Purpose string `json:"purpose"` // why it must be seen, as a code of the host's such as "document_review": letters, digits and "_-.:|", 1 to 64
}

func (r OpenFileRequest) check() error { return aggregate.CheckPurpose(r.Purpose) }

// OpenFile returns a file of a case and its content in clear, for a reviewer who has to
// look at it, after it has recorded by whom and what for (Regulation (EU) 2016/679 article
// 5(1)(b)). A host that shows it to people does so as a download, and without guessing its
// type: see document.Files. It must not be logged or stored.
//
// Only reviewers may; others fail with [bonafide.ErrForbidden]. It fails with an
// [*bonafide.InvalidError] for a purpose that is missing or no code, with
// [bonafide.ErrNotFound] for a file that is not there, and with the errors of every command:
// see [Service]. It fails with a [*bonafide.NotConfiguredError] without [Options.Files], with
// an error matching [bonafide.ErrUnavailable] where the store of files is out of order, with
// [bonafide.ErrUnreadable] where that has lost the file, and with an error matching
// [bonafide.ErrSealed] for another file in its place: that it was asked for is recorded then
// too.
func (s *Service) OpenFile(ctx context.Context, by bonafide.Actor, id string, req OpenFileRequest) (File, []byte, error) {
	shown, err := s.do(ctx, by, id, req)
	if err != nil {
		return File{}, nil, err
	}
	c, err := s.get(ctx, by, id)
	if err != nil {
		return File{}, nil, err
	}
	stored, ok := c.File(req.File)
	if !ok {
		return File{}, nil, bonafide.ErrNotFound // the case was erased meanwhile
	}
	content, err := s.content(ctx, c, stored)
	if err != nil {
		return File{}, nil, err
	}
	f, _ := shown.File(req.File)
	return f, content, nil
}

func (r OpenFileRequest) command(*Service) command {
	return command{Op: "case.open_file", Verb: string(verbReveal), Key: r.Key, Body: r, Check: r.check,
		Rule: pure(func(c Case, in input) (Case, []bonafide.Event, error) {
			f, ok := c.File(r.File)
			if !ok {
				return c, nil, bonafide.ErrNotFound
			}
			return c, one(in.Event(event.FileOpened, "file", f.ID, "check", f.Check, "purpose", r.Purpose)), nil
		})}
}

// content reads a file in clear.
func (s *Service) content(ctx context.Context, c Case, f File) ([]byte, error) {
	if s.opts.Files == nil {
		return nil, &bonafide.NotConfiguredError{Option: "files"}
	}
	var sealed []byte
	switch err := caught(func() (err error) { sealed, err = s.opts.Files.Get(ctx, f.Key); return err }); {
	case errors.Is(err, bonafide.ErrNotFound):
		return nil, bonafide.ErrUnreadable
	case err != nil:
		return nil, errFiles
	}
	key, err := s.dataKey(ctx, c)
	if err != nil {
		return nil, err
	}
	content, err := key.OpenBytes(f.field(), sealed)
	if err == nil && canonical.Sum(content) != f.SHA256 {
		return nil, bonafide.ErrSealed
	}
	return content, err
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
func (s *Service) Files(ctx context.Context, by bonafide.Actor, page bonafide.PageRequest) (bonafide.PageOf[string], error) {
	return s.run.Files(ctx, by, page, Case.addresses)
}
