package user_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/internal/aggregate/aggregatetest"
	"github.com/bonafide-go/bonafide/internal/figuretest"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/money"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/user"
	"github.com/bonafide-go/bonafide/user/event"
)

func decodeUser(t testing.TB, body []byte) user.User {
	t.Helper()
	var wire struct {
		State user.User `json:"state"`
	}
	require.NoError(t, json.Unmarshal(body, &wire))
	return wire.State
}

// Actor x command: who may know of a user and what each may do.
func TestWhoMayDoWhat(t *testing.T) {
	b := setup(t)
	u := b.verified(t)
	actors := map[string]bonafide.Actor{
		"platform": acme, "foreign platform": other, "user": bonafide.User(u.ID), "foreign user": bonafide.User("id-9999"),
		"reviewer": officer, "verifier": vendor, "system": bonafide.System(),
	}
	ssnDoc := find(t, u, document.SSN)
	commands := map[string]func(by bonafide.Actor) error{
		"create": func(by bonafide.Actor) error {
			_, err := b.users.Create(ctx, by, user.CreateRequest{Phone: "+14155550000", LegalNames: []string{"Zed"}})
			return err
		},
		"get": func(by bonafide.Actor) error { _, err := b.users.Get(ctx, by, u.ID); return err },
		"send": func(by bonafide.Actor) error {
			b.wait(3 * time.Hour)
			_, err := b.users.SendCode(ctx, by, u.ID, user.SendCodeRequest{})
			return err
		},
		"verify": func(by bonafide.Actor) error {
			_, err := b.users.VerifyCode(ctx, by, u.ID, user.VerifyCodeRequest{Code: bonafide.NewSecret("000000")})
			return err
		},
		"submit": func(by bonafide.Actor) error {
			_, err := b.users.SubmitDocuments(ctx, by, u.ID, user.SubmitRequest{Documents: []submission{{ID: u.Documents[0].ID, Alias: "A"}}})
			return err
		},
		"resolve": func(by bonafide.Actor) error {
			now := find(t, mustGet(t, b, u.ID), document.SSN)
			verdict := document.Verdict{Outcome: document.OutcomeInvalid}
			if now.Status == document.Invalid {
				verdict.Outcome = document.OutcomeValid
			}
			_, err := b.users.Resolve(ctx, by, u.ID, user.ResolveRequest{SubDocument: now.ID, Attempt: now.Attempt, Verdict: verdict})
			return err
		},
		"decide": func(by bonafide.Actor) error {
			_, err := b.users.DecideHit(ctx, by, u.ID, user.DecideHitRequest{Document: u.Documents[0].ID, List: "ofac_sdn", EntryID: "7", Disposition: screening.TruePositive, Reason: "r"})
			return err
		},
		"reveal": func(by bonafide.Actor) error {
			_, err := b.users.Reveal(ctx, by, u.ID, user.RevealRequest{SubDocument: ssnDoc.ID, Purpose: "sar_filing"})
			return err
		},
		"events": func(by bonafide.Actor) error { _, err := eventsOf(b.users, by, u.ID); return err },
		"reset": func(by bonafide.Actor) error {
			_, err := b.users.ResetCodes(ctx, by, u.ID, user.ResetCodesRequest{})
			return err
		},
	}
	ok, forbidden, missing, refused := error(nil), bonafide.ErrForbidden, bonafide.ErrNotFound, bonafide.ErrRefused
	table := map[string]map[string]error{
		"create":  {"platform": ok, "foreign platform": ok, "user": forbidden, "foreign user": forbidden, "reviewer": forbidden, "verifier": forbidden, "system": forbidden},
		"get":     {"platform": ok, "foreign platform": missing, "user": ok, "foreign user": missing, "reviewer": ok, "verifier": missing, "system": ok},
		"send":    {"platform": ok, "foreign platform": missing, "user": ok, "foreign user": missing, "reviewer": forbidden, "verifier": forbidden, "system": forbidden},
		"verify":  {"platform": refused, "foreign platform": refused, "user": refused, "foreign user": refused, "reviewer": forbidden, "verifier": forbidden, "system": forbidden},
		"submit":  {"platform": ok, "foreign platform": missing, "user": ok, "foreign user": missing, "reviewer": forbidden, "verifier": forbidden, "system": forbidden},
		"resolve": {"platform": forbidden, "foreign platform": forbidden, "user": forbidden, "foreign user": forbidden, "reviewer": ok, "verifier": ok, "system": forbidden},
		"decide":  {"platform": forbidden, "foreign platform": forbidden, "user": forbidden, "foreign user": forbidden, "reviewer": missing, "verifier": forbidden, "system": forbidden},
		"reveal":  {"platform": forbidden, "foreign platform": forbidden, "user": forbidden, "foreign user": forbidden, "reviewer": ok, "verifier": forbidden, "system": forbidden},
		"events":  {"platform": forbidden, "foreign platform": forbidden, "user": forbidden, "foreign user": forbidden, "reviewer": ok, "verifier": forbidden, "system": ok},
		"reset":   {"platform": forbidden, "foreign platform": forbidden, "user": forbidden, "foreign user": forbidden, "reviewer": ok, "verifier": forbidden, "system": forbidden},
	}
	cells := 0
	for name, run := range commands {
		for who, by := range actors {
			want, listed := table[name][who]
			require.True(t, listed, "%s by %s", name, who)
			assert.ErrorIs(t, run(by), want, "%s by %s", name, who)
			cells++
		}
		require.ErrorIs(t, run(bonafide.Actor{}), bonafide.ErrInvalid, "%s by nobody", name)
	}
	assert.Equal(t, len(table)*len(actors), cells)
}

