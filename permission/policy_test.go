package permission_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/datatest"
	"github.com/bonafide-go/bonafide/permission"
)

func actorOf(kind bonafide.ActorKind) bonafide.Actor {
	if kind == bonafide.ActorSystem {
		return bonafide.System()
	}
	return bonafide.Actor{Kind: kind, ID: "a1"}
}

// setTable says for each rule, state and actor which codes may be set, as
// "TO:CODE CODE", "*" for all codes that go with it. What is not listed is
// refused.
var setTable = map[string]map[string]map[string]string{
	"strict": {
		"live": {
			"system":   "LOCKED:HIGH_RETURNS NEGATIVE_BALANCE DOCS_NOT_PROVIDED DORMANT_ACCOUNT KYC_FRAUD|BLOCKED_LIST NOT_KNOWN; CLOSED:NO_ACTIVITY PLATFORM_REQUEST PLATFORM_TERMINATED DUPLICATE_ACCOUNT",
			"platform": "CLOSED:USER_REQUEST",
			"reviewer": "LOCKED:*; CLOSED:*",
		},
		"LOCKED": {
			"system":   "CLOSED:NO_ACTIVITY PLATFORM_REQUEST PLATFORM_TERMINATED DUPLICATE_ACCOUNT",
			"reviewer": "LOCKED:*; CLOSED:*",
		},
		"CLOSED":          {"reviewer": "CLOSED:PERMANENT_CLOSURE; MAKE-IT-GO-AWAY:*"},
		"MAKE-IT-GO-AWAY": {},
	},
	"2021": {
		"live": {
			"system":   "LOCKED:HIGH_RETURNS NEGATIVE_BALANCE DOCS_NOT_PROVIDED DORMANT_ACCOUNT KYC_FRAUD|BLOCKED_LIST NOT_KNOWN; CLOSED:NO_ACTIVITY PLATFORM_REQUEST PLATFORM_TERMINATED DUPLICATE_ACCOUNT",
			"platform": "CLOSED:USER_REQUEST; MAKE-IT-GO-AWAY:*",
			"reviewer": "LOCKED:*; CLOSED:*",
		},
		"LOCKED": {
			"system":   "CLOSED:NO_ACTIVITY PLATFORM_REQUEST PLATFORM_TERMINATED DUPLICATE_ACCOUNT",
			"platform": "CLOSED:USER_REQUEST; MAKE-IT-GO-AWAY:*",
			"reviewer": "LOCKED:*; CLOSED:*",
		},
		"CLOSED":          {"platform": "MAKE-IT-GO-AWAY:*", "reviewer": "CLOSED:PERMANENT_CLOSURE; MAKE-IT-GO-AWAY:*"},
		"MAKE-IT-GO-AWAY": {},
	},
	"2019": {
		"live": {
			"system":   "LOCKED:HIGH_RETURNS NEGATIVE_BALANCE DOCS_NOT_PROVIDED DORMANT_ACCOUNT KYC_FRAUD|BLOCKED_LIST NOT_KNOWN; CLOSED:NO_ACTIVITY PLATFORM_REQUEST PLATFORM_TERMINATED DUPLICATE_ACCOUNT",
			"platform": "LOCKED:*; CLOSED:*; MAKE-IT-GO-AWAY:*",
			"reviewer": "LOCKED:*; CLOSED:*",
		},
		"LOCKED": {
			"system":   "CLOSED:NO_ACTIVITY PLATFORM_REQUEST PLATFORM_TERMINATED DUPLICATE_ACCOUNT",
			"platform": "CLOSED:*; MAKE-IT-GO-AWAY:*",
			"reviewer": "LOCKED:*; CLOSED:*",
		},
		"CLOSED":          {"platform": "MAKE-IT-GO-AWAY:*", "reviewer": "CLOSED:PERMANENT_CLOSURE; MAKE-IT-GO-AWAY:*"},
		"MAKE-IT-GO-AWAY": {},
	},
}

func rules() map[string]permission.Policy {
	return map[string]permission.Policy{"strict": permission.Strict(), "2021": permission.Rules2021(), "2019": permission.Rules2019()}
}

func rowOf(p permission.Permission) string {
	if p.Computed() {
		return "live"
	}
	return string(p)
}

