package permission

import (
	"strconv"
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

// NewScope returns the scope of a direction set and a tier. Tier 0 means no
// tier, that is without limits of a tier; tiers go from 1 to 99.
func NewScope(send bool, tier int) (Scope, error) {
	s := ScopeReceive
	if send {
		s = ScopeSendReceive
	}
	switch {
	case tier == 0:
		return s, nil
	case tier < 0 || tier > maxTier:
		return "", bonafide.Invalid("tier", bonafide.CodeOutOfRange)
	}
	return s + Scope(tierMark+strconv.Itoa(tier)), nil
}

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

// Tier returns the tier, or 0 for a scope without one.
func (s Scope) Tier() int {
	if n := s.Rank() % (maxTier + 1); n != 0 {
		return n
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

// Worst returns the lowest of the scopes. It is UNVERIFIED where no scope is given
// or one of them is not a scope (Synapse: the base document with the worst permission
// scope decides the user).
func Worst(scopes ...Scope) Scope {
	if len(scopes) == 0 {
		return ScopeUnverified
	}
	worst := scopes[0]
	for _, s := range scopes[1:] {
		if s.Compare(worst) < 0 {
			worst = s
		}
	}
	if worst.Rank() == 0 {
		return ScopeUnverified
	}
	return worst
}
