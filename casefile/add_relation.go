package casefile

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide/casefile/event"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/ownership"
)

// AddRelation adds a relation between two entities of a draft or open case; To may
// be left empty for the main company. Circles are allowed, and so are shares of more
// than 100 % in sum, which the ownership analysis flags.
//
// Platforms and reviewers may, where [Service.UpdateRelation] lets them. It fails with an [*bonafide.InvalidError] that lists
// every fault, such as a second relation of a pair or one into an individual, and
// with the errors of every command: see [Service].
func (s *Service) AddRelation(ctx context.Context, by bonafide.Actor, id string, req RelationInput) (Case, error) {
	return s.do(ctx, by, id, req)
}

func (r RelationInput) command(s *Service) command {
	return command{Op: "case.add_relation", Adds: "relation", Verb: string(verbEdit), Key: r.Key, Body: r,
		Rule: pure(func(c Case, in input) (Case, []bonafide.Event, error) { return c.addRelation(in, r, s.newID) })}
}

// addRelation is the rule of [Service.AddRelation].
func (c Case) addRelation(in input, r RelationInput, ids idSource) (Case, []bonafide.Event, error) {
	id, err := ids()
	if err != nil {
		return c, nil, err
	}
	var faults bonafide.Faults
	if r.From == "" {
		faults.Add("from", bonafide.CodeRequired)
	}
	if r.ToRef != "" {
		faults.Add("to_ref", bonafide.CodeNotAllowed)
	}
	if len(c.Relations) >= maxRelations {
		faults.Add("relations", bonafide.CodeTooMany)
	}
	next := c.relate(r, r.From, id, in.At, &faults, "")
	if err := faults.Err(); err != nil {
		return c, nil, err
	}
	next, noted, err := c.conceal(in, next, r.Reason, ids)
	if err != nil {
		return c, nil, err
	}
	return next.editBy(in.By), append(c.relationEvents(next, in), noted...), nil
}

// An UpdateRelationRequest changes what a relation says; its ends cannot change.
type UpdateRelationRequest struct {
	Key       string                   `json:"-"` // idempotency key
	Relation  string                   `json:"relation_id"`
	Ownership Patch[ownership.Percent] `json:"ownership_percentage,omitzero"`
	Voting    Patch[ownership.Percent] `json:"voting_rights_percentage,omitzero"`
	Band      Patch[*ownership.Band]   `json:"ownership_band,omitzero"`
	VotesBand Patch[*ownership.Band]   `json:"voting_rights_band,omitzero"`
	Roles     Patch[[]ownership.Role]  `json:"roles,omitzero"`
	Position  Patch[string]            `json:"position,omitzero"`
	Start     Patch[bonafide.Date]     `json:"start_date,omitzero"`
	End       Patch[bonafide.Date]     `json:"end_date,omitzero"`
	Group     Patch[string]            `json:"group,omitzero"`
	Reason    string                   `json:"reason,omitzero"` // required to change what an entity with an open or a true hit, or with a check that was rejected for good, holds; kept as a note
}

// UpdateRelation changes what a relation of a draft or open case says, but for its ends, or asks for that in an approved one: see [Change]. An update that changes nothing is not an error.
//
// Platforms and reviewers may; what an entity holds, directly or through others, in concert with them or
// for whom, while a
// hit of it is open or true or a check of it was rejected for good, reviewers with a reason
// alone: others are refused with [CodeReviewerNeeded]. It fails with [bonafide.ErrNotFound] for a relation
// that is not there, with an [*bonafide.InvalidError] that lists every fault, and
// with the errors of every command: see [Service].
func (s *Service) UpdateRelation(ctx context.Context, by bonafide.Actor, id string, req UpdateRelationRequest) (Case, error) {
	return s.do(ctx, by, id, req)
}

func (r UpdateRelationRequest) command(s *Service) command {
	return command{Op: "case.update_relation", Verb: string(verbEdit), Key: r.Key, Body: r,
		Rule: pure(func(c Case, in input) (Case, []bonafide.Event, error) { return c.updateRelation(in, r, s.newID) })}
}

