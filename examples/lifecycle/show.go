package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/user"
)

// show prints what each actor sees of a user.
func (h *host) show(ctx context.Context, step, id string, platforms ...bonafide.Actor) error {
	fmt.Printf("%s  %s\n", h.clock.Format("15:04"), step)
	for _, by := range append(platforms, bonafide.User(id), h.officer) {
		u, err := h.users.Get(ctx, by, id)
		if err != nil {
			return err
		}
		fmt.Printf("  %-17s sees %s\n", string(by.Kind)+" "+by.ID, seen(u))
	}
	return nil
}

// seen is what of a user stands in an actor's view.
func seen(u user.User) string {
	var parts []string
	add := func(format string, args ...any) { parts = append(parts, fmt.Sprintf(format, args...)) }
	if u.CreatedAt.IsZero() {
		return "an id, and that its link is pending"
	}
	add("%s", strings.TrimSpace(string(u.Permission())+" "+string(u.Standing.PermissionCode)))
	switch {
	case u.Phone == "":
		add("no number")
	case u.Number.Claimed:
		add("claims %s", u.Phone)
	}
	if listed(u) {
		add("watchlist %s", u.Watchlist())
	}
	for _, b := range u.Documents {
		add("document of %s", b.Name)
		for d := range b.Subs() {
			if d.Class != "social" {
				add("%s %s", d.Type, d.Status)
			}
			if c := d.Contrary; c != nil {
				add("%s says %s", c.Verifier, c.Outcome)
			}
		}
	}
	if n := len(u.Withdrawn); n > 0 {
		add("%d withdrawn", n)
	}
	hits, decisions := 0, 0
	for _, sc := range u.Screenings {
		hits, decisions = hits+len(sc.Result.Hits), decisions+len(sc.Decisions)
	}
	if hits > 0 {
		add("%d hits and %d decisions", hits, decisions)
	}
	for _, r := range u.Decision.Requirements {
		if r.State.Open() {
			add("asked for %s", r.What)
		}
	}
	return strings.Join(parts, ", ")
}

// listed reports whether a view has values of watchlists. The user's own has none, and
// what is not known is PENDING, not clear.
func listed(u user.User) bool {
	return u.NamesWatchlist != "" || u.PastWatchlist != "" ||
		slices.ContainsFunc(u.Documents, func(b document.Base) bool { return b.Watchlists != "" })
}

// tell prints who tried what and how it ended.
func tell(who bonafide.Actor, what string, err error) {
	outcome := "done"
	var refused *bonafide.RefusedError
	var state *bonafide.StateError
	switch {
	case errors.As(err, &refused):
		outcome = "refused, " + string(refused.Code)
	case errors.As(err, &state):
		outcome = "refused, the user is " + state.From
	case err != nil:
		outcome = err.Error()
	}
	fmt.Printf("       %s %s: %s\n", who.Kind, what, outcome)
}
