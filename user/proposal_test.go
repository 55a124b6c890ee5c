package user_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/payout"
	"github.com/bonafide-go/bonafide/document/tax"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/money"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/risk"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/user"
)

// Maker and checker are different people, and the approval is worth nothing for
// any other request (OWASP ASVS 5.0, 2.3.5).
func TestFourEyes(t *testing.T) {
	programs, err := program.ParseBook([]byte(strings.Replace(sheet, `"screening"`, `"four_eyes": ["lock", "unlock"], "screening"`, 1)))
	require.NoError(t, err)
	b := setup(t, func(o *user.Options) { o.Programs = programs })
	u := b.verified(t)
	lock := user.StandingRequest{Permission: permission.Locked, Code: permission.ComplianceSuspicious}
	_, err = b.users.SetStanding(ctx, officer, u.ID, lock)
	require.ErrorIs(t, err, bonafide.ErrRefused, "one pair of eyes is not enough")
	assert.Equal(t, permission.SendAndReceive, mustGet(t, b, u.ID).Permission())

	propose := user.ProposeRequest{Request: lock, Expires: start.Add(time.Hour)}
	_, err = b.users.Propose(ctx, bonafide.User(u.ID), u.ID, propose)
	require.ErrorIs(t, err, bonafide.ErrForbidden)
	_, err = b.users.Propose(ctx, officer, u.ID, user.ProposeRequest{Expires: start.Add(time.Hour)})
	require.ErrorIs(t, err, bonafide.ErrInvalid)
	now, err := b.users.Propose(ctx, officer, u.ID, propose)
	require.NoError(t, err)
	p := now.Proposals[0]
	_, err = b.users.SetStanding(ctx, officer, u.ID, lock)
	require.ErrorIs(t, err, bonafide.ErrRefused, "not approved yet")
	_, err = b.users.Approve(ctx, officer, u.ID, user.ApproveRequest{Proposal: p.ID, Hash: p.Hash})
	require.ErrorIs(t, err, bonafide.ErrRefused, "the maker does not approve")
	_, err = b.users.Approve(ctx, officer2, u.ID, user.ApproveRequest{Proposal: p.ID, Hash: strings.Repeat("0", 64)})
	require.Error(t, err, "another text than the one read")
	_, err = b.users.Approve(ctx, officer2, u.ID, user.ApproveRequest{Proposal: "nothing", Hash: p.Hash})
	require.ErrorIs(t, err, bonafide.ErrNotFound)
	for range 2 {
		_, err = b.users.Approve(ctx, officer2, u.ID, user.ApproveRequest{Key: "lost reply", Proposal: p.ID, Hash: p.Hash})
		require.NoError(t, err)
	}

	other := lock
	other.Code = permission.HighReturns
	_, err = b.users.SetStanding(ctx, officer, u.ID, other)
	require.ErrorIs(t, err, bonafide.ErrRefused, "the approval is for another request")
	now, err = b.users.SetStanding(ctx, officer, u.ID, lock)
	require.NoError(t, err)
	assert.Equal(t, permission.Locked, now.Permission())
	assert.Equal(t, bonafide.ApprovalUsed, now.Proposals[0].State)

	unlock := user.StandingRequest{}
	now, err = b.users.Propose(ctx, officer, u.ID, user.ProposeRequest{Request: unlock, Expires: start.Add(time.Hour)})
	require.NoError(t, err)
	p = now.Proposals[1]
	_, err = b.users.Approve(ctx, officer2, u.ID, user.ApproveRequest{Proposal: p.ID, Hash: p.Hash})
	require.NoError(t, err)
	b.wait(time.Hour)
	_, err = b.users.SetStanding(ctx, officer, u.ID, unlock)
	require.ErrorIs(t, err, bonafide.ErrRefused, "the approval has lapsed")

	now, err = b.users.Propose(ctx, officer, u.ID, user.ProposeRequest{Request: unlock, Expires: start.Add(5 * time.Hour)})
	require.NoError(t, err)
	p = now.Proposals[2]
	now, err = b.users.Reject(ctx, officer2, u.ID, user.RejectRequest{Proposal: p.ID})
	require.NoError(t, err)
	_, err = b.users.SetStanding(ctx, officer, u.ID, unlock)
	require.ErrorIs(t, err, bonafide.ErrRefused)
	assert.Equal(t, permission.Locked, now.Permission())
}

