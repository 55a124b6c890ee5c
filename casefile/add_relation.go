package casefile

import (
	"context"
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
// Platforms and reviewers may. It fails with an [*bonafide.InvalidError] that lists
// every fault, such as a second relation of a pair or one into an individual, and
// with the errors of every command: see [Service].
func (s *Service) AddRelation(ctx context.Context, by bonafide.Actor, id string, req RelationInput) (Case, error) {
	return s.do(ctx, by, id, req)
}

func (r RelationInput) command(s *Service) command {
	return command{Op: "case.add_relation", Verb: string(verbEdit), Key: r.Key, Body: r,
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
	x := next.Relations[len(next.Relations)-1]
	return next.editBy(in.By), one(in.Event(event.RelationAdded, "relation", id, "entity", x.From(), "company", x.ToCompany)), nil
}

// An UpdateRelationRequest changes what a relation says; its ends cannot change.
type UpdateRelationRequest struct {
	Key       string                   `json:"-"` // idempotency key
	Relation  string                   `json:"relation_id"`
	Ownership Patch[ownership.Percent] `json:"ownership_percentage,omitzero"`
	Voting    Patch[ownership.Percent] `json:"voting_rights_percentage,omitzero"`
	Roles     Patch[[]ownership.Role]  `json:"roles,omitzero"`
	Position  Patch[string]            `json:"position,omitzero"`
	Reason    string                   `json:"reason,omitzero"` // required to change what an entity with an open or a true hit, or with a check that was rejected for good, holds; kept as a note
}

// UpdateRelation changes percentages, roles or position of a relation of a draft or
// open case, or asks for that in an approved one: see [Change]. An update that changes nothing is not an error.
//
// Platforms and reviewers may; what an entity holds, directly or through others, while a
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
	x.Roles, x.Position = r.Roles.apply(x.Roles), r.Position.apply(x.Position)
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

// interest checks what a relation says beside its ends. Roles of a trust belong
// to a trust alone.
func (r Relation) interest(c Case, faults *bonafide.Faults, path string) Relation {
	percentage(faults, path+"ownership_percentage", r.Ownership)
	percentage(faults, path+"voting_rights_percentage", r.Voting)
	r.Position = line(faults, path+"position", r.Position, false, 100)
	r.Roles = slices.Clone(r.Roles)
	to, _ := c.Company(r.ToCompany)
	for i, role := range r.Roles {
		at := fmt.Sprintf("%sroles[%d]", path, i)
		switch role {
		case ownership.Shareholder, ownership.LegalRepresentative, ownership.Controller:
		case ownership.Settlor, ownership.Trustee, ownership.Protector, ownership.Beneficiary:
			if to.Structure != ownership.Trust {
				faults.Add(at, bonafide.CodeNotAllowed)
			}
		default:
			faults.Add(at, bonafide.CodeUnknown)
		}
		if slices.Contains(r.Roles[:i], role) {
			faults.Add(at, bonafide.CodeRepeated)
		}
	}
	return r
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
	r := Relation{ID: id, ToCompany: to, Ownership: in.Ownership, Voting: in.Voting, Roles: in.Roles, Position: in.Position, CreatedAt: at, UpdatedAt: at}
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
	case target.Structure == ownership.State:
		faults.AddRule(path+"to", bonafide.CodeNotAllowed, "nothing owns into a state")
	case from == to:
		faults.AddRule(path+"to", bonafide.CodeNotAllowed, "no relation of a company to itself")
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
