package user

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/user/event"
)

// An EraseRequest asks for the erasure of a user's personal data.
type EraseRequest bonafide.EraseRequest

// labelErased marks erased users.
const labelErased = "erased=true"

// Erase destroys the personal data of a closed user: everything but the id, the
// links to platforms without their own ids, standing and permission with their
// codes, the codes of decisions and the hashes of their programs, times, and the
// chains of events. The wrapped data key goes in the same write, so that no copy of a sealed value or
// upload opens any more. Phone number, names and documents no longer count: the
// same person may come again as another user.
//
// It is refused with a [*bonafide.RefusedError] and RefusedHold while a legal
// hold is in force, with a [*bonafide.StateError] while the user is not closed, and with
// RefusedRetention until [Options.Retention] is over. Platforms do not learn of a
// hold: they get RefusedRetention in its place. Afterwards Get and Events
// work on, User.Erasure says what was done, and every command is refused with
// RefusedErased, repeated ones included.
//
// Records beside the user's own that cannot be read do not stop it: they are
// overwritten, and Erasure.Unread names their kinds. Of a user whose own record cannot be
// read nobody knows whether a hold stands: it fails with an error matching
// [bonafide.ErrUnreadable].
//
// Erase may be repeated at any time, and must be after an error: it finishes
// what was begun, and Erasable lists those that were cut off. Platforms,
// reviewers and the system may call it, as far as [Options.Policy] lets them; a
// program may put it under four eyes.
//
// Last of all the store is asked to take out of its files what was overwritten
// ([bonafide.Scrubber]); what an engine leaves even so, its package says. One that cannot
// do it now leaves the erasure unfinished, for Erase once more. [Service.PlanErasure] tells
// beforehand what would go and what stays. Counts of codes that went to a number, and the
// keyed hash of the idempotency key of the creation, go by [Service.Sweep] when their time
// is over.
//
// Do not call it within a transaction of the host that may be rolled back: uploads
// and keys are destroyed outside of it. In one that is committed, scrub the store
// afterwards.
//
// Copies of whole records elsewhere, such as backups, hold the wrapped key
// beside what it sealed: let them expire, or keep bodies sealed with their keys
// apart (package store/sealed), whose keys Erase destroys too, as long as the Service
// has that store itself, or one that unwraps to it or passes its Shred on. Addresses in
// User.Photos are the host's to follow.
func (s *Service) Erase(ctx context.Context, by bonafide.Actor, id string, req EraseRequest) (User, error) {
	if u, err := s.do(ctx, by, id, req); err != nil || !u.Erasure.FinishedAt.IsZero() {
		return u, err
	}
	return s.finishErasure(ctx, by, id)
}

func (r EraseRequest) command(s *Service) command {
	return command{
		Op: "user.erase", Verb: string(permission.VerbErase), Key: r.Key, Body: r, Check: bonafide.EraseRequest(r).Check,
		With: []string{KindAccess, KindLedger, KindCoverage}, Overwrites: true,
		Rule: pure(func(u User, in input) (User, []bonafide.Event, error) {
			if u.Erased() {
				return u, nil, nil
			}
			if err := s.mayErase(u, in); err != nil {
				return u, nil, err
			}
			return u.erase(in, r.Reason), one(in.Event(event.Erased, "reason", string(r.Reason), "unread", strings.Join(in.Lost, ","))), nil
		}),
	}
}

// mayErase says why an actor cannot erase a user yet.
func (s *Service) mayErase(u User, in input) error {
	if told := u.Holds.Any() && in.By.Is(bonafide.ActorReviewer, bonafide.ActorSystem); !told && !u.closed() {
		return &bonafide.StateError{Kind: "user", From: string(u.Permission()), To: string(permission.VerbErase)}
	}
	return bonafide.Retention{Until: s.retainedUntil(u)}.Permits(u.Holds, in.By, in.At)
}

