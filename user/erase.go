package user

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/record"
	"github.com/bonafide-go/bonafide/permission"
)

// Codes of refusals around erasure.
const (
	RefusedErased    bonafide.Code = "erased"     // the user's personal data is gone: nothing can be done with it, ever
	RefusedHold      bonafide.Code = "legal_hold" // a legal hold is in force; it wins over everything else
	RefusedRetention bonafide.Code = "retention"  // the data must still be kept; see User.RetainedUntil
)

// An ErasureReason says why personal data is erased. It is a code, not a text:
// it outlives what it is about.
type ErasureReason string

// The reasons. None of them shortens the retention or lifts a hold.
const (
	RetentionEnded ErasureReason = "retention_ended" // the law that wanted the data kept now wants it gone (Directive (EU) 2015/849 article 40)
	SubjectRequest ErasureReason = "subject_request" // the person asked (Regulation (EU) 2016/679 article 17)
	AuthorityOrder ErasureReason = "authority_order" // a court or an authority ordered it
)

// ErasureReasons lists every reason.
func ErasureReasons() []ErasureReason {
	return []ErasureReason{RetentionEnded, SubjectRequest, AuthorityOrder}
}

// An Erasure says that a user's personal data was erased. The zero value means
// that it was not.
type Erasure struct {
	At         time.Time      `json:"at,omitzero"` // from then on nothing that was sealed opens
	By         bonafide.Actor `json:"by,omitzero"`
	Reason     ErasureReason  `json:"reason,omitzero"`
	Files      []string       `json:"files,omitzero"`       // addresses of uploads that are still to be deleted
	FinishedAt time.Time      `json:"finished_at,omitzero"` // nothing is left to do; zero = Erase once more
}

// An EraseRequest asks for the erasure of a user's personal data.
type EraseRequest struct {
	Key    string        `json:"-"` // idempotency key
	Reason ErasureReason `json:"reason"`
}

func (r EraseRequest) check() error {
	switch {
	case r.Reason == "":
		return bonafide.Invalid("reason", bonafide.CodeRequired)
	case !slices.Contains(ErasureReasons(), r.Reason):
		return bonafide.Invalid("reason", bonafide.CodeUnknown)
	}
	return nil
}

// Erased reports whether the user's personal data was erased.
func (u User) Erased() bool { return !u.Erasure.At.IsZero() }

// unerased refuses every verb but erasure once the user is erased.
func (u User) unerased(v permission.Verb) error {
	if u.Erased() && v != permission.VerbErase {
		return &bonafide.RefusedError{Code: RefusedErased}
	}
	return nil
}

// labelErased marks erased users.
const labelErased = "erased=true"

// A shredder is a store that seals bodies (package store/sealed) and can make
// unreadable, in every copy, what records held before. A store of the host that
// stands before such a one should pass the method on.
type shredder interface {
	Shred(ctx context.Context, records ...bonafide.Record) error
}

