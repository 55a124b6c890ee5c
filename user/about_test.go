package user_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/risk"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/user"
)

// An approval is of what the second person read about: once that is something else, the
// same words are another thing, and nobody has approved it.
func TestApprovalIsOfWhatItIsAbout(t *testing.T) {
	lock := func(code permission.PermissionCode) user.Request {
		return user.StandingRequest{Permission: permission.Locked, Code: code}
	}
	again := func(change func(*submission)) func(*testing.T, *bundle, user.User) {
		return func(t *testing.T, b *bundle, u user.User) {
			in := ana()
			in.ID, in.Name = u.Documents[0].ID, u.Documents[0].Name
			change(&in)
			b.advance(t, b.submit(t, u.ID, in).ID)
		}
	}
	renamed := again(func(in *submission) { in.Name = "Ana Maria Smith" })
	born := again(func(in *submission) { in.Day++ })
	moved := again(func(in *submission) { in.AddressStreet = "2 Market Street" })
	by := func(r user.Request) func(*testing.T, *bundle, user.User) {
		return func(t *testing.T, b *bundle, u user.User) { require.NoError(t, b.carry(officer, u.ID, r)) }
	}
	number := func(u user.User) string { return find(t, u, document.SSN).ID }
	for name, c := range map[string]struct {
		verb   permission.Verb
		before user.Request // by the reviewer
		ask    func(u user.User) user.Request
		then   func(*testing.T, *bundle, user.User) // what becomes something else
	}{
		"another lock": {permission.VerbUnlock, lock(permission.HighReturns), func(user.User) user.Request { return user.StandingRequest{} },
			by(lock(permission.ComplianceSuspicious))},
		"a closure of who is locked since": {permission.VerbClose, nil,
			func(user.User) user.Request {
				return user.StandingRequest{Permission: permission.Closed, Code: permission.UserRequest}
			}, by(lock(permission.ComplianceSuspicious))},
		"another flag": {permission.VerbUnflag, user.FlagRequest{Flag: permission.Flagged, Code: permission.FlagUploadUAR},
			func(user.User) user.Request { return user.FlagRequest{Flag: permission.NotFlagged} },
			by(user.FlagRequest{Flag: permission.Flagged, Code: permission.FlagReviewHighRisk})},
		"a hit of another birthday": {permission.VerbDecideMatch, nil, func(u user.User) user.Request {
			return user.DecideHitRequest{Document: u.Documents[0].ID, List: "ofac_sdn", EntryID: "7", Disposition: screening.FalsePositive, Reason: "born later", Expires: start.AddDate(0, 1, 0)}
		}, born},
		"a hit of another entry": {permission.VerbDecideMatch, nil, func(u user.User) user.Request {
			return user.DecideHitRequest{Document: u.Documents[0].ID, List: "ofac_sdn", EntryID: "7", Disposition: screening.FalsePositive, Reason: "born later", Expires: start.AddDate(0, 1, 0)}
		}, func(t *testing.T, b *bundle, u user.User) {
			b.screener.entry = "changed"
			require.NoError(t, b.carry(officer, u.ID, user.RescreenRequest{}))
			b.advance(t, u.ID)
		}},
		"another number": {permission.VerbResolve, nil, func(u user.User) user.Request {
			return user.ResolveRequest{SubDocument: number(u), Verdict: document.Verdict{Outcome: document.OutcomeValid}}
		}, func(t *testing.T, b *bundle, u user.User) {
			in := document.SubSubmission{ID: number(u), Type: document.SSN, Value: bonafide.NewSecret("512-43-3333")}
			b.submit(t, u.ID, submission{ID: u.Documents[0].ID, VirtualDocs: []document.SubSubmission{in}})
		}},
		"the number of somebody else": {permission.VerbResolve, nil, func(u user.User) user.Request {
			return user.ResolveRequest{SubDocument: number(u), Verdict: document.Verdict{Outcome: document.OutcomeValid}}
		}, renamed},
		"a number to be shown": {permission.VerbReveal, nil, func(u user.User) user.Request {
			return user.RevealRequest{SubDocument: number(u), Purpose: "support"}
		}, renamed},
		"a waiver for somebody else": {permission.VerbWaive, nil, func(u user.User) user.Request {
			return user.WaiveRequest{Waiver: permission.Waiver{Rule: "phone", DocumentID: u.Documents[0].ID, Until: start.AddDate(1, 0, 0)}}
		}, renamed},
		"a waiver for another address": {permission.VerbWaive, nil, func(u user.User) user.Request {
			return user.WaiveRequest{Waiver: permission.Waiver{Rule: "phone", DocumentID: u.Documents[0].ID, Until: start.AddDate(1, 0, 0)}}
		}, moved},
		"diligence on somebody else": {permission.VerbSetEDD, nil, func(u user.User) user.Request {
			return user.EDDRequest{Document: u.Documents[0].ID, Status: document.EDDValid, Reason: "seen"}
		}, renamed},
		"somebody else taken out": {permission.VerbActivate, nil, func(u user.User) user.Request {
			return user.SetDocumentActiveRequest{Document: u.Documents[0].ID, Reason: "no longer"}
		}, renamed},
		"somebody else withdrawn": {permission.VerbActivate, nil, func(u user.User) user.Request {
			return user.WithdrawDocumentRequest{Document: u.Documents[0].ID, Reason: "mistaken"}
		}, born},
		"another risk": {permission.VerbOverrideRisk, nil, func(user.User) user.Request {
			return user.OverrideRiskRequest{Level: risk.Low, Comment: "known for long"}
		}, func(t *testing.T, b *bundle, u user.User) {
			require.NoError(t, b.carry(acme, u.ID, user.PushRiskRequest{Assessment: risk.Assessment{Level: risk.High}}))
		}},
	} {
		t.Run(name, func(t *testing.T) {
			set := func() (*bundle, user.User, user.Request) {
				b := setup(t)
				b.verifier.always(document.SSN, document.Verdict{Outcome: document.OutcomePending})
				in := ana()
				in.VirtualDocs = ssn("512-43-2222")
				if c.verb == permission.VerbDecideMatch {
					b.screener.listed = in.Name
				}
				u := b.advance(t, b.submit(t, b.create(t).ID, in).ID)
				if c.before != nil {
					require.NoError(t, b.carry(officer, u.ID, c.before))
				}
				ask := c.ask(mustGet(t, b, u.ID))
				b.foureyed(t, c.verb)
				b.approved(t, u.ID, ask)
				return b, u, ask
			}
			b, u, ask := set()
			require.NoError(t, b.carry(officer, u.ID, user.UpdateRequest{PublicNote: ptr("seen twice")}))
			b.advance(t, u.ID)
			require.NoError(t, b.carry(officer, u.ID, ask), "nothing became something else")

			b, u, ask = set()
			b.plain(t)
			c.then(t, b, u)
			b.foureyed(t, c.verb)
			before := mustGet(t, b, u.ID)
			refusedAs(t, b.carry(officer, u.ID, ask), bonafide.RefusedNoApproval)
			assert.Equal(t, before, mustGet(t, b, u.ID))
			b.approved(t, u.ID, ask)
			require.NoError(t, b.carry(officer, u.ID, ask), "what was read anew")
		})
	}
}

// foureyed makes the program put a verb under four eyes.
func (b *bundle) foureyed(t *testing.T, verb permission.Verb) {
	t.Helper()
	b.under(t, strings.Replace(sheet, `"screening"`, `"four_eyes": ["`+string(verb)+`"], "screening"`, 1))
}

// plain makes the program put nothing under four eyes.
func (b *bundle) plain(t *testing.T) {
	t.Helper()
	b.under(t, sheet)
}

func (b *bundle) under(t *testing.T, sheet string) {
	t.Helper()
	programs, err := program.ParseBook([]byte(sheet))
	require.NoError(t, err)
	b.opts.Programs = programs
	b.users, err = newService(b)
	require.NoError(t, err)
}

// approved proposes a request, and lets a second reviewer agree.
func (b *bundle) approved(t *testing.T, id string, r user.Request) {
	t.Helper()
	now, err := b.users.Propose(ctx, officer, id, user.ProposeRequest{Request: r, Expires: b.now().Add(24 * time.Hour)})
	require.NoError(t, err)
	p := now.Proposals[len(now.Proposals)-1]
	_, err = b.users.Approve(ctx, officer2, id, user.ApproveRequest{Proposal: p.ID, Hash: p.Hash})
	require.NoError(t, err)
}
