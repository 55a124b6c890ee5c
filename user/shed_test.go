package user_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
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
	"github.com/bonafide-go/bonafide/internal/figuretest"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/risk"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/user"
)

// A player is one who stands outside and may do all that such may do: the user, its
// platform, one whose link is pending.
type player struct {
	*bundle
	t      testing.TB
	random *rand.Rand
	id     string
	by     bonafide.Actor
	tokens []bonafide.Secret
	sheets int // versions of the program
}

func (p *player) pick(of ...string) string { return of[p.random.IntN(len(of))] }

// base is one of the user's documents, and sub one of what it carries.
func (p *player) base() document.Base {
	if documents := p.stored(p.t, p.id).Documents; len(documents) > 0 {
		return documents[p.random.IntN(len(documents))]
	}
	return document.Base{ID: "none"}
}

func (p *player) sub() document.Sub {
	var all []document.Sub
	for d := range p.base().Subs() {
		all = append(all, d)
	}
	if len(all) == 0 {
		return document.Sub{ID: "none"}
	}
	return all[p.random.IntN(len(all))]
}

func (p *player) name() string {
	return p.pick("Ana Maria Lopez", "Jane Listed Person", "Bea Smith Jones", "")
}
func (p *player) email() string {
	return p.pick("ana@example.com", "bea@example.com", "cleo@example.com", "nowhere")
}
func (p *player) phone() string { return p.pick("+14155552671", "+14155552672", "+442071838750", "12") }
func (p *player) ssn() string   { return p.pick("512-43-2222", "512-43-3333", "1") }

func (p *player) code() bonafide.Secret {
	if p.sent() > 0 && p.random.IntN(2) == 0 {
		return p.lastCode()
	}
	return bonafide.NewSecret(p.pick("000000", "123456", ""))
}

func (p *player) send(in submission) error {
	_, err := p.users.SubmitDocuments(ctx, p.by, p.id, user.SubmitRequest{Documents: []submission{in}})
	return err
}

// gone names a sub-document as one that is to go.
func gone(b document.Base, d document.Sub) submission {
	in, del := submission{ID: b.ID}, []document.SubSubmission{{ID: d.ID, Type: document.DeleteDocument}}
	switch d.Class {
	case document.Virtual:
		in.VirtualDocs = del
	case document.Social:
		in.SocialDocs = del
	default:
		in.PhysicalDocs = del
	}
	return in
}

