package document_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/internal/datatest"
	"github.com/bonafide-go/bonafide/internal/uploadtest"
)

var background = context.Background()

// sandboxAnswer submits a document and asks the sandbox the n-th time.
func sandboxAnswer(t *testing.T, class document.Class, in document.SubSubmission, asks int) (document.Verdict, error) {
	t.Helper()
	key, files := datatest.DataKey(t), document.NewMemoryFiles()
	r := document.Rules{Today: today, Sandbox: true}
	b, err := person().Check("", r)
	require.NoError(t, err)
	d, sealed, err := document.NewSub("d1", "a1", class, in, key, r, noon)
	require.NoError(t, err)
	if sealed != nil {
		require.NoError(t, files.Put(background, d.File.Key, sealed))
	}
	for range asks {
		d, err = d.Ask(noon, time.Minute)
		require.NoError(t, err)
	}
	request, err := d.Request("u1", b, key, files)
	require.NoError(t, err)
	return document.NewSandbox(nil).Verify(background, request)
}

// Synapse users, testing in sandbox; the rows of our own are marked in the table.
func TestSandboxValues(t *testing.T) {
	invalid := func(reason string) document.Verdict {
		return document.Verdict{Outcome: document.OutcomeInvalid, Reasons: []string{reason}}
	}
	valid, pending, unavailable := document.Verdict{Outcome: document.OutcomeValid},
		document.Verdict{Outcome: document.OutcomePending}, document.Verdict{Outcome: document.OutcomeUnavailable}
	image := func(scenario string) document.SubSubmission {
		return document.SubSubmission{Type: document.GovtID, Value: datatest.DataURI("image/png", document.SandboxImage(scenario))}
	}
	mailing := func(street string) document.SubSubmission {
		return document.SubSubmission{Type: document.MailingAddress, Meta: document.MetaSubmission{
			AddressStreet: street, AddressCity: "Fail City", AddressSubdivision: "FS", AddressPostalCode: "00000", AddressCountryCode: "US",
		}}
	}
	for name, row := range map[string]struct {
		class document.Class
		in    document.SubSubmission
		want  []document.Verdict // of the first, second … call
	}{
		"2222":                  {document.Virtual, virtual(document.SSN, "777-77-2222"), []document.Verdict{valid, valid}},
		"1111":                  {document.Virtual, virtual(document.SSN, "777-77-1111"), []document.Verdict{invalid(document.ReasonNumberNotConfirmed)}},
		"any other":             {document.Virtual, virtual(document.SSN, "123-45-6789"), []document.Verdict{invalid(document.ReasonNumberNotConfirmed)}},
		"4444":                  {document.Virtual, virtual(document.SSN, "777-77-4444"), []document.Verdict{pending, pending, pending}},
		"5555":                  {document.Virtual, virtual(document.SSN, "777-77-5555"), []document.Verdict{unavailable, unavailable}},
		"6666":                  {document.Virtual, virtual(document.SSN, "777-77-6666"), []document.Verdict{{Outcome: document.OutcomePending, ReviewDue: noon.AddDate(0, 0, 4)}}},
		"7777":                  {document.Virtual, virtual(document.SSN, "777-77-7777"), []document.Verdict{pending, valid}},
		"8888":                  {document.Virtual, virtual(document.SSN, "777-77-8888"), []document.Verdict{unavailable, valid}},
		"9999":                  {document.Virtual, virtual(document.SSN, "777-77-9999"), []document.Verdict{invalid(document.ReasonPotentialFraud)}},
		"placeholder, invalid":  {document.Physical, virtual(document.GovtID, "data:image/invalid;base64,SUQs=="), []document.Verdict{invalid(document.ReasonPoorImageQuality)}},
		"placeholder, valid":    {document.Physical, virtual(document.GovtID, "data:image/gif;base64,SUQs=="), []document.Verdict{valid}},
		"any image":             {document.Physical, document.SubSubmission{Type: document.GovtID, Value: datatest.DataURI("image/png", uploadtest.PNG())}, []document.Verdict{valid}},
		"image 2222":            {document.Physical, image("2222"), []document.Verdict{valid}},
		"image 7777":            {document.Physical, image("7777"), []document.Verdict{pending, valid}},
		"image 9999":            {document.Physical, image("9999"), []document.Verdict{invalid(document.ReasonPotentialFraud)}},
		"image of a reason":     {document.Physical, image(document.ReasonNameMismatch), []document.Verdict{invalid(document.ReasonNameMismatch)}},
		"facebook":              {document.Social, virtual(document.Facebook, "https://www.facebook.com/invalid"), []document.Verdict{invalid(document.ReasonProfileNotConfirmed)}},
		"linkedin":              {document.Social, virtual(document.LinkedIn, "https://www.linkedin.com/invalid"), []document.Verdict{invalid(document.ReasonProfileNotConfirmed)}},
		"twitter":               {document.Social, virtual(document.Twitter, "https://twitter.com/invalid"), []document.Verdict{invalid(document.ReasonProfileNotConfirmed)}},
		"twitter, another":      {document.Social, virtual(document.Twitter, "https://twitter.com/ana"), []document.Verdict{valid}},
		"mailing address":       {document.Social, mailing("123 Fail Address"), []document.Verdict{invalid(document.ReasonInvalidAddress)}},
		"mailing address, unit": {document.Social, mailing("1 Market Street wrong unit"), []document.Verdict{invalid(document.ReasonAddressHasWrongUnit)}},
		"mailing address, good": {document.Social, mailing("325 S Santa Claus Ln"), []document.Verdict{valid}},
	} {
		t.Run(name, func(t *testing.T) {
			for i, want := range row.want {
				want.Reference, want.Verifier = "sandbox-a1", "sandbox"
				got, err := sandboxAnswer(t, row.class, row.in, i+1)
				require.NoError(t, err)
				assert.Equal(t, want, got, "call %d", i+1)
			}
		})
	}
	verdict, err := sandboxAnswer(t, document.Virtual, virtual(document.SSN, "777-77-0000"), 1)
	assert.Error(t, err)
	assert.Equal(t, document.Verdict{}, verdict)

	own := 0
	for _, v := range document.SandboxValues() {
		assert.NotEmpty(t, v.Where+v.Value+v.Result)
		if v.Own {
			own++
		}
	}
	assert.Equal(t, 11, own)
}

