package user

import (
	"sync"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/allow"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/user/event"
)

// seenInside is what reviewers and the system see.
var seenInside = sync.OnceValue(func() allow.List[User] {
	return allow.Of[User](`
		id is_business cip_tag legal_names first_name last_name phone_number phone_grade phone_verified_at number* contacts* logins* platforms*
		public_note note is_hidden extra_security photos ips documents* screenings* withdrawn* names_watchlist past_watchlist ofac_status waits* twins* term_versions queue_version
		decision* standing* payouts* tax* attestations* waivers* diligence* activations* owners* risk*
		proposals{id verb subject hash maker* editors* approvals* needed state made_at expires_at}
		retention* holds* erasure* decision_version listing_version retention_version imported* created_at updated_at shown*`)
})

// seenByPlatform is what a platform sees of its user.
var seenByPlatform = sync.OnceValue(func() allow.List[User] {
	return allow.Of[User](seenOutside + `
		cip_tag names_watchlist past_watchlist ofac_status documents{` + seenOfBase + ` watchlists screening_results}
		platforms{platform supp_id metadata pending at} retention{closed_at until}`)
})

// seenBySubject is what the user itself sees. The end of the retention is not among it:
// it tells whether a match was found.
var seenBySubject = sync.OnceValue(func() allow.List[User] {
	return allow.Of[User](seenOutside + `
		documents{` + seenOfBase + `} platforms{platform pending at} retention{closed_at}`)
})

// seenWhilePending is what a platform sees that has yet to show that it knows the user.
var seenWhilePending = sync.OnceValue(func() allow.List[User] {
	return allow.Of[User](`id platforms{platform supp_id pending at}`)
})

// seenByVerifier is what a verifier gets in answer to its answer.
var seenByVerifier = sync.OnceValue(func() allow.List[User] {
	return allow.Of[User](`id decision{permission}`)
})

// seenOutside is what both the platform and the user itself see.
const seenOutside = `
	id is_business legal_names first_name last_name phone_number phone_grade phone_verified_at number{claimed} contacts{phone email at confirmed_at} logins{email scope}
	public_note is_hidden extra_security photos ips
	decision{permission scope documents{id scope}
		requirements{what why{program version rule id} state actor document_id alternatives due_at
			errors{code reason id attempts_left final} impact{withholds falls_to}}
		clocks{rule document_id since} program program_version program_hash engine at due}
	standing{permission permission_code flag flag_code flagged_at asked{document_type id} opened_at last_activity_at closure_at}
	payouts{list{id kind token{mask} routing_number account_number{mask} account_type country grade service mask label added_at} default}
	tax{certificate{id form entity_type classification name business_name citizenship_country incorporation_country chapter_3_status chapter_4_status giin
			no_foreign_tax_id tin{mask} tin_grade foreign_tax_id{mask} date_of_birth{mask}
			address{line_1 line_2 city state country postcode} tax_treaty{country citation rate income_type explanation}
			signed_by signed_on expires_on}
		tin{status attempt decided_at}
		residence{id entity_type reporting_status name date_of_birth{mask} city_of_birth country_of_birth incorporation_country
			address{line_1 line_2 city state country postcode} us_person residences{country tin{mask} tin_grade no_tin explanation} signed_by signed_on}
		residence_at}
	attestations{id at} waivers{rule document_id until}
	owners{members{id controls share} exemption{code at}}
	proposals{id verb subject hash maker{kind id} needed state made_at expires_at}
	erasure{at by{kind id} reason finished_at} created_at updated_at`

// seenOfBase is what both see of a base document.
const seenOfBase = `
	id name alias email phone_number phone_grade ip kind entity_type entity_scope entity_relationship ownership_percentage title
	company_activity day month year address_street address_city address_subdivision address_postal_code address_country_code
	maiden_name desired_scope doc_option_key docs_key docs_title
	is_active permission_scope id_score trust_level edd_status required_edd_docs
	virtual_docs{` + seenOfSub + `} social_docs{` + seenOfSub + `} physical_docs{` + seenOfSub + `}`

// seenOfSub is what both see of a sub-document: nothing of what was said beside its
// value (Synapse user object: meta is kept and never returned), nor of how and by whom
// it is checked.
const seenOfSub = `
	id class document_type document_value{mask} number_kind grade source file{size media_type width height}
	status last_updated invalid_reasons reject attempt attempts decided_at review_due expires_on renews
	mail{deliverability deliverability_analysis* normalized_address*}`

// toldSubject returns what a copy of its data tells a user of an event, in words. What is
// not named here is not told: searches, hits, risks, flags, holds, locks and their
// causes, duplicates, proposals, and who looked at what for whom (31 CFR 1020.320(e);
// Regulation (EU) 2024/1624 article 73).
func toldSubject(e bonafide.Event) string {
	switch e.Type {
	case event.Created:
		return "was created"
	case event.Linked:
		return "was linked to a platform"
	case event.Imported:
		return "was brought from another system"
	case event.Updated:
		return "details were changed"
	case event.CodeSent:
		return "a one-time code was sent"
	case event.CodeUsed:
		return "a one-time code was answered"
	case event.CodeWrong:
		return "a one-time code was answered wrongly"
	case event.CodesVoid:
		return "one-time codes became void"
	case event.ContactConfirmed:
		return "a contact was confirmed"
	case event.PhoneVerified:
		return "the phone number was verified"
	case event.NumberTaken:
		return "the phone number was taken over"
	case event.DocumentAdded:
		return "a base document was added"
	case event.DocumentChanged:
		return "a base document was changed"
	case event.DocumentDeleted:
		return "a base document was deleted"
	case event.Submitted:
		return "a sub-document was handed in"
	case event.SubCodeSent:
		return "a code for a sub-document was sent"
	case event.SubDeleted:
		return "a sub-document was deleted"
	case event.Answered:
		return "a sub-document was checked"
	case event.PermissionChanged:
		if e.Data["to"] == string(permission.Locked) {
			return "" // what locked it is not told, and so not when
		}
		return "it was decided anew what is permitted"
	case event.TaxSubmitted:
		return "a tax form was handed in"
	case event.TaxAnswered:
		return "the taxpayer number was checked"
	case event.PayoutAdded:
		return "a payout method was added"
	case event.PayoutRemoved:
		return "a payout method was removed"
	case event.PayoutDefault:
		return "another payout method became the default"
	case event.Moved:
		return "money was moved"
	case event.MoveReversed:
		return "a movement of money was reversed"
	case event.Attested:
		return "a statement was made"
	case event.OwnersNamed:
		return "owners were named"
	case event.TokenIssued:
		return "a session was opened"
	case event.TokenRevoked:
		return "a session was ended"
	case event.DeviceConfirmed:
		return "a device was confirmed"
	case event.DeviceDistrusted:
		return "a device was distrusted"
	case event.DevicesDistrusted:
		return "all devices were distrusted"
	case event.Exported:
		return "a copy of the data was asked for"
	}
	return ""
}
