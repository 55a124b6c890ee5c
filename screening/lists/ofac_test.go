package lists_test

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/lists"
)

var day = bonafide.Date{Year: 2024, Month: 5, Day: 3}

var ofacOpts = &lists.OFACOptions{Edition: day}

func entry(t *testing.T, l screening.List, id string) screening.Entry {
	t.Helper()
	for _, e := range l.Entries {
		if e.ID == id {
			return e
		}
	}
	require.Fail(t, "no such entry", id)
	return screening.Entry{}
}

func names(e screening.Entry, kind screening.NameKind) (out []string) {
	for _, n := range e.Names {
		if n.Kind == kind {
			out = append(out, n.Text)
		}
	}
	return out
}

// The sample holds rows as OFAC published them.
func TestReadOFAC(t *testing.T) {
	l, err := lists.ReadOFAC(os.DirFS("testdata/ofac"), ofacOpts)
	require.NoError(t, err)
	assert.Equal(t, screening.KeyOFACSDN, l.Key)
	assert.Equal(t, day, l.Edition)
	require.Len(t, l.Entries, 31)

	usama := entry(t, l, "6365")
	assert.Equal(t, screening.Person, usama.Type)
	assert.Equal(t, "BIN LADIN, Usama bin Muhammad bin Awad", usama.PrimaryName())
	require.Len(t, usama.BirthDates, 2)
	assert.Equal(t, screening.BirthDate{From: bonafide.Date{Year: 1957, Month: 7, Day: 30}, To: bonafide.Date{Year: 1957, Month: 7, Day: 30}}, usama.BirthDates[0])
	assert.Equal(t, screening.BirthDate{From: bonafide.Date{Year: 1958, Month: 1, Day: 1}, To: bonafide.Date{Year: 1958, Month: 12, Day: 31}}, usama.BirthDates[1])
	assert.Equal(t, []string{"SDGT"}, usama.Programs)

	havin := entry(t, l, "906")
	assert.Equal(t, screening.Entity, havin.Type)
	assert.Equal(t, []string{"HAVANA INTERNATIONAL BANK, LTD"}, names(havin, screening.AKA))
	assert.Contains(t, havin.Identifiers, screening.Identifier{Kind: screening.IDBIC, Value: "HAVIGB2L"})
	assert.Contains(t, havin.Identifiers, screening.Identifier{Kind: screening.IDRegistration, Value: "01074897", Country: "GB"})
	assert.Equal(t, []string{"CU", "GB"}, havin.Countries)
	assert.Len(t, havin.Addresses, 2)
	assert.Empty(t, havin.Title, "-0- is nothing")

	weak := names(entry(t, l, "11462"), screening.WeakAKA)
	assert.Contains(t, weak, "KATA'IB HIZBALLAH FI AL-IRAQ", "an apostrophe within a quoted name")
	assert.Equal(t, []string{"BNC"}, names(entry(t, l, "306"), screening.WeakAKA))

	ship := entry(t, l, "25278")
	assert.Equal(t, screening.Vessel, ship.Type)
	assert.Contains(t, ship.Identifiers, screening.Identifier{Kind: screening.IDIMO, Value: "9683570"})
	assert.Equal(t, []string{"IR"}, ship.Countries)
	plane := entry(t, l, "25548")
	assert.Equal(t, screening.Aircraft, plane.Type)
	assert.Contains(t, plane.Identifiers, screening.Identifier{Kind: screening.IDTail, Value: "EP-IBB"})
	assert.Contains(t, plane.Identifiers, screening.Identifier{Kind: screening.IDSerial, Value: "727"})

	// Remarks that go on in the comments file, in the middle of a name.
	lazarus := entry(t, l, "27307")
	weak = names(lazarus, screening.WeakAKA)
	assert.Contains(t, weak, "WHOIS HACKING TEAM")
	assert.Contains(t, weak, "APPLEWORM")
	assert.Contains(t, lazarus.Identifiers, screening.Identifier{Kind: screening.IDWallet, Value: "0x098B716B8Aaf21512996dC57EB0615e2383E2f96"})

	kim := entry(t, l, "20157")
	assert.Equal(t, screening.Male, entry(t, l, "35096").Gender)
	assert.Equal(t, "Chairman of the Workers' Party of Korea", kim.Title)
	ghani := entry(t, l, "10592")
	assert.Equal(t, screening.BirthDate{From: bonafide.Date{Year: 1968, Month: 2, Day: 1}, To: bonafide.Date{Year: 1968, Month: 2, Day: 29}}, ghani.BirthDates[0])
	assert.Equal(t, []string{"GB"}, ghani.Countries)

	for _, e := range l.Entries {
		assert.Equal(t, e.Digest(), e.Hash)
	}
	again, err := lists.ReadOFAC(os.DirFS("testdata/ofac"), ofacOpts)
	require.NoError(t, err)
	assert.Equal(t, l.Hash, again.Hash)

	strong, err := lists.ReadOFAC(os.DirFS("testdata/ofac"), &lists.OFACOptions{Edition: day, WithoutWeak: true, Key: "mine"})
	require.NoError(t, err)
	assert.Equal(t, "mine", strong.Key)
	assert.Empty(t, names(entry(t, strong, "306"), screening.WeakAKA))
}

