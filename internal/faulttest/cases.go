package faulttest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/document/upload"
	"github.com/bonafide-go/bonafide/internal/aggregate/aggregatetest"
	"github.com/bonafide-go/bonafide/risk"
	"github.com/bonafide-go/bonafide/screening"
)

// template is what every case of the flow begins with.
var template = casefile.Template{
	Key: "kyb", Name: "Business",
	Main: []casefile.CheckPlan{
		{Type: casefile.DocumentCheck, Subtype: "document_type:kbis"},
		{Type: casefile.AML, Automation: casefile.Automation{Approval: true, Monitored: true}},
	},
	Individual: []casefile.CheckPlan{
		{Type: casefile.AML, Automation: casefile.Automation{Approval: true}},
		{Type: casefile.IDDocument, Automation: casefile.Automation{Vendor: true, Approval: true}, Traits: []casefile.Trait{casefile.TraitBusinessContact}},
	},
	Controls: []casefile.ControlPlan{{Key: "call", Label: "Called back", Type: casefile.ManualControl}},
}

// Cases is the flow of cases.
var Cases = Flow{Name: "cases", begin: func(h *host) (world, error) {
	w := &cases{host: h}
	if h == nil {
		return w, nil
	}
	var err error
	w.cases, err = casefile.New(h.store, h.keys, &casefile.Options{
		BodiesInClear: h.clear,
		Templates:     []casefile.Template{template}, Screener: h, Files: h.files, Now: h.now, NewID: h.newID,
		Reviews:   casefile.ReviewSettings{ScreenOptional: true},
		Retention: func(casefile.Case) bonafide.Duration { return bonafide.Days(1) },
	})
	return w, err
}}

// cases is the flow of cases under way: of a business that is approved, and of one
// whose owner is on the list.
type cases struct {
	*host
	cases *casefile.Service

	bolt, nut, slip casefile.Case
}

func (w *cases) forget() func() {
	known := *w
	return func() { *w = known }
}

// of is the first check of a type that is of an entity, if one is named.
func of(c casefile.Case, t casefile.CheckType, entity string) casefile.Check {
	for _, k := range c.Checks {
		if k.Type == t && (entity == "" || k.Entity == entity) {
			return k
		}
	}
	return casefile.Check{}
}

func person(first, last string) casefile.IndividualInput {
	return casefile.IndividualInput{
		IndividualFields: casefile.IndividualFields{FirstName: first, LastName: last, BirthDate: bonafide.Date{Year: 1980, Month: 5, Day: 14}},
		Relations:        []casefile.RelationInput{{Ownership: ownership.Whole(20), Roles: []ownership.Role{ownership.Shareholder}}},
	}
}

// inCase is a command on a case, whose answer it keeps.
func inCase(which *casefile.Case, do func(ctx context.Context, key, id string) (casefile.Case, error)) func(context.Context, string) error {
	return func(ctx context.Context, key string) error {
		c, err := do(ctx, key, which.ID)
		if err == nil {
			*which = c
		}
		return err
	}
}

// screened advances a case until all of its searches came to an end.
func (w *cases) screened(which *casefile.Case) func(context.Context, string) error {
	return func(ctx context.Context, _ string) error {
		c, err := w.cases.Advance(ctx, which.ID)
		if err != nil {
			return err
		}
		*which = c
		for _, k := range c.Checks {
			if k.Type == casefile.AML && k.Status == casefile.CheckProcessing {
				w.wait(25 * time.Hour)
				return errAgain
			}
		}
		return nil
	}
}

// look reads the case as reviewers see it, whose content an approval names.
func (w *cases) look(ctx context.Context, which *casefile.Case) error {
	c, err := w.cases.Get(ctx, officer, which.ID)
	if err == nil {
		*which = c
	}
	return err
}

// judged lets a reviewer approve or end a case.
func (w *cases) judged(which *casefile.Case, by bonafide.Actor, status casefile.Status) func(context.Context, string) error {
	content, proposal := "", ""
	return func(ctx context.Context, key string) error {
		if content == "" { // as it was seen, also where it is asked again
			if err := w.look(ctx, which); err != nil {
				return err
			}
			content = which.Content
			if which.Proposal != nil {
				proposal = which.Proposal.ID
			}
		}
		r := casefile.ReviewRequest{Key: key, Status: status, Comment: "seen"}
		if status == casefile.Approved {
			r.Content, r.Proposal = content, proposal
		}
		c, err := w.cases.Review(ctx, by, which.ID, r)
		if err == nil {
			*which = c
		}
		return err
	}
}