// plays are what a player may try, by the verb that it takes; those of "time" pass by
// themselves.
var plays = map[string]func(p *player) error{
	"submit": func(p *player) error {
		in := ana()
		in.Name, in.Email, in.PhoneNumber = p.name(), p.email(), p.phone()
		in.VirtualDocs, in.PhysicalDocs = ssn(p.ssn()), photo(p.t)
		return p.send(in)
	},
	"submit/change": func(p *player) error {
		return p.send(submission{ID: p.base().ID, Name: p.name(), Email: p.email(), Year: 1990 + p.random.IntN(3)})
	},
	"submit/number": func(p *player) error { return p.send(submission{ID: p.base().ID, VirtualDocs: ssn(p.ssn())}) },
	"submit/photo":  func(p *player) error { return p.send(submission{ID: p.base().ID, PhysicalDocs: photo(p.t)}) },
	"submit/delete": func(p *player) error {
		return p.send(submission{ID: p.base().ID, PermissionScope: document.DeleteDocument})
	},
	"submit/delete part": func(p *player) error { return p.send(gone(p.base(), p.sub())) },
	"submit/code": func(p *player) error {
		return p.send(submission{ID: p.base().ID, SocialDocs: []document.SubSubmission{{Type: document.PhoneNumber2FA, Value: bonafide.NewSecret(p.phone()), MFAAnswer: p.code()}}})
	},
	"submit/tax": func(p *player) error {
		_, err := p.users.SubmitTax(ctx, p.by, p.id, user.TaxRequest{W9: &tax.W9Submission{
			EntityType: string(tax.Individual), FirstName: p.pick("Ana", "Jane Listed"), LastName: p.pick("Lopez", "Person"), DateOfBirth: "1990-05-14",
			TIN: bonafide.NewSecret(p.ssn()), Address: tax.AddressSubmission{Line1: "1 Market Street", City: "San Francisco", State: "CA", Country: "US", Postcode: "94105"},
		}})
		return err
	},
	"edit": func(p *player) error {
		note := "n"
		return p.carry(p.by, p.id, user.UpdateRequest{LegalName: p.name(), RemoveLegalName: p.name(), PhoneNumber: p.phone(), RemovePhoneNumber: p.email(), PublicNote: &note})
	},
	"edit/number": func(p *player) error {
		return p.carry(p.by, p.id, user.UpdateRequest{PhoneNumber: p.email(), RemovePhoneNumber: p.phone()})
	},
	"change_program": func(p *player) error {
		return p.carry(p.by, p.id, user.UpdateRequest{CIPTag: ptr(1 + p.random.IntN(2))})
	},
	"answer/send": func(p *player) error { return p.carry(p.by, p.id, user.SendCodeRequest{}) },
	"answer":      func(p *player) error { return p.carry(p.by, p.id, user.VerifyCodeRequest{Code: p.code()}) },
	"attest": func(p *player) error {
		return p.carry(p.by, p.id, user.AttestRequest{Attestation: p.pick("terms", "phone_verified")})
	},
	"authenticate": func(p *player) error {
		token, err := p.users.IssueToken(ctx, p.by, p.id, user.IssueTokenRequest{})
		p.tokens = append(p.tokens, token)
		return err
	},
	"authenticate/oauth": func(p *player) error {
		if len(p.tokens) == 0 {
			return nil
		}
		_, err := p.users.OAuth(ctx, p.by, user.OAuthRequest{RefreshToken: p.tokens[p.random.IntN(len(p.tokens))], Fingerprint: phone,
			Device: p.pick("", "+14155552671"), PIN: p.code()})
		return err
	},
	"revoke_tokens": func(p *player) error { return p.carry(p.by, p.id, user.RevokeTokensRequest{}) },
	"transact": func(p *player) error {
		_, err := p.users.Move(ctx, p.by, p.id, transaction(p.t.(*testing.T), p.pick("t1", "t2", "t3"), "7", p.now()))
		return err
	},
	"reverse_move": func(p *player) error {
		return p.carry(p.by, p.id, user.ReverseMoveRequest{Transaction: p.pick("t1", "t2", "t3")})
	},
	"change_payout": func(p *player) error {
		return p.carry(p.by, p.id, user.AddPayoutRequest{Method: payout.Submission{Kind: payout.ACH, RoutingNumber: "021000021",
			AccountNumber: bonafide.NewSecret(p.pick("000123456789", "000123456788")), AccountType: payout.Checking}})
	},
	"screen":      func(p *player) error { return p.carry(p.by, p.id, user.RescreenRequest{}) },
	"name_owners": func(p *player) error { return p.carry(p.by, p.id, user.NameOwnersRequest{}) },
	"push_risk": func(p *player) error {
		return p.carry(p.by, p.id, user.PushRiskRequest{Assessment: risk.Assessment{Level: risk.Low}})
	},
	"flag": func(p *player) error {
		return p.carry(p.by, p.id, user.FlagRequest{Flag: permission.Flagged, Code: permission.FlagCloseHighRisk})
	},
	"unflag": func(p *player) error { return p.carry(p.by, p.id, user.FlagRequest{Flag: permission.NotFlagged}) },
	"unlock": func(p *player) error { return p.carry(p.by, p.id, user.StandingRequest{}) },
	"close": func(p *player) error {
		if p.random.IntN(8) > 0 {
			return nil // it ends the play
		}
		return p.carry(p.by, p.id, user.StandingRequest{Permission: permission.Closed, Code: permission.UserRequest})
	},
	"erase": func(p *player) error { return p.carry(p.by, p.id, user.EraseRequest{Reason: bonafide.SubjectRequest}) },
	"set_active": func(p *player) error {
		return p.carry(p.by, p.id, user.SetDocumentActiveRequest{Document: p.base().ID, Active: p.random.IntN(2) == 0})
	},
	"decide_match": func(p *player) error {
		return p.carry(p.by, p.id, user.DecideHitRequest{Document: p.base().ID, List: "ofac_sdn", EntryID: "7", Disposition: screening.FalsePositive, Reason: "r", Expires: p.now().AddDate(0, 6, 0)})
	},
	"release_hold": func(p *player) error { return p.carry(p.by, p.id, user.ReleaseRequest{ID: "matter-1", Reason: "r"}) },
	"propose": func(p *player) error {
		_, err := p.users.Propose(ctx, p.by, p.id, user.ProposeRequest{Request: user.StandingRequest{}, Expires: p.now().Add(time.Hour)})
		return err
	},
	"create": func(p *player) error {
		_, err := p.users.Create(ctx, []bonafide.Actor{acme, other}[p.random.IntN(2)], user.CreateRequest{Phone: "+1 415 555 2671", LegalNames: []string{"Ana Maria Lopez"}})
		return err
	},
	"time/days":    func(p *player) error { p.wait(time.Duration(p.random.IntN(20*24)) * time.Hour); return nil },
	"time/minutes": func(p *player) error { p.wait(time.Duration(p.random.IntN(90)) * time.Minute); return nil },
	"time/worker":  func(p *player) error { _, err := p.users.AdvanceDue(ctx, 10); return err },
	"time/outage":  func(p *player) error { p.screener.failed = !p.screener.failed; return nil },
	"time/release": func(p *player) (err error) { // the same program, as its next version
		p.sheets++
		var sheets [][]byte
		for v := 1; v <= p.sheets; v++ {
			sheets = append(sheets, []byte(strings.Replace(sheet, `"version": 1`, fmt.Sprintf(`"version": %d`, v), 1)))
		}
		for v := range sheets[1:] {
			at := start.AddDate(0, 0, v)
			sheets[v+1] = []byte(strings.Replace(string(sheets[v+1]), "2026-01-01T00:00:00Z", at.Format(time.RFC3339), 1))
		}
		if p.opts.Programs, err = program.ParseBook(sheets...); err != nil {
			return err
		}
		if p.users, err = newService(p.bundle); err != nil {
			return err
		}
		_, err = p.users.Redecide(ctx, bonafide.System(), user.RedecideRequest{})
		return err
	},
}

