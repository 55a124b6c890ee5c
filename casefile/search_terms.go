package casefile

import (
	"slices"
	"strconv"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
)

// SearchTerms say what an aml check searches for. The zero value searches all lists by
// the Screener's own threshold. A check of some kinds says nothing of the others: what
// must be searched for a case, its template plans.
type SearchTerms struct {
	Kinds    []screening.ListKind `json:"list_types,omitzero"` // kinds of lists; empty = all
	MinScore bonafide.Fixed       `json:"min_score,omitzero"`  // 0 to 1, see [screening.Query]; 1 = names that are the same, 0 = the Screener's own
}

// IsZero reports whether nothing is restricted.
func (t SearchTerms) IsZero() bool { return len(t.Kinds) == 0 && t.MinScore == 0 }

// check adds every fault of the terms of a check of a type.
func (t SearchTerms) check(faults *bonafide.Faults, path string, of CheckType) {
	if of != AML && !t.IsZero() {
		faults.Add(path, bonafide.CodeNotAllowed)
	}
	for i, kind := range t.Kinds {
		at := path + ".list_types[" + strconv.Itoa(i) + "]"
		switch {
		case !kind.Known():
			faults.Add(at, bonafide.CodeUnknown)
		case slices.Contains(t.Kinds[:i], kind):
			faults.Add(at, bonafide.CodeRepeated)
		}
	}
	if t.MinScore < 0 || t.MinScore > bonafide.FixedOf(1) {
		faults.Add(path+".min_score", bonafide.CodeOutOfRange)
	}
}

// of is a query on the terms.
func (t SearchTerms) of(q screening.Query) screening.Query {
	q.Kinds, q.MinScore = slices.Clone(t.Kinds), float64(t.MinScore)/float64(bonafide.FixedOf(1))
	return q
}
