package storetest_test

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"github.com/bonafide-go/bonafide"
)

func same(s string) string { return s }

// upToNUL is what a C string keeps.
func upToNUL(s string) string {
	if i := strings.IndexByte(s, 0); i > 0 {
		return s[:i]
	}
	return s
}

// collations take texts for equal that are not.
func collations() map[string]func(string) string {
	return map[string]func(string) string{
		"folds case":            strings.ToLower,
		"folds ASCII case":      asciiLower,
		"trims blanks":          func(s string) string { return strings.TrimRight(s, " ") },
		"trims all space":       func(s string) string { return keep(strings.TrimSpace(s), s) },
		"composes":              norm.NFC.String,
		"decomposes":            norm.NFD.String,
		"folds compatibility":   norm.NFKC.String,
		"replaces bad UTF-8":    func(s string) string { return strings.ToValidUTF8(s, "\ufffd") },
		"ends at a NUL byte":    upToNUL,
		"doubles quotes":        func(s string) string { return keep(strings.ReplaceAll(s, "''", "'"), s) },
		"takes numbers apart":   number,
		"drops what is unseen":  func(s string) string { return strings.Map(visible, s) },
		"keeps the first plane": func(s string) string { return strings.Map(firstPlane, s) },
	}
}

func asciiLower(s string) string {
	b := []byte(s)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}

// keep is the text unless folding left nothing of it.
func keep(folded, s string) string {
	if folded == "" {
		return s
	}
	return folded
}

func number(s string) string {
	if f, err := strconv.ParseFloat(s, 64); err == nil {
		return strconv.FormatFloat(f, 'g', -1, 64)
	}
	return s
}

func visible(r rune) rune {
	if strings.ContainsRune("\u00ad\u200d\ufeff\u202e", r) {
		return -1
	}
	return r
}

func firstPlane(r rune) rune {
	if r > 0xffff {
		return '?'
	}
	return r
}

func collationMutants() (all []mutant) {
	for name, fold := range collations() {
		all = append(all,
			mutant{name: name, clause: "ids_are_bytes", open: folding(fold, same)},
			mutant{name: name, clause: "terms_are_bytes", open: folding(same, fold)})
	}
	return all
}

