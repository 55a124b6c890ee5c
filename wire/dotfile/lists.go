package dotfile

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/wire/internal/rest"
)

func caseColumns() columns[casefile.Case] {
	type c = casefile.Case
	return columns[c]{byDefault: "created_at", flags: []string{"include_custom_properties"}, of: map[string]column[c]{
		"external_id":      {ops: opsExact, text: func(x c) string { return x.ExternalID }},
		"assignee_id":      {ops: opsExact, text: func(x c) string { return x.Assignee }},
		"name":             {ops: opsText, sorts: true, text: func(x c) string { return x.Name }},
		"tags":             {ops: opsList, items: func(x c) []string { return x.Tags }},
		"status":           {ops: opsWord, words: rest.Texts(casefile.Statuses()), text: func(x c) string { return string(x.Status) }},
		"flags":            {ops: opsList, words: rest.Texts(casefile.Flags()), items: func(x c) []string { return rest.Texts(x.Flags) }},
		"created_at":       {ops: opsTime, sorts: true, time: func(x c) time.Time { return x.CreatedAt }},
		"updated_at":       {ops: opsTime, time: func(x c) time.Time { return x.UpdatedAt }},
		"last_activity_at": {ops: opsTime, sorts: true, time: func(x c) time.Time { return x.UpdatedAt }},
	}}
}

// narrowed is what an index answers of a query.
func narrowed(q query) casefile.ListRequest {
	req := casefile.ListRequest{PageRequest: bonafide.PageRequest{Limit: bonafide.MaxItems}}
	for _, f := range q.filters {
		if f.values[0] == "" || len(f.values) > 1 && f.op != "array_contains" {
			continue
		}
		one := f.op == "eq" || f.op == "in"
		switch {
		case f.column == "status" && one:
			req.Status = casefile.Status(f.values[0])
		case f.column == "assignee_id" && one:
			req.Assignee = f.values[0]
		case f.column == "tags" && f.op != "array_not_contains":
			req.Tag = f.values[0]
		case f.column == "flags" && f.op != "array_not_contains":
			req.Flag = casefile.Flag(f.values[0])
		}
	}
	return req
}

// equal is the value that a query asks one of the columns to have.
func (q query) equal(columns ...string) (string, bool) {
	for _, f := range q.filters {
		if f.op == "eq" && slices.Contains(columns, f.column) {
			return f.values[0], true
		}
	}
	return "", false
}

