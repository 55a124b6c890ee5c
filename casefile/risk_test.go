package casefile_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/risk"
	"github.com/bonafide-go/bonafide/screening"
)

// Dotfile, risk: a repeat is not saved; automatic ones are kept while a manual one
// is current; automatic enabled again restores the latest.
func TestRiskModes(t *testing.T) {
	b := setup(t)
	c := b.create(t)
	push := func(l risk.Level) casefile.Case {
		c, err := b.cases.PushRisk(ctx, acme, c.ID,
			casefile.PushRiskRequest{Assessment: risk.Assessment{Level: l, Score: bonafide.FixedOf(40), Components: map[string]bonafide.Fixed{"geography": bonafide.FixedOf(40)}}})
		require.NoError(t, err)
		return c
	}
	push(risk.Medium)
	c = push(risk.Medium)
	assert.Len(t, c.Risk.Automatic, 1, "an exact repeat")
	_, err := b.cases.OverrideRisk(ctx, officer, c.ID, casefile.OverrideRiskRequest{Level: risk.Critical})
	invalid(t, err, "comment", bonafide.CodeRequired)
	_, err = b.cases.OverrideRisk(ctx, acme, c.ID, casefile.OverrideRiskRequest{Level: risk.Low, Comment: "x"})
	require.ErrorIs(t, err, bonafide.ErrForbidden, "a platform lets nobody through")
	_, err = b.cases.OverrideRisk(ctx, officer, c.ID, casefile.OverrideRiskRequest{Level: risk.Critical, Comment: "press"})
	require.NoError(t, err)
	c = push(risk.Low)
	assert.Equal(t, risk.Critical, c.RiskLevel())
	assert.Len(t, c.Risk.Automatic, 2)
	c, err = b.cases.AutomateRisk(ctx, officer, c.ID, casefile.AutomateRiskRequest{})
	require.NoError(t, err)
	assert.Equal(t, risk.Low, c.RiskLevel())
}

// A model assesses open cases whenever their facts change; its outage blocks
// approval and changes no level; pushes are refused.
func TestModel(t *testing.T) {
	var facts []risk.Facts
	var down error
	model := risk.ModelFunc(func(_ context.Context, f risk.Facts) (risk.Assessment, error) {
		facts = append(facts, f)
		level := risk.Low
		for _, c := range f.Countries {
			if c.Country == "KP" {
				level = risk.Prohibited
			}
		}
		return risk.Assessment{Level: level, Score: bonafide.FixedOf(len(f.Countries)), Model: "test@1"}, down
	})
	b := setup(t, func(o *casefile.Options) {
		o.Model = model
		o.Facts = func(_ casefile.Case, f risk.Facts) risk.Facts { f.Products = []string{"payments"}; return f }
	})
	c := b.create(t)
	_, err := b.cases.PushRisk(ctx, acme, c.ID, casefile.PushRiskRequest{Assessment: risk.Assessment{Level: risk.Low}})
	require.ErrorIs(t, err, bonafide.ErrForbidden)
	c = b.advance(t, c.ID)
	assert.Equal(t, risk.Low, c.RiskLevel())
	last := facts[len(facts)-1]
	assert.Equal(t, []string{"payments"}, last.Products)
	assert.Equal(t, []string{"clear"}, last.Screening)
	assert.Contains(t, last.Countries, risk.CountryFact{Country: "FR", Role: "owner"})
	require.NotNil(t, last.Structure)
	assert.Equal(t, risk.Structure{}, *last.Structure, "one owner of 100 %")
	n := len(facts)
	b.advance(t, c.ID)
	assert.Len(t, facts, n, "nothing changed: nobody is asked")

	down = errDown
	x := c.Individuals[0]
	fields := x.IndividualFields
	fields.Nationalities = []bonafide.Country{"KP"}
	c, err = b.cases.UpdateIndividual(ctx, acme, c.ID, casefile.UpdateIndividualRequest{Individual: x.ID, Fields: &fields, Seen: x.UpdatedAt})
	require.NoError(t, err)
	c = b.advance(t, c.ID)
	assert.Equal(t, risk.Low, c.RiskLevel())
	assert.False(t, c.Model.RetryAt.IsZero())
	b.submit(t, contact, c, casefile.IDDocument)
	b.answer(t, c, casefile.IDDocument, casefile.AnswerApproved)
	c = b.approve(t, b.submit(t, acme, c, casefile.DocumentCheck), casefile.DocumentCheck)
	_, err = b.review(t, officer, c, casefile.Approved)
	refused(t, err, casefile.CodeRiskStale)
	down = nil
	b.wait(time.Hour)
	c = b.advance(t, c.ID)
	assert.Equal(t, risk.Prohibited, c.RiskLevel())
}

