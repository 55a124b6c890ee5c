package user_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/payout"
	"github.com/bonafide-go/bonafide/document/tax"
	"github.com/bonafide-go/bonafide/internal/aggregate/aggregatetest"
	"github.com/bonafide-go/bonafide/internal/figuretest"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/money"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/risk"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/user"
	"github.com/bonafide-go/bonafide/user/event"
	"github.com/bonafide-go/bonafide/user/scope"
)

// Canaries of one user. Nothing else in the tests looks like them.
const (
	canaryName, canaryAlias, canaryMaiden = "Jane Listed Person", "Quellenina", "Kanarienhof"
	canaryPhone, canaryPhone2             = "+14155559871", "+14155559872"
	canaryEmail, canaryLogin              = "canary@quellenfeld.example", "login@quellenfeld.example"
	canaryStreet, canaryCity              = "77 Canary Wharf Lane", "Quellenstadt"
	canaryPostal                          = "94105-9871"
	canarySSN, canaryTIN, canaryPassport  = "512-43-9871", "512439872", "P98710042"
	canaryAccount, canaryRouting          = "000198719871", "021000021"
	canarySuppID, canaryIP                = "crm-canary-9871", "203.0.113.98"
	canaryNote, canaryWord                = "drives a canary yellow car", "quellbach inheritance"
	canaryFinger, canaryBank              = "fingerprint-canary-9871", "Canary household account"
)

// everything is a user who has something personal in every place that can hold
// it.
func (b *bundle) everything(t testing.TB) user.User {
	t.Helper()
	u, err := b.users.Create(ctx, acme, user.CreateRequest{
		Key: "create", Phone: canaryPhone, LegalNames: []string{canaryName}, SuppID: canarySuppID, PublicNote: canaryNote, IP: canaryIP,
		Logins: []user.Login{{Email: canaryLogin}},
	})
	require.NoError(t, err)
	id := u.ID
	must := func(_ any, err error) { t.Helper(); require.NoError(t, err) }
	must(b.users.SendCode(ctx, acme, id, user.SendCodeRequest{Key: "send"}))
	must(b.users.VerifyCode(ctx, acme, id, user.VerifyCodeRequest{Key: "verify", Code: b.lastCode()}))
	must(b.users.Update(ctx, officer, id, user.UpdateRequest{Key: "note", Note: ptr(canaryNote + " at night"), PhoneNumber: canaryPhone2,
		Photos: &[]string{"https://img.example.com/" + canarySuppID + ".png"}}))
	must(b.users.SendCode(ctx, bonafide.User(id), id, user.SendCodeRequest{Contact: canaryPhone2})) // it takes codes of devices once it is confirmed
	must(b.users.VerifyCode(ctx, bonafide.User(id), id, user.VerifyCodeRequest{Code: b.lastCode()}))
	in := ana()
	in.Name, in.Alias, in.MaidenName, in.Email, in.PhoneNumber = canaryName, canaryAlias, canaryMaiden, canaryEmail, canaryPhone
	in.AddressStreet, in.AddressCity, in.AddressPostalCode, in.IP = canaryStreet, canaryCity, canaryPostal, canaryIP
	in.VirtualDocs, in.PhysicalDocs = ssn(canarySSN), photo(t)
	in.PhysicalDocs[0].Meta.IDNumber = bonafide.NewSecret(canaryPassport)
	in.SocialDocs = []document.SubSubmission{{Type: document.Facebook, Value: bonafide.NewSecret("token-" + canarySuppID)},
		{Type: document.Email2FA, Value: bonafide.NewSecret(canaryEmail)}}
	must(b.users.SubmitDocuments(ctx, acme, id, user.SubmitRequest{Key: "submit", Documents: []submission{in}}))
	u = b.advance(t, id)
	doc := u.Documents[0].ID
	must(b.users.DecideHit(ctx, officer, id, user.DecideHitRequest{Key: "hit", Document: doc, List: "ofac_sdn", EntryID: "7",
		Disposition: screening.FalsePositive, Reason: canaryWord, Expires: start.AddDate(1, 0, 0)}))
	must(b.users.AddPayoutMethod(ctx, acme, id, user.AddPayoutRequest{Key: "payout", Method: payout.Submission{Kind: payout.ACH, RoutingNumber: canaryRouting,
		AccountNumber: bonafide.NewSecret(canaryAccount), AccountType: payout.Checking, Label: canaryBank}}))
	must(b.users.SubmitTax(ctx, acme, id, user.TaxRequest{Key: "tax", W9: &tax.W9Submission{EntityType: string(tax.Individual), FirstName: canaryAlias,
		LastName: canaryMaiden, DateOfBirth: "1990-05-14", TIN: bonafide.NewSecret(canaryTIN),
		Address: tax.AddressSubmission{Line1: canaryStreet, City: canaryCity, State: "CA", Country: "US", Postcode: "94105"}}}))
	no := false
	must(b.users.SubmitTax(ctx, acme, id, user.TaxRequest{Key: "residence", Residence: &tax.ResidenceSubmission{EntityType: tax.Individual, Name: canaryAlias + " " + canaryMaiden,
		DateOfBirth: "1990-05-14", CityOfBirth: canaryCity, CountryOfBirth: "ES", USPerson: &no, Residences: []tax.ResidenceOf{{Country: "ES", TIN: bonafide.NewSecret(canaryTIN)},
			{Country: "FR", NoTIN: tax.NotObtained, Explanation: canaryStreet}}, Address: tax.AddressSubmission{Line1: canaryStreet, City: canaryCity, Country: "ES", Postcode: "08001"},
		Signature: tax.Signature{Consent: true, Name: canaryAlias + " " + canaryMaiden, Email: "ana@example.com"}}}))
	must(b.users.PushRisk(ctx, acme, id, user.PushRiskRequest{Key: "risk", Assessment: risk.Assessment{Level: risk.Low}}))
	must(b.users.OverrideRisk(ctx, officer, id, user.OverrideRiskRequest{Key: "override", Level: risk.Medium, Comment: canaryWord}))
	must(b.users.Attest(ctx, acme, id, user.AttestRequest{Key: "attest", Attestation: "terms"}))
	must(b.users.Propose(ctx, officer, id, user.ProposeRequest{Key: "propose", Expires: b.now().Add(time.Hour),
		Request: user.StandingRequest{Permission: permission.Locked, Code: permission.ComplianceSuspicious}}))
	refresh, err := b.users.IssueToken(ctx, acme, id, user.IssueTokenRequest{})
	require.NoError(t, err)
	must(b.users.OAuth(ctx, acme, user.OAuthRequest{RefreshToken: refresh, Fingerprint: bonafide.NewSecret(canaryFinger), Device: canaryPhone2}))
	must(b.users.Hold(ctx, officer, id, user.HoldRequest{Key: "hold", ID: "matter-1", Reason: canaryWord}))
	must(b.users.Release(ctx, officer2, id, user.ReleaseRequest{Key: "release", ID: "matter-1", Reason: canaryWord + " settled"}))
	return b.advance(t, id)
}

// close ends the relationship, and lets the retention pass but for a while.
func (b *bundle) close(t testing.TB, id string, short time.Duration) {
	t.Helper()
	_, err := b.users.SetStanding(ctx, officer, id, user.StandingRequest{Permission: permission.Closed, Code: permission.UserRequest})
	require.NoError(t, err)
	b.mu.Lock()
	b.clock = b.clock.AddDate(5, 0, 0).Add(-short)
	b.mu.Unlock()
}

var ended = user.EraseRequest{Reason: bonafide.RetentionEnded}

func (b *bundle) erase(t testing.TB, id string) user.User {
	t.Helper()
	u, err := b.users.Erase(ctx, officer, id, ended)
	require.NoError(t, err)
	require.True(t, u.Erased())
	return u
}

