package permission

import (
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
)

// FourEyes says which verbs take a second person. It is a value.
type FourEyes struct {
	Verbs []Verb `json:"verbs,omitzero"`
}

// Needs reports whether a verb takes a second person.
func (f FourEyes) Needs(verb Verb) bool { return slices.Contains(f.Verbs, verb) }

// Permit is the one gate that every command passes just before its rule runs. It
// returns the approval to be stored with the command: nil if the verb takes no
// second person, else the given one, used. It fails with a
// [*bonafide.RefusedError] and RefusedNoApproval if approval is nil where a second
// person is needed, and as [bonafide.Approval.Use] does.
func (f FourEyes) Permit(verb Verb, subject string, content []byte, approval *bonafide.Approval, at time.Time) (*bonafide.Approval, error) {
	if !f.Needs(verb) {
		return nil, nil
	}
	if approval == nil {
		return nil, &bonafide.RefusedError{Code: bonafide.RefusedNoApproval}
	}
	used, err := approval.Use(string(verb), subject, content, at)
	if err != nil {
		return nil, err
	}
	return &used, nil
}
