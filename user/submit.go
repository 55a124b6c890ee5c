package user

import (
	"context"
	"errors"
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
	Key       string                `json:"-"` // idempotency key; another mfa_answer under it is another guess, and it is remembered no longer than the answered code is good
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
// changes nothing: among them no_attempts_left, which is found before any upload is
// read, expired_document for what has expired on arrival, and wrong_document_type; with RefusedWithdrawal for a deletion that only a reviewer may
// make (see [Service.WithdrawDocument]); with a [*bonafide.NotConfiguredError] for
// an upload without Options.Files; with an error matching [bonafide.ErrUnavailable] if an upload
// was cut off or the store of files is out of order; and with an error matching
// [bonafide.ErrState] for a closed user.
//
// What is given anew while a document is accepted is its successor: a document of its
// own beside it, by Sub.Renews. The accepted one stays in force until the successor is
// accepted, which then takes its place; a successor that is refused changes nothing,
// unless it was refused for good. Attempts count refusals alone, and a document of
// which there may be one is named once in a request.
//
// Uploads are written to [document.Files] before the record that names them, and while
// other commands on the user go on.
//
// The files of a submission whose outcome is unknown stay in [document.Files]; see
// [Service.Files].
func (s *Service) SubmitDocuments(ctx context.Context, by bonafide.Actor, id string, req SubmitRequest) (User, error) {
	from, refused := req.attemptsLeft(ctx, s, by, id)
	if refused != nil {
		return s.run.Do(ctx, id, by, command{Op: opSubmit, Check: func() error { return refused }})
	}
	h := s.handover(req.Documents)
	h.files.inTurn = false
	c, run := s.prepare(req.by(h)), &h.run
	for try := 0; ; try++ {
		if req.uploads() {
			// Files are written while nobody waits for this user.
			from = run.rehearse(ctx, id, by, &c, from)
		}
		run.files.ran = false
		u, err := s.run.DoFrom(ctx, id, by, c, from)
		run.discardUnwritten(ctx)
		switch {
		case !errors.Is(err, errMoved):
			run.settled(ctx, id, err)
			return u, err
		case try == maxMoves:
			return User{}, bonafide.ErrConflict
		}
		from = nil
	}
}

const opSubmit = "user.submit_documents"

// maxMoves is how often a submission is prepared again because the user changed
// meanwhile.
const maxMoves = 5

func (r SubmitRequest) command(s *Service) command {
	return r.by(s.handover(r.Documents))
}

// by returns the command that hands the documents over.
func (r SubmitRequest) by(h *handover) command {
	r.Documents = h.request.Documents
	return command{Op: opSubmit, Verb: string(permission.VerbSubmit), Key: r.Key, Body: r, Actors: submitters,
		Secrets: h.secrets(), Guess: h.guesses(), With: h.with(), Check: h.check, Rule: h.apply}
}

// submitters are those who hand documents in.
var submitters = []bonafide.ActorKind{bonafide.ActorPlatform, bonafide.ActorUser}

// rules are the host's, for this user on this day.
func (s *Service) rules(u User, at time.Time) document.Rules {
	rules := s.opts.Documents
	rules.Today, rules.At = bonafide.DateOf(at.In(s.opts.Zone)), at
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
