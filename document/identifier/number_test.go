package identifier_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document/identifier"
)

type parser = func(string) (identifier.Number, error)

func passport(country bonafide.Country) parser {
	return func(s string) (identifier.Number, error) { return identifier.Passport(country, s) }
}

func license(country bonafide.Country, state string) parser {
	return func(s string) (identifier.Number, error) { return identifier.DriversLicense(country, state, s) }
}

var parsers = map[string]parser{
	"SSN": identifier.SSN, "ITIN": identifier.ITIN, "ATIN": identifier.ATIN, "EIN": identifier.EIN, "PersonTIN": identifier.PersonTIN,
	"DUNS": identifier.DUNS, "UEI": identifier.UEI, "LEI": identifier.LEI, "IBAN": identifier.IBAN, "ABA": identifier.ABA, "VAT": identifier.VAT,
	"Passport US": passport("US"), "Passport DE": passport("DE"),
	"License CA": license("US", "CA"), "License WA": license("US", "WA"), "License DE": license("DE", ""),
}

// The sources of the rules are named in the texts of the grades.
func TestGrades(t *testing.T) {
	const malformed, implausible, plausible = bonafide.Malformed, bonafide.Implausible, bonafide.Plausible
	for name, rows := range map[string]map[string]bonafide.Grade{
		"SSN": { // SSA POMS RM 10201.035
			"123-45-6789": plausible, "123456789": plausible, "123 45 6789": plausible, "734-01-0001": plausible, "899-99-9999": plausible,
			"777772222": plausible, "000-12-3456": implausible, "666-12-3456": implausible, "900-12-3456": implausible, "999-12-3456": implausible,
			"123-00-6789": implausible, "123-45-0000": implausible, "078-05-1120": implausible, "219-09-9999": implausible,
			"457-55-5462": implausible, "987-65-4320": implausible,
			"": malformed, "12345678": malformed, "1234567890": malformed, "123-456789": malformed, "12-345-6789": malformed, "123--45-6789": malformed,
			"123-45-678a": malformed, "１23456789": plausible, " 123456789\n": plausible, "123\u201145\u20116789": plausible, "123\u202e456789": malformed, "123_45_6789": malformed,
		},
		"ITIN": { // IRM 3.21.263
			"900-50-0000": plausible, "912-65-1234": plausible, "999-70-1234": plausible, "900-88-1234": plausible, "900-90-1234": plausible,
			"900-94-1234": plausible, "900-99-1234": plausible, "900701234": plausible,
			"900-93-1234": malformed, "900-89-1234": malformed, "900-66-1234": malformed, "900-67-1234": malformed, "900-49-1234": malformed,
			"900-01-1234": malformed, "900-20-1234": malformed, "800-70-1234": malformed, "": malformed,
		},
		"ATIN":      {"900-93-1234": plausible, "900-92-1234": malformed, "100-93-1234": malformed},
		"PersonTIN": {"900-93-1234": plausible, "900-70-1234": plausible, "123-45-6789": plausible, "900-66-1234": implausible, "12-3456789": malformed},
		"EIN": { // IRS, how EINs are assigned
			"12-3456789": plausible, "123456789": plausible, "00-1234567": implausible, "07-1234567": implausible, "97-1234567": implausible,
			"98-1234567": plausible, "1234-56789": malformed, "123-45-6789": malformed, "": malformed,
		},
		"DUNS": {"15-048-3782": plausible, "150483782": plausible, "000000000": implausible, "15048378": malformed, "1504-83782": malformed},
		"UEI": { // GSA, Unique Entity ID
			"SMNWM6HN79X5": plausible, "smnwm6hn79x5": plausible, "QXGDCS2JGFD7": plausible, "1ABC5DEFGHJ7": implausible, "0MNWM6HN79X5": malformed,
			"SMNWM6HN79O5": malformed, "SMNWM6HN79I5": malformed, "A123456789BC": malformed, "AB12345678CD": plausible, "SMNWM6HN79X": malformed,
		},
		"LEI": { // ISO 17442-1
			"5493001KJTIIGC8Y1R12": plausible, "hwupkr0mpou8fgxbt394": plausible, "7LTW FZYI CNSX 8D62 1K86": plausible,
			"5493001KJTIIGC8Y1R13": malformed, "5493001KJTIIGC8Y1R1A": malformed, "5493001KJTIIGC8Y1R1": malformed, "": malformed,
		},
		"IBAN": { // examples of the IBAN registry
			"GB82 WEST 1234 5698 7654 32": plausible, "DE89370400440532013000": plausible, "NO9386011117947": plausible,
			"MT84MALT011000012345MTLCAST001S": plausible, "de89370400440532013000": plausible, "XK051212012345678906": plausible,
			"DE88370400440532013000": malformed, "DE8937040044053201300": malformed, "DE893704004405320130001": malformed, "DEX9370400440532013000": malformed,
			"AF" + ibanCheck("AF", "37040044053201"): implausible, "ZZ" + ibanCheck("ZZ", "37040044053201"): malformed, "1289370400440532013000": malformed, "": malformed,
			"GB" + "01" + "WEST12345698765432": malformed,
		},
		"ABA": {
			"021000021": plausible, "011401533": plausible, "122105155": plausible, "021000022": malformed, "02100002": malformed, "02-1000021": malformed,
			"000000000": implausible, "990000003": malformed, "500000005": implausible,
		},
		"VAT": { // VIES FAQ
			"ATU12345678": plausible, "BE0123456789": plausible, "BE1123456789": plausible, "BE2123456789": malformed, "DE123456789": plausible,
			"EL123456789": plausible, "GR123456789": plausible, "BE428759497": plausible, "VAT No.: EL123456789": plausible, "VAT": malformed, "VATS EL123456789": malformed, "NL123456789B01": plausible, "NL0A1B2C3D4B+*": malformed, "NL123456789A01": malformed,
			"XI123456789": plausible, "XIGD123": plausible, "XIHA123": plausible, "XIHB123": malformed, "GB123456789": malformed,
			"FR12 345 678 901": plausible, "FRAB123456789": plausible, "IE1234567FA": plausible, "IE1A23456A": plausible, "IE8+41127O": plausible, "IE8*41127O": plausible, "FRIO303265045": malformed, "EU372022452": plausible, "IM0123456789": plausible, "IE84+1127O": malformed, "DE1234+5678": malformed, "IE+841127O": malformed, "ESX1234567X": plausible,
			"ESX12345678": plausible, "ES123456789": malformed, "LT123456789": plausible, "LT1234567890": malformed, "RO12": plausible, "RO1": malformed,
			"DE": malformed, "": malformed,
		},
		"Passport US": {"123456789": plausible, "A12345678": plausible, "12345678": implausible, "AB1234567": implausible, "12": malformed, "": malformed, "1234/567": malformed},
		"Passport DE": {"C01X00T47": plausible, "c01x00t47": plausible, "C0 1X-00": plausible, strings.Repeat("1", 21): malformed},
		"License CA":  {"A1234567": plausible, "a1234567": plausible, "1234567": implausible, "A12345678": implausible, "": malformed, strings.Repeat("1", 26): malformed},
		"License WA":  {"ABCDEFG123": plausible, "A123456789": plausible, "WDL123456789": plausible, "12345678": implausible},
		"License DE":  {"B072RRE2I55": plausible},
	} {
		parse, ok := parsers[name]
		require.True(t, ok, name)
		for text, want := range rows {
			n, err := parse(text)
			if want == malformed {
				assert.ErrorIs(t, err, bonafide.ErrInvalid, "%s row", name)
				assert.Equal(t, identifier.Number{}, n)
				continue
			}
			require.NoError(t, err, name)
			assert.Equal(t, want, n.Grade, "%s, mask %s", name, n.Mask)
			assert.Equal(t, want == implausible, n.Rule != "")
		}
	}
}

