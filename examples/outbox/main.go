// Command outbox delivers what happens to customers, at least once and in order for each
// customer: to NATS JetStream, and to a webhook that is signed as Standard Webhooks
// (https://www.standardwebhooks.com) says. On the way an answer is lost, the receiver is
// down, and it does not want one event.
//
//	go run .
//
// The broker runs in the program, and the webhook's receiver on a free port of the
// loopback: it needs no network.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/outbox"
)

const about = `outbox delivers what happens to customers, to NATS JetStream and to a signed webhook, while
answers are lost and the receiver is down. Broker and receiver run in the program; it takes no
options.
  outbox
`

func main() {
	flag.Usage = func() { fmt.Fprint(flag.CommandLine.Output(), about) }
	flag.Parse()
	if flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer) error {
	store, err := customers(ctx)
	if err != nil {
		return err
	}
	lag, err := outbox.Measure(ctx, store, "jetstream")
	if err != nil {
		return err
	}
	n := int(lag.Events.N)
	fmt.Fprintf(out, "%d events of 3 customers\n\nto JetStream\n", n)
	if err := toJetStream(ctx, out, store, n); err != nil {
		return err
	}
	fmt.Fprintln(out, "\nto a webhook")
	return toWebhook(ctx, out, store, n)
}

// deliver delivers under a name until so many events were delivered.
func deliver(ctx context.Context, store bonafide.Store, name string, n int, to outbox.Deliver) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	return outbox.Run(ctx, store, name, func(ctx context.Context, e bonafide.Event) error {
		if err := to(ctx, e); err != nil {
			return err
		}
		if n--; n == 0 {
			stop() // a host goes on until it shuts down
		}
		return nil
	}, &outbox.Options{
		Concurrency: 1, // so that every run prints the same; a host has more
		MaxParked:   1,
		Attempts:    3,
		Backoff:     func(int) time.Duration { return 20 * time.Millisecond },
		Interval:    10 * time.Millisecond,
	})
}

// toJetStream publishes everything. The first answer to one publication is lost, so that it
// is published again, and the broker keeps it once.
func toJetStream(ctx context.Context, out io.Writer, store bonafide.Store, n int) error {
	b, err := startBroker(ctx)
	if err != nil {
		return err
	}
	defer b.close()
	published, lost := 0, false
	err = deliver(ctx, store, "jetstream", n, func(ctx context.Context, e bonafide.Event) error {
		err := b.publish(ctx, e)
		published++
		if err == nil && e.ID == "id-1" && e.Seq == 2 && !lost {
			lost = true
			return errors.New("the answer was lost")
		}
		return err
	})
	if err != nil {
		return err
	}
	events, err := b.all(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "published %d times, %d in the stream\n", published, len(events))
	for _, e := range events {
		fmt.Fprintf(out, "  %s %d %s\n", e.ID, e.Seq, e.Type)
	}
	return nil
}

// toWebhook posts everything to a receiver that is down at first, and never takes updates. An
// operator skips those.
func toWebhook(ctx context.Context, out io.Writer, store bonafide.Store, n int) error {
	r, err := startReceiver("user.updated")
	if err != nil {
		return err
	}
	defer r.close()
	w, err := newWebhook(r.url, r.secret)
	if err != nil {
		return err
	}
	for {
		err := deliver(ctx, store, "webhook", n-len(r.events()), w.deliver)
		if err == nil {
			break
		}
		if !errors.Is(err, outbox.ErrParked) {
			return err
		}
		parked, err := outbox.ListParked(ctx, store, "webhook")
		if err != nil {
			return err
		}
		for _, p := range parked {
			fmt.Fprintf(out, "parked after %d failures: %s %d %s; skipped\n", p.Failures, p.ID, p.Seq, p.Type)
			if err := outbox.Skip(ctx, store, "webhook", p); err != nil {
				return err
			}
			n--
		}
	}
	fmt.Fprintf(out, "verified %d, refused %d times, down %d time\n", len(r.events()), r.refused, r.down)
	for _, e := range r.events() {
		fmt.Fprintf(out, "  %s %d %s\n", e.ID, e.Seq, e.Type)
	}
	return nil
}
