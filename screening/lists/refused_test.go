package lists_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/lists"
)

// What a host gets instead of a list, and the files of other lists: none of it
// becomes a list, and the error names list and file but nothing that is in it.
func TestWrongFiles(t *testing.T) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, err := z.Write(bytes.Repeat([]byte("some,rows\r\n"), 100))
	require.NoError(t, err)
	require.NoError(t, z.Close())
	utf16 := []byte{0xff, 0xfe}
	for _, r := range "1,\"NAME\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n" {
		utf16 = append(utf16, byte(r), 0)
	}
	wrong := map[string][]byte{
		"one line of HTML": []byte("<html><body>Service MARKER unavailable</body></html>"),
		"an HTML page":     []byte("<!DOCTYPE html>\n<html>\n<head><title>MARKER</title></head>\n<body>\n<p>Not found</p>\n</body>\n</html>\n"),
		"a JSON error":     []byte(`{"error":"MARKER","status":503}` + "\n"),
		"gzip":             packed.Bytes(),
		"UTF-16":           utf16,
		"text":             []byte("MARKER\n"),
		"many lines":       bytes.Repeat([]byte("MARKER\n"), 500),
		"NUL bytes":        make([]byte, 4096),
		"binary":           append([]byte("PK\x03\x04"), bytes.Repeat([]byte{0xff, 0x00, '"', '\n'}, 300)...),
	}
	for _, s := range samples {
		for name, file := range wrong {
			e := s.refused(t, file, lists.Options{File: "the-file"})
			assert.Contains(t, []bonafide.Code{screening.CodeListUnreadable, screening.CodeListTruncated, screening.CodeListEmpty}, e.Code, "%s: %s", s.file, name)
			assert.Equal(t, s.key, e.List, "%s: %s", s.file, name)
			assert.NotEmpty(t, e.File, "%s: %s", s.file, name)
			assert.NotContains(t, e.Error(), "MARKER", "%s: %s", s.file, name)
			assert.ErrorIs(t, e, bonafide.ErrRefused)
		}
		for _, file := range [][]byte{nil, {}, []byte("\ufeff"), []byte("\n"), []byte("\r\n\r\n"), []byte(" "), {0x1a}} {
			e := s.refused(t, file, lists.Options{File: "the-file"})
			if len(file) == 0 {
				assert.Equal(t, screening.CodeListEmpty, e.Code, "%s: %q", s.file, file)
			}
		}
		for _, other := range samples {
			if format(other.file) == format(s.file) || other.file == "ofac/sdn.csv" || s.file == "ofac/sdn.csv" {
				continue // the same format
			}
			e := s.refused(t, other.data(t), lists.Options{})
			assert.Contains(t, []bonafide.Code{screening.CodeListUnreadable, screening.CodeListTruncated}, e.Code, "%s as %s", other.file, s.file)
		}
	}
}

// format is what the samples of one format have in common.
func format(file string) string {
	switch file {
	case "entities.ftm.json", "targets.nested.json":
		return "ftm"
	case "uk.csv", "ofsi.csv", "ofsi-2018.csv":
		return "uk.csv"
	}
	return strings.NewReplacer("-2026", "", "-2025", "", "-1.0", "").Replace(file)
}

// A file with everything in front of the first record, and no record, is an
// empty list.
func TestNoRecords(t *testing.T) {
	for file, head := range map[string]string{
		"un.xml":              `<?xml version="1.0"?><CONSOLIDATED_LIST dateGenerated="2026-02-27T00:00:09.554Z"><INDIVIDUALS/></CONSOLIDATED_LIST>`,
		"sdn_advanced.xml":    `<Sanctions><DateOfIssue><Year>2024</Year></DateOfIssue><DistinctParties></DistinctParties></Sanctions>`,
		"csl.csv":             lines(t, "csl.csv", 1),
		"dpl.txt":             lines(t, "dpl.txt", 1),
		"eu.csv":              lines(t, "eu.csv", 1),
		"uk.csv":              lines(t, "uk.csv", 2),
		"ofsi.csv":            lines(t, "ofsi.csv", 2),
		"sdn.xml":             `<sdnList><publshInformation><Publish_Date>05/03/2024</Publish_Date><Record_Count>0</Record_Count></publshInformation></sdnList>`,
		"sdn_enhanced.xml":    `<sanctionsData><publicationInfo><dataAsOf>2024-05-03T00:00:00</dataAsOf></publicationInfo><entities/></sanctionsData>`,
		"eu.xml":              `<export generationDate="2026-10-08T09:00:00"></export>`,
		"uk.xml":              `<Designations><DateGenerated>08/10/2026</DateGenerated></Designations>`,
		"seco.xml":            `<swiss-sanctions-list list-type="whole-list" date="2026-09-28"><place ssid="1"/></swiss-sanctions-list>`,
		"sema.xml":            `<data-set></data-set>`,
		"eu-1.0.csv":          lines(t, "eu-1.0.csv", 1),
		"dfat.csv":            lines(t, "dfat.csv", 1),
		"targets.simple.csv":  lines(t, "targets.simple.csv", 1),
		"worldbank.json":      `{"response":{"ZPROCSUPP":[]}}`,
		"fbi.json":            `{"total":0,"items":[],"page":1}`,
		"interpol.json":       `{"total":0,"_embedded":{"notices":[]}}`,
		"entities.ftm.json":   "\n\n",
		"targets.nested.json": `{"id":"pos-1","schema":"Position","properties":{"name":["Minister"]}}`,
	} {
		e := sampleOf(t, file).refused(t, []byte(head), lists.Options{File: "the-file"})
		assert.Equal(t, screening.CodeListEmpty, e.Code, file)
		assert.Equal(t, "the-file", e.File, file)
	}
}

