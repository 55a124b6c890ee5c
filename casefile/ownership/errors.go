package ownership

import (
	"slices"

	"github.com/bonafide-go/bonafide"
)

// Codes of warnings and of [StructureError].
const (
	CodeOverAllocated   bonafide.Code = "over_allocated"   // the direct shares of a company add up to more than 100 %
	CodeUnresolved      bonafide.Code = "unresolved"       // they add up to less: the rest is unknown or dispersed
	CodeUntraced        bonafide.Code = "untraced_owner"   // a company at the top whose owners are not known
	CodeClosedLoop      bonafide.Code = "closed_loop"      // companies that own each other completely: nobody is behind them
	CodeSelfHolding     bonafide.Code = "self_holding"     // the main company holds a part of itself through others
	CodeDeclaredDiffers bonafide.Code = "declared_differs" // a declared total is not the computed one
	CodeNotComputable   bonafide.Code = "not_computable"   // an over-allocated circle, or treasury shares of 100 %: totals grow without end
	CodeTooComplex      bonafide.Code = "too_complex"      // a circle, or a chain of fractions, beyond the limits of exact computation
	CodeBand            bonafide.Code = "band"             // a percentage is known only within bounds: see ComputeBounds
)

// A StructureError says that a well-formed graph has no answer: it cannot be
// computed, is too complex, or is over-allocated in strict mode. It matches
// [bonafide.ErrRefused].
type StructureError struct {
	Code     bonafide.Code `json:"code"`
	Measure  string        `json:"measure"`  // "ownership" or "voting"
	Entities []string      `json:"entities"` // ids of the companies it is about, sorted
}

// errDecoded is what an [Analysis] that was decoded, and not computed, answers.
var errDecoded = bonafide.Invalid("analysis", bonafide.CodeNotAllowed)

// Error names the code and the measure.
func (e *StructureError) Error() string { return "ownership: " + string(e.Code) + " by " + e.Measure }

// Is matches [bonafide.ErrRefused].
func (e *StructureError) Is(target error) bool { return target == bonafide.ErrRefused }

func notComputable(ix *index, m measure, code bonafide.Code, set []int32) error {
	e := &StructureError{Code: code, Measure: m.String()}
	for _, c := range set {
		e.Entities = append(e.Entities, ix.id(c))
	}
	slices.Sort(e.Entities)
	return e
}
