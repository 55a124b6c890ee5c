package main

import (
	"fmt"
	"io"
	"maps"
	"runtime"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide/screening/match"
)

// figures are what -stats prints.
type figures struct {
	load    time.Duration
	queries []time.Duration
}

func (f figures) print(w io.Writer, engine *match.Engine) {
	loaded := engine.Snapshot().Lists()

	entries, names := 0, 0
	for _, list := range loaded {
		entries += len(list.Entries)
		for _, e := range list.Entries {
			names += len(e.Names)
		}
	}
	for _, list := range loaded {
		for _, c := range list.Reading.Columns {
			fmt.Fprintf(w, "unread %s %q %d of %d\n", list.Key, c.Column, c.Unread, c.Cells)
		}
	}
	runtime.GC()
	var mem runtime.MemStats
	runtime.ReadMemStats(&mem)
	runtime.KeepAlive(engine) // what is measured must still be there
	fmt.Fprintf(w, "load_seconds %.3f\nentries %d\nnames %d\nlive_heap_mib %.1f\n", f.load.Seconds(), entries, names, float64(mem.HeapAlloc)/(1<<20))
	editions := engine.Editions()
	for _, key := range slices.Sorted(maps.Keys(editions)) {
		fmt.Fprintf(w, "edition %s %s\n", key, editions[key])
	}
	if len(f.queries) == 0 {
		return
	}
	var total time.Duration
	for _, d := range f.queries {
		total += d
	}
	slices.Sort(f.queries)
	at := func(q float64) float64 {
		return float64(f.queries[int(q*float64(len(f.queries)-1))].Nanoseconds()) / 1000
	}
	fmt.Fprintf(w, "queries %d\nqueries_per_second %.0f\np50_microseconds %.1f\np99_microseconds %.1f\nmean_microseconds %.1f\n",
		len(f.queries), float64(len(f.queries))/total.Seconds(), at(0.50), at(0.99), float64(total.Nanoseconds())/1000/float64(len(f.queries)))
}
