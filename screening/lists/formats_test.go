package lists_test

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/lists"
)

// Every list of the Consolidated Screening List is one of its own (ITA, 13
// sources), and one that is new gets a key of its name.
func TestReadCSL(t *testing.T) {
	s := sampleOf(t, "csl.csv")
	got := s.load(t, s.data(t), lists.Options{})
	var keys []string
	for _, l := range got {
		keys = append(keys, l.Key)
	}
	want := slices.Sorted(maps.Values(lists.CSLKeys()))
	require.Len(t, want, 13)
	assert.Equal(t, want, keys, "in order")
	renamed, err := lists.ReadCSL(bytes.NewReader(s.data(t)), &lists.CSLOptions{Edition: day, Keys: map[string]string{"DPL": screening.KeyBISDPL}})
	require.NoError(t, err)
	assert.Equal(t, screening.KeyBISDPL, renamed[0].Key)
	for source, key := range map[string]string{
		"New Things List (NTL) - Example Department": "csl_ntl",
		"Plain Example List":                         "csl_plain_example_list",
		"Capta List (CAP) - Treasury":                "csl_cap",
	} {
		data := bytes.ReplaceAll(s.data(t), []byte("Foreign Sanctions Evaders (FSE) - Treasury Department"), []byte(source))
		found := false
		for _, l := range s.load(t, data, lists.Options{}) {
			found = found || l.Key == key
		}
		assert.True(t, found, key)
	}
	e := s.refused(t, bytes.ReplaceAll(s.data(t), []byte("Foreign Sanctions Evaders (FSE) - Treasury Department"), []byte("??")), lists.Options{})
	assert.Equal(t, screening.CodeListUnreadable, e.Code)
}

// Weak and low-quality names have their kind, and go on demand, unless an entry
// has no other.
func TestWeakNames(t *testing.T) {
	for _, c := range []struct {
		file, id, weak, only string
	}{
		{"ofac-consolidated/cons_prim.csv", "9901", "OLD BANK", ""},
		{"ofac-consolidated/cons_prim.csv", "9902", "THE BANKER", ""},
		{"sdn_advanced.xml", "2674", "THE DOCTOR", "2678"},
		{"un.xml", "6900001", "أبو شيماء", ""},
		{"eu.csv", "13", "Abu Example", "78"},
		{"uk.csv", "AFG0901", "HAJI SAHIB", ""},
		{"ofsi.csv", "6897", "THE DOCTOR", ""},
		{"entities.ftm.json", "NK-1", "The Example", ""},
	} {
		s := sampleOf(t, c.file)
		with := entry(t, s.load(t, s.data(t), lists.Options{})[0], c.id)
		assert.Contains(t, with.Names, screening.Name{Text: c.weak, Kind: screening.WeakAKA}, c.file)
		without := s.load(t, s.data(t), lists.Options{WithoutWeak: true})[0]
		assert.Empty(t, names(entry(t, without, c.id), screening.WeakAKA), c.file)
		assert.NotEqual(t, with.Hash, entry(t, without, c.id).Hash, c.file)
		if c.only != "" {
			assert.Len(t, entry(t, without, c.only).Names, 1, c.file)
		}
	}
}

// The first name is the primary one, and the only one of its kind unless the
// publisher has several.
func TestPrimaryName(t *testing.T) {
	for _, s := range samples {
		for _, l := range s.load(t, s.data(t), lists.Options{}) {
			for _, e := range l.Entries {
				assert.Equal(t, screening.PrimaryName, e.Names[0].Kind, "%s %s", s.file, e.ID)
				assert.Len(t, names(e, screening.PrimaryName), 1, "%s %s", s.file, e.ID)
				assert.Equal(t, e.Names[0].Text, e.PrimaryName())
			}
		}
	}
}

// UTF-8 with and without a byte order mark, older encodings, both kinds of line
// ends, quotation marks and long fields.
func TestText(t *testing.T) {
	for _, s := range samples {
		data := bytes.TrimPrefix(s.data(t), []byte("\ufeff"))
		want := hashes(s.load(t, data, lists.Options{}))
		assert.Equal(t, want, hashes(s.load(t, append([]byte("\ufeff"), data...), lists.Options{})), "%s: byte order mark", s.file)
		unix := bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
		assert.Equal(t, want, hashes(s.load(t, unix, lists.Options{})), "%s: LF", s.file)
		assert.Equal(t, want, hashes(s.load(t, bytes.ReplaceAll(unix, []byte("\n"), []byte("\r\n")), lists.Options{})), "%s: CRLF", s.file)
	}
	eu := sampleOf(t, "eu.csv")
	for text, want := range map[string]string{
		"JSC Example \"\"Bank\"\"": `JSC Example "Bank"`,
		"Caf\xe9 M\xfcnchen \x80":  "Café München €",
		"Caf\xe9 Straße":           "Café Straße", // both in one field
		"\x81":                     "\ufffd",
		"  two \t words ":          "two words",
	} {
		data := bytes.Replace(eu.data(t), []byte("EXAMPLE STAR"), []byte(text), 1)
		if strings.Contains(text, `"`) {
			data = bytes.Replace(eu.data(t), []byte("EXAMPLE STAR"), []byte(`"`+text+`"`), 1)
		}
		e := entry(t, eu.load(t, data, lists.Options{})[0], "77")
		assert.Equal(t, want, e.Names[0].Text)
	}
	// The EU writes quotation marks into fields that it does not quote.
	data := bytes.Replace(eu.data(t), []byte("EXAMPLE STAR"), []byte(`The "Example" Star`), 1)
	assert.Equal(t, `The "Example" Star`, entry(t, eu.load(t, data, lists.Options{})[0], "77").Names[0].Text)

	long := strings.Repeat("long ", 300_000)
	data = bytes.Replace(eu.data(t), []byte("(Date of UN designation: 2011-05-09)"), []byte(long), 1)
	assert.Contains(t, entry(t, eu.load(t, data, lists.Options{})[0], "13").Remarks, strings.TrimSpace(long))
	ftm := sampleOf(t, "entities.ftm.json")
	e := ftm.refused(t, bytes.Replace(ftm.data(t), []byte("A note."), []byte(strings.Repeat(long, 4)), 1), lists.Options{})
	assert.Equal(t, screening.CodeListUnreadable, e.Code, "a line over the bound")
	assert.Equal(t, 1, e.Line)
}

