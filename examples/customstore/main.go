// Command customstore is a bonafide.Store over a database that the library does not know:
// bbolt, a file of sorted keys. store.go, put.go, list.go and events.go are the adapter,
// key.go its keys, store_test.go what proves it. The program keeps a customer in a file,
// opens it again, and finds it there.
//
//	go -C examples/customstore run .
//	go -C examples/customstore run . -file shop.db
//	go -C examples/customstore test ./...
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	bolt "go.etcd.io/bbolt"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/user"
)

const about = `customstore keeps a customer in a bbolt file, opens it again, and finds it there.
  customstore -file shop.db
`

func main() {
	flag.Usage = func() {
		fmt.Fprint(flag.CommandLine.Output(), about)
		flag.PrintDefaults()
	}
	file := flag.String("file", "", "file to keep records in; empty means one that goes away")
	flag.Parse()
	if flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	if err := start(*file); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func start(file string) (err error) {
	if file == "" {
		dir, err := os.MkdirTemp("", "customstore")
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
		file = filepath.Join(dir, "shop.db")
	}
	return run(context.Background(), file, os.Stdout)
}

func run(ctx context.Context, file string, out io.Writer) error {
	keys := bonafide.EphemeralKeys() // of one run; a host makes them from its KMS
	var id string
	err := with(file, keys, func(users *user.Service) error {
		u, err := users.Create(ctx, bonafide.Platform("shop"), user.CreateRequest{Phone: "+1 415 555 2671", LegalNames: []string{"Ana Maria Lopez"}})
		id = u.ID
		return err
	})
	if err != nil {
		return err
	}
	return with(file, keys, func(users *user.Service) error {
		u, err := users.Get(ctx, bonafide.Platform("shop"), id)
		if err != nil {
			return err
		}
		chain, err := users.Events(ctx, bonafide.System(), id, bonafide.PageRequest{})
		if err != nil {
			return err
		}
		fmt.Fprintln(out, u.Phone, u.Permission(), "after", len(chain.Items), "events")
		return nil
	})
}

// with calls f with a service on the file, and closes it.
func with(file string, keys *bonafide.Keys, f func(*user.Service) error) (err error) {
	db, err := bolt.Open(file, 0o600, nil)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	s, err := New(db, "shop")
	if err != nil {
		return err
	}
	users, err := user.New(s, keys, nil)
	if err != nil {
		return err
	}
	return f(users)
}
