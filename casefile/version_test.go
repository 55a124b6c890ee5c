package casefile

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
)

// bodies keeps every body of a case that was stored, by version.
type bodies struct {
	bonafide.Store
	written map[int64][]byte
}

func (s *bodies) Unwrap() bonafide.Store { return s.Store }

func (s *bodies) Put(ctx context.Context, batch ...bonafide.Write) error {
	err := s.Store.Put(ctx, batch...)
	for _, w := range batch {
		if err == nil && w.Record.Kind == Kind {
			s.written[w.Record.Version] = w.Record.Body
		}
	}
	return err
}

// Random commands: every version that is put together again is the state that was
// stored, with its place in the chain.
func TestVersionsAreWhatWasStored(t *testing.T) {
	for seed := range uint64(2) {
		random := rand.New(rand.NewPCG(seed, 1))
		clock := start
		s, c := sample(t, func() time.Time { return clock })
		kept := &bodies{Store: s.run.Store, written: map[int64][]byte{}}
		s = s.WithStore(kept)
		ctx := context.Background()
		r, err := s.run.Store.Get(ctx, Kind, c.ID)
		require.NoError(t, err)
		kept.written[r.Version] = r.Body
		first := r.Version
		for i := range 120 {
			if random.IntN(3) > 0 { // else at the same instant
				clock = clock.Add(time.Duration(random.IntN(1000)) * time.Minute)
			}
			var err error
			switch random.IntN(9) {
			case 0:
				_, err = s.AddNote(ctx, officer, c.ID, AddNoteRequest{Text: fmt.Sprint("a <note> & more ", i)})
			case 1:
				_, err = s.AddIndividual(ctx, acme, c.ID, IndividualInput{IndividualFields: IndividualFields{FirstName: "Bea", LastName: "Second" + string(rune(0x4E00+i))}})
			case 2:
				_, err = s.Update(ctx, acme, c.ID, UpdateRequest{Name: To(fmt.Sprint("Bolt ", random.IntN(3)))})
			case 3:
				_, err = s.Label(ctx, acme, c.ID, LabelRequest{AddTags: []string{fmt.Sprint("t", random.IntN(5))}, Assignee: Null[string]()})
			case 4:
				_, err = s.SubmitCheck(ctx, acme, c.ID, SubmitCheckRequest{Check: c.Checks[0].ID, Evidence: []string{"f"}})
			case 5:
				_, err = s.Recollect(ctx, officer, c.ID, RecollectRequest{Check: c.Checks[0].ID, Public: "again", Reset: true})
			case 6:
				var now Case
				now, err = s.Get(ctx, officer, c.ID)
				require.NoError(t, err)
				if n := len(now.Individuals); n > 1 {
					_, err = s.RemoveEntity(ctx, acme, c.ID, RemoveEntityRequest{Entity: now.Individuals[1+random.IntN(n-1)].ID})
				}
			case 7:
				_, err = s.Review(ctx, officer, c.ID, ReviewRequest{Status: Rejected, Comment: "no"})
			case 8:
				_, err = s.Reopen(ctx, officer, c.ID, ReopenRequest{})
			}
			if err != nil {
				require.NotErrorIs(t, err, bonafide.ErrInvalid)
			}
		}
		r, err = s.run.Store.Get(ctx, Kind, c.ID)
		require.NoError(t, err)
		now, err := s.run.Get(ctx, c.ID)
		require.NoError(t, err)
		key, err := s.dataKey(ctx, now.State)
		require.NoError(t, err)
		require.Greater(t, r.Version, int64(2*wholeEvery))
		deltas := 0
		for n := first; n <= r.Version; n++ {
			var was struct {
				Head  bonafide.Chain
				State Case
			}
			require.NoError(t, json.Unmarshal(kept.written[n], &was))
			got, err := s.versionAt(ctx, key, c.ID, r.Version, was.State.UpdatedAt)
			require.NoError(t, err)
			require.Equal(t, was.State, got.State, "version %d", n)
			require.Equal(t, was.Head, got.Head)
			v, err := s.snapshot(ctx, key, c.ID, n)
			require.NoError(t, err)
			if v.Delta != nil {
				deltas++
			}
		}
		assert.Greater(t, deltas, int(r.Version)*8/10)
		before, err := s.versionAt(ctx, key, c.ID, r.Version, start.Add(-time.Second))
		require.NoError(t, err)
		assert.Empty(t, before.State.ID, "it was not there")
	}
}

