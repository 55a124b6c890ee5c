package desk

import (
	"bytes"

	"github.com/bonafide-go/bonafide/casefile/report"
)

// sendReport hands over the report on a case, a page of its own that needs nothing of the
// desk.
func sendReport(q *request) (view, error) {
	r, err := q.desk.cases.Report(q.Context(), q.by, q.PathValue("case"))
	if err != nil {
		return view{}, err
	}
	var b bytes.Buffer
	if err := report.HTML(&b, r); err != nil {
		return view{}, err
	}
	return view{file: "case-report.html", kind: "text/html; charset=utf-8", body: b.Bytes()}, nil
}
