package casefile

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate/aggregatetest"
)

// Each kind of actor sees of a case, of which everything is set, what the files in
// testdata/views hold, and no field that nobody decided on.
func TestViews(t *testing.T) {
	c := aggregatetest.Full[Case](t)
	contact := bonafide.User(c.Individuals[0].UserID)
	c.Companies[0].UserID = contact.ID
	open := c.Checks[0]
	open.Withdrawn, open.Internal = nil, false
	company := open
	company.Entity = c.Companies[0].ID
	open.Entity = c.Individuals[0].ID
	c.Checks = append(c.Checks, open, company)
	byItself := open.Decisions[0]
	byItself.By = bonafide.System()
	c.Checks[1].Decision = &byItself
	before, err := json.Marshal(c)
	require.NoError(t, err)

	aggregatetest.Views(t, "testdata/views", c, map[string]Case{
		"reviewer": c.as(bonafide.Reviewer("officer")),
		"system":   c.as(bonafide.System()),
		"platform": c.as(bonafide.Platform(c.Platform)),
		"user":     c.as(contact),
		"verifier": c.as(bonafide.VerifierActor("vendor")),
	})
	assert.Zero(t, c.as(bonafide.Actor{}))
	assert.Zero(t, c.as(bonafide.Actor{Kind: "auditor", ID: "a"}), "a kind of actor that is new sees nothing")
	for _, l := range []interface{ Faults() []string }{seenInside(), seenByPlatform(), seenByContact(), seenByVerifier()} {
		assert.Empty(t, l.Faults())
	}
	after, err := json.Marshal(c)
	require.NoError(t, err)
	assert.Equal(t, string(before), string(after), "a view changes nothing")
}
