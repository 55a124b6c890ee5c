package postgres_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/bonafide-go/bonafide/internal/postgrestest"
	"github.com/bonafide-go/bonafide/store/storetest"
)

// dsn leads to the server that the tests use: the host's own, or a private one that
// they start; empty where there is neither.
var dsn = sync.OnceValue(func() string {
	if own := os.Getenv("BONAFIDE_POSTGRES"); own != "" {
		return own
	}
	var settings []string
	if f := flag.Lookup("test.bench"); f == nil || f.Value.String() == "" {
		settings = append(settings, "fsync=off") // the disk is no part of what is tested
	}
	c, err := postgrestest.Start(settings...)
	if err != nil {
		missing = err
		return ""
	}
	private = c
	return c.DSN("postgres")
})

var (
	missing error
	private *postgrestest.Cluster
)

func TestMain(m *testing.M) {
	code := m.Run()
	if private != nil {
		private.Stop()
	}
	os.Exit(code)
}

// server skips a test where there is no server, which in CI is a failure.
func server(t testing.TB) {
	t.Helper()
	if dsn() != "" {
		return
	}
	if os.Getenv("CI") != "" {
		t.Fatalf("no PostgreSQL: %v", missing)
	}
	t.Skipf("no PostgreSQL: install it, or set BONAFIDE_POSTGRES to a connection string (%v)", missing)
}

// admin makes schemas, and the ordinary role that the tests connect as.
var admin = sync.OnceValues(func() (*pgxpool.Pool, error) {
	pool, err := pgxpool.New(context.Background(), dsn())
	if err != nil {
		return nil, err
	}
	_, err = pool.Exec(context.Background(), `do $$ begin create role bonafide_app login; exception when duplicate_object or unique_violation then null; end $$`)
	return pool, err
})

var schemas atomic.Int64

// newPool returns a pool of an ordinary role in an empty schema of its own.
func newPool(tb storetest.TB, change ...func(*pgxpool.Config)) *pgxpool.Pool {
	tb.Helper()
	ctx := context.Background()
	owner, err := admin()
	if err != nil {
		tb.Fatalf("connect: %v", err)
	}
	name := fmt.Sprintf("bonafide_test_%d_%d", os.Getpid(), schemas.Add(1))
	if _, err := owner.Exec(ctx, `create schema `+name+` authorization bonafide_app`); err != nil {
		tb.Fatalf("create schema: %v", err)
	}
	config, err := pgxpool.ParseConfig(dsn())
	if err != nil {
		tb.Fatalf("connect: %v", err)
	}
	config.ConnConfig.User = "bonafide_app"
	config.ConnConfig.RuntimeParams["search_path"] = name
	for _, c := range change {
		c(config)
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		tb.Fatalf("connect: %v", err)
	}
	tb.Cleanup(func() {
		pool.Close()
		_, _ = owner.Exec(ctx, `drop schema `+name+` cascade`)
	})
	return pool
}
