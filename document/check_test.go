package document_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/internal/datatest"
)

func TestCheckReturnsCanonicalBase(t *testing.T) {
	s := person()
	s.ID = "b1"
	s.Name = "  Ana  Luci\u0301a Ramírez " // decomposed í, spaces
	s.EntityType, s.EntityScope = "f", "ARTS & entertainment"
	s.AddressSubdivision = "us-ca"
	s.PhoneNumber = "(415) 555-2671"
	s.IP = "::ffff:203.0.113.7"
	s.Email = "ana@FIRMA.es"
	b, err := s.Check("documents[0]", rules)
	require.NoError(t, err)
	assert.Equal(t, document.Base{
		ID: "b1", Name: "Ana Lucía Ramírez", Email: "ana@firma.es", PhoneNumber: "+14155552671", PhoneGrade: bonafide.Plausible,
		IP: "203.0.113.7", Kind: document.Person, EntityType: document.Female, EntityScope: "Arts & Entertainment", Day: 2, Month: 5,
		Year: 1989, AddressStreet: "1 Market Street", AddressCity: "San Francisco", AddressSubdivision: "CA",
		AddressPostalCode: "94105", AddressCountryCode: "US", IsActive: true,
	}, b)
	assert.Equal(t, bonafide.Date{Year: 1989, Month: time.May, Day: 2}, b.Born())
	assert.Empty(t, b.Warnings())
}

// Every fault is listed, not only the first.
func TestCheckListsEveryFault(t *testing.T) {
	_, err := document.Submission{}.Check("documents[0]", rules)
	assert.ErrorIs(t, err, bonafide.ErrInvalid)
	assert.ElementsMatch(t, []string{
		"documents[0].entity_type required", "documents[0].entity_scope required", "documents[0].name required",
		"documents[0].email required", "documents[0].phone_number required", "documents[0].ip required",
		"documents[0].address_street required", "documents[0].address_city required", "documents[0].address_country_code required",
		"documents[0].day required", "documents[0].month required", "documents[0].year required",
	}, datatest.Faults(err))
}

