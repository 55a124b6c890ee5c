package lists

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/screening"
)

// Spellings of dates of birth, as the publishers write them.
func TestBirthDates(t *testing.T) {
	for text, want := range map[string]string{
		"10 Dec 1948":                "1948-12-10",
		"1 Jan 1962":                 "1962-01-01",
		"29 Feb 1960":                "1960-02-29",
		"Feb 1960":                   "1960-02-01 to 1960-02-29",
		"Nov. 1973":                  "1973-11-01 to 1973-11-30",
		"Sept 1973":                  "1973-09-01 to 1973-09-30",
		"August 1961":                "1961-08-01 to 1961-08-31",
		"1948":                       "1948",
		"circa 1961":                 "about 1961",
		"circa 1979-1982":            "about 1979 to 1982",
		"1963 to 1965":               "1963 to 1965",
		"01 Jan 1963 to 31 Dec 1965": "1963 to 1965",
		"circa Jan 1963 to Mar 1963": "about 1963-01-01 to 1963-03-31",
		"1962-03-04":                 "1962-03-04",
		"1962-03":                    "1962-03-01 to 1962-03-31",
		"1962.":                      "1962",
		"31 Feb 1960":                "",
		"29 Feb 1961":                "",
		"1965 to 1963":               "",
		"0000":                       "",
		"62":                         "",
		"03/04/1962":                 "",
		"Smarch 1962":                "",
		"10 Dec 1948 1949":           "",
		"10-12-1948":                 "",
		"1962-13":                    "",
		"1962-03-04-05":              "",
		"unknown":                    "",
		"":                           "",
		"12345678901 Dec 1948":       "",
	} {
		b, ok := parseBirthDate(text)
		assert.Equal(t, want != "", ok, text)
		if ok {
			assert.Equal(t, want, b.String(), text)
		} else {
			assert.Zero(t, b, text)
		}
	}
	for text, want := range map[string]string{
		"19/06/1951": "1951-06-19", "00/00/1975": "1975", "dd/mm/1975": "1975", "--/--/1975": "1975", "00/06/1951": "1951-06-01 to 1951-06-30",
		"dd/06/1951": "1951-06-01 to 1951-06-30", "15/mm/1951": "1951", "1959": "1959", "circa 1959": "about 1959", "circa 00/00/1959": "about 1959",
		"15/08/19yy": "", "31/02/1951": "", "19/06": "", "19/13/1951": "", "": "",
	} {
		b, ok := ukBirth(text)
		assert.Equal(t, want != "", ok, text)
		if ok {
			assert.Equal(t, want, b.String(), text)
		} else {
			assert.Zero(t, b, text)
		}
	}
}

