package postgres_test

import (
	"context"
	"log"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store/postgres"
	"github.com/bonafide-go/bonafide/user"
)

// A service opens the pool, migrates, and gives the handle to bonafide.
func Example() {
	ctx := context.Background()
	pool, err := pgxpool.New(ctx, "postgres://kyc@db.example.com/kyc")
	if err != nil {
		log.Fatal(err)
	}
	defer pool.Close()
	if err := postgres.Migrate(ctx, pool, nil); err != nil {
		log.Fatal(err)
	}
	s, err := postgres.New(ctx, pool, "shop")
	if err != nil {
		log.Fatal(err)
	}
	users, err := user.New(s, bonafide.EphemeralKeys(), nil)
	if err != nil {
		log.Fatal(err)
	}
	_ = users
}

// Rows of the host and what bonafide keeps stand or fall together.
func ExampleStore_WithTx() {
	ctx := context.Background()
	place := func(pool *pgxpool.Pool, s *postgres.Store, users *user.Service, by bonafide.Actor) error {
		return pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
			if _, err := tx.Exec(ctx, `insert into customer (phone) values ($1)`, "+14155552671"); err != nil {
				return err
			}
			_, err := users.WithStore(s.WithTx(tx)).Create(ctx, by, user.CreateRequest{
				Phone: "+14155552671", LegalNames: []string{"Ana Maria Lopez"},
			})
			return err
		})
	}
	_ = place
}
