package document_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/identifier"
)

// A number that a type accepts is accepted again in its canonical form, by the rules of the same place.
func FuzzParseNumber(f *testing.F) {
	for i, text := range []string{"512-43-2222", "12-3456789", "DE123456789", "C01X00T47", "12345678Z", "a plain statement"} {
		f.Add(i, i%2 == 0, "US", "CA", text)
	}
	f.Fuzz(func(t *testing.T, typ int, business bool, country, state, text string) {
		types, kind := document.Types(), document.Person
		if business {
			kind = document.Business
		}
		as := types[int(uint(typ)%uint(len(types)))].Type
		n, err := document.ParseNumber(as, kind, bonafide.Country(country), state, text)
		if err != nil {
			require.ErrorIs(t, err, bonafide.ErrInvalid)
			require.Equal(t, identifier.Number{}, n)
			return
		}
		again, err := document.ParseNumber(as, kind, bonafide.Country(country), state, n.Value.Reveal())
		require.NoError(t, err)
		require.Equal(t, []string{n.Value.Reveal(), string(n.Grade)}, []string{again.Value.Reveal(), string(again.Grade)})
	})
}

// A subdivision that is known by some name has a code that is known by itself.
func FuzzParseSubdivision(f *testing.F) {
	for _, row := range [][2]string{{"US", "Calif."}, {"CA", "PQ"}, {"JP", "東京都"}, {"ES", "Álava"}, {"XX", "?"}, {"US", "us-ca"}} {
		f.Add(row[0], row[1])
	}
	f.Fuzz(func(t *testing.T, country, given string) {
		code, known := document.ParseSubdivision(bonafide.Country(country), given)
		if !known {
			return
		}
		again, known := document.ParseSubdivision(bonafide.Country(country), code)
		require.True(t, known, code)
		require.Equal(t, code, again)
	})
}

func FuzzEntityWords(f *testing.F) {
	f.Add("f", "arts & ENTERTAINMENT", "25.5")
	f.Add("LLC", "", "100.0001")
	f.Fuzz(func(t *testing.T, typ, scope, share string) {
		if e, err := document.ParseEntityType(typ); err == nil {
			again, err := document.ParseEntityType(string(e))
			require.NoError(t, err)
			require.Equal(t, e, again)
		} else {
			require.Empty(t, e)
		}
		if s, err := document.ParseEntityScope(scope); err == nil {
			again, err := document.ParseEntityScope(string(s))
			require.NoError(t, err)
			require.Equal(t, s, again)
		} else {
			require.Empty(t, s)
		}
		if p, err := document.ParsePercentage(share); err == nil {
			require.True(t, p >= 0 && p <= bonafide.FixedOf(100), p)
		} else {
			require.Zero(t, p)
		}
	})
}

// Names and addresses as one submission brings them.
func BenchmarkNamesAndAddresses(b *testing.B) {
	for name, change := range map[string]func(*document.Submission){
		"name":                   func(s *document.Submission) { s.Name = "José María de la Osa Ortega y Gasset" },
		"name of another script": func(s *document.Submission) { s.Name = "Γεώργιος Παπαδόπουλος" },
		"address":                func(s *document.Submission) { s.AddressCountryCode, s.AddressPostalCode = "GB", "sw1a1aa" },
	} {
		s := person()
		s.PhoneNumber = "+447911123456"
		change(&s)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				base, err := s.Check("", rules)
				if err != nil {
					b.Fatal(err)
				}
				base.Warnings()
			}
		})
	}
	b.Run("subdivision", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, known := document.ParseSubdivision("ES", "Álava"); !known {
				b.Fatal("unknown")
			}
		}
	})
}
