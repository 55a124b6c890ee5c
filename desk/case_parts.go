package desk

import (
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/ownership"
)

// A part is what a table of a case is filled from.
type part struct {
	Of        dossier
	Links     string // address of the case; empty where nothing is linked to
	Caption   string
	Checks    []casefile.Check
	Relations []casefile.Relation
	Reasons   []ownership.Reason
}

// Everything is the case with all of its entities, relations and checks.
func (d dossier) Everything(links string) part {
	return part{Of: d, Links: links, Caption: "Checks", Checks: d.Case.Checks, Relations: d.Case.Relations}
}

// Related are some relations of the case.
func (d dossier) Related(relations []casefile.Relation) part {
	return part{Of: d, Relations: relations}
}

// Checked are some checks of the case.
func (d dossier) Checked(checks []casefile.Check, links string) part {
	return part{Of: d, Links: links, Caption: "Checks", Checks: checks}
}

// Reasoned are the reasons why a law names somebody.
func (d dossier) Reasoned(reasons []ownership.Reason) part { return part{Of: d, Reasons: reasons} }