// ibanCheck computes check digits by ISO 13616-1 with big integers.
func ibanCheck(country, bban string) string {
	r := 98 - bigMod97(bban+country+"00")
	return fmt.Sprintf("%02d%s", r, bban)
}

func bigMod97(text string) int64 {
	var decimal strings.Builder
	for _, r := range text {
		if r >= 'A' {
			decimal.WriteString(strconv.Itoa(int(r-'A') + 10))
		} else {
			decimal.WriteRune(r)
		}
	}
	n, _ := new(big.Int).SetString(decimal.String(), 10)
	return new(big.Int).Mod(n, big.NewInt(97)).Int64()
}

func TestCanonicalAndMask(t *testing.T) {
	for name, row := range map[string][3]string{
		"SSN":        {"123-45-6789", "123456789", "***-**-6789"},
		"ITIN":       {"912-70-1234", "912701234", "***-**-1234"},
		"EIN":        {"12-3456789", "123456789", "**-***6789"},
		"DUNS":       {"15-048-3782", "150483782", "*****3782"},
		"IBAN":       {"gb82 west 1234 5698 7654 32", "GB82WEST12345698765432", "GB****************5432"},
		"LEI":        {"7LTW FZYI CNSX 8D62 1K86", "7LTWFZYICNSX8D621K86", "****************1K86"},
		"VAT":        {"fr12 345 678 901", "FR12345678901", "FR*******8901"},
		"License CA": {"a 123-4567", "A1234567", "****4567"},
	} {
		n, err := parsers[name](row[0])
		require.NoError(t, err, name)
		assert.True(t, n.Value.Equal(bonafide.NewSecret(row[1])), name)
		assert.Equal(t, row[2], n.Mask)
		assert.NotContains(t, fmt.Sprintf("%+v %#v", n, n), row[1], "the number must not print")
	}
	n, err := identifier.PersonTIN("900701234")
	require.NoError(t, err)
	assert.Equal(t, identifier.KindITIN, n.Kind)
}

