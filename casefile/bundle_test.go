package casefile_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/casefile/property"
	"github.com/bonafide-go/bonafide/internal/aggregate/aggregatetest"
	"github.com/bonafide-go/bonafide/risk"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/store/sealed"
)

var (
	ctx      = context.Background()
	start    = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	acme     = bonafide.Platform("acme")
	other    = bonafide.Platform("other")
	officer  = bonafide.Reviewer("officer")
	officer2 = bonafide.Reviewer("officer-2")
	officer3 = bonafide.Reviewer("officer-3")
	vendor   = bonafide.VerifierActor("vendor")
	contact  = bonafide.User("user-contact")
	errDown  = errors.New("connection refused")
)

// bundle is a service with everything a host supplies, under control.
type bundle struct {
	store    *memory.Store
	records  bonafide.Store // store, as the service reads it
	keys     *bonafide.Keys
	cases    *casefile.Service
	opts     casefile.Options
	screener *screener
	log      bytes.Buffer

	mu    sync.Mutex
	clock time.Time
	ids   int
}

// screener lists names and can be out of order.
type screener struct {
	mu      sync.Mutex
	listed  map[string]string // name to entry id
	err     error
	failed  bool
	edition int
	calls   int
}

func (s *screener) Screen(_ context.Context, q screening.Query) (screening.Result, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls++
	if s.err != nil {
		return screening.Result{}, s.err
	}
	run := screening.ListRun{Key: "ofac_sdn", Edition: bonafide.Date{Year: 2026, Month: 3, Day: 1 + s.edition}, Result: screening.ListNoMatch}
	r := screening.Result{}
	if entry := s.listed[q.Name]; entry != "" {
		run.Result = screening.ListMatch
		r.Hits = []screening.Hit{{List: "ofac_sdn", Edition: "2026-03-01", EntryID: entry, EntryHash: "h" + entry, Score: 1, MatchedName: q.Name, NameKind: screening.PrimaryName}}
	}
	if s.failed {
		run.Result, r.Hits = screening.ListFailed, nil
	}
	r.Lists = []screening.ListRun{run}
	return r, nil
}

// plain is a template of checks that people decide.
func plain() casefile.Template {
	return casefile.Template{
		Key: "kyb", Name: "Business",
		Main: []casefile.CheckPlan{
			{Type: casefile.DocumentCheck, Subtype: "document_type:kbis"},
			{Type: casefile.AML, Automation: casefile.Automation{Approval: true, Monitored: true}},
		},
		Affiliated: []casefile.CheckPlan{{Type: casefile.AML, Automation: casefile.Automation{Approval: true}}},
		Individual: []casefile.CheckPlan{
			{Type: casefile.AML, Automation: casefile.Automation{Approval: true}},
			{Type: casefile.IDDocument, Automation: casefile.Automation{Vendor: true, Approval: true, Rejection: true}, Traits: []casefile.Trait{casefile.TraitBusinessContact}},
		},
		Controls: []casefile.ControlPlan{
			{Key: "call", Label: "Called back", Type: casefile.ManualControl},
			{Key: "risk", Label: "Risk assessed", Type: casefile.LogicControl, Condition: casefile.ConditionRiskAssessed},
		},
	}
}

func number(s string) decimal.NullDecimal {
	return decimal.NewNullDecimal(decimal.RequireFromString(s))
}

func properties() property.Set {
	return property.Set{
		{Key: "markets", Target: property.OfCase, Type: property.TypeCountries, AllowMultiple: true},
		{Key: "turnover", Target: property.OfCase, Type: property.TypeNumeric, Format: property.FormatCurrency, CurrencyCode: "EUR", Min: number("0"), Max: number("1000000.5")},
		{Key: "phone", Target: property.OfCase, Type: property.TypePhone},
		{Key: "funds", Target: property.OfCase, Type: property.TypeText},
		{Key: "us", Target: property.OfCase, Type: property.TypeBoolean},
		{Key: "listed", Target: property.OfCompany, Type: property.TypeBoolean},
		{Key: "pep", Target: property.OfIndividual, Type: property.TypeBoolean},
	}
}

