package user_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/user"
)

// Whoever may never ask learns that first, and nothing of what is wrong with the request.
func TestForbiddenComesBeforeInvalid(t *testing.T) {
	b := setup(t)
	u := b.create(t)
	for name, ask := range map[string]func(by bonafide.Actor) error{
		"uncovered": func(by bonafide.Actor) error {
			_, err := b.users.Uncovered(ctx, by, user.UncoveredRequest{})
			return err
		},
		"tax": func(by bonafide.Actor) error {
			_, err := b.users.SubmitTax(ctx, by, u.ID, user.TaxRequest{})
			return err
		},
		"flag": func(by bonafide.Actor) error {
			_, err := b.users.SetFlag(ctx, by, u.ID, user.FlagRequest{})
			return err
		},
		"attest": func(by bonafide.Actor) error {
			_, err := b.users.Attest(ctx, by, u.ID, user.AttestRequest{})
			return err
		},
		"propose": func(by bonafide.Actor) error {
			_, err := b.users.Propose(ctx, by, u.ID, user.ProposeRequest{})
			return err
		},
		"propose one that is wrong": func(by bonafide.Actor) error {
			_, err := b.users.Propose(ctx, by, u.ID, user.ProposeRequest{Request: user.TaxRequest{}})
			return err
		},
		"waive": func(by bonafide.Actor) error { _, err := b.users.Waive(ctx, by, u.ID, user.WaiveRequest{}); return err },
	} {
		require.ErrorIs(t, ask(vendor), bonafide.ErrForbidden, name)
		require.ErrorIs(t, ask(bonafide.Actor{}), bonafide.ErrInvalid, name)
	}
	_, err := b.users.Waive(ctx, other, u.ID, user.WaiveRequest{})
	require.ErrorIs(t, err, bonafide.ErrForbidden, "no platform may, whether it knows of the user or not")
}

// A reviewer's verdict that cannot be one is told by the request's own paths.
func TestVerdictFaultsNameTheirPath(t *testing.T) {
	b := setup(t)
	u := b.verified(t)
	for path, v := range map[string]document.Verdict{
		"verdict.reasons": {Outcome: document.OutcomeValid, Reasons: []string{document.ReasonNameMismatch}},
		"verdict.outcome": {Outcome: document.OutcomePending},
	} {
		_, err := b.users.Resolve(ctx, officer, u.ID, user.ResolveRequest{SubDocument: find(t, u, document.SSN).ID, Verdict: v})
		var invalid *bonafide.InvalidError
		require.ErrorAs(t, err, &invalid)
		assert.Equal(t, []bonafide.Fault{{Path: path, Code: bonafide.CodeNotAllowed}}, invalid.Fields)
	}
}