// Canaries stand in every personal field; no log, error, event, label, unique
// value or command record shows one, and no stored body shows an identifier.
func TestNoPersonalDataLeaks(t *testing.T) {
	b := setup(t)
	const number, name, email, street, phone = "512-43-9871", "Canaria Quellenfeld", "canary@quellenfeld.example", "77 Canary Wharf Lane", "+14155559871"
	in := ana()
	in.Name, in.Email, in.AddressStreet, in.PhoneNumber = name, email, street, phone
	in.VirtualDocs, in.PhysicalDocs = ssn(number), photo(t)
	in.PhysicalDocs[0].Meta.IDNumber = bonafide.NewSecret("P98710042")
	in.SocialDocs = []document.SubSubmission{{Type: document.Facebook, Value: bonafide.NewSecret("token-canary-9871")}}
	var told []string
	note := func(err error) {
		if err != nil {
			told = append(told, fmt.Sprintf("%v %+v %#v", err, err, err))
		}
	}
	u, err := b.users.Create(ctx, acme, user.CreateRequest{Key: "k", Phone: phone, LegalNames: []string{name}, SuppID: "s"})
	require.NoError(t, err)
	_, err = b.users.SendCode(ctx, acme, u.ID, user.SendCodeRequest{})
	require.NoError(t, err)
	code := b.lastCode().Reveal()
	_, err = b.users.VerifyCode(ctx, acme, u.ID, user.VerifyCodeRequest{Code: bonafide.NewSecret("000000")})
	note(err)
	b.sendErr = fmt.Errorf("gateway refused %s", phone)
	b.wait(time.Minute)
	_, err = b.users.SendCode(ctx, acme, u.ID, user.SendCodeRequest{})
	note(err)
	b.verifier.set(document.SSN, func(r document.Request) (document.Verdict, error) {
		return document.Verdict{}, fmt.Errorf("vendor does not like %s of %s", r.Value.Reveal(), r.Base.Name)
	})
	b.screener.err = fmt.Errorf("cannot search %s", name)
	b.submit(t, u.ID, in)
	u = b.advance(t, u.ID)
	bad := in
	bad.Year, bad.Email = 2020, email+"@"
	bad.VirtualDocs = ssn("000-00-9871")
	_, err = b.users.SubmitDocuments(ctx, acme, u.ID, user.SubmitRequest{Documents: []submission{bad}})
	note(err)
	value, err := b.users.Reveal(ctx, officer, u.ID, user.RevealRequest{SubDocument: find(t, u, document.SSN).ID, Purpose: "sar_filing"})
	require.NoError(t, err)
	assert.True(t, strings.HasSuffix(value.Reveal(), "9871"))
	_, err = b.users.Create(ctx, acme, user.CreateRequest{Key: "k", Phone: phone, LegalNames: []string{name, "2"}})
	note(err)
	require.Len(t, told, 4)

	personal := aggregatetest.Forms(number, name, email, street, phone, "P98710042", "token-canary-9871")
	identifiers := aggregatetest.Forms(number, "P98710042", "token-canary-9871")
	checked := 0
	clean := func(where, text string, canaries []string) {
		for _, c := range canaries {
			assert.NotContains(t, strings.ToLower(text), strings.ToLower(c), where)
			checked++
		}
	}
	clean("log", b.log.String(), personal)
	clean("log", b.log.String(), []string{code})
	for _, e := range told {
		clean("error", e, personal)
	}
	for _, kind := range []string{user.Kind, user.Kind + ".command"} {
		page, err := b.records.List(ctx, bonafide.Query{Kind: kind})
		require.NoError(t, err)
		require.NotEmpty(t, page.Records)
		for _, r := range page.Records {
			clean("terms", r.ID+strings.Join(r.Unique, " ")+strings.Join(r.Labels, " "), personal)
			clean("body of "+kind, string(r.Body), identifiers)
			if kind != user.Kind {
				clean("body of "+kind, string(r.Body), personal)
			}
		}
	}
	events, err := b.store.Events(ctx, bonafide.EventQuery{})
	require.NoError(t, err)
	data, err := json.Marshal(events)
	require.NoError(t, err)
	clean("events", string(data), personal)
	u, err = b.users.Get(ctx, acme, u.ID)
	require.NoError(t, err)
	clean("printed user", fmt.Sprintf("%v %+v %#v", u, u, u), identifiers)
	assert.Greater(t, checked, 300)
}

