package casefile_test

import (
	"context"
	"fmt"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/risk"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/store/memory"
)

func ExampleService_AnswerCheck() {
	ctx, cases := context.Background(), demo()
	c := bolt(cases)
	c = must(cases.StartCheck(ctx, reviewer, c.ID, casefile.StartCheckRequest{
		Entity: c.Companies[0].ID, Type: casefile.DocumentCheck, Subtype: "document_type:tax_form",
		Automation: casefile.Automation{Vendor: true, Approval: true},
	}))
	check := c.Checks[1].ID
	c = must(cases.SubmitCheck(ctx, platform, c.ID, casefile.SubmitCheckRequest{Check: check, Evidence: []string{"file-1"}}))
	k, _ := c.Check(check)
	fmt.Println(k.Status)

	vendor := bonafide.VerifierActor("registry")
	must(cases.AnswerCheck(ctx, vendor, c.ID, casefile.AnswerCheckRequest{Check: check, Attempt: k.Attempt, Outcome: casefile.AnswerApproved}))
	c = must(cases.Get(ctx, platform, c.ID))
	k, _ = c.Check(check)
	fmt.Println(k.Status, "by", k.Decision.By.Kind)
	// Output:
	// processing
	// approved by system
}

// listed is a screener for whom everybody resembles one entry.
type listed struct{}

func (listed) Screen(_ context.Context, q screening.Query) (screening.Result, error) {
	return screening.Result{
		Lists: []screening.ListRun{{Key: "ofac_sdn", Edition: bonafide.Date{Year: 2024, Month: 5, Day: 3}, Result: screening.ListMatch}},
		Hits:  []screening.Hit{{List: "ofac_sdn", EntryID: "306", EntryHash: "h", Score: 0.92, MatchedName: q.Name}},
	}, nil
}

// watched is a service that screens everybody.
func watched() *casefile.Service {
	cases, err := casefile.New(memory.New("acme"), bonafide.EphemeralKeys(), &casefile.Options{
		Screener:  listed{},
		Templates: []casefile.Template{{Key: "business", Name: "Business", Main: []casefile.CheckPlan{{Type: casefile.AML, Automation: casefile.Automation{Approval: true}}}}},
		Now:       func() time.Time { return now },
	})
	if err != nil {
		panic(err)
	}
	return cases
}

func ExampleService_DecideHits() {
	ctx, cases := context.Background(), watched()
	c := must(cases.Advance(ctx, bolt(cases).ID))
	fmt.Println(c.Checks[0].Status, len(c.Checks[0].Screening.Open(now)), "open")

	c = must(cases.DecideHits(ctx, reviewer, c.ID, casefile.DecideHitsRequest{
		Check: c.Checks[0].ID, Hits: []casefile.HitID{{List: "ofac_sdn", EntryID: "306"}},
		Disposition: screening.FalsePositive, Reason: "founded 2020, the listed one in 1998", Expires: now.AddDate(1, 0, 0),
	}))
	fmt.Println(c.Checks[0].Status, c.Checks[0].Screening.ListResults(now))
	// Output:
	// need_review 1 open
	// approved map[ofac_sdn:FALSE_POSITIVE]
}

func ExampleService_OverrideRisk() {
	ctx, cases := context.Background(), demo()
	c := bolt(cases)
	c = must(cases.PushRisk(ctx, platform, c.ID, casefile.PushRiskRequest{Assessment: risk.Assessment{Level: risk.Low, Score: bonafide.FixedOf(10)}}))
	fmt.Println(c.RiskLevel())
	c = must(cases.OverrideRisk(ctx, reviewer, c.ID, casefile.OverrideRiskRequest{Level: risk.High, Comment: "owners in two more countries"}))
	fmt.Println(c.RiskLevel())
	c = must(cases.AutomateRisk(ctx, reviewer, c.ID, casefile.AutomateRiskRequest{}))
	fmt.Println(c.RiskLevel())
	// Output:
	// low
	// high
	// low
}

// Two reviewers approve: the first proposes, another one confirms exactly that.
func ExampleService_Review() {
	ctx, cases := context.Background(), demo()
	c := must(cases.Get(ctx, reviewer, vetted(cases).ID))
	approval := casefile.ReviewRequest{Status: casefile.Approved, Comment: "extract read", Content: c.Content}
	c = must(cases.Review(ctx, reviewer, c.ID, approval))
	fmt.Println(c.Status, "proposed by", c.Proposal.By.ID)
	confirm := casefile.ReviewRequest{Status: casefile.Approved, Comment: "agreed", Proposal: c.Proposal.ID}
	_, err := cases.Review(ctx, reviewer, c.ID, confirm)
	fmt.Println(err)
	c = must(cases.Review(ctx, bonafide.Reviewer("officer-2"), c.ID, confirm))
	fmt.Println(c.Status, "until", c.Periodic.NextReviewAt)
	fmt.Println(c.Reviews[0].MakerComment, "/", c.Reviews[0].Comment)
	// Output:
	// open proposed by officer-1
	// bonafide: refused: maker
	// approved until 2029-03-02
	// extract read / agreed
}

// Whoever proposed an approval can take it back; others find it in their queue.
func ExampleService_WithdrawProposal() {
	ctx, cases := context.Background(), demo()
	c := must(cases.Get(ctx, reviewer, vetted(cases).ID))
	c = must(cases.Review(ctx, reviewer, c.ID, casefile.ReviewRequest{Status: casefile.Approved, Comment: "extract read", Content: c.Content}))
	queue, err := cases.Count(ctx, bonafide.Reviewer("officer-2"), casefile.ListRequest{Proposed: true, Maker: reviewer.ID})
	fmt.Println(queue.N, err)
	c = must(cases.WithdrawProposal(ctx, reviewer, c.ID, casefile.WithdrawProposalRequest{Proposal: c.Proposal.ID}))
	fmt.Println(c.Status, c.Proposal == nil)
	// Output:
	// 1 <nil>
	// open true
}

// An edit of an approved case is a pending change: the approval stays in force until
// reviewers approve the change, or it is given up.
func ExampleService_DiscardChange() {
	ctx, cases := context.Background(), demo()
	c := must(cases.Get(ctx, reviewer, vetted(cases).ID))
	c = must(cases.Review(ctx, reviewer, c.ID, casefile.ReviewRequest{Status: casefile.Approved, Comment: "extract read", Content: c.Content}))
	checker := bonafide.Reviewer("officer-2")
	c = must(cases.Review(ctx, checker, c.ID, casefile.ReviewRequest{Status: casefile.Approved, Comment: "agreed", Proposal: c.Proposal.ID}))
	must(cases.Update(ctx, platform, c.ID, casefile.UpdateRequest{Name: casefile.To("Bolt Group")}))
	c = must(cases.Get(ctx, reviewer, c.ID))
	fmt.Println(c.Status, c.InForce(now), c.BeforeChange().Name, "->", c.Name)
	c = must(cases.DiscardChange(ctx, platform, c.ID, casefile.DiscardChangeRequest{Change: c.Change.ID}))
	fmt.Println(c.Status, c.Change == nil, c.Name)
	// Output:
	// approved true Bolt -> Bolt Group
	// approved true Bolt
}
