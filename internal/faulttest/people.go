package faulttest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/upload"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/money"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/risk"
	"github.com/bonafide-go/bonafide/user"
	"github.com/bonafide-go/bonafide/user/scope"
)

// Actors of the flows.
var (
	acme     = bonafide.Platform("acme")
	globex   = bonafide.Platform("globex")
	eve      = bonafide.User("user-eve")
	officer  = bonafide.Reviewer("officer")
	officer2 = bonafide.Reviewer("officer-2")
	officer3 = bonafide.Reviewer("officer-3")
	vendor   = bonafide.VerifierActor("vendor")
)

// sheets are the programs: one for people, one for businesses.
var sheets = []string{`{"id": "people", "version": 1, "cip_tag": 1, "user_kind": "personal", "effective_at": "2026-01-01T00:00:00Z",
	"four_eyes": ["override_risk"], "screening": {"counted_lists": ["ofac_sdn"]},
	"tiers": [
		{"scope": "RECEIVE|TIER|1", "requires": [{"document": {"types": ["SSN"]}}]},
		{"scope": "SEND|RECEIVE|TIER|1", "requires": [{"id": "photo", "waivable": true, "document": {"types": ["GOVT_ID"]}}],
			"limits": [{"direction": "send", "per": "day", "currency": "USD", "max": "1000"}]}]}`,
	`{"id": "businesses", "version": 1, "cip_tag": 1, "user_kind": "business", "effective_at": "2026-01-01T00:00:00Z",
	"screening": {"counted_lists": ["ofac_sdn"]},
	"tiers": [{"scope": "RECEIVE", "requires": [{"owners": {"controlling": 1, "share": 25, "scope": "RECEIVE", "complete": true, "exempt": ["publicly_traded"]}}]}]}`,
}

// People is the flow of users.
var People = Flow{Name: "people", begin: func(h *host) (world, error) {
	w := &people{host: h, asked: make(map[string]int), booked: make(map[string]time.Time)}
	if h == nil {
		return w, nil
	}
	var bodies [][]byte
	for _, s := range sheets {
		bodies = append(bodies, []byte(s))
	}
	programs, err := program.ParseBook(bodies...)
	if err != nil {
		return nil, err
	}
	if w.candidate, err = program.Parse([]byte(sheets[0])); err != nil {
		return nil, err
	}
	w.users, err = user.New(h.store, h.keys, &user.Options{
		BodiesInClear: h.clear,
		Programs:      programs, Verifier: h, Addresses: h, Screener: h, Messenger: h, Files: h.files, Now: h.now, NewID: h.newID,
		Identity:  user.IdentityPolicy{TrustFirstDevice: true, SelfService: true},
		NewCode:   func() (string, error) { return "135790", nil },
		Retention: func(user.User) bonafide.Duration { return bonafide.Days(1) },
	})
	return w, err
}}

// people is the flow of users under way: of a person, of one who is on the list,
// of one who comes twice, and of a business.
type people struct {
	*host
	users     *user.Service
	candidate *program.Program

	ana, jane, twin, firm user.User
	next                  user.User // who has got the number of the business
	joined                user.User // the same, as another platform came to know of it
	self                  user.User // who came by itself
	loose                 user.User // whose documents are sent in without keys
	refresh, access       bonafide.Secret
	tries                 int            // of a message
	heard                 int            // messages that had arrived before the step
	asked                 map[string]int // messages, by the key under which one was asked for
	photo                 string         // address of an upload that is erased
	proposal              bonafide.Approval
	moved                 int                  // transactions that count
	booked                map[string]time.Time // when a transaction was booked, by id
}

func (w *people) forget() func() {
	known := *w
	return func() { *w = known }
}

