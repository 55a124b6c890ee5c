package casefile_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/internal/figuretest"
	"github.com/bonafide-go/bonafide/risk"
)

// approvedFacts is what reviewers approved, as far as the moves below change it.
func approvedFacts(c casefile.Case) string {
	return fmt.Sprint(c.Name, c.Relations[0].Ownership, c.Relations[0].Group)
}

// Whoever edits, proposes, confirms, withdraws and gives up, in whatever order: nothing is
// approved by one pair of eyes, nor by who wrote it, and no change that two did not agree
// on is ever part of what is approved.
func TestFourEyesInAnyOrder(t *testing.T) {
	figuretest.OneGoroutine(t)
	moves := map[string]func(b *bundle, by bonafide.Actor, c casefile.Case, r *rand.Rand) error{
		"rename": func(b *bundle, by bonafide.Actor, c casefile.Case, r *rand.Rand) error {
			_, err := b.cases.Update(ctx, by, c.ID, casefile.UpdateRequest{Name: casefile.To([]string{"Bolt", "Nut", "Screw"}[r.IntN(3)])})
			return err
		},
		"relation": func(b *bundle, by bonafide.Actor, c casefile.Case, r *rand.Rand) error {
			_, err := b.cases.UpdateRelation(ctx, by, c.ID, casefile.UpdateRelationRequest{
				Relation: c.Relations[0].ID, Ownership: casefile.To(percent(90 + r.IntN(10))), Group: casefile.To([]string{"", "family"}[r.IntN(2)]),
			})
			return err
		},
		"propose": func(b *bundle, by bonafide.Actor, c casefile.Case, _ *rand.Rand) error {
			_, err := b.cases.Review(ctx, by, c.ID, casefile.ReviewRequest{Status: casefile.Approved, Comment: "r", Content: c.Content})
			return err
		},
		"confirm": func(b *bundle, by bonafide.Actor, c casefile.Case, _ *rand.Rand) error {
			_, err := b.review(t, by, c, casefile.Approved)
			return err
		},
		"withdraw": func(b *bundle, by bonafide.Actor, c casefile.Case, _ *rand.Rand) error {
			if c.Proposal == nil {
				return bonafide.ErrNotFound
			}
			_, err := b.cases.WithdrawProposal(ctx, by, c.ID, casefile.WithdrawProposalRequest{Proposal: c.Proposal.ID})
			return err
		},
		"discard": func(b *bundle, by bonafide.Actor, c casefile.Case, _ *rand.Rand) error {
			if c.Change == nil {
				return bonafide.ErrNotFound
			}
			_, err := b.cases.DiscardChange(ctx, by, c.ID, casefile.DiscardChangeRequest{Change: c.Change.ID})
			return err
		},
		"time": func(b *bundle, _ bonafide.Actor, c casefile.Case, _ *rand.Rand) error {
			b.wait(time.Hour)
			_, err := b.cases.Advance(ctx, c.ID)
			return err
		},
	}
	names := []string{"rename", "relation", "propose", "confirm", "confirm", "withdraw", "discard", "time"}
	reviews := 0
	for seed := range uint64(figuretest.Size(t, "ROUNDS", 6)) {
		b := setup(t)
		c, err := b.cases.Get(ctx, officer, b.approved(t).ID)
		require.NoError(t, err)
		random, agreed, seen := rand.New(rand.NewPCG(seed, 17)), approvedFacts(c), len(c.Reviews)
		var played []string
		for range 60 {
			name := names[random.IntN(len(names))]
			by := []bonafide.Actor{officer, officer2, officer3, acme}[random.IntN(4)]
			editor := c.LastEditor
			err := moves[name](b, by, c, random)
			played = append(played, fmt.Sprintf("%s by %s: %v", name, by.ID, err))
			told := fmt.Sprintf("seed %d, after %s", seed, strings.Join(played, "; "))
			c, err = b.cases.Get(ctx, officer, c.ID)
			require.NoError(t, err)
			if len(c.Reviews) > seen {
				last := c.Reviews[len(c.Reviews)-1]
				require.Equal(t, casefile.Approved, last.Status, told)
				require.NotEqual(t, last.Maker, last.By, told)
				require.True(t, last.Maker.Is(bonafide.ActorReviewer) && last.By.Is(bonafide.ActorReviewer), told)
				require.NotEqual(t, editor, last.By, told)
				seen, agreed = len(c.Reviews), approvedFacts(c)
				reviews++
			}
			require.Equal(t, casefile.Approved, c.Status, told)
			require.Equal(t, agreed, approvedFacts(c.BeforeChange()), told)
			if c.Change == nil {
				require.Equal(t, agreed, approvedFacts(c), told)
			}
		}
	}
	assert.Greater(t, reviews, 3, "some of it is agreed on")
}

