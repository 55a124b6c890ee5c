package main

import (
	"fmt"
	"strings"

	"github.com/bonafide-go/bonafide/user"
)

// show prints what whoever made a step sees of a user after it.
func (h *host) show(step string, u user.User) {
	fmt.Printf("\n%s %s: %s\n", h.clock.Format("15:04:05"), u.ID, step)
	fmt.Printf("  permission %s\n", u.Permission())
	for _, b := range u.Documents {
		fmt.Printf("  document scope %s, watchlist %s\n", b.PermissionScope, b.Watchlists)
		for d := range b.Subs() {
			fmt.Printf("    %-14s %s\n", d.Type, d.Status)
		}
		for _, hit := range u.Screening(b.ID).Open(h.clock) {
			fmt.Printf("    hit on %s, entry %s: %s %q, score %.2f\n", hit.List, hit.EntryID, hit.NameKind, hit.MatchedName, hit.Score)
		}
	}
	for _, r := range u.Decision.Requirements {
		fmt.Printf("  %-14s %s", r.State, r.What)
		if len(r.Alternatives) > 1 {
			var ways []string
			for _, way := range r.Alternatives {
				ways = append(ways, strings.Join(way, " and "))
			}
			fmt.Printf(" (or: %s)", strings.Join(ways[1:], "; "))
		}
		if r.Actor != "" {
			fmt.Printf(", %s must act", r.Actor)
		}
		fmt.Printf(" [%s]\n", r.Why.Rule)
	}
}

func indent(text string) string {
	return strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n  ")
}