func TestCheckFaults(t *testing.T) {
	long := strings.Repeat("x", 5000)
	business := document.Rules{Today: today, Business: true}
	for name, row := range map[string]struct {
		change func(*document.Submission)
		rules  document.Rules
		want   []string
	}{
		"no day":               {func(s *document.Submission) {}, document.Rules{}, []string{"today required"}},
		"entity type":          {func(s *document.Submission) { s.EntityType = "ALIEN" }, rules, []string{"entity_type unknown"}},
		"entity scope":         {func(s *document.Submission) { s.EntityScope = "Piracy" }, rules, []string{"entity_scope unknown"}},
		"business on a person": {func(s *document.Submission) { s.EntityType = "LLC" }, rules, []string{"entity_type not_allowed"}},
		"long name":            {func(s *document.Submission) { s.Name = long }, rules, []string{"name too_long"}},
		"control character":    {func(s *document.Submission) { s.Name = "Ana\u202eLopez Ruiz" }, rules, []string{"name malformed"}},
		"not UTF-8":            {func(s *document.Submission) { s.AddressCity = "San\xff" }, rules, []string{"address_city malformed"}},
		"initial":              {func(s *document.Submission) { s.Name = "A. Ramírez" }, rules, []string{"name not_allowed"}},
		"email":                {func(s *document.Submission) { s.Email = "Ana <a@b.co>" }, rules, []string{"email malformed"}},
		"phone":                {func(s *document.Submission) { s.PhoneNumber = "1-800-FLOWERS" }, rules, []string{"phone_number malformed"}},
		"ip":                   {func(s *document.Submission) { s.IP = "fe80::1%eth0" }, rules, []string{"ip malformed"}},
		"country name":         {func(s *document.Submission) { s.AddressCountryCode = "N/A" }, rules, []string{"address_country_code malformed"}},
		"withdrawn country":    {func(s *document.Submission) { s.AddressCountryCode = "AN" }, rules, []string{"address_country_code unknown"}},
		"postal code":          {func(s *document.Submission) { s.AddressPostalCode = "9410" }, rules, []string{"address_postal_code malformed"}},
		"postal code absent":   {func(s *document.Submission) { s.AddressPostalCode = "" }, rules, []string{"address_postal_code required"}},
		"30 February":          {func(s *document.Submission) { s.Day, s.Month = 30, 2 }, rules, []string{"day out_of_range"}},
		"month 13":             {func(s *document.Submission) { s.Month = 13 }, rules, []string{"month out_of_range"}},
		"negative day":         {func(s *document.Submission) { s.Day = -1 }, rules, []string{"day out_of_range"}},
		"future":               {func(s *document.Submission) { s.Year = 2027 }, rules, []string{"year out_of_range"}},
		"131 years":            {func(s *document.Submission) { s.Year = 1895 }, rules, []string{"year out_of_range"}},
		"activity on a person": {func(s *document.Submission) { s.CompanyActivity = []string{"MSB"} }, rules, []string{"company_activity not_allowed"}},
		"relation on a person": {func(s *document.Submission) { s.EntityRelationship = "UBO" }, rules, []string{"entity_relationship not_allowed"}},
		"share on a person":    {func(s *document.Submission) { s.OwnershipPercentage = "10" }, rules, []string{"ownership_percentage not_allowed"}},
		"scope given":          {func(s *document.Submission) { s.PermissionScope = "SEND|RECEIVE" }, rules, []string{"permission_scope not_allowed"}},
		"person on a business": {func(s *document.Submission) {}, business, []string{"entity_relationship required", "ownership_percentage required"}},
		"unknown relation":     {func(s *document.Submission) { s.EntityRelationship, s.OwnershipPercentage = "FRIEND", "1" }, business, []string{"entity_relationship unknown"}},
		"share over 100": {func(s *document.Submission) { s.EntityRelationship, s.OwnershipPercentage = "UBO", "100.01" }, business,
			[]string{"ownership_percentage out_of_range"}},
		"share with exponent":   {func(s *document.Submission) { s.EntityRelationship, s.OwnershipPercentage = "UBO", "1e2" }, business, []string{"ownership_percentage malformed"}},
		"minor by default":      {func(s *document.Submission) { s.EntityType, s.Year = "Minor", 2015 }, rules, []string{"year under_age"}},
		"adult called a minor":  {func(s *document.Submission) { s.EntityType = "MINOR" }, rules, []string{"year under_age"}},
		"adult as minor":        {func(s *document.Submission) { s.EntityType = "MINOR" }, document.Rules{Today: today, AllowMinors: true}, []string{"entity_type mismatch"}},
		"child not called so":   {func(s *document.Submission) { s.Year = 2015 }, document.Rules{Today: today, AllowMinors: true}, []string{"year under_age"}},
		"three faults together": {func(s *document.Submission) { s.Name, s.Email, s.Year = "X", "x", 2015 }, rules, []string{"name not_allowed", "email malformed", "year under_age"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := person()
			row.change(&s)
			b, err := s.Check("", row.rules)
			assert.Equal(t, row.want, datatest.Faults(err))
			assert.Equal(t, document.Base{}, b)
		})
	}
}

