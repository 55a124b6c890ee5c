package casefile

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/risk"
)

// settle computes everything that follows from a changed case, and says what
// differs from before. It is the one place that does.
func (s *Service) settle(before, c Case, at time.Time) (Case, []bonafide.Event, error) {
	var events []bonafide.Event
	if t, ok := s.template(c.Template); ok {
		next, more, err := c.run(t, s.newID, at)
		if err != nil {
			return c, nil, err
		}
		c, events = next, append(events, more...)
	}
	c = c.mark(before, s.keys).index(before)
	c, more, err := c.elapse(before, s.opts.Reviews, at)
	if err != nil {
		return c, nil, err
	}
	events = append(events, more...)
	c.Model.Wants = ""
	if s.opts.Model != nil && (c.Status == Open || c.Status == Approved) {
		c.Model.Wants = riskInputs(s.facts(c, at))
	} else {
		c.Model = ModelState{}
	}
	c, more = c.completeControls(s.opts.Conditions, at)
	events = append(events, more...)
	c.Content = c.content()
	if c.Proposal != nil && (c.Status != Open && c.Status != Approved || c.Proposal.Content != c.Content) {
		c.Proposal = nil
		events = append(events, bonafide.NewEvent(EventProposalVoid, at, bonafide.System()))
	}
	if t, ok := s.template(c.Template); ok {
		next, more, err := c.autoApprove(t.AutoApprove, s.opts.Reviews, s.newID, at)
		if err != nil {
			return c, nil, err
		}
		c, events = next, append(events, more...)
	}
	c.UpdatedAt = strictlyAfter(before.UpdatedAt, at)
	c.RetainedUntil = s.retainedUntil(c)
	return c.listErasable(before), append(events, c.flagEvents(before, at)...), nil
}

// elapse is a case as it stands at a time, with what time alone has changed since it
// was written: commands and readers see that, never what was.
func (s *Service) elapse(c Case, at time.Time) (Case, []bonafide.Event, error) {
	next, events, err := c.elapse(c, s.opts.Reviews, at)
	if err != nil {
		return c, nil, err
	}
	next, more := next.completeControls(s.opts.Conditions, at)
	if events = append(events, more...); len(events) == 0 {
		return c, nil, nil
	}
	next.Content = next.content()
	return next, events, nil
}

// flagEvents says which flags changed.
func (c Case) flagEvents(before Case, at time.Time) []bonafide.Event {
	var events []bonafide.Event
	if !slices.Equal(before.Flags, c.Flags) {
		events = append(events, bonafide.NewEvent(EventFlagsChanged, at, bonafide.System(), "from", flagList(before.Flags), "to", flagList(c.Flags)))
	}
	if before.ContactHasActions != c.ContactHasActions {
		events = append(events, bonafide.NewEvent(EventContactActionsChanged, at, bonafide.System(), "to", strconv.FormatBool(c.ContactHasActions)))
	}
	if before.ReviewerHasActions != c.ReviewerHasActions {
		events = append(events, bonafide.NewEvent(EventReviewerActionsChanged, at, bonafide.System(), "to", strconv.FormatBool(c.ReviewerHasActions)))
	}
	return events
}

func flagList(flags []Flag) string {
	var out []string
	for _, f := range flags {
		out = append(out, string(f))
	}
	return strings.Join(out, ",")
}

// template returns the template with that key, and whether there is one.
func (s *Service) template(key string) (Template, bool) {
	i := slices.IndexFunc(s.opts.Templates, func(t Template) bool { return t.Key == key })
	if i < 0 || key == "" {
		return Template{}, false
	}
	return s.opts.Templates[i], true
}

func (s *Service) knows(template string) bool {
	_, ok := s.template(template)
	return ok
}

// facts are what the model may know of a case.
func (s *Service) facts(c Case, at time.Time) risk.Facts {
	f := c.Facts(at, s.opts.Reviews.zone())
	if s.opts.Facts != nil {
		f = s.opts.Facts(c, f)
	}
	return f
}
