package casefile

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide/casefile/event"

	"github.com/bonafide-go/bonafide"
)

// derive computes who must act and the flags, by the rule of [Flag]. It is the only
// place that does.
func (c Case) derive(before Case) Case {
	contact, reviewer := false, false
	checks := c.relevantChecks()
	approved, again := len(checks) > 0, false
	for _, k := range checks {
		contact = contact || k.contactActs()
		reviewer = reviewer || k.reviewerActs()
		approved = approved && k.Status == CheckApproved
		again = again || k.contactActs() && k.Decided()
	}
	working := c.Status == Open || c.Status == Approved
	contact, reviewer, approved = contact && working, reviewer && working, approved && working
	if working && before.ContactHasActions && !contact {
		c.FirstCollected = true
	}
	waits := working && (c.Proposal != nil || c.Change != nil)
	c.ContactHasActions, c.ReviewerHasActions = contact, reviewer || waits
	set := map[Flag]bool{
		AllChecksApproved:     approved && !contact && !reviewer,
		ForReview:             c.ReviewerHasActions && !contact,
		ForFirstCollect:       contact && !c.FirstCollected,
		ForRecollection:       contact && !reviewer && c.FirstCollected && again,
		FirstCollectCompleted: c.FirstCollected,
	}
	c.Flags = slices.DeleteFunc(Flags(), func(f Flag) bool { return !set[f] })
	return c
}

// passFlagEvents says which flags changed.
func passFlagEvents(before, c Case, at time.Time) (Case, []bonafide.Event, error) {
	var events []bonafide.Event
	if !slices.Equal(before.Flags, c.Flags) {
		events = append(events, bonafide.NewEvent(event.FlagsChanged, at, bonafide.System(), "from", flagList(before.Flags), "to", flagList(c.Flags)))
	}
	if before.ContactHasActions != c.ContactHasActions {
		events = append(events, bonafide.NewEvent(event.ContactActionsChanged, at, bonafide.System(), "to", strconv.FormatBool(c.ContactHasActions)))
	}
	if before.ReviewerHasActions != c.ReviewerHasActions {
		events = append(events, bonafide.NewEvent(event.ReviewerActionsChanged, at, bonafide.System(), "to", strconv.FormatBool(c.ReviewerHasActions)))
	}
	return c, events, nil
}

func flagList(flags []Flag) string {
	var out []string
	for _, f := range flags {
		out = append(out, string(f))
	}
	return strings.Join(out, ",")
}
