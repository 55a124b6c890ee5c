// Command lifecycle plays the worst week of a platform and prints what each actor
// sees of it: a customer who is found on a list and tries to shed it, a number that
// went to somebody else, two windows that log in at once while replies are lost, a
// vendor that answers twice, late and contradictory, and a new program that meets
// everybody who is there.
//
//	go run ./examples/lifecycle
//
// It needs no network and keeps everything in memory. Clock, ids and codes are
// fixed, so that every run prints the same.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
)

const about = `lifecycle plays the worst week of a platform, as each actor sees it. It takes no options.
  lifecycle
`

func main() {
	flag.Usage = func() {
		fmt.Fprint(flag.CommandLine.Output(), about)
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	h, err := newHost(ctx)
	if err != nil {
		return err
	}
	for _, day := range []struct {
		title string
		play  func(context.Context) error
	}{
		{"Monday: a customer is found on a list, and tries to shed it", h.shed},
		{"Tuesday: a number has a new owner", h.recycle},
		{"Wednesday: two windows, and replies that get lost", h.windows},
		{"Thursday: a vendor answers twice, late and contradictory", h.vendor},
		{"Friday: a new program", h.release},
	} {
		fmt.Printf("\n=== %s\n", day.title)
		if err := day.play(ctx); err != nil {
			return fmt.Errorf("%s: %w", day.title, err)
		}
		h.nextDay()
	}
	return nil
}
