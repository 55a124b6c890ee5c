package main

import (
	"context"
	"fmt"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/user"
)

// customers returns a store with three customers, and what happened to them.
func customers(ctx context.Context) (bonafide.Store, error) {
	store := memory.New("shop")
	ids := 0
	users, err := user.New(store, bonafide.EphemeralKeys(), &user.Options{
		Now:   func() time.Time { return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) },
		NewID: func() (string, error) { ids++; return fmt.Sprint("id-", ids), nil },
	})
	if err != nil {
		return nil, err
	}
	shop := bonafide.Platform("shop")
	for i, name := range []string{"Ana Lima", "Ruth Keller", "Ivan Petrov"} {
		u, err := users.Create(ctx, shop, user.CreateRequest{Phone: fmt.Sprint("+1 415 555 267", i), LegalNames: []string{name}})
		if err != nil {
			return nil, err
		}
		if i != 1 {
			continue
		}
		note := "prefers to be called in the morning"
		if _, err := users.Update(ctx, shop, u.ID, user.UpdateRequest{PublicNote: &note}); err != nil {
			return nil, err
		}
		if _, err := users.Hold(ctx, bonafide.Reviewer("officer-7"), u.ID, user.HoldRequest{ID: "case-12", Reason: "asked for by a court"}); err != nil {
			return nil, err
		}
	}
	return store, nil
}
