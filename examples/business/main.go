// Command business takes one company from a template to approval by two reviewers:
// three layers of owners, two holding companies that own each other, and a minority
// owner who is politically exposed. Then the approved case lives: its owners change, a new
// edition of a list names one, and two reviewers decide again. It prints flags, risk and the
// owners under each rule set, and writes structure.svg, bods.json, model.json, the scoring
// that the risk was computed by, and report.html.
//
//	go run ./examples/business            # writes into the current directory
//	go run ./examples/business -out DIR
//	go run ./examples/business -model own.json   # a scoring of your own
//
// It needs no network and keeps everything in memory. Clock and ids are fixed, so
// that every run prints the same.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/ownership/export"
	"github.com/bonafide-go/bonafide/screening"
)

const about = `business takes a company with three layers of owners from a template to its approval.
  business -out DIR              writes structure.svg, bods.json, model.json and report.html there
  business -model model.json     with a scoring of your own
`

func main() {
	flag.Usage = func() {
		fmt.Fprint(flag.CommandLine.Output(), about)
		flag.PrintDefaults()
	}
	out := flag.String("out", ".", "folder for structure.svg, bods.json, model.json and report.html")
	own := flag.String("model", "", "file of a scoring, in the form of model.json")
	flag.Parse()
	if flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(context.Background(), *out, *own); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out, own string) error {
	if err := os.MkdirAll(out, 0o700); err != nil {
		return err
	}
	model, err := scoring(own)
	if err != nil {
		return err
	}
	h, err := newHost(ctx, model)
	if err != nil {
		return err
	}
	c, err := h.cases.Create(ctx, h.platform, application())
	if err != nil {
		return err
	}
	show("opened from the template", c)
	if c, err = h.cases.Advance(ctx, c.ID); err != nil {
		return err
	}
	show("screened and assessed", c)
	take := casefile.LabelRequest{Assignee: casefile.To(h.officer.ID), AddTags: []string{"complex structure"}}
	if c, err = h.cases.Label(ctx, h.officer, c.ID, take); err != nil {
		return err
	}
	fmt.Printf("  taken by %s, tags %v\n", c.Assignee, c.Tags)
	if c, err = h.collect(ctx, c); err != nil {
		return err
	}
	show("collected by the contact, reviewed", c)
	if c, err = h.decideHit(ctx, c); err != nil {
		return err
	}
	show("hit decided by two reviewers", c)
	if c, err = h.approve(ctx, c); err != nil {
		return err
	}
	show("approved by two reviewers", c)
	fmt.Printf("  next review %s, because the risk is %s\n", c.Periodic.NextReviewAt, c.RiskLevel())
	if c, err = h.cases.Label(ctx, h.officer, c.ID, casefile.LabelRequest{Assignee: casefile.Null[string]()}); err != nil {
		return err
	}
	// A host serves the customer while the approval is in force: here until the
	// acceptance of the hit ends, after six months.
	for _, at := range []time.Time{h.clock, h.clock.AddDate(0, 7, 0)} {
		fmt.Printf("  %s: approval in force %t\n", bonafide.DateOf(at), c.InForce(at))
	}

	fmt.Printf("\n=== risk by %s, line by line\n", model.Name())
	for _, line := range c.Risk.Current().Explain() {
		fmt.Println("  " + line)
	}
	if err := keep(model, filepath.Join(out, "model.json")); err != nil {
		return err
	}
	if err := h.structure(ctx, c, out); err != nil {
		return err
	}
	return h.lives(ctx, c, out)
}

