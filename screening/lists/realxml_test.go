package lists_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/lists"
)

// The non-SDN list of 2020-03-17 in OFAC's plain XML, counted over the raw text.
func TestRealOFACXML(t *testing.T) {
	raw := realFile(t, "ofac-xml/consolidated-2020-03-17.xml.gz")
	s := sampleOf(t, "sdn.xml")
	l := s.load(t, raw, lists.Options{Key: screening.KeyOFACConsolidated})[0]
	assert.Equal(t, bonafide.Date{Year: 2020, Month: 3, Day: 17}, l.Edition)
	n, individuals := tallied(l), count(l, screening.Person)
	found := func(pattern string) int { return len(regexp.MustCompile(pattern).FindAll(raw, -1)) }
	assert.Equal(t, 375, n.entries)
	assert.Equal(t, found("<program>"), n.programs)
	assert.Equal(t, found("<dateOfBirth>"), n.births)
	assert.Equal(t, found("<placeOfBirth>"), n.birthPlaces)
	assert.Equal(t, found("<idType>Passport<"), n.passports)
	assert.Equal(t, found("<idType>SWIFT/BIC<"), n.bic)
	assert.Equal(t, found("<idType>Gender<"), n.genders)
	assert.Equal(t, 31, found("<category>weak<"))
	assert.Equal(t, 30, n.weak, "one stands there as a strong name too")
	assert.Equal(t, found(`<sdnType>Individual<`), individuals)
	assert.Empty(t, l.Reading.Blind())
	assert.Zero(t, l.Reading.Unread(), "%+v", l.Reading)

	at := bytes.LastIndex(raw, []byte("  <sdnEntry>"))
	one := append(bytes.Clone(raw[:at]), []byte("</sdnList>")...)
	assert.Equal(t, screening.CodeListTruncated, s.refused(t, one, lists.Options{}).Code, "it says how many entries it has")
}

// Two complete editions of OFSI's list, in the layout that it had to 2020: what stands in
// its columns for passports and national numbers are identifiers.
func TestRealOFSI(t *testing.T) {
	for file, want := range map[string][3]int{ // entries, with a passport, with a national number
		"uk-ofsi/conlist-2018-04-13.csv.gz": {2106, 289, 161},
		"uk-ofsi/conlist-2020-04-27.csv.gz": {2114, 299, 172},
	} {
		raw := realFile(t, file)
		l := sampleOf(t, "ofsi-2018.csv").load(t, raw, lists.Options{Key: screening.KeyOFSI})[0]
		assert.Equal(t, strings.TrimSuffix(file[len("uk-ofsi/conlist-"):], ".csv.gz"), l.Edition.String())
		var passports, national int
		for _, e := range l.Entries {
			has := make(map[string]bool)
			for _, id := range e.Identifiers {
				has[id.Kind] = true
				assert.NotContains(t, id.Value, "ssued", e.ID)
			}
			if has[screening.IDPassport] {
				passports++
			}
			if has[screening.IDNational] {
				national++
			}
		}
		assert.Equal(t, want, [3]int{len(l.Entries), passports, national}, file)
		assert.Empty(t, l.Reading.Blind(), file)
		t.Logf("%+v", l.Reading)
	}
}

// Two further complete editions of the UN's list.
func TestRealUNHistory(t *testing.T) {
	for file, want := range map[string]int{"un-history/2022-09-15.xml.gz": 952, "un-history/2025-11-20.xml.gz": 1000} {
		l := sampleOf(t, "un.xml").load(t, realFile(t, file), lists.Options{})[0]
		assert.Len(t, l.Entries, want, file)
		assert.Empty(t, l.Reading.Blind(), file)
		t.Logf("%s %s %+v", file, l.Edition, l.Reading)
	}
}
