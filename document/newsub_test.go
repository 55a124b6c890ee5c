package document_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/identifier"
	"github.com/bonafide-go/bonafide/document/upload"
	"github.com/bonafide-go/bonafide/internal/datatest"
	"github.com/bonafide-go/bonafide/internal/uploadtest"
)

func TestNewSubSealsNumber(t *testing.T) {
	key := datatest.DataKey(t)
	d, content, err := document.NewSub("d1", "a1", document.Virtual, virtual(document.SSN, "123-45-2222"), key, rules, noon)
	require.NoError(t, err)
	assert.Nil(t, content)
	value, err := key.Open(d.Field(), d.Value)
	require.NoError(t, err)
	assert.True(t, value.Equal(secret("123452222")))
	d.Value.Data = nil
	assert.Equal(t, document.Sub{
		ID: "d1", Class: document.Virtual, Type: document.SSN, Value: bonafide.Sealed{Mask: "***-**-2222"}, NumberKind: identifier.KindSSN,
		Grade: bonafide.Plausible, Source: document.SourceCustomer, Status: document.Reviewing, LastUpdated: noon, Attempt: "a1", Attempts: 1,
		RetryAt: noon,
	}, d)
	assert.True(t, d.Unchecked(noon), "the check is due at once")

	implausible := newSub(t, key, document.Virtual, virtual(document.SSN, "000-12-3456"), rules)
	assert.Equal(t, bonafide.Implausible, implausible.Grade, "accepted, for a program or verifier to decide")
}

func TestNewSubSealsFile(t *testing.T) {
	key, files := datatest.DataKey(t), document.NewMemoryFiles()
	image := uploadtest.PNG()
	in := document.SubSubmission{Type: document.PassportBiodata, Value: datatest.DataURI("image/png", image), Meta: document.MetaSubmission{
		CountryCode: "FR", IDNumber: secret("12AB34567"), ExpiresOn: "2030-01-31", StateCode: "fr-75",
	}}
	d, sealed, err := document.NewSub("d1", "a1", document.Physical, in, key, rules, noon)
	require.NoError(t, err)
	require.NotNil(t, d.File)
	assert.NotContains(t, string(sealed), "IHDR", "the file is sealed before it leaves")
	assert.Equal(t, []any{len(image), upload.PNG, 20, 10}, []any{d.File.Size, d.File.MediaType, d.File.Width, d.File.Height})
	assert.Equal(t, bonafide.Date{Year: 2030, Month: 1, Day: 31}, d.ExpiresOn)
	assert.Equal(t, bonafide.Country("FR"), d.Meta.CountryCode)
	assert.Equal(t, "75", d.Meta.StateCode)
	assert.True(t, d.Value.IsZero())

	require.NoError(t, files.Put(context.Background(), d.File.Key, sealed))
	stored, err := files.Get(context.Background(), d.File.Key)
	require.NoError(t, err)
	opened, err := d.OpenFile(key, stored)
	require.NoError(t, err)
	assert.Equal(t, image, opened)

	// The same file again has the same digest and another address.
	other, sealed2, err := document.NewSub("d2", "a2", document.Physical, in, key, rules, noon)
	require.NoError(t, err)
	assert.Equal(t, d.File.SHA256, other.File.SHA256)
	assert.NotEqual(t, d.File.Key, other.File.Key)

	// What belongs to another document, key or file does not open.
	for name, attempt := range map[string]func() ([]byte, error){
		"another document's": func() ([]byte, error) { return d.OpenFile(key, sealed2) },
		"another key":        func() ([]byte, error) { return d.OpenFile(datatest.DataKey(t), sealed) },
		"damaged":            func() ([]byte, error) { return d.OpenFile(key, sealed[:len(sealed)-1]) },
		"another digest": func() ([]byte, error) {
			wrong := d
			file := *d.File
			file.SHA256 = other.File.Key
			wrong.File = &file
			return wrong.OpenFile(key, sealed)
		},
	} {
		content, err := attempt()
		assert.ErrorIs(t, err, bonafide.ErrSealed, name)
		assert.Nil(t, content)
	}
	_, err = document.Sub{}.OpenFile(key, sealed)
	assert.ErrorIs(t, err, bonafide.ErrNotFound)
}

