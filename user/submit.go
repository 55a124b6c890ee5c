package user

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/upload"
	"github.com/bonafide-go/bonafide/internal/record"
	"github.com/bonafide-go/bonafide/permission"
)

// Bounds of one submission.
const (
	MaxBases = 30 // base documents of a user
	maxSubs  = 60 // sub-documents of a base document
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

// secrets returns what the JSON of the request leaves out.
func (r SubmitRequest) secrets() []bonafide.Secret {
	var out []bonafide.Secret
	for _, d := range r.Documents {
		for _, class := range document.Classes() {
			for _, in := range d.Docs(class) {
				out = append(out, in.Value, in.Meta.IDNumber, in.MFAAnswer)
			}
		}
	}
	return out
}

// buffer reads every upload once, so that a lost race can be run again. It
// reads at most a byte over the limit; the limit itself is checked later.
func (r SubmitRequest) buffer(limit int) (SubmitRequest, error) {
	if limit <= 0 {
		limit = upload.DefaultMaxBytes
	}
	r.Documents = slices.Clone(r.Documents)
	for i := range r.Documents {
		d := &r.Documents[i]
		for _, subs := range []*[]document.SubSubmission{&d.VirtualDocs, &d.SocialDocs, &d.PhysicalDocs} {
			*subs = slices.Clone(*subs)
			for j := range *subs {
				in := &(*subs)[j]
				if in.Upload == nil {
					continue
				}
				content, err := io.ReadAll(io.LimitReader(in.Upload, int64(limit)+1))
				if err != nil {
					return SubmitRequest{}, fmt.Errorf("bonafide: upload was cut off: %w", bonafide.ErrUnavailable)
				}
				in.Upload = bytes.NewReader(content)
			}
		}
	}
	return r, nil
}

// rewind puts buffered uploads back to their start.
func (r SubmitRequest) rewind() error {
	for _, d := range r.Documents {
		for _, in := range d.PhysicalDocs {
			if b, ok := in.Upload.(*bytes.Reader); ok {
				if _, err := b.Seek(0, io.SeekStart); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// digests returns the uploads' part of the request's fingerprint.
func (r SubmitRequest) digests() []bonafide.Secret {
	var out []bonafide.Secret
	for _, d := range r.Documents {
		for _, in := range d.PhysicalDocs {
			if b, ok := in.Upload.(*bytes.Reader); ok {
				content := make([]byte, b.Len())
				_, _ = b.ReadAt(content, 0)
				out = append(out, bonafide.NewSecret(string(content)))
			}
		}
	}
	return out
}

// A submission is one run of a SubmitRequest on a user. It gathers faults,
// events and the files it put.
type submission struct {
	ctx    context.Context
	s      *Service
	by     bonafide.Actor
	at     time.Time
	key    *bonafide.DataKey
	user   User             // as it was
	codes  map[string]Codes // of sub-documents, as they become
	faults bonafide.Faults
	events []bonafide.Event
	put    []string // addresses of files put
	drop   []string // addresses of files no longer needed once the change is kept
}

// SubmitDocuments adds, changes or deletes documents of a user. Every new
// sub-document that is to be checked answers SUBMITTED|REVIEWING; its verdict
// comes later, through Advance or Resolve.
//
// It fails with an [*bonafide.InvalidError] that lists every fault of the whole
// request by its path ("documents[0].virtual_docs[1].document_value"), and then
// changes nothing. Platforms and the user itself may call it.
func (s *Service) SubmitDocuments(ctx context.Context, by bonafide.Actor, id string, req SubmitRequest) (u User, err error) {
	ctx, end := s.begin(ctx, "user.submit", id)
	defer end(&err)
	if err := by.Check("by"); err != nil {
		return User{}, err
	}
	if !by.Is(bonafide.ActorPlatform, bonafide.ActorUser) {
		return User{}, bonafide.ErrForbidden
	}
	if len(req.Documents) == 0 {
		return User{}, bonafide.Invalid("documents", bonafide.CodeRequired)
	}
	if len(req.Documents) > MaxBases {
		return User{}, bonafide.Invalid("documents", bonafide.CodeTooMany)
	}
	if req, err = req.buffer(s.opts.Documents.Upload.MaxBytes); err != nil {
		return User{}, err
	}
	cmd, err := command("user.submit", req.Key, by, req, append(req.secrets(), req.digests()...)...)
	if err != nil {
		return User{}, err
	}
	var run *submission
	u, err = s.update(ctx, id, permission.VerbSubmit, cmd, func(u User, at time.Time) (record.Change[User], error) {
		run.discard() // of the try before, which lost its race
		if err := req.rewind(); err != nil {
			return record.Change[User]{}, err
		}
		key, err := s.keys.OpenDataKey(ctx, Kind, u.ID, u.DataKey)
		if err != nil {
			return record.Change[User]{}, err
		}
		run = &submission{ctx: ctx, s: s, by: by, at: at, key: key}
		return run.apply(u, req)
	})
	if err != nil {
		run.discard()
		return User{}, err
	}
	run.finish()
	return u, nil
}

// discard deletes the files of a run whose change was not kept. What a broken
// store of files leaves behind is sealed and belongs to nobody.
func (r *submission) discard() {
	if r == nil {
		return
	}
	for _, key := range r.put {
		_ = r.s.opts.Files.Delete(context.WithoutCancel(r.ctx), key)
	}
	r.put = nil
}

// finish deletes the files that the kept change replaced.
func (r *submission) finish() {
	if r == nil || r.s.opts.Files == nil {
		return
	}
	for _, key := range r.drop {
		_ = r.s.opts.Files.Delete(context.WithoutCancel(r.ctx), key)
	}
}

// apply runs the whole request; with any fault nothing of it counts.
func (r *submission) apply(u User, req SubmitRequest) (record.Change[User], error) {
	next := u
	r.user, r.codes = u, u.Sent
	for i, in := range req.Documents {
		var err error
		if next, err = r.base(next, in, fmt.Sprintf("documents[%d]", i)); err != nil {
			return record.Change[User]{}, err
		}
	}
	next.Sent = r.codes
	if len(next.Documents) > MaxBases {
		r.faults.Add("documents", bonafide.CodeTooMany)
	}
	if err := r.faults.Err(); err != nil {
		return record.Change[User]{}, err
	}
	var err error
	if next.Terms, err = r.s.duplicateTerms(next, r.key); err != nil {
		return record.Change[User]{}, err
	}
	return record.Change[User]{State: next, Events: r.events}, nil
}

func (r *submission) event(typ string, pairs ...string) {
	r.events = append(r.events, bonafide.NewEvent(typ, r.at, r.by, pairs...))
}

// base applies one base document. Faults are gathered; an error ends the run.
func (r *submission) base(u User, in document.Submission, path string) (User, error) {
	rules := r.s.rules(u, r.at)
	old, there := u.Document(in.ID)
	if in.ID != "" && !there {
		r.faults.Add(path+".id", bonafide.CodeUnknown)
		return u, nil
	}
	if in.Deletes() {
		if !there {
			r.faults.Add(path+".id", bonafide.CodeRequired)
			return u, nil
		}
		return r.remove(u, old), nil
	}
	b, ok := r.check(u, &old, &there, in, path, rules)
	if !ok {
		r.checkSubs(in, path, rules)
		return u, nil
	}
	rules.Kind, rules.Country = b.Kind, b.AddressCountryCode
	fields := changed(old, b)
	switch {
	case !there:
		r.event(EventDocumentAdded, "document", b.ID, "warnings", warnings(b))
	case len(fields) > 0:
		r.event(EventDocumentChanged, "document", old.ID, "now", renamed(old.ID, b.ID), "fields", strings.Join(fields, ","), "warnings", warnings(b))
	}
	var err error
	if there && identity(fields) {
		if b, err = r.recheck(b); err != nil {
			return u, err
		}
	}
	for _, class := range document.Classes() {
		for j, sub := range in.Docs(class) {
			if b, err = r.sub(b, class, sub, fmt.Sprintf("%s.%s_docs[%d]", path, class, j), rules); err != nil {
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
	return r.replace(u, old, there, b), nil
}

// check makes the canonical base document: changed, or added.
func (r *submission) check(u User, old *document.Base, there *bool, in document.Submission, path string, rules document.Rules) (document.Base, bool) {
	var b document.Base
	var err error
	if *there {
		b, err = old.Change(path, in, rules)
	} else if b, err = in.Check(path, rules); err == nil {
		if *old, *there = u.Document(r.s.baseID(u, b)); *there {
			b, err = old.Change(path, in, rules)
		}
	}
	if err != nil {
		if !r.faults.Merge("", err) {
			r.faults.Add(path, bonafide.CodeMalformed)
		}
		return document.Base{}, false
	}
	b.ID = r.s.baseID(u, b)
	if _, taken := u.Document(b.ID); taken && b.ID != old.ID {
		r.faults.AddRule(path+".email", bonafide.CodeRepeated, "base documents of a user differ in e-mail or phone number")
		return document.Base{}, false
	}
	return b, true
}

// checkSubs gathers the faults of the sub-documents of a base document that
// has some itself: the caller is told of all at once.
func (r *submission) checkSubs(in document.Submission, path string, rules document.Rules) {
	for _, class := range document.Classes() {
		for j, sub := range in.Docs(class) {
			if sub.Deletes() {
				continue
			}
			if _, _, err := document.NewSub("new", "new", class, sub, r.key, rules, r.at); err != nil {
				r.faults.Merge(fmt.Sprintf("%s.%s_docs[%d].", path, class, j), err)
			}
		}
	}
}

// replace puts b in place of old, whose id may have been another.
func (r *submission) replace(u User, old document.Base, there bool, b document.Base) User {
	if !there || old.ID == b.ID {
		return u.withDocument(b)
	}
	u.Documents = slices.Clone(u.Documents)
	for i := range u.Documents {
		if u.Documents[i].ID == old.ID {
			u.Documents[i] = b
		}
	}
	if screened, ok := u.Screenings[old.ID]; ok {
		u = u.withScreening(old.ID, nil).withScreening(b.ID, &screened)
	}
	return u
}

func (r *submission) remove(u User, b document.Base) User {
	u.Documents = slices.DeleteFunc(slices.Clone(u.Documents), func(d document.Base) bool { return d.ID == b.ID })
	for d := range b.Subs() {
		if d.File != nil {
			r.drop = append(r.drop, d.File.Key)
		}
	}
	r.event(EventDocumentDeleted, "document", b.ID)
	return u.withScreening(b.ID, nil)
}

// sub applies one sub-document: deletes, answers, submits again or adds.
func (r *submission) sub(b document.Base, class document.Class, in document.SubSubmission, path string, rules document.Rules) (document.Base, error) {
	old, there := b.Find(in.ID)
	if in.ID != "" && (!there || old.Class != class) {
		r.faults.Add(path+".id", bonafide.CodeUnknown)
		return b, nil
	}
	if in.Deletes() {
		return r.removeSub(b, old, there, path), nil
	}
	if !in.MFAAnswer.IsZero() {
		return r.answer(b, old, there, in.MFAAnswer, path)
	}
	if info, ok := document.Lookup(class, in.Type); in.ID == "" && ok && !info.Multiple {
		// One of this type is there already: this is its next submission.
		if same := b.FindType(class, in.Type); len(same) > 0 {
			old, there = same[0], true
		}
	}
	attempt, err := r.s.opts.NewID()
	if err != nil {
		return b, err
	}
	var d document.Sub
	var content []byte
	if there {
		d, content, err = old.Resubmit(attempt, in, r.key, rules, r.at)
	} else {
		var id string
		if id, err = r.s.opts.NewID(); err != nil {
			return b, err
		}
		d, content, err = document.NewSub(id, attempt, class, in, r.key, rules, r.at)
	}
	if err != nil {
		return b, r.fault(path, err)
	}
	if err := r.keep(d, content); err != nil {
		return b, err
	}
	if there && old.File != nil {
		r.drop = append(r.drop, old.File.Key)
	}
	if d, err = r.blacklist(d); err != nil {
		return b, err
	}
	next, err := b.Put(d)
	if err != nil {
		return b, r.fault(path, err)
	}
	r.event(EventSubmitted, "document", b.ID, "subdocument", d.ID, "type", string(d.Type), "attempt", d.Attempt, "status", string(d.Status))
	return next, nil
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

// keep hands the sealed upload to the host before the record that names it.
func (r *submission) keep(d document.Sub, content []byte) error {
	if content == nil || len(r.faults) > 0 {
		return nil
	}
	if r.s.opts.Files == nil {
		return fmt.Errorf("bonafide: no store of files: %w", bonafide.ErrUnavailable)
	}
	if err := r.s.opts.Files.Put(r.ctx, d.File.Key, content); err != nil {
		return fmt.Errorf("bonafide: store of files: %w", bonafide.ErrUnavailable)
	}
	r.put = append(r.put, d.File.Key)
	return nil
}

func (r *submission) removeSub(b document.Base, old document.Sub, there bool, path string) document.Base {
	if !there {
		r.faults.Add(path+".id", bonafide.CodeRequired)
		return b
	}
	if info, _ := document.Lookup(old.Class, old.Type); info.Derived {
		r.faults.Add(path+".id", bonafide.CodeNotAllowed)
		return b
	}
	if old.File != nil {
		r.drop = append(r.drop, old.File.Key)
	}
	r.event(EventSubDeleted, "document", b.ID, "subdocument", old.ID, "type", string(old.Type))
	next, _ := b.Remove(old.ID)
	return next
}

// recheck sends the verdicts that were made on the old identity back to review.
func (r *submission) recheck(b document.Base) (document.Base, error) {
	b.IDScore, b.TrustLevel = nil, ""
	for d := range b.Subs() {
		if info, _ := document.Lookup(d.Class, d.Type); info.Derived {
			continue // derive decides about these
		}
		attempt, err := r.s.opts.NewID()
		if err != nil {
			return b, err
		}
		next, again := d.Recheck(attempt, r.at)
		if !again {
			continue
		}
		if b, err = b.Put(next); err != nil {
			return b, err
		}
		r.event(EventSubmitted, "document", b.ID, "subdocument", d.ID, "type", string(d.Type), "attempt", attempt, "status", string(next.Status))
	}
	return b, nil
}

// derive adds the social documents that follow from the base document's fields.
func (r *submission) derive(b document.Base) (document.Base, error) {
	var failed error
	newID := func() string {
		id, err := r.s.opts.NewID()
		failed = errors.Join(failed, err)
		return id
	}
	before := b
	b, err := b.Derive(newID, r.key, r.at)
	if err = errors.Join(err, failed); err != nil {
		return b, err
	}
	for _, d := range b.Social {
		if old, ok := before.Find(d.ID); !ok || old.Attempt != d.Attempt {
			r.event(EventSubmitted, "document", b.ID, "subdocument", d.ID, "type", string(d.Type), "attempt", d.Attempt, "status", string(d.Status))
		}
	}
	return b, nil
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

// warnings are the codes of what is odd about a base document, for reviewers: such
// as "address_street:implausible".
func warnings(b document.Base) string {
	var out []string
	for _, w := range b.Warnings() {
		out = append(out, w.Path+":"+string(w.Code))
	}
	return strings.Join(out, ",")
}