// What follows from the base document: EMAIL, IP, PHONE_NUMBER, ADDRESS, DATE.
func TestSandboxDerived(t *testing.T) {
	answers := func(change func(*document.Submission)) map[document.Type]document.Outcome {
		key := datatest.DataKey(t)
		s := person()
		change(&s)
		b, err := s.Check("", rules)
		require.NoError(t, err)
		b, err = b.Derive(ids(), key, noon)
		require.NoError(t, err)
		out := map[document.Type]document.Outcome{}
		for d := range b.Subs() {
			request, err := d.Request("u1", b, key, nil)
			require.NoError(t, err)
			verdict, err := document.NewSandbox(nil).Verify(background, request)
			require.NoError(t, err)
			out[d.Type] = verdict.Outcome
		}
		return out
	}
	const valid, invalid = document.OutcomeValid, document.OutcomeInvalid
	want := func(bad ...document.Type) map[document.Type]document.Outcome {
		m := map[document.Type]document.Outcome{document.Email: valid, document.IP: valid, document.PhoneNumber: valid, document.Address: valid, document.Date: valid}
		for _, t := range bad {
			m[t] = invalid
		}
		return m
	}
	assert.Equal(t, want(), answers(func(*document.Submission) {}))
	assert.Equal(t, want(document.Email), answers(func(s *document.Submission) { s.Email = "invalid@gmail.com" }))
	assert.Equal(t, want(document.IP), answers(func(s *document.Submission) { s.IP = "255.255.255.0" }))
	assert.Equal(t, want(document.PhoneNumber), answers(func(s *document.Submission) { s.PhoneNumber = "541-754-3010" }))
	assert.Equal(t, want(document.Address), answers(func(s *document.Submission) { s.AddressStreet = "123 fail address" }))
	assert.Equal(t, want(), answers(func(s *document.Submission) { s.AddressStreet = "325 S Santa Claus Ln" }))
}

