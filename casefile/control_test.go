package casefile_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/risk"
	"github.com/bonafide-go/bonafide/screening"
)

// Every built-in condition is false on an empty case or true for a reason, and
// follows the case as it changes.
func TestConditions(t *testing.T) {
	b := setup(t, func(o *casefile.Options) {
		tpl := plain()
		tpl.Controls = nil
		for _, c := range append(casefile.Conditions(), "even") {
			tpl.Controls = append(tpl.Controls, casefile.ControlPlan{Key: string(c), Label: "x", Type: casefile.LogicControl, Condition: c})
		}
		o.Templates = []casefile.Template{tpl}
		o.Conditions = map[casefile.Condition]func(casefile.Case, time.Time) bool{
			"even": func(c casefile.Case, _ time.Time) bool { return len(c.Notes)%2 == 0 },
		}
	})
	complete := func(c casefile.Case) map[casefile.Condition]bool {
		out := map[casefile.Condition]bool{}
		for _, k := range c.Controls {
			out[k.Condition] = k.Completed
		}
		return out
	}
	empty, err := b.cases.Create(ctx, acme, casefile.CreateRequest{Name: "nobody", Template: "kyb"})
	require.NoError(t, err)
	for condition, done := range complete(empty) {
		want := condition == casefile.ConditionNoOpenTasks || condition == casefile.ConditionNoDuplicates || condition == "even"
		assert.Equal(t, want, done, "%s of an empty case", condition)
	}
	c := b.create(t)
	assert.False(t, complete(c)[casefile.ConditionOwnersScreened])
	assert.False(t, complete(c)[casefile.ConditionNotBlocked])
	c = b.advance(t, c.ID)
	for condition, done := range complete(c) {
		want := condition != casefile.ConditionChecksApproved && condition != casefile.ConditionOwnersDeclared && condition != casefile.ConditionRiskAssessed && condition != casefile.ConditionRiskAcceptable
		assert.Equal(t, want, done, "%s of a screened case", condition)
	}
	c, err = b.cases.OverrideRisk(ctx, officer, c.ID, casefile.OverrideRiskRequest{Level: risk.Critical, Comment: "x"})
	require.NoError(t, err)
	assert.True(t, complete(c)[casefile.ConditionRiskAssessed])
	assert.False(t, complete(c)[casefile.ConditionRiskAcceptable])
	c, err = b.cases.AddNote(ctx, officer, c.ID, casefile.AddNoteRequest{Text: "x"})
	require.NoError(t, err)
	assert.False(t, complete(c)["even"])
	c, err = b.cases.AddTask(ctx, officer, c.ID, casefile.AddTaskRequest{Title: "x"})
	require.NoError(t, err)
	assert.False(t, complete(c)[casefile.ConditionNoOpenTasks])
	twin := person("Ana", "Lopez")
	twin.TotalOwnership = percent(50)
	c, err = b.cases.AddIndividual(ctx, acme, c.ID, twin)
	require.NoError(t, err)
	assert.False(t, complete(c)[casefile.ConditionNoDuplicates])
	assert.False(t, complete(c)[casefile.ConditionStructureClean], "declared 50, computed 0")
}

// The 50 percent rule: an owner of half who is listed blocks the case; a minority owner does not.
func TestNotBlocked(t *testing.T) {
	for share, blocked := range map[int]bool{49: false, 50: true} {
		b := setup(t, func(o *casefile.Options) {
			o.Templates[0].Controls = []casefile.ControlPlan{{Key: "blocked", Label: "x", Type: casefile.LogicControl, Condition: casefile.ConditionNotBlocked}}
		})
		c := b.create(t, func(r *casefile.CreateRequest) {
			jane := person("Jane", "Listed")
			jane.Relations = []casefile.RelationInput{{Ownership: percent(share)}}
			r.Individuals[0].Relations[0].Ownership = percent(100 - share)
			r.Individuals = append(r.Individuals, jane)
		})
		c = b.advance(t, c.ID)
		assert.False(t, c.Controls[0].Completed, "a hit is open")
		for _, by := range []bonafide.Actor{officer, officer2} {
			for _, k := range c.ChecksOf(c.Individuals[1].ID) {
				var err error
				c, err = b.cases.DecideHits(ctx, by, c.ID, casefile.DecideHitsRequest{Check: k.ID, Hits: []casefile.HitID{{List: "ofac_sdn", EntryID: "7"}},
					Disposition: screening.TruePositive, Reason: "r"})
				require.NoError(t, err)
			}
		}
		assert.Equal(t, !blocked, c.Controls[0].Completed, "%d %%", share)
		o, err := b.cases.Ownership(ctx, officer, c.ID)
		require.NoError(t, err)
		f, ok := o.Finding("ofac50")
		require.True(t, ok)
		assert.Equal(t, blocked, len(f.Owners) == 1)
		assert.Equal(t, []string{"sanction"}, c.Facts(b.now(), time.UTC).Screening)
	}
}

// Manual controls: completed with a comment, taken back, never by logic.
func TestManualControl(t *testing.T) {
	b := setup(t)
	c := b.create(t)
	_, err := b.cases.SetControl(ctx, officer, c.ID, casefile.SetControlRequest{Control: "call", Completed: true})
	invalid(t, err, "comment", bonafide.CodeRequired)
	c, err = b.cases.SetControl(ctx, officer, c.ID, casefile.SetControlRequest{Control: "call", Completed: true, Comment: "x"})
	require.NoError(t, err)
	assert.True(t, c.Controls[0].Completed)
	assert.Equal(t, officer, c.Controls[0].By)
	_, err = b.cases.SetControl(ctx, officer, c.ID, casefile.SetControlRequest{Control: "none", Completed: true, Comment: "x"})
	require.ErrorIs(t, err, bonafide.ErrNotFound)
}
