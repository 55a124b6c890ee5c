package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/exporters/stdout/stdouttrace"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
	"go.opentelemetry.io/otel/trace/noop"

	"github.com/bonafide-go/bonafide"
)

// A watch counts, times and traces. Nothing personal is in it: names of operations, of
// APIs and codes.
type watch struct {
	logger   *slog.Logger
	tracer   trace.Tracer
	registry *prometheus.Registry
	commands *prometheus.HistogramVec
	requests *prometheus.HistogramVec
	lag      *prometheus.GaugeVec
	close    func()
}

func newWatch(traces bool, out io.Writer, logger *slog.Logger) (*watch, error) {
	w := &watch{logger: logger, registry: prometheus.NewRegistry(), tracer: noop.NewTracerProvider().Tracer(""), close: func() {}}
	if traces {
		exporter, err := stdouttrace.New(stdouttrace.WithWriter(out))
		if err != nil {
			return nil, err
		}
		provider := sdk.NewTracerProvider(sdk.WithBatcher(exporter))
		w.tracer, w.close = provider.Tracer("bonafide"), func() { _ = provider.Shutdown(context.Background()) }
	}
	seconds := []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10, 60}
	w.commands = prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "bonafide_command_seconds", Help: "Time of commands by operation and outcome.", Buckets: seconds}, []string{"op", "outcome"})
	w.requests = prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "http_request_seconds", Help: "Time of requests by API, method and status.", Buckets: seconds}, []string{"api", "method", "status"})
	w.lag = prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "bonafide_outbox_events", Help: "Events that a receiver has not got yet, and records that wait for an operator."}, []string{"receiver", "state"})
	w.registry.MustRegister(w.commands, w.requests, w.lag, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return w, nil
}

func (w *watch) metrics() http.Handler {
	return promhttp.HandlerFor(w.registry, promhttp.HandlerOpts{})
}

// trace is what Services call for each command.
func (w *watch) trace(ctx context.Context, op string) (context.Context, func(error)) {
	begun := time.Now()
	ctx, span := w.tracer.Start(ctx, op)
	return ctx, func(err error) {
		outcome := w.code(err)
		if err != nil {
			span.SetStatus(codes.Error, outcome) // never its text
		}
		span.End()
		w.commands.WithLabelValues(op, outcome).Observe(time.Since(begun).Seconds())
	}
}

// code says of an error what can be told to anybody.
func (w *watch) code(err error) string {
	for _, kind := range []struct {
		is   error
		code string
	}{
		{context.Canceled, "canceled"}, {bonafide.ErrUnavailable, "unavailable"}, {bonafide.ErrInvalid, "invalid"}, {bonafide.ErrNotFound, "not_found"},
		{bonafide.ErrForbidden, "forbidden"}, {bonafide.ErrState, "state"}, {bonafide.ErrRefused, "refused"}, {bonafide.ErrConflict, "conflict"},
		{bonafide.ErrDuplicate, "duplicate"}, {bonafide.ErrKeyReused, "key_reused"}, {bonafide.ErrDamaged, "damaged"},
	} {
		if errors.Is(err, kind.is) {
			return kind.code
		}
	}
	if err != nil {
		return "error"
	}
	return "ok"
}

// asked tells of a request: never its path, which holds ids that clients chose.
func (w *watch) asked(api string, r *http.Request, status int, begun time.Time) {
	method := r.Method
	switch method {
	case "GET", "POST", "PATCH", "PUT", "DELETE", "HEAD", "OPTIONS":
	default:
		method = "other"
	}
	took := time.Since(begun)
	w.requests.WithLabelValues(api, method, strconv.Itoa(status)).Observe(took.Seconds())
	w.logger.Info("request", "api", api, "method", method, "status", status, "ms", took.Milliseconds())
}

// failed is told what workers could not do.
func (w *watch) failed(kind string) func(string, error) {
	return func(id string, err error) {
		w.logger.Warn("not advanced", "kind", kind, "id", id, "error", w.code(err))
	}
}
