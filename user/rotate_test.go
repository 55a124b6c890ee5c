package user_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
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
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/store/sealed"
	"github.com/bonafide-go/bonafide/user"
)

// rotation is a tenant whose root and wrapping key are being replaced.
type rotation struct {
	*bundle
	all       *aggregatetest.Records
	old, next []byte // roots
	wrapper   bonafide.KeyWrapper
}

// deletable is a store that lists all and deletes as the one below it.
type deletable struct{ *aggregatetest.Records }

func (d deletable) Delete(ctx context.Context, kind, id string, version int64) error {
	return d.Store.(bonafide.Deleter).Delete(ctx, kind, id, version)
}

// rotating has an old root from before blind indexes were short.
func rotating(t *testing.T) *rotation {
	programs, err := program.ParseBook([]byte(fourEyed("lock")))
	require.NoError(t, err)
	r := &rotation{bundle: setup(t, func(o *user.Options) { o.Programs = programs })}
	r.all = aggregatetest.NewRecords(r.store)
	r.wrapper, err = bonafide.NewLocalWrapper(make([]byte, 32))
	require.NoError(t, err)
	r.old, err = r.wrapper.WrapKey(ctx, bytes.Repeat([]byte{1}, 32), bonafide.KeyContext{Purpose: bonafide.KeyOfTenant, Tenant: "acme-tenant"})
	require.NoError(t, err)
	r.next, err = bonafide.NewRoot(ctx, r.wrapper, "acme-tenant")
	require.NoError(t, err)
	r.serve(t, r.all, r.old)
	return r
}

// serve goes on with other roots, on a store.
func (r *rotation) serve(t *testing.T, store bonafide.Store, roots ...[]byte) {
	t.Helper()
	var err error
	r.keys, err = bonafide.NewKeys(ctx, "acme-tenant", r.wrapper, roots...)
	require.NoError(t, err)
	r.users, err = user.New(store, r.keys, &r.opts)
	require.NoError(t, err)
	r.records, err = sealed.New(store, r.keys, &sealed.Options{Now: r.now})
	require.NoError(t, err)
}

// walk rotates all, a few at a time, with something between the pages.
func (r *rotation) walk(t *testing.T, between func(page int)) {
	t.Helper()
	cursor := ""
	for page := 0; page == 0 || cursor != ""; page++ {
		_, _, err := r.users.Rotate(ctx, cursor, 2) // cut off before its end was noted
		require.NoError(t, err)
		if between != nil {
			between(page)
		}
		_, cursor, err = r.users.Rotate(ctx, cursor, 2)
		require.NoError(t, err)
	}
}

var blindIndex = regexp.MustCompile(`(?:^|=)([A-Za-z0-9_-]{43}|[A-Za-z0-9_-]{22})$`)

// indexes are all blind indexes by which anything is found, with the kinds of the
// records.
func (r *rotation) indexes(t *testing.T) map[string]string {
	t.Helper()
	out := make(map[string]string)
	for _, rec := range r.all.All(t, r.records) {
		for _, term := range slices.Concat([]string{rec.ID}, rec.Unique, rec.Labels) {
			if found := blindIndex.FindStringSubmatch(term); found != nil {
				out[found[1]] = rec.Kind
			}
		}
	}
	return out
}

// text is everything that stands in the store, as one text.
func (r *rotation) text(t *testing.T) string {
	t.Helper()
	var out strings.Builder
	for _, rec := range r.all.All(t, r.records) {
		fmt.Fprintln(&out, rec.Kind, rec.ID, rec.Unique, rec.Labels, string(rec.Body))
	}
	return out.String()
}

// fourEyed is the sheet of the tests with verbs under four eyes.
func fourEyed(verb string) string {
	return fmt.Sprintf(`{"four_eyes": [%q], %s`, verb, sheet[1:])
}

// departed is somebody who had left the other system long ago.
func departed() user.ImportedUser {
	row := patron(2)
	row.CreatedAt, row.Permission, row.PermissionCode, row.ClosedAt = ago(3000), permission.Closed, permission.UserRequest, ago(2500)
	return row
}

