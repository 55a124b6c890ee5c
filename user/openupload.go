package user

import (
	"context"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/internal/aggregate"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/user/event"
)

// An OpenUploadRequest names the sub-document whose upload is to be looked at.
type OpenUploadRequest struct {
	Key         string `json:"-"` // idempotency key: repeated, it leaves no second event
	SubDocument string `json:"subdocument"`
	Purpose     string `json:"purpose"` // why it must be seen, as a code of the host's such as "document_review": letters, digits and "_-.:|", 1 to 64
}

func (r OpenUploadRequest) check() error { return aggregate.CheckPurpose(r.Purpose) }

// OpenUpload returns the upload of a sub-document in clear, for a reviewer who has to
// look at it, after it has recorded by whom and what for (Regulation (EU) 2016/679 article
// 5(1)(b)). Its media type stands in the sub-document. Numbers can be read off the picture of
// a document, so that it takes the right of [Service.Reveal], and where the program says
// so its second person. What it returns must not be logged or stored.
//
// Others than reviewers fail with [bonafide.ErrForbidden]. It fails with an
// [*bonafide.InvalidError] for a purpose that is missing or no code, with
// [bonafide.ErrNotFound] for a sub-document that is not there, or has no upload, and with
// errors matching [bonafide.ErrUnavailable] or [bonafide.ErrSealed] if it does not open:
// that it was asked for is recorded then too.
func (s *Service) OpenUpload(ctx context.Context, by bonafide.Actor, id string, req OpenUploadRequest) ([]byte, error) {
	if _, err := s.do(ctx, by, id, req); err != nil {
		return nil, err
	}
	u, err := s.alive(ctx, by, id)
	if err != nil {
		return nil, err
	}
	_, d, err := u.uploaded(req.SubDocument)
	if err != nil {
		return nil, err // it was replaced meanwhile
	}
	key, err := s.dataKey(ctx, u)
	if err != nil {
		return nil, err
	}
	return s.opener(d, key)(ctx)
}

func (r OpenUploadRequest) command(*Service) command {
	return command{
		Op: "user.open_upload", Verb: string(permission.VerbReveal), Key: r.Key, Body: r, Actors: reviewers, Check: r.check, About: aboutSub(r.SubDocument),
		Rule: pure(func(u User, in input) (User, []bonafide.Event, error) {
			b, _, err := u.uploaded(r.SubDocument)
			return u, one(in.Event(event.UploadOpened, "document", b.ID, "subdocument", r.SubDocument, "purpose", r.Purpose)), err
		}),
	}
}

// uploaded finds a sub-document with an upload.
func (u User) uploaded(id string) (document.Base, document.Sub, error) {
	if b, d, ok := u.sub(id); ok && d.File != nil {
		return b, d, nil
	}
	return document.Base{}, document.Sub{}, bonafide.ErrNotFound
}
