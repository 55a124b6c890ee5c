package user_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/risk"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/user"
)

// Whoever is suspected must not learn it (31 CFR 1020.320(e), Regulation (EU)
// 2024/1624 article 73): what reviewers think, find and plan is for reviewers.
func TestNobodyIsTippedOff(t *testing.T) {
	b := setup(t)
	in := ana()
	in.Name = "Jane Listed Person"
	in.VirtualDocs = ssn("512-43-2222")
	u := b.advance(t, b.submit(t, b.create(t).ID, in).ID)
	base := u.Documents[0].ID
	hit := u.Screening(base).Result.Hits[0]
	_, err := b.users.DecideHit(ctx, officer, u.ID, user.DecideHitRequest{
		Document: base, List: hit.List, EntryID: hit.EntryID, Disposition: screening.TruePositive, Reason: "SECRET-REASON"})
	require.NoError(t, err)
	_, err = b.users.OverrideRisk(ctx, officer, u.ID, user.OverrideRiskRequest{Level: risk.High, Comment: "SECRET-RISK"})
	require.NoError(t, err)
	note := "SECRET-NOTE"
	_, err = b.users.Update(ctx, officer, u.ID, user.UpdateRequest{Note: &note})
	require.NoError(t, err)
	_, err = b.users.Hold(ctx, officer, u.ID, user.HoldRequest{ID: "m-1", Reason: "SECRET-HOLD"})
	require.NoError(t, err)
	expires := start.Add(time.Hour)
	_, err = b.users.Propose(ctx, officer, u.ID, user.ProposeRequest{Expires: expires,
		Request: user.StandingRequest{Permission: permission.Locked, Code: permission.ComplianceSuspicious}})
	require.NoError(t, err)
	statement := user.ProposeRequest{Expires: expires, Request: user.AttestRequest{Attestation: "owners"}}
	_, err = b.users.Propose(ctx, acme, u.ID, statement)
	require.NoError(t, err)
	b.reviewed(t, u.ID)
	d := find(t, u, document.SSN)
	_, err = b.users.Resolve(ctx, officer, u.ID, user.ResolveRequest{SubDocument: d.ID, Attempt: d.Attempt,
		Verdict: document.Verdict{Outcome: document.OutcomeInvalid, Reasons: []string{document.ReasonNameMismatch}}})
	require.NoError(t, err)
	_, err = b.users.Waive(ctx, officer, u.ID, user.WaiveRequest{Waiver: permission.Waiver{Rule: "phone", DocumentID: base, Until: start.AddDate(1, 0, 0)}})
	require.NoError(t, err)

	for _, by := range []bonafide.Actor{bonafide.User(u.ID), acme} {
		seen, err := b.users.Get(ctx, by, u.ID)
		require.NoError(t, err)
		text, err := json.Marshal(seen)
		require.NoError(t, err)
		for _, inside := range []string{"SECRET", "officer", "matched_name", `"lock"`, "data_key", `"risk"`, `"holds"`, `"screenings"`} {
			assert.NotContains(t, string(text), inside, by.Kind)
		}
		if by.Is(bonafide.ActorUser) {
			for _, told := range []string{"watchlist", "MATCH", "_match", "ofac"} {
				assert.NotContains(t, string(text), told, "what was found about it")
			}
			_, err := b.users.Explain(ctx, by, u.ID)
			require.ErrorIs(t, err, bonafide.ErrForbidden)
		}
		assert.Equal(t, u.LegalNames, seen.LegalNames)
		assert.Empty(t, seen.Decision.InputHash, "few guesses would tell the facts")
	}
	seen, err := b.users.Get(ctx, acme, u.ID)
	require.NoError(t, err)
	require.Len(t, seen.Proposals, 1, "its own")
	assert.Equal(t, acme, seen.Proposals[0].Maker)
	assert.Equal(t, bonafide.ApprovalGiven, seen.Proposals[0].State)

	for _, by := range []bonafide.Actor{officer2, bonafide.System()} {
		seen, err := b.users.Get(ctx, by, u.ID)
		require.NoError(t, err)
		assert.Equal(t, "SECRET-REASON", seen.Screening(base).Decisions[0].Reason)
		assert.Equal(t, "SECRET-RISK", seen.Risk.Current().Comment)
		assert.Equal(t, "SECRET-NOTE", seen.Note)
		assert.Len(t, seen.Holds, 1)
		assert.Len(t, seen.Proposals, 2)
		assert.Empty(t, seen.DataKey)
	}
}

// reviewed is the consent of a second officer to the last proposal.
func (b *bundle) reviewed(t testing.TB, id string) {
	t.Helper()
	u, err := b.users.Get(ctx, officer2, id)
	require.NoError(t, err)
	p := u.Proposals[len(u.Proposals)-1]
	_, err = b.users.Approve(ctx, officer2, id, user.ApproveRequest{Proposal: p.ID, Hash: p.Hash})
	require.NoError(t, err)
}
