package casefile_test

import (
	"testing"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Every pair of status and verb; "" is refused. The source is the table that
// Verb documents.
func TestStatusSteps(t *testing.T) {
	const no = casefile.Status("")
	d, o, a, r, c := casefile.Draft, casefile.Open, casefile.Approved, casefile.Rejected, casefile.Closed
	table := map[casefile.Verb][5]casefile.Status{ // from draft, open, approved, rejected, closed
		casefile.VerbOpen:     {o, no, no, no, no},
		casefile.VerbApprove:  {no, a, a, no, no},
		casefile.VerbReject:   {no, r, r, r, no},
		casefile.VerbClose:    {c, c, c, c, c},
		casefile.VerbReopen:   {no, no, o, o, o},
		casefile.VerbEdit:     {d, o, no, no, no},
		casefile.VerbCollect:  {no, o, a, no, no},
		casefile.VerbAnswer:   {no, o, a, no, no},
		casefile.VerbCheck:    {no, o, a, no, no},
		casefile.VerbAssess:   {no, o, a, no, no},
		casefile.VerbAnnotate: {d, o, a, r, c},
		casefile.VerbLabel:    {d, o, a, r, c},
		casefile.VerbHold:     {d, o, a, r, c},
		casefile.VerbErase:    {no, no, no, no, c},
	}
	require.Len(t, table, len(casefile.Verbs()))
	cells := 0
	for _, v := range casefile.Verbs() {
		for i, from := range casefile.Statuses() {
			to, err := from.Next(v)
			cells++
			if want := table[v][i]; want != no {
				require.NoError(t, err, "%s %s", from, v)
				assert.Equal(t, want, to, "%s %s", from, v)
				continue
			}
			assert.Equal(t, &bonafide.StateError{Kind: "case", From: string(from), To: string(v)}, err)
			assert.Equal(t, from, to)
		}
		_, err := casefile.Status("archived").Next(v)
		require.ErrorIs(t, err, bonafide.ErrState, "an unknown status is refused on use")
	}
	assert.Equal(t, 70, cells)
}

// Every pair of verb and actor, against running commands: state x verb x actor.
func TestStateVerbActor(t *testing.T) {
	actors := []bonafide.Actor{acme, officer, contact, vendor, bonafide.System()}
	allowed := map[casefile.Verb][5]bool{ // platform, reviewer, user, verifier, system
		casefile.VerbOpen: {true, true, false, false, false}, casefile.VerbApprove: {false, true, false, false, true},
		casefile.VerbReject: {true, true, false, false, false}, casefile.VerbClose: {true, true, false, false, false},
		casefile.VerbReopen: {true, true, false, false, false}, casefile.VerbEdit: {true, true, false, false, false},
		casefile.VerbCollect: {true, true, true, false, false}, casefile.VerbAnswer: {false, false, false, true, false},
		casefile.VerbCheck: {false, true, false, false, false}, casefile.VerbAssess: {true, true, false, false, false},
		casefile.VerbAnnotate: {false, true, false, false, false}, casefile.VerbLabel: {true, true, false, false, false},
		casefile.VerbHold: {false, true, false, false, false}, casefile.VerbErase: {true, true, false, false, true},
	}
	b := setup(t)
	base := b.approved(t)
	ids := func() (string, error) { return "new", nil }
	commands := map[casefile.Verb]func(c casefile.Case, by bonafide.Actor) error{
		casefile.VerbOpen: func(c casefile.Case, by bonafide.Actor) error { _, _, err := c.Open(by, b.now()); return err },
		casefile.VerbApprove: func(c casefile.Case, by bonafide.Actor) error {
			_, _, err := c.Review(by, casefile.ReviewRequest{Status: casefile.Approved, Comment: "x", Content: "?"}, casefile.ReviewSettings{}, b.now())
			return err
		},
		casefile.VerbReject: func(c casefile.Case, by bonafide.Actor) error {
			_, _, err := c.Review(by, casefile.ReviewRequest{Status: casefile.Rejected, Comment: "x"}, casefile.ReviewSettings{}, b.now())
			return err
		},
		casefile.VerbClose: func(c casefile.Case, by bonafide.Actor) error {
			_, _, err := c.Review(by, casefile.ReviewRequest{Status: casefile.Closed, Comment: "x"}, casefile.ReviewSettings{}, b.now())
			return err
		},
		casefile.VerbReopen: func(c casefile.Case, by bonafide.Actor) error { _, _, err := c.Reopen(by, b.now()); return err },
		casefile.VerbEdit: func(c casefile.Case, by bonafide.Actor) error {
			_, _, err := c.RemoveRelation(by, "none", b.now())
			return err
		},
		casefile.VerbCollect: func(c casefile.Case, by bonafide.Actor) error {
			_, _, err := c.Submit(by, casefile.Submission{Check: "none"}, 3, ids, b.now())
			return err
		},
		casefile.VerbAnswer: func(c casefile.Case, by bonafide.Actor) error {
			_, _, err := c.Answer(by, casefile.Answer{Check: "none"}, b.now())
			return err
		},
		casefile.VerbCheck: func(c casefile.Case, by bonafide.Actor) error {
			_, _, err := c.ForceReview(by, "none", b.now())
			return err
		},
		casefile.VerbAssess: func(c casefile.Case, by bonafide.Actor) error {
			_, _, err := c.AutomateRisk(by, b.now())
			return err
		},
		casefile.VerbAnnotate: func(c casefile.Case, by bonafide.Actor) error {
			_, _, err := c.AddNote(by, casefile.NoteInput{Text: "x"}, ids, b.now())
			return err
		},
		casefile.VerbLabel: func(c casefile.Case, by bonafide.Actor) error {
			_, _, err := c.Label(by, casefile.LabelUpdate{}, b.now())
			return err
		},
		casefile.VerbHold: func(c casefile.Case, by bonafide.Actor) error {
			_, _, err := c.Hold(by, casefile.HoldRequest{ID: "m", Reason: "r"}, b.now())
			return err
		},
		casefile.VerbErase: func(c casefile.Case, by bonafide.Actor) error {
			_, _, err := c.Erase(by, casefile.EraseRequest{Reason: casefile.RetentionEnded}, b.now(), b.now())
			return err
		},
	}
	cells := 0
	for _, v := range casefile.Verbs() {
		for _, status := range casefile.Statuses() {
			for i, by := range actors {
				c := base
				c.Status = status
				err := commands[v](c, by)
				cells++
				_, state := status.Next(v)
				switch {
				case !allowed[v][i], v == casefile.VerbApprove && by.Is(bonafide.ActorSystem):
					assert.ErrorIs(t, err, bonafide.ErrForbidden, "%s in %s by %s", v, status, by.Kind)
				case state != nil:
					assert.ErrorIs(t, err, bonafide.ErrState, "%s in %s by %s", v, status, by.Kind)
				case v == casefile.VerbAssess && by.Is(bonafide.ActorPlatform):
					assert.ErrorIs(t, err, bonafide.ErrForbidden, "automation is a reviewer's")
				case v == casefile.VerbAssess:
					assert.ErrorIs(t, err, bonafide.ErrState, "the risk is automatic already")
				case v == casefile.VerbEdit, v == casefile.VerbCollect, v == casefile.VerbAnswer, v == casefile.VerbCheck:
					assert.ErrorIs(t, err, bonafide.ErrNotFound, "%s in %s by %s", v, status, by.Kind)
				case v == casefile.VerbApprove:
					assert.ErrorIs(t, err, bonafide.ErrRefused, "%s in %s by %s", v, status, by.Kind)
				default:
					assert.NoError(t, err, "%s in %s by %s", v, status, by.Kind)
				}
			}
		}
		require.ErrorIs(t, commands[v](base, bonafide.Actor{}), bonafide.ErrInvalid, "%s by nobody", v)
	}
	assert.Equal(t, 14*5*5, cells)

	// Once erased, every verb but erasure is refused with one code, in every status.
	for _, v := range casefile.Verbs() {
		for _, status := range casefile.Statuses() {
			for i, by := range actors {
				c := base
				c.Status, c.Erasure = status, casefile.Erasure{At: start, By: officer, Reason: casefile.RetentionEnded}
				err := commands[v](c, by)
				switch {
				case !allowed[v][i], v == casefile.VerbApprove && by.Is(bonafide.ActorSystem):
					assert.ErrorIs(t, err, bonafide.ErrForbidden, "%s in %s by %s", v, status, by.Kind)
				case v == casefile.VerbErase:
					assert.NoError(t, err, "twice is no error")
				default:
					assert.Equal(t, &bonafide.RefusedError{Code: casefile.CodeErased}, err, "%s in %s by %s", v, status, by.Kind)
				}
			}
		}
	}
}

// Every pair of check status and verb.
func TestCheckSteps(t *testing.T) {
	y, n := true, false
	table := map[casefile.CheckVerb][6]bool{ // in_progress, processing, need_review, approved, rejected, expired
		casefile.StepSubmit:    {y, n, n, n, y, y},
		casefile.StepAnswer:    {n, y, n, n, n, n},
		casefile.StepForce:     {y, y, y, n, n, n},
		casefile.StepDecide:    {n, n, y, n, n, n},
		casefile.StepOverride:  {n, n, n, y, y, n},
		casefile.StepRecollect: {n, n, y, y, y, y},
		casefile.StepDoubt:     {n, n, n, y, n, n},
		casefile.StepRestart:   {n, y, y, y, y, n},
		casefile.StepExpire:    {n, n, n, y, n, n},
		casefile.StepWithdraw:  {y, y, y, n, n, n},
	}
	require.Len(t, table, len(casefile.CheckVerbs()))
	for _, v := range casefile.CheckVerbs() {
		for i, from := range casefile.CheckStatuses() {
			assert.Equal(t, table[v][i], v.May(from), "%s from %s", v, from)
		}
		assert.False(t, v.May("unknown"))
	}
}

// The commands of checks obey the table: every status x every command.
func TestCheckCommandsByStatus(t *testing.T) {
	b := setup(t)
	base := b.advance(t, b.create(t).ID)
	kept, err := b.cases.Get(ctx, officer, base.ID)
	require.NoError(t, err)
	ids := func() (string, error) { return "new", nil }
	k := of(t, kept, casefile.DocumentCheck)
	k.Attempt, k.Submitted, k.Evidence = "attempt", start, []string{"file"}
	for _, status := range casefile.CheckStatuses() {
		k := k
		k.Status = status
		k.Decision = nil
		if status == casefile.CheckRejected {
			k.Decision = &casefile.CheckDecision{Kind: casefile.RejectRetry, By: officer}
		}
		c := kept
		c.Checks = []casefile.Check{k}
		run := map[casefile.CheckVerb]func() error{
			casefile.StepSubmit: func() error {
				_, _, err := c.Submit(acme, casefile.Submission{Check: k.ID, Evidence: []string{"f"}}, 3, ids, start)
				return err
			},
			casefile.StepForce: func() error { _, _, err := c.ForceReview(officer, k.ID, start); return err },
			casefile.StepDecide: func() error {
				_, _, err := c.ReviewCheck(officer, casefile.CheckReview{Check: k.ID, Approve: status != casefile.CheckApproved, Kind: kindUnless(status != casefile.CheckApproved), Public: "p"}, 3, start)
				return err
			},
			casefile.StepRecollect: func() error {
				_, _, err := c.Recollect(officer, casefile.Recollection{Check: k.ID, Public: "again"}, ids, start)
				return err
			},
			casefile.StepWithdraw: func() error { _, _, err := c.WithdrawCheck(officer, k.ID, start); return err },
		}
		for v, do := range run {
			err := do()
			switch {
			case v == casefile.StepDecide && casefile.StepOverride.May(status):
				assert.Equal(t, &bonafide.RefusedError{Code: casefile.CodeOverrideNeeded}, err, "%s", status)
			case v == casefile.StepWithdraw && status == casefile.CheckRejected:
				assert.Equal(t, &bonafide.RefusedError{Code: casefile.CodeDecided}, err)
			case v.May(status):
				assert.NoError(t, err, "%s from %s", v, status)
			default:
				assert.ErrorIs(t, err, bonafide.ErrState, "%s from %s", v, status)
			}
		}
	}
}

func kindUnless(approve bool) casefile.RejectKind {
	if approve {
		return ""
	}
	return casefile.RejectRetry
}

// Dotfile, checks: allowed targets of the nine types.
func TestCheckTargets(t *testing.T) {
	person := map[casefile.CheckType]bool{casefile.IDVerification: true, casefile.IDDocument: true, casefile.EKYC: true, casefile.ElectronicSignature: true,
		casefile.AML: true, casefile.DocumentCheck: true, casefile.FraudDatabase: true}
	company := map[casefile.CheckType]bool{casefile.CompanyMonitoring: true, casefile.OnlineReputation: true, casefile.AML: true, casefile.DocumentCheck: true, casefile.FraudDatabase: true}
	require.Len(t, casefile.CheckTypes(), 9)
	for _, typ := range casefile.CheckTypes() {
		assert.Equal(t, person[typ], typ.Allows(casefile.TargetIndividual), "%s", typ)
		assert.Equal(t, company[typ], typ.Allows(casefile.TargetMain), "%s", typ)
		assert.Equal(t, company[typ], typ.Allows(casefile.TargetAffiliated), "%s", typ)
	}
	assert.False(t, casefile.CheckType("new").Allows(casefile.TargetMain))
	b := setup(t)
	c := b.create(t)
	_, err := b.cases.StartCheck(ctx, officer, c.ID, casefile.CheckInput{Entity: c.Companies[0].ID, Type: casefile.EKYC})
	require.ErrorIs(t, err, bonafide.ErrInvalid)
	_, err = b.cases.StartCheck(ctx, officer, c.ID, casefile.CheckInput{Entity: c.Individuals[0].ID, Type: casefile.DocumentCheck})
	require.ErrorIs(t, err, bonafide.ErrInvalid, "a document names its type")
}
