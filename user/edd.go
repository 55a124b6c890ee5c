package user

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/internal/text"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/user/event"
)

// Bounds of enhanced due diligence.
const (
	maxRequired  = 20   // document types demanded at once
	maxDiligence = 100  // words of reviewers that are kept; the oldest go first
	maxReason    = 1000 // characters of a reviewer's reason
)

// A Diligence is a reviewer's word on the enhanced due diligence of a base
// document. It is for reviewers, and is erased with the user.
type Diligence struct {
	Document string             `json:"document"` // id of the base document, as it was then
	Status   document.EDDStatus `json:"edd_status,omitzero"`
	Required []document.Type    `json:"required_edd_docs,omitzero"`
	Reason   string             `json:"reason"`
	By       bonafide.Actor     `json:"by"`
	At       time.Time          `json:"at"`
}

// An EDDRequest says where the enhanced due diligence of a base document stands,
// and what it still takes.
type EDDRequest struct {
	Key      string             `json:"-"`                          // idempotency key
	Document string             `json:"document"`                   // id of the base document
	Status   document.EDDStatus `json:"edd_status,omitzero"`        // empty: no word yet
	Required []document.Type    `json:"required_edd_docs,omitzero"` // types to be handed in; at most 20
	Reason   string             `json:"reason"`                     // for reviewers; 1 to 1,000 characters
}

// SetEDD records where the enhanced due diligence of a base document stands and
// which documents it still takes, in place of what was said before (Synapse base
// document schema, edd_status and required_edd_docs). Programs may ask for the
// status.
//
// A demanded type is struck off when a document of it is handed in after the
// demand. With the last one the status becomes REVIEWING, and a flag that asked
// for the upload goes on to review; with VALID that flag ends. VALID and INVALID are a reviewer's word alone.
// A VALID status goes back to REVIEWING when the identity changes. Until the
// status and the demand are taken back, the base document cannot be deleted.
//
// Only reviewers may, others fail with [bonafide.ErrForbidden]. It fails with an
// [*bonafide.InvalidError] that lists every fault: a status or type that is not
// known, a type named twice, more than 20, documents demanded beside VALID, no
// reason; with [bonafide.ErrNotFound] for a base document that is not there; and
// with an error matching [bonafide.ErrState] for a closed user.
func (s *Service) SetEDD(ctx context.Context, by bonafide.Actor, id string, req EDDRequest) (User, error) {
	return s.do(ctx, by, id, req)
}

func (r EDDRequest) command(*Service) command {
	return command{Op: "user.set_edd", Verb: string(permission.VerbSetEDD), Key: r.Key, Body: r, Actors: reviewers, Check: r.check, About: aboutBase(r.Document),
		Rule: pure(func(u User, in input) (User, []bonafide.Event, error) { return u.setEDD(in, r) })}
}

func (r EDDRequest) check() error {
	var faults bonafide.Faults
	switch r.Status {
	case "", document.EDDInvalid, document.EDDReviewing:
	case document.EDDValid:
		if len(r.Required) > 0 {
			faults.Add("required_edd_docs", bonafide.CodeNotAllowed)
		}
	default:
		faults.Add("edd_status", bonafide.CodeUnknown)
	}
	demand(&faults, "required_edd_docs", r.Required)
	if _, fault := readReason(r.Reason); fault != "" {
		faults.Add("reason", bonafide.Code(fault))
	}
	return faults.Err()
}

// readReason returns the canonical form of a reviewer's reason, or what is wrong
// with it.
func readReason(given string) (string, text.Fault) {
	return text.Intake{Max: maxReason, Required: true, Lines: true}.Read(given)
}

func (u User) setEDD(in input, r EDDRequest) (User, []bonafide.Event, error) {
	b, ok := u.Document(r.Document)
	if !ok {
		return u, nil, bonafide.ErrNotFound
	}
	if b.EDDStatus == r.Status && slices.Equal(b.RequiredEDDDocs, r.Required) {
		return u, nil, nil
	}
	b.EDDStatus, b.RequiredEDDDocs = r.Status, append([]document.Type(nil), r.Required...)
	u = u.withDocument(b)
	reason, _ := readReason(r.Reason)
	word := Diligence{Document: b.ID, Status: r.Status, Required: b.RequiredEDDDocs, Reason: reason, By: in.By, At: in.At}
	u.Diligence = append(slices.Clone(u.Diligence), word)
	u.Diligence = u.Diligence[max(0, len(u.Diligence)-maxDiligence):]
	return u, one(in.Event(event.EDDSet, "document", b.ID, "status", string(b.EDDStatus), "required", joined(b.RequiredEDDDocs))), nil
}

// joined is a list of types in the data of an event.
func joined(types []document.Type) string {
	words := make([]string, len(types))
	for i, t := range types {
		words[i] = string(t)
	}
	return strings.Join(words, ",")
}

// passDiligence strikes off what was demanded and has been handed in.
func passDiligence(before, u User, at time.Time) (User, []bonafide.Event, error) {
	var events []bonafide.Event
	for _, b := range u.Documents {
		left := slices.DeleteFunc(slices.Clone(b.RequiredEDDDocs), func(t document.Type) bool { return arrived(before, b, t) })
		if len(left) == len(b.RequiredEDDDocs) {
			continue
		}
		b.RequiredEDDDocs = left
		if len(left) == 0 {
			b.EDDStatus, b.RequiredEDDDocs = document.EDDReviewing, nil
		}
		u = u.withDocument(b)
		events = append(events, bonafide.NewEvent(event.EDDDelivered, at, bonafide.System(),
			"document", b.ID, "status", string(b.EDDStatus), "required", joined(left)))
	}
	return u, events, nil
}

// arrived reports whether a document of a type was handed in to b since before.
func arrived(before User, b document.Base, t document.Type) bool {
	for d := range b.Subs() {
		if d.Type != t || !delivered(d) {
			continue
		}
		if _, was, ok := before.sub(d.ID); !ok || !sameEvidence(was, d) || !delivered(was) {
			return true
		}
	}
	return false
}

// delivered reports whether a document is there to be looked at.
func delivered(d document.Sub) bool {
	return d.Status == document.Submitted || d.Status == document.Reviewing || d.Status == document.Valid
}

// underEDD reports whether enhanced due diligence of a base document is under
// way, or had an outcome.
func underEDD(b document.Base) bool { return b.EDDStatus != "" || len(b.RequiredEDDDocs) > 0 }

// eddReopened puts a VALID status back to REVIEWING: what was found is about who
// this was before.
func eddReopened(b document.Base) document.Base {
	if b.EDDStatus == document.EDDValid {
		b.EDDStatus = document.EDDReviewing
	}
	return b
}
