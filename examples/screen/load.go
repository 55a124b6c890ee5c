package main

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"embed"
	"errors"
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

// A format is a published format, by its flag.
type format struct {
	flag, usage string
	read        reader
}

// A reader reads the lists of a file or folder with the options of single files.
type reader func(path string, o lists.Options) ([]screening.List, error)

// formats are what can be read. The program's help says the same.
func (s settings) formats() []format {
	return []format{
		{"ofac", "OFAC's SDN list: folder with sdn.csv, alt.csv, add.csv, and sdn_comments.csv where remarks overflow", s.folder(lists.ReadOFAC, "sdn.csv", "alt.csv")},
		{"ofac-consolidated", "OFAC's other lists: folder with cons_prim.csv, cons_alt.csv, cons_add.csv, and cons_comments.csv where remarks overflow",
			s.folder(lists.ReadOFACConsolidated, "cons_prim.csv", "cons_alt.csv")},
		{"ofac-xml", "list of OFAC in plain XML (SDN.XML, CONSOLIDATED.XML); CONS in its name makes it cons_sdn", keyed("cons", screening.KeyOFACConsolidated, lists.ReadOFACXML)},
		{"ofac-enhanced", "list of OFAC in enhanced XML (SDN_ENHANCED.XML)", keyed("cons", screening.KeyOFACConsolidated, lists.ReadOFACEnhanced)},
		{"ofac-advanced", "list of OFAC in advanced XML (SDN_ADVANCED.XML)", keyed("cons", screening.KeyOFACConsolidated, lists.ReadOFACAdvanced)},
		{"un", "consolidated list of the UN in XML", one(lists.ReadUN)},
		{"csl", "US Consolidated Screening List in CSV", several(readCSL)},
		{"dpl", "US Denied Persons List, tab-separated", one(lists.ReadDPL)},
		{"eu", "EU financial sanctions in CSV, version 1.1 or 1.0", one(lists.ReadEU)},
		{"eu-xml", "EU financial sanctions in XML, version 1.1", one(lists.ReadEUXML)},
		{"uk", "UK Sanctions List or OFSI's list in CSV; conlist in its name makes it hm_treasury_sanctions", keyed("conlist", screening.KeyOFSI, lists.ReadUK)},
		{"uk-xml", "UK Sanctions List in XML", one(lists.ReadUKXML)},
		{"seco", "Swiss list of SECO in XML", one(lists.ReadSECO)},
		{"sema", "Canadian autonomous sanctions in XML", one(lists.ReadSEMA)},
		{"dfat", "Australian consolidated list, its sheet saved as CSV", one(lists.ReadDFAT)},
		{"ftm", "entities of FollowTheMoney in JSON lines; a list for each kind, the file's name is the key", several(kinds(lists.ReadFTM))},
		{"simple", "OpenSanctions' targets.simple.csv; the file's name is the key", named(lists.ReadSimple)},
		{"senzing", "entities in Senzing's JSON lines; a list for each kind, the file's name is the key", several(kinds(lists.ReadSenzing))},
		{"world-bank", "World Bank's debarred firms and individuals in JSON", one(lists.ReadWorldBank)},
		{"fbi", "FBI's wanted in JSON, all pages one behind another; a list for each subject", several(lists.ReadFBI)},
		{"interpol", "Interpol's red notices in JSON, pages one behind another", one(lists.ReadInterpol)},
		{"own", "list of your own in CSV with a header: name, and if you like id, type, aliases, birth_date, countries, identifiers, remarks", one(lists.ReadOwn)},
	}
}

// A source is a file or folder to read.
type source struct {
	path string
	read reader
}

// load reads every list that the flags name; without any, the sample. It tells stderr
// what is worth knowing of them.
func (s settings) load(stderr io.Writer) ([]screening.List, error) {
	var out []screening.List
	if len(s.sources) == 0 {
		files, err := fs.Sub(sample, "ofac")
		if err != nil {
			return nil, err
		}
		list, err := lists.ReadOFAC(files, &lists.OFACOptions{Edition: sampleEdition, WithoutWeak: !s.weak})
		if err != nil {
			return nil, err
		}
		out = append(out, list)
	}
	for _, src := range s.sources {
		read, err := s.source(src, stderr)
		if err != nil {
			return nil, err
		}
		for _, l := range read {
			tell(stderr, l)
		}
		out = append(out, read...)
	}
	kept := out[:0:0]
	for _, l := range out {
		kept = s.keep(kept, l)
	}
	if s.published {
		return lists.Published(kept)
	}
	return kept, nil
}

