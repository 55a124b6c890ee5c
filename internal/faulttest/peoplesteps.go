package faulttest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/payout"
	"github.com/bonafide-go/bonafide/document/tax"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/risk"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/user"
	"github.com/bonafide-go/bonafide/user/scope"
)

// steps are everything that can be asked of users: whoever gives the Service
// another method adds a step that calls it.
func (w *people) steps() []step {
	var out []step
	for _, part := range [][]step{w.entry(), w.identity(), w.money(), w.review(), w.second(), w.others(), w.reading(), w.end()} {
		out = append(out, part...)
	}
	return out
}

// rolledBack is what an engine tells of a roll-back.
var rolledBack = []screening.EditionChange{{
	Op: screening.EditionRolledBack, List: "ofac_sdn", From: screening.Edition{Hash: "h3"}, To: screening.Edition{Hash: "h2"}, By: officer, Reason: "half of it is missing",
}}

// entry are creation, codes and tokens.
func (w *people) entry() []step {
	s, ana := w.users, &w.ana
	oauth := func(r user.OAuthRequest) func(ctx context.Context, key string) error {
		return func(ctx context.Context, key string) error {
			r.Key, r.RefreshToken, r.Fingerprint = key, w.refresh, device
			g, err := s.OAuth(ctx, acme, r)
			if err == nil && g.Step == user.StepGranted {
				w.refresh, w.access = g.RefreshToken, g.AccessKey
			}
			return err
		}
	}
	guess := func(code bonafide.Secret) func(context.Context, string) error {
		return on(ana, func(ctx context.Context, key, id string) (user.User, error) {
			return s.VerifyCode(ctx, acme, id, user.VerifyCodeRequest{Key: key, Code: code})
		})
	}
	send := w.told(on(ana, func(ctx context.Context, key, id string) (user.User, error) {
		return s.SendCode(ctx, acme, id, user.SendCodeRequest{Key: key})
	}))
	return []step{
		{"Create", w.create(ana, "Ana Maria Lopez", "+14155552671", false)},
		{"SendCode", send},
		{"VerifyCode", func(ctx context.Context, key string) error { return refused(guess(wrong)(ctx, key), user.RefusedCode) }},
		{"VerifyCode", guess(code)},
		{"SendCode", send},
		{"VerifyCode", func(ctx context.Context, key string) error { return refused(guess(wrong)(ctx, key), user.RefusedCode) }},
		{"ResetCodes", on(ana, func(ctx context.Context, key, id string) (user.User, error) {
			return s.ResetCodes(ctx, officer, id, user.ResetCodesRequest{Key: key})
		})},
		{"IssueToken", func(ctx context.Context, key string) (err error) {
			token, err := s.IssueToken(ctx, acme, ana.ID, user.IssueTokenRequest{Key: key})
			if err == nil {
				w.refresh = token
			}
			return err
		}},
		{"OAuth", w.told(oauth(user.OAuthRequest{Device: "+14155552671"}))},
		{"OAuth", oauth(user.OAuthRequest{PIN: code})},
		{"OAuth", oauth(user.OAuthRequest{})},
		{"OAuth", func(ctx context.Context, _ string) error { return oauth(user.OAuthRequest{})(ctx, "") }},
		{"Authenticate", reads(func(ctx context.Context) (user.Session, error) {
			return s.Authenticate(ctx, w.access, device, scope.UserGet)
		})},
		{"Sweep", w.swept(s.Sweep)},
	}
}

