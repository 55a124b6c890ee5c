package casefile_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/risk"
	"github.com/bonafide-go/bonafide/screening"
)

// What reviewers think, find and write is for reviewers (31 CFR 1020.320(e),
// Regulation (EU) 2024/1624 article 73), and keys are for nobody.
func TestNobodyIsTippedOff(t *testing.T) {
	b := setup(t)
	c := b.create(t, func(r *casefile.CreateRequest) {
		r.Individuals[0].FirstName, r.Individuals[0].LastName = "Jane", "Listed"
	})
	c = b.advance(t, c.ID)
	k := of(t, c, casefile.AML)
	for _, x := range c.Checks {
		if x.Screening != nil && len(x.Screening.Result.Hits) > 0 {
			k = x
		}
	}
	hit := k.Screening.Result.Hits[0]
	_, err := b.cases.DecideHits(ctx, officer, c.ID, casefile.DecideHitsRequest{Check: k.ID, Hits: []casefile.HitID{{List: hit.List, EntryID: hit.EntryID}},
		Disposition: screening.TruePositive, Reason: "SECRET-HIT"})
	require.NoError(t, err)
	_, err = b.cases.OverrideRisk(ctx, officer, c.ID, casefile.OverrideRiskRequest{Level: risk.High, Comment: "SECRET-RISK"})
	require.NoError(t, err)
	noted, err := b.cases.AddNote(ctx, officer, c.ID, casefile.AddNoteRequest{Text: "SECRET-NOTE"})
	require.NoError(t, err)
	_, err = b.cases.CommentNote(ctx, officer, c.ID, casefile.CommentNoteRequest{Note: noted.Notes[0].ID, Text: "SECRET-COMMENT"})
	require.NoError(t, err)
	_, err = b.cases.Hold(ctx, officer, c.ID, casefile.HoldRequest{ID: "m-1", Reason: "SECRET-HOLD"})
	require.NoError(t, err)
	_, err = b.cases.Review(ctx, officer, c.ID, casefile.ReviewRequest{Status: casefile.Rejected, Comment: "SECRET-REVIEW"})
	require.NoError(t, err)
	for _, by := range []bonafide.Actor{acme, contact, officer, bonafide.System()} {
		seen, err := b.cases.Get(ctx, by, c.ID)
		require.NoError(t, err)
		assert.Empty(t, seen.DataKey, by.Kind)
		text, err := json.Marshal(seen)
		require.NoError(t, err)
		if by.Is(bonafide.ActorReviewer, bonafide.ActorSystem) {
			for _, inside := range []string{"HIT", "RISK", "NOTE", "COMMENT", "HOLD", "REVIEW"} {
				assert.Contains(t, string(text), "SECRET-"+inside)
			}
			continue
		}
		for _, inside := range []string{"SECRET", "matched_name", `"screening"`} {
			assert.NotContains(t, string(text), inside, by.Kind)
		}
		assert.Equal(t, casefile.Rejected, seen.Status)
	}
}
