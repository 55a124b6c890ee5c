package identifier_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document/identifier"
)

// Specimens that the issuers and their manuals print, and each with its last character
// exchanged where there is a check digit.
var specimens = []struct {
	country     bonafide.Country
	kind, typed string
	checked     bool
}{
	{"AR", "CUIL", "20-12345678-6", true}, {"AT", "SVNR", "1237 010180", false}, {"AU", "TFN", "123 456 782", true}, {"BE", "NN", "85.07.30-033.28", true},
	{"BR", "CPF", "111.444.777-35", true}, {"CA", "SIN", "130 692 544", true}, {"CH", "AHV", "756.9217.0769.85", true}, {"CL", "RUT", "12.345.678-5", true},
	{"CN", "Resident identity number", "11010519491231002X", true}, {"CZ", "Rodne cislo", "710319/2745", true}, {"DE", "IdNr", "86 095 742 719", true},
	{"DK", "CPR", "211062-5629", false}, {"ES", "DNI", "12345678Z", true}, {"ES", "NIE", "X1234567L", true}, {"FI", "HETU", "131052-308T", true},
	{"FR", "NIR", "2 55 08 14 168 025 38", true}, {"GB", "NINO", "AB 12 34 56 C", false}, {"GR", "AFM", "094259216", true}, {"ID", "NIK", "3171011708450001", false},
	{"IE", "PPSN", "1234567T", true}, {"IE", "PPSN", "1234567FA", false}, {"IN", "Aadhaar", "2341 2341 2346", true}, {"IN", "PAN", "AAAPL1234C", false},
	{"IT", "Codice fiscale", "RSSMRA85T10A562S", true}, {"JP", "My Number", "1234 5678 9018", true}, {"KR", "RRN", "900101-1234567", false},
	{"MX", "CURP", "HEGG560427MVZRRL04", true}, {"MY", "MyKad", "770305-02-1234", false}, {"NL", "BSN", "111222333", true}, {"NO", "Fodselsnummer", "151086 95088", true},
	{"PK", "CNIC", "35202-1234567-1", false}, {"PL", "PESEL", "44051401359", true}, {"PT", "NIF", "123456789", true}, {"RO", "CNP", "1630615123457", true},
	{"SE", "Personnummer", "811218-9876", true}, {"SE", "Personnummer", "19811218-9876", true}, {"SG", "NRIC", "S1234567D", true}, {"SG", "NRIC", "F1234567N", true},
	{"SG", "NRIC", "G1234567X", true}, {"SG", "NRIC", "M1234567K", true}, {"TH", "National ID", "1-2345-45678-78-1", true}, {"TR", "T.C. Kimlik No", "17291716060", true},
	{"ZA", "ID number", "7503305044089", true}, {"US", "SSN", "123-45-6789", false}, {"NG", "NIN", "12345678901", false},
	{"AE", "Emirates ID", "784-1990-1234567-6", true}, {"BA", "JMB", "0101006500006", true}, {"BG", "EGN", "752316 926 3", true}, {"CO", "Cedula de ciudadania", "1.020.304.050", false},
	{"DO", "Cedula", "001-1391820-5", true}, {"EC", "Cedula", "171430710-3", true}, {"EE", "Isikukood", "36805280109", true}, {"EG", "National ID", "29001011234567", false},
	{"ES", "NIF", "K1234567L", true}, {"FI", "HETU", "131052+308T", true}, {"GH", "Ghana Card", "GHA-123456789-0", false}, {"GR", "AMKA", "01013099997", true},
	{"HK", "HKID", "A123456(3)", true}, {"HR", "OIB", "33392005961", true}, {"HU", "Adoazonosito jel", "8071592153", true}, {"IE", "PPSN", "6433435FT", false},
	{"IL", "Mispar zehut", "039337423", true}, {"IS", "Kennitala", "120174-3399", false}, {"IT", "Codice fiscale", "MRTMTT25D09F205Z", true},
	{"KE", "National ID", "12345678", false}, {"KZ", "IIN", "850101300124", true}, {"LT", "Asmens kodas", "33309240064", true}, {"LV", "Personas kods", "161175-19997", true},
	{"LV", "Personas kods", "320000-00000", false}, {"ME", "JMB", "0101006500006", true}, {"MK", "EMBG", "0101006500006", true}, {"MX", "RFC", "GODE 561231 GR8", true},
	{"NZ", "IRD", "49-091-850", true}, {"PE", "DNI", "12345678", false}, {"RS", "JMBG", "0101006500006", true}, {"RU", "INN", "500100732259", true},
	{"SA", "National ID or Iqama", "1012345672", true}, {"SI", "EMSO", "0101006500006", true}, {"SK", "Rodne cislo", "710319/2745", true}, {"TW", "National ID", "A123456789", true},
	{"UA", "RNTRC", "1759013776", true}, {"UY", "Cedula de identidad", "1.234.567-2", true}, {"VE", "Cedula", "V-11470283", false}, {"VN", "CCCD", "001085012345", false},
}

func TestNational(t *testing.T) {
	seen := make(map[string]bool)
	for _, row := range specimens {
		n, listed, err := identifier.National(row.country, row.typed)
		require.NoError(t, err, row.typed)
		assert.True(t, listed, row.country)
		assert.Equal(t, bonafide.Plausible, n.Grade, "%s %s", row.country, row.typed)
		assert.Equal(t, identifier.Kind(row.kind), n.Kind, row.typed)
		seen[string(row.country)+row.kind] = true
		if !row.checked {
			continue
		}
		last := row.typed[len(row.typed)-1]
		wrong := row.typed[:len(row.typed)-1] + string('0'+(last-'0'+1)%10)
		if last > '9' {
			wrong = row.typed[:len(row.typed)-1] + string('A'+(last-'A'+1)%26)
		}
		n, _, err = identifier.National(row.country, wrong)
		require.NoError(t, err, wrong)
		assert.Equal(t, bonafide.Implausible, n.Grade, "%s %s", row.country, wrong)
		assert.NotEmpty(t, n.Rule)
	}
	for _, row := range identifier.NationalNumbers() {
		assert.True(t, seen[string(row.Country)+row.Name], "%s %s has a specimen", row.Country, row.Name)
		assert.NotEmpty(t, row.Source)
	}
}

func TestNationalElsewhere(t *testing.T) {
	n, listed, err := identifier.National("VA", "123")
	require.NoError(t, err)
	assert.False(t, listed)
	assert.Equal(t, identifier.Number{}, n)
	_, _, err = identifier.National("BR", "111\u202e444")
	require.ErrorIs(t, err, bonafide.ErrInvalid)
	n, _, err = identifier.National("BR", "１１１.４４４.７７７‐３５")
	require.NoError(t, err)
	assert.Equal(t, "11144477735", n.Value.Reveal())
	n, _, err = identifier.National("BR", "000.000.000-00")
	require.NoError(t, err)
	assert.Equal(t, bonafide.Implausible, n.Grade)
}

func FuzzNational(f *testing.F) {
	for _, row := range specimens {
		f.Add(string(row.country), row.typed)
	}
	f.Fuzz(func(t *testing.T, country, typed string) {
		n, listed, err := identifier.National(bonafide.Country(country), typed)
		if err != nil || !listed {
			require.Equal(t, identifier.Number{}, n)
			return
		}
		again, _, err := identifier.National(bonafide.Country(country), n.Value.Reveal())
		require.NoError(t, err)
		require.Equal(t, n.Grade, again.Grade, "canonical form reads back")
	})
}
