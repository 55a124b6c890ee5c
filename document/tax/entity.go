package tax

import (
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/identifier"
)

// Chapter3 is what an entity is where tax is withheld at source (form W-8BEN-E, October 2021, line 4).
type Chapter3 string

// The chapter 3 statuses, in the order of the form.
const (
	Corporation        Chapter3 = "corporation"
	ForeignPartnership Chapter3 = "partnership"
	SimpleTrust        Chapter3 = "simple_trust"
	TaxExempt          Chapter3 = "tax_exempt_organization"
	ComplexTrust       Chapter3 = "complex_trust"
	ControlledEntity   Chapter3 = "government_controlled_entity"
	CentralBank        Chapter3 = "central_bank_of_issue"
	PrivateFoundation  Chapter3 = "private_foundation"
	Estate             Chapter3 = "estate"
	IntegralPart       Chapter3 = "government_integral_part"
	GrantorTrust       Chapter3 = "grantor_trust"
	DisregardedEntity  Chapter3 = "disregarded_entity"
	InternationalBody  Chapter3 = "international_organization"
)

// Chapter3Statuses lists the chapter 3 statuses in the order of the form.
func Chapter3Statuses() []Chapter3 {
	return []Chapter3{Corporation, ForeignPartnership, SimpleTrust, TaxExempt, ComplexTrust, ControlledEntity, CentralBank,
		PrivateFoundation, Estate, IntegralPart, GrantorTrust, DisregardedEntity, InternationalBody}
}

// flowThrough reports a status whose income is that of somebody else: such an entity gives this
// form only to claim a treaty for itself (IRS, instructions for Form W-8BEN-E, line 4).
func (c Chapter3) flowThrough() bool {
	return slices.Contains([]Chapter3{ForeignPartnership, SimpleTrust, GrantorTrust, DisregardedEntity}, c)
}

// Chapter4 is what an entity is under FATCA (form W-8BEN-E, October 2021, line 5).
type Chapter4 string

// The chapter 4 statuses, in the order of the form.
const (
	NonparticipatingFFI    Chapter4 = "nonparticipating_ffi"
	ParticipatingFFI       Chapter4 = "participating_ffi"
	ReportingModel1        Chapter4 = "reporting_model_1_ffi"
	ReportingModel2        Chapter4 = "reporting_model_2_ffi"
	RegisteredDeemed       Chapter4 = "registered_deemed_compliant_ffi"
	SponsoredFFI           Chapter4 = "sponsored_ffi"
	LocalBank              Chapter4 = "nonregistering_local_bank"
	LowValueFFI            Chapter4 = "ffi_with_low_value_accounts"
	SponsoredCloselyHeld   Chapter4 = "sponsored_closely_held_vehicle"
	LimitedLifeDebt        Chapter4 = "limited_life_debt_investment_entity"
	InvestmentWithoutAccts Chapter4 = "investment_entity_without_accounts"
	OwnerDocumentedFFI     Chapter4 = "owner_documented_ffi"
	RestrictedDistributor  Chapter4 = "restricted_distributor"
	NonreportingIGA        Chapter4 = "nonreporting_iga_ffi"
	ForeignGovernment      Chapter4 = "foreign_government"
	InternationalOrg       Chapter4 = "international_organization"
	ExemptRetirementPlan   Chapter4 = "exempt_retirement_plan"
	OwnedByExempt          Chapter4 = "owned_by_exempt_owners"
	TerritoryInstitution   Chapter4 = "territory_financial_institution"
	ExceptedGroup          Chapter4 = "excepted_nonfinancial_group_entity"
	ExceptedStartUp        Chapter4 = "excepted_nonfinancial_start_up"
	ExceptedLiquidation    Chapter4 = "excepted_nonfinancial_in_liquidation"
	Organization501c       Chapter4 = "organization_501c"
	Nonprofit              Chapter4 = "nonprofit_organization"
	PubliclyTradedNFFE     Chapter4 = "publicly_traded_nffe"
	ExceptedTerritoryNFFE  Chapter4 = "excepted_territory_nffe"
	ActiveNFFE             Chapter4 = "active_nffe"
	PassiveNFFE            Chapter4 = "passive_nffe"
	ExceptedInterAffiliate Chapter4 = "excepted_inter_affiliate_ffi"
	DirectReportingNFFE    Chapter4 = "direct_reporting_nffe"
	SponsoredDirectNFFE    Chapter4 = "sponsored_direct_reporting_nffe"
	NotFinancialAccount    Chapter4 = "account_not_financial"
)

