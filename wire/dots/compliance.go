package dots

import (
	"encoding/json"
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/tax"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/user"
)

// A ComplianceRequest is the body that hands in a tax form: exactly one of the two.
type ComplianceRequest struct {
	W9    *tax.W9Submission `json:"w9"`
	W8BEN *W8BEN            `json:"w8ben"`
}

// A W8BEN is the form of a foreign individual. Its rate is a number, and read as it
// is written: "0.15" is 15 %.
type W8BEN struct {
	Name               string                `json:"name"`
	CitizenshipCountry string                `json:"citizenship_country"`
	DateOfBirth        string                `json:"date_of_birth"`
	TIN                bonafide.Secret       `json:"tin"`
	ForeignTaxID       bonafide.Secret       `json:"foreign_tax_id"`
	TreatyCountry      string                `json:"tax_treaty_country"`
	TreatyCitation     string                `json:"tax_treaty_citation"`
	TreatyRate         json.Number           `json:"tax_treaty_rate"`
	TreatyIncomeType   tax.TreatyIncome      `json:"tax_treaty_income_type"`
	TreatyExplanation  string                `json:"tax_treaty_explanation"`
	Address            tax.AddressSubmission `json:"address"`
	Signature          tax.Signature         `json:"signature"`
}

// DecodeCompliance returns what the body asks a user.Service for, with the name of the
// form, before which the Service's faults belong ("w9.tin"). It fails with a
// [*bonafide.InvalidError] unless there is exactly one form.
func DecodeCompliance(r ComplianceRequest) (req user.TaxRequest, form string, err error) {
	switch {
	case r.W9 == nil && r.W8BEN == nil:
		return req, "", bonafide.Invalid("w9", bonafide.CodeRequired)
	case r.W9 != nil && r.W8BEN != nil:
		return req, "", bonafide.Invalid("w8ben", bonafide.CodeNotAllowed)
	case r.W9 != nil:
		return user.TaxRequest{W9: r.W9}, "w9", nil
	}
	b := r.W8BEN
	return user.TaxRequest{W8BEN: &tax.W8BENSubmission{
		Name: b.Name, CitizenshipCountry: b.CitizenshipCountry, DateOfBirth: b.DateOfBirth, Address: b.Address, TIN: b.TIN,
		ForeignTaxID: b.ForeignTaxID, TreatyCountry: b.TreatyCountry, TreatyCitation: b.TreatyCitation, TreatyRate: b.TreatyRate.String(),
		TreatyIncomeType: b.TreatyIncomeType, TreatyExplanation: b.TreatyExplanation, Signature: b.Signature,
	}}, "w8ben", nil
}

// Compliance says what was collected of a user, and what was found, never what it is.
type Compliance struct {
	TaxIDCollected       bool       `json:"tax_id_collected"`
	TaxIDVerification    tax.Status `json:"tax_id_verification"`
	AddressCollected     bool       `json:"address_collected"`
	DateOfBirthCollected bool       `json:"date_of_birth_collected"`
	MustCollect1099      bool       `json:"must_collect_1099"` // the program asks for a taxpayer number that is not there
	Collected1099        bool       `json:"1099_collected"`    // a W-9 is there
	W8BENCollected       bool       `json:"w8_ben_collected"`
	Flagged              bool       `json:"flagged"` // nothing is paid out before somebody acted
	IDVerified           bool       `json:"id_verified"`
	HasCriminalActivity  *bool      `json:"has_criminal_activity"` // null: nobody looked
	W9                   W9         `json:"w9"`
	Flags                Flags      `json:"flags"`
}

// W9 says how a W-9 stands; its first two members are null while there is none.
type W9 struct {
	EntityType        *tax.EntityType `json:"entity_type"`
	BusinessName      *string         `json:"business_name"`
	TaxIDCollected    bool            `json:"tax_id_collected"`
	AddressCollected  bool            `json:"address_collected"`
	TaxIDVerification tax.Status      `json:"tax_id_verification"`
}

// Flags are what stands against a user.
type Flags struct {
	OFAC       bool                  `json:"ofac"`
	OFACStatus *screening.OFACStatus `json:"ofac_status"` // null until the lists were searched: that is no "unflagged"

	// What is suspected of a payout method is for reviewers: always null.
	PayoutMethod      *bool `json:"payout_method"`
	PayoutMethodCycle *bool `json:"payout_method_cycle"`
}

func complianceOf(u user.User) Compliance {
	c := Compliance{TaxIDVerification: u.Tax.TIN.State(), IDVerified: idVerified(u)}
	c.Flags.OFAC = suspected(u.OFAC)
	if u.OFAC != "" {
		c.Flags.OFACStatus = &u.OFAC
	}
	c.Flagged = c.Flags.OFAC || u.Standing.Flag == permission.Flagged
	for _, b := range u.Documents {
		c.AddressCollected = c.AddressCollected || b.AddressStreet != ""
		c.DateOfBirthCollected = c.DateOfBirthCollected || b.Year != 0
	}
	c.W9.TaxIDVerification = tax.Unsubmitted
	if form := u.Tax.Certificate; form != nil {
		c.form(*form)
	}
	c.MustCollect1099 = !c.TaxIDCollected && !c.W8BENCollected && asksForTIN(u.Decision.Requirements)
	return c
}

// form says what a tax form brought.
func (c *Compliance) form(f tax.Certificate) {
	got := f.Collected()
	c.TaxIDCollected, c.W8BENCollected = got.TaxID, got.W8BEN
	c.AddressCollected = c.AddressCollected || got.Address
	c.DateOfBirthCollected = c.DateOfBirthCollected || got.DateOfBirth
	if f.Form != tax.FormW9 {
		return
	}
	c.Collected1099 = true
	c.W9 = W9{EntityType: &f.EntityType, TaxIDCollected: got.TaxID, AddressCollected: got.Address, TaxIDVerification: c.TaxIDVerification}
	name := f.BusinessName
	if f.EntityType == tax.Company {
		name = f.Name
	}
	if name != "" {
		c.W9.BusinessName = &name
	}
}

// idVerified reports whether a photo id of the user's own is valid.
func idVerified(u user.User) bool {
	return slices.ContainsFunc(u.Documents, func(b document.Base) bool {
		return b.IsActive && slices.ContainsFunc(b.Physical, func(d document.Sub) bool {
			info, _ := document.Lookup(d.Class, d.Type)
			return info.PhotoID && d.Status == document.Valid
		})
	})
}

// asksForTIN reports whether the program waits for a taxpayer number.
func asksForTIN(ledger []permission.Requirement) bool {
	return slices.ContainsFunc(ledger, func(r permission.Requirement) bool {
		return r.What == "tin_status" && r.State != permission.Satisfied
	})
}
