package user_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/upload"
	"github.com/bonafide-go/bonafide/internal/figuretest"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/user"
)

const agedSheet = `{"id": "test", "version": 1, "cip_tag": 1, "user_kind": "personal", "effective_at": "2026-01-01T00:00:00Z",
	"screening": {"counted_lists": ["ofac_sdn"]},
	"tiers": [
		{"scope": "RECEIVE|TIER|1", "requires": [{"document": {"types": ["SSN"], "valid_for": "P1Y"}}]},
		{"scope": "SEND|RECEIVE|TIER|1", "requires": [{"document": {"types": ["GOVT_ID"]}}, {"attestation": {"id": "phone_verified"}}]},
		{"scope": "SEND|RECEIVE|TIER|2", "requires": [{"document": {"types": ["PROOF_OF_ADDRESS"], "valid_for": "P90D"}}, {"attestation": {"id": "terms", "valid_for": "P200D"}}]}]}`

// export is what another system of the same kind would give away of a user.
func (b *bundle) export(t *testing.T, u user.User) user.ImportedUser {
	row := user.ImportedUser{
		ID: u.ID, LegalNames: u.LegalNames, Phone: string(u.Phone), Platforms: u.Platforms, CreatedAt: u.CreatedAt, VerifiedAt: u.PhoneVerified,
		ActiveAt: u.Standing.LastActivityAt, ClosedAt: u.Retention.ClosedAt, Attestations: u.Attestations,
		Permission: u.Standing.Permission, PermissionCode: u.Standing.PermissionCode,
		Flag: u.Standing.Flag, FlagCode: u.Standing.FlagCode, FlaggedAt: u.Standing.FlaggedAt,
	}
	for _, base := range u.Documents {
		d := user.ImportedDocument{Submission: base.Submission()}
		d.ID = ""
		for sub := range base.Subs() {
			p := document.Prior{Attempts: sub.Attempts}
			if sub.Status.Final() {
				p = document.Prior{Status: sub.Status, DecidedAt: sub.DecidedAt, Verifier: sub.Verifier, Reasons: sub.InvalidReasons, Attempts: sub.Attempts}
				if sub.Status == document.Invalid {
					p.Reject = sub.Reject
				}
			}
			in := user.ImportedSub{SubSubmission: document.SubSubmission{Type: sub.Type}, Prior: p}
			if !sub.ExpiresOn.IsZero() {
				in.Meta.ExpiresOn = sub.ExpiresOn.String()
			}
			info, _ := document.Lookup(sub.Class, sub.Type)
			switch {
			case info.Derived:
				d.DerivedDocs = append(d.DerivedDocs, user.ImportedDerived{Type: sub.Type, Prior: p})
			case sub.Class == document.Physical:
				in.Upload, in.MediaType = bytes.NewReader(picture()), upload.PNG
				d.PhysicalDocs = append(d.PhysicalDocs, in)
			default:
				value, err := b.users.Reveal(ctx, officer, u.ID, user.RevealRequest{SubDocument: sub.ID, Purpose: "test"})
				require.NoError(t, err)
				in.Value = value
				d.VirtualDocs = append(d.VirtualDocs, in)
			}
		}
		for _, made := range u.Screening(base.ID).Decisions {
			d.Decisions = append(d.Decisions, user.ImportedDecision{List: made.List, EntryID: made.EntryID, EntryHash: made.EntryHash, Subject: made.Subject,
				Disposition: made.Disposition, Reviewer: made.By.ID, Reason: made.Reason, At: made.At, Expires: made.Expires})
		}
		row.Documents = append(row.Documents, d)
	}
	return row
}