// identity are documents, their checks and taxes.
func (w *people) identity() []step {
	s, ana := w.users, &w.ana
	known := "ext-ana"
	update := func(r user.UpdateRequest) func(context.Context, string) error {
		return on(ana, func(ctx context.Context, key, id string) (user.User, error) {
			r.Key = key
			return s.Update(ctx, acme, id, r)
		})
	}
	return []step{
		{"Update", update(user.UpdateRequest{LegalName: "Ana Lopez", PhoneNumber: "ana@example.com", Login: &user.Login{Email: "ana@example.com"}})},
		{"Update", update(user.UpdateRequest{RemoveLegalName: "Ana Lopez"})},
		{"SendCode", w.told(on(ana, func(ctx context.Context, key, id string) (user.User, error) {
			return s.SendCode(ctx, acme, id, user.SendCodeRequest{Key: key, Contact: "ana@example.com"})
		}))},
		{"VerifyCode", on(ana, func(ctx context.Context, key, id string) (user.User, error) {
			return s.VerifyCode(ctx, acme, id, user.VerifyCodeRequest{Key: key, Code: code})
		})},
		{"Attest", on(ana, func(ctx context.Context, key, id string) (user.User, error) {
			return s.Attest(ctx, acme, id, user.AttestRequest{Key: key, Attestation: "terms"})
		})},
		{"SubmitDocuments", w.submit(ana, func() document.Submission {
			in := papers("Ana Maria Lopez", "+14155552671")
			in.VirtualDocs, in.PhysicalDocs = ssn("512-43-2222"), []document.SubSubmission{photo(document.GovtID)}
			return in
		})},
		{"Advance", w.settled(ana)},
		{"SubmitDocuments", w.submit(ana, func() document.Submission {
			return document.Submission{ID: ana.Documents[0].ID, PhysicalDocs: []document.SubSubmission{photo(document.ProofOfAddress)}}
		})},
		{"Advance", w.settled(ana)},
		{"Resolve", on(ana, func(ctx context.Context, key, id string) (user.User, error) {
			return s.Resolve(ctx, officer, id, user.ResolveRequest{Key: key, SubDocument: sub(*ana, document.ProofOfAddress).ID, Verdict: document.Verdict{Outcome: document.OutcomeValid}})
		})},
		{"SubmitDocuments", w.submit(ana, func() document.Submission { // in place of the one before, which is withdrawn
			return document.Submission{ID: ana.Documents[0].ID, PhysicalDocs: []document.SubSubmission{photo(document.GovtID)}}
		})},
		{"Update", on(ana, func(ctx context.Context, key, id string) (user.User, error) {
			return s.Update(ctx, acme, id, user.UpdateRequest{Key: key, SuppID: &known, Documents: []document.Submission{
				{ID: ana.Documents[0].ID, PhysicalDocs: []document.SubSubmission{photo(document.Selfie)}},
			}})
		})},
		{"Advance", w.settled(ana)},
		{"SubmitTax", on(ana, func(ctx context.Context, key, id string) (user.User, error) {
			return s.SubmitTax(ctx, acme, id, user.TaxRequest{Key: key, W9: &tax.W9Submission{
				EntityType: string(tax.Individual), FirstName: "Ana", LastName: "Lopez", DateOfBirth: "1990-05-14", TIN: bonafide.NewSecret("512-43-2222"),
				Address: tax.AddressSubmission{Line1: "1 Market Street", City: "San Francisco", State: "CA", Country: "US", Postcode: "94105"},
			}})
		})},
		{"Advance", w.settled(ana)},
		{"ResolveTax", on(ana, func(ctx context.Context, key, id string) (user.User, error) {
			return s.ResolveTax(ctx, officer, id, user.ResolveTaxRequest{Key: key, Attempt: ana.Tax.TIN.Attempt, Verdict: document.Verdict{Outcome: document.OutcomeValid}})
		})},
		{"SubmitDocuments", w.submit(ana, func() document.Submission {
			return document.Submission{ID: ana.Documents[0].ID, SocialDocs: []document.SubSubmission{{Type: document.PhoneNumber2FA, Value: bonafide.NewSecret("+14155552671")}}}
		})},
		{"Advance", w.settled(ana)},
		{"SubmitDocuments", w.submit(ana, func() document.Submission {
			return document.Submission{ID: ana.Documents[0].ID, SocialDocs: []document.SubSubmission{{
				ID: sub(*ana, document.PhoneNumber2FA).ID, Type: document.PhoneNumber2FA, MFAAnswer: code,
			}}}
		})},
	}
}

