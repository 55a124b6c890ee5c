package files_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/document/files"
)

// writing names the folder that a child of this test writes to until it is killed.
const writing = "BONAFIDE_FILES_CHILD"

func TestMain(m *testing.M) {
	if folder := os.Getenv(writing); folder != "" {
		child(folder)
		return
	}
	os.Exit(m.Run())
}

// contentOf is what the child writes under a key.
func contentOf(key string) []byte { return bytes.Repeat([]byte(key+"\n"), 20_000) }

// child writes files, and tells of each once Put has returned.
func child(folder string) {
	d, err := files.Open(folder)
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	for n := 0; ; n++ {
		key := fmt.Sprintf("%d-%d", os.Getpid(), n)
		if err := d.Put(context.Background(), key, contentOf(key)); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		fmt.Println("kept", key)
	}
}

// A writer is killed in the middle of its work, again and again: every file it has told
// of is whole, no file is there in part, and a sweep leaves nothing else.
// BONAFIDE_KILLS=300 makes it a long run.
func TestKilledWriter(t *testing.T) {
	kills := 5
	if n, err := strconv.Atoi(os.Getenv("BONAFIDE_KILLS")); err == nil {
		kills = n
	}
	folder := t.TempDir()
	var kept []string
	for i := range kills {
		writer := exec.Command(os.Args[0])
		writer.Env = append(os.Environ(), writing+"="+folder)
		out, err := writer.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, writer.Start())
		lines := bufio.NewScanner(out)
		for n := 0; lines.Scan(); n++ {
			key, ok := strings.CutPrefix(lines.Text(), "kept ")
			require.True(t, ok, lines.Text())
			kept = append(kept, key)
			if n == 3+i%7 {
				require.NoError(t, writer.Process.Kill()) // what it has said until then is read to the end
			}
		}
		require.Error(t, writer.Wait(), "it was killed")
	}
	d := open(t, folder)
	for _, key := range kept {
		got, err := d.Get(t.Context(), key)
		require.NoError(t, err, key)
		require.Equal(t, contentOf(key), got, key)
	}
	for _, name := range found(t, folder) {
		if !strings.HasPrefix(name, "tmp/") {
			content, err := os.ReadFile(folder + "/" + name)
			require.NoError(t, err)
			key, _, _ := strings.Cut(string(content), "\n")
			require.Equal(t, contentOf(key), content, "a file in part")
		}
	}
	_, err := d.Sweep(t.Context(), time.Now().Add(time.Hour), named(kept...))
	require.NoError(t, err)
	assert.Len(t, found(t, folder), len(kept))
	t.Logf("%d kills, %d files", kills, len(kept))
}