// carry makes a request by its own method.
func (b *bundle) carry(by bonafide.Actor, id string, r user.Request) (err error) {
	s := b.users
	switch r := r.(type) {
	case user.RevealRequest:
		_, err = s.Reveal(ctx, by, id, r)
	case user.OpenUploadRequest:
		_, err = s.OpenUpload(ctx, by, id, r)
	case user.IssueTokenRequest:
		_, err = s.IssueToken(ctx, by, id, r)
	case user.RevokeTokensRequest:
		_, err = s.RevokeTokens(ctx, by, id, r)
	case user.SubmitRequest:
		_, err = s.SubmitDocuments(ctx, by, id, r)
	case user.SendCodeRequest:
		_, err = s.SendCode(ctx, by, id, r)
	case user.VerifyCodeRequest:
		_, err = s.VerifyCode(ctx, by, id, r)
	case user.ResetCodesRequest:
		_, err = s.ResetCodes(ctx, by, id, r)
	case user.ReleaseNumberRequest:
		_, err = s.ReleaseNumber(ctx, by, id, r)
	case user.AttestRequest:
		_, err = s.Attest(ctx, by, id, r)
	case user.UpdateRequest:
		_, err = s.Update(ctx, by, id, r)
	case user.SetDocumentActiveRequest:
		_, err = s.SetDocumentActive(ctx, by, id, r)
	case user.WithdrawDocumentRequest:
		_, err = s.WithdrawDocument(ctx, by, id, r)
	case user.MoveRequest:
		_, err = s.Move(ctx, by, id, r)
	case user.ReverseMoveRequest:
		_, err = s.ReverseMove(ctx, by, id, r)
	case user.AddPayoutRequest:
		_, err = s.AddPayoutMethod(ctx, by, id, r)
	case user.RescreenRequest:
		_, err = s.Rescreen(ctx, by, id, r)
	case user.ResolveRequest:
		_, err = s.Resolve(ctx, by, id, r)
	case user.ResolveTaxRequest:
		_, err = s.ResolveTax(ctx, by, id, r)
	case user.DecideHitRequest:
		_, err = s.DecideHit(ctx, by, id, r)
	case user.WaiveRequest:
		_, err = s.Waive(ctx, by, id, r)
	case user.EDDRequest:
		_, err = s.SetEDD(ctx, by, id, r)
	case user.NameOwnersRequest:
		_, err = s.NameOwners(ctx, by, id, r)
	case user.ExemptOwnersRequest:
		_, err = s.ExemptOwners(ctx, by, id, r)
	case user.PushRiskRequest:
		_, err = s.PushRisk(ctx, by, id, r)
	case user.OverrideRiskRequest:
		_, err = s.OverrideRisk(ctx, by, id, r)
	case user.FlagRequest:
		_, err = s.SetFlag(ctx, by, id, r)
	case user.StandingRequest:
		_, err = s.SetStanding(ctx, by, id, r)
	case user.HoldRequest:
		_, err = s.Hold(ctx, by, id, r)
	case user.ReleaseRequest:
		_, err = s.Release(ctx, by, id, r)
	case user.EraseRequest:
		_, err = s.Erase(ctx, by, id, r)
	case user.DismissDuplicateRequest:
		_, err = s.DismissDuplicate(ctx, by, id, r)
	default:
		err = fmt.Errorf("no method for %T", r)
	}
	return err
}

