package user

import (
	"context"
	"encoding/hex"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
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
// changed, what is left empty stays.
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
// changes nothing; with an error matching [bonafide.ErrUnavailable] if an upload
// was cut off or the store of files is out of order; and with an error matching
// [bonafide.ErrState] for a closed user.
func (s *Service) SubmitDocuments(ctx context.Context, by bonafide.Actor, id string, req SubmitRequest) (User, error) {
	run := &submission{ctx: ctx, s: s}
	u, err := s.run.Do(ctx, id, by, s.prepare(req.into(s, run)))
	if err != nil {
		run.discard()
		return User{}, err
	}
	run.finish()
	return u, nil
}

func (r SubmitRequest) command(s *Service) command { return r.into(s, &submission{s: s}) }

// into is the command with the run that it is carried out by.
func (r SubmitRequest) into(s *Service, run *submission) command {
	c := command{Op: "user.submit_documents", Verb: string(permission.VerbSubmit), Key: r.Key,
		Actors: []bonafide.ActorKind{bonafide.ActorPlatform, bonafide.ActorUser}}
	if r.answers() {
		c.With = []string{KindAccess} // the codes are kept there
	}
	r, err := r.buffer(s.opts.Documents.Upload.MaxBytes)
	c.Body, c.Secrets = r, append(r.secrets(), r.digests()...)
	c.Check = func() error {
		switch {
		case err != nil:
			return err
		case len(r.Documents) == 0:
			return bonafide.Invalid("documents", bonafide.CodeRequired)
		case len(r.Documents) > MaxBases:
			return bonafide.Invalid("documents", bonafide.CodeTooMany)
		}
		return nil
	}
	c.Rule = func(ctx context.Context, u User, in input) (change, error) {
		run.discard() // nothing stays of a try that lost its race
		if err := r.rewind(); err != nil {
			return change{}, err
		}
		key, err := s.dataKey(ctx, u)
		if err != nil {
			return change{}, err
		}
		*run = submission{ctx: ctx, s: s, in: in, key: key}
		return run.apply(u, r)
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
// (Synapse user object, base document schema).
func (s *Service) baseID(u User, b document.Base) string {
	return hex.EncodeToString(s.keys.MAC("base document", u.ID, b.Email.Fold(), string(b.PhoneNumber)))
}

func renamed(old, now string) string {
	if old == now {
		return ""
	}
	return now
}
