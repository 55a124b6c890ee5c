package main

import (
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/screening"
)

func TestClasses(t *testing.T) {
	out := calibrated(t, "-classes")
	if *update {
		require.NoError(t, os.WriteFile("classes.golden", []byte(out), 0o644))
	}
	want, err := os.ReadFile("classes.golden")
	require.NoError(t, err)
	assert.Equal(t, string(want), out)
}

// What the documentation of screening says is what the program measured on the real lists.
func TestReadmeSaysWhatWasMeasured(t *testing.T) {
	const readme = "../../screening/README.md"
	text, err := os.ReadFile(readme)
	require.NoError(t, err)
	measured, err := os.ReadFile("classes.real.golden")
	require.NoError(t, err)
	before, rest, ok := strings.Cut(string(text), "<!-- classes -->\n")
	require.True(t, ok)
	_, after, ok := strings.Cut(rest, "<!-- end -->\n")
	require.True(t, ok)
	want := before + "<!-- classes -->\n" + string(measured) + "<!-- end -->\n" + after
	if *update {
		require.NoError(t, os.WriteFile(readme, []byte(want), 0o644))
		return
	}
	assert.Equal(t, want, string(text), "write it anew by -update")
}

// Every class distorts as its name says, and the same way each time.
func TestDistortions(t *testing.T) {
	person, company, ship := "BOUT Viktor Anatolijevitch Gogol", "FIRST TRADING AND SHIPPING COMPANY LTD", "SOBAR STAR"
	var lines []string
	for _, d := range distortions() {
		words := map[screening.EntityType]string{screening.Person: person, screening.Entity: company, screening.Vessel: ship}[d.kind]
		lines = append(lines, d.class+": "+d.of(strings.Fields(words), rand.New(rand.NewPCG(1, 2))))
	}
	want, err := os.ReadFile("testdata/distortions.txt")
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile("testdata/distortions.txt", []byte(strings.Join(lines, "\n")+"\n"), 0o644))
		return
	}
	require.NoError(t, err)
	assert.Equal(t, string(want), strings.Join(lines, "\n")+"\n")
}

// A name that a class does not apply to stays as it is, and is not searched for.
func TestDistortionsThatDoNotApply(t *testing.T) {
	for _, d := range distortions() {
		switch d.class {
		case "two words joined", "one word missing, of three or more", "two words missing, of four or more", "an initial for a name", "words abbreviated", "without its legal form", "acronym", "one typo", "two typos":
			assert.Equal(t, "Li Bo", d.of([]string{"Li", "Bo"}, rand.New(rand.NewPCG(1, 2))), d.class)
		}
	}
}

// Ordinary people are made up alike each time, each once, in the order of their culture.
func TestCultures(t *testing.T) {
	all, err := cultures()
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(all), 20)
	for _, c := range all {
		people := c.people(100)
		assert.Len(t, people, 100, c.name)
		assert.Equal(t, people, c.people(100), c.name)
		seen := map[string]bool{}
		for _, p := range people {
			assert.False(t, seen[p.query.Name], p.query.Name)
			seen[p.query.Name] = true
			assert.NoError(t, p.query.Check())
			assert.True(t, p.query.BirthDate.Year >= 1950 && p.query.BirthDate.Year <= 2005)
		}
	}
}
