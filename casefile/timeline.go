package casefile

import (
	"context"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
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

// Events returns one page of what happened to a case, oldest first, after checking that
// no event of it was changed, dropped or added, and that it follows on the page before;
// the last page ends where the case's record says.
//
// Reviewers and the system may; others fail with [bonafide.ErrForbidden]. It fails
// with [bonafide.ErrNotFound] if there is no such case, with an [*bonafide.InvalidError]
// for a limit out of bounds, with [bonafide.ErrCursor] for a cursor of another list, and
// with an error matching [bonafide.ErrChain] if the chain is broken.
func (s *Service) Events(ctx context.Context, by bonafide.Actor, id string, page bonafide.PageRequest) (bonafide.PageOf[bonafide.Event], error) {
	if err := aggregate.Insider(by); err != nil {
		return bonafide.PageOf[bonafide.Event]{}, err
	}
	return s.run.Events(ctx, id, page)
}

// VerifyEvents checks every event of a case, and of its monitoring, from the first to the
// head that stands in each record. It reads all of them, page by page. Who may, and its
// errors, are those of [Service.Events].
func (s *Service) VerifyEvents(ctx context.Context, by bonafide.Actor, id string) error {
	if err := aggregate.Insider(by); err != nil {
		return err
	}
	return s.run.VerifyEvents(ctx, id)
}

// Timeline returns one page of the history of a case, oldest first, for people to read,
// with the screenings and assessments that changed nothing. Who may, and its errors, are those
// of [Service.Events].
func (s *Service) Timeline(ctx context.Context, by bonafide.Actor, id string, page bonafide.PageRequest) (bonafide.PageOf[Entry], error) {
	var out bonafide.PageOf[Entry]
	if err := aggregate.Insider(by); err != nil {
		return out, err
	}
	size, err := page.Size()
	if err != nil {
		return out, err
	}
	at, ok := historyPlaceOf(page.Cursor)
	if !ok {
		return out, bonafide.ErrCursor
	}
	events, err := s.run.Events(ctx, id, bonafide.PageRequest{Cursor: at.events, Limit: size})
	if err != nil {
		return out, err
	}
	calls, err := s.run.PartEvents(ctx, KindMonitoring, id, bonafide.PageRequest{Cursor: at.calls, Limit: size})
	if err != nil {
		return out, err
	}
	for len(out.Items) < size && len(events.Items)+len(calls.Items) > 0 {
		from, place := &events, &at.events
		if len(events.Items) == 0 || len(calls.Items) > 0 && calls.Items[0].At.Before(events.Items[0].At) {
			from, place = &calls, &at.calls
		}
		next := from.Items[0]
		from.Items, *place = from.Items[1:], aggregate.PlaceAfter(next)
		out.Items = append(out.Items, entry(next))
	}
	if len(events.Items)+len(calls.Items) > 0 || events.Next != "" || calls.Next != "" {
		out.Next = at.String()
	}
	return out, nil
}

// A historyPlace is how far the two chains of a case were read: a cursor of each.
type historyPlace struct{ events, calls string }

// String is the cursor of [Service.Timeline].
func (p historyPlace) String() string { return p.events + "." + p.calls }

func historyPlaceOf(cursor string) (p historyPlace, ok bool) {
	if cursor == "" {
		return p, true
	}
	p.events, p.calls, ok = strings.Cut(cursor, ".")
	return p, ok
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
