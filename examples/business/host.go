package main

import (
	"context"
	"fmt"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/risk"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/match"
	"github.com/bonafide-go/bonafide/store/memory"
)

// A host is what a fintech's service would be, with its compliance officers.
type host struct {
	cases    *casefile.Service
	platform bonafide.Actor
	contact  bonafide.Actor
	officer  bonafide.Actor
	second   bonafide.Actor
	engine   *match.Engine
	clock    time.Time
	ids      int
}

func newHost(ctx context.Context, model *risk.Scoring) (*host, error) {
	h := &host{
		platform: bonafide.Platform("acme"),
		contact:  bonafide.User("user-1"),
		officer:  bonafide.Reviewer("officer-7"),
		second:   bonafide.Reviewer("officer-12"),
		clock:    time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC),
	}
	h.engine = match.NewEngine(nil)
	list, err := exposed(bonafide.Date{Year: 2026, Month: 3, Day: 1}, named("90210", "VORONTSOV, Gleb", 1966))
	if err != nil {
		return nil, err
	}
	if err := h.engine.Load(list); err != nil {
		return nil, err
	}
	h.cases, err = casefile.New(memory.New("demo"), bonafide.EphemeralKeys(), &casefile.Options{
		Templates:  []casefile.Template{template()},
		Properties: properties(),
		Screener:   h.engine,
		Model:      model,
		Facts:      facts,
		Now:        func() time.Time { return h.clock },
		NewID:      h.newID,
	})
	return h, err
}

// newID counts, so that every run prints the same; leave it out in a service.
func (h *host) newID() (string, error) {
	h.ids++
	return fmt.Sprintf("id-%03d", h.ids), nil
}

// exposed is an edition of a list of invented people, who are politically exposed:
// reviewers may accept that. They could not if it were a list of sanctions.
func exposed(edition bonafide.Date, entries ...screening.Entry) (screening.List, error) {
	return screening.NewList(screening.KeyPEP, edition, entries)
}

func template() casefile.Template {
	aml := casefile.CheckPlan{Type: casefile.AML, Automation: casefile.Automation{Approval: true, Monitored: true}}
	return casefile.Template{
		Key: "business", Name: "Business with shareholders",
		Main:       []casefile.CheckPlan{aml, {Type: casefile.DocumentCheck, Subtype: "document_type:register_extract"}},
		Affiliated: []casefile.CheckPlan{aml},
		Individual: []casefile.CheckPlan{aml, {
			Type: casefile.IDDocument, Automation: casefile.Automation{ValidFor: 3 * 365 * 24 * time.Hour},
			Traits: []casefile.Trait{casefile.TraitBusinessContact, casefile.TraitBeneficialOwner},
		}},
		Controls: []casefile.ControlPlan{
			{Key: "funds", Label: "Source of funds understood", Type: casefile.ManualControl},
			{Key: "owners", Label: "Every beneficial owner screened", Type: casefile.LogicControl, Condition: casefile.ConditionOwnersScreened},
			{Key: "blocked", Label: "Not blocked by the 50 percent rule", Type: casefile.LogicControl, Condition: casefile.ConditionNotBlocked},
		},
	}
}
