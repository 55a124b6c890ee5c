package permission_test

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/datatest"
	"github.com/bonafide-go/bonafide/permission"
)

var (
	content = []byte(`{"clear":"hit-7"}`)
	maker   = bonafide.Reviewer("maker")
	editor  = bonafide.Reviewer("editor")
	checker = bonafide.Reviewer("checker")
	second  = bonafide.Reviewer("second")
	expires = noon.AddDate(0, 0, 7)
)

func propose(t *testing.T, needed int) permission.Proposal {
	p, err := permission.Propose("p1", permission.VerbDecideMatch, "u1", content, needed, maker, noon, expires)
	require.NoError(t, err)
	return p
}

func refusedBy(t *testing.T, err error) bonafide.Code {
	t.Helper()
	var refused *bonafide.RefusedError
	require.ErrorAs(t, err, &refused)
	return refused.Code
}

func TestFourEyes(t *testing.T) {
	gate := permission.FourEyes{Verbs: []permission.Verb{permission.VerbDecideMatch}}
	p := propose(t, 1)
	executed, err := gate.Permit(permission.VerbUnlock, "u1", content, nil, noon)
	require.NoError(t, err)
	require.Nil(t, executed, "a verb that takes no second person")

	_, err = gate.Permit(permission.VerbDecideMatch, "u1", content, nil, noon)
	assert.Equal(t, permission.CodeNoApproval, refusedBy(t, err))
	_, err = gate.Permit(permission.VerbDecideMatch, "u1", content, &p, noon)
	assert.Equal(t, permission.CodeNoApproval, refusedBy(t, err), "not approved yet")

	for name, c := range map[string]struct {
		by   bonafide.Actor
		hash string
		code bonafide.Code
	}{
		"the maker":               {maker, p.Hash, permission.CodeSamePerson},
		"the maker as a platform": {bonafide.Platform("maker"), p.Hash, permission.CodeNotReviewer},
		"a platform":              {bonafide.Platform("p"), p.Hash, permission.CodeNotReviewer},
		"the user":                {bonafide.User("u"), p.Hash, permission.CodeNotReviewer},
		"the system":              {bonafide.System(), p.Hash, permission.CodeNotReviewer},
		"another text":            {checker, permission.ContentHash(permission.VerbDecideMatch, "u1", []byte(`{"clear":"hit-8"}`)), permission.CodeOtherText},
		"no text":                 {checker, "", permission.CodeOtherText},
	} {
		_, err := p.Approve(c.hash, c.by, noon)
		assert.Equal(t, c.code, refusedBy(t, err), name)
	}
	_, err = p.Approve(p.Hash, bonafide.Actor{}, noon)
	require.ErrorIs(t, err, bonafide.ErrInvalid)

	ok, err := p.Approve(p.Hash, checker, noon)
	require.NoError(t, err)
	assert.Equal(t, permission.ProposalApproved, ok.State)
	assert.Equal(t, permission.ProposalOpen, p.State, "a verb changes nothing outside")

	for name, c := range map[string]struct {
		verb    permission.Verb
		subject string
		content []byte
		at      time.Time
		code    bonafide.Code
	}{
		"another content": {permission.VerbDecideMatch, "u1", []byte(`{"clear":"hit-7" }`), noon, permission.CodeOtherText},
		"another subject": {permission.VerbDecideMatch, "u2", content, noon, permission.CodeOtherText},
		"too late":        {permission.VerbDecideMatch, "u1", content, expires, permission.CodeLapsed},
	} {
		_, err := gate.Permit(c.verb, c.subject, c.content, &ok, c.at)
		assert.Equal(t, c.code, refusedBy(t, err), name)
	}
	both := permission.FourEyes{Verbs: permission.Verbs()}
	_, err = both.Permit(permission.VerbUnlock, "u1", content, &ok, noon)
	assert.Equal(t, permission.CodeOtherText, refusedBy(t, err), "another verb")

	executed, err = gate.Permit(permission.VerbDecideMatch, "u1", content, &ok, noon)
	require.NoError(t, err)
	assert.Equal(t, permission.ProposalExecuted, executed.State)
	_, err = gate.Permit(permission.VerbDecideMatch, "u1", content, executed, noon)
	assert.Equal(t, permission.CodeNoApproval, refusedBy(t, err), "once only")

	// A proposal whose state was written by hand permits nothing.
	for name, forge := range map[string]func(*permission.Proposal){
		"no approvals":       func(p *permission.Proposal) { p.Approvals = nil },
		"approved by maker":  func(p *permission.Proposal) { p.Approvals[0].By = maker },
		"approved by editor": func(p *permission.Proposal) { p.Editors = []bonafide.Actor{checker} },
		"of another text":    func(p *permission.Proposal) { p.Approvals[0].Hash = "00" },
		"by a platform":      func(p *permission.Proposal) { p.Approvals[0].By.Kind = bonafide.ActorPlatform },
		"by nobody":          func(p *permission.Proposal) { p.Approvals[0].By.ID = "" },
		"twice the same":     func(p *permission.Proposal) { p.Needed, p.Approvals = 2, append(p.Approvals, p.Approvals[0]) },
	} {
		data, err := json.Marshal(ok)
		require.NoError(t, err)
		var forged permission.Proposal
		require.NoError(t, json.Unmarshal(data, &forged))
		forge(&forged)
		_, err = gate.Permit(permission.VerbDecideMatch, "u1", content, &forged, noon)
		assert.Equal(t, permission.CodeNoApproval, refusedBy(t, err), name)
	}
}

