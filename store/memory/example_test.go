package memory_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store/memory"
)

// A record is written version by version, with the events that it means.
func Example() {
	ctx := context.Background()
	store := memory.New("acme")
	at := time.Date(2026, 2, 28, 12, 0, 0, 0, time.UTC)

	var chain bonafide.Chain
	chain, events := chain.Link("user", "u-1", []bonafide.Event{
		bonafide.NewEvent("user.created", at, bonafide.Platform("shop")),
	})
	err := store.Put(ctx, bonafide.Write{
		Record: bonafide.Record{
			Kind: "user", ID: "u-1", Version: 1,
			Unique: []string{"phone=kZ0…"}, // a blind index, see bonafide.Keys
			Labels: []string{"permission=UNVERIFIED"},
			Body:   []byte(`{}`),
		},
		Events: events,
	})
	fmt.Println("written:", err)

	// Another writer that started from the same version is told.
	err = store.Put(ctx, bonafide.Write{Record: bonafide.Record{Kind: "user", ID: "u-1", Version: 1}})
	fmt.Println("conflict:", errors.Is(err, bonafide.ErrConflict))

	// Nobody else gets the phone number.
	err = store.Put(ctx, bonafide.Write{Record: bonafide.Record{
		Kind: "user", ID: "u-2", Version: 1, Unique: []string{"phone=kZ0…"},
	}})
	var duplicate *bonafide.DuplicateError
	if errors.As(err, &duplicate) {
		fmt.Println("held by:", duplicate.ID)
	}

	page, err := store.List(ctx, bonafide.Query{Kind: "user", Labels: []string{"permission=UNVERIFIED"}})
	fmt.Println("found:", len(page.Records), err)
	history, err := store.Events(ctx, bonafide.EventQuery{Kind: "user", ID: "u-1"})
	fmt.Println("history:", history[0].Type, err, bonafide.VerifyChain(history, chain))

	// Output:
	// written: <nil>
	// conflict: true
	// held by: u-1
	// found: 1 <nil>
	// history: user.created <nil> <nil>
}
