package main

import (
	"context"
	"encoding/binary"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store"
)

// append gives events the next numbers. There is one writer at a time, so numbers and
// commits have one order, and a transaction that is undone gives its numbers back.
func (s *Store) append(tx *bolt.Tx, of []bonafide.Event) error {
	all := s.bucket(tx, events)
	for _, e := range of {
		n, err := all.NextSequence()
		if err != nil {
			return err
		}
		text, err := store.EncodeEvent(e)
		if err != nil {
			return err
		}
		if err := all.Put(number(int64(n)), key(text, e.Kind, e.ID)); err != nil {
			return err
		}
		if err := s.bucket(tx, history).Put(key(number(int64(n)), e.Kind, e.ID), nil); err != nil {
			return err
		}
	}
	return nil
}

// Events is [bonafide.Store].
func (s *Store) Events(ctx context.Context, q bonafide.EventQuery) (out []bonafide.Event, err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	limit, err := store.CheckEventQuery(q)
	if err != nil {
		return nil, err
	}
	after, err := s.cursors.Number(q.After)
	if err != nil {
		return nil, err
	}
	err = s.db.View(func(tx *bolt.Tx) error {
		all := s.bucket(tx, events)
		if uint64(after) > all.Sequence() {
			return bonafide.ErrCursor // of a file that was restored from a backup
		}
		from := span{all.Cursor(), nil}
		if q.Kind != "" {
			from = span{s.bucket(tx, history).Cursor(), key(nil, q.Kind, q.ID)}
		}
		for place := from.seek(number(after + 1)); place != nil && len(out) < limit; place = from.seek(number(after + 1)) {
			after = int64(binary.BigEndian.Uint64(place))
			e, err := eventOf(all.Get(place))
			if err != nil {
				return err
			}
			e.Position = s.cursors.Position(after)
			out = append(out, e)
		}
		return nil
	})
	if err != nil {
		return nil, class(err)
	}
	return out, nil
}

// eventOf reads what append wrote.
func eventOf(b []byte) (bonafide.Event, error) {
	var terms [2]string
	for i := range terms {
		if len(b) == 0 || len(b) <= int(b[0]) {
			return bonafide.Event{}, bonafide.ErrUnreadable
		}
		end := 1 + int(b[0])
		terms[i], b = string(b[1:end]), b[end:]
	}
	return store.DecodeEvent(terms[0], terms[1], b)
}

// dueOf is the due time that a place of the index says.
func dueOf(q bonafide.Query, place []byte) time.Time {
	if q.DueBefore.IsZero() {
		return time.Time{}
	}
	return time.UnixMicro(int64(binary.BigEndian.Uint64(place)) ^ -1<<63).UTC()
}
