//go:build unix

package browsertest

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/internal/figuretest"
	"github.com/bonafide-go/bonafide/store/sqlite"
)

const (
	waiting = 100  // hits to decide, in a crowd of any size
	rounds  = 5    // the best of so many counts
	answers = 4    // of each round
	most    = 1.5  // times as long as in the smaller crowd
	noise   = 1000 // microseconds that a collection of garbage may add to an answer
)

// sizes are how many users the crowds have, as DESK_USERS names them, such as
// "1000,100000". Times are compared where somebody asks for it, on a quiet machine.
func sizes(t testing.TB) []int {
	text := os.Getenv("DESK_USERS")
	if text == "" {
		t.Skip("DESK_USERS names no sizes of crowds")
	}
	var out []int
	for word := range strings.SplitSeq(text, ",") {
		n, err := strconv.Atoi(word)
		require.NoError(t, err)
		out = append(out, n)
	}
	return out
}

// A measured is how long each page takes to be answered at best, by shape.
type measured struct {
	users int
	took  map[string]time.Duration
}

// Every page takes no longer with many users than with few, where as much waits.
func TestPagesAsFastWithManyUsers(t *testing.T) {
	ctx := context.Background()
	var all []measured
	for _, users := range sizes(t) {
		store, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), fmt.Sprint(users, ".db")), "town", &sqlite.Options{Migrate: true})
		require.NoError(t, err)
		w := newWorld(t, store)
		harbor := w.harbor(ctx, "Harbor Payments")
		hit, err := w.person(ctx, true)
		require.NoError(t, err)
		w.shops(ctx, 60+users/40)
		w.crowd(ctx, users, users/waiting)
		found := crawl(t, w.desk, first.ID, "/", "/users/"+hit.ID, "/cases/"+harbor.ID)
		m := measured{users, make(map[string]time.Duration)}
		for kind, path := range found {
			m.took[kind] = w.best(path)
		}
		all = append(all, m)
		require.NoError(t, store.Close())
	}
	few := all[0]
	for _, kind := range slices.Sorted(maps.Keys(few.took)) {
		line := fmt.Sprintf("%-40s", kind)
		for _, m := range all {
			line += fmt.Sprintf(" %8d µs", m.took[kind].Microseconds())
			may := time.Duration(float64(few.took[kind])*most) + noise*time.Microsecond
			assert.LessOrEqual(t, m.took[kind], may, "%s with %d users, and %s with %d", kind, m.users, few.took[kind], few.users)
		}
		t.Log(line)
	}
}

// best is the least time of processors that a page costs: other work on the machine does
// not count, nor does a wait for a lock or a disk.
func (w *world) best(path string) time.Duration {
	var out time.Duration
	for range rounds {
		began := figuretest.Processor(w.t)
		for range answers {
			code, _, _ := get(w.t, w.desk, first.ID, path)
			require.Equal(w.t, 200, code, path)
		}
		if took := (figuretest.Processor(w.t) - began) / answers; out == 0 || took < out {
			out = took
		}
	}
	return out
}
