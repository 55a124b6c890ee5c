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

// A verb is a class of commands on a case. Each has the statuses it may be used in
// and the kinds of actors who may use it: the comment of the package has the table.
type verb string

// The verbs.
const (
	verbOpen     verb = "open"
	verbApprove  verb = "approve"
	verbReject   verb = "reject"
	verbClose    verb = "close"
	verbReopen   verb = "reopen"
	verbEdit     verb = "edit"     // entities, relations, custom properties, name, template
	verbCollect  verb = "collect"  // submit what a check asks for
	verbAnswer   verb = "answer"   // a vendor's result of a check
	verbCheck    verb = "check"    // start, decide, recollect, withdraw checks; hits; controls
	verbAssess   verb = "assess"   // risk
	verbAnnotate verb = "annotate" // notes and tasks
	verbLabel    verb = "label"    // external id, assignee, tags, metadata
	verbHold     verb = "hold"     // set and release legal holds
	verbErase    verb = "erase"    // destroy personal data
)

// steps says where each verb may be used and what it leads to: the one place
// that knows.
var steps = map[verb]map[Status]Status{
	verbOpen:     {Draft: Open},
	verbApprove:  {Open: Approved, Approved: Approved},
	verbReject:   {Open: Rejected, Approved: Rejected, Rejected: Rejected},
	verbClose:    {Draft: Closed, Open: Closed, Approved: Closed, Rejected: Closed, Closed: Closed},
	verbReopen:   {Approved: Open, Rejected: Open, Closed: Open},
	verbEdit:     {Draft: Draft, Open: Open},
	verbCollect:  {Open: Open, Approved: Approved},
	verbAnswer:   {Open: Open, Approved: Approved},
	verbCheck:    {Open: Open, Approved: Approved},
	verbAssess:   {Open: Open, Approved: Approved},
	verbAnnotate: {Draft: Draft, Open: Open, Approved: Approved, Rejected: Rejected, Closed: Closed},
	verbLabel:    {Draft: Draft, Open: Open, Approved: Approved, Rejected: Rejected, Closed: Closed},
	verbHold:     {Draft: Draft, Open: Open, Approved: Approved, Rejected: Rejected, Closed: Closed},
	verbErase:    {Closed: Closed},
}

var actors = map[verb][]bonafide.ActorKind{
	verbOpen:     {bonafide.ActorPlatform, bonafide.ActorReviewer},
	verbApprove:  {bonafide.ActorReviewer, bonafide.ActorSystem},
	verbReject:   {bonafide.ActorPlatform, bonafide.ActorReviewer},
	verbClose:    {bonafide.ActorPlatform, bonafide.ActorReviewer},
	verbReopen:   {bonafide.ActorPlatform, bonafide.ActorReviewer},
	verbEdit:     {bonafide.ActorPlatform, bonafide.ActorReviewer},
	verbCollect:  {bonafide.ActorUser, bonafide.ActorPlatform, bonafide.ActorReviewer},
	verbAnswer:   {bonafide.ActorVerifier},
	verbCheck:    {bonafide.ActorReviewer},
	verbAssess:   {bonafide.ActorPlatform, bonafide.ActorReviewer},
	verbAnnotate: {bonafide.ActorReviewer},
	verbLabel:    {bonafide.ActorPlatform, bonafide.ActorReviewer},
	verbHold:     {bonafide.ActorReviewer},
	verbErase:    {bonafide.ActorPlatform, bonafide.ActorReviewer, bonafide.ActorSystem},
}

// may reports whether an actor of that kind may use the verb at all.
func (v verb) may(kind bonafide.ActorKind) bool { return slices.Contains(actors[v], kind) }

// next returns the status that a verb leads to, or a [*bonafide.StateError].
func (s Status) next(v verb) (Status, error) {
	to, ok := steps[v][s]
	if !ok {
		return s, &bonafide.StateError{Kind: Kind, From: string(s), To: string(v)}
	}
	return to, nil
}

// allow checks actor, then status. A repeated or foreign actor is told before
// the status is, so that nobody learns a status who may not act.
func (c Case) allow(v verb, by bonafide.Actor) (Status, error) {
	if err := by.Check("by"); err != nil {
		return c.Status, err
	}
	if !v.may(by.Kind) {
		return c.Status, bonafide.ErrForbidden
	}
	if c.Erased() && v != verbErase {
		return c.Status, &bonafide.RefusedError{Code: bonafide.RefusedErased}
	}
	return c.Status.next(v)
}
