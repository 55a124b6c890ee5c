package main

import (
	"context"
	"crypto/rand"
	_ "embed"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/files"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/screening/match"
	"github.com/bonafide-go/bonafide/store/sqlite"
	"github.com/bonafide-go/bonafide/user"
)

// tenant names whose records these are. It stands in keys and in the database for good.
const tenant = "shop"

//go:embed program.json
var sheet []byte

// open makes the Service of everything that the host supplies.
func open(ctx context.Context, data string, vendor document.Verifier) (*user.Service, func(), error) {
	if err := os.MkdirAll(data, 0o700); err != nil {
		return nil, nil, err
	}
	keys, err := openKeys(ctx, data)
	if err != nil {
		return nil, nil, err
	}
	uploads, err := files.Open(filepath.Join(data, "uploads"))
	if err != nil {
		return nil, nil, err
	}
	store, err := sqlite.Open(ctx, filepath.Join(data, "records.db"), tenant, &sqlite.Options{Migrate: true})
	if err != nil {
		return nil, nil, errors.Join(err, uploads.Close())
	}
	closeAll := func() { _ = errors.Join(store.Close(), uploads.Close()) }
	users, err := newUsers(store, keys, uploads, vendor)
	if err != nil {
		closeAll()
		return nil, nil, err
	}
	return users, closeAll, nil
}

func newUsers(store bonafide.Store, keys *bonafide.Keys, uploads document.Files, vendor document.Verifier) (*user.Service, error) {
	programs, err := program.ParseBook(sheet)
	if err != nil {
		return nil, err
	}
	engine := match.NewEngine(nil)
	list, err := sanctions() // lists.ReadOFAC of the published files, in a real service
	if err == nil {
		err = engine.Load(list)
	}
	if err != nil {
		return nil, err
	}
	return user.New(store, keys, &user.Options{
		Programs: programs,
		Screener: engine,
		Files:    uploads,
		// What no route takes, and a program asks for, waits for a reviewer.
		Verifier: document.NewRouter(document.Route{Name: "registrar", Types: []document.Type{document.SSN}, Verifier: vendor}),
		Sandbox:  true, // in production: Messenger, which sends the codes
	})
}

// openKeys makes keys in a file, for a machine of a developer. In production a KMS wraps
// the root: see the example of bonafide.KeyWrapper.
func openKeys(ctx context.Context, data string) (*bonafide.Keys, error) {
	secret, err := keep(filepath.Join(data, "wrapper"), func() ([]byte, error) {
		key := make([]byte, 32)
		_, err := rand.Read(key)
		return key, err
	})
	if err != nil {
		return nil, err
	}
	wrapper, err := bonafide.NewLocalWrapper(secret)
	if err != nil {
		return nil, err
	}
	root, err := keep(filepath.Join(data, "root"), func() ([]byte, error) { return bonafide.NewRoot(ctx, wrapper, tenant) })
	if err != nil {
		return nil, err
	}
	return bonafide.NewKeys(ctx, tenant, wrapper, root)
}

// keep reads a file, which it makes if it is not there.
func keep(file string, make func() ([]byte, error)) ([]byte, error) {
	b, err := os.ReadFile(file)
	if !errors.Is(err, fs.ErrNotExist) {
		return b, err
	}
	if b, err = make(); err != nil {
		return nil, err
	}
	return b, os.WriteFile(file, b, 0o600)
}
