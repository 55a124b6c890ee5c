package casefile

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
)

// An Entry is one line of a case's history: who did what, to what, and how it
// changed. It holds ids, codes and names of fields; for values ask [Service.AsOf]
// for the case before and after.
type Entry struct {
	Seq    int64             `json:"seq"` // place in the chain of the case, or of its monitoring
	At     time.Time         `json:"at"`
	By     bonafide.Actor    `json:"by"`
	What   string            `json:"what"`               // the event's type without "case."
	Entity string            `json:"entity_id,omitzero"` // id of the entity that the event is about
	Check  string            `json:"check_id,omitzero"`
	From   string            `json:"from,omitzero"`   // the code before
	To     string            `json:"to,omitzero"`     // the code after
	Fields []string          `json:"fields,omitzero"` // names of the fields that changed
	More   map[string]string `json:"more,omitzero"`   // whatever else the event says
}

// Events returns what happened to a case, oldest first, after checking that no event
// was changed, dropped or added.
//
// Reviewers and the system may; others fail with [bonafide.ErrForbidden]. It fails
// with [bonafide.ErrNotFound] if there is no such case, and with an error matching
// [bonafide.ErrChain] if the chain is broken.
func (s *Service) Events(ctx context.Context, by bonafide.Actor, id string) ([]bonafide.Event, error) {
	if err := by.Check("by"); err != nil {
		return nil, err
	}
	if !by.Is(bonafide.ActorReviewer, bonafide.ActorSystem) {
		return nil, bonafide.ErrForbidden
	}
	return s.run.Events(ctx, id)
}

// Timeline returns the history of a case, oldest first, for people to read, with the
// screenings and assessments that changed nothing. Who may, and its errors, are those
// of [Service.Events].
func (s *Service) Timeline(ctx context.Context, by bonafide.Actor, id string) ([]Entry, error) {
	events, err := s.Events(ctx, by, id)
	if err != nil {
		return nil, err
	}
	calls, err := s.run.PartEvents(ctx, KindMonitoring, id)
	if err != nil {
		return nil, err
	}
	out := make([]Entry, 0, len(events)+len(calls))
	for _, e := range append(events, calls...) {
		out = append(out, entry(e))
	}
	slices.SortStableFunc(out, func(a, b Entry) int { return a.At.Compare(b.At) })
	return out, nil
}

// entry is the line that an event makes.
func entry(e bonafide.Event) Entry {
	line := Entry{Seq: e.Seq, At: e.At, By: e.Actor, What: strings.TrimPrefix(e.Type, "case.")}
	for key, value := range e.Data {
		switch key {
		case "entity":
			line.Entity = value
		case "check":
			line.Check = value
		case "from":
			line.From = value
		case "to":
			line.To = value
		case "fields":
			line.Fields = strings.Split(value, ",")
		default:
			if line.More == nil {
				line.More = make(map[string]string)
			}
			line.More[key] = value
		}
	}
	return line
}