func TestSandboxPendingFirst(t *testing.T) {
	sandbox := document.NewSandbox(&document.SandboxOptions{PendingFirst: true})
	request := document.Request{Attempt: "a1", Class: document.Virtual, Type: document.SSN, Value: secret("777772222"), Asks: 1}
	verdict, err := sandbox.Verify(background, request)
	require.NoError(t, err)
	assert.Equal(t, document.Verdict{Outcome: document.OutcomePending, Reference: "sandbox-a1", Verifier: "sandbox"}, verdict)
	request.Asks = 2
	verdict, err = sandbox.Verify(background, request)
	require.NoError(t, err)
	assert.Equal(t, document.OutcomeValid, verdict.Outcome)

	ctx, cancel := context.WithCancel(background)
	cancel()
	_, err = sandbox.Verify(ctx, request)
	assert.ErrorIs(t, err, context.Canceled)
}

// An outage never reads as a verdict.
func TestVerifyFailsSafe(t *testing.T) {
	answer := func(v document.Verdict, err error) document.Verifier {
		return document.VerifierFunc(func(context.Context, document.Request) (document.Verdict, error) { return v, err })
	}
	outage := errors.New("connection refused")
	for name, v := range map[string]document.Verifier{
		"error":            answer(document.Verdict{}, outage),
		"error with valid": answer(document.Verdict{Outcome: document.OutcomeValid}, outage),
		"no outcome":       answer(document.Verdict{}, nil),
		"unknown outcome":  answer(document.Verdict{Outcome: "VALID"}, nil),
		"none":             nil,
		"no route":         document.NewRouter(),
		"route to none":    document.NewRouter(document.Route{}),
	} {
		verdict, _ := document.Verify(background, v, document.Request{Class: document.Virtual, Type: document.SSN})
		assert.Equal(t, document.OutcomeUnavailable, verdict.Outcome, name)
		assert.Empty(t, verdict.Reasons)
	}
	_, err := document.Verify(background, answer(document.Verdict{}, outage), document.Request{})
	assert.ErrorIs(t, err, outage, "for the host's log")
}

func TestRouter(t *testing.T) {
	named := func(outcome document.Outcome, name string) document.Verifier {
		return document.VerifierFunc(func(context.Context, document.Request) (document.Verdict, error) {
			return document.Verdict{Outcome: outcome, Verifier: name}, nil
		})
	}
	router := document.NewRouter(
		document.Route{Name: "tin", Class: document.Virtual, Types: []document.Type{document.SSN, document.TIN}, Verifier: named(document.OutcomeValid, "")},
		document.Route{Name: "german", Class: document.Physical, Countries: []bonafide.Country{"DE"}, Verifier: named(document.OutcomeValid, "own name")},
		document.Route{Name: "photos", Class: document.Physical, Verifier: named(document.OutcomePending, "")},
		document.Route{Name: "nobody", Types: []document.Type{document.DUNS}},
	)
	for _, row := range []struct {
		r    document.Request
		want document.Verdict
	}{
		{document.Request{Class: document.Virtual, Type: document.SSN}, document.Verdict{Outcome: document.OutcomeValid, Verifier: "tin"}},
		{document.Request{Class: document.Physical, Type: document.NationalID, Meta: document.Meta{CountryCode: "DE"}},
			document.Verdict{Outcome: document.OutcomeValid, Verifier: "own name"}},
		{document.Request{Class: document.Physical, Type: document.UtilityBill, Base: document.Base{AddressCountryCode: "DE"}},
			document.Verdict{Outcome: document.OutcomeValid, Verifier: "own name"}},
		{document.Request{Class: document.Physical, Type: document.NationalID, Meta: document.Meta{CountryCode: "FR"}, Base: document.Base{AddressCountryCode: "DE"}},
			document.Verdict{Outcome: document.OutcomePending, Verifier: "photos"}},
		{document.Request{Class: document.Virtual, Type: document.DUNS}, document.Verdict{Outcome: document.OutcomeUnavailable, Verifier: "nobody"}},
		{document.Request{Class: document.Social, Type: document.Email}, document.Verdict{Outcome: document.OutcomeUnavailable}},
	} {
		got, err := router.Verify(background, row.r)
		require.NoError(t, err)
		assert.Equal(t, row.want, got, row.r.Type)
	}
	var names []document.Type
	for _, info := range router.Unrouted() {
		assert.True(t, info.Checked)
		assert.NotEqual(t, document.Physical, info.Class)
		names = append(names, info.Type)
	}
	assert.Contains(t, names, document.DUNS, "a route without a verifier is none")
	assert.NotContains(t, names, document.SSN)
	assert.Empty(t, document.NewRouter(document.Route{Verifier: document.NewSandbox(nil)}).Unrouted())
}

