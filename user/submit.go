package user

import (
	"context"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/internal/canonical"
	"github.com/bonafide-go/bonafide/permission"
)

// Bounds of a user's documents.
const (
	MaxBases = 30 // base documents
	maxSubs  = 60 // sub-documents of each
)

// A SubmitRequest adds, changes or deletes base documents and sub-documents.
//
// A base document is changed if its id is given, or if its e-mail and phone
// number are those of one that is there; else it is added. Of one that is
// changed, what is left empty stays. What is deleted, replaced or renamed is
// withdrawn: it counts no more and is kept until Erase, in User.Withdrawn. What was
// found of a subject goes on counting.
type SubmitRequest struct {
	Key       string                `json:"-"` // idempotency key
	Documents []document.Submission `json:"documents"`
}

// SubmitDocuments adds, changes or deletes documents of a user. Every new
// sub-document that is to be checked answers SUBMITTED|REVIEWING; its verdict
// comes later, through [Service.Advance] or [Service.Resolve]. A number that another
// user of the tenant has given who is LOCKED now, for whatever reason, is
// [document.Blacklisted] at once; only a reviewer lifts that, by Service.Resolve.
//
// Platforms and the user itself may, others fail with [bonafide.ErrForbidden]. It
// fails with an [*bonafide.InvalidError] that lists every fault of the whole
// request by its path ("documents[0].virtual_docs[1].document_value"), and then
// changes nothing; with RefusedWithdrawal for a deletion that only a reviewer may
// make (see [Service.WithdrawDocument]); with an error matching [bonafide.ErrUnavailable] if an upload
// was cut off or the store of files is out of order; and with an error matching
// [bonafide.ErrState] for a closed user.
//
// The files of a submission whose outcome is unknown stay in [document.Files]; see
// [Service.Files].
func (s *Service) SubmitDocuments(ctx context.Context, by bonafide.Actor, id string, req SubmitRequest) (User, error) {
	return s.run.Do(ctx, id, by, s.prepare(req.command(s)))
}

func (r SubmitRequest) command(s *Service) command {
	c := command{Op: "user.submit_documents", Verb: string(permission.VerbSubmit), Key: r.Key,
		Actors: []bonafide.ActorKind{bonafide.ActorPlatform, bonafide.ActorUser}}
	if r.answers() {
		c.With = []string{KindAccess} // the codes are kept there
	}
	var digests []bonafide.Secret
	err := r.bounds()
	if err == nil {
		r, digests, err = r.buffer(s.opts.Documents.Upload.MaxBytes)
	}
	c.Body, c.Secrets = r, append(r.secrets(), digests...)
	c.Check = func() error { return err }
	run := &submission{s: s}
	c.Rule = func(ctx context.Context, u User, in input) (change, error) {
		run.discard(u) // nothing stays of a try that lost its race
		if err := r.rewind(); err != nil {
			return change{}, err
		}
		key, err := s.dataKey(ctx, u)
		if err != nil {
			return change{}, err
		}
		*run = submission{ctx: ctx, s: s, in: in, key: key}
		next, err := run.apply(u, r)
		if err != nil {
			run.discard(u)
		}
		return next, err
	}
	return c
}

// rules are the host's, for this user on this day.
func (s *Service) rules(u User, at time.Time) document.Rules {
	rules := s.opts.Documents
	rules.Today = bonafide.DateOf(at.In(s.opts.Zone))
	rules.Business = u.IsBusiness
	return rules
}

// baseID is the id of a base document: 64 hex digits over e-mail and phone
// number, so that a user has one for each pair and the id says nothing of either
// (Synapse user object, base document schema), least of all once the user is erased.
func (u User) baseID(b document.Base) string {
	return canonical.Keyed(u.Salt, "base document", b.Email.Fold(), string(b.PhoneNumber))
}

func renamed(old, now string) string {
	if old == now {
		return ""
	}
	return now
}
