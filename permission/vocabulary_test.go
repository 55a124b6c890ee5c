package permission_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
)

func TestPermissions(t *testing.T) {
	for _, c := range []struct {
		p                             permission.Permission
		computed, send, receive, seen bool
	}{
		{permission.Unverified, true, false, false, true},
		{permission.Receive, true, false, true, true},
		{permission.SendAndReceive, true, true, true, true},
		{permission.Locked, false, false, false, true},
		{permission.Closed, false, false, false, true},
		{permission.MakeItGoAway, false, false, false, false},
	} {
		assert.Equal(t, c.computed, c.p.Computed(), c.p)
		assert.Equal(t, !c.computed, c.p.Standing(), c.p)
		assert.Equal(t, c.send, c.p.May(permission.Outbound), c.p)
		assert.Equal(t, c.receive, c.p.May(permission.Inbound), c.p)
		assert.False(t, c.p.May("sideways"), c.p)
		assert.Equal(t, c.seen, c.p.Searchable(), c.p)
		parsed, err := permission.ParsePermission(string(c.p))
		require.NoError(t, err)
		assert.Equal(t, c.p, parsed)
	}
	for _, text := range []string{"", "VERIFIED", "unverified", "SEND_AND_RECEIVE", "LOCKED "} {
		p, err := permission.ParsePermission(text)
		require.ErrorIs(t, err, bonafide.ErrInvalid, text)
		assert.Empty(t, p)
		assert.False(t, permission.Permission(text).Computed() || permission.Permission(text).Standing() || permission.Permission(text).May(permission.Inbound))
	}
}

// Synapse, possible permission codes: what each goes with, and the cash-out set
// of the user object.
func TestPermissionCodes(t *testing.T) {
	for code, c := range map[permission.PermissionCode]struct {
		with    string
		cashOut bool
	}{
		"NOT_KNOWN":                              {"LOCKED CLOSED", false},
		"UNUSUAL_ACTIVITY|COMPLIANCE_SUSPICIOUS": {"LOCKED", true},
		"UNUSUAL_ACTIVITY|LEGAL_REQUEST":         {"LOCKED", false},
		"KYC_FRAUD|BLOCKED_LIST":                 {"LOCKED", false},
		"KYC_FRAUD|FRAUDULENT_DOCS":              {"LOCKED", false},
		"BLOCKED_INDUSTRY":                       {"LOCKED", true},
		"HIGH_RETURNS":                           {"LOCKED", false},
		"NEGATIVE_BALANCE":                       {"LOCKED", false},
		"DOCS_NOT_PROVIDED":                      {"LOCKED", false},
		"DORMANT_ACCOUNT":                        {"LOCKED", false},
		"DUPLICATE_ACCOUNT":                      {"CLOSED", false},
		"NO_ACTIVITY":                            {"CLOSED", true},
		"PLATFORM_REQUEST":                       {"CLOSED", true},
		"PLATFORM_TERMINATED":                    {"CLOSED", true},
		"USER_REQUEST":                           {"CLOSED", true},
		"PERMANENT_CLOSURE":                      {"CLOSED", true},
	} {
		require.Contains(t, permission.PermissionCodes(), code)
		parsed, err := permission.ParsePermissionCode(string(code))
		require.NoError(t, err)
		assert.Equal(t, code, parsed)
		assert.Equal(t, c.cashOut, code.CashesOut(), code)
		for _, p := range permission.Permissions() {
			want := slices.Contains(strings.Fields(c.with), string(p)) || p == permission.MakeItGoAway && strings.Contains(c.with, "CLOSED")
			assert.Equal(t, want, code.GoesWith(p), "%s with %s", code, p)
		}
		assert.NotEmpty(t, program.Reason(bonafide.Code(code)), code)
	}
	assert.Len(t, permission.PermissionCodes(), 16)
	for _, text := range []string{"", "COMPLIANCE_SUSPICIOUS", "user_request", "USER_REQUEST|"} {
		code, err := permission.ParsePermissionCode(text)
		require.ErrorIs(t, err, bonafide.ErrInvalid, text)
		assert.Empty(t, code)
		assert.False(t, permission.PermissionCode(text).CashesOut())
	}
}