// Synapse address verification.
func TestVerifyAddresses(t *testing.T) {
	base := document.Base{AddressStreet: "base"}
	meta := document.Meta{Address: document.PostalAddress{Street: "mail"}}
	ask := func(t document.Type, d document.Deliverability, fail error) (document.Verdict, string, error) {
		var street string
		v := document.VerifyAddresses(document.AddressVerifierFunc(func(_ context.Context, a document.PostalAddress) (document.AddressResult, error) {
			street = a.Street
			return document.AddressResult{Deliverability: d, Reference: "r"}, fail
		}))
		verdict, err := v.Verify(background, document.Request{Class: document.Social, Type: t, Base: base, Meta: meta})
		return verdict, street, err
	}
	const valid, invalid, unavailable = document.OutcomeValid, document.OutcomeInvalid, document.OutcomeUnavailable
	for d, want := range map[document.Deliverability][2]document.Outcome{ // of ADDRESS, of MAILING_ADDRESS
		"usps_deliverable": {valid, valid}, "deliverable": {valid, valid}, "deliverable_incorrect_unit": {valid, invalid},
		"deliverable_missing_unit": {valid, valid}, "deliverable_unnecessary_unit": {valid, valid},
		"deliverable_unneccessary_unit": {valid, valid}, "google_undeliverable": {invalid, invalid}, "": {unavailable, unavailable}, "mars": {unavailable, unavailable},
	} {
		verdict, street, err := ask(document.Address, d, nil)
		require.NoError(t, err)
		require.NotNil(t, verdict.Mail, "what was found is kept")
		assert.Equal(t, d, verdict.Mail.Deliverability)
		assert.Equal(t, "base", street)
		assert.Equal(t, want[0], verdict.Outcome, d)
		verdict, street, err = ask(document.MailingAddress, d, nil)
		require.NoError(t, err)
		assert.Equal(t, "mail", street)
		assert.Equal(t, want[1], verdict.Outcome, d)
		assert.Equal(t, verdict.Outcome == invalid, len(verdict.Reasons) == 1)
	}
	verdict, _, err := ask(document.Address, document.Deliverable, context.DeadlineExceeded)
	assert.ErrorIs(t, err, context.DeadlineExceeded)
	assert.Equal(t, document.Verdict{}, verdict)
	verdict, _, err = ask(document.Email, document.Deliverable, nil)
	require.NoError(t, err)
	assert.Equal(t, unavailable, verdict.Outcome)
}

