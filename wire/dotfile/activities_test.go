package dotfile_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/wire/dotfile"
)

// types are the published types of a list of activities, in its order.
func types(list map[string]any) (out []string) {
	for i := range list["data"].([]any) {
		out = append(out, at(list, "data", i, "type").(string))
	}
	return out
}

// Activities say what keys, people and the system did, in the published words, and nothing
// of what reviewers keep to themselves.
func TestActivities(t *testing.T) {
	g := newRig(t)
	v := g.victim()
	g.ok("PATCH", "/cases/"+v.id, `{"name":"Stark & Co","template_key":"kyb","metadata":{"a":"b"}}`)
	g.ok("DELETE", "/cases/"+v.id+"/tags", `{"tags":["High risk"]}`)
	g.ok("POST", "/companies/"+v.other+"/set-relevant", `{"is_relevant":false}`)
	g.ok("POST", "/cases/"+v.id+"/risks", `{"level":"high"}`)
	ada := bonafide.Reviewer("ada")
	for _, do := range []func() error{
		func() error {
			_, err := g.cases.Hold(t.Context(), ada, v.id, casefile.HoldRequest{ID: "m", Reason: "SAR"})
			return err
		},
		func() error {
			_, err := g.cases.Review(t.Context(), ada, v.id, casefile.ReviewRequest{Status: casefile.Rejected, Comment: "no"})
			return err
		},
	} {
		require.NoError(t, do())
	}
	g.ok("POST", "/cases", `{"name":"another"}`)

	of := "/activities?limit=100&case_id=" + v.id
	all := g.ok("GET", of, "")
	assert.Equal(t, strings.Fields(`api__created__case api__created__company api__created__company api__created__individual
		api__updated__case_relation api__updated__case_relation api__started__check api__started__check
		api__updated_template__case api__updated_info__case api__updated_metadata__case system__started__check
		api__removed_tags__case api__marked_as_not_relevant__company api__updated_risk__case user__updated_status__case`), types(all))
	last := at(all, "data", 15)
	assert.Equal(t, []any{"user", "ada", nil, nil}, []any{at(last, "author_type"), at(last, "author_id"), at(last, "company_id"), at(last, "individual_id")})
	assert.Equal(t, []any{map[string]any{"name": "status", "previous": "open", "next": "rejected"}}, at(last, "changes"))
	assert.Equal(t, "no", at(last, "context", "case_review", "comment"))
	assert.Equal(t, v.check, at(all, "data", 6, "context", "check", "id"))
	assert.Equal(t, "high", at(all, "data", 14, "context", "risk", "level"))
	for query, want := range map[string]int{
		"&type=user__updated_status__case": 1, "&type.in=api__created__case,api__created__company": 3, "&type.not_in=api__created__company": 14,
		"&author_id=ada": 1, "&author_id=acme": 14, "&company_id=" + v.other: 3, "&individual_id=" + v.person: 3, "&created_at.gt=" + at(all, "data", 0, "created_at").(string): 10,
	} {
		assert.EqualValues(t, want, at(g.ok("GET", of+query, ""), "pagination", "count"), query)
	}
	assert.Len(t, g.ok("GET", "/activities?company_id="+v.other, "")["data"], 3, "an entity names its case")
	assert.Equal(t, "api__created__case", types(g.ok("GET", "/activities?limit=1&sort=created_at.desc", ""))[0], "of all cases, the latest first")
	assert.Equal(t, types(all)[5:10], types(g.ok("GET", "/activities?limit=5&page=2&case_id="+v.id, "")))
	for _, query := range []string{"type=case_held", "sort=type", "case_id.not_eq=x", "nothing=1"} {
		status, _ := g.call("key-1", "GET", "/activities?"+query, "")
		assert.Equal(t, 400, status, query)
	}
	_, other := g.call("key-2", "GET", "/activities?case_id="+v.id, "")
	assert.Empty(t, other["data"], "another workspace knows of nothing")
}

// Activities are for keys that review, and are never too many to read.
func TestActivitiesAreBounded(t *testing.T) {
	g := newRig(t)
	id := g.ok("POST", "/cases", graph)["id"].(string)
	for _, c := range []struct {
		reviews bool
		scan    int
		status  int
		message string
	}{
		{true, 100, 200, ""},
		{true, 3, 400, "query: too_many (filter by case_id, company_id or individual_id)"},
		{false, 100, 403, "this API key may not do this"},
	} {
		g.options.Reviews, g.options.MaxScan = c.reviews, c.scan
		var err error
		g.handler, err = dotfile.Handler(g.cases, g.options)
		require.NoError(t, err)
		status, out := g.call("key-1", "GET", "/activities?case_id="+id, "")
		assert.Equal(t, c.status, status)
		assert.Equal(t, c.message, strings.TrimPrefix(fmt.Sprint(out["message"]), "<nil>"))
	}
}
