package postgres

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store"
)

// List returns a page. It goes through the records of the first label asked for,
// or through those that are due: name the rarest label first.
func (s *Store) List(ctx context.Context, q bonafide.Query) (bonafide.Page, error) {
	if err := s.ready(ctx); err != nil {
		return bonafide.Page{}, err
	}
	limit, err := store.CheckQuery(q)
	if err != nil {
		return bonafide.Page{}, err
	}
	due, id, err := s.cursors.After(q)
	if err != nil {
		return bonafide.Page{}, err
	}
	text, args := s.selection(q, due, id, limit+1) // one more tells whether there are more
	begin := setPages
	if s.tx != nil || !s.database.meta.plans { // settings of the host's, or of another engine
		begin = setTenant
	}
	var page bonafide.Page
	err = s.queryAfter(ctx, s.reader(), begin, func(rows pgx.Rows) (err error) {
		page.Records, err = scan(rows, q.Kind)
		return err
	}, text, args...)
	if err != nil {
		return bonafide.Page{}, outage(ctx, "list", err)
	}
	if len(page.Records) > limit {
		page.Records = page.Records[:limit]
		page.Next = s.cursors.Next(q, page.Records[limit-1])
	}
	return page, nil
}

// A statement is text and its arguments.
type statement struct {
	text strings.Builder
	args []any
}

// add appends text in which each ? stands for the next value.
func (b *statement) add(text string, values ...any) {
	for i, part := range strings.Split(text, "?") {
		if i > 0 {
			b.args = append(b.args, values[i-1])
			b.text.WriteString("$" + strconv.Itoa(len(b.args)))
		}
		b.text.WriteString(part)
	}
}

// selection is the statement of a page. Only its shape depends on the query; every
// value is an argument. The page is found in one index, in its order, before any record
// is read, and each record by its key: "limit 1" keeps a planner that knows nothing of
// the tables yet from joining them the other way round.
func (s *Store) selection(q bonafide.Query, due time.Time, id string, limit int) (string, []any) {
	var b statement
	b.add(`select ` + columns + ` from (select t.id, t.due from `)
	s.matching(&b, q)
	if q.DueBefore.IsZero() {
		b.add(` and t.id > ? order by t.id`, blob(id))
	} else {
		b.add(` and (t.due, t.id) > (?, ?) order by t.due, t.id`, due.UnixMicro(), blob(id))
	}
	b.add(` limit ?) p cross join lateral (select * from bonafide_record r where r.tenant = ? and r.kind = ? and r.id = p.id limit 1) r order by `,
		limit, s.tenant, blob(q.Kind))
	if !q.DueBefore.IsZero() {
		b.add(`p.due, `)
	}
	b.add(`p.id`)
	return b.text.String(), b.args
}

// matching adds from where the records of a query come, and on what conditions: the
// unique value leads where there is one, then the first label.
func (s *Store) matching(b *statement, q bonafide.Query) {
	labels := distinct(q.Labels)
	switch {
	case q.Unique != "": // at most one
		b.add(`bonafide_record t where t.tenant = ? and t.kind = ?`, s.tenant, blob(q.Kind))
		b.add(` and t.id = (select u.id from bonafide_unique u where u.tenant = ? and u.kind = ? and u.term = ?)`, s.tenant, blob(q.Kind), blob(q.Unique))
	case len(labels) > 0:
		b.add(`bonafide_label t where t.tenant = ? and t.kind = ? and t.term = ?`, s.tenant, blob(q.Kind), blob(labels[0]))
		labels = labels[1:]
	default:
		b.add(`bonafide_record t where t.tenant = ? and t.kind = ?`, s.tenant, blob(q.Kind))
	}
	if n := len(labels); n > 0 {
		b.add(` and (select count(*) from bonafide_label l where l.tenant = t.tenant and l.kind = t.kind and l.id = t.id and l.term = any(?)) = ?`,
			blobs(labels), n)
	}
	if !q.DueBefore.IsZero() {
		b.add(` and t.due < ?`, store.DueMicros(q.DueBefore))
	}
}

// distinct keeps the first of equal labels, in their order.
func distinct(labels []string) (once []string) {
	for _, label := range labels {
		if !slices.Contains(once, label) {
			once = append(once, label)
		}
	}
	return once
}
