package casefile

import (
	"bytes"
	"context"
	"encoding/json"
	"time"

	"github.com/bonafide-go/bonafide"
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

// versionRecord is the record of a new version of a case.
func versionRecord(key *bonafide.DataKey, before Case, id string, r bonafide.Record) (bonafide.Record, error) {
	body := r.Body
	if wholeBefore(r.Version) != r.Version {
		var v snapshot
		if json.Unmarshal(r.Body, &v) != nil {
			return bonafide.Record{}, errSnapshot
		}
		old, err := encode(before)
		if err != nil {
			return bonafide.Record{}, errSnapshot
		}
		d, err := diff(old, v.State)
		if err != nil {
			return bonafide.Record{}, errSnapshot
		}
		if body, err = encode(snapshot{Format: v.Format, Head: v.Head, Delta: &d}); err != nil {
			return bonafide.Record{}, errSnapshot
		}
	}
	return bonafide.Record{Kind: KindVersion, ID: versionID(id, r.Version), Version: 1, Body: key.SealBytes(versionField(r.Version), body)}, nil
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
	if err != nil {
		return snapshot{}, err
	}
	body, err := key.OpenBytes(versionField(version), r.Body)
	if err != nil {
		return snapshot{}, err
	}
	var v snapshot
	if json.Unmarshal(body, &v) != nil || v.Format != 1 || (v.Delta == nil) != (wholeBefore(version) == version) {
		return snapshot{}, errSnapshot
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
		var state object
		if json.Unmarshal(v.State, &state) != nil {
			return out, errSnapshot
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
		next, err := v.Delta.apply(found)
		if err != nil {
			return out, errSnapshot
		}
		if next.after(at) {
			break
		}
		found, out.Head = next, v.Head
	}
	state, err := encode(found)
	if err != nil || json.Unmarshal(state, &out.State) != nil {
		return out, errSnapshot
	}
	return out, nil
}