// The groups of ITINs as the IRS states them, one by one.
func TestITINGroups(t *testing.T) {
	var want []int
	for _, r := range [][2]int{{50, 65}, {70, 88}, {90, 92}, {94, 99}} {
		for g := r[0]; g <= r[1]; g++ {
			want = append(want, g)
		}
	}
	var got []int
	for g := range 100 {
		if _, err := identifier.ITIN(fmt.Sprintf("900-%02d-0001", g)); err == nil {
			got = append(got, g)
		}
	}
	assert.Equal(t, want, got)
}

// 83 prefixes are listed, 17 are not.
func TestEINPrefixes(t *testing.T) {
	var unlisted []string
	for p := range 100 {
		n, err := identifier.EIN(fmt.Sprintf("%02d-1234567", p))
		require.NoError(t, err)
		if n.Grade == bonafide.Implausible {
			unlisted = append(unlisted, fmt.Sprintf("%02d", p))
		}
	}
	assert.Equal(t, strings.Fields("00 07 08 09 17 18 19 28 29 49 69 70 78 79 89 96 97"), unlisted)
}

// Check digits against a slow oracle: of the hundred possible ones of an LEI or
// IBAN one or two fit, and it is those that big integers say.
func TestMod97AgainstOracle(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 3))
	const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	for range 50 {
		body := make([]byte, 18)
		for i := range body {
			body[i] = alphabet[random.IntN(len(alphabet))]
		}
		for check := range 100 {
			lei := fmt.Sprintf("%s%02d", body, check)
			_, err := identifier.LEI(lei)
			require.Equal(t, bigMod97(lei) == 1, err == nil, lei)
			iban := fmt.Sprintf("AF%02d%s", check, body) // of no structure that is registered
			_, err = identifier.IBAN(iban)
			require.Equal(t, bigMod97(string(body)+iban[:4]) == 1 && check >= 2 && check <= 98, err == nil, iban)
		}
	}
}