func TestFourEyesEditAndCount(t *testing.T) {
	p := propose(t, 2)
	p, err := p.Approve(p.Hash, checker, noon)
	require.NoError(t, err)
	assert.Equal(t, permission.ProposalOpen, p.State, "one of two")
	_, err = p.Approve(p.Hash, checker, noon)
	assert.Equal(t, permission.CodeSamePerson, refusedBy(t, err), "not twice the same")
	p, err = p.Approve(p.Hash, second, noon)
	require.NoError(t, err)
	assert.Equal(t, permission.ProposalApproved, p.State)

	p, err = p.Edit([]byte(`{"clear":"hit-9"}`), editor, noon)
	require.NoError(t, err)
	assert.Equal(t, permission.ProposalOpen, p.State)
	assert.Empty(t, p.Approvals, "an edit voids every approval")
	_, err = p.Approve(p.Hash, editor, noon)
	assert.Equal(t, permission.CodeSamePerson, refusedBy(t, err), "the last editor cannot check")
	_, err = p.Approve(p.Hash, maker, noon)
	assert.Equal(t, permission.CodeSamePerson, refusedBy(t, err))
	p, err = p.Edit(content, maker, noon)
	require.NoError(t, err)
	_, err = p.Approve(p.Hash, editor, noon)
	assert.Equal(t, permission.CodeSamePerson, refusedBy(t, err), "nor an earlier one")
	assert.Len(t, p.Editors, 1)
}

// Every state x verb.
func TestProposalStates(t *testing.T) {
	for _, state := range permission.ProposalStates() {
		for verb, c := range map[string]struct {
			do   func(permission.Proposal) (permission.Proposal, error)
			from string
			to   permission.ProposalState
		}{
			"approve":  {func(p permission.Proposal) (permission.Proposal, error) { return p.Approve(p.Hash, checker, noon) }, "open", permission.ProposalApproved},
			"edit":     {func(p permission.Proposal) (permission.Proposal, error) { return p.Edit(nil, editor, noon) }, "open approved", permission.ProposalOpen},
			"reject":   {func(p permission.Proposal) (permission.Proposal, error) { return p.Reject(second, noon) }, "open approved", permission.ProposalRejected},
			"withdraw": {func(p permission.Proposal) (permission.Proposal, error) { return p.Withdraw(maker, noon) }, "open approved", permission.ProposalWithdrawn},
		} {
			p := propose(t, 1)
			p.State = state
			next, err := c.do(p)
			if (state == permission.ProposalOpen || state == permission.ProposalApproved) && (c.from == "open approved" || state == permission.ProposalOpen) {
				require.NoError(t, err, "%s %s", state, verb)
				assert.Equal(t, c.to, next.State)
			} else {
				var from *bonafide.StateError
				require.ErrorAs(t, err, &from, "%s %s", state, verb)
				assert.Equal(t, p, next)
			}
			p = propose(t, 1)
			p.State, p.ExpiresAt = state, noon
			_, err = c.do(p)
			require.Error(t, err, "after it has expired")
		}
	}
	p := propose(t, 1)
	_, err := p.Withdraw(checker, noon)
	require.ErrorIs(t, err, bonafide.ErrForbidden)
	_, err = p.Reject(maker, noon)
	assert.Equal(t, permission.CodeSamePerson, refusedBy(t, err))
	_, err = p.Reject(bonafide.Platform("p"), noon)
	assert.Equal(t, permission.CodeNotReviewer, refusedBy(t, err))
}

func TestProposeFaults(t *testing.T) {
	_, err := permission.Propose("", "fly", "", nil, 0, bonafide.System(), noon, noon)
	var invalid *bonafide.InvalidError
	require.True(t, errors.As(err, &invalid))
	assert.ElementsMatch(t, []bonafide.Fault{datatest.Fault("id", bonafide.CodeRequired), datatest.Fault("verb", bonafide.CodeUnknown), datatest.Fault("subject", bonafide.CodeRequired),
		datatest.Fault("needed", bonafide.CodeOutOfRange), datatest.Fault("expires_at", bonafide.CodeOutOfRange), datatest.Fault("by.kind", bonafide.CodeNotAllowed)}, invalid.Fields)
	a := permission.ContentHash(permission.VerbLock, "u1", []byte("x"))
	assert.NotEqual(t, a, permission.ContentHash(permission.VerbLock, "u", []byte("1x")), "no two commands share an encoding")
	assert.Len(t, a, 64)
}
