package user_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/internal/figuretest"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/user"
)

// A published is a list as it was published day after day: whom each edition names, and
// what it says of them.
type published struct{ editions []map[string]string } // hash of the entry by name

func (p *published) date(n int) bonafide.Date {
	return bonafide.Date{Year: 2026, Month: 1, Day: 1}.AddDays(n)
}

// at is a screener that holds one edition.
func (p *published) at(n *int) screening.Screener {
	return screenerFunc(func(_ context.Context, q screening.Query) (screening.Result, error) {
		run := screening.ListRun{Key: "ofac_sdn", Edition: p.date(*n), Hash: fmt.Sprint("edition ", *n), Result: screening.ListNoMatch}
		r := screening.Result{}
		if hash, listed := p.editions[*n][q.Name]; listed {
			run.Result = screening.ListMatch
			r.Hits = []screening.Hit{{List: run.Key, Edition: run.Edition.String(), EntryID: q.Name, EntryHash: hash, Score: 1, MatchedName: q.Name, NameKind: screening.PrimaryName}}
		}
		r.Lists = []screening.ListRun{run}
		return r, nil
	})
}

type screenerFunc func(context.Context, screening.Query) (screening.Result, error)

func (f screenerFunc) Screen(ctx context.Context, q screening.Query) (screening.Result, error) {
	return f(ctx, q)
}

// A word is what reviewers said of somebody who is listed.
type word struct {
	proven  bool
	cleared map[string]time.Time // until when, by hash of the entry that it was said of
	first   string               // who wants to clear who was proven, and waits for a second
	until   time.Time            // for which
}

// A walker is one user in the hands of everybody at once, and what may be known of it by
// who looks at its history alone.
type walker struct {
	t      *testing.T
	r      *rand.Rand
	b      *bundle
	here   *user.Service // up to date
	there  *user.Service // with an earlier edition, on a store that loses calls and answers
	list   *published
	now    int
	behind int
	id     string
	newest map[string]int  // the latest edition in which a subject was looked for
	words  map[string]word // by subject
	stands permission.Permission
	log    []string
}

var bearers = []string{"Ana Maria Lopez", "Anna Lopez", "Maria Lopez"}

func newWalker(t *testing.T, seed uint64) *walker {
	w := &walker{t: t, r: rand.New(rand.NewPCG(seed, 11)), list: &published{editions: []map[string]string{{}}}, newest: map[string]int{}, words: map[string]word{}}
	w.b = setup(t, inClear, func(o *user.Options) { o.Screener = w.list.at(&w.now) })
	w.here = w.b.users
	opts := w.b.opts
	opts.Screener = w.list.at(&w.behind)
	var err error
	w.there, err = user.New(&lossy{Store: w.b.store, random: w.r, rate: 0.1}, w.b.keys, &opts)
	require.NoError(t, err)
	w.id = w.b.create(t).ID
	return w
}

func (w *walker) pick(of ...string) string { return of[w.r.IntN(len(of))] }

