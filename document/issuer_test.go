package document_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/identifier"
	"github.com/bonafide-go/bonafide/internal/datatest"
	"github.com/bonafide-go/bonafide/internal/uploadtest"
)

// A number is its issuer's: look-alikes of another state or country are not the
// same, nor is one whose issuer is not known.
func TestTermsHaveTheirIssuer(t *testing.T) {
	type from struct {
		country bonafide.Country
		state   string
	}
	for _, row := range []struct {
		typ  document.Type
		kind identifier.Kind
		a, b from
		want bool // the same number
	}{
		{document.DriversLicense, "", from{"US", "CA"}, from{"US", "CA"}, true},
		{document.DriversLicense, "", from{"US", "CA"}, from{"US", "NY"}, false},
		{document.DriversLicense, "", from{"US", ""}, from{"US", ""}, false},
		{document.DriversLicense, "", from{"", ""}, from{"", ""}, false},
		{document.DriversLicense, "", from{"", "CA"}, from{"", "CA"}, false},
		{document.DriversLicense, "", from{"FR", ""}, from{"FR", "75"}, true}, // France issues, not Paris
		{document.DriversLicense, "", from{"CA", "BC"}, from{"US", "BC"}, false},
		{document.PersonalIdentification, "", from{"US", "TX"}, from{"US", "OK"}, false},
		{document.Passport, identifier.KindPassport, from{"FR", ""}, from{"DE", ""}, false},
		{document.Passport, identifier.KindPassport, from{"US", "CA"}, from{"US", ""}, true},
		{document.StateIdentificationForeign, "", from{"BR", ""}, from{"AR", ""}, false},
		{document.StateIdentificationForeign, "", from{"BR", "SP"}, from{"BR", "RJ"}, true},
		{document.SSN, identifier.KindSSN, from{"", ""}, from{"FR", "75"}, true}, // the United States issue it, whatever is said beside it
		{document.TIN, identifier.KindEIN, from{"", ""}, from{"MX", ""}, true},
		{document.SSN, "", from{"US", ""}, from{"US", ""}, false}, // a value of the sandbox
	} {
		terms := make([]document.Term, 0, 2)
		for _, place := range []from{row.a, row.b} {
			key := datatest.DataKey(t)
			d := document.Sub{ID: "d1", Class: document.Virtual, Type: row.typ, NumberKind: row.kind, Meta: document.Meta{CountryCode: place.country, StateCode: place.state}}
			var err error
			d.Value, err = key.Seal(d.Field(), bonafide.NewSecret("A1234567"), "")
			require.NoError(t, err)
			term, ok, err := d.Term(key)
			require.NoError(t, err)
			if ok {
				terms = append(terms, term)
			}
		}
		same := len(terms) == 2 && terms[0].Field == terms[1].Field && terms[0].Value.Equal(terms[1].Value)
		assert.Equal(t, row.want, same, "%s of %v and %v", row.typ, row.a, row.b)
	}
}

// A passport of another country is no GOVT_ID (Synapse user object, passports).
func TestForeignPassportIsNoGovtID(t *testing.T) {
	key := datatest.DataKey(t)
	submit := func(typ document.Type, country string, kind document.IDKind, r document.Rules) []string {
		_, _, err := document.NewSub("d1", "a1", document.Physical, document.SubSubmission{
			Type: typ, Value: datatest.DataURI("image/png", uploadtest.PNG()), Meta: document.MetaSubmission{CountryCode: country, IDKind: kind},
		}, key, r, noon)
		return datatest.Faults(err)
	}
	wrong := []string{"document_type wrong_document_type"}
	assert.Equal(t, wrong, submit(document.GovtID, "FR", document.IDPassport, rules))
	assert.Equal(t, wrong, submit(document.GovtIDInt, "FR", document.IDPassport, rules))
	assert.Empty(t, submit(document.GovtID, "US", document.IDPassport, rules))
	assert.Empty(t, submit(document.GovtID, "", document.IDPassport, rules))
	assert.Empty(t, submit(document.GovtID, "FR", document.IDDriverLicense, rules))
	assert.Empty(t, submit(document.PassportBiodata, "FR", document.IDPassport, rules))
	lax := document.Rules{Today: today, Issuers: map[document.Type]document.IssuerRule{document.GovtID: document.AnyIssuer}}
	assert.Empty(t, submit(document.GovtID, "FR", document.IDPassport, lax), "a host may read the sentence otherwise")
}

