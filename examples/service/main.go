// Command service is a host of bonafide: three published APIs, a review desk, workers,
// webhooks, metrics and limits in one process over one store. Begin with host.go; the
// rest is what any service has.
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
)

// A config is what the command line says.
type config struct {
	addr, url, metrics, data, postgres, lists string
	demo                                      bool
}

func main() {
	var c config
	flag.StringVar(&c.addr, "addr", "127.0.0.1:8080", "address to listen on")
	flag.StringVar(&c.url, "url", "", "where clients reach it, for links; empty means http:// and the address")
	flag.StringVar(&c.metrics, "metrics", "", "address of metrics, not to be reached from outside; empty means none")
	flag.StringVar(&c.data, "data", "data", "folder of secrets, uploads and the database")
	flag.StringVar(&c.postgres, "postgres", "", "keep records in PostgreSQL at this DSN in place of SQLite")
	flag.StringVar(&c.lists, "lists", "", "folder with the OFAC files as published; empty means a small sample")
	flag.BoolVar(&c.demo, "demo", false, "make up clients and print their keys; every one-time code is 123456; webhooks may go to this machine")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, c, os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run serves until the context ends, and then lets what was begun come to an end.
func run(ctx context.Context, c config, out, logs io.Writer) error {
	c.url = cmp.Or(c.url, "http://"+c.addr)
	debug.SetMemoryLimit(600 << 20) // large bodies leave much behind: collect it before it is a burden
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
		jobs.Go(func() {
			if err := job(working); err != nil {
				h.gate.failed(name)("", err)
			}
		})
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
		go func() {
			ended <- http.ListenAndServe(c.metrics, promhttp.HandlerFor(h.gate.metrics, promhttp.HandlerOpts{}))
		}()
	}
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	late := time.AfterFunc(14*time.Second, func() { os.Exit(1) }) // leases run out, and another process goes on
	defer late.Stop()
	closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), 8*time.Second)
	defer cancel()
	_ = server.Shutdown(closing) // what is not answered by then is not acknowledged
	stopWork()
	jobs.Wait()
	return d.close()
}
