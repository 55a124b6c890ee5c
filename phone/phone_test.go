package phone_test

import (
	"strings"
	"testing"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/phone"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestParse(t *testing.T) {
	for _, c := range []struct {
		in, region string
		want       bonafide.Phone
		grade      bonafide.Grade
	}{
		{"+14155552671", "", "+14155552671", bonafide.Plausible},
		{"(415) 555-2671", "US", "+14155552671", bonafide.Plausible},
		{"+1(123)123-1234", "", "+11231231234", bonafide.Implausible}, // the Synapse documents' own example
		{"+33 1 42 68 53 00", "", "+33142685300", bonafide.Plausible},
		{"415-555-2671", "", "", bonafide.Malformed}, // national, without a region
		{"call me at 415-555-2671 please", "US", "", bonafide.Malformed},
		{"1-800-FLOWERS", "US", "", bonafide.Malformed},
		{"0000000", "AX", "", bonafide.Malformed}, // reads back as another number
		{"tel:+1-415-555-2671;ext=12", "", "", bonafide.Malformed},
		{"+14155552671 x12", "", "", bonafide.Malformed},
		{"+1415555", "", "", bonafide.Malformed},
		{"+1415555267112345", "", "", bonafide.Malformed},
		{"+112", "", "", bonafide.Malformed},
		// As keyboards, address books and sheets have them.
		{"４１５５５５２６７１", "US", "+14155552671", bonafide.Plausible},
		{"\u202d+44 7911 123456\u202c", "", "+447911123456", bonafide.Plausible},
		{"\u200e+79022222222", "", "+79022222222", bonafide.Plausible},
		{"+919876543210\u200b", "", "+919876543210", bonafide.Plausible},
		{"+1 415\u2011555\u20112671", "", "+14155552671", bonafide.Plausible},
		{" +14155552671\n", "", "+14155552671", bonafide.Plausible},
		{"٠٥٠١٢٣٤٥٦٧", "SA", "+966501234567", bonafide.Plausible},
		{"＋８１９０１２３４５６７８", "", "+819012345678", bonafide.Plausible},
		{"tel:+447911123456", "", "+447911123456", bonafide.Plausible},
		{"+52 1 55 1234 5678", "", "+525512345678", bonafide.Plausible}, // mobile, before 2019
		{"044 55 1234 5678", "MX", "+525512345678", bonafide.Plausible},
		{"01 55 1234 5678", "MX", "+525512345678", bonafide.Plausible},
		{"TEL:+12024561111", "", "+12024561111", bonafide.Plausible}, // RFC 3986, 3.1
		{"tel:2024561111;phone-context=+1", "", "+12024561111", bonafide.Plausible},
		{"tel:863-1234;phone-context=example.com", "", "", bonafide.Malformed},
		{"112", "DE", "", bonafide.Malformed}, // emergency calls
		{"999", "GB", "", bonafide.Malformed},
		{"110", "JP", "", bonafide.Malformed},
		{"+1 555 0100", "", "", bonafide.Malformed}, // without its area
		{"291-1234", "TT", "+18682911234", bonafide.Plausible},
		// Trunk prefixes behind the country's code, and zeros that belong to the number.
		{"+82 010-1234-5678", "", "+821012345678", bonafide.Plausible},
		{"+62 0812-3456-7890", "", "+6281234567890", bonafide.Plausible},
		{"06 698 12345", "IT", "+390669812345", bonafide.Plausible},
		{"8 701 123 45 67", "KZ", "+77011234567", bonafide.Plausible},
		{"06 20 123 4567", "HU", "+36201234567", bonafide.Plausible},
		{"044 123 456", "XK", "+38344123456", bonafide.Plausible},
		{"+54 11 15 2345-6789", "", "+5491123456789", bonafide.Plausible},
		{"۰۹۱۲۳۴۵۶۷۸۹", "IR", "+989123456789", bonafide.Plausible},
		{"+8 912 345 67 89", "RU", "", bonafide.Malformed},  // no such country
		{"+1 415\u202e5552671", "", "", bonafide.Malformed}, // turned inside
		{" \u200b", "US", "", bonafide.Malformed},
		{"4155+552671", "US", "", bonafide.Malformed},
		{"", "US", "", bonafide.Malformed},
		{strings.Repeat("1", 300), "US", "", bonafide.Malformed},
	} {
		got, grade, err := phone.Parse(c.in, bonafide.Country(c.region))
		assert.Equal(t, c.want, got, c.in)
		assert.Equal(t, c.grade, grade, c.in)
		if c.grade == bonafide.Malformed {
			require.ErrorIs(t, err, bonafide.ErrInvalid, c.in)
		} else {
			require.NoError(t, err, c.in)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"+1(123)123-1234", "541-754-3010", "+447911123456", "tel:+1;ext=2", "+++"} {
		f.Add(s, "US")
	}
	f.Fuzz(func(t *testing.T, text, region string) {
		got, grade, err := phone.Parse(text, bonafide.Country(region))
		if err != nil {
			if got != "" || grade != bonafide.Malformed {
				t.Fatal("a failed parse left something behind")
			}
			return
		}
		again, _, err := phone.Parse(string(got), "")
		if err != nil || again != got {
			t.Fatal("E.164 does not parse to itself")
		}
	})
}

// What a number lacks is said where a region would help.
func TestRegionIsMissing(t *testing.T) {
	for given, told := range map[string]bool{"415 555 2671": true, "(415) 555-2671": true, "call me": false, "+1 415": false} {
		_, _, err := phone.Parse(given, "")
		var invalid *bonafide.InvalidError
		require.ErrorAs(t, err, &invalid, given)
		assert.Equal(t, told, invalid.Fields[0].Rule != "", given)
	}
}