// source reads one. Its edition is what the file tells, else that of -edition, else the
// day in its path. Where none is known it is the day the file was last modified, and that
// is said.
func (s settings) source(src source, stderr io.Writer) ([]screening.List, error) {
	o := lists.Options{File: filepath.Base(src.path), WithoutWeak: !s.weak, Tolerate: s.tolerate}
	read, err := src.read(src.path, o)
	var invalid *bonafide.InvalidError
	if !errors.As(err, &invalid) || !invalid.Has("edition", bonafide.CodeRequired) {
		return read, err
	}
	if o.Edition = cmp.Or(s.edition, edition(src.path)); o.Edition.IsZero() {
		info, err := os.Stat(src.path)
		if err != nil {
			return nil, err
		}
		o.Edition = bonafide.DateOf(info.ModTime().UTC())
		fmt.Fprintf(stderr, "screen: %s does not tell its edition; -edition would: taken for %s, when it was last modified\n", o.File, o.Edition)
	}
	return src.read(src.path, o)
}

// tell says which rows of a list were flawed, and of which columns nothing was
// understood. -stats tells every cell.
func tell(stderr io.Writer, l screening.List) {
	for _, f := range l.Reading.Flaws {
		done := "mended"
		if f.Skipped {
			done = "skipped"
		}
		fmt.Fprintf(stderr, "screen: %s: %s line %d %s\n", l.Key, f.File, f.Line, done)
	}
	for _, column := range l.Reading.Blind() {
		fmt.Fprintf(stderr, "screen: %s: nothing of %q was understood\n", l.Key, column)
	}
}

// folder reads a list of several files.
func (s settings) folder(read func(fs.FS, *lists.OFACOptions) (screening.List, error), primary, aliases string) reader {
	return func(dir string, o lists.Options) ([]screening.List, error) {
		opts := &lists.OFACOptions{WithoutWeak: o.WithoutWeak, Edition: o.Edition, Tolerate: o.Tolerate, Unmarked: true}
		if _, err := os.Stat(filepath.Join(dir, aliases)); err != nil {
			// Nothing is lost; but without its aliases a published list is not whole.
			opts.PrimaryOnly = s.names == "primary" || !published(filepath.Join(dir, primary))
		}
		list, err := read(os.DirFS(dir), opts)
		return []screening.List{list}, err
	}
}

// one reads a file that holds one list.
func one(read func(io.Reader, *lists.Options) (screening.List, error)) reader {
	return several(func(r io.Reader, o *lists.Options) ([]screening.List, error) {
		list, err := read(r, o)
		return []screening.List{list}, err
	})
}

// keyed reads a file that is of another key where its name has a word in it.
func keyed(word, key string, read func(io.Reader, *lists.Options) (screening.List, error)) reader {
	return one(func(r io.Reader, o *lists.Options) (screening.List, error) {
		if strings.Contains(strings.ToLower(o.File), word) {
			o.Key = key
		}
		return read(r, o)
	})
}

// named reads a file whose name is the list's key.
func named(read func(io.Reader, *lists.Options) (screening.List, error)) reader {
	return one(func(r io.Reader, o *lists.Options) (screening.List, error) {
		o.Key, _, _ = strings.Cut(o.File, ".")
		return read(r, o)
	})
}

// several reads a file that holds several lists, unpacked if it is gzipped.
func several(read func(io.Reader, *lists.Options) ([]screening.List, error)) reader {
	return func(path string, o lists.Options) ([]screening.List, error) {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		var r io.Reader = f
		if strings.HasSuffix(path, ".gz") {
			z, err := gzip.NewReader(f)
			if err != nil {
				return nil, err
			}
			defer z.Close()
			r = z
		}
		return read(r, &o)
	}
}

func readCSL(r io.Reader, o *lists.Options) ([]screening.List, error) {
	return lists.ReadCSL(r, &lists.CSLOptions{Edition: o.Edition, File: o.File, Tolerate: o.Tolerate})
}

// kinds reads a file that says of which kind its entries are.
func kinds(read func(io.Reader, *lists.Options) (screening.List, error)) func(io.Reader, *lists.Options) ([]screening.List, error) {
	return func(r io.Reader, o *lists.Options) ([]screening.List, error) {
		o.Key, _, _ = strings.Cut(o.File, ".")
		list, err := read(r, o)
		if err != nil {
			return nil, err
		}
		return lists.ByKind(list)
	}
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
