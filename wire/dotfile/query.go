package dotfile

import (
	"cmp"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/wire/internal/rest"
)

// Operators of a filter that a kind of column takes; the first is the default.
const (
	opsEqual = "eq"
	opsExact = "eq not_eq"
	opsWord  = "eq not_eq in not_in"
	opsText  = "eq not_eq like ilike"
	opsTime  = "eq not_eq gt gte lt lte"
	opsList  = "array_contains array_not_contains array_overlap"
)

// A column is one field that lists are filtered by, and sorted where Sorts is set.
type column[T any] struct {
	ops   string
	words []string // what its values may be; nil is anything
	sorts bool
	text  func(T) string
	time  func(T) time.Time
	items func(T) []string
}

// columns are all columns of a list by name; byDefault is how it is sorted.
type columns[T any] struct {
	of        map[string]column[T]
	byDefault string
	most      int      // items of a page; 0 is 100
	flags     []string // boolean parameters that are no filters
}

// parameters are those that [columns.parse] reads: a column with its first operator, each
// operator behind the column's name, and how a list is sorted and cut.
func (c columns[T]) parameters() []rest.Param {
	var out []rest.Param
	var sorts []string
	for _, name := range sortedKeys(c.of) {
		col := c.of[name]
		for i, op := range strings.Fields(col.ops) {
			p := rest.Param{Name: name + "." + op, Type: "string", Values: col.words}
			if comma(op) {
				p.Type = "[]string"
			}
			if i == 0 {
				first := p
				first.Name = name
				out = append(out, first)
			}
			out = append(out, p)
		}
		if col.sorts {
			sorts = append(sorts, name, name+".asc", name+".desc")
		}
	}
	for _, name := range c.flags {
		out = append(out, rest.Param{Name: name, Type: "boolean"})
	}
	return append(out, rest.Param{Name: "sort", Type: "[]string", Values: sorts, Text: c.byDefault + " without it"},
		rest.Param{Name: "page", Type: "integer", Text: "from 1"}, rest.Param{Name: "limit", Type: "integer", Text: fmt.Sprintf("20; at most %d", c.limit())})
}

// limit is how many items a page may have.
func (c columns[T]) limit() int { return cmp.Or(c.most, 100) }

// comma reports whether an operator takes a list, with commas between its items.
func comma(op string) bool { return op == "in" || op == "not_in" || strings.HasPrefix(op, "array_") }

// A filter keeps what meets one condition.
type filter struct {
	column, op string
	values     []string
	at         time.Time
}

// An order is one column to sort by.
type order struct {
	column string
	desc   bool
}

// A query is what a list is asked for.
type query struct {
	filters     []filter
	orders      []order
	flags       map[string]bool
	page, limit int
}

