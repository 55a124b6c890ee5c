package casefile

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/bonafide-go/bonafide/casefile/event"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
	"github.com/bonafide-go/bonafide/internal/figuretest"
	"github.com/bonafide-go/bonafide/risk"
	"github.com/bonafide-go/bonafide/store/memory"
)

var (
	start   = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	acme    = bonafide.Platform("acme")
	officer = bonafide.Reviewer("officer")
	vendor  = bonafide.VerifierActor("vendor")
	contact = bonafide.User("user-contact")

	verbs = []verb{verbOpen, verbApprove, verbReject, verbClose, verbReopen, verbEdit, verbCollect, verbAnswer, verbCheck,
		verbPush, verbAssess, verbAnnotate, verbLabel, verbReveal, verbHold, verbErase, verbAdvance}
	checkVerbs = []checkVerb{stepSubmit, stepAnswer, stepForce, stepDecide, stepOverride, stepRecollect, stepDoubt, stepRestart, stepExpire, stepWithdraw}
)

// sample is a service, and an open case with a check of a document, a contact and
// a risk.
func sample(t *testing.T, now func() time.Time) (*Service, Case) {
	t.Helper()
	ids := 0
	s, err := New(memory.New("acme-tenant"), bonafide.EphemeralKeys(), &Options{
		Now:       now,
		NewID:     func() (string, error) { ids++; return fmt.Sprintf("id-%04d", ids), nil },
		Templates: []Template{{Key: "kyb", Name: "Business", Main: []CheckPlan{{Type: DocumentCheck, Subtype: "document_type:kbis"}}}},
	})
	require.NoError(t, err)
	ctx := context.Background()
	c, err := s.Create(ctx, acme, CreateRequest{
		Name: "Bolt", Template: "kyb", Companies: []CompanyInput{{CompanyFields: CompanyFields{Name: "Bolt SAS"}}},
		Individuals: []IndividualInput{{IndividualFields: IndividualFields{FirstName: "Ana", LastName: "Lopez", IsBusinessContact: true, Email: "ana@example.com", UserID: contact.ID}}},
	})
	require.NoError(t, err)
	_, err = s.PushRisk(ctx, acme, c.ID, PushRiskRequest{Assessment: risk.Assessment{Level: risk.Medium, Score: bonafide.FixedOf(40)}})
	require.NoError(t, err)
	c, err = s.Get(ctx, officer, c.ID)
	require.NoError(t, err)
	require.Len(t, c.Checks, 1)
	return s, c
}

// Every pair of status and verb; "" is refused. The source is the table in
// the comment of the package.
func TestStatusSteps(t *testing.T) {
	const no = Status("")
	d, o, a, r, c := Draft, Open, Approved, Rejected, Closed
	table := map[verb][5]Status{ // from draft, open, approved, rejected, closed
		verbOpen:     {o, no, no, no, no},
		verbApprove:  {no, a, a, no, no},
		verbReject:   {no, r, r, r, no},
		verbClose:    {c, c, c, c, c},
		verbReopen:   {no, no, o, o, o},
		verbEdit:     {d, o, a, no, no},
		verbCollect:  {no, o, a, no, no},
		verbAnswer:   {no, o, a, no, no},
		verbCheck:    {no, o, a, no, no},
		verbPush:     {d, o, a, r, c},
		verbAssess:   {no, o, a, no, no},
		verbAnnotate: {d, o, a, r, c},
		verbLabel:    {d, o, a, r, c},
		verbReveal:   {d, o, a, r, c},
		verbHold:     {d, o, a, r, c},
		verbErase:    {no, no, no, no, c},
		verbAdvance:  {d, o, a, r, c},
	}
	require.Len(t, table, len(verbs))
	cells := 0
	for _, v := range verbs {
		for i, from := range Statuses() {
			to, err := from.next(v)
			cells++
			if want := table[v][i]; want != no {
				require.NoError(t, err, "%s %s", from, v)
				assert.Equal(t, want, to, "%s %s", from, v)
				continue
			}
			assert.Equal(t, &bonafide.StateError{Kind: "case", From: string(from), To: string(v)}, err)
			assert.Equal(t, from, to)
		}
		_, err := Status("archived").next(v)
		require.ErrorIs(t, err, bonafide.ErrState, "an unknown status is refused on use")
	}
	assert.Equal(t, 85, cells)
}

