package sqlite_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store/sqlite"
)

const victimFile = "BONAFIDE_SQLITE_VICTIM"

// TestVictim is the process that TestKill kills: it writes without end, and
// says what has been acknowledged. It does nothing in an ordinary run.
func TestVictim(t *testing.T) {
	path := os.Getenv(victimFile)
	if path == "" {
		t.Skip("runs as the child of TestKill")
	}
	s, err := sqlite.Open(t.Context(), path, "tenant", nil)
	require.NoError(t, err)
	write := func(batch ...bonafide.Write) {
		require.NoError(t, s.Put(t.Context(), batch...))
		for _, w := range batch {
			fmt.Printf("ack %s %d\n", w.Record.ID, w.Record.Version)
		}
	}
	for round := 0; ; round++ {
		// A pair takes turns in holding a unique value, always in one batch.
		pair := []string{fmt.Sprintf("%d-%d-a", os.Getpid(), round), fmt.Sprintf("%d-%d-b", os.Getpid(), round)}
		chains := make([]bonafide.Chain, 2)
		for version := int64(1); version <= 5; version++ {
			var batch []bonafide.Write
			for i, id := range pair {
				var unique []string
				if version%2 == int64(i) {
					unique = []string{"turn-" + pair[0]}
				}
				w := record(&chains[i], id, version, unique...)
				w.Record.Body, _ = json.Marshal(chains[i])
				batch = append(batch, w)
			}
			write(batch...)
		}
	}
}

// A writing process that is killed loses nothing that was acknowledged, and
// leaves no part of what was not. The operating system lives on, so this says
// nothing about a loss of power; synchronous=FULL does (see TestSettings).
func TestKill(t *testing.T) {
	if testing.Short() {
		t.Skip("starts and kills processes")
	}
	path := filepath.Join(t.TempDir(), "test.db")
	s := openFile(t, path)
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	acknowledged := map[string]int64{}
	for range 4 {
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		child := exec.CommandContext(ctx, os.Args[0], "-test.run=^TestVictim$", "-test.count=1")
		child.Env = append(os.Environ(), victimFile+"="+path)
		out, err := child.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, child.Start())
		acks, killed := 0, 20+random.IntN(200)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			var id string
			var version int64
			if _, err := fmt.Sscanf(lines.Text(), "ack %s %d", &id, &version); err != nil {
				continue // the last line may be cut
			}
			acknowledged[id] = version
			if acks++; acks == killed {
				time.Sleep(time.Duration(random.IntN(1000)) * time.Microsecond) // anywhere in the next write
				require.NoError(t, child.Process.Kill())
			}
		}
		require.Error(t, child.Wait(), "it was killed")
		cancel()
		require.GreaterOrEqual(t, acks, killed)
		survives(t, s, acknowledged)
	}
}

// survives checks the whole file after a kill.
func survives(t *testing.T, s *sqlite.Store, acknowledged map[string]int64) {
	t.Helper()
	var integrity string
	require.NoError(t, s.DB().QueryRowContext(t.Context(), `pragma integrity_check`).Scan(&integrity))
	require.Equal(t, "ok", integrity)

	versions, holders := map[string]int64{}, map[string]int{}
	for q := (bonafide.Query{Kind: "user", Limit: 1000}); ; {
		page, err := s.List(t.Context(), q)
		require.NoError(t, err)
		for _, r := range page.Records {
			versions[r.ID] = r.Version
			for _, u := range r.Unique {
				holders[u]++
			}
			events, err := s.Events(t.Context(), bonafide.EventQuery{Kind: "user", ID: r.ID})
			require.NoError(t, err)
			var head bonafide.Chain
			require.NoError(t, json.Unmarshal(r.Body, &head))
			require.NoError(t, bonafide.VerifyChain(events, head))
			require.Equal(t, r.Version, head.Seq)
		}
		if q.Cursor = page.Next; q.Cursor == "" {
			break
		}
	}
	for id, version := range acknowledged {
		require.GreaterOrEqual(t, versions[id], version, "an acknowledged write of %s is lost", id)
	}
	for id, version := range versions {
		pair := id[:len(id)-1]
		require.Equal(t, versions[pair+"a"], versions[pair+"b"], "half of a batch is there")
		require.LessOrEqual(t, version, acknowledged[id]+1, "more was written than was tried")
	}
	for value, n := range holders {
		assert.Equal(t, 1, n, "%s is held by %d records", value, n)
	}
	seen := 0
	for q := (bonafide.EventQuery{Limit: 1000}); ; {
		events, err := s.Events(t.Context(), q)
		require.NoError(t, err)
		if len(events) == 0 {
			break
		}
		seen, q.After = seen+len(events), events[len(events)-1].Position
	}
	total := 0
	for _, version := range versions {
		total += int(version)
	}
	require.Equal(t, total, seen, "every version has its event in the outbox")
}
