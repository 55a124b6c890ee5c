package audit

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store"
)

// A line of an export is one leaf with the event that stands at its place, or a signed
// head of all leaves before it.
type line struct {
	Leaf   []byte          `json:"leaf,omitzero"`
	Record json.RawMessage `json:"record,omitzero"` // kind and id, as store.EncodeTerms writes them
	Event  json.RawMessage `json:"event,omitzero"`  // as store.EncodeEvent writes it
	Head   string          `json:"head,omitzero"`
}

// Export grows the log and writes it as lines of JSON: the leaves, the events as they
// are in the store now, and a signed head at the end, for [Verify]. A store that was put
// back is exported too: Verify then says which events are gone. It holds no more than a page
// of events in memory.
func (l *Log) Export(ctx context.Context, to io.Writer) (Head, error) {
	if _, err := l.Grow(ctx); err != nil && !errors.Is(err, bonafide.ErrCursor) {
		return Head{}, err
	}
	s, err := l.state(ctx)
	if err != nil {
		return Head{}, err
	}
	out := bufio.NewWriter(to)
	lines := json.NewEncoder(out)
	lines.SetEscapeHTML(false)
	events := eventsUpTo{ctx: ctx, store: l.events, last: s.position, ended: s.position == ""}
	var fault error
	err = l.leaves(ctx, s.tree.size, func(_ int64, leaf tlog.Hash) bool {
		fault = writeLine(lines, &events, leaf[:])
		return fault == nil
	})
	for err == nil && fault == nil && events.more() {
		fault = writeLine(lines, &events, nil) // more events than leaves
	}
	if err == nil {
		err = fault
	}
	if err != nil {
		return Head{}, err
	}
	head := l.head(s)
	signed, err := head.Sign(l.signer)
	if err != nil {
		return Head{}, fmt.Errorf("audit: sign: %w", err)
	}
	if err := lines.Encode(line{Head: string(signed)}); err != nil {
		return Head{}, err
	}
	return head, out.Flush()
}

func writeLine(lines *json.Encoder, events *eventsUpTo, leaf []byte) error {
	next := line{Leaf: leaf}
	e, ok, err := events.next()
	if err != nil {
		return err
	}
	if ok {
		if next.Event, err = store.EncodeEvent(e); err != nil {
			return err
		}
		next.Record = store.EncodeTerms([]string{e.Kind, e.ID})
	}
	return lines.Encode(next)
}

// eventsUpTo reads a tenant's events up to a position.
type eventsUpTo struct {
	ctx   context.Context
	store bonafide.Store
	last  string
	after string
	page  []bonafide.Event
	ended bool
	err   error
}

// more reports whether there is another one, or an error to tell.
func (r *eventsUpTo) more() bool {
	if len(r.page) == 0 && !r.ended && r.err == nil {
		r.page, r.err = r.store.Events(r.ctx, bonafide.EventQuery{After: r.after, Limit: bonafide.MaxPage})
		r.ended = len(r.page) == 0
	}
	return len(r.page) > 0 || r.err != nil
}

func (r *eventsUpTo) next() (e bonafide.Event, ok bool, err error) {
	if !r.more() || r.err != nil {
		return e, false, r.err
	}
	e, r.page = r.page[0], r.page[1:]
	r.after = e.Position
	if r.after == r.last {
		r.page, r.ended = nil, true
	}
	return e, true, nil
}
