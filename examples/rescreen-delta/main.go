// Command rescreen-delta shows that a new edition of a list does not mean to
// screen every customer again: it walks editions of the OFAC list, takes what
// each one changed, and finds the customers whom that touches through an index
// of the customers' own names. Then a reviewer corrects the running engine.
//
//	go run ./examples/rescreen-delta                                  # two small editions, 2,000 customers
//	go run ./examples/rescreen-delta -history DIR -customers 1000000  # sdn_2006-01-02.csv.gz, one file an edition
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/bonafide-go/bonafide/examples/internal/bar"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/match"
)

const about = `rescreen-delta finds the customers whom a new edition of a list affects.
  rescreen-delta                                      two small editions, 2,000 customers
  rescreen-delta -history DIR -customers 1000000      editions as published, one file each
`

func main() {
	flag.Usage = func() {
		fmt.Fprint(flag.CommandLine.Output(), about)
		flag.PrintDefaults()
	}
	history := flag.String("history", "", "folder with sdn_2006-01-02.csv.gz files")
	customers := flag.Int("customers", 2000, "how many customers to make up")
	stats := flag.Bool("stats", false, "print times to standard error")
	flag.Parse()
	if flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(context.Background(), *history, *customers, *stats, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, history string, customers int, stats bool, out io.Writer) error {
	editions, err := editions(history)
	if err != nil {
		return err
	}
	begun := time.Now()
	book, err := match.NewBook(counted(invented(customers), bar.New(os.Stderr, customers)))
	if err != nil {
		return err
	}
	clock(stats, "index of the customers", begun)
	fmt.Fprintf(out, "%d customers\n", book.Len())

	var log []screening.EditionChange // a host with a Service keeps it by RecordEditions
	engine := match.NewEngine(&match.Options{Record: func(changes []screening.EditionChange) error {
		log = append(log, changes...)
		return nil
	}})
	defer func() { fmt.Fprintf(out, "the log tells of %d changes\n", len(log)) }()
	var before screening.List
	for i, open := range editions {
		list, err := engine.Refresh(ctx, screening.SourceFunc(func(context.Context) (screening.List, error) { return open() }))
		if err != nil {
			return err
		}
		if i == 0 {
			fmt.Fprintf(out, "%s: %d entries, everybody is screened once\n", list.Edition, len(list.Entries))
			before = list
			continue
		}
		delta, err := screening.Diff(before, list)
		if err != nil {
			return err
		}
		begun := time.Now()
		touched := 0
		var first match.Affected
		for t, err := range book.Rescreen(ctx, engine.Snapshot(), delta, 0) {
			if err != nil {
				return err
			}
			if touched++; touched == 1 {
				first = t
			}
		}
		clock(stats, "rescreening of "+list.Edition.String(), begun)
		fmt.Fprintf(out, "%s: %d entries; %d added, %d changed, %d removed: %d in all; %d customers touched\n",
			list.Edition, len(list.Entries), len(delta.Added), len(delta.Changed), len(delta.Removed), delta.Len(), touched)
		if len(first.Hits) > 0 {
			h := first.Hits[0]
			fmt.Fprintf(out, "  for example %s: %.2f on %q of entry %s\n", first.Customer, h.Score, h.MatchedName, h.EntryID)
		}
		before = list
	}
	return correct(ctx, engine, book, out)
}

func clock(stats bool, what string, begun time.Time) {
	if stats {
		fmt.Fprintf(os.Stderr, "%s: %.3f s\n", what, time.Since(begun).Seconds())
	}
}
