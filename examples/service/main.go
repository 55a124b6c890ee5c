// Command service is a host of bonafide: three published APIs, a review desk, workers,
// webhooks, metrics and limits in one process over one store. Begin with host.go.
package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"runtime/debug"
	"sync"
	"syscall"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/exporters/stdout/stdouttrace"
	"go.opentelemetry.io/otel/sdk/trace"
)

type config struct {
	addr, url, metrics, data, postgres, lists string
	demo, traces                              bool
	refresh                                   time.Duration
	writes                                    int
}

const about = `service is a whole service: three published APIs, the desk, workers, webhooks, metrics.
  service -demo -data DIR                              clients, keys and codes made up
  service -data DIR -lists DIR -metrics 127.0.0.1:9100
`

func main() {
	flag.Usage = func() {
		fmt.Fprint(flag.CommandLine.Output(), about)
		flag.PrintDefaults()
	}
	var c config
	flag.StringVar(&c.addr, "addr", "127.0.0.1:8080", "address to listen on")
	flag.StringVar(&c.url, "url", "", "where clients reach it, for links; empty means http:// and the address")
	flag.StringVar(&c.metrics, "metrics", "", "address of metrics, not to be reached from outside; empty means none")
	flag.StringVar(&c.data, "data", "data", "folder of secrets, uploads and the database")
	flag.StringVar(&c.postgres, "postgres", "", "keep records in PostgreSQL at this DSN in place of SQLite")
	flag.StringVar(&c.lists, "lists", "", "folder with the OFAC files as published (sdn.csv, alt.csv, add.csv, sdn_comments.csv), read again every day, their edition the day that sdn.csv was last modified; empty means a small sample")
	flag.DurationVar(&c.refresh, "refresh", 24*time.Hour, "what a day is, for what is done daily")
	flag.BoolVar(&c.traces, "traces", false, "write traces to standard output")
	flag.BoolVar(&c.demo, "demo", false, "make up clients and print their keys; every one-time code is 123456; webhooks may go to this machine")
	flag.IntVar(&c.writes, "writes", writesAMinute, "what one client may write in a minute")
	flag.Parse()
	if flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, c, os.Stdout, os.Stderr); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, c config, out, logs io.Writer) error {
	c.url = cmp.Or(c.url, "http://"+c.addr)
	debug.SetMemoryLimit(600 << 20) // large bodies leave much behind: collect it before it is a burden
	if c.traces {
		lines, _ := stdouttrace.New(stdouttrace.WithWriter(out)) // has no reason to fail
		spans := trace.NewTracerProvider(trace.WithBatcher(lines))
		defer func() { _ = spans.Shutdown(context.WithoutCancel(ctx)) }()
		otel.SetTracerProvider(spans)
	}
	d, err := openData(ctx, c)
	if err != nil {
		return err
	}
	h, err := newHost(ctx, c, d, slog.New(slog.NewJSONHandler(logs, nil)))
	if err != nil {
		return err
	}
	mux, work, err := h.serve()
	if err != nil {
		return err
	}
	working, stopWork := context.WithCancel(context.WithoutCancel(ctx))
	defer stopWork()
	var jobs sync.WaitGroup
	for name, job := range work {
		jobs.Go(func() { h.gate.failed(name)("", job(working)) })
	}
	if c.demo {
		d.Clients.print(out)
		fmt.Fprintf(out, "demo listed name=%q\n", listed)
	}
	server := &http.Server{
		Addr: c.addr, Handler: mux, ErrorLog: log.New(io.Discard, "", 0), // it would quote what clients send
		ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 2 * time.Minute, WriteTimeout: 3 * time.Minute, IdleTimeout: 2 * time.Minute,
	}
	ended := make(chan error, 2)
	go func() { ended <- server.ListenAndServe() }()
	if c.metrics != "" {
		metrics := promhttp.HandlerFor(h.gate.metrics, promhttp.HandlerOpts{})
		go func() { ended <- http.ListenAndServe(c.metrics, metrics) }()
	}
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	defer time.AfterFunc(14*time.Second, func() { os.Exit(1) }).Stop()        // leases run out, and another process goes on
	defer time.AfterFunc(8*time.Second, func() { _ = server.Close() }).Stop() // what is not answered by then is not acknowledged
	_ = server.Shutdown(context.WithoutCancel(ctx))
	stopWork()
	jobs.Wait()
	return d.close()
}