// population is somebody in every place where a root leaves its mark.
type population struct {
	rich, twin, heap, locked, blamed user.User
	grant                            user.Grant
	proposal                         user.StandingRequest
}

func (r *rotation) populate(t *testing.T) (p population) {
	t.Helper()
	must := func(_ any, err error) { t.Helper(); require.NoError(t, err) }
	r.erase(t, r.imports(t, departed()).ID)
	p.rich = r.everything(t)
	r.person(t, acme, 1, "512-43-1111")
	p.twin = r.person(t, acme, 2, "512-43-1111")
	p.heap = r.person(t, acme, 3, "512-43-3333")
	var heap []document.SubSubmission
	for i := range 48 {
		heap = append(heap, document.SubSubmission{Type: document.Passport, Value: bonafide.NewSecret(fmt.Sprintf("P%07d", i)), Meta: document.MetaSubmission{CountryCode: "DE"}})
	}
	p.heap = r.submit(t, p.heap.ID, submission{ID: p.heap.Documents[0].ID, VirtualDocs: heap})
	p.locked = r.advance(t, r.person(t, acme, 4, "512-43-4444").ID)
	p.proposal = user.StandingRequest{Permission: permission.Locked, Code: permission.BlockedList}
	r.approve(t, p.locked.ID, p.proposal)
	must(r.users.SetStanding(ctx, officer, p.locked.ID, p.proposal))
	p.blamed = r.person(t, acme, 5, "512-43-5555")
	r.approve(t, p.blamed.ID, p.proposal)
	must(r.users.Create(ctx, acme, user.CreateRequest{Phone: "+1 415 555 2671", LegalNames: []string{"Ana Maria Lopez"}}))
	p.grant = r.granted(t, user.User{ID: r.called(t, "ana maria lopez")[0]})
	r.imports(t, patron(1))
	return p
}

// approve has two people agree on a request, which is not carried out yet.
func (r *rotation) approve(t *testing.T, id string, req user.StandingRequest) {
	t.Helper()
	u, err := r.users.Propose(ctx, officer, id, user.ProposeRequest{Request: req, Expires: r.now().Add(100 * time.Hour)})
	require.NoError(t, err)
	p := u.Proposals[len(u.Proposals)-1]
	_, err = r.users.Approve(ctx, officer2, id, user.ApproveRequest{Proposal: p.ID, Hash: p.Hash})
	require.NoError(t, err)
}

// called finds users by name, from page to page.
func (r *rotation) called(t *testing.T, name string) (ids []string) {
	t.Helper()
	req := user.SearchRequest{Name: name}
	for {
		page, err := r.users.Search(ctx, acme, req)
		require.NoError(t, err)
		for _, u := range page.Items {
			ids = append(ids, u.ID)
		}
		if req.Cursor = page.Next; req.Cursor == "" {
			return ids
		}
	}
}

// everybody is found, once, by all that they are known by.
func (r *rotation) check(t *testing.T, p *population, stage string) {
	t.Helper()
	assert.Equal(t, []string{p.rich.ID}, r.called(t, canaryName), stage)
	assert.ElementsMatch(t, []string{p.twin.ID}, r.called(t, p.twin.LegalNames[0]), stage)
	for what, req := range map[string]user.SearchRequest{
		"login": {Email: canaryLogin}, "e-mail": {Email: canaryEmail}, "phone": {Phone: canaryPhone}, "supplied id": {SuppID: canarySuppID},
	} {
		page, err := r.users.Search(ctx, acme, req)
		require.NoError(t, err, stage)
		require.Len(t, page.Items, 1, "%s: by %s", stage, what)
		assert.Equal(t, p.rich.ID, page.Items[0].ID, stage)
		n, err := r.users.Count(ctx, acme, req)
		require.NoError(t, err)
		assert.EqualValues(t, 1, n.N, stage)
	}
	found, err := r.users.Duplicates(ctx, officer, p.twin.ID)
	require.NoError(t, err)
	assert.Equal(t, document.DuplicateSSN, found.Reason, stage)
	assert.Len(t, found.Open, 1, stage)

	_, err = r.users.Create(ctx, other, user.CreateRequest{Phone: canaryPhone, LegalNames: []string{canaryName}})
	require.NoError(t, err, stage)
	assert.Equal(t, []string{p.rich.ID}, r.called(t, canaryName), "%s: the number is still one user's", stage)

	rows, err := r.users.Import(ctx, officer, bring(patron(1), departed()))
	require.NoError(t, err, stage)
	for _, row := range rows.Rows {
		assert.Equal(t, user.ImportAlready, row.Outcome, stage)
	}
	got, err := r.users.OAuth(ctx, acme, user.OAuthRequest{RefreshToken: p.grant.RefreshToken, Fingerprint: phone})
	require.NoError(t, err, "%s: token and device", stage)
	require.Equal(t, user.StepGranted, got.Step, stage)
	p.grant = got
	_, err = r.users.Authenticate(ctx, got.AccessKey, phone, "USER|GET")
	require.NoError(t, err, stage)
}

