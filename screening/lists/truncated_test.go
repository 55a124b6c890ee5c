package lists_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/figuretest"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/lists"
)

// A file that stops, wherever it does, is refused. Only one of a format without
// an end mark that stops behind a row gives a list, of the rows in front.
func TestCut(t *testing.T) {
	for _, s := range samples {
		t.Run(s.file, func(t *testing.T) {
			t.Parallel()
			data := s.data(t)
			if strings.HasSuffix(s.file, ".xml") {
				data = unindented(data)
			}
			whole := make(map[string]screening.Entry)
			for _, l := range s.load(t, data, lists.Options{}) {
				for _, e := range l.Entries {
					whole[l.Key+" "+e.ID] = e
				}
			}
			accepted := 0
			step := 1 + len(data)/1500 // of a long file every few bytes, its rows' ends and its last hundred
			if figuretest.UnderRace {
				step = 23
			}
			for n := range data {
				if len(bytes.TrimSpace(data[n:])) == 0 {
					continue // nothing is lost
				}
				if n%step != 0 && n < len(data)-100 && data[n-1] != '\n' && data[n-1] != '"' {
					continue
				}
				got, err := s.read(data[:n], lists.Options{})
				if err != nil {
					for _, l := range got {
						require.Zero(t, l)
					}
					continue
				}
				accepted++
				require.False(t, s.whole, "accepted at byte %d", n)
				lineBreak := data[n] == '\n' || data[n] == '\r'
				rowEnd := data[n-1] == '\n' || data[n-1] == '\r' || lineBreak && (strings.HasSuffix(s.file, ".json") || data[n-1] == '"')
				require.True(t, rowEnd, "accepted at byte %d, in a row", n)
				other := 0
				for _, l := range got {
					for _, e := range l.Entries {
						full, known := whole[l.Key+" "+e.ID]
						require.True(t, known || strings.HasPrefix(e.ID, "wallet"), "an entry that is not in the file: %s", e.ID)
						if e.Hash != full.Hash {
							other++
							require.Subset(t, texts(full), texts(e)[1:])
						}
					}
				}
				require.LessOrEqual(t, other, 1+strings.Count(s.file, ".ftm.")*8, "only the entry that is cut is another, or one whose parts are")
			}
			assert.Equal(t, !s.whole, accepted > 0)
		})
	}
}

func texts(e screening.Entry) (out []string) {
	for _, n := range e.Names {
		out = append(out, n.Text)
	}
	return out
}

// unindented drops the space between elements, which only takes time.
func unindented(xml []byte) []byte {
	var b bytes.Buffer
	for line := range bytes.Lines(xml) {
		b.Write(bytes.TrimSpace(line))
		if !bytes.Contains(line, []byte(">")) {
			b.WriteByte(' ')
		}
	}
	return b.Bytes()
}

// OFAC's end mark shows that a file is whole. A file without it is refused, unless
// the host says that its mirror drops the mark. Then cuts between rows are not seen.
func TestCutOfUnmarkedFile(t *testing.T) {
	row := "36,\"AEROCARIBBEAN AIRLINES\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n"
	read := func(text string, o lists.OFACOptions) (screening.List, error) {
		o.Edition, o.PrimaryOnly = day, true
		return lists.ReadOFAC(fileFS{"sdn.csv": text}, &o)
	}
	_, err := read(row, lists.OFACOptions{})
	assert.Equal(t, screening.CodeListTruncated, code(t, err))
	_, err = read(row+"\x1a", lists.OFACOptions{})
	assert.NoError(t, err)
	_, err = read(row, lists.OFACOptions{Unmarked: true})
	assert.NoError(t, err)
	_, err = read(row[:len(row)-2], lists.OFACOptions{Unmarked: true})
	assert.Equal(t, screening.CodeListTruncated, code(t, err), "the last row may have gone on")
	_, err = read(row+"\x1a\r\n"+strings.Replace(row, "36", "37", 1), lists.OFACOptions{Unmarked: true})
	assert.Equal(t, screening.CodeListUnreadable, code(t, err), "rows behind the mark")
}