// Every verb that a program may put under four eyes can be proposed, read,
// approved and carried out, once; and by one person alone it cannot.
func TestEveryVerbUnderFourEyes(t *testing.T) {
	closed := user.StandingRequest{Permission: permission.Closed, Code: permission.UserRequest}
	locked := user.StandingRequest{Permission: permission.Locked, Code: permission.ComplianceSuspicious}
	tx := money.Transaction{ID: "t", Direction: permission.Outbound, Amount: usd(t, "15"), At: start}
	type scene struct {
		by     bonafide.Actor
		before []user.Request // by the reviewer or the platform, under no four eyes
		ask    func(u user.User) user.Request
	}
	same := func(r user.Request) func(user.User) user.Request { return func(user.User) user.Request { return r } }
	scenes := map[permission.Verb]scene{
		permission.VerbReveal: {officer, nil, func(u user.User) user.Request {
			return user.RevealRequest{SubDocument: find(t, u, document.SSN).ID, Purpose: "sar_filing"}
		}},
		permission.VerbAuthenticate: {acme, nil, same(user.IssueTokenRequest{})},
		permission.VerbRevoke:       {acme, []user.Request{user.IssueTokenRequest{}}, same(user.RevokeTokensRequest{})},
		permission.VerbSubmit: {acme, nil, func(u user.User) user.Request {
			return user.SubmitRequest{Documents: []submission{{ID: u.Documents[0].ID, Alias: "Annie", VirtualDocs: ssn("512-43-3333")}}}
		}},
		permission.VerbAnswer:        {acme, nil, same(user.SendCodeRequest{})},
		permission.VerbResetCodes:    {officer, nil, same(user.ResetCodesRequest{})},
		permission.VerbReleaseNumber: {officer, nil, same(user.ReleaseNumberRequest{To: nextOwner.ID})},
		permission.VerbAttest:        {acme, nil, same(user.AttestRequest{Attestation: "terms"})},
		permission.VerbEdit:          {acme, nil, same(user.UpdateRequest{LegalName: "Ana Smith"})},
		permission.VerbChangeProgram: {acme, nil, same(user.UpdateRequest{CIPTag: ptr(2)})},
		permission.VerbActivate: {officer, nil, func(u user.User) user.Request {
			return user.SetDocumentActiveRequest{Document: u.Documents[0].ID, Reason: "r"}
		}},
		permission.VerbTransact: {acme, nil, same(user.MoveRequest{Transaction: tx})},
		permission.VerbReverse:  {acme, []user.Request{user.MoveRequest{Transaction: tx}}, same(user.ReverseMoveRequest{Transaction: "t"})},
		permission.VerbPayout: {acme, nil, same(user.AddPayoutRequest{Method: payout.Submission{Kind: payout.ACH, RoutingNumber: "021000021",
			AccountNumber: bonafide.NewSecret("000123456789"), AccountType: payout.Checking}})},
		permission.VerbScreen: {officer, nil, same(user.RescreenRequest{})},
		permission.VerbResolve: {officer, nil, func(u user.User) user.Request {
			return user.ResolveRequest{SubDocument: find(t, u, document.SSN).ID, Verdict: document.Verdict{Outcome: document.OutcomeInvalid}}
		}},
		permission.VerbResolveTax: {officer, nil, func(u user.User) user.Request {
			return user.ResolveTaxRequest{Attempt: u.Tax.TIN.Attempt, Verdict: document.Verdict{Outcome: document.OutcomeValid}}
		}},
		permission.VerbDecideMatch: {officer, nil, func(u user.User) user.Request {
			return user.DecideHitRequest{Document: u.Documents[0].ID, List: "ofac_sdn", EntryID: "7", Disposition: screening.TruePositive, Reason: "r"}
		}},
		permission.VerbDismissDuplicate: {officer, nil, func(u user.User) user.Request {
			return user.DismissDuplicateRequest{User: u.Twins.List[0].User, Reason: "r"}
		}},
		permission.VerbWaive: {officer, nil, func(u user.User) user.Request {
			return user.WaiveRequest{Waiver: permission.Waiver{Rule: "phone", DocumentID: u.Documents[0].ID, Until: start.AddDate(1, 0, 0)}}
		}},
		permission.VerbSetEDD: {officer, nil, func(u user.User) user.Request {
			return user.EDDRequest{Document: u.Documents[0].ID, Required: []document.Type{document.ProofOfAddress}, Reason: "r"}
		}},
		permission.VerbNameOwners: {acme, nil, func(u user.User) user.Request {
			return user.NameOwnersRequest{Members: []user.OwnerLink{{User: u.Owners.Members[0].ID, Controls: true}}}
		}},
		permission.VerbExemptOwners: {officer, nil, same(user.ExemptOwnersRequest{Exemption: "publicly_traded", Reason: "r"})},
		permission.VerbPushRisk:     {acme, nil, same(user.PushRiskRequest{Assessment: risk.Assessment{Level: risk.Low}})},
		permission.VerbOverrideRisk: {officer, nil, same(user.OverrideRiskRequest{Level: risk.Low, Comment: "known"})},
		permission.VerbFlag:         {officer, nil, same(user.FlagRequest{Flag: permission.Flagged, Code: permission.FlagUploadUAR})},
		permission.VerbUnflag: {officer, []user.Request{user.FlagRequest{Flag: permission.Flagged, Code: permission.FlagUploadUAR}},
			same(user.FlagRequest{Flag: permission.NotFlagged})},
		permission.VerbLock:         {officer, nil, same(locked)},
		permission.VerbUnlock:       {officer, []user.Request{locked}, same(user.StandingRequest{})},
		permission.VerbClose:        {officer, nil, same(closed)},
		permission.VerbReopen:       {officer, []user.Request{closed}, same(user.StandingRequest{})},
		permission.VerbMakeItGoAway: {officer, []user.Request{closed}, same(user.StandingRequest{Permission: permission.MakeItGoAway})},
		permission.VerbHold:         {officer, nil, same(user.HoldRequest{ID: "m", Reason: "r"})},
		permission.VerbReleaseHold:  {officer, []user.Request{user.HoldRequest{ID: "m", Reason: "r"}}, same(user.ReleaseRequest{ID: "m", Reason: "r"})},
		permission.VerbErase:        {officer, []user.Request{closed}, same(ended)},
	}
	for _, verb := range permission.Verbs() {
		if !verb.TakesSecondPerson() {
			_, err := program.ParseBook([]byte(strings.Replace(sheet, `"screening"`, `"four_eyes": ["`+string(verb)+`"], "screening"`, 1)))
			require.ErrorIs(t, err, bonafide.ErrInvalid, "%s: no command carries it out", verb)
			continue
		}
		t.Run(string(verb), func(t *testing.T) {
			c, ok := scenes[verb]
			require.True(t, ok, "a new verb: which request carries it out?")
			b := setup(t, selfService)
			u := b.subject(t, verb)
			for _, r := range c.before {
				by := officer
				switch r.(type) {
				case user.IssueTokenRequest, user.MoveRequest:
					by = acme
				}
				require.NoError(t, b.carry(by, u.ID, r))
			}
			if verb == permission.VerbErase {
				b.clock = b.clock.AddDate(5, 0, 0)
			}
			sheet := strings.Replace(sheet, `"screening"`, `"four_eyes": ["`+string(verb)+`"], "screening"`, 1)
			if u.IsBusiness {
				sheet = strings.Replace(sheet, `"personal"`, `"business"`, 1)
			}
			programs, err := program.ParseBook([]byte(sheet), []byte(laterSheet))
			require.NoError(t, err)
			b.opts.Programs = programs
			b.users, err = newService(b)
			require.NoError(t, err)
			u = mustGet(t, b, u.ID)
			request := c.ask(u)

			refusedAs(t, b.carry(c.by, u.ID, request), bonafide.RefusedNoApproval)
			now, err := b.users.Propose(ctx, officer, u.ID, user.ProposeRequest{Request: request, Expires: b.now().Add(time.Hour)})
			require.NoError(t, err)
			p := now.Proposals[0]
			assert.Equal(t, string(verb), p.Verb)
			refusedAs(t, b.carry(c.by, u.ID, request), bonafide.RefusedNoApproval)
			read, err := b.users.Proposed(ctx, officer2, u.ID, user.ReadProposalRequest{Proposal: p.ID})
			require.NoError(t, err)
			assert.True(t, strings.HasPrefix(read.Op, "user."))
			assert.NotContains(t, string(read.Request), "512-43-3333")
			assert.NotContains(t, string(read.Request), "123456789")
			_, err = b.users.Approve(ctx, officer2, u.ID, user.ApproveRequest{Proposal: p.ID, Hash: p.Hash})
			require.NoError(t, err)
			require.NoError(t, b.carry(c.by, u.ID, request))
			if verb == permission.VerbErase {
				return // an erased user keeps no proposals
			}
			assert.Equal(t, bonafide.ApprovalUsed, mustGet(t, b, u.ID).Proposals[0].State)
			if verb != permission.VerbUnlock && verb != permission.VerbReopen && verb != permission.VerbChangeProgram { // another verb, or program, by now
				refusedAs(t, b.carry(c.by, u.ID, request), bonafide.RefusedNoApproval)
			}
		})
	}
}