// Erase destroys the personal data of a closed user: everything but the id, the
// links to platforms without their own ids, standing and permission with their
// codes, the codes of decisions and the hashes of their programs, times, and the chain of events. The
// wrapped data key goes in the same write, so that no copy of a sealed value or
// upload opens any more. Phone number, names and documents no longer count: the
// same person may come again as another user.
//
// It is refused with a [*bonafide.RefusedError] and RefusedHold while a legal
// hold is in force, with a [*bonafide.StateError] while the user is not closed, and with
// RefusedRetention until [Options.Retention] is over. Afterwards Get and Events
// work on, User.Erasure says what was done, and every command is refused with
// RefusedErased, repeated ones included.
//
// Erase may be repeated at any time, and must be after an error: it finishes
// what was begun, and Erasable lists those that were cut off. Platforms,
// reviewers and the system may call it, as far as [Options.Policy] lets them; a
// program may put it under four eyes.
//
// Do not call it within a transaction of the host that may be rolled back: uploads
// and keys are destroyed outside of it.
//
// Copies of whole records elsewhere, such as backups, hold the wrapped key
// beside what it sealed: let them expire, or keep bodies sealed with their keys
// apart (package store/sealed), whose keys Erase destroys too. Addresses in
// User.Photos are the host's to follow.
func (s *Service) Erase(ctx context.Context, by bonafide.Actor, id string, req EraseRequest) (u User, err error) {
	ctx, end := s.begin(ctx, "user.erase", id)
	defer end(&err)
	cmd, err := command("user.erase", req.Key, by, req)
	if err != nil {
		return User{}, err
	}
	if err := req.check(); err != nil {
		return User{}, err
	}
	if _, err := s.update(ctx, id, permission.VerbErase, cmd, func(u User, at time.Time) (record.Change[User], error) {
		if u.Erased() {
			return record.Change[User]{State: u}, nil
		}
		if err := s.mayErase(u, at); err != nil {
			return record.Change[User]{}, err
		}
		return u.erase(by, req.Reason, at), nil
	}); err != nil {
		return User{}, err
	}
	return s.finishErasure(ctx, by, id)
}

// mayErase says why a user cannot be erased yet.
func (s *Service) mayErase(u User, at time.Time) error {
	switch {
	case u.held():
		return &bonafide.RefusedError{Code: RefusedHold}
	case !u.closed():
		return &bonafide.StateError{Kind: "user", From: string(u.Permission()), To: string(permission.VerbErase)}
	case at.Before(s.retainedUntil(u)):
		return &bonafide.RefusedError{Code: RefusedRetention}
	}
	return nil
}

// erase is the write that cannot be taken back. It names what stays, so that a
// field that is added one day is erased unless somebody decides otherwise; and
// it comes before all other steps, for two reasons. The version check lets it
// pass only if nothing happened since mayErase looked: no hold, no reopening. And
// it takes key, data, unique phone number and terms away together, so that a
// record never says "erased" while its key is alive. What is left to do after it
// (facts of decisions, uploads, keys of a sealing store) nobody can reach or
// bring back, and a later call finishes it.
func (u User) erase(by bonafide.Actor, reason ErasureReason, at time.Time) record.Change[User] {
	next := User{
		ID: u.ID, IsBusiness: u.IsBusiness, CIPTag: u.CIPTag, LegalNames: []string{}, Devices: []Device{},
		Decision: bareDecision(u.Decision), Standing: u.Standing, Decided: u.Decided,
		Listing: u.Listing + 1, Coverage: u.Coverage + 1, Retention: u.Retention,
		ClosedAt: u.ClosedAt, RetainedUntil: u.RetainedUntil, CreatedAt: u.CreatedAt, UpdatedAt: at,
		Erasure: Erasure{At: at, By: by, Reason: reason},
	}
	for _, l := range u.Platforms {
		next.Platforms = append(next.Platforms, Link{Platform: l.Platform, At: l.At})
	}
	for _, h := range u.Holds {
		h.Reason, h.ReleaseReason = "", ""
		next.Holds = append(next.Holds, h)
	}
	for _, b := range u.Documents {
		for d := range b.Subs() {
			if d.File != nil {
				next.Erasure.Files = append(next.Erasure.Files, d.File.Key)
			}
		}
	}
	return listErasable(u, record.Change[User]{
		State:  next,
		Events: []bonafide.Event{bonafide.NewEvent(EventErased, at, by, "reason", string(reason))},
		Writes: []bonafide.Write{
			{Record: bonafide.Record{Kind: kindOfListings, ID: u.ID, Version: next.Listing}},
			{Record: bonafide.Record{Kind: kindOfCoverage, ID: u.ID, Version: next.Coverage}},
		},
	})
}

