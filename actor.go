package bonafide

import (
	"strings"

	"github.com/bonafide-go/bonafide/internal/text"
)

// ActorKind says in which role an actor acts.
type ActorKind string

// The kinds of actors.
const (
	ActorSystem   ActorKind = "system"   // bonafide itself, for example a timer that ran out
	ActorPlatform ActorKind = "platform" // the host's service
	ActorUser     ActorKind = "user"     // the person or business that is being verified
	ActorReviewer ActorKind = "reviewer" // a compliance officer
	ActorVerifier ActorKind = "verifier" // an outside check
)

// ActorKinds lists every kind of actor.
func ActorKinds() []ActorKind {
	return []ActorKind{ActorSystem, ActorPlatform, ActorUser, ActorReviewer, ActorVerifier}
}

// An Actor is who did something. It is a claim: the host makes it after it has
// authenticated whoever calls, and bonafide believes it. A host must never decode an
// Actor from a request: JSON is for stored records alone. The system passes where no person
// would, so a Service takes none but the one that [System] returns: see [Actor.Admit].
// What is recorded of it has no mark: compare kinds by [Actor.Is], or [Actor.Recorded].
//
// ID is the host's own id of it (never a name, e-mail or phone number: it is written to
// events in clear): 1 to 128 bytes of UTF-8 without control or hidden characters. Two
// people have two ids that differ in more than case: see [Actor.Same].
type Actor struct {
	Kind ActorKind `json:"kind"`
	ID   string    `json:"id,omitzero"`

	itself bool // it is the system, made by this program and not by what it was sent
}

// System is the actor of what happens by itself.
func System() Actor { return Actor{Kind: ActorSystem, itself: true} }

// Platform is the host's service with that platform id.
func Platform(id string) Actor { return Actor{Kind: ActorPlatform, ID: id} }

// User is the subject itself.
func User(id string) Actor { return Actor{Kind: ActorUser, ID: id} }

// Reviewer is a compliance officer.
func Reviewer(id string) Actor { return Actor{Kind: ActorReviewer, ID: id} }

// VerifierActor is an outside check, such as a vendor.
func VerifierActor(id string) Actor { return Actor{Kind: ActorVerifier, ID: id} }

const maxActorID = 128 // bytes

// Check reports, as an [*InvalidError] under the given path, a kind that is
// not known or an id that is missing, too long or no text. Only the system has no id.
func (a Actor) Check(path string) error {
	var faults Faults
	switch a.Kind {
	case ActorSystem:
	case ActorPlatform, ActorUser, ActorReviewer, ActorVerifier:
		if a.ID == "" {
			faults.Add(path+".id", CodeRequired)
		}
	default:
		faults.Add(path+".kind", CodeUnknown)
	}
	if fault := text.Line(a.ID, maxActorID); fault != "" {
		faults.Add(path+".id", Code(fault))
	}
	return faults.Err()
}

// Admit is Check for whoever calls: it also reports, as CodeNotAllowed of the kind, a
// system that [System] did not make, such as one that was decoded.
func (a Actor) Admit(path string) error {
	if err := a.Check(path); err != nil {
		return err
	}
	if a.Kind == ActorSystem && !a.itself {
		return Invalid(path+".kind", CodeNotAllowed)
	}
	return nil
}

// Recorded is the actor as records and events hold it: without the mark that [System]
// makes, so that == compares two of them.
func (a Actor) Recorded() Actor { return Actor{Kind: a.Kind, ID: a.ID} }

// Same reports whether two actors may be one person, in whatever roles: ids that differ in
// case, width or blanks around them alone are one. Where two people must decide, nobody is
// the second one by writing the own id another way.
func (a Actor) Same(other Actor) bool {
	return strings.EqualFold(text.Typed(a.ID), text.Typed(other.ID))
}

// Is reports whether the actor is of one of the kinds.
func (a Actor) Is(kinds ...ActorKind) bool {
	for _, k := range kinds {
		if a.Kind == k {
			return true
		}
	}
	return false
}
