package lists_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"io"
	"io/fs"
	"os"
	"path"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/internal/datatest"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/lists"
)

// A sample is a file in a published format and what reads it. All are made up,
// but for the SDN list's.
type sample struct {
	file  string // in testdata
	key   string // that errors name
	whole bool   // the file shows by itself that it is complete
	from  func(file io.Reader, o lists.Options) ([]screening.List, error)
}

var samples = []sample{
	{"ofac/sdn.csv", screening.KeyOFACSDN, true, files("ofac", "sdn.csv", lists.ReadOFAC)},
	{"ofac-consolidated/cons_prim.csv", screening.KeyOFACConsolidated, true, files("ofac-consolidated", "cons_prim.csv", lists.ReadOFACConsolidated)},
	{"ofac-consolidated/cons_alt.csv", screening.KeyOFACConsolidated, true, files("ofac-consolidated", "cons_alt.csv", lists.ReadOFACConsolidated)},
	{"ofac-consolidated/cons_add.csv", screening.KeyOFACConsolidated, true, files("ofac-consolidated", "cons_add.csv", lists.ReadOFACConsolidated)},
	{"ofac-consolidated/cons_comments.csv", screening.KeyOFACConsolidated, true, files("ofac-consolidated", "cons_comments.csv", lists.ReadOFACConsolidated)},
	{"sdn_advanced.xml", screening.KeyOFACSDN, true, single(lists.ReadOFACAdvanced, lists.Options{})},
	{"csl.csv", screening.KeyUSCSL, false, func(r io.Reader, o lists.Options) ([]screening.List, error) {
		return lists.ReadCSL(r, &lists.CSLOptions{Edition: cmp.Or(o.Edition, day), File: o.File, MinEntries: o.MinEntries, Tolerate: o.Tolerate})
	}},
	{"un.xml", screening.KeyUN, true, single(lists.ReadUN, lists.Options{})},
	{"dpl.txt", screening.KeyBISDPL, false, single(lists.ReadDPL, lists.Options{Edition: day})},
	{"eu.csv", screening.KeyEU, false, single(lists.ReadEU, lists.Options{})},
	{"uk.csv", screening.KeyUK, false, single(lists.ReadUK, lists.Options{})},
	{"ofsi.csv", screening.KeyUK, false, single(lists.ReadUK, lists.Options{})},
	{"ofsi-2018.csv", screening.KeyUK, false, single(lists.ReadUK, lists.Options{})},
	{"sdn.xml", screening.KeyOFACSDN, true, single(lists.ReadOFACXML, lists.Options{})},
	{"sdn_enhanced.xml", screening.KeyOFACSDN, true, single(lists.ReadOFACEnhanced, lists.Options{})},
	{"eu.xml", screening.KeyEU, true, single(lists.ReadEUXML, lists.Options{})},
	{"eu-1.0.csv", screening.KeyEU, false, single(lists.ReadEU, lists.Options{})},
	{"uk.xml", screening.KeyUK, true, single(lists.ReadUKXML, lists.Options{})},
	{"seco.xml", screening.KeySECO, true, single(lists.ReadSECO, lists.Options{})},
	{"sema.xml", screening.KeySEMA, true, single(lists.ReadSEMA, lists.Options{Edition: day})},
	{"sema-2026.xml", screening.KeySEMA, true, single(lists.ReadSEMA, lists.Options{Edition: day})},
	{"dfat.csv", screening.KeyDFAT, false, single(lists.ReadDFAT, lists.Options{Edition: day})},
	{"dfat-2025.csv", screening.KeyDFAT, false, single(lists.ReadDFAT, lists.Options{Edition: day})},
	{"targets.simple.csv", "simple", false, single(lists.ReadSimple, lists.Options{Key: "simple", Edition: day})},
	{"worldbank.json", "worldbank_debarred", true, single(lists.ReadWorldBank, lists.Options{Edition: day})},
	{"fbi.json", "fbi", true, several(lists.ReadFBI, lists.Options{Edition: day})},
	{"interpol.json", screening.KeyInterpol, false, single(lists.ReadInterpol, lists.Options{Edition: day})},
	{"entities.ftm.json", "ftm", false, single(lists.ReadFTM, lists.Options{Key: "ftm", Edition: day})},
	{"targets.nested.json", "ftm", false, single(lists.ReadFTM, lists.Options{Key: "ftm", Edition: day})},
}