// Parts of OFAC's remarks, as published.
func TestRemarkIdentifiers(t *testing.T) {
	for part, want := range map[string]screening.Identifier{
		"Passport 304555 (Egypt) issued 06 Jun 1982 expires 05 Jun 1987": {Kind: screening.IDPassport, Value: "304555", Country: "EG"},
		"Passport G 649385 issued 08 Sep 2006 expires 17 Jul 2011":       {Kind: screening.IDPassport, Value: "G 649385"},
		"Diplomatic Passport A0002987 (Iran)":                            {Kind: screening.IDPassport, Value: "A0002987", Country: "IR"},
		"U.S.A. Passport issued 21 Jun 1992 in Amman, Jordan":            {},
		"Registration Number HRA 738077 (Stuttgart) (Germany)":           {Kind: screening.IDRegistration, Value: "HRA 738077", Country: "DE"},
		"Folio Mercantil No. 22839 (Jalisco) (Mexico)":                   {Kind: screening.IDRegistration, Value: "22839", Country: "MX"},
		"Company Number IMO 5055293":                                     {Kind: screening.IDRegistration, Value: "IMO 5055293"},
		"Vessel Registration Identification IMO 7406784":                 {Kind: screening.IDIMO, Value: "7406784"},
		"Vessel Registration Identification IMO  8730455":                {Kind: screening.IDIMO, Value: "8730455"},
		"Vessel Registration Identification 8606173":                     {Kind: screening.IDIMO, Value: "8606173"},
		"Vessel Registration Identification RS 150443 (Russia)":          {Kind: screening.IDRegistration, Value: "RS 150443", Country: "RU"},
		"Identification Number IMO 5342883":                              {Kind: screening.IDIMO, Value: "5342883"},
		"International Maritime Organization No. (5777731)":              {Kind: screening.IDIMO, Value: "5777731"},
		"Identification Number 2.194.575 (Paraguay)":                     {Kind: screening.IDNational, Value: "2.194.575", Country: "PY"},
		"MMSI 572469210": {Kind: screening.IDMMSI, Value: "572469210"},
		"Aircraft Manufacturer's Serial Number (MSN) 1023409321":            {Kind: screening.IDSerial, Value: "1023409321"},
		"Aircraft Construction Number (also called L/N or S/N or F/N) 8401": {Kind: screening.IDSerial, Value: "8401"},
		"Aircraft Tail Number M-IABU":                                       {Kind: screening.IDTail, Value: "M-IABU"},
		"Previous Aircraft Tail Number 2-WGLP":                              {Kind: screening.IDTail, Value: "2-WGLP"},
		"Other Vessel Call Sign 5IM713":                                     {Kind: screening.IDCallSign, Value: "5IM713"},
		"SWIFT/BIC HAVIGB2L":                                                {Kind: screening.IDBIC, Value: "HAVIGB2L"},
		"Digital Currency Address - XBT 12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9h": {Kind: screening.IDWallet, Value: "12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9h"},
		"Legal Entity Number 253400V1H6ART1UQ0N98 (Russia)":                 {Kind: screening.IDLEI, Value: "253400V1H6ART1UQ0N98", Country: "RU"},
		"Legal Entity Number 852496527 (Netherlands)":                       {Kind: screening.IDRegistration, Value: "852496527", Country: "NL"},
		"Unified Social Credit Code (USCC) 9113100033607322XK (China)":      {Kind: screening.IDRegistration, Value: "9113100033607322XK", Country: "CN"},
		"Italian Fiscal Code: DRMTMN54H07Z301T":                             {Kind: screening.IDTax, Value: "DRMTMN54H07Z301T"},
		"RFC AAIJ810808SX4 (Mexico)":                                        {Kind: screening.IDTax, Value: "AAIJ810808SX4", Country: "MX"},
		"BIK (RU) 044030707":                                                {Kind: idBIK, Value: "044030707"},
		"ISIN CND100020NC4":                                                 {Kind: idSecurity, Value: "CND100020NC4"},
		"Library Card 12345 (Egypt)":                                        {Kind: screening.IDOther, Value: "12345", Country: "EG"},
		"Galactic Registry No. 42-X":                                        {Kind: screening.IDOther, Value: "42-X"},
		"Phone Number 982188526300":                                         {},
		"Chinese Commercial Code 1728 4320":                                 {},
		"Equity Ticker 0728 HK":                                             {},
		"Organization Established Date 16 Jan 2017":                         {},
		"Secondary sanctions risk: section 1(b) of Executive Order 13224":   {},
		"Linked To: STATE SCIENTIFIC CENTRE No. 12":                         {},
		"Vessel Year of Build 1999":                                         {},
		"Passport":                                                          {},
		"SWIFT/BIC":                                                         {},
		"":                                                                  {},
	} {
		d := draft{}
		d.readRemark(part)
		if want == (screening.Identifier{}) {
			assert.Empty(t, d.Identifiers, part)
			continue
		}
		assert.Equal(t, []screening.Identifier{want}, d.Identifiers, part)
	}
}

// The numbers in the UN's and the UK's words for documents, as published.
func TestNumbersInWords(t *testing.T) {
	for text, want := range map[string]string{
		"OB 0243318":                                                  "OB 0243318",
		"1-78-09-44621-80":                                            "1-78-09-44621-80",
		"CAR diplomatic passport no. D00000898":                       "D00000898",
		"Central African Republic number O00065772":                   "O00065772",
		"Provisional passport No.: 28642163":                          "28642163",
		"Diplomatic Passport: Z30321794":                              "Z30321794",
		"381110042 (Expired 25 Jan. 2016)":                            "381110042",
		"403062567 (US)":                                              "403062567",
		"R00012098, South Sudan":                                      "R00012098",
		"Libya B/002210":                                              "B/002210",
		"Afghan passport number SE 012820":                            "SE 012820",
		"German travel document (“Reiseausweis”) A 0139243":           "A 0139243",
		"Russian passport number 8208 No. 555627":                     "8208 555627",
		"Afghan national identification card (tazkira) number 300786": "300786",
		"OGRN 1027700000001":                                          "1027700000001",
		"no number":                                                   "no number",
		"":                                                            "",
	} {
		assert.Equal(t, want, numberIn(text), text)
	}
}

func TestCountryCode(t *testing.T) {
	for text, want := range map[string]string{
		"Russia": "RU", "RUSSIAN FEDERATION": "RU", "ru": "RU", "Korea, North": "KP", "Democratic People's Republic of Korea": "KP", "Congo (Democratic Republic)": "CD",
		"Türkiye": "TR", "TÜRKIYE": "TR", "Côte d'Ivoire": "CI", "The Gambia": "GM", "Bahamas, The": "BS", "possibly Palestinian": "PS", "St. Kitts & Nevis": "KN",
		"China, Hong Kong Special Administrative Region": "HK", "Kosovo": "", "undetermined": "", "former Soviet Union": "", "EU": "", "": "", " ": "",
	} {
		assert.Equal(t, want, CountryCode(text), text)
	}
}

