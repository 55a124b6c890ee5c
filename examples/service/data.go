package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document/files"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/lists"
	"github.com/bonafide-go/bonafide/store/postgres"
	"github.com/bonafide-go/bonafide/store/sqlite"
	"github.com/bonafide-go/bonafide/user"
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

// secrets are in one file: who reads it reads all. A host has a key service wrap the root.
type secrets struct {
	Wrapper, Root []byte
	Clients       clients
}

func openData(ctx context.Context, c config) (d *data, err error) {
	d = &data{own: filepath.Join(c.data, "secrets.json")}
	if err = errors.Join(os.MkdirAll(c.data, 0o700), d.unlock(ctx, c.demo)); err != nil {
		return nil, err
	}
	if d.files, err = files.Open(filepath.Join(c.data, "uploads")); err != nil {
		return nil, err
	}
	if c.postgres == "" {
		records, err := sqlite.Open(ctx, filepath.Join(c.data, "records.db"), tenant, &sqlite.Options{Migrate: true})
		d.store, d.close = records, records.Close
		return d, err
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
	if err == nil {
		d.keys, err = bonafide.NewKeys(ctx, tenant, wrapper, d.Root)
	}
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

func (h *host) daily(ctx context.Context) error {
	for tick := time.Tick(h.refresh); ; {
		select {
		case <-ctx.Done():
			return nil
		case <-tick:
		}
		h.gate.failed("list")("", h.carry(ctx)) // the edition before stays in use
		h.gate.failed("uploads")("", h.sweep(ctx))
	}
}

// Fetch reads the OFAC list: see [screening.Source].
func (h *host) Fetch(context.Context) (screening.List, error) {
	if h.lists != "" {
		info, err := os.Stat(filepath.Join(h.lists, "sdn.csv"))
		if err != nil {
			return screening.List{}, err
		}
		return lists.ReadOFAC(os.DirFS(h.lists), &lists.OFACOptions{Edition: bonafide.DateOf(info.ModTime().UTC())})
	}
	files, _ := fs.Sub(sheets, "ofac") // fails for names that are none
	return lists.ReadOFAC(files, &lists.OFACOptions{Edition: bonafide.Date{Year: 2026, Month: 3, Day: 1}})
}

// carry has those users looked for whom a new edition concerns; it covers the others.
func (h *host) carry(ctx context.Context) error {
	list, err := h.screener.Refresh(ctx, h)
	if err != nil || list.Hash == h.list.Hash {
		return err
	}
	now := h.screener.Snapshot()
	delta, _ := screening.Diff(h.list, list) // never fails for one list
	if _, err = h.users.Carry(ctx, bonafide.System(), user.CarryRequest{Delta: delta, Rules: now.Rules(), Touched: now.Touched(delta)}); err == nil {
		h.list = list
	}
	return err
}

// sweep removes uploads that no record names.
func (h *host) sweep(ctx context.Context) error {
	named := func(yield func(string, error) bool) {
		for _, files := range [...]func(context.Context, bonafide.Actor, bonafide.PageRequest) (bonafide.PageOf[string], error){h.users.Files, h.cases.Files} {
			for page, more := (bonafide.PageRequest{}), true; more; more = page.Cursor != "" {
				found, err := files(ctx, bonafide.System(), page)
				if err != nil {
					yield("", err)
					return
				}
				for _, key := range found.Items {
					if !yield(key, nil) {
						return
					}
				}
				page.Cursor = found.Next
			}
		}
	}
	_, err := h.files.Sweep(ctx, time.Now().Add(-24*time.Hour), named)
	return err
}