// structure prints who owns and controls, and writes the picture and the statements.
func (h *host) structure(ctx context.Context, c casefile.Case, out string) error {
	o, err := h.cases.Ownership(ctx, h.officer, c.ID)
	if err != nil {
		return err
	}
	fmt.Println("\n=== ownership")
	for _, x := range o.Analysis.Holders {
		fmt.Printf("  %-16s owns %s %%, votes %s %%, controls %t\n", o.Parties[x.ID].Name, x.Ownership.Round(4), x.Voting.Round(4), x.Controls)
	}
	fmt.Printf("  unresolved       %s %%\n", o.Analysis.UnresolvedOwnership.Round(4))
	for _, f := range o.Findings {
		fmt.Printf("%s\n", f.Rules)
		for _, x := range append(f.Owners[:len(f.Owners):len(f.Owners)], f.Officials...) {
			fmt.Printf("  %-16s %v\n", o.Parties[x.ID].Name, x.Codes())
		}
		if len(f.Owners)+len(f.Officials) == 0 {
			fmt.Println("  nobody")
		}
	}
	found, ok := o.Finding("amlr")
	if !ok {
		return errors.New("the owners under the AMLR were not computed")
	}
	svg, err := export.SVG(o.Analysis, o.Parties, found)
	if err != nil {
		return err
	}
	bods, err := export.BODS(o.Analysis, o.Parties, found, export.Publication{Date: bonafide.DateOf(h.clock), Publisher: "Acme Compliance"})
	if err != nil {
		return err
	}
	for name, data := range map[string][]byte{"structure.svg": svg, "bods.json": bods} {
		if err := os.WriteFile(filepath.Join(out, name), data, 0o600); err != nil {
			return err
		}
	}
	fmt.Println("\nwritten: structure.svg, bods.json, model.json")
	return nil
}

// collect does what the contact and the first reviewer have to do.
func (h *host) collect(ctx context.Context, c casefile.Case) (casefile.Case, error) {
	var err error
	for _, k := range c.Checks {
		if k.Status != casefile.CheckInProgress {
			continue
		}
		if c, err = h.cases.SubmitCheck(ctx, h.contact, c.ID, casefile.SubmitCheckRequest{Check: k.ID, Evidence: []string{"upload-" + k.ID}}); err != nil {
			return c, err
		}
		if c, err = h.cases.ReviewCheck(ctx, h.officer, c.ID, casefile.ReviewCheckRequest{Check: k.ID, Approve: true}); err != nil {
			return c, err
		}
	}
	return h.cases.SetControl(ctx, h.officer, c.ID, casefile.SetControlRequest{Control: "funds", Completed: true, Comment: "annual accounts of three years read"})
}

// decideHit accepts the business with the exposed minority owner, who holds less
// than half and controls nothing: one reviewer, who says why. To accept a match of a
// list of warnings takes two.
func (h *host) decideHit(ctx context.Context, c casefile.Case) (casefile.Case, error) {
	for _, k := range c.Checks {
		if k.Screening == nil {
			continue
		}
		for _, hit := range k.Screening.Open(h.clock) {
			fmt.Printf("  hit: %s entry %s, score %.2f\n", hit.List, hit.EntryID, hit.Score)
			decision := casefile.DecideHitsRequest{
				Check: k.ID, Hits: []casefile.HitID{{List: hit.List, EntryID: hit.EntryID}}, Disposition: screening.TrueButAccepted,
				Reason: "8 % and no control; the source of the wealth is known", Expires: h.clock.AddDate(0, 6, 0),
			}
			var err error
			if c, err = h.cases.DecideHits(ctx, h.officer, c.ID, decision); err != nil {
				return c, err
			}
		}
	}
	return h.cases.Advance(ctx, c.ID)
}

// approve lets the first reviewer propose and the second one confirm exactly that.
func (h *host) approve(ctx context.Context, c casefile.Case) (casefile.Case, error) {
	propose := casefile.ReviewRequest{Status: casefile.Approved, Comment: "structure understood, owners verified", Content: c.Content}
	c, err := h.cases.Review(ctx, h.officer, c.ID, propose)
	if err != nil {
		return c, err
	}
	fmt.Printf("  proposed by %s, still %s\n", c.Proposal.By.ID, c.Status)
	confirm := casefile.ReviewRequest{Status: casefile.Approved, Comment: "agreed", Proposal: c.Proposal.ID}
	if _, err := h.cases.Review(ctx, h.officer, c.ID, confirm); err != nil {
		fmt.Printf("  the same reviewer again: %v\n", err)
	}
	return h.cases.Review(ctx, h.second, c.ID, confirm)
}

func show(title string, c casefile.Case) {
	count := make(map[casefile.CheckStatus]int)
	for _, k := range c.Checks {
		count[k.Status]++
	}
	fmt.Printf("\n=== %s\n  status %s, risk %s, contact has actions %t, reviewer has actions %t\n  flags %v\n  checks",
		title, c.Status, c.RiskLevel(), c.ContactHasActions, c.ReviewerHasActions, c.Flags)
	for _, s := range casefile.CheckStatuses() {
		if count[s] > 0 {
			fmt.Printf(" %s %d", s, count[s])
		}
	}
	fmt.Println()
}