// erase is the write that cannot be taken back. It names what stays, so that a
// field that is added one day is erased unless somebody decides otherwise; and
// it comes before all other steps, for two reasons. The version check lets it
// pass only if nothing happened since mayErase looked: no hold, no reopening. And
// it takes key, data, unique phone number and terms away together, so that a
// record never says "erased" while its key is alive. What is left to do after it
// (facts of decisions, uploads, keys of a sealing store) nobody can reach or
// bring back, and a later call finishes it.
func (u User) erase(in input, reason bonafide.ErasureReason) User {
	next := User{
		ID: u.ID, IsBusiness: u.IsBusiness, CIPTag: u.CIPTag, LegalNames: []string{}, Contacts: []Contact{},
		Decision: bareDecision(u.Decision), Standing: u.Standing, DecisionVersion: u.DecisionVersion,
		ListingVersion: u.ListingVersion + 1, RetentionVersion: u.RetentionVersion, TermVersions: u.TermVersions,
		Retention: u.Retention, Holds: u.Holds.Erased(), CreatedAt: u.CreatedAt, UpdatedAt: in.At,
		Imported: Imported{Source: u.Imported.Source, At: u.Imported.At},
		Erasure:  bonafide.Erasure{At: in.At, By: in.By, Reason: reason, Unread: slices.Clone(in.Lost)},
	}
	next.Standing.Asked = nil // names what was handed in
	for _, l := range u.Platforms {
		next.Platforms = append(next.Platforms, Link{Platform: l.Platform, Pending: l.Pending, At: l.At})
	}
	if u.QueueVersion > 0 {
		next.QueueVersion = u.QueueVersion + 1 // out of the queue
	}
	next = next.nextTerms(len(u.TermVersions))
	next.Erasure.Files = slices.Sorted(u.files())
	return next.countErasable(u)
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
	kept, err := s.run.Get(ctx, id)
	if err != nil {
		return User{}, err
	}
	u := kept.State
	damaged, err := s.eraseDecisions(ctx, u)
	if err != nil {
		return User{}, err
	}
	for _, key := range u.Erasure.Files {
		if s.opts.Files == nil {
			return User{}, &bonafide.NotConfiguredError{Option: "files"}
		}
		if err := s.opts.Files.Delete(ctx, key); err != nil {
			return User{}, fmt.Errorf("bonafide: store of files: %w", bonafide.ErrUnavailable)
		}
	}
	if err := s.run.Forget(ctx, id); err != nil {
		return User{}, err
	}
	if err := s.run.Shred(ctx, u.bodies()...); err != nil {
		return User{}, err
	}
	if err := s.run.Scrub(ctx); err != nil {
		return User{}, err
	}
	call := aggregate.Call{Op: "user.finish_erasure", ID: id, By: by}
	kept, err = s.run.Run(ctx, call, nil, nil, step{By: by, Verb: string(permission.VerbErase), Rule: pure(func(u User, in input) (User, []bonafide.Event, error) {
		return u.finishErasure(in, damaged)
	})})
	if err != nil {
		return User{}, err
	}
	return s.view(kept.State, by, s.now()), nil
}

// finishErasure notes that nothing is left to do, and whether decisions were damaged.
func (u User) finishErasure(in input, damaged bool) (User, []bonafide.Event, error) {
	if !u.Erasure.Unfinished() {
		return u, nil, nil // another call was faster
	}
	before := u
	if damaged {
		u.Erasure.Unread = append(slices.Clone(u.Erasure.Unread), kindOfDecisions)
	}
	event := in.Event(event.ErasureFinished, "files", strconv.Itoa(len(u.Erasure.Files)), "decisions", strconv.FormatInt(u.DecisionVersion, 10),
		"unread", strings.Join(u.Erasure.Unread, ","))
	u.Erasure.Files, u.Erasure.FinishedAt, u.UpdatedAt = nil, in.At, in.At
	return u.countErasable(before), one(event), nil
}

// bodies names the records of the user that have a body.
func (u User) bodies() []bonafide.Record {
	out := []bonafide.Record{{Kind: Kind, ID: u.ID}, {Kind: KindAccess, ID: u.ID}, {Kind: KindLedger, ID: u.ID}, {Kind: KindCoverage, ID: u.ID}}
	for n := int64(1); n <= u.DecisionVersion; n++ {
		out = append(out, bonafide.Record{Kind: kindOfDecisions, ID: decisionID(u.ID, n)})
	}
	return out
}

// eraseDecisions takes the facts out of every decision that was kept, and reports
// whether some were damaged: of those nothing is left.
func (s *Service) eraseDecisions(ctx context.Context, u User) (damaged bool, _ error) {
	for first := int64(1); first <= u.DecisionVersion; first += bonafide.CommandWrites {
		last := min(first+bonafide.CommandWrites-1, u.DecisionVersion)
		for try := 0; ; try++ {
			some, err := s.eraseFacts(ctx, u.ID, first, last)
			damaged = damaged || some
			if err == nil {
				break
			}
			if !errors.Is(err, bonafide.ErrConflict) || try == 10 {
				return damaged, err
			}
		}
	}
	return damaged, nil
}

// eraseFacts does so for a part of them, in one write.
func (s *Service) eraseFacts(ctx context.Context, id string, first, last int64) (damaged bool, _ error) {
	var batch []bonafide.Write
	for n := first; n <= last; n++ {
		r, err := s.run.Store.Get(ctx, kindOfDecisions, decisionID(id, n))
		if err != nil && !aggregate.Damaged(r, err) {
			return damaged, err
		}
		var made DecisionRecord
		if err != nil || json.Unmarshal(r.Body, &made) != nil {
			made, damaged = DecisionRecord{}, true
		}
		if made.Erased {
			continue
		}
		body, err := json.Marshal(DecisionRecord{Decision: bareDecision(made.Decision), Erased: true})
		if err != nil {
			return damaged, err
		}
		batch = append(batch, bonafide.Write{Record: bonafide.Record{Kind: r.Kind, ID: r.ID, Version: r.Version + 1, Body: body}})
	}
	if len(batch) == 0 {
		return damaged, nil
	}
	return damaged, s.run.Store.Put(ctx, batch...)
}