// listMutants break labels, due times, texts and pages.
func listMutants() []mutant {
	return append(collationMutants(), []mutant{
		{name: "forgets the kind", clause: "labels", open: listing(func(b *broken, ctx context.Context, q bonafide.Query) (bonafide.Page, error) {
			page, err := b.good.List(ctx, q)
			if len(q.Labels) == 1 && q.Kind == "user" && q.Labels[0] == "risk=low" {
				q.Kind = "case"
				more, _ := b.good.List(ctx, q)
				page.Records = append(page.Records, more.Records...)
			}
			return page, err
		})},
		{name: "keeps labels for ever", clause: "labels", wide: true, open: putting(func(b *broken, ctx context.Context, batch []bonafide.Write) error {
			batch = slices.Clone(batch)
			for i := range batch {
				r := &batch[i].Record
				if was, err := b.good.Get(ctx, r.Kind, r.ID); err == nil {
					r.Labels = slices.Concat(r.Labels, was.Labels)
					r.Labels = r.Labels[:min(len(r.Labels), bonafide.MaxTerms)]
				}
			}
			return b.good.Put(ctx, batch...)
		})},
		{name: "does not filter", clause: "labels", wide: true, open: asking(func(q *bonafide.Query) {
			if len(q.Labels) == 1 {
				q.Labels = nil
			}
		})},
		{name: "searches by prefix", clause: "labels", open: asking(func(q *bonafide.Query) {
			if len(q.Labels) == 1 && q.Labels[0] == "risk" {
				q.Labels = []string{"risk=low"}
			}
		})},

		{name: "looks at the first label only", clause: "label_pairs", wide: true, open: asking(func(q *bonafide.Query) {
			q.Labels = q.Labels[:min(1, len(q.Labels))]
		})},
		{name: "looks at the last label only", clause: "label_pairs", wide: true, open: asking(func(q *bonafide.Query) {
			q.Labels = q.Labels[max(0, len(q.Labels)-1):]
		})},
		{name: "answers holders of any", clause: "label_pairs", open: listing(func(b *broken, ctx context.Context, q bonafide.Query) (bonafide.Page, error) {
			if len(q.Labels) < 2 || q.Cursor != "" {
				return b.good.List(ctx, q)
			}
			var all []bonafide.Record
			for _, label := range q.Labels {
				one := q
				one.Labels = []string{label}
				records, err := every(ctx, b.good, one)
				if err != nil {
					return bonafide.Page{}, err
				}
				all = append(all, records...)
			}
			slices.SortFunc(all, func(a, b bonafide.Record) int { return strings.Compare(a.ID, b.ID) })
			all = slices.CompactFunc(all, func(a, b bonafide.Record) bool { return a.ID == b.ID })
			return bonafide.Page{Records: all[:min(len(all), limitOf(q.Limit))]}, nil
		})},

		{name: "orders by id", clause: "due_order", wide: true, open: listing(func(b *broken, ctx context.Context, q bonafide.Query) (bonafide.Page, error) {
			page, err := b.good.List(ctx, q)
			slices.SortFunc(page.Records, func(a, b bonafide.Record) int { return strings.Compare(a.ID, b.ID) })
			return page, err
		})},
		{name: "does not order one time by id", clause: "due_order", wide: true, open: listing(func(b *broken, ctx context.Context, q bonafide.Query) (bonafide.Page, error) {
			page, err := b.good.List(ctx, q)
			if !q.DueBefore.IsZero() {
				slices.SortStableFunc(page.Records, func(a, b bonafide.Record) int {
					if order := a.Due.Compare(b.Due); order != 0 {
						return order
					}
					return strings.Compare(b.ID, a.ID)
				})
			}
			return page, err
		})},

		{name: "includes the boundary", clause: "due_boundary", wide: true, open: asking(func(q *bonafide.Query) {
			if !q.DueBefore.IsZero() {
				q.DueBefore = q.DueBefore.Add(time.Microsecond)
			}
		})},
		{name: "cuts the time asked for to microseconds", clause: "due_boundary", open: asking(func(q *bonafide.Query) {
			q.DueBefore = q.DueBefore.Truncate(time.Microsecond)
		})},
		{name: "compares seconds", clause: "due_boundary", wide: true, open: asking(func(q *bonafide.Query) {
			q.DueBefore = q.DueBefore.Truncate(time.Second)
		})},
		{name: "compares what clocks show", clause: "due_boundary", open: asking(func(q *bonafide.Query) {
			t := q.DueBefore
			if !t.IsZero() {
				q.DueBefore = time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
			}
		})},

		{name: "takes never for long ago", clause: "never_due", wide: true, open: listing(func(b *broken, ctx context.Context, q bonafide.Query) (bonafide.Page, error) {
			page, err := b.good.List(ctx, q)
			if err != nil || q.DueBefore.IsZero() || q.Cursor != "" || q.Unique != "" {
				return page, err
			}
			q.DueBefore = time.Time{}
			all, err := every(ctx, b.good, q)
			for _, r := range all {
				if r.Due.IsZero() {
					page.Records = slices.Insert(page.Records, 0, r)
				}
			}
			return page, err
		})},
		{name: "keeps the first due time", clause: "never_due", open: each(func(b *broken) {
			b.list = func(ctx context.Context, q bonafide.Query) (bonafide.Page, error) {
				page, err := b.good.List(ctx, q)
				if err == nil && !q.DueBefore.IsZero() {
					page.Records = slices.DeleteFunc(page.Records, func(r bonafide.Record) bool { return r.Version > 1 })
				}
				return page, err
			}
		})},

		{name: "gives one more than asked", clause: "pages", wide: true, open: listing(func(b *broken, ctx context.Context, q bonafide.Query) (bonafide.Page, error) {
			page, err := b.good.List(ctx, q)
			if err == nil && page.Next != "" {
				q.Cursor, q.Limit = page.Next, 1
				more, _ := b.good.List(ctx, q)
				page.Records = append(page.Records, more.Records...)
			}
			return page, err
		})},
		{name: "skips one between pages", clause: "pages", wide: true, open: paging(
			func(all []bonafide.Record, cursor string) int {
				n, _ := strconv.Atoi(cursor)
				return min(n+1, len(all))
			},
			func(end int, _ bonafide.Record) string { return strconv.Itoa(end) },
		)},
		{name: "repeats one between pages", clause: "pages", wide: true, open: paging(
			func(_ []bonafide.Record, cursor string) int { n, _ := strconv.Atoi(cursor); return n },
			func(end int, _ bonafide.Record) string { return strconv.Itoa(max(end-1, 1)) },
		)},
		{name: "has a page after the last", clause: "pages", open: listing(func(b *broken, ctx context.Context, q bonafide.Query) (bonafide.Page, error) {
			if q.Cursor == "end" {
				return bonafide.Page{}, nil
			}
			page, err := b.good.List(ctx, q)
			if err == nil && page.Next == "" && len(page.Records) == limitOf(q.Limit) {
				page.Next = "end"
			}
			return page, err
		})},
		{name: "forgets due times that are equal", clause: "pages", open: listing(func(b *broken, ctx context.Context, q bonafide.Query) (bonafide.Page, error) {
			page, err := b.good.List(ctx, q)
			if err == nil && !q.DueBefore.IsZero() && page.Next != "" && q.Limit == 10 {
				last := page.Records[len(page.Records)-1].Due
				for q.Cursor = page.Next; q.Cursor != ""; { // what a cursor of the due time alone would skip
					q.Limit = 1
					next, err := b.good.List(ctx, q)
					if err != nil || len(next.Records) == 0 || !next.Records[0].Due.Equal(last) {
						break
					}
					page.Next, q.Cursor = next.Next, next.Next
				}
			}
			return page, err
		})},

		{name: "lists without limit", clause: "limits", wide: true, open: asking(func(q *bonafide.Query) {
			if q.Limit == 0 {
				q.Limit = bonafide.MaxPage
			}
		})},
		{name: "takes the largest page for a larger one", clause: "limits", open: asking(func(q *bonafide.Query) {
			q.Limit = min(q.Limit, bonafide.MaxPage)
		})},
		{name: "takes a negative limit for none", clause: "limits", open: asking(func(q *bonafide.Query) { q.Limit = max(q.Limit, 0) })},
		{name: "reports without limit", clause: "limits", open: reporting(func(b *broken, ctx context.Context, q bonafide.EventQuery) ([]bonafide.Event, error) {
			if q.Limit > 1 {
				q.Limit = bonafide.MaxPage
			}
			return b.good.Events(ctx, q)
		})},
		{name: "takes a negative limit of events for none", clause: "limits", open: reporting(func(b *broken, ctx context.Context, q bonafide.EventQuery) ([]bonafide.Event, error) {
			q.Limit = max(q.Limit, 0)
			return b.good.Events(ctx, q)
		})},
		{name: "lists nothing of no kind", clause: "limits", open: listing(func(b *broken, ctx context.Context, q bonafide.Query) (bonafide.Page, error) {
			if q.Kind == "" {
				return bonafide.Page{}, nil
			}
			return b.good.List(ctx, q)
		})},

		{name: "counts from the start", clause: "list_while_inserting", wide: true, open: paging(
			func(_ []bonafide.Record, cursor string) int { n, err := strconv.Atoi(cursor); return valid(n, err) },
			func(end int, _ bonafide.Record) string { return strconv.Itoa(end) },
		)},

		{name: "has the last id for a cursor", clause: "foreign_cursor", open: paging(
			func(all []bonafide.Record, cursor string) int {
				for i, r := range all {
					if r.ID == cursor {
						return i + 1
					}
				}
				return -1
			},
			func(_ int, last bonafide.Record) string { return last.ID },
		)},
		{name: "starts anew", clause: "foreign_cursor", open: listing(func(b *broken, ctx context.Context, q bonafide.Query) (bonafide.Page, error) {
			page, err := b.good.List(ctx, q)
			if errors.Is(err, bonafide.ErrCursor) {
				q.Cursor = ""
				return b.good.List(ctx, q)
			}
			return page, err
		})},
		{name: "ends there", clause: "foreign_cursor", open: listing(func(b *broken, ctx context.Context, q bonafide.Query) (bonafide.Page, error) {
			page, err := b.good.List(ctx, q)
			if errors.Is(err, bonafide.ErrCursor) {
				err = nil
			}
			return page, err
		})},
		{name: "has an error of its own", clause: "foreign_cursor", open: listing(func(b *broken, ctx context.Context, q bonafide.Query) (bonafide.Page, error) {
			page, err := b.good.List(ctx, q)
			if errors.Is(err, bonafide.ErrCursor) {
				err = errors.New("illegal base64 data")
			}
			return page, err
		})},
	}...)
}

