package casefile

import (
	"context"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide/casefile/event"

	"github.com/bonafide-go/bonafide"
)

// A StartCheckRequest asks for a check on an entity.
type StartCheckRequest struct {
	Key        string     `json:"-"` // idempotency key
	Entity     string     `json:"entity_id"`
	Type       CheckType  `json:"type"`
	Subtype    string     `json:"subtype,omitzero"`     // "document_type:<key>" of a document, "document_template:<key>" of a signature; required there
	Internal   bool       `json:"is_internal,omitzero"` // asks nothing of contacts
	Automation Automation `json:"automation,omitzero"`

	Search SearchTerms `json:"search,omitzero"` // of an aml check alone
}

// StartCheck starts a check on an entity that allows it, in an open or approved
// case. Several checks of one type on one entity are possible.
//
// Only reviewers may. It fails with [bonafide.ErrNotFound] for an entity that is not
// there, with an [*bonafide.InvalidError] that lists every fault, and with the
// errors of every command: see [Service]. Contacts then submit by
// [Service.SubmitCheck], and [Service.Advance] screens.
func (s *Service) StartCheck(ctx context.Context, by bonafide.Actor, id string, req StartCheckRequest) (Case, error) {
	return s.do(ctx, by, id, req)
}

func (r StartCheckRequest) command(s *Service) command {
	return command{Op: "case.start_check", Adds: "check", Verb: string(verbCheck), Key: r.Key, Body: r,
		Rule: pure(func(c Case, in input) (Case, []bonafide.Event, error) { return c.startCheck(in, r, s.newID) })}
}

// startCheck is the rule of [Service.StartCheck].
func (c Case) startCheck(in input, r StartCheckRequest, ids idSource) (Case, []bonafide.Event, error) {
	target := c.entity(r.Entity)
	if target == "" {
		return c, nil, bonafide.ErrNotFound
	}
	var faults bonafide.Faults
	r.check(&faults, "")
	if !r.Type.Allows(target) {
		faults.Add("type", bonafide.CodeNotAllowed)
	}
	if len(c.Checks) >= maxChecks {
		faults.Add("checks", bonafide.CodeTooMany)
	}
	if err := faults.Err(); err != nil {
		return c, nil, err
	}
	return c.start(in.By, r, "", ids, in.At)
}

func (c Case) start(by bonafide.Actor, in StartCheckRequest, template string, ids idSource, at time.Time) (Case, []bonafide.Event, error) {
	id, err := ids()
	if err != nil {
		return c, nil, err
	}
	attempt, err := ids()
	if err != nil {
		return c, nil, err
	}
	k := in.begin(id, attempt, template, at)
	k.Subject = c.identity(k.Entity)
	return c.withCheck(k), []bonafide.Event{bonafide.NewEvent(event.CheckStarted, at, by,
		"check", id, "entity", k.Entity, "type", string(k.Type), "status", string(k.Status), "template", template)}, nil
}

func (in StartCheckRequest) check(faults *bonafide.Faults, path string) {
	prefix := map[CheckType]string{DocumentCheck: "document_type:", ElectronicSignature: "document_template:"}[in.Type]
	switch {
	case prefix == "" && in.Subtype != "":
		faults.Add(path+"subtype", bonafide.CodeNotAllowed)
	case prefix != "" && in.Subtype == "":
		faults.Add(path+"subtype", bonafide.CodeRequired)
	case prefix != "" && (!strings.HasPrefix(in.Subtype, prefix) || len(in.Subtype) == len(prefix)):
		faults.Add(path+"subtype", bonafide.CodeMalformed)
	}
	code(faults, path+"subtype", in.Subtype, false, maxCode)
	if in.Automation.ValidFor < 0 {
		faults.Add(path+"automation.valid_for", bonafide.CodeOutOfRange)
	}
	in.Search.check(faults, path+"search", in.Type)
	if in.Automation.Monitored && in.Type != AML {
		faults.Add(path+"automation.is_monitored", bonafide.CodeNotAllowed)
	}
}

// begin makes the check that an input means.
func (in StartCheckRequest) begin(id, attempt, template string, at time.Time) Check {
	k := Check{
		ID: id, Entity: in.Entity, Type: in.Type, Subtype: in.Subtype, Internal: in.Internal || !in.Type.collected(),
		Template: template, Status: CheckInProgress, Automation: in.Automation, Search: in.Search, CreatedAt: at, UpdatedAt: at,
	}
	if !in.Type.collected() {
		k.Status, k.Attempt = CheckProcessing, attempt
	}
	if in.Type == AML {
		k.Screening = &Screening{RetryAt: at}
	}
	return k
}