// subject is a user on whom a verb can be tried.
func (b *bundle) subject(t *testing.T, verb permission.Verb) user.User {
	t.Helper()
	switch verb {
	case permission.VerbDecideMatch:
		in := ana()
		in.Name = "Jane Listed Person"
		return b.advance(t, b.submit(t, b.create(t).ID, in).ID)
	case permission.VerbResolveTax:
		u := b.verified(t)
		w9 := tax.W9Submission{EntityType: string(tax.Individual), FirstName: "Ana", LastName: "Lopez", DateOfBirth: "1990-05-14", TIN: bonafide.NewSecret("512432222"),
			Address: tax.AddressSubmission{Line1: "1 Market Street", City: "San Francisco", State: "CA", Country: "US", Postcode: "94105"}}
		u, err := b.users.SubmitTax(ctx, acme, u.ID, user.TaxRequest{W9: &w9})
		require.NoError(t, err)
		return u
	case permission.VerbReleaseNumber:
		u := b.verified(t)
		b.claimed(t)
		return u
	case permission.VerbDismissDuplicate:
		u, in := b.verified(t), ana()
		in.VirtualDocs = ssn("512-43-2222")
		b.advance(t, b.second(t, in).ID)
		return mustGet(t, b, u.ID)
	case permission.VerbNameOwners, permission.VerbExemptOwners:
		return b.owned(t, b.verified(t).ID)
	}
	return b.verified(t)
}