func TestCheckBusiness(t *testing.T) {
	business := document.Rules{Today: today, Business: true}
	b, err := company().Check("", business)
	require.NoError(t, err)
	assert.Equal(t, document.Business, b.Kind)
	assert.Equal(t, []document.CompanyActivity{document.ActivityPrivate}, b.CompanyActivity)

	for name, row := range map[string]struct {
		change func(*document.Submission)
		want   []string
	}{
		"activity unknown":     {func(s *document.Submission) { s.CompanyActivity = []string{"PRIVATE", "GOLF"} }, []string{"company_activity[1] unknown"}},
		"activity twice":       {func(s *document.Submission) { s.CompanyActivity = []string{"MSB", "MSB"} }, []string{"company_activity[1] repeated"}},
		"relation":             {func(s *document.Submission) { s.EntityRelationship = "UBO" }, []string{"entity_relationship not_allowed"}},
		"maiden name":          {func(s *document.Submission) { s.MaidenName = "Doe" }, []string{"maiden_name not_allowed"}},
		"name of dots":         {func(s *document.Submission) { s.Name = "..." }, []string{"name malformed"}},
		"formed in the future": {func(s *document.Submission) { s.Year = 2030 }, []string{"year out_of_range"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := company()
			row.change(&s)
			_, err := s.Check("", business)
			assert.Equal(t, row.want, datatest.Faults(err))
		})
	}

	owner := person()
	owner.EntityRelationship, owner.OwnershipPercentage, owner.Title = "UBO", "25.50", "CEO"
	b, err = owner.Check("", business)
	require.NoError(t, err)
	assert.Equal(t, document.Person, b.Kind)
	assert.Equal(t, "25.5", b.OwnershipPercentage.String())

	// TRUST is a personal trust account or a business trust, by whose user it is.
	trust := person()
	trust.Name, trust.EntityType = "Ramírez Family Trust", "TRUST"
	b, err = trust.Check("", rules)
	require.NoError(t, err)
	assert.Equal(t, document.Person, b.Kind)
	b, err = trust.Check("", business)
	require.NoError(t, err)
	assert.Equal(t, document.Business, b.Kind)
}

// The ownership percentage is a number in the published API; a text that is one
// is taken as well.
func TestSubmissionJSON(t *testing.T) {
	for _, text := range []string{`{"ownership_percentage":33.3}`, `{"ownership_percentage":"33.3"}`} {
		var s document.Submission
		require.NoError(t, json.Unmarshal([]byte(text), &s))
		assert.Equal(t, "33.3", s.OwnershipPercentage.String())
	}
	var s document.Submission
	require.NoError(t, json.Unmarshal([]byte(`{"permission_scope":"DELETE_DOCUMENT","virtual_docs":[{"document_type":"DELETE_DOCUMENT","document_value":""}]}`), &s))
	assert.True(t, s.Deletes())
	assert.True(t, s.Docs(document.Virtual)[0].Deletes())
	assert.Empty(t, s.Docs(document.Physical))
}

// Synapse users, base document considerations; the ages are those of the laws
// named in the table.
func TestAgeOfMajority(t *testing.T) {
	for _, row := range []struct {
		country     bonafide.Country
		subdivision string
		want        int
	}{
		{"US", "CA", 18}, {"US", "AL", 19}, {"US", "NE", 19}, {"US", "MS", 21}, {"US", "PR", 21}, {"PR", "", 21},
		{"US", "Mississippi", 21}, {"US", "California", 18}, {"US", "", 18}, {"US", "AP", 18}, // a place that is not known is none of the table
		{"CA", "ON", 18}, {"CA", "BC", 19}, {"CA", "??", 18}, {"CA", "British Columbia", 19}, {"DE", "BE", 18}, {"DE", "??", 18}, {"KR", "", 19}, {"SG", "", 21},
		{"FR", "75", 18}, {"", "", 18},
	} {
		age, rule := document.AgeOfMajority(row.country, row.subdivision, today)
		assert.Equal(t, row.want, age, "%s-%s", row.country, row.subdivision)
		assert.NotEmpty(t, rule)
	}
	age, _ := document.AgeOfMajority("JP", "13", bonafide.Date{Year: 2022, Month: 3, Day: 31})
	assert.Equal(t, 20, age)
	age, _ = document.AgeOfMajority("JP", "13", bonafide.Date{Year: 2022, Month: 4, Day: 1})
	assert.Equal(t, 18, age)
	for _, m := range document.MajorityRules() {
		assert.GreaterOrEqual(t, m.Age, document.DefaultMajority)
		assert.NotEmpty(t, m.Source)
	}
}

