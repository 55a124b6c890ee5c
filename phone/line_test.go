package phone_test

import (
	"testing"

	"github.com/nyaruka/phonenumbers"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/phone"
)

// The plans' own example numbers, of every type that each of the countries has.
func TestLineOfExamples(t *testing.T) {
	lines := map[phonenumbers.PhoneNumberType]phone.Line{
		phonenumbers.MOBILE: phone.Mobile, phonenumbers.FIXED_LINE: phone.FixedLine, phonenumbers.VOIP: phone.VoIP,
		phonenumbers.PREMIUM_RATE: phone.PremiumRate, phonenumbers.SHARED_COST: phone.PremiumRate, phonenumbers.TOLL_FREE: phone.TollFree,
	}
	seen := map[phone.Line]int{}
	for _, country := range []string{"AT", "AU", "BR", "CA", "CH", "DE", "ES", "FR", "GB", "IT", "JP", "NL", "PL", "SE", "SG", "US", "ZA"} {
		for kind, want := range lines {
			example := phonenumbers.GetExampleNumberForType(country, kind)
			if example == nil || !phonenumbers.IsValidNumber(example) {
				continue // the plan has none
			}
			if (country == "US" || country == "CA") && (want == phone.Mobile || want == phone.FixedLine) {
				want = phone.FixedOrMobile // the North American plan has one range for both
			}
			number := bonafide.Phone(phonenumbers.Format(example, phonenumbers.E164))
			assert.Equal(t, want, phone.LineOf(number), "%s %s", country, number)
			seen[want]++
		}
	}
	for _, line := range []phone.Line{phone.Mobile, phone.FixedLine, phone.FixedOrMobile, phone.VoIP, phone.PremiumRate, phone.TollFree} {
		assert.NotZero(t, seen[line], line)
	}
}

// What the numbering plans publish, number by number.
func TestLineOf(t *testing.T) {
	for number, want := range map[bonafide.Phone]phone.Line{
		"+442079460018": phone.FixedLine,     // London
		"+447911123456": phone.Mobile,        // Ofcom, 07
		"+445600123456": phone.VoIP,          // Ofcom, 056
		"+4930123456":   phone.FixedLine,     // Berlin
		"+491512345678": phone.UnknownLine,   // one digit short of an 015 number
		"+33142685300":  phone.FixedLine,     // Paris
		"+33612345678":  phone.Mobile,        // ARCEP, 06
		"+14155552671":  phone.FixedOrMobile, // one range for both
		"+19005551234":  phone.PremiumRate,
		"+18005551234":  phone.TollFree,
		"+11231231234":  phone.UnknownLine, // no such area
		"":              phone.UnknownLine,
		"call me":       phone.UnknownLine,
	} {
		if want != phone.UnknownLine {
			_, _, err := phone.Parse(string(number), "")
			require.NoError(t, err, number)
		}
		assert.Equal(t, want, phone.LineOf(number), number)
	}
}

func BenchmarkParse(b *testing.B) {
	for _, typed := range []string{"+44 7911 123456", "(415) 555-2671", "\u202a+44 7911 123456\u202c"} {
		b.Run(typed, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := phone.Parse(typed, "US"); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("line", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			phone.LineOf("+447911123456")
		}
	})
}