// blobs hands over every text of a JSON value that is base64 and looks sealed:
// format version, nonce, ciphertext and tag.
func blobs(v any, add func([]byte)) {
	switch v := v.(type) {
	case map[string]any:
		for _, x := range v {
			blobs(x, add)
		}
	case []any:
		for _, x := range v {
			blobs(x, add)
		}
	case string:
		if data, err := base64.StdEncoding.DecodeString(v); err == nil && len(data) >= 29 && data[0] == 1 && strings.Trim(v, "0123456789abcdef") != "" {
			add(data)
		}
	}
}

// After Erase, everything that store and files still hold is revealed and
// searched for every personal value that was put in, for every sealed value, and
// for the terms it was found by.
func TestEraseLeavesNothingPersonal(t *testing.T) {
	b := setup(t)
	all := aggregatetest.NewRecords(b.store)
	b.users = b.users.WithStore(all)
	u := b.everything(t)
	before := b.stored(t, u.ID)
	key, err := b.keys.OpenDataKey(ctx, user.Kind, u.ID, before.DataKey)
	require.NoError(t, err)
	doc := find(t, before, document.SSN)
	value, err := key.Open(doc.Field(), doc.Value)
	require.NoError(t, err)
	require.Equal(t, "512439871", strings.ReplaceAll(value.Reveal(), "-", ""), "the canaries are there before")
	require.Positive(t, b.files.Len())

	var canaries []string
	for _, v := range []string{canaryName, canaryAlias, canaryMaiden, canaryPhone, canaryPhone2, canaryEmail, canaryLogin, canaryStreet, canaryCity,
		canarySSN, canaryTIN, canaryPassport, canaryAccount, canaryRouting, canarySuppID, canaryIP, canaryNote, canaryWord, canaryFinger, canaryBank, canaryPostal,
		"canary", "quellen", "quellb",
		"1990-05-14", `"year":1990`, "next_birthday"} {
		canaries = append(canaries, aggregatetest.Forms(v, strings.ToLower(v))...)
	}
	var sealed [][]byte
	var decoded any
	body, err := json.Marshal(before)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(body, &decoded))
	sealed = append(sealed, before.DataKey)
	blobs(decoded, func(data []byte) { sealed = append(sealed, data) })
	require.Greater(t, len(sealed), 10)
	var terms []string
	found := func(r bonafide.Record) []string { return append(slices.Clone(r.Unique), r.Labels...) }
	for _, r := range all.All(t, b.records) {
		for _, term := range found(r) {
			if name, index, _ := strings.Cut(term, "="); len(index) == 22 {
				terms = append(terms, term, index)
				require.NotEmpty(t, name)
			}
		}
	}
	require.Greater(t, len(terms), 10)
	hits := 0
	look := func(where, text string) (in []string) {
		for _, c := range canaries {
			if strings.Contains(strings.ToLower(text), strings.ToLower(c)) {
				in, hits = append(in, where), hits+1
			}
		}
		return in
	}
	for _, r := range all.All(t, b.records) {
		look(r.Kind, string(r.Body))
	}
	require.Greater(t, hits, 20, "the search finds them before")

	b.close(t, u.ID, 0)
	u = b.erase(t, u.ID)
	assert.Equal(t, bonafide.Erasure{At: b.now(), By: officer, Reason: bonafide.RetentionEnded, FinishedAt: b.now()}, u.Erasure)

	checked := 0
	clean := func(where, text string) {
		assert.Empty(t, look(where, text), where)
		for _, blob := range sealed {
			assert.False(t, strings.Contains(text, base64.StdEncoding.EncodeToString(blob)), "something sealed is left in %s", where)
		}
		for _, term := range terms {
			assert.False(t, strings.Contains(text, term), "a term is left in %s", where)
		}
		checked++
	}
	for _, r := range all.All(t, b.records) {
		clean("record "+r.Kind, r.ID+"\n"+string(r.Body)+"\n"+strings.Join(found(r), "\n"))
		var v any
		if json.Unmarshal(r.Body, &v) == nil {
			blobs(v, func(data []byte) {
				for _, b := range before.Documents {
					for d := range b.Subs() {
						_, err := key.OpenBytes(d.Field(), data)
						require.ErrorIs(t, err, bonafide.ErrSealed, "nothing sealed is left that even the old key would open")
					}
				}
			})
		}
	}
	assert.Greater(t, checked, 10)
	assert.Zero(t, b.files.Len())
	events, err := eventsOf(b.users, officer, u.ID)
	require.NoError(t, err, "the chain survives")
	data, err := json.Marshal(events)
	require.NoError(t, err)
	clean("events", string(data))
	clean("log", b.log.String())

	assert.Equal(t, []string{"erased", "erasure_finished"}, types(events)[len(events)-2:])
	assert.Equal(t, map[string]string{"reason": "retention_ended"}, events[len(events)-2].Data)
	assert.Equal(t, "1", events[len(events)-1].Data["files"])
	assert.Equal(t, permission.Closed, u.Permission())
	assert.Equal(t, permission.UserRequest, u.Standing.PermissionCode)
	assert.Equal(t, before.CreatedAt, u.CreatedAt)
	assert.Empty(t, u.DataKey)
	made, err := b.users.Decisions(ctx, officer, u.ID)
	require.NoError(t, err)
	require.NotEmpty(t, made)
	for _, m := range made {
		assert.True(t, m.Erased)
		assert.Empty(t, m.Decision.InputHash, "it is of few and guessable facts")
		assert.NotEmpty(t, m.Decision.ProgramHash)
		assert.NotEmpty(t, m.Decision.Permission)
		assert.Empty(t, m.Decision.Requirements)
		assert.Equal(t, permission.Facts{}, m.Facts)
	}
}