// The secrets of a proposed request are part of what is approved, and so is
// every other part of it; a program that puts edits under four eyes does so with
// changes of the program too.
func TestApprovalIsOfTheWholeRequest(t *testing.T) {
	b := setup(t)
	u := b.verified(t)
	programs, err := program.ParseBook([]byte(strings.Replace(sheet, `"screening"`, `"four_eyes": ["change_payout", "edit"], "screening"`, 1)))
	require.NoError(t, err)
	b.opts.Programs = programs
	b.users, err = newService(b)
	require.NoError(t, err)
	refusedAs(t, b.carry(acme, u.ID, user.UpdateRequest{CIPTag: ptr(2)}), bonafide.RefusedNoApproval)

	add := user.AddPayoutRequest{
		Method: payout.Submission{Kind: payout.ACH, RoutingNumber: "021000021", AccountNumber: bonafide.NewSecret("000123456789"), AccountType: payout.Checking},
	}
	now, err := b.users.Propose(ctx, acme, u.ID, user.ProposeRequest{Key: "k", Request: add, Expires: start.Add(time.Hour)})
	require.NoError(t, err)
	again, err := b.users.Propose(ctx, acme, u.ID, user.ProposeRequest{Key: "k", Request: add, Expires: start.Add(time.Hour)})
	require.NoError(t, err)
	assert.Equal(t, now.Proposals, again.Proposals)
	p := now.Proposals[0]
	_, err = b.users.Proposed(ctx, acme, u.ID, user.ReadProposalRequest{Proposal: p.ID})
	require.ErrorIs(t, err, bonafide.ErrForbidden)
	_, err = b.users.Proposed(ctx, officer, u.ID, user.ReadProposalRequest{Proposal: "nothing"})
	require.ErrorIs(t, err, bonafide.ErrNotFound)
	approve := func(p bonafide.Approval) {
		t.Helper()
		_, err := b.users.Approve(ctx, officer, u.ID, user.ApproveRequest{Proposal: p.ID, Hash: p.Hash})
		require.NoError(t, err)
	}
	approve(p)
	other := add
	other.Method.AccountNumber = bonafide.NewSecret("000987654321")
	refusedAs(t, b.carry(acme, u.ID, other), bonafide.RefusedNoApproval)

	now, err = b.users.EditProposal(ctx, officer2, u.ID, user.EditProposalRequest{Proposal: p.ID, Request: other})
	require.NoError(t, err)
	edited := now.Proposals[0]
	assert.Equal(t, bonafide.ApprovalOpen, edited.State, "an edit voids the consent")
	_, err = b.users.EditProposal(ctx, officer2, u.ID, user.EditProposalRequest{Proposal: p.ID, Request: user.UpdateRequest{LegalName: "X Y"}})
	require.ErrorIs(t, err, bonafide.ErrInvalid, "another right")
	refusedAs(t, b.carry(acme, u.ID, other), bonafide.RefusedNoApproval)
	_, err = b.users.Approve(ctx, officer2, u.ID, user.ApproveRequest{Proposal: p.ID, Hash: edited.Hash})
	refusedAs(t, err, bonafide.RefusedSamePerson)
	approve(edited)
	refusedAs(t, b.carry(acme, u.ID, add), bonafide.RefusedNoApproval)
	require.NoError(t, b.carry(acme, u.ID, other))

	now, err = b.users.Propose(ctx, acme, u.ID, user.ProposeRequest{Request: add, Expires: start.Add(time.Hour)})
	require.NoError(t, err)
	p = now.Proposals[1]
	_, err = b.users.Withdraw(ctx, officer, u.ID, user.WithdrawRequest{Proposal: p.ID})
	require.ErrorIs(t, err, bonafide.ErrForbidden)
	now, err = b.users.Withdraw(ctx, acme, u.ID, user.WithdrawRequest{Proposal: p.ID})
	require.NoError(t, err)
	assert.Equal(t, bonafide.ApprovalWithdrawn, now.Proposals[1].State)
	for range 10 {
		now, err = b.users.Propose(ctx, acme, u.ID, user.ProposeRequest{Request: add, Expires: start.Add(time.Hour)})
		require.NoError(t, err)
	}
	_, err = b.users.Propose(ctx, acme, u.ID, user.ProposeRequest{Request: add, Expires: start.Add(time.Hour)})
	require.Equal(t, bonafide.Invalid("request", bonafide.CodeTooMany), err)
	alive := now.Proposals[len(now.Proposals)-1].ID
	for range 8 { // of others, beside two that are over: these go, and nothing that is alive
		now, err = b.users.Propose(ctx, officer2, u.ID, user.ProposeRequest{Request: add, Expires: start.Add(time.Hour)})
		require.NoError(t, err)
	}
	now, err = b.users.Propose(ctx, officer2, u.ID, user.ProposeRequest{Request: add, Expires: start.Add(time.Hour)})
	require.NoError(t, err)
	assert.Len(t, now.Proposals, 20)
	assert.True(t, slices.ContainsFunc(now.Proposals, func(p bonafide.Approval) bool { return p.ID == alive }))
	for _, p := range now.Proposals {
		assert.Empty(t, p.Content, "what is sealed is not shown")
	}
}

