package sqlite

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store"
)

// List returns a page. It goes through the records of the first label asked for, in the
// order of the answer: name the rarest label first.
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
	rows, err := s.reader().QueryContext(ctx, text, args...)
	if err != nil {
		return bonafide.Page{}, outage(ctx, "list", err)
	}
	defer rows.Close()
	var page bonafide.Page
	lost := &bonafide.UnreadableError{Kind: q.Kind}
	for rows.Next() {
		r, err := scanRecord(rows, q.Kind)
		switch {
		case errors.Is(err, bonafide.ErrUnreadable) && len(page.Records) < limit:
			lost.Add(r.ID, err)
		case err != nil && !errors.Is(err, bonafide.ErrUnreadable):
			return bonafide.Page{}, outage(ctx, "list", err)
		}
		page.Records = append(page.Records, r)
	}
	if err := rows.Err(); err != nil {
		return bonafide.Page{}, outage(ctx, "list", err)
	}
	if len(page.Records) > limit {
		page.Records = page.Records[:limit]
		page.Next = s.cursors.Next(q, page.Records[limit-1])
	}
	page.Records = slices.DeleteFunc(page.Records, func(r bonafide.Record) bool { return slices.Contains(lost.IDs, r.ID) })
	return page, lost.Err()
}

// selection is the statement of a page.
func (s *Store) selection(q bonafide.Query, due time.Time, id string, limit int) (string, []any) {
	text, args, by := s.matching(columns, q, true)
	if q.DueBefore.IsZero() {
		text += ` and ` + by + `.id > ? order by ` + by + `.id`
		args = append(args, blob(id))
	} else {
		text += ` and (` + by + `.due, ` + by + `.id) > (?, ?) order by ` + by + `.due, ` + by + `.id`
		args = append(args, due.UnixMicro(), blob(id))
	}
	return text + ` limit ?`, append(args, limit)
}

// matching is the statement of all that a query matches, and the table whose index it
// goes through. Only its shape depends on the query; every value is an argument. A term
// leads where one can: cross join keeps SQLite from turning it round. Of a label's records
// the index holds all but what stands in the record itself, which is read if it is wanted.
func (s *Store) matching(what string, q bonafide.Query, record bool) (text string, args []any, by string) {
	var b strings.Builder
	add := func(text string, values ...any) {
		b.WriteString(text)
		args = append(args, values...)
	}
	kind, labels := blob(q.Kind), distinct(q.Labels)
	lead := func(table, term string, record bool) {
		add(`select ` + what + ` from ` + table + ` t`)
		if record {
			add(` cross join bonafide_record r on r.tenant = t.tenant and r.kind = t.kind and r.id = t.id`)
		}
		add(` where t.tenant = ? and t.kind = ? and t.term = ?`, s.tenant, kind, blob(term))
	}
	by = `r`
	switch {
	case q.Unique != "":
		lead(`bonafide_unique`, q.Unique, true)
	case len(labels) > 0:
		lead(`bonafide_label`, labels[0], record)
		labels, by = labels[1:], `t`
	default:
		add(`select `+what+` from bonafide_record r where r.tenant = ? and r.kind = ?`, s.tenant, kind)
	}
	if n := len(labels); n > 0 { // counted, because SQLite plans many an "exists" as one join of them all
		add(` and (select count(*) from bonafide_label l where l.tenant = ` + by + `.tenant and l.kind = ` + by + `.kind and l.id = ` + by + `.id and l.term in (?` +
			strings.Repeat(`, ?`, n-1) + `)) = ?`)
		for _, label := range labels {
			args = append(args, blob(label))
		}
		args = append(args, n)
	}
	if !q.DueBefore.IsZero() {
		add(` and `+by+`.due < ?`, store.DueMicros(q.DueBefore))
	}
	return b.String(), args, by
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
