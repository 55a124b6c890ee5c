package casefile

import (
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
)

// Codes of checks that are refused.
const (
	CodeHitsOpen         bonafide.Code = "hits_open"         // a hit is still potential
	CodeTrueMatch        bonafide.Code = "true_match"        // the entity is the listed one, and nobody accepted that
	CodeNotScreened      bonafide.Code = "not_screened"      // a list was not, or not completely, searched
	CodeNothingSubmitted bonafide.Code = "nothing_submitted" // there is nothing to look at
	CodeNoAttemptsLeft   bonafide.Code = "no_attempts_left"  // it was tried as often as allowed
	CodeDecided          bonafide.Code = "decided"           // a decided check stays
	CodeOverrideNeeded   bonafide.Code = "override_needed"   // against the result: say so, with a reason
)

// MaxReason bounds reasons and comments, in characters.
const MaxReason = 2000

// A StartCheckRequest asks for a check on an entity.
type StartCheckRequest struct {
	Key        string     `json:"-"` // idempotency key
	Entity     string     `json:"entity_id"`
	Type       CheckType  `json:"type"`
	Subtype    string     `json:"subtype,omitzero"`     // "document_type:<key>" of a document, "document_template:<key>" of a signature; required there
	Internal   bool       `json:"is_internal,omitzero"` // asks nothing of contacts
	Automation Automation `json:"automation,omitzero"`
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
	if in.Automation.Monitored && in.Type != AML {
		faults.Add(path+"automation.is_monitored", bonafide.CodeNotAllowed)
	}
}

// begin makes the check that an input means.
func (in StartCheckRequest) begin(id, attempt, template string, at time.Time) Check {
	k := Check{
		ID: id, Entity: in.Entity, Type: in.Type, Subtype: in.Subtype, Internal: in.Internal || !in.Type.collected(),
		Template: template, Status: CheckInProgress, Automation: in.Automation, CreatedAt: at, UpdatedAt: at,
	}
	if !in.Type.collected() {
		k.Status, k.Attempt = CheckProcessing, attempt
	}
	if in.Type == AML {
		k.Screening = &Screening{RetryAt: at}
	}
	return k
}

// startCheck is the rule of [Service.StartCheck].
func (c Case) startCheck(by bonafide.Actor, in StartCheckRequest, ids idSource, at time.Time) (Case, []bonafide.Event, error) {
	if _, err := c.allow(verbCheck, by); err != nil {
		return c, nil, err
	}
	target := c.entity(in.Entity)
	if target == "" {
		return c, nil, bonafide.ErrNotFound
	}
	var faults bonafide.Faults
	in.check(&faults, "")
	if !in.Type.Allows(target) {
		faults.Add("type", bonafide.CodeNotAllowed)
	}
	if len(c.Checks) >= maxChecks {
		faults.Add("checks", bonafide.CodeTooMany)
	}
	if err := faults.Err(); err != nil {
		return c, nil, err
	}
	return c.start(by, in, "", ids, at)
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
	return c.withCheck(k), []bonafide.Event{bonafide.NewEvent(EventCheckStarted, at, by,
		"check", id, "entity", k.Entity, "type", string(k.Type), "status", string(k.Status), "template", template)}, nil
}

// identity is the hash of what evidence about an entity is checked against.
func (c Case) identity(entity string) string {
	if x, ok := c.Company(entity); ok {
		return x.identity()
	}
	if x, ok := c.Individual(entity); ok {
		return x.identity()
	}
	return ""
}

// find returns a check that an actor may work on.
func (c Case) find(v verb, by bonafide.Actor, check string) (Check, error) {
	if _, err := c.allow(v, by); err != nil {
		return Check{}, err
	}
	k, ok := c.Check(check)
	if !ok || !c.actsFor(by, k.Entity) || by.Is(bonafide.ActorUser) && k.Internal {
		return Check{}, bonafide.ErrNotFound
	}
	return k, nil
}

// moveCheck writes a check back and says how it moved; more are further pairs of the
// event's data.
func (c Case) moveCheck(typ string, by bonafide.Actor, before, k Check, at time.Time, more ...string) (Case, []bonafide.Event) {
	k.UpdatedAt = strictlyAfter(before.UpdatedAt, at)
	data := append([]string{"check", k.ID, "entity", k.Entity, "type", string(k.Type), "from", string(before.Status), "to", string(k.Status), "attempt", k.Attempt}, more...)
	return c.withCheck(k), []bonafide.Event{bonafide.NewEvent(typ, at, by, data...)}
}

// A SubmitCheckRequest is what is submitted to a check: ids of evidence that the host
// keeps, such as addresses of document.Files or sub-documents of package user.
type SubmitCheckRequest struct {
	Key      string   `json:"-"` // idempotency key
	Check    string   `json:"check_id"`
	Evidence []string `json:"evidence,omitzero"` // 1 to 10 for document and id_document; at most 10 else
}

