package user

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/user/event"
)

// Bounds of what is kept of a user. What those who submit would take beyond them is
// refused: nothing is dropped to make room. Reviewers, and verdicts, are not stopped.
const (
	MaxWithdrawn = 200     // withdrawn documents, those that follow from a base document aside
	MaxFileBytes = 1 << 30 // bytes of all uploads together, withdrawn ones among them
)

// maxDerived is how many withdrawals are kept that hold nothing but what followed
// from a base document, such as the addresses that it was submitted from: the oldest
// go first.
const maxDerived = 20

// RefusedWithdrawal is the code of a refused deletion. It says no more: whoever is
// under suspicion must not learn it.
const RefusedWithdrawal bonafide.Code = "withdrawal_refused"

// A Withdrawn is evidence that was deleted, replaced or renamed. It counts for
// nothing and nobody outside sees it, but it is kept with its files until Erase
// (31 CFR 1020.220(a)(3); Regulation (EU) 2024/1624 article 77).
type Withdrawn struct {
	At     time.Time      `json:"withdrawn_at"`
	By     bonafide.Actor `json:"withdrawn_by"`
	Reason string         `json:"reason,omitzero"` // of a reviewer
	Whole  bool           `json:"whole,omitzero"`  // the base document itself was deleted

	// Derived says that nothing but what follows from the base document was replaced,
	// such as its IP address. Of these the last ones are kept.
	Derived bool `json:"derived,omitzero"`

	// Document is the base document as it was, with those sub-documents alone that
	// were withdrawn with it.
	Document document.Base `json:"document"`
}

// count is how much of MaxWithdrawn it takes.
func (w Withdrawn) count() int {
	if w.Derived {
		return 0
	}
	submitted := 0
	for d := range w.Document.Subs() {
		if info, _ := document.Lookup(d.Class, d.Type); !info.Derived {
			submitted++
		}
	}
	return max(1, submitted)
}

// withWithdrawn returns the user with one more withdrawal, or fails with an
// [*bonafide.InvalidError] where whoever submits has no room for it.
func (u User) withWithdrawn(w Withdrawn) (User, error) {
	if u.withdrawn()+w.count() > MaxWithdrawn && w.By.Is(bonafide.ActorPlatform, bonafide.ActorUser) {
		return u, bonafide.Invalid("documents", bonafide.CodeTooMany)
	}
	kept := slices.Clone(u.Withdrawn)
	if w.Derived {
		kept = lastDerived(kept, maxDerived-1)
	}
	u.Withdrawn = append(kept, w)
	return u, nil
}

// withdrawn is how much of MaxWithdrawn is taken.
func (u User) withdrawn() int {
	n := 0
	for _, w := range u.Withdrawn {
		n += w.count()
	}
	return n
}

// lastDerived leaves out the oldest of those withdrawals that hold nothing but what
// followed from a base document, down to n.
func lastDerived(kept []Withdrawn, n int) []Withdrawn {
	for _, w := range kept {
		if w.Derived {
			n--
		}
	}
	return slices.DeleteFunc(kept, func(w Withdrawn) bool {
		if !w.Derived || n >= 0 {
			return false
		}
		n++
		return true
	})
}

// fits reports whether a file of a size may come to the uploads of the user.
func (u User) fits(size int) bool {
	for f := range u.uploads() {
		size += f.Size
	}
	return size <= MaxFileBytes
}

// mayWithdraw reports whether whoever stands outside may delete documents: not
// while the user is locked, under a legal hold, or has a hit that is open or true.
func (u User) mayWithdraw(at time.Time) error {
	refused := u.Permission() == permission.Locked || u.Standing.Permission == permission.Locked || u.Holds.Any()
	for _, sc := range u.Screenings {
		for _, result := range sc.ListResults(at) {
			refused = refused || result == screening.ListMatch
		}
	}
	if refused {
		return &bonafide.RefusedError{Code: RefusedWithdrawal}
	}
	return nil
}

// replaced returns what of a base document is no longer so in the next one: the
// document as it was, with the sub-documents whose value or file is gone. It is
// false if nothing is.
func replaced(old, next document.Base, fields []string) (part document.Base, gone bool) {
	part = old
	part.Virtual, part.Social, part.Physical = nil, nil, nil
	gone = anotherSubject(old, next, fields)
	for d := range old.Subs() {
		if now, ok := next.Find(d.ID); ok && sameEvidence(d, now) {
			continue
		}
		gone = true
		switch d.Class {
		case document.Virtual:
			part.Virtual = append(part.Virtual, d)
		case document.Social:
			part.Social = append(part.Social, d)
		case document.Physical:
			part.Physical = append(part.Physical, d)
		}
	}
	return part, gone
}

