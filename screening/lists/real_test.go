package lists_test

import (
	"io"
	"os"
	"path/filepath"
	"regexp"
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

// realFile returns a file of the data folder, unpacked.
func realFile(t testing.TB, name string) []byte {
	t.Helper()
	b, err := io.ReadAll(datatest.Open(t, filepath.Join(datatest.Published(t), name)))
	require.NoError(t, err)
	return b
}

// A tally counts what a list holds.
type tally struct {
	entries, primary, aka, weak, original       int
	births, birthPlaces, genders, addresses     int
	passports, tax, imo, mmsi, bic, lei, wallet int
	callSigns, tails, serials, titles, programs int
}

func tallied(l screening.List) (n tally) {
	n.entries = len(l.Entries)
	for _, e := range l.Entries {
		for _, name := range e.Names {
			switch name.Kind {
			case screening.PrimaryName:
				n.primary++
			case screening.AKA:
				n.aka++
			case screening.WeakAKA:
				n.weak++
			case screening.OriginalScript:
				n.original++
			}
		}
		n.births += len(e.BirthDates)
		n.birthPlaces += len(e.BirthPlaces)
		n.addresses += len(e.Addresses)
		n.programs += len(e.Programs)
		if e.Gender != "" {
			n.genders++
		}
		if e.Title != "" {
			n.titles++
		}
		for _, id := range e.Identifiers {
			switch id.Kind {
			case screening.IDPassport:
				n.passports++
			case screening.IDTax:
				n.tax++
			case screening.IDIMO:
				n.imo++
			case screening.IDMMSI:
				n.mmsi++
			case screening.IDBIC:
				n.bic++
			case screening.IDLEI:
				n.lei++
			case screening.IDWallet:
				n.wallet++
			case screening.IDCallSign:
				n.callSigns++
			case screening.IDTail:
				n.tails++
			case screening.IDSerial:
				n.serials++
			}
		}
	}
	return n
}

// What the published files hold, counted by a script of regular expressions over
// the raw text that shares nothing with the readers: distinct values of each
// entry.
func TestRealCounts(t *testing.T) {
	dir := datatest.Published(t)
	sdn, err := lists.ReadOFAC(os.DirFS(filepath.Join(dir, "ofac-sdn-2024-05-03")), ofacOpts)
	require.NoError(t, err)
	assert.Equal(t, tally{
		entries: 14965, primary: 14965, aka: 32970 - 14965, weak: 3695, births: 7533, birthPlaces: 4346, genders: 4264, addresses: 17472,
		passports: 2147, tax: 3872, imo: 951, mmsi: 154, bic: 162, lei: 75, wallet: 588, callSigns: 253, tails: 385, serials: 411, titles: 1586, programs: 17382,
	}, tallied(sdn))

	cons, err := lists.ReadOFACConsolidated(os.DirFS(filepath.Join(dir, "ofac-consolidated-2025-12")), ofacOpts)
	require.NoError(t, err)
	assert.Equal(t, tally{
		entries: 442, primary: 442, aka: 1513 - 442, weak: 72, births: 74, birthPlaces: 21, genders: 2, addresses: 522, tax: 223, bic: 33, lei: 15, programs: 534,
	}, tallied(cons))

	un := sampleOf(t, "un.xml").load(t, realFile(t, "un-2026-02/UN_consolidated.xml"), lists.Options{})[0]
	assert.Equal(t, bonafide.Date{Year: 2026, Month: 2, Day: 27}, un.Edition)
	n := tallied(un)
	assert.Equal(t, [4]int{1003, 1003, 892, 54}, [4]int{n.entries, n.primary, n.births, n.genders})
	originals := 0
	for _, e := range un.Entries {
		for _, name := range e.Names {
			if name.Kind == screening.OriginalScript || name.Text == "JAMAAH ANSHARUT DAULAH" { // its original script is Latin
				originals++
				break
			}
		}
	}
	assert.GreaterOrEqual(t, originals, 378, "every entry with a NAME_ORIGINAL_SCRIPT")
	raw := string(realFile(t, "un-2026-02/UN_consolidated.xml"))
	aliases := len(regexp.MustCompile(`<ALIAS_NAME>\s*[^<\s]`).FindAllString(raw, -1))
	assert.Equal(t, 2752, aliases)
	assert.Greater(t, n.aka+n.weak+n.original, aliases, "some hold several names, a few stand twice")

	dpl := sampleOf(t, "dpl.txt").load(t, realFile(t, "bis-dpl-2023-11/dpl.txt"), lists.Options{})[0]
	assert.Equal(t, tally{entries: 547, primary: 547, aka: 4, addresses: 663}, tallied(dpl))

	want := map[string]tally{
		"csl_sdn":  {entries: 10026, primary: 10026, aka: 26248 - 10026, births: 5783, addresses: 12446, wallet: 337, imo: 439, bic: 118, genders: 2403},
		"csl_el":   {entries: 2001, primary: 2001, aka: 4038 - 2001, addresses: 3443},
		"csl_dtc":  {entries: 727, primary: 727, aka: 861 - 727},
		"csl_dpl":  {entries: 462, primary: 462, addresses: 547},
		"csl_ssi":  {entries: 290, primary: 290, aka: 1170 - 290, addresses: 388, bic: 33},
		"csl_uvl":  {entries: 201, primary: 201, addresses: 338},
		"csl_isn":  {entries: 163, primary: 163, aka: 298 - 163},
		"csl_plc":  {entries: 78, primary: 78, aka: 161 - 78, births: 73, addresses: 25},
		"csl_meu":  {entries: 71, primary: 71, aka: 74 - 71, addresses: 71},
		"csl_cmic": {entries: 68, primary: 68, aka: 205 - 68, addresses: 76},
		"csl_cap":  {entries: 52, primary: 52, aka: 265 - 52, addresses: 80, bic: 19},
		"csl_mbs":  {entries: 17, primary: 17, aka: 89 - 17, addresses: 30, bic: 6},
		"csl_fse":  {entries: 3, primary: 3, births: 2, addresses: 2, genders: 1},
	}
	csl := sampleOf(t, "csl.csv").load(t, realFile(t, "us-csl-2022-05/consolidated.csv.gz"), lists.Options{})
	require.Len(t, csl, 13)
	for _, l := range csl {
		n := tallied(l)
		got := tally{entries: n.entries, primary: n.primary, aka: n.aka, births: n.births, addresses: n.addresses, wallet: n.wallet, imo: n.imo, bic: n.bic, genders: n.genders}
		assert.Equal(t, want[l.Key], got, l.Key)
	}
}

// Nine editions of an archive hold as many entries as rows, and end with OFAC's
// mark; a fact that is cut off at the end of its remarks is not read.
func TestRealHistory(t *testing.T) {
	dir := datatest.Published(t)
	archive, err := filepath.Glob(filepath.Join(dir, "ofac-sdn-history", "*.gz"))
	require.NoError(t, err)
	require.Len(t, archive, 9)
	if figuretest.UnderRace {
		archive = archive[8:]
	}
	for _, file := range archive {
		text := realFile(t, filepath.Join("ofac-sdn-history", filepath.Base(file)))
		l, err := lists.ReadOFAC(fileFS{"sdn.csv": string(text)}, &lists.OFACOptions{Edition: day, PrimaryOnly: true})
		require.NoError(t, err, file)
		assert.Len(t, l.Entries, len(regexp.MustCompile(`(?m)^\d+,"`).FindAll(text, -1)), file)
		assert.Equal(t, strings.Count(string(text), `,"individual",`), count(l, screening.Person), file)
		_, err = lists.ReadOFAC(fileFS{"sdn.csv": string(text[:len(text)-1])}, &lists.OFACOptions{Edition: day, PrimaryOnly: true})
		assert.Equal(t, screening.CodeListTruncated, code(t, err), "without the mark")
	}
}

func count(l screening.List, typ screening.EntityType) (n int) {
	for _, e := range l.Entries {
		if e.Type == typ {
			n++
		}
	}
	return n
}

// Every part of OFAC's remarks that names an identifier becomes one: what is left
// over that holds a number is of no kind that identifies.
func TestRealRemarksLeaveNothing(t *testing.T) {
	dir := datatest.Published(t)
	number := regexp.MustCompile(`\d{4}`)
	other := regexp.MustCompile(`^(DOB|Organization |Secondary sanctions|Additional Sanctions|Transactions Prohibited|Executive Order|Linked To|Listing Date|Effective Date|` +
		`For more information|Purchase/Sales|Phone Number|Telephone|Alt\. |Fax|FAX|PHONE|TELEX|Email|Website|Aircraft Model|Aircraft Manufacture Date|Aircraft Operator|Vessel Year|` +
		`Equity Ticker|Chinese Commercial Code|CAATSA|Interpol|arrested|named in|President since|member, |Individual's|Senior Officer|Officer, |Director of|U\.S\.A\. Passport issued|` +
		`\(Following|M0018061|Member of al-Qa|nationality possibly|Target Type|a\.k\.a|f\.k\.a|POB|Commander|IFCA|PEESA|United States financial|all |All |\(|as of|Deputy|Date of)`)
	for _, l := range []struct {
		folder string
		read   func() (screening.List, error)
	}{
		{"ofac-sdn-2024-05-03", func() (screening.List, error) {
			return lists.ReadOFAC(os.DirFS(filepath.Join(dir, "ofac-sdn-2024-05-03")), ofacOpts)
		}},
		{"ofac-consolidated-2025-12", func() (screening.List, error) {
			return lists.ReadOFACConsolidated(os.DirFS(filepath.Join(dir, "ofac-consolidated-2025-12")), ofacOpts)
		}},
	} {
		list, err := l.read()
		require.NoError(t, err)
		left := 0
		for _, e := range list.Entries {
			remarks, _, _ := strings.Cut(e.Remarks, "\n")
			for part := range strings.SplitSeq(strings.TrimSuffix(remarks, "."), "; ") {
				part = strings.TrimPrefix(strings.TrimSpace(part), "alt. ")
				if !number.MatchString(part) || other.MatchString(part) {
					continue
				}
				found := false
				for _, id := range e.Identifiers {
					found = found || strings.Contains(part, id.Value)
				}
				if !found {
					left++
					t.Logf("%s %s: %s", l.folder, e.ID, part[:number.FindStringIndex(part)[0]])
				}
			}
		}
		assert.Zero(t, left, l.folder)
	}
}