// A root is replaced while everybody works on, and then dropped: nobody is lost, nothing
// that was refused is let through, and nothing made under the old root is left.
func TestRotate(t *testing.T) {
	r := rotating(t)
	p := r.populate(t)
	before := r.indexes(t)
	for _, kind := range []string{user.Kind, "user.listing", "user.terms", "user.import", "user.command", "user.destination"} {
		assert.Contains(t, values(before), kind, "somebody is in each place")
	}
	stored := r.stored(t, p.heap.ID)

	r.serve(t, r.all, r.old, r.next)
	r.check(t, &p, "all processes are to learn of the new root first")
	r.serve(t, deletable{r.all}, r.next, r.old)
	r.check(t, &p, "nobody was walked over yet")
	late := 0
	r.walk(t, func(page int) {
		late++
		_, err := r.users.Create(ctx, acme, user.CreateRequest{Phone: fmt.Sprintf("+1415556%04d", page), LegalNames: []string{"Late Comer"}})
		require.NoError(t, err)
		note := fmt.Sprint("note ", page)
		_, err = r.users.Update(ctx, officer, p.twin.ID, user.UpdateRequest{Note: &note})
		require.NoError(t, err)
		assert.Len(t, r.called(t, "late comer"), late)
		assert.Equal(t, []string{p.rich.ID}, r.called(t, canaryName))
	})
	now := r.stored(t, p.heap.ID)
	assert.Equal(t, stored.UpdatedAt, now.UpdatedAt)
	assert.NotEqual(t, stored.DataKey, now.DataKey)
	events, err := eventsOf(r.users, officer, p.heap.ID)
	require.NoError(t, err)
	assert.NotContains(t, types(events), "rotated")
	r.check(t, &p, "all were walked over")

	r.wait(25 * time.Hour)
	made, err := r.users.Create(ctx, acme, user.CreateRequest{Key: "again", Phone: "+14155570000", LegalNames: []string{"Key Holder"}})
	require.NoError(t, err)

	r.serve(t, deletable{r.all}, r.next)
	r.walk(t, nil)
	for n := 1; n > 0; {
		n, err = r.users.Sweep(ctx, 1000)
		require.NoError(t, err)
	}
	left := r.text(t)
	for index, kind := range before {
		assert.False(t, strings.Contains(left, index), "an index of a record of kind %s", kind)
	}
	r.nothingUnder(t, r.old)

	again, err := r.users.Create(ctx, acme, user.CreateRequest{Key: "again", Phone: "+14155570000", LegalNames: []string{"Key Holder"}})
	require.NoError(t, err)
	assert.Equal(t, made.ID, again.ID)
	assert.Len(t, r.called(t, "late comer"), late)
	r.check(t, &p, "the old root is dropped")
	r.refusals(t, p)
}