func TestNewSubFaults(t *testing.T) {
	key := datatest.DataKey(t)
	business := document.Rules{Today: today, Business: true}
	passport := func(country string) document.SubSubmission {
		return document.SubSubmission{Type: document.PassportBiodata, Value: datatest.DataURI("image/png", uploadtest.PNG()), Meta: document.MetaSubmission{CountryCode: country}}
	}
	for name, row := range map[string]struct {
		class document.Class
		in    document.SubSubmission
		rules document.Rules
		want  []string
	}{
		"no type":               {document.Virtual, document.SubSubmission{}, rules, []string{"document_type required"}},
		"unknown type":          {document.Virtual, virtual("TATTOO", "1"), rules, []string{"document_type unknown"}},
		"type of another class": {document.Social, virtual(document.SSN, "123-45-6789"), rules, []string{"document_type unknown"}},
		"unknown class":         {"liquid", virtual(document.SSN, "123-45-6789"), rules, []string{"document_type unknown"}},
		"derived":               {document.Social, virtual(document.Email, "a@b.co"), rules, []string{"document_type not_allowed"}},
		"SSN of a business":     {document.Virtual, virtual(document.SSN, "123-45-6789"), business, []string{"document_type not_allowed"}},
		"DUNS of a person":      {document.Virtual, virtual(document.DUNS, "150483782"), rules, []string{"document_type not_allowed"}},
		"no value":              {document.Virtual, virtual(document.SSN, ""), rules, []string{"document_value required"}},
		"malformed":             {document.Virtual, virtual(document.SSN, "12345"), rules, []string{"document_value malformed"}},
		"EIN of a person":       {document.Virtual, virtual(document.TIN, "12-3456789"), rules, []string{"document_value malformed"}},
		"no country":            {document.Virtual, virtual(document.Passport, "A12345678"), rules, []string{"meta.country_code required"}},
		"unknown source":        {document.Virtual, document.SubSubmission{Type: document.SSN, Value: secret("123-45-6789"), Source: "rumour"}, rules, []string{"source unknown"}},
		"citizenship":           {document.Virtual, virtual(document.Citizenship, "Utopia"), rules, []string{"document_value malformed"}},
		"long statement":        {document.Virtual, virtual(document.Other, strings.Repeat("x", 501)), rules, []string{"document_value too_long"}},
		"blank statement":       {document.Virtual, virtual(document.Other, " \n "), rules, []string{"document_value required"}},
		"everything at once": {document.Virtual, document.SubSubmission{Type: document.Passport, Value: secret("!"), Source: "x", Meta: document.MetaSubmission{
			CountryCode: "ZZ", ExpiresOn: "soon", IDKind: "library_card", IDNumber: secret(strings.Repeat("1", 65)), StateCode: strings.Repeat("x", 100),
		}}, rules, []string{
			"meta.country_code unknown", "meta.state_code too_long", "meta.id_kind unknown", "meta.id_number too_long", "meta.expires_on malformed",
			"source unknown", "document_value malformed",
		}},

		"US passport as foreign": {document.Physical, passport("US"), rules, []string{"meta.country_code not_allowed"}},
		"no file":                {document.Physical, document.SubSubmission{Type: document.GovtID}, rules, []string{"document_value required"}},
		"PDF as photo ID": {document.Physical,
			document.SubSubmission{Type: document.GovtID, Value: datatest.DataURI("application/pdf", uploadtest.PDF(""))}, rules,
			[]string{"document_value wrong_file_extension"}},
		"published placeholder": {document.Physical, document.SubSubmission{Type: document.GovtID, Value: secret("data:image/gif;base64,SUQs==")},
			rules, []string{"document_value malformed"}},
		"reader and data URI": {document.Physical,
			document.SubSubmission{Type: document.GovtID, Value: datatest.DataURI("image/png", uploadtest.PNG()), Upload: strings.NewReader("")},
			rules, []string{"document_value repeated"}},
		"passport card of DE": {document.Physical, document.SubSubmission{
			Type: document.PassportCard, Value: datatest.DataURI("image/png", uploadtest.PNG()), Meta: document.MetaSubmission{CountryCode: "DE"},
		}, rules,
			[]string{"meta.country_code not_allowed"}},

		"website":             {document.Social, virtual(document.Website, "not a site"), rules, []string{"document_value malformed"}},
		"website script":      {document.Social, virtual(document.Website, "javascript:alert(1)"), rules, []string{"document_value malformed"}},
		"website credentials": {document.Social, virtual(document.Website, "https://a:b@example.com"), rules, []string{"document_value malformed"}},
		"foreign profile":     {document.Social, virtual(document.Facebook, "https://facebook.com.example.org/me"), rules, []string{"document_value malformed"}},
		"2FA e-mail":          {document.Social, virtual(document.Email2FA, "nobody"), rules, []string{"document_value malformed"}},
		"2FA phone":           {document.Social, virtual(document.PhoneNumber2FA, "call me"), rules, []string{"document_value malformed"}},
		"mailing address": {document.Social, virtual(document.MailingAddress, "1 Main Street"), rules, []string{
			"meta.address_street required", "meta.address_country_code required", "meta.address_city required",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			d, content, err := document.NewSub("d1", "a1", row.class, row.in, key, row.rules, noon)
			assert.Equal(t, row.want, datatest.Faults(err))
			assert.Equal(t, document.Sub{}, d)
			assert.Nil(t, content)
		})
	}
	_, _, err := document.NewSub("", "", document.Virtual, virtual(document.SSN, "123-45-6789"), key, rules, noon)
	assert.Equal(t, []string{"id required", "attempt required"}, datatest.Faults(err))

	// A reader that fails is an outage, not a fault.
	_, _, err = document.NewSub("d1", "a1", document.Physical, document.SubSubmission{
		Type: document.GovtID, MediaType: upload.PNG, Upload: failingReader{},
	}, key, rules, noon)
	assert.ErrorIs(t, err, bonafide.ErrUnavailable)
	assert.NotErrorIs(t, err, bonafide.ErrInvalid)
}

