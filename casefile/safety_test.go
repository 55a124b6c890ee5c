package casefile_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/property"
	"github.com/bonafide-go/bonafide/internal/aggregate/aggregatetest"
	"github.com/bonafide-go/bonafide/internal/figuretest"
	"github.com/bonafide-go/bonafide/risk"
)

// Actor x command: who may know of a case and what each may do.
func TestWhoMayDoWhat(t *testing.T) {
	b := setup(t)
	c := b.ready(t)
	ana, k := c.Individuals[0].ID, of(t, c, casefile.DocumentCheck)
	actors := map[string]bonafide.Actor{
		"platform": acme, "foreign": other, "contact": contact, "stranger": bonafide.User("user-9"), "reviewer": officer, "verifier": vendor, "system": bonafide.System(),
	}
	commands := map[string]func(by bonafide.Actor) error{
		"create": func(by bonafide.Actor) error {
			_, err := b.cases.Create(ctx, by, casefile.CreateRequest{Name: "x"})
			return err
		},
		"get":  func(by bonafide.Actor) error { _, err := b.cases.Get(ctx, by, c.ID); return err },
		"find": func(by bonafide.Actor) error { _, err := b.cases.Find(ctx, by, "ext-1"); return err },
		"list": func(by bonafide.Actor) error { _, err := b.cases.List(ctx, by, casefile.ListRequest{}); return err },
		"update": func(by bonafide.Actor) error {
			_, err := b.cases.Update(ctx, by, c.ID, casefile.UpdateRequest{Name: casefile.To("Bolt")})
			return err
		},
		"label": func(by bonafide.Actor) error {
			_, err := b.cases.Label(ctx, by, c.ID, casefile.LabelRequest{})
			return err
		},
		"submit": func(by bonafide.Actor) error {
			_, err := b.cases.SubmitCheck(ctx, by, c.ID, casefile.SubmitCheckRequest{Check: k.ID, Evidence: []string{"f"}})
			return err
		},
		"answer": func(by bonafide.Actor) error {
			_, err := b.cases.AnswerCheck(ctx, by, c.ID, casefile.AnswerCheckRequest{Check: k.ID, Attempt: "x", Outcome: casefile.AnswerPending})
			return err
		},
		"control": func(by bonafide.Actor) error {
			_, err := b.cases.SetControl(ctx, by, c.ID, casefile.SetControlRequest{Control: "call", Completed: true, Comment: "x"})
			return err
		},
		"note": func(by bonafide.Actor) error {
			_, err := b.cases.AddNote(ctx, by, c.ID, casefile.AddNoteRequest{Text: "x"})
			return err
		},
		"push": func(by bonafide.Actor) error {
			_, err := b.cases.PushRisk(ctx, by, c.ID, casefile.PushRiskRequest{Assessment: risk.Assessment{Level: risk.Medium, Score: bonafide.FixedOf(40)}})
			return err
		},
		"reveal": func(by bonafide.Actor) error {
			_, err := b.cases.Reveal(ctx, by, c.ID, casefile.RevealRequest{Entity: ana, Field: "iban", Purpose: "sar_filing"})
			return err
		},
		"events":   func(by bonafide.Actor) error { _, err := eventsOf(b.cases, by, c.ID); return err },
		"timeline": func(by bonafide.Actor) error { _, err := timelineOf(b.cases, by, c.ID); return err },
		"as of": func(by bonafide.Actor) error {
			_, err := b.cases.AsOf(ctx, by, c.ID, b.now().Add(time.Hour))
			return err
		},
		"duplicate": func(by bonafide.Actor) error { _, err := b.cases.Duplicates(ctx, by, c.ID); return err },
		"ownership": func(by bonafide.Actor) error { _, err := b.cases.Ownership(ctx, by, c.ID); return err },
	}
	ok, no, missing, state := error(nil), bonafide.ErrForbidden, bonafide.ErrNotFound, bonafide.ErrState
	order := []string{"platform", "foreign", "contact", "stranger", "reviewer", "verifier", "system"}
	table := map[string][]error{
		"create":    {ok, ok, no, no, ok, no, no},
		"get":       {ok, missing, ok, missing, ok, missing, ok},
		"find":      {ok, missing, ok, missing, ok, missing, ok},
		"list":      {ok, ok, no, no, ok, no, ok},
		"update":    {ok, missing, no, missing, ok, no, no},
		"label":     {ok, missing, no, missing, ok, no, no},
		"submit":    {state, missing, state, missing, state, no, no},
		"answer":    {no, missing, no, missing, no, ok, no},
		"control":   {no, missing, no, missing, ok, no, no},
		"note":      {no, missing, no, missing, ok, no, no},
		"push":      {ok, missing, no, missing, no, no, ok},
		"reveal":    {no, missing, no, missing, missing, no, no},
		"events":    {no, no, no, no, ok, no, ok},
		"timeline":  {no, no, no, no, ok, no, ok},
		"as of":     {no, no, no, no, ok, no, ok},
		"duplicate": {no, no, no, no, ok, no, ok},
		"ownership": {ok, missing, no, missing, ok, missing, ok},
	}
	require.Len(t, table, len(commands))
	for name, run := range commands {
		for i, who := range order {
			assert.ErrorIs(t, run(actors[who]), table[name][i], "%s by %s", name, who)
		}
		require.ErrorIs(t, run(bonafide.Actor{}), bonafide.ErrInvalid, "%s by nobody", name)
	}
}

