package desk

import (
	"slices"

	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/risk"
)

// A riskPage is every assessment of a case, with the lines of that which counts.
type riskPage struct {
	dossier
	Current risk.Risk
	Stale   bool        // the facts are newer than the assessment
	Before  []risk.Risk // newest first
	Levels  []choice
}

// showRisk shows line by line why the case has its risk.
func showRisk(q *request) (view, error) {
	d, err := q.dossier()
	if err != nil {
		return view{}, err
	}
	p := riskPage{
		dossier: d, Current: d.Risk.Current(), Levels: codes(risk.Levels()[1:]), // not_defined is nobody's word
		Stale: d.Model.Wants != "" && d.Model.Wants != d.Model.Inputs,
	}
	p.Before = slices.Concat(d.Risk.Automatic, d.Risk.Manual)
	slices.SortStableFunc(p.Before, func(a, b risk.Risk) int { return b.At.Compare(a.At) })
	return d.view("case_risk", "Risk", p), nil
}

// overrideCaseRisk sets a manual risk, or lets the automatic one count again.
func overrideCaseRisk(q *request) (view, error) {
	id, key := q.PathValue("case"), q.PostFormValue("key")
	var err error
	if level := risk.Level(q.PostFormValue("level")); level == "" {
		_, err = q.desk.cases.AutomateRisk(q.Context(), q.by, id, casefile.AutomateRiskRequest{Key: key})
	} else {
		_, err = q.desk.cases.OverrideRisk(q.Context(), q.by, id, casefile.OverrideRiskRequest{Key: key, Level: level, Comment: q.PostFormValue("comment")})
	}
	return q.backTo("changed", "cases", id, "risk"), err
}
