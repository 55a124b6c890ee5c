package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"golang.org/x/time/rate"

	"github.com/bonafide-go/bonafide"
)

// A client is who calls an API: a platform, an app, a workspace or a reviewer.
type client struct {
	API, ID, Secret     string // events tell the ID
	UserID, Fingerprint string // of the user that the demo's first platform has
}

// clients are all who may call. A host has them in its own database, and keeps hashes.
type clients []client

func demoClients() (out clients) {
	for _, api := range []string{"synapse", "synapse", "dots", "dots", "dotfile", "dotfile", "desk", "desk"} {
		out = append(out, client{API: api, ID: api + "-" + rand.Text(), Secret: rand.Text()})
	}
	out[0].Fingerprint = rand.Text()
	return out
}

func (all clients) print(out io.Writer) {
	forms := map[string]string{"synapse": "client_id=%s client_secret=%s", "dots": "client_id=%s api_key=%s", "dotfile": "api_key=%[2]s", "desk": "user=%s password=%s"}
	for _, c := range all {
		line := fmt.Sprintf("demo "+c.API+" "+forms[c.API], c.ID, c.Secret)
		if c.UserID != "" {
			line += " user_id=" + c.UserID + " fingerprint=" + c.Fingerprint
		}
		fmt.Fprintln(out, line)
	}
}

// sender is who a request to an API is from; the zero client is nobody.
func (all clients) sender(api string, r *http.Request) client {
	id, secret, _ := r.BasicAuth() // Dots, desk
	switch api {
	case "synapse":
		id, secret, _ = strings.Cut(r.Header.Get("X-SP-GATEWAY"), "|")
	case "dotfile":
		secret = r.Header.Get("X-DOTFILE-API-KEY")
	}
	for _, c := range all {
		if c.API == api && (c.ID == id || api == "dotfile") && bonafide.NewSecret(c.Secret).Equal(bonafide.NewSecret(secret)) {
			return c
		}
	}
	return client{}
}

func (all clients) actor(api string, as func(id string) bonafide.Actor) func(*http.Request) (bonafide.Actor, error) {
	return func(r *http.Request) (bonafide.Actor, error) {
		if c := all.sender(api, r); c.ID != "" {
			return as(c.ID), nil
		}
		return bonafide.Actor{}, bonafide.ErrForbidden
	}
}

func (all clients) secret(_ context.Context, platform string) (bonafide.Secret, error) {
	for _, c := range all {
		if c.API == "synapse" && c.ID == platform {
			return bonafide.NewSecret(c.Secret), nil
		}
	}
	return bonafide.Secret{}, bonafide.ErrNotFound
}

const (
	maxBody       = 30 << 20         // bytes of a body
	largeBody     = 1 << 20          // from here on a body waits for its turn: it takes ten times its bytes for a moment
	bodyTime      = 45 * time.Second // in which a large body is to be there
	writesAMinute = 6000             // of one client
)

// A gate bounds what a client can take from others, and tells nothing personal of what goes by.
type gate struct {
	logger             *slog.Logger
	metrics            *prometheus.Registry
	commands, requests *prometheus.HistogramVec
	clients            clients
	writes             map[string]*rate.Limiter // by client
	own                map[string]chan struct{} // turns of large bodies, by client
	large              chan struct{}            // and of all
}

func newGate(logger *slog.Logger, all clients, writesAMinute int) *gate {
	g := &gate{logger: logger, metrics: prometheus.NewRegistry(), clients: all, writes: make(map[string]*rate.Limiter), own: make(map[string]chan struct{}), large: make(chan struct{}, 2)}
	seconds := prometheus.ExponentialBuckets(.001, 4, 8)
	g.commands = prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "command_seconds", Buckets: seconds}, []string{"op", "outcome"})
	g.requests = prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "request_seconds", Buckets: seconds}, []string{"api", "method", "code"})
	for _, c := range all {
		g.writes[c.ID] = rate.NewLimiter(rate.Limit(float64(writesAMinute)/60), writesAMinute)
		g.own[c.ID] = make(chan struct{}, 1)
	}
	g.metrics.MustRegister(g.commands, g.requests)
	return g
}

func (g *gate) before(api string, next http.Handler) http.Handler {
	return promhttp.InstrumentHandlerDuration(g.requests.MustCurryWith(prometheus.Labels{"api": api}), http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if recover() != nil { // what it says may quote a record
				g.logger.Error("panic", "api", api)
				refuse(w, http.StatusInternalServerError)
			}
		}()
		from := g.clients.sender(api, r).ID
		switch {
		case from == "":
			r.Body = http.MaxBytesReader(w, r.Body, largeBody) // it is not let in: why read more
		case r.Method != http.MethodGet && !g.writes[from].Allow():
			refuse(w, http.StatusTooManyRequests)
			return
		case r.ContentLength < 0 || r.ContentLength > largeBody:
			leave, ok := g.turn(from)
			defer leave()
			if !ok {
				refuse(w, http.StatusServiceUnavailable)
				return
			}
			_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(bodyTime)) // else ReadTimeout holds
		}
		next.ServeHTTP(w, r)
	}))
}

// turn waits for a client's turn to send a large body: one at a time, so that whoever sends
// slowly keeps nobody but itself waiting.
func (g *gate) turn(client string) (leave func(), ok bool) {
	late := time.After(time.Minute)
	var taken []chan struct{}
	leave = func() {
		for _, turns := range taken {
			<-turns
		}
	}
	for _, turns := range []chan struct{}{g.own[client], g.large} {
		select {
		case turns <- struct{}{}:
			taken = append(taken, turns)
		case <-late:
			return leave, false
		}
	}
	return leave, true
}

func refuse(w http.ResponseWriter, status int) {
	code, text := fmt.Sprint(status), http.StatusText(status)
	w.Header().Set("Retry-After", "5")
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{
		"error": map[string]string{"en": text}, "error_code": code, "http_code": code, "success": false,
		"code": code, "message": text, "status_code": status, "timestamp": time.Now().UTC(),
	})
}

func (g *gate) trace(ctx context.Context, op string) (context.Context, func(error)) {
	begun := time.Now()
	ctx, span := otel.Tracer("service").Start(ctx, op)
	return ctx, func(err error) {
		g.commands.WithLabelValues(op, code(err)).Observe(time.Since(begun).Seconds())
		span.SetAttributes(attribute.String("outcome", code(err)))
		span.End()
	}
}

func (g *gate) failed(work string) func(id string, err error) {
	return func(id string, err error) {
		if err != nil {
			g.logger.Warn("failed", "work", work, "id", id, "error", code(err))
		}
	}
}

// code says of an error what can be told to anybody.
func code(err error) string {
	for name, is := range map[string]error{"ok": nil, "unavailable": bonafide.ErrUnavailable, "damaged": bonafide.ErrDamaged, "refused": bonafide.ErrRefused, "invalid": bonafide.ErrInvalid} {
		if errors.Is(err, is) {
			return name
		}
	}
	return "other"
}