// money are payouts and transactions.
func (w *people) money() []step {
	s, ana := w.users, &w.ana
	account := func(number string) func(context.Context, string) error {
		return on(ana, func(ctx context.Context, key, id string) (user.User, error) {
			return s.AddPayoutMethod(ctx, acme, id, user.AddPayoutRequest{Key: key, Method: payout.Submission{
				Kind: payout.ACH, RoutingNumber: "021000021", AccountNumber: bonafide.NewSecret(number), AccountType: payout.Checking,
			}})
		})
	}
	move := func(id, key string) func(context.Context, string) error {
		return func(ctx context.Context, k string) error {
			r := w.transaction(id)
			r.Key = key + k
			a, err := s.Move(ctx, acme, ana.ID, r)
			if err == nil && !a.Allowed {
				err = errors.New("not allowed")
			}
			return err
		}
	}
	return []step{
		{"AddPayoutMethod", account("123456789")},
		{"AddPayoutMethod", account("987654321")},
		{"SetDefaultPayout", on(ana, func(ctx context.Context, key, id string) (user.User, error) {
			return s.SetDefaultPayout(ctx, acme, id, user.SetDefaultPayoutRequest{Key: key, Method: ana.Payouts.List[1].ID})
		})},
		{"RemovePayoutMethod", on(ana, func(ctx context.Context, key, id string) (user.User, error) {
			return s.RemovePayoutMethod(ctx, acme, id, user.RemovePayoutRequest{Key: key, Method: ana.Payouts.Default})
		})},
		{"Authorize", func(ctx context.Context, _ string) error {
			_, err := s.Authorize(ctx, acme, ana.ID, w.transaction("t-1"))
			return err
		}},
		{"Move", move("t-1", "")},
		{"Move", move("t-2", "")},
		{"Move", move("t-3", "")},
		{"Move", func(ctx context.Context, _ string) error { w.moved = 2; return move("t-3", "again-")(ctx, "") }}, // another key, the same transaction; one is taken back below
		{"ReverseMove", func(ctx context.Context, key string) error {
			u, err := s.ReverseMove(ctx, acme, ana.ID, user.ReverseMoveRequest{Key: key, Transaction: "t-2"})
			if err == nil {
				*ana = u
			}
			return err
		}},
	}
}