// A number is the e-mail and phone number by which people differ.
func papers(name, number string) document.Submission {
	return document.Submission{
		Name: name, Email: "p" + number[8:] + "@example.com", PhoneNumber: number, IP: "203.0.113.7", EntityType: "F", EntityScope: "Education",
		Day: 14, Month: 5, Year: 1990, AddressStreet: "1 Market Street", AddressCity: "San Francisco", AddressSubdivision: "CA",
		AddressPostalCode: "94105", AddressCountryCode: "US",
	}
}

var picture64 = sync.OnceValue(func() []byte { return document.SandboxImage("ok") })

func photo(t document.Type) document.SubSubmission {
	return document.SubSubmission{Type: t, Upload: bytes.NewReader(picture64()), MediaType: upload.PNG}
}

func ssn(number string) []document.SubSubmission {
	return []document.SubSubmission{{Type: document.SSN, Value: bonafide.NewSecret(number)}}
}

var (
	device = bonafide.NewSecret("fingerprint of a phone")
	code   = bonafide.NewSecret("135790")
	wrong  = bonafide.NewSecret("000000")
)

func (w *people) transaction(id string) user.MoveRequest {
	if w.booked[id].IsZero() {
		w.booked[id] = w.now() // and so when it is asked for again
	}
	sum, _ := bonafide.ParseMoney("10", "USD")
	return user.MoveRequest{Transaction: money.Transaction{ID: id, Direction: permission.Outbound, Amount: sum, At: w.booked[id]}}
}

// on is a command on a user, whose answer it keeps.
func on(who *user.User, do func(ctx context.Context, key, id string) (user.User, error)) func(context.Context, string) error {
	return func(ctx context.Context, key string) error {
		u, err := do(ctx, key, who.ID)
		if err == nil {
			*who = u
		}
		return err
	}
}

// reads is a call that only reads.
func reads[T any](do func(ctx context.Context) (T, error)) func(context.Context, string) error {
	return func(ctx context.Context, _ string) error { _, err := do(ctx); return err }
}

// refused turns the refusal that is wanted into success.
func refused(err error, code bonafide.Code) error {
	var r *bonafide.RefusedError
	switch {
	case errors.As(err, &r) && r.Code == code:
		return nil
	case err == nil:
		return fmt.Errorf("not refused with %s", code)
	}
	return err
}

// told waits for a message: until one arrives it is asked for again, under another
// key, once the limits allow it.
func (w *people) told(ask func(ctx context.Context, key string) error) func(context.Context, string) error {
	return func(ctx context.Context, key string) error {
		w.wait(31 * time.Second) // the time between two codes; all attempts together are shorter than the life of one
		key = fmt.Sprintf("%s-%d", key, w.tries)
		before := w.sent()
		err := ask(ctx, key)
		if w.asked[key] += w.sent() - before; w.asked[key] > 1 {
			return errTwice
		}
		if errors.Is(err, bonafide.ErrRefused) {
			w.wait(24 * time.Hour) // a limit, which faults have used up
			w.tries++
			return errors.Join(errAgain, err)
		}
		if err != nil {
			return err
		}
		w.tries++
		if w.heardOf() == w.heard {
			return errAgain
		}
		w.heard = w.heardOf()
		return nil
	}
}

// errTwice fails a run.
var errTwice = errors.New("a second message under one key")

func (w *people) sent() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.out
}

func (w *people) heardOf() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.inbox)
}

// settled advances a user until nothing is due that does not wait for an answer.
func (w *people) settled(who *user.User) func(context.Context, string) error {
	return func(ctx context.Context, _ string) error {
		u, err := w.users.Advance(ctx, who.ID)
		if err != nil {
			return err
		}
		*who = u
		due, err := w.due(ctx, u.ID)
		if due.Equal(u.Decision.Due) {
			due = checkDue(u) // what the decision waits for may come first, and hide it
		}
		if err == nil && !due.IsZero() && due.Before(w.now().Add(36*time.Hour)) {
			w.wait(max(time.Minute, due.Sub(w.now())) + time.Second)
			return errAgain
		}
		return err
	}
}