// suspects are users of whom something was found, or who were locked or held.
var suspects = map[string]func(t *testing.T, b *bundle) user.User{
	"true match": func(t *testing.T, b *bundle) user.User {
		return b.decideAs(t, officer, b.advance(t, b.submit(t, b.create(t).ID, listed(t)).ID).ID, screening.TruePositive)
	},
	"true match, lock lifted": func(t *testing.T, b *bundle) user.User {
		u := b.decideAs(t, officer, b.advance(t, b.submit(t, b.create(t).ID, listed(t)).ID).ID, screening.TruePositive)
		u, err := b.users.SetStanding(ctx, officer, u.ID, user.StandingRequest{})
		require.NoError(t, err)
		return u
	},
	"open hit": func(t *testing.T, b *bundle) user.User {
		return b.advance(t, b.submit(t, b.create(t).ID, listed(t)).ID)
	},
	"final refusal": func(t *testing.T, b *bundle) user.User {
		b.verifier.always(document.GovtID, document.Verdict{Outcome: document.OutcomeInvalid, Reject: document.RejectFinal})
		in := ana()
		in.VirtualDocs, in.PhysicalDocs = ssn("512-43-2222"), photo(t)
		u := b.advance(t, b.submit(t, b.create(t).ID, in).ID)
		b.verifier.always(document.GovtID, document.Verdict{Outcome: document.OutcomeValid})
		return u
	},
	"blacklisted number": func(t *testing.T, b *bundle) user.User {
		first := b.verified(t)
		_, err := b.users.SetStanding(ctx, officer, first.ID, user.StandingRequest{Permission: permission.Locked, Code: permission.FraudulentDocs})
		require.NoError(t, err)
		second, err := b.users.Create(ctx, acme, user.CreateRequest{Phone: "+1 415 555 2999", LegalNames: []string{"Ana Maria Lopez"}})
		require.NoError(t, err)
		in := ana()
		in.PhoneNumber, in.VirtualDocs, in.PhysicalDocs = "+14155552999", ssn("512-43-2222"), photo(t)
		u := b.advance(t, b.submit(t, second.ID, in).ID)
		require.Equal(t, document.Blacklisted, find(t, u, document.SSN).Status)
		return u
	},
	"locked for fraud": func(t *testing.T, b *bundle) user.User {
		u, err := b.users.SetStanding(ctx, officer, b.verified(t).ID, user.StandingRequest{Permission: permission.Locked, Code: permission.FraudulentDocs})
		require.NoError(t, err)
		return u
	},
	"legal hold": func(t *testing.T, b *bundle) user.User {
		u, err := b.users.Hold(ctx, officer, b.verified(t).ID, user.HoldRequest{ID: "matter-1", Reason: "subpoena"})
		require.NoError(t, err)
		return u
	},
}

