package main

import (
	"bytes"
	"compress/gzip"
	"embed"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
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
	if len(s.ofac)+len(s.advanced)+len(s.consolidated)+len(s.un)+len(s.csl)+len(s.dpl) == 0 {
		files, err := fs.Sub(sample, "ofac")
		if err != nil {
			return nil, err
		}
		list, err := lists.ReadOFAC(files, &lists.OFACOptions{Edition: sampleEdition, WithoutWeak: !s.weak})
		return s.keep(out, list), err
	}
	folders := []struct {
		paths            paths
		read             func(fs.FS, *lists.OFACOptions) (screening.List, error)
		primary, aliases string
	}{{s.ofac, lists.ReadOFAC, "sdn.csv", "alt.csv"}, {s.consolidated, lists.ReadOFACConsolidated, "cons_prim.csv", "cons_alt.csv"}}
	for _, f := range folders {
		for _, dir := range f.paths {
			opts := &lists.OFACOptions{WithoutWeak: !s.weak, Edition: edition(dir), Unmarked: true}
			if _, err := os.Stat(filepath.Join(dir, f.aliases)); err != nil {
				// Nothing is lost; but without its aliases a published list is not whole.
				opts.PrimaryOnly = s.names == "primary" || !published(filepath.Join(dir, f.primary))
			}
			list, err := f.read(os.DirFS(dir), opts)
			if err != nil {
				return nil, err
			}
			out = s.keep(out, list)
		}
	}
	files := []struct {
		paths paths
		read  func(io.Reader, bonafide.Date, string) ([]screening.List, error)
	}{
		{s.advanced, func(r io.Reader, edition bonafide.Date, name string) ([]screening.List, error) {
			list, err := lists.ReadOFACAdvanced(r, &lists.Options{Edition: edition, File: name, WithoutWeak: !s.weak})
			return []screening.List{list}, err
		}},
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
				out = s.keep(out, list)
			}
		}
	}
	return out, nil
}

// published reports whether a file ends with the mark that OFAC writes. A file
// that the host made itself has no such mark.
func published(path string) bool {
	text, err := os.ReadFile(path)
	return err == nil && bytes.HasSuffix(bytes.TrimRight(text, "\r\n"), []byte{0x1a})
}

// keep appends a list as far as -names asks for it. A second list of one key is
// a list of its own.
func (s settings) keep(out []screening.List, list screening.List) []screening.List {
	same := func(l screening.List) bool { return l.Key == list.Key }
	for key, n := list.Key, 2; slices.ContainsFunc(out, same); n++ {
		list.Key = fmt.Sprintf("%s_%d", key, n)
	}
	if s.names == "primary" {
		for i := range list.Entries {
			e := &list.Entries[i]
			e.Names = slices.DeleteFunc(slices.Clone(e.Names), func(n screening.Name) bool { return n.Kind != screening.PrimaryName })
			e.Hash = e.Digest() // hash of the names that are searched
		}
		list.Entries = slices.DeleteFunc(list.Entries, func(e screening.Entry) bool { return len(e.Names) == 0 })
	}
	return append(out, list)
}

var dated = regexp.MustCompile(`\d{4}-\d{2}(-\d{2})?`)

// edition is the day in a path such as "ofac-sdn-2024-05-03", or the zero value.
func edition(path string) bonafide.Date {
	day := ""
	if all := dated.FindAllString(path, -1); len(all) > 0 {
		day = all[len(all)-1]
	}
	if len(day) == len("2006-01") {
		day += "-01"
	}
	d, _ := bonafide.ParseDate(day)
	return d
}

// open reads a file, unpacked if it is gzipped. Its edition is the day in its
// path, else the day it was last modified.
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
	day := edition(path)
	if day.IsZero() {
		day = bonafide.DateOf(info.ModTime().UTC())
	}
	return read(r, day, filepath.Base(path))
}