type failingReader struct{}

func (failingReader) Read([]byte) (int, error) { return 0, errors.New("connection lost") }

// Submitting the least that its row of the type table asks for is accepted for
// every type and everybody in Who, and refused for everybody else.
func TestEveryType(t *testing.T) {
	key, good := datatest.DataKey(t), uploadtest.Good()
	values := map[document.Type]string{
		document.SSN: "123-45-6789", document.ITIN: "912-70-1234", document.Passport: "A12345678", document.DriversLicense: "B072RRE2I55",
		document.DUNS: "150483782", document.UEI: "SMNWM6HN79X5", document.LEI: "5493001KJTIIGC8Y1R12", document.VAT: "DE123456789",
		document.Citizenship: "FR", document.Email2FA: "ana@example.com", document.PhoneNumber2FA: "+14155552671",
		document.Facebook: "https://www.facebook.com/ana", document.LinkedIn: "https://linkedin.com/in/ana", document.Twitter: "https://x.com/ana",
		document.Website: "https://example.com", document.MailingAddress: "1 Market Street",
	}
	for _, info := range document.Types() {
		for _, kind := range []document.EntityKind{document.Person, document.Business} {
			in := document.SubSubmission{Type: info.Type, Value: secret("plain")}
			if value, ok := values[info.Type]; ok {
				in.Value = secret(value)
			}
			if info.Type == document.TIN {
				in.Value = secret(map[document.EntityKind]string{document.Person: "123-45-6789", document.Business: "12-3456789"}[kind])
			}
			if info.Class == document.Physical {
				media := info.Media[0]
				in = document.SubSubmission{Type: info.Type, MediaType: media, Upload: bytes.NewReader(good[media][0])}
			}
			for _, field := range info.RequiredMeta {
				switch field {
				case document.MetaCountry:
					in.Meta.CountryCode = "FR"
				case document.MetaAddress:
					in.Meta = document.MetaSubmission{
						AddressStreet: "1 Market Street", AddressCity: "San Francisco", AddressSubdivision: "CA", AddressPostalCode: "94105",
						AddressCountryCode: "US",
					}
				}
			}
			d, _, err := document.NewSub("d1", "a1", info.Class, in, key, document.Rules{Today: today, Kind: kind}, noon)
			if info.Derived || !info.For(kind) {
				assert.Equal(t, []string{"document_type not_allowed"}, datatest.Faults(err), "%s %s", info.Type, kind)
				continue
			}
			require.NoError(t, err, "%s %s", info.Type, kind)
			want := document.Submitted
			if info.Checked {
				want = document.Reviewing
			}
			assert.Equal(t, want, d.Status, "in the answer no document is VALID")
			assert.Equal(t, info.Checked, !d.RetryAt.IsZero())
			assert.Equal(t, info.Class == document.Physical, d.File != nil)
			assert.Equal(t, info.Class != document.Physical, !d.Value.IsZero())
		}
	}
}

