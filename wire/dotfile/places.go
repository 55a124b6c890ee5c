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
)

// kindPlace is the kind of the records that say which case entities and checks belong
// to: one for each 60 of them, with their ids as labels. The published paths name an
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
	Deleted time.Time `json:"deleted_at,omitzero"`
}

func placeID(id string, n int) string { return fmt.Sprintf("%s/%04d", id, n) }

func placeLabel(id string) string { return "of=" + id }

// of returns the id of the case that an entity or a check belongs to.
func (p *places) of(ctx context.Context, id string) (string, error) {
	if id == "" || len(id) > 100 {
		return "", bonafide.ErrNotFound
	}
	page, err := p.store.List(ctx, bonafide.Query{Kind: kindPlace, Labels: []string{placeLabel(id)}, Limit: 1})
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
	if k.deleted && c.Status == casefile.Closed {
		return bonafide.ErrNotFound
	}
	return nil
}

// drop notes that a case was deleted. Whoever opens it again brings it back.
func (p *places) drop(ctx context.Context, id string, at time.Time) error {
	for tries := 0; ; tries++ {
		r, err := p.store.Get(ctx, kindPlace, placeID(id, 0))
		if errors.Is(err, bonafide.ErrNotFound) {
			r, err = bonafide.Record{Kind: kindPlace, ID: placeID(id, 0)}, nil
		}
		if err != nil {
			return err
		}
		r.Version++
		if r.Body, err = json.Marshal(placeBody{Deleted: bonafide.Instant(at)}); err != nil {
			return err
		}
		if err = p.store.Put(ctx, bonafide.Write{Record: r}); !errors.Is(err, bonafide.ErrConflict) || tries == 5 {
			p.remember(id, known{})
			return err
		}
	}
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
		var body placeBody
		if i == 0 && json.Unmarshal(r.Body, &body) == nil {
			k.deleted = !body.Deleted.IsZero()
		}
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

// ids are those of the entities and checks of a case.
func ids(c casefile.Case) []string {
	out := make([]string, 0, len(c.Companies)+len(c.Individuals)+len(c.Checks))
	for _, x := range c.Companies {
		out = append(out, x.ID)
	}
	for _, x := range c.Individuals {
		out = append(out, x.ID)
	}
	for _, k := range c.Checks {
		out = append(out, k.ID)
	}
	return out
}
