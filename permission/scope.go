package permission

import (
	"strings"

	"github.com/bonafide-go/bonafide"
)

// Scope is what one base document permits, with an optional tier:
// "SEND|RECEIVE", "SEND|RECEIVE|TIER|2", "RECEIVE", "RECEIVE|TIER|1" or
// "UNVERIFIED" (Synapse, base document permission scope). Any other text is
// kept on decoding and permits nothing.
type Scope string

// The scopes without a tier.
const (
	ScopeUnverified  Scope = "UNVERIFIED"
	ScopeReceive     Scope = "RECEIVE"
	ScopeSendReceive Scope = "SEND|RECEIVE"
)

const (
	tierMark = "|TIER|"
	maxTier  = 99
)

// ParseScope reads an exact value, or fails with an error matching
// [bonafide.ErrInvalid]: tiers are 1 to 99 without a leading zero.
func ParseScope(text string) (Scope, error) {
	if text != string(ScopeUnverified) && Scope(text).Rank() == 0 {
		return "", bonafide.Invalid("", bonafide.CodeMalformed)
	}
	return Scope(text), nil
}

// Rank is a number that grows with what a scope permits: 0 for UNVERIFIED and
// for whatever is not a scope, then RECEIVE|TIER|1 to RECEIVE, then
// SEND|RECEIVE|TIER|1 to SEND|RECEIVE.
func (s Scope) Rank() int {
	base, tier, tiered := strings.Cut(string(s), tierMark)
	n := maxTier + 1 // no tier: above every tier
	if tiered {
		if len(tier) == 0 || len(tier) > 2 || tier[0] < '1' || tier[0] > '9' {
			return 0
		}
		n = int(tier[0] - '0')
		if len(tier) == 2 {
			if tier[1] < '0' || tier[1] > '9' {
				return 0
			}
			n = n*10 + int(tier[1]-'0')
		}
	}
	switch Scope(base) {
	case ScopeReceive:
		return n
	case ScopeSendReceive:
		return maxTier + 1 + n
	}
	return 0
}

// Permission returns what a user with this worst scope may do. Whatever is not
// a scope is UNVERIFIED.
func (s Scope) Permission() Permission {
	switch n := s.Rank(); {
	case n > maxTier+1:
		return SendAndReceive
	case n > 0:
		return Receive
	}
	return Unverified
}

// Compare is negative, 0 or positive as s permits less than, as much as or more
// than other. A higher tier permits more, no tier permits most, and any
// SEND|RECEIVE more than any RECEIVE. What is not a scope equals UNVERIFIED.
func (s Scope) Compare(other Scope) int { return s.Rank() - other.Rank() }
