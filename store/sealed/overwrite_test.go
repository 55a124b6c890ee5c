package sealed_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/store/sealed"
	"github.com/bonafide-go/bonafide/user"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A record whose body does not open, whatever became of it and whoever looks, can be
// overwritten by whoever got its version, as Erase does; and then it is sound.
func TestOverwriteOfWhatDoesNotOpen(t *testing.T) {
	damages := map[string]func(b *bundle, r *bonafide.Record){
		"cut off":      func(_ *bundle, r *bonafide.Record) { r.Body = r.Body[:len(r.Body)-3] },
		"header alone": func(_ *bundle, r *bonafide.Record) { r.Body = r.Body[:5] },
		"in clear":     func(_ *bundle, r *bonafide.Record) { r.Body = []byte(`{"name": "Ana`) },
		"newer form":   func(_ *bundle, r *bonafide.Record) { r.Body[3]++ },
		"wild shift":   func(_ *bundle, r *bonafide.Record) { r.Body[5] = 120 },
		"other shift":  func(_ *bundle, r *bonafide.Record) { r.Body[5] ^= 1 },
		"unknown key":  func(_ *bundle, r *bonafide.Record) { r.Body[4] = 100 },
	}
	for name, damage := range damages {
		for _, resealed := range []int{0, 1, 2} {
			for _, who := range []string{"the same process", "another process"} {
				t.Run(name, func(t *testing.T) {
					b := setup(t)
					put(t, b.store, record("u-1", 1))
					put(t, b.store, record("u-1", 2))
					for range resealed {
						b.wait(1)
						_, err := b.store.Reseal(ctx, sealed.Walk{Kind: "user", Before: b.now()})
						require.NoError(t, err)
					}
					r := b.raw(t, "user", "u-1")
					r.Version++
					damage(b, &r)
					require.NoError(t, b.below.Put(ctx, bonafide.Write{Record: r}))
					s := b.store
					if who == "another process" {
						s = b.open(t)
					}
					found, err := s.Get(ctx, "user", "u-1")
					require.ErrorIs(t, err, bonafide.ErrUnreadable)
					require.Positive(t, found.Version, "it is there")
					assert.Empty(t, found.Body)
					next := record("u-1", found.Version+1)
					require.NoError(t, s.Put(ctx, bonafide.Write{Record: next}), "resealed %d times, %s", resealed, who)
					for _, reader := range []*sealed.Store{s, b.store, b.open(t)} {
						holds(t, reader, next)
					}
					after := record("u-1", next.Version+1)
					put(t, b.store, after)
					holds(t, b.open(t), after)
				})
			}
		}
	}
}

// spoil is what somebody did to a record behind the store's back.
func (b *bundle) spoil(t testing.TB, kind, id string, body []byte) {
	t.Helper()
	r := b.raw(t, kind, id)
	r.Version, r.Body = r.Version+1, body
	require.NoError(t, b.below.Put(ctx, bonafide.Write{Record: r}))
}

// keyRecords lists the records of keys as they are stored.
func (b *bundle) keyRecords(t testing.TB) []bonafide.Record {
	t.Helper()
	page, err := b.below.List(ctx, bonafide.Query{Kind: sealed.KindKeys, Limit: bonafide.MaxPage})
	require.NoError(t, err)
	return page.Records
}

// The keys of one subject are no longer its own, or none at all: nobody else's records
// suffer, neither in lists nor in walks.
func TestDamagedKeysHoldUpNobody(t *testing.T) {
	damages := map[string]func(keys []bonafide.Record) []byte{
		"no JSON":           func([]bonafide.Record) []byte { return []byte(`{"form`) },
		"empty":             func([]bonafide.Record) []byte { return nil },
		"a newer form":      func([]bonafide.Record) []byte { return []byte(`{"format": 9, "keys": [{"number": 1}]}`) },
		"another subject's": func(keys []bonafide.Record) []byte { return keys[1].Body },
		"nothing that opens": func([]bonafide.Record) []byte {
			return []byte(`{"format": 1, "kind": "user", "id": "u-1", "keys": [{"number": 1, "wrapped": "AQAA"}]}`)
		},
	}
	for name, damage := range damages {
		t.Run(name, func(t *testing.T) {
			b := setup(t)
			put(t, b.store, record("u-1", 1))
			first := b.keyRecords(t)[0]
			put(t, b.store, record("u-2", 1), record("u-3", 1))
			keys := b.keyRecords(t)
			if keys[1].ID == first.ID {
				keys[0], keys[1] = keys[1], keys[0]
			}
			b.spoil(t, sealed.KindKeys, first.ID, damage(keys))
			s := b.open(t)
			_, err := s.Get(ctx, "user", "u-1")
			refused(t, err, sealed.CodeKeyRefused)
			page, err := s.List(ctx, bonafide.Query{Kind: "user"})
			lost := &bonafide.UnreadableError{}
			require.ErrorAs(t, err, &lost)
			assert.Equal(t, []string{"u-1"}, lost.IDs)
			assert.Len(t, page.Records, 2)

			b.wait(1)
			walked, err := s.Reseal(ctx, sealed.Walk{Kind: "user", Before: b.now(), Limit: 1})
			require.ErrorIs(t, err, bonafide.ErrUnreadable)
			require.NotEmpty(t, walked.Next, "the walk goes on")
			walked, err = s.Reseal(ctx, sealed.Walk{Kind: "user", Before: b.now(), Cursor: walked.Next})
			require.NoError(t, err)
			assert.Equal(t, sealed.Progress{Seen: 2, Done: 2}, walked)

			b.kms.rotate(t)
			done, next, err := s.Rewrap(ctx, "", 0)
			assert.Empty(t, next)
			if name != "another subject's" { // which opens, for that subject
				require.ErrorAs(t, err, &lost)
				assert.Equal(t, []string{first.ID}, lost.IDs)
				assert.Equal(t, 2, done)
			}
			b.kms.retire()
			holds(t, b.open(t).WithStore(only{b.below, "u-1"}), record("u-2", 1), record("u-3", 1))
		})
	}
}

