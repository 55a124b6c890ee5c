package tax

import (
	"slices"
	"strings"

	"github.com/bonafide-go/bonafide/internal/text"
	"github.com/shopspring/decimal"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/identifier"
)

const (
	maxName  = 200 // characters
	maxText  = 500 // characters
	maxAge   = 130 // years
	usPerson = "US persons give a W-9 (Treas. Reg. 1.1441-1(c))"
)

// form gathers the faults of a form.
type form struct {
	faults bonafide.Faults
	today  bonafide.Date
}

func (f *form) text(path, value string, max int, required bool) string {
	return f.read(path, value, text.Intake{Max: max, Required: required})
}

// person reads the name of a person, or a part of it.
func (f *form) person(path, value string) string {
	return f.read(path, value, text.Intake{Max: maxName, Required: true, Refuse: text.NoName})
}

// business reads the name of a business, or that in which a person trades.
func (f *form) business(value string, required bool) string {
	return f.organization("business_name", value, required)
}

// organization reads the name of anybody who is no person.
func (f *form) organization(path, value string, required bool) string {
	return f.read(path, value, text.Intake{Max: maxName, Required: required, Refuse: text.NoBusinessName})
}

// oneOf holds a value against those of the form.
func oneOf[T ~string](f *form, path string, value T, all []T) {
	switch {
	case value == "":
		f.faults.Add(path, bonafide.CodeRequired)
	case !slices.Contains(all, value):
		f.faults.Add(path, bonafide.CodeUnknown)
	}
}

// signature reads who signs: with consent, and where an answer reaches them.
func (f *form) signature(s Signature) {
	if !s.Consent {
		f.faults.Add("signature.consent", bonafide.CodeRequired)
	}
	_, err := bonafide.ParseEmail(s.Email)
	f.faults.Merge("signature.email", err)
}

func (f *form) read(path, value string, as text.Intake) string {
	line, fault := as.Read(value)
	if fault != "" {
		f.faults.Add(path, bonafide.Code(fault))
	}
	return line
}

func (f *form) country(path, value string) bonafide.Country {
	if value == "" {
		f.faults.Add(path, bonafide.CodeRequired)
		return ""
	}
	c, err := bonafide.ReadCountry(value)
	f.faults.Merge(path, err)
	return c
}

// address reads an address by the rules of its country.
func (f *form) address(in AddressSubmission) Address {
	a, err := in.Check()
	f.faults.Merge("address.", err)
	return a
}

// birth reads a date of birth: not in the future, not 130 years ago.
func (f *form) birth(text string) bonafide.Date {
	if text == "" {
		f.faults.Add("date_of_birth", bonafide.CodeRequired)
		return bonafide.Date{}
	}
	d, err := bonafide.ParseDate(text)
	if f.faults.Merge("date_of_birth", err) {
		return bonafide.Date{}
	}
	if d.After(f.today) || d.Age(f.today) > maxAge {
		f.faults.Add("date_of_birth", bonafide.CodeOutOfRange)
	}
	return d
}

// tin reads a taxpayer number: which kind it must be follows from whose it is.
func (f *form) tin(value bonafide.Secret, kind document.EntityKind) identifier.Number {
	n, err := document.ParseNumber(document.TIN, kind, "US", "", value.Reveal())
	f.faults.Merge("tin", err)
	return n
}

// class reads line 3a of a W-9: a sole proprietor is a person, and every other class is not.
func (f *form) class(class Classification, kind document.EntityKind) Classification {
	switch {
	case class == "":
	case !slices.Contains(Classifications(), class):
		f.faults.Add("classification", bonafide.CodeUnknown)
	case (class == SoleProprietor) != (kind == document.Person):
		f.faults.AddRule("classification", bonafide.CodeMismatch, "line 3a (IRS, instructions for the requester of Form W-9)")
	}
	return class
}

// ownerTIN reads a taxpayer number as [form.tin]; a sole proprietor may have given that of the business
// (IRS, instructions for Form W-9, part I).
func (f *form) ownerTIN(value bonafide.Secret, kind document.EntityKind, class Classification) identifier.Number {
	if class == SoleProprietor && kind == document.Person {
		if _, err := document.ParseNumber(document.TIN, kind, "US", "", value.Reveal()); err != nil {
			if n, err := identifier.EIN(value.Reveal()); err == nil {
				return n
			}
		}
	}
	return f.tin(value, kind)
}