// header is how many rows of a sample come before the first entry, and what divides
// its columns.
func header(file string) (rows int, comma string) {
	switch file {
	case "csl.csv", "dfat.csv", "dfat-2025.csv", "targets.simple.csv":
		return 1, ","
	case "eu.csv", "eu-1.0.csv":
		return 1, ";"
	case "dpl.txt":
		return 1, "\t"
	case "uk.csv", "ofsi.csv", "ofsi-2018.csv":
		return 2, ","
	}
	return 0, ","
}

// several reads the lists of one file.
func several(read func(io.Reader, *lists.Options) ([]screening.List, error), defaults lists.Options) func(io.Reader, lists.Options) ([]screening.List, error) {
	return func(r io.Reader, o lists.Options) ([]screening.List, error) {
		o.Edition = cmp.Or(o.Edition, defaults.Edition)
		return read(r, &o)
	}
}

// single reads one list of one file.
func single(read func(io.Reader, *lists.Options) (screening.List, error), defaults lists.Options) func(io.Reader, lists.Options) ([]screening.List, error) {
	return func(r io.Reader, o lists.Options) ([]screening.List, error) {
		o.Key, o.Edition = cmp.Or(o.Key, defaults.Key), cmp.Or(o.Edition, defaults.Edition)
		l, err := read(r, &o)
		return []screening.List{l}, err
	}
}

// A fileFS holds files by name.
type fileFS map[string]string

func (f fileFS) Open(name string) (fs.File, error) {
	files := fstest.MapFS{}
	for name, text := range f {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return files.Open(name)
}

// A changedFS is a folder in which some files are others.
type changedFS struct {
	folder fs.FS
	other  fileFS
}

func (f changedFS) Open(name string) (fs.File, error) {
	if _, ok := f.other[name]; ok {
		return f.other.Open(name)
	}
	return f.folder.Open(name)
}

// files reads a list of several files, of which one is given.
func files(folder, file string, read func(fs.FS, *lists.OFACOptions) (screening.List, error)) func(io.Reader, lists.Options) ([]screening.List, error) {
	return func(r io.Reader, o lists.Options) ([]screening.List, error) {
		b, err := io.ReadAll(r)
		if err != nil {
			return nil, err
		}
		fsys := changedFS{os.DirFS(path.Join("testdata", folder)), fileFS{file: string(b)}}
		l, err := read(fsys, &lists.OFACOptions{Key: o.Key, Edition: cmp.Or(o.Edition, day), WithoutWeak: o.WithoutWeak, MinEntries: o.MinEntries, Tolerate: o.Tolerate})
		return []screening.List{l}, err
	}
}

// read reads a file that is all there.
func (s sample) read(file []byte, o lists.Options) ([]screening.List, error) {
	return s.from(bytes.NewReader(file), o)
}

func (s sample) data(t testing.TB) []byte {
	t.Helper()
	b, err := os.ReadFile(path.Join("testdata", s.file))
	require.NoError(t, err)
	return b
}

// load reads a file that must be read.
func (s sample) load(t testing.TB, file []byte, o lists.Options) []screening.List {
	t.Helper()
	got, err := s.read(file, o)
	require.NoError(t, err, s.file)
	for _, l := range got {
		require.NoError(t, l.Check())
	}
	return got
}

// refused reads a file that must not be read, and returns why.
func (s sample) refused(t testing.TB, file []byte, o lists.Options) *screening.ListError {
	t.Helper()
	got, err := s.read(file, o)
	var refused *screening.ListError
	require.ErrorAs(t, err, &refused, s.file)
	for _, l := range got {
		require.Zero(t, l, "a failed parse gives nothing")
	}
	return refused
}

func sampleOf(t testing.TB, file string) sample {
	t.Helper()
	for _, s := range samples {
		if s.file == file {
			return s
		}
	}
	require.Fail(t, "no such sample", file)
	return sample{}
}

// Whole entries of every sample, as JSON: each published field has its place.
func TestSamples(t *testing.T) {
	for _, s := range samples {
		if path.Dir(s.file) == "ofac-consolidated" && s.file != "ofac-consolidated/cons_prim.csv" {
			continue // the same list
		}
		t.Run(s.file, func(t *testing.T) {
			got := s.load(t, s.data(t), lists.Options{})
			var b bytes.Buffer
			for _, l := range got {
				for _, e := range l.Entries {
					assert.Equal(t, e.Digest(), e.Hash)
				}
				enc := json.NewEncoder(&b)
				enc.SetEscapeHTML(false)
				enc.SetIndent("", "\t")
				require.NoError(t, enc.Encode(l))
			}
			datatest.Golden(t, path.Join("golden", path.Base(s.file)+".json"), b.Bytes())
		})
	}
}