// updateRelation is the rule of [Service.UpdateRelation].
func (c Case) updateRelation(in input, r UpdateRelationRequest, ids idSource) (Case, []bonafide.Event, error) {
	i := slices.IndexFunc(c.Relations, func(x Relation) bool { return x.ID == r.Relation })
	if i < 0 {
		return c, nil, bonafide.ErrNotFound
	}
	before := c.Relations[i]
	x := before
	x.Ownership, x.Voting = r.Ownership.apply(x.Ownership), r.Voting.apply(x.Voting)
	x.Band, x.VotesBand = r.Band.apply(x.Band), r.VotesBand.apply(x.VotesBand)
	x.Roles, x.Position, x.Group = r.Roles.apply(x.Roles), r.Position.apply(x.Position), r.Group.apply(x.Group)
	x.Start, x.End = r.Start.apply(x.Start), r.End.apply(x.End)
	var faults bonafide.Faults
	x = x.interest(c, &faults, "")
	if err := faults.Err(); err != nil {
		return c, nil, err
	}
	names := changed(before, x)
	if len(names) == 0 {
		return c, nil, nil
	}
	x.UpdatedAt = in.At
	next := c
	next.Relations = slices.Clone(c.Relations)
	next.Relations[i] = x
	next, events, err := c.conceal(in, next, r.Reason, ids)
	if err != nil {
		return c, nil, err
	}
	return c.edited(next, in.By), append(events, in.Event(event.RelationChanged, "relation", x.ID, "fields", strings.Join(names, ","))), nil
}

// A RemoveRelationRequest names a relation that is to go.
type RemoveRelationRequest struct {
	Key      string `json:"-"` // idempotency key
	Relation string `json:"relation_id"`
	Reason   string `json:"reason,omitzero"` // as of an UpdateRelationRequest
}

// RemoveRelation deletes a relation of a draft or open case, or asks for that in an
// approved one: see [Change].
//
// Platforms and reviewers may, where [Service.UpdateRelation] lets them. It fails with
// [bonafide.ErrNotFound] for a relation that is not there, with a
// [*bonafide.RefusedError] of [CodeOrphan] if that cut an entity off from the main
// company, and with the errors of every command: see [Service].
func (s *Service) RemoveRelation(ctx context.Context, by bonafide.Actor, id string, req RemoveRelationRequest) (Case, error) {
	return s.do(ctx, by, id, req)
}

func (r RemoveRelationRequest) command(s *Service) command {
	return command{Op: "case.remove_relation", Verb: string(verbEdit), Key: r.Key, Body: r,
		Rule: pure(func(c Case, in input) (Case, []bonafide.Event, error) { return c.removeRelation(in, r, s.newID) })}
}

// removeRelation is the rule of [Service.RemoveRelation].
func (c Case) removeRelation(in input, r RemoveRelationRequest, ids idSource) (Case, []bonafide.Event, error) {
	next := c
	next.Relations = without(c.Relations, func(x Relation) bool { return x.ID == r.Relation })
	if len(next.Relations) == len(c.Relations) {
		return c, nil, bonafide.ErrNotFound
	}
	if c.cutsOff(next) {
		return c, nil, &bonafide.RefusedError{Code: CodeOrphan}
	}
	next, events, err := c.conceal(in, next, r.Reason, ids)
	if err != nil {
		return c, nil, err
	}
	return next.editBy(in.By), append(events, in.Event(event.RelationRemoved, "relation", r.Relation)), nil
}