func TestSocialValues(t *testing.T) {
	key := datatest.DataKey(t)
	for _, row := range []struct {
		t           document.Type
		text, value string
		mask        string
	}{
		{document.Email2FA, "ana@EXAMPLE.com", "ana@example.com", "a***@example.com"},
		{document.PhoneNumber2FA, "(415) 555-2671", "+14155552671", "**********71"},
		{document.Facebook, "EAACEdEose0cBA", "EAACEdEose0cBA", "**********0cBA"}, // a user access token
		{document.Twitter, "https://mobile.twitter.com/ana", "https://mobile.twitter.com/ana", "**************************/ana"},
	} {
		d := newSub(t, key, document.Social, virtual(row.t, row.text), document.Rules{Today: today, Country: "US"})
		value, err := key.Open(d.Field(), d.Value)
		require.NoError(t, err)
		assert.True(t, value.Equal(secret(row.value)), row.t)
		assert.Equal(t, row.mask, d.Value.Mask)
	}
	in := document.SubSubmission{Type: document.MailingAddress, Meta: document.MetaSubmission{
		AddressStreet: "1 Market Street", AddressCity: "San Francisco", AddressSubdivision: "us-ca", AddressPostalCode: "94105", AddressCountryCode: "US", AddressCareOf: "Bo Ng",
	}}
	d := newSub(t, key, document.Social, in, rules)
	value, err := key.Open(d.Field(), d.Value)
	require.NoError(t, err)
	assert.True(t, value.Equal(secret("Bo Ng, 1 Market Street, San Francisco, CA 94105, US")))
	assert.Equal(t, "CA", d.Meta.Address.Subdivision)
}

