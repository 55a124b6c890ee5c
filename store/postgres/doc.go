// Package postgres is a [bonafide.Store] in PostgreSQL 14 or later, and in engines
// that speak its language. It is a module of its own, so that the driver (pgx)
// reaches those alone who ask for it:
//
//	go get github.com/bonafide-go/bonafide/store/postgres
//
//	pool, err := pgxpool.New(ctx, "postgres://…")
//	…
//	err = postgres.Migrate(ctx, pool, nil) // once, by whoever may create tables
//	…
//	s, err := postgres.New(ctx, pool, "shop")
//
// # Tenants
//
// The tenant is in every key and every condition. Row-level security is a second
// wall behind that: every transaction names its tenant, and a statement of another
// shows nothing. It binds every role but superusers and those with BYPASSRLS, so let
// the service connect as an ordinary role.
//
// # Schema
//
// [Migrate] creates it where the connection's search_path leads, never unasked, and
// takes a lock, so that replicas may start at the same time. Every name begins with
// "bonafide_"; other tables may live beside. The host must never write to these.
//
// # Round trips
//
// A Put is one pipeline, commit included: one round trip where all goes well. A refused one
// takes another where one of its records claims unique values, and one for each value
// that is looked up until the holder is found; on a distributed database each refusal
// takes a rollback besides. What the engine aborts is done again, up to 20 times. In a
// transaction of the host a Put takes three: savepoint, pipeline, release. Reads take one.
// The first use of a statement on a connection prepares it. It works behind a pooler by transactions (PgBouncer 1.21 or later).
//
// # Roles
//
// The role that runs [Migrate] owns the tables. Let the service connect as another one,
// which can neither change nor delete an event:
//
//	grant usage on schema public to service; -- where the tables are
//	grant select on bonafide_meta to service;
//	grant select, insert, update, delete on bonafide_record, bonafide_label to service;
//	grant select, insert, delete on bonafide_unique to service;
//	grant select, insert on bonafide_event to service;
//	grant usage on sequence bonafide_event_number to service;
//	grant select, insert, update on bonafide_tenant to service; -- with ByCounter, and where distributed
//
// "vacuum full" takes the owner, pg_dump a superuser or a role with BYPASSRLS: from
// anybody else the wall hides the rows, and pg_dump refuses.
//
// # Order of events
//
// Events are ordered by transaction id, and readers of the outbox stay behind the
// oldest transaction that is still open. So writers never wait for one another, and no
// event is missed. The price: one transaction that writes and stays open, of anybody
// on the server, holds the readers of the outbox back until it ends, though no record and
// no event of one record. [Store.Lag] tells how far; bound it by
// idle_in_transaction_session_timeout and transaction limits of your own.
// [ByCounter] is the other choice: a counter row of the tenant is taken last, events
// show at once, and writers of one tenant wait for each other's commit.
//
// After the database was moved to another server (dump and restore, logical
// replication), transaction ids begin anew there: run Migrate before the first write.
//
// # What is left of what was erased
//
// PostgreSQL overwrites nothing when a row is deleted or changed. After Erase of the
// Services old rows are in the files until a "vacuum full" of bonafide_record,
// bonafide_unique, bonafide_label and bonafide_event writes the tables and indexes
// anew, which a test shows; an ordinary vacuum frees their room and leaves their bytes. It
// locks each table while it runs: plan it, after erasures, as often as your retention
// allows. What no statement reaches: write-ahead log that is kept, archived or
// streamed, base backups, and what "analyze" samples of labels into pg_statistic,
// until the next one. Bodies are not sampled, but on a distributed database.
//
// So seal bodies, with the keys in a database of their own (package store/sealed): then
// Erase destroys the key, and all those copies cannot be read from that moment on.
// Labels and unique values are keyed hashes in any case.
//
// # Distributed engines
//
// With [Options.Distributed] the schema and the statements keep to what
// PostgreSQL-compatible engines have in common: no row-level security, no
// transaction ids, serializable transactions that are repeated when the engine aborts
// them (SQLSTATE 40001), and event keys that are spread over 16 ranges. The tests run
// this profile on PostgreSQL itself, with aborts forced on one commit in ten. It was
// not run on a cluster of CockroachDB, YugabyteDB or Citus.
//
// # Outcomes
//
// An error at the commit leaves open whether the batch was written: it matches
// [bonafide.ErrUnavailable] and is not repeated here. Call the Service again with the
// same key. Errors carry the operation and the SQLSTATE, never the server's text, which
// may quote rows.
package postgres