// Every exported method of the Service, after an erasure: reads tell what is
// left, everything else is refused with one code.
func TestErasedUser(t *testing.T) {
	b := setup(t, func(o *user.Options) { o.KeyLife = 50 * 365 * 24 * time.Hour }) // a retry may come after the retention
	u := b.everything(t)
	doc, sub := u.Documents[0].ID, find(t, u, document.SSN)
	refresh, err := b.users.IssueToken(ctx, acme, u.ID, user.IssueTokenRequest{})
	require.NoError(t, err)
	b.close(t, u.ID, 0)
	id := b.erase(t, u.ID).ID
	candidate, err := program.Parse([]byte(strings.Replace(sheet, `"version": 1`, `"version": 2`, 1)))
	require.NoError(t, err)

	refused := map[string]func() error{
		"Advance": func() error { _, err := b.users.Advance(ctx, id); return err },
		"DistrustDevice": func() error {
			_, err := b.users.DistrustDevice(ctx, officer, id, user.DistrustDeviceRequest{Device: "x"})
			return err
		},
		"Approve": func() error {
			_, err := b.users.Approve(ctx, officer2, id, user.ApproveRequest{Proposal: "p", Hash: "h"})
			return err
		},
		"Attest": func() error {
			_, err := b.users.Attest(ctx, acme, id, user.AttestRequest{Attestation: "x"})
			return err
		},
		"Authorize": func() error {
			_, err := b.users.Authorize(ctx, acme, id, user.MoveRequest{Transaction: money.Transaction{}})
			return err
		},
		"AddPayoutMethod": func() error {
			_, err := b.users.AddPayoutMethod(ctx, acme, id, user.AddPayoutRequest{Method: payout.Submission{}})
			return err
		},
		"Create": func() error {
			_, err := b.users.Create(ctx, acme, user.CreateRequest{Key: "create", Phone: canaryPhone, LegalNames: []string{canaryName}, SuppID: canarySuppID,
				PublicNote: canaryNote, IP: canaryIP, Logins: []user.Login{{Email: canaryLogin}}})
			return err
		},
		"DecideHit": func() error {
			_, err := b.users.DecideHit(ctx, officer, id, user.DecideHitRequest{Document: doc, List: "ofac_sdn", EntryID: "7", Disposition: screening.TruePositive, Reason: "r"})
			return err
		},
		"Duplicates": func() error { _, err := b.users.Duplicates(ctx, officer, id); return err },
		"Explain":    func() error { _, err := b.users.Explain(ctx, officer, id); return err },
		"Export":     func() error { _, err := b.users.Export(ctx, officer, id, user.ExportRequest{}); return err },
		"Statements": func() error { _, err := b.users.Statements(ctx, acme, id); return err },
		"Future":     func() error { _, _, err := b.users.Future(ctx, officer, id); return err },
		"Hold": func() error {
			_, err := b.users.Hold(ctx, officer, id, user.HoldRequest{ID: "m", Reason: "r"})
			return err
		},
		"Release": func() error {
			_, err := b.users.Release(ctx, officer, id, user.ReleaseRequest{ID: "m", Reason: "r"})
			return err
		},
		"IssueToken": func() error { _, err := b.users.IssueToken(ctx, acme, id, user.IssueTokenRequest{}); return err },
		"Move": func() error {
			_, err := b.users.Move(ctx, acme, id, user.MoveRequest{Transaction: money.Transaction{}})
			return err
		},
		"OverrideRisk": func() error {
			_, err := b.users.OverrideRisk(ctx, officer, id, user.OverrideRiskRequest{Level: risk.Low, Comment: "c"})
			return err
		},
		"PushRisk": func() error {
			_, err := b.users.PushRisk(ctx, acme, id, user.PushRiskRequest{Assessment: risk.Assessment{Level: risk.Low}})
			return err
		},
		"Reject": func() error {
			_, err := b.users.Reject(ctx, officer2, id, user.RejectRequest{Proposal: "p"})
			return err
		},
		"RemovePayoutMethod": func() error {
			_, err := b.users.RemovePayoutMethod(ctx, acme, id, user.RemovePayoutRequest{Method: "m"})
			return err
		},
		"Replay":   func() error { return b.users.Replay(ctx, officer, id) },
		"Rescreen": func() error { _, err := b.users.Rescreen(ctx, officer, id, user.RescreenRequest{}); return err },
		"ReleaseNumber": func() error {
			_, err := b.users.ReleaseNumber(ctx, officer, id, user.ReleaseNumberRequest{To: "x"})
			return err
		},
		"ResetCodes": func() error { _, err := b.users.ResetCodes(ctx, officer, id, user.ResetCodesRequest{}); return err },
		"Reveal": func() error {
			_, err := b.users.Reveal(ctx, officer, id, user.RevealRequest{SubDocument: sub.ID, Purpose: "sar_filing"})
			return err
		},
		"OpenUpload": func() error {
			_, err := b.users.OpenUpload(ctx, officer, id, user.OpenUploadRequest{SubDocument: sub.ID, Purpose: "document_review"})
			return err
		},
		"ReverseMove": func() error {
			_, err := b.users.ReverseMove(ctx, acme, id, user.ReverseMoveRequest{Transaction: "t"})
			return err
		},
		"RevokeTokens": func() error { _, err := b.users.RevokeTokens(ctx, acme, id, user.RevokeTokensRequest{}); return err },
		"SendCode":     func() error { _, err := b.users.SendCode(ctx, acme, id, user.SendCodeRequest{}); return err },
		"SetDefaultPayout": func() error {
			_, err := b.users.SetDefaultPayout(ctx, acme, id, user.SetDefaultPayoutRequest{Method: "m"})
			return err
		},
		"WithdrawDocument": func() error {
			_, err := b.users.WithdrawDocument(ctx, officer, id, user.WithdrawDocumentRequest{Document: doc, Reason: "late"})
			return err
		},
		"SetDocumentActive": func() error {
			_, err := b.users.SetDocumentActive(ctx, officer, id, user.SetDocumentActiveRequest{Document: doc, Active: false, Reason: "r"})
			return err
		},
		"SetFlag": func() error {
			_, err := b.users.SetFlag(ctx, officer, id, user.FlagRequest{Flag: permission.NotFlagged})
			return err
		},
		"SetStanding": func() error { _, err := b.users.SetStanding(ctx, officer, id, user.StandingRequest{}); return err },
		"DismissDuplicate": func() error {
			_, err := b.users.DismissDuplicate(ctx, officer, id, user.DismissDuplicateRequest{User: "x", Reason: "r"})
			return err
		},
		"SwapDuplicate": func() error { _, err := b.users.SwapDuplicate(ctx, officer, id, user.SwapRequest{To: "x"}); return err },
		"Update": func() error {
			_, err := b.users.Update(ctx, officer, id, user.UpdateRequest{LegalName: "x"})
			return err
		},
		"VerifyCode": func() error {
			_, err := b.users.VerifyCode(ctx, acme, id, user.VerifyCodeRequest{Code: bonafide.NewSecret("000000")})
			return err
		},
		"SetEDD": func() error {
			_, err := b.users.SetEDD(ctx, officer, id, user.EDDRequest{Document: "d", Reason: "r"})
			return err
		},
		"NameOwners": func() error {
			_, err := b.users.NameOwners(ctx, acme, id, user.NameOwnersRequest{})
			return err
		},
		"ExemptOwners": func() error {
			_, err := b.users.ExemptOwners(ctx, officer, id, user.ExemptOwnersRequest{Exemption: "publicly_traded", Reason: "r"})
			return err
		},
		"Waive": func() error {
			_, err := b.users.Waive(ctx, officer, id, user.WaiveRequest{Waiver: permission.Waiver{}})
			return err
		},
		"OAuth": func() error {
			_, err := b.users.OAuth(ctx, acme, user.OAuthRequest{RefreshToken: refresh, Fingerprint: phone})
			return err
		},
		"EditProposal": func() error {
			_, err := b.users.EditProposal(ctx, officer, id, user.EditProposalRequest{Proposal: "p", Request: ended})
			return err
		},
		"Proposed": func() error {
			_, err := b.users.Proposed(ctx, officer, id, user.ReadProposalRequest{Proposal: "p"})
			return err
		},
		"Withdraw": func() error {
			_, err := b.users.Withdraw(ctx, officer, id, user.WithdrawRequest{Proposal: "p"})
			return err
		},
		"Ledger": func() error { _, err := b.users.Ledger(ctx, officer, id); return err },
		"Propose": func() error {
			_, err := b.users.Propose(ctx, officer, id, user.ProposeRequest{Request: ended, Expires: b.now().Add(time.Hour)})
			return err
		},
		"Resolve": func() error {
			_, err := b.users.Resolve(ctx, vendor, id, user.ResolveRequest{SubDocument: sub.ID, Attempt: sub.Attempt, Verdict: document.Verdict{Outcome: document.OutcomeValid}})
			return err
		},
		"ResolveToken": func() error {
			token := document.Request{UserID: id, BaseID: "b", DocumentID: sub.ID, Attempt: sub.Attempt}.Token()
			_, err := b.users.ResolveToken(ctx, vendor, token, document.Verdict{Outcome: document.OutcomeValid})
			return err
		},
		"ResolveTax": func() error {
			_, err := b.users.ResolveTax(ctx, vendor, id, user.ResolveTaxRequest{Attempt: "a", Verdict: document.Verdict{Outcome: document.OutcomeValid}})
			return err
		},
		"SubmitDocuments": func() error {
			_, err := b.users.SubmitDocuments(ctx, acme, id, user.SubmitRequest{Documents: []submission{ana()}})
			return err
		},
		"SubmitTax": func() error {
			_, err := b.users.SubmitTax(ctx, acme, id, user.TaxRequest{W9: &tax.W9Submission{}})
			return err
		},
	}
	none := func(t *testing.T, page bonafide.PageOf[user.User], err error) {
		t.Helper()
		require.NoError(t, err)
		assert.Empty(t, page.Items)
	}
	reads := map[string]func(t *testing.T){
		"Get": func(t *testing.T) {
			for _, by := range []bonafide.Actor{acme, officer, bonafide.System(), bonafide.User(id)} {
				u, err := b.users.Get(ctx, by, id)
				require.NoError(t, err)
				assert.True(t, u.Erased())
				assert.Equal(t, by.Is(bonafide.ActorReviewer, bonafide.ActorSystem), len(u.Holds) == 1, "holds are for reviewers")
			}
		},
		"Events": func(t *testing.T) {
			events, err := eventsOf(b.users, officer, id)
			require.NoError(t, err)
			assert.NotEmpty(t, events)
		},
		"EventsOf": func(t *testing.T) {
			events, err := partEvents(b.users, officer, user.KindAccess, id)
			require.NoError(t, err)
			assert.NotEmpty(t, events)
		},
		"Access": func(t *testing.T) { assert.Equal(t, user.Access{}, b.access(t, id)) },
		"Codes": func(t *testing.T) {
			codes, err := b.users.Codes(ctx, acme, id)
			require.NoError(t, err)
			assert.Equal(t, user.CodeState{}, codes)
		},
		"Coverage": func(t *testing.T) {
			coverage, err := b.users.Coverage(ctx, officer, id)
			require.NoError(t, err)
			assert.Empty(t, coverage.Documents)
		},
		"Decisions": func(t *testing.T) {
			made, err := b.users.Decisions(ctx, officer, id)
			require.NoError(t, err)
			assert.NotEmpty(t, made)
		},
		"Search": func(t *testing.T) {
			for _, r := range []user.SearchRequest{{}, {Name: canaryName}, {Phone: canaryPhone}, {Email: canaryLogin}, {Platform: "acme", SuppID: canarySuppID}} {
				page, err := b.users.Search(ctx, officer, r)
				none(t, page, err)
			}
		},
		"Count": func(t *testing.T) {
			n, err := b.users.Count(ctx, officer, user.SearchRequest{})
			require.NoError(t, err)
			assert.Zero(t, n)
		},
		"Queue": func(t *testing.T) {
			page, err := b.users.Queue(ctx, officer, user.QueueRequest{})
			require.NoError(t, err)
			assert.Zero(t, page)
		},
		"Uncovered": func(t *testing.T) {
			page, err := b.users.Uncovered(ctx, officer, user.UncoveredRequest{Edition: bonafide.Date{Year: 2040, Month: 1, Day: 1}})
			require.NoError(t, err)
			assert.Empty(t, page.Items)
		},
		"Look": func(t *testing.T) {
			hits, err := b.users.Look(ctx, id)
			require.NoError(t, err, "whoever is erased need not be looked for")
			assert.Zero(t, hits)
		},
		"Carry": func(t *testing.T) {
			d := screening.Delta{List: "ofac_sdn", From: bonafide.Date{Year: 2026, Month: 3, Day: 1}, To: bonafide.Date{Year: 2026, Month: 3, Day: 2}, Base: "h1", Hash: "h2"}
			carried, err := b.users.Carry(ctx, officer, touching(d))
			require.NoError(t, err)
			assert.Zero(t, carried)
		},
		"Redecide": func(t *testing.T) {
			page, err := b.users.Redecide(ctx, officer, user.RedecideRequest{})
			require.NoError(t, err)
			assert.Empty(t, page.Items)
		},
		"Simulate": func(t *testing.T) {
			page, err := b.users.Simulate(ctx, officer, user.SimulateRequest{Candidate: candidate})
			require.NoError(t, err)
			assert.Empty(t, page.Items)
		},
		"Import": func(t *testing.T) {
			row := patron(1)
			row.ID = id
			got, err := b.users.Import(ctx, officer, bring(row))
			require.NoError(t, err)
			assert.Equal(t, []bonafide.Fault{{Path: "id", Code: user.ImportTaken}}, got.Rows[0].Faults)
		},
		"Erasable":     func(t *testing.T) { assert.Empty(t, b.erasable(t)) },
		"VerifyEvents": func(t *testing.T) { require.NoError(t, b.users.VerifyEvents(ctx, officer, id)) },
		"PlanErasure": func(t *testing.T) {
			p, err := b.users.PlanErasure(ctx, officer, id)
			require.NoError(t, err)
			assert.Equal(t, bonafide.RefusedErased, p.Refused)
			assert.Empty(t, p.Goes)
		},
		"Rotate": func(t *testing.T) { _, _, err := b.users.Rotate(ctx, "", 10); require.NoError(t, err) },
		"Editions": func(t *testing.T) {
			changes, err := b.users.Editions(ctx, officer)
			require.NoError(t, err)
			assert.Empty(t, changes, "of lists, never of a subject")
		},
		"RecordEditions": func(t *testing.T) { require.NoError(t, b.users.RecordEditions(ctx, officer, nil)) },
		"Sweep":          func(t *testing.T) { _, err := b.users.Sweep(ctx, 10); require.NoError(t, err) },
		"SweepLists":     func(t *testing.T) { _, _, err := b.users.SweepLists(ctx, "", 10); require.NoError(t, err) },
		"AdvanceDue": func(t *testing.T) {
			n, err := b.users.AdvanceDue(ctx, 10)
			require.NoError(t, err)
			assert.Zero(t, n, "nothing of an erased user is ever due")
		},
		"Run": func(t *testing.T) {
			for _, over := range []time.Duration{0, 30 * time.Millisecond} {
				ctx, cancel := context.WithTimeout(ctx, over)
				require.NoError(t, b.users.Run(ctx, user.WorkerOptions{Interval: 10 * time.Millisecond}))
				cancel()
			}
		},
		"Erase": func(t *testing.T) {
			before := b.stored(t, id)
			for _, r := range []user.EraseRequest{ended, {Key: "k", Reason: bonafide.SubjectRequest}, {Key: "k", Reason: bonafide.SubjectRequest}} {
				u, err := b.users.Erase(ctx, acme, id, r)
				require.NoError(t, err, "erasing twice is no error")
				assert.Equal(t, bonafide.RetentionEnded, u.Erasure.Reason)
			}
			assert.Equal(t, before, b.stored(t, id))
			_, err := b.users.Erase(ctx, other, id, ended)
			require.ErrorIs(t, err, bonafide.ErrNotFound)
			_, err = b.users.Erase(ctx, bonafide.User(id), id, ended)
			require.ErrorIs(t, err, bonafide.ErrForbidden)
		},
		"Authenticate": func(t *testing.T) {
			key := bonafide.NewSecret(strings.Replace(refresh.Reveal(), "refresh_", "oauth_", 1))
			_, err := b.users.Authenticate(ctx, key, phone, scope.UserGet)
			refusedAs(t, err, user.RefusedKey)
		},
		"Files": func(t *testing.T) {
			page, err := b.users.Files(ctx, officer, bonafide.PageRequest{Limit: 10})
			require.NoError(t, err)
			assert.Empty(t, page.Items)
		},
		"CheckAddress": func(t *testing.T) {
			_, err := b.users.CheckAddress(ctx, officer, document.PostalAddress{})
			require.ErrorIs(t, err, bonafide.ErrInvalid, "it is about no user")
		},
		"Ping": func(t *testing.T) { require.NoError(t, b.users.Ping(ctx), "it is about no user") },
		"WithStore": func(t *testing.T) {
			_, err := b.users.WithStore(b.store).Get(ctx, officer, id)
			require.NoError(t, err)
		},
	}
	methods := reflect.TypeOf(b.users)
	for i := range methods.NumMethod() {
		name := methods.Method(i).Name
		t.Run(name, func(t *testing.T) {
			before := b.stored(t, id)
			if read := reads[name]; read != nil {
				read(t)
			} else if command := refused[name]; assert.NotNil(t, command, "a new method: what does it do with an erased user?") {
				refusedAs(t, command(), bonafide.RefusedErased)
			}
			assert.Equal(t, before, b.stored(t, id), "nothing changes an erased user")
		})
	}
	assert.Equal(t, methods.NumMethod(), len(reads)+len(refused))

	again, err := b.users.Create(ctx, acme, user.CreateRequest{Key: "again", Phone: canaryPhone, LegalNames: []string{canaryName}, SuppID: canarySuppID})
	require.NoError(t, err, "the same person may come again")
	assert.NotEqual(t, id, again.ID)
	assert.False(t, again.Erased())
	page, err := b.users.Search(ctx, officer, user.SearchRequest{Phone: canaryPhone})
	require.NoError(t, err)
	require.Len(t, page.Items, 1)
	assert.Equal(t, again.ID, page.Items[0].ID)
	refusedAs(t, refused["Create"](), bonafide.RefusedErased)
}

