package casefile

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
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
	Lists map[string]listDelta `json:"lists,omitempty"` // members that are lists
	Parts map[string]delta     `json:"parts,omitempty"` // members that are objects
}

// diff returns how one object became another.
func diff(before, after object) delta {
	d := delta{Set: object{}, Lists: map[string]listDelta{}, Parts: map[string]delta{}}
	for _, name := range slices.Sorted(maps.Keys(before)) {
		if _, ok := after[name]; !ok {
			d.Gone = append(d.Gone, name)
		}
	}
	for name, value := range after {
		old, ok := before[name]
		if ok && bytes.Equal(old, value) {
			continue
		}
		if list, ok := diffList(old, value); ok {
			d.Lists[name] = list
			continue
		}
		a, ok := members(old)
		b, also := members(value)
		if ok && also {
			d.Parts[name] = diff(a, b)
		} else {
			d.Set[name] = value
		}
	}
	return d
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
	for name, part := range d.Parts {
		old, ok := members(before[name])
		if !ok {
			return nil, errVersion
		}
		now, err := part.apply(old)
		if err != nil {
			return nil, err
		}
		if after[name], err = encode(now); err != nil {
			return nil, errVersion
		}
	}
	return after, nil
}

// errVersion says that a version of a case is not there, or not as it was written. A
// decoder's own text may quote what it could not read.
var errVersion = fmt.Errorf("casefile: version of a case is damaged: %w, %w", bonafide.ErrUnreadable, bonafide.ErrDamaged)
