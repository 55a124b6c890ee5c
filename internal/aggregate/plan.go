package aggregate

import (
	"errors"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/allow"
)

// Plan says what an erasure would do: before and after are the aggregate without it and
// with it, and refusal is the error that it would fail with now, or nil. why tells of
// every field that may stay, by its JSON name, for what reason. An error that is no
// refusal is returned.
func Plan[T any](before, after T, refusal error, why func(field string) string) (p bonafide.ErasurePlan, _ error) {
	var refused *bonafide.RefusedError
	switch {
	case errors.As(refusal, &refused):
		p.Refused = refused.Code
	case errors.Is(refusal, bonafide.ErrState):
		p.Refused = bonafide.PlanNotClosed
	case refusal != nil:
		return p, refusal
	}
	stays := make(map[string]bool)
	for _, path := range allow.Set(after) {
		stays[path] = true
		field, _, _ := strings.Cut(path, ".")
		p.Stays = append(p.Stays, bonafide.Remnant{Path: path, Why: why(field)})
	}
	for _, path := range allow.Set(before) {
		if !stays[path] {
			p.Goes = append(p.Goes, path)
		}
	}
	return p, nil
}

// HoldIDs returns the ids of the holds in force.
func HoldIDs(h bonafide.Holds) (ids []string) {
	for _, hold := range h {
		if hold.InForce() {
			ids = append(ids, hold.ID)
		}
	}
	return ids
}