// lines returns the first lines of a sample.
func lines(t *testing.T, file string, n int) string {
	t.Helper()
	return strings.Join(strings.SplitAfterN(string(sampleOf(t, file).data(t)), "\n", n+1)[:n], "")
}

// A row or element that is not of the format refuses the file, at its line.
func TestBadRecords(t *testing.T) {
	for _, c := range []struct{ name, file, old, new string }{
		{"no unique id", "uk.csv", ",RUS0902,", ",,"},
		{"an unheard-of designation type", "uk.csv", ",Ship,", ",Spaceship,"},
		{"two types", "uk.csv",
			"AFG0901,12703,TAi.901,EXAMPEL,JON,,,,,Alias,Good quality,,,,,The Example (Sanctions) (EU Exit) Regulations 2020,Individual",
			"AFG0901,12703,TAi.901,EXAMPEL,JON,,,,,Alias,Good quality,,,,,The Example (Sanctions) (EU Exit) Regulations 2020,Entity"},
		{"a field too few", "uk.csv", ",Gabon,", ","},
		{"no group id", "ofsi.csv", ",6897\r\n", ",\r\n"},
		{"an unheard-of group type", "ofsi.csv", ",Ship,", ",Moon,"},
		{"no logical id", "eu.csv", "\n08/10/2026;42;", "\n08/10/2026;;"},
		{"an unheard-of subject type", "eu.csv", ";E;enterprise;", ";X;x;"},
		{"two types", "eu.csv", "\n08/10/2026;42;", "\n08/10/2026;13;"},
		{"a quotation mark that does not close", "eu.csv", ";;;\n08/10/2026;42;", ";;\"\n08/10/2026;42;"},
		{"no name", "csl.csv", ",EP-XYZ,", ",,"},
		{"no id", "csl.csv", "\n5003,", "\n,"},
		{"no source", "csl.csv", "5003,Specially Designated Nationals (SDN) - Treasury Department", "5003,"},
		{"an unheard-of type", "csl.csv", ",Aircraft,", ",Balloon,"},
		{"no name", "dpl.txt", `"EXAMPLE AIRLINES"`, `""`},
		{"a field too many", "dpl.txt", "\t\"MOSCOW\"", "\t\"MOSCOW\"\t\"\""},
		{"text behind a quoted field", "dpl.txt", `"EXAMPLE AIRLINES"`, `"EXAMPLE" AIRLINES`},
		{"no DATAID", "un.xml", "<DATAID>6900002</DATAID>", ""},
		{"a DATAID again", "un.xml", "6900002", "6900001"},
		{"no name", "un.xml",
			"<FIRST_NAME>RI WON HO</FIRST_NAME>\n      <UN_LIST_TYPE>DPRK</UN_LIST_TYPE>\n      <REFERENCE_NUMBER>KPi.930</REFERENCE_NUMBER>\n      <NAME_ORIGINAL_SCRIPT>리원호</NAME_ORIGINAL_SCRIPT>",
			""},
		{"a name that does not end", "un.xml", "</FIRST_NAME>", "</FIRST>"},
		{"an unknown entity", "un.xml", "&amp;", "&marker;"},
		{"another encoding", "un.xml", `encoding="UTF-8"`, `encoding="UTF-7"`},
		{"a byte that is no UTF-8", "un.xml", "RI WON", "RI\xffWON"},
		{"a second document", "un.xml", "</CONSOLIDATED_LIST>", "</CONSOLIDATED_LIST><CONSOLIDATED_LIST><INDIVIDUALS/></CONSOLIDATED_LIST>"},
		{"no id", "sdn_advanced.xml", `FixedRef="2675">`, `>`},
		{"an id again", "sdn_advanced.xml", `FixedRef="2675">`, `FixedRef="2674">`},
		{"a profile again", "sdn_advanced.xml", `Profile ID="2675"`, `Profile ID="2674"`},
		{"no name", "sdn_advanced.xml", "EXAMPLE TRADING &amp; CO., LTD.", ""},
		{"an unheard-of type", "sdn_advanced.xml", `PartySubTypeID="3"`, `PartySubTypeID="99"`},
		{"an unheard-of document", "sdn_advanced.xml", `IDRegDocTypeID="1571"`, `IDRegDocTypeID="99"`},
		{"a measure against nobody", "sdn_advanced.xml", `ProfileID="2675" ListID`, `ProfileID="99" ListID`},
		{"no boolean", "sdn_advanced.xml", `LowQuality="true"`, `LowQuality="MARKER"`},
		{"no number", "sdn_advanced.xml", `<Year>1951</Year>`, `<Year>MARKER</Year>`},
		{"no id", "sdn.xml", "<uid>2675</uid>", ""},
		{"an id again", "sdn.xml", "<uid>2675</uid>", "<uid>2674</uid>"},
		{"an unheard-of type", "sdn.xml", "<sdnType>Vessel</sdnType>", "<sdnType>Balloon</sdnType>"},
		{"no name", "sdn.xml", "<lastName>EXAMPLE WAVE</lastName>", ""},
		{"no id", "sdn_enhanced.xml", `<entity id="2675">`, "<entity>"},
		{"an unheard-of type", "sdn_enhanced.xml", ">Vessel<", ">Balloon<"},
		{"no name", "sdn_enhanced.xml", "<formattedFullName>EXAMPLE WAVE</formattedFullName>", ""},
		{"no id", "eu.xml", ` logicalId="42">`, ">"},
		{"an unheard-of type", "eu.xml", `code="enterprise" classificationCode="E"`, `code="x"`},
		{"no name", "eu.xml", `wholeName="Example Shipping Co." `, ""},
		{"no logical id", "eu-1.0.csv", "\n08/10/2026;42;", "\n08/10/2026;;"},
		{"no id", "uk.xml", "<UniqueID>RUS0902</UniqueID>", ""},
		{"an unheard-of type", "uk.xml", ">Ship<", ">Spaceship<"},
		{"no name", "uk.xml", "<Name6>EXAMPLE STAR</Name6>", ""},
		{"no id", "seco.xml", `<target ssid="300">`, "<target>"},
		{"no party", "seco.xml", "<object object-type=\"vessel\">", "<thing>"},
		{"a list of changes", "seco.xml", `list-type="whole-list"`, `list-type="delta-list"`},
		{"no name", "sema.xml", "<EntityOrShip>Example Star</EntityOrShip>", ""},
		{"no reference", "dfat.csv", "\n102,", "\n,"},
		{"an unheard-of type", "dfat.csv", ",Entity,Primary", ",Moon,Primary"},
		{"no id", "targets.simple.csv", `"NK-2"`, `""`},
		{"an id again", "targets.simple.csv", `"NK-2"`, `"NK-1"`},
		{"no name", "targets.simple.csv", `"EXAMPLE WAVE"`, `""`},
		{"no name", "worldbank.json", "MR. JON EXAMPLE", ""},
		{"no id", "fbi.json", "aaaa0003", ""},
		{"no title", "fbi.json", "EXAMPLE GROUP MEMBERS", ""},
		{"no id", "interpol.json", "2022/7", ""},
		{"no comma", "interpol.json", `"forename": "ANNA",`, `"forename": "ANNA"`},
		{"no id", "entities.ftm.json", `"id":"NK-3",`, ""},
		{"an id again", "entities.ftm.json", `"id":"NK-3"`, `"id":"NK-2"`},
		{"no schema", "entities.ftm.json", `"schema":"Vessel",`, ""},
		{"no name", "entities.ftm.json", `"caption":"Somebody","schema":"LegalEntity","properties":{"name":["Somebody"]}`, `"schema":"LegalEntity","properties":{}`},
		{"a number for a text", "entities.ftm.json", `["EXAMPLE WAVE"]`, `[1]`},
		{"a line that stops", "entities.ftm.json", `"flag":["ir"],"type":["Crude Oil Tanker"]}}`, `"flag":["ir"],"type":["Crude`},
		{"two entities in a line", "entities.ftm.json", "\n{\"id\":\"NK-4\"", "{\"id\":\"NK-4\""},
		{"another alias type", "ofac-consolidated/cons_alt.csv", `"nka"`, `"xka"`},
		{"no entry of the id", "ofac-consolidated/cons_add.csv", "9902,", "9999,"},
		{"no number", "ofac-consolidated/cons_prim.csv", "9902,", "x,"},
	} {
		s := sampleOf(t, c.file)
		file := s.data(t)
		at := bytes.Index(file, []byte(c.old))
		require.GreaterOrEqual(t, at, 0, "%s: %s", c.file, c.name)
		file = bytes.Replace(file, []byte(c.old), []byte(c.new), 1)
		e := s.refused(t, file, lists.Options{File: "the-file"})
		assert.Equal(t, screening.CodeListUnreadable, e.Code, "%s: %s", c.file, c.name)
		assert.Equal(t, s.key, e.List, "%s: %s", c.file, c.name)
		assert.NotZero(t, e.Line, "%s: %s", c.file, c.name)
		assert.NotContains(t, e.Error(), "MARKER", "%s: %s", c.file, c.name)
		assert.NotContains(t, strings.ToUpper(fmt.Sprintf("%+v", e)), "EXAMPLE", "%s: %s", c.file, c.name)
	}
}

