package lists_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/datatest"
	"github.com/bonafide-go/bonafide/internal/figuretest"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/lists"
)

// Every published key has a line in the table, which says where its entries come from or
// that they are nowhere.
func TestOrigins(t *testing.T) {
	origins := lists.Origins()
	known := screening.KnownLists()
	require.Len(t, origins, len(known))
	var b strings.Builder
	b.WriteString("# Where the published keys come from\n\nMade of `lists.Origins`; a test holds this page to it. Program patterns: `IRAN*` begins a program, `*Russia*` stands anywhere in it.\n\n" +
		"| key | list | entries from |\n| --- | --- | --- |\n")
	nowhere := 0
	for i, o := range origins {
		assert.Equal(t, known[i].Key, o.Key)
		from := o.From
		if from == "" {
			nowhere++
			from = "nowhere: a host loads a list of its own under this key"
		}
		fmt.Fprintf(&b, "| `%s` | %s (%s) | %s |\n", o.Key, known[i].Name, known[i].Source, from)
	}
	assert.Equal(t, 9, nowhere)
	if os.Getenv("UPDATE_GOLDEN") != "" {
		require.NoError(t, os.WriteFile("KEYS.md", []byte(b.String()), 0o644))
	}
	page, err := os.ReadFile("KEYS.md")
	require.NoError(t, err)
	assert.Equal(t, string(page), b.String(), "UPDATE_GOLDEN=1 makes it")
}

// filled returns the filled lists by key.
func filled(t *testing.T, read ...screening.List) map[string]screening.List {
	t.Helper()
	got, err := lists.Published(read)
	require.NoError(t, err)
	out := make(map[string]screening.List)
	for _, l := range got {
		require.NoError(t, l.Check(), l.Key)
		_, again := out[l.Key]
		require.False(t, again, l.Key)
		out[l.Key] = l
	}
	return out
}

func listOf(t *testing.T, key string, programs ...string) screening.List {
	t.Helper()
	var entries []screening.Entry
	for i, p := range programs {
		entries = append(entries, screening.Entry{ID: fmt.Sprint(i + 1), Names: []screening.Name{{Text: key + " " + p, Kind: screening.PrimaryName}}, Programs: []string{p}})
	}
	l, err := screening.NewList(key, day, entries)
	require.NoError(t, err)
	return l
}

// Programs fill keys; what none of them has fills none.
func TestPublishedByProgram(t *testing.T) {
	got := filled(t,
		listOf(t, screening.KeyOFACSDN, "SDGT", "IRAN-EO13846", "IFSR", "SYRIA-CAESAR", "FTO", "DPRK4", "RUSSIA-EO14024", "CUBA", "UKRAINE-EO13662"),
		listOf(t, screening.KeyOFACConsolidated, "UKRAINE-EO13662", "561-Related", "NS-PLC", "FSE-SY", "FSE-IR"),
		listOf(t, screening.KeyUN, "DPRK", "Al-Qaida"),
		listOf(t, screening.KeyEU, "UKR", "PRK", "SYR"),
		listOf(t, screening.KeyUK, "The Russia (Sanctions) (EU Exit) Regulations 2019"),
	)
	ids := func(key string) (out []string) {
		for _, e := range got[key].Entries {
			out = append(out, e.ID)
		}
		return out
	}
	for key, want := range map[string][]string{
		"ofac_sdgt":            {"1"},
		"ofac_iran":            {"ofac_sdn:2", "ofac_sdn:3", "cons_sdn:2"},
		"ofac_syria":           {"ofac_sdn:4", "cons_sdn:4"},
		"fto_sanctions":        {"5"},
		"ofac_ukraine-eo13662": {"ofac_sdn:9", "cons_sdn:1"},
		"ofac_ssi_list":        {"1"},
		"ofac_561_list":        {"2"},
		"ofac_ns-plc":          {"3"},
		"ofac_fse_list":        {"4", "5"},
		"ofac_fse-sy":          {"4"},
		"nk_sanctions":         {"ofac_sdn:6", "unsc_cons:1", "eucl:2"},
		"russian_sanctions":    {"ofac_sdn:7", "ofac_sdn:9", "cons_sdn:1", "eucl:1", "uk_sanctions:1"},
		"dtc_list":             nil,
		"usa_csl_list":         nil,
	} {
		assert.Equal(t, want, ids(key), key)
	}
	for _, e := range got["nk_sanctions"].Entries {
		assert.Equal(t, e.Digest(), e.Hash)
	}
	only, err := lists.Published([]screening.List{listOf(t, screening.KeyOFACSDN, "SDGT", "FTO")}, "fto_sanctions")
	require.NoError(t, err)
	require.Len(t, only, 1)
	assert.Equal(t, "fto_sanctions", only[0].Key)
	own := listOf(t, "ofac_sdgt", "SDGT")
	assert.Equal(t, own, filled(t, own, listOf(t, screening.KeyOFACSDN, "SDGT", "FTO"))["ofac_sdgt"], "what was read as a list of its own stays")
}

