package document_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/phone"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/photo"
	"github.com/bonafide-go/bonafide/document/upload"
	"github.com/bonafide-go/bonafide/internal/datatest"
	"github.com/bonafide-go/bonafide/internal/uploadtest"
)

// fullMail has every field set.
func fullMail() *document.AddressResult {
	return &document.AddressResult{
		Deliverability: document.DeliverableMissingUnit,
		Analysis:       document.AddressAnalysis{PartialValid: true, PrimaryNumberInvalid: true, PrimaryNumberMissing: true, SecondaryInvalid: true, SecondaryMissing: true},
		Normalized:     document.PostalAddress{Street: "1 Market St", City: "San Francisco", Subdivision: "CA", PostalCode: "94105-1420", Country: "US", CareOf: "Bo Ng"},
		Reference:      "ref3",
	}
}

// fullBase has every field set.
func fullBase() document.Base {
	score := 0.82
	at := time.Date(2026, 11, 20, 12, 0, 0, 123456000, time.UTC)
	sub := document.Sub{
		ID: "d1", Class: document.Virtual, Type: document.TIN, Value: bonafide.Sealed{Data: []byte{1, 2, 3}, Mask: "***-**-2222"}, NumberKind: "ITIN",
		Grade: bonafide.Plausible, Source: document.SourceCombined, GivenBy: bonafide.Platform("p1"),
		File: &document.File{Key: "k", SHA256: "5e", Size: 7, MediaType: upload.PNG, Width: 3, Height: 4},
		Meta: document.Meta{
			CountryCode: "US", StateCode: "CA", IDNumber: bonafide.Sealed{Data: []byte{4}, Mask: "*7"}, IDKind: document.IDPassport,
			Address: document.PostalAddress{Street: "1 Market Street", City: "San Francisco", Subdivision: "CA", PostalCode: "94105", Country: "US", CareOf: "Bo Ng"},
		},
		Status: document.Invalid, LastUpdated: at, InvalidReasons: []string{"name_mismatch"}, Reject: document.RejectRetry, Note: "blurred",
		Attempt: "a1", Attempts: 2, Asks: 3, AskedAt: at, RetryAt: at, Reference: "ref", Verifier: "vendor", Misses: 1, DecidedAt: at, Imported: "oldvendor", Accepted: true,
		DecidedBy: bonafide.Reviewer("r1"), ReviewDue: at, ExpiresOn: bonafide.Date{Year: 2030, Month: 1, Day: 31},
		Renews: "d0", Contrary: &document.Contrary{Outcome: document.OutcomeValid, Reasons: []string{"c"}, Reference: "ref2", Verifier: "other", DecidedAt: at},
		Mail: fullMail(),
	}
	social, physical := document.Sub{ID: "d2", Class: document.Social, Type: document.Email, Status: document.Reviewing, LastUpdated: at, Attempt: "a2", Attempts: 1},
		document.Sub{ID: "d3", Class: document.Physical, Type: "HOLOGRAM", Status: "SUBMITTED|DREAMING", LastUpdated: at, Attempt: "a3", Attempts: 1}
	share := bonafide.Fixed(25_500_000)
	return document.Base{
		ID: "b1", Name: "Ana Ramírez", Alias: "Ana", Email: "ana@example.com", PhoneNumber: "+14155552671", PhoneGrade: bonafide.Plausible,
		IP: "203.0.113.7", Kind: document.Person, EntityType: document.Female, EntityScope: "Doctor", EntityRelationship: document.UBO,
		OwnershipPercentage: &share, Title: "CEO", CompanyActivity: []document.CompanyActivity{document.ActivityMSB}, Day: 2, Month: 5, Year: 1989,
		AddressStreet: "1 Market Street", AddressCity: "San Francisco", AddressSubdivision: "CA", AddressPostalCode: "94105", AddressCountryCode: "US",
		MaidenName: "López", DesiredScope: "SEND|RECEIVE", DocOptionKey: "o", DocsKey: "k", DocsTitle: "t", IsActive: true,
		PermissionScope: "RECEIVE", IDScore: &score, TrustLevel: document.TrustHigh, EDDStatus: document.EDDReviewing,
		RequiredEDDDocs: []document.Type{document.AMLPolicy}, Watchlists: "NO_MATCH", ScreeningResults: map[string]string{"ofac_sdn": "NO_MATCH"},
		Virtual: []document.Sub{sub}, Social: []document.Sub{social}, Physical: []document.Sub{physical},
	}
}

