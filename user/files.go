package user

import (
	"context"

	"github.com/bonafide-go/bonafide"
)

// Files lists the keys of the uploads that records name, those of withdrawn
// documents and of unfinished erasures among them. A page holds the keys of at most
// as many users as its limit says: it may be empty, or longer than the limit, and
// the last one has no Next.
//
// A submission whose outcome nobody knows leaves its files where they are, since
// the record may name them, and so does one in a transaction of the host that is
// rolled back. To collect what no record names, a host lists its store of files
// first, then walks all pages here, and deletes what it listed, is older than a
// day and was on no page.
//
// Reviewers and the system may ask, others fail with [bonafide.ErrForbidden]. It
// fails with an [*bonafide.InvalidError] for a limit out of bounds, with
// [bonafide.ErrCursor], and with an error matching [bonafide.ErrUnreadable] where a
// record cannot be read: which uploads it names is unknown, so that nothing may be
// deleted until it can.
func (s *Service) Files(ctx context.Context, by bonafide.Actor, page bonafide.PageRequest) (bonafide.PageOf[string], error) {
	return s.run.Files(ctx, by, page, User.files)
}