// changed returns the sample's files, changed.
func changed(t *testing.T, change map[string]func(string) string) fs.FS {
	t.Helper()
	files := fstest.MapFS{}
	for _, name := range []string{"sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv"} {
		b, err := os.ReadFile("testdata/ofac/" + name)
		require.NoError(t, err)
		files[name] = &fstest.MapFile{Data: b}
	}
	for name, f := range change {
		if f == nil {
			delete(files, name)
			continue
		}
		files[name] = &fstest.MapFile{Data: []byte(f(string(files[name].Data)))}
	}
	return files
}

type change = map[string]func(string) string

// What must never become a list.
func TestReadOFACRefuses(t *testing.T) {
	half := func(s string) string { return s[:len(s)/2] }
	lines := func(n int) func(string) string {
		return func(s string) string { return strings.Join(strings.SplitAfter(s, "\n")[:n], "") }
	}
	for _, c := range []struct {
		name   string
		change change
		code   bonafide.Code
		file   string
	}{
		{"0 bytes, as the mirror served on 2024-05-04", change{"sdn.csv": func(string) string { return "" }}, screening.CodeListEmpty, "sdn.csv"},
		{"only the end mark", change{"sdn.csv": func(string) string { return "\x1a" }}, screening.CodeListEmpty, "sdn.csv"},
		{"an error page", change{"sdn.csv": func(string) string { return "<html>\n<body>Not found</body>\n</html>\n" }}, screening.CodeListUnreadable, "sdn.csv"},
		{"empty aliases", change{"alt.csv": func(string) string { return "" }}, screening.CodeListEmpty, "alt.csv"},
		{"no alias file", change{"alt.csv": nil}, screening.CodeListUnreadable, "alt.csv"},
		{"no address file", change{"add.csv": nil}, screening.CodeListUnreadable, "add.csv"},
		{"cut in a row", change{"sdn.csv": half}, screening.CodeListTruncated, "sdn.csv"},
		{"aliases cut in a row", change{"alt.csv": half}, screening.CodeListTruncated, "alt.csv"},
		{"cut between rows", change{"alt.csv": lines(40)}, screening.CodeListTruncated, "alt.csv"},
		{"primary cut between rows", change{"sdn.csv": lines(30)}, screening.CodeListTruncated, "sdn.csv"},
		{"no comments, though remarks overflow", change{"sdn_comments.csv": nil}, screening.CodeListUnreadable, "sdn_comments.csv"},
		{"a row too short in the midst", change{"sdn.csv": func(s string) string { return "1,\"X\"\r\n" + s }}, screening.CodeListUnreadable, "sdn.csv"},
		{"an id twice", change{"sdn.csv": func(s string) string { return strings.SplitAfter(s, "\n")[0] + s }}, screening.CodeListUnreadable, "sdn.csv"},
		{"an unheard-of type", change{"sdn.csv": func(s string) string { return strings.Replace(s, `"vessel"`, `"spacecraft"`, 1) }}, screening.CodeListUnreadable, "sdn.csv"},
		{"no name", change{"sdn.csv": func(s string) string { return strings.Replace(s, `"HAMAS"`, `-0- `, 1) }}, screening.CodeListUnreadable, "sdn.csv"},
		{"rows behind the end mark", change{"sdn.csv": func(s string) string { return s + "\r\n" + strings.SplitAfter(s, "\n")[1] }}, screening.CodeListUnreadable, "sdn.csv"},
		{"aliases of nobody", change{"alt.csv": func(s string) string { return `999999,1,"aka","X",-0- ` + "\r\n" + s }}, screening.CodeListUnreadable, "alt.csv"},
	} {
		l, err := lists.ReadOFAC(changed(t, c.change), ofacOpts)
		var refused *screening.ListError
		require.ErrorAs(t, err, &refused, c.name)
		assert.Equal(t, c.code, refused.Code, c.name)
		assert.Equal(t, c.file, refused.File, c.name)
		assert.Equal(t, screening.KeyOFACSDN, refused.List, c.name)
		assert.ErrorIs(t, err, bonafide.ErrRefused, c.name)
		assert.Zero(t, l, c.name)
	}
	_, err := lists.ReadOFAC(changed(t, nil), nil)
	assert.ErrorIs(t, err, bonafide.ErrInvalid, "no edition, and no date of the file")
	_, err = lists.ReadOFAC(fstest.MapFS{}, ofacOpts)
	assert.ErrorIs(t, err, fs.ErrNotExist)
}