// Chapter4Statuses lists the chapter 4 statuses in the order of the form.
func Chapter4Statuses() []Chapter4 {
	return []Chapter4{
		NonparticipatingFFI, ParticipatingFFI, ReportingModel1, ReportingModel2, RegisteredDeemed, SponsoredFFI, LocalBank, LowValueFFI,
		SponsoredCloselyHeld, LimitedLifeDebt, InvestmentWithoutAccts, OwnerDocumentedFFI, RestrictedDistributor, NonreportingIGA,
		ForeignGovernment, InternationalOrg, ExemptRetirementPlan, OwnedByExempt, TerritoryInstitution, ExceptedGroup, ExceptedStartUp,
		ExceptedLiquidation, Organization501c, Nonprofit, PubliclyTradedNFFE, ExceptedTerritoryNFFE, ActiveNFFE, PassiveNFFE,
		ExceptedInterAffiliate, DirectReportingNFFE, SponsoredDirectNFFE, NotFinancialAccount,
	}
}

// NeedsGIIN reports whether whoever has the status was registered with the IRS, and names the
// number that it was given (IRS, instructions for Form W-8BEN-E, line 9a).
func (c Chapter4) NeedsGIIN() bool {
	return slices.Contains([]Chapter4{ParticipatingFFI, ReportingModel1, ReportingModel2, RegisteredDeemed, SponsoredFFI, DirectReportingNFFE, SponsoredDirectNFFE}, c)
}

// A W8BENESubmission is the first part of a form W-8BEN-E, by which a foreign entity says what it
// is, and its claim to a treaty. What it certifies of its status beyond that (parts IV to XXVIII) stays on the
// form itself, which is a document of type W8_DOC.
type W8BENESubmission struct {
	Name              string            `json:"name"`                       // line 1, of the organization
	Incorporated      string            `json:"incorporation_country"`      // line 2, ISO 3166-1 alpha-2
	Disregarded       string            `json:"disregarded_name,omitzero"`  // line 3, the disregarded entity that is paid
	Chapter3          Chapter3          `json:"chapter_3_status"`           // line 4
	Hybrid            bool              `json:"hybrid_treaty_claim"`        // line 4: a flow-through entity that claims a treaty for itself
	Chapter4          Chapter4          `json:"chapter_4_status"`           // line 5
	Address           AddressSubmission `json:"address"`                    // line 6, of residence
	TIN               bonafide.Secret   `json:"tin,omitzero"`               // line 8, the EIN if there is one
	GIIN              string            `json:"giin,omitzero"`              // line 9a
	GIINAppliedFor    bool              `json:"giin_applied_for,omitzero"`  // line 9a: registration goes on; the number is owed within 90 days
	ForeignTaxID      bonafide.Secret   `json:"foreign_tax_id,omitzero"`    // line 9b
	NoForeignTaxID    bool              `json:"no_foreign_tax_id,omitzero"` // line 9c: the law of the country asks for none
	TreatyCountry     string            `json:"tax_treaty_country,omitzero"`
	TreatyCitation    string            `json:"tax_treaty_citation,omitzero"`
	TreatyRate        string            `json:"tax_treaty_rate,omitzero"` // "0.15" is 15 %
	TreatyIncomeType  TreatyIncome      `json:"tax_treaty_income_type,omitzero"`
	TreatyExplanation string            `json:"tax_treaty_explanation,omitzero"`
	Signature         Signature         `json:"signature"`
	Capacity          bool              `json:"capacity_to_sign"` // part XXX: the signer may sign for the entity
}

// Days within which a number that was applied for must come (IRS, instructions for Form W-8BEN-E, line 9a).
const giinDays = 90

