package sqlite_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/figuretest"
	"github.com/bonafide-go/bonafide/internal/killtest"
	"github.com/bonafide-go/bonafide/store/sqlite"
)

func TestVictim(t *testing.T) {
	killtest.Victim(t, func(at string) bonafide.Store {
		path, broken, _ := strings.Cut(at, "|")
		s, err := sqlite.Open(t.Context(), path, "tenant", nil)
		require.NoError(t, err)
		if b := killtest.Broken[broken]; b != nil {
			return b(s)
		}
		return s
	})
}

// A writing process that is killed loses nothing that was acknowledged, and leaves no
// part of what was not. BONAFIDE_KILLS=2000 makes it a long run.
func TestKill(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.db")
	s := openFile(t, path)
	killtest.Host(t, s, "TestVictim", path, 4, nil)
	var integrity string
	require.NoError(t, s.DB().QueryRowContext(t.Context(), `pragma integrity_check`).Scan(&integrity))
	require.Equal(t, "ok", integrity)
}

// The same finds what breaks a promise.
func TestKillFindsDefects(t *testing.T) {
	for name := range killtest.Broken {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "test.db")
			s := openFile(t, path)
			_, err := killtest.Kills(t.Context(), s, "TestVictim", path+"|"+name, 40, nil)
			require.ErrorContains(t, err, "after kill")
			figuretest.Report(t, "defects-caught", 1)
		})
	}
}
