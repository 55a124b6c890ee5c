package program_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/datatest"
	"github.com/bonafide-go/bonafide/permission"
)

func TestStepsOfTheLadder(t *testing.T) {
	p := compiled(t, `[{"scope":"RECEIVE","requires":[{"document":{"types":["SSN"]}}]},
 {"scope":"SEND|RECEIVE|TIER|1","requires":[{"document":{"types":["GOVT_ID"]}}]},
 {"scope":"SEND|RECEIVE","requires":[{"document":{"types":["PROOF_OF_ADDRESS"]}}]}]`, `"target":"SEND|RECEIVE|TIER|1"`)
	states := func(desired string) string {
		f := person("SSN VALID")
		f.Documents[0].DesiredScope = desired
		var all []string
		for _, r := range p.Evaluate(f).Requirements[1:] {
			all = append(all, string(r.State))
		}
		return strings.Join(all, " ")
	}
	assert.Equal(t, "satisfied currently_due eventually_due", states(""), "the target of the program")
	assert.Equal(t, "satisfied eventually_due eventually_due", states("RECEIVE"))
	assert.Equal(t, "satisfied eventually_due eventually_due", states("RECEIVE|TIER|1"), "the lowest tier that gives as much")
	assert.Equal(t, "satisfied currently_due currently_due", states("SEND|RECEIVE"))
	assert.Equal(t, "satisfied currently_due eventually_due", states("nonsense"))

	// The fixed point: doing what is currently due ends, and ends at the top.
	f := person()
	f.Documents[0].DesiredScope = "SEND|RECEIVE"
	for range 10 {
		d := p.Evaluate(f)
		open := d.Open()
		if len(open) == 0 {
			assert.Equal(t, permission.Scope("SEND|RECEIVE"), d.Scope)
			return
		}
		f.Documents[0].Subs = append(f.Documents[0].Subs, sub(open[0].What+" VALID"))
	}
	t.Fatal("no fixed point")
}

// What is beyond the tier asked for is for later, unless somebody has the tier to
// lose; what is delivered is pending wherever it is.
func TestBeyondTheTarget(t *testing.T) {
	p := compiled(t, `[{"scope":"RECEIVE","requires":[{"document":{"types":["SSN"]}}]},
 {"scope":"SEND|RECEIVE|TIER|1","requires":[{"document":{"types":["GOVT_ID"]}},{"test":{"fact":"id_score","min":0.5}},
  {"id":"address","due_in":"P60D","document":{"types":["PROOF_OF_ADDRESS"]}},
  {"id":"strict","due_in":"P90D","restrict_to":"UNVERIFIED","attestation":{"id":"terms"}}]}]`, `"target":"RECEIVE"`)
	score := bonafide.FixedOf(1)
	states := func(f permission.Facts) string {
		var all []string
		for _, r := range p.Evaluate(f).Requirements[2:] {
			all = append(all, string(r.State))
		}
		return strings.Join(all, " ")
	}
	f := person("SSN VALID")
	assert.Equal(t, "eventually_due eventually_due eventually_due currently_due", states(f), "what restricts lower tiers is due in any case")
	f = person("SSN VALID", "GOVT_ID REVIEWING")
	assert.Equal(t, "pending eventually_due eventually_due currently_due", states(f))
	f = person("SSN VALID", "GOVT_ID VALID")
	f.Documents[0].IDScore = &score
	assert.Equal(t, "satisfied satisfied currently_due currently_due", states(f), "the tier is had until the deadline")
	assert.Equal(t, permission.Scope("SEND|RECEIVE|TIER|1"), p.Evaluate(f).Scope)
	f.At = f.OpenedAt.AddDate(0, 0, 60)
	assert.Equal(t, "satisfied satisfied past_due currently_due", states(f), "and lost after it")
	assert.Equal(t, permission.Scope("RECEIVE"), p.Evaluate(f).Scope)
	f.Documents[0].Watchlist = "SOFT_MATCH"
	assert.Equal(t, "satisfied satisfied eventually_due currently_due", states(f))
}