// What an approved case must be looked at for becomes a task, once, and it stays approved.
func TestDiligenceTasks(t *testing.T) {
	titles := func(c casefile.Case) []string {
		out := []string{}
		for _, x := range c.Tasks {
			out = append(out, x.Title)
		}
		return out
	}
	for name, x := range map[string]struct {
		happens func(b *bundle, c casefile.Case) error
		want    string
	}{
		"the risk rises": {func(b *bundle, c casefile.Case) error {
			_, err := b.cases.PushRisk(ctx, acme, c.ID, casefile.PushRiskRequest{Assessment: risk.Assessment{Level: risk.High, Score: bonafide.FixedOf(80)}})
			return err
		}, "The risk has risen to high"},
		"the risk falls": {func(b *bundle, c casefile.Case) error {
			_, err := b.cases.PushRisk(ctx, acme, c.ID, casefile.PushRiskRequest{Assessment: risk.Assessment{Level: risk.Low, Score: bonafide.FixedOf(5)}})
			return err
		}, ""},
		"the owners are others": {func(b *bundle, c casefile.Case) error {
			_, err := b.cases.UpdateRelation(ctx, acme, c.ID, casefile.UpdateRelationRequest{Relation: c.Relations[0].ID, Ownership: casefile.To(percent(10))})
			return err
		}, "The beneficial owners are others"},
		"a share that changes no owner": {func(b *bundle, c casefile.Case) error {
			_, err := b.cases.UpdateRelation(ctx, acme, c.ID, casefile.UpdateRelationRequest{Relation: c.Relations[0].ID, Ownership: casefile.To(percent(90))})
			return err
		}, ""},
		"a list names the customer": {func(b *bundle, c casefile.Case) error {
			b.screener.mu.Lock()
			b.screener.listed["Bolt SAS"] = "9"
			b.screener.mu.Unlock()
			b.wait(25 * time.Hour)
			_, err := b.cases.AdvanceDue(ctx, 10)
			return err
		}, "Check " + "ID" + " needs a review"},
	} {
		t.Run(name, func(t *testing.T) {
			b := setup(t)
			c := b.approved(t)
			before := len(b.get(t, c.ID).Tasks)
			for range 2 {
				require.NoError(t, x.happens(b, c))
			}
			c = b.get(t, c.ID)
			assert.Equal(t, casefile.Approved, c.Status)
			want := []string{}
			if x.want != "" {
				want = append(want, strings.Replace(x.want, "ID", of(t, c, casefile.AML).ID, 1))
			}
			assert.Equal(t, want, titles(c)[before:])
		})
	}
}

// Every obstacle says what it is about and who must act.
func TestObstaclesNameWhoActs(t *testing.T) {
	b := setup(t, func(o *casefile.Options) { o.Templates = nil })
	c := b.create(t, func(r *casefile.CreateRequest) { r.Template = "" })
	found, err := b.cases.Obstacles(ctx, officer, c.ID)
	require.NoError(t, err)
	seen := map[bonafide.Code]casefile.Obstacle{}
	for _, x := range found {
		seen[x.Code] = x
	}
	assert.Equal(t, bonafide.ActorPlatform, seen[casefile.CodeRiskNotDefined].Waits)
	assert.Equal(t, bonafide.ActorReviewer, seen[casefile.CodeUnscreened].Waits)
	assert.NotEmpty(t, seen[casefile.CodeUnscreened].Entity)
	assert.Equal(t, c.Individuals[0].ID, seen[casefile.CodeOwnerUnchecked].Entity)
}

// A structure without an answer names no owner, and lets nobody out of sight: here a circle
// of which more than all is held.
func TestNoOwnerIsHiddenByAStructureWithoutAnAnswer(t *testing.T) {
	b := setup(t, func(o *casefile.Options) { o.Templates = nil })
	c := b.create(t, func(r *casefile.CreateRequest) { r.Template = "" })
	ana := c.Individuals[0].ID
	_, err := b.cases.SetRelevant(ctx, acme, c.ID, casefile.SetRelevantRequest{Entity: ana})
	require.NoError(t, err)
	unchecked := func() (out []string) {
		found, err := b.cases.Obstacles(ctx, officer, c.ID)
		require.NoError(t, err)
		for _, x := range found {
			if x.Code == casefile.CodeOwnerUnchecked {
				out = append(out, x.Entity)
			}
		}
		return out
	}
	require.Equal(t, []string{ana}, unchecked())

	ring := affiliate("Ring")
	ring.Relations = []casefile.RelationInput{{Ownership: ownership.Whole(10)}}
	c, err = b.cases.AddCompany(ctx, acme, c.ID, ring)
	require.NoError(t, err)
	first := c.Companies[len(c.Companies)-1].ID
	other := affiliate("Other")
	other.Relations = []casefile.RelationInput{{To: first, Ownership: ownership.Whole(100)}}
	c, err = b.cases.AddCompany(ctx, acme, c.ID, other)
	require.NoError(t, err)
	second := c.Companies[len(c.Companies)-1].ID
	_, err = b.cases.AddRelation(ctx, acme, c.ID, casefile.RelationInput{From: first, To: second, Ownership: ownership.Whole(100)})
	require.NoError(t, err)
	zoe := person("Zoe", "Roe")
	zoe.Relations = []casefile.RelationInput{{To: first, Ownership: ownership.Whole(10)}}
	c, err = b.cases.AddIndividual(ctx, acme, c.ID, zoe)
	require.NoError(t, err)
	_, err = b.cases.Ownership(ctx, officer, c.ID)
	var without *ownership.StructureError
	require.ErrorAs(t, err, &without)
	assert.Equal(t, []string{ana, c.Individuals[len(c.Individuals)-1].ID}, unchecked())
}