// Every store call of the whole path fails once, before and after it took
// effect; the caller repeats the command with the same key. Nothing is lost,
// nothing happens twice, and the end is the same.
func TestEveryStoreFailure(t *testing.T) {
	figuretest.OneGoroutine(t)
	path := func(t *testing.T, fault *aggregatetest.Fault) (user.User, []bonafide.Event) {
		b := setup(t)
		fault.Store = b.store
		users := b.users.WithStore(fault)
		retry := func(run func() error) {
			t.Helper()
			fault.Retry(t, func() { b.wait(2 * time.Minute) }, run) // a lease that a failed call took has run out
		}
		var u user.User
		retry(func() (err error) {
			u, err = users.Create(ctx, acme, user.CreateRequest{Key: "c", Phone: "+14155552671", LegalNames: []string{"Ana Maria Lopez"}})
			return err
		})
		in, id := ana(), u.ID
		retry(func() error { _, err := users.SendCode(ctx, acme, id, user.SendCodeRequest{Key: "o"}); return err })
		if b.sent() == 0 { // stored, and cut off before it was handed over: it is asked for again
			b.wait(time.Minute)
			retry(func() error { _, err := users.SendCode(ctx, acme, id, user.SendCodeRequest{Key: "o2"}); return err })
		}
		retry(func() error {
			_, err := users.VerifyCode(ctx, acme, id, user.VerifyCodeRequest{Key: "v", Code: b.lastCode()})
			return err
		})
		in.VirtualDocs = ssn("512-43-2222")
		retry(func() (err error) {
			in.PhysicalDocs = photo(t)
			_, err = users.SubmitDocuments(ctx, acme, id, user.SubmitRequest{Key: "s", Documents: []submission{in}})
			return err
		})
		retry(func() error { _, err := users.Advance(ctx, id); return err })
		b.wait(2 * time.Minute)
		retry(func() error { _, err := users.Advance(ctx, id); return err })
		tx := money.Transaction{ID: "t", Direction: permission.Outbound, Amount: usd(t, "15"), At: start}
		retry(func() error {
			_, err := users.Move(ctx, acme, id, user.MoveRequest{Key: "m", Transaction: tx})
			return err
		})
		retry(func() error {
			_, err := users.Rescreen(ctx, officer, id, user.RescreenRequest{Key: "r"})
			return err
		})
		retry(func() error { _, err := users.AdvanceDue(ctx, 10); return err })
		retry(func() error {
			_, err := users.IssueToken(ctx, acme, id, user.IssueTokenRequest{Key: "i"})
			return err
		})
		var events []bonafide.Event
		retry(func() (err error) {
			events, err = eventsOf(users, officer, id)
			return err
		})
		named, err := b.users.Files(ctx, officer, bonafide.PageRequest{})
		require.NoError(t, err)
		assert.Len(t, named.Items, 1)
		for _, key := range named.Items {
			_, err := b.files.Get(ctx, key)
			require.NoError(t, err, "what the record names is there")
		}
		assert.Len(t, b.access(t, id).Sessions, 1)
		assert.Len(t, b.ledger(t, id).Entries, 1)
		for _, kind := range []string{user.KindAccess, user.KindLedger, user.KindCoverage} {
			_, err := partEvents(b.users, officer, kind, id)
			require.NoError(t, err, "the chain holds")
		}
		return mustGet(t, b, id), events
	}
	want, events := path(t, &aggregatetest.Fault{})
	created := func(events []bonafide.Event, typ string) (n int) {
		for _, e := range events {
			if e.Type == typ {
				n++
			}
		}
		return n
	}
	met := aggregatetest.Every(t, func(t *testing.T, fault *aggregatetest.Fault) {
		u, got := path(t, fault)
		assert.Equal(t, permission.SendAndReceive, u.Permission(), "call %d, after=%v", fault.N, fault.After)
		assert.Len(t, u.Documents, len(want.Documents))
		for _, typ := range []string{event.Created, event.PhoneVerified, event.DocumentAdded, event.Submitted, event.PermissionChanged} {
			assert.Equal(t, created(events, typ), created(got, typ), "%s after failure of call %d, after=%v", typ, fault.N, fault.After)
		}
	})
	assert.Greater(t, met, 80)
}