// Both halves of a swap can be approved: the closure as what it is, the lifting
// as an empty request to the other user.
func TestSwapUnderFourEyes(t *testing.T) {
	b := setup(t)
	u := b.verified(t)
	in := ana()
	in.Email = "ana2@example.com"
	in.VirtualDocs = ssn("512432222")
	twin := b.second(t, in)
	swap := user.SwapRequest{To: twin.ID}
	_, err := b.users.SwapDuplicate(ctx, officer, twin.ID, user.SwapRequest{To: u.ID})
	require.NoError(t, err)
	programs, err := program.ParseBook([]byte(strings.Replace(sheet, `"screening"`, `"four_eyes": ["close", "reopen"], "screening"`, 1)))
	require.NoError(t, err)
	b.opts.Programs = programs
	b.users, err = newService(b)
	require.NoError(t, err)
	_, err = b.users.SwapDuplicate(ctx, officer, u.ID, swap)
	refusedAs(t, err, bonafide.RefusedNoApproval)
	for id, request := range map[string]user.Request{u.ID: swap, twin.ID: user.StandingRequest{}} {
		now, err := b.users.Propose(ctx, officer, id, user.ProposeRequest{Request: request, Expires: start.Add(time.Hour)})
		require.NoError(t, err)
		p := now.Proposals[0]
		_, err = b.users.Approve(ctx, officer2, id, user.ApproveRequest{Proposal: p.ID, Hash: p.Hash})
		require.NoError(t, err)
	}
	now, err := b.users.SwapDuplicate(ctx, officer, u.ID, swap)
	require.NoError(t, err)
	assert.Equal(t, twin.ID, now.ID)
	assert.Equal(t, permission.Unverified, now.Permission())
	assert.Equal(t, permission.Closed, mustGet(t, b, u.ID).Permission())
}