// allowed looks a cell up in a row of setTable.
func allowed(row string, to permission.Permission, code permission.PermissionCode) bool {
	for _, part := range strings.Split(row, "; ") {
		target, codes, _ := strings.Cut(part, ":")
		if target != string(to) {
			continue
		}
		for _, c := range strings.Fields(codes) {
			if c == "*" || c == string(code) {
				return true
			}
		}
	}
	return false
}

// Every rule x state x target x code x actor.
func TestPolicySet(t *testing.T) {
	for name, policy := range rules() {
		for _, from := range permission.Permissions() {
			for _, to := range []permission.Permission{permission.Locked, permission.Closed, permission.MakeItGoAway} {
				for _, code := range permission.PermissionCodes() {
					for _, kind := range bonafide.ActorKinds() {
						err := policy.Set(from, to, code, actorOf(kind))
						cell := []any{"%s: %s -> %s %s by %s", name, from, to, code, kind}
						if !code.GoesWith(to) {
							require.ErrorIs(t, err, bonafide.ErrInvalid, cell...)
							continue
						}
						if allowed(setTable[name][rowOf(from)][string(kind)], to, code) {
							require.NoError(t, err, cell...)
							continue
						}
						require.Error(t, err, cell...)
						require.True(t, errors.Is(err, bonafide.ErrForbidden) || errors.Is(err, bonafide.ErrState), cell...)
					}
				}
			}
		}
	}
}

func TestPolicySetFaults(t *testing.T) {
	reviewer := bonafide.Reviewer("r1")
	for name, c := range map[string]struct {
		to     permission.Permission
		code   permission.PermissionCode
		by     bonafide.Actor
		faults []bonafide.Fault
	}{
		"nothing":      {"", "", reviewer, []bonafide.Fault{datatest.Fault("permission", bonafide.CodeRequired)}},
		"unknown":      {"VERIFIED", "USER_REQUEST", reviewer, []bonafide.Fault{datatest.Fault("permission", bonafide.CodeUnknown)}},
		"computed":     {permission.SendAndReceive, "", reviewer, []bonafide.Fault{datatest.Fault("permission", bonafide.CodeNotAllowed)}},
		"no code":      {permission.Locked, "", reviewer, []bonafide.Fault{datatest.Fault("permission_code", bonafide.CodeRequired)}},
		"unknown code": {permission.Locked, "BECAUSE", reviewer, []bonafide.Fault{datatest.Fault("permission_code", bonafide.CodeUnknown)}},
		"other code":   {permission.Locked, permission.UserRequest, reviewer, []bonafide.Fault{datatest.Fault("permission_code", bonafide.CodeMismatch)}},
		"no actor":     {permission.Locked, permission.HighReturns, bonafide.Actor{}, []bonafide.Fault{datatest.Fault("by.kind", bonafide.CodeUnknown)}},
	} {
		err := permission.Strict().Set(permission.Unverified, c.to, c.code, c.by)
		var invalid *bonafide.InvalidError
		require.ErrorAs(t, err, &invalid, name)
		assert.Equal(t, c.faults, invalid.Fields, name)
	}
	require.NoError(t, permission.Strict().Set(permission.Closed, permission.MakeItGoAway, "", reviewer), "it keeps the code of the closure")
	require.Error(t, permission.Policy{}.Set(permission.Unverified, permission.Locked, permission.HighReturns, reviewer), "the zero policy lets nobody do anything")
	var state *bonafide.StateError
	require.ErrorAs(t, permission.Strict().Set(permission.MakeItGoAway, permission.Closed, permission.UserRequest, reviewer), &state)
}

// Every state x code x actor: who may lift what stands. It is the same by all rules.
func TestPolicyLift(t *testing.T) {
	for name, policy := range rules() {
		for _, from := range permission.Permissions() {
			for _, code := range permission.PermissionCodes() {
				for _, kind := range bonafide.ActorKinds() {
					want := false
					switch {
					case from == permission.Locked && kind == bonafide.ActorReviewer:
						want = true
					case from == permission.Locked && kind == bonafide.ActorSystem:
						want = code == permission.DocsNotProvided || code == permission.NegativeBalance
					case from == permission.Closed && kind == bonafide.ActorReviewer:
						want = code.GoesWith(permission.Closed) && code != permission.PermanentClosure
					}
					err := policy.Lift(from, code, actorOf(kind))
					assert.Equal(t, want, err == nil, "%s: %s %s by %s", name, from, code, kind)
				}
			}
		}
	}
	require.ErrorIs(t, permission.Strict().Lift(permission.Locked, permission.HighReturns, bonafide.Actor{Kind: "boss"}), bonafide.ErrInvalid)
}