// A changed, dropped or added event of a stored user is found.
func TestTamperedHistoryIsFound(t *testing.T) {
	b := setup(t)
	u := b.verified(t)
	for name, change := range map[string]func([]bonafide.Event) []bonafide.Event{
		"changed": func(e []bonafide.Event) []bonafide.Event { e[2].Data = map[string]string{"document": "x"}; return e },
		"dropped": func(e []bonafide.Event) []bonafide.Event { return append(e[:3], e[4:]...) },
		"cut off": func(e []bonafide.Event) []bonafide.Event { return e[:len(e)-1] },
	} {
		users := b.users.WithStore(&aggregatetest.Tampered{Store: b.store, Change: change})
		_, err := eventsOf(users, officer, u.ID)
		require.ErrorIs(t, err, bonafide.ErrChain, name)
		require.ErrorIs(t, users.VerifyEvents(ctx, officer, u.ID), bonafide.ErrChain, name)
	}
}

// The stored shape of a user is released: it changes on purpose only.
// UPDATE_GOLDEN=1 writes it.
func TestStoredShape(t *testing.T) {
	b := setup(t)
	u := b.verified(t)
	page, err := b.records.List(ctx, bonafide.Query{Kind: user.Kind})
	require.NoError(t, err)
	require.Len(t, page.Records, 1)
	seen := mustGet(t, b, u.ID)
	assert.NotEmpty(t, seen.Decision.Requirements)
	assert.Equal(t, screening.OFACUnflagged, seen.OFAC)
	seen.Decision.Requirements, seen.OFAC = nil, "" // computed on every read
	assert.Equal(t, permission.NotFlagged, seen.Standing.Flag)
	seen.Standing.Flag = "" // nobody has flagged the user: the default is not stored
	stored := b.stored(t, u.ID)
	assert.NotEmpty(t, stored.DataKey)
	assert.Len(t, stored.Salt, 32)
	stored.DataKey, stored.Salt = nil, nil // shown to nobody
	assert.Equal(t, stored, seen, "what else is stored is what is read")
	aggregatetest.Shape(t, "testdata/user.json", page.Records[0].Body)
}

func mustGet(t testing.TB, b *bundle, id string) user.User {
	t.Helper()
	u, err := b.users.Get(ctx, bonafide.System(), id)
	require.NoError(t, err)
	return u
}

// A host's own transaction: what it rolls back leaves no trace.
func TestWithStore(t *testing.T) {
	b := setup(t)
	other := b.users.WithStore(b.store.ForTenant("another"))
	u := b.create(t)
	_, err := other.Get(ctx, acme, u.ID)
	require.ErrorIs(t, err, bonafide.ErrNotFound)
	_, err = b.users.Get(ctx, acme, u.ID)
	require.NoError(t, err)
}

func TestTraceSeesEveryCommand(t *testing.T) {
	var ops []string
	b := setup(t, func(o *user.Options) {
		o.Trace = func(ctx context.Context, op string) (context.Context, func(error)) {
			return ctx, func(err error) { ops = append(ops, fmt.Sprint(op, " ", err == nil)) }
		}
	})
	u := b.create(t)
	_, err := b.users.Resolve(ctx, vendor, u.ID, user.ResolveRequest{SubDocument: "x", Attempt: "y"})
	require.Error(t, err)
	assert.Equal(t, []string{"user.create true", "user.resolve false"}, ops)
	assert.Contains(t, b.log.String(), `"outcome":"bonafide: not found"`)
}