// A contact sees entities and checks it acts for, without what reviewers think.
func TestContactView(t *testing.T) {
	b := setup(t)
	c := b.create(t, func(r *casefile.CreateRequest) {
		bea := person("Bea", "Second")
		bea.UserID = "user-bea"
		r.Individuals = append(r.Individuals, bea)
		r.Metadata, r.Tags = map[string]string{"a": "b"}, []string{"vip"}
	})
	b.advance(t, c.ID)
	_, err := b.cases.AddNote(ctx, officer, c.ID, casefile.AddNoteRequest{Text: "suspicious"})
	require.NoError(t, err)
	seen, err := b.cases.Get(ctx, contact, c.ID)
	require.NoError(t, err)
	assert.Len(t, seen.Individuals, 2, "a business contact acts for all")
	for _, k := range seen.Checks {
		assert.False(t, k.Internal)
		assert.Nil(t, k.Screening)
	}
	assert.Empty(t, seen.Notes)
	assert.Empty(t, seen.Metadata)
	assert.Empty(t, seen.Tags)
	assert.Empty(t, seen.Controls)
	assert.Empty(t, seen.DataKey)
	bea := bonafide.User("user-bea")
	seen, err = b.cases.Get(ctx, bea, c.ID)
	require.NoError(t, err)
	require.Len(t, seen.Individuals, 1)
	assert.Equal(t, "Bea", seen.Individuals[0].FirstName)
	assert.Empty(t, seen.Companies)
	_, err = b.cases.SubmitCheck(ctx, bea, c.ID, casefile.SubmitCheckRequest{Check: of(t, c, casefile.IDDocument).ID, Evidence: []string{"f"}})
	require.ErrorIs(t, err, bonafide.ErrNotFound, "another person's check")
}

