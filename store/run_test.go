package store_test

import (
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/datatest"
	"github.com/bonafide-go/bonafide/store"
)

// said are n events that say much alike, as one write has them.
func said(n int) []bonafide.Event {
	var out []bonafide.Event
	for i := range n {
		out = append(out, bonafide.NewEvent("user.subdocument_asked", at, bonafide.System(), "document", strings.Repeat("ab", 32), "type", fmt.Sprint("T", i)))
	}
	_, out = bonafide.Chain{Seq: 41, Hash: strings.Repeat("0c", 32)}.Link("user", "u-1", out)
	return out
}

func TestRuns(t *testing.T) {
	_, odd := events()
	tampered := said(4)
	tampered[2].Data = map[string]string{"type": "other"}
	gap := append(said(2), said(4)[3])
	other := said(2)
	other[1].ID = "u-2"
	for name, c := range map[string]struct {
		events []bonafide.Event
		runs   []int // events of each
	}{
		"none":                                {},
		"one":                                 {said(1), []int{1}},
		"of one write":                        {said(9), []int{9}},
		"more than a row has":                 {said(2*store.MaxRun + 1), []int{store.MaxRun, store.MaxRun, 1}},
		"texts that JSON cannot hold":         {odd, []int{3}},
		"a hash that does not follow":         {tampered, []int{2, 2}},
		"a number that does not follow":       {gap, []int{2, 1}},
		"another record":                      {other, []int{1, 1}},
		"the second of a record, first again": {append(said(1), said(1)...), []int{1, 1}},
		"long":                                {[]bonafide.Event{bonafide.NewEvent("t", at, bonafide.System(), "d", strings.Repeat("x", 2<<20))}, []int{1}},
	} {
		t.Run(name, func(t *testing.T) {
			for i := range c.events {
				if c.events[i].Kind == "" {
					_, c.events = bonafide.Chain{}.Link("user", "u-1", c.events)
				}
			}
			runs, err := store.EncodeEvents(c.events)
			require.NoError(t, err)
			var counts []int
			var back []bonafide.Event
			for _, run := range runs {
				got, err := store.DecodeEvents(run.Kind, run.ID, run.Packed)
				require.NoError(t, err)
				require.Len(t, got, run.Events)
				counts, back = append(counts, run.Events), append(back, got...)
			}
			assert.Equal(t, c.runs, counts)
			assert.Equal(t, c.events, back)
		})
	}
	_, err := store.EncodeEvents([]bonafide.Event{{Kind: "k", ID: "i", At: at.AddDate(9000, 0, 0)}})
	require.ErrorIs(t, err, bonafide.ErrInvalid)
}

// What is stored stays readable: the text of a run, and the dictionary that it is packed with.
func TestRunShape(t *testing.T) {
	runs, err := store.EncodeEvents(said(3))
	require.NoError(t, err)
	require.Equal(t, byte(1), runs[0].Packed[0])
	assert.Less(t, len(runs[0].Packed), 120, "what is alike is stored once")
	dictionary, err := os.ReadFile("events1.txt")
	require.NoError(t, err)
	sum := sha256.Sum256(dictionary)
	assert.Equal(t, "c1c5ef60fc4f82e2e854b8f731dc988c563938d346482c6783469c8adaf1f85f", hex.EncodeToString(sum[:]))
	var text bytes.Buffer
	_, err = text.ReadFrom(flate.NewReaderDict(bytes.NewReader(runs[0].Packed[1:]), dictionary))
	require.NoError(t, err)
	datatest.Golden(t, "run.json", append(text.Bytes(), '\n'))
}

// Rows of before hold one event each.
func TestRunsOfBefore(t *testing.T) {
	_, all := events()
	for _, e := range all {
		b, err := store.EncodeEvent(e)
		require.NoError(t, err)
		got, err := store.DecodeEvents("user", "u-1", b)
		require.NoError(t, err)
		assert.Equal(t, []bonafide.Event{e}, got)
	}
}

// An event that was changed within its row breaks the chain behind it.
func TestChangedRun(t *testing.T) {
	all := said(5)
	runs, err := store.EncodeEvents(all[:1])
	require.NoError(t, err)
	_, text, _ := strings.Cut(string(runs[0].Packed), "{")
	changed, err := store.DecodeEvents("user", "u-1", []byte("{"+strings.Replace(text, `"T0"`, `"T9"`, 1)))
	require.NoError(t, err)
	_, err = bonafide.Chain{Seq: 41, Hash: all[0].Prev}.Follow("user", "u-1", append(changed, all[1:]...))
	require.Equal(t, &bonafide.ChainError{Seq: 43, Code: bonafide.CodeChainOrder}, err)
}

func TestRunsThatAreNone(t *testing.T) {
	runs, err := store.EncodeEvents(said(9))
	require.NoError(t, err)
	good := runs[0].Packed
	for _, packed := range [][]byte{
		nil, {1}, good[1:], good[:len(good)-1], append(bytes.Clone(good), 0), append([]byte{2}, good[1:]...),
		[]byte(`{"n":1,"at":0,"by":["system"],"then":[{}]}`), []byte(`{"n":1,"at":0,"by":["system"],"then":[` + strings.Repeat(`{"t":"","at":0,"by":["system"]},`, store.MaxRun) + `{"t":"","at":0,"by":["system"]}]}`),
	} {
		got, err := store.DecodeEvents("user", "u-1", packed)
		require.ErrorIs(t, err, bonafide.ErrUnreadable)
		assert.Nil(t, got)
	}
	_, err = store.DecodeEvents("", "u-1", good)
	require.ErrorIs(t, err, bonafide.ErrUnreadable)
	_, err = store.DecodeEvent("user", "u-1", []byte(`{"n":1,"at":0,"by":["system"],"then":[{"t":"","at":0,"by":["system"]}]}`))
	require.ErrorIs(t, err, bonafide.ErrUnreadable, "more than one")
}

func FuzzDecodeEvents(f *testing.F) {
	_, odd := events()
	for _, all := range [][]bonafide.Event{odd, said(1), said(9)} {
		runs, err := store.EncodeEvents(all)
		require.NoError(f, err)
		f.Add(runs[0].Packed)
	}
	f.Fuzz(func(t *testing.T, packed []byte) {
		got, err := store.DecodeEvents("user", "u-1", packed)
		if err != nil {
			assert.Nil(t, got)
			return
		}
		runs, err := store.EncodeEvents(got)
		require.NoError(t, err)
		var back []bonafide.Event
		for _, run := range runs {
			more, err := store.DecodeEvents(run.Kind, run.ID, run.Packed)
			require.NoError(t, err)
			back = append(back, more...)
		}
		assert.Equal(t, got, back)
	})
}