func setup(t testing.TB, change ...func(*casefile.Options)) *bundle {
	t.Helper()
	b := &bundle{
		store: memory.New("acme-tenant"), keys: bonafide.EphemeralKeys(), clock: start,
		screener: &screener{listed: map[string]string{"Jane Listed": "7"}},
	}
	b.opts = casefile.Options{
		Templates: []casefile.Template{plain()}, Properties: properties(), Screener: b.screener,
		Reviews: casefile.ReviewSettings{MaxBackdate: 30 * 24 * time.Hour},
		Now:     b.now,
		NewID: func() (string, error) {
			b.mu.Lock()
			defer b.mu.Unlock()
			b.ids++
			return fmt.Sprintf("id-%04d", b.ids), nil
		},
		Logger: slog.New(slog.NewJSONHandler(&b.log, nil)),
	}
	for _, c := range change {
		c(&b.opts)
	}
	var err error
	b.cases, err = casefile.New(b.store, b.keys, &b.opts)
	require.NoError(t, err)
	if b.records = b.store; !b.opts.BodiesInClear {
		b.records, err = sealed.New(b.store, b.keys, &sealed.Options{KeyStore: b.opts.KeyStore, Now: b.now})
		require.NoError(t, err)
	}
	return b
}

func (b *bundle) now() time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.clock
}

func (b *bundle) wait(d time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.clock = b.clock.Add(d)
}

func company(name string) casefile.CompanyInput {
	return casefile.CompanyInput{CompanyFields: casefile.CompanyFields{Name: name, Country: "FR", Registration: "R-" + name}}
}

func affiliate(name string) casefile.CompanyInput {
	in := company(name)
	in.Type = casefile.AffiliatedCompany
	return in
}

func person(first, last string) casefile.IndividualInput {
	return casefile.IndividualInput{IndividualFields: casefile.IndividualFields{
		FirstName: first, LastName: last, BirthDate: bonafide.Date{Year: 1980, Month: 5, Day: 14}, Nationalities: []bonafide.Country{"FR"},
	}}
}

// numbered is one name of many: a number, in letters.
func numbered(name string, i int) string {
	for ; i > 0; i /= 26 {
		name += string(rune('a' + i%26))
	}
	return name
}

func percent(n int) ownership.Percent { return ownership.Whole(n) }

// request is a business with one owner who is its contact.
func request() casefile.CreateRequest {
	ana := person("Ana", "Lopez")
	ana.Ref, ana.IsBusinessContact, ana.Email, ana.UserID = "ana", true, "ana@example.com", contact.ID
	ana.Relations = []casefile.RelationInput{{Ownership: percent(100), Roles: []ownership.Role{ownership.Shareholder, ownership.LegalRepresentative}}}
	main := company("Bolt SAS")
	main.Ref = "bolt"
	return casefile.CreateRequest{Name: "Bolt", Template: "kyb", ExternalID: "ext-1", Companies: []casefile.CompanyInput{main}, Individuals: []casefile.IndividualInput{ana}}
}

func (b *bundle) create(t testing.TB, change ...func(*casefile.CreateRequest)) casefile.Case {
	t.Helper()
	req := request()
	for _, f := range change {
		f(&req)
	}
	c, err := b.cases.Create(ctx, acme, req)
	require.NoError(t, err)
	return c
}

func (b *bundle) advance(t testing.TB, id string) casefile.Case {
	t.Helper()
	c, err := b.cases.Advance(ctx, id)
	require.NoError(t, err)
	return c
}

func (b *bundle) get(t testing.TB, id string) casefile.Case {
	t.Helper()
	c, err := b.cases.Get(ctx, bonafide.System(), id)
	require.NoError(t, err)
	return c
}

// of returns the first check of a type.
func of(t testing.TB, c casefile.Case, typ casefile.CheckType) casefile.Check {
	t.Helper()
	for _, k := range c.Checks {
		if k.Type == typ {
			return k
		}
	}
	require.Fail(t, "no such check", string(typ))
	return casefile.Check{}
}

func (b *bundle) submit(t testing.TB, by bonafide.Actor, c casefile.Case, typ casefile.CheckType) casefile.Case {
	t.Helper()
	c, err := b.cases.SubmitCheck(ctx, by, c.ID, casefile.SubmitCheckRequest{Check: of(t, c, typ).ID, Evidence: []string{"file-1"}})
	require.NoError(t, err)
	return c
}

func (b *bundle) answer(t testing.TB, c casefile.Case, typ casefile.CheckType, outcome casefile.AnswerOutcome) casefile.Case {
	t.Helper()
	k := of(t, b.get(t, c.ID), typ)
	_, err := b.cases.AnswerCheck(ctx, vendor, c.ID, casefile.AnswerCheckRequest{Check: k.ID, Attempt: k.Attempt, Outcome: outcome})
	require.NoError(t, err)
	return b.get(t, c.ID)
}

func (b *bundle) approve(t testing.TB, c casefile.Case, typ casefile.CheckType) casefile.Case {
	t.Helper()
	c, err := b.cases.ReviewCheck(ctx, officer, c.ID, casefile.ReviewCheckRequest{Check: of(t, c, typ).ID, Approve: true})
	require.NoError(t, err)
	return c
}