func (b *bundle) erasable(t testing.TB) []string {
	t.Helper()
	page, err := b.users.Erasable(ctx, officer, bonafide.PageRequest{Limit: 100})
	require.NoError(t, err)
	require.Empty(t, page.Next)
	return page.Items
}

// Standing x retention x hold, and who may: a hold wins over all, then comes
// the open account, then the retention.
func TestMayErase(t *testing.T) {
	type standing struct {
		name string
		set  []user.StandingRequest
		open bool
	}
	lock := user.StandingRequest{Permission: permission.Locked, Code: permission.ComplianceSuspicious}
	shut := user.StandingRequest{Permission: permission.Closed, Code: permission.UserRequest}
	gone := user.StandingRequest{Permission: permission.MakeItGoAway}
	cells := 0
	for _, s := range []standing{
		{"live", nil, true}, {"locked", []user.StandingRequest{lock}, true}, {"closed", []user.StandingRequest{shut}, false},
		{"gone", []user.StandingRequest{shut, gone}, false}, {"locked and closed", []user.StandingRequest{lock, shut}, false},
		{"reopened", []user.StandingRequest{shut, {}}, true},
	} {
		for _, over := range []bool{false, true} {
			for _, held := range []bool{false, true} {
				name := fmt.Sprintf("%s, retention over %v, held %v", s.name, over, held)
				b := setup(t)
				u := b.verified(t)
				for _, r := range s.set {
					_, err := b.users.SetStanding(ctx, officer, u.ID, r)
					require.NoError(t, err)
				}
				if held {
					_, err := b.users.Hold(ctx, officer, u.ID, user.HoldRequest{ID: "matter", Reason: "subpoena"})
					require.NoError(t, err)
				}
				b.clock = start.AddDate(5, 0, 0)
				if !over {
					b.clock = b.clock.Add(-time.Microsecond)
				}
				before := b.stored(t, u.ID)
				listed := slices.Contains(b.erasable(t), u.ID)
				_, err := b.users.Erase(ctx, officer, u.ID, ended)
				switch {
				case held:
					refusedAs(t, err, bonafide.RefusedHold)
				case s.open:
					var state *bonafide.StateError
					require.ErrorAs(t, err, &state, name)
					assert.Equal(t, "erase", state.To)
				case !over:
					refusedAs(t, err, bonafide.RefusedRetention)
				default:
					require.NoError(t, err, name)
				}
				assert.Equal(t, err == nil, listed, name)
				if err != nil {
					assert.Equal(t, before, b.stored(t, u.ID), "%s: what is refused changes nothing", name)
				}
				cells++
			}
		}
	}
	assert.Equal(t, 24, cells)

	b := setup(t)
	u := b.verified(t)
	b.close(t, u.ID, 0)
	for _, by := range []bonafide.Actor{bonafide.User(u.ID), vendor} {
		_, err := b.users.Erase(ctx, by, u.ID, ended)
		require.ErrorIs(t, err, bonafide.ErrForbidden)
	}
	_, err := b.users.Erase(ctx, other, u.ID, ended)
	require.ErrorIs(t, err, bonafide.ErrNotFound)
	for request, code := range map[user.EraseRequest]bonafide.Code{{}: bonafide.CodeRequired, {Reason: "because"}: bonafide.CodeUnknown} {
		_, err = b.users.Erase(ctx, officer, u.ID, request)
		var invalid *bonafide.InvalidError
		require.ErrorAs(t, err, &invalid)
		assert.True(t, invalid.Has("reason", code))
	}
	for _, by := range []bonafide.Actor{acme, vendor, bonafide.User(u.ID)} {
		_, err = b.users.Erasable(ctx, by, bonafide.PageRequest{})
		require.ErrorIs(t, err, bonafide.ErrForbidden)
	}
	_, err = b.users.Erasable(ctx, bonafide.Actor{}, bonafide.PageRequest{})
	require.ErrorIs(t, err, bonafide.ErrInvalid)
	_, err = b.users.Erase(ctx, bonafide.System(), u.ID, ended)
	require.NoError(t, err, "a job of the host may")
	for _, reason := range []bonafide.ErasureReason{bonafide.RetentionEnded, bonafide.SubjectRequest, bonafide.AuthorityOrder} {
		b := setup(t)
		u := b.create(t)
		b.close(t, u.ID, 0)
		u, err := b.users.Erase(ctx, acme, u.ID, user.EraseRequest{Reason: reason})
		require.NoError(t, err)
		assert.Equal(t, reason, u.Erasure.Reason)
	}
}

