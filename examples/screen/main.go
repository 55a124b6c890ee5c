// Command screen screens names against sanctions lists: one query a line in,
// one answer a line out, in the same order.
//
//	go run ./examples/screen [-ofac DIR] [-un FILE] [-eu-xml FILE(.gz)]... [-edition 2026-03-01] [-tolerate N] [-published]
//	    [-names primary|all] [-weak] [-min-score 0.80] [-limit 5] [-mode default|ofac] [-verify] [-stats] < queries.jsonl > answers.jsonl
//
// There is a flag for every format that package lists reads, and -h says which files it
// wants; each may be given again, and files may be gzipped. A file that does not tell its
// edition is of the day in its path, or of -edition. -tolerate reads on over so many rows that
// are not of the format. -published fills the keys that lists have in the field from
// what is read.
//
// A query is {"id":"q1","name":"...","type":"person|entity|vessel|aircraft",
// "birth_date":"1962-03-04","countries":["SY"],"ids":["..."]}; only id and name
// are required. An answer is {"id":"q1","hits":[...]}, best hit first. A line
// that is not a query is answered by {"id":...,"error":{"code":"..."}}; the rest goes
// on, and the program exits with 1 at the end.
//
// With -verify every score is computed again from its explanation, as an auditor
// would. -known prints the keys that lists have in the field and where their entries come
// from, and reads no query.
//
// Without a list it screens against a small sample of the SDN list.
package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/examples/internal/bar"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/lists"
	"github.com/bonafide-go/bonafide/screening/match"
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// settings are the program's flags.
type settings struct {
	sources                         []source
	edition                         bonafide.Date
	tolerate                        int
	names                           string // primary or all
	weak                            bool
	minScore                        float64
	limit                           int
	mode                            string // default or ofac
	published, verify, stats, known bool
}

const about = `screen reads a query a line from standard input and answers each, with every hit explained.
  echo '{"id":"1","name":"Viktor But","type":"person"}' | screen -ofac DIR
A query: {"id","name","type":"person|entity|vessel|aircraft","birth_date":"1967-01-13","countries":["RU"],"ids":["..."]};
only id and name are required. Without a list it searches a small sample.
`

func parse(args []string, stderr io.Writer) (settings, error) {
	var s settings
	flags := flag.NewFlagSet("screen", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprint(stderr, about)
		flags.PrintDefaults()
	}
	for _, f := range s.formats() {
		flags.Func(f.flag, f.usage+"; may be given again", func(path string) error {
			s.sources = append(s.sources, source{path, f.read})
			return nil
		})
	}
	flags.Func("edition", "day of publication of files that do not tell it, such as 2026-03-01", func(day string) (err error) {
		s.edition, err = bonafide.ParseDate(day)
		return err
	})
	flags.IntVar(&s.tolerate, "tolerate", 0, "rows of a file that may be mended or skipped, at most")
	flags.BoolVar(&s.published, "published", false, "fill the keys that lists have in the field from what is read")
	flags.StringVar(&s.names, "names", "all", "names to index: primary or all")
	flags.BoolVar(&s.weak, "weak", false, "index weak aliases too")
	flags.Float64Var(&s.minScore, "min-score", screening.DefaultMinScore, "score of a hit, at least")
	flags.IntVar(&s.limit, "limit", 5, "hits of an answer, at most")
	flags.StringVar(&s.mode, "mode", "default", "scores: default, or ofac for those of OFAC's own search")
	flags.BoolVar(&s.verify, "verify", false, "compute every score again from its explanation")
	flags.BoolVar(&s.known, "known", false, "print the lists that have a name in the field, and end")
	flags.BoolVar(&s.stats, "stats", false, "print load and query figures to standard error")
	if err := flags.Parse(args); err != nil {
		return s, err
	}
	switch {
	case flags.NArg() > 0:
		return s, errors.New("queries come from standard input")
	case s.names != "all" && s.names != "primary":
		return s, errors.New("-names is primary or all")
	case s.mode != "default" && s.mode != "ofac":
		return s, errors.New("-mode is default or ofac")
	case !(s.minScore >= 0 && s.minScore <= 1):
		return s, errors.New("-min-score is 0 to 1")
	case s.limit < 1 || s.limit > screening.MaxLimit:
		return s, fmt.Errorf("-limit is 1 to %d", screening.MaxLimit)
	}
	return s, nil
}

func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	s, err := parse(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return 0
	}
	fail := func(err error) int {
		fmt.Fprintln(stderr, "screen:", err)
		return 2
	}
	if err != nil {
		return fail(err)
	}
	if s.known {
		from := make(map[string]string)
		for _, o := range lists.Origins() {
			from[o.Key] = o.From
		}
		for _, list := range screening.KnownLists() {
			fmt.Fprintf(stdout, "%s\t%s\t%s\t%s\n", list.Key, list.Name, list.Source, cmp.Or(from[list.Key], "nowhere"))
		}
		return 0
	}
	var f figures
	begun := time.Now()
	loaded, err := s.load(stderr)
	if err != nil {
		return fail(err)
	}
	engine := match.NewEngine(nil)
	if err := engine.Load(loaded...); err != nil {
		return fail(err)
	}
	f.load = time.Since(begun)

	out := bufio.NewWriterSize(stdout, 1<<16)
	var shown *bar.Bar
	if !bar.Terminal(stdout) { // else the answers show how far it is
		shown = bar.Of(stderr, stdin)
	}
	bad, err := s.answers(context.Background(), engine, stdin, out, shown, &f)
	if flushed := out.Flush(); err == nil {
		err = flushed
	}
	if s.stats {
		f.print(stderr, engine)
	}
	if err != nil {
		return fail(err)
	}
	if bad > 0 {
		fmt.Fprintf(stderr, "screen: %d lines were no queries\n", bad)
		return 1
	}
	return 0
}

// maxLine bounds a line of the input.
const maxLine = 1 << 20

// answers answers every line, of which it tells the bar, and returns how many were no
// queries.
func (s settings) answers(ctx context.Context, engine *match.Engine, in io.Reader, out io.Writer, shown *bar.Bar, f *figures) (bad int, err error) {
	lines := bufio.NewReaderSize(in, 1<<16)
	for {
		line, tooLong, readErr := readLine(lines)
		shown.Add(len(line) + 1)
		if line = bytes.TrimSpace(line); len(line) > 0 || tooLong {
			a := answer{Error: &failure{Code: "too_long"}}
			if !tooLong {
				a = s.answer(ctx, engine, line, f)
			}
			if a.Error != nil {
				bad++
			}
			if err := a.write(out); err != nil {
				return bad, err
			}
		}
		if errors.Is(readErr, io.EOF) {
			return bad, nil
		}
		if readErr != nil {
			return bad, readErr
		}
	}
}

// readLine reads a line, of which it drops what goes beyond maxLine.
func readLine(r *bufio.Reader) (line []byte, tooLong bool, err error) {
	for {
		part, err := r.ReadSlice('\n')
		if len(line)+len(part) > maxLine {
			tooLong = true
		} else {
			line = append(line, part...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, tooLong, err
		}
	}
}
