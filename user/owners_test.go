package user_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/user"
	"github.com/bonafide-go/bonafide/user/event"
)

// ownersSheet lets a business send once its owners may (31 CFR 1010.230(d)).
const ownersSheet = `{"id": "owners", "version": 1, "cip_tag": 1, "user_kind": "business", "effective_at": "2026-01-01T00:00:00Z",
	"screening": {"counted_lists": ["ofac_sdn"]},
	"tiers": [
		{"scope": "RECEIVE", "requires": [{"fields": ["email"]}]},
		{"scope": "SEND|RECEIVE", "requires": [
			{"owners": {"controlling": 1, "share": 25, "scope": "SEND|RECEIVE|TIER|1", "complete": true, "exempt": ["publicly_traded"]}}]}]}`

// withOwnersSheet adds the program of businesses to the one of people.
func withOwnersSheet(t testing.TB) func(*user.Options) {
	programs, err := program.ParseBook([]byte(sheet), []byte(ownersSheet))
	require.NoError(t, err)
	return func(o *user.Options) { o.Programs = programs }
}

func percent(n int) bonafide.Fixed { return bonafide.FixedOf(n) }

// trading is a business with a base document of its own.
func (b *bundle) trading(t testing.TB) user.User {
	t.Helper()
	u, err := b.users.Create(ctx, acme, user.CreateRequest{Phone: "+1 415 555 2699", LegalNames: []string{"Lopez Trading LLC"}, IsBusiness: true})
	require.NoError(t, err)
	return b.advance(t, b.submit(t, u.ID, submission{Name: "Lopez Trading LLC", Email: "office@example.com", PhoneNumber: "+14155552699", IP: "203.0.113.7",
		EntityType: "LLC", EntityScope: "Education", Day: 14, Month: 5, Year: 2010, AddressStreet: "1 Market Street", AddressCity: "San Francisco",
		AddressSubdivision: "CA", AddressPostalCode: "94105", AddressCountryCode: "US"}).ID)
}

// owned is a business with owners who hold 40 percent each, and control.
func (b *bundle) owned(t testing.TB, owners ...string) user.User {
	t.Helper()
	u := b.trading(t)
	var members []user.OwnerLink
	for _, id := range owners {
		members = append(members, user.OwnerLink{User: id, Share: percent(40), Controls: true})
	}
	u, err := b.users.NameOwners(ctx, acme, u.ID, user.NameOwnersRequest{Members: members})
	require.NoError(t, err)
	return u
}

// complete states that the owners of a business were named completely.
func (b *bundle) complete(t testing.TB, id string) user.User {
	t.Helper()
	u, err := b.users.Attest(ctx, acme, id, user.AttestRequest{Attestation: user.AttestedOwners})
	require.NoError(t, err)
	return u
}

// lacking lists what the owners of a business lack, as "code id".
func lacking(u user.User) []string {
	var out []string
	for _, r := range u.Decision.Requirements {
		for _, p := range r.Errors {
			if r.What == "owners" {
				out = append(out, strings.TrimSpace(string(p.Code)+" "+p.ID))
			}
		}
	}
	return out
}

