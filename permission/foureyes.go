package permission

import (
	"encoding/binary"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/canonical"
)

// ProposalState is where a proposal stands.
type ProposalState string

// The states of a proposal. It is open until it is approved or rejected; an
// edit opens an approved one again; executed, rejected and withdrawn are final.
const (
	ProposalOpen      ProposalState = "open"
	ProposalApproved  ProposalState = "approved"
	ProposalRejected  ProposalState = "rejected"
	ProposalWithdrawn ProposalState = "withdrawn"
	ProposalExecuted  ProposalState = "executed"
)

// ProposalStates lists every state.
func ProposalStates() []ProposalState {
	return []ProposalState{ProposalOpen, ProposalApproved, ProposalRejected, ProposalWithdrawn, ProposalExecuted}
}

// Codes of refused approvals.
const (
	CodeSamePerson  bonafide.Code = "same_person"  // the maker, an editor, or a second approval of one checker
	CodeOtherText   bonafide.Code = "other_text"   // not the text that was proposed
	CodeNoApproval  bonafide.Code = "no_approval"  // the verb takes a second person and none has approved
	CodeNotReviewer bonafide.Code = "not_reviewer" // only reviewers check
	CodeLapsed      bonafide.Code = "lapsed"       // the proposal has expired
)

// Proposal is something that one person wants done and another must approve
// before it is: four eyes. It is bound to the hash of exactly what is to be
// done: change a byte, and the approval is worth nothing. It is a value.
type Proposal struct {
	ID        string           `json:"id"`
	Verb      Verb             `json:"verb"`
	Subject   string           `json:"subject"` // id of the user, program, … it is about
	Hash      string           `json:"hash"`    // ContentHash of verb, subject and content
	Maker     bonafide.Actor   `json:"maker"`
	Editors   []bonafide.Actor `json:"editors,omitzero"` // whoever changed it since
	Approvals []Approval       `json:"approvals,omitzero"`
	Needed    int              `json:"needed"` // approvals, at least 1
	State     ProposalState    `json:"state"`
	MadeAt    time.Time        `json:"made_at"`
	ExpiresAt time.Time        `json:"expires_at"` // from then on it permits nothing
}

// Approval is a checker's word for one hash.
type Approval struct {
	By   bonafide.Actor `json:"by"`
	Hash string         `json:"hash"`
	At   time.Time      `json:"at"`
}

// ContentHash is the SHA-256, in lower-case hex, of what is to be done: the
// verb, whom it is about, and the exact bytes of the command.
func ContentHash(verb Verb, subject string, content []byte) string {
	b := make([]byte, 0, 64+len(subject)+len(content))
	b = append(b, "bonafide/four-eyes/1"...)
	b = canonical.Text(b, string(verb))
	b = canonical.Text(b, subject)
	b = binary.AppendUvarint(b, uint64(len(content)))
	return canonical.Sum(append(b, content...))
}

// Propose makes a proposal that needs a number of approvals until it expires.
// The maker must be a person or a platform, never the system.
func Propose(id string, verb Verb, subject string, content []byte, needed int, by bonafide.Actor, at, expires time.Time) (Proposal, error) {
	var faults bonafide.Faults
	if id == "" {
		faults.Add("id", bonafide.CodeRequired)
	}
	if !verb.Known() {
		faults.Add("verb", bonafide.CodeUnknown)
	}
	if subject == "" {
		faults.Add("subject", bonafide.CodeRequired)
	}
	if needed < 1 || needed > 10 {
		faults.Add("needed", bonafide.CodeOutOfRange)
	}
	if !expires.After(at) {
		faults.Add("expires_at", bonafide.CodeOutOfRange)
	}
	faults.Merge("", by.Check("by"))
	if by.Kind == bonafide.ActorSystem || by.Kind == bonafide.ActorVerifier {
		faults.Add("by.kind", bonafide.CodeNotAllowed)
	}
	if err := faults.Err(); err != nil {
		return Proposal{}, err
	}
	return Proposal{ID: id, Verb: verb, Subject: subject, Hash: ContentHash(verb, subject, content), Maker: by, Needed: needed,
		State: ProposalOpen, MadeAt: bonafide.Instant(at), ExpiresAt: bonafide.Instant(expires)}, nil
}

func (p Proposal) step(to ProposalState, at time.Time) error {
	if p.State != ProposalOpen && (p.State != ProposalApproved || to == ProposalApproved) {
		return &bonafide.StateError{Kind: "proposal", From: string(p.State), To: string(to)}
	}
	if !at.Before(p.ExpiresAt) {
		return &bonafide.RefusedError{Code: CodeLapsed}
	}
	return nil
}

