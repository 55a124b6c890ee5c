package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/casefile/report"
	"github.com/bonafide-go/bonafide/screening"
)

// lives is what becomes of the approved case a month later: its owners change, a new
// edition of a list names one of them, and two reviewers decide again. The change leaves the
// approval in force; a hit that nobody decided on does not.
func (h *host) lives(ctx context.Context, c casefile.Case, out string) error {
	h.clock = h.clock.AddDate(0, 1, 0)
	c, err := h.sell(ctx, c)
	if err != nil {
		return err
	}
	if c, err = h.edition(ctx, c); err != nil {
		return err
	}
	obstacles, err := h.cases.Obstacles(ctx, h.officer, c.ID)
	if err != nil {
		return err
	}
	for _, x := range obstacles {
		fmt.Printf("  in the way: %s, waits for the %s\n", x.Code, x.Waits)
	}
	if c, err = h.decideHit(ctx, c); err != nil {
		return err
	}
	for _, k := range c.Checks {
		if k.Status != casefile.CheckNeedReview {
			continue
		}
		if c, err = h.cases.ReviewCheck(ctx, h.officer, c.ID, casefile.ReviewCheckRequest{Check: k.ID, Approve: true}); err != nil {
			return err
		}
	}
	for _, t := range c.Tasks {
		if _, err = h.cases.CompleteTask(ctx, h.officer, c.ID, casefile.CompleteTaskRequest{Task: t.ID}); err != nil {
			return err
		}
	}
	if c, err = h.approve(ctx, c); err != nil {
		return err
	}
	show("the change approved by two reviewers", c)
	fmt.Printf("  %d reviews, nothing pending %t\n", len(c.Reviews), c.Change == nil)
	return h.report(ctx, c, out)
}

// sell changes who owns what: in an approved case that is a change that waits for a
// decision, and the approval stays in force until then.
func (h *host) sell(ctx context.Context, c casefile.Case) (casefile.Case, error) {
	for _, r := range c.Relations {
		if x, _ := c.Individual(r.FromIndividual); x.LastName != "Silva" {
			continue
		}
		c, err := h.cases.UpdateRelation(ctx, h.platform, c.ID, casefile.UpdateRelationRequest{Relation: r.ID, Ownership: casefile.To(ownership.Whole(90))})
		if err != nil {
			return c, err
		}
		show("a month later Marta owns 90 % of South Holding", c)
		fmt.Printf("  change pending %t, approval in force %t\n", c.Change != nil, c.InForce(h.clock))
		return c, nil
	}
	return c, bonafide.ErrNotFound
}

// edition loads a new edition of the list, which names an owner, and does what is due.
func (h *host) edition(ctx context.Context, c casefile.Case) (casefile.Case, error) {
	list, err := exposed(bonafide.DateOf(h.clock), named("90210", "VORONTSOV, Gleb", 1966), named("90311", "SILVA, Marta", 1975))
	if err != nil {
		return c, err
	}
	if err := h.engine.Load(list); err != nil {
		return c, err
	}
	if _, err := h.cases.AdvanceDue(ctx, bonafide.MaxPage); err != nil {
		return c, err
	}
	if c, err = h.cases.Get(ctx, h.officer, c.ID); err != nil {
		return c, err
	}
	show("a new edition of the list names an owner", c)
	for _, t := range c.Tasks {
		fmt.Printf("  task: %s\n", t.Title)
	}
	fmt.Printf("  approval in force %t\n", c.InForce(h.clock))
	return c, nil
}

// report writes the case as a page for an auditor.
func (h *host) report(ctx context.Context, c casefile.Case, out string) error {
	r, err := h.cases.Report(ctx, h.officer, c.ID, ownership.AMLR())
	if err != nil {
		return err
	}
	file, err := os.Create(filepath.Join(out, "report.html"))
	if err != nil {
		return err
	}
	defer file.Close()
	if err := report.HTML(file, r); err != nil {
		return err
	}
	fmt.Println("\nwritten: report.html")
	return file.Sync()
}

// named is an entry of the list.
func named(id, name string, born int) screening.Entry {
	day := bonafide.Date{Year: born, Month: 2, Day: 9}
	return screening.Entry{
		ID: id, Type: screening.Person, Names: []screening.Name{{Text: name, Kind: screening.PrimaryName}},
		BirthDates: []screening.BirthDate{{From: day, To: day}}, Programs: []string{"DEMO"},
	}
}
