package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/mod/sumdb/note"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/audit"
	"github.com/bonafide-go/bonafide/store/memory"
)

func TestRun(t *testing.T) {
	secret, public, err := note.GenerateKey(nil, "bank")
	require.NoError(t, err)
	signer, err := note.NewSigner(secret)
	require.NoError(t, err)
	store, dir := memory.New("tenant"), t.TempDir()
	l, err := audit.New(store, signer, nil)
	require.NoError(t, err)
	var chain bonafide.Chain
	live := func(version int64) {
		next, events := chain.Link("user", "u-1", []bonafide.Event{bonafide.NewEvent("step", time.Unix(version, 0), bonafide.System())})
		require.NoError(t, store.Put(t.Context(), bonafide.Write{Record: bonafide.Record{Kind: "user", ID: "u-1", Version: version}, Events: events}))
		chain = next
	}
	live(1)
	live(2)
	_, err = l.Anchor(t.Context(), audit.Dir(dir))
	require.NoError(t, err)
	live(3)
	var export bytes.Buffer
	_, err = l.Export(t.Context(), &export)
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "export.jsonl")
	require.NoError(t, os.WriteFile(path, export.Bytes(), 0o600))

	for name, c := range map[string]struct {
		args  []string
		in    string
		found bool
		says  string
	}{
		"well":           {[]string{"-key", public, "-anchors", dir, path}, "", false, "3 events, 0 faults, 1 anchored heads, anchored up to event 2\nOf the last 1 events it cannot show"},
		"not anchored":   {[]string{"-key", public}, export.String(), false, "3 events, 0 faults, 0 anchored heads, anchored up to event 0\nWithout an anchored head it cannot show"},
		"another time":   {[]string{"-key", public}, strings.Replace(export.String(), `"at":2000000`, `"at":2000001`, 1), true, "changed    at 1 user u-1\n"},
		"nothing of all": {[]string{"-key", public, "-anchors", dir}, "", true, "cut        at 0"},
	} {
		var out strings.Builder
		found, err := run(c.args, strings.NewReader(c.in), &out)
		require.NoError(t, err, name)
		assert.Equal(t, c.found, found, name)
		assert.Contains(t, out.String(), c.says, name)
	}
	require.NoError(t, os.WriteFile(filepath.Join(dir, "0.head"), []byte("x"), 0o600))
	for name, c := range map[string]struct {
		args []string
		in   string
	}{
		"no key":         {nil, ""},
		"no such flag":   {[]string{"-x"}, ""},
		"no such file":   {[]string{"-key", public, "nowhere"}, ""},
		"no export":      {[]string{"-key", public}, "x"},
		"no signed head": {[]string{"-key", public, "-anchors", dir}, ""},
	} {
		_, err := run(c.args, strings.NewReader(c.in), new(strings.Builder))
		require.Error(t, err, name)
	}
}
