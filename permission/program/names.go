package program

import (
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
)

// NamesAgree is the rule of the engine itself that the names which a user bears agree
// with each other. It withholds everything until the names are mended, or a reviewer
// waives it for a base document; no sheet can leave it out or use its id.
const NamesAgree = "names_agree"

// namesDiffer reports whether the names differ that the user of a base document
// bears, and until when a reviewer took them for one person's.
func (p *Program) namesDiffer(f *permission.Facts, d *permission.DocumentFacts) (differ bool, waived instant) {
	if len(d.NamesDiffer) == 0 {
		return false, 0
	}
	waived = waivedUntil(f, d, NamesAgree)
	return waived <= f.At.UnixMicro(), waived
}

// names adds the entry about names that differ and reports whether it withholds
// everything.
func (v *evaluation) names(d *permission.DocumentFacts) (blocked bool) {
	if len(d.NamesDiffer) == 0 {
		return false
	}
	differ, waived := v.p.namesDiffer(v.f, d)
	r := v.entry(d, "names", "names")
	r.Why.ID = NamesAgree
	if !differ {
		r.State, r.DueAt = permission.Waived, timeOf(waived)
		v.at(waived)
		return false
	}
	r.State, r.Actor = permission.CurrentlyDue, bonafide.ActorUser
	for _, place := range d.NamesDiffer {
		r.Errors = append(r.Errors, problem(CodeNamesDiffer, place))
	}
	slices.SortFunc(r.Errors, compareProblems)
	return true
}

// waivedUntil is until when a reviewer waived a rule for a base document; 0 = not.
func waivedUntil(f *permission.Facts, d *permission.DocumentFacts, rule string) instant {
	until := instant(0)
	for i := range f.Waivers {
		w := &f.Waivers[i]
		if w.Rule == rule && w.DocumentID == d.ID && w.By.Kind == bonafide.ActorReviewer && w.By.ID != "" && !w.Until.IsZero() {
			until = max(until, w.Until.UnixMicro())
		}
	}
	return until
}
