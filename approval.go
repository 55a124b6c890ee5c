package bonafide

import (
	"slices"
	"time"

	"github.com/bonafide-go/bonafide/internal/canonical"
)

// ApprovalState is where an approval stands.
type ApprovalState string

// The states. An approval is open until it is given or refused; an edit opens
// one that was given again; used, rejected and withdrawn are final.
const (
	ApprovalOpen      ApprovalState = "open"
	ApprovalGiven     ApprovalState = "approved"
	ApprovalRejected  ApprovalState = "rejected"
	ApprovalWithdrawn ApprovalState = "withdrawn"
	ApprovalUsed      ApprovalState = "executed"
)

// Codes of refused approvals.
const (
	RefusedSamePerson  Code = "same_person"  // the maker, an editor, or a second consent of one checker
	RefusedOtherText   Code = "other_text"   // not the text that was proposed
	RefusedNoApproval  Code = "no_approval"  // it takes a second person, and nobody has approved it
	RefusedNotReviewer Code = "not_reviewer" // only reviewers check
	RefusedLapsed      Code = "lapsed"       // the proposal has expired
)

// An Approval is something that one person proposed and another must agree to
// before it is done: four eyes. It is bound to the hash of exactly what is to be
// done, so that another text, even by a byte, is not approved. It is a value.
type Approval struct {
	ID       string    `json:"id"`
	Verb     string    `json:"verb"`    // what is to be done
	Subject  string    `json:"subject"` // id of whom it is about
	Hash     string    `json:"hash"`    // [ApprovalHash] of verb, subject and content
	Maker    Actor     `json:"maker"`
	Editors  []Actor   `json:"editors,omitzero"` // whoever changed it since
	Consents []Consent `json:"approvals,omitzero"`
	Needed   int       `json:"needed"` // consents, at least 1

	State     ApprovalState `json:"state"`
	MadeAt    time.Time     `json:"made_at"`
	ExpiresAt time.Time     `json:"expires_at"` // from then on it permits nothing

	// Content is what is to be done, sealed: whoever is to agree can open and read it.
	Content Sealed `json:"content,omitzero"`
}

// A Consent is a checker's word for one hash.
type Consent struct {
	By   Actor     `json:"by"`
	Hash string    `json:"hash"`
	At   time.Time `json:"at"`
}

// ApprovalHash is the SHA-256, in lower-case hex, of what is to be done: the
// verb, whom it is about, and the exact bytes of the request.
func ApprovalHash(verb, subject string, content []byte) string {
	b := make([]byte, 0, 64+len(subject)+len(content))
	b = append(b, "bonafide/four-eyes/1"...)
	b = canonical.Text(canonical.Text(b, verb), subject)
	return canonical.Sum(canonical.Text(b, string(content)))
}

// NewApproval proposes something that needs a number of consents, 1 to 10, until
// it expires. The maker must be a person or a platform. It fails with an
// [*InvalidError] that lists every fault.
func NewApproval(id, verb, subject string, content []byte, needed int, by Actor, at, expires time.Time) (Approval, error) {
	var faults Faults
	if id == "" {
		faults.Add("id", CodeRequired)
	}
	if verb == "" {
		faults.Add("verb", CodeRequired)
	}
	if subject == "" {
		faults.Add("subject", CodeRequired)
	}
	if needed < 1 || needed > 10 {
		faults.Add("needed", CodeOutOfRange)
	}
	if !expires.After(at) {
		faults.Add("expires_at", CodeOutOfRange)
	}
	faults.Merge("", by.Check("by"))
	if by.Is(ActorSystem, ActorVerifier) {
		faults.Add("by.kind", CodeNotAllowed)
	}
	if err := faults.Err(); err != nil {
		return Approval{}, err
	}
	return Approval{ID: id, Verb: verb, Subject: subject, Hash: ApprovalHash(verb, subject, content), Maker: by, Needed: needed,
		State: ApprovalOpen, MadeAt: Instant(at), ExpiresAt: Instant(expires)}, nil
}

// step checks that the approval may go to a state at a time.
func (a Approval) step(to ApprovalState, by Actor, at time.Time) error {
	if err := by.Check("by"); err != nil {
		return err
	}
	if a.State != ApprovalOpen && (a.State != ApprovalGiven || to == ApprovalGiven) {
		return &StateError{Kind: "proposal", From: string(a.State), To: string(to)}
	}
	if !at.Before(a.ExpiresAt) {
		return &RefusedError{Code: RefusedLapsed}
	}
	return nil
}

