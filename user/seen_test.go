package user

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate/aggregatetest"
	"github.com/bonafide-go/bonafide/permission"
)

// Each kind of actor sees of a user, of which everything is set, what the files in
// testdata/views hold, and no field that nobody decided on.
func TestViews(t *testing.T) {
	u := aggregatetest.Full[User](t)
	acme, other := bonafide.Platform("acme"), bonafide.Platform("other")
	u.Platforms = []Link{{Platform: "acme", SuppID: "acme's id", Metadata: map[string]string{"plan": "acme's"}, At: u.CreatedAt}, {Platform: "other", SuppID: "other's id", Pending: true, OtherName: true, At: u.CreatedAt,
		Dismissed: Dismissal{Why: u.Twins.List[0].Why, Reason: "another", By: bonafide.Reviewer("officer"), At: u.CreatedAt}}}
	p := u.Proposals[0]
	u.Proposals = nil
	for _, maker := range []bonafide.Actor{acme, bonafide.User(u.ID), bonafide.Reviewer("officer")} {
		p.Maker = maker
		u.Proposals = append(u.Proposals, p)
	}
	u.Standing.PermissionCode, u.Standing.FlagCode = permission.ComplianceSuspicious, permission.FlagReviewUAR
	told := u.Decision.Requirements[0]
	told.What, told.Alternatives = "GOVT_ID", [][]string{{"GOVT_ID"}}
	u.Decision.Requirements = append(u.Decision.Requirements, told)
	b := &u.Documents[0]
	quiet := b.Physical[0]
	quiet.Contrary = nil // nothing contradicts it
	b.Physical = append(b.Physical, quiet)
	before, err := json.Marshal(u)
	require.NoError(t, err)

	aggregatetest.Views(t, "testdata/views", u, map[string]User{
		"reviewer": u.As(bonafide.Reviewer("officer")),
		"system":   u.As(bonafide.System()),
		"platform": u.As(acme),
		"pending":  u.As(other),
		"user":     u.As(bonafide.User(u.ID)),
		"verifier": u.As(bonafide.VerifierActor("vendor")),
	})
	assert.Zero(t, u.As(bonafide.Actor{}))
	assert.Zero(t, u.As(bonafide.Actor{Kind: "auditor", ID: "a"}), "a kind of actor that is new sees nothing")
	for _, l := range []interface{ Faults() []string }{seenInside(), seenByPlatform(), seenBySubject(), seenWhilePending(), seenByVerifier()} {
		assert.Empty(t, l.Faults())
	}
	after, err := json.Marshal(u)
	require.NoError(t, err)
	assert.Equal(t, string(before), string(after), "a view changes nothing")
}