// Edit replaces the content. All approvals are void, and the editor can no
// longer be a checker.
func (p Proposal) Edit(content []byte, by bonafide.Actor, at time.Time) (Proposal, error) {
	if err := by.Check("by"); err != nil {
		return p, err
	}
	if err := p.step(ProposalOpen, at); err != nil {
		return p, err
	}
	p.Hash = ContentHash(p.Verb, p.Subject, content)
	p.State, p.Approvals = ProposalOpen, nil
	if !p.wrote(by) {
		p.Editors = append(slices.Clone(p.Editors), by)
	}
	return p, nil
}

// wrote reports whether an actor had a hand in the text. Ids decide, whatever
// the role: nobody approves their own text in another role.
func (p Proposal) wrote(by bonafide.Actor) bool {
	return p.Maker.ID == by.ID || slices.ContainsFunc(p.Editors, func(e bonafide.Actor) bool { return e.ID == by.ID })
}

// Approve is a checker's word for the text with the hash that the checker saw.
// It fails with a [*bonafide.RefusedError] for anybody but a reviewer, for whoever
// wrote any of it, for a second approval of the same checker, and for another
// text. There is no exception for administrators.
func (p Proposal) Approve(hash string, by bonafide.Actor, at time.Time) (Proposal, error) {
	if err := by.Check("by"); err != nil {
		return p, err
	}
	if err := p.step(ProposalApproved, at); err != nil {
		return p, err
	}
	switch {
	case by.Kind != bonafide.ActorReviewer:
		return p, &bonafide.RefusedError{Code: CodeNotReviewer}
	case p.wrote(by), slices.ContainsFunc(p.Approvals, func(a Approval) bool { return a.By.ID == by.ID }):
		return p, &bonafide.RefusedError{Code: CodeSamePerson}
	case hash != p.Hash:
		return p, &bonafide.RefusedError{Code: CodeOtherText}
	}
	p.Approvals = append(slices.Clone(p.Approvals), Approval{By: by, Hash: hash, At: bonafide.Instant(at)})
	if len(p.Approvals) >= p.Needed {
		p.State = ProposalApproved
	}
	return p, nil
}

// Reject ends a proposal. The maker and the editors withdraw instead.
func (p Proposal) Reject(by bonafide.Actor, at time.Time) (Proposal, error) {
	if err := by.Check("by"); err != nil {
		return p, err
	}
	if err := p.step(ProposalRejected, at); err != nil {
		return p, err
	}
	switch {
	case by.Kind != bonafide.ActorReviewer:
		return p, &bonafide.RefusedError{Code: CodeNotReviewer}
	case p.wrote(by):
		return p, &bonafide.RefusedError{Code: CodeSamePerson}
	}
	p.State = ProposalRejected
	return p, nil
}

// Withdraw ends a proposal; only its maker may.
func (p Proposal) Withdraw(by bonafide.Actor, at time.Time) (Proposal, error) {
	if err := by.Check("by"); err != nil {
		return p, err
	}
	if err := p.step(ProposalWithdrawn, at); err != nil {
		return p, err
	}
	if by != p.Maker {
		return p, bonafide.ErrForbidden
	}
	p.State = ProposalWithdrawn
	return p, nil
}

// FourEyes says which verbs take a second person. It is a value.
type FourEyes struct {
	Verbs []Verb `json:"verbs,omitzero"`
}

// Permit is the one gate that every command of such a verb passes just before it
// does what it does. It returns the proposal to be stored with the command: nil
// if the verb takes no second person, else the given one, executed. It fails
// with a [*bonafide.RefusedError] unless the proposal is approved, alive, and of
// exactly this verb, subject and content, by as many different reviewers as
// needed, none of whom wrote any of it: all of it is checked anew, whatever the
// proposal's state says.
func (f FourEyes) Permit(verb Verb, subject string, content []byte, proposal *Proposal, at time.Time) (*Proposal, error) {
	if !slices.Contains(f.Verbs, verb) {
		return nil, nil
	}
	if proposal == nil {
		return nil, &bonafide.RefusedError{Code: CodeNoApproval}
	}
	p := *proposal
	switch {
	case p.State != ProposalApproved:
		return nil, &bonafide.RefusedError{Code: CodeNoApproval}
	case !at.Before(p.ExpiresAt):
		return nil, &bonafide.RefusedError{Code: CodeLapsed}
	case p.Verb != verb, p.Subject != subject, p.Hash != ContentHash(verb, subject, content):
		return nil, &bonafide.RefusedError{Code: CodeOtherText}
	}
	var checkers []string
	for _, a := range p.Approvals {
		if a.By.Kind == bonafide.ActorReviewer && a.By.ID != "" && a.Hash == p.Hash && !p.wrote(a.By) && !slices.Contains(checkers, a.By.ID) {
			checkers = append(checkers, a.By.ID)
		}
	}
	if len(checkers) < max(p.Needed, 1) {
		return nil, &bonafide.RefusedError{Code: CodeNoApproval}
	}
	p.State = ProposalExecuted
	return &p, nil
}
