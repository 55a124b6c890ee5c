package tax

import (
	"fmt"
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/identifier"
)

// FormResidence is the statement of tax residences that the Common Reporting Standard and
// FATCA ask account holders for (OECD, Standard for Automatic Exchange of Financial Account Information,
// section IV A; the intergovernmental agreements under FATCA, annex I).
const FormResidence Form = "tax_residence"

// NoTIN is why somebody has no number of a country of residence (OECD, CRS self-certification
// form, part 2).
type NoTIN string

// The reasons.
const (
	NotIssued   NoTIN = "A" // the country gives its residents no number
	NotObtained NoTIN = "B" // the holder could not obtain one, and says why
	NotRequired NoTIN = "C" // the country does not ask for numbers to be collected
)

// NoTINs lists the reasons.
func NoTINs() []NoTIN { return []NoTIN{NotIssued, NotObtained, NotRequired} }

// ReportingStatus is what an entity is under the Common Reporting Standard (section VIII D).
type ReportingStatus string

// The statuses of entities. Of a passive one the people who control it say where they are
// resident, each for themselves.
const (
	FinancialInstitution ReportingStatus = "financial_institution"
	ActiveNFE            ReportingStatus = "active_nfe"
	PassiveNFE           ReportingStatus = "passive_nfe"
)

// ReportingStatuses lists the statuses of entities.
func ReportingStatuses() []ReportingStatus {
	return []ReportingStatus{FinancialInstitution, ActiveNFE, PassiveNFE}
}

// maxResidences bounds the countries that one statement names.
const maxResidences = 10

// A ResidenceSubmission is a statement of tax residences as a host receives it.
type ResidenceSubmission struct {
	EntityType     EntityType        `json:"entity_type"`                    // individual or business
	Status         ReportingStatus   `json:"reporting_status,omitzero"`      // of a business
	Name           string            `json:"name"`                           // the full name
	DateOfBirth    string            `json:"date_of_birth,omitzero"`         // of an individual, "2006-01-02"
	CityOfBirth    string            `json:"city_of_birth,omitzero"`         // of an individual
	CountryOfBirth string            `json:"country_of_birth,omitzero"`      // of an individual, ISO 3166-1 alpha-2
	Incorporated   string            `json:"incorporation_country,omitzero"` // of a business
	Address        AddressSubmission `json:"address"`                        // of residence
	USPerson       *bool             `json:"us_person"`                      // a citizen or resident of the United States, or an entity organised there (26 USC 7701(a)(30))
	Residences     []ResidenceOf     `json:"residences"`                     // every country of tax residence, at most 10
	Signature      Signature         `json:"signature"`
}

// A ResidenceOf is one country of tax residence: with a number, or why there is none.
type ResidenceOf struct {
	Country     string          `json:"country"` // ISO 3166-1 alpha-2
	TIN         bonafide.Secret `json:"tin,omitzero"`
	NoTIN       NoTIN           `json:"no_tin,omitzero"`      // A, B or C
	Explanation string          `json:"explanation,omitzero"` // of reason B, at most 500 characters
}

// A Residence is a country of tax residence as it was certified. Its number is sealed
// under [SelfCertification.Field].
type Residence struct {
	Country     bonafide.Country `json:"country"`
	TIN         bonafide.Sealed  `json:"tin,omitzero"`
	Grade       bonafide.Grade   `json:"tin_grade,omitzero"` // empty where nothing is known of the country's numbers
	NoTIN       NoTIN            `json:"no_tin,omitzero"`
	Explanation string           `json:"explanation,omitzero"`
}

// A SelfCertification is a statement of tax residences that was accepted. It counts until a
// change of circumstances makes it wrong; a new one takes its place.
type SelfCertification struct {
	ID             string           `json:"id"`
	EntityType     EntityType       `json:"entity_type"`
	Status         ReportingStatus  `json:"reporting_status,omitzero"`
	Name           string           `json:"name"`
	DateOfBirth    bonafide.Sealed  `json:"date_of_birth,omitzero"`
	CityOfBirth    string           `json:"city_of_birth,omitzero"`
	CountryOfBirth bonafide.Country `json:"country_of_birth,omitzero"`
	Incorporated   bonafide.Country `json:"incorporation_country,omitzero"`
	Address        Address          `json:"address"`
	USPerson       bool             `json:"us_person"`
	Residences     []Residence      `json:"residences"`
	SignedBy       string           `json:"signed_by"`
	SignedOn       bonafide.Date    `json:"signed_on"`
}

// Field names the place that a part of the statement is sealed for: "date_of_birth", or "tin." and a country.
func (c SelfCertification) Field(part string) string { return "tax_residence/" + c.ID + "/" + part }

// Countries lists the countries of tax residence, as they were named. A host calls it to report
// accounts for each of them.
func (c SelfCertification) Countries() []bonafide.Country {
	var out []bonafide.Country
	for _, r := range c.Residences {
		out = append(out, r.Country)
	}
	return out
}