// The Consolidated Screening List as a whole, and its lists under their published keys;
// OFAC's published files by program.
func TestRealPublished(t *testing.T) {
	dir := datatest.Published(t)
	csl := sampleOf(t, "csl.csv").load(t, realFile(t, "us-csl-2022-05/consolidated.csv.gz"), lists.Options{})
	got := filled(t, csl...)
	assert.Len(t, got[screening.KeyUSCSL].Entries, 14159)
	for key, n := range map[string]int{"dtc_list": 727, "bis_dpl_sanctions": 462, "ofac_ssi_list": 290, "ofac_ns-plc": 78, "ofac_561_list": 52, "ofac_fse_list": 3} {
		assert.Len(t, got[key].Entries, n, key)
	}
	if figuretest.UnderRace {
		return
	}
	sdn, err := lists.ReadOFAC(os.DirFS(filepath.Join(dir, "ofac-sdn-2024-05-03")), ofacOpts)
	require.NoError(t, err)
	cons, err := lists.ReadOFACConsolidated(os.DirFS(filepath.Join(dir, "ofac-consolidated-2025-12")), &lists.OFACOptions{Edition: bonafide.Date{Year: 2025, Month: 12, Day: 19}})
	require.NoError(t, err)
	got = filled(t, sdn, cons)
	for key, n := range map[string]int{"ofac_sdgt": 2386, "fto_sanctions": 70, "ofac_ns-plc": 78, "ofac_ssi_list": 286, "ofac_561_list": 1, "ofac_ukraine-eo13662": 79 + 286} {
		assert.Len(t, got[key].Entries, n, key)
	}
	assert.Equal(t, bonafide.Date{Year: 2025, Month: 12, Day: 19}, got["ofac_ukraine-eo13662"].Edition)
	assert.Greater(t, len(got["russian_sanctions"].Entries), 4500)
	assert.Greater(t, len(got["ofac_iran"].Entries), 2000)
}

// Topics say the kind of a list; what says none is of the gravest.
func TestByKind(t *testing.T) {
	all := listOf(t, "opensanctions", "sanction", "role.pep", "crime.fraud", "wanted", "role.lawyer", "debarment", "corp.disqual")
	all.Entries[0].Programs = append(all.Entries[0].Programs, "role.pep")
	got, err := lists.ByKind(all)
	require.NoError(t, err)
	names := make(map[string][]string)
	for _, l := range got {
		assert.Equal(t, l.Kind, screening.KindOf(l.Key, l.Kind))
		for _, e := range l.Entries {
			names[l.Key] = append(names[l.Key], e.ID)
		}
	}
	assert.Equal(t, map[string][]string{
		"opensanctions": {"1", "5"}, "pep_opensanctions": {"1", "2"}, "adverse_media_opensanctions": {"3"}, "warning_opensanctions": {"4", "6"},
		"fitness_probity_opensanctions": {"7"},
	}, names)
	ftm := sampleOf(t, "entities.ftm.json").load(t, sampleOf(t, "entities.ftm.json").data(t), lists.Options{})[0]
	parts, err := lists.ByKind(ftm)
	require.NoError(t, err)
	assert.Equal(t, ftm.Key, parts[0].Key)
	assert.Equal(t, ftm.Reading, parts[0].Reading)
}

// A host's own list is one call, of structs or of a file of names.
func TestOwn(t *testing.T) {
	l, err := lists.Own(day, screening.Entry{Names: []screening.Name{{Text: "Jon Example"}, {Text: "Johnny"}}}, screening.Entry{ID: "7", Type: screening.Entity, Names: []screening.Name{{Text: "Example Ltd"}}})
	require.NoError(t, err)
	assert.Equal(t, screening.KeyHost, l.Key)
	assert.Equal(t, screening.InternalList, l.Kind)
	assert.Equal(t, []screening.Name{{Text: "Jon Example", Kind: screening.PrimaryName}, {Text: "Johnny", Kind: screening.AKA}}, l.Entries[0].Names)
	assert.NotEmpty(t, l.Entries[0].ID)
	_, err = lists.Own(bonafide.Date{}, screening.Entry{})
	var invalid *bonafide.InvalidError
	require.ErrorAs(t, err, &invalid)
	assert.True(t, invalid.Has("edition", bonafide.CodeRequired))

	s := sampleOf(t, "own.csv")
	read := s.load(t, s.data(t), lists.Options{})[0]
	assert.Equal(t, screening.InternalList, read.Kind)
	assert.Equal(t, l.Entries[0].ID, read.Entries[0].ID, "the same name has the same id")
}

// Several values of one cell stay several, whatever quotation marks are in them.
func TestValuesOfACell(t *testing.T) {
	for cell, want := range map[string][]string{
		`Tom;Dick ; Harry`:     {"Tom", "Dick", "Harry"},
		`"Smith; Sons";Smith`:  {"Smith; Sons", "Smith"},
		`Smith; "Smith; Sons"`: {"Smith", "Smith; Sons"},
		`"Sly" Tom;Dick`:       {`"Sly" Tom`, "Dick"},
		`Tom "Sly" Jones;Dick`: {`Tom "Sly" Jones`, "Dick"},
		`"""Sly"" Tom";Dick`:   {`"Sly" Tom`, "Dick"},
		`"Tom;Dick`:            {`"Tom`, "Dick"},
		`;;Tom;`:               {"Tom"},
		"Tom\nDick":            {"Tom", "Dick"},
	} {
		file := "name,aliases\nRaoul,\"" + strings.ReplaceAll(cell, `"`, `""`) + "\"\n"
		l, err := lists.ReadOwn(strings.NewReader(file), &lists.Options{Edition: day})
		require.NoError(t, err, cell)
		var got []string
		for _, n := range l.Entries[0].Names[1:] {
			got = append(got, n.Text)
		}
		assert.ElementsMatch(t, want, got, cell)
	}
}