// The examples of the IBAN registry, whose national check digits agree, and what is
// wrong with others, told apart.
func TestIBANs(t *testing.T) {
	for iban, want := range map[string]struct {
		code  bonafide.Code
		grade bonafide.Grade
	}{
		"BE68539007547034": {"", bonafide.Plausible}, "FR1420041010050500013M02606": {"", bonafide.Plausible}, "IT60X0542811101000000123456": {"", bonafide.Plausible},
		"ES9121000418450200051332": {"", bonafide.Plausible}, "NO9386011117947": {"", bonafide.Plausible}, "FI2112345600000785": {"", bonafide.Plausible},
		"EE382200221020145685": {"", bonafide.Plausible}, "ME25505000012345678951": {"", bonafide.Plausible}, "MK07250120000058984": {"", bonafide.Plausible},
		"RS35260005601001611379": {"", bonafide.Plausible}, "SI56263300012039086": {"", bonafide.Plausible}, "PT50000201231234567890154": {"", bonafide.Plausible},
		"BA391290079401028494": {"", bonafide.Plausible}, "TL380080012345678910157": {"", bonafide.Plausible}, "TN5910006035183598478831": {"", bonafide.Plausible},
		"MR1300020001010000123456753": {"", bonafide.Plausible}, "MC5811222000010123456789030": {"", bonafide.Plausible}, "SM86U0322509800000000270100": {"", bonafide.Plausible},
		"HR1210010051863000160": {"", bonafide.Plausible}, "CZ6508000000192000145399": {"", bonafide.Plausible}, "SK3112000000198742637541": {"", bonafide.Plausible},
		"HU42117730161111101800000000": {"", bonafide.Plausible}, "PL61109010140000071219812874": {"", bonafide.Plausible}, "XK051212012345678906": {"", bonafide.Plausible},
		"AD1200012030200359100100": {"", bonafide.Plausible}, "AE070331234567890123456": {"", bonafide.Plausible}, "BR1800360305000010009795493C1": {"", bonafide.Plausible},
		"GR1601101250000000012300695": {"", bonafide.Plausible}, "KW81CBKU0000000000001234560101": {"", bonafide.Plausible}, "LC55HEMM000100010012001200023015": {"", bonafide.Plausible},
		"MU17BOMM0101101030300200000MUR": {"", bonafide.Plausible}, "NL91ABNA0417164300": {"", bonafide.Plausible}, "TR330006100519786457841326": {"", bonafide.Plausible},
		"UA213223130000026007233566001": {"", bonafide.Plausible}, "SC18SSCB11010000000000001497USD": {"", bonafide.Plausible}, "VA59001123000012345678": {"", bonafide.Plausible},
		"DE89\u00a03704\u00a00044\u00a00532\u00a00130\u00a000": {"", bonafide.Plausible}, "IBAN: DE89 3704 0044 0532 0130 00": {"", bonafide.Plausible},
		"ES" + ibanCheck("ES", "21000418460200051332"): {"", bonafide.Implausible}, "BE" + ibanCheck("BE", "539007547035"): {"", bonafide.Implausible},
		"DE8937040044053201300": {bonafide.CodeTooShort, ""}, "DE893704004405320130001": {bonafide.CodeTooLong, ""}, "DE88370400440532013000": {bonafide.CodeMismatch, ""},
		"DE4837040044053201A0B0": {bonafide.CodeMalformed, ""}, "GB58123460161331926819": {bonafide.CodeMalformed, ""}, "ZZ68539007547034": {bonafide.CodeUnknown, ""},
		"D89370400440532013000": {bonafide.CodeMalformed, ""},
	} {
		n, err := identifier.IBAN(iban)
		if want.code == "" {
			require.NoError(t, err, iban)
			assert.Equal(t, want.grade, n.Grade, "%s %s", iban, n.Rule)
			continue
		}
		var invalid *bonafide.InvalidError
		require.ErrorAs(t, err, &invalid, iban)
		assert.Equal(t, want.code, invalid.Fields[0].Code, iban)
	}
}

