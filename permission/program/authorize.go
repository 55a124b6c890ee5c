package program

import (
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/money"
)

// Codes of refused transactions, besides those of the limits.
const (
	CodePermission   bonafide.Code = "permission"    // the user may not move money that way
	CodeStanding     bonafide.Code = "standing"      // the user is locked or closed
	CodeStale        bonafide.Code = "stale"         // the decision is due: evaluate again
	CodeOtherProgram bonafide.Code = "other_program" // the decision is of another program or version
	CodeOtherZone    bonafide.Code = "other_zone"    // the ledger's periods are not those of the program
)

// Authorization says whether a transaction may go ahead.
type Authorization struct {
	Allowed  bool `json:"allowed"`
	Repeated bool `json:"repeated,omitzero"` // the ledger has it already: it is not counted again
	// Refusals are all reasons against it, in the order of the rules.
	Refusals []money.Refusal `json:"refusals,omitzero"`
	// Limits are those that bound the transaction, as they stand without it.
	Limits []money.LimitState `json:"limits,omitzero"`
	// Raise is what would allow it, where a higher tier would.
	Raise *Raise `json:"raise,omitzero"`

	Program        string    `json:"program,omitzero"`
	ProgramVersion int       `json:"program_version,omitzero"`
	InputHash      string    `json:"input_hash,omitzero"` // input hash of the decision that it rests on
	At             time.Time `json:"at"`
}

// Raise is the lowest tier that would allow a transaction, and what it takes.
type Raise struct {
	Scope        permission.Scope         `json:"scope"`
	Requirements []permission.Requirement `json:"requirements,omitzero"` // those of the decision that are not met yet
}

// Authorize says whether a transaction may go ahead, by a decision of this
// program and the ledger of the user's transactions; t.At is when. It changes
// nothing: [Program.Move] also posts it. It fails only for a malformed
// transaction or sums out of bounds, with an error matching
// [bonafide.ErrInvalid].
func (p *Program) Authorize(d permission.Decision, l money.Ledger, t money.Transaction) (Authorization, error) {
	a := Authorization{Program: p.ID(), ProgramVersion: p.Version(), InputHash: d.InputHash, At: bonafide.Instant(t.At)}
	if err := t.Check(); err != nil {
		return Authorization{}, err
	}
	switch known, err := l.Has(t); {
	case err != nil:
		return Authorization{}, err
	case known:
		a.Allowed, a.Repeated = true, true
		return a, nil
	}
	refuse := func(code bonafide.Code, rule string) {
		a.Refusals = append(a.Refusals, money.Refusal{Code: code, Rule: rule})
	}
	switch {
	case p == nil || d.ProgramHash != p.Hash() || d.Engine != EngineVersion:
		refuse(CodeOtherProgram, "")
	case d.Stale(t.At):
		refuse(CodeStale, "")
	case !d.Permission.Computed():
		refuse(CodeStanding, "")
	case l.Zone != p.sheet.TimeZone:
		refuse(CodeOtherZone, "")
	case t.At.Before(l.From):
		refuse(money.CodeTooOld, "")
	}
	if a.Refusals != nil {
		return a, nil
	}
	current := -1
	for i := range p.tiers {
		if p.tiers[i].scope == d.Scope {
			current = i
		}
	}
	if current < 0 || !d.Permission.May(t.Direction) {
		refuse(CodePermission, "")
	} else {
		states, refusals, err := l.Limits(t, p.tiers[current].bounds, p.zone)
		if err != nil {
			return Authorization{}, err
		}
		a.Limits, a.Refusals = states, refusals
	}
	if a.Allowed = a.Refusals == nil; a.Allowed {
		return a, nil
	}
	for i := current + 1; i < len(p.tiers) && a.Raise == nil; i++ {
		tier := &p.tiers[i]
		if !tier.scope.Permission().May(t.Direction) {
			continue
		}
		_, refusals, err := l.Limits(t, tier.bounds, p.zone)
		if err != nil {
			return Authorization{}, err
		}
		if refusals == nil {
			a.Raise = &Raise{Scope: tier.scope, Requirements: upTo(d, tier.rank)}
		}
	}
	return a, nil
}

// Move authorizes a transaction and, if it is allowed, posts it: the two that a
// host must write under one version check. The ledger is returned unchanged if
// it is refused or repeated.
func (p *Program) Move(d permission.Decision, l money.Ledger, t money.Transaction) (money.Ledger, Authorization, error) {
	a, err := p.Authorize(d, l, t)
	if err != nil || !a.Allowed || a.Repeated {
		return l, a, err
	}
	next, _, err := l.Post(t)
	if err != nil {
		return l, Authorization{}, err
	}
	return next, a, nil
}

// upTo returns what is not met of all that a scope of the rank takes.
func upTo(d permission.Decision, rank int) []permission.Requirement {
	var open []permission.Requirement
	for _, r := range d.Requirements {
		if r.Impact.Withholds.Rank() <= rank && r.State != permission.Satisfied && r.State != permission.Waived {
			open = append(open, r)
		}
	}
	return open
}
