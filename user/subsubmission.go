package user

import (
	"errors"
	"slices"
	"strconv"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/user/event"
)

// sub applies one sub-document: deletes, answers, submits again or adds.
func (r *submission) sub(u User, b document.Base, class document.Class, in document.SubSubmission, path string, rules document.Rules) (document.Base, error) {
	old, known := b.Find(in.ID)
	if in.ID != "" && (!known || old.Class != class) {
		r.faults.Add(path+".id", bonafide.CodeUnknown)
		return b, nil
	}
	if in.Deletes() {
		return r.removeSub(u, b, old, known, path)
	}
	if !in.MFAAnswer.IsZero() {
		if in.ID == "" {
			old, known = answerable(b, class, in.Type)
		}
		return r.answer(b, old, known, in.MFAAnswer, path)
	}
	old, _ = standing(b, class, in)
	if old.Status == document.Valid && u.withdrawn() >= MaxWithdrawn {
		r.tooManyWithdrawn(path) // its acceptance would withdraw the one that is there
		return b, nil
	}
	d, err := r.make(path, u, b, old, class, in, rules)
	if err != nil {
		return b, r.fault(path, err)
	}
	if d, err = r.blacklist(d); err != nil {
		return b, err
	}
	d.GivenBy = r.giver(u)
	next, err := b.Put(d)
	if err != nil {
		return b, r.fault(path, err)
	}
	r.event(event.Submitted, "document", b.ID, "subdocument", d.ID, "type", string(d.Type), "attempt", d.Attempt, "status", string(d.Status), "renews", d.Renews)
	return next, nil
}

// giver is who hands a value in. What is brought from another system counts as given by the
// first platform that it is brought for.
func (r *submission) giver(u User) bonafide.Actor {
	if !r.in.By.Is(submitters...) && len(u.Platforms) > 0 {
		return bonafide.Platform(u.Platforms[0].Platform)
	}
	return r.in.By
}

// make makes a sub-document of its submission: anew, in place of the old one, or as
// its successor where the old one is accepted. One that was not there before goes on
// counting the attempts of those that were refused and then deleted.
func (r *submission) make(path string, u User, b document.Base, old document.Sub, class document.Class, in document.SubSubmission, rules document.Rules) (document.Sub, error) {
	attempt, err := r.newID()
	if err != nil {
		return document.Sub{}, err
	}
	from := origin{attempt: attempt, old: old.ID, was: old.Attempt, status: old.Status, attempts: old.Attempts, asks: old.Asks,
		base: b.ID, kind: rules.Kind, entity: rules.EntityType, country: rules.Country, today: rules.Today}
	if old.ID != "" && old.Status != document.Valid {
		return r.prepare(path, from, class, in, func() (document.Sub, []byte, error) { return old.Resubmit(attempt, in, r.key, rules, r.in.At) })
	}
	if from.id, err = r.newID(); err != nil {
		return document.Sub{}, err
	}
	typ := in.Type
	if typ == "" {
		typ = old.Type
	}
	from.attempts = u.attemptsSpent(b, class, typ)
	if noneLeft(from.attempts, rules) {
		return document.Sub{}, &bonafide.RefusedError{Code: document.CodeNoAttemptsLeft}
	}
	d, err := r.prepare(path, from, class, in, func() (document.Sub, []byte, error) {
		if old.ID != "" {
			return old.Renew(from.id, attempt, in, r.key, rules, r.in.At)
		}
		return document.NewSub(from.id, attempt, class, in, r.key, rules, r.in.At)
	})
	d.Attempts += from.attempts
	return d, err
}

// noneLeft reports whether so many refusals are all that there may be.
func noneLeft(spent int, rules document.Rules) bool {
	return (document.Sub{Status: document.Invalid, Attempts: spent}).AttemptsLeft(rules) == 0
}

// fault gathers what is wrong with the input, and passes on what is not.
func (r *submission) fault(path string, err error) error {
	var refused *bonafide.RefusedError
	var state *bonafide.StateError
	switch {
	case r.faults.Merge(path+".", err):
		return nil
	case errors.As(err, &refused):
		r.faults.Add(path, refused.Code)
		return nil
	case errors.As(err, &state):
		r.faults.Add(path, bonafide.CodeNotAllowed)
		return nil
	}
	return err
}

func (r *submission) removeSub(u User, b document.Base, old document.Sub, known bool, path string) (document.Base, error) {
	if !known {
		r.faults.Add(path+".id", bonafide.CodeRequired)
		return b, nil
	}
	if info, _ := document.Lookup(old.Class, old.Type); info.Derived {
		r.faults.Add(path+".id", bonafide.CodeNotAllowed)
		return b, nil
	}
	if err := r.mayDelete(u, slices.Values([]document.Sub{old})); err != nil {
		return b, err
	}
	r.event(event.SubDeleted, "document", b.ID, "subdocument", old.ID, "type", string(old.Type))
	next, _ := b.Remove(old.ID)
	return next, nil
}