// Every pair of verb and actor, against running commands: state x verb x actor.
func TestStateVerbActor(t *testing.T) {
	figuretest.OneGoroutine(t)
	actors := []bonafide.Actor{acme, officer, contact, vendor, bonafide.System()}
	allowed := map[verb][5]bool{ // platform, reviewer, user, verifier, system
		verbOpen: {true, true, false, false, false}, verbApprove: {false, true, false, false, false},
		verbReject: {true, true, false, false, false}, verbClose: {true, true, false, false, false},
		verbReopen: {true, true, false, false, false}, verbEdit: {true, true, false, false, false},
		verbCollect: {true, true, true, false, false}, verbAnswer: {false, false, false, true, false},
		verbCheck: {false, true, false, false, false}, verbPush: {true, false, false, false, true}, verbAssess: {false, true, false, false, false},
		verbAnnotate: {false, true, false, false, false}, verbLabel: {true, true, false, false, false},
		verbReveal: {false, true, false, false, false}, verbHold: {false, true, false, false, false}, verbErase: {true, true, false, false, true},
		verbAdvance: {false, false, false, false, true},
	}
	clock := start
	s, base := sample(t, func() time.Time { return clock })
	clock = start.AddDate(6, 0, 0) // every retention is over
	requests := map[verb]Request{
		verbOpen:     OpenRequest{},
		verbApprove:  ReviewRequest{Status: Approved, Comment: "x", Content: "?"},
		verbReject:   ReviewRequest{Status: Rejected, Comment: "x"},
		verbClose:    ReviewRequest{Status: Closed, Comment: "x"},
		verbReopen:   ReopenRequest{},
		verbEdit:     RemoveRelationRequest{Relation: "none"},
		verbCollect:  SubmitCheckRequest{Check: "none"},
		verbAnswer:   AnswerCheckRequest{Check: "none"},
		verbCheck:    ForceReviewRequest{Check: "none"},
		verbPush:     PushRiskRequest{Assessment: risk.Assessment{Level: risk.High, Score: bonafide.FixedOf(70)}},
		verbAssess:   AutomateRiskRequest{},
		verbAnnotate: AddNoteRequest{Text: "x"},
		verbLabel:    LabelRequest{},
		verbReveal:   RevealRequest{Entity: "none", Field: "iban", Purpose: "sar_filing"},
		verbHold:     HoldRequest{ID: "m", Reason: "r"},
		verbErase:    EraseRequest{Reason: bonafide.RetentionEnded},
	}
	ctx := context.Background()
	stored := 0
	ask := func(c Case, v verb, by bonafide.Actor) error {
		stored++
		c.ID = fmt.Sprintf("case-%d", stored)
		key, err := s.keys.NewDataKey(ctx, Kind, c.ID)
		require.NoError(t, err)
		c.DataKey = key.Wrapped()
		as := s.run
		as.Passes, as.Beside = nil, nil // as it is
		_, err = as.Create(ctx, c.ID, aggregate.Call{By: acme}, change{State: c, Events: one(bonafide.NewEvent(event.Created, start, acme))}, start)
		require.NoError(t, err)
		if v == verbAdvance {
			_, err = s.run.Run(ctx, ownCall(c.ID), nil, nil,
				aggregate.Step[Case]{By: by, Verb: string(v), Rule: pure(func(c Case, _ input) (Case, []bonafide.Event, error) { return c, nil, nil })})
			return err
		}
		cmd := requests[v].command(s)
		assert.Equal(t, string(v), cmd.Verb)
		_, err = s.run.Do(ctx, c.ID, by, cmd)
		return err
	}
	cells := 0
	for _, v := range verbs {
		for _, status := range Statuses() {
			for i, by := range actors {
				c := base
				c.Status = status
				err := ask(c, v, by)
				cells++
				_, state := status.next(v)
				switch {
				case !allowed[v][i]:
					assert.ErrorIs(t, err, bonafide.ErrForbidden, "%s in %s by %s", v, status, by.Kind)
				case state != nil:
					assert.ErrorIs(t, err, bonafide.ErrState, "%s in %s by %s", v, status, by.Kind)
				case v == verbAssess:
					assert.ErrorIs(t, err, bonafide.ErrState, "the risk is automatic already")
				case v == verbEdit, v == verbCollect, v == verbAnswer, v == verbCheck, v == verbReveal:
					assert.ErrorIs(t, err, bonafide.ErrNotFound, "%s in %s by %s", v, status, by.Kind)
				case v == verbApprove:
					assert.ErrorIs(t, err, bonafide.ErrRefused, "%s in %s by %s", v, status, by.Kind)
				default:
					assert.NoError(t, err, "%s in %s by %s", v, status, by.Kind)
				}
			}
		}
		if v != verbAdvance {
			require.ErrorIs(t, ask(base, v, bonafide.Actor{}), bonafide.ErrInvalid, "%s by nobody", v)
		}
	}
	assert.Equal(t, 17*5*5, cells)

	// Once erased, every verb but erasure is refused with one code, in every status.
	for _, v := range verbs {
		for _, status := range Statuses() {
			for i, by := range actors {
				c := base
				c.Status, c.Erasure = status, bonafide.Erasure{At: start, By: officer, Reason: bonafide.RetentionEnded}
				err := ask(c, v, by)
				switch {
				case v == verbErase && !allowed[v][i]:
					assert.ErrorIs(t, err, bonafide.ErrForbidden, "%s in %s by %s", v, status, by.Kind)
				case v == verbErase:
					assert.NoError(t, err, "twice is no error")
				default:
					assert.Equal(t, &bonafide.RefusedError{Code: bonafide.RefusedErased}, err, "%s in %s by %s", v, status, by.Kind)
				}
			}
		}
	}
}