// 31 CFR 1020.220 and 501.601: five years after the closure, ten for somebody
// on the OFAC list; the host may keep longer or shorter, by user.
func TestRetention(t *testing.T) {
	b := setup(t)
	in := ana()
	in.Name = canaryName
	u := b.advance(t, b.submit(t, b.create(t).ID, in).ID)
	_, err := b.users.DecideHit(ctx, officer, u.ID,
		user.DecideHitRequest{Document: u.Documents[0].ID, List: "ofac_sdn", EntryID: "7", Disposition: screening.TruePositive, Reason: "r"})
	require.NoError(t, err)
	assert.Equal(t, "P10Y", user.DefaultRetention(mustGet(t, b, u.ID)).String())
	assert.Zero(t, mustGet(t, b, u.ID).Retention.Until, "not before it is closed")
	b.close(t, u.ID, 0)
	_, err = b.users.Erase(ctx, officer, u.ID, ended)
	refusedAs(t, err, bonafide.RefusedRetention)
	assert.Empty(t, b.erasable(t))
	assert.Equal(t, start.AddDate(10, 0, 0), mustGet(t, b, u.ID).Retention.Until)
	b.clock = start.AddDate(10, 0, 0)
	assert.Equal(t, []string{u.ID}, b.erasable(t))
	assert.True(t, b.erase(t, u.ID).Erased())

	// The law may change in between: the rule of the day counts.
	keep := bonafide.Duration{}
	b = setup(t, func(o *user.Options) { o.Retention = func(user.User) bonafide.Duration { return keep } })
	u = b.verified(t)
	require.Equal(t, "P5Y", user.DefaultRetention(u).String())
	b.close(t, u.ID, time.Hour)
	_, err = b.users.Erase(ctx, officer, u.ID, ended)
	refusedAs(t, err, bonafide.RefusedRetention)
	b.wait(time.Hour)
	require.Equal(t, []string{u.ID}, b.erasable(t), "nothing said means the default")
	keep = bonafide.Days(365 * 7)
	_, err = b.users.Erase(ctx, officer, u.ID, ended)
	refusedAs(t, err, bonafide.RefusedRetention)
	keep = bonafide.Days(1)
	b.erase(t, u.ID)
}

