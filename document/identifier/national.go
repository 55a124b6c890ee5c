package identifier

import (
	"strings"
	"sync"

	"github.com/bonafide-go/bonafide"
)

// A NationalNumber is a row of the table of national identifiers of persons.
type NationalNumber struct {
	Country bonafide.Country
	Name    string // what the country calls it
	Shapes  string // structures, apart by spaces: a is a letter, 9 a digit, * either
	Source  string // who published structure and check digits

	check func(string) bool // nil where there are no check digits
}

// NationalNumbers returns a copy of the table: the identifiers of persons of countries
// with most onboarding that have a public structure. A host calls it to show what is graded.
func NationalNumbers() []NationalNumber { return append([]NationalNumber(nil), nationalNumbers()...) }

const ruleNational = "none of the national identifiers of the country, by their published structures and check digits"

// National reads a national identifier of a person of a country. A number that has the
// structure and check digits of one of the country's is plausible, and of a kind by its
// name; any other is implausible, since countries give out more numbers than this table
// knows. listed is false for a country that the table does not have: nothing is then
// known of the number.
func National(country bonafide.Country, typed string) (n Number, listed bool, err error) {
	v, ok := compact(typed, " -./+()")
	if !ok {
		n, err = malformed(ruleNational)
		return n, true, err
	}
	for _, row := range nationalNumbers() {
		if row.Country != country {
			continue
		}
		listed = true
		if matchesAny(v, row.Shapes) && (row.check == nil || row.check(v)) {
			return number(Kind(row.Name), v, tail(v, 4), ""), true, nil
		}
	}
	if !listed {
		return Number{}, false, nil
	}
	return number("", v, tail(v, 4), ruleNational), true, nil
}