// bareDecision is a decision without requirements and clocks, whose times tell
// birthdays and whose ids tell what was submitted, and without the hash of its
// inputs, which could be guessed.
func bareDecision(d permission.Decision) permission.Decision {
	return permission.Decision{
		Permission: d.Permission, Scope: d.Scope, Documents: d.Documents,
		Program: d.Program, ProgramVersion: d.ProgramVersion, ProgramHash: d.ProgramHash,
		Engine: d.Engine, At: d.At,
	}
}

// finishErasure does what is left after the user's own record was erased. Every
// step may be repeated.
func (s *Service) finishErasure(ctx context.Context, by bonafide.Actor, id string) (User, error) {
	kept, err := s.table.Get(ctx, id)
	if err != nil {
		return User{}, err
	}
	u := kept.State
	if !u.Erasure.FinishedAt.IsZero() {
		return s.shown(u, by, nil)
	}
	if err := s.eraseDecisions(ctx, u); err != nil {
		return User{}, err
	}
	for _, key := range u.Erasure.Files {
		if s.opts.Files == nil {
			return User{}, fmt.Errorf("bonafide: no store of files: %w", bonafide.ErrUnavailable)
		}
		if err := s.opts.Files.Delete(ctx, key); err != nil {
			return User{}, fmt.Errorf("bonafide: store of files: %w", bonafide.ErrUnavailable)
		}
	}
	if sealed, ok := s.table.Store.(shredder); ok {
		if err := sealed.Shred(ctx, u.bodies()...); err != nil {
			return User{}, err
		}
	}
	kept, err = s.table.Update(ctx, id, record.Command{Op: "user.erase", By: by}, func(u User) (record.Change[User], error) {
		if !u.Erasure.FinishedAt.IsZero() {
			return record.Change[User]{State: u}, nil // another call was faster
		}
		before, at := u, s.now()
		event := bonafide.NewEvent(EventErasureFinished, at, by,
			"files", strconv.Itoa(len(u.Erasure.Files)), "decisions", strconv.FormatInt(u.Decided, 10))
		u.Erasure.Files, u.Erasure.FinishedAt, u.UpdatedAt = nil, at, at
		return listErasable(before, record.Change[User]{State: u, Events: []bonafide.Event{event}}), nil
	})
	return s.shown(kept.State, by, err)
}

// bodies names the records of the user that have a body.
func (u User) bodies() []bonafide.Record {
	out := []bonafide.Record{{Kind: Kind, ID: u.ID}}
	for n := int64(1); n <= u.Decided; n++ {
		out = append(out, bonafide.Record{Kind: kindOfDecisions, ID: decisionID(u.ID, n)})
	}
	return out
}

// eraseDecisions takes the facts out of every decision that was kept.
func (s *Service) eraseDecisions(ctx context.Context, u User) error {
	for first := int64(1); first <= u.Decided; first += bonafide.MaxBatch {
		last := min(first+bonafide.MaxBatch-1, u.Decided)
		for try := 0; ; try++ {
			err := s.eraseFacts(ctx, u.ID, first, last)
			if err == nil {
				break
			}
			if !errors.Is(err, bonafide.ErrConflict) || try == 10 {
				return err
			}
		}
	}
	return nil
}

// eraseFacts does so for a part of them, in one write.
func (s *Service) eraseFacts(ctx context.Context, id string, first, last int64) error {
	var batch []bonafide.Write
	for n := first; n <= last; n++ {
		r, err := s.table.Store.Get(ctx, kindOfDecisions, decisionID(id, n))
		if err != nil {
			return err
		}
		var made Made
		if json.Unmarshal(r.Body, &made) != nil {
			return errDecision
		}
		if made.Erased {
			continue
		}
		body, err := json.Marshal(Made{Decision: bareDecision(made.Decision), Erased: true})
		if err != nil {
			return err
		}
		batch = append(batch, bonafide.Write{Record: bonafide.Record{Kind: r.Kind, ID: r.ID, Version: r.Version + 1, Body: body}})
	}
	if len(batch) == 0 {
		return nil
	}
	return s.table.Store.Put(ctx, batch...)
}
