package user_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/user"
)

// A record beside the user's that is damaged holds no erasure up (Regulation (EU)
// 2016/679 article 17 knows no such exception): it is overwritten, and the erasure says
// which could not be read.
func TestEraseWithDamagedRecords(t *testing.T) {
	const decisions = user.Kind + ".decision"
	damaged := func(t *testing.T, b *bundle, kind, id string) {
		t.Helper()
		r, err := b.records.Get(ctx, kind, id)
		require.NoError(t, err)
		r.Version++
		r.Body = []byte(`{"name": "Ana Quellen`)
		require.NoError(t, b.records.Put(ctx, bonafide.Write{Record: r}))
	}
	all := []string{user.KindAccess, user.KindLedger, user.KindCoverage, decisions}
	for _, kinds := range [][]string{{}, all[:1], all[1:2], all[2:3], all[3:], all} {
		t.Run(fmt.Sprint(kinds), func(t *testing.T) {
			b := setup(t)
			u := b.everything(t)
			b.close(t, u.ID, 0)
			for _, kind := range kinds {
				id := u.ID
				if kind == decisions {
					id += "/000000001"
				}
				damaged(t, b, kind, id)
			}
			done, err := b.users.Erase(ctx, officer, u.ID, user.EraseRequest{Key: "k", Reason: bonafide.RetentionEnded})
			require.NoError(t, err)
			assert.False(t, done.Erasure.FinishedAt.IsZero())
			assert.ElementsMatch(t, kinds, done.Erasure.Unread)
			for _, kind := range all[:3] {
				r, err := b.records.Get(ctx, kind, u.ID)
				require.NoError(t, err)
				assert.NotContains(t, string(r.Body), "Quellen", kind)
				_, err = partEvents(b.users, officer, kind, u.ID)
				require.NoError(t, err, "the chain of %s holds", kind)
			}
			made, err := b.users.Decisions(ctx, officer, u.ID)
			require.NoError(t, err)
			assert.True(t, made[0].Erased)
			assert.Equal(t, !slices.Contains(kinds, decisions), made[0].Decision.Permission != "", "of a damaged one nothing is left")
			_, err = b.users.Erase(ctx, officer, u.ID, user.EraseRequest{Reason: bonafide.RetentionEnded})
			require.NoError(t, err, "again")
		})
	}
	t.Run("what is remembered of keys", func(t *testing.T) {
		b := setup(t, func(o *user.Options) { o.KeyLife = 10 * 365 * 24 * time.Hour })
		req := user.CreateRequest{Key: "create", Phone: canaryPhone, LegalNames: []string{canaryName}}
		u, err := b.users.Create(ctx, acme, req)
		require.NoError(t, err)
		b.close(t, u.ID, 0)
		for _, r := range everyRecord(t, b.records) {
			if r.Kind == user.Kind+".command" {
				damaged(t, b, r.Kind, r.ID)
			}
		}
		_, err = b.users.Create(ctx, acme, req)
		require.ErrorIs(t, err, bonafide.ErrUnreadable, "nobody knows what it made")
		done := b.erase(t, u.ID)
		assert.False(t, done.Erasure.FinishedAt.IsZero())
		_, err = b.users.Create(ctx, acme, req)
		refusedAs(t, err, bonafide.RefusedErased)
	})
	t.Run("its own record", func(t *testing.T) {
		b := setup(t)
		u := b.verified(t)
		b.close(t, u.ID, 0)
		damaged(t, b, user.Kind, u.ID)
		_, err := b.users.Erase(ctx, officer, u.ID, ended)
		require.ErrorIs(t, err, bonafide.ErrUnreadable, "nobody knows whether a hold stands")
	})
}
