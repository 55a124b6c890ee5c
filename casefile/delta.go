package casefile

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"time"
)

// An object is a JSON object by its members.
type object map[string]json.RawMessage

// after reports whether the case that the object is changed last after a time.
func (o object) after(at time.Time) bool {
	var updated time.Time
	return json.Unmarshal(o["updated_at"], &updated) != nil || updated.After(at)
}

// A delta is how one object became another.
type delta struct {
	Set   object               `json:"set,omitempty"`   // members that are new or another
	Gone  []string             `json:"gone,omitempty"`  // members that are no more
	Lists map[string]listDelta `json:"lists,omitempty"` // members that are lists of objects with ids
}

// A listDelta is how one list of objects with ids became another: some went, some
// changed where they stood, some came at the end.
type listDelta struct {
	Gone []string          `json:"gone,omitempty"`
	Put  []json.RawMessage `json:"put,omitempty"`
}

// diff returns how one JSON object became another.
func diff(before, after []byte) (delta, error) {
	var a, b object
	if err := errors.Join(json.Unmarshal(before, &a), json.Unmarshal(after, &b)); err != nil {
		return delta{}, err
	}
	d := delta{Set: object{}, Lists: map[string]listDelta{}}
	for _, name := range slices.Sorted(maps.Keys(a)) {
		if _, ok := b[name]; !ok {
			d.Gone = append(d.Gone, name)
		}
	}
	for name, value := range b {
		old, ok := a[name]
		if ok && bytes.Equal(old, value) {
			continue
		}
		if list, ok := diffList(old, value); ok {
			d.Lists[name] = list
		} else {
			d.Set[name] = value
		}
	}
	return d, nil
}

// apply returns what an object became.
func (d delta) apply(before object) (object, error) {
	after := maps.Clone(before)
	for _, name := range d.Gone {
		delete(after, name)
	}
	maps.Copy(after, d.Set)
	for name, list := range d.Lists {
		value, err := list.apply(before[name])
		if err != nil {
			return nil, err
		}
		after[name] = value
	}
	return after, nil
}

// diffList returns how one list became another; false where a listDelta cannot say
// it, such as for a list that was reordered.
func diffList(before, after json.RawMessage) (listDelta, bool) {
	a, ok := elements(before)
	b, also := elements(after)
	if !ok || !also {
		return listDelta{}, false
	}
	var d listDelta
	for _, x := range a {
		if !slices.ContainsFunc(b, x.same) {
			d.Gone = append(d.Gone, x.id)
		}
	}
	for _, x := range b {
		i := slices.IndexFunc(a, x.same)
		if i < 0 || !bytes.Equal(a[i].raw, x.raw) {
			d.Put = append(d.Put, x.raw)
		}
	}
	again, err := d.apply(before)
	return d, err == nil && bytes.Equal(again, after)
}

// apply returns what a list became.
func (d listDelta) apply(before json.RawMessage) (json.RawMessage, error) {
	all, ok := elements(before)
	put, also := elements(list(d.Put))
	if !ok || !also {
		return nil, errSnapshot
	}
	all = slices.DeleteFunc(all, func(x element) bool { return slices.Contains(d.Gone, x.id) })
	for _, x := range put {
		if i := slices.IndexFunc(all, x.same); i >= 0 {
			all[i] = x
		} else {
			all = append(all, x)
		}
	}
	var out []json.RawMessage
	for _, x := range all {
		out = append(out, x.raw)
	}
	return list(out), nil
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

func (x element) same(o element) bool { return x.id == o.id }

// elements takes a list of objects with ids apart; false for any other value.
func elements(value json.RawMessage) ([]element, bool) {
	var all []json.RawMessage
	if len(value) == 0 || json.Unmarshal(value, &all) != nil {
		return nil, false
	}
	out := make([]element, len(all))
	for i, raw := range all {
		var x struct {
			ID string `json:"id"`
		}
		if json.Unmarshal(raw, &x) != nil || x.ID == "" {
			return nil, false
		}
		out[i] = element{x.ID, raw}
	}
	return out, true
}

var errSnapshot = errors.New("casefile: version of a case does not decode") // a decoder's own text may quote what it could not read
