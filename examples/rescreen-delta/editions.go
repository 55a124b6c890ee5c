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
	"slices"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/lists"
)

//go:embed ofac
var sample embed.FS

// editions returns how to read each edition, oldest first: of a folder, or two
// of the sample.
func editions(dir string) ([]func() (screening.List, error), error) {
	if dir == "" {
		return sampleEditions()
	}
	paths, err := filepath.Glob(filepath.Join(dir, "sdn_*.csv.gz"))
	if err != nil {
		return nil, err
	}
	if len(paths) == 0 {
		return nil, fmt.Errorf("no sdn_*.csv.gz in %s", dir)
	}
	slices.Sort(paths)
	var out []func() (screening.List, error)
	for _, path := range paths {
		out = append(out, func() (screening.List, error) {
			date, err := bonafide.ParseDate(strings.TrimSuffix(strings.TrimPrefix(filepath.Base(path), "sdn_"), ".csv.gz"))
			if err != nil {
				return screening.List{}, err
			}
			packed, err := os.ReadFile(path)
			if err != nil {
				return screening.List{}, err
			}
			z, err := gzip.NewReader(bytes.NewReader(packed))
			if err != nil {
				return screening.List{}, err
			}
			data, err := io.ReadAll(z)
			if err != nil {
				return screening.List{}, err
			}
			return read(data, date)
		})
	}
	return out, nil
}

// read reads an edition of primary names alone.
func read(data []byte, edition bonafide.Date) (screening.List, error) {
	return lists.ReadOFAC(oneFile{"sdn.csv", data}, &lists.OFACOptions{Edition: edition, PrimaryOnly: true})
}

// sampleEditions makes two editions of the sample: the older lacks two entries
// and knows another by an older name.
func sampleEditions() ([]func() (screening.List, error), error) {
	now, err := fs.ReadFile(sample, "ofac/sdn.csv")
	if err != nil {
		return nil, err
	}
	var before []string
	for i, line := range strings.SplitAfter(string(now), "\n") {
		switch i {
		case 0, 3:
			continue
		case 5:
			line = strings.Replace(line, ", ", ", Old ", 1)
		}
		before = append(before, line)
	}
	return []func() (screening.List, error){
		func() (screening.List, error) {
			return read([]byte(strings.Join(before, "")), bonafide.Date{Year: 2024, Month: 4, Day: 25})
		},
		func() (screening.List, error) { return read(now, bonafide.Date{Year: 2024, Month: 5, Day: 3}) },
	}, nil
}

// oneFile is a file system with one file.
type oneFile struct {
	name string
	data []byte
}

// Open opens the one file.
func (f oneFile) Open(name string) (fs.File, error) {
	if name != f.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return &opened{Reader: bytes.NewReader(f.data), f: f}, nil
}

// opened is the open file and its description.
type opened struct {
	*bytes.Reader
	f oneFile
}

func (o *opened) Stat() (fs.FileInfo, error) { return o, nil }
func (o *opened) Close() error               { return nil }
func (o *opened) Name() string               { return o.f.name }
func (o *opened) Size() int64                { return int64(len(o.f.data)) }
func (o *opened) Mode() fs.FileMode          { return 0o444 }
func (o *opened) ModTime() time.Time         { return time.Time{} }
func (o *opened) IsDir() bool                { return false }
func (o *opened) Sys() any                   { return nil }