// Check returns the certificate of a form W-8BEN-E signed today, or an
// [*bonafide.InvalidError] with every fault. It is valid as long as a W-8BEN, see [W8Expiry], and for 90
// days while the GIIN was only applied for.
func (s W8BENESubmission) Check(id string, key *bonafide.DataKey, today bonafide.Date) (Certificate, error) {
	f := form{today: today}
	c := Certificate{ID: id, Form: FormW8BENE, EntityType: Company, SignedOn: today, ExpiresOn: W8Expiry(today)}
	f.id(id, today)
	c.Name = f.organization("name", s.Name, true)
	c.BusinessName = f.organization("disregarded_name", s.Disregarded, false)
	c.Incorporated = f.country("incorporation_country", s.Incorporated)
	if c.Incorporated == "US" {
		f.faults.AddRule("incorporation_country", bonafide.CodeNotAllowed, usPerson)
	}
	c.Chapter3, c.Chapter4 = s.Chapter3, s.Chapter4
	oneOf(&f, "chapter_3_status", s.Chapter3, Chapter3Statuses())
	oneOf(&f, "chapter_4_status", s.Chapter4, Chapter4Statuses())
	c.Address = f.address(s.Address)
	var number identifier.Number
	if !s.TIN.IsZero() {
		number = f.tin(s.TIN, document.Business)
		c.TINGrade = number.Grade
	}
	c.GIIN = f.giin(s)
	if s.GIINAppliedFor {
		c.ExpiresOn = today.AddDays(giinDays)
	}
	foreign := f.text("foreign_tax_id", s.ForeignTaxID.Reveal(), 64, false)
	if foreign != "" && s.NoForeignTaxID {
		f.faults.AddRule("no_foreign_tax_id", bonafide.CodeNotAllowed, "a number, or that the law asks for none (form W-8BEN-E, lines 9b and 9c)")
	}
	c.NoForeignTaxID = s.NoForeignTaxID
	c.Treaty = f.treaty(treatyClaim{s.TreatyCountry, s.TreatyCitation, s.TreatyRate, s.TreatyExplanation, s.TreatyIncomeType})
	f.hybrid(s, c.Treaty != nil)
	f.signature(s.Signature)
	c.SignedBy = f.person("signature.name", s.Signature.Name)
	if !s.Capacity {
		f.faults.AddRule("capacity_to_sign", bonafide.CodeRequired, "form W-8BEN-E, part XXX")
	}
	if err := f.faults.Err(); err != nil {
		return Certificate{}, err
	}
	return c.seal(key, number, bonafide.NewSecret(foreign), bonafide.Date{})
}

// giin reads line 9a: who was registered has a number or has applied for one, anybody else has none.
func (f *form) giin(s W8BENESubmission) string {
	const line9a = "registered entities name the GIIN (IRS, instructions for Form W-8BEN-E, line 9a)"
	switch needs := s.Chapter4.NeedsGIIN(); {
	case s.GIIN != "" && s.GIINAppliedFor:
		f.faults.AddRule("giin_applied_for", bonafide.CodeNotAllowed, line9a)
	case needs && s.GIIN == "" && !s.GIINAppliedFor:
		f.faults.AddRule("giin", bonafide.CodeRequired, line9a)
	case !needs && s.GIINAppliedFor:
		f.faults.AddRule("giin_applied_for", bonafide.CodeMismatch, line9a)
	}
	if s.GIIN == "" {
		return ""
	}
	n, err := identifier.GIIN(s.GIIN)
	f.faults.Merge("giin", err)
	return n.Value.Reveal()
}

// hybrid holds line 4 against the claim to a treaty.
func (f *form) hybrid(s W8BENESubmission, claims bool) {
	const line4 = "a flow-through entity gives this form only to claim a treaty for itself (IRS, instructions for Form W-8BEN-E, line 4)"
	switch {
	case s.Chapter3.flowThrough() && !s.Hybrid:
		f.faults.AddRule("hybrid_treaty_claim", bonafide.CodeRequired, line4)
	case s.Chapter3.flowThrough() && !claims:
		f.faults.AddRule("tax_treaty_country", bonafide.CodeRequired, line4)
	case !s.Chapter3.flowThrough() && s.Hybrid:
		f.faults.AddRule("hybrid_treaty_claim", bonafide.CodeMismatch, line4)
	}
}
