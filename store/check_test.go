package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store"
)

var at = time.Date(2026, 2, 28, 12, 0, 0, 123_456_000, time.UTC)

// write is one that has no fault.
func write(id string) bonafide.Write {
	_, events := bonafide.Chain{}.Link("user", id, []bonafide.Event{bonafide.NewEvent("user.created", at, bonafide.System())})
	return bonafide.Write{Record: bonafide.Record{
		Kind: "user", ID: id, Version: 1, Unique: []string{"u-" + id}, Labels: []string{"l"}, Due: at, Body: []byte("{}"),
	}, Events: events}
}

func faults(t *testing.T, err error) []string {
	t.Helper()
	if err == nil {
		return nil
	}
	var invalid *bonafide.InvalidError
	require.ErrorAs(t, err, &invalid)
	var all []string
	for _, f := range invalid.Fields {
		all = append(all, f.Path+" "+string(f.Code))
	}
	return all
}

func many(n int, term string) (terms []string) {
	for i := range n {
		terms = append(terms, fmt.Sprint(term, i))
	}
	return terms
}

func TestCheckBatch(t *testing.T) {
	longest := strings.Repeat("x", bonafide.MaxTermBytes)
	for name, c := range map[string]struct {
		change func(w *bonafide.Write)
		want   []string
	}{
		"nothing wrong": {func(*bonafide.Write) {}, nil},
		"nothing but a name": {func(w *bonafide.Write) {
			*w = bonafide.Write{Record: bonafide.Record{Kind: "k", ID: "i", Version: 1}}
		}, nil},
		"at the bounds": {func(w *bonafide.Write) {
			w.Record = bonafide.Record{
				Kind: longest, ID: longest, Version: 1 << 62, Unique: many(64, longest[:250]), Labels: many(64, longest[:250]),
				Due: time.Date(9999, 12, 31, 23, 59, 59, 999_999_000, time.UTC), Body: make([]byte, bonafide.MaxBodyBytes),
			}
			w.Events = nil
		}, nil},
		"bytes of any kind": {func(w *bonafide.Write) {
			w.Record.Kind, w.Record.ID, w.Events = "\x00", "\xff", nil
			w.Record.Unique, w.Record.Labels = []string{"\x00", " ", "\xc3\x28"}, []string{"'", "%"}
		}, nil},
		"a term twice":        {func(w *bonafide.Write) { w.Record.Unique, w.Record.Labels = []string{"a", "a"}, []string{"a", "a"} }, nil},
		"no kind":             {func(w *bonafide.Write) { w.Record.Kind, w.Events = "", nil }, []string{"record.kind required"}},
		"no id":               {func(w *bonafide.Write) { w.Record.ID, w.Events = "", nil }, []string{"record.id required"}},
		"a long kind":         {func(w *bonafide.Write) { w.Record.Kind, w.Events = longest+"x", nil }, []string{"record.kind too_long"}},
		"a long id":           {func(w *bonafide.Write) { w.Record.ID, w.Events = longest+"x", nil }, []string{"record.id too_long"}},
		"version 0":           {func(w *bonafide.Write) { w.Record.Version = 0 }, []string{"record.version out_of_range"}},
		"a negative version":  {func(w *bonafide.Write) { w.Record.Version = -1 }, []string{"record.version out_of_range"}},
		"an empty value":      {func(w *bonafide.Write) { w.Record.Unique = []string{"a", ""} }, []string{"record.unique[1] required"}},
		"a long value":        {func(w *bonafide.Write) { w.Record.Unique = []string{longest + "x"} }, []string{"record.unique[0] too_long"}},
		"too many values":     {func(w *bonafide.Write) { w.Record.Unique = many(65, "u") }, []string{"record.unique too_many"}},
		"an empty label":      {func(w *bonafide.Write) { w.Record.Labels = []string{""} }, []string{"record.labels[0] required"}},
		"a long label":        {func(w *bonafide.Write) { w.Record.Labels = []string{"a", longest + "x"} }, []string{"record.labels[1] too_long"}},
		"too many labels":     {func(w *bonafide.Write) { w.Record.Labels = many(65, "l") }, []string{"record.labels too_many"}},
		"a large body":        {func(w *bonafide.Write) { w.Record.Body = make([]byte, bonafide.MaxBodyBytes+1) }, []string{"record.body too_long"}},
		"due in nanoseconds":  {func(w *bonafide.Write) { w.Record.Due = at.Add(1) }, []string{"record.due malformed"}},
		"due in another zone": {func(w *bonafide.Write) { w.Record.Due = at.In(time.FixedZone("", 0)) }, []string{"record.due malformed"}},
		"due in year 10000":   {func(w *bonafide.Write) { w.Record.Due = at.AddDate(8000, 0, 0) }, []string{"record.due out_of_range"}},
		"due before year 1":   {func(w *bonafide.Write) { w.Record.Due = at.AddDate(-2026, 0, 0) }, []string{"record.due out_of_range"}},
		"an event of another id": {func(w *bonafide.Write) {
			w.Events[0].ID = "other"
		}, []string{"events[0] mismatch"}},
		"an event of another kind": {func(w *bonafide.Write) {
			w.Events[0].Kind = "other"
		}, []string{"events[0] mismatch"}},
		"an event in nanoseconds": {func(w *bonafide.Write) {
			w.Events[0].At = at.Add(1)
		}, []string{"events[0].at malformed"}},
		"an event in year 10000": {func(w *bonafide.Write) {
			w.Events[0].At = at.AddDate(8000, 0, 0)
		}, []string{"events[0].at out_of_range"}},
		"all at once": {func(w *bonafide.Write) {
			w.Record = bonafide.Record{Unique: []string{""}, Due: at.Add(1)}
		}, []string{
			"record.kind required", "record.id required", "record.version out_of_range", "record.unique[0] required",
			"record.due malformed", "events[0] mismatch",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			w := write("a")
			c.change(&w)
			var want []string
			for _, fault := range c.want {
				want = append(want, "batch[1]."+fault)
			}
			err := store.CheckBatch([]bonafide.Write{write("other record"), w})
			assert.Equal(t, want, faults(t, err))
			if err != nil {
				assert.ErrorIs(t, err, bonafide.ErrInvalid)
			}
		})
	}
}

