// Command service is a host of bonafide: three published APIs, a review desk, workers,
// webhooks, metrics and limits in one process over one store.
//
//	go run . -demo -data DIR                    # SQLite in DIR, made-up clients, sandbox
//	go run . -postgres DSN -lists DIR -data DIR # PostgreSQL, published lists
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"runtime/debug"
	"sync"
	"syscall"
	"time"
)

// A config is what the command line says.
type config struct {
	addr, data, postgres, lists string
	demo, traces                bool
	writes                      int // a minute and key
}

func main() {
	var c config
	flag.StringVar(&c.addr, "addr", "127.0.0.1:8080", "address to listen on")
	flag.StringVar(&c.data, "data", "data", "folder of keys, clients, uploads and the database")
	flag.StringVar(&c.postgres, "postgres", "", "keep records in PostgreSQL at this DSN in place of SQLite")
	flag.StringVar(&c.lists, "lists", "", "folder with the OFAC files as published, read anew every day; empty means a small sample")
	flag.BoolVar(&c.demo, "demo", false, "make up clients and print their keys; every one-time code is 123456; webhooks may go to this machine")
	flag.BoolVar(&c.traces, "traces", false, "write traces to standard output")
	flag.IntVar(&c.writes, "writes", 6000, "writes a minute and key, at least 300")
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
	if c.writes < 300 {
		return errors.New("-writes: at least 300")
	}
	debug.SetMemoryLimit(600 << 20) // large bodies leave much behind: collect it before it is a burden
	logger := slog.New(slog.NewJSONHandler(logs, nil))
	w, err := newWatch(c.traces, out, logger)
	if err != nil {
		return err
	}
	defer w.close()
	d, err := openData(ctx, c)
	if err != nil {
		return err
	}
	defer d.close()
	h, err := newHost(ctx, c, d, w)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", c.addr)
	if err != nil {
		return err
	}
	server := &http.Server{
		Handler: h.handler, ErrorLog: log.New(io.Discard, "", 0), // it would quote what clients send
		ReadHeaderTimeout: 5 * time.Second, ReadTimeout: time.Minute, WriteTimeout: 2 * time.Minute, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 64 << 10,
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	working, stopWork := context.WithCancel(context.WithoutCancel(ctx))
	defer stopWork()
	var work sync.WaitGroup
	for name, job := range h.work {
		work.Go(func() {
			if err := job(working); err != nil {
				logger.Error("work ended", "job", name, "error", w.code(err))
			}
		})
	}
	if c.demo {
		d.clients.print(out)
		fmt.Fprintf(out, "demo listed name=%q\n", h.listed)
	}
	logger.Info("ready", "addr", listener.Addr().String())
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	h.stopping.Store(true)
	closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), 8*time.Second)
	defer cancel()
	if server.Shutdown(closing) != nil {
		_ = server.Close() // what is not answered by now is not acknowledged
	}
	stopWork()
	idle := make(chan struct{})
	go func() { work.Wait(); close(idle) }()
	select {
	case <-idle:
	case <-time.After(5 * time.Second): // leases run out, and another process goes on
	}
	logger.Info("stopped")
	return nil
}
