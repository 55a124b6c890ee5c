package casefile

import (
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/risk"
)

// passDiligence opens a task for what an approved case must be looked at for, once each:
// a check that expired or fell into doubt, a risk that rose, owners that are others. The
// case stays approved, and nothing of it is opened anew.
func (s *Service) passDiligence(before, c Case, at time.Time) (Case, []bonafide.Event, error) {
	if before.Status != Approved || c.Status != Approved || len(before.Reviews) != len(c.Reviews) {
		return c, nil, nil
	}
	var titles []string
	for _, k := range c.relevantChecks() {
		if was, ok := before.Check(k.ID); !ok || was.Status != CheckApproved {
			continue
		}
		switch {
		case k.Status == CheckExpired:
			titles = append(titles, "Check "+k.ID+" has expired")
		case k.Status == CheckNeedReview && (c.Change == nil || k.finding(at) != ""):
			titles = append(titles, "Check "+k.ID+" needs a review")
		}
	}
	if now, was := c.Risk.Current(), before.RiskLevel(); now.Mode != risk.Manual && was != risk.NotDefined && now.Level.Compare(was) > 0 {
		titles = append(titles, "The risk has risen to "+string(now.Level))
	}
	if before.Structure != nil && c.Structure != nil && !slices.Equal(before.Structure.Owners, c.Structure.Owners) {
		titles = append(titles, "The beneficial owners are others")
	}
	var events []bonafide.Event
	for _, title := range titles {
		next, more, err := c.ownTask(title, at, s.newID)
		if err != nil {
			return c, nil, err
		}
		c, events = next, append(events, more...)
	}
	return c, events, nil
}

// ownTask asks reviewers to look at something, unless an open task does. A case with as
// many tasks as it can have has the events alone.
func (c Case) ownTask(title string, at time.Time, ids idSource) (Case, []bonafide.Event, error) {
	asked := slices.ContainsFunc(c.Tasks, func(t Task) bool { return t.Title == title && t.DoneAt.IsZero() })
	if asked || len(c.Tasks) >= MaxTasks {
		return c, nil, nil
	}
	return c.addTask(input{By: bonafide.System(), At: at}, AddTaskRequest{Title: title}, ids)
}
