package casefile_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
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
	"github.com/bonafide-go/bonafide/screening"
)

// A player is one who stands outside and may do all that such may do: the platform of
// the case, its contact, another platform.
type player struct {
	listedCase
	random *rand.Rand
	by     bonafide.Actor
	now    casefile.Case // as it is stored
}

func oneOf[T any](p *player, list []T) T {
	var none T
	if len(list) == 0 {
		return none
	}
	return list[p.random.IntN(len(list))]
}

func (p *player) pick(of ...string) string { return oneOf(p, of) }

func (p *player) entity() string {
	ids := []string{p.jane, "none"}
	for _, x := range p.now.Individuals {
		ids = append(ids, x.ID)
	}
	for _, x := range p.now.Companies {
		ids = append(ids, x.ID)
	}
	return oneOf(p, ids)
}

// share is another share of a relation.
func (p *player) share() casefile.Patch[ownership.Percent] {
	return casefile.To(percent(p.random.IntN(101)))
}

// plays are what a player may try, by the verb that it takes; those of "time" pass by
// themselves.
var plays = map[string]func(p *player) error{
	"open":   func(p *player) error { _, err := p.cases.Open(ctx, p.by, p.id, casefile.OpenRequest{}); return err },
	"reopen": func(p *player) error { _, err := p.cases.Reopen(ctx, p.by, p.id, casefile.ReopenRequest{}); return err },
	"approve": func(p *player) error {
		_, err := p.cases.Review(ctx, p.by, p.id, casefile.ReviewRequest{Status: casefile.Approved, Comment: "r", Content: p.now.Content})
		return err
	},
	"reject": func(p *player) error {
		_, err := p.cases.Review(ctx, p.by, p.id, casefile.ReviewRequest{Status: casefile.Rejected, Comment: "r"})
		return err
	},
	"close": func(p *player) error {
		_, err := p.cases.Review(ctx, p.by, p.id, casefile.ReviewRequest{Status: casefile.Closed, Comment: "r"})
		return err
	},
	"edit": func(p *player) error {
		_, err := p.cases.Update(ctx, p.by, p.id, casefile.UpdateRequest{Name: casefile.To(p.pick("Bolt", "Nut")), Template: casefile.To(p.pick("kyb", "none"))})
		return err
	},
	"edit/person": func(p *player) error {
		x := person(p.pick("Jane", "Bea"), p.pick("Listed", "Person"))
		x.Relations = []casefile.RelationInput{{Ownership: percent(p.random.IntN(101))}}
		_, err := p.cases.AddIndividual(ctx, p.by, p.id, x)
		return err
	},
	"edit/company": func(p *player) error {
		x := affiliate(p.pick("Nut", "Jane Listed", "Screw"))
		x.Relations = []casefile.RelationInput{{Ownership: percent(p.random.IntN(101))}}
		_, err := p.cases.AddCompany(ctx, p.by, p.id, x)
		return err
	},
	"edit/rename": func(p *player) error { return conceal["rename"](p.listedCase, p.by, p.pick("", "r")) },
	"edit/birth":  func(p *player) error { return conceal["birth"](p.listedCase, p.by, p.pick("", "r")) },
	"edit/other": func(p *player) error {
		x := oneOf(p, p.now.Individuals)
		f := x.IndividualFields
		f.FirstName, f.MaidenName = p.pick("Jane", "Bea", "Ana"), p.pick("", "Listed")
		_, err := p.cases.UpdateIndividual(ctx, p.by, p.id, casefile.UpdateIndividualRequest{Individual: x.ID, Fields: &f, Seen: x.UpdatedAt, Reason: "r"})
		return err
	},
	"edit/firm": func(p *player) error {
		x := oneOf(p, p.now.Companies)
		f := x.CompanyFields
		f.Name, f.Country = p.pick("Bolt SAS", "Jane Listed"), "LU"
		_, err := p.cases.UpdateCompany(ctx, p.by, p.id, casefile.UpdateCompanyRequest{Company: x.ID, Fields: &f, Seen: x.UpdatedAt, Reason: "r"})
		return err
	},
	"edit/remove": func(p *player) error {
		_, err := p.cases.RemoveEntity(ctx, p.by, p.id, casefile.RemoveEntityRequest{Entity: p.entity(), Reason: "r"})
		return err
	},
	"edit/relevant": func(p *player) error {
		_, err := p.cases.SetRelevant(ctx, p.by, p.id, casefile.SetRelevantRequest{Entity: p.entity(), Relevant: p.random.IntN(2) == 0, Reason: "r"})
		return err
	},
	"edit/relate": func(p *player) error {
		_, err := p.cases.AddRelation(ctx, p.by, p.id, casefile.RelationInput{From: p.entity(), To: p.entity(), Ownership: percent(p.random.IntN(101))})
		return err
	},
	"edit/relation": func(p *player) error {
		_, err := p.cases.UpdateRelation(ctx, p.by, p.id, casefile.UpdateRelationRequest{Relation: oneOf(p, p.now.Relations).ID, Ownership: p.share()})
		return err
	},
	"edit/unrelate": func(p *player) error {
		_, err := p.cases.RemoveRelation(ctx, p.by, p.id, casefile.RemoveRelationRequest{Relation: oneOf(p, p.now.Relations).ID})
		return err
	},
	"collect": func(p *player) error {
		_, err := p.cases.SubmitCheck(ctx, p.by, p.id, casefile.SubmitCheckRequest{Check: oneOf(p, p.now.Checks).ID, Evidence: []string{"f"}})
		return err
	},
	"answer": func(p *player) error {
		k := oneOf(p, p.now.Checks)
		_, err := p.cases.AnswerCheck(ctx, p.by, p.id, casefile.AnswerCheckRequest{Check: k.ID, Attempt: k.Attempt, Outcome: casefile.AnswerApproved})
		return err
	},
	"check/withdraw": func(p *player) error { return conceal["withdraw"](p.listedCase, p.by, "r") },
	"check/dismiss": func(p *player) error {
		_, err := p.cases.DismissFinding(ctx, p.by, p.id, casefile.DismissFindingRequest{Check: oneOf(p, p.now.Checks).ID, Reason: "r"})
		return err
	},
	"check/hits": func(p *player) error {
		_, err := p.cases.DecideHits(ctx, p.by, p.id, casefile.DecideHitsRequest{Check: p.check, Hits: []casefile.HitID{{List: "ofac_sdn", EntryID: "7"}},
			Disposition: screening.FalsePositive, Reason: "r", Expires: p.bundle.now().AddDate(0, 6, 0)})
		return err
	},
	"push": func(p *player) error {
		_, err := p.cases.PushRisk(ctx, p.by, p.id, casefile.PushRiskRequest{Assessment: risk.Assessment{Level: oneOf(p, []risk.Level{risk.Low, risk.High})}})
		return err
	},
	"label": func(p *player) error {
		_, err := p.cases.Label(ctx, p.by, p.id, casefile.LabelRequest{ExternalID: casefile.To(p.pick("ext-1", "ext-2")), AddTags: []string{p.pick("a", "b")}})
		return err
	},
	"hold/release": func(p *player) error {
		_, err := p.cases.Release(ctx, p.by, p.id, casefile.ReleaseRequest{ID: "matter-1", Reason: "r"})
		return err
	},
	"erase": func(p *player) error {
		_, err := p.cases.Erase(ctx, p.by, p.id, casefile.EraseRequest{Reason: bonafide.SubjectRequest})
		return err
	},
	"time/days":    func(p *player) error { p.wait(time.Duration(p.random.IntN(20*24)) * time.Hour); return nil },
	"time/worker":  func(p *player) error { _, err := p.cases.AdvanceDue(ctx, 10); return err },
	"time/outage":  func(p *player) error { p.screener.failed = !p.screener.failed; return nil },
	"time/edition": func(p *player) error { p.screener.edition++; return nil },
}

