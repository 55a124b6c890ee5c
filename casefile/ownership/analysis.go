package ownership

import (
	"sync/atomic"

	"github.com/bonafide-go/bonafide"
)

// Options of [Compute]. The zero value is ready: no dates, no strictness.
type Options struct {
	// AsOf is the day the structure is wanted for: relations that have not begun or
	// have ended by then are left out. It is required where any relation has dates.
	AsOf bonafide.Date
	// Strict refuses a graph in which a company is over-allocated.
	Strict bool
	// SuspendCircularVotes takes the votes away that a company holds in a company
	// which controls it, as French law does (Code de commerce, art. L. 233-31): they
	// then count as treasury votes. Most laws do not.
	SuspendCircularVotes bool
	// Tolerance is how far a declared total may be from the computed one, either
	// way, before it is flagged; not given means 0.01 percentage points.
	Tolerance Percent
}

// An Analysis is everything that follows from a graph for its main company. It is
// never changed after [Compute] returned it and is safe for concurrent use. Its
// exported fields are in the order of the graph's entities and can be stored. Its
// methods need the structure behind them, which a decoded analysis does not have:
// they then answer with nothing or an error; compute again, in microseconds.
type Analysis struct {
	Main string        `json:"main"`
	AsOf bonafide.Date `json:"as_of,omitzero"`
	// Holders are the individuals that reach main by relations.
	Holders []Holder `json:"holders"`
	// Companies are all other entities that reach main.
	Companies []Intermediate `json:"companies"`
	// Groups are those who act in concert, each taken as one owner.
	Groups []Concert `json:"groups,omitzero"`
	// Beside are the ids of all that do not reach main, such as what it owns itself, or
	// an owner whose own holding is not entered: nothing here counts them.
	Beside []string `json:"beside,omitzero"`
	// Controllers are the ids of all, individuals and companies alike, that control
	// main: the least fixpoint of majorities of outstanding votes.
	Controllers []string `json:"controllers"`
	// Unresolved is 100 minus the totals of all individuals: what is unknown,
	// dispersed, or ends in something that is not a person. It is negative where
	// companies are over-allocated.
	UnresolvedOwnership Percent `json:"unresolved_ownership_percentage"`
	UnresolvedVoting    Percent `json:"unresolved_voting_percentage"`
	// Rest splits what is unresolved.
	OwnershipRest Rest `json:"unresolved_ownership"`
	VotingRest    Rest `json:"unresolved_voting"`
	// Layers is the largest number of holdings from main up to its farthest holder;
	// companies in one circle count as one layer.
	Layers int `json:"layers"`
	// SelfHolding is what main holds of itself, treasury shares included. It is
	// never an owner's share.
	SelfHolding Percent `json:"self_holding_percentage,omitzero"`
	// Leaves are the entities at the top that are not individuals.
	Leaves []Leaf `json:"leaves,omitzero"`
	// Declared compares the totals that somebody declared with the computed ones.
	Declared []Declaration `json:"declared,omitzero"`
	Warnings []Warning     `json:"warnings,omitzero"`

	ix       *index
	opts     Options
	by       [2]*integrator // by measure: one for capital and one for votes, or the same one twice; after Compute only fork reads it
	integral [2]*integral
	through  []bool // by holder: a company it controls holds a part of main
	filled   *atomic.Pointer[filled]
}

// A Holder is an individual that reaches main.
type Holder struct {
	ID string `json:"id"`
	// Totals are integrated: multiplied down every chain and added over all chains,
	// circles included (Regulation (EU) 2024/1624, art. 52(1)).
	Ownership Percent `json:"total_ownership_percentage"`
	Voting    Percent `json:"total_voting_percentage"`
	// Attributed figures are not multiplied: direct ones, and all that companies
	// under the holder's control have in main, over what is outstanding.
	AttributedOwnership Percent `json:"attributed_ownership_percentage"`
	AttributedVoting    Percent `json:"attributed_voting_percentage"`
	Controls            bool    `json:"controls"` // main
}

// An Intermediate is an entity between main and individuals.
type Intermediate struct {
	ID   string     `json:"id"`
	Type EntityType `json:"type"`
	// Gross is the integrated figure (Brioschi). In a circle it counts what the
	// company holds of itself through others and may exceed 100; Net leaves that out
	// (Baldone) and is what to show. Outside circles they are equal. Gross is not
	// given in a closed loop, where it is infinite.
	Gross       Percent `json:"gross_percentage"`
	Net         Percent `json:"net_percentage"`
	GrossVoting Percent `json:"gross_voting_percentage"`
	NetVoting   Percent `json:"net_voting_percentage"`
	Circular    bool    `json:"circular,omitzero"` // it owns a part of itself through others, or treasury shares
	Controls    bool    `json:"controls"`          // main
}

// A Concert is what a [Group] has in main, taken as one owner.
type Concert struct {
	ID                  string   `json:"id"`
	Members             []string `json:"members"`
	AttributedOwnership Percent  `json:"attributed_ownership_percentage"`
	AttributedVoting    Percent  `json:"attributed_voting_percentage"`
	Controls            bool     `json:"controls"`

	through bool
}

// A Leaf is an entity at the top of the structure that is not an individual. A company
// there is an untraced owner, never a beneficial one. A listed company and a state
// may be excepted from the search (Regulation (EU) 2024/1624, art. 65; 31 CFR
// 1010.230(e)(2)), which is for the reviewer to establish; a trust stands for its
// parties.
type Leaf struct {
	ID        string     `json:"id"`
	Type      EntityType `json:"type"`
	Ownership Percent    `json:"total_ownership_percentage"`
	Voting    Percent    `json:"total_voting_percentage"`
}

// A Declaration holds a declared total against the computed one. Both are kept.
type Declaration struct {
	ID       string  `json:"id"`
	Measure  string  `json:"measure"` // "ownership" or "voting"
	Declared Percent `json:"declared_percentage"`
	Computed Percent `json:"computed_percentage"`
	Differs  bool    `json:"differs"` // by more than the tolerance
}

// A Warning is something about the graph that a reviewer must know. It does not
// stop the computation.
type Warning struct {
	Code       bonafide.Code `json:"code"`
	Entity     string        `json:"entity"`
	Measure    string        `json:"measure,omitzero"`    // "ownership" or "voting", where it is about one of them
	Percentage Percent       `json:"percentage,omitzero"` // such as the sum of an over-allocated company
}
