// Command calibrate tells which score to draw the line at: for each list and
// kind, how many listed names are found at how many false alarms. It is what a
// model validator asks for (NYDFS Part 504, 3 NYCRR 504.3(b)).
//
//	go run ./examples/calibrate [-ofac DIR]... [-ofac-consolidated DIR] [-un FILE] [-csl FILE(.gz)] [-dpl FILE]
//	    [-eu FILE] [-uk FILE] [-ftm FILE] [-weak] [-people FILE] [-companies FILE] [-labelled FILE]... [-latin]
//	    [-most 2000] [-svg FILE]
//
// Every list is measured on its own, and, where there are several, all of them
// together; all are loaded, as by the program that will run. The score for a list
// and kind is one for a match.Threshold. Without a list it measures a small
// sample of the SDN list.
//
// # Names that must be found
//
// Aliases, and names in their original script, are left out of the index and
// searched for: each must find its own entry by the primary name alone. At most
// -most of them are searched for in a row, taken evenly from all of the list.
//
// Labelled names are the host's own. They are searched for with every name in
// the index, as a program runs. A line of the file is JSON:
//
//	{"name":"...","type":"person","list":"ofac_sdn","entry_id":"7160","birth_date":"1962-03-04","countries":["SY"]}
//	{"name":"...","type":"person","birth_date":"1962","match":false}
//
// The first must find the entry; without a list, on any list. The second, or
// any line without an entry_id, is a customer who is on no list. The type is
// person, entity, vessel or aircraft; "ids" and "gender" may be given as well,
// and "id" and "note" are passed over. A line with anything else is refused.
//
// # Customers who are on no list
//
// They come from -people and -companies, which are JSON lines with a "query" or
// "name", or plain names a line, and from the labelled names. A false alarm is a
// customer with any hit. Names in other scripts raise several times the alarms of
// those in Latin letters: give customers as they are in your own books, or leave
// the others out with -latin. All files may be gzipped (.gz).
//
// # By class and culture
//
// -classes makes two other tables: how many listed names are found that come in
// distorted, class by class, and how many ordinary people are alarmed, by culture. It
// distorts primary names of the lists and makes people up of common given and family
// names (cultures.txt): some of them bear the name of somebody listed. They stand in
// screening/README.md.
//
// The same input gives the same output, byte by byte.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
)

func main() {
	os.Exit(run(context.Background(), os.Args[1:], os.Stdout, os.Stderr))
}

// settings are the program's flags.
type settings struct {
	lists             []source
	weak              bool
	people, companies string
	labelled          []string
	latin             bool
	most              int
	svg               string
	byClass           bool
}

const about = `calibrate tells how much is found at how many false alarms, per list and kind.
  calibrate                                            a small sample
  calibrate -ofac DIR -people names.txt -svg roc.svg   your list, your customers, curves
`

func parse(args []string, stderr io.Writer) (settings, error) {
	var s settings
	flags := flag.NewFlagSet("calibrate", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprint(stderr, about)
		flags.PrintDefaults()
	}
	for _, f := range formats {
		flags.Func(f.flag, f.usage+"; may be given again", func(path string) error {
			s.lists = append(s.lists, source{path, f.read})
			return nil
		})
	}
	flags.BoolVar(&s.weak, "weak", false, "index weak aliases too")
	flags.StringVar(&s.people, "people", "", "names of people who are on no list")
	flags.StringVar(&s.companies, "companies", "", "names of companies that are on no list")
	flags.Func("labelled", "labelled names, JSON lines; may be given again", func(path string) error {
		s.labelled = append(s.labelled, path)
		return nil
	})
	flags.BoolVar(&s.latin, "latin", false, "only customers whose names are in Latin letters")
	flags.IntVar(&s.most, "most", 2000, "most aliases to search for in a row")
	flags.StringVar(&s.svg, "svg", "", "file to draw the curves in")
	flags.BoolVar(&s.byClass, "classes", false, "recall by class of distortion and alarms by culture, of names that the program makes up")
	if err := flags.Parse(args); err != nil {
		return s, err
	}
	switch {
	case flags.NArg() > 0:
		return s, errors.New("names come from files that flags name")
	case s.most < 1:
		return s, errors.New("-most is 1 or more")
	}
	return s, nil
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	s, err := parse(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return 0
	}
	if err == nil {
		err = s.calibrate(ctx, stdout, stderr)
	}
	if err != nil {
		fmt.Fprintln(stderr, "calibrate:", err)
		return 2
	}
	return 0
}

func (s settings) calibrate(ctx context.Context, out io.Writer, progress io.Writer) error {
	if s.byClass {
		tables, err := s.classes(ctx)
		if err == nil {
			_, err = out.Write(tables)
		}
		return err
	}
	in, err := s.read()
	if err != nil {
		return err
	}
	rows, err := in.measure(ctx, s.most, progress)
	if err != nil {
		return err
	}
	if _, err := out.Write(table(in, rows)); err != nil || s.svg == "" {
		return err
	}
	return os.WriteFile(s.svg, draw(rows), 0o644)
}
