package casefile

import (
	"bytes"
	"encoding/json"
	"slices"
)

// A listDelta is how one list became another: some of the objects with ids went, some
// changed where they stood, and others came at the end.
type listDelta struct {
	Gone []string          `json:"gone,omitempty"` // ids
	Put  []json.RawMessage `json:"put,omitempty"`  // in the place of those with their ids; new ones at the end
	More []json.RawMessage `json:"more,omitempty"` // at the end, with ids or without
}

// diffList returns how one list became another; false where a listDelta cannot say it,
// such as for a list that was reordered.
func diffList(before, after []byte) (listDelta, bool) {
	if more, ok := longer(before, after); ok {
		return listDelta{More: more}, true
	}
	a, at, ok := elements(before)
	b, now, also := elements(after)
	if !ok || !also {
		return listDelta{}, false
	}
	var d listDelta
	stays := 0
	for _, x := range a {
		if _, ok := now[x.id]; !ok {
			d.Gone = append(d.Gone, x.id)
			continue
		}
		if b[stays].id != x.id {
			return listDelta{}, false
		}
		if !bytes.Equal(b[stays].raw, x.raw) {
			d.Put = append(d.Put, b[stays].raw)
		}
		stays++
	}
	for _, x := range b[stays:] {
		if _, ok := at[x.id]; ok {
			return listDelta{}, false
		}
		d.Put = append(d.Put, x.raw)
	}
	return d, true
}

// longer returns what came at the end of a list that is otherwise as it was.
func longer(before, after []byte) ([]json.RawMessage, bool) {
	n := len(before) - 1
	if n < 2 || at(before, 0) != '[' || at(after, n) != ',' || !bytes.Equal(before[:n], after[:n]) {
		return nil, false
	}
	rest := bytes.Clone(after[n:])
	rest[0] = '['
	return items(rest)
}

// apply returns what a list became.
func (d listDelta) apply(before []byte) (json.RawMessage, error) {
	all, ok := items(before)
	if !ok {
		return nil, errVersion
	}
	if len(d.Gone)+len(d.Put) > 0 {
		if all, ok = d.replaced(before); !ok {
			return nil, errVersion
		}
	}
	return list(append(all, d.More...)), nil
}

// replaced returns the list without those that went and with those that changed.
func (d listDelta) replaced(before []byte) ([]json.RawMessage, bool) {
	a, _, ok := elements(before)
	put, now, also := elements(list(d.Put))
	if !ok || !also {
		return nil, false
	}
	var out []json.RawMessage
	placed := make(map[string]bool, len(put))
	for _, x := range a {
		if slices.Contains(d.Gone, x.id) {
			continue
		}
		if i, ok := now[x.id]; ok {
			x, placed[x.id] = put[i], true
		}
		out = append(out, x.raw)
	}
	for _, x := range put {
		if !placed[x.id] {
			out = append(out, x.raw)
		}
	}
	return out, true
}

// list is the JSON of a list.
func list(all []json.RawMessage) json.RawMessage {
	out := []byte{'['}
	for i, x := range all {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, x...)
	}
	return append(out, ']')
}

// An element is one of a list of objects with ids.
type element struct {
	id  string
	raw json.RawMessage
}

// elements takes a list of objects with ids apart, and tells where each stands; false
// for any other value, and where two have one id.
func elements(raw []byte) ([]element, map[string]int, bool) {
	all, ok := items(raw)
	if !ok {
		return nil, nil, false
	}
	out, places := make([]element, len(all)), make(map[string]int, len(all))
	for i, x := range all {
		id, ok := idOf(x)
		if _, twice := places[id]; !ok || twice {
			return nil, nil, false
		}
		out[i], places[id] = element{id, x}, i
	}
	return out, places, true
}

// idOf returns the id of an object, whose first member it mostly is; false if it has
// none.
func idOf(raw []byte) (string, bool) {
	if rest, ok := bytes.CutPrefix(raw, []byte(`{"id":`)); ok {
		if end := textEnd(rest, 0); end > 2 {
			return member(rest[:end])
		}
	}
	all, ok := members(raw)
	var id string
	return id, ok && json.Unmarshal(all["id"], &id) == nil && id != ""
}
