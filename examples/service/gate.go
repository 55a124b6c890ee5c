package main

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"golang.org/x/time/rate"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/outbox"
)

const (
	maxBody       = 30 << 20    // bytes of a body
	largeBody     = 1 << 20     // from here on a body waits for its turn
	largeOnes     = 2           // large bodies at once: one takes ten times its bytes for a moment
	patience      = time.Minute // for a turn
	writesAMinute = 6000        // of one client
)

// A gate stands before every API: it bounds what one client can take from the others, and
// counts and times. Nothing personal is in what it tells: no path, no text of an error.
type gate struct {
	logger             *slog.Logger
	metrics            *prometheus.Registry
	commands, requests *prometheus.HistogramVec
	clients            clients
	writes             map[string]*rate.Limiter // by client
	large              chan struct{}
}

func newGate(logger *slog.Logger, all clients, writesAMinute int) *gate {
	histogram := func(name string, labels ...string) *prometheus.HistogramVec {
		return prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: name, Buckets: prometheus.ExponentialBuckets(.001, 4, 8)}, labels)
	}
	g := &gate{
		logger: logger, metrics: prometheus.NewRegistry(), clients: all, writes: make(map[string]*rate.Limiter), large: make(chan struct{}, largeOnes),
		commands: histogram("command_seconds", "op", "outcome"), requests: histogram("request_seconds", "api", "method", "code"),
	}
	for _, c := range all {
		g.writes[c.ID] = rate.NewLimiter(rate.Limit(float64(writesAMinute)/60), writesAMinute)
	}
	g.metrics.MustRegister(g.commands, g.requests)
	return g
}

// before lets requests to an API through.
func (g *gate) before(api string, next http.Handler) http.Handler {
	timed := g.requests.MustCurryWith(prometheus.Labels{"api": api})
	return promhttp.InstrumentHandlerDuration(timed, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		from := g.clients.sender(api, r).ID
		switch {
		case from == "":
			r.Body = http.MaxBytesReader(w, r.Body, largeBody) // it is not let in: why read more
		case r.Method != http.MethodGet && !g.writes[from].Allow():
			refuse(w, http.StatusTooManyRequests)
			return
		case r.ContentLength < 0 || r.ContentLength > largeBody:
			select {
			case g.large <- struct{}{}:
				defer func() { <-g.large }()
			case <-time.After(patience):
				refuse(w, http.StatusServiceUnavailable)
				return
			}
		}
		next.ServeHTTP(w, r)
	}))
}

// refuse answers what does not reach an API, in the forms of all three.
func refuse(w http.ResponseWriter, status int) {
	code, text := strconv.Itoa(status), http.StatusText(status)
	w.Header().Set("Retry-After", "5")
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{
		"error": map[string]string{"en": text}, "error_code": code, "http_code": code, "success": false,
		"code": code, "message": text, "status_code": status, "timestamp": time.Now().UTC(),
	})
}

// trace is what Services call for each command.
func (g *gate) trace(ctx context.Context, op string) (context.Context, func(error)) {
	begun := time.Now()
	return ctx, func(err error) { g.commands.WithLabelValues(op, code(err)).Observe(time.Since(begun).Seconds()) }
}

// failed is told what could not be done in the background.
func (g *gate) failed(work string) func(id string, err error) {
	return func(id string, err error) { g.logger.Warn("failed", "work", work, "id", id, "error", code(err)) }
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

// watch tells how far a receiver of events is behind, each time that somebody looks.
func (g *gate) watch(store bonafide.Store, receiver string) {
	opts := prometheus.GaugeOpts{Name: "outbox_lag_events", ConstLabels: prometheus.Labels{"receiver": receiver}}
	g.metrics.MustRegister(prometheus.NewGaugeFunc(opts, func() float64 {
		lag, err := outbox.Measure(context.Background(), store, receiver)
		if err != nil {
			return -1 // not known
		}
		return float64(lag.Events.N)
	}))
}
