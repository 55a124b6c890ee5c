package lists_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"maps"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/lists"
)

func hashes(in []screening.List) map[string]string {
	out := make(map[string]string)
	for _, l := range in {
		for _, e := range l.Entries {
			out[l.Key+" "+e.ID] = e.Hash
		}
	}
	return out
}

// The hash of an entry is made of what is said about it: neither the order of
// rows, elements or lines, nor the edition, nor the options of errors change it.
func TestHashesKeepToContent(t *testing.T) {
	const seed = 20240503
	t.Logf("seed %d", seed)
	rnd := rand.New(rand.NewPCG(seed, 1))
	for _, s := range samples {
		data := s.data(t)
		want := hashes(s.load(t, data, lists.Options{}))
		other := bonafide.Date{Year: 2026, Month: 1, Day: 2}
		assert.Equal(t, want, hashes(s.load(t, data, lists.Options{Edition: other, File: "x"})), s.file)
		for range 20 {
			got := s.load(t, shuffled(t, s, rnd), lists.Options{})
			assert.Equal(t, want, hashes(got), s.file)
		}
	}
}

// shuffled returns a file's records in another order.
func shuffled(t *testing.T, s sample, rnd *rand.Rand) []byte {
	t.Helper()
	data := string(s.data(t))
	if strings.HasSuffix(s.file, ".xml") {
		for _, name := range []string{
			"INDIVIDUAL_ALIAS", "INDIVIDUAL_DATE_OF_BIRTH", "INDIVIDUAL_DOCUMENT", "VALUE", "INDIVIDUAL", "ENTITY_ALIAS", "Feature", "DistinctParty",
			"SanctionsMeasure", "IDRegDocument", "Location", "sdnEntry", "aka", "id", "dateOfBirthItem", "program", "entity", "name", "feature", "identityDocument", "address",
			"sanctionEntity", "nameAlias", "birthdate", "Designation", "Name", "DOB", "target", "record", "other-information", "spelling-variant", "modification",
		} {
			data = shuffledElements(data, name, rnd)
		}
		return []byte(data)
	}
	head, _ := header(s.file)
	rows := records(data)
	if strings.Contains(data, "\n  {") { // records within documents, divided by commas
		for i := 0; i < len(rows); i++ {
			n := 0
			for i+n < len(rows) && strings.HasPrefix(rows[i+n], "  {") {
				n++
			}
			rnd.Shuffle(n, func(a, b int) {
				one, two := strings.TrimSuffix(rows[i+a], ",\n"), strings.TrimSuffix(rows[i+b], ",\n")
				rows[i+a], rows[i+b] = strings.Replace(rows[i+a], one, two, 1), strings.Replace(rows[i+b], two, one, 1)
			})
			i += n
		}
		return []byte(strings.Join(rows, ""))
	}
	tail := ""
	if last := rows[len(rows)-1]; last == "\x1a" {
		rows, tail = rows[:len(rows)-1], last
	}
	rnd.Shuffle(len(rows)-head, func(i, j int) { rows[head+i], rows[head+j] = rows[head+j], rows[head+i] })
	return []byte(strings.Join(rows, "") + tail)
}

// records divides text into lines; a quoted line break does not end a line.
func records(text string) (out []string) {
	start, quoted := 0, false
	for i, r := range text {
		switch {
		case r == '"':
			quoted = !quoted
		case r == '\n' && (!quoted || text[0] == '{'):
			out = append(out, text[start:i+1])
			start = i + 1
		}
	}
	if start < len(text) {
		out = append(out, text[start:])
	}
	return out
}

// shuffledElements brings neighbouring elements of a name into another order.
func shuffledElements(text, name string, rnd *rand.Rand) string {
	var out strings.Builder
	var run []string
	flush := func() {
		rnd.Shuffle(len(run), func(i, j int) { run[i], run[j] = run[j], run[i] })
		out.WriteString(strings.Join(run, ""))
		run = nil
	}
	for {
		start := strings.Index(text, "<"+name+">")
		if other := strings.Index(text, "<"+name+" "); start < 0 || other >= 0 && other < start {
			start = other
		}
		end := strings.Index(text, "</"+name+">")
		if start < 0 || end < start {
			break
		}
		if strings.TrimSpace(text[:start]) != "" {
			flush()
		}
		if len(run) == 0 {
			out.WriteString(text[:start])
		}
		run = append(run, text[start:end+len(name)+3])
		text = text[end+len(name)+3:]
	}
	flush()
	return out.String() + text
}

