package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
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
	store bonafide.Store
	files *files.Dir
	keys  *bonafide.Keys
	close func() error
	own   string // file of secrets
	secrets
}

// secrets are in one file: whoever reads it reads everything. A host has its key service
// wrap the root.
type secrets struct {
	Wrapper, Root []byte
	Clients       clients
}

func openData(ctx context.Context, c config) (*data, error) {
	d := &data{own: filepath.Join(c.data, "secrets.json")}
	if err := errors.Join(os.MkdirAll(c.data, 0o700), d.unlock(ctx, c.demo)); err != nil {
		return nil, err
	}
	var err error
	if d.files, err = files.Open(filepath.Join(c.data, "uploads")); err != nil {
		return nil, err
	}
	if c.postgres == "" {
		records, err := sqlite.Open(ctx, filepath.Join(c.data, "records.db"), tenant, &sqlite.Options{Migrate: true})
		if err != nil {
			return nil, err
		}
		d.store, d.close = records, records.Close
		return d, nil
	}
	pool, err := pgxpool.New(ctx, c.postgres)
	if err != nil {
		return nil, errors.New("-postgres: not a DSN") // the driver's text may quote a password
	}
	d.close = func() error { pool.Close(); return nil }
	if err = postgres.Migrate(ctx, pool, nil); err == nil {
		d.store, err = postgres.New(ctx, pool, tenant)
	}
	return d, err
}

// unlock reads the file of secrets, or makes it up at the first start.
func (d *data) unlock(ctx context.Context, demo bool) error {
	text, err := os.ReadFile(d.own)
	if errors.Is(err, fs.ErrNotExist) {
		d.Wrapper = make([]byte, 32)
		_, _ = rand.Read(d.Wrapper) // never fails
		if demo {
			d.Clients = demoClients()
		}
	} else if err = errors.Join(err, json.Unmarshal(text, &d.secrets)); err != nil {
		return errors.New(d.own + ": not readable")
	}
	wrapper, err := bonafide.NewLocalWrapper(d.Wrapper)
	if err == nil && d.Root == nil {
		if d.Root, err = bonafide.NewRoot(ctx, wrapper, tenant); err == nil {
			err = d.save()
		}
	}
	if err != nil {
		return err
	}
	d.keys, err = bonafide.NewKeys(ctx, tenant, wrapper, d.Root)
	return err
}

// save writes the file whole or not at all.
func (d *data) save() error {
	text, err := json.MarshalIndent(d.secrets, "", "  ")
	if err = errors.Join(err, os.WriteFile(d.own+".new", text, 0o600)); err != nil {
		return err
	}
	return os.Rename(d.own+".new", d.own)
}
