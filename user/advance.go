package user

import (
	"context"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/internal/aggregate"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/user/event"
)

// Advance does what is due for a user: it asks the Verifier about documents
// under review, screens base documents, looks for duplicates (see [Twins]), sends the codes of documents that are
// proved by one, and decides again when the decision's time is up. It is safe to
// call at any time, twice, and from many processes: a check that another call has
// begun is left to it for the lease.
//
// All checks of a user run side by side, at most eight at once, and their answers
// are written together, at the latest every 200 milliseconds. Outages are kept as
// such and asked again later; they are no error of Advance.
//
// Of a user who is closed nobody is asked about documents and the taxpayer number, and no
// codes are sent: screenings alone go on where one has not come about.
//
// It acts in the name of the system, and returns what the system sees: all that
// reviewers found and wrote. A host must not hand it on to users or platforms; for those it calls
// [Service.Get]. It fails with [bonafide.ErrNotFound], with
// RefusedErased, and with errors of the store: then call it again.
func (s *Service) Advance(ctx context.Context, id string) (u User, err error) {
	ctx, end := s.run.Begin(ctx, "user.advance", id)
	defer end(&err)
	kept, _, err := s.advance(ctx, id)
	if err != nil {
		return User{}, err
	}
	return s.view(kept.State, bonafide.System(), s.now()), nil
}

// advance is Advance, and reports whether it wrote anything.
func (s *Service) advance(ctx context.Context, id string) (kept, bool, error) {
	r := &round{s: s, call: aggregate.Call{Op: "user.advance", ID: id, By: bonafide.System()}, with: s.with(KindCoverage)}
	err := r.compare(ctx)
	if err == nil {
		err = r.take(ctx)
	}
	if err != nil {
		return kept{}, false, err
	}
	did := r.kept.Written
	err = r.ask(ctx)
	return r.kept, did || err == nil && r.kept.Written, err
}

// A check is one outside check that an Advance took on: of a sub-document, of
// the taxpayer number, or a screening of a subject.
type check struct {
	base    string       // what a sub-document belongs to
	subject subject      // who is screened; zero for other checks
	sub     document.Sub // what the verifier is asked about; zero for other checks
	tax     bool
	message Message // the code that proves the sub-document; zero for other checks
}

// screens reports whether the check is a screening.
func (c check) screens() bool { return c.subject.query != nil }

// compare reads the user, and looks for its duplicates where that is due. What fails of
// it keeps no check waiting, and is due again.
func (r *round) compare(ctx context.Context) (err error) {
	if r.kept, err = r.s.run.Get(ctx, r.call.ID, r.with...); err != nil {
		return err
	}
	if r.look, err = r.s.look(ctx, r.kept); err != nil {
		r.look.failed = true
	}
	return ctx.Err()
}

// take claims the checks that are due, before any of them is made.
func (r *round) take(ctx context.Context) error {
	s, codes := r.s, false
	verb := permission.VerbScreen
	if (r.look.done || r.look.failed) && r.kept.State.Standing.Permission == permission.MakeItGoAway {
		verb = "" // nothing but what was found is due
	}
	take := func(rule aggregate.Rule[User], from *kept) (err error) {
		r.kept, err = s.run.Run(ctx, r.call, r.with, from, step{By: r.call.By, Verb: string(verb), Rule: rule})
		return err
	}
	err := take(func(_ context.Context, u User, in input) (change, error) {
		u, found, changed := s.looked(u, r.look, in)
		if verb == "" {
			return noted(u, found, changed), nil
		}
		next, checks, events, byCode, err := s.claim(u, in)
		r.checks, r.until, codes = checks, bonafide.Instant(in.At.Add(s.opts.Lease)), byCode
		c := noted(next, append(found, events...), changed)
		if slices.ContainsFunc(checks, check.screens) {
			c.Touch = append(c.Touch, KindCoverage)
		}
		return c, err
	}, &r.kept)
	if err != nil || !codes {
		return err
	}
	checks := r.checks
	r.with = append(r.with, KindAccess)
	return take(func(ctx context.Context, u User, in input) (change, error) {
		c, more, err := s.openCodes(ctx, u, in)
		r.checks = append(checks[:len(checks):len(checks)], more...)
		return c, err
	}, &r.kept)
}

