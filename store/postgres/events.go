package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store"
)

// numbered is the number of a run's last event within its place: each run has as many
// numbers to itself as it may have events.
var numbered = fmt.Sprintf("nextval('bonafide_event_number') * %d + e.events - 1", store.MaxRun)

// Statements that write events, as late as can be. The place of a batch is the
// latest mark of its records. A row has the place and number of its last event.
var (
	insertEventsByTransaction = `
		insert into bonafide_event (tenant, bucket, place, number, kind, id, packed)
		select $1, 0, (select max(r.mark) from unnest($5::bytea[], $6::bytea[]) as own (kind, id)
				join bonafide_record r on r.tenant = $1 and r.kind = own.kind and r.id = own.id),
			` + numbered + `, e.kind, e.id, e.packed
		from unnest($2::bytea[], $3::bytea[], $4::bytea[], $7::int[]) with ordinality as e (kind, id, packed, events, ord)`
	insertEventsByCounter = `
		with head as (insert into bonafide_tenant (tenant, position) values ($1, $6)
			on conflict (tenant) do update set position = bonafide_tenant.position + excluded.position returning position)
		insert into bonafide_event (tenant, bucket, place, number, kind, id, packed)
		select $1, (head.position - $6 + e.last) % $7, head.position - $6 + e.last, 0, e.kind, e.id, e.packed
		from head, unnest($2::bytea[], $3::bytea[], $4::bytea[], $5::bigint[]) as e (kind, id, packed, last)`
)

// Statements that read events.
const (
	selectEvents = `
		select place, number, kind, id, event, packed from (
			select b.* from generate_series(0, $5::int - 1) as bucket cross join lateral (
				select place, number, kind, id, event, packed from bonafide_event e
				where e.tenant = $1 and e.bucket = bucket.bucket and (e.place, e.number) > ($2, $3)
				order by e.place, e.number limit $4) b) e
		order by place, number limit $4`
	selectSettledEvents = `
		select place, number, kind, id, event, packed from bonafide_event
		where tenant = $1 and bucket = 0 and (place, number) > ($2, $3)
			and place < (select base from bonafide_meta) + pg_snapshot_xmin(pg_current_snapshot())::text::bigint
		order by place, number limit $4`
	selectRecordEvents = `
		select place, number, kind, id, event, packed from bonafide_event
		where tenant = $1 and kind = $5 and id = $6 and (place, number) > ($2, $3) order by place, number limit $4`
	selectReached = `
		select exists (select 1 from generate_series(0, $4::int - 1) as bucket join lateral (
			select 1 from bonafide_event e where e.tenant = $1 and e.bucket = bucket.bucket and (e.place, e.number) >= ($2, $3) limit 1) x on true)`
	selectLag = `
		select pg_snapshot_xmax(pg_current_snapshot())::text::bigint - pg_snapshot_xmin(pg_current_snapshot())::text::bigint`
)

// buckets are over how many ranges of keys the events of a tenant are spread.
func (d *database) buckets() int {
	if d.meta.ordering == distributed {
		return 16
	}
	return 1
}

// encoded are the events of a batch as columns, a row for each run.
type encoded struct {
	kinds, ids, packed [][]byte
	events             []int32  // of each run
	last               []int64  // events of the batch up to the run's last
	ownKinds, ownIDs   [][]byte // the records that have events
}

// encodeEvents returns nil if the batch has no events.
func encodeEvents(batch []bonafide.Write) (*encoded, error) {
	var out encoded
	var n int64
	for i := range batch {
		runs, err := store.EncodeEvents(batch[i].Events)
		if err != nil {
			return nil, err
		}
		for j, run := range runs {
			kind, id := blob(run.Kind), blob(run.ID)
			n += int64(run.Events)
			out.kinds, out.ids, out.packed = append(out.kinds, kind), append(out.ids, id), append(out.packed, run.Packed)
			out.events, out.last = append(out.events, int32(run.Events)), append(out.last, n)
			if j == 0 {
				out.ownKinds, out.ownIDs = append(out.ownKinds, kind), append(out.ownIDs, id)
			}
		}
	}
	if n == 0 {
		return nil, nil
	}
	return &out, nil
}

func (s *Store) queueEvents(b *pgx.Batch, e *encoded) {
	if s.database.meta.ordering == string(ByTransaction) {
		b.Queue(insertEventsByTransaction, s.tenant, e.kinds, e.ids, e.packed, e.ownKinds, e.ownIDs, e.events)
		return
	}
	b.Queue(insertEventsByCounter, s.tenant, e.kinds, e.ids, e.packed, e.last, e.last[len(e.last)-1], s.database.buckets())
}

// Events returns the events behind the position.
func (s *Store) Events(ctx context.Context, q bonafide.EventQuery) ([]bonafide.Event, error) {
	if err := s.ready(ctx); err != nil {
		return nil, err
	}
	limit, err := store.CheckEventQuery(q)
	if err != nil {
		return nil, err
	}
	place, number, err := s.cursors.Place(q.After)
	if err != nil {
		return nil, err
	}
	text, args := selectEvents, []any{s.tenant, place, number, limit}
	switch {
	case q.Kind != "":
		text, args = selectRecordEvents, append(args, blob(q.Kind), blob(q.ID))
	case s.database.meta.ordering == string(ByTransaction):
		text = selectSettledEvents
	default:
		args = append(args, s.database.buckets())
	}
	var events []bonafide.Event
	err = s.query(ctx, s.reader(), func(rows pgx.Rows) error {
		for rows.Next() {
			if events, err = s.appendRun(events, rows, q.After == "", place, number, limit); err != nil {
				return err
			}
		}
		return nil
	}, text, args...)
	if err != nil {
		return nil, outage(ctx, "events", err)
	}
	if len(events) == 0 && q.After != "" {
		return nil, s.reached(ctx, place, number)
	}
	return events, nil
}

// appendRun adds what a row holds behind a place, up to the limit. Rows that were written
// before runs were have one event, as text.
func (s *Store) appendRun(events []bonafide.Event, row pgx.Rows, all bool, place, number int64, limit int) ([]bonafide.Event, error) {
	var lastPlace, lastNumber int64
	var kind, id, text, packed []byte
	if err := row.Scan(&lastPlace, &lastNumber, &kind, &id, &text, &packed); err != nil || len(events) == limit {
		return events, err
	}
	if packed == nil {
		packed = text
	}
	run, err := store.DecodeEvents(string(kind), string(id), packed)
	if err != nil {
		return nil, err
	}
	for i, e := range run {
		at, n, before := lastPlace, lastNumber, int64(len(run)-1-i)
		if s.database.meta.ordering == string(ByTransaction) {
			n -= before
		} else {
			at -= before
		}
		if behind := at > place || at == place && n > number; !behind && !all || len(events) == limit {
			continue
		}
		e.Position = s.cursors.PlacePosition(at, n)
		events = append(events, e)
	}
	return events, nil
}

// reached refuses a position beyond the tenant's last event: the reader was there
// before a backup was restored, and would wait in silence.
func (s *Store) reached(ctx context.Context, place, number int64) error {
	reached := false
	err := s.query(ctx, s.reader(), into(&reached), selectReached, s.tenant, place, number, s.database.buckets())
	switch {
	case err != nil:
		return outage(ctx, "events", err)
	case !reached:
		return bonafide.ErrCursor
	}
	return nil
}