// step does one thing in the name of somebody, by one of the two processes.
func (w *walker) step() {
	s, key := w.here, w.pick("", "", fmt.Sprint("k", w.r.IntN(40)))
	if w.r.IntN(3) == 0 {
		s = w.there
	}
	before := mustGet(w.t, w.b, w.id)
	base, sub := document.Base{}, document.Sub{}
	if n := len(before.Documents); n > 0 {
		base = before.Documents[w.r.IntN(n)]
		for d := range base.Subs() {
			if sub.ID == "" || w.r.IntN(3) == 0 {
				sub = d
			}
		}
	}
	by := []bonafide.Actor{officer, officer2}[w.r.IntN(2)]
	self := []bonafide.Actor{acme, bonafide.User(w.id)}[w.r.IntN(2)]
	var err error
	what := w.pick("submit", "submit", "photo", "advance", "advance", "advance", "look", "rescreen", "resolve", "verdict", "decide", "decide", "lock", "lift", "active",
		"withdraw", "delete", "edition", "catch up", "wait", "wait", "redecide", "due", "name")
	switch what {
	case "submit":
		in := ana()
		in.Name, in.Email = w.pick(bearers...), w.pick("ana@example.com", "ana2@example.com")
		in.VirtualDocs = ssn(w.pick("512-43-2222", "512-43-1111"))
		if w.r.IntN(2) == 0 {
			in.PhysicalDocs = photo(w.t)
		}
		_, err = s.SubmitDocuments(ctx, self, w.id, user.SubmitRequest{Documents: []submission{in}})
	case "photo":
		_, err = s.SubmitDocuments(ctx, self, w.id, user.SubmitRequest{Documents: []submission{{ID: base.ID, PhysicalDocs: photo(w.t)}}})
	case "advance":
		_, err = s.Advance(ctx, w.id)
	case "look":
		_, err = s.Look(ctx, w.id)
	case "rescreen":
		_, err = s.Rescreen(ctx, acme, w.id, user.RescreenRequest{Key: key})
	case "resolve":
		_, err = s.Resolve(ctx, by, w.id, user.ResolveRequest{SubDocument: sub.ID, Verdict: document.Verdict{Outcome: document.Outcome(w.pick("valid", "invalid"))}})
	case "verdict":
		v := document.Verdict{Outcome: document.Outcome(w.pick("valid", "invalid", "pending")), DecidedAt: w.b.now().Add(-time.Duration(w.r.IntN(48)) * time.Hour)}
		v.ExpiresOn = bonafide.DateOf(w.b.now()).AddDays(w.r.IntN(40))
		_, err = s.Resolve(ctx, vendor, w.id, user.ResolveRequest{SubDocument: sub.ID, Attempt: sub.Attempt, Verdict: v})
	case "decide":
		w.decide(by, base)
	case "lock":
		if _, err = w.here.SetStanding(ctx, by, w.id, user.StandingRequest{Permission: permission.Locked, Code: permission.ComplianceSuspicious}); err == nil {
			w.stands = permission.Locked
		}
	case "lift":
		if _, err = w.here.SetStanding(ctx, by, w.id, user.StandingRequest{}); err == nil {
			w.stands = ""
		}
	case "active":
		_, err = s.SetDocumentActive(ctx, by, w.id, user.SetDocumentActiveRequest{Document: base.ID, Active: w.r.IntN(2) == 0, Reason: "r"})
	case "withdraw":
		_, err = s.WithdrawDocument(ctx, by, w.id, user.WithdrawDocumentRequest{Document: base.ID, Reason: "r"})
	case "delete":
		_, err = s.SubmitDocuments(ctx, self, w.id, user.SubmitRequest{Documents: []submission{{ID: base.ID, VirtualDocs: []document.SubSubmission{{ID: sub.ID, Type: document.DeleteDocument}}}}})
	case "edition":
		next := map[string]string{}
		for _, name := range bearers {
			if w.r.IntN(4) == 0 {
				next[name] = w.pick("h1", "h2")
			}
		}
		if len(w.list.editions) < 50 {
			w.list.editions = append(w.list.editions, next)
			w.now = len(w.list.editions) - 1
		}
	case "catch up":
		w.behind = w.now
	case "wait":
		w.b.wait(time.Duration(w.r.IntN(49)-8) * time.Hour)
	case "redecide":
		_, err = s.Redecide(ctx, by, user.RedecideRequest{})
	case "due":
		_, err = s.AdvanceDue(ctx, 10)
	case "name":
		_, err = s.Update(ctx, self, w.id, user.UpdateRequest{LegalName: w.pick(bearers...)})
	}
	w.log = append(w.log, fmt.Sprintf("%s (%v)", what, err))
	w.see()
}