// anotherSubject reports whether a base document is no longer that of the same
// subject: it has another id, or what is checked or screened has changed.
func anotherSubject(old, next document.Base, fields []string) bool {
	return old.ID != next.ID || identity(fields) || User{}.query(old).Fingerprint() != User{}.query(next).Fingerprint()
}

// derivedAlone reports whether nothing is gone but what followed from a base document
// whose subject is the same.
func derivedAlone(old, next, part document.Base, fields []string) bool {
	if anotherSubject(old, next, fields) {
		return false
	}
	for d := range part.Subs() {
		if info, _ := document.Lookup(d.Class, d.Type); !info.Derived {
			return false
		}
	}
	return true
}

// sameEvidence reports whether two states of a sub-document hold the same
// submission: whatever is submitted is sealed anew.
func sameEvidence(a, b document.Sub) bool {
	if (a.File == nil) != (b.File == nil) || a.File != nil && a.File.Key != b.File.Key {
		return false
	}
	return string(a.Value.Data) == string(b.Value.Data) && string(a.Meta.IDNumber.Data) == string(b.Meta.IDNumber.Data)
}

// attemptsSpent returns how often a document of a type was submitted in vain and
// then deleted by whoever stands outside, for this base document or this subject,
// since one was last accepted: to delete and begin anew gives no new attempts, and
// neither does one more base document of the same subject.
func (u User) attemptsSpent(b document.Base, class document.Class, t document.Type) int {
	var accepted time.Time
	var refused []Withdrawn
	note := func(b document.Base) {
		for _, d := range b.FindType(class, t) {
			if d.Status == document.Valid {
				accepted = later(accepted, d.DecidedAt)
			}
		}
	}
	note(b)
	twins := u.twins(b, class, t)
	for _, o := range twins {
		note(o)
	}
	for _, w := range u.Withdrawn {
		if w.By.Is(bonafide.ActorReviewer) || w.Document.ID != b.ID && u.query(w.Document).Fingerprint() != u.query(b).Fingerprint() {
			continue
		}
		note(w.Document)
		refused = append(refused, w)
	}
	spent := 0
	for _, w := range refused {
		for _, d := range w.Document.FindType(class, t) {
			if _, _, there := u.sub(d.ID); !there && d.Status == document.Invalid && !w.At.Before(accepted) {
				spent = max(spent, d.Attempts)
			}
		}
	}
	for _, o := range twins {
		for _, d := range o.FindType(class, t) {
			_, own := b.Find(d.ID) // b has another id from now on
			if !own && d.Status == document.Invalid && !d.DecidedAt.Before(accepted) {
				spent = max(spent, d.Attempts)
			}
		}
	}
	return spent
}

// twins are the other base documents of the same subject, for a type of which each
// may carry one.
func (u User) twins(b document.Base, class document.Class, t document.Type) []document.Base {
	if info, _ := document.Lookup(class, t); info.Multiple {
		return nil
	}
	subject := u.query(b).Fingerprint()
	return slices.DeleteFunc(slices.Clone(u.Documents), func(o document.Base) bool {
		return o.ID == b.ID || u.query(o).Fingerprint() != subject
	})
}

// uploads returns all uploads that the user's record describes, withdrawn ones among
// them.
func (u User) uploads() iter.Seq[document.File] {
	return func(yield func(document.File) bool) {
		bases := make([]document.Base, 0, len(u.Documents)+len(u.Withdrawn))
		bases = append(bases, u.Documents...)
		for _, w := range u.Withdrawn {
			bases = append(bases, w.Document)
		}
		for _, b := range bases {
			for d := range b.Subs() {
				if d.File != nil && !yield(*d.File) {
					return
				}
			}
		}
	}
}

// files returns the keys of those, and of those that an erasure has yet to delete.
func (u User) files() iter.Seq[string] {
	return func(yield func(string) bool) {
		for f := range u.uploads() {
			if !yield(f.Key) {
				return
			}
		}
		for _, key := range u.Erasure.Files {
			if !yield(key) {
				return
			}
		}
	}
}

// A WithdrawDocumentRequest names the base document that is to go, or one of its
// sub-documents.
type WithdrawDocumentRequest struct {
	Key         string `json:"-"` // idempotency key
	Document    string `json:"document"`
	SubDocument string `json:"subdocument,omitzero"` // empty = the base document with all it carries
	Reason      string `json:"reason"`               // for reviewers; at most 4096 bytes
}