// What counts as a passport of the United States, and so takes an SSN.
func TestUSPassport(t *testing.T) {
	for _, row := range []struct {
		typ     document.Type
		country bonafide.Country
		kind    document.IDKind
		want    bool
	}{
		{document.Passport, "US", "", true},
		{document.Passport, "FR", "", false},
		{document.PassportCard, "", "", true},
		{document.PassportCard, "US", "", true},
		{document.PassportBiodata, "FR", document.IDPassport, false},
		{document.GovtID, "", document.IDPassport, true}, // published payloads carry no country
		{document.GovtID, "US", document.IDPassport, true},
		{document.GovtID, "US", "", true}, // nor a kind
		{document.GovtID, "US", document.IDDriverLicense, false},
		{document.GovtID, "US", document.IDState, false},
		{document.GovtID, "", "", false},
		{document.GovtID, "FR", document.IDPassport, false},
	} {
		d := document.Sub{Type: row.typ, Meta: document.Meta{CountryCode: row.country, IDKind: row.kind}}
		assert.Equal(t, row.want, d.USPassport(), "%+v", row)
	}
}

// A host may demand more beside a document than the published table does.
func TestRequiredMetaOfHost(t *testing.T) {
	key := datatest.DataKey(t)
	r := document.Rules{Today: today, RequiredMeta: map[document.Type][]string{document.DriversLicense: {document.MetaState, document.MetaCountry, document.MetaIDNumber}}}
	license := virtual(document.DriversLicense, "A1234567")
	_, _, err := document.NewSub("d1", "a1", document.Virtual, license, key, r, noon)
	assert.ElementsMatch(t, []string{"meta.state_code required", "meta.country_code required", "meta.id_number required"}, datatest.Faults(err))
	license.Meta = document.MetaSubmission{CountryCode: "US", StateCode: "CA", IDNumber: secret("77")}
	_, _, err = document.NewSub("d1", "a1", document.Virtual, license, key, r, noon)
	require.NoError(t, err)
}

// A sole proprietor may give its own SSN for the business; bare digits are an EIN
// (IRS, instructions for Form W-9).
func TestSoleProprietor(t *testing.T) {
	key := datatest.DataKey(t)
	for _, row := range []struct {
		entity document.EntityType
		number string
		want   identifier.Kind
	}{
		{document.SoleProprietorship, "512-43-2222", identifier.KindSSN},
		{document.SoleProprietorship, "51-2432222", identifier.KindEIN},
		{document.SoleProprietorship, "512432222", identifier.KindEIN},
		{"LLC", "51-2432222", identifier.KindEIN},
		{"LLC", "512-43-2222", ""},
	} {
		r := document.Rules{Today: today, Kind: document.Business, EntityType: row.entity}
		d, _, err := document.NewSub("d1", "a1", document.Virtual, virtual(document.TIN, row.number), key, r, noon)
		if row.want == "" {
			assert.Equal(t, []string{"document_value malformed"}, datatest.Faults(err))
			continue
		}
		require.NoError(t, err)
		assert.Equal(t, row.want, d.NumberKind, "%s %s", row.entity, row.number)
	}
}

// Profiles may come without their scheme, as people write them.
func TestProfileWithoutScheme(t *testing.T) {
	key := datatest.DataKey(t)
	for value, want := range map[string]string{
		"facebook.com/mctesterson":         "https://facebook.com/mctesterson",
		"www.facebook.com/mctesterson":     "https://www.facebook.com/mctesterson",
		"https://facebook.com/mctesterson": "https://facebook.com/mctesterson",
		"facebook.com.example.net/x":       "",
		"example.net/facebook.com":         "",
		"javascript://facebook.com/x":      "",
		"ana:pw@facebook.com/x":            "",
		"EAACEdEose0cBA":                   "EAACEdEose0cBA", // an access token
	} {
		d, _, err := document.NewSub("d1", "a1", document.Social, virtual(document.Facebook, value), key, rules, noon)
		if want == "" {
			assert.Equal(t, []string{"document_value malformed"}, datatest.Faults(err), value)
			continue
		}
		require.NoError(t, err, value)
		got, err := key.Open(d.Field(), d.Value)
		require.NoError(t, err)
		assert.Equal(t, want, got.Reveal())
	}
}

