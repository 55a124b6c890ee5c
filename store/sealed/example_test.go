package sealed_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/store/sealed"
	"github.com/bonafide-go/bonafide/user"
)

// Bodies are sealed on their way into the database; with the keys in a store of
// their own, destroying a key reaches every copy.
func Example() {
	ctx := context.Background()
	database, keyStore := memory.New("acme"), memory.New("acme")
	store, err := sealed.New(database, bonafide.EphemeralKeys(), &sealed.Options{KeyStore: keyStore})
	if err != nil {
		panic(err)
	}
	put := func(version int64, body string) {
		r := bonafide.Record{Kind: "user", ID: "u-1", Version: version, Body: []byte(body)}
		if err := store.Put(ctx, bonafide.Write{Record: r}); err != nil {
			panic(err)
		}
	}
	put(1, `{"name":"Ana Maria Lopez"}`)
	r, err := store.Get(ctx, "user", "u-1")
	fmt.Printf("host: %s %v\n", r.Body, err)
	backup, err := database.Get(ctx, "user", "u-1")
	fmt.Println("database sees the name:", bytes.Contains(backup.Body, []byte("Ana")), err)

	put(2, `{"erased":true}`)
	fmt.Println("shredded:", store.Shred(ctx, bonafide.Record{Kind: "user", ID: "u-1"}))
	r, err = store.Get(ctx, "user", "u-1")
	fmt.Printf("host: %s %v\n", r.Body, err)

	restored := memory.New("acme")
	_ = restored.Put(ctx, bonafide.Write{Record: backup})
	old, _ := sealed.New(restored, bonafide.EphemeralKeys(), &sealed.Options{KeyStore: keyStore})
	_, err = old.Get(ctx, "user", "u-1")
	fmt.Println("backup:", errors.Is(err, bonafide.ErrSealed), err)
	// Output:
	// host: {"name":"Ana Maria Lopez"} <nil>
	// database sees the name: false <nil>
	// shredded: <nil>
	// host: {"erased":true} <nil>
	// backup: true sealed: body of "user" "u-1" does not open: key_missing (erased, or kept elsewhere: see KeyStore)
}

// A database that holds bodies in clear is sealed while it is in use.
func Example_upgrade() {
	ctx, keys, database := context.Background(), bonafide.EphemeralKeys(), memory.New("acme")
	platform := bonafide.Platform("acme")
	before, err := user.New(database, keys, &user.Options{BodiesInClear: true})
	if err != nil {
		panic(err)
	}
	u, err := before.Create(ctx, platform, user.CreateRequest{Phone: "+1 415 555 2671", LegalNames: []string{"Ana Maria Lopez"}})
	if err != nil {
		panic(err)
	}

	// From now on both are read and new bodies are sealed: users work on it meanwhile.
	both, err := sealed.New(database, keys, &sealed.Options{AllowUnsealed: true})
	if err != nil {
		panic(err)
	}
	for _, kind := range sealed.Kinds() {
		for w := (sealed.Walk{Kind: kind}); ; {
			p, err := both.Reseal(ctx, w)
			if err != nil {
				panic(err)
			}
			if p.Done > 0 {
				fmt.Println("sealed:", p.Done, kind)
			}
			if w.Cursor = p.Next; p.Next == "" {
				break
			}
		}
	}

	after, err := user.New(database, keys, nil)
	if err != nil {
		panic(err)
	}
	_, err = after.Get(ctx, platform, u.ID)
	fmt.Println("read:", err)
	_, err = before.Get(ctx, platform, u.ID)
	fmt.Println(errors.Is(err, bonafide.ErrSealed))
	// Output:
	// sealed: 1 user
	// sealed: 1 user.coverage
	// read: <nil>
	// true
}