// walk goes through the caller's cases, but for those that were deleted. It fails with
// an [*bonafide.InvalidError] where there are more than MaxScan.
func (d *handler) walk(ctx context.Context, by caller, req casefile.ListRequest, each func(casefile.Case)) error {
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

// visit goes through the cases that a list of what is in cases can be about: one alone,
// where the query names it or something in it.
func (d *handler) visit(ctx context.Context, by caller, q query, each func(casefile.Case)) error {
	home, ok := q.equal("case_id")
	if part, named := q.equal("company_id", "individual_id"); !ok && named {
		var err error
		if home, err = d.places.of(ctx, part); err != nil && !errors.Is(err, bonafide.ErrNotFound) {
			return err
		}
		ok = true
	}
	if !ok {
		return d.walk(ctx, by, narrowed(query{}), each)
	}
	c, err := d.read(ctx, by, home)
	if err == nil {
		each(c)
	}
	if errors.Is(err, bonafide.ErrNotFound) {
		return nil
	}
	return err
}

// candidates goes through the cases that a list of cases can be about.
func (d *handler) candidates(ctx context.Context, by caller, q query, each func(casefile.Case)) error {
	if external, ok := q.equal("external_id"); ok && external != "" {
		c, err := d.cases.Find(ctx, by.platform, external)
		if err == nil && c.ExternalID == external {
			if c, err = d.read(ctx, by, c.ID); err == nil {
				each(c)
			}
		}
		if errors.Is(err, bonafide.ErrNotFound) {
			return nil
		}
		if err == nil && c.ExternalID == external || err != nil && !errors.Is(err, bonafide.ErrInvalid) {
			return err
		}
	}
	return d.walk(ctx, by, narrowed(q), each)
}

func (d *handler) listCases(r request) (int, any, error) {
	cols := caseColumns()
	q, err := cols.parse(r.URL.Query())
	if err != nil {
		return 0, nil, err
	}
	var kept []casefile.Case
	err = d.candidates(r.Context(), r.by, q, func(c casefile.Case) {
		if cols.keeps(q, c) { // no more of it than it is sorted by
			kept = append(kept, casefile.Case{ID: c.ID, Name: c.Name, CreatedAt: c.CreatedAt, UpdatedAt: c.UpdatedAt})
		}
	})
	if err != nil {
		return 0, nil, err
	}
	e, out := d.encoder(r.Context()), []caseObject{}
	err = reread(d, r, cols.cut(q, kept), func(x casefile.Case) string { return x.ID }, func(_, c casefile.Case) {
		o := e.detailed(c, shows{bare: true})
		if !q.flags["include_custom_properties"] {
			o.Properties = nil
		}
		out = append(out, o)
	})
	return http.StatusOK, pageOf{Data: out, Pagination: pagination{q.page, q.limit, len(kept)}}, err
}

// reread reads the cases of a page again, as the caller may see them, each once. Those
// that went meanwhile are left out.
func reread[T any](d *handler, r request, page []T, home func(T) string, each func(T, casefile.Case)) error {
	read := make(map[string]casefile.Case)
	for _, x := range page {
		id := home(x)
		c, ok := read[id]
		if !ok {
			var err error
			if c, err = d.read(r.Context(), r.by, id); err != nil && !errors.Is(err, bonafide.ErrNotFound) {
				return err
			}
			read[id] = c
		}
		if c.ID != "" {
			each(x, c)
		}
	}
	return nil
}

// placed is what a list of what is in cases goes by.
type placed struct {
	home      casefile.Case // its id alone, once it is kept
	id, name  string
	entity    string
	check     casefile.Check
	createdAt time.Time
	updatedAt time.Time
}

// slim is no more than a page is sorted and read again by.
func (x placed) slim() placed {
	return placed{home: casefile.Case{ID: x.home.ID}, id: x.id, name: x.name, createdAt: x.createdAt, updatedAt: x.updatedAt}
}

func placedColumns(more columns[placed]) columns[placed] {
	for name, c := range map[string]column[placed]{
		"case_id":          {ops: opsExact, text: func(x placed) string { return x.home.ID }},
		"created_at":       {ops: opsTime, sorts: true, time: func(x placed) time.Time { return x.createdAt }},
		"updated_at":       {ops: opsTime, sorts: true, time: func(x placed) time.Time { return x.updatedAt }},
		"last_activity_at": {ops: opsTime, sorts: true, time: func(x placed) time.Time { return x.updatedAt }},
	} {
		more.of[name] = c
	}
	return more
}

func checkColumns() columns[placed] {
	entity := func(company bool) func(placed) string {
		return func(x placed) string {
			if _, ok := x.home.Company(x.entity); ok == company {
				return x.entity
			}
			return ""
		}
	}
	return placedColumns(columns[placed]{byDefault: "updated_at", flags: []string{"include_not_relevant"}, of: map[string]column[placed]{
		"company_id":    {ops: opsExact, text: entity(true)},
		"individual_id": {ops: opsExact, text: entity(false)},
		"status":        {ops: opsWord, words: rest.Texts(casefile.CheckStatuses()), text: func(x placed) string { return string(x.check.Status) }},
		"type":          {ops: opsWord, words: rest.Texts(casefile.CheckTypes()), text: func(x placed) string { return string(x.check.Type) }},
		"subtype":       {ops: opsWord, text: func(x placed) string { return x.check.Subtype }},
	}})
}

func entityColumns() columns[placed] {
	return placedColumns(columns[placed]{byDefault: "created_at", flags: []string{"include_not_relevant"}, of: map[string]column[placed]{
		"name": {ops: opsText, sorts: true, text: func(x placed) string { return x.name }},
	}})
}

// relevantEntity reports whether an entity is under investigation.
func relevantEntity(c casefile.Case, id string) bool {
	if x, ok := c.Company(id); ok {
		return x.Relevant()
	}
	x, ok := c.Individual(id)
	return ok && x.Relevant()
}

func (d *handler) listChecks(r request) (int, any, error) {
	return d.listPlaced(r, checkColumns(), func(c casefile.Case, each func(placed)) {
		for _, k := range c.Checks {
			if k.Withdrawn == nil {
				each(placed{home: c, id: k.ID, entity: k.Entity, check: k, createdAt: k.CreatedAt, updatedAt: k.UpdatedAt})
			}
		}
	}, func(c casefile.Case, id string) (any, bool) {
		k, ok := c.Check(id)
		return check(c, k), ok && k.Withdrawn == nil
	})
}

func (d *handler) listCompanies(r request) (int, any, error) {
	e := d.encoder(r.Context())
	return d.listPlaced(r, entityColumns(), func(c casefile.Case, each func(placed)) {
		for _, x := range c.Companies {
			each(placed{home: c, id: x.ID, entity: x.ID, name: x.Name, createdAt: x.CreatedAt, updatedAt: x.UpdatedAt})
		}
	}, func(c casefile.Case, id string) (any, bool) {
		x, ok := c.Company(id)
		return e.company(c, x, shows{}), ok
	})
}

func (d *handler) listIndividuals(r request) (int, any, error) {
	e := d.encoder(r.Context())
	return d.listPlaced(r, entityColumns(), func(c casefile.Case, each func(placed)) {
		for _, x := range c.Individuals {
			each(placed{home: c, id: x.ID, entity: x.ID, name: x.Name(), createdAt: x.CreatedAt, updatedAt: x.UpdatedAt})
		}
	}, func(c casefile.Case, id string) (any, bool) {
		x, ok := c.Individual(id)
		return e.individual(c, x, e.totals(c), shows{}), ok
	})
}

// listPlaced lists what is in cases: parts hands out what a case has, object shows one.
func (d *handler) listPlaced(r request, cols columns[placed], parts func(casefile.Case, func(placed)), object func(casefile.Case, string) (any, bool)) (int, any, error) {
	q, err := cols.parse(r.URL.Query())
	if err != nil {
		return 0, nil, err
	}
	var kept []placed
	err = d.visit(r.Context(), r.by, q, func(c casefile.Case) {
		parts(c, func(x placed) {
			if cols.keeps(q, x) && (q.flags["include_not_relevant"] || relevantEntity(c, x.entity)) {
				kept = append(kept, x.slim())
			}
		})
	})
	if err != nil {
		return 0, nil, err
	}
	out := []any{}
	err = reread(d, r, cols.cut(q, kept), func(x placed) string { return x.home.ID }, func(x placed, c casefile.Case) {
		if o, ok := object(c, x.id); ok {
			out = append(out, o)
		}
	})
	return http.StatusOK, pageOf{Data: out, Pagination: pagination{q.page, q.limit, len(kept)}}, err
}

func tagColumns() columns[tagObject] {
	type t = tagObject
	return columns[t]{byDefault: "label", of: map[string]column[t]{
		"label":      {ops: opsText, sorts: true, text: func(x t) string { return x.Label }},
		"created_at": {ops: opsTime, sorts: true, time: func(x t) time.Time { return time.Time(x.CreatedAt) }},
	}}
}

// listTags lists the tags that cases have.
func (d *handler) listTags(r request) (int, any, error) {
	type t = tagObject
	cols := tagColumns()
	if _, err := cols.parse(r.URL.Query()); err != nil {
		return 0, nil, err
	}
	first := make(map[string]t)
	err := d.walk(r.Context(), r.by, narrowed(query{}), func(c casefile.Case) {
		for _, label := range c.Tags {
			old, ok := first[strings.ToLower(label)]
			if !ok || c.CreatedAt.Before(time.Time(old.CreatedAt)) {
				first[strings.ToLower(label)] = t{tagID(label), label, moment(c.CreatedAt)}
			}
		}
	})
	if err != nil {
		return 0, nil, err
	}
	var all []t
	for _, x := range first {
		all = append(all, x)
	}
	page, err := selected(cols, r.URL.Query(), all, func(x t) t { return x })
	return http.StatusOK, page, err
}