// What an ownership structure and screening tell a model.
func TestFacts(t *testing.T) {
	b := setup(t)
	c := b.create(t, func(r *casefile.CreateRequest) {
		r.Companies[0].RegisteredOn = bonafide.Date{Year: 2020, Month: 1, Day: 2}
		a, z := affiliate("A"), affiliate("Z")
		a.Ref, z.Ref = "a", "z"
		a.Relations = []casefile.RelationInput{{Ownership: percent(50)}, {ToRef: "z", Ownership: percent(10)}}
		z.Relations = []casefile.RelationInput{{ToRef: "a", Ownership: percent(50)}}
		r.Companies = append(r.Companies, a, z)
		r.Individuals[0].Relations[0].Ownership = percent(40)
		r.Individuals = append(r.Individuals, person("Jane", "Listed"))
	})
	c, err := b.cases.Get(ctx, officer, c.ID)
	require.NoError(t, err)
	f := c.Facts(b.now(), time.UTC)
	require.NoError(t, f.Check())
	assert.Equal(t, []string{"pending"}, f.Screening, "not screened is not clear")
	assert.Equal(t, risk.Structure{Layers: 2, Circular: true, Unresolved: bonafide.FixedOf(60), MayHideOwner: true}, *f.Structure)
	assert.Equal(t, bonafide.Date{Year: 2020, Month: 1, Day: 2}, f.Founded)
	c = b.advance(t, c.ID)
	assert.Equal(t, []string{"potential_match"}, c.Facts(b.now(), time.UTC).Screening)
	assert.Nil(t, casefile.Case{}.Facts(b.now(), time.UTC).Screening)
}

// A host's timer calls AdvanceDue until it returns 0: whatever time does to a case,
// that comes to an end.
func TestAdvanceDueEnds(t *testing.T) {
	b := setup(t, func(o *casefile.Options) {
		o.Screener = relisted{o.Screener.(*screener), "interpol"}
		o.Model = risk.ModelFunc(func(_ context.Context, f risk.Facts) (risk.Assessment, error) {
			return risk.Assessment{Level: risk.Medium, Flags: map[string]bool{"listed": len(f.Screening) > 0 && f.Screening[0] == "accepted_match"}}, nil
		})
		o.Templates[0].Individual[0].Automation = casefile.Automation{Monitored: true} // decided by people
	})
	c := b.create(t, func(r *casefile.CreateRequest) { r.Individuals = append(r.Individuals, person("Jane", "Listed")) })
	drain := func() {
		t.Helper()
		for i := 0; ; i++ {
			n, err := b.cases.AdvanceDue(ctx, 10)
			require.NoError(t, err)
			if n == 0 {
				return
			}
			require.Less(t, i, 5, "it does not come to an end")
		}
	}
	drain()
	k := c.ChecksOf(c.Individuals[1].ID)[0]
	for _, by := range []bonafide.Actor{officer, officer2} {
		_, err := b.cases.DecideHits(ctx, by, c.ID, casefile.DecideHitsRequest{Check: k.ID, Hits: []casefile.HitID{{List: "interpol", EntryID: "7"}},
			Disposition: screening.TrueButAccepted, Reason: "r", Expires: b.now().Add(90 * time.Minute)})
		require.NoError(t, err)
	}
	for _, wait := range []time.Duration{0, time.Minute, time.Hour, time.Hour, 25 * time.Hour, 400 * 24 * time.Hour, 400 * 24 * time.Hour} {
		b.wait(wait)
		drain()
	}
	b.screener.err = errDown
	for range 3 {
		b.wait(25 * time.Hour)
		drain()
	}
	assert.Equal(t, casefile.Open, b.get(t, c.ID).Status)
}
