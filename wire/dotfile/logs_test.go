package dotfile_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/wire/dotfile"
)

// What was sent to webhooks is listed for thirty days, attempt by attempt, and nothing
// that was sent or answered is kept.
func TestWebhookLogs(t *testing.T) {
	g := newRig(t)
	status := http.StatusInternalServerError
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = w.Write([]byte("Stark says no"))
		status = http.StatusNoContent
	}))
	defer server.Close()
	hook := g.ok("POST", "/webhooks", fmt.Sprintf(`{"url":%q,"events":["Case.Created","Individual.Created"]}`, server.URL))["id"]
	deliver, err := dotfile.Deliver(g.cases, g.options)
	require.NoError(t, err)
	seen := ""
	receive := func() {
		t.Helper()
		events, err := g.store.Events(t.Context(), bonafide.EventQuery{After: seen, Limit: bonafide.MaxPage})
		require.NoError(t, err)
		for _, e := range events {
			seen = e.Position
			if deliver(t.Context(), e) != nil {
				require.NoError(t, deliver(t.Context(), e))
			}
		}
	}
	c := g.ok("POST", "/cases", graph)
	id, tony := c["id"].(string), at(c, "individuals", 0, "id").(string)
	receive()

	all := g.ok("GET", "/webhook-logs", "")
	require.Len(t, all["data"], 2)
	first := at(all, "data", 1)
	if at(first, "event") != "Case.Created" {
		first = at(all, "data", 0)
	}
	assert.Equal(t, []any{"Case.Created", hook, id, nil, server.URL, 1.0, 204.0},
		[]any{at(first, "event"), at(first, "webhook_id"), at(first, "case_id"), at(first, "individual_id"), at(first, "endpoint"), at(first, "retry_count"), at(first, "status_code")})
	assert.Equal(t, []any{"automatic_retry", 204.0, "first_call", 500.0}, []any{at(first, "attempts", 0, "type"), at(first, "attempts", 0, "status_code"),
		at(first, "attempts", 1, "type"), at(first, "attempts", 1, "status_code")}, "the latest first")
	for query, want := range map[string]int{
		"event=Case.Created": 1, "event.in=Case.Created,Case.Updated": 1, "event.not_eq=Case.Created": 1, "case_id=" + id: 2, "case_id=none": 0,
		"individual_id=" + tony: 1, "company_id.not_eq=none": 2, "created_at.gt=2026-04-01": 0,
	} {
		assert.EqualValues(t, want, at(g.ok("GET", "/webhook-logs?"+query, ""), "pagination", "count"), query)
	}
	for _, query := range []string{"limit=51", "event=Case.Invented", "sort=event"} {
		status, _ := g.call("key-1", "GET", "/webhook-logs?"+query, "")
		assert.Equal(t, 400, status, query)
	}
	_, other := g.call("key-2", "GET", "/webhook-logs", "")
	assert.Empty(t, other["data"], "another workspace sees its own alone")

	kept := func() []bonafide.Record {
		page, err := g.store.List(t.Context(), bonafide.Query{Kind: "dotfile.log"})
		require.NoError(t, err)
		return page.Records
	}
	require.Len(t, kept(), 2)
	for _, r := range kept() {
		assert.NotContains(t, string(r.Body), "Stark")
		assert.NotContains(t, string(r.Body), "Tony")
	}
	g.clock = g.clock.AddDate(0, 0, 31)
	assert.Empty(t, g.ok("GET", "/webhook-logs", "")["data"])
	latest := g.ok("POST", "/cases", `{"name":"x"}`)["id"]
	receive()
	require.Len(t, kept(), 1, "what is over is taken away")
	assert.Equal(t, latest, at(g.ok("GET", "/webhook-logs", ""), "data", 0, "case_id"))
}

// Latest come first, and no more are read than the host allows.
func TestWebhookLogsAreBounded(t *testing.T) {
	g := newRig(t)
	g.options.MaxScan = 3
	var err error
	g.handler, err = dotfile.Handler(g.cases, g.options)
	require.NoError(t, err)
	_, receive := g.receiver("Case.Created")
	var ids []any
	for range 5 {
		ids = append(ids, g.ok("POST", "/cases", `{"name":"x"}`)["id"])
	}
	receive()
	all := g.ok("GET", "/webhook-logs", "")
	require.Len(t, all["data"], 3)
	for i := range 3 {
		assert.Equal(t, ids[4-i], at(all, "data", i, "case_id"))
	}
}
