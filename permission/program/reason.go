package program

import (
	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
)

// Codes of problems besides the invalid reasons of documents.
const (
	CodeInvalid            bonafide.Code = "invalid"                    // found invalid, no reason given
	CodeExpired            bonafide.Code = "expired"                    // valid once, expired since
	CodeNotAccepted        bonafide.Code = "not_accepted"               // valid, but not of a class or country the rule takes, or of no known date
	CodeBlacklisted        bonafide.Code = "blacklisted"                // the number belongs to a locked user
	CodeUnknownStatus      bonafide.Code = "unknown_status"             // a state nobody knows
	CodeNotScreened        bonafide.Code = "not_screened"               // no screening, or too old a one
	CodeScreeningFailed    bonafide.Code = "screening_failed"           // a list could not be screened
	CodeEditionOld         bonafide.Code = "edition_too_old"            // a list was searched in an edition that counts no more
	CodeSoftMatch          bonafide.Code = "watchlist_soft_match"       // a potential match
	CodeMatch              bonafide.Code = "watchlist_match"            // a match
	CodeNamesDiffer        bonafide.Code = "names_differ"               // ID says where another name stands
	CodeIDScoreLow         bonafide.Code = "id_score_low"               // the id score does not reach what the rule asks
	CodeTrustLevelLow      bonafide.Code = "trust_level_low"            // the trust level is not one the rule takes
	CodeCountry            bonafide.Code = "country_not_accepted"       // the country of the address
	CodeSubdivision        bonafide.Code = "subdivision_not_accepted"   // the subdivision of the address
	CodeEntityType         bonafide.Code = "entity_type_not_accepted"   // the type, relationship or exemption
	CodeIndustry           bonafide.Code = "industry_not_accepted"      // the line of business or an activity
	CodePhone              bonafide.Code = "phone_implausible"          // the number does not seem to be in use
	CodePhoneLine          bonafide.Code = "phone_line_not_accepted"    // the number is of a kind that the program does not take
	CodeMailbox            bonafide.Code = "mailbox_not_accepted"       // the e-mail address is of a kind that the program does not take
	CodeEDD                bonafide.Code = "edd_not_valid"              // the enhanced due diligence failed
	CodeOFAC               bonafide.Code = "ofac_not_clear"             // the OFAC review is not clear
	CodeTIN                bonafide.Code = "tin_not_matched"            // number and name do not match the tax office
	CodeRisk               bonafide.Code = "risk_too_high"              // the risk level is not one the rule takes
	CodeDuplicate          bonafide.Code = "duplicate_user"             // another user seems to be the same, and nobody has decided yet
	CodeAge                bonafide.Code = "age_out_of_range"           // too old for the program
	CodeOption             bonafide.Code = "option_not_accepted"        // another scope or document option must be chosen
	CodeOwnersNotDeclared  bonafide.Code = "owners_not_declared"        // nobody declared the list of owners complete
	CodeControllingMissing bonafide.Code = "controlling_person_missing" // fewer controlling persons than the rule asks
	CodeOwnerNotVerified   bonafide.Code = "owner_not_verified"         // ID names the owner
	CodeNoProgram          bonafide.Code = "no_program"                 // none is in effect
	CodeOtherKind          bonafide.Code = "program_of_other_kind"      // the program is for another kind of user
	CodeNoBaseDocument     bonafide.Code = "no_base_document"           // the user has no active base document
)

// Reason says a code in plain words to the user it is about: what is wrong and,
// where that helps, what to do. It is empty for a code this package does not
// know. Potential and true matches with lists, and suspicions, are worded so
// that they tip nobody off (31 CFR 1020.320(e), confidentiality of reports).
func Reason(code bonafide.Code) string { return reasons[code] }

const stillChecking = "We are still checking the information you gave us."

