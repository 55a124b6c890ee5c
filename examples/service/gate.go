package main

import (
	"encoding/json"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/bonafide-go/bonafide"
)

const (
	maxBody   = 30 << 20 // bytes of a body
	largeBody = 1 << 20  // from here on a body waits for its turn
	largeOnes = 2        // large bodies at once: one takes ten times its bytes for a moment
	patience  = 30 * time.Second
)

// A gate stands before everything: it bounds what one client can take from the others.
type gate struct {
	watch  *watch
	known  map[caller]client
	writes int
	large  chan struct{}

	mu     sync.Mutex
	meters map[any]*rate.Limiter // by client, or by address of who is none
}

func newGate(w *watch, known map[caller]client, writes int) *gate {
	return &gate{watch: w, known: known, writes: writes, large: make(chan struct{}, largeOnes), meters: make(map[any]*rate.Limiter)}
}

// before lets requests to an API through.
func (g *gate) before(api string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a := &answer{ResponseWriter: w, status: http.StatusOK}
		begun := time.Now()
		defer func() {
			if v := recover(); v != nil { // what it says may quote a record
				g.watch.logger.Error("panic", "api", api)
				refuse(a, api, http.StatusInternalServerError, "Internal error.")
			}
			g.watch.asked(api, r, a.status, begun)
		}()
		g.pass(a, api, r, next)
	})
}

func (g *gate) pass(w *answer, api string, r *http.Request, next http.Handler) {
	from := sender(api, r)
	_, known := g.known[from]
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		if wait := g.meter(from, known, r); wait > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(int(wait.Seconds())+1))
			refuse(w, api, http.StatusTooManyRequests, "Too many requests.")
			return
		}
	}
	switch {
	case !known:
		r.Body = http.MaxBytesReader(w, r.Body, largeBody) // it is not let in: why read more
	case r.ContentLength < 0 || r.ContentLength > largeBody:
		select {
		case g.large <- struct{}{}:
			defer func() { <-g.large }()
		case <-time.After(patience):
			w.Header().Set("Retry-After", "10")
			refuse(w, api, http.StatusServiceUnavailable, "Busy.")
			return
		case <-r.Context().Done():
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	}
	next.ServeHTTP(w, r)
}

// actor is the authentication of an API: who sends a request, in its role there.
func (g *gate) actor(api string, as func(id string) bonafide.Actor) func(*http.Request) (bonafide.Actor, error) {
	return func(r *http.Request) (bonafide.Actor, error) {
		who, ok := g.known[sender(api, r)]
		if !ok {
			return bonafide.Actor{}, bonafide.ErrForbidden
		}
		return as(who.ID), nil
	}
}

// meter returns how long a client has to wait.
func (g *gate) meter(from caller, known bool, r *http.Request) time.Duration {
	var key any = from
	if !known {
		key, _, _ = net.SplitHostPort(r.RemoteAddr)
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	m := g.meters[key]
	if m == nil {
		if len(g.meters) > 10_000 { // of strangers
			clear(g.meters)
		}
		m = rate.NewLimiter(rate.Limit(float64(g.writes)/60), g.writes)
		g.meters[key] = m
	}
	turn := m.Reserve()
	wait := turn.Delay()
	if wait > 0 {
		turn.Cancel()
	}
	return wait
}

// refuse answers in the form of an API what never reached it.
func refuse(w http.ResponseWriter, api string, status int, text string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	code := strconv.Itoa(status)
	var body any = map[string]any{"success": false, "message": text}
	switch api {
	case "synapse":
		body = map[string]any{"error": map[string]string{"en": text}, "error_code": code, "http_code": code, "success": false}
	case "dotfile":
		body = map[string]any{"status_code": status, "timestamp": time.Now().UTC().Format(time.RFC3339), "code": code, "message": text}
	}
	_ = json.NewEncoder(w).Encode(body)
}

// An answer remembers its status.
type answer struct {
	http.ResponseWriter
	status int
}

// WriteHeader keeps the status.
func (a *answer) WriteHeader(status int) {
	a.status = status
	a.ResponseWriter.WriteHeader(status)
}

// Unwrap is for http.ResponseController.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }
