package dotfile

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/wire/internal/kept"
)

// kindPlace is the kind of the records that say which case entities, checks, notes and files
// belong to: one for each 60 of them, with their ids as labels. The published paths name an
// entity alone. An id is written here before a client gets to know it.
const kindPlace = "dotfile.place"

const (
	perPlace   = 60   // ids of one record; below bonafide.MaxTerms
	mostPlaces = 4096 // cases whose places are known to be kept
)

// places knows which case an id belongs to, and which cases were deleted.
type places struct {
	store bonafide.Store

	mu    sync.Mutex
	known map[string]known // by case
}

// known is what was found of a case as it stood at a time.
type known struct {
	at      time.Time
	deleted bool
}

// placeBody is the body of a case's first record.
type placeBody struct {
	Deleted time.Time      `json:"deleted_at,omitzero"`
	Head    bonafide.Chain `json:"head,omitzero"` // of the record's events
}

// eventDeleted says that a case was deleted, as webhooks tell it: also where its data was
// erased before that was delivered.
const eventDeleted = "case_deleted"

func placeID(id string, n int) string { return fmt.Sprintf("%s/%04d", id, n) }

func placeLabel(id string) string { return "of=" + id }

// of returns the id of the case that an entity or a check belongs to.
func (p *places) of(ctx context.Context, id string) (string, error) {
	if id == "" || len(id) > 100 {
		return "", bonafide.ErrNotFound
	}
	page, err := p.store.List(ctx, bonafide.Query{Kind: kindPlace, Labels: []string{placeLabel(id)}, Limit: 1})
	if errors.Is(err, bonafide.ErrInvalid) {
		return "", bonafide.ErrNotFound // no id can be that
	}
	if err != nil {
		return "", err
	}
	if len(page.Records) == 0 {
		return "", bonafide.ErrNotFound
	}
	home, _, _ := strings.Cut(page.Records[0].ID, "/")
	return home, nil
}

// keep writes down the ids of a case that are not yet. It fails with
// [bonafide.ErrNotFound] for a case that was deleted.
func (p *places) keep(ctx context.Context, c casefile.Case) error {
	k, ok := p.look(c)
	ok = ok && c.Status != casefile.Closed // another process may have deleted it
	for tries := 0; !ok; tries++ {
		records, err := p.records(ctx, c.ID)
		if err == nil {
			k, err = p.complete(ctx, c, records)
		}
		if errors.Is(err, bonafide.ErrConflict) && tries < 5 {
			continue // another process wrote them
		}
		if err != nil {
			return err
		}
		p.remember(c.ID, k)
		break
	}
	switch {
	case !k.deleted:
		return nil
	case c.Status == casefile.Closed:
		return bonafide.ErrNotFound
	}
	return p.restore(ctx, c)
}

// drop notes that a case was deleted, once, with an event that says so.
func (p *places) drop(ctx context.Context, c casefile.Case, by bonafide.Actor, at time.Time) error {
	return p.mark(ctx, c.ID, func(b placeBody, record string) (placeBody, []bonafide.Event) {
		if !b.Deleted.IsZero() {
			return b, nil
		}
		b.Deleted = bonafide.Instant(at)
		var events []bonafide.Event
		b.Head, events = b.Head.Link(kindPlace, record, []bonafide.Event{bonafide.NewEvent(eventDeleted, at, by, "case", c.ID, "platform", c.Platform)})
		return b, events
	})
}

// restore forgets that a case was deleted: somebody opened it again.
func (p *places) restore(ctx context.Context, c casefile.Case) error {
	return p.mark(ctx, c.ID, func(b placeBody, _ string) (placeBody, []bonafide.Event) {
		b.Deleted = time.Time{}
		return b, nil
	})
}

