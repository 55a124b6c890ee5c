// Package sqlite is a [bonafide.Store] in a SQLite file: durable, embedded, with
// no server and no cgo. It is a module of its own, so that the driver reaches
// those alone who ask for it:
//
//	go get github.com/bonafide-go/bonafide/store/sqlite
//
//	s, err := sqlite.Open(ctx, "/var/lib/shop/kyc.db", "shop", &sqlite.Options{Migrate: true})
//	if err != nil {
//		return err
//	}
//	defer s.Close()
//
// # Tenants
//
// One file can hold many tenants ([Store.ForTenant]); each handle reads and
// writes its own alone. SQLite has one writer for a file: a file for each tenant
// lets tenants write at the same time, and can be deleted with its tenant.
//
// # Schema
//
// [Migrate] creates it, never unasked: set [Options.Migrate], or call it, or run
// [Schema] with a tool of your own and then Migrate, which adds the identity of
// the database. Ids and terms are blobs, so that nothing is folded; uniques,
// labels and events are JSON text beside them, to read with SQLite's json
// functions. Every name begins with "bonafide_"; other tables may live beside.
// The host must never write to these.
//
// # Durability
//
// Write-ahead log, synchronous=FULL: Put returns after the disk has flushed. A
// killed process loses nothing that was acknowledged, which a test here shows;
// whether a loss of power does is up to the disk. Never put the file on a
// network share. Copy a live database with "vacuum into" or SQLite's backup, not
// file by file; after restoring one, readers of the outbox whose position is
// beyond its end get [bonafide.ErrCursor] and must start from the beginning.
//
// Bodies hold personal data, sealed as far as the aggregate seals it. Keep the
// file, its "-wal" and "-shm" files and its backups readable by the service
// alone.
//
// # What is left of what was erased
//
// What is deleted or overwritten is overwritten with zeros (secure_delete, which
// [Open] sets), and Erase of the Services moves the write-ahead log into the file and
// truncates it ([Store.Scrub]). SQLite may still leave parts of a row in the unused space of a
// page, where it moved the row to another page before. So after erasures, once
// a day perhaps, run "vacuum" on [Store.DB] and then Scrub: then no file holds them. It
// writes the whole file anew, and holds up writers meanwhile. Of bodies that are sealed
// with keys in a store of their own (package store/sealed) what is left cannot be read,
// vacuum or not; labels and unique values are keyed hashes in any case.
//
// After an Erase in a transaction of the host, call Scrub once it has committed.
//
// # The host's own transactions
//
//	tx, err := s.DB().BeginTx(ctx, nil)
//	…
//	defer tx.Rollback()
//	_, err = tx.ExecContext(ctx, `insert into invoice …`)
//	err = s.WithTx(tx).Put(ctx, batch...)
//	…
//	err = tx.Commit()
//
// [New] stands on a database that the host has opened itself.
//
// # Cost
//
// A Put is one flush of the disk and some twenty statements; a batch of 100 is
// one flush as well. More writers do not make it faster. Run
// "go test -bench Store" for figures on your disk.
package sqlite
