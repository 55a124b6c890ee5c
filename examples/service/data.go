package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document/files"
	"github.com/bonafide-go/bonafide/store/postgres"
	"github.com/bonafide-go/bonafide/store/sqlite"
)

// tenant is whose records these are. A host with several has a store and a Service for each.
const tenant = "demo"

// A data is what the service keeps: records, uploads, keys and who its clients are.
type data struct {
	store   bonafide.Store
	files   *files.Dir
	keys    *bonafide.Keys
	clients clients
	closers []func()
}

func openData(ctx context.Context, c config) (_ *data, err error) {
	d := &data{}
	defer func() {
		if err != nil {
			d.close()
		}
	}()
	if err := os.MkdirAll(c.data, 0o700); err != nil {
		return nil, err
	}
	if d.keys, err = openKeys(ctx, filepath.Join(c.data, "keys.json")); err != nil {
		return nil, err
	}
	if d.clients, err = openClients(filepath.Join(c.data, "clients.json"), c.demo); err != nil {
		return nil, err
	}
	if d.files, err = files.Open(filepath.Join(c.data, "uploads")); err != nil {
		return nil, err
	}
	d.closers = append(d.closers, func() { _ = d.files.Close() })
	if c.postgres == "" {
		s, err := sqlite.Open(ctx, filepath.Join(c.data, "records.db"), tenant, &sqlite.Options{Migrate: true})
		if err != nil {
			return nil, err
		}
		d.store, d.closers = s, append(d.closers, func() { _ = s.Close() })
		return d, nil
	}
	pool, err := pgxpool.New(ctx, c.postgres)
	if err != nil {
		return nil, errors.New("-postgres: not a DSN") // the driver's text may quote a password
	}
	d.closers = append(d.closers, pool.Close)
	if err := postgres.Migrate(ctx, pool, nil); err != nil {
		return nil, err
	}
	d.store, err = postgres.New(ctx, pool, tenant)
	return d, err
}

func (d *data) close() {
	for i := range d.closers {
		d.closers[len(d.closers)-1-i]()
	}
}

// openKeys returns the tenant's keys, under a key in a file. A host has its key service wrap
// them: whoever reads this file reads everything.
func openKeys(ctx context.Context, path string) (*bonafide.Keys, error) {
	var kept struct{ Wrapper, Root []byte }
	err := readJSON(path, &kept)
	isNew := errors.Is(err, fs.ErrNotExist)
	if isNew {
		kept.Wrapper, err = make([]byte, 32), nil
		_, _ = rand.Read(kept.Wrapper) // never fails
	}
	if err != nil {
		return nil, err
	}
	wrapper, err := bonafide.NewLocalWrapper(kept.Wrapper)
	if err != nil {
		return nil, err
	}
	if isNew {
		if kept.Root, err = bonafide.NewRoot(ctx, wrapper, tenant); err != nil {
			return nil, err
		}
		if err := writeJSON(path, kept); err != nil {
			return nil, err
		}
	}
	return bonafide.NewKeys(ctx, tenant, wrapper, kept.Root)
}

func readJSON(path string, to any) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if json.Unmarshal(text, to) != nil {
		return fmt.Errorf("%s: not JSON", path)
	}
	return nil
}

// writeJSON writes a file for the service's eyes alone, whole or not at all.
func writeJSON(path string, from any) error {
	text, err := json.MarshalIndent(from, "", "  ")
	if err != nil {
		return err
	}
	f, err := os.OpenFile(path+".new", os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(append(text, '\n'))
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}
