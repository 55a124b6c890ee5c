package dotfile

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/event"
)

// HeaderSignature is the header of a webhook with the HMAC-SHA256 of the raw body under
// the webhook's secret, in lower-case hex.
const HeaderSignature = "Dotfile-Signature"

// Deliver returns what sends webhooks, one call for each event of the tenant.
// A host calls it and gives the result to outbox.Run. Every webhook of the case's platform that
// asks for the event gets the case as it now is. A note or a comment that was written,
// and a check that moved, is told to keys that see it alone. An event that was not taken is sent again,
// when the outbox asks, at most four times and with the same event_id; what was
// taken before is not repeated. After 50 failures in a row a webhook goes offline.
// It fails with an [*bonafide.InvalidError] that lists every fault of the options.
func Deliver(cases *casefile.Service, opts *Options) (func(context.Context, bonafide.Event) error, error) {
	all, err := opts.complete(cases)
	if err != nil {
		return nil, err
	}
	d := &handler{Options: all, cases: cases, places: &places{store: all.Store}, logs: &logs{store: all.Store}}
	return d.deliver, nil
}

func (d *handler) deliver(ctx context.Context, e bonafide.Event) error {
	switch {
	case e.Kind == kindPlace && e.Type == eventDeleted:
		return d.deliverDeleted(ctx, e, e.Data["case"], e.Data["platform"])
	case e.Kind != casefile.Kind:
		return nil
	}
	c, err := d.cases.Get(ctx, bonafide.System(), e.ID)
	if errors.Is(err, bonafide.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if c.Erased() {
		if e.Type != event.Erased {
			return nil
		}
		if told, err := d.places.deleted(ctx, e.ID); err != nil || told {
			return err
		}
		return d.deliverDeleted(ctx, e, e.ID, c.Platform)
	}
	c, hooks, err := d.listening(ctx, e.ID, c.Platform)
	if err != nil || len(hooks) == 0 || !has(c, e) || ofCreation(e, c) {
		return err
	}
	if err := d.places.keep(ctx, c); errors.Is(err, bonafide.ErrNotFound) {
		return nil // its deletion is told by an event of its own
	} else if err != nil {
		return err
	}
	return d.send(ctx, e, c, hooks, messages(e, func(id string) bool { _, ok := c.Company(id); return ok }))
}

// has reports whether a case, as its key sees it, has what an event is about: that reviewers
// wrote something, or what became of a check that is out of the investigation, is not told
// to those who are not shown it.
func has(c casefile.Case, e bonafide.Event) bool {
	if e.Type == event.NoteAdded || e.Type == event.NoteCommented {
		_, ok := c.Note(e.Data["note"])
		return ok
	}
	_, ok := c.Check(e.Data["check"])
	return ok || len(checkMoved(e)) == 0
}

// listening returns the webhooks of a platform and, if there are any, the case as its key
// may see it.
func (d *handler) listening(ctx context.Context, id, platform string) (casefile.Case, []webhook, error) {
	if platform == "" {
		return casefile.Case{}, nil, nil
	}
	hooks, err := d.webhooks().of(ctx, platform)
	if err != nil || len(hooks) == 0 {
		return casefile.Case{}, nil, err
	}
	by, err := newCaller(bonafide.Platform(platform), d.Reviews)
	if err != nil {
		return casefile.Case{}, nil, err
	}
	c, err := d.cases.Get(ctx, by.eyes(), id)
	return c, hooks, err
}

// deliverDeleted tells that a case was deleted; of one that is erased no more than its id.
func (d *handler) deliverDeleted(ctx context.Context, e bonafide.Event, id, platform string) error {
	c, hooks, err := d.listening(ctx, id, platform)
	if errors.Is(err, bonafide.ErrNotFound) {
		return nil
	}
	if err != nil || len(hooks) == 0 {
		return err
	}
	return d.send(ctx, e, c, hooks, []message{{event: "Case.Deleted"}})
}

// envelope is the published body of a webhook.
func (d *handler) envelope(ctx context.Context, e bonafide.Event, c casefile.Case, m message, retries int) map[string]any {
	encode := d.encoder(ctx)
	about := map[string]any{
		"timestamp": d.Now().UnixMilli(), "event_id": derived("event", e.Hash, m.event, m.sub), "retry_count": retries,
		"remaining_retry_count": max(0, maxRetries-retries), "workspace": map[string]string{"id": c.Platform, "name": c.Platform},
	}
	out := map[string]any{"event": m.event, "context": about}
	if m.sub != "" {
		out["sub_event"] = m.sub
	}
	kind, _, _ := strings.Cut(m.event, ".")
	if kind == "Case" {
		if out["case"] = encode.detailed(c, shows{}); m.event == "Case.Deleted" {
			out["case"] = map[string]any{"id": c.ID, "name": c.Name, "external_id": text(c.ExternalID)}
		}
		return out
	}
	about["case"] = map[string]any{
		"id": c.ID, "name": c.Name, "status": c.Status, "external_id": text(c.ExternalID), "contact_has_actions": c.ContactHasActions,
		"reviewer_has_actions": c.ReviewerHasActions, "flags": list(c.Flags), "tags": list(c.Tags), "metadata": c.Metadata,
		"last_activity_at": moment(c.UpdatedAt), "client_portal": nil,
	}
	id := e.Data["entity"]
	company, isCompany := c.Company(id)
	person, isPerson := c.Individual(id)
	switch kind {
	case "Company":
		if out["company"] = map[string]any{"id": id, "case_id": c.ID}; isCompany {
			out["company"] = encode.company(c, company, shows{})
		}
	case "Individual":
		if out["individual"] = map[string]any{"id": id, "case_id": c.ID}; isPerson {
			out["individual"] = encode.individual(c, person, encode.totals(c), shows{})
		}
	case "Check":
		about["company"], about["individual"] = nil, nil
		if isCompany {
			about["company"] = map[string]any{"id": id, "name": company.Name, "country": text(company.Country)}
		}
		if isPerson {
			about["individual"] = map[string]any{"id": id, "first_name": person.FirstName, "last_name": person.LastName}
		}
		out["check"] = map[string]any{"id": e.Data["check"], "type": e.Data["type"]}
		if k, ok := c.Check(e.Data["check"]); ok {
			out["check"] = encode.full(c, k)
		}
	case "Note":
		n, _ := c.Note(e.Data["note"])
		out["note"] = encode.note(c, n)
	case "NoteComment":
		n, _ := c.Note(e.Data["note"])
		i := slices.IndexFunc(n.Comments, func(x casefile.Comment) bool { return x.ID == e.Data["comment"] })
		if i >= 0 {
			out["noteComment"] = encode.comment(n, n.Comments[i])
		}
	}
	return out
}
