package tax

import (
	"time"

	"github.com/bonafide-go/bonafide"
)

// Form names a tax form.
type Form string

// The forms.
const (
	FormW9     Form = "W-9"      // US persons give it
	FormW8BEN  Form = "W-8BEN"   // foreign individuals give it
	FormW8BENE Form = "W-8BEN-E" // foreign entities give it
)

// EntityType says whose W-9 it is.
type EntityType string

// The entity types of a W-9.
const (
	Individual EntityType = "individual"
	Company    EntityType = "business"
)

// Classification is how the federal law classifies who gives a W-9 (form W-9, March 2024, line 3a).
type Classification string

// The classes of line 3a. An LLC says how it is taxed; one of a single member that is
// disregarded has the class of its owner.
const (
	SoleProprietor Classification = "sole_proprietor" // or an individual; with an SSN, ITIN, ATIN or EIN
	CCorporation   Classification = "c_corporation"
	SCorporation   Classification = "s_corporation"
	Partnership    Classification = "partnership"
	TrustEstate    Classification = "trust_estate"
	LLCasC         Classification = "llc_c_corporation"
	LLCasS         Classification = "llc_s_corporation"
	LLCasPartners  Classification = "llc_partnership"
	OtherClass     Classification = "other"
)

// Classifications lists the classes in the order of the form.
func Classifications() []Classification {
	return []Classification{SoleProprietor, CCorporation, SCorporation, Partnership, TrustEstate, LLCasC, LLCasS, LLCasPartners, OtherClass}
}

// W8Expiry returns the last day on which a W-8BEN signed on a day is valid, unless
// a change makes it wrong before: the last of the third succeeding calendar year
// (Treas. Reg. 1.1441-1(e)(4)(ii)). Signed on 30 September 2015, 31 December 2018.
func W8Expiry(signed bonafide.Date) bonafide.Date {
	if signed.IsZero() {
		return bonafide.Date{}
	}
	return bonafide.Date{Year: signed.Year + 3, Month: time.December, Day: 31}
}

// A W9Submission is a form W-9 as a host receives it.
type W9Submission struct {
	EntityType   string            `json:"entity_type"`             // individual or business
	Class        Classification    `json:"classification,omitzero"` // line 3a; empty where the payer does not ask
	FirstName    string            `json:"first_name,omitzero"`     // individuals only
	LastName     string            `json:"last_name,omitzero"`      // individuals only
	BusinessName string            `json:"business_name,omitzero"`  // the name of a business, or the one under which an individual trades
	DateOfBirth  string            `json:"date_of_birth,omitzero"`  // individuals only, "2006-01-02"
	TIN          bonafide.Secret   `json:"tin"`                     // SSN, ITIN or ATIN of an individual, or EIN if it is a sole proprietor; EIN of a business
	Address      AddressSubmission `json:"address"`
}

// A Signature is the consent under a W-8BEN.
type Signature struct {
	Consent bool   `json:"consent"`
	Name    string `json:"name"`
	Email   string `json:"email"`
}

// A W8BENSubmission is a form W-8BEN as a host receives it.
type W8BENSubmission struct {
	Name               string            `json:"name"`
	CitizenshipCountry string            `json:"citizenship_country"` // ISO 3166-1 alpha-2
	DateOfBirth        string            `json:"date_of_birth"`       // "2006-01-02"
	Address            AddressSubmission `json:"address"`
	TIN                bonafide.Secret   `json:"tin,omitzero"`            // US taxpayer number, if there is one
	ForeignTaxID       bonafide.Secret   `json:"foreign_tax_id,omitzero"` // the taxpayer number in the country of residence
	TreatyCountry      string            `json:"tax_treaty_country,omitzero"`
	TreatyCitation     string            `json:"tax_treaty_citation,omitzero"`
	TreatyRate         string            `json:"tax_treaty_rate,omitzero"` // "0.15" is 15 %
	TreatyIncomeType   TreatyIncome      `json:"tax_treaty_income_type,omitzero"`
	TreatyExplanation  string            `json:"tax_treaty_explanation,omitzero"`
	Signature          Signature         `json:"signature"`
}

// TreatyIncome is the kind of income for which a treaty rate is claimed.
type TreatyIncome string

