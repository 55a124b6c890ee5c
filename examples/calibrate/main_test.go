package main

import (
	"bytes"
	"compress/gzip"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write output.golden")

// calibrated runs the program, which must succeed.
func calibrated(t *testing.T, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	require.Zero(t, run(t.Context(), args, &out, &errs), errs.String())
	require.Empty(t, errs.String())
	return out.String()
}

// refused runs the program, which must fail, and returns what it says.
func refused(t *testing.T, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	require.Equal(t, 2, run(t.Context(), args, &out, &errs))
	require.Empty(t, out.String())
	return errs.String()
}

// written writes a file of the test.
func written(t *testing.T, file, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), file)
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

// lines returns the lines of an output that begin with those words.
func lines(out string, words ...string) (found []string) {
	for line := range strings.Lines(out) {
		if strings.HasPrefix(strings.Join(strings.Fields(line), " "), strings.Join(words, " ")) {
			found = append(found, line)
		}
	}
	return found
}

func TestSample(t *testing.T) {
	out := calibrated(t)
	if *update {
		require.NoError(t, os.WriteFile("output.golden", []byte(out), 0o644))
	}
	want, err := os.ReadFile("output.golden")
	require.NoError(t, err)
	assert.Equal(t, string(want), out)
}

// The same input gives the same bytes, on one core as on many.
func TestDeterministic(t *testing.T) {
	svg := filepath.Join(t.TempDir(), "curve.svg")
	first := calibrated(t, "-svg", svg)
	drawn, err := os.ReadFile(svg)
	require.NoError(t, err)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	assert.Equal(t, first, calibrated(t, "-svg", svg))
	again, err := os.ReadFile(svg)
	require.NoError(t, err)
	assert.Equal(t, string(drawn), string(again))
}

func TestDrawing(t *testing.T) {
	svg := filepath.Join(t.TempDir(), "curve.svg")
	calibrated(t, "-svg", svg)
	drawn, err := os.ReadFile(svg)
	require.NoError(t, err)
	texts, d := map[string]bool{}, xml.NewDecoder(bytes.NewReader(drawn))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err, "well formed")
		if text, ok := token.(xml.CharData); ok {
			texts[strings.TrimSpace(string(text))] = true
		}
	}
	for _, want := range []string{
		"person: 205 customers who are on no list", "entity: 202 customers who are on no list", "ofac_sdn, aliases",
		"0.01 %", "0.1 %", "1 %", "5 %", "10 %", "names that find their entry", "customers who raise a false alarm (logarithmic)",
	} {
		assert.Contains(t, texts, want)
	}
	assert.NotContains(t, texts, "ofac_sdn, labelled", "too few names for a curve")
}

// A list's key may come from the name of a file.
func TestDrawingEscapesText(t *testing.T) {
	r := row{list: `<&">`, names: "aliases", curve: newCurve(make([]score, enough), make([]score, 1000), make([]name, 1000))}
	assert.NotContains(t, string(draw([]row{r})), `<&`)
	assert.NoError(t, xml.Unmarshal(draw([]row{r}), new(struct{})))
	assert.NoError(t, xml.Unmarshal(draw(nil), new(struct{})))
}

// Every published format is read by its flag; the rest of the list is there too.
func TestFormats(t *testing.T) {
	for _, f := range []struct{ flag, file, text, row string }{
		{"-un", "un.xml", `<CONSOLIDATED_LIST dateGenerated="2026-02-27T00:00:00"><INDIVIDUALS><INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>RI</FIRST_NAME>
			<SECOND_NAME>WON HO</SECOND_NAME><NAME_ORIGINAL_SCRIPT>리원호</NAME_ORIGINAL_SCRIPT></INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>`,
			"unsc_cons 2026-02-27 person original script 1 primary 0"},
		{"-eu", "eu.csv", "fileGenerationDate;Entity_LogicalId;Entity_SubjectType;NameAlias_WholeName\n01/09/2026;13;P;Saddam Hussein\n01/09/2026;13;P;Abu Ali\n",
			"eucl 2026-09-01 person aliases 1 primary 0"},
		{"-uk", "uk.csv", "Last Updated,08/09/2026\nGroup ID,Name 1,Name 6,Alias Type,Group Type\n1,Jon,DOE,Primary name,Individual\n1,Johnny,DOE,AKA,Individual\n",
			"uk_sanctions 2026-09-08 person aliases 1 primary 0"},
		{"-ftm", "house-2026-03-04.json", `{"id":"a","schema":"Company","caption":"ACME TRADING LLC","properties":{"alias":["ACME"]}}` + "\n",
			"house-2026-03-04 2026-03-04 entity aliases 1 primary 0"},
		{"-csl", "csl-2026-03.csv", "_id,source,type,name,alt_names,addresses,ids\n1,Entity List (EL) - Bureau of Industry and Security,,ACME LABORATORIES,ACME LABS,,\n",
			"csl_el 2026-03-01 unknown aliases 1 primary 0"},
	} {
		t.Run(f.flag, func(t *testing.T) {
			out := calibrated(t, f.flag, written(t, f.file, f.text))
			assert.NotEmpty(t, lines(out, f.row), out)
			assert.Contains(t, refused(t, f.flag, written(t, f.file, "")), "list_empty")
		})
	}
	dpl := written(t, "dpl-2026-03.txt", "Name\tStreet_Address\tEffective_Date\nJOHN DOE\tMAIN STREET\t01/02/2020\n")
	out := calibrated(t, "-dpl", dpl, "-people", written(t, "people.txt", "Ann Lee\n"))
	assert.Len(t, lines(out, "bis_dpl_sanctions 2026-03-01 unknown - - all 1"), 1, out)
}