// Whatever a parser accepts is canonical: parsed again it is the same, and it
// holds letters and digits only.
func checkNumber(t *testing.T, name, text string) {
	n, err := parsers[name](text)
	if err != nil {
		require.ErrorIs(t, err, bonafide.ErrInvalid)
		require.Equal(t, identifier.Number{}, n)
		return
	}
	require.Contains(t, []bonafide.Grade{bonafide.Implausible, bonafide.Plausible}, n.Grade)
	value := n.Value.Reveal()
	require.Empty(t, strings.Trim(value, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
	require.LessOrEqual(t, len(value), len(text))
	again, err := parsers[name](value)
	require.NoError(t, err)
	require.True(t, again.Value.Equal(n.Value))
	require.Equal(t, []string{n.Mask, string(n.Grade), n.Rule}, []string{again.Mask, string(again.Grade), again.Rule})
	require.NotEqual(t, value, n.Mask)
}

func fuzz(f *testing.F, name string, seeds ...string) {
	for _, s := range append(seeds, "", "0", strings.Repeat("9", 100), "a-b c") {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) { checkNumber(t, name, text) })
}

func FuzzSSN(f *testing.F)       { fuzz(f, "SSN", "123-45-6789", "078051120") }
func FuzzITIN(f *testing.F)      { fuzz(f, "ITIN", "912-70-1234") }
func FuzzATIN(f *testing.F)      { fuzz(f, "ATIN", "912-93-1234") }
func FuzzPersonTIN(f *testing.F) { fuzz(f, "PersonTIN", "912-70-1234", "912-93-1234") }
func FuzzEIN(f *testing.F)       { fuzz(f, "EIN", "12-3456789") }
func FuzzDUNS(f *testing.F)      { fuzz(f, "DUNS", "15-048-3782") }
func FuzzUEI(f *testing.F)       { fuzz(f, "UEI", "SMNWM6HN79X5") }
func FuzzLEI(f *testing.F)       { fuzz(f, "LEI", "5493001KJTIIGC8Y1R12") }

// Signs in old Irish numbers are kept.
func TestVATSigns(t *testing.T) {
	for _, typed := range []string{"IE8*41127O", "IE8+41127O"} {
		n, err := identifier.VAT(typed)
		require.NoError(t, err)
		assert.Equal(t, typed, n.Value.Reveal())
	}
}

func FuzzIBAN(f *testing.F)     { fuzz(f, "IBAN", "GB82WEST12345698765432") }
func FuzzABA(f *testing.F)      { fuzz(f, "ABA", "021000021") }
func FuzzVAT(f *testing.F)      { fuzz(f, "VAT", "ATU12345678", "NL123456789B01") }
func FuzzPassport(f *testing.F) { fuzz(f, "Passport US", "A12345678") }

func FuzzDriversLicense(f *testing.F) {
	f.Add("WA", "WDL123456789")
	f.Add("NH", "12ABC34567")
	f.Fuzz(func(t *testing.T, state, text string) {
		n, err := identifier.DriversLicense("US", state, text)
		if err != nil {
			require.Equal(t, identifier.Number{}, n)
			return
		}
		again, err := identifier.DriversLicense("US", state, n.Value.Reveal())
		require.NoError(t, err)
		require.Equal(t, n.Grade, again.Grade)
	})
}

func BenchmarkParse(b *testing.B) {
	samples := map[string]string{
		"SSN": "123-45-6789", "EIN": "12-3456789", "LEI": "5493001KJTIIGC8Y1R12", "IBAN": "GB82WEST12345698765432", "ABA": "021000021",
		"VAT": "NL123456789B01", "License WA": "WDL123456789", "UEI": "SMNWM6HN79X5", "DUNS": "15-048-3782", "ITIN": "912-70-1234", "Passport US": "A12345678",
		"VAT of Ireland": "IE8+41127O", "IBAN in groups": "DE89 3704 0044 0532 0130 00", "GIIN": "98Q96B.00000.LE.250", "national of Spain": "12345678Z",
	}
	names := make([]string, 0, len(samples))
	for name := range samples {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		parse, text := parsers[name], samples[name]
		switch name {
		case "VAT of Ireland":
			parse = identifier.VAT
		case "IBAN in groups":
			parse = identifier.IBAN
		case "GIIN":
			parse = identifier.GIIN
		case "national of Spain":
			parse = func(s string) (identifier.Number, error) { n, _, err := identifier.National("ES", s); return n, err }
		}
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := parse(text); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("floor: a secret", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_ = bonafide.NewSecret("123456789").IsZero()
		}
	})
}

func ExampleSSN() {
	for _, text := range []string{"123-45-6789", "078-05-1120", "12-34"} {
		n, err := identifier.SSN(text)
		fmt.Println(n.Mask, n.Grade, n.Rule, err != nil)
	}
	// Output:
	// ***-**-6789 plausible  false
	// ***-**-1120 implausible known from advertising false
	//    true
}