// refusals: what was refused, or takes a second person, still is, or does.
func (r *rotation) refusals(t *testing.T, p population) {
	t.Helper()
	in := ana()
	in.Name, in.Email, in.Year, in.VirtualDocs = "Cleo Brand New", "cleo@example.com", 1971, ssn("512434444")
	u, err := r.users.Create(ctx, acme, user.CreateRequest{Phone: "+14155579999", LegalNames: []string{"Cleo Brand New"}})
	require.NoError(t, err)
	assert.Equal(t, document.Blacklisted, find(t, r.submit(t, u.ID, in), document.SSN).Status)
	_, err = r.users.SetStanding(ctx, officer, p.twin.ID, p.proposal)
	require.ErrorIs(t, err, bonafide.ErrRefused, "nobody approved it of this one")
	now, err := r.users.SetStanding(ctx, officer, p.blamed.ID, p.proposal)
	require.NoError(t, err, "what was approved before still is")
	assert.Equal(t, permission.Locked, now.Permission())
}

// nothingUnder looks for what each value that anybody is known by would have left under
// a root, and tries to open what is sealed under one.
func (r *rotation) nothingUnder(t *testing.T, root []byte) {
	t.Helper()
	old, err := bonafide.NewKeys(ctx, "acme-tenant", r.wrapper, root)
	require.NoError(t, err)
	left := r.text(t)
	phones := []string{canaryPhone, canaryPhone2, "+14155552671", "+14155550001", "+14152000001", "+14152000002", "+14155570000", "+14155560000"}
	emails := []string{canaryLogin, canaryEmail, "ana@example.com", "ana1@example.com", "bea1@example.com", "bea2@example.com"}
	fields := map[string][]string{
		"user.phone": phones, "user.device": phones, "user.term.same.phone": phones, "user.email": emails,
		"user.name": {"ana", "maria", "lopez", "late", "comer", "bea", "key", "holder"}, "user.supp_id": {"acme\x00" + canarySuppID},
	}
	for field, values := range fields {
		for _, value := range values {
			assert.False(t, strings.Contains(left, old.Indexes(field, value)[0]), field)
		}
	}
	opened := 0
	for _, rec := range r.all.All(t, r.records) {
		if rec.Kind != user.Kind {
			continue
		}
		u := r.stored(t, rec.ID)
		if len(u.MACKey) > 0 {
			opened++
			_, err := old.OpenMACKey(user.Kind, u.ID, u.MACKey)
			require.ErrorIs(t, err, bonafide.ErrSealed)
			_, err = r.keys.OpenMACKey(user.Kind, u.ID, u.MACKey)
			require.NoError(t, err)
		}
	}
	assert.Positive(t, opened)
}

// A walk that is cut off at any call of the store, before or after its effect, goes on
// from where it was.
func TestRotateUnderFaults(t *testing.T) {
	figuretest.OneGoroutine(t)
	met := aggregatetest.Every(t, func(t *testing.T, fault *aggregatetest.Fault) {
		r := rotating(t)
		u := r.person(t, acme, 1, "512-43-1111")
		twin := r.person(t, acme, 2, "512-43-1111")
		r.imports(t, patron(1))
		before := r.indexes(t)
		fault.Store = deletable{r.all}
		r.serve(t, fault, r.next, r.old)
		rotate := func() {
			cursor := ""
			for page := 0; page == 0 || cursor != ""; page++ {
				fault.Retry(t, func() {}, func() error {
					_, next, err := r.users.Rotate(ctx, cursor, 2)
					if err != nil {
						assert.Equal(t, cursor, next, "the page is to be repeated")
						return err
					}
					cursor = next
					return nil
				})
			}
		}
		rotate()
		r.serve(t, fault, r.next)
		rotate()
		r.serve(t, r.all, r.next)
		left := r.text(t)
		for index, kind := range before {
			assert.False(t, strings.Contains(left, index), "call %d, after=%v: an index of kind %s", fault.N, fault.After, kind)
		}
		assert.Equal(t, []string{u.ID}, r.called(t, u.LegalNames[0]))
		found, err := r.users.Duplicates(ctx, officer, u.ID)
		require.NoError(t, err)
		assert.Equal(t, []string{twin.ID}, found.Open)
		rows, err := r.users.Import(ctx, officer, bring(patron(1)))
		require.NoError(t, err)
		assert.Equal(t, user.ImportAlready, rows.Rows[0].Outcome, "call %d, after=%v", fault.N, fault.After)
	})
	assert.Greater(t, met, 20)
}

