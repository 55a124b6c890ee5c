package main

import (
	"context"
	"sync"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/screening"
)

// A registrar stands for a vendor that takes an order and calls back. Here nobody calls
// but a test; a real one posts to /webhooks/registrar.
type registrar struct {
	mu     sync.Mutex
	orders []string // external ids
}

// Verify orders a check, under the one external id that the webhook will bring back.
func (v *registrar) Verify(_ context.Context, r document.Request) (document.Verdict, error) {
	if r.Reference != "" { // under way: a real one would look it up, the webhook may be lost
		return document.Verdict{Outcome: document.OutcomePending, Reference: r.Reference}, nil
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.orders = append(v.orders, r.Token())
	return document.Verdict{Outcome: document.OutcomePending, Reference: "order-" + r.Attempt, RetryAt: r.At.Add(time.Hour)}, nil
}

// sanctions is a list of one invented name.
func sanctions() (screening.List, error) {
	return screening.NewList(screening.KeyOFACSDN, bonafide.Date{Year: 2026, Month: 3, Day: 1}, []screening.Entry{
		{ID: "1", Type: screening.Person, Names: []screening.Name{{Text: "LISTED, Jane Person", Kind: screening.PrimaryName}}},
	})
}
