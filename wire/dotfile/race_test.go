package dotfile_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/outbox"
	"github.com/bonafide-go/bonafide/wire/dotfile"
)

// Two replicas that deliver the webhooks of one store send each message once, and those of
// one case in their order.
func TestTwoReplicasDeliver(t *testing.T) {
	const cases, notes = 6, 5
	g := newRig(t)
	var mu sync.Mutex
	var messages int
	got := make(map[string][]string) // of each case
	ids := make(map[string]int)
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		var m map[string]any
		if !assert.NoError(t, json.NewDecoder(r.Body).Decode(&m)) {
			return
		}
		mu.Lock()
		defer mu.Unlock()
		messages++
		ids[fmt.Sprint(at(m, "context", "event_id"))]++
		id := fmt.Sprint(at(m, "case", "id"))
		if note, ok := m["note"].(map[string]any); ok {
			id = fmt.Sprint(note["case_id"])
			got[id] = append(got[id], fmt.Sprint(note["content"]))
		} else {
			got[id] = append(got[id], fmt.Sprint(m["event"]))
		}
	}))
	defer server.Close()
	g.ok("POST", "/webhooks", fmt.Sprintf(`{"url":%q,"events":["Case.Created","Note.Created"]}`, server.URL))
	want := make(map[string][]string)
	for range cases {
		id := g.ok("POST", "/cases", `{"name":"Acme"}`)["id"].(string)
		want[id] = []string{"Case.Created"}
		for i := range notes {
			g.ok("POST", "/notes", fmt.Sprintf(`{"case_id":%q,"content":"note %d"}`, id, i))
			want[id] = append(want[id], fmt.Sprintf("<p>note %d</p>", i))
		}
	}
	ctx, stop := context.WithCancel(t.Context())
	var wait sync.WaitGroup
	for range 2 {
		deliver, err := dotfile.Deliver(g.cases, g.options)
		require.NoError(t, err)
		wait.Go(func() {
			assert.NoError(t, outbox.Run(ctx, g.store, "webhooks", deliver, &outbox.Options{From: outbox.Beginning, Interval: time.Millisecond}))
		})
	}
	sent := func() bool {
		mu.Lock()
		defer mu.Unlock()
		return messages >= cases*(1+notes)
	}
	assert.Eventually(t, sent, 10*time.Second, time.Millisecond)
	time.Sleep(50 * time.Millisecond) // for a second message, if there is one
	stop()
	wait.Wait()
	assert.Equal(t, want, got)
	for id, n := range ids {
		assert.Equal(t, 1, n, id)
	}
}
