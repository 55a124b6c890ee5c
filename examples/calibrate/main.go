// Command calibrate measures how well a list is found, and how often customers
// raise a false alarm, at every score: what a validator of the model asks for
// (New York DFS Part 504, 504.3).
//
//	go run ./examples/calibrate [-ofac DIR] [-ofac-consolidated DIR] [-un FILE] [-customers FILE.jsonl(.gz)] [-labelled FILE.jsonl]
//	    [-type person|entity] [-most 5000] [-svg curve.svg]
//
// Customers are names that are on no list: lines with "query" or "name", of
// which those labelled "match" are left out. What must be found are the list's
// own aliases, of each kind, which are left out of the index; or the names of
// -labelled, lines with "query", "entry_id" and, optionally, "list".
// For each list and kind it prints the recall at false-positive rates of 0.01,
// 0.1, 1 and 5 percent, with the score that gives the rate, and draws the curves.
//
// Without arguments it runs on a small sample of the SDN list and a few
// customers.
package main

import (
	"cmp"
	"context"
	"embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/bonafide-go/bonafide/screening"
)

//go:embed sample
var sample embed.FS

func main() {
	if err := run(os.Args[1:], os.Stdout, os.Stderr); err != nil {
		if !errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(os.Stderr, "calibrate:", err)
			os.Exit(2)
		}
	}
}

// settings are the program's flags.
type settings struct {
	ofac, consolidated, un string
	customers, labelled    string
	typ                    screening.EntityType
	most                   int
	svg                    string
}

func run(args []string, stdout, stderr io.Writer) error {
	var s settings
	flags := flag.NewFlagSet("calibrate", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&s.ofac, "ofac", "", "folder with sdn.csv, alt.csv, add.csv")
	flags.StringVar(&s.consolidated, "ofac-consolidated", "", "folder with cons_prim.csv, cons_alt.csv, cons_add.csv")
	flags.StringVar(&s.un, "un", "", "consolidated list of the UN in XML")
	flags.StringVar(&s.customers, "customers", "", "JSON lines of names that are on no list, also gzipped")
	flags.StringVar(&s.labelled, "labelled", "", "JSON lines of names and the entries they belong to")
	typ := flags.String("type", "person", "person or entity")
	flags.IntVar(&s.most, "most", 5000, "names of each kind, and customers, at most")
	flags.StringVar(&s.svg, "svg", "", "file to draw the curves into")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if s.typ = screening.EntityType(*typ); s.typ != screening.Person && s.typ != screening.Entity {
		return errors.New("-type is person or entity")
	}
	if s.most < 1 {
		return errors.New("-most is 1 or more")
	}
	lists, err := s.lists()
	if err != nil {
		return err
	}
	customers, err := s.readCustomers()
	if err != nil {
		return err
	}
	cases, bare, err := s.cases(lists)
	if err != nil {
		return err
	}
	engine := screening.NewEngine(nil)
	if err := engine.Load(bare...); err != nil {
		return err
	}
	curves, err := measure(context.Background(), engine, s.typ, cases, customers)
	if err != nil {
		return err
	}
	fmt.Fprintf(stdout, "%d customers of type %s\n\n", len(customers), s.typ)
	printTable(stdout, curves)
	if s.svg != "" {
		return os.WriteFile(s.svg, drawSVG(curves), 0o644)
	}
	return nil
}

// A curve is the recall of one kind of names of one list.
type curve struct {
	list   string
	kind   string
	right  []float64 // score of the right entry for each name; 0 where it was not found
	alarms []float64 // best score on the list of each customer, descending
}

// rates are the false-positive rates of the table.
var rates = []float64{.0001, .001, .01, .05}

// at returns the part of the names found above the score that this part of the
// customers reach, and that score.
func (c *curve) at(rate float64) (recall, score float64) {
	score = c.alarms[min(int(rate*float64(len(c.alarms))), len(c.alarms)-1)]
	found := 0
	for _, s := range c.right {
		if s > score {
			found++
		}
	}
	return float64(found) / float64(len(c.right)), score
}

func printTable(w io.Writer, curves []curve) {
	fmt.Fprintf(w, "%-12s %-16s %6s", "list", "names", "count")
	for _, r := range rates {
		fmt.Fprintf(w, "  %17s", fmt.Sprintf("recall at %g%%", r*100))
	}
	fmt.Fprintln(w)
	for _, c := range curves {
		fmt.Fprintf(w, "%-12s %-16s %6d", c.list, c.kind, len(c.right))
		for _, r := range rates {
			recall, score := c.at(r)
			fmt.Fprintf(w, "  %7.1f%% > %.4f", recall*100, score)
		}
		fmt.Fprintln(w)
	}
}

// A labelledName is a name that must find an entry.
type labelledName struct{ list, kind, name, entry string }

// measure screens all names and customers.
func measure(ctx context.Context, engine *screening.Engine, typ screening.EntityType, cases []labelledName, customers []string) ([]curve, error) {
	const least = .3 // no threshold in use is lower
	alarms := make(map[string][]float64)
	for _, name := range customers {
		res, err := engine.Screen(ctx, screening.Query{Name: name, Type: typ, MinScore: least, Limit: screening.MaxLimit})
		if err != nil {
			continue // a line that is no name
		}
		for _, run := range res.Lists {
			best := 0.0
			if i := slices.IndexFunc(res.Hits, func(h screening.Hit) bool { return h.List == run.Key }); i >= 0 {
				best = res.Hits[i].Score
			}
			alarms[run.Key] = append(alarms[run.Key], best)
		}
	}
	var curves []curve
	for _, c := range cases {
		res, err := engine.Screen(ctx, screening.Query{Name: c.name, Type: typ, Lists: []string{c.list}, MinScore: least, Limit: screening.MaxLimit})
		if err != nil {
			continue
		}
		i := slices.IndexFunc(curves, func(v curve) bool { return v.list == c.list && v.kind == c.kind })
		if i < 0 {
			i = len(curves)
			curves = append(curves, curve{list: c.list, kind: c.kind, alarms: alarms[c.list]})
		}
		h, _ := res.Hit(c.list, c.entry)
		curves[i].right = append(curves[i].right, h.Score)
	}
	for _, a := range alarms {
		slices.SortFunc(a, func(x, y float64) int { return cmp.Compare(y, x) })
	}
	slices.SortFunc(curves, func(a, b curve) int { return cmp.Or(cmp.Compare(a.list, b.list), cmp.Compare(a.kind, b.kind)) })
	if len(customers) == 0 || len(curves) == 0 {
		return nil, errors.New("nothing to measure: no customers, or no names to find")
	}
	return curves, nil
}