// Canaries stand in every personal field; no log, error, event, label, unique
// value, command or index record shows one, and no stored body shows an identifier.
func TestNoPersonalDataLeaks(t *testing.T) {
	b := setup(t)
	const ssn, tax, iban, name, last, email, street, phone, external = "512-43-9871", "FR83987142039",
		"GB82 WEST 1234 5698 7654 32", "Canaria", "Quellenfeld", "canary@quellenfeld.example", "77 Canary Wharf Lane", "+14155559871", "ext-canary-77"
	var told []string
	note := func(err error) {
		if err != nil {
			told = append(told, fmt.Sprintf("%v %+v %#v", err, err, err))
		}
	}
	req := request()
	x := &req.Individuals[0]
	x.FirstName, x.LastName, x.Email, x.Phone, x.Address.Street = name, last, email, phone, street
	x.SocialSecurityNumber = bonafide.NewSecret(ssn)
	req.Companies[0].Name, req.Companies[0].TaxNumber, req.Companies[0].IBAN = "Canary Quellen SA", bonafide.NewSecret(tax), bonafide.NewSecret(iban)
	req.ExternalID, req.Key = external, "k"
	req.Properties = property.Values{"funds": property.Text("canary inheritance")}
	c, err := b.cases.Create(ctx, acme, req)
	require.NoError(t, err)
	b.screener.err = fmt.Errorf("cannot search %s", name)
	b.advance(t, c.ID)
	req.Key = ""
	_, err = b.cases.Create(ctx, acme, req)
	note(err)
	req.Individuals[0].Email = "canary at quellenfeld"
	req.Individuals[0].Phone, req.Individuals[0].BirthCountry = "canary", "Canaria"
	req.Properties["turnover"] = property.Text("canary inheritance")
	_, err = b.cases.Create(ctx, acme, req)
	note(err)
	value, err := b.cases.Reveal(ctx, officer, c.ID, casefile.RevealRequest{Entity: c.Individuals[0].ID, Field: "social_security_number", Purpose: "sar_filing"})
	require.NoError(t, err)
	assert.True(t, value.Equal(bonafide.NewSecret(ssn)))
	_, err = b.cases.Find(ctx, other, external)
	note(err)
	require.Len(t, told, 3)

	identifiers := aggregatetest.Forms(ssn, tax, iban)
	personal := append(aggregatetest.Forms(name, last, email, street, phone, external, "canary inheritance", "Canary Quellen SA"), identifiers...)
	checked := 0
	clean := func(where, text string, canaries []string) {
		for _, canary := range canaries {
			assert.NotContains(t, strings.ToLower(text), strings.ToLower(canary), where)
			checked++
		}
	}
	clean("log", b.log.String(), personal)
	for _, e := range told {
		clean("error", e, personal)
	}
	for _, kind := range []string{casefile.Kind, casefile.Kind + ".command", casefile.KindVersion, casefile.KindEntity} {
		page, err := b.records.List(ctx, bonafide.Query{Kind: kind})
		require.NoError(t, err)
		require.NotEmpty(t, page.Records, kind)
		for _, r := range page.Records {
			clean("terms", r.ID+strings.Join(r.Unique, " ")+strings.Join(r.Labels, " "), personal)
			clean("body of "+kind, string(r.Body), identifiers)
			if kind != casefile.Kind {
				clean("body of "+kind, string(r.Body), personal)
			}
		}
	}
	events, err := b.store.Events(ctx, bonafide.EventQuery{})
	require.NoError(t, err)
	data, err := json.Marshal(events)
	require.NoError(t, err)
	clean("events", string(data), personal)
	c = b.get(t, c.ID)
	clean("printed case", fmt.Sprintf("%v %+v %#v", c, c, c), identifiers)
	clean("printed request", fmt.Sprintf("%v %+v %#v", req, req, req), identifiers)
	assert.Greater(t, checked, 300)
}

// Every store call of the path from creation to approval fails once, before and
// after it took effect; the caller repeats the command with the same key. Nothing
// is lost, nothing happens twice, and every version is there.
func TestEveryStoreFailure(t *testing.T) {
	figuretest.OneGoroutine(t)
	path := func(t *testing.T, fault *aggregatetest.Fault) (casefile.Case, []bonafide.Event) {
		b := setup(t)
		fault.Store = b.store
		cases := b.cases.WithStore(fault)
		// What was claimed for an outside call is due again after its time.
		retry := func(run func() error) { fault.Retry(t, func() { b.wait(10 * time.Minute) }, run) }
		var c casefile.Case
		retry(func() (err error) {
			req := request()
			req.Key = "c"
			c, err = cases.Create(ctx, acme, req)
			return err
		})
		id, doc, photo := c.ID, of(t, c, casefile.DocumentCheck).ID, of(t, c, casefile.IDDocument).ID
		retry(func() error { _, err := cases.Advance(ctx, id); return err })
		retry(func() (err error) {
			c, err = cases.SubmitCheck(ctx, contact, id, casefile.SubmitCheckRequest{Key: "s", Check: photo, Evidence: []string{"f"}})
			return err
		})
		attempt := of(t, c, casefile.IDDocument).Attempt
		retry(func() error {
			_, err := cases.AnswerCheck(ctx, vendor, id, casefile.AnswerCheckRequest{Key: "a", Check: photo, Attempt: attempt, Outcome: casefile.AnswerApproved})
			return err
		})
		retry(func() error {
			_, err := cases.SubmitCheck(ctx, acme, id, casefile.SubmitCheckRequest{Key: "d", Check: doc, Evidence: []string{"f"}})
			return err
		})
		retry(func() error {
			_, err := cases.ReviewCheck(ctx, officer, id, casefile.ReviewCheckRequest{Key: "r", Check: doc, Approve: true})
			return err
		})
		retry(func() error {
			_, err := cases.PushRisk(ctx, acme, id, casefile.PushRiskRequest{Key: "p", Assessment: risk.Assessment{Level: risk.Low}})
			return err
		})
		retry(func() (err error) {
			c, err = cases.SetControl(ctx, officer, id, casefile.SetControlRequest{Key: "o", Control: "call", Completed: true, Comment: "x"})
			return err
		})
		for _, by := range []bonafide.Actor{officer, officer2} {
			req := casefile.ReviewRequest{Key: "v", Status: casefile.Approved, Comment: "x", Content: c.Content}
			if c.Proposal != nil {
				req.Proposal = c.Proposal.ID
			}
			retry(func() (err error) {
				c, err = cases.Review(ctx, by, id, req)
				return err
			})
		}
		cases = b.cases
		c, err := cases.Get(ctx, bonafide.System(), id)
		require.NoError(t, err)
		events, err := eventsOf(cases, officer, id)
		require.NoError(t, err, "the chain holds")
		page, err := b.records.List(ctx, bonafide.Query{Kind: casefile.Kind})
		require.NoError(t, err)
		require.Len(t, page.Records, 1)
		versions, err := b.records.List(ctx, bonafide.Query{Kind: casefile.KindVersion, Limit: bonafide.MaxPage})
		require.NoError(t, err)
		require.Len(t, versions.Records, int(page.Records[0].Version), "one snapshot for each version")
		return c, events
	}
	want, events := path(t, &aggregatetest.Fault{})
	require.Equal(t, casefile.Approved, want.Status)
	count := func(events []bonafide.Event) map[string]int {
		n := map[string]int{}
		for _, e := range events {
			n[e.Type]++
		}
		return n
	}
	calls := aggregatetest.Every(t, func(t *testing.T, fault *aggregatetest.Fault) {
		c, got := path(t, fault)
		assert.Equal(t, casefile.Approved, c.Status, "call %d, after=%v", fault.N, fault.After)
		assert.Len(t, c.Checks, len(want.Checks))
		assert.Equal(t, count(events), count(got), "after failure of call %d, after=%v", fault.N, fault.After)
	})
	assert.Greater(t, calls, 60)
}