// The day before the birthday is refused, the birthday is not; who was born on
// 29 February comes of age on 1 March in a common year.
func TestAgeBoundary(t *testing.T) {
	day := func(y int, m time.Month, d int) bonafide.Date { return bonafide.Date{Year: y, Month: m, Day: d} }
	for _, row := range []struct {
		name        string
		born, today bonafide.Date
		subdivision string
		want        bool
	}{
		{"day before", day(2008, 11, 23), day(2026, 11, 22), "CA", false},
		{"birthday", day(2008, 11, 22), day(2026, 11, 22), "CA", true},
		{"29 February, on the 28th", day(2004, 2, 29), day(2022, 2, 28), "CA", false},
		{"29 February, on 1 March", day(2004, 2, 29), day(2022, 3, 1), "CA", true},
		{"29 February, leap year", day(2008, 2, 29), day(2028, 2, 29), "CA", true},
		{"Alabama at 18", day(2008, 11, 22), day(2026, 11, 22), "AL", false},
		{"Alabama at 19", day(2007, 11, 22), day(2026, 11, 22), "AL", true},
		{"Mississippi at 20", day(2006, 11, 22), day(2026, 11, 22), "MS", false},
		{"Mississippi at 21", day(2005, 11, 22), day(2026, 11, 22), "MS", true},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := person()
			s.Year, s.Month, s.Day = row.born.Year, int(row.born.Month), row.born.Day
			s.AddressSubdivision = row.subdivision
			_, err := s.Check("documents[0]", document.Rules{Today: row.today, AgeOfMajority: document.AgeOfMajority})
			if row.want {
				assert.NoError(t, err)
				return
			}
			var invalid *bonafide.InvalidError
			require.ErrorAs(t, err, &invalid)
			require.Len(t, invalid.Fields, 1)
			assert.Equal(t, "documents[0].year", invalid.Fields[0].Path)
			assert.Equal(t, bonafide.CodeUnderAge, invalid.Fields[0].Code)
			assert.Contains(t, invalid.Fields[0].Rule, "age of majority")
		})
	}
}

// Eighteen is enough everywhere unless the host asks for majority: no rule of
// identification does (Synapse users, base document considerations).
func TestEighteenByDefault(t *testing.T) {
	for _, place := range []struct{ country, subdivision, code string }{
		{"US", "MS", "39201"}, {"US", "PR", "00901"}, {"US", "AL", "36104"}, {"SG", "01", "018956"}, {"KR", "11", "04524"},
	} {
		s := person()
		s.AddressCountryCode, s.AddressSubdivision, s.AddressPostalCode = place.country, place.subdivision, place.code
		s.Year, s.Month, s.Day = 2008, 11, 22
		_, err := s.Check("", document.Rules{Today: bonafide.Date{Year: 2026, Month: 11, Day: 22}})
		require.NoError(t, err, "%v at 18", place)
		_, err = s.Check("", document.Rules{Today: bonafide.Date{Year: 2026, Month: 11, Day: 21}})
		assert.Equal(t, []string{"year under_age"}, datatest.Faults(err), "%v at 17", place)
	}
}

// A host's own table may ask for more, never for less than 18.
func TestAgeRuleOfHost(t *testing.T) {
	s := person()
	s.Year = 2006
	own := func(age int) document.Rules {
		return document.Rules{Today: today, AgeOfMajority: func(bonafide.Country, string, bonafide.Date) (int, string) { return age, "own" }}
	}
	_, err := s.Check("", own(21))
	assert.Equal(t, []string{"year under_age"}, datatest.Faults(err))
	s.Year = 2010
	_, err = s.Check("", own(14))
	assert.Equal(t, []string{"year under_age"}, datatest.Faults(err))
}