// WithdrawDocument takes a base document or a sub-document out of the user's
// documents where whoever gave it may not: while the user is locked, under a legal
// hold, or has a hit that is open or true, and after a final refusal. What was
// found of its subject stays found, and the document is kept until Erase.
//
// Only reviewers may, others fail with [bonafide.ErrForbidden]. It fails with an
// [*bonafide.InvalidError] for a reason that is missing or too long, for a derived
// sub-document; and with [bonafide.ErrNotFound] for a
// document that is not there.
func (s *Service) WithdrawDocument(ctx context.Context, by bonafide.Actor, id string, req WithdrawDocumentRequest) (User, error) {
	return s.do(ctx, by, id, req)
}

func (r WithdrawDocumentRequest) command(s *Service) command {
	return command{Op: "user.withdraw_document", Verb: string(permission.VerbActivate), Key: r.Key, Body: r, Actors: reviewers, Check: r.check, About: r.about,
		Rule: func(ctx context.Context, u User, in input) (change, error) {
			u, e, err := u.withdrawDocument(in, r)
			if err != nil {
				return change{}, err
			}
			key, err := s.dataKey(ctx, u)
			if err != nil {
				return change{}, err
			}
			u, err = s.withTerms(u, key)
			return change{State: u, Events: one(e)}, err
		}}
}

func (r WithdrawDocumentRequest) check() error {
	switch {
	case strings.TrimSpace(r.Reason) == "":
		return bonafide.Invalid("reason", bonafide.CodeRequired)
	case len(r.Reason) > screening.MaxReasonBytes:
		return bonafide.Invalid("reason", bonafide.CodeTooLong)
	}
	return nil
}

func (u User) withdrawDocument(in input, r WithdrawDocumentRequest) (User, bonafide.Event, error) {
	b, ok := u.Document(r.Document)
	if !ok {
		return u, bonafide.Event{}, bonafide.ErrNotFound
	}
	if r.SubDocument == "" {
		u, err := u.withoutDocument(Withdrawn{At: in.At, By: in.By, Reason: r.Reason, Whole: true, Document: b})
		return u, in.Event(event.DocumentDeleted, "document", b.ID), err
	}
	d, ok := b.Find(r.SubDocument)
	if !ok {
		return u, bonafide.Event{}, bonafide.ErrNotFound
	}
	if info, _ := document.Lookup(d.Class, d.Type); info.Derived {
		return u, bonafide.Event{}, bonafide.Invalid("subdocument", bonafide.CodeNotAllowed)
	}
	next, _ := b.Remove(d.ID)
	part, _ := replaced(b, next, nil)
	u, err := u.withDocument(next).withWithdrawn(Withdrawn{At: in.At, By: in.By, Reason: r.Reason, Document: part})
	return u, in.Event(event.SubDeleted, "document", b.ID, "subdocument", d.ID, "type", string(d.Type)), err
}

// withoutDocument returns the user without a whole base document, which is kept
// among the withdrawn ones.
func (u User) withoutDocument(w Withdrawn) (User, error) {
	documents := make([]document.Base, 0, len(u.Documents))
	for _, b := range u.Documents {
		if b.ID != w.Document.ID {
			documents = append(documents, b)
		}
	}
	u.Documents = documents
	return u.withWithdrawn(w)
}

// mayDelete says why whoever submits may not delete these sub-documents.
func (r *submission) mayDelete(u User, subs iter.Seq[document.Sub]) error {
	for d := range subs {
		if d.RefusedForGood() { // or the refusal would be gone with it
			return &bonafide.RefusedError{Code: RefusedWithdrawal}
		}
	}
	return u.mayWithdraw(r.in.At)
}

// withdraw keeps what of a base document is no longer so.
func (r *submission) withdraw(u User, old, next document.Base, fields []string, path string) User {
	part, gone := replaced(old, next, fields)
	if old.ID == "" || !gone {
		return u
	}
	kept, err := u.withWithdrawn(Withdrawn{At: r.in.At, By: r.in.By, Derived: derivedAlone(old, next, part, fields), Document: part})
	if err != nil {
		r.tooManyWithdrawn(path)
	}
	return kept
}

func (r *submission) tooManyWithdrawn(path string) {
	r.faults.AddRule(path, bonafide.CodeTooMany, fmt.Sprintf("at most %d withdrawn documents", MaxWithdrawn))
}
