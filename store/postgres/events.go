package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store"
)

// Statements that write events, as late as can be. The place of a batch is the
// latest mark of its records.
const (
	insertEventsByTransaction = `
		insert into bonafide_event (tenant, bucket, place, number, kind, id, event)
		select $1, 0, (select max(r.mark) from unnest($5::bytea[], $6::bytea[]) as own (kind, id)
				join bonafide_record r on r.tenant = $1 and r.kind = own.kind and r.id = own.id),
			nextval('bonafide_event_number'), e.kind, e.id, e.event
		from unnest($2::bytea[], $3::bytea[], $4::text[]) with ordinality as e (kind, id, event, ord)`
	insertEventsByCounter = `
		with head as (insert into bonafide_tenant (tenant, position) values ($1, cardinality($2::bytea[]))
			on conflict (tenant) do update set position = bonafide_tenant.position + excluded.position returning position)
		insert into bonafide_event (tenant, bucket, place, number, kind, id, event)
		select $1, (head.position - cardinality($2::bytea[]) + e.ord) % $5, head.position - cardinality($2::bytea[]) + e.ord, 0, e.kind, e.id, e.event
		from head, unnest($2::bytea[], $3::bytea[], $4::text[]) with ordinality as e (kind, id, event, ord)`
)

// Statements that read events.
const (
	selectEvents = `
		select place, number, kind, id, event from (
			select b.* from generate_series(0, $5::int - 1) as bucket cross join lateral (
				select place, number, kind, id, event from bonafide_event e
				where e.tenant = $1 and e.bucket = bucket.bucket and (e.place, e.number) > ($2, $3)
				order by e.place, e.number limit $4) b) e
		order by place, number limit $4`
	selectSettledEvents = `
		select place, number, kind, id, event from bonafide_event
		where tenant = $1 and bucket = 0 and (place, number) > ($2, $3)
			and place < (select base from bonafide_meta) + pg_snapshot_xmin(pg_current_snapshot())::text::bigint
		order by place, number limit $4`
	selectRecordEvents = `
		select place, number, kind, id, event from bonafide_event
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

// encoded are the events of a batch as columns.
type encoded struct {
	kinds, ids       [][]byte
	texts            []string
	ownKinds, ownIDs [][]byte // the records that have events
}

// encodeEvents returns nil if the batch has no events.
func encodeEvents(batch []bonafide.Write) (*encoded, error) {
	var out encoded
	for i := range batch {
		for j, e := range batch[i].Events {
			text, err := store.EncodeEvent(e)
			if err != nil {
				return nil, err
			}
			kind, id := blob(e.Kind), blob(e.ID)
			out.kinds, out.ids, out.texts = append(out.kinds, kind), append(out.ids, id), append(out.texts, string(text))
			if j == 0 {
				out.ownKinds, out.ownIDs = append(out.ownKinds, kind), append(out.ownIDs, id)
			}
		}
	}
	if out.texts == nil {
		return nil, nil
	}
	return &out, nil
}

func (s *Store) queueEvents(b *pgx.Batch, e *encoded) {
	if s.database.meta.ordering == string(ByTransaction) {
		b.Queue(insertEventsByTransaction, s.tenant, e.kinds, e.ids, e.texts, e.ownKinds, e.ownIDs)
		return
	}
	b.Queue(insertEventsByCounter, s.tenant, e.kinds, e.ids, e.texts, s.database.buckets())
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
			var place, number int64
			var kind, id, text []byte
			if err := rows.Scan(&place, &number, &kind, &id, &text); err != nil {
				return err
			}
			e, err := store.DecodeEvent(string(kind), string(id), text)
			if err != nil {
				return err
			}
			e.Position = s.cursors.PlacePosition(place, number)
			events = append(events, e)
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