// review is what reviewers do.
func (w *people) review() []step {
	s, ana := w.users, &w.ana
	flag := func(f permission.Flag, c permission.FlagCode) func(context.Context, string) error {
		return on(ana, func(ctx context.Context, key, id string) (user.User, error) {
			return s.SetFlag(ctx, officer, id, user.FlagRequest{Key: key, Flag: f, Code: c})
		})
	}
	active := func(a bool) func(context.Context, string) error {
		return on(ana, func(ctx context.Context, key, id string) (user.User, error) {
			return s.SetDocumentActive(ctx, officer, id, user.SetDocumentActiveRequest{Key: key, Document: ana.Documents[0].ID, Active: a, Reason: "seen in person"})
		})
	}
	stands := func(who *user.User, p permission.Permission, c permission.PermissionCode) func(context.Context, string) error {
		return on(who, func(ctx context.Context, key, id string) (user.User, error) {
			return s.SetStanding(ctx, officer, id, user.StandingRequest{Key: key, Permission: p, Code: c})
		})
	}
	return []step{
		{"SetFlag", flag(permission.Flagged, permission.FlagUploadUAR)},
		{"SetFlag", flag(permission.NotFlagged, "")},
		{"Waive", on(ana, func(ctx context.Context, key, id string) (user.User, error) {
			return s.Waive(ctx, officer, id, user.WaiveRequest{Key: key, Waiver: permission.Waiver{Rule: "photo", DocumentID: ana.Documents[0].ID, Until: start.AddDate(0, 6, 0)}})
		})},
		{"SetDocumentActive", active(false)},
		{"SetDocumentActive", active(true)},
		{"Hold", on(ana, func(ctx context.Context, key, id string) (user.User, error) {
			return s.Hold(ctx, officer, id, user.HoldRequest{Key: key, ID: "matter-1", Reason: "subpoena"})
		})},
		{"WithdrawDocument", on(ana, func(ctx context.Context, key, id string) (user.User, error) {
			return s.WithdrawDocument(ctx, officer, id, user.WithdrawDocumentRequest{Key: key, Document: ana.Documents[0].ID, SubDocument: sub(*ana, document.ProofOfAddress).ID, Reason: "asked by letter"})
		})},
		{"Release", on(ana, func(ctx context.Context, key, id string) (user.User, error) {
			return s.Release(ctx, officer, id, user.ReleaseRequest{Key: key, ID: "matter-1", Reason: "settled"})
		})},
		{"SetEDD", on(ana, func(ctx context.Context, key, id string) (user.User, error) {
			return s.SetEDD(ctx, officer, id, user.EDDRequest{Key: key, Document: ana.Documents[0].ID, Status: document.EDDReviewing, Reason: "number does not show"})
		})},
		{"SetEDD", on(ana, func(ctx context.Context, key, id string) (user.User, error) {
			return s.SetEDD(ctx, officer, id, user.EDDRequest{Key: key, Document: ana.Documents[0].ID, Status: document.EDDValid, Reason: "they agree"})
		})},
		{"SetStanding", stands(ana, permission.Locked, permission.ComplianceSuspicious)},
		{"SetStanding", stands(ana, "", "")},
		{"Reveal", func(ctx context.Context, key string) error {
			v, err := s.Reveal(ctx, officer, ana.ID, user.RevealRequest{Key: key, Purpose: "tax_letter", SubDocument: sub(*ana, document.SSN).ID})
			if err == nil && v.Reveal() != "512432222" {
				err = errors.New("another value")
			}
			return err
		}},
		{"OpenUpload", func(ctx context.Context, key string) error {
			content, err := s.OpenUpload(ctx, officer, ana.ID, user.OpenUploadRequest{Key: key, Purpose: "document_review", SubDocument: sub(*ana, document.GovtID).ID})
			if err == nil && len(content) == 0 {
				err = errors.New("another upload")
			}
			return err
		}},
		{"Rescreen", on(ana, func(ctx context.Context, key, id string) (user.User, error) {
			return s.Rescreen(ctx, acme, id, user.RescreenRequest{Key: key})
		})},
		{"Advance", w.settled(ana)},
		{"PushRisk", on(ana, func(ctx context.Context, key, id string) (user.User, error) {
			return s.PushRisk(ctx, acme, id, user.PushRiskRequest{Key: key, Assessment: risk.Assessment{Level: risk.High, Model: "engine@7"}})
		})},
	}
}

// second are proposals and what they lead to.
func (w *people) second() []step {
	s, ana := w.users, &w.ana
	keep := func(u user.User, err error) error {
		if err == nil && len(u.Proposals) > 0 {
			w.proposal = u.Proposals[len(u.Proposals)-1]
		}
		return err
	}
	propose := func(r user.Request) func(context.Context, string) error {
		return func(ctx context.Context, key string) error {
			return keep(s.Propose(ctx, officer, ana.ID, user.ProposeRequest{Key: key, Request: r, Expires: start.AddDate(0, 1, 0)}))
		}
	}
	other := override
	other.Comment = "salary slip seen"
	return []step{
		{"Propose", propose(other)},
		{"EditProposal", func(ctx context.Context, key string) error {
			return keep(s.EditProposal(ctx, officer, ana.ID, user.EditProposalRequest{Key: key, Proposal: w.proposal.ID, Request: override}))
		}},
		{"Proposed", func(ctx context.Context, key string) error {
			_, err := s.Proposed(ctx, officer2, ana.ID, user.ReadProposalRequest{Key: key, Proposal: w.proposal.ID})
			return err
		}},
		{"Approve", func(ctx context.Context, key string) error {
			return keep(s.Approve(ctx, officer2, ana.ID, user.ApproveRequest{Key: key, Proposal: w.proposal.ID, Hash: w.proposal.Hash}))
		}},
		{"OverrideRisk", on(ana, func(ctx context.Context, key, id string) (user.User, error) {
			r := override
			r.Key = key
			return s.OverrideRisk(ctx, officer, id, r)
		})},
		{"Propose", propose(override)},
		{"Reject", func(ctx context.Context, key string) error {
			return keep(s.Reject(ctx, officer2, ana.ID, user.RejectRequest{Key: key, Proposal: w.proposal.ID}))
		}},
		{"Propose", propose(override)},
		{"Withdraw", func(ctx context.Context, key string) error {
			return keep(s.Withdraw(ctx, officer, ana.ID, user.WithdrawRequest{Key: key, Proposal: w.proposal.ID}))
		}},
	}
}

