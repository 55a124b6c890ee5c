// Command screen screens names against sanctions lists: one query a line in,
// one answer a line out.
//
//	go run ./examples/screen [-ofac DIR]... [-ofac-consolidated DIR] [-un FILE] [-csl FILE(.gz)] [-dpl FILE]
//	    [-names primary|all] [-weak] [-min-score 0.80] [-limit 5] [-mode default|ofac] [-stats] < queries.jsonl > answers.jsonl
//
// A query is {"id":"q1","name":"...","type":"person|entity|vessel|aircraft",
// "birth_date":"1962-03-04","countries":["SY"],"ids":["..."]}; id and name are
// required. An answer is {"id":"q1","hits":[...]}, best hit first, or
// {"id":"q1","error":{"code":"..."}} for a line that is no query; then the
// program goes on, and exits with 1 at the end.
//
// Without a list it takes a small sample of the SDN list, and at a terminal a
// few queries that show what it does.
package main

import (
	"bufio"
	"context"
	"embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide/screening"
)

//go:embed sample
var sample embed.FS

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// options are the program's flags.
type options struct {
	sources
	minScore float64
	limit    int
	mode     screening.Mode
	stats    bool
}

func parse(args []string, stderr io.Writer) (options, error) {
	var o options
	flags := flag.NewFlagSet("screen", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Func("ofac", "folder with sdn.csv, alt.csv, add.csv; may be given again", func(dir string) error {
		o.ofac = append(o.ofac, dir)
		return nil
	})
	flags.StringVar(&o.consolidated, "ofac-consolidated", "", "folder with cons_prim.csv, cons_alt.csv, cons_add.csv")
	flags.StringVar(&o.un, "un", "", "consolidated list of the UN in XML")
	flags.StringVar(&o.csl, "csl", "", "US Consolidated Screening List in CSV, also gzipped")
	flags.StringVar(&o.dpl, "dpl", "", "US Denied Persons List, tab-separated")
	flags.StringVar(&o.names, "names", "all", "names to index: primary or all")
	flags.BoolVar(&o.weak, "weak", false, "index weak aliases too")
	flags.Float64Var(&o.minScore, "min-score", screening.DefaultMinScore, "score of a hit, at least")
	flags.IntVar(&o.limit, "limit", 5, "hits of an answer, at most")
	mode := flags.String("mode", "default", "scores: default, or ofac for those of OFAC's own search")
	flags.BoolVar(&o.stats, "stats", false, "print load and query times to standard error")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	switch *mode {
	case "default":
	case "ofac":
		o.mode = screening.ModeOFAC
	default:
		return o, errors.New("-mode is default or ofac")
	}
	switch {
	case flags.NArg() > 0:
		return o, errors.New("queries come from standard input")
	case o.names != "all" && o.names != "primary":
		return o, errors.New("-names is primary or all")
	case !(o.minScore >= 0 && o.minScore <= 1):
		return o, errors.New("-min-score is 0 to 1")
	case o.limit < 1 || o.limit > screening.MaxLimit:
		return o, fmt.Errorf("-limit is 1 to %d", screening.MaxLimit)
	}
	return o, nil
}

func run(args []string, stdin *os.File, stdout, stderr io.Writer) int {
	o, err := parse(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return 0
	}
	if err != nil {
		fmt.Fprintln(stderr, "screen:", err)
		return 2
	}
	began := time.Now()
	lists, err := o.read()
	if err != nil {
		fmt.Fprintln(stderr, "screen:", err)
		return 2
	}
	engine := screening.NewEngine(nil)
	if err := engine.Load(lists...); err != nil {
		fmt.Fprintln(stderr, "screen:", err)
		return 2
	}
	loaded := time.Since(began)

	queries := io.Reader(stdin)
	if info, err := stdin.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
		f, err := sample.Open("sample/queries.jsonl")
		if err != nil {
			fmt.Fprintln(stderr, "screen:", err)
			return 2
		}
		defer f.Close()
		queries = f
	}
	out := bufio.NewWriterSize(stdout, 1<<16)
	times, bad, err := answer(context.Background(), engine, o, queries, out)
	if flushed := out.Flush(); err == nil {
		err = flushed
	}
	if o.stats {
		printStats(stderr, loaded, lists, times)
	}
	switch {
	case err != nil:
		fmt.Fprintln(stderr, "screen:", err)
		return 2
	case bad > 0:
		fmt.Fprintf(stderr, "screen: %d lines were no queries\n", bad)
		return 1
	}
	return 0
}

// printStats prints what loading and answering took. The times are of searches
// alone, without reading and writing JSON.
func printStats(w io.Writer, loaded time.Duration, lists []screening.List, times []time.Duration) {
	entries, names := 0, 0
	for _, l := range lists {
		entries += len(l.Entries)
		for i := range l.Entries {
			names += len(l.Entries[i].Names)
		}
	}
	runtime.GC()
	var mem runtime.MemStats
	runtime.ReadMemStats(&mem)
	fmt.Fprintf(w, "load_seconds %.3f\nlists %d\nentries %d\nnames %d\nlive_heap_mb %.1f\n",
		loaded.Seconds(), len(lists), entries, names, float64(mem.HeapAlloc)/(1<<20))
	if len(times) == 0 {
		return
	}
	slices.Sort(times)
	var sum time.Duration
	for _, t := range times {
		sum += t
	}
	micros := func(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1e3 }
	fmt.Fprintf(w, "queries %d\nqueries_per_second %.0f\np50_us %.1f\np99_us %.1f\nmean_us %.1f\n",
		len(times), float64(len(times))/sum.Seconds(), micros(times[len(times)/2]), micros(times[len(times)*99/100]), micros(sum)/float64(len(times)))
	runtime.KeepAlive(lists)
}
