package postgres_test

import (
	"context"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store/postgres"
	"github.com/bonafide-go/bonafide/store/storetest"
)

// grants are those that the documentation of the package tells, for the role of these
// tests and a schema.
func grants(t *testing.T) func(schema string) []string {
	t.Helper()
	text, err := os.ReadFile("doc.go")
	require.NoError(t, err)
	found := regexp.MustCompile(`(?m)^//\t(grant .* on .* to) service;`).FindAllStringSubmatch(string(text), -1)
	require.Len(t, found, 7)
	return func(schema string) (out []string) {
		for _, g := range found {
			out = append(out, strings.Replace(g[1], "schema public", "schema "+schema, 1)+" bonafide_service")
		}
		return out
	}
}

// servicePool returns what makes databases that one role owns, and a pool of another one
// that has the rights that are granted and no more.
func servicePool(t *testing.T, opts *postgres.Options) func(tb storetest.TB) *pgxpool.Pool {
	t.Helper()
	super, err := admin()
	require.NoError(t, err)
	_, err = super.Exec(t.Context(), `do $$ begin create role bonafide_service login; exception when duplicate_object or unique_violation then null; end $$`)
	require.NoError(t, err)
	granted := grants(t)
	return func(tb storetest.TB) *pgxpool.Pool {
		ctx := context.Background()
		owner := newPool(tb)
		if err := postgres.Migrate(ctx, owner, opts); err != nil {
			tb.Fatalf("migrate: %v", err)
		}
		config := owner.Config()
		for _, grant := range granted(config.ConnConfig.RuntimeParams["search_path"]) {
			if _, err := owner.Exec(ctx, grant); err != nil {
				tb.Fatalf("%s: %v", grant, err)
			}
		}
		config.ConnConfig.User = "bonafide_service"
		service, err := pgxpool.NewWithConfig(ctx, config)
		if err != nil {
			tb.Fatalf("connect: %v", err)
		}
		tb.Cleanup(service.Close)
		return service
	}
}

// What the documentation grants is all that a Store needs.
func TestStoreOfServiceRole(t *testing.T) {
	server(t)
	for _, name := range []string{"by transaction", "by counter"} {
		t.Run(name, func(t *testing.T) {
			pool := servicePool(t, profiles[name])
			for _, clause := range storetest.Clauses() {
				if clause.Name == "answers_from_an_index" {
					continue // it takes time, and is about time
				}
				t.Run(clause.Name, func(t *testing.T) {
					clause.Run(t, func(tb storetest.TB) func(tenant string) bonafide.Store {
						s, err := postgres.New(context.Background(), pool(tb), "tenant")
						if err != nil {
							tb.Fatalf("new: %v", err)
						}
						return func(tenant string) bonafide.Store { return s.ForTenant(tenant) }
					})
				})
			}
		})
	}
}

// The role of the service cannot change what happened, and an error says so where a
// right is missing.
func TestServiceRoleCannotChangeEvents(t *testing.T) {
	server(t)
	pool := servicePool(t, nil)(t)
	for _, statement := range []string{
		`update bonafide_event set event = ''`, `delete from bonafide_event`, `truncate bonafide_event`, `update bonafide_meta set version = 1`,
	} {
		_, err := pool.Exec(t.Context(), statement)
		var refused *pgconn.PgError
		require.ErrorAs(t, err, &refused, statement)
		assert.Equal(t, "42501", refused.Code, statement)
	}
	config := pool.Config()
	config.ConnConfig.RuntimeParams["search_path"] = "pg_catalog"
	elsewhere, err := pgxpool.NewWithConfig(t.Context(), config)
	require.NoError(t, err)
	defer elsewhere.Close()
	require.ErrorContains(t, postgres.Migrate(t.Context(), elsewhere, nil), "the role lacks a right")
}
