package lists_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/internal/datatest"
	"github.com/bonafide-go/bonafide/internal/figuretest"
	"github.com/bonafide-go/bonafide/screening/lists"
)

// Each reader against the standard library's parser alone, which keeps nothing:
//
//	go test -run - -bench Read ./screening/lists
//
// MB/s are of the files. Real lists where they are at hand, else the samples.
func BenchmarkRead(b *testing.B) {
	for _, c := range []struct {
		name, real, sample string
		comma              rune
	}{
		{"UN", "un-2026-02/UN_consolidated.xml", "un.xml", 0},
		{"CSL", "us-csl-2022-05/consolidated.csv.gz", "csl.csv", ','},
		{"DPL", "bis-dpl-2023-11/dpl.txt", "dpl.txt", '\t'},
		{"OFACAdvanced", "", "sdn_advanced.xml", 0},
		{"EU", "", "eu.csv", ';'},
		{"UK", "", "uk.csv", ','},
		{"FTM", "", "entities.ftm.json", 0},
	} {
		s := sampleOf(b, c.sample)
		data := s.data(b)
		if _, ok := datatest.Find(); ok && c.real != "" {
			data = realFile(b, c.real)
		}
		measure(b, c.name, data, func() {
			_, err := s.from(bytes.NewReader(data), lists.Options{})
			require.NoError(b, err)
		}, func() { floor(b, c.sample, c.comma, data) })
	}
	folder := "testdata/ofac"
	if data, ok := datatest.Find(); ok {
		folder = filepath.Join(data, "ofac-sdn-2024-05-03")
	}
	var all []byte
	for _, file := range []string{"sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv"} {
		data, err := os.ReadFile(filepath.Join(folder, file))
		require.NoError(b, err)
		all = append(all, bytes.TrimSuffix(data, []byte{0x1a})...)
	}
	measure(b, "OFAC", all, func() {
		_, err := lists.ReadOFAC(os.DirFS(folder), ofacOpts)
		require.NoError(b, err)
	}, func() { floor(b, "sdn.csv", ',', all) })
}

func measure(b *testing.B, name string, data []byte, read, floor func()) {
	for _, m := range []struct {
		name string
		do   func()
	}{{"list", read}, {"floor", floor}} {
		b.Run(name+"/"+m.name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				m.do()
			}
			b.ReportMetric(float64(len(data)), "file-bytes")
		})
	}
}

// floor parses a file and drops what it finds.
func floor(b *testing.B, file string, comma rune, data []byte) {
	switch filepath.Ext(file) {
	case ".xml":
		d := xml.NewDecoder(bytes.NewReader(data))
		for {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				return
			} else if err != nil {
				b.Fatal(err)
			}
		}
	case ".json":
		for line := range bytes.Lines(data) {
			var v map[string]any
			require.NoError(b, json.Unmarshal(line, &v))
		}
	default:
		r := csv.NewReader(bytes.NewReader(data))
		r.Comma, r.ReuseRecord, r.FieldsPerRecord, r.LazyQuotes = comma, true, -1, true
		for {
			if _, err := r.Read(); errors.Is(err, io.EOF) {
				return
			} else if err != nil {
				b.Fatal(err)
			}
		}
	}
}

// A flow is a long file that nobody holds: it makes itself up as it is read, and
// looks at the heap meanwhile.
type flow struct {
	head, record, tail string
	records, n, read   int
	rest               string
	heap               uint64 // the most that was alive
}

func (f *flow) Read(p []byte) (int, error) {
	if f.rest == "" {
		switch f.n++; {
		case f.n == 1:
			f.rest = f.head
		case f.n <= f.records+1:
			f.rest = f.record
		case f.n == f.records+2:
			f.rest = f.tail
		}
		if f.n > f.records+2 || f.rest == "" {
			return 0, io.EOF
		}
		if f.n%(f.records/8) == 0 {
			var m runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&m)
			f.heap = max(f.heap, m.HeapAlloc)
		}
	}
	n := copy(p, f.rest)
	f.rest = f.rest[n:]
	f.read += n
	return n, nil
}

// What a reader keeps is its list: 16 MB of rows that say nothing new leave the
// heap as it is.
func TestRowsAreNotKept(t *testing.T) {
	if figuretest.UnderRace {
		t.Skip("a measurement is left to the run without the race detector")
	}
	for file, f := range map[string]*flow{
		"dpl.txt": {head: lines(t, "dpl.txt", 1), record: records(string(sampleOf(t, "dpl.txt").data(t)))[1]},
		"csl.csv": {head: lines(t, "csl.csv", 1), record: records(string(sampleOf(t, "csl.csv").data(t)))[1]},
		"eu.csv":  {head: lines(t, "eu.csv", 1), record: records(string(sampleOf(t, "eu.csv").data(t)))[6]},
		"uk.csv":  {head: lines(t, "uk.csv", 2), record: records(string(sampleOf(t, "uk.csv").data(t)))[2]},
		"un.xml": {
			head:   `<CONSOLIDATED_LIST dateGenerated="2026-02-27T00:00:00Z"><INDIVIDUALS><INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>A</FIRST_NAME></INDIVIDUAL></INDIVIDUALS>`,
			record: "<OTHER><NAME>" + strings.Repeat("something else ", 20) + "</NAME></OTHER>\n", tail: "</CONSOLIDATED_LIST>",
		},
		"entities.ftm.json": {head: `{"id":"a","schema":"Person","caption":"A","properties":{}}` + "\n",
			record: `{"id":"own-1","schema":"Ownership","properties":{"owner":["` + strings.Repeat("NK-", 99) + `"]}}` + "\n"},
	} {
		if strings.HasSuffix(f.head, "\n") && file == "eu.csv" {
			f.head += records(string(sampleOf(t, file).data(t)))[1]
		}
		f.records = 16<<20/len(f.record) + 8
		var before runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		got, err := sampleOf(t, file).from(f, lists.Options{})
		require.NoError(t, err, file)
		require.Len(t, got[0].Entries, 1, file)
		require.Greater(t, f.read, 16<<20, file)
		require.Less(t, f.heap, before.HeapAlloc+1<<20, file)
	}
}
