// Command calibrate tells which threshold to choose: how many of the listed
// names are found at how many false alarms. Model validators ask for it (NYDFS
// Part 504.3(a)).
//
// It leaves the lists' aliases out of the index and searches for them: each
// should find its own entry by the primary name alone. Names of people and
// companies who are on no list say how often the same threshold would raise an
// alarm for nothing.
//
//	go run ./examples/calibrate                     # small samples
//	go run ./examples/calibrate -ofac DIR -people FILE -companies FILE -svg curve.svg
//
// The files are JSON lines with a "query" (or "name"), or plain names a line;
// they may be gzipped.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/bonafide-go/bonafide/screening"
)

func main() {
	var s settings
	flag.StringVar(&s.ofac, "ofac", "", "folder with sdn.csv, alt.csv and add.csv as OFAC publishes them")
	flag.StringVar(&s.people, "people", "", "names of people who are on no list")
	flag.StringVar(&s.companies, "companies", "", "names of companies that are on no list")
	flag.IntVar(&s.most, "most", 2000, "most aliases of a kind to search for")
	flag.StringVar(&s.svg, "svg", "", "file for the curves")
	flag.Parse()
	if err := run(context.Background(), s, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

type settings struct {
	ofac, people, companies, svg string
	most                         int
}

// rates are the parts of customers who raise a false alarm, for the table.
var rates = []float64{0.0001, 0.001, 0.01, 0.05}

func run(ctx context.Context, s settings, out io.Writer) error {
	list, err := s.list()
	if err != nil {
		return err
	}
	var curves []curve
	for _, k := range []struct {
		kind screening.EntityType
		file string
	}{{screening.Person, s.people}, {screening.Entity, s.companies}} {
		customers, err := names(k.file, k.kind)
		if err != nil {
			return err
		}
		c, err := measure(ctx, list, k.kind, customers, s.most)
		if err != nil {
			return err
		}
		curves = append(curves, c)
		c.print(out)
	}
	if s.svg == "" {
		return nil
	}
	return os.WriteFile(s.svg, draw(curves), 0o644)
}
