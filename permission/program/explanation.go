package program

import (
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
)

// Explanation is a node of the derivation of a decision: a statement, whether
// it holds, and what it rests on.
type Explanation struct {
	Rule       string           `json:"rule"`                 // path in the sheet, or of the engine
	What       string           `json:"what"`                 // the statement, in the words of [permission.Requirement]
	DocumentID string           `json:"document_id,omitzero"` // the base document it is about
	Holds      bool             `json:"holds"`
	State      permission.State `json:"state,omitzero"`    // state of a requirement
	Scope      permission.Scope `json:"scope,omitzero"`    // scope of a user, a base document or a tier
	Until      time.Time        `json:"until,omitzero"`    // until when it holds; zero = for ever, or it does not
	Problems   []bonafide.Code  `json:"problems,omitzero"` // what is wrong, where it does not hold
	Because    []Explanation    `json:"because,omitzero"`
}

// String draws the tree, a line for each node: "+" holds, "-" does not.
func (x Explanation) String() string {
	var b strings.Builder
	x.draw(&b, 0)
	return b.String()
}

func (x Explanation) draw(b *strings.Builder, depth int) {
	b.WriteString(strings.Repeat("  ", depth))
	mark := "- "
	if x.Holds {
		mark = "+ "
	}
	b.WriteString(mark + x.What)
	if x.Scope != "" && string(x.Scope) != x.What {
		b.WriteString(" " + string(x.Scope))
	}
	if x.State != "" {
		b.WriteString(" " + string(x.State))
	}
	for _, code := range x.Problems {
		b.WriteString(" !" + string(code))
	}
	if !x.Until.IsZero() {
		b.WriteString(" until " + x.Until.Format(time.DateOnly))
	}
	b.WriteString(" (" + x.Rule + ")\n")
	for _, kid := range x.Because {
		kid.draw(b, depth+1)
	}
}
