package dotfile

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
)

func words[T ~string](all []T) []string {
	var out []string
	for _, w := range all {
		out = append(out, string(w))
	}
	return out
}

func caseColumns() columns[casefile.Case] {
	type c = casefile.Case
	return columns[c]{byDefault: "created_at", flags: []string{"include_custom_properties"}, of: map[string]column[c]{
		"external_id":      {ops: opsExact, text: func(x c) string { return x.ExternalID }},
		"assignee_id":      {ops: opsExact, text: func(x c) string { return x.Assignee }},
		"name":             {ops: opsText, sorts: true, text: func(x c) string { return x.Name }},
		"tags":             {ops: opsList, items: func(x c) []string { return x.Tags }},
		"status":           {ops: opsWord, words: words(casefile.Statuses()), text: func(x c) string { return string(x.Status) }},
		"flags":            {ops: opsList, words: words(casefile.Flags()), items: func(x c) []string { return words(x.Flags) }},
		"created_at":       {ops: opsTime, sorts: true, time: func(x c) time.Time { return x.CreatedAt }},
		"updated_at":       {ops: opsTime, time: func(x c) time.Time { return x.UpdatedAt }},
		"last_activity_at": {ops: opsTime, sorts: true, time: func(x c) time.Time { return x.UpdatedAt }},
	}}
}

// narrowed is what an index answers of a query.
func narrowed(q query) casefile.ListRequest {
	req := casefile.ListRequest{PageRequest: bonafide.PageRequest{Limit: bonafide.MaxItems}}
	for _, f := range q.filters {
		switch {
		case f.column == "status" && f.op == "eq":
			req.Status = casefile.Status(f.values[0])
		case f.column == "assignee_id" && f.op == "eq":
			req.Assignee = f.values[0]
		case f.column == "tags" && f.op == "array_contains":
			req.Tag = f.values[0]
		case f.column == "flags" && f.op == "array_contains":
			req.Flag = casefile.Flag(f.values[0])
		}
	}
	return req
}

// walk goes through the caller's cases, but for those that were deleted. It fails with
// an [*bonafide.InvalidError] where there are more than MaxScan.
func (d *desk) walk(ctx context.Context, by caller, req casefile.ListRequest, each func(casefile.Case)) error {
	for n := 0; ; {
		page, err := d.cases.List(ctx, by.platform, req)
		if err != nil && !errors.Is(err, bonafide.ErrUnreadable) {
			return err
		}
		for _, c := range page.Items {
			if n++; n > d.MaxScan {
				return bonafide.Faults{{Path: "query", Code: bonafide.CodeTooMany, Rule: "filter by status, assignee, tag or flag"}}.Err()
			}
			if c.Erased() {
				continue
			}
			if c.Status == casefile.Closed {
				if err := d.places.keep(ctx, c); errors.Is(err, bonafide.ErrNotFound) {
					continue
				} else if err != nil {
					return err
				}
			}
			each(c)
		}
		if req.Cursor = page.Next; req.Cursor == "" {
			return nil
		}
	}
}

func (d *desk) listCases(r request) (int, any, error) {
	cols := caseColumns()
	q, err := cols.parse(r.URL.Query())
	if err != nil {
		return 0, nil, err
	}
	var kept []casefile.Case
	err = d.walk(r.Context(), r.by, narrowed(q), func(c casefile.Case) {
		if cols.keeps(q, c) {
			kept = append(kept, c)
		}
	})
	if err != nil {
		return 0, nil, err
	}
	e, out := d.encoder(), []caseObject{}
	for _, c := range cols.cut(q, kept) {
		c, err := d.read(r.Context(), r.by, c.ID)
		if errors.Is(err, bonafide.ErrNotFound) {
			continue // went meanwhile
		}
		if err != nil {
			return 0, nil, err
		}
		o := e.detailed(c, shows{bare: true})
		if !q.flags["include_custom_properties"] {
			o.Properties = nil
		}
		out = append(out, o)
	}
	return http.StatusOK, pageOf{Data: out, Pagination: pagination{q.page, q.limit, len(kept)}}, nil
}

// placedCheck is a check with its case.
type placedCheck struct {
	casefile.Check
	in casefile.Case
}