func (w *cases) create(which *casefile.Case, name, first, last string, status casefile.Status) func(context.Context, string) error {
	return func(ctx context.Context, key string) error {
		owner := person(first, last)
		owner.IsBusinessContact, owner.Email, owner.UserID = true, "ana@example.com", "user-contact"
		owner.SocialSecurityNumber = bonafide.NewSecret("512-43-2222")
		c, err := w.cases.Create(ctx, acme, casefile.CreateRequest{
			Key: key, Name: name, Template: "kyb", ExternalID: "ext-" + name, Status: status,
			Companies:   []casefile.CompanyInput{{CompanyFields: casefile.CompanyFields{Name: name + " SAS", Country: "FR"}}},
			Individuals: []casefile.IndividualInput{owner},
		})
		if err == nil {
			*which = c
		}
		return err
	}
}

// steps are everything that can be asked of cases: whoever gives the Service
// another method adds a step that calls it.
func (w *cases) steps() []step {
	var out []step
	for _, part := range [][]step{w.opening(), w.structure(), w.checking(), w.approval(), w.found(), w.reading(), w.end()} {
		out = append(out, part...)
	}
	return out
}

// opening is the creation of a case and what is noted on it.
func (w *cases) opening() []step {
	s, bolt := w.cases, &w.bolt
	return []step{
		{"Create", w.create(bolt, "Bolt", "Ana", "Lopez", casefile.Draft)},
		{"Open", inCase(bolt, func(ctx context.Context, key, id string) (casefile.Case, error) {
			return s.Open(ctx, acme, id, casefile.OpenRequest{Key: key})
		})},
		{"Update", inCase(bolt, func(ctx context.Context, key, id string) (casefile.Case, error) {
			return s.Update(ctx, acme, id, casefile.UpdateRequest{Key: key, Name: casefile.To("Bolt Group")})
		})},
		{"Label", inCase(bolt, func(ctx context.Context, key, id string) (casefile.Case, error) {
			return s.Label(ctx, acme, id, casefile.LabelRequest{Key: key, Assignee: casefile.To("officer-9"), AddTags: []string{"vip"}})
		})},
		{"Amend", inCase(bolt, func(ctx context.Context, key, id string) (casefile.Case, error) {
			return s.Amend(ctx, acme, id, casefile.AmendRequest{
				Key: key, Status: casefile.Open, UpdateRequest: casefile.UpdateRequest{Name: casefile.To("Bolt Holding")},
				LabelRequest: casefile.LabelRequest{AddTags: []string{"amended"}}})
		})},
		{"AddNote", inCase(bolt, func(ctx context.Context, key, id string) (casefile.Case, error) {
			return s.AddNote(ctx, officer, id, casefile.AddNoteRequest{Key: key, Text: "called the owner"})
		})},
		{"CommentNote", inCase(bolt, func(ctx context.Context, key, id string) (casefile.Case, error) {
			return s.CommentNote(ctx, officer, id, casefile.CommentNoteRequest{Key: key, Note: bolt.Notes[0].ID, Text: "she calls back"})
		})},
		{"AddTask", inCase(bolt, func(ctx context.Context, key, id string) (casefile.Case, error) {
			return s.AddTask(ctx, officer, id, casefile.AddTaskRequest{Key: key, Title: "Call the owner", Assignee: "officer-9", SLA: 4000 * time.Hour})
		})},
		{"CompleteTask", inCase(bolt, func(ctx context.Context, key, id string) (casefile.Case, error) {
			return s.CompleteTask(ctx, officer, id, casefile.CompleteTaskRequest{Key: key, Task: bolt.Tasks[0].ID})
		})},
		{"Sweep", w.swept(s.Sweep)},
	}
}