// Check returns the certificate of a form W-9 signed today, or an
// [*bonafide.InvalidError] with every fault ("tin", "address.line_1", …). id is new
// for the user.
func (s W9Submission) Check(id string, key *bonafide.DataKey, today bonafide.Date) (Certificate, error) {
	f := form{today: today}
	c := Certificate{ID: id, Form: FormW9, EntityType: EntityType(s.EntityType), SignedOn: today}
	f.id(id, today)
	kind := document.Person
	var born bonafide.Date
	switch c.EntityType {
	case Individual:
		first, last := f.person("first_name", s.FirstName), f.person("last_name", s.LastName)
		c.Name = strings.TrimSpace(first + " " + last)
		c.BusinessName = f.business(s.BusinessName, false)
		born = f.birth(s.DateOfBirth)
	case Company:
		kind = document.Business
		c.Name = f.business(s.BusinessName, true)
		if s.DateOfBirth != "" {
			born = f.birth(s.DateOfBirth)
		}
	case "":
		f.faults.Add("entity_type", bonafide.CodeRequired)
	default:
		f.faults.Add("entity_type", bonafide.CodeUnknown)
	}
	c.Class = f.class(s.Class, kind)
	number := f.ownerTIN(s.TIN, kind, c.Class)
	c.Address, c.TINGrade = f.address(s.Address), number.Grade
	if err := f.faults.Err(); err != nil {
		return Certificate{}, err
	}
	return c.seal(key, number, bonafide.Secret{}, born)
}

// Check returns the certificate of a form W-8BEN signed today, or an
// [*bonafide.InvalidError] with every fault. It is valid through the last day of the
// third year after: see [W8Expiry].
func (s W8BENSubmission) Check(id string, key *bonafide.DataKey, today bonafide.Date) (Certificate, error) {
	f := form{today: today}
	c := Certificate{ID: id, Form: FormW8BEN, EntityType: Individual, SignedOn: today, ExpiresOn: W8Expiry(today)}
	f.id(id, today)
	c.Name = f.person("name", s.Name)
	c.Citizenship = f.country("citizenship_country", s.CitizenshipCountry)
	if c.Citizenship == "US" {
		f.faults.AddRule("citizenship_country", bonafide.CodeNotAllowed, usPerson)
	}
	born := f.birth(s.DateOfBirth)
	c.Address = f.address(s.Address)
	var number identifier.Number
	if !s.TIN.IsZero() {
		number = f.tin(s.TIN, document.Person)
		c.TINGrade = number.Grade
	}
	foreign := f.text("foreign_tax_id", s.ForeignTaxID.Reveal(), 64, false)
	c.Treaty = f.treaty(treatyClaim{s.TreatyCountry, s.TreatyCitation, s.TreatyRate, s.TreatyExplanation, s.TreatyIncomeType})
	c.SignedBy = f.person("signature.name", s.Signature.Name)
	f.signature(s.Signature)
	if err := f.faults.Err(); err != nil {
		return Certificate{}, err
	}
	return c.seal(key, number, bonafide.NewSecret(foreign), born)
}

func (f *form) id(id string, today bonafide.Date) {
	if id == "" {
		f.faults.Add("id", bonafide.CodeRequired)
	}
	if today.IsZero() {
		f.faults.Add("today", bonafide.CodeRequired)
	}
}

// A treatyClaim is what a form says of a treaty.
type treatyClaim struct {
	country, citation, rate, explanation string
	income                               TreatyIncome
}

// treaty reads a claim to a lower rate: country, rate and kind of income go
// together, and no rate is above the 30 % that is withheld without a treaty.
func (f *form) treaty(s treatyClaim) *Treaty {
	if s == (treatyClaim{}) {
		return nil
	}
	t := Treaty{
		Country:     f.country("tax_treaty_country", s.country),
		Citation:    f.text("tax_treaty_citation", s.citation, maxText, false),
		Explanation: f.text("tax_treaty_explanation", s.explanation, maxText, false),
		IncomeType:  s.income,
	}
	oneOf(f, "tax_treaty_income_type", s.income, TreatyIncomes())
	rate, err := parseRate(s.rate)
	f.faults.Merge("tax_treaty_rate", err)
	t.Rate = rate
	return &t
}

func parseRate(text string) (string, error) {
	if text == "" {
		return "", bonafide.Invalid("", bonafide.CodeRequired)
	}
	if len(text) > 10 || strings.Trim(text, "0123456789.") != "" || strings.Trim(text, ".") != text {
		return "", bonafide.Invalid("", bonafide.CodeMalformed)
	}
	d, err := decimal.NewFromString(text)
	if err != nil {
		return "", bonafide.Invalid("", bonafide.CodeMalformed)
	}
	if d.GreaterThan(decimal.RequireFromString("0.3")) {
		return "", bonafide.Invalid("", bonafide.CodeOutOfRange)
	}
	return d.String(), nil
}

// seal encrypts what nobody reads back.
func (c Certificate) seal(key *bonafide.DataKey, number identifier.Number, foreign bonafide.Secret, born bonafide.Date) (Certificate, error) {
	var err error
	if c.TIN, err = key.Seal(c.Field("tin"), number.Value, number.Mask); err != nil {
		return Certificate{}, err
	}
	if c.ForeignTaxID, err = key.Seal(c.Field("foreign_tax_id"), foreign, bonafide.MaskTail(foreign.Reveal(), 4)); err != nil {
		return Certificate{}, err
	}
	if c.DateOfBirth, err = key.Seal(c.Field("date_of_birth"), bonafide.NewSecret(born.String()), "****-**-**"); err != nil {
		return Certificate{}, err
	}
	return c, nil
}
