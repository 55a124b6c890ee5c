package synapse_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/user"
	"github.com/bonafide-go/bonafide/wire/synapse"
)

// A receiver answers with a status, and keeps what it got.
type receiver struct {
	*httptest.Server
	status int
	got    []string
}

func newReceiver(t *testing.T, status int) *receiver {
	r := &receiver{status: status}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		body, _ := io.ReadAll(req.Body)
		r.got = append(r.got, string(body))
		w.WriteHeader(r.status)
	}))
	t.Cleanup(r.Close)
	return r
}

func (h *host) subscribe(url string) map[string]any {
	h.t.Helper()
	status, s := h.ask("POST", "/subscriptions", `{"url":"`+url+`","scope":["USERS|POST","USER|PATCH"]}`)
	require.Equal(h.t, 200, status, s)
	return s
}

// events are those of a user.
func (h *host) events(u map[string]any) []bonafide.Event {
	h.t.Helper()
	events, err := h.store.Events(context.Background(), bonafide.EventQuery{Kind: user.Kind, ID: u["_id"].(string), Limit: 100})
	require.NoError(h.t, err)
	return events
}

// anyAddress takes the address of a test's server out.
func anyAddress(v any, r *receiver) any {
	text, _ := json.Marshal(v)
	var out any
	_ = json.Unmarshal([]byte(strings.ReplaceAll(string(text), r.URL, "https://receiver.example.com")), &out)
	return out
}

// Who had an event gets it no more while another receiver is down; that one is given up
// after ten attempts. The log tells both.
func TestDeliveredOnce(t *testing.T) {
	for name, status := range map[string]int{"down": 503, "refusing": 404, "moved": 302} {
		t.Run(name, func(t *testing.T) {
			h := newHost(t)
			up, down := newReceiver(t, 200), newReceiver(t, status)
			golden(t, "subscription", anyAddress(h.subscribe(up.URL), up))
			h.subscribe(down.URL)
			_, all := h.ask("GET", "/subscriptions?per_page=1", "")
			golden(t, "subscriptions", anyAddress(all, up))
			_, u := h.ask("POST", "/users", created)
			deliver, err := synapse.Deliverer(h.users, h.opts)
			require.NoError(t, err)
			e := h.events(u)[0]
			e.Hash = strings.Repeat("5e", 32) // that of the store differs from run to run
			for i := range 10 {
				h.clock = h.clock.Add(time.Minute)
				err = deliver(context.Background(), e)
				if i < 9 {
					assert.ErrorIs(t, err, bonafide.ErrUnavailable, "so that the outbox parks nothing")
				}
			}
			require.NoError(t, err, "given up")
			require.NoError(t, deliver(context.Background(), e))
			assert.Len(t, up.got, 1)
			assert.Len(t, down.got, 10)
			var body any
			require.NoError(t, json.Unmarshal([]byte(up.got[0]), &body))
			golden(t, "webhook", scrub(body))
			_, logs := h.ask("GET", "/subscriptions/logs", "")
			require.Len(t, logs["logs"], 2)
			for _, l := range logs["logs"].([]any) {
				l := l.(map[string]any)
				assert.Equal(t, e.Hash[:24], l["_id"].(map[string]any)["$oid"])
				if l["http_url"] == up.URL {
					logs["logs"] = []any{l}
					golden(t, "logs", anyAddress(logs, up))
				} else {
					assert.EqualValues(t, status, l["http_response_code"])
					assert.Len(t, l["http_responses"], 10)
				}
			}
			text, _ := json.Marshal(logs)
			for _, personal := range []string{"Test User", "example.com\"", "901", "::1", "Market"} {
				assert.NotContains(t, string(text), personal)
			}
			_, logs = h.ask("GET", "/subscriptions/logs", "", "X-SP-GATEWAY", "other|secret-of-other")
			assert.Empty(t, logs["logs"])
		})
	}
}

// A receiver that is down for good is called no more, until its platform asks for it again; what is
// logged goes after thirty days.
func TestGivenUp(t *testing.T) {
	h := newHost(t)
	down := newReceiver(t, 500)
	s := h.subscribe(down.URL)
	_, u := h.ask("POST", "/users", created)
	deliver, err := synapse.Deliverer(h.users, h.opts)
	require.NoError(t, err)
	e := h.events(u)[0]
	send := func(n int) {
		e.Hash = strings.Repeat(string(rune('a'+n)), 64)
		for range 10 {
			err = deliver(context.Background(), e)
		}
		require.NoError(t, err)
	}
	active := func() any {
		_, got := h.ask("GET", "/subscriptions/"+s["_id"].(string), "")
		return got["is_active"]
	}
	for n := range 19 {
		send(n)
	}
	assert.Equal(t, true, active())
	down.status = 200
	send(19)
	down.status = 500
	for n := 20; n < 39; n++ {
		send(n)
	}
	assert.Equal(t, true, active(), "one that got there begins the count anew")
	send(39)
	assert.Equal(t, false, active())
	before := len(down.got)
	send(40)
	assert.Len(t, down.got, before)
	h.ask("PATCH", "/subscriptions/"+s["_id"].(string), `{"is_active":true}`)
	down.status = 200
	h.clock = h.clock.Add(31 * 24 * time.Hour)
	send(41)
	assert.Len(t, down.got, before+1)
	_, logs := h.ask("GET", "/subscriptions/logs", "")
	assert.EqualValues(t, 1, logs["logs_count"])
}

