package dotfile_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/outbox"
	"github.com/bonafide-go/bonafide/wire/dotfile"
)

// receivers answer at once, but for those named slow, who never do.
type receivers struct {
	mu    sync.Mutex
	calls map[string]int
}

func (r *receivers) RoundTrip(req *http.Request) (*http.Response, error) {
	r.mu.Lock()
	r.calls[req.URL.Hostname()]++
	r.mu.Unlock()
	if strings.HasPrefix(req.URL.Hostname(), "slow") {
		<-req.Context().Done()
		return nil, req.Context().Err()
	}
	return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader("")), Request: req}, nil
}

func (r *receivers) of(host string) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.calls[host]
}

// withReceivers is the API with webhooks at those hosts.
func withReceivers(t *testing.T, hosts ...string) (*rig, *receivers) {
	g, all := newRig(t), &receivers{calls: make(map[string]int)}
	g.options.Client = &http.Client{Transport: all}
	var err error
	g.handler, err = dotfile.Handler(g.cases, g.options)
	require.NoError(t, err)
	for _, host := range hosts {
		g.ok("POST", "/webhooks", `{"url":"https://`+host+`/","events":["Case.Created"]}`)
	}
	return g, all
}

// However many receivers never answer, those that do are told once, nobody parks the
// event, and the platform behind them gets its own.
func TestReceiversThatNeverAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g, all := withReceivers(t, "first.example.com", "slow1.example.com", "slow2.example.com", "slow3.example.com", "slow4.example.com", "last.example.com")
		status, _ := g.call("key-2", "POST", "/webhooks", `{"url":"https://other.example.com/","events":["Case.Created"]}`)
		require.Equal(t, http.StatusCreated, status)
		g.ok("POST", "/cases", `{"name":"x"}`)
		status, _ = g.call("key-2", "POST", "/cases", `{"name":"y"}`)
		require.Equal(t, http.StatusCreated, status)
		deliver, err := dotfile.Deliver(g.cases, g.options)
		require.NoError(t, err)

		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- outbox.Run(ctx, g.store, "webhooks", deliver, &outbox.Options{}) }()
		time.Sleep(time.Hour)
		stop()
		require.NoError(t, <-ended)
		parked, err := outbox.ListParked(t.Context(), g.store, "webhooks")
		require.NoError(t, err)
		assert.Empty(t, parked)
		for host, want := range map[string]int{"first": 1, "last": 1, "other": 1, "slow1": 5, "slow4": 5} {
			assert.Equal(t, want, all.of(host+".example.com"), host)
		}
	})
}

// A process that is stopped while receivers are called has noted who was told, and holds
// nothing against the others.
func TestStoppedWhileSending(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g, all := withReceivers(t, "first.example.com", "slow1.example.com")
		g.ok("POST", "/cases", `{"name":"x"}`)
		deliver, err := dotfile.Deliver(g.cases, g.options)
		require.NoError(t, err)
		events, err := g.store.Events(t.Context(), bonafide.EventQuery{Kind: "case", ID: at(g.ok("GET", "/cases", ""), "data", 0, "id").(string)})
		require.NoError(t, err)
		for n := range 9 {
			ctx, stop := context.WithCancel(t.Context())
			time.AfterFunc(time.Second, stop)
			require.ErrorIs(t, deliver(ctx, events[0]), bonafide.ErrUnavailable, n)
		}
		assert.Equal(t, 1, all.of("first.example.com"))
		assert.Equal(t, 9, all.of("slow1.example.com"))
	})
}

// A receiver that never answers goes offline after fifty calls, also where several are made
// at once: so long it keeps others waiting, and no longer.
func TestSlowReceiverGoesOffline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g, all := withReceivers(t, "slow1.example.com")
		for range 80 {
			g.ok("POST", "/cases", `{"name":"x"}`)
		}
		deliver, err := dotfile.Deliver(g.cases, g.options)
		require.NoError(t, err)
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- outbox.Run(ctx, g.store, "webhooks", deliver, nil) }()
		time.Sleep(time.Hour)
		stop()
		require.NoError(t, <-ended)
		assert.Equal(t, "offline", at(g.ok("GET", "/webhooks", ""), "data", 0, "status"))
		assert.Less(t, all.of("slow1.example.com"), 50+4, "four at once")
	})
}