func TestResubmit(t *testing.T) {
	key := datatest.DataKey(t)
	d := newSub(t, key, document.Virtual, virtual(document.SSN, "123-45-1111"), rules)
	d, err := d.Ask(noon, time.Minute)
	require.NoError(t, err)
	d, _, err = d.Resolve("a1",
		document.Verdict{Outcome: document.OutcomeInvalid, Reasons: []string{document.ReasonNumberNotConfirmed}, Reference: "r", Note: "n", Verifier: "v"},
		noon)
	require.NoError(t, err)
	assert.Equal(t, 4, d.AttemptsLeft(rules))

	later := noon.Add(time.Hour)
	next, _, err := d.Resubmit("a2", virtual("", "123-45-2222"), key, rules, later)
	require.NoError(t, err)
	assert.Equal(t, "***-**-2222", next.Value.Mask)
	next.Value = bonafide.Sealed{}
	assert.Equal(t, document.Sub{
		ID: "d1", Class: document.Virtual, Type: document.SSN, NumberKind: identifier.KindSSN, Grade: bonafide.Plausible, Source: document.SourceCustomer,
		Status: document.Reviewing, LastUpdated: later, Attempt: "a2", Attempts: 2, RetryAt: later,
	}, next, "nothing of the earlier attempt is left")

	same, _, err := d.Resubmit("a2", virtual(document.SSN, "x"), key, rules, later)
	assert.Equal(t, []string{"document_value malformed"}, datatest.Faults(err))
	assert.Equal(t, d, same)
	_, _, err = d.Resubmit("a2", virtual(document.ITIN, "912-70-1234"), key, rules, later)
	assert.Equal(t, []string{"document_type mismatch"}, datatest.Faults(err))

	var refused *bonafide.RefusedError
	final := d
	final.Reject = document.RejectFinal
	_, _, err = final.Resubmit("a2", virtual(document.SSN, "123-45-2222"), key, rules, later)
	require.ErrorAs(t, err, &refused)
	assert.Equal(t, document.CodeFinal, refused.Code)
	assert.Zero(t, final.AttemptsLeft(rules))

	tired := d
	tired.Attempts = document.DefaultMaxAttempts
	_, _, err = tired.Resubmit("a2", virtual(document.SSN, "123-45-2222"), key, rules, later)
	require.ErrorAs(t, err, &refused)
	assert.Equal(t, document.CodeNoAttemptsLeft, refused.Code)
	unlimited := document.Rules{Today: today, MaxAttempts: -1}
	_, _, err = tired.Resubmit("a2", virtual(document.SSN, "123-45-2222"), key, unlimited, later)
	assert.NoError(t, err)
	assert.Equal(t, -1, tired.AttemptsLeft(unlimited))
}

// Synapse user object, passports; the reading of the ambiguous types is a table
// that a program may replace.
func TestPassportRule(t *testing.T) {
	key := datatest.DataKey(t)
	submit := func(t document.Type, country string, r document.Rules) error {
		_, _, err := document.NewSub("d1", "a1", document.Physical, document.SubSubmission{
			Type: t, Value: datatest.DataURI("image/png", uploadtest.PNG()), Meta: document.MetaSubmission{CountryCode: country},
		}, key, r, noon)
		return err
	}
	for _, foreign := range []document.Type{document.NationalID, document.DriverLicense, document.VoterRegistrationCard, document.PermanentResidentCard, document.PassportBiodata} {
		assert.Equal(t, []string{"meta.country_code not_allowed"}, datatest.Faults(submit(foreign, "US", rules)), foreign)
		assert.Equal(t, []string{"meta.country_code required"}, datatest.Faults(submit(foreign, "", rules)), foreign)
		assert.NoError(t, submit(foreign, "FR", rules), foreign)
	}
	greenCard := document.Rules{Today: today, Issuers: map[document.Type]document.IssuerRule{document.PermanentResidentCard: document.AnyIssuer}}
	assert.NoError(t, submit(document.PermanentResidentCard, "US", greenCard))
	for _, country := range []string{"US", "", "FR"} {
		assert.NoError(t, submit(document.GovtID, country, rules))
	}
	assert.NoError(t, submit(document.PassportCard, "", rules))
	strange := document.Rules{Today: today, Issuers: map[document.Type]document.IssuerRule{document.GovtID: "martian"}}
	assert.Equal(t, []string{"meta.country_code not_allowed"}, datatest.Faults(submit(document.GovtID, "US", strange)), "an unknown rule allows nothing")

	with := func(d document.Sub) document.Base {
		b, err := document.Base{AddressCountryCode: "FR"}.Put(d)
		require.NoError(t, err)
		return b
	}
	sub := func(class document.Class, t document.Type, country bonafide.Country, kind document.IDKind, s document.Status) document.Sub {
		return document.Sub{ID: "d1", Class: class, Type: t, Status: s, Meta: document.Meta{CountryCode: country, IDKind: kind}}
	}
	for _, row := range []struct {
		d    document.Sub
		want bool
	}{
		{sub(document.Virtual, document.Passport, "US", "", document.Reviewing), true},
		{sub(document.Virtual, document.Passport, "FR", "", document.Reviewing), false},
		{sub(document.Physical, document.PassportCard, "US", "", document.Valid), true},
		{sub(document.Physical, document.GovtID, "US", document.IDPassport, document.Valid), true},
		{sub(document.Physical, document.GovtID, "US", "", document.Valid), true},
		{sub(document.Physical, document.GovtID, "US", document.IDDriverLicense, document.Valid), false},
		{sub(document.Physical, document.GovtID, "FR", document.IDPassport, document.Valid), false},
		{sub(document.Physical, document.GovtID, "US", document.IDPassport, document.Invalid), false},
	} {
		assert.Equal(t, row.want, with(row.d).SSNRequired(), "%s %s %s", row.d.Type, row.d.Meta.CountryCode, row.d.Meta.IDKind)
	}
}