// others are those who are on the list, come twice, or are a business.
func (w *people) others() []step {
	s, jane, twin, firm, next, self := w.users, &w.jane, &w.twin, &w.firm, &w.next, &w.self
	joined, trusted := &w.joined, ""
	decide := func(by bonafide.Actor, d screening.Disposition) func(context.Context, string) error {
		return func(ctx context.Context, key string) error {
			r := user.DecideHitRequest{Key: key, Document: jane.Documents[0].ID, List: "ofac_sdn", EntryID: "7", Disposition: d, Reason: "as documented"}
			if d == screening.FalsePositive {
				r.Expires = start.AddDate(1, 0, 0)
			}
			_, err := s.DecideHit(ctx, by, jane.ID, r)
			return err
		}
	}
	return []step{
		{"Create", w.create(jane, listed, "+14155552672", false)},
		{"SubmitDocuments", w.submit(jane, func() document.Submission {
			in := papers(listed, "+14155552672")
			in.VirtualDocs, in.PhysicalDocs = ssn("512-43-3333"), []document.SubSubmission{photo(document.GovtID)}
			return in
		})},
		{"Advance", w.settled(jane)},
		{"DecideHit", decide(officer, screening.TruePositive)},
		{"DecideHit", decide(officer, screening.FalsePositive)},
		{"DecideHit", decide(officer2, screening.FalsePositive)},

		{"Create", w.create(twin, "Ana Maria Lopez", "+14155552673", false)},
		{"IssueToken", func(ctx context.Context, key string) error {
			_, err := s.IssueToken(ctx, acme, twin.ID, user.IssueTokenRequest{Key: key})
			return err
		}},
		{"RevokeTokens", on(twin, func(ctx context.Context, key, id string) (user.User, error) {
			return s.RevokeTokens(ctx, acme, id, user.RevokeTokensRequest{Key: key})
		})},
		{"SubmitDocuments", w.submit(twin, func() document.Submission {
			in := papers("Ana Maria Lopez", "+14155552673")
			in.VirtualDocs = ssn("512-43-2222")
			return in
		})},
		{"Duplicates", func(ctx context.Context, _ string) error {
			d, err := s.Duplicates(ctx, officer, twin.ID)
			if err == nil && len(d.Open) != 1 {
				err = errors.New("no duplicate found")
			}
			return err
		}},
		{"Advance", w.settled(twin)},
		{"DismissDuplicate", func(ctx context.Context, key string) error {
			_, err := s.DismissDuplicate(ctx, officer, twin.ID, user.DismissDuplicateRequest{Key: key, User: w.ana.ID, Reason: "twins"})
			return err
		}},
		{"SwapDuplicate", func(ctx context.Context, key string) error {
			_, err := s.SwapDuplicate(ctx, officer, twin.ID, user.SwapRequest{Key: key, To: w.ana.ID})
			return err
		}},

		{"Create", w.create(firm, "Lopez Trading LLC", "+14155552674", true)},
		{"SubmitDocuments", w.submit(firm, func() document.Submission {
			in := papers("Lopez Trading LLC", "+14155552674")
			in.EntityType, in.Year = "LLC", 2010
			return in
		})},
		{"Create", w.create(&w.loose, "Bea Smith Jones", "+14155552675", false)},
		{"SubmitDocuments", func(ctx context.Context, _ string) error {
			w.unlike = w.loose.ID // it has what it took
			in := papers("Bea Smith Jones", "+14155552675")
			in.PhysicalDocs = []document.SubSubmission{photo(document.GovtID), photo(document.ProofOfAddress)}
			_, err := s.SubmitDocuments(ctx, acme, w.loose.ID, user.SubmitRequest{Documents: []document.Submission{in}})
			return err
		}},
		{"NameOwners", on(firm, func(ctx context.Context, key, id string) (user.User, error) {
			return s.NameOwners(ctx, acme, id, user.NameOwnersRequest{Key: key, Members: []user.OwnerLink{{User: w.ana.ID, Share: bonafide.FixedOf(60), Controls: true}}})
		})},
		{"ExemptOwners", on(firm, func(ctx context.Context, key, id string) (user.User, error) {
			return s.ExemptOwners(ctx, officer, id, user.ExemptOwnersRequest{Key: key, Exemption: "publicly_traded", Reason: "listed, seen at the exchange"})
		})},
		{"AdvanceDue", func(ctx context.Context, _ string) error { _, err := s.AdvanceDue(ctx, 10); return err }},
		{"Create", on(next, func(ctx context.Context, key, _ string) (user.User, error) {
			in := papers("Nia Next", "+14155552674")
			in.VirtualDocs, in.PhysicalDocs = ssn("512-43-4444"), []document.SubSubmission{photo(document.GovtID)}
			return s.Create(ctx, acme, user.CreateRequest{
				Key: key, Phone: "+14155552674", Claim: true, LegalNames: []string{"Nia Next"}, Fingerprint: device, Documents: []document.Submission{in},
			})
		})},
		{"SendCode", w.told(on(next, func(ctx context.Context, key, id string) (user.User, error) {
			return s.SendCode(ctx, acme, id, user.SendCodeRequest{Key: key})
		}))},
		{"VerifyCode", on(next, func(ctx context.Context, key, id string) (user.User, error) {
			return s.VerifyCode(ctx, acme, id, user.VerifyCodeRequest{Key: key, Code: code})
		})},
		{"ReleaseNumber", on(firm, func(ctx context.Context, key, id string) (user.User, error) {
			return s.ReleaseNumber(ctx, officer, id, user.ReleaseNumberRequest{Key: key, To: next.ID})
		})},
		{"DistrustDevice", on(next, func(ctx context.Context, key, id string) (user.User, error) {
			if trusted == "" { // and so when it is asked for again
				a, err := s.Access(ctx, acme, id)
				if err != nil {
					return user.User{}, err
				}
				trusted = a.Devices[0].ID
			}
			return s.DistrustDevice(ctx, acme, id, user.DistrustDeviceRequest{Key: key, Device: trusted})
		})},
		{"Create", on(joined, func(ctx context.Context, key, _ string) (user.User, error) { // who is there, for another platform
			return s.Create(ctx, globex, user.CreateRequest{Key: key, Phone: "+14155552674", LegalNames: []string{"Nia Next"}, SuppID: "n-1"})
		})},
		{"SendCode", w.told(func(ctx context.Context, key string) error {
			_, err := s.SendCode(ctx, globex, joined.ID, user.SendCodeRequest{Key: key})
			return err
		})},
		{"VerifyCode", func(ctx context.Context, key string) error {
			_, err := s.VerifyCode(ctx, globex, joined.ID, user.VerifyCodeRequest{Key: key, Code: code})
			return err
		}},
		{"Create", on(self, func(ctx context.Context, key, _ string) (user.User, error) {
			in := papers("Eve Alone", "+14155552678")
			in.PhysicalDocs = []document.SubSubmission{photo(document.GovtID)}
			return s.Create(ctx, eve, user.CreateRequest{Key: key, Phone: "+14155552678", LegalNames: []string{"Eve Alone"}, Documents: []document.Submission{in}})
		})},
		{"Update", on(self, func(ctx context.Context, key, id string) (user.User, error) {
			return s.Update(ctx, eve, id, user.UpdateRequest{Key: key, PhoneNumber: "+14155552679", RemovePhoneNumber: "+14155552678"})
		})},
		{"SubmitDocuments", on(self, func(ctx context.Context, key, id string) (user.User, error) {
			return s.SubmitDocuments(ctx, eve, id, user.SubmitRequest{Key: key, Documents: []document.Submission{
				{ID: self.Documents[0].ID, PermissionScope: document.DeleteDocument},
			}})
		})},
		{"Import", w.imported()},
		{"Advance", w.settled(twin)},
		{"Advance", w.settled(firm)},
		{"Advance", w.settled(next)},
	}
}

