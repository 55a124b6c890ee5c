package sqlite

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
)

// No page is found by looking through a whole table or by sorting.
func TestPlans(t *testing.T) {
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "test.db"), "t", &Options{Migrate: true})
	require.NoError(t, err)
	defer s.Close()
	plan := func(query string, args ...any) (steps []string) {
		rows, err := s.DB().QueryContext(t.Context(), "explain query plan "+query, args...)
		require.NoError(t, err)
		defer rows.Close()
		for rows.Next() {
			var id, parent, unused int
			var detail string
			require.NoError(t, rows.Scan(&id, &parent, &unused, &detail))
			steps = append(steps, detail)
		}
		require.NotEmpty(t, steps)
		return steps
	}
	now := time.Date(2026, 2, 28, 0, 0, 0, 0, time.UTC)
	queries := map[string]bonafide.Query{
		"by id":              {Kind: "k"},
		"by unique value":    {Kind: "k", Unique: "u"},
		"by label":           {Kind: "k", Labels: []string{"a"}},
		"by labels":          {Kind: "k", Labels: []string{"a", "b", "c"}},
		"by due":             {Kind: "k", DueBefore: now},
		"by due and label":   {Kind: "k", DueBefore: now, Labels: []string{"a"}},
		"by value and label": {Kind: "k", Unique: "u", Labels: []string{"a"}},
		"by all":             {Kind: "k", Unique: "u", DueBefore: now, Labels: []string{"a", "b"}},
	}
	for name, q := range queries {
		query, args := s.selection(q, time.Time{}, "", 10)
		for _, step := range plan(query, args...) {
			assert.NotContains(t, step, "SCAN", name)
			assert.NotContains(t, step, "TEMP B-TREE", name)
		}
	}
	due, args := s.selection(queries["by due and label"], time.Time{}, "", 10)
	assert.Contains(t, plan(due, args...)[0], "bonafide_label_due (tenant=? AND kind=? AND term=? AND (due,id)>(?,?) AND due<?)")
	query, args := s.selection(queries["by due"], time.Time{}, "", 10)
	assert.Contains(t, strings.Join(plan(query, args...), "\n"), "bonafide_record_due")
	query, args = s.selection(queries["by labels"], time.Time{}, "", 10)
	assert.Contains(t, plan(query, args...)[0], "SEARCH t ")
	for _, name := range []string{"by label", "by labels", "by due and label"} { // to count reads no record
		query, args, _ := s.matching(`count(*)`, queries[name], false)
		for _, step := range plan(query, args...) {
			assert.NotContains(t, step, "SCAN", name)
			assert.NotContains(t, step, "bonafide_record", name)
			assert.NotContains(t, step, "SEARCH r ", name)
		}
		assert.Contains(t, plan(query, args...)[0], "SEARCH t USING ", name)
	}
	for _, query := range []string{selectEvents, selectRecordEvents} {
		args := []any{[]byte("t"), []byte("k"), []byte("i"), 0, 10}
		if query == selectEvents {
			args = []any{[]byte("t"), 0, 10}
		}
		steps := plan(query, args...)
		for _, step := range steps {
			assert.NotContains(t, step, "SCAN")
			assert.NotContains(t, step, "TEMP B-TREE")
		}
		if query == selectRecordEvents {
			assert.Contains(t, steps[0], "(tenant=? AND kind=? AND id=? AND position>?)")
		}
	}
}

// A query with as many labels as there may be is planned as fast as another.
func TestManyLabels(t *testing.T) {
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "test.db"), "t", &Options{Migrate: true})
	require.NoError(t, err)
	defer s.Close()
	var labels []string
	for i := range bonafide.MaxTerms {
		labels = append(labels, strings.Repeat("l", i+1))
	}
	query, _ := s.selection(bonafide.Query{Kind: "k", Labels: labels}, time.Time{}, "", 10)
	assert.Equal(t, 2, strings.Count(query, "bonafide_label"), "the number of tables does not grow with the labels")
	require.NoError(t, s.Put(t.Context(), bonafide.Write{Record: bonafide.Record{Kind: "k", ID: "a", Version: 1, Labels: labels}}))
	page, err := s.List(t.Context(), bonafide.Query{Kind: "k", Labels: labels})
	require.NoError(t, err)
	assert.Len(t, page.Records, 1)
}