// Options that a reader needs are asked for before the file is read.
func TestRequiredOptions(t *testing.T) {
	for _, c := range []struct {
		name  string
		err   func() error
		paths []string
	}{
		{"DPL", func() error { _, err := lists.ReadDPL(failing{}, nil); return err }, []string{"edition"}},
		{"FTM", func() error { _, err := lists.ReadFTM(failing{}, nil); return err }, []string{"key", "edition"}},
		{"CSL", func() error { _, err := lists.ReadCSL(failing{}, nil); return err }, []string{"edition"}},
		{"OFAC", func() error { _, err := lists.ReadOFAC(fileFS{}, nil); return err }, []string{"edition"}},
		{"OFAC", func() error { _, err := lists.ReadOFACConsolidated(fileFS{}, &lists.OFACOptions{}); return err }, []string{"edition"}},
		{"SEMA", func() error { _, err := lists.ReadSEMA(failing{}, nil); return err }, []string{"edition"}},
		{"DFAT", func() error { _, err := lists.ReadDFAT(failing{}, nil); return err }, []string{"edition"}},
		{"simple", func() error { _, err := lists.ReadSimple(failing{}, nil); return err }, []string{"key", "edition"}},
		{"World Bank", func() error { _, err := lists.ReadWorldBank(failing{}, nil); return err }, []string{"edition"}},
		{"FBI", func() error { _, err := lists.ReadFBI(failing{}, nil); return err }, []string{"edition"}},
		{"Interpol", func() error { _, err := lists.ReadInterpol(failing{}, nil); return err }, []string{"edition"}},
		{"CSL", func() error { _, err := lists.ReadCSL(failing{}, &lists.CSLOptions{}); return err }, []string{"edition"}},
	} {
		var invalid *bonafide.InvalidError
		require.ErrorAs(t, c.err(), &invalid, c.name)
		for _, p := range c.paths {
			assert.True(t, invalid.Has(p, bonafide.CodeRequired), c.name)
		}
	}
	// A file that should tell its edition and does not.
	for file, old := range map[string]string{
		"eu.csv": "08/10/2026", "uk.csv": "Report Date: 08-Oct-2026", "ofsi.csv": "Last Updated,03/06/2025",
		"un.xml": `dateGenerated="2026-02-27`, "sdn_advanced.xml": "<Year>2024</Year>", "sdn.xml": "05/03/2024", "sdn_enhanced.xml": "<dataAsOf>2024", "seco.xml": `date="2026`,
		"eu.xml": `generationDate="2026`, "uk.xml": "<DateGenerated>08/10/2026", "eu-1.0.csv": "08/10/2026", "ofsi-2018.csv": "Last Updated,13/04/2018",
	} {
		s := sampleOf(t, file)
		data := bytes.ReplaceAll(s.data(t), []byte(old), []byte(strings.NewReplacer("0", "x", "2", "x").Replace(old)))
		if file == "sdn_advanced.xml" {
			data = bytes.Replace(s.data(t), []byte(old), nil, 1)
		}
		_, err := s.read(data, lists.Options{})
		var invalid *bonafide.InvalidError
		require.ErrorAs(t, err, &invalid, file)
		assert.True(t, invalid.Has("edition", bonafide.CodeRequired), file)
		assert.Equal(t, day, s.load(t, data, lists.Options{Edition: day})[0].Edition, file)
	}
}