// imported brings two customers of another system, one under an id of its own.
func (w *people) imported() func(context.Context, string) error {
	row := func(id, name, number string) user.ImportedUser {
		in := papers(name, number)
		return user.ImportedUser{
			ID: id, Phone: number, LegalNames: []string{name}, Platforms: []user.Link{{Platform: "acme"}}, CreatedAt: start.AddDate(-1, 0, 0),
			Documents: []user.ImportedDocument{{Submission: in, PhysicalDocs: []user.ImportedSub{{
				SubSubmission: photo(document.GovtID), Prior: document.Prior{Status: document.Valid, DecidedAt: start.AddDate(0, -6, 0), Verifier: "vendor-7"},
			}}}},
		}
	}
	return func(ctx context.Context, _ string) error {
		for _, r := range []user.ImportRequest{
			{KeepIDs: true, Users: []user.ImportedUser{row("u-1001", "Old Customer", "+14155552676")}},
			{Users: []user.ImportedUser{row("u-1002", "Older Customer", "+14155552677")}},
		} {
			r.Source = "oldvendor"
			found, err := w.users.Import(ctx, officer, r)
			if err != nil {
				return err
			}
			if got := found.Rows[0]; got.Outcome != user.ImportDone && got.Outcome != user.ImportAlready {
				return fmt.Errorf("an import was %s: %v", got.Outcome, got.Faults)
			}
		}
		return nil
	}
}

