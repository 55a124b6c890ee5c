package casefile_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/risk"
	"github.com/bonafide-go/bonafide/screening"
)

// What reviewers think, find and plan shows in nothing that is seen outside, its times
// among it: that somebody looked, held the case or cleared a hit must not be read off the
// hour at which nothing else changed (31 CFR 1020.320(e)). Contacts are shown less than
// platforms, so more is hidden from them.
func TestNothingHiddenMovesATime(t *testing.T) {
	b := setup(t, func(o *casefile.Options) {
		o.Templates[0].Controls = append(o.Templates[0].Controls, casefile.ControlPlan{Key: "tasks", Label: "Nothing left to do", Type: casefile.LogicControl, Condition: casefile.ConditionNoOpenTasks})
	})
	c := b.create(t, func(r *casefile.CreateRequest) {
		r.Companies[0].TaxNumber = bonafide.NewSecret(canaryTax)
		r.Individuals = append(r.Individuals, person("Jane", "Listed"))
		r.Companies = append(r.Companies, affiliate("Moon Ltd"))
		b.screener.listed["Moon Ltd"] = "9"
	})
	c = b.advance(t, c.ID)
	hits := make(map[string]casefile.Check) // by their entry
	for _, k := range c.Checks {
		if k.Screening != nil && len(k.Screening.Result.Hits) > 0 {
			hits[k.Screening.Result.Hits[0].EntryID] = k
		}
	}
	moon := hits["9"]
	_, err := b.cases.RemoveEntity(ctx, officer, c.ID, casefile.RemoveEntityRequest{Entity: moon.Entity, Reason: "sold"})
	require.NoError(t, err)
	b.submit(t, contact, c, casefile.IDDocument)

	seen := func(by bonafide.Actor) casefile.Case {
		t.Helper()
		v, err := b.cases.Get(ctx, by, c.ID)
		require.NoError(t, err)
		return v
	}
	wrote := func(_ casefile.Case, err error) { t.Helper(); require.NoError(t, err) }
	decide := func(by bonafide.Actor, entry string, d screening.Disposition) {
		t.Helper()
		req := casefile.DecideHitsRequest{Check: hits["7"].ID, Hits: []casefile.HitID{{List: "ofac_sdn", EntryID: entry}}, Disposition: d, Reason: "r"}
		if d == screening.FalsePositive {
			req.Expires = b.now().AddDate(0, 6, 0)
		}
		wrote(b.cases.DecideHits(ctx, by, c.ID, req))
	}
	for _, x := range []struct {
		name string
		told []bonafide.Actor // who sees that something changed
		do   func()
	}{
		{"a note", nil, func() { wrote(b.cases.AddNote(ctx, officer, c.ID, casefile.AddNoteRequest{Text: "SAR filed"})) }},
		{"a comment on it", nil, func() {
			wrote(b.cases.CommentNote(ctx, officer, c.ID, casefile.CommentNoteRequest{Note: b.get(t, c.ID).Notes[0].ID, Text: "acknowledged"}))
		}},
		{"a hold", nil, func() { wrote(b.cases.Hold(ctx, officer, c.ID, casefile.HoldRequest{ID: "m", Reason: "SAR"})) }},
		{"its end", nil, func() {
			wrote(b.cases.Release(ctx, officer, c.ID, casefile.ReleaseRequest{ID: "m", Reason: "r"}))
		}},
		{"a task", nil, func() {
			wrote(b.cases.AddTask(ctx, officer, c.ID, casefile.AddTaskRequest{Title: "SAR", SLA: time.Minute}))
		}},
		{"its time that is over", nil, func() { b.advance(t, c.ID) }},
		{"its end", nil, func() {
			wrote(b.cases.CompleteTask(ctx, officer, c.ID, casefile.CompleteTaskRequest{Task: b.get(t, c.ID).Tasks[0].ID}))
		}},
		{"a look at a number", nil, func() {
			req := casefile.RevealRequest{Entity: c.Companies[0].ID, Field: "tax_identification_number", Purpose: "sar_filing"}
			_, err := b.cases.Reveal(ctx, officer, c.ID, req)
			require.NoError(t, err)
		}},
		{"a report", nil, func() {
			_, err := b.cases.Report(ctx, officer, c.ID)
			require.NoError(t, err)
		}},
		{"a search that finds the same", nil, func() { b.wait(24 * time.Hour); b.advance(t, c.ID) }},
		{"what was found of who was removed", nil, func() {
			wrote(b.cases.DismissFinding(ctx, officer, c.ID, casefile.DismissFindingRequest{Check: moon.ID, Reason: "r"}))
		}},
		{"a true match", []bonafide.Actor{acme}, func() { decide(officer, "7", screening.TruePositive) }},
		{"the first who clears it", nil, func() { decide(officer, "7", screening.FalsePositive) }},
		{"the second", []bonafide.Actor{acme}, func() { decide(officer2, "7", screening.FalsePositive) }},
		{"a risk", []bonafide.Actor{acme}, func() {
			wrote(b.cases.OverrideRisk(ctx, officer, c.ID, casefile.OverrideRiskRequest{Level: risk.High, Comment: "seen"}))
		}},
		{"a control", []bonafide.Actor{acme}, func() {
			wrote(b.cases.SetControl(ctx, officer, c.ID, casefile.SetControlRequest{Control: "call", Completed: true, Comment: "c"}))
		}},
		{"a tag", []bonafide.Actor{acme}, func() { wrote(b.cases.Label(ctx, acme, c.ID, casefile.LabelRequest{AddTags: []string{"vip"}})) }},
		{"another note", nil, func() { wrote(b.cases.AddNote(ctx, officer, c.ID, casefile.AddNoteRequest{Text: "SAR"})) }},
		{"an answer", []bonafide.Actor{acme, contact}, func() { b.answer(t, c, casefile.IDDocument, casefile.AnswerApproved) }},
	} {
		before := map[bonafide.Actor]casefile.Case{acme: seen(acme), contact: seen(contact)}
		b.wait(time.Hour)
		x.do()
		for by, was := range before {
			now := seen(by)
			if !slices.Contains(x.told, by) {
				require.Equal(t, was, now, "%s is hidden from %s", x.name, by.Kind)
				continue
			}
			require.Equal(t, b.now(), now.UpdatedAt, "%s is told to %s", x.name, by.Kind)
			was.UpdatedAt = now.UpdatedAt
			require.NotEqual(t, was, now, x.name)
		}
	}
	was := seen(acme)
	assert.Len(t, was.Controls, 2, "that reviewers have tasks is theirs to know")
	assert.Len(t, seen(officer).Controls, 3)
	b.wait(time.Hour)
	wrote(b.cases.Hold(ctx, officer, c.ID, casefile.HoldRequest{ID: "m", Reason: "SAR"}))
	assert.Equal(t, b.now(), seen(officer).UpdatedAt, "reviewers know")
	b.wait(366 * 24 * time.Hour) // what was cleared is in doubt again, and nobody wrote that yet
	now := seen(acme)
	assert.NotEqual(t, was.Checks, now.Checks)
	assert.Equal(t, was.UpdatedAt, now.UpdatedAt)
}