// A business reaches its permission by its owners' own, and loses it with theirs,
// on every read, before any walk.
func TestBusinessByItsOwners(t *testing.T) {
	b := setup(t, withOwnersSheet(t))
	biz := b.trading(t)
	assert.Equal(t, permission.Receive, biz.Permission())
	assert.Equal(t, []string{"controlling_person_missing", "owners_not_declared"}, lacking(biz))

	owner := b.create(t)
	biz, err := b.users.NameOwners(ctx, acme, biz.ID, user.NameOwnersRequest{Members: []user.OwnerLink{{User: owner.ID, Share: percent(60), Controls: true}}})
	require.NoError(t, err)
	biz = b.complete(t, biz.ID)
	assert.Equal(t, []string{"owner_not_verified " + owner.ID}, lacking(biz))

	b.verified(t) // the same person
	biz = mustGet(t, b, biz.ID)
	assert.Equal(t, permission.SendAndReceive, biz.Permission(), "the owner's own evidence counts at once")
	assert.Empty(t, lacking(biz))
	assert.Equal(t, permission.Receive, b.stored(t, biz.ID).Permission(), "what is stored follows with the next write")
	b.advance(t, biz.ID)
	assert.Equal(t, permission.SendAndReceive, b.stored(t, biz.ID).Permission())

	lock := user.StandingRequest{Permission: permission.Locked, Code: permission.ComplianceSuspicious}
	_, err = b.users.SetStanding(ctx, officer, owner.ID, lock)
	require.NoError(t, err)
	biz = mustGet(t, b, biz.ID)
	assert.Equal(t, permission.Receive, biz.Permission())
	assert.Equal(t, []string{"owner_not_verified " + owner.ID}, lacking(biz))
	a, err := b.users.Authorize(ctx, acme, biz.ID, transaction(t, "t", "5", b.now()))
	require.NoError(t, err)
	assert.False(t, a.Allowed)

	b.wait(24 * time.Hour)
	_, err = b.users.AdvanceDue(ctx, 10)
	require.NoError(t, err)
	assert.Equal(t, permission.Receive, b.stored(t, biz.ID).Permission(), "the walk comes by within a day")
	_, err = b.users.SetStanding(ctx, officer, owner.ID, user.StandingRequest{})
	require.NoError(t, err)
	assert.Equal(t, permission.SendAndReceive, mustGet(t, b, biz.ID).Permission())
	require.NoError(t, b.users.Replay(ctx, officer, biz.ID), "decisions are kept with the owners as they were")
}

// An owner whose evidence runs out takes the business along at that moment.
func TestOwnerRunsOut(t *testing.T) {
	b := setup(t, withOwnersSheet(t))
	owner := b.verified(t)
	biz := b.complete(t, b.owned(t, owner.ID).ID)
	require.Equal(t, permission.SendAndReceive, biz.Permission())
	assert.False(t, biz.Decision.Due.After(start.Add(24*time.Hour)), "owners are looked at again within a day")

	closing := user.FlagRequest{Flag: permission.Flagged, Code: permission.FlagCloseHighRisk, ClosureAt: start.Add(time.Hour)}
	_, err := b.users.SetFlag(ctx, officer, owner.ID, closing)
	require.NoError(t, err)
	biz = b.advance(t, biz.ID)
	assert.Equal(t, start.Add(time.Hour), biz.Decision.Due, "when the owner closes by itself")
	b.wait(time.Hour)
	_, err = b.users.AdvanceDue(ctx, 10)
	require.NoError(t, err)
	assert.Equal(t, permission.Receive, b.stored(t, biz.ID).Permission())
	_, err = b.users.Erase(ctx, officer, owner.ID, ended)
	require.ErrorIs(t, err, bonafide.ErrRefused)
	b.clock = b.clock.AddDate(6, 0, 0)
	_, err = b.users.Erase(ctx, officer, owner.ID, ended)
	require.NoError(t, err)
	assert.Equal(t, []string{"owner_not_verified " + owner.ID}, lacking(mustGet(t, b, biz.ID)))
}

// People who are no users are base documents of the business; they count alike,
// and all shares together are at most the whole.
func TestSharesOfOwners(t *testing.T) {
	b := setup(t, withOwnersSheet(t))
	owner := b.verified(t)
	biz := b.complete(t, b.owned(t, owner.ID).ID)
	require.Equal(t, permission.SendAndReceive, biz.Permission())
	name := func(share int) (user.User, error) {
		return b.users.NameOwners(ctx, acme, biz.ID, user.NameOwnersRequest{Members: []user.OwnerLink{{User: owner.ID, Share: percent(share), Controls: true}}})
	}
	partner := ana()
	partner.Email, partner.EntityRelationship, partner.OwnershipPercentage = "partner@example.com", "UBO", "20"
	now := b.advance(t, b.submit(t, biz.ID, partner).ID)
	assert.Empty(t, lacking(now), "20 percent is less than the program asks about")

	_, err := name(81)
	require.ErrorIs(t, err, bonafide.ErrInvalid)
	now, err = name(80)
	require.NoError(t, err)
	assert.Equal(t, []string{"owners_not_declared"}, lacking(now), "the statement was about another list")
	now = b.complete(t, biz.ID)
	assert.Empty(t, lacking(now))
	now, err = name(80)
	require.NoError(t, err)
	assert.Empty(t, lacking(now), "the same list again changes nothing")

	partner.OwnershipPercentage = "30"
	now = b.submit(t, biz.ID, partner)
	assert.Contains(t, lacking(now), "owners_not_declared", "110 percent is no complete list")
	_, err = b.users.Attest(ctx, acme, biz.ID, user.AttestRequest{Attestation: user.AttestedOwners})
	var invalid *bonafide.InvalidError
	require.ErrorAs(t, err, &invalid)
	assert.True(t, invalid.Has("attestation", bonafide.CodeMismatch))
	now, err = name(70)
	require.NoError(t, err)
	assert.NotContains(t, lacking(b.complete(t, now.ID)), "owners_not_declared")
}

