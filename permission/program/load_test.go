package program_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
)

// shipped are the sheets of the example, by file name.
func shipped(t testing.TB) map[string][]byte {
	files, err := filepath.Glob("../../examples/programs/sheets/*.json")
	require.NoError(t, err)
	require.Len(t, files, 5)
	sheets := make(map[string][]byte)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		sheets[filepath.Base(file)] = text
	}
	return sheets
}

func TestShippedSheets(t *testing.T) {
	var all [][]byte
	for name, text := range shipped(t) {
		assert.Empty(t, checkSchema(t, text), name)
		_, err := program.Parse(text)
		require.NoError(t, err, name)
		all = append(all, text)
	}
	_, err := program.ParseBook(all...)
	require.NoError(t, err)
}

// many makes as many programs as a platform may have (Synapse, user intro: up to
// 3,000 CIPs), each like one of the shipped ones.
func many(t testing.TB, n int) [][]byte {
	texts := shipped(t)
	names := slices.Sorted(maps.Keys(texts))
	sheets := make([][]byte, n)
	for i := range sheets {
		text := string(texts[names[i%len(names)]])
		text = regexp.MustCompile(`"id": "(us-|eu-|payout-)`).ReplaceAllString(text, fmt.Sprintf(`"id": "n%d-$1`, i))
		sheets[i] = regexp.MustCompile(`"cip_tag": \d+`).ReplaceAll([]byte(text), fmt.Appendf(nil, `"cip_tag": %d`, i+1))
	}
	return sheets
}

func TestManyPrograms(t *testing.T) {
	book, err := program.ParseBook(many(t, 3000)...)
	require.NoError(t, err)
	for _, tag := range []int{1, 1501, 2996} {
		p, err := book.Find(tag, permission.Personal, noon)
		require.NoError(t, err)
		assert.Equal(t, fmt.Sprintf("n%d-eu-person", tag-1), p.ID())
	}
}

// The floor is what encoding/json needs to read the same sheets into the same
// type, with no check, no compilation and no hash.
func BenchmarkLoad3000(b *testing.B) {
	sheets := many(b, 3000)
	b.Run("encoding_json", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			for _, text := range sheets {
				var s program.Sheet
				if err := json.Unmarshal(text, &s); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
	b.Run("book", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := program.ParseBook(sheets...); err != nil {
				b.Fatal(err)
			}
		}
	})
}