// Every pair of check status and verb.
func TestCheckSteps(t *testing.T) {
	y, n := true, false
	table := map[checkVerb][6]bool{ // in_progress, processing, need_review, approved, rejected, expired
		stepSubmit:    {y, n, n, n, y, y},
		stepAnswer:    {n, y, n, n, n, n},
		stepForce:     {y, y, y, n, n, n},
		stepDecide:    {n, n, y, n, n, n},
		stepOverride:  {n, n, n, y, y, n},
		stepRecollect: {n, n, y, y, y, y},
		stepDoubt:     {n, n, n, y, n, n},
		stepRestart:   {n, y, y, y, y, n},
		stepExpire:    {n, n, n, y, n, n},
		stepWithdraw:  {y, y, y, n, n, n},
	}
	require.Len(t, table, len(checkVerbs))
	for _, v := range checkVerbs {
		for i, from := range CheckStatuses() {
			assert.Equal(t, table[v][i], v.may(from), "%s from %s", v, from)
		}
		assert.False(t, v.may("unknown"))
	}
}

// The commands of checks obey the table: every status x every command.
func TestCheckCommandsByStatus(t *testing.T) {
	_, kept := sample(t, func() time.Time { return start })
	in := func(by bonafide.Actor) input { return input{By: by, At: start} }
	ids := func() (string, error) { return "new", nil }
	k := kept.Checks[0]
	k.Attempt, k.Submitted, k.Evidence = "attempt", start, []string{"file"}
	for _, status := range CheckStatuses() {
		k := k
		k.Status = status
		k.Decision = nil
		if status == CheckRejected {
			k.Decision = &CheckDecision{Kind: RejectRetry, By: officer}
		}
		c := kept
		c.Checks = []Check{k}
		run := map[checkVerb]func() error{
			stepSubmit: func() error {
				_, _, err := c.submitCheck(in(acme), SubmitCheckRequest{Check: k.ID, Evidence: []string{"f"}}, 3, ids)
				return err
			},
			stepForce: func() error { _, _, err := c.forceReview(in(officer), ForceReviewRequest{Check: k.ID}); return err },
			stepDecide: func() error {
				_, _, err := c.reviewCheck(in(officer), ReviewCheckRequest{Check: k.ID, Approve: status != CheckApproved, Kind: kindUnless(status != CheckApproved), Public: "p"}, 3)
				return err
			},
			stepRecollect: func() error {
				_, _, err := c.recollect(in(officer), RecollectRequest{Check: k.ID, Public: "again"}, ids)
				return err
			},
			stepWithdraw: func() error { _, _, err := c.withdrawCheck(in(officer), WithdrawCheckRequest{Check: k.ID}); return err },
		}
		for v, do := range run {
			err := do()
			switch {
			case v == stepDecide && stepOverride.may(status):
				assert.Equal(t, &bonafide.RefusedError{Code: CodeOverrideNeeded}, err, "%s", status)
			case v == stepWithdraw && status == CheckRejected:
				assert.Equal(t, &bonafide.RefusedError{Code: CodeDecided}, err)
			case v.may(status):
				assert.NoError(t, err, "%s from %s", v, status)
			default:
				assert.ErrorIs(t, err, bonafide.ErrState, "%s from %s", v, status)
			}
		}
	}
}

func kindUnless(approve bool) RejectKind {
	if approve {
		return ""
	}
	return RejectRetry
}
