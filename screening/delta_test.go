package screening_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	. "github.com/bonafide-go/bonafide/screening"
)

func day(y, m, d int) bonafide.Date { return bonafide.Date{Year: y, Month: time.Month(m), Day: d} }

func edition(t *testing.T, date bonafide.Date, entries ...Entry) List {
	t.Helper()
	l, err := NewList("l", date, entries)
	require.NoError(t, err)
	return l
}

func person(id string, names ...string) Entry {
	e := Entry{ID: id, Type: Person}
	for i, n := range names {
		kind := PrimaryName
		if i > 0 {
			kind = AKA
		}
		e.Names = append(e.Names, Name{Text: n, Kind: kind})
	}
	return e
}

func ids(entries []Entry) (out []string) {
	for _, e := range entries {
		out = append(out, e.ID)
	}
	return out
}

func TestDiff(t *testing.T) {
	april, may := day(2024, 4, 1), day(2024, 5, 3)
	roe := person("roe", "ROE, Rachel")
	before := edition(t, april, person("doe", "DOE, Johnathan"), roe, person("poe", "POE, Edgar"))
	after := edition(t, may, roe, person("poe", "POE, Edgar", "ALLAN, Edgar"), person("moe", "MOE, Szyslak"))
	d, err := Diff(before, after)
	require.NoError(t, err)
	assert.Equal(t, []string{"moe"}, ids(d.Added))
	assert.Equal(t, []string{"poe"}, ids(d.Changed))
	assert.Equal(t, []string{"poe"}, ids(d.Before))
	assert.Equal(t, []string{"doe"}, ids(d.Removed))
	assert.Equal(t, 3, d.Len())
	assert.Equal(t, []bonafide.Date{april, may}, []bonafide.Date{d.From, d.To})
	assert.Equal(t, after.Hash, d.Hash)

	first, err := Diff(List{}, after)
	require.NoError(t, err)
	assert.Equal(t, ids(after.Entries), ids(first.Added))

	same, err := Diff(after, after)
	require.NoError(t, err)
	assert.Zero(t, same.Len())

	other := after
	other.Key = "m"
	_, err = Diff(before, other)
	assert.ErrorIs(t, err, bonafide.ErrInvalid)
}