func TestPersonNames(t *testing.T) {
	for name, want := range map[string]string{
		"Ana Ramírez":                "",
		"John Quincy Public":         "",
		"Jean-Luc Picard":            "",
		"Miles O'Brien":              "",
		"José Ortega y Gasset":       "",
		"John Smith V":               "",
		"Martin Luther King, Jr.":    "",
		"Bo Ng":                      "",
		"王小明":                        "",
		"محمد علي":                   "",
		"Анна Каренина":              "",
		"김 철수":                       "",
		"J. Smith":                   "not_allowed",
		"J Smith":                    "not_allowed",
		"John S.":                    "not_allowed",
		"John Q. Public":             "not_allowed",
		"J.R. Smith":                 "not_allowed",
		"J.-P. Sartre":               "not_allowed",
		"А. Каренина":                "not_allowed",
		"V Smith":                    "not_allowed",
		"y Gasset":                   "not_allowed",
		"Cher":                       "too_short",
		"R2D2 Droid":                 "malformed",
		`John "Jack" Smith`:          "malformed",
		"John Smith; DROP TABLE":     "malformed",
		"--- ...":                    "malformed",
		"John Smith <b>":             "malformed",
		"Al \u200bFred":              "malformed", // zero width space
		strings.Repeat("Ana ", 60):   "too_long",
		"Ana " + "\x00" + "Ramirez":  "malformed",
		"Nguyễn Thị Minh Khai":       "",
		"D\u2019Angelo Barksdale":    "",
		"Björk Guðmundsdóttir":       "",
		"Suharto":                    "too_short",
		"Sandra O":                   "not_allowed",
		"María del Carmen i Puig":    "",
		"Mary Ann e Silva dos Anjos": "",
	} {
		s := person()
		s.Name = name
		_, err := s.Check("", rules)
		if want == "" {
			assert.NoError(t, err, name)
			continue
		}
		assert.Equal(t, []string{"name " + want}, datatest.Faults(err), name)
	}
	for _, name := range []string{"Suharto", "Sandra O", "J. Smith"} {
		s := person()
		s.Name = name
		_, err := s.Check("", document.Rules{Today: today})
		assert.NoError(t, err, name)
	}
}

func TestEntityVocabulary(t *testing.T) {
	assert.Len(t, document.EntityScopes(), 78) // Synapse users, supported entity scope
	seen := map[document.EntityScope]bool{}
	for _, s := range document.EntityScopes() {
		assert.False(t, seen[s], s)
		seen[s] = true
		got, err := document.ParseEntityScope(strings.ToUpper(string(s)))
		require.NoError(t, err)
		assert.Equal(t, s, got)
	}
	got, err := document.ParseEntityScope("NOT_KNOWN")
	require.NoError(t, err)
	assert.Equal(t, document.ScopeNotKnown, got)

	for _, info := range document.EntityTypes() {
		got, err := document.ParseEntityType(strings.ToLower(string(info.Type)))
		require.NoError(t, err)
		assert.Equal(t, info.Type, got)
		assert.NotEmpty(t, info.Type.Kinds())
	}
	assert.Nil(t, document.EntityType("ALIEN").Kinds())
	assert.Len(t, document.CompanyActivities(), 17)
}

func TestPercentage(t *testing.T) {
	for text, want := range map[string]string{
		"0": "0", "0.0": "0", "25": "25", "025.50": "25.5", "100": "100", "100.00": "100", "33.333333": "33.333333",
	} {
		got, err := document.ParsePercentage(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, got.String())
	}
	for text, code := range map[string]string{
		"33.3333333333": "out_of_range", "": "required", "-1": "malformed", "+1": "malformed", "1e1": "malformed", ".5": "malformed", "5.": "malformed", "1.2.3": "malformed",
		"100.0000000001": "out_of_range", "101": "out_of_range", "1.00000000001": "out_of_range", "１": "malformed", strings.Repeat("1", 21): "malformed",
	} {
		got, err := document.ParsePercentage(text)
		assert.Equal(t, []string{" " + code}, datatest.Faults(err), text)
		assert.Empty(t, got)
	}
}

func TestTrustLevel(t *testing.T) {
	nan := 0.0
	nan /= nan
	for score, want := range map[float64]document.TrustLevel{
		0: "low", 0.29: "low", 0.3: "medium", 0.69: "medium", 0.7: "high", 1: "high", -0.1: "", 1.1: "", nan: "",
	} {
		assert.Equal(t, want, document.LevelOf(score), score)
	}
}

