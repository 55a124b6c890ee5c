package browsertest

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/casefile/report"
	"github.com/bonafide-go/bonafide/store/memory"
)

// TestReports looks at reports on cases as at the pages of the desk. The desk hands them
// out as files, which are read in a browser and printed all the same: one on a case that two
// reviewers approved, and one whose owners take several pages.
func TestReports(t *testing.T) {
	chromium := browser(t)
	ctx := context.Background()
	w := newWorld(t, memory.New("reports"))
	approved := w.approve(ctx, w.harbor(ctx, "Pier Lending"))
	group := w.group(ctx, 60)
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/favicon.ico" {
			rw.WriteHeader(http.StatusNoContent)
			return
		}
		found, err := w.cases.Report(r.Context(), first, r.URL.Path[1:])
		if !assert.NoError(t, err) {
			return
		}
		rw.Header().Set("Content-Type", "text/html; charset=utf-8")
		assert.NoError(t, report.HTML(rw, found))
	}))
	t.Cleanup(server.Close)
	run(t, job{Base: server.URL, Chromium: chromium, Shots: t.TempDir(), Pages: []view{
		{Name: "report on an approved case", Path: "/" + approved.ID, As: first.ID},
		{Name: "report on a group of sixty", Path: "/" + group.ID, As: first.ID},
	}})
}

// group is a case of so many companies, each of which holds a part of one before.
func (w *world) group(ctx context.Context, n int) casefile.Case {
	w.t.Helper()
	r := casefile.CreateRequest{Name: "Group", Companies: []casefile.CompanyInput{{Ref: "c0", CompanyFields: casefile.CompanyFields{Name: "Group Holding plc", Country: "GB"}}}}
	for i := 1; i < n; i++ {
		x := casefile.CompanyInput{Ref: fmt.Sprintf("c%d", i), Type: casefile.AffiliatedCompany, CompanyFields: casefile.CompanyFields{Name: fmt.Sprintf("Subsidiary %d Limited", i), Country: "GB"}}
		x.Relations = []casefile.RelationInput{{ToRef: fmt.Sprintf("c%d", (i-1)/3), Ownership: ownership.Whole(30)}}
		r.Companies = append(r.Companies, x)
	}
	c, err := w.cases.Create(ctx, first, r)
	require.NoError(w.t, err)
	return c
}
