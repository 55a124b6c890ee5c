// Command onboarding takes three applicants through the whole user flow and
// prints what a host would see at each step: an adult with everything in order,
// a namesake of a listed person, and a person under 18.
//
//	go run ./examples/onboarding              # a small sample of the OFAC list
//	go run ./examples/onboarding -sdn DIR     # sdn.csv, alt.csv and add.csv as published
//
// It needs no network and keeps everything in memory. Clock, ids and codes are
// fixed, so that every run prints the same.
package main

import (
	"context"
	"embed"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/lists"
)

//go:embed program.json applicants ofac
var files embed.FS

const about = `onboarding takes three applicants from a phone number to a permission, step by step.
  onboarding                                  against a small sample of the OFAC list
  onboarding -sdn DIR -edition 2026-03-01     against the list as published
`

func main() {
	flag.Usage = func() {
		fmt.Fprint(flag.CommandLine.Output(), about)
		flag.PrintDefaults()
	}
	dir := flag.String("sdn", "", "folder with sdn.csv, alt.csv and add.csv as OFAC publishes them")
	edition := flag.String("edition", "2026-03-01", "publication date of that list")
	flag.Parse()
	if flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(context.Background(), *dir, *edition); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, dir, edition string) error {
	list, err := ofac(dir, edition)
	if err != nil {
		return err
	}
	fmt.Printf("watchlist %s, edition %s, %d entries\n", list.Key, list.Edition, len(list.Entries))
	host, err := newHost(ctx, list)
	if err != nil {
		return err
	}
	names, err := fs.Glob(files, "applicants/*.json")
	if err != nil {
		return err
	}
	for _, name := range names {
		a, err := readApplicant(name)
		if err != nil {
			return err
		}
		fmt.Printf("\n=== %s\n", a.Title)
		err = host.onboard(ctx, a)
		var refused *bonafide.InvalidError
		if errors.As(err, &refused) {
			for _, fault := range refused.Fields {
				fmt.Printf("refused: %s is %s, by the rule: %s\n", fault.Path, fault.Code, fault.Rule)
			}
			continue
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// ofac reads the published list from a folder, or the sample.
func ofac(dir, edition string) (screening.List, error) {
	date, err := bonafide.ParseDate(edition)
	if err != nil {
		return screening.List{}, fmt.Errorf("-edition: %w", err)
	}
	if dir != "" {
		return lists.ReadOFAC(os.DirFS(dir), &lists.OFACOptions{Edition: date})
	}
	sample, err := fs.Sub(files, "ofac")
	if err != nil {
		return screening.List{}, err
	}
	return lists.ReadOFAC(sample, &lists.OFACOptions{Edition: date})
}