// decide lets a reviewer decide on some hit that is shown.
func (w *walker) decide(by bonafide.Actor, base document.Base) {
	u := mustGet(w.t, w.b, w.id)
	for subject, sc := range u.Screenings {
		for _, h := range sc.Result.Hits {
			req := user.DecideHitRequest{Subject: subject, List: h.List, EntryID: h.EntryID, Disposition: screening.FalsePositive, Reason: "r", Expires: w.b.now().Add(time.Duration(1+w.r.IntN(400)) * time.Hour)}
			if w.r.IntN(4) == 0 {
				req.Disposition, req.Expires = screening.TruePositive, time.Time{}
			}
			if _, err := w.here.DecideHit(ctx, by, w.id, req); err != nil {
				continue
			}
			said := w.words[subject]
			switch {
			case req.Disposition == screening.TruePositive:
				said = word{proven: true}
			case said.proven && said.first == "":
				said.first, said.until = by.ID, req.Expires
			default:
				if said.proven && said.until.Before(req.Expires) {
					req.Expires = said.until
				}
				said = word{proven: said.proven, cleared: map[string]time.Time{h.EntryHash: req.Expires}}
			}
			w.words[subject] = said
		}
	}
}

// see looks at the user, and refuses what must not be.
func (w *walker) see() {
	u := mustGet(w.t, w.b, w.id)
	looks, err := w.here.Coverage(ctx, officer, w.id)
	require.NoError(w.t, err)
	for _, look := range looks.Documents {
		for n := range w.list.editions {
			if len(look.Lists) > 0 && look.Lists[0].Edition == w.list.date(n) && n > w.newest[look.Subject] {
				w.newest[look.Subject] = n
			}
		}
	}
	if !u.Permission().May(permission.Outbound) {
		return
	}
	wrong := func(why string, more ...any) {
		w.t.Fatalf("SEND although %s %v\nsteps: %q", why, more, w.log[max(0, len(w.log)-25):])
	}
	if w.stands != "" {
		wrong("locked")
	}
	today := bonafide.DateOf(w.b.now())
	for _, b := range u.Documents {
		if !b.IsActive {
			continue
		}
		for _, typ := range []document.Type{document.SSN, document.GovtID} {
			ok := false
			for d := range b.Subs() {
				ok = ok || d.Type == typ && d.Status == document.Valid && (d.ExpiresOn.IsZero() || !d.ExpiresOn.Before(today))
			}
			if !ok {
				wrong("a document is missing", typ)
			}
		}
	}
	for subject, sc := range u.Screenings {
		name := ""
		for _, h := range sc.Result.Hits {
			name = h.EntryID
		}
		n := w.newest[subject]
		hash, listed := w.list.editions[n][name]
		switch said := w.words[subject]; {
		case len(sc.Open(w.b.now())) > 0:
			wrong("a hit is open")
		case listed && !said.cleared[hash].After(w.b.now()):
			wrong("nobody cleared", name, n, said, hash)
		}
	}
	for _, b := range u.Documents {
		if subject := u.Screening(b.ID).Result.Subject; b.IsActive {
			hash, listed := w.list.editions[w.newest[subject]][b.Name]
			if said := w.words[subject]; listed && !said.cleared[hash].After(w.b.now()) {
				wrong("the list names it", b.Name, w.newest[subject], said, hash)
			}
		}
	}
}

// Whatever whoever does, in any order, in processes that hold different editions and lose
// answers, while clocks go forth and back: nobody may send who is locked, lacks a document or
// bears a name that the latest edition it was looked for in lists and that nobody cleared.
func TestRandomWalk(t *testing.T) {
	sends := 0
	walks, steps := figuretest.Part(figuretest.Size(t, "WALKS", 6)), 120
	for seed := range uint64(walks) {
		w := newWalker(t, seed)
		for range steps {
			w.step()
			if mustGet(t, w.b, w.id).Permission().May(permission.Outbound) {
				sends++
			}
		}
		require.NoError(t, w.here.VerifyEvents(ctx, officer, w.id))
	}
	require.True(t, sends > 0 || figuretest.UnderRace, "somebody gets through")
	figuretest.Report(t, "steps", walks*steps)
}