// The stored shapes. An unknown type and state of a later version survive.
func TestGolden(t *testing.T) {
	noZero(t, reflect.ValueOf(fullBase()), "Base")
	datatest.Stored(t, "base.json", fullBase())
	datatest.Stored(t, "base_empty.json", document.Base{})
	datatest.Stored(t, "sub_empty.json", document.Sub{})
	score := 0.5
	at := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	verdict := document.Verdict{
		Outcome: document.OutcomeInvalid, Reasons: []string{"name_mismatch"}, Reject: document.RejectFinal, Reference: "r", Verifier: "v", DecidedAt: at,
		RetryAt: at, ReviewDue: at, ExpiresOn: bonafide.Date{Year: 2030, Month: 1, Day: 31}, IDScore: &score, Note: "n", Mail: fullMail(),
	}
	noZero(t, reflect.ValueOf(verdict), "Verdict")
	datatest.Stored(t, "verdict.json", verdict)
}

// noZero fails on a field that the golden value leaves out.
func noZero(t *testing.T, v reflect.Value, path string) {
	if v.Kind() != reflect.Struct {
		return
	}
	for i := range v.NumField() {
		field := v.Type().Field(i)
		if field.IsExported() && !slices.Contains([]string{"Virtual", "Social", "Physical"}, field.Name) {
			assert.False(t, v.Field(i).IsZero(), "%s.%s", path, field.Name)
		}
	}
	if path == "Base" {
		noZero(t, v.FieldByName("Virtual").Index(0), "Sub")
		noZero(t, v.FieldByName("Virtual").Index(0).FieldByName("Meta"), "Meta")
	}
}

// Every tag is snake_case, as published where there is a published name.
func TestTagsAreSnakeCase(t *testing.T) {
	for _, v := range []any{
		document.Base{}, document.Sub{}, document.Meta{}, document.File{}, document.Verdict{}, document.Submission{}, document.SubSubmission{},
		document.MetaSubmission{}, document.Prior{}, document.PostalAddress{}, photo.Report{},
	} {
		typ := reflect.TypeOf(v)
		for i := range typ.NumField() {
			tag, _, _ := strings.Cut(typ.Field(i).Tag.Get("json"), ",")
			assert.Regexp(t, `^(-|[a-z][a-z0-9_]*)$`, tag, "%s.%s", typ.Name(), typ.Field(i).Name)
		}
	}
}