// Reopened and closed again, the time begins again; a timer's closure counts from
// when it was noticed; an earlier release dated no closures.
func TestClosureIsDated(t *testing.T) {
	b := setup(t)
	u := b.verified(t)
	b.close(t, u.ID, time.Hour)
	_, err := b.users.SetStanding(ctx, officer, u.ID, user.StandingRequest{})
	require.NoError(t, err)
	assert.Zero(t, mustGet(t, b, u.ID).Retention.ClosedAt)
	b.wait(time.Hour)
	assert.Empty(t, b.erasable(t))
	reclosed := b.now()
	b.close(t, u.ID, 0)
	assert.Equal(t, reclosed, mustGet(t, b, u.ID).Retention.ClosedAt)
	_, err = b.users.SetStanding(ctx, officer, u.ID, user.StandingRequest{Permission: permission.MakeItGoAway})
	require.NoError(t, err)
	assert.Equal(t, reclosed, b.stored(t, u.ID).Retention.ClosedAt, "the closure goes on")
	assert.Equal(t, []string{u.ID}, b.erasable(t))

	b = setup(t)
	u = b.create(t) // and never used
	b.clock = start.AddDate(6, 0, 0)
	require.Equal(t, permission.Closed, mustGet(t, b, u.ID).Permission(), "closed by the timer, though nobody wrote it down")
	_, err = b.users.Erase(ctx, officer, u.ID, ended)
	refusedAs(t, err, bonafide.RefusedRetention)
	_, err = b.users.AdvanceDue(ctx, 10)
	require.NoError(t, err)
	assert.Equal(t, b.now(), b.stored(t, u.ID).Retention.ClosedAt)

	b = setup(t)
	u = b.verified(t)
	b.close(t, u.ID, time.Hour)
	r, err := b.records.Get(ctx, user.Kind, u.ID)
	require.NoError(t, err)
	var body map[string]any
	require.NoError(t, json.Unmarshal(r.Body, &body))
	for _, field := range []string{"retention"} {
		require.Contains(t, body["state"], field)
		delete(body["state"].(map[string]any), field)
	}
	r.Body, err = json.Marshal(body)
	require.NoError(t, err)
	r.Version++
	require.NoError(t, b.records.Put(ctx, bonafide.Write{Record: r}))
	_, err = b.users.Erase(ctx, officer, u.ID, ended)
	refusedAs(t, err, bonafide.RefusedRetention)
	b.wait(time.Hour)
	b.erase(t, u.ID)
}

func TestHolds(t *testing.T) {
	b := setup(t)
	u := b.verified(t)
	hold := func(by bonafide.Actor, id string) error {
		_, err := b.users.Hold(ctx, by, u.ID, user.HoldRequest{ID: id, Reason: "grand jury subpoena"})
		return err
	}
	release := func(by bonafide.Actor, id string) error {
		_, err := b.users.Release(ctx, by, u.ID, user.ReleaseRequest{ID: id, Reason: "dismissed"})
		return err
	}
	for _, by := range []bonafide.Actor{acme, bonafide.User(u.ID), vendor, bonafide.System()} {
		require.ErrorIs(t, hold(by, "m-1"), bonafide.ErrForbidden)
		require.ErrorIs(t, release(by, "m-1"), bonafide.ErrForbidden)
	}
	for request, fault := range map[user.HoldRequest]bonafide.Fault{
		{Reason: "r"}:               {Path: "hold", Code: bonafide.CodeRequired},
		{ID: "m"}:                   {Path: "reason", Code: bonafide.CodeRequired},
		{ID: "m", Reason: " "}:      {Path: "reason", Code: bonafide.CodeRequired},
		{ID: "a name", Reason: "r"}: {Path: "hold", Code: bonafide.CodeMalformed},
		{ID: strings.Repeat("m", 129), Reason: "r"}:  {Path: "hold", Code: bonafide.CodeTooLong},
		{ID: "m", Reason: strings.Repeat("r", 1001)}: {Path: "reason", Code: bonafide.CodeTooLong},
		{ID: "m", Reason: "\xff"}:                    {Path: "reason", Code: bonafide.CodeMalformed},
	} {
		for _, do := range []func() (user.User, error){
			func() (user.User, error) { return b.users.Hold(ctx, officer, u.ID, request) },
			func() (user.User, error) { return b.users.Release(ctx, officer, u.ID, user.ReleaseRequest(request)) },
		} {
			_, err := do()
			var invalid *bonafide.InvalidError
			require.ErrorAs(t, err, &invalid)
			assert.Equal(t, []bonafide.Fault{fault}, invalid.Fields)
		}
	}
	require.NoError(t, hold(officer, "m-1"))
	require.ErrorIs(t, hold(officer2, "m-1"), bonafide.ErrInvalid, "once is enough")
	require.NoError(t, hold(officer2, "m-2"))
	b.close(t, u.ID, 0)
	require.NoError(t, release(officer2, "m-1"))
	require.ErrorIs(t, release(officer2, "m-1"), bonafide.ErrNotFound)
	_, err := b.users.Erase(ctx, officer, u.ID, ended)
	refusedAs(t, err, bonafide.RefusedHold)
	assert.Empty(t, b.erasable(t))
	now := mustGet(t, b, u.ID)
	require.Len(t, now.Holds, 2)
	assert.Equal(t,
		bonafide.Hold{ID: "m-1", Reason: "grand jury subpoena", By: officer, At: start, ReleasedAt: b.now(), ReleasedBy: officer2, ReleaseReason: "dismissed"},
		now.Holds[0])
	assert.True(t, now.Holds[1].InForce())
	for _, by := range []bonafide.Actor{acme, bonafide.User(u.ID)} {
		seen, err := b.users.Get(ctx, by, u.ID)
		require.NoError(t, err)
		assert.Empty(t, seen.Holds, "nobody is tipped off")
	}
	require.NoError(t, release(officer, "m-2"))
	assert.Equal(t, []string{u.ID}, b.erasable(t))
	require.NoError(t, hold(officer, "m-1"), "the matter may come back")
	require.NoError(t, release(officer, "m-1"))
	events, err := eventsOf(b.users, officer, u.ID)
	require.NoError(t, err)
	var holds []string
	for _, e := range events {
		if e.Type == event.Held || e.Type == event.HoldReleased {
			holds = append(holds, strings.TrimPrefix(e.Type, "user.")+" "+e.Data["hold"]+" "+e.Actor.ID)
		}
	}
	assert.Equal(t,
		[]string{"held m-1 officer", "held m-2 officer-2", "hold_released m-1 officer-2", "hold_released m-2 officer", "held m-1 officer", "hold_released m-1 officer"},
		holds)

	for i := range 200 { // released ones are forgotten in time, those in force never
		require.NoError(t, hold(officer, fmt.Sprint("n", i)))
		if i >= 45 {
			require.NoError(t, release(officer, fmt.Sprint("n", i)))
		}
	}
	assert.LessOrEqual(t, len(mustGet(t, b, u.ID).Holds), 100)
	for i := range 5 {
		require.NoError(t, hold(officer, fmt.Sprint("o", i)))
	}
	require.ErrorIs(t, hold(officer, "more"), bonafide.ErrInvalid)
	_, err = b.users.Erase(ctx, officer, u.ID, ended)
	refusedAs(t, err, bonafide.RefusedHold)
}

