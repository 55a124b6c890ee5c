package casefile_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/ownership"
)

// Every fault of a request is told at once, with its path, and no value.
func TestCreateFaults(t *testing.T) {
	b := setup(t)
	bad := casefile.CreateRequest{
		Name: strings.Repeat("x", 181), Status: casefile.Approved, ExternalID: "a\tb", Template: "none", Tags: []string{"a", "A", "b|c"},
		Metadata: map[string]string{"k": strings.Repeat("x", 501)},
		Companies: []casefile.CompanyInput{
			company("One"), company("Two"),
			{CompanyFields: casefile.CompanyFields{Status: "odd", Country: "XX", ELF: "12", Website: "ftp://x", Structure: "odd", Name: strings.Repeat("x", 161)},
				CompanySecrets: casefile.CompanySecrets{IBAN: bonafide.NewSecret("GB82WEST12345698765433")}, Type: "odd"},
		},
		Individuals: []casefile.IndividualInput{
			{Ref: "p", IndividualFields: casefile.IndividualFields{IsBusinessContact: true, IsDelegator: true, IsSignatory: true, Gender: "x", BirthCountry: "XX", Phone: "123",
				Nationalities: []bonafide.Country{"FR", "FR"}, Roles: []ownership.Role{"king"}, TotalOwnership: percent(101)}},
			{Ref: "p", IndividualFields: casefile.IndividualFields{FirstName: "A", LastName: "B", Email: "no"}, Relations: []casefile.RelationInput{{ToRef: "none"}, {From: "x"}}},
		},
	}
	_, err := b.cases.Create(ctx, acme, bad)
	for path, code := range map[string]bonafide.Code{
		"name": bonafide.CodeTooLong, "status": bonafide.CodeNotAllowed, "external_id": bonafide.CodeMalformed, "template_key": bonafide.CodeUnknown,
		"metadata.value": bonafide.CodeTooLong, "companies[1].type": casefile.CodeMainCompany, "companies[2].type": bonafide.CodeUnknown,
		"companies[2].status": bonafide.CodeUnknown, "companies[2].country": bonafide.CodeUnknown, "companies[2].entity_legal_form": bonafide.CodeMalformed,
		"companies[2].website_url": bonafide.CodeMalformed, "companies[2].structure": bonafide.CodeUnknown,
		"companies[2].name": bonafide.CodeTooLong, "companies[2].iban": bonafide.CodeMismatch,
		"individuals[0].last_name": bonafide.CodeRequired, "individuals[0].email": bonafide.CodeRequired,
		"individuals[0].is_signatory": bonafide.CodeMismatch, "individuals[0].gender": bonafide.CodeUnknown, "individuals[0].birth_country": bonafide.CodeUnknown,
		"individuals[0].phone_number": bonafide.CodeMalformed, "individuals[0].nationalities[1]": bonafide.CodeRepeated, "individuals[0].roles[0]": bonafide.CodeUnknown,
		"individuals[0].ownership_percentage": bonafide.CodeOutOfRange, "individuals[1].ref": bonafide.CodeRepeated, "individuals[1].email": bonafide.CodeMalformed,
		"individuals[1].relations[0].to_ref": bonafide.CodeUnknown, "individuals[1].relations[1].from": bonafide.CodeNotAllowed,
	} {
		invalid(t, err, path, code)
	}
	invalid(t, err, "tags", bonafide.CodeRepeated)
	invalid(t, err, "tags", bonafide.CodeMalformed)
	many := casefile.CreateRequest{Name: "x", Companies: []casefile.CompanyInput{company("A")}}
	for range 80 {
		many.Individuals = append(many.Individuals, person("A", "B"))
	}
	_, err = b.cases.Create(ctx, acme, many)
	invalid(t, err, "individuals", bonafide.CodeTooMany) // the longer list
	many.Individuals = many.Individuals[:79]
	_, err = b.cases.Create(ctx, acme, many)
	require.NoError(t, err, "eighty entities fit into one batch")
	_, err = b.cases.Create(ctx, acme, casefile.CreateRequest{Name: "x", Companies: []casefile.CompanyInput{affiliate("A")}})
	invalid(t, err, "companies[0].type", casefile.CodeNoMainCompany)
}

