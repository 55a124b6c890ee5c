// Command start is the smallest service with bonafide in it: a mux that is there already,
// records in a SQLite file, uploads in a folder, a worker, a vendor that calls back. It
// goes with the page "Getting started".
//
//	go -C examples/start run . -data DIR
//	curl -s localhost:8080/users -d '{"phone_number": "+1 415 555 2671", "legal_names": ["Ana Maria Lopez"]}'
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"net/http"
	"os"
	"os/signal"

	"github.com/bonafide-go/bonafide/user"
)

const about = `start is the smallest service with bonafide in it.
  start -data DIR
  curl -s localhost:8080/users -d '{"phone_number": "+1 415 555 2671", "legal_names": ["Ana Maria Lopez"]}'
`

func main() {
	flag.Usage = func() {
		fmt.Fprint(flag.CommandLine.Output(), about)
		flag.PrintDefaults()
	}
	data := flag.String("data", "data", "folder of keys, records and uploads")
	addr := flag.String("addr", "127.0.0.1:8080", "address to listen on")
	flag.Parse()
	if flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := serve(ctx, *addr, *data); err != nil {
		log.Fatal(err)
	}
}

// serve is the main of the service that was there before: it has a worker more.
func serve(ctx context.Context, addr, data string) error {
	vendor := &registrar{}
	users, closeAll, err := open(ctx, data, vendor)
	if err != nil {
		return err
	}
	defer closeAll()
	worked := make(chan error, 1)
	go func() { worked <- users.Run(ctx, user.WorkerOptions{OnError: logError}) }()

	server := &http.Server{Addr: addr, Handler: routes(users)}
	go func() {
		<-ctx.Done()
		_ = server.Close()
	}()
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-worked
}

// logError is told of what could not be done. Errors carry ids and codes, nothing personal.
func logError(id string, err error) { log.Print("worker: ", id, " ", err) }
