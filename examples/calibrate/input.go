package main

import (
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

//go:embed ofac people.txt companies.txt labelled.jsonl cultures.txt
var samples embed.FS

// A source is a published file or folder, and how to read it.
type source struct {
	path string
	read reader
}

type reader func(path string, weak bool) ([]screening.List, error)

// formats are the published formats that are read, each by its flag.
var formats = []struct {
	flag, usage string
	read        reader
}{
	{"ofac", "folder with sdn.csv, alt.csv, add.csv", folder(lists.ReadOFAC)},
	{"ofac-consolidated", "folder with cons_prim.csv, cons_alt.csv, cons_add.csv", folder(lists.ReadOFACConsolidated)},
	{"un", "consolidated list of the UN in XML", dated(lists.ReadUN)},
	{"eu", "consolidated list of the EU in CSV", dated(lists.ReadEU)},
	{"uk", "list of the UK in CSV", dated(lists.ReadUK)},
	{"dpl", "US Denied Persons List, tab-separated", undated(lists.ReadDPL)},
	{"ftm", "entities of FollowTheMoney in JSON lines; the file's name is the list's key", undated(readFTM)},
	{"csl", "US Consolidated Screening List in CSV", file(func(r io.Reader, o lists.Options) ([]screening.List, error) {
		return lists.ReadCSL(r, &lists.CSLOptions{Edition: o.Edition, File: o.File})
	})},
}

func readFTM(r io.Reader, o *lists.Options) (screening.List, error) {
	o.Key, _, _ = strings.Cut(o.File, ".")
	return lists.ReadFTM(r, o)
}

// folder reads a list of several files.
func folder(read func(fs.FS, *lists.OFACOptions) (screening.List, error)) reader {
	return func(path string, weak bool) ([]screening.List, error) {
		day, err := published(path)
		if err != nil {
			return nil, err
		}
		list, err := read(os.DirFS(path), &lists.OFACOptions{Edition: day, WithoutWeak: !weak, Unmarked: true})
		return []screening.List{list}, err
	}
}

// published is the day in a path, else the day that what is there was last modified.
func published(path string) (bonafide.Date, error) {
	if day := edition(path); !day.IsZero() {
		return day, nil
	}
	info, err := os.Stat(path)
	if err != nil {
		return bonafide.Date{}, err
	}
	return bonafide.DateOf(info.ModTime().UTC()), nil
}

// dated reads a file that tells its edition.
func dated(read func(io.Reader, *lists.Options) (screening.List, error)) reader {
	return undated(func(r io.Reader, o *lists.Options) (screening.List, error) {
		o.Edition = bonafide.Date{}
		return read(r, o)
	})
}

// undated reads a file that does not tell its edition.
func undated(read func(io.Reader, *lists.Options) (screening.List, error)) reader {
	return file(func(r io.Reader, o lists.Options) ([]screening.List, error) {
		list, err := read(r, &o)
		return []screening.List{list}, err
	})
}

// file reads a file, of the edition of its path.
func file(read func(io.Reader, lists.Options) ([]screening.List, error)) reader {
	return func(path string, weak bool) ([]screening.List, error) {
		f, err := open(path)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		day, err := published(path)
		if err != nil {
			return nil, err
		}
		return read(f, lists.Options{Edition: day, File: filepath.Base(path), WithoutWeak: !weak})
	}
}

var day = regexp.MustCompile(`\d{4}-\d{2}(-\d{2})?`)

// edition is the day in a path such as "ofac-sdn-2024-05-03", or the zero value.
func edition(path string) bonafide.Date {
	all := day.FindAllString(path, -1)
	if len(all) == 0 {
		return bonafide.Date{}
	}
	text := all[len(all)-1]
	if len(text) == len("2006-01") {
		text += "-01"
	}
	d, _ := bonafide.ParseDate(text)
	return d
}

// open opens a file, unpacked if it is gzipped.
func open(path string) (io.ReadCloser, error) {
	f, err := os.Open(path)
	if err != nil || !strings.HasSuffix(path, ".gz") {
		return f, err
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	return struct {
		io.Reader
		io.Closer
	}{z, f}, nil
}

// loaded reads the lists. A second list of one key is a list of its own.
func (s settings) loaded() ([]screening.List, error) {
	var out []screening.List
	for _, src := range s.lists {
		all, err := src.read(src.path, s.weak)
		if err != nil {
			return nil, err
		}
		for _, list := range all {
			same := func(l screening.List) bool { return l.Key == list.Key }
			for key, n := list.Key, 2; slices.ContainsFunc(out, same); n++ {
				list.Key = fmt.Sprintf("%s_%d", key, n)
			}
			out = append(out, list)
		}
	}
	return out, nil
}

// sample is the list that is measured where no other is named.
func (s settings) sample() ([]screening.List, error) {
	files, err := fs.Sub(samples, "ofac")
	if err != nil {
		return nil, err
	}
	list, err := lists.ReadOFAC(files, &lists.OFACOptions{Edition: bonafide.Date{Year: 2024, Month: 5, Day: 3}, WithoutWeak: !s.weak})
	return []screening.List{list}, err
}
