package storetest_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/internal/figuretest"
	"github.com/bonafide-go/bonafide/store/storetest"
)

// A mutant is a store that is broken on purpose.
type mutant struct {
	name   string
	clause string // the clause meant for it
	open   storetest.Open
	wide   bool // other clauses rest on what is broken, and reject it as well
}

func mutants() []mutant {
	return slices.Concat(recordMutants(), writeMutants(), uniqueMutants(), listMutants(), countMutants(), eventMutants(), tenantMutants(), deleteMutants(), scrubMutants(), lockedMutants(), growthMutants())
}

// racing are the clauses with parallel callers. They are left to the mutants
// meant for them, whose races are arranged by a rendezvous that no other clause
// would keep; what else they reject is a matter of luck. So is what the clause on growth
// makes of a store that looks through everything to be broken in another way.
var racing = []string{"one_writer_of_16", "unique_16_creators", "events_with_record", "outbox_16_writers", "answers_from_an_index", "tenants_at_once", "locked_16_writers"}

// Each broken store is rejected by the clause meant for it, and by that alone
// unless it breaks what other clauses rest on.
func TestMutants(t *testing.T) {
	clauses := storetest.Clauses()
	figuretest.Report(t, "clauses", len(clauses))
	for _, m := range mutants() {
		t.Run(m.clause+"/"+m.name, func(t *testing.T) {
			var rejecting []string
			for _, c := range clauses {
				if c.Name != m.clause && (slices.Contains(racing, c.Name) || slices.Contains(racing, m.clause)) {
					continue
				}
				if failures := record(t, func(tb storetest.TB) { c.Run(tb, m.open) }); len(failures) > 0 {
					rejecting = append(rejecting, c.Name)
					assert.Contains(t, failures[0], "rule: "+c.Rule)
				}
			}
			require.Contains(t, rejecting, m.clause, "the clause meant for it takes it for good")
			figuretest.Report(t, "mutants-caught", 1)
			assert.Equal(t, m.wide, len(rejecting) > 1, "rejected by %v", rejecting)
		})
	}
}

// No clause is there that nothing can break, and no mutant names one that is
// not there.
func TestEveryClauseRejectsAMutant(t *testing.T) {
	var named []string
	for _, m := range mutants() {
		named = append(named, m.clause)
	}
	var names []string
	for _, c := range storetest.Clauses() {
		assert.NotContains(t, names, c.Name, "named twice")
		assert.NotEmpty(t, c.Rule, c.Name)
		names = append(names, c.Name)
		assert.Contains(t, named, c.Name, "no broken store is meant for this clause")
	}
	assert.Subset(t, names, named)
}

// The model finds what random operations can find, and nothing in a good store.
func TestCompare(t *testing.T) {
	compare := func(open storetest.Open) []string {
		return record(t, func(tb storetest.TB) { storetest.Compare(tb, open, 1, 1500) })
	}
	require.Empty(t, compare(each(func(*broken) {})))
	found := []string{
		"every_field", "skipped_version", "unique_held", "unique_moved", "unique_own", "unique_in_batch", "conflict_first",
		"label_pairs", "due_order", "due_boundary", "pages", "events_of_record", "outbox_order",
	}
	for _, m := range mutants() {
		if i := slices.Index(found, m.clause); i >= 0 {
			found = slices.Delete(found, i, i+1) // the first mutant of each
			failures := compare(m.open)
			if assert.NotEmpty(t, failures, "%s/%s", m.clause, m.name) {
				assert.Contains(t, failures[0], "with seed 1")
			}
		}
	}
	require.Empty(t, found)
}
