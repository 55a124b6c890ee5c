package sqlite_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store/sqlite"
)

// What is written is there when the file is opened again.
func ExampleOpen() {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "bonafide")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "kyc.db")

	s, err := sqlite.Open(ctx, path, "shop", &sqlite.Options{Migrate: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	err = s.Put(ctx, bonafide.Write{Record: bonafide.Record{Kind: "user", ID: "u-1", Version: 1, Body: []byte(`{}`)}})
	fmt.Println("written:", err)
	fmt.Println("closed:", s.Close())

	s, err = sqlite.Open(ctx, path, "shop", nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer s.Close()
	r, err := s.Get(ctx, "user", "u-1")
	fmt.Println("read:", r.ID, r.Version, err)

	// Output:
	// written: <nil>
	// closed: <nil>
	// read: u-1 1 <nil>
}

// Records and the host's own rows stand or fall together.
func ExampleStore_WithTx() {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "bonafide")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	s, err := sqlite.Open(ctx, filepath.Join(dir, "kyc.db"), "shop", &sqlite.Options{Migrate: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer s.Close()

	tx, err := s.DB().BeginTx(ctx, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	err = s.WithTx(tx).Put(ctx, bonafide.Write{Record: bonafide.Record{Kind: "user", ID: "u-1", Version: 1}})
	fmt.Println("written:", err)
	fmt.Println("rolled back:", tx.Rollback())
	_, err = s.Get(ctx, "user", "u-1")
	fmt.Println(err)

	// Output:
	// written: <nil>
	// rolled back: <nil>
	// bonafide: not found
}