// A program may put erasure under four eyes.
func TestEraseUnderFourEyes(t *testing.T) {
	programs, err := program.ParseBook([]byte(strings.Replace(sheet, `"screening"`, `"four_eyes": ["erase"], "screening"`, 1)))
	require.NoError(t, err)
	b := setup(t, func(o *user.Options) { o.Programs = programs })
	u := b.verified(t)
	b.close(t, u.ID, 0)
	_, err = b.users.Erase(ctx, officer, u.ID, ended)
	refusedAs(t, err, bonafide.RefusedNoApproval)
	// Activity does not matter any more; a proposal is made on record.
	now, err := b.users.Propose(ctx, officer, u.ID, user.ProposeRequest{Request: ended, Expires: b.now().Add(time.Hour)})
	require.NoError(t, err)
	p := now.Proposals[0]
	_, err = b.users.Erase(ctx, officer, u.ID, ended)
	refusedAs(t, err, bonafide.RefusedNoApproval)
	_, err = b.users.Approve(ctx, officer2, u.ID, user.ApproveRequest{Proposal: p.ID, Hash: p.Hash})
	require.NoError(t, err)
	_, err = b.users.Erase(ctx, officer, u.ID, user.EraseRequest{Reason: bonafide.SubjectRequest})
	refusedAs(t, err, bonafide.RefusedNoApproval)
	b.erase(t, u.ID)
}

// More decisions than some writes hold; the idempotency keys of before.
func TestEraseManyDecisions(t *testing.T) {
	b := setup(t)
	u := b.verified(t)
	lock := user.StandingRequest{Permission: permission.Locked, Code: permission.ComplianceSuspicious}
	for i := range 60 {
		lock.Key = strconv.Itoa(i)
		_, err := b.users.SetStanding(ctx, officer, u.ID, lock)
		require.NoError(t, err)
		_, err = b.users.SetStanding(ctx, officer, u.ID, user.StandingRequest{})
		require.NoError(t, err)
	}
	b.close(t, u.ID, 0)
	erased := b.erase(t, u.ID)
	require.Greater(t, erased.DecisionVersion, int64(bonafide.MaxBatch))
	made, err := b.users.Decisions(ctx, officer, u.ID)
	require.NoError(t, err)
	for _, m := range made {
		assert.True(t, m.Erased)
	}
	_, err = b.users.SetStanding(ctx, officer, u.ID, lock)
	refusedAs(t, err, bonafide.RefusedErased)
}

// brokenFiles fails a number of times.
type brokenFiles struct {
	document.Files
	fails int
}

func (f *brokenFiles) Delete(ctx context.Context, key string) error {
	if f.fails--; f.fails >= 0 {
		return fmt.Errorf("cannot delete %s", key)
	}
	return f.Files.Delete(ctx, key)
}

// While uploads cannot be deleted, the user is erased and the work is not done:
// it is listed, and Erase goes on.
func TestEraseGoesOn(t *testing.T) {
	b := setup(t)
	u := b.verified(t)
	b.close(t, u.ID, 0)
	with := func(files document.Files) *user.Service {
		opts := b.opts
		opts.Files = files
		s, err := user.New(b.store, b.keys, &opts)
		require.NoError(t, err)
		return s
	}
	for files, want := range map[document.Files]error{nil: bonafide.ErrNotConfigured, &brokenFiles{b.files, 1}: bonafide.ErrUnavailable} {
		_, err := with(files).Erase(ctx, acme, u.ID, ended)
		require.ErrorIs(t, err, want)
		now := b.stored(t, u.ID)
		assert.True(t, now.Erased())
		assert.Empty(t, now.DataKey, "no key is alive")
		assert.Zero(t, now.Erasure.FinishedAt)
		assert.Len(t, now.Erasure.Files, 1)
		assert.Equal(t, []string{u.ID}, b.erasable(t))
		assert.Equal(t, 1, b.files.Len())
		_, err = b.users.Hold(ctx, officer, u.ID, user.HoldRequest{ID: "m", Reason: "too late"})
		refusedAs(t, err, bonafide.RefusedErased)
	}
	b.wait(time.Hour)
	now := b.erase(t, u.ID)
	assert.Equal(t, acme, now.Erasure.By, "who began it")
	assert.Equal(t, b.now(), now.Erasure.FinishedAt)
	assert.Empty(t, b.erasable(t))
	assert.Zero(t, b.files.Len())
}

// Every store call of an erasure fails once, before and after it took effect.
// Either nothing happened, or the key is gone; a retry finishes it, with one
// event of each kind.
func TestEraseUnderEveryStoreFailure(t *testing.T) {
	figuretest.OneGoroutine(t)
	met := aggregatetest.Every(t, func(t *testing.T, fault *aggregatetest.Fault) {
		b := setup(t)
		all := aggregatetest.NewRecords(b.store)
		b.users = b.users.WithStore(all)
		u := b.everything(t)
		b.close(t, u.ID, 0)
		whole := b.stored(t, u.ID)
		fault.Store = all
		request := user.EraseRequest{Key: "erase", Reason: bonafide.RetentionEnded}
		_, err := b.users.WithStore(fault).Erase(ctx, officer, u.ID, request)
		if err == nil {
			return
		}
		require.ErrorIs(t, err, aggregatetest.ErrStore)
		now := b.stored(t, u.ID)
		if now.Erased() {
			assert.Empty(t, now.DataKey, "call %d, after=%v: erased with the key alive", fault.N, fault.After)
			assert.Empty(t, now.LegalNames)
			if now.Erasure.FinishedAt.IsZero() {
				assert.Equal(t, []string{u.ID}, b.erasable(t), "call %d, after=%v", fault.N, fault.After)
			}
		} else {
			assert.Equal(t, whole, now, "call %d, after=%v: nothing happened", fault.N, fault.After)
			assert.Positive(t, b.files.Len())
		}
		done, err := b.users.Erase(ctx, officer, u.ID, request)
		require.NoError(t, err, "call %d, after=%v", fault.N, fault.After)
		assert.False(t, done.Erasure.FinishedAt.IsZero())
		assert.Zero(t, b.files.Len())
		assert.Empty(t, b.erasable(t))
		for _, r := range all.All(t, b.records) {
			assert.False(t, strings.Contains(strings.ToLower(string(r.Body)), "quellen"), "call %d, after=%v: %s", fault.N, fault.After, r.Kind)
		}
		events, err := eventsOf(b.users, officer, u.ID)
		require.NoError(t, err, "the chain holds")
		assert.Equal(t, []string{"erased", "erasure_finished"}, types(events)[len(events)-2:])
	})
	assert.Greater(t, met, 16)
}

