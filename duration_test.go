package bonafide_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
)

func TestDurations(t *testing.T) {
	for text, want := range map[string]string{"P14D": "P14D", "P2W": "P14D", "P1Y6M": "P1Y6M", "P18M": "P1Y6M", "PT36H": "P1DT12H",
		"P1Y2M3W4DT5H6M7S": "P1Y2M25DT5H6M7S", "PT1M": "PT1M", "P100Y": "P100Y", "P37200D": "P37200D", "P5314W": "P37198D"} {
		d, err := bonafide.ParseDuration(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, d.String(), text)
	}
	assert.Equal(t, "P5Y", bonafide.Years(5).String())
	assert.Equal(t, "P14D", bonafide.Days(14).String())
	for _, text := range []string{"P37201D", "P5315W", "P30502W", "P99999W", "P99999D", "P5314W3D", "P37200DT1S"} {
		_, err := bonafide.ParseDuration(text)
		assert.ErrorIs(t, err, bonafide.ErrInvalid, text)
	}
	for _, text := range []string{"", "P", "PT", "P1", "1D", "P1DT", "-P1D", "P-1D", "P1D1D", "P1D1M", "PT1D", "P1H", "P1.5D", "P0D", "P101Y", "P123456D", "p1d", "P1D ", "PT1HT1M"} {
		d, err := bonafide.ParseDuration(text)
		require.ErrorIs(t, err, bonafide.ErrInvalid, text)
		assert.Zero(t, d)
	}
}

func FuzzDuration(f *testing.F) {
	for _, text := range []string{"P14D", "P1Y2M3W4DT5H6M7S", "PT0S", "P-1D", "P30502W"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := bonafide.ParseDuration(text)
		if err != nil {
			require.Zero(t, d)
			return
		}
		same, err := bonafide.ParseDuration(d.String())
		require.NoError(t, err)
		assert.Equal(t, d, same)
		noon := time.Date(2024, 6, 1, 12, 0, 0, 0, time.UTC)
		assert.True(t, d.After(noon).After(noon))
	})
}
