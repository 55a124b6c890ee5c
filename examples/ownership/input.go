package main

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/internal/strict"
)

// input is a graph with the short names that people write.
type input struct {
	Main      string            `json:"main"`
	Entities  []entity          `json:"entities"`
	Relations []relation        `json:"relations"`
	Groups    []ownership.Group `json:"groups"`
}

type entity struct {
	ownership.Entity
	Group string `json:"group"`
	Name  string `json:"name"` // for people who read the file
}

type relation struct {
	ownership.Relation
	Min     ownership.Percent `json:"min"`
	Max     ownership.Percent `json:"max"`
	Group   string            `json:"group"`
	Started bonafide.Date     `json:"start"`
	Ended   bonafide.Date     `json:"end"`
	Role    ownership.Role    `json:"role"`
}

// decode reads a structure strictly: what it does not know would change the answer, and is
// a fault with its path.
func decode(text []byte) (ownership.Graph, error) {
	if !json.Valid(text) {
		return ownership.Graph{}, errMalformed
	}
	var in input
	if err := strict.Unmarshal(text, &in); err != nil {
		return ownership.Graph{}, err
	}
	g := ownership.Graph{Main: in.Main, Groups: in.Groups}
	for _, e := range in.Entities {
		e.Type = typeNamed(e.Type)
		g.Entities = append(g.Entities, e.Entity)
		g.Groups = join(g.Groups, e.Group, e.ID)
	}
	for _, r := range in.Relations {
		g.Relations = append(g.Relations, r.plain())
		g.Groups = join(g.Groups, r.Group, r.From)
	}
	return g, nil
}

func (r relation) plain() ownership.Relation {
	out := r.Relation
	if r.Role != "" {
		out.Roles = append(out.Roles, r.Role)
	}
	for i, role := range out.Roles {
		out.Roles[i] = roleNamed(role)
	}
	given := func(p ownership.Percent) bool { return !p.IsZero() }
	if given(r.Min) || given(r.Max) {
		band := ownership.Band{Min: r.Min, Max: r.Max}
		if !given(band.Min) {
			band.Min = ownership.Whole(0)
		}
		if !given(band.Max) {
			band.Max = ownership.Whole(100)
		}
		out.Band = &band
	}
	if !r.Started.IsZero() {
		out.Start = r.Started
	}
	if !r.Ended.IsZero() {
		out.End = r.Ended
	}
	return out
}

func join(groups []ownership.Group, id, member string) []ownership.Group {
	if id == "" {
		return groups
	}
	for i := range groups {
		if groups[i].ID == id {
			if !slices.Contains(groups[i].Members, member) {
				groups[i].Members = append(groups[i].Members, member)
			}
			return groups
		}
	}
	return append(groups, ownership.Group{ID: id, Members: []string{member}})
}

func typeNamed(t ownership.EntityType) ownership.EntityType {
	switch strings.ToLower(string(t)) {
	case "listed":
		return ownership.ListedCompany
	case "person":
		return ownership.Individual
	case "limited_partnership", "general_partnership":
		return ownership.Partnership
	}
	return t
}

func roleNamed(r ownership.Role) ownership.Role {
	switch strings.ToLower(string(r)) {
	case "director", "manager", "senior_managing_official":
		return ownership.LegalRepresentative
	case "grantor":
		return ownership.Settlor
	case "board", "council_member":
		return ownership.BoardMember
	case "supervisory_board", "supervisory_board_member":
		return ownership.SupervisoryMember
	case "revoking_settlor", "settlor_revocable":
		return ownership.RevocableSettlor
	}
	return r
}