// interest checks what a relation says beside its ends, as the analysis will.
func (r Relation) interest(c Case, faults *bonafide.Faults, path string) Relation {
	r.Position = line(faults, path+"position", r.Position, false, 100)
	r.Group = line(faults, path+"group", r.Group, false, 100)
	r.Roles = slices.Clone(r.Roles)
	for i, role := range r.Roles {
		if slices.Contains(r.Roles[:i], role) {
			faults.Add(fmt.Sprintf("%sroles[%d]", path, i), bonafide.CodeRepeated)
		}
	}
	if r.From() == r.ToCompany {
		r.treasury(faults, path)
	}
	to, _ := c.Company(r.ToCompany)
	if !to.holdable() {
		to.Structure = ownership.Company // that nothing owns into it is a fault of the end
	}
	alone := ownership.Graph{Main: "to", Relations: []ownership.Relation{r.holding("from", "to")}, Entities: []ownership.Entity{
		{ID: "to", Type: to.Structure}, {ID: "from", Type: ownership.Company},
	}}
	var invalid *bonafide.InvalidError
	if errors.As(alone.Check(), &invalid) {
		for _, f := range invalid.Fields {
			faults.Add(path+strings.TrimPrefix(f.Path, "relations[0]."), f.Code)
		}
	}
	return r
}

// treasury checks a relation of a company to itself: it holds a part, not all, and is
// nothing else to itself.
func (r Relation) treasury(faults *bonafide.Faults, path string) {
	all := func(p ownership.Percent) bool { return p.Cmp(ownership.Whole(100)) >= 0 }
	switch {
	case r.Ownership.IsZero() && r.Voting.IsZero() && r.Band == nil && r.VotesBand == nil:
		faults.AddRule(path+"ownership_percentage", bonafide.CodeRequired, "treasury shares are shares")
	case all(r.Ownership):
		faults.Add(path+"ownership_percentage", bonafide.CodeOutOfRange)
	case all(r.Voting):
		faults.Add(path+"voting_rights_percentage", bonafide.CodeOutOfRange)
	}
	if r.Band != nil || r.VotesBand != nil {
		faults.Add(path+"ownership_band", bonafide.CodeNotAllowed) // a company knows what it holds of itself
	}
	if len(r.Roles) > 0 {
		faults.Add(path+"roles", bonafide.CodeNotAllowed)
	}
	if r.Group != "" {
		faults.Add(path+"group", bonafide.CodeNotAllowed)
	}
}

// relate adds a relation, or tells what is wrong with it under path.
func (c Case) relate(in RelationInput, from string, id string, at time.Time, faults *bonafide.Faults, path string) Case {
	to := in.To
	if to == "" {
		main, ok := c.Main()
		if !ok {
			faults.Add(path+"to", CodeNoMainCompany)
			return c
		}
		to = main.ID
	}
	r := Relation{
		ID: id, ToCompany: to, Ownership: in.Ownership, Voting: in.Voting, Band: in.Band, VotesBand: in.VotesBand,
		Roles: in.Roles, Position: in.Position, Start: in.Start, End: in.End, Group: in.Group, CreatedAt: at, UpdatedAt: at,
	}
	switch c.entity(from) {
	case TargetIndividual:
		r.FromIndividual = from
	case TargetMain, TargetAffiliated:
		r.FromCompany = from
	default:
		faults.Add(path+"from", bonafide.CodeUnknown)
	}
	target, known := c.Company(to)
	switch {
	case c.entity(to) == TargetIndividual:
		faults.AddRule(path+"to", bonafide.CodeNotAllowed, "nothing owns into an individual")
	case !known:
		faults.Add(path+"to", bonafide.CodeUnknown)
	case !target.holdable():
		faults.AddRule(path+"to", bonafide.CodeNotAllowed, "nothing owns into a state or a class of persons")
	case from == to && in.To == "":
		faults.AddRule(path+"to", bonafide.CodeRequired, "treasury shares name their company")
	}
	if _, ok := c.Main(); !ok {
		faults.Add(path+"to", CodeNoMainCompany)
	}
	if slices.ContainsFunc(c.Relations, func(o Relation) bool { return o.From() == from && o.ToCompany == to }) {
		faults.AddRule(path+"to", bonafide.CodeRepeated, "one relation for a pair")
	}
	r = r.interest(c, faults, path)
	c.Relations = append(slices.Clone(c.Relations), r)
	return c
}