func TestCheckBatchSize(t *testing.T) {
	require.NoError(t, store.CheckBatch(nil), "an empty batch does nothing")
	var batch []bonafide.Write
	for i := range bonafide.MaxBatch {
		batch = append(batch, write(fmt.Sprint(i)))
	}
	require.NoError(t, store.CheckBatch(batch))
	assert.Equal(t, []string{"batch too_many"}, faults(t, store.CheckBatch(append(batch, write("more")))))
	batch[99] = write("0")
	assert.Equal(t, []string{"batch[99].record repeated"}, faults(t, store.CheckBatch(batch)))
	batch[98], batch[99] = write("1"), write("1")
	assert.Equal(t, []string{"batch[98].record repeated", "batch[99].record repeated"}, faults(t, store.CheckBatch(batch)))
	other := write("1")
	other.Record.Kind, other.Events = "case", nil
	require.NoError(t, store.CheckBatch([]bonafide.Write{write("1"), other}), "one id in two kinds is two records")
}

func TestCheckUnique(t *testing.T) {
	holder := func(kind, id string, unique ...string) bonafide.Write {
		return bonafide.Write{Record: bonafide.Record{Kind: kind, ID: id, Version: 1, Unique: unique}}
	}
	for name, batch := range map[string][]bonafide.Write{
		"nothing":         nil,
		"one":             {holder("k", "a", "u", "u")},
		"different":       {holder("k", "a", "u", "v"), holder("k", "b", "w")},
		"different kinds": {holder("k", "a", "u"), holder("l", "a", "u"), holder("m", "b", "u")},
	} {
		require.NoError(t, store.CheckUnique(batch), name)
	}
	err := store.CheckUnique([]bonafide.Write{holder("k", "a", "u"), holder("k", "b", "v"), holder("k", "c", "w", "v")})
	require.ErrorIs(t, err, bonafide.ErrDuplicate)
	var duplicate *bonafide.DuplicateError
	require.ErrorAs(t, err, &duplicate)
	assert.Equal(t, bonafide.DuplicateError{Key: "v", ID: "b"}, *duplicate)
}

