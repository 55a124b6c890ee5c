package postgres

import "strings"

// Each statement of Put that finds the batch refused fails with a division by
// zero, so that nothing after it in the pipeline runs and no answer has to be waited
// for in between.

// insertUniques claims values for the whole batch: each is inserted, or held already by
// the record that claims it.
const insertUniques = `
	with claim as (select kind, term, id from unnest($2::bytea[], $3::bytea[], $4::bytea[]) as c (kind, term, id)),
	claimed as (insert into bonafide_unique (tenant, kind, term, id) select $1, kind, term, id from claim on conflict do nothing returning 1)
	select 1 / (case when (select count(*) from claimed) = cardinality($3) then 1
		when (select count(*) from claimed) + (select count(*) from claim cross join lateral (select from bonafide_unique u
			where u.tenant = $1 and u.kind = claim.kind and u.term = claim.term and u.id = claim.id offset 0) held) = cardinality($3) then 1
		else 0 end)`

// A recordShape is what a statement that writes a record does.
type recordShape struct {
	first  bool // inserts, else updates
	claims bool // claims unique values too
	events bool // writes the events of the batch too
}

// newRecordStatements returns the statements that write a record. Their arguments are
// tenant, kind, id, version, uniques, labels (each once), due, body, and kinds, ids, packed
// texts and counts of runs of events.
//
// In a database whose events are ordered by transaction a record is marked with the
// place of its last events: a transaction of the host can be older than a version that it read.
//
// What an update leaves as it was is not touched: the condition on the version before
// is decided once, before any index is looked at.
func newRecordStatements(ordering string) map[recordShape]string {
	mark := "0"
	if ordering == string(ByTransaction) {
		mark = "(select pg_current_xact_id()::text::bigint + base from bonafide_meta)"
	}
	texts := make(map[recordShape]string)
	for _, claims := range []bool{false, true} {
		for _, events := range []bool{false, true} {
			for _, first := range []bool{false, true} {
				shape := recordShape{first, claims, events}
				texts[shape] = recordStatement(shape, mark)
			}
		}
	}
	return texts
}

func recordStatement(shape recordShape, mark string) string {
	var b strings.Builder
	if shape.first {
		b.WriteString(`
		with done as (insert into bonafide_record (tenant, kind, id, version, uniques, labels, due, body, mark)
			values ($1, $2, $3, $4, $5, $6, $7, $8, ` + mark + `) on conflict do nothing returning mark),
		labelled as (insert into bonafide_label (tenant, kind, term, id, due)
			select $1, $2, term, $3, $7 from done, unnest($6::bytea[]) term)`)
		if shape.claims {
			b.WriteString(`,
		fresh as (select term from unnest($5::bytea[]) term)`)
		}
	} else {
		b.WriteString(`
		with old as (select uniques, labels, due from bonafide_record where tenant = $1 and kind = $2 and id = $3 and version = $4 - 1),
		done as (update bonafide_record set version = $4, uniques = $5, labels = $6, due = $7, body = $8, mark = greatest(mark, ` + mark + `)
			where tenant = $1 and kind = $2 and id = $3 and version = $4 - 1 returning mark),
		freed as (delete from bonafide_unique
			where (select uniques from old) is distinct from $5
				and tenant = $1 and kind = $2 and term = any((select uniques from old)::bytea[]) and id = $3 and term <> all($5)),
		unlabelled as (delete from bonafide_label
			where (select labels from old) is distinct from $6
				and tenant = $1 and kind = $2 and term = any((select labels from old)::bytea[]) and id = $3 and term <> all($6)),
		dated as (update bonafide_label set due = $7
			where (select due from old) is distinct from $7
				and tenant = $1 and kind = $2 and term = any((select labels from old)::bytea[]) and id = $3 and term = any($6)),
		labelled as (insert into bonafide_label (tenant, kind, term, id, due)
			select $1, $2, term, $3, $7 from done, unnest($6::bytea[]) term
			where (select labels from old) is distinct from $6 and term <> all((select labels from old)::bytea[]))`)
		if shape.claims {
			b.WriteString(`,
		fresh as (select term from unnest($5::bytea[]) term
			where (select uniques from old) is distinct from $5 and term <> all((select uniques from old)::bytea[]))`)
		}
	}
	if shape.claims {
		b.WriteString(`,
		claimed as (insert into bonafide_unique (tenant, kind, term, id)
			select $1, $2, term, $3 from fresh order by term on conflict do nothing returning 1)`)
	}
	if shape.events {
		b.WriteString(`,
		told as (insert into bonafide_event (tenant, bucket, place, number, kind, id, packed)
			select $1, 0, done.mark, ` + numbered + `, e.kind, e.id, e.packed
			from done, unnest($9::bytea[], $10::bytea[], $11::bytea[], $12::int[]) as e (kind, id, packed, events))`)
	}
	b.WriteString(`
		select 1 / (select count(*) from done)`)
	if shape.claims {
		b.WriteString(`, 1 / (case when (select count(*) from claimed) = (select count(*) from fresh) then 1 else 0 end)`)
	}
	return b.String()
}
