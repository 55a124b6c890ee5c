package program

import (
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
)

// CodeMissing says that something required has not been given.
const CodeMissing bonafide.Code = "missing"

// CodePending says that the outcome of a check is awaited.
const CodePending bonafide.Code = "pending"

// AdverseAction is one specific reason why a user was not given, or lost, what
// was asked for, in words fit for a notice to the user (12 CFR 1002.9(b)(2)).
type AdverseAction struct {
	Code bonafide.Code `json:"code"`
	Text string        `json:"text"`
	What []string      `json:"what,omitzero"` // the requirements concerned, as Requirement.What
}

// AdverseActions returns the reasons behind a decision, each code once: that of
// what stands first, if a permission code is given, then in the order of the
// ledger. What is only eventually due is not a reason. The answer is empty for a
// user with everything.
func AdverseActions(d permission.Decision, standing permission.PermissionCode) []AdverseAction {
	var actions []AdverseAction
	add := func(code bonafide.Code, what string) {
		for i := range actions {
			if actions[i].Code == code {
				if what != "" && !slices.Contains(actions[i].What, what) {
					actions[i].What = append(actions[i].What, what)
				}
				return
			}
		}
		a := AdverseAction{Code: code, Text: Reason(code)}
		if a.Text == "" {
			a.Text = Reason(CodeInvalid)
		}
		if what != "" {
			a.What = []string{what}
		}
		actions = append(actions, a)
	}
	if standing != "" {
		add(bonafide.Code(standing), "")
	}
	for _, r := range d.Open() {
		switch {
		case len(r.Errors) > 0:
			for _, p := range r.Errors {
				add(p.Code, r.What)
			}
		case r.State == permission.Pending:
			add(CodePending, r.What)
		default:
			add(CodeMissing, r.What)
		}
	}
	return actions
}
