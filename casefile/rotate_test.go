package casefile_test

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/internal/aggregate/aggregatetest"
	"github.com/bonafide-go/bonafide/internal/figuretest"
	"github.com/bonafide-go/bonafide/store/sealed"
)

// rotation is a tenant whose root is being replaced.
type rotation struct {
	*bundle
	all       *aggregatetest.Records
	wrapper   bonafide.KeyWrapper
	old, next []byte
}

// rotating has an old root from before blind indexes were short.
func rotating(t *testing.T) *rotation {
	r := &rotation{bundle: setup(t)}
	r.all = aggregatetest.NewRecords(r.store)
	var err error
	r.wrapper, err = bonafide.NewLocalWrapper(make([]byte, 32))
	require.NoError(t, err)
	r.old, err = r.wrapper.WrapKey(ctx, bytes.Repeat([]byte{1}, 32), bonafide.KeyContext{Purpose: bonafide.KeyOfTenant, Tenant: "acme-tenant"})
	require.NoError(t, err)
	r.next, err = bonafide.NewRoot(ctx, r.wrapper, "acme-tenant")
	require.NoError(t, err)
	r.serve(t, r.all, r.old)
	return r
}

func (r *rotation) serve(t *testing.T, store bonafide.Store, roots ...[]byte) {
	t.Helper()
	var err error
	r.keys, err = bonafide.NewKeys(ctx, "acme-tenant", r.wrapper, roots...)
	require.NoError(t, err)
	r.cases, err = casefile.New(store, r.keys, &r.opts)
	require.NoError(t, err)
	r.records, err = sealed.New(store, r.keys, &sealed.Options{Now: r.now})
	require.NoError(t, err)
}

// walk rotates all cases, each page twice, with something in between.
func (r *rotation) walk(t *testing.T, between func()) {
	t.Helper()
	cursor := ""
	for page := 0; page == 0 || cursor != ""; page++ {
		_, _, err := r.cases.Rotate(ctx, cursor, 1)
		require.NoError(t, err)
		between()
		_, cursor, err = r.cases.Rotate(ctx, cursor, 1)
		require.NoError(t, err)
	}
}

var blindIndex = regexp.MustCompile(`(?:^|=)([A-Za-z0-9_-]{43}|[A-Za-z0-9_-]{22})$`)

// indexes are the blind indexes by which anything but a command is found, and all that
// stands in the store.
func (r *rotation) indexes(t *testing.T) (found map[string]string, all string) {
	t.Helper()
	found = make(map[string]string)
	var out strings.Builder
	for _, rec := range r.all.All(t, r.records) {
		if rec.Kind == "case.command" {
			continue // ends by itself
		}
		for _, term := range slices.Concat([]string{rec.ID}, rec.Unique, rec.Labels) {
			if index := blindIndex.FindStringSubmatch(term); index != nil {
				found[index[1]] = rec.Kind
			}
		}
		fmt.Fprintln(&out, rec.Kind, rec.ID, rec.Unique, rec.Labels, string(rec.Body))
	}
	return found, out.String()
}

// A root is replaced while reviewers work on, and then dropped: every case is found by
// its external id, every entity by what it shares with others, and no index of the old
// root is left.
func TestRotate(t *testing.T) {
	r := rotating(t)
	one := r.create(t, withCanaries)
	two := r.create(t, withCanaries, func(req *casefile.CreateRequest) { req.Key, req.ExternalID = "", "ext-2" })
	large := r.create(t, func(req *casefile.CreateRequest) { req.ExternalID = "ext-3" })
	for i := range 100 {
		in := person("Ana", numbered("Lopez", i+1))
		in.SocialSecurityNumber = bonafide.NewSecret(fmt.Sprintf("512-43-%04d", i))
		_, err := r.cases.AddIndividual(ctx, officer, large.ID, in)
		require.NoError(t, err)
	}
	gone := r.create(t, func(req *casefile.CreateRequest) { req.ExternalID = "ext-4" })
	r.wait(1)
	past := r.now()
	before, _ := r.indexes(t)
	assert.Greater(t, len(before), 100)
	duplicates, err := r.cases.Duplicates(ctx, officer, one.ID)
	require.NoError(t, err)
	require.NotEmpty(t, duplicates)
	was, err := r.cases.AsOf(ctx, officer, large.ID, past)
	require.NoError(t, err)

	check := func(stage string) {
		t.Helper()
		for external, id := range map[string]string{canaryExternal: one.ID, "ext-2": two.ID, "ext-3": large.ID} {
			found, err := r.cases.Find(ctx, officer, external)
			require.NoError(t, err, "%s: %s", stage, id)
			assert.Equal(t, id, found.ID, stage)
			_, err = r.cases.Create(ctx, acme, casefile.CreateRequest{Name: "Again", ExternalID: external, Template: "kyb"})
			require.ErrorIs(t, err, bonafide.ErrDuplicate, stage)
		}
		now, err := r.cases.Duplicates(ctx, officer, one.ID)
		require.NoError(t, err)
		assert.Equal(t, duplicates, now, stage)
	}
	r.serve(t, r.all, r.next, r.old)
	check("nobody was walked over yet")
	r.walk(t, func() {
		_, err := r.cases.AddNote(ctx, officer, two.ID, casefile.AddNoteRequest{Text: "seen"})
		require.NoError(t, err)
		check("on the way")
	})
	as, err := r.cases.AsOf(ctx, officer, large.ID, past)
	require.NoError(t, err)
	as.Indexed, was.Indexed = nil, nil
	assert.Equal(t, was, as, "nothing that shows has changed")
	r.shut(t, gone.ID, 0)
	r.erase(t, gone.ID)

	r.serve(t, r.all, r.next)
	r.walk(t, func() {})
	_, all := r.indexes(t)
	for index, kind := range before {
		assert.False(t, strings.Contains(all, index), "an index of a record of kind %s", kind)
	}
	check("the old root is dropped")
	require.NoError(t, r.cases.VerifyEvents(ctx, officer, large.ID), "the chain holds")
}

// A walk that is cut off at any call goes on from where it was.
func TestRotateUnderFaults(t *testing.T) {
	figuretest.OneGoroutine(t)
	met := aggregatetest.Every(t, func(t *testing.T, fault *aggregatetest.Fault) {
		r := rotating(t)
		one := r.create(t, withCanaries)
		r.create(t, withCanaries, func(req *casefile.CreateRequest) { req.Key, req.ExternalID = "", "ext-2" })
		before, _ := r.indexes(t)
		fault.Store = r.all
		for _, roots := range [][][]byte{{r.next, r.old}, {r.next}} {
			r.serve(t, fault, roots...)
			cursor := ""
			for page := 0; page == 0 || cursor != ""; page++ {
				fault.Retry(t, func() {}, func() error {
					_, next, err := r.cases.Rotate(ctx, cursor, 1)
					cursor = next
					return err
				})
			}
		}
		r.serve(t, r.all, r.next)
		_, all := r.indexes(t)
		for index, kind := range before {
			assert.False(t, strings.Contains(all, index), "call %d, after=%v: an index of kind %s", fault.N, fault.After, kind)
		}
		found, err := r.cases.Find(ctx, acme, canaryExternal)
		require.NoError(t, err)
		assert.Equal(t, one.ID, found.ID)
	})
	assert.Greater(t, met, 8)
}
