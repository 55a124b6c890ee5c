// Package store tells how to write a [bonafide.Store], and holds the few pure
// pieces that every adapter would otherwise write again.
//
// A host that is happy with one of the stores beside this package needs none of
// it: memory for tests and first steps, sqlite for one machine.
//
// # What an adapter is
//
// Four methods on one tenant's handle, four to five hundred lines. It
// never sees a type of the domain: a record is a kind, an id, a version, a few
// terms, a time and a body of bytes. Written once, it serves every aggregate
// there is or will be. Prove it with one test:
//
//	func TestStore(t *testing.T) {
//		storetest.Run(t, func(tb storetest.TB) func(tenant string) bonafide.Store {
//			db := emptyDatabase(tb)
//			return func(tenant string) bonafide.Store { return mystore.New(db, tenant) }
//		})
//	}
//
// Every clause of that suite names the rule it guards. Add storetest.Compare
// with a few seeds, storetest.Bench, storetest.RunReopen where anything outlives the process, and storetest.RunTx where the adapter can be bound
// to a transaction of the host.
//
// # Obligations
//
//   - Put is one transaction. It begins with [CheckBatch], finds every version
//     that does not follow on the stored one ([bonafide.ErrConflict]), and only
//     then every unique value that another record would hold
//     ([bonafide.DuplicateError]; [CheckUnique] finds those inside the batch).
//   - Kinds, ids, unique values, labels and tenants are bytes. What differs in
//     case, in a trailing blank or in its Unicode form is different.
//   - List goes by id, bytewise, or by due time and id, and answers from an index.
//     It begins with [CheckQuery]; [Cursors] makes and reads its cursors.
//   - Events begins with [CheckEventQuery]; [Cursors] makes and reads positions.
//     A position the tenant has not reached fails with [bonafide.ErrCursor].
//   - What goes in and out is copied.
//   - A context that is over ends every method with the context's error, whatever else
//     is wrong with the call. Then come the checks above, then the cursor, then what is stored.
//   - A database that cannot do its work is [bonafide.ErrUnavailable] if it may later
//     (no connection, no room, a disk that does not answer), [bonafide.ErrDamaged] if it
//     finds itself damaged (a page or an index that is not what was written), or the
//     driver's own error, wrapped (a missing table or right); never ErrNotFound, never a
//     conflict. Workers try again after the first, and leave the second alone for minutes.
//     No error text may carry a value of the record: mind drivers that quote the row.
//   - One record whose columns do not decode is [bonafide.ErrUnreadable]: List goes on
//     without it and names it in a [bonafide.UnreadableError].
//   - A tenant may wait while another one writes, and never fails for it.
//   - The tenant is in every key and every condition, and leads every index.
//     A handle has no way to name another tenant.
//   - Every value is a bound parameter. Only the number of labels may change the
//     text of a statement.
//
// # A sketch in SQL
//
// Columns called blob are bytea, varbinary or raw, whatever compares bytes.
//
//	create table meta   (identity blob)              -- random, made with the schema: for NewCursors
//	create table tenant (tenant blob primary key, position bigint)
//	create table record (tenant blob, kind blob, id blob, version bigint, uniques text, labels text,
//	                     due bigint, body blob,      -- due in microseconds, null = never
//	                     primary key (tenant, kind, id))
//	create index on record (tenant, kind, due, id)   -- where due is not null
//	create table uniques (tenant blob, kind blob, term blob, id blob, primary key (tenant, kind, term))
//	create table labels  (tenant blob, kind blob, term blob, id blob, primary key (tenant, kind, term, id))
//	create table event   (tenant blob, position bigint, kind blob, id blob, event text,
//	                      primary key (tenant, position))
//	create index on event (tenant, kind, id, position)
//
// Put, in one transaction:
//
//	-- 1. positions; takes the tenant's turn
//	insert into tenant values ($tenant, $n) on conflict (tenant)
//	    do update set position = tenant.position + $n returning position
//
//	-- 2. every record of the batch; no affected row is a conflict
//	insert into record … values (…, 1, …) on conflict do nothing          -- version 1
//	select uniques, labels from record where … and version = $version - 1  -- later ones
//	update record set … where tenant = $tenant and kind = $kind and id = $id and version = $version - 1
//
//	-- 3. CheckUnique(batch)
//
//	-- 4. for the whole batch: first all that is given up, then all that is claimed
//	delete from uniques where tenant = $tenant and kind = $kind and term = $term
//	insert into uniques … on conflict do nothing     -- no affected row: select the holder
//	delete from labels …; insert into labels … on conflict do nothing
//
//	-- 5. events, at the positions taken
//	insert into event …
//
// It needs "insert … on conflict do nothing", "update … where version = n" and
// the number of affected rows: no message of a driver is ever parsed. The
// columns uniques and labels hold [EncodeTerms], so that reading a record takes
// one statement and an update touches only the terms that change; event holds
// [EncodeEvent], which leaves out what the columns beside it say. Both are JSON text and may hold \u0000: PostgreSQL's jsonb
// refuses that, and text or json take it.
//
// Events that were written together say much alike. [EncodeEvents] gives them as few rows of
// bytes, at the position of the last event of each: a sixth of the room. Then "position > $after"
// finds the row in which a page begins, and what stands before it there is skipped.
//
// A page by labels: start from the rows of one label behind the cursor's id and
// count the others with one subquery ("(select count(*) … term in (…)) = n").
// One "exists" for each label makes some planners try every order of 64 tables.
// Ask for one record more than the limit to know whether there is a next page.
// A page by due time: due < [DueMicros] of DueBefore, and (due, id) > the place
// of the cursor.
//
// # How much there is in a batch
//
// A Store takes [bonafide.MaxBatch] records with [bonafide.MaxTerms] terms of each kind.
// The commands of the Services put far less: see [bonafide.CommandWrites] and its
// neighbours, which a test over all of them holds. A database that bounds its
// transactions below MaxBatch (DynamoDB: 100 items, terms and events counted) takes ordinary
// users, and not a case of eighty entities: refuse what is over with ErrInvalid.
//
// # Pitfalls
//
// Tables that were never analysed. A planner that knows nothing of a table may join
// records and labels quadratically (74 ms a page on PostgreSQL, 0.6 ms after analyze).
// Find the page in one index first ("limit n" in a subquery), then read each record by its
// key ("cross join lateral … limit 1"); in SQLite "cross join" and "indexed by" keep the
// order.
//
// Plans that are kept. Drivers prepare statements, and a server may keep the plan that it made
// for one while the tables were small: a scan that was right for a hundred rows reads all of a
// million, until the connection ends. Nothing shows in tests, whose tables are small or whose
// connections are new. Have pages planned for their values each time (PostgreSQL:
// plan_cache_mode = force_custom_plan for the transaction), and keep the plan only of
// statements that have one good plan, such as those by a whole key.
//
// Collation. A text column compares by the collation of the database: "A" may
// equal "a", "a " may equal "a", "é" its two-rune form, and a NUL byte may end
// the text or be refused. Then two users share a phone number's index, or one
// user is two. Use columns of bytes, in conditions and in "order by" as well.
//
// Unique values that move. Inside one batch a value may go from one record to
// another, in either order, or around a ring. Checked write by write it fails;
// so all that is given up goes first. A unique constraint on an array of the
// record itself cannot do that without being deferred, which not every engine
// can.
//
// Order of the outbox. A number from a sequence or an identity column is taken
// before the commit: the transaction with 7 may commit after the one with 8,
// and a reader that has gone on from 8 never sees 7. Nobody notices until an
// auditor does. Either the writers of a tenant take turns, by a row that each of
// them updates in its transaction (step 1 of the sketch: the row stays locked
// until the commit, so numbers and commits have one order, and no number is
// missing after a rollback), or the reader stays behind the oldest transaction
// that is still open. Times of clocks are no order at all. Engines that run
// transactions optimistically abort one of two that meet in that row: repeat the
// whole transaction.
//
// Deadlocks. Two batches that lock the same records in different orders wait
// for each other. Taking the tenant's turn first avoids it; so does writing in
// the order of kind and id.
//
// Transactions that read first. Under snapshot isolation one that has read and
// then writes can find that the snapshot is too old. Begin with a write.
//
// Unknown outcomes. A connection that is lost at commit leaves open whether the
// batch was written. Answer with ErrUnavailable and do not repeat it inside the
// adapter: the caller repeats the call, and a write that did happen then
// conflicts, upon which it reads what is there. Retries of transactions that the
// engine has rolled back for certain (serialization failures) are the adapter's.
//
// Replicas. A read that decides about a write must not come from a replica that
// lags; the version check would still hold, but a look-up by a unique value
// would miss the record.
//
// Tables that bear due times in native types round, shift zones or end in 2038.
// Whole microseconds since 1970 in 64 bits do not.
//
// # Transactions of the host
//
// An adapter should offer a handle that is bound to a transaction of the host,
// as sqlite's WithTx does, so that the host's own rows and bonafide's records
// stand or fall together. A refused Put must leave such a transaction usable and
// without a trace: set a savepoint.
//
// # A store before a store
//
// To log, measure or slow down, embed the interface and override what matters. An
// embedded interface hides every method beyond the four: add a method
// Unwrap() bonafide.Store that returns the store behind. A Service looks through it for
// what that one can do besides ([bonafide.StoreAs]), and finds a store/sealed there instead of sealing
// a second time, which that one refuses at the first write.
//
// A Service seals bodies before it hands them on, and its records come with one more
// kind, sealed.key. To an adapter these are records as all others.
//
// A store that can delete should be a [bonafide.Deleter]: else memories of idempotency
// keys, which count no more after a day, stay for ever. A store before it that keeps
// copies of records passes Delete on itself, and drops its copy. [bonafide.Counter] and
// [bonafide.Pinger] are worth their few lines too. Where writers of one record in several
// processes can wait for each other ("select … for update"), a [bonafide.Locker] more than
// doubles what they get done; bound how many connections wait at once, so that whoever
// holds a record never waits for a connection. A store whose files go
// on holding what was overwritten should be a [bonafide.Scrubber] if its engine can do
// something about it at a price that an erasure may cost; else its documentation says
// what a host runs, how often, and what no statement reaches.
package store
