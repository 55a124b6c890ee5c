package user_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/allow"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/user"
)

// What is planned is what comes: an erasure leaves the fields that the plan says stay,
// each with a reason, and it is refused as the plan says.
func TestPlanErasure(t *testing.T) {
	b := setup(t)
	u := b.everything(t)
	before := b.stored(t, u.ID)
	plan := func() bonafide.ErasurePlan {
		t.Helper()
		p, err := b.users.PlanErasure(ctx, officer, u.ID)
		require.NoError(t, err)
		_, err = b.users.PlanErasure(ctx, bonafide.System(), u.ID)
		require.NoError(t, err)
		return p
	}
	p := plan()
	assert.Equal(t, bonafide.PlanNotClosed, p.Refused)
	assert.Zero(t, p.Until)
	assert.Equal(t, before, b.stored(t, u.ID), "a plan changes nothing")

	_, err := b.users.Hold(ctx, officer, u.ID, user.HoldRequest{ID: "matter-2", Reason: "subpoena"})
	require.NoError(t, err)
	p = plan()
	assert.Equal(t, bonafide.RefusedHold, p.Refused)
	assert.Equal(t, []string{"matter-2"}, p.Holds)
	_, err = b.users.Release(ctx, officer2, u.ID, user.ReleaseRequest{ID: "matter-2", Reason: "dismissed"})
	require.NoError(t, err)
	b.close(t, u.ID, time.Hour)
	p = plan()
	assert.Equal(t, bonafide.RefusedRetention, p.Refused)
	assert.Equal(t, b.now().Add(time.Hour), p.Until)
	assert.Contains(t, p.Duty, "31 CFR 1020.220")
	b.wait(time.Hour)
	p = plan()
	assert.Empty(t, p.Refused)
	assert.Equal(t, []string{user.KindAccess, user.KindLedger, user.KindCoverage, "user.decision"}, p.Records)
	for _, path := range []string{"legal_names", "phone_number", "documents.name", "documents.virtual_docs.document_value.mask", "screenings.decisions.reason",
		"data_key", "salt", "tax.certificate.address.line_1", "holds.reason"} {
		assert.Contains(t, p.Goes, path)
	}
	files := b.files.Len()
	assert.Equal(t, files, p.Files)

	b.erase(t, u.ID)
	assert.Zero(t, b.files.Len())
	left := allow.Set(b.stored(t, u.ID))
	var stays []string
	for _, s := range p.Stays {
		assert.NotEmpty(t, s.Why, "%s: by which authority does it stay?", s.Path)
		stays = append(stays, s.Path)
	}
	for _, path := range left {
		assert.True(t, slices.Contains(stays, path) || strings.HasPrefix(path, "erasure."), "%s is left and was not planned", path)
	}
	for _, path := range p.Goes {
		assert.NotContains(t, left, path)
	}
	assert.Equal(t, bonafide.RefusedErased, plan().Refused)

	for _, by := range []bonafide.Actor{acme, bonafide.User(u.ID), vendor} {
		_, err := b.users.PlanErasure(ctx, by, u.ID)
		require.ErrorIs(t, err, bonafide.ErrForbidden)
	}
	_, err = b.users.PlanErasure(ctx, officer, "nobody")
	require.ErrorIs(t, err, bonafide.ErrNotFound)
}

// The plan and the erasure refuse alike, in every state.
func TestPlanRefusesAsEraseDoes(t *testing.T) {
	for _, shut := range []bool{false, true} {
		for _, held := range []bool{false, true} {
			for _, over := range []bool{false, true} {
				b := setup(t)
				u := b.create(t)
				if held {
					_, err := b.users.Hold(ctx, officer, u.ID, user.HoldRequest{ID: "m-1", Reason: "court"})
					require.NoError(t, err)
				}
				if shut {
					_, err := b.users.SetStanding(ctx, officer, u.ID, user.StandingRequest{Permission: permission.Closed, Code: permission.UserRequest})
					require.NoError(t, err)
				}
				if over {
					b.wait(5 * 366 * 24 * time.Hour)
				}
				p, err := b.users.PlanErasure(ctx, officer, u.ID)
				require.NoError(t, err)
				_, err = b.users.Erase(ctx, officer, u.ID, ended)
				switch p.Refused {
				case "":
					require.NoError(t, err)
				case bonafide.PlanNotClosed:
					require.ErrorIs(t, err, bonafide.ErrState)
				default:
					refusedAs(t, err, p.Refused)
				}
			}
		}
	}
}

// Before anybody is erased, it is looked at what would go.
func ExampleService_PlanErasure() {
	ctx, now := context.Background(), time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	users, err := user.New(memory.New("acme"), bonafide.EphemeralKeys(), &user.Options{Now: func() time.Time { return now }})
	if err != nil {
		panic(err)
	}
	platform, officer := bonafide.Platform("shop"), bonafide.Reviewer("officer-1")
	u, _ := users.Create(ctx, platform, user.CreateRequest{Phone: "+1 415 555 2671", LegalNames: []string{"Ana Maria Lopez"}})
	_, _ = users.SetStanding(ctx, officer, u.ID, user.StandingRequest{Permission: permission.Closed, Code: permission.UserRequest})
	p, err := users.PlanErasure(ctx, officer, u.ID)
	fmt.Println(p.Refused, "until", p.Until.Format(time.DateOnly), err)
	fmt.Println(p.Duty)
	fmt.Println(slices.Contains(p.Goes, "legal_names"), p.Stays[0])
	// Output:
	// retention until 2031-03-02 <nil>
	// 31 CFR 1020.220(a)(3)(ii) and 1010.430(d); Directive (EU) 2015/849 article 40; Regulation (EU) 2024/1624 article 77
	// true {cip_tag it names the record and its events, and nobody: Regulation (EU) 2016/679 article 5(2)}
}