// claim claims what is due but codes, and reports whether codes are due too.
func (s *Service) claim(u User, in input) (_ User, checks []check, events []bonafide.Event, codes bool, err error) {
	for _, b := range u.Documents {
		for d := range b.Subs() {
			if !d.Unchecked(in.At) || s.idle(u, b, d, in.At) {
				continue
			}
			if d.Type.ByCode() && s.opts.Messenger != nil {
				codes = true
				continue
			}
			taken, asked, err := s.takeSub(b, d, in)
			if err == nil {
				b, err = b.Put(taken)
			}
			if err != nil {
				return u, nil, nil, false, err
			}
			if taken.ReviewDue.IsZero() {
				checks = append(checks, check{base: b.ID, sub: taken})
			}
			events = append(events, asked)
		}
		u = u.withDocument(b)
	}
	if s.opts.Screener != nil {
		rules := s.program(u, in.At).Screening()
		for _, who := range u.subjects() {
			look, fingerprint := u.beside.coverage.Documents[who.id], who.fingerprint()
			if look.claimed(fingerprint, in.At) || !reached(u.screenDue(who, rules), in.At) && look.AskedAt.IsZero() {
				continue
			}
			checks = append(checks, check{subject: who})
			u = u.claimLook(who.id, fingerprint, in.At.Add(s.opts.Lease))
		}
	}
	if s.opts.Verifier != nil && reached(u.taxDue(), in.At) && u.Tax.TIN.Asks >= maxAsks {
		u.Tax.TIN.RetryAt = time.Time{}
		events = append(events, in.Event(event.TaxUnanswered, "attempt", u.Tax.TIN.Attempt))
	} else if s.opts.Verifier != nil && reached(u.taxDue(), in.At) {
		if u.Tax.TIN, err = u.Tax.TIN.Ask(in.At, s.opts.Lease); err != nil {
			return u, nil, nil, false, err
		}
		checks = append(checks, check{tax: true})
		events = append(events, in.Event(event.TaxAsked, "attempt", u.Tax.TIN.Attempt))
	}
	return u, checks, events, codes, nil
}

// maxAsks is how often an attempt is asked about before a reviewer is to decide: with
// the retries of [bonafide.RetryAfter], more than four days.
const maxAsks = 10

// verifier is who to ask about a document; nil = nobody. What is proved by a code no vendor is
// asked about.
func (s *Service) verifier(b document.Base, d document.Sub) document.Verifier {
	if d.Type.ByCode() {
		return nil
	}
	if s.opts.Addresses != nil && d.Class == document.Social && (d.Type == document.Address || d.Type == document.MailingAddress) {
		return document.VerifyAddresses(s.opts.Addresses)
	}
	if !document.Takes(s.opts.Verifier, b, d) {
		return nil
	}
	return s.opts.Verifier
}

// idle reports whether nobody is to look at a document: the relationship with the user is
// over, or it follows from the base document by itself, no program asks for it, and no
// verifier takes it, or none ever answered. It is kept for the record.
func (s *Service) idle(u User, b document.Base, d document.Sub, at time.Time) bool {
	info, _ := document.Lookup(d.Class, d.Type)
	return u.closed() || info.Derived && !s.program(u, at).Asks(string(d.Type)) && (s.verifier(b, d) == nil || d.Asks >= maxAsks)
}

// takeSub begins the outside check, or queues the document for a reviewer where
// there is nobody to ask, or nobody answers.
func (s *Service) takeSub(b document.Base, d document.Sub, in input) (document.Sub, bonafide.Event, error) {
	unanswered := d.Asks >= maxAsks
	if !unanswered && s.verifier(b, d) != nil {
		taken, err := d.Ask(in.At, s.opts.Lease)
		return taken, saysAsked(b, d, in), err
	}
	taken, err := d.Queue(s.reviewBy(in.At), in.At)
	if unanswered {
		return taken, in.Event(event.Unanswered, "document", b.ID, "subdocument", d.ID, "type", string(d.Type), "attempt", d.Attempt), err
	}
	return taken, saysAsked(b, d, in), err
}

// reviewBy is when a review that begins now is to be done.
func (s *Service) reviewBy(at time.Time) time.Time {
	return bonafide.ReviewBy(at.In(s.opts.Zone), bonafide.ReviewDays, s.opts.Calendar)
}

// saysAsked says that an outside check begins.
func saysAsked(b document.Base, d document.Sub, in input) bonafide.Event {
	return in.Event(event.Asked, "document", b.ID, "subdocument", d.ID, "type", string(d.Type), "attempt", d.Attempt)
}
