package match

import (
	"encoding/csv"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/internal/score"
)

// Names are brought up by their words, and only those are scored. Held against
// scoring every name: of the names that would score enough with a badly misspelt
// one, at most one in fifty is not brought up.
func TestSearchAgainstScoringEveryName(t *testing.T) {
	f, err := os.Open("../lists/testdata/ofac/sdn.csv")
	require.NoError(t, err)
	defer f.Close()
	rows := csv.NewReader(f)
	rows.FieldsPerRecord, rows.LazyQuotes = -1, true
	all, err := rows.ReadAll()
	require.NoError(t, err)
	for sp, typ := range map[sphere]screening.EntityType{people: screening.Person, things: screening.Entity} {
		var entries []screening.Entry
		for _, row := range all {
			if len(row) > 3 && (strings.TrimSpace(row[2]) == "individual") == (sp == people) {
				entries = append(entries, screening.Entry{ID: row[0], Type: typ, Names: []screening.Name{{Text: row[1], Kind: screening.PrimaryName}}})
			}
		}
		l, err := screening.NewList("l", bonafide.Date{Year: 2024, Month: 5, Day: 3}, entries)
		require.NoError(t, err)
		e := NewEngine(nil)
		require.NoError(t, e.Load(l))
		s := e.Snapshot()
		x := s.index[sp]
		r := rand.New(rand.NewPCG(1, uint64(sp)))
		missed, found := 0, 0
		for range 4000 {
			q := screening.Query{Name: misspelt(r, entries[r.IntN(len(entries))].Names[0].Text), Type: typ, MinScore: .8, Limit: screening.MaxLimit}
			if q.Check() != nil {
				continue
			}
			hits := map[string]bool{}
			for _, h := range s.screen(&q).Hits {
				hits[h.EntryID] = true
			}
			every := x.newSearch("")
			if every.prepare(q.Name); every.total > 0 {
				every.findSameLetters()
				for n := range x.nameEntry {
					if every.score(uint32(n), nil) < score.Units(q.MinScore) {
						continue
					}
					if hits[l.Entries[x.entryPos[x.nameEntry[n]]].ID] {
						found++
					} else {
						missed++
					}
				}
			}
			every.release()
		}
		t.Logf("%s: %d found, %d missed", typ, found, missed)
		assert.Greater(t, found, 1500, typ)
		assert.Less(t, missed*50, found, typ)
	}
}

// misspelt changes, leaves out or adds one to three letters.
func misspelt(r *rand.Rand, name string) string {
	b := []byte(name)
	for range 1 + r.IntN(3) {
		i, c := r.IntN(len(b)), byte('a'+r.IntN(26))
		switch r.IntN(3) {
		case 0:
			b[i] = c
		case 1:
			b = append(b[:i:i], b[i+1:]...)
		case 2:
			b = append(b[:i:i], append([]byte{c}, b[i:]...)...)
		}
	}
	return string(b)
}