// A store that refuses the snapshot, or a key service that is down, refuses the
// command: there is no version without its snapshot.
func TestKeysDown(t *testing.T) {
	w := &wrapper{}
	var err error
	w.KeyWrapper, err = bonafide.NewLocalWrapper([]byte("0123456789abcdef0123456789abcdef"))
	require.NoError(t, err)
	root, err := bonafide.NewRoot(ctx, w, "acme-tenant")
	require.NoError(t, err)
	b := setup(t)
	keys, err := bonafide.NewKeys(ctx, "acme-tenant", w, root)
	require.NoError(t, err)
	cases, err := casefile.New(b.store, keys, &b.opts)
	require.NoError(t, err)
	c, err := cases.Create(ctx, acme, request())
	require.NoError(t, err)
	w.down = true
	_, err = cases.AddNote(ctx, officer, c.ID, casefile.AddNoteRequest{Text: "x"})
	require.ErrorIs(t, err, bonafide.ErrUnavailable)
	w.down = false
	_, err = cases.AddNote(ctx, officer, c.ID, casefile.AddNoteRequest{Text: "x"})
	require.NoError(t, err)
}

type wrapper struct {
	bonafide.KeyWrapper
	down bool
}

func (w *wrapper) UnwrapKey(ctx context.Context, wrapped []byte, of bonafide.KeyContext) ([]byte, error) {
	if w.down {
		return nil, errDown
	}
	return w.KeyWrapper.UnwrapKey(ctx, wrapped, of)
}

// Two reviewers race for the second pair of eyes, twenty edits race for a tag: no
// update is lost, and a case is approved once.
func TestRaces(t *testing.T) {
	b := setup(t)
	c := b.ready(t)
	c, err := b.review(t, officer, c, casefile.Approved)
	require.NoError(t, err)
	proposal := c.Proposal.ID
	var wg sync.WaitGroup
	for i := range 10 {
		wg.Add(2)
		go func() {
			defer wg.Done()
			_, err := b.cases.Label(ctx, acme, c.ID, casefile.LabelRequest{AddTags: []string{fmt.Sprint("t", i)}, Key: fmt.Sprint(i / 2)})
			if !errors.Is(err, bonafide.ErrKeyReused) {
				assert.NoError(t, err)
			}
		}()
		go func() {
			defer wg.Done()
			_, err := b.cases.Review(ctx, officer2, c.ID, casefile.ReviewRequest{Key: "once", Status: casefile.Approved, Comment: "x", Proposal: proposal})
			assert.NoError(t, err)
		}()
	}
	wg.Wait()
	c = b.get(t, c.ID)
	assert.Equal(t, casefile.Approved, c.Status)
	assert.Len(t, c.Reviews, 1)
	assert.Len(t, c.Tags, 5, "a key takes effect once")
	_, err = eventsOf(b.cases, officer, c.ID)
	require.NoError(t, err)

	// Twenty cases race for one external id: one gets it.
	won := 0
	var mu sync.Mutex
	for range 20 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			_, err := b.cases.Create(ctx, acme, casefile.CreateRequest{Name: "x", ExternalID: "wanted"})
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				won++
			} else {
				assert.ErrorIs(t, err, bonafide.ErrDuplicate)
			}
		}()
	}
	wg.Wait()
	assert.Equal(t, 1, won)
}

