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

// A right is a row of the table of verbs: where a verb may be used, what it leads to
// (empty = the case stays where it is) and by whom.
type right struct {
	verb verb
	from []Status
	to   Status
	by   []bonafide.ActorKind
}

var (
	working   = []Status{Open, Approved}
	platforms = []bonafide.ActorKind{bonafide.ActorPlatform, bonafide.ActorReviewer} // reviewers too
	reviewers = []bonafide.ActorKind{bonafide.ActorReviewer}
)

// rights is the table: the one place that knows.
var rights = []right{
	{verbOpen, []Status{Draft}, Open, platforms},
	{verbApprove, working, Approved, reviewers},
	{verbReject, []Status{Open, Approved, Rejected}, Rejected, platforms},
	{verbClose, statuses, Closed, platforms},
	{verbReopen, []Status{Approved, Rejected, Closed}, Open, platforms},
	{verbEdit, []Status{Draft, Open, Approved}, "", platforms}, // of an approved case: a change that is pending
	{verbCollect, working, "", []bonafide.ActorKind{bonafide.ActorUser, bonafide.ActorPlatform, bonafide.ActorReviewer}},
	{verbAnswer, working, "", []bonafide.ActorKind{bonafide.ActorVerifier}},
	{verbCheck, working, "", reviewers},
	{verbPush, statuses, "", []bonafide.ActorKind{bonafide.ActorPlatform, bonafide.ActorSystem}},
	{verbAssess, working, "", reviewers},
	{verbAnnotate, statuses, "", reviewers},
	{verbLabel, statuses, "", platforms},
	{verbReveal, statuses, "", reviewers},
	{verbHold, statuses, "", reviewers},
	{verbErase, []Status{Closed}, "", []bonafide.ActorKind{bonafide.ActorPlatform, bonafide.ActorReviewer, bonafide.ActorSystem}},
	{verbAdvance, statuses, "", []bonafide.ActorKind{bonafide.ActorSystem}},
}

// right returns the verb's row; a verb without a row may be used by nobody.
func (v verb) right() right {
	for _, r := range rights {
		if r.verb == v {
			return r
		}
	}
	return right{verb: v}
}

// may reports whether an actor of that kind may use the verb at all.
func (v verb) may(kind bonafide.ActorKind) bool { return slices.Contains(v.right().by, kind) }

// next returns the status that a verb leads to, or a [*bonafide.StateError].
func (s Status) next(v verb) (Status, error) {
	r := v.right()
	switch {
	case !slices.Contains(r.from, s):
		return s, &bonafide.StateError{Kind: Kind, From: string(s), To: string(v)}
	case r.to == "":
		return s, nil
	}
	return r.to, nil
}