// A character that OFAC's overflow cuts in two is put together again.
func TestOverflowWithinCharacter(t *testing.T) {
	text := strings.Repeat("Additional Sanctions Information; ", 29) + "a.k.a. 'JOS"
	text += strings.Repeat("E", 999-len(text)) + "\xc3"
	row := "36,\"A\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"" + text + "\"\r\n\x1a"
	l, err := lists.ReadOFAC(fileFS{"sdn.csv": row, "sdn_comments.csv": "36,\"\xa9'.\"\r\n\x1a",
		"alt.csv": "36,1,\"aka\",\"B\",-0- \r\n\x1a", "add.csv": "36,1,-0- ,-0- ,\"Cuba\",-0- \r\n\x1a"}, ofacOpts)
	require.NoError(t, err)
	weak := names(l.Entries[0], screening.WeakAKA)
	require.Len(t, weak, 1)
	assert.True(t, strings.HasSuffix(weak[0], "EÉ") || strings.HasSuffix(weak[0], "Eé"), "the two bytes of é")
}

// Both of OFAC's formats tell the same about the same party.
func TestFormatsOfOFACAgree(t *testing.T) {
	fromXML := sampleOf(t, "sdn_advanced.xml").load(t, sampleOf(t, "sdn_advanced.xml").data(t), lists.Options{})[0]
	person := `2674,"EXAMPLE, Aiman Muhammad","individual","SDGT] [IFSR","Leader of the Example",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 19 Jun 1951; alt. DOB circa 1949 to 1950; alt. DOB 1948; POB Giza, Egypt; nationality Egypt; citizen Syria; Gender Male; Passport 1084010 (Egypt); Digital Currency Address - XBT 12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9h; alt. Digital Currency Address - XBT 1Fz29BQp82pE3vXXcsZoMNQ3KSHfMzfMe3; a.k.a. 'THE DOCTOR'."` + "\r\n"
	entity := `2675,"EXAMPLE TRADING & CO., LTD.",-0- ,"SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"SWIFT/BIC EXAMIRTH; Registration Number 26740 (Iran)."` + "\r\n"
	vessel := `2676,"EXAMPLE WAVE","vessel",-0- ,-0- ,"T2EA4","Crude Oil Tanker",-0- ,-0- ,"Iran","NITC","Vessel Registration Identification IMO 9187629; MMSI 572469210."` + "\r\n"
	aircraft := `2677,"EP-XYZ","aircraft",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"Aircraft Manufacturer's Serial Number (MSN) 530; Aircraft Tail Number M-IABU."` + "\r\n"
	fromCSV, err := lists.ReadOFAC(fileFS{
		"sdn.csv": person + entity + vessel + aircraft + "\x1a",
		"alt.csv": `2674,1,"fka","FORMER, Aymen",-0- ` + "\r\n\x1a",
		"add.csv": `2674,1,"1 Example Street","Tehran 11369","Iran",-0- ` + "\r\n\x1a",
	}, ofacOpts)
	require.NoError(t, err)
	for _, want := range fromCSV.Entries {
		got := entry(t, fromXML, want.ID)
		assert.Equal(t, want.Type, got.Type, want.ID)
		assert.Subset(t, got.Names, want.Names, want.ID)
		assert.Equal(t, want.BirthDates, got.BirthDates, want.ID)
		assert.Equal(t, want.BirthPlaces, got.BirthPlaces, want.ID)
		assert.Equal(t, want.Countries, got.Countries, want.ID)
		assert.Equal(t, want.Programs, got.Programs, want.ID)
		assert.Subset(t, got.Identifiers, want.Identifiers, want.ID)
		assert.Equal(t, want.Gender, got.Gender, want.ID)
		assert.Equal(t, want.Title, got.Title, want.ID)
	}
	assert.Equal(t, bonafide.Date{Year: 2024, Month: 5, Day: 3}, fromXML.Edition)
}

// A second gender leaves none; parts that repeat are one.
func TestContradictions(t *testing.T) {
	s := sampleOf(t, "eu.csv")
	data := bytes.Replace(s.data(t), []byte(";Aaron Doe;;;;"), []byte(";Aaron Doe;;F;;"), 1)
	assert.Empty(t, entry(t, s.load(t, data, lists.Options{})[0], "13").Gender)
	rows := records(string(s.data(t)))
	twice := strings.Join(rows, "") + strings.Join(rows[1:], "")
	assert.Equal(t, hashes(s.load(t, s.data(t), lists.Options{})), hashes(s.load(t, []byte(twice), lists.Options{})))
}
