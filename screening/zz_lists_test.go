//go:build eval

package screening_test

import (
	"compress/gzip"
	"fmt"
	"os"
	"runtime"
	"testing"
	"time"

	"github.com/bonafide-go/bonafide"
	. "github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/lists"
)

func allLists(t testing.TB) []List {
	ed := bonafide.Date{Year: 2024, Month: 5, Day: 3}
	var all []List
	t0 := time.Now()
	step := func(name string, n int, err error) {
		if err != nil {
			t.Fatal(name, err)
		}
		fmt.Println(name, n, time.Since(t0))
		t0 = time.Now()
	}
	l, err := lists.ReadOFAC(os.DirFS(D+"ofac-sdn-2024-05-03"), &lists.OFACOptions{Edition: ed})
	step("sdn", len(l.Entries), err)
	all = append(all, l)
	l, err = lists.ReadOFACConsolidated(os.DirFS(D+"ofac-consolidated-2025-12"), &lists.OFACOptions{Edition: ed})
	step("cons", len(l.Entries), err)
	all = append(all, l)
	f, _ := os.Open(D + "un-2026-02/UN_consolidated.xml")
	l, err = lists.ReadUN(f, nil)
	step("un", len(l.Entries), err)
	fmt.Println(l.Edition)
	all = append(all, l)
	f, _ = os.Open(D + "us-csl-2022-05/consolidated.csv.gz")
	z, _ := gzip.NewReader(f)
	ls, err := lists.ReadCSL(z, &lists.CSLOptions{Edition: ed})
	n := 0
	for _, l := range ls {
		n += len(l.Entries)
		fmt.Print(l.Key, " ", len(l.Entries), "; ")
	}
	step("csl", n, err)
	all = append(all, ls...)
	f, _ = os.Open(D + "bis-dpl-2023-11/dpl.txt")
	l, err = lists.ReadDPL(f, &lists.Options{Edition: ed})
	step("dpl", len(l.Entries), err)
	return append(all, l)
}

func TestLists(t *testing.T) {
	all := allLists(t)
	e := NewEngine(nil)
	t0 := time.Now()
	if err := e.Load(all...); err != nil {
		t.Fatal(err)
	}
	fmt.Println("load", time.Since(t0))
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	fmt.Println("heap MB", m.HeapAlloc>>20)
	for _, l := range all {
		c := map[NameKind]int{}
		ids := map[string]int{}
		b, co := 0, 0
		for _, e := range l.Entries {
			for _, n := range e.Names {
				c[n.Kind]++
			}
			for _, i := range e.Identifiers {
				ids[i.Kind]++
			}
			b += len(e.BirthDates)
			co += len(e.Countries)
		}
		fmt.Println(l.Key, len(l.Entries), c, ids, b, co)
	}
	runtime.KeepAlive(e)
}
