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
	engine := match.NewEngine(nil)
	list, err := exposed()
	if err != nil {
		return nil, err
	}
	if err := engine.Load(list); err != nil {
		return nil, err
	}
	h.cases, err = casefile.New(memory.New("demo"), bonafide.EphemeralKeys(), &casefile.Options{
		Templates:  []casefile.Template{template()},
		Properties: properties(),
		Screener:   engine,
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

// exposed is a list of one invented person, who is politically exposed: reviewers may
// accept that. They could not if it were a list of sanctions.
func exposed() (screening.List, error) {
	return screening.NewList(screening.KeyPEP, bonafide.Date{Year: 2026, Month: 3, Day: 1}, []screening.Entry{{
		ID: "90210", Type: screening.Person, Names: []screening.Name{{Text: "VORONTSOV, Gleb", Kind: screening.PrimaryName}},
		BirthDates: []screening.BirthDate{{From: bonafide.Date{Year: 1966, Month: 2, Day: 9}, To: bonafide.Date{Year: 1966, Month: 2, Day: 9}}},
		Programs:   []string{"DEMO"},
	}})
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
