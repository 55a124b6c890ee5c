package screening

import "github.com/bonafide-go/bonafide"

// A Delta is what a new edition of a list changed.
type Delta struct {
	List    string        `json:"list"`
	From    bonafide.Date `json:"from,omitzero"` // zero if there was no edition before
	To      bonafide.Date `json:"to"`
	Base    string        `json:"base,omitzero"`    // hash of the edition before
	Hash    string        `json:"hash"`             // hash of the new edition
	Added   []Entry       `json:"added,omitzero"`   // entries of new ids
	Changed []Entry       `json:"changed,omitzero"` // entries whose hash differs, as they are now
	Before  []Entry       `json:"before,omitzero"`  // the same entries, in the same order, as they were
	Removed []Entry       `json:"removed,omitzero"` // entries that are no more, as they were
}

// Diff compares two editions of a list, by the ids and hashes of their entries.
// The zero List stands for "no edition before". Entries keep the order of their
// list. It fails with a [*bonafide.InvalidError] for lists of different keys.
func Diff(before, after List) (Delta, error) {
	if before.Key != "" && before.Key != after.Key {
		return Delta{}, bonafide.Invalid("key", bonafide.CodeMismatch)
	}
	d := Delta{List: after.Key, From: before.Edition, To: after.Edition, Base: before.Hash, Hash: after.Hash}
	old := make(map[string]int, len(before.Entries))
	for i := range before.Entries {
		old[before.Entries[i].ID] = i
	}
	for _, e := range after.Entries {
		i, known := old[e.ID]
		switch {
		case !known:
			d.Added = append(d.Added, e)
		case before.Entries[i].Hash != e.Hash:
			d.Changed = append(d.Changed, e)
			d.Before = append(d.Before, before.Entries[i])
		}
		if known {
			old[e.ID] = -1
		}
	}
	for _, e := range before.Entries {
		if old[e.ID] >= 0 {
			d.Removed = append(d.Removed, e)
		}
	}
	return d, nil
}

// Len is how many entries the delta touches.
func (d Delta) Len() int { return len(d.Added) + len(d.Changed) + len(d.Removed) }