// Numbers are held to the rules of those who issue them: the length of a country's
// IBANs (ISO 13616-2), the shape of an EIN (IRS Publication 1635).
func TestNumbersOfCompanies(t *testing.T) {
	b := setup(t)
	create := func(iban, ein string) (casefile.Case, error) {
		x := company("One")
		x.CompanySecrets = casefile.CompanySecrets{IBAN: bonafide.NewSecret(iban), EmployerNumber: bonafide.NewSecret(ein)}
		return b.cases.Create(ctx, acme, casefile.CreateRequest{Name: "x", Companies: []casefile.CompanyInput{x}})
	}
	for typed, code := range map[string]bonafide.Code{
		"AT32 0100 0000 0173 363": bonafide.CodeTooShort, "0100000001733630": bonafide.CodeMalformed, "DE8937040044053201300A": bonafide.CodeMalformed, "DE88370400440532013000": bonafide.CodeMismatch,
		"QQ89370400440532013000": bonafide.CodeUnknown,
	} {
		_, err := create(typed, "")
		invalid(t, err, "companies[0].iban", code)
	}
	_, err := create("DE903704004405320", "banana") // check digits that are right, five digits too few
	invalid(t, err, "companies[0].iban", bonafide.CodeTooShort)
	invalid(t, err, "companies[0].employer_identification_number", bonafide.CodeMalformed)
	c, err := create("de89 3704 0044 0532 0130 00", "12-3456789")
	require.NoError(t, err)
	assert.Equal(t, "******************3000", c.Companies[0].IBAN.Mask)
	assert.Equal(t, "*****6789", c.Companies[0].EmployerNumber.Mask, "without the hyphen")
}

// Somebody who is a customer was born, and lives; a day that no calendar has is a fault
// of its field.
func TestBirthDates(t *testing.T) {
	b := setup(t)
	today := bonafide.DateOf(b.now().UTC())
	for date, code := range map[bonafide.Date]bonafide.Code{
		today: "", today.AddYears(-130): "", {}: "",
		today.AddDays(2):                 bonafide.CodeOutOfRange,
		{Year: 1815, Month: 1, Day: 1}:   bonafide.CodeOutOfRange,
		{Year: 2023, Month: 2, Day: 30}:  bonafide.CodeMalformed,
		{Year: 10000, Month: 1, Day: 30}: bonafide.CodeMalformed,
	} {
		ana := person("Ana", "First")
		ana.BirthDate = date
		_, err := b.cases.Create(ctx, acme, casefile.CreateRequest{Name: "A", Individuals: []casefile.IndividualInput{ana}})
		if code == "" {
			assert.NoError(t, err, date)
			continue
		}
		assert.Equal(t, []string{"individuals[0].birth_date " + string(code)}, faultsOf(t, err), date)
	}
}

// Who bears one name only has it in either field (ICAO 9303-3, section 4.6, puts it where
// surnames stand; W3C, personal names: many forms have it where given names do).
func TestOneNameIsEnough(t *testing.T) {
	b := setup(t)
	for _, row := range []struct {
		first, last string
		want        []string
	}{
		{"", "Suharto", nil}, {"Suharto", "", nil}, {"  Suharto ", "", nil}, {"Suharto", "Suharto", nil},
		{"", "", []string{"individuals[0].last_name required"}},
		{" ", "", []string{"individuals[0].last_name required"}},
		{"\u200b", " ", []string{"individuals[0].last_name required"}},
		{"Ana", "Lo\u202epez\u200b", []string{"individuals[0].last_name malformed"}},
		{"A\u202ena", "", []string{"individuals[0].first_name malformed"}},
	} {
		c, err := b.cases.Create(ctx, acme, casefile.CreateRequest{Name: "x", Individuals: []casefile.IndividualInput{person(row.first, row.last)}})
		if row.want != nil {
			assert.Equal(t, row.want, faultsOf(t, err), "%q %q", row.first, row.last)
		} else if assert.NoError(t, err, "%q %q", row.first, row.last) {
			assert.Equal(t, "Suharto", strings.Fields(c.Individuals[0].Name())[0])
		}
	}
}
