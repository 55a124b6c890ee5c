package bonafide_test

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
)

var (
	content = []byte(`{"clear":"hit-7"}`)
	maker   = bonafide.Reviewer("maker")
	editor  = bonafide.Reviewer("editor")
	checker = bonafide.Reviewer("checker")
	second  = bonafide.Reviewer("second")
	noon    = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	expires = noon.AddDate(0, 0, 7)
)

var approvalStates = []bonafide.ApprovalState{bonafide.ApprovalOpen, bonafide.ApprovalGiven, bonafide.ApprovalRejected, bonafide.ApprovalWithdrawn, bonafide.ApprovalUsed}

func propose(t *testing.T, needed int) bonafide.Approval {
	p, err := bonafide.NewApproval("p1", "decide_match", "u1", content, needed, maker, noon, expires)
	require.NoError(t, err)
	return p
}

func refusedBy(t *testing.T, err error) bonafide.Code {
	t.Helper()
	var refused *bonafide.RefusedError
	require.ErrorAs(t, err, &refused)
	return refused.Code
}

func TestApproval(t *testing.T) {
	p := propose(t, 1)
	_, err := bonafide.Approval{}.Use("decide_match", "u1", content, noon)
	assert.Equal(t, bonafide.RefusedNoApproval, refusedBy(t, err), "there is none")
	_, err = p.Use("decide_match", "u1", content, noon)
	assert.Equal(t, bonafide.RefusedNoApproval, refusedBy(t, err), "not approved yet")

	for name, c := range map[string]struct {
		by   bonafide.Actor
		hash string
		code bonafide.Code
	}{
		"the maker":               {maker, p.Hash, bonafide.RefusedSamePerson},
		"the maker in capitals":   {bonafide.Reviewer("MAKER"), p.Hash, bonafide.RefusedSamePerson},
		"the maker with a blank":  {bonafide.Reviewer("maker "), p.Hash, bonafide.RefusedSamePerson},
		"the maker in full width": {bonafide.Reviewer("ｍａｋｅｒ"), p.Hash, bonafide.RefusedSamePerson},
		"the maker as a platform": {bonafide.Platform("maker"), p.Hash, bonafide.RefusedNotReviewer},
		"a platform":              {bonafide.Platform("p"), p.Hash, bonafide.RefusedNotReviewer},
		"the user":                {bonafide.User("u"), p.Hash, bonafide.RefusedNotReviewer},
		"the system":              {bonafide.System(), p.Hash, bonafide.RefusedNotReviewer},
		"another text":            {checker, bonafide.ApprovalHash("decide_match", "u1", []byte(`{"clear":"hit-8"}`)), bonafide.RefusedOtherText},
		"no text":                 {checker, "", bonafide.RefusedOtherText},
	} {
		_, err := p.Consent(c.hash, c.by, noon)
		assert.Equal(t, c.code, refusedBy(t, err), name)
	}
	_, err = p.Consent(p.Hash, bonafide.Actor{}, noon)
	require.ErrorIs(t, err, bonafide.ErrInvalid)

	ok, err := p.Consent(p.Hash, checker, noon)
	require.NoError(t, err)
	assert.Equal(t, bonafide.ApprovalGiven, ok.State)
	assert.Equal(t, bonafide.ApprovalOpen, p.State, "a verb changes nothing outside")

	for name, c := range map[string]struct {
		verb    string
		subject string
		content []byte
		at      time.Time
		code    bonafide.Code
	}{
		"another content": {"decide_match", "u1", []byte(`{"clear":"hit-7" }`), noon, bonafide.RefusedOtherText},
		"another subject": {"decide_match", "u2", content, noon, bonafide.RefusedOtherText},
		"too late":        {"decide_match", "u1", content, expires, bonafide.RefusedLapsed},
	} {
		_, err := ok.Use(c.verb, c.subject, c.content, c.at)
		assert.Equal(t, c.code, refusedBy(t, err), name)
	}
	_, err = ok.Use("unlock", "u1", content, noon)
	assert.Equal(t, bonafide.RefusedOtherText, refusedBy(t, err), "another verb")

	used, err := ok.Use("decide_match", "u1", content, noon)
	require.NoError(t, err)
	assert.Equal(t, bonafide.ApprovalUsed, used.State)
	_, err = used.Use("decide_match", "u1", content, noon)
	assert.Equal(t, bonafide.RefusedNoApproval, refusedBy(t, err), "once only")

	// A proposal whose state was written by hand permits nothing.
	for name, forge := range map[string]func(*bonafide.Approval){
		"no approvals":       func(p *bonafide.Approval) { p.Consents = nil },
		"approved by maker":  func(p *bonafide.Approval) { p.Consents[0].By = maker },
		"approved by editor": func(p *bonafide.Approval) { p.Editors = []bonafide.Actor{checker} },
		"of another text":    func(p *bonafide.Approval) { p.Consents[0].Hash = "00" },
		"by a platform":      func(p *bonafide.Approval) { p.Consents[0].By.Kind = bonafide.ActorPlatform },
		"by nobody":          func(p *bonafide.Approval) { p.Consents[0].By.ID = "" },
		"twice the same":     func(p *bonafide.Approval) { p.Needed, p.Consents = 2, append(p.Consents, p.Consents[0]) },
	} {
		data, err := json.Marshal(ok)
		require.NoError(t, err)
		var forged bonafide.Approval
		require.NoError(t, json.Unmarshal(data, &forged))
		forge(&forged)
		_, err = forged.Use("decide_match", "u1", content, noon)
		assert.Equal(t, bonafide.RefusedNoApproval, refusedBy(t, err), name)
	}
}

