package lists_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/lists"
)

func readCSL(t *testing.T, file []byte) map[string]screening.List {
	t.Helper()
	got, err := lists.ReadCSL(bytes.NewReader(file), &lists.CSLOptions{Edition: day})
	require.NoError(t, err)
	out := make(map[string]screening.List)
	for _, l := range got {
		out[l.Key] = l
	}
	return out
}

// Both orders in which the Consolidated Screening List has written identifiers give the
// same entries.
func TestCSLOrders(t *testing.T) {
	s := sampleOf(t, "csl.csv")
	old := string(s.data(t))
	for from, to := range map[string]string{
		"Male, Gender": "Gender, Male",
		"SY, 2030-01-01, 2020-01-01, N1084010, Passport": "Passport, N1084010, SY, 2020-01-01, 2030-01-01",
		"123-45-6789, SSN": "SSN, 123-45-6789",
		"12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9h, Digital Currency Address - XBT": "Digital Currency Address - XBT, 12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9h",
		"MX, 22839 (Jalisco), Folio Mercantil No.":                           "Folio Mercantil No., 22839 (Jalisco), MX",
		"IMO 9187629, Vessel Registration Identification":                    "Vessel Registration Identification, IMO 9187629",
		"EXAMIQBA, SWIFT/BIC":                                                "SWIFT/BIC, EXAMIQBA",
		"Iraq, Nationality of Registration":                                  "Nationality of Registration, Iraq",
	} {
		require.Contains(t, old, from)
		old = strings.Replace(old, from, to, 1)
	}
	assert.Equal(t, hashes(s.load(t, s.data(t), lists.Options{})), hashes(s.load(t, []byte(old), lists.Options{})))
}

// Thirteen rows of the layout that the file has had since 2025, as published.
func TestRealCSLLayout(t *testing.T) {
	file := realFile(t, "us-csl-2022-05/layout-2025-sample.csv")
	got := readCSL(t, file)
	ids := func(key string) (out []screening.Identifier) {
		for _, e := range got[key].Entries {
			out = append(out, e.Identifiers...)
		}
		return out
	}
	assert.Equal(t, []screening.Identifier{{Kind: screening.IDPassport, Value: "836238033", Country: "KP"}}, ids("csl_sdn"))
	assert.Equal(t, []screening.Identifier{{Kind: screening.IDPassport, Value: "U00242309", Country: "TR"}}, ids("csl_fse"))
	assert.Contains(t, ids("csl_ssi"), screening.Identifier{Kind: screening.IDBIC, Value: "RUDVRUMM"})
	assert.Contains(t, ids("csl_ssi"), screening.Identifier{Kind: screening.IDTax, Value: "CHE-267.936.404", Country: "CH"})
	assert.Equal(t, screening.Male, got["csl_fse"].Entries[0].Gender)
	for _, l := range got {
		assert.Zero(t, l.Reading, l.Key)
	}
	readCSL(t, bytes.TrimRight(file, "\r\n")) // RFC 4180 asks for no line break behind the last row
}

// A list whose identifiers are all of kinds that nobody knows says so, and so does one
// with a column that is new.
func TestReadingTellsNewLayouts(t *testing.T) {
	file := realFile(t, "us-csl-2022-05/layout-2025-sample.csv")
	got := readCSL(t, bytes.ReplaceAll(file, []byte("Passport, "), []byte("Reisepass, ")))
	assert.Equal(t, screening.Reading{Columns: []screening.ColumnReading{{Column: "ids", Cells: 2, Unread: 1}}}, got["csl_fse"].Reading)
	file = bytes.ReplaceAll(file, []byte("Passport, U00242309, TR; Gender, Male"), []byte("Reisepass: U00242309"))
	got = readCSL(t, file)
	assert.Equal(t, []string{"ids"}, got["csl_fse"].Reading.Blind())
	assert.Contains(t, got["csl_fse"].Entries[0].Remarks, "U00242309", "it is not lost")
	got = readCSL(t, bytes.Replace(file, []byte("citizenships,"), []byte("Staatsbürgerschaften,"), 1))
	assert.Equal(t, []screening.ColumnReading{{Column: "Staatsbürgerschaften", Cells: 1, Unread: 1}}, got["csl_plc"].Reading.Columns, "a column of the file is told with each of its lists")
	assert.Equal(t, 2, got["csl_fse"].Reading.Unread())

	un := sampleOf(t, "un.xml")
	l := un.load(t, bytes.ReplaceAll(un.data(t), []byte("NAME_ORIGINAL_SCRIPT>"), []byte("NAME_IN_SCRIPT>")), lists.Options{})[0]
	assert.Equal(t, []string{"NAME_IN_SCRIPT"}, l.Reading.Blind())
}

// One column that no reader knows is told by every format of rows with a header.
func TestReadingTellsUnknownColumns(t *testing.T) {
	for _, s := range samples {
		head, comma := header(s.file)
		if head == 0 {
			continue
		}
		rows := records(string(s.data(t)))
		for i, row := range rows {
			cell := "a new fact"
			switch {
			case i < head-1:
				continue
			case i == head-1:
				cell = "New Column"
			}
			rows[i] = strings.TrimRight(row, "\r\n") + comma + cell + "\r\n"
		}
		l := s.load(t, []byte(strings.Join(rows, "")), lists.Options{})[0]
		n := len(rows) - head
		assert.Contains(t, l.Reading.Columns, screening.ColumnReading{Column: "New Column", Cells: n, Unread: n}, s.file)
	}
}