// recheck sends the verdicts that were made on the old identity back to review.
func (r *submission) recheck(b document.Base) (document.Base, error) {
	b.IDScore, b.TrustLevel = nil, ""
	for d := range b.Subs() {
		if info, _ := document.Lookup(d.Class, d.Type); info.Derived {
			continue // derive decides about these
		}
		attempt, err := r.newID()
		if err != nil {
			return b, err
		}
		next, again := d.Recheck(attempt, r.in.At)
		if !again {
			continue
		}
		if b, err = b.Put(next); err != nil {
			return b, err
		}
		r.event(event.Submitted, "document", b.ID, "subdocument", d.ID, "type", string(d.Type), "attempt", attempt, "status", string(next.Status))
	}
	return b, nil
}

// derive adds the social documents that follow from the base document's fields.
func (r *submission) derive(b document.Base) (document.Base, error) {
	var failed error
	newID := func() string {
		id, err := r.newID()
		failed = errors.Join(failed, err)
		return id
	}
	before := b
	b, err := b.Derive(newID, r.key, r.in.At)
	if err = errors.Join(err, failed); err != nil {
		return b, err
	}
	for _, d := range b.Social {
		if old, ok := before.Find(d.ID); !ok || old.Attempt != d.Attempt {
			r.event(event.Submitted, "document", b.ID, "subdocument", d.ID, "type", string(d.Type), "attempt", d.Attempt, "status", string(d.Status))
		}
	}
	return b, nil
}

// answerable returns the document of a type that waits for the answer to a code,
// if it is the only one.
func answerable(b document.Base, class document.Class, t document.Type) (document.Sub, bool) {
	waiting := slices.DeleteFunc(b.FindType(class, t), func(d document.Sub) bool { return d.Status != document.MFAPending })
	if len(waiting) != 1 {
		return document.Sub{}, false
	}
	return waiting[0], true
}

// answer applies the answer to a document's one-time code.
func (r *submission) answer(b document.Base, d document.Sub, known bool, answer bonafide.Secret, path string) (document.Base, error) {
	if !known {
		r.faults.Add(path+".id", bonafide.CodeRequired)
		return b, nil
	}
	value, err := r.key.Open(d.Field(), d.Value)
	if err != nil {
		return b, err
	}
	codes, result := r.access.Documents[d.ID].guess(answer, func(c challenge, code string) bool {
		return r.s.keys.VerifyMAC(c.MAC, "document code", c.ID, r.user.ID, d.ID, value.Reveal(), code)
	}, r.in.At, r.s.opts.Codes)
	if result == unseen {
		r.faults.Add(path+".mfa_answer", RefusedCode)
		return b, nil
	}
	code := r.access.Documents[d.ID].Open
	open := code.ID
	if r.until.IsZero() || code.Expires.Before(r.until) {
		r.until = code.Expires
	}
	next, err := d.Answer(result == right, r.s.opts.Codes.Tries, r.in.At)
	if err != nil {
		return b, r.fault(path, err)
	}
	r.access = r.access.withDocument(r.user, d.ID, codes)
	if result == wrong {
		r.event(event.SubCodeWrong, "document", b.ID, "subdocument", d.ID, "challenge", open, "try", strconv.Itoa(codes.Open.Tries))
		r.events = append(r.events, of(KindAccess, r.in.Event(event.CodeWrong, "challenge", open)))
	} else {
		r.events = append(r.events, of(KindAccess, r.in.Event(event.CodeUsed, "challenge", open)))
	}
	if next.Status != d.Status {
		r.event(event.Answered, "document", b.ID, "subdocument", d.ID, "type", string(d.Type), "attempt", d.Attempt, "status", string(next.Status))
	}
	return b.Accept(next)
}

// blacklist marks a number that a locked user has given too.
func (r *submission) blacklist(d document.Sub) (document.Sub, error) {
	if r.files.rehearsal {
		return d, nil
	}
	t, ok, err := d.Term(r.key)
	if err != nil || !ok {
		return d, err
	}
	for _, index := range r.s.keys.Indexes("user.term.number."+t.Field, t.Value.Reveal()) {
		found, _, err := r.s.withTerm(r.ctx, r.user.ID, prefixNumber+t.Field+"="+index, 2, true, []string{labelPermission + string(permission.Locked)}, User.locked)
		if err != nil {
			return d, err
		}
		if len(found) > 0 {
			return d.Blacklist(r.in.At)
		}
	}
	return d, nil
}