// A platform that is gone is told nothing, and holds up nobody.
func TestPlatformGone(t *testing.T) {
	h := newHost(t)
	r := newReceiver(t, 200)
	h.subscribe(r.URL)
	_, u := h.ask("POST", "/users", created)
	gone := *h.opts
	gone.Secret = func(context.Context, string) (bonafide.Secret, error) { return bonafide.Secret{}, bonafide.ErrNotFound }
	deliver, err := synapse.Deliverer(h.users, &gone)
	require.NoError(t, err)
	assert.NoError(t, deliver(context.Background(), h.events(u)[0]))
	assert.Empty(t, r.got)
}

// Bad subscriptions, and one too many.
func TestSubscriptionBounds(t *testing.T) {
	h := newHost(t)
	for _, body := range []string{`{}`, `{"url":"https://example.com"}`, `{"scope":["USERS|POST"]}`, `{"url":"https://example.com","scope":["USERS|GET"]}`,
		`{"url":"ftp://example.com","scope":["USERS|POST"]}`, `{"url":"http://10.0.0.1/","scope":["USERS|POST"]}`, `{"url":"https://example.com","scope":["USERS|POST"],"secret":"x"}`} {
		status, _ := h.ask("POST", "/subscriptions", body)
		assert.Equal(t, 400, status, body)
	}
	for range 32 {
		h.subscribe("https://example.com")
	}
	status, got := h.ask("POST", "/subscriptions", `{"url":"https://example.com","scope":["USERS|POST"]}`)
	assert.Equal(t, 400, status, got)
}

// ending answers, and the time of the delivery is over with the answer.
type ending struct {
	end   context.CancelFunc
	calls int
}

func (e *ending) RoundTrip(r *http.Request) (*http.Response, error) {
	e.calls++
	defer e.end()
	return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader("")), Request: r}, nil
}

// Who answered when the time was over is not told again.
func TestToldAtTheLastMoment(t *testing.T) {
	h := newHost(t)
	receiver := &ending{}
	h.opts.HTTP = &http.Client{Transport: receiver}
	h.subscribe("https://receiver.example.com/")
	_, u := h.ask("POST", "/users", created)
	deliver, err := synapse.Deliverer(h.users, h.opts)
	require.NoError(t, err)
	e := h.events(u)[0]
	for range 3 {
		ctx, end := context.WithCancel(t.Context())
		receiver.end = end
		_ = deliver(ctx, e)
		end()
	}
	assert.Equal(t, 1, receiver.calls)
}

// contended is a store where somebody else writes every subscription first.
type contended struct{ bonafide.Store }

func (s contended) Put(ctx context.Context, batch ...bonafide.Write) error {
	if r := batch[0].Record; r.Kind == synapse.KindSubscription && r.Version > 1 {
		if old, err := s.Get(ctx, r.Kind, r.ID); err == nil && old.Version == r.Version-1 && r.Version%2 == 0 {
			old.Version++
			if err := s.Store.Put(ctx, bonafide.Write{Record: old}); err != nil {
				return err
			}
		}
	}
	return s.Store.Put(ctx, batch...)
}

// Events that are given up while others are count all the same.
func TestGivenUpTogether(t *testing.T) {
	h := newHost(t)
	down := newReceiver(t, 500)
	id := h.subscribe(down.URL)["_id"].(string)
	_, u := h.ask("POST", "/users", created)
	h.opts.Store = contended{h.opts.Store}
	deliver, err := synapse.Deliverer(h.users, h.opts)
	require.NoError(t, err)
	e := h.events(u)[0]
	for n := range 20 {
		e.Hash = strings.Repeat(string(rune('a'+n)), 64)
		for range 10 {
			err = deliver(t.Context(), e)
		}
		require.NoError(t, err)
	}
	_, s := h.ask("GET", "/subscriptions/"+id, "")
	assert.Equal(t, false, s["is_active"])
}