// What has no field of its own stays in the remarks.
func TestNotesAreKept(t *testing.T) {
	d := draft{Entry: screening.Entry{ID: "1", Remarks: "main"}}
	d.name("A", screening.PrimaryName)
	d.country("nationality", "Kosovo")
	d.country("nationality", "undetermined")
	d.birth("31 Feb 1960", screening.BirthDate{}, false)
	d.birth("", screening.BirthDate{}, false)
	d.note("", " ")
	d.address(screening.Address{City: "Pristina"}, "Kosovo")
	d.address(screening.Address{}, "unknown")
	require.True(t, d.finish(false))
	assert.Equal(t, "main\nDOB 31 Feb 1960\nnationality Kosovo", d.Remarks)
	assert.Equal(t, []screening.Address{{City: "Pristina", Region: "Kosovo"}}, d.Addresses)
	assert.False(t, (&draft{}).finish(false), "no name")
}

// A name given twice is of the stronger kind, whichever comes first.
func TestStrongerKind(t *testing.T) {
	kinds := []screening.NameKind{screening.PrimaryName, screening.AKA, screening.WeakAKA}
	for i, a := range kinds {
		for j, b := range kinds {
			d := draft{}
			d.name("First", screening.PrimaryName)
			d.name("Name", a)
			d.name(" Name ", b)
			require.True(t, d.finish(false))
			require.Len(t, d.Names, 2)
			for _, n := range d.Names {
				if n.Text == "Name" {
					assert.Equal(t, kinds[min(i, j)], n.Kind)
				}
			}
		}
	}
	for text, latin := range map[string]bool{"ABC": true, "Łódź": true, "李明": false, "李 (12345)": false, "777": true, "Амир Khazmat": true, "Хазмат Ami": false} {
		assert.Equal(t, latin, isLatin(text), text)
	}
}

func TestSwallowedRows(t *testing.T) {
	assert.False(t, swallowed([]string{"a", "b\nc;d", "e"}, ';'))
	assert.True(t, swallowed([]string{"a", "b;c\nd;e", "f"}, ';'), "as many separators as a row has")
	assert.True(t, swallowed([]string{"a", "b", "c\n"}, ';'), "the last field")
}

func FuzzParseBirthDate(f *testing.F) {
	for _, s := range []string{"10 Dec 1948", "circa 1979-1982", "1963 to 1965", "1962-03", "dd/mm/1975", "", " ", "- -"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, parse := range []func(string) (screening.BirthDate, bool){parseBirthDate, ukBirth} {
			b, ok := parse(s)
			if !ok {
				assert.Zero(t, b)
				continue
			}
			_, errFrom := b.From.MarshalText()
			_, errTo := b.To.MarshalText()
			assert.NoError(t, errFrom)
			assert.NoError(t, errTo)
			assert.False(t, b.From.IsZero() || b.To.Before(b.From))
		}
	})
}

func FuzzReadRemarks(f *testing.F) {
	f.Add("DOB 10 Dec 1948; alt. DOB circa 1949; POB Giza; nationality Egypt; Passport 304555 (Egypt) issued 06 Jun 1982; a.k.a. 'X'.", true)
	f.Add("; ; '; a.k.a. '; f.k.a. ''; Digital Currency Address - ; Passport (; (MSN) ", false)
	f.Fuzz(func(t *testing.T, s string, cut bool) {
		d := draft{Entry: screening.Entry{ID: "1", Remarks: clean(s)}}
		d.name("A", screening.PrimaryName)
		remarks := d.Remarks
		d.readRemarks(cut)
		require.True(t, d.finish(false))
		assert.Equal(t, strings.TrimSpace(remarks), strings.TrimSpace(d.Remarks), "remarks stay")
		for _, id := range d.Identifiers {
			assert.NotEmpty(t, id.Value)
		}
		assert.NotPanics(t, func() { numberIn(s) })
	})
}

// Spans and months that two publishers write in ways of their own.
func TestBirthDatesOfSheets(t *testing.T) {
	born := func(read func(d *draft)) (out []string) {
		d := (Options{}).gather().of("1", 1)
		read(d)
		for _, b := range d.BirthDates {
			out = append(out, b.String())
		}
		return out
	}
	dfat := func(text string) []string {
		var c columns
		require.True(t, c.take([]string{"Date of Birth"}, "date of birth"))
		c.row([]string{text})
		return born(func(d *draft) { c.dfatBirth(d) })
	}
	assert.Equal(t, []string{"1963 to 1968"}, dfat("Between 1963 and 1968"))
	assert.Equal(t, []string{"about 1963 to 1968"}, dfat("Approximately between 1963 and 1968"))
	assert.Equal(t, []string{"1963", "1968"}, dfat("1963 and 1968"))
	sema := func(text string) []string { return born(func(d *draft) { d.semaBirth(text) }) }
	assert.Equal(t, []string{"1964-08-01 to 1964-08-31"}, sema("Aug-64"))
	assert.Equal(t, []string{"2004-08-01 to 2004-08-31"}, sema("Aug-04"))
	assert.Empty(t, sema("Smarch-64"))
}
