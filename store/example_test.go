package store_test

import (
	"context"
	"fmt"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/user"
)

// logged shows what is written through it. The embedded interface gives the methods
// that it leaves alone.
type logged struct{ bonafide.Store }

func (l logged) Put(ctx context.Context, batch ...bonafide.Write) error {
	err := l.Store.Put(ctx, batch...)
	for _, w := range batch {
		fmt.Println("put", w.Record.Kind, w.Record.Version, len(w.Events), "events", err)
	}
	return err
}

// Unwrap tells a Service what is behind: what that one can do besides, and whether it
// seals.
func (l logged) Unwrap() bonafide.Store { return l.Store }

// A store before a store: every write of a Service is shown, with the key that the user's
// bodies are sealed with.
func Example() {
	ctx, keys := context.Background(), bonafide.EphemeralKeys()
	users, err := user.New(logged{memory.New("shop")}, keys, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = users.Create(ctx, bonafide.Platform("shop"), user.CreateRequest{Phone: "+1 415 555 2671", LegalNames: []string{"Ana Maria Lopez"}})
	fmt.Println(err)
	// Output:
	// put user 1 2 events <nil>
	// put user.listing 1 0 events <nil>
	// put user.coverage 1 0 events <nil>
	// put sealed.key 1 0 events <nil>
	// <nil>
}