var nationalNumbers = sync.OnceValue(func() []NationalNumber {
	return []NationalNumber{
		{"AE", "Emirates ID", "7849{12}", "Federal Authority for Identity and Citizenship (ISO/IEC 7812-1)", luhn},
		{"AR", "CUIL", "9{11}", "AFIP, CUIT/CUIL", weighed11([]int{5, 4, 3, 2, 7, 6, 5, 4, 3, 2}, map[int]byte{11: '0', 10: '9'})},
		{"AT", "SVNR", "9{10}", "Dachverband der Sozialversicherungstraeger", austrian},
		{"AU", "TFN", "9{9}", "Australian Taxation Office", func(v string) bool { return weighted(v, 1, 4, 3, 7, 5, 8, 6, 9, 10)%11 == 0 }},
		{"BE", "NN", "9{11}", "Rijksregister, royal decree of 3 April 1984", belgian},
		{"BA", "JMB", "9{13}", "Law on the unique master number, Official Gazette 32/01", yugoslav},
		{"BG", "EGN", "9{10}", "GRAO, Civil Registration Act, art. 11", bulgarian},
		{"BR", "CPF", "9{11}", "Receita Federal, CPF", cpf},
		{"CA", "SIN", "9{9}", "Service Canada", func(v string) bool { return v[0] != '0' && luhn(v) }},
		{"CH", "AHV", "7569{10}", "Central Compensation Office, AHVN13", ean13},
		{"CL", "RUT", "9{7,9} 9{7,8}K", "Servicio de Registro Civil e Identificacion", chilean},
		{"CN", "Resident identity number", "9{18} 9{17}X", "GB 11643-1999 (ISO 7064, MOD 11-2)", chinese},
		{"CO", "Cedula de ciudadania", "9{6,8} 9{10}", "Registraduria Nacional del Estado Civil", nil},
		{"CZ", "Rodne cislo", "9{10} 9{9}", "act 133/2000, section 13", czech},
		{"DE", "IdNr", "9{11}", "Bundeszentralamt fuer Steuern, section 139b AO", func(v string) bool { return v[0] != '0' && mod1110(v) }},
		{"DK", "CPR", "9{10}", "CPR-kontoret (no check digit since 2007)", func(v string) bool { return dayMonth(v[:2], v[2:4]) }},
		{"DO", "Cedula", "9{11}", "Junta Central Electoral (ISO/IEC 7812-1)", luhn},
		{"EC", "Cedula", "9{10}", "Direccion General de Registro Civil (ISO/IEC 7812-1)", ecuadorian},
		{"EE", "Isikukood", "9{11}", "EVS 585:2007", twice([]int{1, 2, 3, 4, 5, 6, 7, 8, 9, 1}, []int{3, 4, 5, 6, 7, 8, 9, 1, 2, 3})},
		{"EG", "National ID", "29{13} 39{13}", "Civil Status Organisation, law 143/1994", func(v string) bool { return dayMonth(v[5:7], v[3:5]) }},
		{"ES", "DNI", "9{8}a", "Real Decreto 1553/2005", func(v string) bool { return spanishLetter(v[:8]) == v[8] }},
		{"ES", "NIE", "X9{7}a Y9{7}a Z9{7}a", "Orden INT/2058/2008", func(v string) bool { return spanishLetter(string('0'+v[0]-'X')+v[1:8]) == v[8] }},
		{"ES", "NIF", "K9{7}a L9{7}a M9{7}a", "Real Decreto 1065/2007, art. 19 and 20", spanishTax},
		{"FI", "HETU", "9{9}* 9{6}a9{3}*", "Digital and Population Data Services Agency", finnish},
		{"FR", "NIR", "9{15} 9{5}2A9{8} 9{5}2B9{8}", "INSEE, decree 82-103", french},
		{"GB", "NINO", "a{2}9{6}a", "HMRC, NIM39110", british},
		{"GH", "Ghana Card", "GHA9{10}", "National Identification Authority", nil},
		{"GR", "AFM", "9{9}", "AADE", greek},
		{"GR", "AMKA", "9{11}", "IDIKA, law 3655/2008 (ISO/IEC 7812-1)", greekSocial},
		{"HK", "HKID", "a9{6}* a{2}9{6}*", "Immigration Department, code book of identity cards", hongKong},
		{"HR", "OIB", "9{11}", "Porezna uprava (ISO 7064, MOD 11,10)", mod1110},
		{"HU", "Adoazonosito jel", "89{9}", "act XX of 1996, annex", func(v string) bool { return weighted(v, 1, 2, 3, 4, 5, 6, 7, 8, 9)%11 == int(v[9]-'0') }},
		{"ID", "NIK", "9{16}", "Law 23/2006", func(v string) bool {
			day := atoi(v[6:8])
			return dayMonth(two(day%40), v[8:10])
		}},
		{"IE", "PPSN", "9{7}a 9{7}a{2}", "Department of Social Protection", irish},
		{"IL", "Mispar zehut", "9{9}", "Population and Immigration Authority (ISO/IEC 7812-1)", luhn},
		{"IN", "Aadhaar", "9{12}", "UIDAI (Verhoeff)", func(v string) bool { return v[0] >= '2' && verhoeff(v) }},
		{"IN", "PAN", "a{3}Pa9{4}a", "Income Tax Department", nil},
		{"IS", "Kennitala", "9{10}", "Registers Iceland", icelandic},
		{"IT", "Codice fiscale", "a{6}*{2}a*{2}a*{3}a", "Agenzia delle Entrate, DM 23.12.1976", italian},
		{"JP", "My Number", "9{12}", "Ministerial Ordinance 85 of 2014", japanese},
		{"KE", "National ID", "9{7,8}", "National Registration Bureau", nil},
		{"KR", "RRN", "9{13}", "Resident Registration Act (random since October 2020)", func(v string) bool { return dayMonth(v[4:6], v[2:4]) }},
		{"KZ", "IIN", "9{12}", "Law 223-III of 2007", twice([]int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, []int{3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2})},
		{"LT", "Asmens kodas", "9{11}", "Law on the population register, annex", twice([]int{1, 2, 3, 4, 5, 6, 7, 8, 9, 1}, []int{3, 4, 5, 6, 7, 8, 9, 1, 2, 3})},
		{"LV", "Personas kods", "9{11}", "Law on the register of natural persons", latvian},
		{"ME", "JMB", "9{13}", "Law on the central register of population", yugoslav},
		{"MK", "EMBG", "9{13}", "Law on the register number of citizens", yugoslav},
		{"MX", "CURP", "a{4}9{6}a{6}*9", "RENAPO", mexican},
		{"MX", "RFC", "a{4}9{6}*{3}", "SAT, annex 1-A, check digit of the RFC", mexicanTax},
		{"MY", "MyKad", "9{12}", "Jabatan Pendaftaran Negara", func(v string) bool { return dayMonth(v[4:6], v[2:4]) }},
		{"NG", "NIN", "9{11}", "NIMC", nil},
		{"NL", "BSN", "9{9}", "Wet algemene bepalingen burgerservicenummer", func(v string) bool { return weighted(v, 9, 8, 7, 6, 5, 4, 3, 2, -1)%11 == 0 && v != "000000000" }},
		{"NO", "Fodselsnummer", "9{11}", "Skatteetaten", norwegian},
		{"NZ", "IRD", "9{8,9}", "Inland Revenue, RWT specification", zealand},
		{"PE", "DNI", "9{8}", "RENIEC", nil},
		{"PK", "CNIC", "9{13}", "NADRA", func(v string) bool { return v[0] >= '1' && v[0] <= '7' }},
		{"PL", "PESEL", "9{11}", "act of 24 September 2010", func(v string) bool { return weighted(v, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1)%10 == 0 }},
		{"PT", "NIF", "9{9}", "Autoridade Tributaria", weighed11([]int{9, 8, 7, 6, 5, 4, 3, 2}, map[int]byte{10: '0', 11: '0'})},
		{"RO", "CNP", "9{13}", "OUG 97/2005", romanian},
		{"RS", "JMBG", "9{13}", "Law on the unique master citizen number", yugoslav},
		{"RU", "INN", "9{12}", "Federal Tax Service, order ED-7-14/617@", russian},
		{"SA", "National ID or Iqama", "19{9} 29{9}", "Absher (ISO/IEC 7812-1)", luhn},
		{"SE", "Personnummer", "9{10} 9{12}", "Skatteverket", func(v string) bool { return luhn(v[len(v)-10:]) }},
		{"SG", "NRIC", "S9{7}a T9{7}a F9{7}a G9{7}a M9{7}a", "Immigration and Checkpoints Authority", singaporean},
		{"SI", "EMSO", "9{13}", "Central Population Register Act", yugoslav},
		{"SK", "Rodne cislo", "9{10} 9{9}", "act 301/1995", czech},
		{"TH", "National ID", "9{13}", "Department of Provincial Administration", thai},
		{"TR", "T.C. Kimlik No", "9{11}", "Nufus ve Vatandaslik Isleri", turkish},
		{"TW", "National ID", "a9{9}", "Household Registration Act", taiwanese},
		{"UA", "RNTRC", "9{10}", "State Tax Service, order 822", ukrainian},
		{"US", "SSN", "9{9}", "SSA POMS RM 10201.035", func(v string) bool {
			n, err := SSN(v)
			return err == nil && n.Grade == bonafide.Plausible
		}},
		{"UY", "Cedula de identidad", "9{7,8}", "Direccion Nacional de Identificacion Civil", uruguayan},
		{"VE", "Cedula", "V9{6,8} E9{6,8}", "SAIME", nil},
		{"VN", "CCCD", "9{12}", "Decree 137/2015/ND-CP", nil},
		{"ZA", "ID number", "9{13}", "Department of Home Affairs", func(v string) bool { return dayMonth(v[4:6], v[2:4]) && luhn(v) }},
	}
})

// dayMonth reports whether two texts can be a day and a month.
func dayMonth(day, month string) bool {
	d, m := atoi(day), atoi(month)
	return d >= 1 && d <= 31 && m >= 1 && m <= 12
}

func two(n int) string { return string([]byte{byte('0' + n/10%10), byte('0' + n%10)}) }

// weighed11 verifies the last digit: 11 less the remainder by 11 of the weighed others,
// where some results stand for another digit.
func weighed11(weights []int, instead map[int]byte) func(string) bool {
	return func(v string) bool {
		rest := 11 - weighted(v, weights...)%11
		want, ok := instead[rest]
		if !ok {
			want = byte('0' + rest)
		}
		return v[len(v)-1] == want
	}
}

func allSame(v string) bool { return strings.Trim(v, v[:1]) == "" }