func TestCheckQuery(t *testing.T) {
	long := strings.Repeat("x", bonafide.MaxTermBytes+1)
	for name, c := range map[string]struct {
		query bonafide.Query
		limit int
		want  []string
	}{
		"the least":       {bonafide.Query{Kind: "k"}, bonafide.DefaultPage, nil},
		"one":             {bonafide.Query{Kind: "k", Limit: 1}, 1, nil},
		"the most":        {bonafide.Query{Kind: "k", Limit: bonafide.MaxPage}, bonafide.MaxPage, nil},
		"everything":      {bonafide.Query{Kind: "k", Unique: "u", Labels: many(64, "l"), DueBefore: at.Add(1), Limit: 7}, 7, nil},
		"another zone":    {bonafide.Query{Kind: "k", DueBefore: at.In(time.FixedZone("", 3600))}, bonafide.DefaultPage, nil},
		"no kind":         {bonafide.Query{}, bonafide.DefaultPage, []string{"kind required"}},
		"a long kind":     {bonafide.Query{Kind: long}, bonafide.DefaultPage, []string{"kind too_long"}},
		"a long value":    {bonafide.Query{Kind: "k", Unique: long}, bonafide.DefaultPage, []string{"unique too_long"}},
		"an empty label":  {bonafide.Query{Kind: "k", Labels: []string{""}}, bonafide.DefaultPage, []string{"labels[0] required"}},
		"too many labels": {bonafide.Query{Kind: "k", Labels: many(65, "l")}, bonafide.DefaultPage, []string{"labels too_many"}},
		"too far a time":  {bonafide.Query{Kind: "k", DueBefore: at.AddDate(9000, 0, 0)}, bonafide.DefaultPage, []string{"due_before out_of_range"}},
		"below none":      {bonafide.Query{Kind: "k", Limit: -1}, 0, []string{"limit out_of_range"}},
		"over the most":   {bonafide.Query{Kind: "k", Limit: bonafide.MaxPage + 1}, 0, []string{"limit out_of_range"}},
		"all at once":     {bonafide.Query{Unique: long, Limit: -1}, 0, []string{"kind required", "unique too_long", "limit out_of_range"}},
	} {
		limit, err := store.CheckQuery(c.query)
		assert.Equal(t, c.want, faults(t, err), name)
		assert.Equal(t, c.limit, limit, name)
	}
}

func TestCheckEventQuery(t *testing.T) {
	for name, c := range map[string]struct {
		query bonafide.EventQuery
		limit int
		want  []string
	}{
		"all":           {bonafide.EventQuery{}, bonafide.DefaultPage, nil},
		"of a record":   {bonafide.EventQuery{Kind: "k", ID: "i", Limit: 3}, 3, nil},
		"no id":         {bonafide.EventQuery{Kind: "k"}, bonafide.DefaultPage, []string{"id required"}},
		"no kind":       {bonafide.EventQuery{ID: "i"}, bonafide.DefaultPage, []string{"kind required"}},
		"below none":    {bonafide.EventQuery{Limit: -1}, 0, []string{"limit out_of_range"}},
		"over the most": {bonafide.EventQuery{Limit: bonafide.MaxPage + 1}, 0, []string{"limit out_of_range"}},
	} {
		limit, err := store.CheckEventQuery(c.query)
		assert.Equal(t, c.want, faults(t, err), name)
		assert.Equal(t, c.limit, limit, name)
	}
}

func TestCheckTenant(t *testing.T) {
	for tenant, want := range map[string][]string{
		"t": nil, "\x00": nil, " ": nil, strings.Repeat("x", 255): nil,
		"":                       {"tenant required"},
		strings.Repeat("x", 256): {"tenant too_long"},
	} {
		assert.Equal(t, want, faults(t, store.CheckTenant(tenant)))
	}
}

// A due time in whole microseconds is strictly before a bound exactly if its
// number is less than DueMicros of the bound.
func TestDueMicros(t *testing.T) {
	for _, base := range []time.Time{at, time.Unix(0, 0), time.Unix(-1, 999_999_000), time.Date(1, 1, 1, 0, 0, 0, 1000, time.UTC)} {
		for _, off := range []time.Duration{-2000, -1001, -1000, -999, -1, 0, 1, 999, 1000, 1001, 2000} {
			before := base.Add(off)
			assert.Equal(t, base.Before(before), base.UnixMicro() < store.DueMicros(before), "%v before %v", base, before)
		}
	}
}

func BenchmarkCheckBatch(b *testing.B) {
	batch := []bonafide.Write{write("a")}
	b.ReportAllocs()
	for b.Loop() {
		if err := store.CheckBatch(batch); err != nil {
			b.Fatal(err)
		}
	}
}
