package program

import (
	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/money"
)

// tier is a compiled tier.
type tier struct {
	scope  permission.Scope
	rank   int
	gives  permission.Permission
	plain  leafSet // what units without alternatives, conditions or deadlines ask
	wants  []want  // the first way of these
	units  []unit  // all units, in the order of the sheet
	hard   []*unit // the units that plain does not cover
	bounds []money.Bound
}

// unit is one entry of the ledger: a rule at the top of a tier, or inside "all".
// Rules only ever ask for more, so that each is the same as a list of ways, of
// which one must hold as a whole.
type unit struct {
	path, id string
	rule     *Rule
	leaf     int  // the first of its leaves; they are in the order of the rule
	plain    bool // asks for all of one set of leaves, always and of every base document
	only     int  // the leaf, if it asks for a single one; else -1
	when     []Test
	ownOnly  bool // asks about owners: for the user's own base document
	ways     []way
	masks    []leafSet // the ways as sets, each once
	due      bonafide.Duration
	grace    bonafide.Duration
	reaches  int // tiers that remain when the deadline has passed
	fallsTo  permission.Scope
	waivable bool
}

// way is one way to satisfy a unit.
type way struct {
	option string
	wants  []want
}

// want is one thing of a way: an item, and the leaf it satisfies.
type want struct {
	leaf int
	item string
}

// leaf is one single thing that a rule asks for.
type leaf struct {
	kind  leafKind
	warn  bonafide.Duration
	doc   *DocumentRule
	test  *Test
	names []string // fields or lists
	owner *OwnersRule
	rank  int // rank of the scope that owners must have
	state *AttestationRule
}

type leafKind uint8

const (
	leafDocument leafKind = iota
	leafTest
	leafFields
	leafLists
	leafOwners
	leafAttestation
)