func TestRequest(t *testing.T) {
	key := datatest.DataKey(t)
	in := virtual(document.Passport, "A12345678")
	in.Meta = document.MetaSubmission{CountryCode: "US", IDNumber: secret("77")}
	d := newSub(t, key, document.Virtual, in, rules)
	d, err := d.Ask(noon, time.Minute)
	require.NoError(t, err)
	r, err := d.Request("u1", document.Base{ID: "b1"}, key, nil)
	require.NoError(t, err)
	assert.True(t, r.Value.Equal(secret("A12345678")))
	assert.True(t, r.IDNumber.Equal(secret("77")))
	assert.Nil(t, r.File)
	assert.Equal(t, []any{"a1", 1, noon, "u1", "b1", "d1", bonafide.Plausible}, []any{r.Attempt, r.Asks, r.At, r.UserID, r.BaseID, r.DocumentID, r.Grade})
	_, err = d.Request("u1", document.Base{}, datatest.DataKey(t), nil)
	assert.ErrorIs(t, err, bonafide.ErrSealed)

	d, sealed, err := document.NewSub("d2", "a2", document.Physical,
		document.SubSubmission{Type: document.GovtID, Value: datatest.DataURI("image/png", uploadtest.PNG())}, key, rules, noon)
	require.NoError(t, err)
	r, err = d.Request("u1", document.Base{}, key, nil)
	require.NoError(t, err)
	_, err = r.File(background)
	assert.ErrorIs(t, err, bonafide.ErrNotConfigured)
	files := document.NewMemoryFiles()
	r, err = d.Request("u1", document.Base{}, key, files)
	require.NoError(t, err)
	_, err = r.File(background)
	assert.ErrorIs(t, err, bonafide.ErrNotFound)
	require.NoError(t, files.Put(background, d.File.Key, sealed))
	content, err := r.File(background)
	require.NoError(t, err)
	assert.Equal(t, uploadtest.PNG(), content)
}

// "EIN letter value is compared with the virtual TIN" (Synapse, how KYC is checked): a
// verifier reads what stands beside the document that it is asked about.
func TestRequestBeside(t *testing.T) {
	key, files := datatest.DataKey(t), document.NewMemoryFiles()
	business := rules
	business.Business, business.Kind = true, document.Business
	number, _, err := document.NewSub("d1", "a1", document.Virtual, virtual(document.TIN, "98-7654321"), key, business, noon)
	require.NoError(t, err)
	letter, sealed, err := document.NewSub("d2", "a2", document.Physical,
		document.SubSubmission{Type: document.EINDoc, Value: datatest.DataURI("image/png", uploadtest.PNG())}, key, business, noon)
	require.NoError(t, err)
	require.NoError(t, files.Put(background, letter.File.Key, sealed))
	base := document.Base{ID: "b1", Virtual: []document.Sub{number}, Physical: []document.Sub{letter}}

	asked, err := letter.Request("u1", base, key, files)
	require.NoError(t, err)
	beside, err := asked.Beside("d1")
	require.NoError(t, err)
	assert.True(t, beside.Value.Equal(secret("987654321")))
	back, err := beside.Beside("d2")
	require.NoError(t, err)
	content, err := back.File(background)
	require.NoError(t, err)
	assert.Equal(t, uploadtest.PNG(), content)
	_, err = asked.Beside("d3")
	assert.ErrorIs(t, err, bonafide.ErrNotFound)
}