// The stored shape of a case is released: it changes on purpose only.
// UPDATE_GOLDEN=1 writes it.
func TestStoredShape(t *testing.T) {
	b := setup(t)
	b.approved(t)
	page, err := b.records.List(ctx, bonafide.Query{Kind: casefile.Kind})
	require.NoError(t, err)
	require.Len(t, page.Records, 1)
	aggregatetest.Shape(t, "testdata/case.json", page.Records[0].Body)
	var wire struct {
		State casefile.Case `json:"state"`
	}
	require.NoError(t, json.Unmarshal(page.Records[0].Body, &wire))
	again, err := json.Marshal(wire.State)
	require.NoError(t, err)
	var state struct {
		State json.RawMessage `json:"state"`
	}
	require.NoError(t, json.Unmarshal(page.Records[0].Body, &state))
	assert.JSONEq(t, string(state.State), string(again), "what is stored reads back")
}

func TestTraceSeesEveryCommand(t *testing.T) {
	var ops []string
	b := setup(t, func(o *casefile.Options) {
		o.Trace = func(ctx context.Context, op string) (context.Context, func(error)) {
			return ctx, func(err error) { ops = append(ops, fmt.Sprint(op, " ", err == nil)) }
		}
	})
	c := b.create(t)
	_, err := b.cases.CompleteTask(ctx, officer, c.ID, casefile.CompleteTaskRequest{Task: "none"})
	require.Error(t, err)
	assert.Equal(t, []string{"case.create true", "case.complete_task false"}, ops)
	assert.Contains(t, b.log.String(), `"outcome":"bonafide: not found"`)
}

// Nothing of another tenant is seen.
func TestWithStore(t *testing.T) {
	b := setup(t)
	c := b.create(t)
	_, err := b.cases.WithStore(b.store.ForTenant("another")).Get(ctx, acme, c.ID)
	require.ErrorIs(t, err, bonafide.ErrNotFound)
}

func TestNewChecksItsOptions(t *testing.T) {
	_, err := casefile.New(nil, nil, nil)
	invalid(t, err, "store", bonafide.CodeRequired)
	invalid(t, err, "keys", bonafide.CodeRequired)
	b := setup(t)
	_, err = casefile.New(b.store, b.keys, &casefile.Options{
		MaxAttempts: -1, Rescreen: -1, Reviews: casefile.ReviewSettings{MaxBackdate: -1, Months: casefile.Months{"odd": 1, risk.Low: 500}},
		Templates: []casefile.Template{
			{Key: "a", Name: "A",
				Main:        []casefile.CheckPlan{{Type: casefile.EKYC}, {Type: casefile.AML, Traits: []casefile.Trait{"x"}}, {Type: casefile.AML}},
				AutoApprove: []risk.Level{risk.Prohibited}},
			{Key: "a", Name: "",
				Controls: []casefile.ControlPlan{{Key: "k", Label: "l", Type: casefile.LogicControl, Condition: "odd"}, {Key: "k", Label: "l", Type: casefile.ManualControl}}},
		},
	})
	for path, code := range map[string]bonafide.Code{
		"options.max_attempts": bonafide.CodeOutOfRange, "options.rescreen": bonafide.CodeOutOfRange, "options.reviews.max_backdate": bonafide.CodeOutOfRange,
		"options.reviews.months": bonafide.CodeUnknown, "options.reviews.months[low]": bonafide.CodeOutOfRange, "options.templates[0].main_company[0].type": bonafide.CodeNotAllowed,
		"options.templates[0].main_company[1].traits": bonafide.CodeNotAllowed, "options.templates[0].main_company[2].type": bonafide.CodeRepeated,
		"options.templates[0].case_auto_approval": bonafide.CodeNotAllowed, "options.templates[1].key": bonafide.CodeRepeated, "options.templates[1].name": bonafide.CodeRequired,
		"options.templates[1].controls[0].condition": bonafide.CodeUnknown, "options.templates[1].controls[1].key": bonafide.CodeRepeated,
	} {
		invalid(t, err, path, code)
	}
}
