package match

import (
	"cmp"
	"maps"
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
)

// holdings are the lists of an engine with what is known of their editions. They are a
// value: each verb returns the next one, with what it did.
type holdings struct {
	lists   []screening.List // sorted by key
	before  []screening.List // the editions before these, where they are kept
	past    map[string]past  // by key
	changes []screening.EditionChange
	moved   bool // whether lists are others than before
}

func ofKey(key string) func(screening.List) bool {
	return func(l screening.List) bool { return l.Key == key }
}

// of returns the list of a key, with its place, or -1.
func of(lists []screening.List, key string) (screening.List, int) {
	i := slices.IndexFunc(lists, ofKey(key))
	if i < 0 {
		return screening.List{}, i
	}
	return lists[i], i
}

// with returns lists with one in place of that of its key.
func with(lists []screening.List, l screening.List) []screening.List {
	lists = append(without(lists, l.Key), l)
	slices.SortFunc(lists, func(a, b screening.List) int { return cmp.Compare(a.Key, b.Key) })
	return lists
}

func without(lists []screening.List, key string) []screening.List {
	return slices.DeleteFunc(slices.Clone(lists), ofKey(key))
}

// did notes a change.
func (h holdings) did(c screening.EditionChange, b Bound) holdings {
	h.past = maps.Clone(h.past)
	if h.past == nil {
		h.past = make(map[string]past)
	}
	h.past[c.List] = h.past[c.List].after(c, b)
	h.changes = append(slices.Clone(h.changes), c)
	return h
}

// load takes an edition in place of the one held.
func (h holdings) load(l screening.List, o *Options) (holdings, error) {
	held, i := of(h.lists, l.Key)
	if i >= 0 && held.Hash == l.Hash && held.Edition == l.Edition && held.Kind == l.Kind {
		return h, nil
	}
	c := screening.EditionChange{Op: screening.EditionLoaded, List: l.Key, To: l.Size(), By: bonafide.System()}
	if i >= 0 {
		c.From = held.Size()
	}
	b, known := o.bound(l.Key), h.past[l.Key]
	if refused := known.refuses(l.Key, c.From, c.To, b); refused != nil {
		return h, refused
	}
	if a, ok := known.accepted[l.Hash]; ok {
		c.By, c.Reason = a.By, a.Reason
		if i >= 0 && c.To.Date.Before(c.From.Date) {
			c.Op = screening.EditionRolledBack
		}
	}
	return h.replace(held, l, c, b)
}

// replace puts an edition in the place of another, of the same list.
func (h holdings) replace(held, l screening.List, c screening.EditionChange, b Bound) (holdings, error) {
	d, err := screening.Diff(held, l)
	if err != nil {
		return h, err
	}
	c.Added, c.Changed, c.Removed = len(d.Added), len(d.Changed), len(d.Removed)
	h.before = without(h.before, l.Key)
	if held.Key != "" && c.Op == screening.EditionLoaded {
		h.before = with(h.before, sharing(held, l))
	}
	h.lists, h.moved = with(h.lists, l), true
	return h.did(c, b), nil
}

// sharing returns an edition that keeps in memory only what another one does not say as
// well.
func sharing(before, now screening.List) screening.List {
	at := make(map[string]int, len(now.Entries))
	for i := range now.Entries {
		at[now.Entries[i].ID] = i
	}
	before.Entries = slices.Clone(before.Entries)
	for i := range before.Entries {
		if j, ok := at[before.Entries[i].ID]; ok && now.Entries[j].Hash == before.Entries[i].Hash {
			before.Entries[i] = now.Entries[j]
		}
	}
	return before
}