// structure is who belongs to the case.
func (w *cases) structure() []step {
	s, bolt := w.cases, &w.bolt
	relation := sync.OnceValue(func() string { return bolt.Relations[len(bolt.Relations)-1].ID })
	removed := sync.OnceValue(func() string { return bolt.Individuals[1].ID })
	return []step{
		{"AddCompany", inCase(bolt, func(ctx context.Context, key, id string) (casefile.Case, error) {
			return s.AddCompany(ctx, acme, id, casefile.CompanyInput{Key: key, Type: casefile.AffiliatedCompany,
				CompanyFields: casefile.CompanyFields{Name: "Bolt Holding", Country: "LU"}, Relations: []casefile.RelationInput{{Ownership: ownership.Whole(60)}}})
		})},
		{"AddIndividual", inCase(bolt, func(ctx context.Context, key, id string) (casefile.Case, error) {
			in := person("Bea", "Second")
			in.Key = key
			return s.AddIndividual(ctx, acme, id, in)
		})},
		{"AddRelation", inCase(bolt, func(ctx context.Context, key, id string) (casefile.Case, error) {
			return s.AddRelation(ctx, acme, id, casefile.RelationInput{Key: key, From: bolt.Individuals[1].ID, To: bolt.Companies[1].ID, Ownership: ownership.Whole(60)})
		})},
		{"UpdateRelation", inCase(bolt, func(ctx context.Context, key, id string) (casefile.Case, error) {
			return s.UpdateRelation(ctx, acme, id, casefile.UpdateRelationRequest{Key: key, Relation: bolt.Relations[len(bolt.Relations)-1].ID, Ownership: casefile.To(ownership.Whole(70))})
		})},
		{"RemoveRelation", inCase(bolt, func(ctx context.Context, key, id string) (casefile.Case, error) {
			return s.RemoveRelation(ctx, acme, id, casefile.RemoveRelationRequest{Key: key, Relation: relation()})
		})},
		{"UpdateCompany", func() func(context.Context, string) error {
			var seen time.Time
			return inCase(bolt, func(ctx context.Context, key, id string) (casefile.Case, error) {
				x := bolt.Companies[1]
				if seen.IsZero() {
					seen = x.UpdatedAt
				}
				fields := x.CompanyFields
				fields.CommercialName = "Bolt"
				return s.UpdateCompany(ctx, acme, id, casefile.UpdateCompanyRequest{Key: key, Company: x.ID, Fields: &fields, Seen: seen})
			})
		}()},
		{"UpdateIndividual", func() func(context.Context, string) error {
			var seen time.Time
			return inCase(bolt, func(ctx context.Context, key, id string) (casefile.Case, error) {
				x := bolt.Individuals[1]
				if seen.IsZero() {
					seen = x.UpdatedAt
				}
				fields := x.IndividualFields
				fields.MaidenName = "First"
				return s.UpdateIndividual(ctx, acme, id, casefile.UpdateIndividualRequest{Key: key, Individual: x.ID, Fields: &fields, Seen: seen})
			})
		}()},
		{"SetRelevant", inCase(bolt, func(ctx context.Context, key, id string) (casefile.Case, error) {
			return s.SetRelevant(ctx, officer, id, casefile.SetRelevantRequest{Key: key, Entity: bolt.Individuals[1].ID, Reason: "no owner"})
		})},
		{"RemoveEntity", inCase(bolt, func(ctx context.Context, key, id string) (casefile.Case, error) {
			return s.RemoveEntity(ctx, officer, id, casefile.RemoveEntityRequest{Key: key, Entity: removed(), Reason: "no owner"})
		})},
	}
}