// Owners of a publicly traded company need not be named, on a reviewer's word;
// somebody who controls it does (31 CFR 1010.230(e)(2)).
func TestExemption(t *testing.T) {
	b := setup(t, withOwnersSheet(t))
	owner, biz := b.verified(t), b.trading(t)
	exempt := user.ExemptOwnersRequest{Exemption: "publicly_traded", Reason: "listed on the NYSE,\nticker seen"}
	for _, by := range []bonafide.Actor{acme, bonafide.User(biz.ID), vendor, bonafide.System()} {
		_, err := b.users.ExemptOwners(ctx, by, biz.ID, exempt)
		require.ErrorIs(t, err, bonafide.ErrForbidden)
	}
	for _, bad := range []user.ExemptOwnersRequest{{Exemption: "publicly_traded"}, {Exemption: "because of this", Reason: "r"}} {
		_, err := b.users.ExemptOwners(ctx, officer, biz.ID, bad)
		require.ErrorIs(t, err, bonafide.ErrInvalid)
	}
	_, err := b.users.ExemptOwners(ctx, officer, owner.ID, exempt)
	require.ErrorIs(t, err, bonafide.ErrInvalid, "a person has no owners")

	now, err := b.users.ExemptOwners(ctx, officer, biz.ID, exempt)
	require.NoError(t, err)
	assert.Equal(t, user.Exemption{Code: "publicly_traded", Reason: exempt.Reason, By: officer, At: start}, now.Owners.Exemption)
	assert.Equal(t, []string{"controlling_person_missing"}, lacking(now))
	now, err = b.users.NameOwners(ctx, officer, biz.ID, user.NameOwnersRequest{Members: []user.OwnerLink{{User: owner.ID, Controls: true}}})
	require.NoError(t, err)
	assert.Equal(t, permission.SendAndReceive, now.Permission())
	seen, err := b.users.Get(ctx, acme, biz.ID)
	require.NoError(t, err)
	assert.Equal(t, user.Exemption{Code: "publicly_traded", At: start}, seen.Owners.Exemption, "whose word it was, and why, is for reviewers")
	assert.Equal(t, []permission.Owner{{ID: owner.ID, Controls: true}}, seen.Owners.Members, "how far an owner has come is that person's affair")

	now, err = b.users.ExemptOwners(ctx, officer, biz.ID, user.ExemptOwnersRequest{Exemption: "charity", Reason: "r"})
	require.NoError(t, err)
	assert.Equal(t, []string{"owners_not_declared"}, lacking(now), "the program does not name this one")
	now, err = b.users.ExemptOwners(ctx, officer, biz.ID, user.ExemptOwnersRequest{Reason: "delisted"})
	require.NoError(t, err)
	assert.Zero(t, now.Owners.Exemption)
	assert.Equal(t, permission.Receive, now.Permission())
	events, err := eventsOf(b.users, officer, biz.ID)
	require.NoError(t, err)
	assert.Empty(t, events[lastOf(events, event.OwnersExempt)].Data, "it was taken back")
	assert.NotContains(t, fmt.Sprint(events), "NYSE")
}

