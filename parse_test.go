package bonafide_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
)

// A country as people type it is kept as a code that is exactly one.
func FuzzReadCountry(f *testing.F) {
	for _, typed := range []string{"us", " XK ", "ＤＥ", "AN", "USA", ""} {
		f.Add(typed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		c, err := bonafide.ReadCountry(typed)
		if err != nil {
			require.Empty(t, c)
			return
		}
		again, err := bonafide.ParseCountry(string(c))
		require.NoError(t, err)
		require.Equal(t, c, again)
	})
}

func FuzzParseMoney(f *testing.F) {
	f.Add("10.50", "USD")
	f.Add("1e9", "JPY")
	f.Add("-0.001", "KWD")
	f.Fuzz(func(t *testing.T, amount, currency string) {
		c, err := bonafide.ParseCurrency(currency)
		if err != nil {
			require.Empty(t, c)
			return
		}
		m, err := bonafide.ParseMoney(amount, c)
		if err != nil {
			require.ErrorIs(t, err, bonafide.ErrInvalid)
			require.Equal(t, bonafide.Money{}, m)
		}
	})
}

func BenchmarkParseEmail(b *testing.B) {
	for _, text := range []string{"ana+kyc@gmail.com", "user@例子.世界"} {
		b.Run(text, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				e, err := bonafide.ParseEmail(text)
				if err != nil {
					b.Fatal(err)
				}
				e.Mailbox(nil)
			}
		})
	}
}