func TestDerive(t *testing.T) {
	key, newID := datatest.DataKey(t), ids()
	b, err := person().Check("", rules)
	require.NoError(t, err)
	b, err = b.Derive(newID, key, noon)
	require.NoError(t, err)
	require.Len(t, b.Social, 5)
	var masks []string
	for i, d := range b.Social {
		assert.Equal(t, document.DerivedTypes()[i], d.Type)
		assert.Equal(t, document.Reviewing, d.Status)
		assert.True(t, d.Unchecked(noon))
		masks = append(masks, d.Value.Mask)
	}
	assert.Equal(t, []string{"a***@example.com", "**********71", "*********.7", "US", "****-**-**"}, masks)

	again, err := b.Derive(newID, key, noon.Add(time.Hour))
	require.NoError(t, err)
	assert.Equal(t, b, again, "nothing changed")

	for i := range b.Social {
		b.Social[i].Status = document.Valid
	}
	moved, err := b.Change("", document.Submission{AddressStreet: "2 Market Street", Email: "new@example.com"}, rules)
	require.NoError(t, err)
	moved, err = moved.Derive(newID, key, noon.Add(time.Hour))
	require.NoError(t, err)
	for i, d := range moved.Social {
		changed := d.Type == document.Address || d.Type == document.Email
		assert.Equal(t, b.Social[i].ID, d.ID)
		if !changed {
			assert.Equal(t, b.Social[i], d)
			continue
		}
		assert.Equal(t, document.Reviewing, d.Status)
		assert.NotEqual(t, b.Social[i].Attempt, d.Attempt)
		assert.Equal(t, 1, d.Attempts, "nobody submits it")
	}
	_, err = moved.Derive(newID, datatest.DataKey(t), noon)
	assert.ErrorIs(t, err, bonafide.ErrSealed)
}

func TestPutFindRemove(t *testing.T) {
	sub := func(id string, class document.Class, t document.Type) document.Sub {
		return document.Sub{ID: id, Class: class, Type: t}
	}
	b := document.Base{}
	for _, d := range []document.Sub{
		sub("p", document.Physical, document.GovtID), sub("s", document.Social, document.Website), sub("v", document.Virtual, document.SSN), sub("s2", document.Social, document.Website),
	} {
		var err error
		b, err = b.Put(d)
		require.NoError(t, err)
	}
	var order []string
	for d := range b.Subs() {
		order = append(order, d.ID)
	}
	assert.Equal(t, []string{"v", "s", "s2", "p"}, order)
	for range b.Subs() {
		break // an early end is allowed
	}
	_, err := b.Put(sub("v2", document.Virtual, document.SSN))
	assert.Equal(t, []string{"document_type repeated"}, datatest.Faults(err))
	before := b
	changed := sub("v", document.Virtual, document.SSN)
	changed.Status = document.Valid
	b, err = b.Put(changed)
	require.NoError(t, err)
	found, ok := b.Find("v")
	assert.True(t, ok)
	assert.Equal(t, document.Valid, found.Status)
	old, _ := before.Find("v")
	assert.Empty(t, old.Status, "values do not share")

	b, ok = b.Remove("s")
	assert.True(t, ok)
	assert.Len(t, b.FindType(document.Social, document.Website), 1)
	_, ok = b.Remove("s")
	assert.False(t, ok)
	_, ok = b.Find("s")
	assert.False(t, ok)
	assert.Nil(t, b.Of("liquid"))
}