// reasons are the plain words of every code: the invalid reasons of documents
// (Synapse, possible invalid reasons for physical docs), the problems of this
// package and the permission codes.
var reasons = map[bonafide.Code]string{
	"wrong_file_extension":                    "The file is not of a type that is accepted for this document.",
	"image_not_found":                         "The file holds no image.",
	"image_too_large":                         "The file is too large.",
	"black_and_white_image":                   "The image must be in colour.",
	"palettised_image":                        "The image has too few colours; send a photo in JPEG or full-colour PNG.",
	"poor_image_quality":                      "The image is blurred, dark, cut off or too small.",
	"name_mismatch":                           "The name on the document is not the name you gave.",
	"dob_mismatch":                            "The date of birth on the document is not the one you gave.",
	"address_mismatch":                        "The address on the document is not the one you gave.",
	"face_undetected":                         "No face can be seen on the document.",
	"mrz_undetected":                          "The machine-readable lines of the passport cannot be seen.",
	"name_mismatch_mrz":                       "The name in the machine-readable lines is not the name you gave.",
	"expired_document":                        "The document has expired.",
	"expired_document_possible_misread_retry": "The document seems to have expired; if it has not, send a clearer image.",
	"flagged_for_failing_security_feature":    "The document could not be accepted as genuine.",
	"flagged_for_potential_fraud":             "The document could not be accepted as genuine.",
	"company_name_mismatch":                   "The company name on the document is not the one you gave.",
	"tax_id_mismatch":                         "The tax number on the document is not the one you gave.",
	"irs_logo_undetected":                     "The document does not show the logo of the IRS.",
	"poor_video_quality":                      "The video is too dark, blurred or short.",
	"poor_image_and_video_quality":            "Both the image and the video are too dark, blurred or small.",
	"image_face_undetected":                   "No face can be seen on the document.",
	"video_face_undetected":                   "No face can be seen in the video.",
	"face_mismatch":                           "The face in the video does not match the document.",
	"audio_comparision_failed":                "The sentence spoken in the video is not the one asked for.",
	"audio_undetected":                        "The video has no sound.",
	"date_not_detected":                       "The document shows no date.",
	"logo_not_detected":                       "The document shows no logo of its issuer.",
	"date_or_logo_failed":                     "The date or the issuer of the document cannot be read.",
	"unable_to_classify_as_bank_or_bill":      "The document is neither a bank statement nor a bill.",
	"atleast_one_text_field_failed":           "Some of the text on the document does not match what you gave.",
	"hq_logo_hq_address_or_date":              "The address or the date on the document cannot be read.",
	"hq_logo_mq_address_and_date":             "The address and the date on the document cannot be read well enough.",
	"invalid_address":                         "Mail cannot be delivered to the address.",
	"address_has_incorrect_unit":              "The unit or apartment of the address is wrong.",
	"ssn_required":                            "A passport of the United States needs a confirmed Social Security number beside it.",
	"wrong_document_type":                     "The document belongs under another type; a passport of another country is handed in as such.",
	"number_not_confirmed":                    "The number could not be confirmed; check it.",
	"profile_not_confirmed":                   "This contact could not be confirmed; check it.",
	"wrong_code":                              "The code was not right; ask for a new one.",

	CodeInvalid:            "The document could not be accepted.",
	CodeExpired:            "It has expired; give a new one.",
	CodeNotAccepted:        "It is valid, but not of the kind or country that is accepted here.",
	CodeBlacklisted:        "The information could not be accepted.",
	CodeUnknownStatus:      stillChecking,
	CodeNotScreened:        stillChecking,
	CodeScreeningFailed:    stillChecking,
	CodeEditionOld:         stillChecking,
	CodeSoftMatch:          stillChecking,
	CodeMatch:              "We are not able to offer the service on the information we have.",
	CodeNamesDiffer:        "The names you gave do not agree; correct the one that is wrong, or give your other name.",
	CodeIDScoreLow:         "We could not confirm your identity from the information you gave.",
	CodeTrustLevelLow:      "We could not confirm your identity from the information you gave.",
	CodeCountry:            "The service is not offered for your country of residence.",
	CodeSubdivision:        "The service is not offered for your state or region.",
	CodeEntityType:         "The service is not offered for this type of person or business.",
	CodeIndustry:           "The service is not offered for this line of business.",
	CodePhone:              "The telephone number does not seem to be in use.",
	CodePhoneLine:          "Please give a telephone number of another kind, such as a mobile number.",
	CodeMailbox:            "Please give an e-mail address of your own.",
	CodeEDD:                "The additional documents could not be accepted.",
	CodeOFAC:               stillChecking,
	CodeTIN:                "The tax number and the name do not match the records of the tax office.",
	CodeRisk:               "The request needs a review by our team.",
	CodeDuplicate:          "The request needs a review by our team.",
	CodeAge:                "The service is not offered for your age.",
	CodeOption:             "Another option must be chosen.",
	CodeOwnersNotDeclared:  "The list of owners must be declared complete.",
	CodeControllingMissing: "A person who controls the business must be named.",
	CodeOwnerNotVerified:   "The identity of an owner or controlling person is not confirmed yet.",
	CodeNoProgram:          "The service is not available at present.",
	CodeOtherKind:          "The service is not available at present.",
	CodeNoBaseDocument:     "Name, address and date of birth or formation are missing.",

	bonafide.CodeUnderAge: "You have not reached the age that the service requires.",
	CodeMissing:           "Something that is required has not been given yet.",
	CodePending:           stillChecking,

	bonafide.Code(permission.NotKnown):             "Documents are incomplete or incorrect.",
	bonafide.Code(permission.ComplianceSuspicious): "The account needs a review by our team.",
	bonafide.Code(permission.LegalRequest):         "The account is restricted.",
	bonafide.Code(permission.BlockedList):          "The information could not be accepted.",
	bonafide.Code(permission.FraudulentDocs):       "The documents could not be accepted as genuine.",
	bonafide.Code(permission.BlockedIndustry):      "The service is not offered for this line of business.",
	bonafide.Code(permission.HighReturns):          "Too many payments were returned.",
	bonafide.Code(permission.NegativeBalance):      "The account is overdrawn.",
	bonafide.Code(permission.DocsNotProvided):      "Documents that were asked for were not delivered in time.",
	bonafide.Code(permission.DormantAccount):       "The account has not been used for a long time.",
	bonafide.Code(permission.DuplicateAccount):     "There is another account of the same person.",
	bonafide.Code(permission.NoActivity):           "The account was not used after it was opened.",
	bonafide.Code(permission.PlatformRequest):      "The account was closed by the platform.",
	bonafide.Code(permission.PlatformTerminated):   "The platform no longer offers the service.",
	bonafide.Code(permission.UserRequest):          "The account was closed at your request.",
	bonafide.Code(permission.PermanentClosure):     "The account is closed for good.",
}