// The whole table, as a golden file: a change of a row is seen in a review.
func TestTypeTable(t *testing.T) {
	datatest.Stored(t, "types.json", document.Types())
	seen := map[string]bool{}
	perClass := map[document.Class]int{}
	for _, info := range document.Types() {
		key := string(info.Class) + " " + string(info.Type)
		assert.False(t, seen[key], key)
		seen[key] = true
		perClass[info.Class]++
		assert.NotEmpty(t, info.Name)
		assert.NotEmpty(t, info.Comment)
		assert.NotEmpty(t, info.Who)
		assert.Equal(t, info.Class == document.Physical, len(info.Media) > 0, key)
		assert.False(t, info.PhotoID && info.Class != document.Physical, key)
		found, ok := document.Lookup(info.Class, info.Type)
		assert.True(t, ok)
		assert.Equal(t, info, found)
	}
	_, ok := document.Lookup(document.Virtual, document.GovtID)
	assert.False(t, ok)
	assert.Equal(t, 16, perClass[document.Virtual])
	assert.Equal(t, 15, perClass[document.Social])

	// The published ones (Synapse user object, v3.2 and later additions), word for word.
	for class, list := range map[document.Class]string{
		document.Virtual: "SSN PASSPORT DRIVERS_LICENSE PERSONAL_IDENTIFICATION TIN DUNS CITIZENSHIP STATE_IDENTIFICATION_FOREIGN FATHER_FULL_NAME MOTHER_FULL_NAME DTI OTHER",
		document.Social:  "EMAIL_2FA PHONE_NUMBER_2FA EMAIL IP PHONE_NUMBER ADDRESS DATE MAILING_ADDRESS FACEBOOK LINKEDIN TWITTER WEBSITE EMPLOYER UNIVERSITY OTHER",
		document.Physical: `GOVT_ID GOVT_ID_INT GOVT_ID_BACK GOVT_ID_INT_BACK VIDEO_AUTHORIZATION SELFIE PROOF_OF_ADDRESS PROOF_OF_INCOME PROOF_OF_ACCOUNT
			AUTHORIZATION BG_CHECK SSN_CARD EIN_DOC W9_DOC W2_DOC W8_DOC VOIDED_CHECK AOI BYLAWS_DOC LOE CIP_DOC SUBSCRIPTION_AGREEMENT PROMISSORY_NOTE
			LEGAL_AGREEMENT REG_GG DBA_DOC DEPOSIT_AGREEMENT OTHER SS4_DOC COI LBL SUBSIDIARY_DOC AML_POLICY BUSINESS_PLAN MTL MSB SECURITY_AUDIT BSA_AUDIT
			SOC_AUDIT STATE_AUDIT BUSINESS_INSURANCE TOS KYC_POLICY BG_CHECK_CONSENT ARTICLES_ORGANIZATION MEMO_OF_INCORPORATION PASSPORT_BIODATA PASSPORT_INFO
			VISA BUSINESS_LICENSE FOREIGN_ENTITY_REGISTRATION POSOF PROFIT_LOSS BANK_STATEMENT 1099-MISC PAYSTUB INVOICE MORTGAGE_STATEMENT
			PROPERTY_TAX_RECEIPT LEASE_AGREEMENT UNIVERSITY_LEASE UTILITY_BILL FORM_I94 FORM_I20 FORM_DS2019 FORM_I797 EMPLOYMENT_AUTHORIZATION_CARD
			PERMANENT_RESIDENT_CARD PERMANENT_RESIDENT_CARD_BACK NATIONAL_ID NATIONAL_ID_BACK PASSPORT_CARD DRIVER_LICENSE DRIVER_LICENSE_BACK
			VOTER_REGISTRATION_CARD VOTER_REGISTRATION_CARD_BACK LEGAL_OPINION_LETTER NO_ACTION_LETTER CUSTOMERS_BY_REVENUE FRAUD_PROGRAM
			COMPLAINTS_SUPPORT_AUDIT WOLFSBERG_QUESTIONNAIRE SECTION_313_FOREIGN_BANK_CERTIFICATE CYBER_LIABILITY_INSURANCE VCHECK_CONTENT_FORM RESUME
			501_C_3_NOTIF`,
	} {
		for name := range strings.FieldsSeq(list) {
			assert.True(t, seen[string(class)+" "+name], "%s %s", class, name)
		}
		if class == document.Physical {
			assert.Equal(t, len(strings.Fields(list)), perClass[class])
		}
	}

	// Files as v3.2 lists them.
	for name, want := range map[document.Type]string{
		document.GovtID: "image/png image/jpeg", document.Selfie: "image/png image/jpeg", document.Authorization: "image/png image/jpeg",
		document.VoidedCheck: "image/png image/jpeg", document.EINDoc: "image/png image/jpeg application/pdf", document.Other: "image/png image/jpeg application/pdf",
		document.VideoAuthorization: "video/quicktime video/mp4 video/webm video/x-msvideo video/x-flv video/x-matroska video/ogg",
	} {
		info, _ := document.Lookup(document.Physical, name)
		var media []string
		for _, m := range info.Media {
			media = append(media, string(m))
		}
		assert.Equal(t, want, strings.Join(media, " "), name)
	}
}

