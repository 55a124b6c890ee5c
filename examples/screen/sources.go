package main

import (
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/lists"
)

// sources are the lists to read.
type sources struct {
	ofac                       []string
	consolidated, un, csl, dpl string
	names                      string // primary or all
	weak                       bool
}

// sampleEdition is the day of the sample.
var sampleEdition = bonafide.Date{Year: 2024, Month: 5, Day: 3}

// read reads all lists, or the sample where none is named.
func (s *sources) read() ([]screening.List, error) {
	var all []screening.List
	add := func(l screening.List, err error) error {
		all = append(all, l)
		return err
	}
	var errs []error
	for i, dir := range s.ofac {
		key := screening.KeyOFACSDN
		if i > 0 {
			key = fmt.Sprintf("%s_%d", key, i+1) // a second folder is a list of its own
		}
		errs = append(errs, add(lists.ReadOFAC(os.DirFS(dir), s.ofacOptions(dir, key, "alt.csv"))))
	}
	if s.consolidated != "" {
		errs = append(errs, add(lists.ReadOFACConsolidated(os.DirFS(s.consolidated), s.ofacOptions(s.consolidated, "", "cons_alt.csv"))))
	}
	if s.un != "" {
		errs = append(errs, withFile(s.un, func(r io.Reader) error {
			return add(lists.ReadUN(r, &lists.Options{File: filepath.Base(s.un), WithoutWeak: !s.weak}))
		}))
	}
	if s.csl != "" {
		errs = append(errs, withFile(s.csl, func(r io.Reader) error {
			parts, err := lists.ReadCSL(r, &lists.CSLOptions{File: filepath.Base(s.csl), Edition: edition(s.csl)})
			all = append(all, parts...)
			return err
		}))
	}
	if s.dpl != "" {
		errs = append(errs, withFile(s.dpl, func(r io.Reader) error {
			return add(lists.ReadDPL(r, &lists.Options{File: filepath.Base(s.dpl), Edition: edition(s.dpl)}))
		}))
	}
	if len(errs) == 0 {
		folder, err := fs.Sub(sample, "sample")
		if err != nil {
			return nil, err
		}
		errs = append(errs, add(lists.ReadOFAC(folder, &lists.OFACOptions{Edition: sampleEdition, WithoutWeak: !s.weak})))
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	if s.names == "primary" {
		return primaries(all)
	}
	return all, nil
}

func (s *sources) ofacOptions(dir, key, aliases string) *lists.OFACOptions {
	o := &lists.OFACOptions{Key: key, Edition: edition(dir), WithoutWeak: !s.weak}
	if _, err := os.Stat(filepath.Join(dir, aliases)); err != nil && s.names == "primary" {
		o.PrimaryOnly = true
	}
	return o
}

// primaries leaves every entry its primary name alone.
func primaries(all []screening.List) ([]screening.List, error) {
	for i, l := range all {
		entries := make([]screening.Entry, len(l.Entries))
		for j, e := range l.Entries {
			e.Names = e.Names[:1]
			e.Hash = ""
			entries[j] = e
		}
		var err error
		if all[i], err = screening.NewList(l.Key, l.Edition, entries); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// withFile opens a file, gzipped or not.
func withFile(path string, read func(io.Reader) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if !strings.HasSuffix(path, ".gz") {
		return read(f)
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		return err
	}
	return read(z)
}

var dated = regexp.MustCompile(`\d{4}-\d{2}(-\d{2})?`)

// edition is the day in a path such as "ofac-sdn-2024-05-03/sdn.csv", else the
// day the file was last modified.
func edition(path string) bonafide.Date {
	if all := dated.FindAllString(path, -1); len(all) > 0 {
		day := all[len(all)-1]
		if len(day) == len("2006-01") {
			day += "-01"
		}
		if d, err := bonafide.ParseDate(day); err == nil {
			return d
		}
	}
	info, err := os.Stat(path)
	if err != nil {
		return bonafide.Date{}
	}
	return bonafide.DateOf(info.ModTime().UTC())
}