// reading are the calls that read.
func (w *people) reading() []step {
	s, ana := w.users, &w.ana
	return []step{
		{"Get", reads(func(ctx context.Context) (user.User, error) { return s.Get(ctx, acme, ana.ID) })},
		{"Search", reads(func(ctx context.Context) (any, error) {
			return s.Search(ctx, acme, user.SearchRequest{Phone: "+14155552671"})
		})},
		{"Count", reads(func(ctx context.Context) (any, error) {
			n, err := s.Count(ctx, acme, user.SearchRequest{Phone: "+14155552671"})
			if err == nil && n.N != 1 {
				err = fmt.Errorf("%d users", n.N)
			}
			return n, err
		})},
		{"CheckAddress", reads(func(ctx context.Context) (any, error) {
			return s.CheckAddress(ctx, acme, document.PostalAddress{Street: "1 Market Street", City: "San Francisco", Subdivision: "CA", PostalCode: "94105", Country: "US"})
		})},
		{"Queue", reads(func(ctx context.Context) (any, error) {
			return s.Queue(ctx, officer, user.QueueRequest{PageRequest: w.page()})
		})},
		{"Access", reads(func(ctx context.Context) (any, error) { return s.Access(ctx, officer, ana.ID) })},
		{"Codes", reads(func(ctx context.Context) (any, error) { return s.Codes(ctx, officer, ana.ID) })},
		{"Coverage", reads(func(ctx context.Context) (any, error) { return s.Coverage(ctx, officer, ana.ID) })},
		{"Uncovered", reads(func(ctx context.Context) (any, error) {
			return s.Uncovered(ctx, officer, user.UncoveredRequest{Edition: bonafide.Date{Year: 2026, Month: 3, Day: 1}})
		})},
		{"Carry", reads(func(ctx context.Context) (any, error) {
			return s.Carry(ctx, officer, user.CarryRequest{
				Delta: screening.Delta{List: "ofac_sdn", From: bonafide.Date{Year: 2026, Month: 3, Day: 2}, To: bonafide.Date{Year: 2026, Month: 3, Day: 3}, Base: "h2", Hash: "h3"},
				Rules: "1", Touched: func(context.Context, iter.Seq2[string, screening.Query]) iter.Seq2[string, error] {
					return func(func(string, error) bool) {}
				},
			})
		})},
		{"RecordEditions", func(ctx context.Context, _ string) error { return s.RecordEditions(ctx, bonafide.System(), rolledBack) }},
		{"Editions", reads(func(ctx context.Context) (any, error) { return s.Editions(ctx, officer) })},
		{"Decisions", reads(func(ctx context.Context) (any, error) { return s.Decisions(ctx, officer, ana.ID) })},
		{"Replay", func(ctx context.Context, _ string) error { return s.Replay(ctx, officer, ana.ID) }},
		{"Export", func(ctx context.Context, key string) error {
			x, err := s.Export(ctx, officer, ana.ID, user.ExportRequest{Key: key})
			if err == nil && len(x.Subs) == 0 {
				err = errors.New("a copy of nothing")
			}
			return err
		}},
		{"Explain", reads(func(ctx context.Context) (any, error) { return s.Explain(ctx, officer, ana.ID) })},
		{"Future", func(ctx context.Context, _ string) error { _, _, err := s.Future(ctx, acme, ana.ID); return err }},
		{"Events", reads(func(ctx context.Context) (any, error) { return s.Events(ctx, officer, ana.ID, bonafide.PageRequest{}) })},
		{"VerifyEvents", reads(func(ctx context.Context) (any, error) { return nil, s.VerifyEvents(ctx, officer, ana.ID) })},
		{"EventsOf", reads(func(ctx context.Context) (any, error) {
			return s.EventsOf(ctx, officer, user.KindLedger, ana.ID, bonafide.PageRequest{})
		})},
		{"Ledger", reads(func(ctx context.Context) (any, error) { return s.Ledger(ctx, officer, ana.ID) })},
		{"Statements", reads(func(ctx context.Context) (any, error) { return s.Statements(ctx, acme, ana.ID) })},
		{"Look", reads(func(ctx context.Context) (any, error) { return s.Look(ctx, ana.ID) })},
		{"Rotate", func(ctx context.Context, _ string) error { _, _, err := s.Rotate(ctx, "", 100); return err }},
		{"SweepLists", func(ctx context.Context, _ string) error { _, _, err := s.SweepLists(ctx, "", 100); return err }},
		{"Ping", func(ctx context.Context, _ string) error { return s.Ping(ctx) }},
		{"Files", reads(func(ctx context.Context) (any, error) { return s.Files(ctx, officer, w.page()) })},
		{"Simulate", reads(func(ctx context.Context) (any, error) {
			return s.Simulate(ctx, officer, user.SimulateRequest{Candidate: w.candidate})
		})},
		{"Redecide", reads(func(ctx context.Context) (any, error) { return s.Redecide(ctx, officer, user.RedecideRequest{}) })},
	}
}

// end is a closure and an erasure.
func (w *people) end() []step {
	s, jane := w.users, &w.jane
	return []step{
		{"SetStanding", on(jane, func(ctx context.Context, key, id string) (user.User, error) {
			w.photo = sub(*jane, document.GovtID).File.Key
			return s.SetStanding(ctx, officer, id, user.StandingRequest{Key: key, Permission: permission.Closed, Code: permission.UserRequest})
		})},
		{"Erasable", func(ctx context.Context, _ string) error {
			w.wait(48 * time.Hour)
			page, err := s.Erasable(ctx, officer, w.page())
			if err == nil && !slices.Contains(page.Items, jane.ID) {
				err = errors.New("she may not be erased")
			}
			return err
		}},
		{"PlanErasure", func(ctx context.Context, _ string) error {
			p, err := s.PlanErasure(ctx, officer, jane.ID)
			if err == nil && p.Refused != "" {
				err = errors.New("she may not be erased")
			}
			return err
		}},
		{"Erase", on(jane, func(ctx context.Context, key, id string) (user.User, error) {
			return s.Erase(ctx, officer, id, user.EraseRequest{Key: key, Reason: bonafide.SubjectRequest})
		})},
	}
}
