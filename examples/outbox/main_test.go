package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/outbox"
	"github.com/bonafide-go/bonafide/store/memory"
)

func TestOutput(t *testing.T) {
	want, err := os.ReadFile("output.golden")
	require.NoError(t, err)
	var out bytes.Buffer
	require.NoError(t, run(t.Context(), &out))
	assert.Equal(t, string(want), out.String())
}

// Three processes publish what is written; publications fail before and after they are
// made, and one process ends in the midst. The stream has every event once, each
// record's in order.
func TestJetStreamHasEverythingOnce(t *testing.T) {
	const records, events = 12, 10
	b, err := startBroker(t.Context())
	require.NoError(t, err)
	defer b.close()
	store := memory.New("shop")
	for i := range records {
		batch := make([]bonafide.Event, events)
		for j := range batch {
			batch[j] = bonafide.NewEvent("user.changed", time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), bonafide.System())
		}
		id := fmt.Sprint("u-", i)
		_, batch = bonafide.Chain{}.Link("user", id, batch)
		require.NoError(t, store.Put(t.Context(), bonafide.Write{Record: bonafide.Record{Kind: "user", ID: id, Version: 1}, Events: batch}))
	}
	var mu sync.Mutex
	calls, done := make(map[string]int), 0
	all, some := make(chan struct{}), make(chan struct{})
	publish := func(ctx context.Context, e bonafide.Event) error {
		mu.Lock()
		calls[e.Hash]++
		n := calls[e.Hash]
		mu.Unlock()
		if e.Seq%3 == 0 && n == 1 {
			return errors.New("before")
		}
		if err := b.publish(ctx, e); err != nil {
			return err
		}
		if e.Seq%4 == 0 && n <= 2 {
			return errors.New("after")
		}
		mu.Lock()
		defer mu.Unlock()
		switch done++; done {
		case 30:
			close(some)
		case records * events:
			close(all)
		}
		return nil
	}
	var running sync.WaitGroup
	begin := func() context.CancelFunc {
		ctx, cancel := context.WithCancel(t.Context())
		running.Go(func() {
			assert.NoError(t, outbox.Run(ctx, store, "jetstream", publish, &outbox.Options{Interval: time.Millisecond, Backoff: func(int) time.Duration { return time.Millisecond }}))
		})
		return cancel
	}
	stops := []context.CancelFunc{begin(), begin(), begin()}
	<-some
	stops[0]()
	<-all
	for _, stop := range stops {
		stop()
	}
	running.Wait()
	stream, err := b.all(t.Context())
	require.NoError(t, err)
	require.Len(t, stream, records*events)
	last := make(map[string]int64)
	for _, e := range stream {
		require.Equal(t, last[e.ID]+1, e.Seq)
		last[e.ID] = e.Seq
	}
}

// What is posted can be verified by the words of the specification; what was changed, or
// signed by somebody else, cannot.
func TestWebhookIsSigned(t *testing.T) {
	secret := bonafide.NewSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
	verifier, err := standardwebhooks.NewWebhook(secret.Reveal())
	require.NoError(t, err)
	stranger, err := standardwebhooks.NewWebhook("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
	require.NoError(t, err)
	_, events := bonafide.Chain{}.Link("user", "u-1", []bonafide.Event{bonafide.NewEvent("user.created", time.Now(), bonafide.System())})
	e := events[0]

	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		assert.NoError(t, err)
		assert.Equal(t, e.Hash, r.Header.Get("webhook-id"))
		assert.True(t, strings.HasPrefix(r.Header.Get("webhook-signature"), "v1,"))
		assert.NoError(t, verifier.Verify(body, r.Header))
		assert.Error(t, verifier.Verify(bytes.Replace(body, []byte("u-1"), []byte("u-2"), 1), r.Header), "another body")
		assert.Error(t, stranger.Verify(body, r.Header), "another secret")
		changed := r.Header.Clone()
		changed.Set("webhook-id", "another")
		assert.Error(t, verifier.Verify(body, changed), "another id")
	}))
	defer server.Close()
	w, err := newWebhook(server.URL, secret)
	require.NoError(t, err)
	require.NoError(t, w.deliver(t.Context(), e))
}

// Which answers are an outage, and which are about the event.
func TestAnswers(t *testing.T) {
	for status, outage := range map[int]bool{408: true, 429: true, 500: true, 503: true, 301: false, 400: false, 410: false, 422: false} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }))
		w, err := newWebhook(server.URL, bonafide.NewSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
		require.NoError(t, err)
		err = w.deliver(t.Context(), bonafide.Event{Hash: "h"})
		require.Error(t, err)
		assert.Equal(t, outage, errors.Is(err, bonafide.ErrUnavailable), "status %d", status)
		server.Close()
		assert.ErrorIs(t, w.deliver(t.Context(), bonafide.Event{Hash: "h"}), bonafide.ErrUnavailable, "nobody listens")
	}
	_, err := newWebhook("http://127.0.0.1", bonafide.NewSecret("whsec_?secret?"))
	require.Error(t, err)
	assert.NotContains(t, err.Error(), "secret?")
}