// Walks and commands at the same time: none is lost, and each user is under the new
// root in the end.
func TestRotateWhileCommandsRun(t *testing.T) {
	r := rotating(t)
	var ids []string
	for n := range 6 {
		ids = append(ids, r.person(t, acme, n+1, fmt.Sprintf("512-43-%04d", n+1)).ID)
	}
	before := r.indexes(t)
	r.serve(t, deletable{r.all}, r.next, r.old)
	walker, err := newService(r.bundle) // of another process: it takes no turns with the others
	require.NoError(t, err)
	elsewhere := rotation{bundle: &bundle{users: walker.WithStore(deletable{r.all})}}
	runs := []func() error{elsewhere.rotateAll, r.rotateAll}
	for _, id := range ids {
		runs = append(runs, func() error {
			for n := range 10 {
				note := fmt.Sprint(n)
				if _, err := r.users.Update(ctx, officer, id, user.UpdateRequest{Note: &note}); err != nil {
					return err
				}
			}
			return nil
		})
	}
	require.NoError(t, errors.Join(aggregatetest.Together(runs...)...))
	r.serve(t, deletable{r.all}, r.next)
	require.NoError(t, r.rotateAll())
	left := r.text(t)
	for index := range before {
		assert.False(t, strings.Contains(left, index))
	}
	for n, id := range ids {
		assert.Equal(t, "9", r.stored(t, id).Note)
		taken, err := r.users.Create(ctx, acme, user.CreateRequest{Phone: fmt.Sprintf("+1415%07d", 2000001+n), LegalNames: []string{"Some Body"}})
		require.NoError(t, err)
		assert.Equal(t, id, taken.ID, "the number is taken")
		err = r.users.VerifyEvents(ctx, officer, id)
		require.NoError(t, err, "the chain holds")
	}
}

func (r *rotation) rotateAll() error {
	cursor := ""
	for page := 0; page == 0 || cursor != ""; page++ {
		var err error
		if _, cursor, err = r.users.Rotate(ctx, cursor, 2); err != nil {
			return err
		}
	}
	return nil
}

// Who walks needs none of the outside services, and what is due stays so without them.
func TestRotateKeepsDueTimes(t *testing.T) {
	r := rotating(t)
	u := r.person(t, acme, 1, "512-43-1111")
	before, err := r.store.Get(ctx, user.Kind, u.ID)
	require.NoError(t, err)
	require.NotZero(t, before.Due)
	r.opts.Screener, r.opts.Verifier = nil, nil
	r.serve(t, r.all, r.next, r.old)
	require.NoError(t, r.rotateAll())
	after, err := r.store.Get(ctx, user.Kind, u.ID)
	require.NoError(t, err)
	assert.Equal(t, before.Due, after.Due)
	assert.NotEqual(t, before.Unique, after.Unique)
}

func TestRotateRefuses(t *testing.T) {
	r := rotating(t)
	for _, limit := range []int{0, -1, 1001} {
		_, _, err := r.users.Rotate(ctx, "", limit)
		require.ErrorIs(t, err, bonafide.ErrInvalid)
	}
	_, _, err := r.users.Rotate(ctx, "elsewhere", 10)
	require.ErrorIs(t, err, bonafide.ErrCursor)

	u := r.person(t, acme, 1, "512-43-1111")
	_, err = r.users.IssueToken(ctx, acme, u.ID, user.IssueTokenRequest{})
	require.NoError(t, err)
	r.serve(t, r.all, r.next)
	_, next, err := r.users.Rotate(ctx, "", 10)
	require.ErrorIs(t, err, bonafide.ErrSealed, "the old root was dropped too early")
	assert.NotEmpty(t, next, "the others go on")
}

func values(m map[string]string) []string {
	var out []string
	for _, v := range m {
		out = append(out, v)
	}
	return out
}