// Every state x flag code x actor.
func TestPolicySetFlag(t *testing.T) {
	for name, policy := range rules() {
		for _, on := range permission.Permissions() {
			for _, code := range permission.FlagCodes() {
				for _, kind := range bonafide.ActorKinds() {
					want := false
					switch kind {
					case bonafide.ActorReviewer:
						want = true
					case bonafide.ActorPlatform:
						want = code == permission.FlagCloseBlockedIndustry || code == permission.FlagCloseHighRisk
					case bonafide.ActorSystem:
						want = strings.HasPrefix(string(code), "PENDING_")
					}
					want = want && (on.Computed() || on == permission.Locked)
					assert.Equal(t, want, policy.SetFlag(on, code, actorOf(kind)) == nil, "%s: %s %s by %s", name, on, code, kind)
				}
			}
		}
	}
	require.ErrorIs(t, permission.Strict().SetFlag(permission.Unverified, "", bonafide.Reviewer("r")), bonafide.ErrInvalid)
	require.ErrorIs(t, permission.Strict().SetFlag(permission.Unverified, "SOMETHING", bonafide.Reviewer("r")), bonafide.ErrInvalid)
}

// verbTable says by the strict rule which verbs each actor has in each state.
var verbTable = map[string]map[string]string{
	"live": {
		"system":   "view transact reverse_move change_payout screen resolve resolve_tax push_risk revoke_tokens erase flag unflag lock close",
		"platform": "view submit answer attest edit name_owners transact reverse_move change_payout screen push_risk revoke_tokens erase change_program flag unflag close",
		"user":     "view authenticate revoke_tokens submit answer attest edit transact change_payout",
		"reviewer": "view reveal submit edit set_active screen resolve resolve_tax decide_match reset_codes release_number override_risk revoke_tokens dismiss_duplicate waive set_edd name_owners exempt_owners erase change_program hold release_hold flag unflag lock close",
		"verifier": "resolve resolve_tax push_risk",
	},
	"LOCKED": {
		"system":   "view screen resolve resolve_tax push_risk revoke_tokens erase flag unflag close unlock",
		"platform": "view submit answer attest screen push_risk revoke_tokens erase flag unflag",
		"user":     "authenticate submit answer attest",
		"reviewer": "view reveal submit edit set_active screen resolve resolve_tax decide_match reset_codes release_number override_risk revoke_tokens dismiss_duplicate waive set_edd name_owners exempt_owners erase change_program hold release_hold flag unflag lock close unlock",
		"verifier": "resolve resolve_tax push_risk",
	},
	"CLOSED": {
		"system":   "view screen resolve resolve_tax push_risk revoke_tokens erase",
		"platform": "view screen push_risk revoke_tokens erase",
		"reviewer": "view reveal screen resolve resolve_tax decide_match reset_codes release_number override_risk revoke_tokens hold release_hold erase close reopen make_it_go_away",
		"verifier": "resolve resolve_tax push_risk",
	},
	"MAKE-IT-GO-AWAY": {
		"system":   "view push_risk revoke_tokens erase",
		"reviewer": "view reveal release_number override_risk revoke_tokens hold release_hold erase",
	},
}

// Every state x verb x actor.
func TestPolicyPermits(t *testing.T) {
	policy := permission.Strict()
	for _, on := range permission.Permissions() {
		for _, verb := range permission.Verbs() {
			for _, kind := range bonafide.ActorKinds() {
				want := contains(strings.Fields(verbTable[rowOf(on)][string(kind)]), string(verb))
				assert.Equal(t, want, policy.Permits(on, verb, kind), "%s %s by %s", on, verb, kind)
			}
		}
	}
	for _, kind := range bonafide.ActorKinds() {
		assert.False(t, policy.Permits("VERIFIED", permission.VerbView, kind), "an unknown state permits nothing")
		assert.False(t, policy.Permits(permission.Unverified, "fly", kind))
	}
	assert.False(t, permission.Policy{}.Permits(permission.Locked, permission.VerbSubmit, bonafide.ActorUser))
	assert.True(t, permission.Rules2019().Permits(permission.Unverified, permission.VerbLock, bonafide.ActorPlatform))
	assert.False(t, permission.Rules2021().Permits(permission.Unverified, permission.VerbLock, bonafide.ActorPlatform))
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
