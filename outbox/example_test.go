package outbox_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/outbox"
	"github.com/bonafide-go/bonafide/store/memory"
)

// An event that the receiver does not take parks its record, until an operator decides.
func Example() {
	store := memory.New("shop")
	write(store, "u-1", "user.created", "user.updated", "user.closed")

	ctx, stop := context.WithCancel(context.Background())
	deliver := func(_ context.Context, e bonafide.Event) error {
		if e.Type == "user.updated" {
			return errors.New("receiver answers 400")
		}
		fmt.Println("delivered", e.ID, e.Seq, e.Type)
		if e.Type == "user.closed" {
			stop() // a host stops when it shuts down
		}
		return nil
	}
	err := outbox.Run(ctx, store, "webhooks", deliver, &outbox.Options{Attempts: 1, MaxParked: 1})
	fmt.Println(err)

	parked, _ := outbox.ListParked(ctx, store, "webhooks")
	for _, p := range parked {
		fmt.Println("skipped", p.ID, p.Seq, p.Type, "with", p.Behind-1, "behind it")
		_ = outbox.Skip(ctx, store, "webhooks", p)
	}
	fmt.Println(outbox.Run(ctx, store, "webhooks", deliver, nil))
	// Output:
	// delivered u-1 1 user.created
	// outbox: too many records are parked
	// skipped u-1 2 user.updated with 1 behind it
	// delivered u-1 3 user.closed
	// <nil>
}

// A host measures how far a name lags behind.
func ExampleMeasure() {
	store := memory.New("shop")
	write(store, "u-1", "user.created", "user.updated")
	lag, err := outbox.Measure(context.Background(), store, "webhooks")
	fmt.Println(lag.Events.N, "events, the oldest of", lag.Oldest.Format(time.DateOnly), err)
	// Output:
	// 2 events, the oldest of 2026-03-02 <nil>
}

// write writes a record with events, as a Service does.
func write(store bonafide.Store, id string, types ...string) {
	var events []bonafide.Event
	for _, typ := range types {
		events = append(events, bonafide.NewEvent(typ, time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), bonafide.Actor{Kind: bonafide.ActorSystem}))
	}
	_, events = bonafide.Chain{}.Link("user", id, events)
	if err := store.Put(context.Background(), bonafide.Write{Record: bonafide.Record{Kind: "user", ID: id, Version: 1}, Events: events}); err != nil {
		fmt.Println(err)
	}
}