// Erasures race with each other and with whatever else can be done with a closed
// user. What the winner decided stays: an erased user has no data, one that is
// not erased has all of it, and a hold that was set is never overrun.
func TestEraseRaces(t *testing.T) {
	for round := range figuretest.Part(30) {
		b := setup(t)
		u := b.verified(t)
		in := ana()
		b.close(t, u.ID, 0)
		whole := b.stored(t, u.ID)
		others := []func() error{
			func() error { _, err := b.users.Erase(ctx, acme, u.ID, ended); return err },
			func() error { _, err := b.users.Erase(ctx, officer2, u.ID, ended); return err },
			func() error { _, err := b.users.SetStanding(ctx, officer, u.ID, user.StandingRequest{}); return err },
			func() error {
				_, err := b.users.Hold(ctx, officer, u.ID, user.HoldRequest{ID: "m", Reason: "r"})
				return err
			},
			func() error { _, err := b.users.Rescreen(ctx, officer, u.ID, user.RescreenRequest{}); return err },
			func() error { _, err := b.users.Advance(ctx, u.ID); return err },
			func() error {
				_, err := b.users.Reveal(ctx, officer, u.ID, user.RevealRequest{SubDocument: find(t, whole, document.SSN).ID, Purpose: "sar_filing"})
				return err
			},
			func() error {
				_, err := b.users.Create(ctx, other, user.CreateRequest{Phone: string(whole.Phone), LegalNames: []string{"Ana"}})
				return err
			},
			func() error {
				_, err := b.users.SubmitDocuments(ctx, acme, u.ID, user.SubmitRequest{Documents: []submission{in}})
				return err
			},
		}
		errs := aggregatetest.Together(others...)
		for i, err := range errs {
			if err != nil {
				known := errors.Is(err, bonafide.ErrRefused) || errors.Is(err, bonafide.ErrState)
				assert.True(t, known, "round %d, command %d: %v", round, i, err)
			}
		}
		now := b.stored(t, u.ID)
		if !now.Erased() {
			assert.Equal(t, whole.DataKey, now.DataKey)
			assert.Equal(t, whole.LegalNames, now.LegalNames)
			continue
		}
		assert.NoError(t, errors.Join(errs[0], errs[1]), "of racing erasures none fails")
		assert.Empty(t, now.DataKey)
		assert.Empty(t, now.Documents)
		assert.Empty(t, now.Screenings)
		assert.Empty(t, now.Phone)
		assert.False(t, now.Erasure.FinishedAt.IsZero())
		for _, h := range now.Holds {
			assert.False(t, h.InForce())
		}
		assert.Zero(t, b.files.Len())
		events, err := eventsOf(b.users, officer, u.ID)
		require.NoError(t, err)
		assert.Equal(t, 1, strings.Count(strings.Join(types(events), " ")+" ", "erased "))
		assert.Equal(t, "erasure_finished", types(events)[len(events)-1])
	}
}

// meddling is a store on which something happens once, right after a user was
// found by a unique value for the n-th time.
type meddling struct {
	bonafide.Store
	n  int
	do func()
}

func (s *meddling) List(ctx context.Context, q bonafide.Query) (bonafide.Page, error) {
	page, err := s.Store.List(ctx, q)
	if q.Unique != "" && len(page.Records) > 0 {
		if s.n--; s.n == 0 {
			s.do()
		}
	}
	return page, err
}

// A user who is erased between being found by the number and being linked is no
// user to link to: the number is free.
func TestEraseWhileJoining(t *testing.T) {
	for n := 1; n <= 2; n++ {
		b := setup(t)
		u := b.create(t)
		b.close(t, u.ID, 0)
		users := b.users.WithStore(&meddling{Store: b.store, n: n, do: func() { b.erase(t, u.ID) }})
		now, err := users.Create(ctx, other, user.CreateRequest{Phone: string(u.Phone), LegalNames: []string{"Ana Maria Lopez"}})
		require.NoError(t, err)
		assert.NotEqual(t, u.ID, now.ID)
		assert.False(t, now.Erased())
		require.True(t, b.stored(t, u.ID).Erased())
		assert.Len(t, b.stored(t, u.ID).Platforms, 1, "nobody was linked to the erased one")
	}
}

// The stored shape of an erased user is released. UPDATE_GOLDEN=1 writes it.
func TestErasedShape(t *testing.T) {
	b := setup(t)
	u := b.everything(t)
	b.close(t, u.ID, 0)
	b.erase(t, u.ID)
	r, err := b.records.Get(ctx, user.Kind, u.ID)
	require.NoError(t, err)
	assert.Empty(t, r.Unique)
	assert.Equal(t, []string{"permission=CLOSED", "erased=true"}, r.Labels)
	assert.Zero(t, r.Due)
	aggregatetest.Shape(t, "testdata/erased.json", r.Body)
}

// A user who left five years ago is forgotten; what happened is not.
func ExampleService_Erase() {
	ctx, now := context.Background(), time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	users, err := user.New(memory.New("acme"), bonafide.EphemeralKeys(), &user.Options{
		Now: func() time.Time { return now }, NewID: func() (string, error) { return "u-1", nil },
	})
	if err != nil {
		panic(err)
	}
	platform, officer := bonafide.Platform("shop"), bonafide.Reviewer("officer-1")
	u, _ := users.Create(ctx, platform, user.CreateRequest{Phone: "+1 415 555 2671", LegalNames: []string{"Ana Maria Lopez"}})
	erase := func() {
		u, err := users.Erase(ctx, officer, "u-1", user.EraseRequest{Reason: bonafide.RetentionEnded})
		fmt.Println(u.Erased(), err)
	}
	erase()
	u, _ = users.SetStanding(ctx, officer, u.ID, user.StandingRequest{Permission: permission.Closed, Code: permission.UserRequest})
	fmt.Println("kept until", u.Retention.Until.Format(time.DateOnly))
	erase()
	now = now.AddDate(5, 0, 0)
	_, _ = users.Hold(ctx, officer, u.ID, user.HoldRequest{ID: "case-77", Reason: "subpoena"})
	erase()
	_, _ = users.Release(ctx, officer, u.ID, user.ReleaseRequest{ID: "case-77", Reason: "dismissed"})
	due, _ := users.Erasable(ctx, officer, bonafide.PageRequest{})
	fmt.Println("erasable", due.Items)
	erase()
	u, _ = users.Get(ctx, platform, u.ID)
	fmt.Println(u.Permission(), u.LegalNames, u.Erasure.Reason)
	_, err = users.SetStanding(ctx, officer, u.ID, user.StandingRequest{})
	fmt.Println(err)
	events, err := eventsOf(users, officer, u.ID)
	fmt.Println(events[len(events)-2].Type, err)
	// Output:
	// false bonafide: user cannot go from "UNVERIFIED" to "erase"
	// kept until 2031-03-02
	// false bonafide: refused: retention
	// false bonafide: refused: legal_hold
	// erasable [u-1]
	// true <nil>
	// CLOSED [] retention_ended
	// bonafide: refused: erased
	// user.erased <nil>
}

// Whoever stands outside cannot ask by an erasure whether there is a legal hold.
func TestHoldIsNotToldOutside(t *testing.T) {
	var told []string
	for _, held := range []bool{false, true} {
		for _, shut := range []bool{false, true} {
			b := setup(t)
			u := b.create(t)
			if held {
				_, err := b.users.Hold(ctx, officer, u.ID, user.HoldRequest{ID: "m-1", Reason: "court"})
				require.NoError(t, err)
			}
			if shut {
				_, err := b.users.SetStanding(ctx, acme, u.ID, user.StandingRequest{Permission: permission.Closed, Code: permission.UserRequest})
				require.NoError(t, err)
			}
			_, err := b.users.Erase(ctx, acme, u.ID, user.EraseRequest{Reason: bonafide.SubjectRequest})
			require.Error(t, err)
			told = append(told, err.Error())
			b.wait(50 * 366 * 24 * time.Hour)
			if held && shut {
				_, err = b.users.Erase(ctx, acme, u.ID, user.EraseRequest{Reason: bonafide.SubjectRequest})
				require.Error(t, err)
				assert.Equal(t, &bonafide.RefusedError{Code: bonafide.RefusedRetention}, err)
				_, err = b.users.Erase(ctx, officer, u.ID, user.EraseRequest{Reason: bonafide.SubjectRequest})
				assert.Equal(t, &bonafide.RefusedError{Code: bonafide.RefusedHold}, err)
			}
		}
	}
	assert.Equal(t, told[:2], told[2:], fmt.Sprint(told))
}