// wrote reports whether an actor had a hand in the text. Ids decide, whatever
// the role: nobody approves their own text in another role.
func (a Approval) wrote(by Actor) bool {
	return a.Maker.Same(by) || slices.ContainsFunc(a.Editors, by.Same)
}

// Edit replaces the content. All consents are void, and the editor can no
// longer be a checker. It fails with a [*StateError] once the approval is final,
// and with RefusedLapsed once it has expired.
func (a Approval) Edit(content []byte, by Actor, at time.Time) (Approval, error) {
	if err := a.step(ApprovalOpen, by, at); err != nil {
		return a, err
	}
	a.Hash = ApprovalHash(a.Verb, a.Subject, content)
	a.State, a.Consents = ApprovalOpen, nil
	if !a.wrote(by) {
		a.Editors = append(slices.Clone(a.Editors), by)
	}
	return a, nil
}

// Consent is a checker's word for the text with the hash that the checker saw.
// It fails with a [*RefusedError] for anybody but a reviewer, for whoever wrote
// any of it, for a second consent of the same checker, and for another text.
// There is no exception for administrators.
func (a Approval) Consent(hash string, by Actor, at time.Time) (Approval, error) {
	if err := a.step(ApprovalGiven, by, at); err != nil {
		return a, err
	}
	switch {
	case by.Kind != ActorReviewer:
		return a, &RefusedError{Code: RefusedNotReviewer}
	case a.wrote(by), slices.ContainsFunc(a.Consents, func(c Consent) bool { return c.By.Same(by) }):
		return a, &RefusedError{Code: RefusedSamePerson}
	case hash != a.Hash:
		return a, &RefusedError{Code: RefusedOtherText}
	}
	a.Consents = append(slices.Clone(a.Consents), Consent{By: by, Hash: hash, At: Instant(at)})
	if len(a.Consents) >= a.Needed {
		a.State = ApprovalGiven
	}
	return a, nil
}

// Reject ends a proposal. The maker and the editors withdraw instead.
func (a Approval) Reject(by Actor, at time.Time) (Approval, error) {
	if err := a.step(ApprovalRejected, by, at); err != nil {
		return a, err
	}
	switch {
	case by.Kind != ActorReviewer:
		return a, &RefusedError{Code: RefusedNotReviewer}
	case a.wrote(by):
		return a, &RefusedError{Code: RefusedSamePerson}
	}
	a.State = ApprovalRejected
	return a, nil
}

// Withdraw ends a proposal; only its maker may, anybody else fails with
// [ErrForbidden].
func (a Approval) Withdraw(by Actor, at time.Time) (Approval, error) {
	if err := a.step(ApprovalWithdrawn, by, at); err != nil {
		return a, err
	}
	if by != a.Maker {
		return a, ErrForbidden
	}
	a.State = ApprovalWithdrawn
	return a, nil
}

// Use is the one gate of what takes a second person, just before it is done. It
// returns the approval as used. It fails with a [*RefusedError] unless the
// approval is given, alive, and of exactly this verb, subject and content, by as
// many different reviewers as needed, none of whom wrote any of it: all of it is
// checked again, whatever the state says.
func (a Approval) Use(verb, subject string, content []byte, at time.Time) (Approval, error) {
	switch {
	case a.State != ApprovalGiven:
		return a, &RefusedError{Code: RefusedNoApproval}
	case !at.Before(a.ExpiresAt):
		return a, &RefusedError{Code: RefusedLapsed}
	case a.Verb != verb, a.Subject != subject, a.Hash != ApprovalHash(verb, subject, content):
		return a, &RefusedError{Code: RefusedOtherText}
	}
	var checkers []Actor
	for _, c := range a.Consents {
		if c.By.Kind == ActorReviewer && c.By.ID != "" && c.Hash == a.Hash && !a.wrote(c.By) && !slices.ContainsFunc(checkers, c.By.Same) {
			checkers = append(checkers, c.By)
		}
	}
	if len(checkers) < max(a.Needed, 1) {
		return a, &RefusedError{Code: RefusedNoApproval}
	}
	a.State = ApprovalUsed
	return a, nil
}