// checking are the checks of the case.
func (w *cases) checking() []step {
	s, bolt := w.cases, &w.bolt
	check := func(t casefile.CheckType) string { return of(*bolt, t, "").ID }
	submit := func(t casefile.CheckType, by bonafide.Actor) func(context.Context, string) error {
		return inCase(bolt, func(ctx context.Context, key, id string) (casefile.Case, error) {
			return s.SubmitCheck(ctx, by, id, casefile.SubmitCheckRequest{Key: key, Check: check(t), Evidence: []string{"file-1"}})
		})
	}
	attempt := sync.OnceValue(func() string { return of(*bolt, casefile.IDDocument, "").Attempt })
	withdrawn := sync.OnceValue(func() string { return bolt.Checks[len(bolt.Checks)-1].ID })
	return []step{
		{"Advance", w.screened(bolt)},
		{"AttachFile", inCase(bolt, func(ctx context.Context, key, id string) (casefile.Case, error) {
			return s.AttachFile(ctx, acme, id, casefile.AttachFileRequest{Key: key, Check: check(casefile.IDDocument), MediaType: upload.PNG, Content: picture64()})
		})},
		{"OpenFile", func(ctx context.Context, key string) error {
			_, content, err := s.OpenFile(ctx, officer, bolt.ID, casefile.OpenFileRequest{Key: key, File: bolt.Files[0].ID, Purpose: "document_review"})
			if err == nil && !bytes.Equal(content, picture64()) {
				err = errors.New("another file")
			}
			return err
		}},
		{"SubmitCheck", submit(casefile.IDDocument, acme)},
		{"AnswerCheck", func(ctx context.Context, key string) error {
			_, err := s.AnswerCheck(ctx, vendor, bolt.ID, casefile.AnswerCheckRequest{Key: key, Check: check(casefile.IDDocument), Attempt: attempt(), Outcome: casefile.AnswerApproved, Reference: "ref-1"})
			return err
		}},
		{"SubmitCheck", submit(casefile.DocumentCheck, acme)},
		{"ReviewCheck", inCase(bolt, func(ctx context.Context, key, id string) (casefile.Case, error) {
			return s.ReviewCheck(ctx, officer, id, casefile.ReviewCheckRequest{Key: key, Check: check(casefile.DocumentCheck), Approve: true})
		})},
		{"Recollect", inCase(bolt, func(ctx context.Context, key, id string) (casefile.Case, error) {
			return s.Recollect(ctx, officer, id, casefile.RecollectRequest{Key: key, Check: check(casefile.DocumentCheck), Public: "Please send the extract of this year."})
		})},
		{"SubmitCheck", submit(casefile.DocumentCheck, acme)},
		{"ReviewCheck", inCase(bolt, func(ctx context.Context, key, id string) (casefile.Case, error) {
			return s.ReviewCheck(ctx, officer, id, casefile.ReviewCheckRequest{Key: key, Check: check(casefile.DocumentCheck), Approve: true})
		})},
		{"StartCheck", inCase(bolt, func(ctx context.Context, key, id string) (casefile.Case, error) {
			return s.StartCheck(ctx, officer, id, casefile.StartCheckRequest{Key: key, Entity: bolt.Companies[0].ID, Type: casefile.DocumentCheck,
				Subtype: "document_type:tax_form", Automation: casefile.Automation{Vendor: true}})
		})},
		{"SubmitCheck", inCase(bolt, func(ctx context.Context, key, id string) (casefile.Case, error) {
			return s.SubmitCheck(ctx, acme, id, casefile.SubmitCheckRequest{Key: key, Check: bolt.Checks[len(bolt.Checks)-1].ID, Evidence: []string{"file-2"}})
		})},
		{"ForceReview", inCase(bolt, func(ctx context.Context, key, id string) (casefile.Case, error) {
			return s.ForceReview(ctx, officer, id, casefile.ForceReviewRequest{Key: key, Check: bolt.Checks[len(bolt.Checks)-1].ID})
		})},
		{"WithdrawCheck", inCase(bolt, func(ctx context.Context, key, id string) (casefile.Case, error) {
			return s.WithdrawCheck(ctx, officer, id, casefile.WithdrawCheckRequest{Key: key, Check: withdrawn()})
		})},
		{"SetMonitored", inCase(bolt, func(ctx context.Context, key, id string) (casefile.Case, error) {
			return s.SetMonitored(ctx, officer, id, casefile.SetMonitoredRequest{Key: key, Check: of(*bolt, casefile.AML, bolt.Individuals[0].ID).ID, Monitored: true})
		})},
		{"AdvanceDue", func(ctx context.Context, _ string) error { _, err := s.AdvanceDue(ctx, 10); return err }},
		{"Advance", w.screened(bolt)},
		{"SetControl", inCase(bolt, func(ctx context.Context, key, id string) (casefile.Case, error) {
			return s.SetControl(ctx, officer, id, casefile.SetControlRequest{Key: key, Control: "call", Completed: true, Comment: "spoke to them"})
		})},
	}
}

