package identifier_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document/identifier"
)

// The composition of GIINs as the IRS publishes it; the numbers are made up.
func TestGIIN(t *testing.T) {
	for typed, want := range map[string]string{
		"98Q96B.00000.LE.250":      "98Q96B.00000.LE.250",
		"98q96b.00000.le.250":      "98Q96B.00000.LE.250",
		" 98Q96B 99999 SL 826 ":    "98Q96B.99999.SL.826",
		"98Q96B99999SL826":         "98Q96B.99999.SL.826",
		"98Q96B.A1B2C.ME.276":      "98Q96B.A1B2C.ME.276",
		"98Q96B.00000.BR.492":      "98Q96B.00000.BR.492",
		"98Q96B.00000.SP.840":      "98Q96B.00000.SP.840",
		"98Q96B.00017.SF.136":      "98Q96B.00017.SF.136",
		"９８Ｑ９６Ｂ.00017.SD.136":      "98Q96B.00017.SD.136",
		"98Q96B\u00a000017 SB 136": "98Q96B.00017.SB.136",
	} {
		n, err := identifier.GIIN(typed)
		require.NoError(t, err, typed)
		assert.Equal(t, want, n.Value.Reveal())
		assert.Equal(t, bonafide.Plausible, n.Grade, "%s: %s", typed, n.Rule)
		assert.Equal(t, identifier.KindGIIN, n.Kind)
	}
	for _, typed := range []string{
		"98Q96B.00000.XX.250", "98Q96B.00000.SL.250", "98Q96B.99999.LE.250", "98Q96B.00000.ME.250", // no such category, or another's characters
		"98Q96B.99999.SL.000", "98Q96B.99999.SL.001", "000000.00000.TA.840", // no such country; a tax administration's own
	} {
		n, err := identifier.GIIN(typed)
		require.NoError(t, err, typed)
		assert.Equal(t, bonafide.Implausible, n.Grade, typed)
	}
	for _, typed := range []string{
		"", "98O96B.00000.LE.250", "98Q96B.00000.LE.25", "98Q96B.00000.LE.2500", "98Q96B.00000.L1.250", "98Q96B.00000.LE.2X0", "98Q96B/00000/LE/250",
		"98Q96.00000.LE.250", "applied for",
	} {
		_, err := identifier.GIIN(typed)
		assert.ErrorIs(t, err, bonafide.ErrInvalid, typed)
	}
}

// What is accepted is canonical: read again it is the same, with its grade.
func FuzzGIIN(f *testing.F) {
	for _, typed := range []string{"98Q96B.00000.LE.250", "98q96b 99999 sl 826", "", "98Q96B.00000.LE.2 50"} {
		f.Add(typed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		n, err := identifier.GIIN(typed)
		if err != nil {
			require.ErrorIs(t, err, bonafide.ErrInvalid)
			require.Equal(t, identifier.Number{}, n)
			return
		}
		require.Len(t, n.Value.Reveal(), 19)
		again, err := identifier.GIIN(n.Value.Reveal())
		require.NoError(t, err)
		require.Equal(t, []string{n.Value.Reveal(), n.Mask, n.Rule}, []string{again.Value.Reveal(), again.Mask, again.Rule})
	})
}