func TestPutBounds(t *testing.T) {
	b := document.Base{}
	for i := range document.MaxSubs {
		b.Social = append(b.Social, document.Sub{ID: fmt.Sprint(i), Class: document.Social, Type: document.Website})
	}
	_, err := b.Put(document.Sub{ID: "more", Class: document.Virtual, Type: document.SSN})
	assert.Equal(t, []string{"document_type too_many"}, datatest.Faults(err))
	_, err = b.Put(b.Social[0])
	assert.NoError(t, err, "in place of itself")

	file := func(id string, size int) document.Sub {
		return document.Sub{ID: id, Class: document.Physical, Type: document.UtilityBill, File: &document.File{Size: size}}
	}
	b, err = document.Base{}.Put(file("a", document.MaxFileBytes))
	require.NoError(t, err)
	_, err = b.Put(file("b", 1))
	assert.Equal(t, []string{"document_value too_many"}, datatest.Faults(err))
	_, err = b.Put(file("a", 1))
	assert.NoError(t, err)
}

func TestMemoryFiles(t *testing.T) {
	ctx, files := context.Background(), document.NewMemoryFiles()
	content := []byte("abc")
	require.NoError(t, files.Put(ctx, "k", content))
	content[0] = 'x'
	got, err := files.Get(ctx, "k")
	require.NoError(t, err)
	assert.Equal(t, "abc", string(got))
	got[0] = 'y'
	got, _ = files.Get(ctx, "k")
	assert.Equal(t, "abc", string(got))
	assert.Equal(t, 1, files.Len())
	require.NoError(t, files.Delete(ctx, "k"))
	require.NoError(t, files.Delete(ctx, "k"))
	_, err = files.Get(ctx, "k")
	assert.ErrorIs(t, err, bonafide.ErrNotFound)
	done, cancel := context.WithCancel(ctx)
	cancel()
	assert.ErrorIs(t, files.Put(done, "k", nil), context.Canceled)
	assert.ErrorIs(t, files.Delete(done, "k"), context.Canceled)
	_, err = files.Get(done, "k")
	assert.ErrorIs(t, err, context.Canceled)
}

// Nothing personal is in a fault, an error, or a printed document.
func TestNothingPersonalPrints(t *testing.T) {
	const number = "987-65-1234-canary"
	key := datatest.DataKey(t)
	for _, class := range document.Classes() {
		for _, info := range document.Types() {
			_, _, err := document.NewSub("d1", "a1", class, document.SubSubmission{
				Type: info.Type, Value: secret(number), Meta: document.MetaSubmission{IDNumber: secret(number), CountryCode: "canary", ExpiresOn: "canary"},
			}, key, rules, noon)
			if err != nil {
				assert.NotContains(t, fmt.Sprintf("%v %+v %#v", err, err, err), "canary")
			}
		}
	}
	s := person()
	s.Name, s.Email, s.IP, s.PhoneNumber, s.AddressCountryCode, s.EntityType, s.EntityScope = "canary1", "canary", "canary", "canary", "canary", "canary", "canary"
	_, err := s.Check("", rules)
	assert.NotContains(t, err.Error(), "canary")

	in := virtual(document.SSN, "123-45-6789")
	in.MFAAnswer = secret("424242")
	text, err := json.Marshal(document.Submission{VirtualDocs: []document.SubSubmission{in}})
	require.NoError(t, err)
	assert.NotContains(t, string(text)+fmt.Sprintf("%+v %#v", in, in), "6789")
	d := newSub(t, key, document.Virtual, in, rules)
	assert.NotContains(t, fmt.Sprintf("%+v", d), "12345")
}