// approval is the risk of the case and its reviews.
func (w *cases) approval() []step {
	s, bolt := w.cases, &w.bolt
	change := sync.OnceValue(func() string { return bolt.Change.ID })
	proposal := sync.OnceValue(func() string { return bolt.Proposal.ID })
	return []step{
		{"PushRisk", inCase(bolt, func(ctx context.Context, key, id string) (casefile.Case, error) {
			return s.PushRisk(ctx, acme, id, casefile.PushRiskRequest{Key: key, Assessment: risk.Assessment{Level: risk.Medium}})
		})},
		{"OverrideRisk", inCase(bolt, func(ctx context.Context, key, id string) (casefile.Case, error) {
			return s.OverrideRisk(ctx, officer, id, casefile.OverrideRiskRequest{Key: key, Level: risk.High, Comment: "owners in two countries"})
		})},
		{"AutomateRisk", inCase(bolt, func(ctx context.Context, key, id string) (casefile.Case, error) {
			return s.AutomateRisk(ctx, officer, id, casefile.AutomateRiskRequest{Key: key})
		})},
		{"Review", w.judged(bolt, officer2, casefile.Approved)},
		{"WithdrawProposal", inCase(bolt, func(ctx context.Context, key, id string) (casefile.Case, error) {
			return s.WithdrawProposal(ctx, officer2, id, casefile.WithdrawProposalRequest{Key: key, Proposal: proposal()})
		})},
		{"Review", w.judged(bolt, officer2, casefile.Approved)},
		{"Review", w.judged(bolt, officer3, casefile.Approved)},
		{"Update", inCase(bolt, func(ctx context.Context, key, id string) (casefile.Case, error) {
			return s.Update(ctx, acme, id, casefile.UpdateRequest{Key: key, Name: casefile.To("Bolt Group")})
		})},
		{"DiscardChange", inCase(bolt, func(ctx context.Context, key, id string) (casefile.Case, error) {
			return s.DiscardChange(ctx, acme, id, casefile.DiscardChangeRequest{Key: key, Change: change()})
		})},
		{"Reopen", inCase(bolt, func(ctx context.Context, key, id string) (casefile.Case, error) {
			return s.Reopen(ctx, officer, id, casefile.ReopenRequest{Key: key})
		})},
	}
}

// found is a case whose owner is on the list.
func (w *cases) found() []step {
	s, nut := w.cases, &w.nut
	hit := func() string { return of(*nut, casefile.AML, nut.Individuals[0].ID).ID }
	twice := sync.OnceValue(func() string { return nut.Checks[len(nut.Checks)-1].ID })
	return []step{
		{"Create", w.create(nut, "Nut", "Jane Listed", "Person", casefile.Open)},
		{"Advance", w.screened(nut)},
		{"Hold", inCase(nut, func(ctx context.Context, key, id string) (casefile.Case, error) {
			return s.Hold(ctx, officer, id, casefile.HoldRequest{Key: key, ID: "matter-1", Reason: "claim of a creditor"})
		})},
		{"Release", inCase(nut, func(ctx context.Context, key, id string) (casefile.Case, error) {
			return s.Release(ctx, officer, id, casefile.ReleaseRequest{Key: key, ID: "matter-1", Reason: "claim settled"})
		})},
		{"StartCheck", inCase(nut, func(ctx context.Context, key, id string) (casefile.Case, error) {
			return s.StartCheck(ctx, officer, id, casefile.StartCheckRequest{Key: key, Entity: nut.Individuals[0].ID, Type: casefile.AML})
		})},
		{"Advance", w.screened(nut)},
		{"WithdrawCheck", inCase(nut, func(ctx context.Context, key, id string) (casefile.Case, error) {
			return s.WithdrawCheck(ctx, officer, id, casefile.WithdrawCheckRequest{Key: key, Check: twice(), Reason: "started twice"})
		})},
		{"DismissFinding", inCase(nut, func(ctx context.Context, key, id string) (casefile.Case, error) {
			return s.DismissFinding(ctx, officer, id, casefile.DismissFindingRequest{Key: key, Check: nut.Checks[len(nut.Checks)-1].ID, Reason: "decided with the other one"})
		})},
		{"DecideHits", inCase(nut, func(ctx context.Context, key, id string) (casefile.Case, error) {
			return s.DecideHits(ctx, officer, id, casefile.DecideHitsRequest{Key: key, Check: hit(), Hits: []casefile.HitID{{List: "ofac_sdn", EntryID: "7"}},
				Disposition: screening.TruePositive, Reason: "the same date of birth"})
		})},
		{"Reveal", func(ctx context.Context, key string) error {
			v, err := s.Reveal(ctx, officer, nut.ID, casefile.RevealRequest{Key: key, Purpose: "tax_letter", Entity: nut.Individuals[0].ID, Field: "social_security_number"})
			if err == nil && v.Reveal() != "512-43-2222" {
				err = errors.New("another value")
			}
			return err
		}},
	}
}

