package main

import (
	"context"
	"fmt"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/user"
)

// release plays a new program: who would change is known before, and from the hour
// on which it takes effect nobody is judged by the old one.
func (h *host) release(ctx context.Context) error {
	u, err := h.join(ctx, h.platform, papers("Clara Novak", "clara@example.com", "+14155552692", "512-43-4444", 1985))
	if err != nil {
		return err
	}
	if err := h.show(ctx, "she has all that the program asks for", u.ID, h.platform); err != nil {
		return err
	}
	book, err := readBook("v1.json", "v2.json")
	if err != nil {
		return err
	}
	h.opts.Programs = book // the process starts with the new book
	if h.users, err = user.New(h.store, h.keys, &h.opts); err != nil {
		return err
	}
	future, ok, err := h.users.Future(ctx, h.platform, u.ID)
	if err != nil {
		return err
	}
	fmt.Printf("       version %d is known: %t, in effect on %s\n", future.Version, ok, future.EffectiveAt.Format(time.DateOnly))

	h.clock = time.Date(2026, 3, 7, 0, 0, 0, 0, time.UTC)
	if err := h.pay(ctx, u.ID, "pay-2", "moves her money in the first second"); err != nil {
		return err
	}
	for _, dry := range []bool{true, false} {
		changed, err := h.users.Redecide(ctx, h.officer, user.RedecideRequest{DryRun: dry, PageRequest: bonafide.PageRequest{Limit: 100}})
		if err != nil {
			return err
		}
		for _, x := range changed.Items {
			fmt.Printf("       dry run %t: %s %s -> %s\n", dry, x.UserID, x.Change.From, x.Change.To)
		}
	}
	found, err := h.users.Search(ctx, h.platform, user.SearchRequest{Permission: string(permission.SendAndReceive)})
	if err != nil {
		return err
	}
	fmt.Printf("       found as SEND-AND-RECEIVE: %d\n", len(found.Items))
	return h.show(ctx, "under the new program", u.ID, h.platform)
}