// someUser is a user to whom anything may have happened.
func (b *bundle) someUser(t *testing.T, r *rand.Rand) user.User {
	may := func(percent int) bool { return r.IntN(100) < percent }
	for _, typ := range []document.Type{document.SSN, document.GovtID, document.ProofOfAddress, document.Email} {
		v := document.Verdict{Outcome: document.OutcomeValid}
		switch n := r.IntN(10); {
		case n == 0:
			v = document.Verdict{Outcome: document.OutcomePending, RetryAt: start.AddDate(9, 0, 0)}
		case n == 1:
			v = document.Verdict{Outcome: document.OutcomeInvalid, Reasons: []string{document.ReasonNameMismatch}}
		case n == 2:
			v = document.Verdict{Outcome: document.OutcomeInvalid, Reject: document.RejectFinal}
		case n < 6 && typ == document.GovtID:
			v.ExpiresOn = bonafide.DateOf(start.AddDate(0, 0, r.IntN(400)))
		}
		b.verifier.always(typ, v)
	}
	name := "Ana Maria Lopez"
	if may(40) {
		name = b.screener.listed
	}
	u, err := b.users.Create(ctx, acme, user.CreateRequest{Phone: "+1 415 555 2671", LegalNames: []string{name}})
	require.NoError(t, err)
	if may(60) {
		_, err := b.users.SendCode(ctx, acme, u.ID, user.SendCodeRequest{})
		require.NoError(t, err)
		_, err = b.users.VerifyCode(ctx, acme, u.ID, user.VerifyCodeRequest{Code: b.lastCode()})
		require.NoError(t, err)
	}
	in := ana()
	in.Name = name
	if may(80) {
		in.VirtualDocs = ssn("512-43-2222")
	}
	if may(70) {
		in.PhysicalDocs = photo(t)
	}
	if may(60) {
		in.PhysicalDocs = append(in.PhysicalDocs, document.SubSubmission{Type: document.ProofOfAddress, Upload: bytes.NewReader(picture()), MediaType: upload.PNG})
	}
	b.submit(t, u.ID, in)
	b.wait(time.Duration(r.IntN(72)) * time.Hour)
	u = b.advance(t, u.ID)
	if may(60) {
		_, err := b.users.Attest(ctx, acme, u.ID, user.AttestRequest{Attestation: "terms"})
		require.NoError(t, err)
	}
	b.wait(time.Duration(r.IntN(30*24)) * time.Hour)
	if name == b.screener.listed && may(80) {
		hit := user.DecideHitRequest{Document: u.Documents[0].ID, List: "ofac_sdn", EntryID: "7", Disposition: screening.TruePositive, Reason: "compared"}
		if may(70) {
			hit.Disposition, hit.Expires = screening.FalsePositive, b.now().AddDate(0, 0, 1+r.IntN(300))
		}
		_, err := b.users.DecideHit(ctx, officer, u.ID, hit)
		require.NoError(t, err)
	}
	u = mustGet(t, b, u.ID)
	if may(20) && u.Permission() != permission.Locked {
		_, err := b.users.SetFlag(ctx, officer, u.ID, user.FlagRequest{Flag: permission.Flagged, Code: permission.FlagUploadUAR})
		require.NoError(t, err)
	}
	if may(20) {
		set := user.StandingRequest{Permission: permission.Locked, Code: permission.HighReturns}
		if may(50) || u.Permission() == permission.Locked {
			set = user.StandingRequest{Permission: permission.Closed, Code: permission.UserRequest}
		}
		_, err := b.users.SetStanding(ctx, officer, u.ID, set)
		require.NoError(t, err)
	}
	b.wait(time.Duration(r.IntN(10*24)) * time.Hour)
	return b.advance(t, u.ID)
}

// Whoever was known elsewhere as well as here is decided as here, once the lists were
// searched: at once, and at any time later. Before that search nobody is permitted
// more than without one.
func TestImportIsDecidedLikeEverybody(t *testing.T) {
	programs, err := program.ParseBook([]byte(agedSheet))
	require.NoError(t, err)
	seen := map[string]int{}
	for seed := range uint64(figuretest.Part(150)) {
		r := rand.New(rand.NewPCG(seed, 11))
		b := setup(t, func(o *user.Options) { o.Programs = programs })
		u := b.someUser(t, r)
		row := b.export(t, u)
		there := memory.New("another")
		here, err := user.New(there, b.keys, &b.opts)
		require.NoError(t, err)
		got, err := here.Import(ctx, officer, bring(row))
		require.NoError(t, err)
		require.Equal(t, user.ImportDone, got.Rows[0].Outcome, "seed %d: %v", seed, got.Rows[0].Faults)
		before, err := here.Get(ctx, officer, u.ID)
		require.NoError(t, err)
		if !before.Permission().Standing() && len(before.Documents) > 0 {
			assert.Equal(t, permission.Unverified, before.Permission(), "seed %d: nobody is clear before a search", seed)
		}
		for _, days := range []int{0, 1, 40, 60, 120, 200, 400} {
			b.wait(time.Duration(days) * 24 * time.Hour)
			natural := b.advance(t, u.ID)
			imported, err := here.Advance(ctx, u.ID)
			require.NoError(t, err)
			say := func(u user.User) string {
				out := fmt.Sprintln(u.Permission(), u.Standing.PermissionCode, u.Standing.FlagCode, u.Watchlist(), u.Decision.Scope, u.Retention)
				for d := range u.Documents[0].Subs() {
					out += fmt.Sprintln(d.Type, d.Status, d.Reject, d.InvalidReasons, d.Attempts, d.ExpiresOn)
				}
				return out
			}
			require.Equal(t, say(natural), say(imported), "seed %d, day %d", seed, days)
			seen[string(natural.Permission())]++
			seen[string(natural.Watchlist())]++
		}
		events, err := eventsOf(here, officer, u.ID)
		require.NoError(t, err)
		assert.Equal(t, "user.imported", events[0].Type)
	}
	for _, value := range []string{"SEND-AND-RECEIVE", "RECEIVE", "UNVERIFIED", "LOCKED", "CLOSED", "MATCH", "SOFT_MATCH", "FALSE_POSITIVE", "NO_MATCH", "PENDING_UPLOAD"} {
		found := 0
		for k, n := range seen {
			if bytes.Contains([]byte(k), []byte(value)) {
				found += n
			}
		}
		assert.NotZero(t, found, value)
	}
}