// A delta says how one object became another, whatever happened to its members.
func TestDelta(t *testing.T) {
	for name, x := range map[string]struct{ before, after string }{
		"nothing":        {`{"a":1}`, `{"a":1}`},
		"members":        {`{"a":1,"b":"<&>","c":null}`, `{"b":"<&>","c":{},"d":[1]}`},
		"elements":       {`{"l":[{"id":"1","x":1},{"id":"2"},{"id":"3"}]}`, `{"l":[{"id":"1","x":2},{"id":"3"},{"id":"4"}]}`},
		"order":          {`{"l":[{"id":"1"},{"id":"2"}]}`, `{"l":[{"id":"2"},{"id":"1"}]}`},
		"in the middle":  {`{"l":[{"id":"1"},{"id":"3"}]}`, `{"l":[{"id":"1"},{"id":"2"},{"id":"3"}]}`},
		"no ids":         {`{"l":[{"id":"1"}]}`, `{"l":[{"x":"1"}]}`},
		"one id twice":   {`{"l":[{"id":"1"}]}`, `{"l":[{"id":"1","x":1},{"id":"1","x":2}]}`},
		"empty list":     {`{"l":[]}`, `{"l":[{"id":"1"}]}`},
		"all are gone":   {`{"l":[{"id":"1"}]}`, `{"l":[]}`},
		"list to object": {`{"l":[{"id":"1"}]}`, `{"l":{"id":"1"}}`},
		"behind a list":  {`{"l":[1,[2]]}`, `{"l":[1,[2],{"x":"]"},"\\\""]}`},
		"not behind it":  {`{"l":[1,2]}`, `{"l":[1,23]}`},
		"gone and back":  {`{"l":[{"id":"1"},{"id":"2"}]}`, `{"l":[{"id":"2"},{"id":"1","x":1}]}`},
		"in an object":   {`{"o":{"a":1,"b":{"c":[1]},"d":2}}`, `{"o":{"a":1,"b":{"c":[1,2]},"e":{}}}`},
		"names":          {`{"o":{"a\"b":1,"é\u00e9":2}}`, `{"o":{"a\"b":2,"c":1}}`},
	} {
		t.Run(name, func(t *testing.T) {
			var before, want object
			require.NoError(t, json.Unmarshal([]byte(x.before), &before))
			require.NoError(t, json.Unmarshal([]byte(x.after), &want))
			stored, err := encode(diff(before, want))
			require.NoError(t, err)
			var read delta
			require.NoError(t, json.Unmarshal(stored, &read))
			got, err := read.apply(before)
			require.NoError(t, err)
			assert.Equal(t, want, got)
		})
	}
}

// What is cut is what a decoder would read.
func FuzzMembers(f *testing.F) {
	for _, text := range []string{`{}`, `[]`, `{"a":1,"b":[{"id":"x"},"]"],"c":{"d\\":null}}`, `{"a" :1}`, `[1,]`, `{"a":1`, `["\u12"]`, `{"a":}`, `[true,-1.5e3]`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		gotObject, okObject := members(text)
		gotList, okList := items(text)
		var compact bytes.Buffer
		if json.Compact(&compact, text) != nil || !bytes.Equal(compact.Bytes(), text) {
			return // nothing of the kind is stored
		}
		var wantObject object
		assert.Equal(t, json.Unmarshal(text, &wantObject) == nil && wantObject != nil, okObject)
		var wantList []json.RawMessage
		assert.Equal(t, json.Unmarshal(text, &wantList) == nil && wantList != nil, okList)
		if okObject {
			assert.Equal(t, wantObject, gotObject)
		}
		assert.Len(t, gotList, len(wantList))
		for i := range wantList {
			assert.Equal(t, wantList[i], gotList[i])
		}
	})
}

