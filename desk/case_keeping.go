package desk

import (
	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
)

// A keeping is how long the data of a case stays, and what an erasure would do.
type keeping struct {
	dossier
	Plan bonafide.ErasurePlan
}

// showKeeping shows the legal holds of a case and what an erasure of it would do. It
// changes nothing.
func showKeeping(q *request) (view, error) {
	d, err := q.dossier()
	if err != nil {
		return view{}, err
	}
	plan, err := q.desk.cases.PlanErasure(q.Context(), q.by, d.ID)
	return d.view("case_keeping", "Retention", keeping{d, plan}), err
}

// holdCase sets a legal hold.
func holdCase(q *request) (view, error) {
	_, err := q.desk.cases.Hold(q.Context(), q.by, q.PathValue("case"), casefile.HoldRequest{
		Key: q.PostFormValue("key"), ID: q.PostFormValue("matter"), Reason: q.PostFormValue("reason"),
	})
	return q.backTo("changed", "cases", q.PathValue("case"), "keeping"), err
}

// releaseCase ends a legal hold.
func releaseCase(q *request) (view, error) {
	_, err := q.desk.cases.Release(q.Context(), q.by, q.PathValue("case"), casefile.ReleaseRequest{
		Key: q.PostFormValue("key"), ID: q.PostFormValue("matter"), Reason: q.PostFormValue("reason"),
	})
	return q.backTo("changed", "cases", q.PathValue("case"), "keeping"), err
}