func TestReadOFACAccepts(t *testing.T) {
	want, err := lists.ReadOFAC(changed(t, nil), ofacOpts)
	require.NoError(t, err)
	bare := change{}
	for _, f := range []string{"sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv"} {
		bare[f] = func(s string) string { return strings.TrimSuffix(s, "\x1a") }
	}
	_, err = lists.ReadOFAC(changed(t, bare), ofacOpts)
	assert.Error(t, err)
	unmarked := &lists.OFACOptions{Edition: day, Unmarked: true}
	got, err := lists.ReadOFAC(changed(t, bare), unmarked)
	require.NoError(t, err, "a mirror that drops the end marks")
	assert.Equal(t, want.Hash, got.Hash)

	unix := change{}
	for f, strip := range maps.Clone(bare) {
		unix[f] = func(s string) string { return strings.ReplaceAll(strip(s), "\r\n", "\n") }
	}
	got, err = lists.ReadOFAC(changed(t, unix), unmarked)
	require.NoError(t, err)
	assert.Equal(t, want.Hash, got.Hash)

	upper := fstest.MapFS{}
	for _, f := range []string{"sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv"} {
		b, err := os.ReadFile("testdata/ofac/" + f)
		require.NoError(t, err)
		upper[strings.ToUpper(f)] = &fstest.MapFile{Data: b}
	}
	got, err = lists.ReadOFAC(upper, ofacOpts)
	require.NoError(t, err)
	assert.Equal(t, want.Hash, got.Hash)

	got, err = lists.ReadOFAC(changed(t, change{"alt.csv": nil, "add.csv": nil, "sdn_comments.csv": nil}), &lists.OFACOptions{Edition: day, PrimaryOnly: true})
	require.NoError(t, err)
	assert.Empty(t, names(entry(t, got, "906"), screening.AKA))
}

// brokenFS fails in the middle of a file.
type brokenFS struct{ fs.FS }

type brokenFile struct{ fs.File }

var errDisk = errors.New("disk on fire")

func (b brokenFS) Open(name string) (fs.File, error) {
	f, err := b.FS.Open(name)
	if err != nil || name != "sdn.csv" {
		return f, err
	}
	return brokenFile{f}, nil
}

func (b brokenFile) Read(p []byte) (int, error) {
	n, _ := b.File.Read(p[:min(len(p), 100)])
	return n, errDisk
}

func TestReadOFACOutage(t *testing.T) {
	l, err := lists.ReadOFAC(brokenFS{changed(t, nil)}, ofacOpts)
	assert.ErrorIs(t, err, errDisk)
	assert.Zero(t, l)
}

func FuzzReadOFAC(f *testing.F) {
	var files [3][]byte
	for i, name := range []string{"sdn.csv", "alt.csv", "add.csv"} {
		b, err := os.ReadFile("testdata/ofac/" + name)
		require.NoError(f, err)
		files[i] = b
	}
	f.Add(files[0][:2000], files[1][:900], files[2][:900])
	f.Add([]byte("1,\"A\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"DOB circa 1961; a.k.a. 'B'; alt. Passport 1 (Iran).\"\n"),
		[]byte("1,1,\"aka\",\"B\",-0- \n"), []byte("1,1,-0- ,-0- ,\"Iran\",-0- \n"))
	f.Add([]byte{0x1a}, []byte{}, []byte{})
	f.Fuzz(func(t *testing.T, sdn, alt, add []byte) {
		l, err := lists.ReadOFAC(fstest.MapFS{"sdn.csv": {Data: sdn}, "alt.csv": {Data: alt}, "add.csv": {Data: add}}, &lists.OFACOptions{Edition: day, Unmarked: true})
		if err != nil {
			assert.Zero(t, l)
			return
		}
		assert.NoError(t, l.Check())
	})
}
