package casefile_test

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/internal/figuretest"
)

// oracle derives the flags again, in the words of the published definitions.
func oracle(c casefile.Case) (contact, reviewer bool, flags []casefile.Flag) {
	relevant := map[string]bool{}
	for _, x := range c.Companies {
		relevant[x.ID] = x.Relevant()
	}
	for _, x := range c.Individuals {
		relevant[x.ID] = x.Relevant()
	}
	n, approved, again := 0, 0, 0
	for _, k := range c.Checks {
		if !relevant[k.Entity] {
			continue
		}
		n++
		retry := k.Status == "rejected" && k.Decision != nil && k.Decision.Kind == "retry"
		waits := k.Status == "in_progress" || k.Status == "expired" || retry
		switch {
		case k.Status == "approved":
			approved++
		case k.Status == "need_review":
			reviewer = true
		case k.Status == "processing":
		case waits && !k.Internal:
			contact = true
			if k.Decision != nil {
				again++
			}
		default:
			reviewer = true
		}
	}
	if c.Status != "open" && c.Status != "approved" {
		contact, reviewer, approved = false, false, -1
	}
	if n > 0 && approved == n {
		flags = append(flags, "all_checks_approved")
	}
	if reviewer && !contact {
		flags = append(flags, "for_review")
	}
	if contact && !c.FirstCollected {
		flags = append(flags, "for_first_collect")
	}
	if contact && !reviewer && c.FirstCollected && again > 0 {
		flags = append(flags, "for_recollection")
	}
	if c.FirstCollected {
		flags = append(flags, "first_collect_completed")
	}
	return contact, reviewer, flags
}

// Random commands: after each the flags are what the oracle says, in order, and
// the first collect never comes undone.
func TestFlagsAgainstOracle(t *testing.T) {
	figuretest.OneGoroutine(t)
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	seen := map[casefile.Flag]bool{}
	runs := figuretest.Size(t, "ROUNDS", 40)
	figuretest.Report(t, "commands", 40*runs)
	for run := range uint64(runs) {
		r := rand.New(rand.NewPCG(run, 1)) // the same in every test: they reach every flag
		if run >= 20 {
			r = rand.New(rand.NewPCG(seed, run))
		}
		b := setup(t)
		b.screener.listed["Bolt SAS"] = "3"
		c := b.create(t)
		collected := false
		for range 40 {
			k := c.Checks[r.IntN(len(c.Checks))]
			by := []bonafide.Actor{officer, officer2}[r.IntN(2)]
			var err error
			switch r.IntN(9) {
			case 0, 1:
				_, err = b.cases.SubmitCheck(ctx, acme, c.ID, casefile.SubmitCheckRequest{Check: k.ID, Evidence: []string{"f"}})
			case 2:
				_, err = b.cases.AnswerCheck(ctx, vendor, c.ID,
					casefile.AnswerCheckRequest{Check: k.ID, Attempt: k.Attempt, Outcome: []casefile.AnswerOutcome{"approved", "rejected", "error"}[r.IntN(3)]})
			case 3, 4:
				_, err = b.cases.ReviewCheck(ctx, by, c.ID, casefile.ReviewCheckRequest{Check: k.ID, Approve: true, Override: true, Private: "x"})
			case 5:
				_, err = b.cases.ReviewCheck(ctx, by, c.ID,
					casefile.ReviewCheckRequest{Check: k.ID, Kind: []casefile.RejectKind{"retry", "final", "external"}[r.IntN(3)], Public: "p", Override: true, Private: "x"})
			case 6:
				_, err = b.cases.Recollect(ctx, by, c.ID, casefile.RecollectRequest{Check: k.ID, Public: "again", Reset: true})
			case 7:
				_, err = b.cases.Advance(ctx, c.ID)
			case 8:
				if r.IntN(4) == 0 {
					_, err = b.cases.Review(ctx, by, c.ID, casefile.ReviewRequest{Status: casefile.Rejected, Comment: "x"})
				} else {
					_, err = b.cases.Reopen(ctx, by, c.ID, casefile.ReopenRequest{})
				}
			}
			if err != nil {
				require.Error(t, bonafideFault(err), "%v", err)
			}
			c = b.get(t, c.ID)
			contact, reviewer, flags := oracle(c)
			require.Equal(t, contact, c.ContactHasActions)
			require.Equal(t, reviewer, c.ReviewerHasActions)
			require.Equal(t, strip(flags), strip(c.Flags))
			require.False(t, collected && !c.FirstCollected)
			collected = c.FirstCollected
			for _, f := range c.Flags {
				seen[f] = true
			}
		}
	}
	for _, f := range casefile.Flags() {
		assert.True(t, seen[f] || f == casefile.AllChecksApproved, "%s was never reached", f)
	}
}

// bonafideFault returns the error if it is one that a refused command may give.
func bonafideFault(err error) error {
	for _, want := range []error{bonafide.ErrState, bonafide.ErrRefused, bonafide.ErrInvalid, bonafide.ErrForbidden} {
		if errors.Is(err, want) {
			return err
		}
	}
	return nil
}

// Dotfile fixture: a case whose checks are all in progress has exactly the flag
// for_first_collect. Order of flags as published.
func TestFlagOrder(t *testing.T) {
	assert.Equal(t, []casefile.Flag{"all_checks_approved", "for_review", "for_first_collect", "for_recollection", "first_collect_completed"}, casefile.Flags())
	b := setup(t, func(o *casefile.Options) {
		o.Templates = []casefile.Template{
			{Key: "kyb", Name: "x", Main: []casefile.CheckPlan{{Type: casefile.DocumentCheck, Subtype: "document_type:a"}, {Type: casefile.DocumentCheck, Subtype: "document_type:b"}}},
		}
	})
	c := b.create(t)
	assert.Equal(t, []casefile.Flag{casefile.ForFirstCollect}, c.Flags)
	for i := range c.Checks {
		_, err := b.cases.SubmitCheck(ctx, acme, c.ID, casefile.SubmitCheckRequest{Check: c.Checks[i].ID, Evidence: []string{"f"}})
		require.NoError(t, err)
	}
	c = b.get(t, c.ID)
	assert.Equal(t, []casefile.Flag{casefile.ForReview, casefile.FirstCollectCompleted}, c.Flags)
	_, err := b.cases.ReviewCheck(ctx, officer, c.ID, casefile.ReviewCheckRequest{Check: c.Checks[0].ID, Kind: casefile.RejectRetry, Public: "p"})
	require.NoError(t, err)
	c, err = b.cases.ReviewCheck(ctx, officer, c.ID, casefile.ReviewCheckRequest{Check: c.Checks[1].ID, Approve: true})
	require.NoError(t, err)
	assert.Equal(t, []casefile.Flag{casefile.ForRecollection, casefile.FirstCollectCompleted}, c.Flags)
	assert.True(t, slices.Contains(casefile.Flags(), c.Flags[0]))
}