// due_in lets a tier be had before a rule is met; past it and its grace the
// restriction bites.
func TestDeadlines(t *testing.T) {
	p := compiled(t, `[{"scope":"RECEIVE","requires":[{"document":{"types":["SSN"]}}]},
 {"scope":"SEND|RECEIVE","requires":[{"id":"address","due_in":"P30D","grace":"P7D","document":{"types":["PROOF_OF_ADDRESS"],"valid_for":"P1Y"}}]}]`)
	hard := compiled(t, `[{"scope":"RECEIVE","requires":[{"document":{"types":["SSN"]}}]},
 {"scope":"SEND|RECEIVE","requires":[{"id":"address","due_in":"P30D","grace":"P7D","restrict_to":"UNVERIFIED","document":{"types":["PROOF_OF_ADDRESS"],"valid_for":"P1Y"}}]}]`)
	late := sub("PROOF_OF_ADDRESS VALID")
	late.SubmittedAt = datatest.At("2023-07-01") // counted until 2024-07-01
	for name, c := range map[string]struct {
		at     string
		subs   []permission.SubFacts
		opened string
		state  permission.State
		due    string
		next   string // Decision.Due
		soft   permission.Scope
		hard   permission.Scope
	}{
		"in time":      {"2024-06-01", nil, "2024-05-15", permission.CurrentlyDue, "2024-06-14", "2024-06-14", "SEND|RECEIVE", "SEND|RECEIVE"},
		"last instant": {"2024-06-13", nil, "2024-05-15", permission.CurrentlyDue, "2024-06-14", "2024-06-14", "SEND|RECEIVE", "SEND|RECEIVE"},
		"grace":        {"2024-06-14", nil, "2024-05-15", permission.PastDue, "2024-06-14", "2024-06-21", "SEND|RECEIVE", "SEND|RECEIVE"},
		"over":         {"2024-06-21", nil, "2024-05-15", permission.PastDue, "2024-06-14", "", "RECEIVE", "UNVERIFIED"},
		"pending in time": {"2024-06-01", []permission.SubFacts{sub("PROOF_OF_ADDRESS REVIEWING")}, "2024-05-15", permission.Pending,
			"2024-06-14", "2024-06-14", "SEND|RECEIVE", "SEND|RECEIVE"},
		"pending too late":       {"2024-06-21", []permission.SubFacts{sub("PROOF_OF_ADDRESS REVIEWING")}, "2024-05-15", permission.Pending, "2024-06-14", "", "RECEIVE", "UNVERIFIED"},
		"older than the program": {"2024-01-15", nil, "2020-01-01", permission.CurrentlyDue, "2024-01-31", "2024-01-31", "SEND|RECEIVE", "SEND|RECEIVE"},
		"met":                    {"2024-06-01", []permission.SubFacts{late}, "2023-01-01", permission.Satisfied, "2024-07-01", "2024-07-01", "SEND|RECEIVE", "SEND|RECEIVE"},
		"expired since":          {"2024-07-10", []permission.SubFacts{late}, "2023-01-01", permission.CurrentlyDue, "2024-07-31", "2024-07-31", "SEND|RECEIVE", "SEND|RECEIVE"},
		"expired long since":     {"2024-08-07", []permission.SubFacts{late}, "2023-01-01", permission.PastDue, "2024-07-31", "", "RECEIVE", "UNVERIFIED"},
	} {
		t.Run(name, func(t *testing.T) {
			f := person("SSN VALID")
			f.At, f.OpenedAt = datatest.At(c.at), datatest.At(c.opened)
			f.Documents[0].Subs = append(f.Documents[0].Subs, c.subs...)
			d := p.Evaluate(f)
			r := entry(t, d, "tiers[1].requires[0]")
			assert.Equal(t, c.state, r.State)
			assert.Equal(t, datatest.At(c.due), r.DueAt)
			assert.Equal(t, c.soft, d.Scope)
			assert.Equal(t, permission.Impact{Withholds: "SEND|RECEIVE", FallsTo: "RECEIVE"}, r.Impact)
			if c.next == "" {
				assert.Zero(t, d.Due)
			} else {
				assert.Equal(t, datatest.At(c.next), d.Due)
			}
			d = hard.Evaluate(f)
			assert.Equal(t, c.hard, d.Scope)
			assert.Equal(t, permission.Scope("UNVERIFIED"), entry(t, d, "tiers[1].requires[0]").Impact.FallsTo)
		})
	}
}