// reading are the calls that read.
func (w *cases) reading() []step {
	s, bolt := w.cases, &w.bolt
	return []step{
		{"Get", reads(func(ctx context.Context) (any, error) { return s.Get(ctx, acme, bolt.ID) })},
		{"Find", reads(func(ctx context.Context) (any, error) { return s.Find(ctx, acme, "ext-Bolt") })},
		{"List", reads(func(ctx context.Context) (any, error) {
			return s.List(ctx, acme, casefile.ListRequest{Status: casefile.Open})
		})},
		{"Rotate", func(ctx context.Context, _ string) error { _, _, err := s.Rotate(ctx, "", 100); return err }},
		{"Files", reads(func(ctx context.Context) (any, error) { return s.Files(ctx, officer, w.page()) })},
		{"Ping", func(ctx context.Context, _ string) error { return s.Ping(ctx) }},
		{"Count", reads(func(ctx context.Context) (any, error) {
			n, err := s.Count(ctx, acme, casefile.ListRequest{Status: casefile.Open})
			if err == nil && n.N != 2 {
				err = fmt.Errorf("%d cases", n.N)
			}
			return n, err
		})},
		{"AsOf", reads(func(ctx context.Context) (any, error) { return s.AsOf(ctx, officer, bolt.ID, w.now()) })},
		{"Obstacles", reads(func(ctx context.Context) (any, error) { return s.Obstacles(ctx, officer, bolt.ID) })},
		{"Duplicates", reads(func(ctx context.Context) (any, error) { return s.Duplicates(ctx, officer, bolt.ID) })},
		{"Holders", reads(func(ctx context.Context) (any, error) { return s.Holders(ctx, *bolt, w.now()), nil })},
		{"Ownership", reads(func(ctx context.Context) (any, error) { return s.Ownership(ctx, officer, bolt.ID, ownership.AMLR()) })},
		{"OwnershipOn", reads(func(ctx context.Context) (any, error) {
			return s.OwnershipOn(ctx, officer, bolt.ID, bonafide.DateOf(w.now()), ownership.AMLR())
		})},
		{"Report", reads(func(ctx context.Context) (any, error) { return s.Report(ctx, officer, bolt.ID, ownership.AMLR()) })},
		{"Events", reads(func(ctx context.Context) (any, error) { return s.Events(ctx, officer, bolt.ID, bonafide.PageRequest{}) })},
		{"VerifyEvents", reads(func(ctx context.Context) (any, error) { return nil, s.VerifyEvents(ctx, officer, bolt.ID) })},
		{"RecordEditions", func(ctx context.Context, _ string) error { return s.RecordEditions(ctx, bonafide.System(), rolledBack) }},
		{"Editions", reads(func(ctx context.Context) (any, error) { return s.Editions(ctx, officer) })},
		{"Timeline", reads(func(ctx context.Context) (any, error) {
			return s.Timeline(ctx, officer, bolt.ID, bonafide.PageRequest{})
		})},
	}
}

// end is a closure and an erasure.
func (w *cases) end() []step {
	s, nut := w.cases, &w.nut
	return []step{
		{"Review", w.judged(nut, officer, casefile.Closed)},
		{"Erasable", func(ctx context.Context, _ string) error {
			w.wait(48 * time.Hour)
			page, err := s.Erasable(ctx, officer, bonafide.PageRequest{})
			if err == nil && len(page.Items) != 1 {
				err = errors.New("it may not be erased")
			}
			return err
		}},
		{"PlanErasure", func(ctx context.Context, _ string) error {
			p, err := s.PlanErasure(ctx, officer, nut.ID)
			if err == nil && p.Refused != "" {
				err = errors.New("she may not be erased")
			}
			return err
		}},
		{"Erase", inCase(nut, func(ctx context.Context, key, id string) (casefile.Case, error) {
			return s.Erase(ctx, officer, id, casefile.EraseRequest{Key: key, Reason: bonafide.SubjectRequest})
		})},
		{"Create", w.create(&w.slip, "Slip", "Eve", "Unmeant", casefile.Draft)},
		{"DeleteDraft", inCase(&w.slip, func(ctx context.Context, key, id string) (casefile.Case, error) {
			return s.DeleteDraft(ctx, acme, id, casefile.DeleteDraftRequest{Key: key})
		})},
	}
}

// check looks at what a case was at its first and its last event: its versions are
// there.
func (w *cases) check(ctx context.Context) error {
	events, err := aggregatetest.Walk(func(page bonafide.PageRequest) (bonafide.PageOf[bonafide.Event], error) {
		return w.cases.Events(ctx, officer, w.bolt.ID, page)
	})
	if err != nil {
		return err
	}
	for _, e := range []bonafide.Event{events[0], events[len(events)-1]} {
		if _, err := w.cases.AsOf(ctx, officer, w.bolt.ID, e.At); err != nil {
			return fmt.Errorf("as of %s: %w", e.Type, err)
		}
	}
	return w.uploads(ctx, w.cases.Files)
}