// An exemption that was given for a time ends by itself: a read after it asks for the
// owners again, and the business is due then.
func TestExemptionEnds(t *testing.T) {
	b := setup(t, withOwnersSheet(t))
	owner, biz := b.verified(t), b.trading(t)
	exempt := user.ExemptOwnersRequest{Exemption: "publicly_traded", Until: start, Reason: "r"}
	_, err := b.users.ExemptOwners(ctx, officer, biz.ID, exempt)
	require.ErrorIs(t, err, bonafide.ErrInvalid, "over already")
	exempt.Until = start.AddDate(0, 0, 10)
	_, err = b.users.ExemptOwners(ctx, officer, biz.ID, exempt)
	require.NoError(t, err)
	now, err := b.users.NameOwners(ctx, officer, biz.ID, user.NameOwnersRequest{Members: []user.OwnerLink{{User: owner.ID, Controls: true}}})
	require.NoError(t, err)
	assert.Equal(t, permission.SendAndReceive, now.Permission())
	b.clock = exempt.Until.Add(-time.Second)
	now, err = b.users.Get(ctx, officer, biz.ID)
	require.NoError(t, err)
	assert.Equal(t, permission.SendAndReceive, now.Permission())
	b.clock = exempt.Until
	now, err = b.users.Get(ctx, officer, biz.ID)
	require.NoError(t, err)
	assert.Equal(t, permission.Receive, now.Permission())
	assert.Equal(t, []string{"owners_not_declared"}, lacking(now))
	require.NoError(t, b.users.Replay(ctx, officer, biz.ID))
}

func lastOf(events []bonafide.Event, typ string) int {
	for i := len(events) - 1; i >= 0; i-- {
		if events[i].Type == typ {
			return i
		}
	}
	return -1
}

// Who may be named, and by whom.
func TestNameOwnersFaults(t *testing.T) {
	b := setup(t, withOwnersSheet(t))
	owner, biz := b.verified(t), b.trading(t)
	stranger, err := b.users.Create(ctx, other, user.CreateRequest{Phone: "+1 415 555 2622", LegalNames: []string{"Somebody Else"}})
	require.NoError(t, err)
	for path, members := range map[string][]user.OwnerLink{
		"members[0].user_id unknown":                   {{User: "nobody", Controls: true}},
		"members[1].user_id unknown":                   {{User: owner.ID, Controls: true}, {User: stranger.ID, Controls: true}},
		"members[0].user_id required":                  {{Controls: true}},
		"members[1].user_id repeated":                  {{User: owner.ID, Controls: true}, {User: owner.ID, Share: percent(1)}},
		"members[0].ownership_percentage required":     {{User: owner.ID}},
		"members[0].ownership_percentage out_of_range": {{User: owner.ID, Share: percent(101)}},
		"members too_many":                             make([]user.OwnerLink, user.MaxBases+1),
	} {
		_, err := b.users.NameOwners(ctx, acme, biz.ID, user.NameOwnersRequest{Members: members})
		var invalid *bonafide.InvalidError
		require.ErrorAs(t, err, &invalid, path)
		words := strings.Fields(path)
		assert.True(t, invalid.Has(words[0], bonafide.Code(words[1])), "%s: %v", path, invalid)
	}
	for _, id := range []string{biz.ID, owner.ID} {
		_, err := b.users.NameOwners(ctx, acme, id, user.NameOwnersRequest{Members: []user.OwnerLink{{User: biz.ID, Controls: true}}})
		require.ErrorIs(t, err, bonafide.ErrInvalid, "an owner is a person, of a business")
	}
	links := user.NameOwnersRequest{Members: []user.OwnerLink{{User: owner.ID, Controls: true}}}
	for _, by := range []bonafide.Actor{bonafide.User(biz.ID), vendor, bonafide.System()} {
		_, err := b.users.NameOwners(ctx, by, biz.ID, links)
		require.ErrorIs(t, err, bonafide.ErrForbidden)
	}
	_, err = b.users.NameOwners(ctx, other, biz.ID, links)
	require.ErrorIs(t, err, bonafide.ErrNotFound)
}

// A fault of a person on a business says nothing of the person's documents, which are those
// of a person.
func TestFaultOfAPersonOnABusiness(t *testing.T) {
	b := setup(t, withOwnersSheet(t))
	u := b.trading(t)
	someone := ana()
	someone.Email, someone.VirtualDocs = "other@example.com", ssn("512-43-2222")
	_, err := b.users.SubmitDocuments(ctx, acme, u.ID, user.SubmitRequest{Documents: []document.Submission{someone}})
	var invalid *bonafide.InvalidError
	require.ErrorAs(t, err, &invalid)
	var paths []string
	for _, f := range invalid.Fields {
		paths = append(paths, f.Path)
	}
	assert.Equal(t, []string{"documents[0].entity_relationship", "documents[0].ownership_percentage"}, paths)
}
