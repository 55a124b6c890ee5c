package risk

import (
	"reflect"
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/strict"
)

// Parse reads a scoring model: one JSON object, a [Spec], of at most a megabyte. A
// member that no spec has is a fault, since it may be a misspelt rule. It fails with
// a [*bonafide.InvalidError] that lists every fault at once, each with its path;
// only where the text is not JSON does it stop at the first.
func Parse(data []byte) (*Scoring, error) {
	var s Spec
	faults, ok := strict.Decode(string(data), &s, strict.PlanOf(reflect.TypeFor[Spec]()))
	if !ok {
		return nil, faults.Err()
	}
	var found bonafide.Faults
	if err := s.Check(); err != nil {
		found.Merge("", err)
	}
	unread := faults
	for _, f := range found { // what could not be read is not reported again as missing
		if !slices.ContainsFunc(unread, func(u bonafide.Fault) bool { return u.Path == f.Path }) {
			faults = append(faults, f)
		}
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return New(s)
}
