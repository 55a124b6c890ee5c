package program

import (
	"slices"
	"time"

	"github.com/bonafide-go/bonafide/internal/strict"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/money"
)

// Program is a checked and compiled sheet. It never changes and is safe for
// concurrent use. A nil Program permits nothing.
type Program struct {
	sheet Sheet
	hash  func() string // computed once, when first asked for
	zone  *time.Location

	types  typeTable // what sub-documents of a type are evidence for
	leaves []leaf
	facts  []int // the leaves that are not about sub-documents
	tiers  []tier
	target int // index of the tier that users are asked to reach

	watches   bool // more is asked of a screening than its rolled-up value
	units     int  // how many units all tiers have together
	usesAge   bool
	hasOwners bool
}

// Parse reads, checks and compiles a sheet in JSON. It fails with a
// [*bonafide.InvalidError] that lists every fault with its path: unknown and
// repeated members, values of a wrong form, rules that contradict each other.
// Only where the text is not JSON does it stop at the first.
func Parse(data []byte) (*Program, error) {
	return parseProgram(data, money.ParseZone)
}

// New checks and compiles a sheet. It keeps nothing of what it is given.
func New(sheet Sheet) (*Program, error) {
	return compile(clone(sheet), money.ParseZone, nil)
}

func parseProgram(data []byte, zones func(string) (*time.Location, error)) (*Program, error) {
	var sheet Sheet
	faults, ok := strict.Decode(string(data), &sheet, sheetPlan())
	if !ok {
		return nil, faults.Err()
	}
	return compile(sheet, zones, faults)
}

// Sheet returns a copy of the text.
func (p *Program) Sheet() Sheet {
	if p == nil {
		return Sheet{}
	}
	return clone(p.sheet)
}

// ID returns the name of the program over all versions; empty for nil.
func (p *Program) ID() string {
	if p == nil {
		return ""
	}
	return p.sheet.ID
}

// Version returns the version, or 0 for nil.
func (p *Program) Version() int {
	if p == nil {
		return 0
	}
	return p.sheet.Version
}

// Hash returns the SHA-256 of the program's content in lower-case hex: the same
// for sheets that differ in white space, order of members or spelling of
// numbers and durations only. It is empty for nil.
func (p *Program) Hash() string {
	if p == nil {
		return ""
	}
	return p.hash()
}

// EffectiveAt returns from when on the version decides.
func (p *Program) EffectiveAt() time.Time {
	if p == nil {
		return time.Time{}
	}
	return p.sheet.EffectiveAt
}

// TimeZone returns the IANA name of the zone, empty for UTC: that of the ledgers
// of its users.
func (p *Program) TimeZone() string {
	if p == nil {
		return ""
	}
	return p.sheet.TimeZone
}

// FourEyes returns the verbs for which the program asks for a second person.
func (p *Program) FourEyes() permission.FourEyes {
	if p == nil {
		return permission.FourEyes{}
	}
	return permission.FourEyes{Verbs: slices.Clone(p.sheet.FourEyes)}
}

// CountedLists returns the screening lists that count for the program, beside
// the rolled-up watchlist. If the sheet names none, the host's choice of lists counts.
func (p *Program) CountedLists() []string {
	if p == nil {
		return nil
	}
	return slices.Clone(p.sheet.Screening.CountedLists)
}

// Screening returns which list results count, and for how long.
func (p *Program) Screening() Screening {
	if p == nil {
		return Screening{}
	}
	s := p.sheet.Screening
	s.CountedLists, s.PhotoIDs = slices.Clone(s.CountedLists), slices.Clone(s.PhotoIDs)
	return s
}

// Asks reports whether some rule of the program asks for documents of a type. A nil
// program asks for none.
func (p *Program) Asks(typ string) bool { return p != nil && p.types.find(typ) != nil }

// scope returns what a base document has that reached the first n tiers.
func (p *Program) scope(n int) permission.Scope {
	if n <= 0 {
		return permission.ScopeUnverified
	}
	return p.tiers[n-1].scope
}
