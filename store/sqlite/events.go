package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store"
)

const (
	selectEvents = `
		select position, kind, id, event from bonafide_event
		where tenant = ? and position > ? order by position limit ?`
	selectRecordEvents = `
		select position, kind, id, event from bonafide_event indexed by bonafide_event_record
		where tenant = ? and kind = ? and id = ? and position > ? order by position limit ?`
)

// Events returns the events behind the position. A row holds those of one record that were
// written together, at the position of the last. A tenant's positions are
// numbers without gaps in the order of commits: there is one writer at a time.
func (s *Store) Events(ctx context.Context, q bonafide.EventQuery) ([]bonafide.Event, error) {
	if err := s.ready(ctx); err != nil {
		return nil, err
	}
	limit, err := store.CheckEventQuery(q)
	if err != nil {
		return nil, err
	}
	after, err := s.cursors.Number(q.After)
	if err != nil {
		return nil, err
	}
	query, args := selectEvents, []any{s.tenant}
	if q.Kind != "" {
		query, args = selectRecordEvents, append(args, blob(q.Kind), blob(q.ID))
	}
	rows, err := s.reader().QueryContext(ctx, query, append(args, after, limit)...)
	if err != nil {
		return nil, outage(ctx, "events", err)
	}
	defer rows.Close()
	var events []bonafide.Event
	for len(events) < limit && rows.Next() {
		var last int64
		var kind, id, packed []byte
		if err := scan(rows, &last, &kind, &id, &packed); err != nil {
			return nil, outage(ctx, "events", err)
		}
		run, err := store.DecodeEvents(string(kind), string(id), packed)
		if err != nil {
			return nil, outage(ctx, "events", err)
		}
		for i, e := range run {
			position := last - int64(len(run)-1-i)
			if position <= after || len(events) == limit {
				continue
			}
			e.Position = s.cursors.Position(position)
			events = append(events, e)
		}
	}
	if err := rows.Err(); err != nil {
		return nil, outage(ctx, "events", err)
	}
	if len(events) == 0 && after > 0 {
		return nil, s.reached(ctx, after)
	}
	return events, nil
}

// reached refuses a position beyond the tenant's last event: the reader was
// there before a backup was restored, and would wait in silence.
func (s *Store) reached(ctx context.Context, position int64) error {
	var last int64
	err := scan(s.reader().QueryRowContext(ctx, `select position from bonafide_tenant where tenant = ?`, s.tenant), &last)
	switch {
	case err != nil && !errors.Is(err, sql.ErrNoRows):
		return outage(ctx, "events", err)
	case position > last:
		return bonafide.ErrCursor
	}
	return nil
}