// submitCheck is the rule of [Service.SubmitCheck].
func (c Case) submitCheck(by bonafide.Actor, in SubmitCheckRequest, maxAttempts int, ids idSource, at time.Time) (Case, []bonafide.Event, error) {
	before, err := c.find(verbCollect, by, in.Check)
	if err != nil {
		return c, nil, err
	}
	k := before
	if !stepSubmit.may(k.Status) || k.Status == CheckRejected && !k.Retry() || !k.Type.collected() {
		return c, nil, &bonafide.StateError{Kind: "check", From: string(k.Status), To: string(stepSubmit)}
	}
	if k.Attempts >= maxAttempts {
		return c, nil, &bonafide.RefusedError{Code: CodeNoAttemptsLeft}
	}
	var faults bonafide.Faults
	if len(in.Evidence) > 10 {
		faults.Add("evidence", bonafide.CodeTooMany)
	}
	if len(in.Evidence) == 0 && (k.Type == DocumentCheck || k.Type == IDDocument) {
		faults.Add("evidence", bonafide.CodeRequired)
	}
	for _, e := range in.Evidence {
		code(&faults, "evidence", e, true, maxCode)
	}
	if err := faults.Err(); err != nil {
		return c, nil, err
	}
	to := CheckNeedReview
	if k.Automation.Vendor {
		to = CheckProcessing
	}
	if k, err = k.step(stepSubmit, to); err != nil {
		return c, nil, err
	}
	if k.Attempt, err = ids(); err != nil {
		return c, nil, err
	}
	k.Attempts++
	k.Evidence, k.Submitted, k.ExpiresAt = in.Evidence, at, time.Time{}
	k.Result, k.Details, k.Reference, k.ResultAt = "", nil, "", time.Time{}
	k.Subject = c.identity(k.Entity)
	if by.Is(bonafide.ActorUser) {
		c.LastContactActionAt = at
	}
	next, events := c.moveCheck(EventCheckSubmitted, by, before, k, at)
	return next, events, nil
}

// An AnswerCheckRequest is a vendor's result of one attempt. Outcome pending or unavailable
// changes nothing: an outage is never a verdict.
type AnswerCheckRequest struct {
	Key       string        `json:"-"` // idempotency key
	Check     string        `json:"check_id"`
	Attempt   string        `json:"attempt_id"`
	Outcome   AnswerOutcome `json:"outcome"`
	Details   []string      `json:"details,omitzero"`   // codes, at most 50
	Reference string        `json:"reference,omitzero"` // the vendor's id
	ExpiresAt time.Time     `json:"expires_at,omitzero"`
}

// An AnswerOutcome is what a vendor may say.
type AnswerOutcome string

// The outcomes.
const (
	AnswerApproved    AnswerOutcome = "approved"
	AnswerRejected    AnswerOutcome = "rejected"
	AnswerError       AnswerOutcome = "error"       // cannot be told; a reviewer looks
	AnswerPending     AnswerOutcome = "pending"     // the answer comes later
	AnswerUnavailable AnswerOutcome = "unavailable" // ask again
)

// answerCheck is the rule of [Service.AnswerCheck].
func (c Case) answerCheck(by bonafide.Actor, in AnswerCheckRequest, at time.Time) (Case, []bonafide.Event, error) {
	before, err := c.find(verbAnswer, by, in.Check)
	if err != nil {
		return c, nil, err
	}
	var faults bonafide.Faults
	code(&faults, "attempt_id", in.Attempt, true, maxCode)
	code(&faults, "reference", in.Reference, false, maxCode)
	if len(in.Details) > 50 {
		faults.Add("details", bonafide.CodeTooMany)
	}
	for _, d := range in.Details {
		code(&faults, "details", d, true, 64)
	}
	var result Result
	switch in.Outcome {
	case AnswerApproved, AnswerRejected, AnswerError:
		result = Result(in.Outcome)
	case AnswerPending, AnswerUnavailable:
	default:
		faults.Add("outcome", bonafide.CodeUnknown)
	}
	if before.Type == AML {
		faults.Add("check_id", bonafide.CodeNotAllowed) // screened by Advance, hit by hit
	}
	if err := faults.Err(); err != nil {
		return c, nil, err
	}
	k := before
	if result == "" || in.Attempt != k.Attempt || k.Result != "" {
		return c, nil, nil
	}
	k.Result, k.Details, k.Reference, k.ResultAt = result, in.Details, in.Reference, at
	if k.Status != CheckProcessing {
		// A reviewer was faster: the result is kept beside the decision.
		next, events := c.moveCheck(EventCheckAnswered, by, before, k, at, "result", string(result), "details", strings.Join(in.Details, ","))
		return next, events, nil
	}
	if !in.ExpiresAt.IsZero() {
		k.ExpiresAt = bonafide.Instant(in.ExpiresAt)
	}
	if k, err = k.conclude(at); err != nil {
		return c, nil, err
	}
	next, events := c.moveCheck(EventCheckAnswered, by, before, k, at, "result", string(result), "details", strings.Join(in.Details, ","))
	return next, events, nil
}

// conclude moves a processed check on, by its result and its automation.
func (k Check) conclude(at time.Time) (Check, error) {
	switch {
	case k.Result == ResultApproved && k.Automation.Approval && !reached(k.ExpiresAt, at):
		k, err := k.step(stepAnswer, CheckApproved)
		return k.approve(CheckDecision{Approved: true, By: bonafide.System(), At: at, Attempt: k.Attempt}), err
	case k.Result == ResultRejected && k.Automation.Rejection:
		kind := RejectRetry
		if !k.Type.collected() {
			kind = RejectFinal // there is nothing to submit again
		}
		k, err := k.step(stepAnswer, CheckRejected)
		return k.decide(CheckDecision{By: bonafide.System(), At: at, Attempt: k.Attempt, Kind: kind}), err
	}
	return k.step(stepAnswer, CheckNeedReview)
}

// approve notes an approval and how long it lasts.
func (k Check) approve(d CheckDecision) Check {
	k = k.decide(d)
	if until := d.At.Add(k.Automation.ValidFor); k.Automation.ValidFor > 0 && (k.ExpiresAt.IsZero() || until.Before(k.ExpiresAt)) {
		k.ExpiresAt = until
	}
	return k
}