func TestApprovalEditAndCount(t *testing.T) {
	p := propose(t, 2)
	p, err := p.Consent(p.Hash, checker, noon)
	require.NoError(t, err)
	assert.Equal(t, bonafide.ApprovalOpen, p.State, "one of two")
	_, err = p.Consent(p.Hash, checker, noon)
	assert.Equal(t, bonafide.RefusedSamePerson, refusedBy(t, err), "not twice the same")
	p, err = p.Consent(p.Hash, second, noon)
	require.NoError(t, err)
	assert.Equal(t, bonafide.ApprovalGiven, p.State)

	p, err = p.Edit([]byte(`{"clear":"hit-9"}`), editor, noon)
	require.NoError(t, err)
	assert.Equal(t, bonafide.ApprovalOpen, p.State)
	assert.Empty(t, p.Consents, "an edit voids every approval")
	_, err = p.Consent(p.Hash, editor, noon)
	assert.Equal(t, bonafide.RefusedSamePerson, refusedBy(t, err), "the last editor cannot check")
	_, err = p.Consent(p.Hash, maker, noon)
	assert.Equal(t, bonafide.RefusedSamePerson, refusedBy(t, err))
	p, err = p.Edit(content, maker, noon)
	require.NoError(t, err)
	_, err = p.Consent(p.Hash, editor, noon)
	assert.Equal(t, bonafide.RefusedSamePerson, refusedBy(t, err), "nor an earlier one")
	assert.Len(t, p.Editors, 1)
}

// Every state x verb.
func TestApprovalStates(t *testing.T) {
	for _, state := range approvalStates {
		for verb, c := range map[string]struct {
			do   func(bonafide.Approval) (bonafide.Approval, error)
			from string
			to   bonafide.ApprovalState
		}{
			"approve":  {func(p bonafide.Approval) (bonafide.Approval, error) { return p.Consent(p.Hash, checker, noon) }, "open", bonafide.ApprovalGiven},
			"edit":     {func(p bonafide.Approval) (bonafide.Approval, error) { return p.Edit(nil, editor, noon) }, "open approved", bonafide.ApprovalOpen},
			"reject":   {func(p bonafide.Approval) (bonafide.Approval, error) { return p.Reject(second, noon) }, "open approved", bonafide.ApprovalRejected},
			"withdraw": {func(p bonafide.Approval) (bonafide.Approval, error) { return p.Withdraw(maker, noon) }, "open approved", bonafide.ApprovalWithdrawn},
		} {
			p := propose(t, 1)
			p.State = state
			next, err := c.do(p)
			if (state == bonafide.ApprovalOpen || state == bonafide.ApprovalGiven) && (c.from == "open approved" || state == bonafide.ApprovalOpen) {
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
	assert.Equal(t, bonafide.RefusedSamePerson, refusedBy(t, err))
	_, err = p.Reject(bonafide.Platform("p"), noon)
	assert.Equal(t, bonafide.RefusedNotReviewer, refusedBy(t, err))
}

func TestApprovalFaults(t *testing.T) {
	_, err := bonafide.NewApproval("", "", "", nil, 0, bonafide.System(), noon, noon)
	var invalid *bonafide.InvalidError
	require.True(t, errors.As(err, &invalid))
	assert.ElementsMatch(t, []bonafide.Fault{{Path: "id", Code: bonafide.CodeRequired}, {Path: "verb", Code: bonafide.CodeRequired}, {Path: "subject", Code: bonafide.CodeRequired},
		{Path: "needed", Code: bonafide.CodeOutOfRange}, {Path: "expires_at", Code: bonafide.CodeOutOfRange}, {Path: "by.kind", Code: bonafide.CodeNotAllowed}}, invalid.Fields)
	a := bonafide.ApprovalHash("lock", "u1", []byte("x"))
	assert.NotEqual(t, a, bonafide.ApprovalHash("lock", "u", []byte("1x")), "no two commands share an encoding")
	assert.Len(t, a, 64)
}