// checkDue is when the next check of a document or of the taxpayer number is due;
// zero = never.
func checkDue(u user.User) (due time.Time) {
	all := []time.Time{u.Tax.TIN.RetryAt}
	for _, b := range u.Documents {
		for d := range b.Subs() {
			all = append(all, d.RetryAt)
		}
	}
	for _, at := range all {
		if due.IsZero() || !at.IsZero() && at.Before(due) {
			due = at
		}
	}
	return due
}

// due is when a user next wants attention, by what the store lists. What is asked
// there does not fail.
func (w *people) due(ctx context.Context, id string) (time.Time, error) {
	beside, err := w.kept.Get(ctx, user.KindCoverage, id)
	if err == nil && slices.Contains(beside.Labels, "screening=asked") {
		return w.now(), nil
	}
	if err != nil && !errors.Is(err, bonafide.ErrNotFound) {
		return time.Time{}, err
	}
	r, err := w.kept.Get(ctx, user.Kind, id)
	return r.Due, err
}

func (w *people) create(who *user.User, name, number string, business bool) func(context.Context, string) error {
	return func(ctx context.Context, key string) error {
		u, err := w.users.Create(ctx, acme, user.CreateRequest{Key: key, Phone: number, LegalNames: []string{name}, IsBusiness: business, SuppID: "supp" + number})
		if err == nil {
			*who = u
		}
		return err
	}
}

func (w *people) submit(who *user.User, make func() document.Submission) func(context.Context, string) error {
	return on(who, func(ctx context.Context, key, id string) (user.User, error) {
		return w.users.SubmitDocuments(ctx, acme, id, user.SubmitRequest{Key: key, Documents: []document.Submission{make()}})
	})
}

// sub is the first sub-document of a type.
func sub(u user.User, t document.Type) document.Sub {
	for _, b := range u.Documents {
		for d := range b.Subs() {
			if d.Type == t {
				return d
			}
		}
	}
	return document.Sub{}
}

// override is what takes a second person.
var override = user.OverrideRiskRequest{Level: risk.Low, Comment: "salary seen"}

// check says what came out wrong with messages, money, sessions and files.
func (w *people) check(ctx context.Context) error {
	var faults []error
	fault := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	for _, n := range w.handed {
		if n > 1 {
			fault("a message was handed over %d times", n)
		}
	}
	l, err := w.users.Ledger(ctx, officer, w.ana.ID)
	if err != nil {
		return err
	}
	seen := make(map[string]bool)
	for _, e := range l.Entries {
		if seen[e.ID] {
			fault("a transaction counts twice")
		}
		seen[e.ID] = true
	}
	if len(l.Entries) != w.moved {
		fault("%d transactions count, not %d", len(l.Entries), w.moved)
	}
	g, err := w.users.OAuth(ctx, acme, user.OAuthRequest{RefreshToken: w.refresh, Fingerprint: device})
	if err != nil {
		fault("the session is dead: %w", err)
	} else if _, err := w.users.Authenticate(ctx, g.AccessKey, device, scope.UserGet); err != nil {
		fault("the access key is dead: %w", err)
	}
	if _, there := w.files.content[w.photo]; there || w.photo == "" {
		fault("an upload of who was erased is there")
	}
	return errors.Join(append(faults, w.photos(ctx))...)
}

// photos are the uploads of the users, each of which is there.
func (w *people) photos(ctx context.Context) error {
	if err := w.uploads(ctx, w.users.Files); err != nil {
		return err
	}
	for _, u := range []user.User{w.ana, w.jane} {
		for _, t := range []document.Type{document.GovtID, document.ProofOfAddress} {
			d := sub(u, t)
			if _, there := w.files.content[keyOf(d)]; d.File != nil && !u.Erased() && !there {
				return errors.New("an upload of a record is not named")
			}
		}
	}
	return nil
}

func keyOf(d document.Sub) string {
	if d.File == nil {
		return ""
	}
	return d.File.Key
}