// A piece of the history that is not there, or not as it was written, is damage and no
// time at which there was no case; versions of the forms of before are read.
func TestPiecesOfHistory(t *testing.T) {
	clock := start
	s, c := sample(t, func() time.Time { return clock })
	ctx := t.Context()
	for i := range wholeEvery + 4 {
		clock = clock.Add(time.Hour)
		_, err := s.AddNote(ctx, officer, c.ID, AddNoteRequest{Text: fmt.Sprint("note ", i)})
		require.NoError(t, err)
	}
	kept, err := s.run.Get(ctx, c.ID)
	require.NoError(t, err)
	key, err := s.dataKey(ctx, kept.State)
	require.NoError(t, err)
	last := kept.Version
	require.NotEqual(t, last, wholeBefore(last))
	whole, err := s.versionAt(ctx, key, c.ID, last, clock)
	require.NoError(t, err)
	want, err := json.Marshal(kept.State)
	require.NoError(t, err)
	state, err := json.Marshal(whole.State)
	require.NoError(t, err)
	assert.JSONEq(t, string(want), string(state))
	one, err := s.snapshot(ctx, key, c.ID, wholeBefore(last))
	require.NoError(t, err)
	version := func(v snapshot) []byte {
		body, err := encode(v)
		require.NoError(t, err)
		return body
	}
	all := snapshot{Format: 1, Head: kept.Head, State: want}
	first := snapshot{Format: 1, Head: one.Head, Delta: &delta{Set: object{"name": json.RawMessage(`"x"`)}}}
	newer := snapshot{Format: deltaFormat + 1, Head: kept.Head, Delta: &delta{}}
	for _, row := range []struct {
		name    string
		version int64
		body    []byte // nil = the record is gone
		want    error
	}{
		{"whole, where a delta would be", last, version(all), nil},
		{"a delta of the form of before", last, version(first), nil},
		{"gone", last, nil, bonafide.ErrDamaged},
		{"the whole one gone", wholeBefore(last), nil, bonafide.ErrDamaged},
		{"no JSON", last, []byte("x"), bonafide.ErrDamaged},
		{"packed noise", last, []byte{packed, 1, 2, 3}, bonafide.ErrDamaged},
		{"nothing in it", last, version(snapshot{Format: 1}), bonafide.ErrDamaged},
		{"a delta of no list", last, version(snapshot{Format: deltaFormat, Delta: &delta{Lists: map[string]listDelta{"name": {Gone: []string{"x"}}}}}), bonafide.ErrDamaged},
		{"a delta of no object", last, version(snapshot{Format: deltaFormat, Delta: &delta{Parts: map[string]delta{"name": {}}}}), bonafide.ErrDamaged},
		{"a delta where all begins", wholeBefore(last), version(first), bonafide.ErrDamaged},
		{"of a newer library", last, version(newer), bonafide.ErrUnreadable},
	} {
		t.Run(row.name, func(t *testing.T) {
			with := s.WithStore(&piece{Store: s.run.Store, id: versionID(c.ID, row.version), key: key, field: versionField(row.version), body: row.body})
			got, err := with.versionAt(ctx, key, c.ID, last, clock)
			require.ErrorIs(t, err, row.want)
			if row.want == nil {
				assert.Equal(t, c.ID, got.State.ID)
			}
		})
	}
}

// A piece is a store with another version in the place of one.
type piece struct {
	bonafide.Store
	id, field string
	key       *bonafide.DataKey
	body      []byte
}

func (s *piece) Unwrap() bonafide.Store { return s.Store }

func (s *piece) Get(ctx context.Context, kind, id string) (bonafide.Record, error) {
	r, err := s.Store.Get(ctx, kind, id)
	if kind != KindVersion || id != s.id {
		return r, err
	}
	if s.body == nil {
		return bonafide.Record{}, bonafide.ErrNotFound
	}
	r.Body = s.key.SealBytes(s.field, s.body)
	return r, err
}
