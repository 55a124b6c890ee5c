package dotfile

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/wire/internal/hook"
	"github.com/bonafide-go/bonafide/wire/internal/kept"
)

// kindDelivery is the kind of the records of events that did not reach everybody the
// first time. They hold ids and counts.
const kindDelivery = "dotfile.delivery"

const (
	maxRetries = 4               // of one event, as published
	maxErrors  = 50              // in a row, after which a webhook goes offline
	noteTime   = 5 * time.Second // to note what became of calls whose own time is over
)

// delivery is how far the messages of an event got.
type delivery struct {
	Retries int      `json:"retries"`
	Done    []string `json:"done,omitzero"` // ids of messages that were taken
}

// send sends the messages of an event to whoever asked for them, but for what was taken.
// All webhooks are called side by side: each may take ten seconds, and the outbox gives them
// thirty together. Who was told is noted also when that time is over.
func (d *handler) send(ctx context.Context, e bonafide.Event, c casefile.Case, hooks []webhook, all []message) error {
	record, err := d.Store.Get(ctx, kindDelivery, e.Hash)
	if err != nil && !errors.Is(err, bonafide.ErrNotFound) {
		return err
	}
	var past delivery
	if record.Version > 0 {
		if err := kept.Read(record, &past); err != nil {
			return err
		}
	}
	taken, failed := make([][]string, len(hooks)), make([]bool, len(hooks))
	var calls sync.WaitGroup
	for i, h := range hooks {
		if h.Status == online {
			calls.Go(func() { taken[i], failed[i] = d.tell(ctx, h, e, c, all, past) })
		}
	}
	calls.Wait()
	note, end := outlasting(ctx)
	defer end()
	next := delivery{Retries: past.Retries + 1, Done: slices.Concat(past.Done, slices.Concat(taken...))}
	if stopped(ctx) {
		next.Retries = past.Retries
	}
	if !slices.Contains(failed, true) || next.Retries > maxRetries {
		d.clean(note, record)
		return nil
	}
	if err := kept.Put(note, d.Store, bonafide.Record{Kind: kindDelivery, ID: e.Hash, Version: record.Version + 1}, next); err != nil {
		return err
	}
	return bonafide.ErrUnavailable
}

// outlasting is a context in which to note what became of calls, whatever ended them:
// what is not noted is done again.
func outlasting(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), noteTime)
}

// stopped reports whether this process was told to stop, or lost its turn: then nobody is
// to blame for what failed. A receiver that took all of the time is.
func stopped(ctx context.Context) bool { return errors.Is(ctx.Err(), context.Canceled) }

// tell sends the messages that a webhook asks for, in their order, up to the first that
// fails. It returns the ids of those that were taken.
func (d *handler) tell(ctx context.Context, h webhook, e bonafide.Event, c casefile.Case, all []message, past delivery) (taken []string, failed bool) {
	for _, m := range all {
		asked, ok := m.asked(h.Events)
		id := derived("message", h.ID, e.Hash, asked.event, asked.sub)
		if !ok || slices.Contains(past.Done, id) {
			continue
		}
		status, err := d.post(ctx, h, e, c, asked, past.Retries)
		if err != nil && stopped(ctx) {
			return taken, true
		}
		h = d.counted(ctx, h, err == nil)
		if d.sent(ctx, h, e, c, asked, id, status); err != nil {
			return taken, true
		}
		taken = append(taken, id)
	}
	return taken, false
}

// counted notes how a call of a webhook went, where that changes anything. What other calls
// count meanwhile adds up; what its platform changes meanwhile stays as that has it.
func (d *handler) counted(ctx context.Context, h webhook, well bool) webhook {
	note, end := outlasting(ctx)
	defer end()
	for range tries {
		next := h.after(well)
		if next.Errors == h.Errors {
			return h
		}
		err := d.webhooks().put(note, next)
		if err == nil {
			next.version++
			return next
		}
		now, read := d.webhooks().get(note, h.ID)
		if !errors.Is(err, bonafide.ErrConflict) || read != nil || now.URL != h.URL || now.Status != h.Status {
			return next
		}
		h = now
	}
	return h
}

// after is the webhook after a call.
func (h webhook) after(well bool) webhook {
	if well {
		h.Errors = 0
		return h
	}
	if h.Errors++; h.Errors >= maxErrors {
		h.Status = offline
	}
	return h
}

// post sends a message, and returns the status of the answer; 0 where none came.
func (d *handler) post(ctx context.Context, h webhook, e bonafide.Event, c casefile.Case, m message, retries int) (status int, err error) {
	body, err := marshal(d.envelope(ctx, e, c, m, retries))
	if err != nil {
		return 0, err
	}
	secret, err := d.webhooks().secret(h)
	if err != nil {
		return 0, err
	}
	return d.poster().Post(ctx, h.URL, http.Header{HeaderSignature: {hook.HexSHA256(secret, body)}}, body)
}

// clean takes away what was noted of an event that needs no more tries. Where that fails
// a few bytes stay.
func (d *handler) clean(ctx context.Context, r bonafide.Record) {
	if r.Version == 0 {
		return
	}
	if store, ok := bonafide.StoreAs[bonafide.Deleter](d.Store); ok && store.Delete(ctx, r.Kind, r.ID, r.Version) == nil {
		return
	}
	_ = d.Store.Put(ctx, bonafide.Write{Record: bonafide.Record{Kind: r.Kind, ID: r.ID, Version: r.Version + 1, Body: []byte("{}")}})
}
