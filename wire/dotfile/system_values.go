package dotfile

import (
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/casefile/property"
	"github.com/bonafide-go/bonafide/risk"
	"github.com/bonafide-go/bonafide/wire/internal/rest"
)

// values are all that a text can be, from the tables of what is served.
func values() rest.Values {
	out := rest.Values{}
	add := func(values []string, fields ...string) {
		for _, f := range fields {
			out[f] = values
		}
	}
	add(rest.Texts(casefile.Statuses()), "Case.status", "CaseDetailed.status", "CaseCreate.status", "CaseUpdate.status")
	add(rest.Texts([]casefile.Status{casefile.Approved, casefile.Rejected, casefile.Closed}), "CaseReviewCreate.status", "CaseReview.status")
	add(rest.Texts(casefile.Flags()), "Case.flags", "CaseDetailed.flags")
	add(rest.Texts(risk.Levels()), "Risk.level", "RiskCreate.level")
	add(rest.Texts(risk.Modes()), "Risk.mode")
	add(rest.Texts([]ownership.Role{ownership.Shareholder, ownership.LegalRepresentative, ownership.Controller, ownership.Settlor, ownership.RevocableSettlor,
		ownership.Trustee, ownership.Protector, ownership.Beneficiary, ownership.Founder, ownership.BoardMember, ownership.SupervisoryMember,
		ownership.GeneralPartner, ownership.LimitedPartner, ownership.Partner, ownership.Member, ownership.FundManager, ownership.Nominee, ownership.Nominator}),
		"CaseRelationCreate.roles", "CaseRelationUpdate.roles", "CaseRelation.roles", "RelationOfEntity.roles", "RelationInput.roles")
	add(rest.Texts([]ownership.Role{ownership.Shareholder, ownership.LegalRepresentative}), "Individual.roles", "IndividualCreate.roles", "IndividualUpdate.roles")
	add(rest.Texts([]casefile.CompanyType{casefile.MainCompany, casefile.AffiliatedCompany}), "Company.type", "CompanyCreate.type")
	add(rest.Texts([]casefile.CompanyStatus{casefile.CompanyLive, casefile.CompanyClosed, casefile.CompanyNotReported}), "Company.status", "CompanyCreate.status", "CompanyUpdate.status")
	add(rest.Texts([]ownership.EntityType{ownership.Company, ownership.ListedCompany, ownership.State, ownership.StateBody, ownership.Trust, ownership.Foundation,
		ownership.Partnership, ownership.LLP, ownership.Fund, ownership.Cooperative, ownership.Association, ownership.Class}), "CompanyCreate.structure")
	add([]string{"male", "female", "other"}, "Individual.gender", "IndividualCreate.gender", "IndividualUpdate.gender")
	add(rest.Texts(casefile.CheckStatuses()), "Check.status")
	add(rest.Texts(casefile.CheckTypes()), "Check.type")
	add(rest.Texts([]casefile.Result{casefile.ResultApproved, casefile.ResultRejected, casefile.ResultError}), "CheckData.result")
	add([]string{"approve", "reject"}, "CheckReview.action")
	add([]string{"confirm", "ignore"}, "HitsReview.action")
	add([]string{noMatch, potentialMatch, truePositive, falsePositive}, "CheckData.match_status")
	add([]string{potentialMatch, truePositive, falsePositive}, "Hit.status")
	add(listKinds(), "CheckData.hits_list_types", "Hit.list_types")
	add([]string{"user", "api", "system"}, "Review.reviewer_type", "CaseReview.reviewer_type", "Note.author_type", "NoteComment.author_type")
	add(rest.Texts([]casefile.ControlType{casefile.ManualControl, casefile.LogicControl}), "Control.type")
	add(rest.Texts([]property.Target{property.OfCase, property.OfCompany, property.OfIndividual}), "CustomProperty.target_entity")
	add(rest.Texts(property.Types()), "CustomProperty.type")
	add(activityTypes(), "Activity.type")
	add([]string{firstCall, automaticRetry}, "WebhookLogAttempt.type")
	add(published(), "WebhookLog.event")
	add([]string{"user", "api", "system", "contact"}, "Activity.author_type")
	add([]string{online, offline}, "WebhookInput.status", "Webhook.status")
	add([]string{"user", "system"}, "WebhookInput.type", "Webhook.type")
	add(published(), "WebhookInput.events", "Webhook.events")
	add(nil, "Classification.type") // the scheme is the client's word
	return out
}
