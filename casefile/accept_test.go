package casefile_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/risk"
	"github.com/bonafide-go/bonafide/screening"
)

// matchedOn is a case whose owner of 60 % reviewers found on a list of that key.
func matchedOn(t *testing.T, list string) (listedCase, casefile.Case) {
	t.Helper()
	b := setup(t, func(o *casefile.Options) {
		o.Screener = relisted{o.Screener.(*screener), list}
		o.Templates[0].Controls = []casefile.ControlPlan{{Key: "blocked", Label: "x", Type: casefile.LogicControl, Condition: casefile.ConditionNotBlocked}}
	})
	c := b.create(t, func(r *casefile.CreateRequest) {
		jane := person("Jane", "Listed")
		jane.Relations = []casefile.RelationInput{{Ownership: percent(60)}}
		r.Individuals[0].Relations[0].Ownership = percent(40)
		r.Individuals = append(r.Individuals, jane)
	})
	c = b.advance(t, c.ID)
	l := listedCase{bundle: b, id: c.ID, jane: c.Individuals[1].ID}
	for _, k := range c.ChecksOf(l.jane) {
		if k.Type == casefile.AML {
			l.check = k.ID
		}
	}
	c, err := b.cases.DecideHits(ctx, officer, c.ID, casefile.DecideHitsRequest{Check: l.check, Hits: []casefile.HitID{{List: list, EntryID: "7"}},
		Disposition: screening.TruePositive, Reason: "it is her"})
	require.NoError(t, err)
	return l, c
}

// A confirmed match of a politically exposed person, or of adverse media, one reviewer
// may approve with a reason: the approval accepts the match, the main company is blocked
// by nothing, and the risk model is told of it. Matches of other lists take two.
func TestWhoAcceptsWhat(t *testing.T) {
	for _, row := range []struct {
		list  string
		code  bonafide.Code // of the approval by one
		fact  string
		level risk.Level // by the standard model: at least
	}{
		{screening.KeyPEP, "", "pep", risk.High},
		{"pep_fr", "", "pep", risk.High},
		{"adverse_media_press", "", "adverse_media", risk.Low},
		{"interpol", casefile.CodeTrueMatch, "warning", risk.High},
		{"hardcode_list", casefile.CodeTrueMatch, "internal", risk.High},
		{screening.KeyOFACSDN, casefile.CodeTrueMatch, "sanction", risk.Prohibited},
		{"ours", casefile.CodeTrueMatch, "sanction", risk.Prohibited},
	} {
		t.Run(row.list, func(t *testing.T) {
			l, c := matchedOn(t, row.list)
			assert.Equal(t, row.fact, c.Facts(l.now(), time.UTC).Screening[0])
			approve := casefile.ReviewCheckRequest{Check: l.check, Approve: true}
			if row.code == "" {
				_, err := l.cases.ReviewCheck(ctx, officer, l.id, approve)
				refused(t, err, casefile.CodeOverrideNeeded)
				approve.Override = true
				_, err = l.cases.ReviewCheck(ctx, officer, l.id, approve)
				invalid(t, err, "private_reason", bonafide.CodeRequired)
			}
			approve.Override, approve.Private = true, "source of wealth is known"
			c, err := l.cases.ReviewCheck(ctx, officer, l.id, approve)
			model, defect := risk.New(risk.Standard())
			require.NoError(t, defect)
			facts := l.get(t, l.id).Facts(l.now(), time.UTC)
			assessed, defect := model.Assess(ctx, risk.Facts{AsOf: facts.AsOf, Screening: facts.Screening})
			require.NoError(t, defect)
			assert.GreaterOrEqual(t, assessed.Level.Compare(row.level), 0, "%v", assessed.Level)
			assert.Contains(t, facts.Screening, row.fact)
			if row.code != "" {
				refused(t, err, row.code)
				return
			}
			require.NoError(t, err)
			k, _ := c.Check(l.check)
			assert.Equal(t, casefile.CheckApproved, k.Status)
			last := k.Screening.Decisions[len(k.Screening.Decisions)-1]
			assert.Equal(t, screening.TrueButAccepted, last.Disposition)
			assert.Equal(t, "source of wealth is known", last.Reason)
			assert.Equal(t, officer, last.By)
			assert.Empty(t, c.Blocked(l.now()))
			assert.True(t, c.Controls[0].Completed, "not_blocked")
			for _, o := range c.Obstacles(l.now(), casefile.ReviewSettings{}) {
				assert.NotEqual(t, l.check, o.Check, "%s", o.Code)
				assert.NotEqual(t, casefile.CodeControlsOpen, o.Code)
			}

			l.wait(367 * 24 * time.Hour)
			_, err = l.cases.AdvanceDue(ctx, 10)
			require.NoError(t, err)
			k, _ = l.get(t, l.id).Check(l.check)
			assert.Equal(t, casefile.CheckNeedReview, k.Status, "looked at again within a year")
		})
	}
}

// An acceptance ends with the approval that made it, and its reason has the bounds of both.
func TestAcceptanceEnds(t *testing.T) {
	l, _ := matchedOn(t, screening.KeyPEP)
	until := l.now().Add(48 * time.Hour)
	approve := casefile.ReviewCheckRequest{Check: l.check, Approve: true, Override: true, Private: strings.Repeat("漢", 2000), ExpiresAt: until}
	_, err := l.cases.ReviewCheck(ctx, officer, l.id, approve)
	invalid(t, err, "private_reason", bonafide.CodeTooLong)
	approve.Private = "r"
	c, err := l.cases.ReviewCheck(ctx, officer, l.id, approve)
	require.NoError(t, err)
	k, _ := c.Check(l.check)
	assert.Equal(t, until, k.Screening.Decisions[len(k.Screening.Decisions)-1].Expires)
}
