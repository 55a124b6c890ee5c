package casefile

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
	"github.com/bonafide-go/bonafide/internal/deflate"
)

// wholeEvery is how many versions one that is kept whole stands for: the others are
// kept as what differs from the one before.
const wholeEvery = 16

// wholeBefore returns the last version up to n that is kept whole.
func wholeBefore(n int64) int64 { return n - (n-1)%wholeEvery }

// A snapshot is a version as it is kept: whole, or with a delta in place of the
// state.
type snapshot struct {
	Format int             `json:"format"`
	Head   bonafide.Chain  `json:"head"`
	State  json.RawMessage `json:"state,omitempty"`
	Delta  *delta          `json:"delta,omitzero"`
}

// What Format says of a version with a delta: one reads those of before, too.
const deltaFormat = 2

// packed begins what was deflated; JSON begins otherwise.
const packed = 1

// versionRecord is the record of a new version of a case; was is the body of the version
// before, if it is at hand.
func versionRecord(key *bonafide.DataKey, id string, was []byte, r bonafide.Record) bonafide.Record {
	body := r.Body
	if wholeBefore(r.Version) != r.Version {
		if d, ok := differing(was, r.Body); ok {
			body = d
		}
	}
	if short := deflate.Pack(body); short != nil {
		body = append([]byte{packed}, short...)
	}
	return bonafide.Record{Kind: KindVersion, ID: versionID(id, r.Version), Version: 1, Body: key.SealBytes(versionField(r.Version), body)}
}

// differing is a version in which only what differs stands; false where the whole is no
// longer.
func differing(was, body []byte) ([]byte, bool) {
	before, ok := members(was)
	after, also := members(body)
	if !ok || !also {
		return nil, false
	}
	old, ok := members(before["state"])
	now, also := members(after["state"])
	v := snapshot{Format: deltaFormat}
	if !ok || !also || json.Unmarshal(after["head"], &v.Head) != nil {
		return nil, false
	}
	d := diff(old, now)
	v.Delta = &d
	out, err := encode(v)
	return out, err == nil && len(out) < len(body)
}

// encode is JSON in the form in which bodies are stored.
func encode(v any) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return bytes.TrimSuffix(buf.Bytes(), []byte("\n")), err
}

// snapshot reads what is kept of one version of a case.
func (s *Service) snapshot(ctx context.Context, key *bonafide.DataKey, id string, version int64) (snapshot, error) {
	r, err := s.run.Store.Get(ctx, KindVersion, versionID(id, version))
	if errors.Is(err, bonafide.ErrNotFound) {
		return snapshot{}, errVersion // of a case that is there
	}
	if err != nil {
		return snapshot{}, err
	}
	body, err := key.OpenBytes(versionField(version), r.Body)
	if err != nil {
		return snapshot{}, err
	}
	return readSnapshot(body)
}

// readSnapshot reads a version that was opened.
func readSnapshot(body []byte) (snapshot, error) {
	if len(body) > 0 && body[0] == packed {
		var ok bool
		if body, ok = deflate.Unpack(body[1:]); !ok {
			return snapshot{}, errVersion
		}
	}
	var v snapshot
	switch err := json.Unmarshal(body, &v); {
	case err != nil, v.Format < 1, (v.Delta == nil) == (len(v.State) == 0):
		return snapshot{}, errVersion
	case v.Format > deltaFormat, v.Delta == nil && v.Format > 1:
		return snapshot{}, aggregate.ErrFormat
	}
	return v, nil
}

// A versionAt is a version as it is put together again.
type versionAt struct {
	Head  bonafide.Chain
	State Case
}

// versionAt returns the version of a case that was current at a time, of those up to
// the last; the zero value if it was not there yet. Versions bear rising times: the
// whole ones are searched by halves, then what differs is followed.
func (s *Service) versionAt(ctx context.Context, key *bonafide.DataKey, id string, last int64, at time.Time) (versionAt, error) {
	var found object
	var out versionAt
	first := int64(0)
	for low, high := int64(0), (last-1)/wholeEvery; low <= high; {
		middle := low + (high-low)/2
		v, err := s.snapshot(ctx, key, id, middle*wholeEvery+1)
		if err != nil {
			return out, err
		}
		state, ok := members(v.State)
		if !ok {
			return out, errVersion
		}
		if state.after(at) {
			high = middle - 1
			continue
		}
		found, out.Head, first, low = state, v.Head, middle*wholeEvery+1, middle+1
	}
	if first == 0 {
		return out, nil
	}
	for n := first + 1; n <= last && wholeBefore(n) != n; n++ {
		v, err := s.snapshot(ctx, key, id, n)
		if err != nil {
			return out, err
		}
		next, err := v.after(found)
		if err != nil {
			return out, err
		}
		if next.after(at) {
			break
		}
		found, out.Head = next, v.Head
	}
	state, err := encode(found)
	if err != nil || json.Unmarshal(state, &out.State) != nil {
		return out, errVersion
	}
	return out, nil
}

// after returns the state of a version that follows on another.
func (v snapshot) after(before object) (object, error) {
	if v.Delta != nil {
		return v.Delta.apply(before)
	}
	whole, ok := members(v.State)
	if !ok {
		return nil, errVersion
	}
	return whole, nil
}