// Several lists are measured one by one and together; two of one key are two.
func TestAllLists(t *testing.T) {
	out := calibrated(t, "-ofac", "ofac", "-ofac", "ofac")
	for _, list := range []string{"ofac_sdn", "ofac_sdn_2", "all lists"} {
		assert.NotEmpty(t, lines(out, list), list)
	}
	assert.NotEmpty(t, lines(out, "all lists - person aliases 64 primary 0 "), out)
	assert.Regexp(t, `ofac_sdn +\S+ +person +aliases +10 of 32 +primary `, calibrated(t, "-ofac", "ofac", "-most", "10"))
	assert.NotContains(t, calibrated(t, "-ofac", "ofac"), "all lists")
}

// Names come from plain text, JSON and gzip alike. A real list is never held
// against customers of the sample.
func TestCustomers(t *testing.T) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, err := z.Write([]byte("{\"query\":\"Ann Lee\"}\n\n{\"name\":\"Bo Li\",\"dob\":\"1990\"}\n李波\n"))
	require.NoError(t, err)
	require.NoError(t, z.Close())
	people := written(t, "people.jsonl.gz", packed.String())
	out := calibrated(t, "-ofac", "ofac", "-people", people)
	assert.Regexp(t, `person +aliases +32 +primary +3 `, out)
	assert.Regexp(t, `entity +aliases +79 +primary +0 `, out)
	assert.Regexp(t, `person +aliases +32 +primary +2 `, calibrated(t, "-ofac", "ofac", "-people", people, "-latin"))
	assert.Contains(t, refused(t, "-people", written(t, "people.txt", "Ann Lee\n???\n{\"query\":1}\n")),
		"people.txt: bonafide: invalid input: line 2.name malformed, line 3 malformed")
	assert.Contains(t, refused(t, "-people", written(t, "people.gz", "no gzip")), "people.gz")
	assert.Contains(t, refused(t, "-companies", written(t, "c.txt", "A\n"+strings.Repeat("x", maxLine+1))), "c.txt: line 2: bufio.Scanner: token too long")
	assert.NotEmpty(t, refused(t, "-companies", "absent"))
}

// Labelled names are counted for the lists that have their entry, and those that
// no list has are told.
func TestLabelledNames(t *testing.T) {
	file := written(t, "l.jsonl", `{"name":"Victor Bout","type":"person","list":"ofac_sdn_2","entry_id":"8279"}
{"name":"Joseph Kony","type":"person","entry_id":"11018"}
{"name":"Ann Lee","type":"vessel","entry_id":"11018"}
{"name":"Victor Bout","type":"person","entry_id":"0"}
{"name":"Ann Lee","type":"person","match":false}
`)
	out := calibrated(t, "-ofac", "ofac", "-ofac", "ofac", "-labelled", file)
	assert.Regexp(t, `ofac_sdn +\S+ +person +labelled +1 +all +1 `, out)
	assert.Regexp(t, `ofac_sdn_2 +\S+ +person +labelled +2 +all +1 `, out)
	assert.Regexp(t, `all lists +\S+ +person +labelled +2 +all +1 `, out)
	assert.Regexp(t, `all lists +\S+ +vessel +labelled +1 +all +0.0 `, out, "found by none of its own kind")
	assert.Contains(t, out, "\nLabelled names that were left out, as no list has their entry: 1.")
	assert.Contains(t, refused(t, "-labelled", written(t, "l.jsonl", `{"name":"Ann Lee","type":"person","entryid":"1"}`)), "l.jsonl: bonafide: invalid input: line 1 malformed")
}

func TestFlags(t *testing.T) {
	assert.Contains(t, refused(t, "-most", "0"), "-most is 1 or more")
	assert.Contains(t, refused(t, "people.txt"), "flags")
	assert.Contains(t, refused(t, "-ofac", t.TempDir()), "list_unreadable")
	assert.NotEmpty(t, refused(t, "-un", "absent"))
	assert.NotEmpty(t, refused(t, "-svg", filepath.Join(t.TempDir(), "absent", "curve.svg"), "-ofac", "absent"))
	var errs bytes.Buffer
	assert.Zero(t, run(t.Context(), []string{"-h"}, io.Discard, &errs))
	assert.Contains(t, errs.String(), "-labelled")
}
