package main

import (
	"bytes"
	"context"
	"encoding/gob"
	"errors"

	bolt "go.etcd.io/bbolt"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store"
)

// Put is [bonafide.Store]: one transaction of bbolt, which has one writer at a time.
func (s *Store) Put(ctx context.Context, batch ...bonafide.Write) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := store.CheckBatch(batch); err != nil {
		return err
	}
	return class(s.db.Update(func(tx *bolt.Tx) error {
		if err := s.free(tx, batch); err != nil {
			return err
		}
		for i := range batch {
			if err := s.write(tx, batch[i].Record); err != nil {
				return err
			}
			if err := s.append(tx, batch[i].Events); err != nil {
				return err
			}
		}
		return ctx.Err()
	}))
}

// free refuses a batch that conflicts, then one that would hold what another record
// holds; between the two it takes away what the records held before: all is given up
// before any is claimed, so that values may change places. A refusal undoes all of it.
func (s *Store) free(tx *bolt.Tx, batch []bonafide.Write) error {
	before := make([]bonafide.Record, len(batch))
	for i := range batch {
		r, err := s.read(tx, batch[i].Record.Kind, batch[i].Record.ID)
		if err != nil && !errors.Is(err, bonafide.ErrNotFound) {
			return err
		}
		if r.Version != batch[i].Record.Version-1 {
			return bonafide.ErrConflict
		}
		before[i] = r
	}
	if err := store.CheckUnique(batch); err != nil {
		return err
	}
	for _, r := range before {
		if err := s.forget(tx, r); err != nil {
			return err
		}
	}
	return nil
}

// forget takes a record out of the indexes.
func (s *Store) forget(tx *bolt.Tx, r bonafide.Record) error {
	if r.Version == 0 {
		return nil
	}
	for _, u := range r.Unique {
		if err := s.bucket(tx, uniques).Delete(key(nil, r.Kind, u)); err != nil {
			return err
		}
	}
	ids, dues := entries(r)
	for _, k := range ids {
		if err := s.bucket(tx, byID).Delete(k); err != nil {
			return err
		}
	}
	for _, k := range dues {
		if err := s.bucket(tx, byDue).Delete(k); err != nil {
			return err
		}
	}
	return nil
}

// write puts a record and its index entries.
func (s *Store) write(tx *bolt.Tx, r bonafide.Record) error {
	for _, u := range r.Unique {
		k := key(nil, r.Kind, u)
		if holder := s.bucket(tx, uniques).Get(k); holder != nil && string(holder) != r.ID {
			return &bonafide.DuplicateError{Key: u, ID: string(holder)}
		}
		if err := s.bucket(tx, uniques).Put(k, []byte(r.ID)); err != nil {
			return err
		}
	}
	ids, dues := entries(r)
	for _, k := range ids {
		if err := s.bucket(tx, byID).Put(k, nil); err != nil {
			return err
		}
	}
	for _, k := range dues {
		if err := s.bucket(tx, byDue).Put(k, nil); err != nil {
			return err
		}
	}
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(row{r.Version, r.Unique, r.Labels, r.Due, r.Body}); err != nil {
		return err
	}
	return s.bucket(tx, records).Put(key([]byte(r.ID), r.Kind), b.Bytes())
}

// Delete is [bonafide.Deleter].
func (s *Store) Delete(ctx context.Context, kind, id string, version int64) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return class(s.db.Update(func(tx *bolt.Tx) error {
		r, err := s.read(tx, kind, id)
		if errors.Is(err, bonafide.ErrNotFound) || err == nil && r.Version != version {
			return bonafide.ErrConflict
		}
		if err != nil {
			return err
		}
		if err := s.forget(tx, r); err != nil {
			return err
		}
		return s.bucket(tx, records).Delete(key([]byte(id), kind))
	}))
}
