package main

import (
	"compress/gzip"
	"embed"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/lists"
)

//go:embed ofac
var sample embed.FS

// sampleEdition is the publication date of what the sample was taken from.
var sampleEdition = bonafide.Date{Year: 2024, Month: 5, Day: 3}

// load reads every list that the flags name; without any, the sample.
func (s settings) load() ([]screening.List, error) {
	var out []screening.List
	if len(s.ofac)+len(s.consolidated)+len(s.un)+len(s.csl)+len(s.dpl) == 0 {
		files, err := fs.Sub(sample, "ofac")
		if err != nil {
			return nil, err
		}
		list, err := lists.ReadOFAC(files, &lists.OFACOptions{Edition: sampleEdition, WithoutWeak: !s.weak})
		return s.keep(out, list), err
	}
	for _, dir := range s.ofac {
		list, err := lists.ReadOFAC(os.DirFS(dir), &lists.OFACOptions{WithoutWeak: !s.weak})
		if err != nil {
			return nil, err
		}
		out = s.keep(out, list)
	}
	for _, dir := range s.consolidated {
		list, err := lists.ReadOFACConsolidated(os.DirFS(dir), &lists.OFACOptions{WithoutWeak: !s.weak})
		if err != nil {
			return nil, err
		}
		out = s.keep(out, list)
	}
	files := []struct {
		paths paths
		read  func(io.Reader, bonafide.Date, string) ([]screening.List, error)
	}{
		{s.un, func(r io.Reader, edition bonafide.Date, name string) ([]screening.List, error) {
			list, err := lists.ReadUN(r, &lists.Options{Edition: edition, File: name, WithoutWeak: !s.weak})
			return []screening.List{list}, err
		}},
		{s.csl, func(r io.Reader, edition bonafide.Date, name string) ([]screening.List, error) {
			return lists.ReadCSL(r, &lists.CSLOptions{Edition: edition, File: name})
		}},
		{s.dpl, func(r io.Reader, edition bonafide.Date, name string) ([]screening.List, error) {
			list, err := lists.ReadDPL(r, &lists.Options{Edition: edition, File: name})
			return []screening.List{list}, err
		}},
	}
	for _, f := range files {
		for _, path := range f.paths {
			read, err := open(path, f.read)
			if err != nil {
				return nil, err
			}
			for _, list := range read {
				if slices.ContainsFunc(out, func(l screening.List) bool { return l.Key == list.Key }) {
					list.Key = "csl." + list.Key // the same list, by way of another publisher
				}
				out = s.keep(out, list)
			}
		}
	}
	return out, nil
}

// keep appends a list as far as -names asks for it.
func (s settings) keep(out []screening.List, list screening.List) []screening.List {
	if s.names == "primary" {
		for i := range list.Entries {
			names := slices.Clone(list.Entries[i].Names)
			list.Entries[i].Names = slices.DeleteFunc(names, func(n screening.Name) bool { return n.Kind != screening.PrimaryName })
		}
		list.Entries = slices.DeleteFunc(list.Entries, func(e screening.Entry) bool { return len(e.Names) == 0 })
	}
	return append(out, list)
}

// open reads a file, unpacked if it is gzipped; its edition is the day it was
// last modified.
func open(path string, read func(io.Reader, bonafide.Date, string) ([]screening.List, error)) ([]screening.List, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	var r io.Reader = f
	if strings.HasSuffix(path, ".gz") {
		z, err := gzip.NewReader(f)
		if err != nil {
			return nil, err
		}
		defer z.Close()
		r = z
	}
	return read(r, bonafide.DateOf(info.ModTime().UTC()), filepath.Base(path))
}
