package casefile

import (
	"sync"

	"github.com/bonafide-go/bonafide/internal/allow"
)

// seenInside is what reviewers and the system see.
var seenInside = sync.OnceValue(func() allow.List[Case] {
	return allow.Of[Case](`
		id external_id name platform status template_key assignee_id tags
		companies{` + seenOfCompany + ` tax_identification_number* employer_identification_number* iban*}
		individuals{` + seenOfIndividual + ` social_security_number* tax_identification_number*}
		relations* checks* controls* custom_properties metadata risk* reviews* proposal* periodic* notes* tasks*
		files{` + seenOfFile + ` width height by*}
		change{id by* at before{name template_key
			companies{` + seenOfCompany + ` tax_identification_number* employer_identification_number* iban*}
			individuals{` + seenOfIndividual + ` social_security_number* tax_identification_number*}
			relations* checks* controls* custom_properties}}
		contact_has_actions reviewer_has_actions flags first_collected assessing* content holds* erasure* retention* retention_version
		last_editor* created_at updated_at shown* last_contact_action_at`)
})

// seenByPlatform is what a platform sees of its case.
var seenByPlatform = sync.OnceValue(func() allow.List[Case] {
	return allow.Of[Case](platformSees + ` checks{` + platformSeesOfCheck + ` updated_at} updated_at`)
})

// seenByContact is what a contact sees.
var seenByContact = sync.OnceValue(func() allow.List[Case] {
	return allow.Of[Case](contactSees + ` checks{` + seenOfCheck + ` updated_at} updated_at`)
})

// What is news to them, of a case and of a check: all that they see but when it changed,
// which follows from it.
var (
	newsToPlatform      = sync.OnceValue(func() allow.List[Case] { return allow.Of[Case](platformSees + ` checks{` + platformSeesOfCheck + `}`) })
	newsToContact       = sync.OnceValue(func() allow.List[Case] { return allow.Of[Case](contactSees + ` checks{` + seenOfCheck + `}`) })
	checkNewsToPlatform = sync.OnceValue(func() allow.List[Check] { return allow.Of[Check](platformSeesOfCheck) })
	checkNewsToContact  = sync.OnceValue(func() allow.List[Check] { return allow.Of[Check](seenOfCheck) })
)

// platformSees is without the end of the retention: it tells whether a match was found.
const platformSees = `
	id external_id name platform status template_key assignee_id tags
	companies{` + seenOfCompany + seenOfCompanyNumbers + `} individuals{` + seenOfIndividual + seenOfIndividualNumbers + `}
	relations{` + seenOfRelation + `}
	controls{key label type condition is_completed at} custom_properties metadata
	risk{mode automatic{mode level score model components flags at} manual{mode level score at}}
	reviews{id status by{kind id} reviewed_at recorded_at confirms risk next_review_at}
	periodic{next_review_at source state risk} change{id at}
	files{` + seenOfFile + `}
	contact_has_actions reviewer_has_actions flags first_collected
	erasure{at by{kind id} reason finished_at} retention{closed_at}
	last_editor{kind id} created_at last_contact_action_at`

// contactSees is no more than platforms see.
const contactSees = `
	id external_id name platform status
	companies{` + seenOfCompany + seenOfCompanyNumbers + `} individuals{` + seenOfIndividual + seenOfIndividualNumbers + `}
	relations{` + seenOfRelation + `} files{` + seenOfFile + `}
	contact_has_actions erasure{at by{kind id} reason finished_at} created_at last_contact_action_at`

// seenByVerifier is what a verifier gets in answer to its answer.
var seenByVerifier = sync.OnceValue(func() allow.List[Case] { return allow.Of[Case](`id status`) })

// seenOfCompany is what everybody sees of a company but its numbers.
const seenOfCompany = `
	id type is_not_relevant name commercial_name registration_number registration_date status legal_form entity_legal_form country
	address{` + seenOfAddress + `} website_url share_capital bic classifications{type code description} structure discloses user_id
	custom_properties created_at updated_at`

// seenOfIndividual is what everybody sees of an individual but its numbers.
const seenOfIndividual = `
	id is_not_relevant first_name last_name middle_name maiden_name gender birth_date birth_country birth_place nationalities
	email phone_number address{` + seenOfAddress + `} roles position ownership_percentage voting_rights_percentage
	is_business_contact is_beneficial_owner is_controlling_person is_delegator is_signatory user_id
	custom_properties created_at updated_at`

// Outside, numbers are seen as masks.
const (
	seenOfCompanyNumbers    = ` tax_identification_number{mask} employer_identification_number{mask} iban{mask}`
	seenOfIndividualNumbers = ` social_security_number{mask} tax_identification_number{mask}`
)

// seenOfFile is what whoever sees the check of a file sees of it.
const seenOfFile = `id check_id sha256 size media_type at`

const seenOfAddress = `street_address street_address_2 postal_code city state region country`

const seenOfRelation = `
	id from_company_id from_individual_id to_company_id ownership_percentage voting_rights_percentage
	ownership_band{min max above} voting_rights_band{min max above} roles position start_date end_date group created_at updated_at`

// seenOfCheck is what both platforms and contacts see of a check.
const seenOfCheck = `
	id entity_id type subtype is_internal template_key status attempt_id attempts evidence submitted_at
	decision{` + seenOfDecision + `} decisions{` + seenOfDecision + `} expires_at created_at`

// platformSeesOfCheck has the result besides, and so its time.
const platformSeesOfCheck = seenOfCheck + `
	automation{vendor automatic_approval automatic_rejection valid_for is_monitored} result result_at details reference`

// seenOfDecision is what both see of the decision on a check.
const seenOfDecision = `approved by{kind id} at attempt_id reject_kind public_reason`