// deleted reports whether a case was deleted.
func (p *places) deleted(ctx context.Context, id string) (bool, error) {
	r, err := p.store.Get(ctx, kindPlace, placeID(id, 0))
	if errors.Is(err, bonafide.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	b, err := readPlace(r)
	return !b.Deleted.IsZero(), err
}

func readPlace(r bonafide.Record) (b placeBody, err error) {
	if r.Version > 0 {
		err = kept.Read(r, &b)
	}
	return b, err
}

// mark changes the body of a case's first record.
func (p *places) mark(ctx context.Context, id string, change func(b placeBody, record string) (placeBody, []bonafide.Event)) error {
	defer p.forget(id)
	for tries := 0; ; tries++ {
		r, err := p.store.Get(ctx, kindPlace, placeID(id, 0))
		if errors.Is(err, bonafide.ErrNotFound) {
			r, err = bonafide.Record{Kind: kindPlace, ID: placeID(id, 0)}, nil
		}
		if err != nil {
			return err
		}
		before, err := readPlace(r)
		if err != nil {
			return err
		}
		next, events := change(before, r.ID)
		if next == before {
			return nil
		}
		r.Version++
		if r.Body, err = json.Marshal(next); err != nil {
			return err
		}
		if err = p.store.Put(ctx, bonafide.Write{Record: r, Events: events}); !errors.Is(err, bonafide.ErrConflict) || tries == 5 {
			return err
		}
	}
}

func (p *places) forget(id string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.known, id)
}

// look returns what is known of a case as it now stands.
func (p *places) look(c casefile.Case) (known, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	k, ok := p.known[c.ID]
	return k, ok && k.at.Equal(c.UpdatedAt)
}

func (p *places) remember(id string, k known) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.known) >= mostPlaces || p.known == nil {
		p.known = make(map[string]known)
	}
	p.known[id] = k
}

// records returns the records of a case.
func (p *places) records(ctx context.Context, id string) ([]bonafide.Record, error) {
	var out []bonafide.Record
	for n := 0; ; n++ {
		r, err := p.store.Get(ctx, kindPlace, placeID(id, n))
		switch {
		case errors.Is(err, bonafide.ErrNotFound):
			return out, nil
		case err != nil:
			return nil, err
		}
		out = append(out, r)
		if len(r.Labels) < perPlace {
			return out, nil // only the last one has room
		}
	}
}

// complete adds the ids that the records of a case do not have.
func (p *places) complete(ctx context.Context, c casefile.Case, records []bonafide.Record) (known, error) {
	k := known{at: c.UpdatedAt}
	have := make(map[string]bool)
	for i, r := range records {
		for _, l := range r.Labels {
			have[l] = true
		}
		if i > 0 {
			continue
		}
		body, err := readPlace(r)
		if err != nil {
			return known{}, err
		}
		k.deleted = !body.Deleted.IsZero()
	}
	var lack []string
	for _, id := range ids(c) {
		if label := placeLabel(id); !have[label] {
			lack = append(lack, label)
		}
	}
	for len(lack) > 0 {
		last := len(records) - 1
		if last < 0 || len(records[last].Labels) >= perPlace {
			body, err := json.Marshal(placeBody{})
			if err != nil {
				return known{}, err
			}
			records = append(records, bonafide.Record{Kind: kindPlace, ID: placeID(c.ID, len(records)), Body: body})
			last++
		}
		r := &records[last]
		n := min(perPlace-len(r.Labels), len(lack))
		r.Labels, lack = append(slices.Clone(r.Labels), lack[:n]...), lack[n:]
		r.Version++
		if err := p.store.Put(ctx, bonafide.Write{Record: *r}); err != nil {
			return known{}, err
		}
	}
	return k, nil
}

// ids are those of the entities, checks, notes and files of a case.
func ids(c casefile.Case) []string {
	out := make([]string, 0, len(c.Companies)+len(c.Individuals)+len(c.Checks)+len(c.Notes)+len(c.Files))
	for _, x := range c.Companies {
		out = append(out, x.ID)
	}
	for _, x := range c.Individuals {
		out = append(out, x.ID)
	}
	for _, k := range c.Checks {
		out = append(out, k.ID)
	}
	for _, n := range c.Notes {
		out = append(out, n.ID)
	}
	for _, f := range c.Files {
		out = append(out, f.ID)
	}
	return out
}