func TestDuplicateTerms(t *testing.T) {
	key := datatest.DataKey(t)
	terms := func(change func(*document.Submission), subs ...document.Sub) map[string]string { // values of one field in a row
		s := person()
		change(&s)
		b, err := s.Check("", rules)
		require.NoError(t, err)
		b.Virtual = subs
		list, err := b.DuplicateTerms(key)
		require.NoError(t, err)
		m := map[string]string{}
		for _, term := range list {
			m[term.Field] += term.Value.Reveal()
		}
		return m
	}
	plain := terms(func(*document.Submission) {})
	assert.Len(t, plain, 3)
	assert.Equal(t, plain, terms(func(s *document.Submission) {
		s.Name, s.AddressStreet, s.Email = "ANA LUCIA  RAMIREZ", "1 market street", "Ana@example.com"
	}), "writing does not matter")
	for field, changed := range map[string]map[string]string{
		"duplicate_name_and_date_of_birth": terms(func(s *document.Submission) { s.Name = "Ramírez, Ana Lucía" }),
		"duplicate_name_and_email":         terms(func(s *document.Submission) { s.Email = "ana+second@example.com" }),
		"duplicate_name_and_address":       terms(func(s *document.Submission) { s.AddressStreet, s.AddressPostalCode = "1 Market St.", "94105-1234" }),
	} {
		assert.Equal(t, plain[field], changed[field], field)
	}
	other := terms(func(s *document.Submission) { s.Name, s.Email = "Bo Ng", "bo@example.com" })
	for field, value := range plain {
		assert.NotEqual(t, value, other[field])
	}

	ssn := newSub(t, key, document.Virtual, virtual(document.SSN, "123-45-6789"), rules)
	tin := newSub(t, key, document.Virtual, virtual(document.TIN, "123-45-6789"), rules)
	ein := newSub(t, key, document.Virtual, virtual(document.TIN, "12-3456789"), document.Rules{Today: today, Kind: document.Business})
	license := newSub(t, key, document.Virtual,
		document.SubSubmission{Type: document.DriversLicense, Value: secret("A1234567"), Meta: document.MetaSubmission{CountryCode: "US", StateCode: "CA"}},
		rules)
	none := func(*document.Submission) {}
	assert.Equal(t, terms(none, ssn)["duplicate_ssn"], terms(none, tin)["duplicate_ssn"], "the same number under another type")
	assert.NotEmpty(t, terms(none, ssn)["duplicate_ssn"])
	assert.Empty(t, terms(none, ein)["duplicate_ssn"], "nine bare digits of an EIN are no SSN")
	assert.Equal(t, "123456789", terms(none, ein)["duplicate_tin"])
	assert.Contains(t, terms(none, license)["duplicate_name_and_drive_license_number"], "A1234567")
	refused := ssn
	refused.Status = document.Invalid
	assert.NotContains(t, terms(none, refused), "duplicate_ssn")
	refused.Status = document.Blacklisted
	assert.Contains(t, terms(none, refused), "duplicate_ssn", "a locked user has it: one of the set")

	b := document.Base{Virtual: []document.Sub{ssn}}
	_, err := b.DuplicateTerms(datatest.DataKey(t))
	assert.ErrorIs(t, err, bonafide.ErrSealed)
	assert.Len(t, document.DuplicateReasons(), 13) // Synapse users, get duplicates; a number that had another user, and four of similar names
}

// The fingerprint of a value does not depend on who submits it.
func TestTerm(t *testing.T) {
	good := uploadtest.Good()
	for _, info := range document.Types() {
		if info.Class == document.Social || !info.Checked {
			continue
		}
		var first document.Term
		for i := range 2 {
			key := datatest.DataKey(t)
			in := document.SubSubmission{Type: info.Type, Value: secret("777-77-2222"), Meta: document.MetaSubmission{CountryCode: "FR"}}
			switch {
			case info.Class == document.Physical:
				media := info.Media[0]
				in.Value = datatest.DataURI(string(media), good[media][0])
			case info.Type == document.ITIN:
				in.Value = secret("912-70-1234")
			case info.Type == document.TIN && info.For(document.Business), info.Type == document.DUNS:
				in.Value = secret("777772222")
			case info.Type == document.UEI:
				in.Value = secret("SMNWM6HN79X5")
			case info.Type == document.LEI:
				in.Value = secret("5493001KJTIIGC8Y1R12")
			case info.Type == document.VAT:
				in.Value = secret("DE123456789")
			}
			if info.Issuer == document.USIssuer {
				in.Meta.CountryCode = "US"
			}
			d := newSub(t, key, info.Class, in, document.Rules{Today: today, Kind: info.Who[0]})
			term, ok, err := d.Term(key)
			require.NoError(t, err)
			require.True(t, ok, info.Type)
			assert.False(t, term.Value.IsZero())
			if i == 0 {
				first = term
				continue
			}
			assert.Equal(t, first.Field, term.Field)
			assert.True(t, first.Value.Equal(term.Value), info.Type)
		}
	}
	_, ok, err := document.Sub{Class: document.Social}.Term(datatest.DataKey(t))
	assert.False(t, ok)
	assert.NoError(t, err)
}

