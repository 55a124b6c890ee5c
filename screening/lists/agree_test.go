package lists_test

import (
	"bytes"
	"errors"
	"io/fs"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/lists"
)

// The formats of one publisher tell the same about the same party, with the same id.
func TestFormatsAgree(t *testing.T) {
	for _, c := range []struct{ file, other, id string }{
		{"sdn.xml", "sdn_advanced.xml", "2674"}, {"sdn.xml", "sdn_advanced.xml", "2675"}, {"sdn.xml", "sdn_advanced.xml", "2677"},
		{"sdn.xml", "sdn_enhanced.xml", "2674"}, {"sdn.xml", "sdn_enhanced.xml", "2675"}, {"sdn.xml", "sdn_enhanced.xml", "2676"},
		{"eu-1.0.csv", "eu.xml", "42"}, {"uk.xml", "uk.csv", "AFG0901"}, {"dfat.csv", "dfat-2025.csv", "101"},
	} {
		load := func(file string) screening.Entry {
			s := sampleOf(t, file)
			return entry(t, s.load(t, s.data(t), lists.Options{})[0], c.id)
		}
		a, b := load(c.file), load(c.other)
		assert.Equal(t, a.Type, b.Type, "%s %s", c.other, c.id)
		if !strings.HasPrefix(c.other, "eu") { // its samples name the company otherwise
			assert.Equal(t, a.PrimaryName(), b.PrimaryName(), "%s %s", c.other, c.id)
		}
		assert.Equal(t, a.Gender, b.Gender, "%s %s", c.other, c.id)
		assert.NotEmpty(t, b.Names)
		for _, country := range a.Countries {
			assert.Contains(t, b.Countries, country, "%s %s", c.other, c.id)
		}
	}
	// The EU's XML and CSV have the same entry, but for what stands in one sample only.
	read := func(file string) screening.Entry {
		s := sampleOf(t, file)
		return entry(t, s.load(t, s.data(t), lists.Options{})[0], "13")
	}
	xml, csv := read("eu.xml"), read("eu.csv")
	assert.Equal(t, csv.PrimaryName(), xml.PrimaryName())
	assert.Equal(t, csv.Programs, xml.Programs)
	assert.Equal(t, csv.Gender, xml.Gender)
}

// Who downloads one of OFAC's files learns which belong to it.
func TestMissingFilesAreNamed(t *testing.T) {
	for name, files := range map[string]fileFS{"no aliases": {"sdn.csv": "36,\"A\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n\x1a"}, "nothing": {}} {
		_, err := lists.ReadOFAC(files, ofacOpts)
		require.Error(t, err, name)
		assert.True(t, errors.Is(err, fs.ErrNotExist), name)
		for _, file := range []string{"sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv"} {
			assert.Contains(t, err.Error(), file, name)
		}
	}
	_, err := lists.ReadOFACConsolidated(fileFS{}, ofacOpts)
	assert.ErrorContains(t, err, "cons_prim.csv, cons_alt.csv and cons_add.csv are read together, with cons_comments.csv")
}

// A person of FollowTheMoney may be told by the parts of the name alone.
func TestFTMNameParts(t *testing.T) {
	s := sampleOf(t, "entities.ftm.json")
	file := `{"id":"p1","schema":"Person","properties":{"firstName":["Jon"],"middleName":["Q."],"lastName":["Example"]}}` + "\n"
	l := s.load(t, []byte(file), lists.Options{})[0]
	assert.Equal(t, []screening.Name{{Text: "Jon Q. Example", Kind: screening.PrimaryName}}, l.Entries[0].Names)
	s.refused(t, []byte(`{"id":"p1","schema":"Person","properties":{"birthDate":["1962"]}}`+"\n"), lists.Options{})
}

// Countries as publishers write them, in words, by their citizens and by three letters.
func TestCountryNames(t *testing.T) {
	for text, want := range map[string]string{
		"Lao PDR": "LA", "Lao": "LA", "Vatican": "VA", "Vatican City State": "VA", "LIBANÉS": "LB", "Liban": "LB", "Iraqi": "IQ", "german": "DE", "Saudi Arabian": "SA",
		"SYR": "SY", "IRQ": "IQ", "prk": "KP", "DEU": "DE", "XKX": "", "EUR": "", "ZZZ": "", "AAA": "", "Congolese": "", "Congo (Kinshasa)": "CD", "Congo (Brazzaville)": "CG",
		"Cote d'Ivoire": "CI", "Côte d’Ivoire": "CI", "Kosovo": "",
	} {
		assert.Equal(t, want, lists.CountryCode(text), text)
	}
	s := sampleOf(t, "ofsi-2018.csv")
	data := bytes.Replace(s.data(t), []byte("(1) German (2) Moroccan"), []byte("(a) Iranian (Iranian citizenship) (b) Kuwaiti citizenship"), 1)
	e := entry(t, s.load(t, data, lists.Options{})[0], "6897")
	assert.Equal(t, []string{"IR", "KW", "SY"}, e.Countries)
	assert.Contains(t, e.Remarks, "nationality Iranian (Iranian citizenship)", "what else it says is kept")
}

// Interpol's and the FBI's pages: what is missing is missed.
func TestPages(t *testing.T) {
	interpol, fbi := sampleOf(t, "interpol.json"), sampleOf(t, "fbi.json")
	pages := strings.SplitAfter(string(interpol.data(t)), "\n]}")
	assert.Equal(t, screening.CodeListTruncated, interpol.refused(t, []byte(pages[0]+"}"), lists.Options{}).Code, "a page of several")
	pages = strings.SplitAfter(string(fbi.data(t)), "\n]}")
	assert.Equal(t, screening.CodeListTruncated, fbi.refused(t, []byte(pages[0]), lists.Options{}).Code, "a page of two")
	swapped := fbi.load(t, []byte(pages[1]+pages[0]), lists.Options{})
	assert.Equal(t, hashes(fbi.load(t, fbi.data(t), lists.Options{})), hashes(swapped))
	array := fbi.load(t, []byte("["+pages[0]+","+pages[1]+"]"), lists.Options{})
	assert.Equal(t, hashes(swapped), hashes(array))
	for _, l := range swapped {
		assert.Equal(t, screening.WarningList, l.Kind)
		for _, e := range l.Entries {
			assert.NotContains(t, []string{"aaaa0002", "aaaa0004"}, e.ID, "missing, or caught")
		}
	}
}