// parse reads the parameters of a list. It fails with an [*bonafide.InvalidError] that
// names every parameter that is unknown, repeated or malformed.
func (c columns[T]) parse(q url.Values) (query, error) {
	out := query{flags: make(map[string]bool)}
	var faults bonafide.Faults
	var err error
	out.page, out.limit, err = rest.Pages(q, "page", "limit", 20, c.limit())
	faults.Merge("", err)
	for _, name := range sortedKeys(q) {
		values := q[name]
		switch {
		case name == "page" || name == "limit":
		case len(values) > 1:
			faults.Add(c.known(name), bonafide.CodeRepeated)
		case name == "sort":
			out.orders = c.sort(values[0], &faults)
		case slices.Contains(c.flags, name):
			if out.flags[name] = values[0] == "true"; values[0] != "true" && values[0] != "false" {
				faults.Add(name, bonafide.CodeMalformed)
			}
		default:
			f := c.filter(name, values[0], &faults)
			if slices.ContainsFunc(out.filters, func(o filter) bool { return o.column == f.column && o.op == f.op }) {
				faults.Add(c.known(name), bonafide.CodeRepeated)
			}
			out.filters = append(out.filters, f)
		}
	}
	if err := faults.Err(); err != nil {
		return query{}, err
	}
	if out.orders == nil {
		out.orders = c.sort(c.byDefault, &faults)
	}
	return out, nil
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// known is the name of a parameter as it may be repeated to whoever sent it.
func (c columns[T]) known(name string) string {
	field, _, _ := strings.Cut(name, ".")
	if _, ok := c.of[field]; ok || name == "sort" || slices.Contains(c.flags, name) {
		return field
	}
	return "query"
}

// Bounds of what one parameter may hold: each is compared with every item.
const (
	maxValues = 100  // of a comma list
	maxValue  = 1000 // bytes of a text to compare
)

func (c columns[T]) sort(text string, faults *bonafide.Faults) []order {
	out := []order{}
	if strings.Count(text, ",") > len(c.of) {
		faults.Add("sort", bonafide.CodeTooMany)
		return out
	}
	for _, part := range strings.Split(text, ",") {
		name, direction, given := strings.Cut(part, ".")
		if col, ok := c.of[name]; !ok || !col.sorts || given && direction != "asc" && direction != "desc" {
			faults.Add("sort", bonafide.CodeMalformed)
			continue
		}
		if slices.ContainsFunc(out, func(o order) bool { return o.column == name }) {
			faults.Add("sort", bonafide.CodeRepeated)
		}
		out = append(out, order{name, direction == "desc"})
	}
	return out
}

func (c columns[T]) filter(name, value string, faults *bonafide.Faults) filter {
	field, op, given := strings.Cut(name, ".")
	col, ok := c.of[field]
	if !ok {
		faults.Add("query", bonafide.CodeUnknown)
		return filter{}
	}
	ops := strings.Fields(col.ops)
	if !given {
		op = ops[0]
	}
	f := filter{column: field, op: op, values: []string{value}}
	if !slices.Contains(ops, op) {
		faults.Add(field, bonafide.CodeNotAllowed)
	}
	if comma(op) {
		f.values = strings.SplitN(value, ",", maxValues+1)
	}
	if len(f.values) > maxValues {
		faults.Add(field, bonafide.CodeTooMany)
		return f
	}
	if col.time != nil {
		if f.at, ok = instant(value); !ok {
			faults.Add(field, bonafide.CodeMalformed)
		}
	}
	for _, v := range f.values {
		if len(v) > maxValue {
			faults.Add(field, bonafide.CodeTooLong)
		}
		if col.words != nil && !slices.Contains(col.words, v) {
			faults.Add(field, bonafide.CodeUnknown)
		}
	}
	return f
}

// instant reads a date or a time (ISO 8601); without a zone it is UTC.
func instant(text string) (time.Time, bool) {
	for _, form := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", time.DateOnly} {
		if t, err := time.Parse(form, text); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// keeps reports whether an item meets every filter.
func (c columns[T]) keeps(q query, item T) bool {
	for _, f := range q.filters {
		if !c.of[f.column].meets(f, item) {
			return false
		}
	}
	return true
}

func (c column[T]) meets(f filter, item T) bool {
	switch {
	case c.time != nil:
		return compares(f.op, c.time(item).Truncate(time.Millisecond).Compare(f.at))
	case c.items != nil:
		return among(f, c.items(item))
	}
	have := c.text(item)
	switch f.op {
	case "not_eq":
		return have != f.values[0]
	case "in":
		return slices.Contains(f.values, have)
	case "not_in":
		return !slices.Contains(f.values, have)
	case "like":
		return like(f.values[0], have)
	case "ilike":
		return like(strings.ToLower(f.values[0]), strings.ToLower(have))
	}
	return have == f.values[0]
}

func compares(op string, sign int) bool {
	switch op {
	case "gt":
		return sign > 0
	case "gte":
		return sign >= 0
	case "lt":
		return sign < 0
	case "lte":
		return sign <= 0
	case "not_eq":
		return sign != 0
	}
	return sign == 0
}

// among compares lists, whatever the case of their items.
func among(f filter, have []string) bool {
	in := func(want string) bool {
		return slices.ContainsFunc(have, func(h string) bool { return strings.EqualFold(h, want) })
	}
	n := 0
	for _, want := range f.values {
		if in(want) {
			n++
		}
	}
	switch f.op {
	case "array_not_contains":
		return n < len(f.values)
	case "array_overlap":
		return n > 0
	}
	return n == len(f.values)
}

// like matches a pattern of SQL, in which % is any text and _ one character. A pattern
// without either is looked for anywhere.
func like(pattern, have string) bool {
	if !strings.ContainsAny(pattern, "%_") {
		return strings.Contains(have, pattern)
	}
	p, h := []rune(pattern), []rune(have)
	i, j, star, mark := 0, 0, -1, 0
	for j < len(h) {
		switch {
		case i < len(p) && p[i] == '%':
			star, mark = i, j
			i++
		case i < len(p) && (p[i] == '_' || p[i] == h[j]):
			i, j = i+1, j+1
		case star >= 0:
			mark++
			i, j = star+1, mark
		default:
			return false
		}
	}
	for i < len(p) && p[i] == '%' {
		i++
	}
	return i == len(p)
}

// pagination is the published one.
type pagination struct {
	Page  int `json:"page"`
	Limit int `json:"limit"`
	Count int `json:"count"`
}

// A pageOf is the published envelope of a list.
type pageOf struct {
	Data       any        `json:"data"`
	Pagination pagination `json:"pagination"`
}

// cut sorts what was kept and returns the page that is asked for.
func (c columns[T]) cut(q query, all []T) []T {
	slices.SortStableFunc(all, func(a, b T) int {
		for _, o := range q.orders {
			col, sign := c.of[o.column], 0
			if col.time != nil {
				sign = col.time(a).Compare(col.time(b))
			} else {
				sign = cmp.Compare(col.text(a), col.text(b))
			}
			if o.desc {
				sign = -sign
			}
			if sign != 0 {
				return sign
			}
		}
		return 0
	})
	if q.page-1 > len(all)/q.limit { // no overflow in what follows
		return nil
	}
	from := min((q.page-1)*q.limit, len(all))
	return all[from:min(from+q.limit, len(all))]
}

// select keeps, sorts and cuts what is at hand.
func selected[T, O any](c columns[T], v url.Values, all []T, object func(T) O) (pageOf, error) {
	q, err := c.parse(v)
	if err != nil {
		return pageOf{}, err
	}
	all = slices.DeleteFunc(slices.Clone(all), func(x T) bool { return !c.keeps(q, x) })
	out := []O{}
	for _, x := range c.cut(q, all) {
		out = append(out, object(x))
	}
	return pageOf{Data: out, Pagination: pagination{q.page, q.limit, len(all)}}, nil
}