// The kinds of income (Dots API, W-8BEN).
const (
	Interest       TreatyIncome = "interest1"
	Dividend6      TreatyIncome = "dividend6"
	Dividend7      TreatyIncome = "dividend7"
	Pension        TreatyIncome = "pension15"
	SocialSecurity TreatyIncome = "socialSecurity"
	Equipment      TreatyIncome = "equipment10"
	KnowHow        TreatyIncome = "knowhow10"
	Patent         TreatyIncome = "patent10"
	Film           TreatyIncome = "film11"
	Copyright      TreatyIncome = "copyright12"
)

// TreatyIncomes lists the kinds of income.
func TreatyIncomes() []TreatyIncome {
	return []TreatyIncome{Interest, Dividend6, Dividend7, Pension, SocialSecurity, Equipment, KnowHow, Patent, Film, Copyright}
}

// A Certificate is a form that was accepted: a W-9, a W-8BEN or a W-8BEN-E. Its numbers and
// the date of birth are sealed under [Certificate.Field].
type Certificate struct {
	ID             string           `json:"id"`
	Form           Form             `json:"form"`
	EntityType     EntityType       `json:"entity_type"`
	Class          Classification   `json:"classification,omitzero"` // of a W-9, where it was asked
	Name           string           `json:"name"`                    // the full name of the individual or the business
	BusinessName   string           `json:"business_name,omitzero"`  // under which an individual trades; the disregarded entity that is paid
	Citizenship    bonafide.Country `json:"citizenship_country,omitzero"`
	Incorporated   bonafide.Country `json:"incorporation_country,omitzero"` // of an entity
	Chapter3       Chapter3         `json:"chapter_3_status,omitzero"`      // of an entity
	Chapter4       Chapter4         `json:"chapter_4_status,omitzero"`      // of an entity
	GIIN           string           `json:"giin,omitzero"`                  // public: the IRS lists it
	NoForeignTaxID bool             `json:"no_foreign_tax_id,omitzero"`     // the law of the entity's country asks for none
	TIN            bonafide.Sealed  `json:"tin,omitzero"`
	TINGrade       bonafide.Grade   `json:"tin_grade,omitzero"`
	ForeignTaxID   bonafide.Sealed  `json:"foreign_tax_id,omitzero"`
	DateOfBirth    bonafide.Sealed  `json:"date_of_birth,omitzero"`
	Address        Address          `json:"address"`
	Treaty         *Treaty          `json:"tax_treaty,omitzero"`
	SignedBy       string           `json:"signed_by,omitzero"` // who signed a W-8BEN or W-8BEN-E; empty for a W-9
	SignedOn       bonafide.Date    `json:"signed_on"`
	ExpiresOn      bonafide.Date    `json:"expires_on,omitzero"` // last day; zero = until facts change (W-9)
}

// A Treaty is a claim to a lower rate.
type Treaty struct {
	Country     bonafide.Country `json:"country"`
	Citation    string           `json:"citation,omitzero"`
	Rate        string           `json:"rate"` // exact decimal of 0 to 0.30
	IncomeType  TreatyIncome     `json:"income_type"`
	Explanation string           `json:"explanation,omitzero"`
}

// Field names the place that a part of the certificate is sealed for: "tin",
// "foreign_tax_id" or "date_of_birth".
func (c Certificate) Field(part string) string { return "tax/" + c.ID + "/" + part }

// Valid reports whether the form still counts on a day. A host calls it before it
// pays: after the last day it must ask for a new form, or withhold.
func (c Certificate) Valid(on bonafide.Date) bool {
	return c.ExpiresOn.IsZero() || !on.After(c.ExpiresOn)
}

// Collected says what was collected, never what it is (Dots API, compliance).
type Collected struct {
	TaxID       bool `json:"tax_id_collected"`
	Address     bool `json:"address_collected"`
	DateOfBirth bool `json:"date_of_birth_collected"`
	W8BEN       bool `json:"w8_ben_collected"` // or W-8BEN-E: no form 1099 is due
}

// Collected returns what the certificate holds. A host calls it to tell others, such
// as its platform, what there is without showing it.
func (c Certificate) Collected() Collected {
	return Collected{
		TaxID: !c.TIN.IsZero(), Address: c.Address.Line1 != "", DateOfBirth: !c.DateOfBirth.IsZero(), W8BEN: c.Form == FormW8BEN || c.Form == FormW8BENE,
	}
}