func TestScored(t *testing.T) {
	b, err := document.Base{Kind: document.Person}.Scored(0.5)
	require.NoError(t, err)
	assert.Equal(t, document.TrustMedium, b.TrustLevel)
	assert.InDelta(t, 0.5, *b.IDScore, 0)
	_, err = b.Scored(1.5)
	assert.Equal(t, []string{"id_score out_of_range"}, datatest.Faults(err))
	_, err = document.Base{Kind: document.Business}.Scored(0.5)
	assert.Equal(t, []string{"id_score not_allowed"}, datatest.Faults(err))
}

func TestWarnings(t *testing.T) {
	s := person()
	s.PhoneNumber, s.AddressSubdivision, s.AddressStreet, s.IP = "+1(123)123-1234", "XX", "P.O. Box 7", "10.0.0.1"
	b, err := s.Check("", document.Rules{Today: today})
	require.NoError(t, err) // warnings refuse nothing
	assert.Equal(t, bonafide.Implausible, b.PhoneGrade)
	var got []string
	for _, w := range b.Warnings() {
		got = append(got, w.Path+" "+string(w.Code))
		assert.NotEmpty(t, w.Rule)
	}
	assert.Equal(t, []string{"phone_number implausible", "email reserved_domain", "address_subdivision unknown", "address_street implausible", "ip implausible"}, got)
}

func TestAddressesElsewhere(t *testing.T) {
	for _, row := range []struct{ country, subdivision, postal, want string }{
		{"GB", "ENG", "SW1A 1AA", ""}, {"GB", "ENG", "sw1a 1aa", ""}, {"GB", "", "BF1 3AA", ""}, {"GB", "", "bfpo 58", ""}, {"GB", "ENG", "12345", "address_postal_code malformed"},
		{"CA", "ON", "K1A 0B1", ""}, {"CA", "ON", "K1A0B1", ""}, {"CA", "ON", "11111", "address_postal_code malformed"},
		{"HK", "", "", ""}, {"SG", "SG-01", "018956", ""}, {"DE", "", "10115", ""}, {"DE", "", "D-10115", ""}, {"DE", "", "1011", "address_postal_code malformed"},
		{"US", "", "94105", "address_subdivision required"}, {"US", "CA", "", "address_postal_code required"}, {"US", "AP", "96350", ""}, {"PR", "", "00901", ""},
		{"NL", "", "1012AB", ""}, {"NL", "", "1012 ab", ""}, {"SI", "", "SI-1000", ""}, {"XK", "", "10000", ""}, {"KR", "서울", "04524", ""}, {"PT", "", "1000001", ""},
		{"IE", "", "D02 X285", ""}, {"JP", "東京都", "１００－０００１", ""}, {"MX", "", "06000", ""}, {"PA", "", "", ""}, {"BV", "", "", ""},
		{"US", "CA", "94105-1234", ""}, {"US", "CA", "94105 1234", ""}, {"US", "CA", "941051", "address_postal_code malformed"}, {"NA", "KH", "9000", ""},
		// With and without what belongs to the code, as the postal services of the countries write it.
		{"LV", "", "LV-1010", ""}, {"LV", "", "1010", ""}, {"AZ", "", "AZ 1000", ""}, {"AZ", "", "AZ1000", ""}, {"SE", "", "S-111 22", ""}, {"SE", "", "SE 11122", ""},
		{"BR", "SP", "01.310-100", ""}, {"JP", "東京", "〒100-0001", ""}, {"TW", "TPE", "100211", ""}, {"SA", "", "11564-1234", ""}, {"VN", "", "11022", ""}, {"VN", "", "100000", ""},
		{"AU", "NT", "800", "address_postal_code malformed"}, {"US", "MA", "2134", "address_postal_code malformed"}, {"CA", "QC", "D2Y 1C6", "address_postal_code malformed"},
	} {
		s := person()
		s.AddressCountryCode, s.AddressSubdivision, s.AddressPostalCode = row.country, row.subdivision, row.postal
		s.PhoneNumber = "+14155552671"
		_, err := s.Check("", rules)
		if row.want == "" {
			assert.NoError(t, err, "%v", row)
		} else {
			assert.Equal(t, []string{row.want}, datatest.Faults(err), "%v", row)
		}
	}
}