// Synapse, possible flag codes.
func TestFlagCodes(t *testing.T) {
	for text, want := range map[string]permission.FlagParts{
		"NOT_KNOWN":                                       {},
		"ACCOUNT_CLOSURE|BLOCKED_INDUSTRY":                {Action: permission.ActionClosure, Reason: "BLOCKED_INDUSTRY"},
		"ACCOUNT_CLOSURE|HIGH_RISK":                       {Action: permission.ActionClosure, Reason: "HIGH_RISK"},
		"PENDING_REVIEW|ACCOUNT_CLOSURE|BLOCKED_INDUSTRY": {Stage: permission.StageReview, Action: permission.ActionClosure, Reason: "BLOCKED_INDUSTRY"},
		"PENDING_REVIEW|ACCOUNT_CLOSURE|HIGH_RISK":        {Stage: permission.StageReview, Action: permission.ActionClosure, Reason: "HIGH_RISK"},
		"PENDING_UPLOAD|DOC_REQUEST|CIP":                  {Stage: permission.StageUpload, Action: permission.ActionDocRequest, Reason: "CIP"},
		"PENDING_UPLOAD|DOC_REQUEST|UAR":                  {Stage: permission.StageUpload, Action: permission.ActionDocRequest, Reason: "UAR"},
		"PENDING_UPLOAD|DOC_REQUEST|SECURITY":             {Stage: permission.StageUpload, Action: permission.ActionDocRequest, Reason: "SECURITY"},
		"PENDING_REVIEW|DOC_REQUEST|CIP":                  {Stage: permission.StageReview, Action: permission.ActionDocRequest, Reason: "CIP"},
		"PENDING_REVIEW|DOC_REQUEST|UAR":                  {Stage: permission.StageReview, Action: permission.ActionDocRequest, Reason: "UAR"},
		"PENDING_REVIEW|DOC_REQUEST|SECURITY":             {Stage: permission.StageReview, Action: permission.ActionDocRequest, Reason: "SECURITY"},
	} {
		code, parts, err := permission.ParseFlagCode(text)
		require.NoError(t, err, text)
		assert.Equal(t, permission.FlagCode(text), code)
		assert.Equal(t, want, parts, text)
		assert.Equal(t, want, code.Parts(), text)
		assert.Contains(t, permission.FlagCodes(), code)
	}
	assert.Len(t, permission.FlagCodes(), 11)
	for text, code := range map[string]bonafide.Code{
		"":                bonafide.CodeMalformed,
		"FLAGGED":         bonafide.CodeMalformed,
		"DOC_REQUEST|CIP": bonafide.CodeMalformed, // a request waits for somebody
		"PENDING_UPLOAD|ACCOUNT_CLOSURE|HIGH_RISK": bonafide.CodeMalformed, // a closure wants no upload
		"PENDING|DOC_REQUEST|CIP":                  bonafide.CodeMalformed,
		"|ACCOUNT_CLOSURE|HIGH_RISK":               bonafide.CodeMalformed,
		"PENDING_UPLOAD|DOC_REQUEST|CIP|X":         bonafide.CodeMalformed,
		"PENDING_UPLOAD|DOC_REQUEST|HIGH_RISK":     bonafide.CodeUnknown,
		"ACCOUNT_CLOSURE|CIP":                      bonafide.CodeUnknown,
		"ACCOUNT_CLOSURE|high_risk":                bonafide.CodeUnknown,
	} {
		got, parts, err := permission.ParseFlagCode(text)
		var invalid *bonafide.InvalidError
		require.ErrorAs(t, err, &invalid, text)
		assert.Equal(t, code, invalid.Fields[0].Code, text)
		assert.Empty(t, got)
		assert.Empty(t, parts)
	}
	assert.True(t, permission.Flagged.Known() && permission.NotFlagged.Known() && !permission.Flag("").Known())
}

// ordered is every kind of scope from the worst to the best.
var ordered = []permission.Scope{"UNVERIFIED", "RECEIVE|TIER|1", "RECEIVE|TIER|2", "RECEIVE|TIER|10", "RECEIVE|TIER|99", "RECEIVE",
	"SEND|RECEIVE|TIER|1", "SEND|RECEIVE|TIER|2", "SEND|RECEIVE|TIER|99", "SEND|RECEIVE"}

func TestScopes(t *testing.T) {
	for i, a := range ordered {
		parsed, err := permission.ParseScope(string(a))
		require.NoError(t, err, a)
		assert.Equal(t, a, parsed)
		for j, b := range ordered {
			assert.Equal(t, i < j, a.Compare(b) < 0, "%s %s", a, b)
			assert.Equal(t, i == j, a.Compare(b) == 0, "%s %s", a, b)
		}
		want := permission.Unverified
		switch {
		case strings.HasPrefix(string(a), "SEND"):
			want = permission.SendAndReceive
		case a != "UNVERIFIED":
			want = permission.Receive
		}
		assert.Equal(t, want, a.Permission(), a)
	}
	for _, text := range []string{"", "SEND", "RECEIVE|SEND", "RECEIVE|TIER|", "RECEIVE|TIER|0", "RECEIVE|TIER|01", "RECEIVE|TIER|100", "RECEIVE|TIER|1 ",
		"RECEIVE|TIER|-1", "UNVERIFIED|TIER|1", "receive", "LOCKED", "RECEIVE|TIER|1|TIER|2"} {
		s, err := permission.ParseScope(text)
		require.ErrorIs(t, err, bonafide.ErrInvalid, text)
		assert.Empty(t, s)
		assert.Equal(t, permission.Unverified, permission.Scope(text).Permission(), "what is not a scope permits nothing")
	}
}

func TestScoreOf(t *testing.T) {
	f, err := permission.ScoreOf(0.6999999999)
	require.NoError(t, err)
	assert.Equal(t, "0.699999", f.String(), "a threshold is never passed by rounding")
	for _, bad := range []float64{-0.1, 1.1, nan()} {
		_, err := permission.ScoreOf(bad)
		require.ErrorIs(t, err, bonafide.ErrInvalid)
	}
}

func nan() float64 { zero := 0.0; return zero / zero }