// Whatever whoever stands outside does, in whatever order, while time passes, lists
// are out of reach and programs are released: no higher permission, no shorter
// retention, no lost file, document, decision or hold.
func TestNobodyOutsideSheds(t *testing.T) {
	for verb, r := range rights {
		if strings.ContainsAny(r[0], "PU") {
			assert.Contains(t, plays, verb, "a verb of platforms or users: how is it played?")
		}
	}
	names := slices.Sorted(maps.Keys(plays))
	rank := map[permission.Permission]int{permission.Unverified: 1, permission.Receive: 2, permission.SendAndReceive: 3}
	tried, done := 0, 0
	rounds := figuretest.Size(t, "ROUNDS", figuretest.Part(3))
	for name, begin := range suspects {
		for seed := range uint64(rounds) {
			b := setup(t)
			u := begin(t, b)
			p := &player{bundle: b, t: t, random: rand.New(rand.NewPCG(seed, 3)), id: u.ID, sheets: 1}
			before := b.stored(t, u.ID)
			most, held := rank[before.Permission()], before.Holds.Any()
			files, evidence := map[string]bool{}, 0
			var played []string
			for range 60 {
				play := names[p.random.IntN(len(names))]
				p.by = []bonafide.Actor{acme, bonafide.User(u.ID), acme, bonafide.User(u.ID), other}[p.random.IntN(5)]
				err := plays[play](p)
				if tried++; err == nil {
					done++
				}
				played = append(played, fmt.Sprintf("%s by %s: %v", play, p.by.Kind, err))
				told := fmt.Sprintf("%s, seed %d, after %s", name, seed, strings.Join(played, "; "))
				now, seen := b.stored(t, u.ID), mustGet(t, b, u.ID)
				require.LessOrEqual(t, max(rank[now.Permission()], rank[seen.Permission()]), most, "a higher permission: %s", told)
				require.GreaterOrEqual(t, user.DefaultRetention(now).After(start), user.DefaultRetention(before).After(start), "a shorter retention: %s", told)
				require.Equal(t, held, now.Holds.Any(), "a hold is gone: %s", told)
				require.False(t, now.Erased(), told)
				kept := len(now.Withdrawn) + len(now.Documents)
				for _, sc := range now.Screenings {
					kept += len(sc.Decisions)
				}
				require.GreaterOrEqual(t, kept, evidence, "evidence is gone: %s", told)
				evidence = kept
				named, err := b.users.Files(ctx, officer, bonafide.PageRequest{})
				require.NoError(t, err)
				for _, key := range named.Items {
					files[key] = true
				}
				require.Len(t, named.Items, len(files), "a file is named no more: %s", told)
				for key := range files {
					_, err := b.files.Get(ctx, key)
					require.NoError(t, err, "a file is lost: %s", told)
				}
			}
			_, err := eventsOf(b.users, officer, u.ID)
			require.NoError(t, err, "the chain holds")
			for _, kind := range []string{user.KindAccess, user.KindLedger} {
				_, err := partEvents(b.users, officer, kind, u.ID)
				require.NoError(t, err, "the chain holds")
			}
		}
	}
	assert.Greater(t, done, 500*min(rounds, 3)/3, "some of it takes effect")
	figuretest.Report(t, "commands", tried)
	figuretest.Report(t, "commands-taken", done)
}
