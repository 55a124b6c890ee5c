package aggregate

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/canonical"
)

// Events returns one page of the events of an aggregate's own record, after checking
// that they follow on the page before. The last page must lead to the record's head: a
// walk over all pages verifies the whole chain.
func (t Table[T]) Events(ctx context.Context, id string, page bonafide.PageRequest) (bonafide.PageOf[bonafide.Event], error) {
	return t.page(ctx, t.Kind, id, t.head, page)
}

// PartEvents is Events of a companion part; empty before its record is written.
func (t Table[T]) PartEvents(ctx context.Context, kind, id string, page bonafide.PageRequest) (bonafide.PageOf[bonafide.Event], error) {
	i := t.part(kind)
	if i < 0 {
		return bonafide.PageOf[bonafide.Event]{}, fmt.Errorf("bonafide: %s has no part %s", t.Kind, kind)
	}
	found, err := t.page(ctx, kind, id, t.partHead(i), page)
	if errors.Is(err, bonafide.ErrNotFound) {
		return bonafide.PageOf[bonafide.Event]{}, nil
	}
	return found, err
}

// VerifyEvents checks all events of an aggregate's own record and of its parts against
// their heads.
func (t Table[T]) VerifyEvents(ctx context.Context, id string) error {
	if err := t.verify(ctx, t.Kind, id, t.head, nil); err != nil {
		return err
	}
	for i, part := range t.Parts {
		if err := t.verify(ctx, part.kind, id, t.partHead(i), nil); err != nil && !errors.Is(err, bonafide.ErrNotFound) {
			return err
		}
	}
	return nil
}

// HashAt returns the hash of an event of the aggregate's own record, after checking all
// of them; nothing if there is no event of that number.
func (t Table[T]) HashAt(ctx context.Context, id string, seq int64) (hash string, err error) {
	err = t.verify(ctx, t.Kind, id, t.head, func(e bonafide.Event) {
		if e.Seq == seq {
			hash = e.Hash
		}
	})
	return hash, err
}

// headOf reads the head of a chain out of its record.
type headOf func(bonafide.Record) (bonafide.Chain, error)

func (t Table[T]) head(r bonafide.Record) (bonafide.Chain, error) {
	_, head, err := t.decode(r)
	return head, err
}

func (t Table[T]) partHead(i int) headOf {
	return func(r bonafide.Record) (bonafide.Chain, error) {
		var zero T
		_, head, err := t.Parts[i].decode(zero, r)
		return head, err
	}
}

// page reads the record, the events behind the cursor, and one more to know whether
// there are others.
func (t Table[T]) page(ctx context.Context, kind, id string, headOf headOf, page bonafide.PageRequest) (out bonafide.PageOf[bonafide.Event], err error) {
	size, err := page.Size()
	if err != nil {
		return out, err
	}
	after, position, err := placeOf(kind, id, page.Cursor)
	if err != nil {
		return out, err
	}
	q := bonafide.EventQuery{Kind: kind, ID: id, After: position, Limit: size + 1}
	err = t.atHead(ctx, kind, id, headOf, func(head bonafide.Chain) (bonafide.Chain, error) {
		events, err := t.Store.Events(ctx, q)
		if err != nil {
			return bonafide.Chain{}, err
		}
		out = bonafide.PageOf[bonafide.Event]{Items: events}
		if len(events) > size {
			out.Items = events[:size]
			out.Next = PlaceAfter(events[size-1])
		}
		last, err := after.Follow(kind, id, out.Items)
		if err == nil && out.Next == "" {
			err = last.EndsAt(head)
		}
		return last, err
	})
	if err != nil {
		return bonafide.PageOf[bonafide.Event]{}, err
	}
	return out, nil
}

// verify walks the events of one record to its head. What it shows to each, it may show
// again.
func (t Table[T]) verify(ctx context.Context, kind, id string, headOf headOf, each func(bonafide.Event)) error {
	return t.atHead(ctx, kind, id, headOf, func(head bonafide.Chain) (c bonafide.Chain, err error) {
		err = t.walk(ctx, kind, id, func(events []bonafide.Event) (err error) {
			for _, e := range events {
				if each != nil {
					each(e)
				}
			}
			c, err = c.Follow(kind, id, events)
			return err
		})
		if err == nil {
			err = c.EndsAt(head)
		}
		return c, err
	})
}

// atHead reads the head of a record, and looks at its events with it. A write between
// the two shows as events beyond the head: then both are read again.
func (t Table[T]) atHead(ctx context.Context, kind, id string, headOf headOf, look func(bonafide.Chain) (bonafide.Chain, error)) error {
	for {
		r, err := t.Store.Get(ctx, kind, id)
		if err != nil {
			return err
		}
		head, err := headOf(r)
		if err != nil {
			return err
		}
		last, err := look(head)
		if errors.Is(err, bonafide.ErrChain) && last.Seq > head.Seq {
			if later, err := t.Store.Get(ctx, kind, id); err == nil && later.Version > r.Version {
				continue
			}
		}
		return err
	}
}

// walk hands over the events of one record, page by page.
func (t Table[T]) walk(ctx context.Context, kind, id string, each func([]bonafide.Event) error) error {
	q := bonafide.EventQuery{Kind: kind, ID: id, Limit: bonafide.MaxPage}
	for {
		page, err := t.Store.Events(ctx, q)
		if err != nil {
			return err
		}
		if len(page) > 0 {
			if err := each(page); err != nil {
				return err
			}
		}
		if len(page) < q.Limit {
			return nil
		}
		q.After = page[len(page)-1].Position
	}
}

// PlaceAfter returns the cursor of the page that begins behind an event: the chain up
// to it, its position, and a tag that binds both to the record. The tag guards against
// mistakes; it is no secret and gives no rights.
func PlaceAfter(e bonafide.Event) string {
	place := fmt.Sprintf("%d %s %s", e.Seq, e.Hash, e.Position)
	return base64.RawURLEncoding.EncodeToString([]byte(placeTag(e.Kind, e.ID, place) + " " + place))
}

// placeOf reads a cursor of PlaceAfter; without one it is before the first event.
func placeOf(kind, id, cursor string) (c bonafide.Chain, position string, err error) {
	if cursor == "" {
		return c, "", nil
	}
	b, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		return c, "", bonafide.ErrCursor
	}
	tag, place, _ := strings.Cut(string(b), " ")
	parts := strings.SplitN(place, " ", 3)
	if len(parts) < 3 || tag != placeTag(kind, id, place) {
		return c, "", bonafide.ErrCursor
	}
	if c.Seq, err = strconv.ParseInt(parts[0], 10, 64); err != nil {
		return c, "", bonafide.ErrCursor
	}
	c.Hash = parts[1]
	return c, parts[2], nil
}

func placeTag(kind, id, place string) string {
	return canonical.Sum(canonical.Texts(nil, []string{"events", kind, id, place}))[:16]
}