func TestParseSubdivision(t *testing.T) {
	for _, row := range []struct {
		country bonafide.Country
		text    string
		code    string
		known   bool
	}{
		{"US", "CA", "CA", true}, {"US", "us-ca", "CA", true}, {"US", "XX", "XX", false}, {"US", "california", "CA", true}, {"US", "Kalifornien", "Kalifornien", false},
		{"US", "AE", "AE", true}, {"JP", "Tokyo", "13", true}, {"JP", "東京都", "13", true}, {"MX", "CDMX", "CMX", true}, {"ES", "Álava", "VI", true}, {"KR", "Seoul", "11", true},
		{"PL", "PL-14", "14", true}, {"PL", "MZ", "14", true}, {"IN", "OD", "OD", true}, {"IN", "OR", "OD", true}, {"IN", "ZZ", "ZZ", false},
		{"DE", "Bayern", "BY", true}, {"DE", "Bavaria", "BY", true}, {"AE", "Abu Dhabi", "AZ", true}, {"ZA", "KwaZulu-Natal", "KZN", true},
		{"IN", "Telangana", "TS", true}, {"IN", "Pondicherry", "PY", true}, {"CA", "Newfoundland & Labrador", "NL", true}, {"CA", "PQ", "QC", true},
		{"US", "Calif.", "CA", true}, {"US", "W. Va.", "WV", true}, {"MX", "D.F.", "CMX", true}, {"AR", "CABA", "C", true}, {"CN", "北京", "BJ", true},
		{"CN", "11", "BJ", true}, {"JP", "東京", "13", true}, {"JP", "Tōkyō-to", "13", true}, {"ES", "Gerona", "GI", true}, {"IT", "Sud Sardegna", "SU", true},
		{"NG", "FCT", "FC", true}, {"ID", "DKI Jakarta", "JK", true}, {"CH", "Genf", "GE", true}, {"AT", "Wien", "9", true}, {"NL", "Noord-Holland", "NH", true},
		{"FR", "75C", "75C", true}, {"", "", "", true},
	} {
		code, known := document.ParseSubdivision(row.country, row.text)
		assert.Equal(t, row.code, code)
		assert.Equal(t, row.known, known, "%s %s", row.country, row.text)
	}
}

func TestChange(t *testing.T) {
	b, err := person().Check("", rules)
	require.NoError(t, err)
	score := 0.5
	b.IDScore, b.Watchlists, b.PermissionScope, b.IsActive = &score, "NO_MATCH", "RECEIVE", false
	b.Virtual = []document.Sub{{ID: "d1"}}

	same, err := b.Change("documents[0]", document.Submission{ID: b.ID}, rules)
	require.NoError(t, err)
	assert.Equal(t, b, same)

	moved, err := b.Change("documents[0]", document.Submission{AddressStreet: "2 Market Street", Year: 1990}, rules)
	require.NoError(t, err)
	want := b
	want.AddressStreet, want.Year = "2 Market Street", 1990
	assert.Equal(t, want, moved)

	_, err = b.Change("documents[0]", document.Submission{Year: 2015, Email: "x"}, rules)
	assert.Equal(t, []string{"documents[0].email malformed", "documents[0].year under_age"}, datatest.Faults(err))
}

func ExampleSubmission_Check() {
	s := person()
	s.Name, s.Year = "A. Ramírez", 2010
	_, err := s.Check("documents[0]", document.Rules{Today: today, FullNames: true})
	for _, line := range datatest.Faults(err) {
		fmt.Println(line)
	}
	// Output:
	// documents[0].name not_allowed
	// documents[0].year under_age
}
