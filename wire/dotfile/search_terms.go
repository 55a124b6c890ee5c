package dotfile

import (
	"math"
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/screening"
)

// loosest is how far from 1 the score of a match may be at the fuzziness of 1. The
// published scale says 0 for the same name and 1 for the loosest match, and no more; so
// 0.5 is the default of the Service, 0.80.
const loosest = 0.4

// exact is the score of names that are the same: 1.
const exact = bonafide.Fixed(1_000_000)

// terms are what settings of an aml check mean. Without list_types all lists are searched,
// without fuzziness by the Screener's own threshold; exact_match wins over fuzziness.
func (in checkInput) terms(faults *bonafide.Faults) (t casefile.SearchTerms) {
	s := in.Settings
	switch {
	case s.Fuzziness != nil && !(*s.Fuzziness >= 0 && *s.Fuzziness <= 1):
		faults.Add("settings.fuzziness", bonafide.CodeOutOfRange)
	case s.ExactMatch:
		t.MinScore = exact
	case s.Fuzziness != nil:
		t.MinScore = exact - bonafide.Fixed(math.Round(loosest**s.Fuzziness*float64(exact)))
	}
	for _, l := range s.ListTypes {
		if !slices.Contains(listKinds(), l) {
			faults.Add("settings.list_types", bonafide.CodeUnknown)
			continue
		}
		if kind := screening.ListKind(l); !slices.Contains(t.Kinds, kind) {
			t.Kinds = append(t.Kinds, kind)
		}
	}
	if slices.Contains(t.Kinds, screening.WarningList) {
		t.Kinds = append(t.Kinds, screening.InternalList) // told as warnings: see listTypes
	}
	return t
}

// searchSettings are the published settings of what is searched for.
func searchSettings(t casefile.SearchTerms) map[string]any {
	out := map[string]any{"vendor": vendorName, "fuzziness": nil, "exact_match": t.MinScore == exact, "list_types": listKinds()}
	if t.MinScore > 0 {
		out["fuzziness"] = math.Round(float64(exact-t.MinScore)/loosest) / float64(exact)
	}
	if len(t.Kinds) > 0 {
		var kinds []string
		for _, kind := range t.Kinds {
			if kind != screening.InternalList {
				kinds = append(kinds, string(kind))
			}
		}
		out["list_types"] = list(kinds)
	}
	return out
}
