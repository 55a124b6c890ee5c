package casefile

import (
	"slices"

	"github.com/bonafide-go/bonafide"
)

// A Status is where a case stands (Dotfile, case lifecycle).
type Status string

// The statuses.
const (
	Draft    Status = "draft"    // being put together; nothing runs by itself
	Open     Status = "open"     // under investigation
	Approved Status = "approved" // verified: the customer may have the service
	Rejected Status = "rejected" // not compliant: the customer may not
	Closed   Status = "closed"   // no longer under investigation; everything is kept
)

// Statuses lists every status.
func Statuses() []Status { return []Status{Draft, Open, Approved, Rejected, Closed} }

// A Verb is a class of commands on a case. Each has the statuses it may be
// used in and the kinds of actors who may use it.
//
//	verb      in                             leads to   by
//	open      draft                          open       platform, reviewer
//	approve   open, approved                 approved   reviewer; the system, once, where the template says so
//	reject    open, approved, rejected       rejected   platform, reviewer
//	close     every status                   closed     platform, reviewer
//	reopen    approved, rejected, closed     open       platform, reviewer
//	edit      draft, open                    -          platform, reviewer
//	collect   open, approved                 -          user, platform, reviewer
//	answer    open, approved                 -          verifier
//	check     open, approved                 -          reviewer
//	assess    open, approved                 -          platform (automatic), reviewer (manual)
//	annotate  every status                   -          reviewer
//	label     every status                   -          platform, reviewer
//	hold      every status                   -          reviewer
//	erase     closed                         -          platform, reviewer, system
//
// Once a case is erased, every verb but erase is refused with [CodeErased].
type Verb string

// The verbs.
const (
	VerbOpen     Verb = "open"
	VerbApprove  Verb = "approve"
	VerbReject   Verb = "reject"
	VerbClose    Verb = "close"
	VerbReopen   Verb = "reopen"
	VerbEdit     Verb = "edit"     // entities, relations, custom properties, name, template
	VerbCollect  Verb = "collect"  // submit what a check asks for
	VerbAnswer   Verb = "answer"   // a vendor's result of a check
	VerbCheck    Verb = "check"    // start, decide, recollect, withdraw checks; hits; controls
	VerbAssess   Verb = "assess"   // risk
	VerbAnnotate Verb = "annotate" // notes and tasks
	VerbLabel    Verb = "label"    // external id, assignee, tags, metadata
	VerbHold     Verb = "hold"     // set and release legal holds
	VerbErase    Verb = "erase"    // destroy personal data
)

// Verbs lists every verb.
func Verbs() []Verb {
	return []Verb{VerbOpen, VerbApprove, VerbReject, VerbClose, VerbReopen, VerbEdit, VerbCollect, VerbAnswer, VerbCheck, VerbAssess, VerbAnnotate, VerbLabel, VerbHold, VerbErase}
}

// steps says where each verb may be used and what it leads to: the one place
// that knows.
var steps = map[Verb]map[Status]Status{
	VerbOpen:     {Draft: Open},
	VerbApprove:  {Open: Approved, Approved: Approved},
	VerbReject:   {Open: Rejected, Approved: Rejected, Rejected: Rejected},
	VerbClose:    {Draft: Closed, Open: Closed, Approved: Closed, Rejected: Closed, Closed: Closed},
	VerbReopen:   {Approved: Open, Rejected: Open, Closed: Open},
	VerbEdit:     {Draft: Draft, Open: Open},
	VerbCollect:  {Open: Open, Approved: Approved},
	VerbAnswer:   {Open: Open, Approved: Approved},
	VerbCheck:    {Open: Open, Approved: Approved},
	VerbAssess:   {Open: Open, Approved: Approved},
	VerbAnnotate: {Draft: Draft, Open: Open, Approved: Approved, Rejected: Rejected, Closed: Closed},
	VerbLabel:    {Draft: Draft, Open: Open, Approved: Approved, Rejected: Rejected, Closed: Closed},
	VerbHold:     {Draft: Draft, Open: Open, Approved: Approved, Rejected: Rejected, Closed: Closed},
	VerbErase:    {Closed: Closed},
}

var actors = map[Verb][]bonafide.ActorKind{
	VerbOpen:     {bonafide.ActorPlatform, bonafide.ActorReviewer},
	VerbApprove:  {bonafide.ActorReviewer, bonafide.ActorSystem},
	VerbReject:   {bonafide.ActorPlatform, bonafide.ActorReviewer},
	VerbClose:    {bonafide.ActorPlatform, bonafide.ActorReviewer},
	VerbReopen:   {bonafide.ActorPlatform, bonafide.ActorReviewer},
	VerbEdit:     {bonafide.ActorPlatform, bonafide.ActorReviewer},
	VerbCollect:  {bonafide.ActorUser, bonafide.ActorPlatform, bonafide.ActorReviewer},
	VerbAnswer:   {bonafide.ActorVerifier},
	VerbCheck:    {bonafide.ActorReviewer},
	VerbAssess:   {bonafide.ActorPlatform, bonafide.ActorReviewer},
	VerbAnnotate: {bonafide.ActorReviewer},
	VerbLabel:    {bonafide.ActorPlatform, bonafide.ActorReviewer},
	VerbHold:     {bonafide.ActorReviewer},
	VerbErase:    {bonafide.ActorPlatform, bonafide.ActorReviewer, bonafide.ActorSystem},
}

// May reports whether an actor of that kind may use the verb at all.
func (v Verb) May(kind bonafide.ActorKind) bool { return slices.Contains(actors[v], kind) }

// Next returns the status that a verb leads to, or a [*bonafide.StateError].
func (s Status) Next(v Verb) (Status, error) {
	to, ok := steps[v][s]
	if !ok {
		return s, &bonafide.StateError{Kind: Kind, From: string(s), To: string(v)}
	}
	return to, nil
}

// allow checks actor, then status. A repeated or foreign actor is told before
// the status is, so that nobody learns a status who may not act.
func (c Case) allow(v Verb, by bonafide.Actor) (Status, error) {
	if err := by.Check("by"); err != nil {
		return c.Status, err
	}
	if !v.May(by.Kind) {
		return c.Status, bonafide.ErrForbidden
	}
	if c.Erased() && v != VerbErase {
		return c.Status, &bonafide.RefusedError{Code: CodeErased}
	}
	return c.Status.Next(v)
}