// A deadline that a condition starts runs from when it is first seen, by the
// clocks that the decision before handed on.
func TestClocks(t *testing.T) {
	p := compiled(t, `[{"scope":"RECEIVE","requires":[{"document":{"types":["SSN"]}}]},
 {"scope":"SEND|RECEIVE","requires":[{"id":"edd","when":[{"fact":"risk_level","in":["high"]}],"due_in":"P10D","document":{"types":["BANK_STATEMENT"]}}]}]`)
	f := person("SSN VALID")
	f.RiskLevel = "low"
	d := p.Evaluate(f)
	assert.Equal(t, permission.Waived, entry(t, d, "tiers[1].requires[0]").State)
	assert.Empty(t, d.Clocks)

	f.RiskLevel = "high"
	d = p.Evaluate(f)
	assert.Equal(t, []permission.Clock{{Rule: "edd", DocumentID: "d1", Since: noon}}, d.Clocks)
	assert.Equal(t, noon.AddDate(0, 0, 10), entry(t, d, "tiers[1].requires[0]").DueAt)
	for _, days := range []int{3, 9, 10} {
		f.Clocks, f.At = d.Clocks, noon.AddDate(0, 0, days)
		d = p.Evaluate(f)
		assert.Equal(t, noon.AddDate(0, 0, 10), entry(t, d, "tiers[1].requires[0]").DueAt, "it does not slide")
	}
	assert.Equal(t, permission.Receive, d.Permission)
	f.Clocks[0].Since = f.At.AddDate(1, 0, 0)
	assert.Equal(t, f.At, p.Evaluate(f).Clocks[0].Since, "a clock ahead of time wins nothing")
}

func TestWaivers(t *testing.T) {
	const rule = `{"id":"address","waivable":true,"document":{"types":["PROOF_OF_ADDRESS"]}}`
	waiver := permission.Waiver{Rule: "address", DocumentID: "d1", Until: noon.AddDate(0, 1, 0), By: bonafide.Reviewer("r1")}
	for name, c := range map[string]struct {
		rule   string
		change func(*permission.Waiver)
		waived bool
	}{
		"by a reviewer":    {rule, func(*permission.Waiver) {}, true},
		"by a platform":    {rule, func(w *permission.Waiver) { w.By = bonafide.Platform("p1") }, false},
		"by nobody":        {rule, func(w *permission.Waiver) { w.By.ID = "" }, false},
		"without end":      {rule, func(w *permission.Waiver) { w.Until = time.Time{} }, false},
		"over":             {rule, func(w *permission.Waiver) { w.Until = noon }, false},
		"another rule":     {rule, func(w *permission.Waiver) { w.Rule = "other" }, false},
		"another document": {rule, func(w *permission.Waiver) { w.DocumentID = "d2" }, false},
		"not waivable":     {strings.Replace(rule, `"waivable":true,`, ``, 1), func(*permission.Waiver) {}, false},
	} {
		w := waiver
		c.change(&w)
		f := person()
		f.Waivers = []permission.Waiver{w}
		d := compiled(t, c.rule).Evaluate(f)
		assert.Equal(t, c.waived, d.Permission == permission.SendAndReceive, name)
		assert.Equal(t, c.waived, entry(t, d, firstRule).State == permission.Waived, name)
		if c.waived {
			assert.Equal(t, w.Until, d.Due, name)
		}
	}
}

