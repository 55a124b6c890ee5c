package casefile

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/internal/aggregate"
)

// A Report is what an auditor asks of a case: who the customer is, what was checked and
// found, who decided and why, who owns it, how risky it is, and what happened. Package
// report writes it as a page. It is personal data: do not log it.
type Report struct {
	At          time.Time     `json:"at"`
	By          string        `json:"by"` // in which role it was asked for, never who
	Case        Case          `json:"case"`
	Ownership   Ownership     `json:"ownership"`
	NoOwnership bonafide.Code `json:"no_ownership,omitzero"` // why there is no answer, such as no_main_company
	Timeline    []Entry       `json:"timeline"`              // oldest first
}

// Report gathers a [Report] of a case as it is now. It is about this case alone, and
// identifiers in it are masks. Notes, tasks, legal holds, proposals, matches with other cases and what
// was read of numbers are left out: the report leaves the house, and what reviewers suspect
// or plan does not (31 CFR 1020.320(e); Regulation (EU) 2024/1624 article 73).
//
// Reviewers and the system may; others fail with [bonafide.ErrForbidden]. Its errors are
// those of [Service.Get], [Service.Ownership] and [Service.Timeline], and a
// [*bonafide.RefusedError] of [bonafide.RefusedErased].
func (s *Service) Report(ctx context.Context, by bonafide.Actor, id string, rules ...ownership.RuleSet) (Report, error) {
	if err := aggregate.Insider(by); err != nil {
		return Report{}, err
	}
	c, err := s.Get(ctx, by, id)
	if err != nil {
		return Report{}, err
	}
	if err := c.unerased(); err != nil {
		return Report{}, err
	}
	out := Report{At: s.now(), By: string(by.Kind), Case: c.reported()}
	var refused *bonafide.RefusedError
	var structure *ownership.StructureError
	out.Ownership, err = s.Ownership(ctx, by, id, rules...)
	switch {
	case errors.As(err, &structure):
		out.NoOwnership = structure.Code
	case errors.As(err, &refused) && refused.Code == CodeNoMainCompany:
		out.NoOwnership = refused.Code
	case err != nil:
		return Report{}, err
	}
	for page := (bonafide.PageRequest{Limit: bonafide.MaxItems}); ; {
		entries, err := s.Timeline(ctx, by, id, page)
		if err != nil {
			return Report{}, err
		}
		for _, e := range entries.Items {
			if e.reported() {
				out.Timeline = append(out.Timeline, e)
			}
		}
		if page.Cursor = entries.Next; page.Cursor == "" {
			return out, nil
		}
	}
}

// reported is the case without what reviewers think and plan.
func (c Case) reported() Case {
	c.Notes, c.Tasks, c.Holds, c.Proposal, c.Indexed = nil, nil, bonafide.Holds{}, nil, nil
	c.Companies, c.Individuals = append([]Company(nil), c.Companies...), append([]Individual(nil), c.Individuals...)
	for i := range c.Companies {
		c.Companies[i].Marks = Marks{}
	}
	for i := range c.Individuals {
		c.Individuals[i].Marks = Marks{}
	}
	return c
}

// reported reports whether a line of the history is about what a report is about.
func (e Entry) reported() bool {
	for _, private := range []string{"note", "task", "held", "hold", "value_revealed", "tagged", "assigned", "metadata"} {
		if strings.HasPrefix(e.What, private) {
			return false
		}
	}
	return true
}
