package match_test

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/datatest"
	"github.com/bonafide-go/bonafide/internal/figuretest"
	. "github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/lists"
)

// realLists are the lists of the data folder, read once.
var realLists sync.Map

func realSDN(t testing.TB) List {
	return realList(t, "sdn", func(dir string) ([]List, error) {
		l, err := lists.ReadOFAC(os.DirFS(filepath.Join(dir, "ofac-sdn-2024-05-03")), &lists.OFACOptions{Edition: may3})
		return []List{l}, err
	})[0]
}

func realUN(t testing.TB) List {
	return realList(t, "un", func(dir string) ([]List, error) {
		l, err := lists.ReadUN(datatest.Open(t, filepath.Join(dir, "un-2026-02", "UN_consolidated.xml")), nil)
		return []List{l}, err
	})[0]
}

// realAll returns all lists of the data folder.
func realAll(t testing.TB) []List {
	return realList(t, "all", func(dir string) ([]List, error) {
		cons, err := lists.ReadOFACConsolidated(os.DirFS(filepath.Join(dir, "ofac-consolidated-2025-12")), &lists.OFACOptions{Edition: bonafide.Date{Year: 2025, Month: 12, Day: 19}})
		if err != nil {
			return nil, err
		}
		csl, err := lists.ReadCSL(datatest.Open(t, filepath.Join(dir, "us-csl-2022-05", "consolidated.csv.gz")), &lists.CSLOptions{Edition: bonafide.Date{Year: 2022, Month: 5, Day: 6}})
		if err != nil {
			return nil, err
		}
		dpl, err := lists.ReadDPL(datatest.Open(t, filepath.Join(dir, "bis-dpl-2023-11", "dpl.txt")), &lists.Options{Edition: bonafide.Date{Year: 2023, Month: 11, Day: 1}})
		return append(csl, realSDN(t), cons, realUN(t), dpl), err
	})
}

func realList(t testing.TB, key string, read func(dir string) ([]List, error)) []List {
	t.Helper()
	dir := datatest.Published(t)
	if figuretest.UnderRace {
		t.Skip("measured without the race detector")
	}
	if l, ok := realLists.Load(key); ok {
		return l.([]List)
	}
	l, err := read(dir)
	require.NoError(t, err)
	realLists.Store(key, l)
	return l
}

// labelledRows are the files that labelled read.
var labelledRows sync.Map

// labelled reads a file of labelled names, once.
func labelled(t testing.TB, name string) (rows []map[string]any) {
	t.Helper()
	if rows, ok := labelledRows.Load(name); ok {
		return rows.([]map[string]any)
	}
	defer func() { labelledRows.Store(name, rows) }()
	lines := bufio.NewScanner(datatest.Open(t, filepath.Join(datatest.Published(t), "screening-labelled", name)))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var row map[string]any
		require.NoError(t, json.Unmarshal(lines.Bytes(), &row))
		rows = append(rows, row)
	}
	require.NoError(t, lines.Err())
	return rows
}