// A requirement that starts with a running total (such as USD 600 in a calendar
// year, 26 USC 6041(a)).
func TestThresholds(t *testing.T) {
	p := compiled(t,
		`{"document":{"types":["SSN"]}},{"id":"w9","when":[{"fact":"total","total":{"direction":"receive","per":"year","currency":"USD","at_least":"600"}}],"document":{"types":["W9_DOC"]}}`)
	usd := func(text string) bonafide.Money {
		m, err := bonafide.ParseMoney(text, "USD")
		require.NoError(t, err)
		return m
	}
	for name, c := range map[string]struct {
		totals permission.Totals
		state  permission.State
		due    time.Time
	}{
		"not known":   {permission.Totals{}, permission.CurrentlyDue, time.Time{}},
		"nothing yet": {permission.Totals{AsOf: noon}, permission.EventuallyDue, time.Time{}},
		"a cent below": {permission.Totals{
			AsOf: noon,
			Sums: []permission.Total{{Direction: permission.Inbound, Per: permission.PerYear, Amount: usd("599.99"), Until: datatest.At("2025-01-01")}},
		}, permission.EventuallyDue, time.Time{}},
		"reached": {permission.Totals{
			AsOf: noon,
			Sums: []permission.Total{{Direction: permission.Inbound, Per: permission.PerYear, Amount: usd("600"), Until: datatest.At("2025-01-01")}},
		}, permission.CurrentlyDue, datatest.At("2025-01-01")},
		"last year": {permission.Totals{
			AsOf: noon,
			Sums: []permission.Total{{Direction: permission.Inbound, Per: permission.PerYear, Amount: usd("600"), Until: datatest.At("2024-01-01")}},
		}, permission.EventuallyDue, time.Time{}},
		"sent": {permission.Totals{
			AsOf: noon,
			Sums: []permission.Total{{Direction: permission.Outbound, Per: permission.PerYear, Amount: usd("600"), Until: datatest.At("2025-01-01")}},
		}, permission.EventuallyDue, time.Time{}},
		"in a month": {permission.Totals{
			AsOf: noon,
			Sums: []permission.Total{{Direction: permission.Inbound, Per: permission.PerMonth, Amount: usd("600"), Until: datatest.At("2025-01-01")}},
		}, permission.EventuallyDue, time.Time{}},
	} {
		f := person("SSN VALID")
		f.Totals = c.totals
		d := p.Evaluate(f)
		r := entry(t, d, "tiers[0].requires[1]")
		assert.Equal(t, c.state, r.State, name)
		assert.Equal(t, bonafide.ActorUser, r.Actor, name)
		assert.Equal(t, c.state == permission.EventuallyDue, d.Permission == permission.SendAndReceive, name)
		assert.Equal(t, c.due, d.Due, "%s: a new period takes the requirement away", name)
	}
}

func TestBirthdayAndAttestationEndADecision(t *testing.T) {
	p := compiled(t, `{"test":{"fact":"age","min":18}},{"attestation":{"id":"tax","valid_for":"P1Y","warn_before":"P1M"}}`)
	f := person()
	f.Documents[0].Age, f.Documents[0].NextBirthday = 17, datatest.At("2024-06-20")
	f.Attestations = []permission.Attestation{{ID: "tax", At: datatest.At("2023-07-15")}}
	d := p.Evaluate(f)
	assert.Equal(t, datatest.At("2024-06-15"), d.Due, "a month before the statement ends")
	f.At = datatest.At("2024-06-15")
	d = p.Evaluate(f)
	assert.Equal(t, datatest.At("2024-06-20"), d.Due, "the birthday")
	r := entry(t, d, "tiers[0].requires[1]")
	assert.Equal(t, permission.CurrentlyDue, r.State)
	assert.Equal(t, datatest.At("2024-07-15"), r.DueAt)
	f.At, f.Documents[0].Age, f.Documents[0].NextBirthday = datatest.At("2024-06-20"), 18, datatest.At("2025-06-20")
	d = p.Evaluate(f)
	assert.Equal(t, permission.SendAndReceive, d.Permission)
	f.Attestations[0].At = datatest.At("2024-06-21")
	assert.Equal(t, datatest.At("2024-06-21"), p.Evaluate(f).Due, "a statement of tomorrow counts tomorrow")
	assert.Equal(t, permission.Unverified, p.Evaluate(f).Permission)
}