// Check returns the statement signed today, or an [*bonafide.InvalidError] with every
// fault ("residences[0].tin", …). Every country has a number or a reason, never both; reason B is
// explained; the United States are among the countries of a US person, with a number, and of nobody else.
func (s ResidenceSubmission) Check(id string, key *bonafide.DataKey, today bonafide.Date) (SelfCertification, error) {
	f := form{today: today}
	c := SelfCertification{ID: id, EntityType: s.EntityType, SignedOn: today}
	f.id(id, today)
	var born bonafide.Date
	kind := document.Person
	oneOf(&f, "entity_type", s.EntityType, []EntityType{Individual, Company})
	if s.EntityType == Company {
		kind = document.Business
		c.Name, c.Status = f.organization("name", s.Name, true), s.Status
		oneOf(&f, "reporting_status", s.Status, ReportingStatuses())
		c.Incorporated = f.country("incorporation_country", s.Incorporated)
		f.absent("date_of_birth", s.DateOfBirth)
		f.absent("city_of_birth", s.CityOfBirth)
		f.absent("country_of_birth", s.CountryOfBirth)
	} else {
		c.Name, born = f.person("name", s.Name), f.birth(s.DateOfBirth)
		c.CityOfBirth = f.text("city_of_birth", s.CityOfBirth, maxName, true)
		c.CountryOfBirth = f.country("country_of_birth", s.CountryOfBirth)
		f.absent("reporting_status", string(s.Status))
		f.absent("incorporation_country", s.Incorporated)
	}
	c.Address = f.address(s.Address)
	residences, numbers := f.residences(s.Residences, kind)
	c.Residences, c.USPerson = residences, f.usPerson(s.USPerson, residences)
	c.SignedBy = f.person("signature.name", s.Signature.Name)
	f.signature(s.Signature)
	if err := f.faults.Err(); err != nil {
		return SelfCertification{}, err
	}
	return c.seal(key, numbers, born)
}

// absent adds a fault for what somebody of the other kind says.
func (f *form) absent(path, value string) {
	if value != "" {
		f.faults.Add(path, bonafide.CodeNotAllowed)
	}
}

const statement = "every country of tax residence with its number, or reason A, B or C (OECD, CRS self-certification form, part 2)"

func (f *form) residences(given []ResidenceOf, kind document.EntityKind) (out []Residence, numbers []identifier.Number) {
	switch {
	case len(given) == 0:
		f.faults.AddRule("residences", bonafide.CodeRequired, statement)
	case len(given) > maxResidences:
		f.faults.Add("residences", bonafide.CodeTooMany)
		return nil, nil
	}
	for i, r := range given {
		path := fmt.Sprintf("residences[%d].", i)
		country := f.country(path+"country", r.Country)
		if country != "" && slices.ContainsFunc(out, func(o Residence) bool { return o.Country == country }) {
			f.faults.Add(path+"country", bonafide.CodeRepeated)
		}
		number := f.residenceTIN(path, country, r, kind)
		out = append(out, Residence{Country: country, Grade: number.Grade, NoTIN: r.NoTIN,
			Explanation: f.text(path+"explanation", r.Explanation, maxText, r.NoTIN == NotObtained)})
		numbers = append(numbers, number)
	}
	return out, numbers
}

// residenceTIN reads the number of one country, or the reason why there is none.
func (f *form) residenceTIN(path string, country bonafide.Country, r ResidenceOf, kind document.EntityKind) identifier.Number {
	switch {
	case r.TIN.IsZero() && r.NoTIN == "":
		f.faults.AddRule(path+"tin", bonafide.CodeRequired, statement)
	case r.NoTIN != "" && !slices.Contains(NoTINs(), r.NoTIN):
		f.faults.Add(path+"no_tin", bonafide.CodeUnknown)
	case !r.TIN.IsZero() && r.NoTIN != "":
		f.faults.AddRule(path+"no_tin", bonafide.CodeNotAllowed, statement)
	case country == "US" && r.NoTIN != "":
		f.faults.AddRule(path+"no_tin", bonafide.CodeNotAllowed, "US persons have a number and give it (26 USC 6109)")
	}
	if r.NoTIN != NotObtained && r.Explanation != "" {
		f.faults.AddRule(path+"explanation", bonafide.CodeNotAllowed, "explains reason B")
	}
	if r.TIN.IsZero() {
		return identifier.Number{}
	}
	as := document.StateIdentificationForeign
	if country == "US" {
		as = document.TIN
	}
	n, err := document.ParseNumber(as, kind, issuer(country, kind), "", r.TIN.Reveal())
	f.faults.Merge(path+"tin", err)
	return n
}

// issuer is the country by whose rules a number is graded: the tables of national numbers are of people.
func issuer(country bonafide.Country, kind document.EntityKind) bonafide.Country {
	if kind == document.Business && country != "US" {
		return ""
	}
	return country
}

// usPerson holds the statement about the United States against the countries.
func (f *form) usPerson(stated *bool, residences []Residence) bool {
	if stated == nil {
		f.faults.Add("us_person", bonafide.CodeRequired)
		return false
	}
	if named := slices.ContainsFunc(residences, func(r Residence) bool { return r.Country == "US" }); named != *stated {
		f.faults.AddRule("us_person", bonafide.CodeMismatch, "US persons are tax residents of the United States, and nobody else is (26 USC 7701(a)(30))")
	}
	return *stated
}

func (c SelfCertification) seal(key *bonafide.DataKey, numbers []identifier.Number, born bonafide.Date) (SelfCertification, error) {
	var err error
	for i, n := range numbers {
		r := &c.Residences[i]
		if r.TIN, err = key.Seal(c.Field("tin."+string(r.Country)), n.Value, n.Mask); err != nil {
			return SelfCertification{}, err
		}
	}
	if c.DateOfBirth, err = key.Seal(c.Field("date_of_birth"), bonafide.NewSecret(born.String()), "****-**-**"); err != nil {
		return SelfCertification{}, err
	}
	return c, nil
}
