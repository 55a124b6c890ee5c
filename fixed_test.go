package bonafide_test

import (
	"encoding/json"
	"math/big"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
)

func TestFixed(t *testing.T) {
	for text, want := range map[string]bonafide.Fixed{
		"0": 0, "0.7": 700_000, "25": 25_000_000, "-0.000001": -1, "33.333333": 33_333_333, "007": 7_000_000, "12.50000000": 12_500_000,
		"-3": -3_000_000, "-0.010": -10_000, "1000000000": 1_000_000_000_000_000,
	} {
		f, err := bonafide.ParseFixed(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, f, text)
	}
	for f, want := range map[bonafide.Fixed]string{0: "0", 700_000: "0.7", 25_000_000: "25", -1: "-0.000001", 1_500_000: "1.5"} {
		assert.Equal(t, want, f.String())
		data, err := json.Marshal(f)
		require.NoError(t, err)
		var back bonafide.Fixed
		require.NoError(t, json.Unmarshal(data, &back))
		assert.Equal(t, f, back)
		require.NoError(t, json.Unmarshal([]byte(`"`+want+`"`), &back))
		assert.Equal(t, f, back)
	}
	for _, text := range []string{"", ".", "1.", ".5", "1e3", "+1", "0.1234567", "1234567890123", "1,5", "--1", "0x1", "NaN", "-", "1 ", "x"} {
		f, err := bonafide.ParseFixed(text)
		require.ErrorIs(t, err, bonafide.ErrInvalid, text)
		assert.Zero(t, f)
	}
}

// Any JSON number is one, as far as it fits.
func TestFixedExponents(t *testing.T) {
	for text, want := range map[string]bonafide.Fixed{"1e3": 1_000_000_000, "25E-1": 2_500_000, `"1.5e+1"`: 15_000_000, "0e9": 0} {
		var f bonafide.Fixed
		require.NoError(t, json.Unmarshal([]byte(text), &f), text)
		assert.Equal(t, want, f, text)
	}
	for text, code := range map[string]bonafide.Code{
		"1e13": bonafide.CodeOutOfRange, "1e-7": bonafide.CodeOutOfRange, "1e99999999": bonafide.CodeOutOfRange, `"e3"`: bonafide.CodeMalformed, `"+1e3"`: bonafide.CodeMalformed,
	} {
		var f bonafide.Fixed
		var invalid *bonafide.InvalidError
		require.ErrorAs(t, json.Unmarshal([]byte(text), &f), &invalid, text)
		assert.Equal(t, code, invalid.Fields[0].Code, text)
	}
}

func FuzzFixed(f *testing.F) {
	for _, text := range []string{"0.7", "-25", "000.000001", "1e9", "12.5", "-3", "999999999.999"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n, err := bonafide.ParseFixed(text)
		if err != nil {
			require.Zero(t, n)
			return
		}
		want, ok := new(big.Rat).SetString(text)
		require.True(t, ok)
		require.Zero(t, want.Cmp(big.NewRat(int64(n), 1_000_000)))
		same, err := bonafide.ParseFixed(n.String())
		require.NoError(t, err)
		require.Equal(t, n, same)
	})
}