// A document decoded from any JSON encodes to something that decodes to the same.
func fuzzJSON[T any](f *testing.F, files ...string) {
	for _, name := range files {
		text, err := os.ReadFile(filepath.Join("testdata", name))
		require.NoError(f, err)
		f.Add(text)
	}
	f.Add([]byte(`{"status":"X","document_type":"Y","expires_on":"2030-02-30"}`))
	f.Add([]byte(`{"day":1e9,"email":"x","virtual_docs":[{"id":"a","document_value":{"mask":"*"}}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var value T
		if json.Unmarshal(text, &value) != nil {
			return
		}
		first, err := json.Marshal(value)
		require.NoError(t, err)
		var again T
		require.NoError(t, json.Unmarshal(first, &again))
		second, err := json.Marshal(again)
		require.NoError(t, err)
		require.True(t, bytes.Equal(first, second))
	})
}

func FuzzBaseJSON(f *testing.F)    { fuzzJSON[document.Base](f, "base.json", "base_empty.json") }
func FuzzSubJSON(f *testing.F)     { fuzzJSON[document.Sub](f, "sub_empty.json") }
func FuzzVerdictJSON(f *testing.F) { fuzzJSON[document.Verdict](f, "verdict.json") }

// Whatever is submitted, checking lists faults or returns a canonical base
// document: one that passes again unchanged.
func FuzzSubmissionCheck(f *testing.F) {
	text, err := json.Marshal(person())
	require.NoError(f, err)
	f.Add(text, false)
	text, err = json.Marshal(company())
	require.NoError(f, err)
	f.Add(text, true)
	f.Add([]byte(`{"name":"\u0000","ownership_percentage":"1e2147483647","phone_number":"+1(123)123-1234"}`), true)
	f.Fuzz(func(t *testing.T, text []byte, business bool) {
		var s document.Submission
		if json.Unmarshal(text, &s) != nil {
			return
		}
		r := document.Rules{Today: today, Business: business}
		b, err := s.Check("documents[0]", r)
		if err != nil {
			require.Equal(t, document.Base{}, b)
			require.NotEmpty(t, datatest.Faults(err))
			return
		}
		same := b.Submission()
		if b.PhoneGrade == bonafide.Implausible {
			same.PhoneNumber, same.AddressCountryCode = s.PhoneNumber, s.AddressCountryCode // such a number may read otherwise in E.164
		}
		again, err := same.Check("documents[0]", r)
		require.NoError(t, err)
		require.Equal(t, b, again)
		b.Warnings()
		for _, class := range document.Classes() {
			for _, in := range s.Docs(class) {
				d, content, err := document.NewSub("d1", "a1", class, in, fuzzKey, r, noon)
				if err != nil {
					require.Equal(t, document.Sub{}, d)
					require.Nil(t, content)
				}
			}
		}
	})
}

var fuzzKey = func() *bonafide.DataKey {
	key, err := bonafide.EphemeralKeys().NewDataKey(background, "user", "fuzz")
	if err != nil {
		panic(err)
	}
	return key
}()

func BenchmarkSubmissionCheck(b *testing.B) {
	s := person()
	b.Run("check", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := s.Check("documents[0]", rules); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("floor: the phone number alone", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, _, err := phone.Parse(s.PhoneNumber, "US"); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkNewSub(b *testing.B) {
	key := datatest.DataKey(b)
	in := virtual(document.SSN, "123-45-2222")
	b.Run("SSN", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, _, err := document.NewSub("d1", "a1", document.Virtual, in, key, rules, noon); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("floor: sealing alone", func(b *testing.B) {
		b.ReportAllocs()
		value := secret("123452222")
		for b.Loop() {
			if _, err := key.Seal("documents/d1", value, "m"); err != nil {
				b.Fatal(err)
			}
		}
	})
	uri := datatest.DataURI("application/pdf", append(bytes.Repeat([]byte("%comment\n"), 100_000), uploadtest.PDF("")...))
	b.Run("data URI of 0.9 MB", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, _, err := upload.ParseDataURI(uri, 10<<20); err != nil {
				b.Fatal(err)
			}
		}
	})
}