// evidence counts what was found and decided, and what is held.
func evidence(c casefile.Case) (n int) {
	for _, k := range c.Checks {
		if k.Screening != nil {
			n += len(k.Screening.Decisions)
			if len(k.Screening.Result.Hits)+len(k.Screening.Decisions) > 0 {
				n++
			}
		}
	}
	for _, h := range c.Holds {
		if h.InForce() {
			n++
		}
	}
	return n + len(c.Reviews)
}

// Whatever whoever stands outside does to a case in which something was found, in
// whatever order, while time passes and lists are out of reach: it is never approved,
// it is kept no shorter, and no evidence is gone.
func TestNobodyOutsideSheds(t *testing.T) {
	for verb, rule := range rules {
		if strings.ContainsAny(rule.by, "PU") {
			found := slices.ContainsFunc(slices.Collect(maps.Keys(plays)), func(play string) bool { return play == verb || strings.HasPrefix(play, verb+"/") })
			assert.True(t, found, "%s: a verb of platforms or contacts: how is it played?", verb)
		}
	}
	names := slices.Sorted(maps.Keys(plays))
	tried, done := 0, 0
	for _, hit := range []string{"open", "true"} {
		for seed := range uint64(figuretest.Size(t, "ROUNDS", 3)) {
			l := listedWith(t, hit)
			p := &player{listedCase: l, random: rand.New(rand.NewPCG(seed, 5)), now: l.get(t, l.id)}
			if seed%2 == 1 {
				_, err := l.cases.Hold(ctx, officer, l.id, casefile.HoldRequest{ID: "matter-1", Reason: "claim"})
				require.NoError(t, err)
			}
			keep, found := casefile.DefaultRetention(p.now), evidence(l.get(t, l.id))
			var played []string
			for range 60 {
				play := names[p.random.IntN(len(names))]
				p.by = oneOf(p, []bonafide.Actor{acme, contact, acme, contact, other})
				err := plays[play](p)
				if tried++; err == nil {
					done++
				}
				played = append(played, fmt.Sprintf("%s by %s: %v", play, p.by.Kind, err))
				told := fmt.Sprintf("%s hit, seed %d, after %s", hit, seed, strings.Join(played, "; "))
				p.now = l.get(t, l.id)
				require.NotEqual(t, casefile.Approved, p.now.Status, told)
				require.False(t, p.now.InForce(l.now()), told)
				if hit != "open" {
					require.NotEmpty(t, p.now.Blocked(l.now()), told)
				}
				require.False(t, casefile.DefaultRetention(p.now).After(start).Before(keep.After(start)), "kept shorter: %s", told)
				require.GreaterOrEqual(t, evidence(p.now), found, "evidence is gone: %s", told)
				found = evidence(p.now)
				require.False(t, p.now.Erased(), told)
			}
			_, err := eventsOf(l.cases, officer, l.id)
			require.NoError(t, err, "the chain holds")
		}
	}
	assert.Greater(t, done, 60, "some of it takes effect")
	figuretest.Report(t, "commands", tried)
	figuretest.Report(t, "commands-taken", done)
}