// only is a store without one record.
type only struct {
	bonafide.Store
	without string
}

func (o only) List(ctx context.Context, q bonafide.Query) (bonafide.Page, error) {
	page, err := o.Store.List(ctx, q)
	page.Records = slices.DeleteFunc(page.Records, func(r bonafide.Record) bool { return r.ID == o.without })
	return page, err
}

// A key service that is down, or a store that is, is no damage: the page is to be
// repeated.
func TestWalksStopAtOutages(t *testing.T) {
	b := setup(t)
	put(t, b.store, record("u-1", 1), record("u-2", 1))
	s := b.open(t)
	b.wait(1)
	b.kms.down.Store(true)
	walked, err := s.Reseal(ctx, sealed.Walk{Kind: "user", Before: b.now()})
	require.ErrorIs(t, err, bonafide.ErrUnavailable)
	require.NotErrorIs(t, err, bonafide.ErrUnreadable)
	assert.Zero(t, walked)
	_, _, err = s.Rewrap(ctx, "", 0)
	require.ErrorIs(t, err, bonafide.ErrUnavailable)
	require.NotErrorIs(t, err, bonafide.ErrUnreadable)
}

// A record that is damaged when its subject's keys are destroyed keeps none of them.
func TestShredPassesOverDamage(t *testing.T) {
	b := setup(t)
	put(t, b.store, record("u-1", 1))
	before := b.raw(t, "user", "u-1")
	access := record("u-1", 1)
	access.Kind, access.Unique = "user.access", nil
	put(t, b.store, access)
	b.spoil(t, "user.access", "u-1", before.Body)
	require.NoError(t, b.store.Shred(ctx, record("u-1", 1), access))
	holds(t, b.open(t), record("u-1", 1))
	b.rewrite(t, "user", "u-1", before.Body)
	_, err := b.store.Get(ctx, "user", "u-1")
	refused(t, err, sealed.CodeKeyMissing)
}

// Whatever record beside a user or a case is damaged, in whatever process, after whatever
// walk: both can be erased to the end (Regulation (EU) 2016/679 article 17 knows no such
// exception).
func TestEraseOverDamage(t *testing.T) {
	kinds := []string{"user.access", "user.coverage", "user.decision", "user.command", "case.version", "case.entity", "case.command"}
	for _, kind := range kinds {
		for name, body := range map[string][]byte{"cut off": nil, "in clear": []byte(`{"name": "Ana`), "sealed nonsense": []byte("\xbfse\x01\x01\x05nonsense")} {
			for _, resealed := range []bool{false, true} {
				t.Run(fmt.Sprintf("%s %s %v", kind, name, resealed), func(t *testing.T) {
					h := host(t)
					u, c := h.customer(t), h.business(t)
					h.later()
					if resealed {
						for _, kind := range sealed.Kinds() {
							_, err := h.store.Reseal(ctx, sealed.Walk{Kind: kind, Before: h.now()})
							require.NoError(t, err)
						}
					}
					page, err := h.below.List(ctx, bonafide.Query{Kind: kind})
					require.NoError(t, err)
					require.NotEmpty(t, page.Records)
					for _, r := range page.Records {
						if body == nil {
							r.Body = r.Body[:len(r.Body)-1]
						} else {
							r.Body = body
						}
						h.spoil(t, kind, r.ID, r.Body)
					}
					s := h.open(t)
					users, cases := h.users.WithStore(s), h.cases.WithStore(s)
					for range 2 {
						erased, err := users.Erase(ctx, officer, u.ID, user.EraseRequest{Reason: bonafide.RetentionEnded})
						require.NoError(t, err)
						assert.False(t, erased.Erasure.FinishedAt.IsZero())
						gone, err := cases.Erase(ctx, officer, c.ID, casefile.EraseRequest{Reason: bonafide.RetentionEnded})
						require.NoError(t, err)
						assert.False(t, gone.Erasure.FinishedAt.IsZero())
					}
				})
			}
		}
	}
}