// Whatever changes in a file changes the hash of its entry, but for what says
// nothing about it: a changed letter of any text shows.
func TestHashesTellChanges(t *testing.T) {
	silent := map[string][]string{ // fields that are not of the entry
		"csl.csv": {"source_list_url", "source_information_url", "entity_number", "source"},
		"dpl.txt": {"Last_Update", "Action"},
		"eu.csv": {"fileGenerationDate", "Entity_Regulation_NumberTitle", "NameAlias_LastName", "NameAlias_FirstName",
			"NameAlias_NameLanguage", "NameAlias_LogicalId", "Identification_TypeDescription", "BirthDate_Day", "BirthDate_Month", "BirthDate_Year",
			"BirthDate_Circa", "Entity_SubjectType", "Entity_SubjectType_ClassificationCode", "_CountryDescription", "BirthDate_CountryIso2Code",
			"Identification_CountryIso2Code"},
		"uk.csv":       {"Last Updated", "Designation source", "Non-latin script type", "Name type", "Alias strength"},
		"ofsi.csv":     {"Last Updated", "Listed On", "UK Sanctions List Date Designated", "Alias Type", "Alias Quality"},
		"ofac/sdn.csv": {}, "ofac-consolidated/cons_prim.csv": {},
	}
	changes := 0
	for file, ignored := range silent {
		s := sampleOf(t, file)
		rows := records(string(s.data(t)))
		head, comma := header(file)
		want := hashes(s.load(t, s.data(t), lists.Options{}))
		var names []string
		if head > 0 {
			names = strings.Split(strings.TrimSpace(rows[head-1]), comma)
		}
		for i := head; i < len(rows); i++ {
			for _, at := range letters(rows[i], comma) {
				if name := column(names, rows[i][:at], comma); ignores(ignored, name) || rows[i][at-1] == '(' { // "(2)"
					continue
				}
				row := rows[i][:at] + string(rows[i][at]^1) + rows[i][at+1:]
				changed := strings.Join(rows[:i], "") + row + strings.Join(rows[i+1:], "")
				got, err := s.read([]byte(changed), lists.Options{})
				if err != nil {
					continue // no longer of the format
				}
				changes++
				assert.False(t, maps.Equal(want, hashes(got)), "%s: %q to %q", file, rows[i][max(0, at-20):at+1], row[max(0, at-20):at+1])
			}
		}
	}
	t.Logf("%d changes", changes)
	assert.Greater(t, changes, 400)
}

// letters returns where in a row's fields a letter or digit can be another: one of
// each field.
func letters(row, comma string) (out []int) {
	start := 0
	for i := range len(row) + 1 {
		if i < len(row) && string(row[i]) != comma {
			continue
		}
		for j := (start + i) / 2; j < i; j++ {
			if c := row[j] | 0x20; c >= 'b' && c <= 'y' || row[j] >= '2' && row[j] <= '7' {
				out = append(out, j)
				break
			}
		}
		start = i + 1
	}
	return out
}

func column(names []string, before, comma string) string {
	n, quoted := 0, false
	for _, r := range before {
		if r == '"' {
			quoted = !quoted
		} else if string(r) == comma && !quoted {
			n++
		}
	}
	if n < len(names) {
		return names[n]
	}
	return ""
}

func ignores(list []string, name string) bool {
	for _, i := range list {
		if name == i || strings.HasPrefix(i, "_") && strings.HasSuffix(name, i) || strings.Trim(name, "\"\ufeff") == i {
			return true
		}
	}
	return false
}

// Any text or number of an element that describes a party shows in its hash.
func TestHashesTellChangesOfXML(t *testing.T) {
	nothing := map[string]string{ // of the formats that readers take as trees: what says nothing about an entry
		"sdn.xml": `publshInformation|category$|mainEntry$| uid$|type$|Date$`,
		"sdn_enhanced.xml": `publicationInfo|referenceValue|sanctionsTypes|isPrimary$|isLowQuality$|formattedFirst|formattedLast|nameParts|script$|aliasType$|` +
			`valueDate|versionId$|isValid$|identityDocument name$|relatedEntity$|identityId$|addressPart type$`,
		"uk.xml":   `DateGenerated|LastUpdated|DesignationSource|Indicators|NonLatinScriptType|PhoneNumber|NameType$|AliasStrength$|DOB$|Gender$`,
		"seco.xml": `program-key|program-name|sanctions-set$|origin|modification|country$|issuer$`,
		"sema.xml": `^$`, "un.xml": `^$`, "sdn_advanced.xml": `^$`,
	}
	silent := "VERSIONNUM LIST_TYPE LAST_DAY_UPDATED SORT_KEY QUALITY TYPE_OF_DATE TYPE_OF_DOCUMENT Comment"
	for _, file := range []string{"un.xml", "sdn_advanced.xml", "sdn.xml", "sdn_enhanced.xml", "uk.xml", "seco.xml", "sema.xml"} {
		s := sampleOf(t, file)
		data := s.data(t)
		want := hashes(s.load(t, data, lists.Options{}))
		d := xml.NewDecoder(bytes.NewReader(data))
		var path []string
		changes := 0
		for {
			start := d.InputOffset()
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			require.NoError(t, err)
			switch v := token.(type) {
			case xml.StartElement:
				path = append(path, v.Name.Local)
			case xml.EndElement:
				path = path[:len(path)-1]
			case xml.CharData:
				text := strings.TrimSpace(string(v))
				within := strings.Join(path, " ")
				if regexp.MustCompile(nothing[file]).MatchString(within) || text == "Delisted AG" {
					continue
				}
				if len(text) < 2 || strings.Contains(silent, path[len(path)-1]) && !strings.HasSuffix(within, "SanctionsMeasure Comment") ||
					strings.Contains(within, "ReferenceValueSets") || strings.Contains(within, "EntryEvent") ||
					strings.Contains(within, " LIST_TYPE") || strings.Contains(within, "DateOfIssue") ||
					strings.HasSuffix(within, "Start To Year") || strings.HasSuffix(within, "End From Year") || strings.Contains(within, "Month") || strings.Contains(within, "Day") || strings.Contains(within, "valueDate") {
					continue
				}
				at := int(start) + strings.Index(string(v), text) + 1
				changed := bytes.Clone(data)
				if changed[at] >= 0x80 || !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ23456789", rune(changed[at])) {
					continue
				}
				changed[at] ^= 1
				got, err := s.read(changed, lists.Options{})
				if err != nil {
					continue
				}
				changes++
				assert.False(t, maps.Equal(want, hashes(got)), "%s: %s %s", file, within, text)
			}
		}
		assert.Greater(t, changes, 12, file)
	}
}