// ready is a case on which nothing is left to do but to approve it.
func (b *bundle) ready(t testing.TB) casefile.Case {
	t.Helper()
	c := b.advance(t, b.create(t).ID)
	b.submit(t, contact, c, casefile.IDDocument)
	b.answer(t, c, casefile.IDDocument, casefile.AnswerApproved)
	c = b.submit(t, acme, c, casefile.DocumentCheck)
	c = b.approve(t, c, casefile.DocumentCheck)
	_, err := b.cases.PushRisk(ctx, acme, c.ID, casefile.PushRiskRequest{Assessment: risk.Assessment{Level: risk.Medium, Score: bonafide.FixedOf(40)}})
	require.NoError(t, err)
	c, err = b.cases.SetControl(ctx, officer, c.ID, casefile.SetControlRequest{Control: "call", Completed: true, Comment: "spoke to them"})
	require.NoError(t, err)
	require.Empty(t, b.obstacles(t, c.ID))
	return c
}

// review decides: an approval confirms the proposal that stands, if any.
func (b *bundle) review(t testing.TB, by bonafide.Actor, c casefile.Case, status casefile.Status) (casefile.Case, error) {
	t.Helper()
	req := casefile.ReviewRequest{Status: status, Comment: "seen", Content: b.content(t, c.ID)}
	if now := b.get(t, c.ID); status == casefile.Approved && now.Proposal != nil {
		req.Proposal = now.Proposal.ID
	}
	return b.cases.Review(ctx, by, c.ID, req)
}

// obstacles are the codes of what stands in the way of an approval.
func (b *bundle) obstacles(t testing.TB, id string) []bonafide.Code {
	t.Helper()
	found, err := b.cases.Obstacles(ctx, officer, id)
	require.NoError(t, err)
	var out []bonafide.Code
	for _, x := range found {
		out = append(out, x.Code)
	}
	return out
}

// refused asserts that a rule turned a request down, and by which code first.
func refused(t testing.TB, err error, code bonafide.Code, more ...any) {
	t.Helper()
	var r *bonafide.RefusedError
	require.ErrorAs(t, err, &r, more...)
	require.Equal(t, code, r.Code, more...)
}

// content is the hash that a reviewer sees.
func (b *bundle) content(t testing.TB, id string) string {
	t.Helper()
	c, err := b.cases.Get(ctx, officer, id)
	require.NoError(t, err)
	return c.Content
}

// approved is a case that two reviewers approved.
func (b *bundle) approved(t testing.TB) casefile.Case {
	t.Helper()
	c := b.ready(t)
	c, err := b.review(t, officer, c, casefile.Approved)
	require.NoError(t, err)
	require.Equal(t, casefile.Open, c.Status)
	require.NotNil(t, c.Proposal)
	c, err = b.review(t, officer2, c, casefile.Approved)
	require.NoError(t, err)
	require.Equal(t, casefile.Approved, c.Status)
	return c
}

func types(events []bonafide.Event) []string {
	var out []string
	for _, e := range events {
		out = append(out, strings.TrimPrefix(e.Type, "case."))
	}
	return out
}

func strip(fs []casefile.Flag) []string {
	out := []string{}
	for _, f := range fs {
		out = append(out, string(f))
	}
	return out
}

// eventsOf returns all events of a case.
func eventsOf(s *casefile.Service, by bonafide.Actor, id string) ([]bonafide.Event, error) {
	return aggregatetest.Walk(func(page bonafide.PageRequest) (bonafide.PageOf[bonafide.Event], error) {
		return s.Events(ctx, by, id, page)
	})
}

// timelineOf returns all lines of a case's history.
func timelineOf(s *casefile.Service, by bonafide.Actor, id string) ([]casefile.Entry, error) {
	return aggregatetest.Walk(func(page bonafide.PageRequest) (bonafide.PageOf[casefile.Entry], error) {
		return s.Timeline(ctx, by, id, page)
	})
}

// inClear is for tests that look into what is written, as it is written.
func inClear(o *casefile.Options) { o.BodiesInClear = true }

// searched is a case whose lists were searched just now.
func (b *bundle) searched(t testing.TB, c casefile.Case) casefile.Case {
	t.Helper()
	for _, k := range c.Checks {
		if k.Type == casefile.AML {
			_, err := b.cases.SetMonitored(ctx, officer, c.ID, casefile.SetMonitoredRequest{Check: k.ID, Monitored: true})
			require.NoError(t, err)
		}
	}
	return b.advance(t, c.ID)
}