// OFAC's own comments of 2020-03-03 had quotation marks within a quoted field.
func TestTolerate(t *testing.T) {
	read := func(comments string, tolerate int) (screening.List, error) {
		folder := changedFS{os.DirFS("testdata/ofac-consolidated"), fileFS{"cons_comments.csv": comments}}
		return lists.ReadOFACConsolidated(folder, &lists.OFACOptions{Edition: day, Tolerate: tolerate})
	}
	file, err := os.ReadFile("testdata/ofac-consolidated/cons_comments.csv")
	require.NoError(t, err)
	bad := strings.Replace(string(file), "THE BANKER", `THE "BANKER"`, 1)
	require.NotEqual(t, string(file), bad)
	_, err = read(bad, 0)
	assert.Equal(t, screening.CodeListUnreadable, code(t, err), "strict is the default")
	l, err := read(bad, 1)
	require.NoError(t, err)
	assert.Equal(t, []screening.Flaw{{File: "cons_comments.csv", Line: 1}}, l.Reading.Flaws)
	assert.Contains(t, entry(t, l, "9902").Names, screening.Name{Text: `THE "BANKER"`, Kind: screening.WeakAKA})
	assert.Zero(t, l.Reading.Skipped())
}

// A row that nothing makes readable is skipped and told, up to the bound; what is cut,
// empty or of another format is refused whatever is tolerated.
func TestTolerateSkips(t *testing.T) {
	s := sampleOf(t, "csl.csv")
	rows := records(string(s.data(t)))
	broken := strings.Join(append(append([]string{rows[0], "5999,\"no \"row\",at all\r\n"}, rows[1:]...), ""), "")
	_, err := s.read([]byte(broken), lists.Options{})
	require.Error(t, err)
	l := s.load(t, []byte(broken), lists.Options{Tolerate: 1, File: "csl.csv"})[0]
	assert.Equal(t, []screening.Flaw{{File: "csl.csv", Line: 2, Skipped: true}}, l.Reading.Flaws)
	assert.Equal(t, 1, l.Reading.Skipped())
	assert.Equal(t, hashes(s.load(t, s.data(t), lists.Options{})), hashes(s.load(t, []byte(broken), lists.Options{Tolerate: 1})), "no other row is touched")
	two := strings.Replace(broken, "\n5003,", "\n5998,x\n5003,", 1)
	_, err = s.read([]byte(two), lists.Options{Tolerate: 1})
	assert.Error(t, err, "one too many")
	s.load(t, []byte(two), lists.Options{Tolerate: 2})

	for _, s := range samples {
		for _, file := range [][]byte{nil, []byte("<!DOCTYPE html>\n<html>\n<p>Not found</p>\n</html>\n"), make([]byte, 512)} {
			e := s.refused(t, file, lists.Options{Tolerate: 1000})
			assert.ErrorIs(t, e, bonafide.ErrRefused, s.file)
		}
		data := s.data(t)
		whole := hashes(s.load(t, data, lists.Options{Tolerate: 1000}))
		assert.Equal(t, whole, hashes(s.load(t, data, lists.Options{})), "%s: a file without flaws is read as ever", s.file)
		cut := data[:len(bytes.TrimRight(data, "\r\n\x1a \t"))-3]
		if _, err := s.read(cut, lists.Options{Tolerate: 1000}); err == nil {
			assert.NotContains(t, s.file, ".xml", "a file that is cut")
			assert.NotContains(t, s.file, ".csv", "a file that is cut")
		}
	}
}

// A record of a document or a line that is none of the format is skipped as a row is.
func TestTolerateRecords(t *testing.T) {
	for _, c := range []struct{ file, old, new, lost string }{
		{"un.xml", "<DATAID>6900002</DATAID>", "", "unsc_cons 6900002"},
		{"sdn_advanced.xml", "EXAMPLE TRADING &amp; CO., LTD.", "", "ofac_sdn 2675"},
		{"entities.ftm.json", `"caption":"Somebody","schema":"LegalEntity","properties":{"name":["Somebody"]}`, `"schema":"LegalEntity","properties":{}`, "ftm NK-5"},
		{"uk.csv", ",Ship,", ",Spaceship,", "uk_sanctions RUS0902"},
	} {
		s := sampleOf(t, c.file)
		data := bytes.Replace(s.data(t), []byte(c.old), []byte(c.new), 1)
		s.refused(t, data, lists.Options{})
		l := s.load(t, data, lists.Options{Tolerate: 2})[0]
		want := hashes(s.load(t, s.data(t), lists.Options{}))
		delete(want, c.lost)
		got := hashes([]screening.List{l})
		for id := range want {
			assert.Contains(t, got, id, c.file)
		}
		assert.NotContains(t, got, c.lost, c.file)
		assert.NotZero(t, l.Reading.Skipped(), c.file)
	}
}
