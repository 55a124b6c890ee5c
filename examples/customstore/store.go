package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/gob"
	"errors"
	"fmt"
	"io/fs"
	"syscall"
	"time"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store"
)

// A Store keeps one tenant's records in a bbolt file: a bucket for each tenant, and in it
// one for each of names.
type Store struct {
	db      *bolt.DB
	tenant  string
	cursors store.Cursors
}

var (
	_ bonafide.Store   = (*Store)(nil)
	_ bonafide.Deleter = (*Store)(nil)
	_ bonafide.Pinger  = (*Store)(nil)
)

// The buckets of a tenant.
var (
	records = []byte("records") // kind, id: the record
	uniques = []byte("uniques") // kind, unique value: the id that holds it
	byID    = []byte("by id")   // see entries
	byDue   = []byte("by due")
	events  = []byte("events")  // number: the event
	history = []byte("history") // kind, id, number: nothing
	names   = [][]byte{records, uniques, byID, byDue, events, history}
)

// identityOf returns what tells this file from others, and makes it in a new one.
func identityOf(db *bolt.DB) (identity []byte, err error) {
	err = db.Update(func(tx *bolt.Tx) error {
		meta, err := tx.CreateBucketIfNotExists([]byte("meta"))
		if err != nil {
			return err
		}
		if identity = bytes.Clone(meta.Get([]byte("identity"))); identity != nil {
			return nil
		}
		identity = []byte(rand.Text())
		return meta.Put([]byte("identity"), identity)
	})
	return identity, err
}

// New returns a tenant's handle on a file that the host opened.
func New(db *bolt.DB, tenant string) (*Store, error) {
	if err := store.CheckTenant(tenant); err != nil {
		return nil, err
	}
	identity, err := identityOf(db)
	if err != nil {
		return nil, class(err)
	}
	s := &Store{db: db, tenant: tenant, cursors: store.NewCursors(identity, tenant)}
	return s, class(db.Update(func(tx *bolt.Tx) error {
		own, err := tx.CreateBucketIfNotExists(key(nil, tenant))
		for _, name := range names {
			if err == nil {
				_, err = own.CreateBucketIfNotExists(name)
			}
		}
		return err
	}))
}

// bucket finds one of the tenant's buckets. There is no way to another tenant's.
func (s *Store) bucket(tx *bolt.Tx, name []byte) *bolt.Bucket {
	return tx.Bucket(key(nil, s.tenant)).Bucket(name)
}

// Get is [bonafide.Store].
func (s *Store) Get(ctx context.Context, kind, id string) (r bonafide.Record, err error) {
	if err := ctx.Err(); err != nil {
		return bonafide.Record{}, err
	}
	err = s.db.View(func(tx *bolt.Tx) (err error) {
		r, err = s.read(tx, kind, id)
		return err
	})
	return r, class(err)
}

// A row is what stands under a record's key.
type row struct {
	Version        int64
	Unique, Labels []string
	Due            time.Time
	Body           []byte
}

func (s *Store) read(tx *bolt.Tx, kind, id string) (bonafide.Record, error) {
	if len(kind) > bonafide.MaxTermBytes { // its length has one byte in a key
		return bonafide.Record{}, bonafide.ErrNotFound
	}
	b := s.bucket(tx, records).Get(key([]byte(id), kind))
	if b == nil {
		return bonafide.Record{}, bonafide.ErrNotFound
	}
	var stored row
	if err := gob.NewDecoder(bytes.NewReader(b)).Decode(&stored); err != nil {
		return bonafide.Record{}, bonafide.ErrUnreadable
	}
	return bonafide.Record{Kind: kind, ID: id, Version: stored.Version, Unique: stored.Unique, Labels: stored.Labels,
		Due: stored.Due.UTC(), Body: stored.Body}, nil
}

// Ping is [bonafide.Pinger].
func (s *Store) Ping(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return class(s.db.View(func(*bolt.Tx) error { return nil }))
}

// class says of an error of the engine whether it may pass.
func class(err error) error {
	switch {
	case errors.Is(err, bolterrors.ErrDatabaseNotOpen), errors.Is(err, bolterrors.ErrTimeout):
		return fmt.Errorf("%w: %w", bonafide.ErrUnavailable, err)
	case errors.As(err, new(*fs.PathError)), errors.As(err, new(syscall.Errno)): // of the disk: no room, no answer
		return fmt.Errorf("%w: %w", bonafide.ErrUnavailable, err)
	case errors.Is(err, bolterrors.ErrInvalid), errors.Is(err, bolterrors.ErrChecksum), errors.Is(err, bolterrors.ErrInvalidMapping):
		return fmt.Errorf("%w: %w", bonafide.ErrDamaged, err)
	}
	return err
}