func TestCheckMRZ(t *testing.T) {
	const specimen = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10" // ICAO 9303-4
	anna := document.Base{Name: "Anna Maria Eriksson", Day: 12, Month: 8, Year: 1974}
	then := bonafide.Date{Year: 2012, Month: 4, Day: 15}
	zone, reasons := anna.CheckMRZ(specimen, then)
	assert.Empty(t, reasons, "valid through its last day")
	assert.Equal(t, "ERIKSSON", zone.Surname)
	_, reasons = anna.CheckMRZ(specimen, then.AddDays(1))
	assert.Equal(t, []string{"expired_document"}, reasons)
	other := document.Base{Name: "Ana Eriksson", Day: 13, Month: 8, Year: 1974}
	_, reasons = other.CheckMRZ(specimen, today)
	assert.Equal(t, []string{"name_mismatch_mrz", "dob_mismatch", "expired_document"}, reasons)
	for _, row := range []struct {
		name, alias string
		want        []string
	}{
		{"安娜埃里克森", "Anna Maria Eriksson", nil}, // no table of 9303-3 has these letters
		{"安娜埃里克森", "Bo Ng", []string{"name_mismatch_mrz"}},
		{"安娜埃里克森", "", []string{"name_mismatch_mrz"}},
		{"Bo Ng", "Anna Maria Eriksson", []string{"name_mismatch_mrz"}}, // its letters tell
	} {
		b := anna
		b.Name, b.Alias = row.name, row.alias
		_, reasons := b.CheckMRZ(specimen, then)
		assert.Equal(t, row.want, reasons, "%s, %s", row.name, row.alias)
	}
	zone, reasons = anna.CheckMRZ(specimen[1:], then)
	assert.Equal(t, []string{"mrz_undetected"}, reasons)
	assert.Empty(t, zone.Surname)
}

// The course of one document: submitted, asked, pending, resolved later.
func ExampleSub_Resolve() {
	keys := bonafide.EphemeralKeys()
	key, _ := keys.NewDataKey(background, "user", "u1")
	in := document.SubSubmission{Type: document.SSN, Value: bonafide.NewSecret("777-77-2222")}
	ssn, _, err := document.NewSub("d1", "a1", document.Virtual, in, key, document.Rules{Today: today}, noon)
	fmt.Println(ssn.Status, ssn.Value, err)

	ssn, _ = ssn.Ask(noon, time.Minute)
	request, _ := ssn.Request("u1", document.Base{ID: "b1"}, key, nil)
	verdict, _ := document.Verify(background, document.NewSandbox(&document.SandboxOptions{PendingFirst: true}), request)
	ssn, _, _ = ssn.Resolve(request.Attempt, verdict, noon)
	fmt.Println(verdict.Outcome, ssn.Status)

	ssn, changed, _ := ssn.Resolve("a1", document.Verdict{Outcome: document.OutcomeValid}, noon.Add(time.Hour))
	fmt.Println(changed, ssn.Status)
	ssn, changed, _ = ssn.Resolve("a1", document.Verdict{Outcome: document.OutcomePending}, noon.Add(2*time.Hour))
	fmt.Println(changed, ssn.Status)
	// Output:
	// SUBMITTED|REVIEWING ***-**-2222 <nil>
	// pending SUBMITTED|REVIEWING
	// true SUBMITTED|VALID
	// false SUBMITTED|VALID
}
