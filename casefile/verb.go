package casefile

import (
	"slices"

	"github.com/bonafide-go/bonafide"
)

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
	verbPush     verb = "push"     // an automatic risk
	verbAssess   verb = "assess"   // a manual risk
	verbAnnotate verb = "annotate" // notes and tasks
	verbLabel    verb = "label"    // external id, assignee, tags, metadata
	verbReveal   verb = "reveal"   // read an identifier in clear
	verbHold     verb = "hold"     // set and release legal holds
	verbErase    verb = "erase"    // destroy personal data
	verbAdvance  verb = "advance"  // what happens by itself: screenings, assessments
)

// steps says where each verb may be used and what it leads to: the one place
// that knows.
var steps = map[verb]map[Status]Status{
	verbOpen:     {Draft: Open},
	verbApprove:  {Open: Approved, Approved: Approved},
	verbReject:   {Open: Rejected, Approved: Rejected, Rejected: Rejected},
	verbClose:    {Draft: Closed, Open: Closed, Approved: Closed, Rejected: Closed, Closed: Closed},
	verbReopen:   {Approved: Open, Rejected: Open, Closed: Open},
	verbEdit:     stays(Draft, Open),
	verbCollect:  stays(Open, Approved),
	verbAnswer:   stays(Open, Approved),
	verbCheck:    stays(Open, Approved),
	verbPush:     stays(Open, Approved),
	verbAssess:   stays(Open, Approved),
	verbAnnotate: stays(Statuses()...),
	verbLabel:    stays(Statuses()...),
	verbReveal:   stays(Statuses()...),
	verbHold:     stays(Statuses()...),
	verbErase:    stays(Closed),
	verbAdvance:  stays(Statuses()...),
}

// stays are the steps of a verb that leaves each of the statuses as it is.
func stays(in ...Status) map[Status]Status {
	out := make(map[Status]Status, len(in))
	for _, s := range in {
		out[s] = s
	}
	return out
}

var actors = map[verb][]bonafide.ActorKind{
	verbOpen:     {bonafide.ActorPlatform, bonafide.ActorReviewer},
	verbApprove:  {bonafide.ActorReviewer},
	verbReject:   {bonafide.ActorPlatform, bonafide.ActorReviewer},
	verbClose:    {bonafide.ActorPlatform, bonafide.ActorReviewer},
	verbReopen:   {bonafide.ActorPlatform, bonafide.ActorReviewer},
	verbEdit:     {bonafide.ActorPlatform, bonafide.ActorReviewer},
	verbCollect:  {bonafide.ActorUser, bonafide.ActorPlatform, bonafide.ActorReviewer},
	verbAnswer:   {bonafide.ActorVerifier},
	verbCheck:    {bonafide.ActorReviewer},
	verbPush:     {bonafide.ActorPlatform},
	verbAssess:   {bonafide.ActorReviewer},
	verbAnnotate: {bonafide.ActorReviewer},
	verbLabel:    {bonafide.ActorPlatform, bonafide.ActorReviewer},
	verbReveal:   {bonafide.ActorReviewer},
	verbHold:     {bonafide.ActorReviewer},
	verbErase:    {bonafide.ActorPlatform, bonafide.ActorReviewer, bonafide.ActorSystem},
	verbAdvance:  {bonafide.ActorSystem},
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