func checkColumns() columns[placedCheck] {
	type k = placedCheck
	entity := func(company bool) func(k) string {
		return func(x k) string {
			if _, ok := x.in.Company(x.Entity); ok == company {
				return x.Entity
			}
			return ""
		}
	}
	return columns[k]{byDefault: "updated_at", flags: []string{"include_not_relevant"}, of: map[string]column[k]{
		"case_id":          {ops: opsExact, text: func(x k) string { return x.in.ID }},
		"company_id":       {ops: opsExact, text: entity(true)},
		"individual_id":    {ops: opsExact, text: entity(false)},
		"status":           {ops: opsWord, words: words(casefile.CheckStatuses()), text: func(x k) string { return string(x.Status) }},
		"type":             {ops: opsWord, words: words(casefile.CheckTypes()), text: func(x k) string { return string(x.Type) }},
		"subtype":          {ops: opsWord, text: func(x k) string { return x.Subtype }},
		"created_at":       {ops: opsTime, sorts: true, time: func(x k) time.Time { return x.CreatedAt }},
		"updated_at":       {ops: opsTime, sorts: true, time: func(x k) time.Time { return x.UpdatedAt }},
		"last_activity_at": {ops: opsTime, sorts: true, time: func(x k) time.Time { return x.UpdatedAt }},
	}}
}

// relevantEntity reports whether an entity is under investigation.
func relevantEntity(c casefile.Case, id string) bool {
	if x, ok := c.Company(id); ok {
		return x.Relevant()
	}
	x, ok := c.Individual(id)
	return ok && x.Relevant()
}

func (d *desk) listChecks(r request) (int, any, error) {
	cols := checkColumns()
	q, err := cols.parse(r.URL.Query())
	if err != nil {
		return 0, nil, err
	}
	var kept []placedCheck
	each := func(c casefile.Case) {
		for _, k := range c.Checks {
			if x := (placedCheck{k, c}); k.Withdrawn == nil && cols.keeps(q, x) && (q.flags["include_not_relevant"] || relevantEntity(c, k.Entity)) {
				kept = append(kept, x)
			}
		}
	}
	if home := d.narrowedCase(r.Context(), q); home != "" {
		c, err := d.read(r.Context(), r.by, home)
		if err != nil && !errors.Is(err, bonafide.ErrNotFound) {
			return 0, nil, err
		}
		each(c)
	} else if err := d.walk(r.Context(), r.by, casefile.ListRequest{PageRequest: bonafide.PageRequest{Limit: bonafide.MaxItems}}, each); err != nil {
		return 0, nil, err
	}
	out := []checkObject{}
	for _, x := range cols.cut(q, kept) {
		if err := d.places.keep(r.Context(), x.in); err != nil && !errors.Is(err, bonafide.ErrNotFound) {
			return 0, nil, err
		}
		out = append(out, check(x.in, x.Check))
	}
	return http.StatusOK, pageOf{Data: out, Pagination: pagination{q.page, q.limit, len(kept)}}, nil
}

// narrowedCase is the only case that a query can be about; empty if there are more.
func (d *desk) narrowedCase(ctx context.Context, q query) string {
	for _, f := range q.filters {
		switch {
		case f.op != "eq":
		case f.column == "case_id":
			return f.values[0]
		case f.column == "company_id", f.column == "individual_id":
			if home, err := d.places.of(ctx, f.values[0]); err == nil {
				return home
			}
		}
	}
	return ""
}

func (d *desk) listNotes(r request) (int, any, error) {
	if _, err := r.by.reviewing(); err != nil {
		return 0, nil, err
	}
	c, err := d.read(r.Context(), r.by, r.PathValue("id"))
	if err != nil {
		return 0, nil, err
	}
	type n = casefile.Note
	e := d.encoder()
	page, err := selected(columns[n]{byDefault: "created_at", of: map[string]column[n]{
		"created_at": {ops: opsTime, sorts: true, time: func(x n) time.Time { return x.At }},
		"updated_at": {ops: opsTime, sorts: true, time: func(x n) time.Time { return x.At }},
	}}, r.URL.Query(), c.Notes, func(x n) noteObject { return e.note(c, x) })
	return http.StatusOK, page, err
}