// Without the comments, remarks that overflow stop in the midst of a fact: it is
// none.
func TestCutRemarks(t *testing.T) {
	l, err := lists.ReadOFACConsolidated(os.DirFS("testdata/ofac-consolidated"), &lists.OFACOptions{Edition: day, PrimaryOnly: true})
	require.NoError(t, err)
	e := entry(t, l, "9902")
	assert.Equal(t, []screening.Identifier{{Kind: screening.IDTax, Value: "7701000001", Country: "RU"}}, e.Identifiers)
	text := strings.Repeat("Additional Sanctions Information; ", 29) + "Passport "
	remarks := text + strings.Repeat("1", 1000-len(text))
	require.Len(t, remarks, 1000)
	row := "36,\"A\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"" + remarks + "\"\r\n\x1a"
	l, err = lists.ReadOFAC(fileFS{"sdn.csv": row}, &lists.OFACOptions{Edition: day, PrimaryOnly: true})
	require.NoError(t, err)
	assert.Empty(t, l.Entries[0].Identifiers, "a number may go on")
	assert.Equal(t, remarks, l.Entries[0].Remarks)
	none := map[string]string{"sdn.csv": row, "alt.csv": "36,1,\"aka\",\"B\",-0- \r\n\x1a", "add.csv": "36,1,-0- ,-0- ,\"Cuba\",-0- \r\n\x1a"}
	_, err = lists.ReadOFAC(fileFS(none), ofacOpts)
	assert.Equal(t, screening.CodeListUnreadable, code(t, err), "no comments")
	none["sdn_comments.csv"] = "36,\"11\"\r\n\x1a"
	l, err = lists.ReadOFAC(fileFS(none), ofacOpts)
	require.NoError(t, err)
	assert.Equal(t, strings.Repeat("1", 1000-len(text))+"11", l.Entries[0].Identifiers[0].Value)
	none["sdn.csv"] = strings.Replace(row, "36,", "37,\"C\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n36,", 1)
	none["sdn_comments.csv"] = "37,\"DOB 1960.\"\r\n\x1a"
	_, err = lists.ReadOFAC(fileFS(none), ofacOpts)
	assert.Equal(t, screening.CodeListTruncated, code(t, err), "comments of others")
}

// A compressed stream that stops was cut off, too; a reader that fails is an
// outage.
func TestCutOfStream(t *testing.T) {
	for _, s := range samples[5:] {
		var packed bytes.Buffer
		z := gzip.NewWriter(&packed)
		_, err := z.Write(bytes.Repeat(s.data(t), 2)[:len(s.data(t))])
		require.NoError(t, err)
		require.NoError(t, z.Close())
		part, err := gzip.NewReader(bytes.NewReader(packed.Bytes()[:packed.Len()*3/4]))
		require.NoError(t, err)
		_, err = s.from(part, lists.Options{})
		assert.ErrorIs(t, err, io.ErrUnexpectedEOF, s.file)
		assert.Equal(t, screening.CodeListTruncated, code(t, err), s.file)
		_, err = s.from(io.MultiReader(bytes.NewReader(s.data(t)[:100]), failing{}), lists.Options{})
		assert.ErrorIs(t, err, errDisk, s.file)
		assert.Equal(t, screening.CodeListUnreadable, code(t, err), s.file)
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errDisk }

// The smallest number of entries is what stands against a cut of a first edition.
func TestMinEntries(t *testing.T) {
	for _, s := range samples {
		n := 0
		for _, l := range s.load(t, s.data(t), lists.Options{}) {
			n += len(l.Entries)
		}
		s.load(t, s.data(t), lists.Options{MinEntries: n})
		err := s.refused(t, s.data(t), lists.Options{MinEntries: n + 1})
		assert.Equal(t, screening.CodeListShrunken, err.Code, s.file)
		assert.Equal(t, [2]int{n + 1, n}, [2]int{err.Had, err.Got}, s.file)
	}
}

func code(t *testing.T, err error) bonafide.Code {
	t.Helper()
	var refused *screening.ListError
	require.ErrorAs(t, err, &refused)
	return refused.Code
}

// A host's own list has no end marks, and often no aliases. Where one file has
// the mark, one without it is cut.
func TestUnmarkedPublication(t *testing.T) {
	const row = "36,\"AEROCARIBBEAN AIRLINES\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n"
	const alt, mark = "36,1,\"aka\",\"AERO-CARIBBEAN\",-0- \r\n", "\x1a"
	read := func(sdn, alt, add string) error {
		_, err := lists.ReadOFAC(fileFS{"sdn.csv": sdn, "alt.csv": alt, "add.csv": add}, &lists.OFACOptions{Edition: day, Unmarked: true})
		return err
	}
	const address = "36,1,-0- ,-0- ,\"Cuba\",-0- \r\n"
	assert.NoError(t, read(row, alt, address))
	assert.NoError(t, read(row, "", ""))
	assert.NoError(t, read(row+mark, alt+mark, address+mark))
	for name, files := range map[string][3]string{
		"the primary file lacks it": {row, alt + mark, address + mark},
		"the aliases lack it":       {row + mark, alt, address + mark},
		"the addresses lack it":     {row + mark, alt + mark, address},
		"the aliases are gone":      {row + mark, "", address + mark},
		"an empty primary file":     {"", alt, address},
	} {
		err := read(files[0], files[1], files[2])
		require.Error(t, err, name)
		assert.Contains(t, []bonafide.Code{screening.CodeListTruncated, screening.CodeListEmpty}, code(t, err), name)
	}
}
