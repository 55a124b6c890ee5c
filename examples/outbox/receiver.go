package main

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"sync"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/bonafide-go/bonafide"
)

// A receiver is somebody else's service. It believes what is signed with the secret, and takes each
// event once.
type receiver struct {
	url      string
	secret   bonafide.Secret
	verifier *standardwebhooks.Webhook
	server   *http.Server
	unwanted string // type of the events that it refuses

	mu            sync.Mutex
	seen          map[string]bool
	got           []bonafide.Event
	down, refused int
}

func startReceiver(unwanted string) (*receiver, error) {
	key := make([]byte, 32)
	_, _ = rand.Read(key) // it never fails
	text := "whsec_" + base64.StdEncoding.EncodeToString(key)
	verifier, err := standardwebhooks.NewWebhook(text)
	if err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	r := &receiver{url: "http://" + listener.Addr().String(), secret: bonafide.NewSecret(text), verifier: verifier,
		unwanted: unwanted, seen: make(map[string]bool)}
	r.server = &http.Server{Handler: r, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = r.server.Serve(listener) }()
	return r, nil
}

func (r *receiver) close() { _ = r.server.Close() }

// ServeHTTP is down at the first request, and then takes all but what is unwanted.
func (r *receiver) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.down == 0 {
		r.down++
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	var e bonafide.Event
	body, err := io.ReadAll(http.MaxBytesReader(w, request.Body, 1<<20))
	if err != nil || r.verifier.Verify(body, request.Header) != nil || json.Unmarshal(body, &e) != nil {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	if e.Type == r.unwanted {
		r.refused++
		w.WriteHeader(http.StatusUnprocessableEntity)
		return
	}
	if id := request.Header.Get(standardwebhooks.HeaderWebhookID); !r.seen[id] {
		r.seen[id] = true
		r.got = append(r.got, e)
	}
	w.WriteHeader(http.StatusNoContent)
}

// events are those that were taken.
func (r *receiver) events() []bonafide.Event {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.got
}
