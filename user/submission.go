package user

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/user/event"
)

// A submission is one run of a SubmitRequest on a user. It gathers faults and
// events.
type submission struct {
	ctx    context.Context
	s      *Service
	in     input
	key    *bonafide.DataKey
	user   User   // the user as it was
	access access // what becomes of its access
	faults bonafide.Faults
	events []bonafide.Event
	until  time.Time // until when the key is remembered, if a code was answered
	past   bool      // the documents were judged elsewhere
	files  *prepared // outlives a try that lost its race
}

// apply runs the whole request; with any fault nothing of it counts.
func (r *submission) apply(u User, req SubmitRequest) (change, error) {
	u = u.salted()
	next := u
	r.user, r.access = u, u.beside.access
	if r.files == nil {
		r.files = &prepared{inTurn: true}
	}
	for i, in := range req.Documents {
		var err error
		if next, err = r.base(next, in, fmt.Sprintf("documents[%d]", i)); err != nil {
			return change{}, err
		}
	}
	next.beside.access = r.access
	if len(next.Documents) > MaxBases {
		r.faults.Add("documents", bonafide.CodeTooMany)
	}
	if err := r.faults.Err(); err != nil {
		return change{}, err
	}
	if r.files.rehearsal {
		return change{State: next}, nil
	}
	var err error
	if next, err = r.s.withTerms(next, r.key); err != nil {
		return change{}, err
	}
	return change{State: next, Events: r.events, Keep: r.until}, nil
}

func (r *submission) event(typ string, pairs ...string) {
	r.events = append(r.events, r.in.Event(typ, pairs...))
}

// base applies one base document. Faults are gathered; an error ends the run.
func (r *submission) base(u User, in document.Submission, path string) (User, error) {
	rules := r.s.rules(u, r.in.At)
	rules.Past = r.past
	old, known := u.Document(in.ID)
	if in.ID != "" && !known {
		r.faults.Add(path+".id", bonafide.CodeUnknown)
		return u, nil
	}
	if in.Deletes() {
		if !known {
			r.faults.Add(path+".id", bonafide.CodeRequired)
			return u, nil
		}
		if underEDD(old) {
			r.faults.AddRule(path+".id", bonafide.CodeNotAllowed, "a base document under enhanced due diligence stays")
			return u, nil
		}
		return r.remove(u, old, path)
	}
	old, b, ok := r.check(u, old, in, path, rules)
	if !ok {
		rules.Kind = cmp.Or(old.Kind, in.Kind(rules)) // or a person's would be refused as a business's
		r.checkSubs(in, path, rules)
		return u, nil
	}
	rules.Kind, rules.EntityType, rules.Country = b.Kind, b.EntityType, b.AddressCountryCode
	fields := changed(old, b)
	switch {
	case old.ID == "":
		r.event(event.DocumentAdded, "document", b.ID, "warnings", warnings(b))
	case len(fields) > 0:
		r.event(event.DocumentChanged, "document", old.ID, "now", renamed(old.ID, b.ID), "fields", strings.Join(fields, ","), "warnings", warnings(b))
	}
	var err error
	if old.ID != "" && identity(fields) {
		if b, err = r.recheck(eddReopened(b)); err != nil {
			return u, err
		}
	}
	r.onceEach(in, path)
	for _, class := range document.Classes() {
		for j, sub := range in.Docs(class) {
			if b, err = r.sub(u, b, class, sub, fmt.Sprintf("%s.%s_docs[%d]", path, class, j), rules); err != nil {
				return u, err
			}
		}
	}
	if len(b.Virtual)+len(b.Social)+len(b.Physical) > maxSubs {
		r.faults.Add(path, bonafide.CodeTooMany)
	}
	if b, err = r.derive(b); err != nil {
		return u, err
	}
	return r.replace(r.withdraw(u, old, b, fields, path), old, b), nil
}

// check makes the canonical base document: old as it becomes, which the
// submission may also mean by e-mail and phone number; or a new one, where what
// is returned as old has no id.
func (r *submission) check(u User, old document.Base, in document.Submission, path string, rules document.Rules) (_, b document.Base, ok bool) {
	var err error
	if old.ID == "" {
		if b, err = in.Check(path, rules); err == nil {
			old, _ = u.Document(u.baseID(b))
		}
	}
	if err == nil && old.ID != "" {
		b, err = old.Change(path, in, rules)
	}
	if err != nil {
		if !r.faults.Merge("", err) {
			r.faults.Add(path, bonafide.CodeMalformed)
		}
		return old, document.Base{}, false
	}
	b.ID = u.baseID(b)
	if _, taken := u.Document(b.ID); taken && b.ID != old.ID {
		r.faults.AddRule(path+".email", bonafide.CodeRepeated, "base documents of a user differ in e-mail or phone number")
		return old, document.Base{}, false
	}
	return old, b, true
}

// onceEach gathers the sub-documents that a base document names twice, by id or by a
// type of which there may be one: the last would stand without a word.
func (r *submission) onceEach(in document.Submission, path string) {
	ids := make(map[string]bool)
	for _, class := range document.Classes() {
		types := make(map[document.Type]bool)
		for j, sub := range in.Docs(class) {
			at := fmt.Sprintf("%s.%s_docs[%d]", path, class, j)
			if sub.ID != "" && ids[sub.ID] {
				r.faults.Add(at+".id", bonafide.CodeRepeated)
			}
			ids[sub.ID] = true
			if info, ok := document.Lookup(class, sub.Type); !ok || info.Multiple {
				continue
			}
			if types[sub.Type] {
				r.faults.Add(at+".document_type", bonafide.CodeRepeated)
			}
			types[sub.Type] = true
		}
	}
}

// checkSubs gathers the faults of the sub-documents of a base document that
// has some itself: the caller is told of all at once.
func (r *submission) checkSubs(in document.Submission, path string, rules document.Rules) {
	for _, class := range document.Classes() {
		for j, sub := range in.Docs(class) {
			if sub.Deletes() {
				continue
			}
			if _, _, err := document.NewSub("new", "new", class, sub, r.key, rules, r.in.At); err != nil {
				r.faults.Merge(fmt.Sprintf("%s.%s_docs[%d].", path, class, j), err)
			}
		}
	}
}

// replace puts b in place of old, whose id may have been another.
func (r *submission) replace(u User, old, b document.Base) User {
	if old.ID == "" || old.ID == b.ID {
		return u.withDocument(b)
	}
	u.Documents = slices.Clone(u.Documents)
	for i := range u.Documents {
		if u.Documents[i].ID == old.ID {
			u.Documents[i] = b
		}
	}
	return u
}

func (r *submission) remove(u User, b document.Base, path string) (User, error) {
	if err := r.mayDelete(u, b.Subs()); err != nil {
		return u, err
	}
	r.event(event.DocumentDeleted, "document", b.ID)
	next, err := u.withoutDocument(Withdrawn{At: r.in.At, By: r.in.By, Whole: true, Document: b})
	if err != nil {
		r.tooManyWithdrawn(path)
	}
	return next, nil
}

// warnings are the codes of what is odd about a base document, for reviewers: such
// as "address_street:implausible".
func warnings(b document.Base) string {
	var out []string
	for _, w := range b.Warnings() {
		out = append(out, w.Path+":"+string(w.Code))
	}
	return strings.Join(out, ",")
}