// One name is a whole legal name where people have such names.
func TestMononyms(t *testing.T) {
	in := func(change func(*document.Submission)) []string {
		s := person()
		s.Name = "Suharto"
		change(&s)
		_, err := s.Check("", document.Rules{Today: today, FullNames: true})
		return datatest.Faults(err)
	}
	short := []string{"name too_short"}
	assert.Equal(t, short, in(func(*document.Submission) {}))
	assert.Empty(t, in(func(s *document.Submission) {
		s.AddressCountryCode, s.AddressSubdivision, s.AddressPostalCode = "ID", "JK", "10110"
	}))
	assert.Empty(t, in(func(s *document.Submission) {
		s.VirtualDocs = []document.SubSubmission{{Type: document.Citizenship, Value: secret("ID")}}
	}))
	passport := func(country string) func(s *document.Submission) {
		return func(s *document.Submission) {
			s.PhysicalDocs = []document.SubSubmission{{Type: document.PassportBiodata, Meta: document.MetaSubmission{CountryCode: country}}}
		}
	}
	assert.Empty(t, in(passport("IN")))
	assert.Equal(t, short, in(passport("FR")))
	assert.Equal(t, []string{"name malformed"}, in(func(s *document.Submission) { s.Name = "12345"; passport("IN")(s) }))
	assert.Equal(t, []string{"name not_allowed"}, in(func(s *document.Submission) { s.Name = "S"; passport("IN")(s) }))

	s := person()
	s.Name, s.VirtualDocs = "Suharto", []document.SubSubmission{{Type: document.Citizenship, Value: secret("ID")}}
	b, err := s.Check("", document.Rules{Today: today, FullNames: true})
	require.NoError(t, err)
	_, err = b.Change("", document.Submission{AddressStreet: "2 Market Street"}, document.Rules{Today: today, FullNames: true})
	require.NoError(t, err, "a name that was accepted is not judged again")
	_, err = b.Change("", document.Submission{Name: "Cher"}, document.Rules{Today: today, FullNames: true})
	assert.Equal(t, short, datatest.Faults(err))
}

// What the published sandbox takes is taken in the sandbox and nowhere else.
func TestSandboxValuesAreTakenInTheSandboxOnly(t *testing.T) {
	key := datatest.DataKey(t)
	for _, row := range []struct {
		class document.Class
		in    document.SubSubmission
	}{
		{document.Virtual, virtual(document.SSN, "2222")},
		{document.Virtual, virtual(document.SSN, "111-111-2222")},
		{document.Virtual, virtual(document.SSN, "***-**-2222")},
		{document.Virtual, virtual(document.TIN, "2222")},
		{document.Physical, virtual(document.GovtID, "data:image/png;base64,SUQs==")},
		{document.Physical, virtual(document.GovtID, "data:image/gif;base64,SUQs==")},
		{document.Physical, virtual(document.GovtID, "data:text/csv;base64,SUQs==")},
	} {
		_, _, err := document.NewSub("d1", "a1", row.class, row.in, key, document.Rules{Today: today, FullNames: true}, noon)
		require.ErrorIs(t, err, bonafide.ErrInvalid, "%s", row.in.Type)
		verdict, err := sandboxAnswer(t, row.class, row.in, 1)
		require.NoError(t, err)
		assert.Equal(t, document.OutcomeValid, verdict.Outcome)
	}
	for _, bad := range []string{"22", "1234567890123", "22x2", ""} {
		_, _, err := document.NewSub("d1", "a1", document.Virtual, virtual(document.SSN, bad), key, document.Rules{Today: today, Sandbox: true}, noon)
		require.ErrorIs(t, err, bonafide.ErrInvalid)
	}
}