func valid(n int, err error) int {
	if err != nil {
		return -1
	}
	return n
}

// growthMutants look through all there is.
func growthMutants() []mutant {
	return []mutant{
		{name: "walks what is due", clause: "answers_from_an_index", open: listing(func(b *broken, ctx context.Context, q bonafide.Query) (bonafide.Page, error) {
			if !q.DueBefore.IsZero() && len(q.Labels) > 0 {
				if _, err := every(ctx, b.good, bonafide.Query{Kind: q.Kind, DueBefore: q.DueBefore}); err != nil {
					return bonafide.Page{}, err
				}
			}
			return b.good.List(ctx, q)
		})},
		{name: "walks the records", clause: "answers_from_an_index", open: listing(func(b *broken, ctx context.Context, q bonafide.Query) (bonafide.Page, error) {
			if _, err := every(ctx, b.good, bonafide.Query{Kind: q.Kind}); err != nil {
				return bonafide.Page{}, err
			}
			return b.good.List(ctx, q)
		})},
		{name: "walks the events", clause: "answers_from_an_index", open: reporting(func(b *broken, ctx context.Context, q bonafide.EventQuery) ([]bonafide.Event, error) {
			all := bonafide.EventQuery{Limit: bonafide.MaxPage}
			for q.Kind != "" {
				events, err := b.good.Events(ctx, all)
				if err != nil || len(events) == 0 {
					break
				}
				all.After = events[len(events)-1].Position
			}
			return b.good.Events(ctx, q)
		})},
	}
}
