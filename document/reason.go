package document

import (
	"slices"
	"strings"

	"github.com/bonafide-go/bonafide/document/upload"
	"github.com/bonafide-go/bonafide/internal/text"
)

// Codes of invalid reasons. The set is open: verifiers may give others
// (Synapse user object, invalid reasons of physical documents).
const (
	ReasonWrongFileExtension    = string(upload.CodeWrongFileExtension)
	ReasonImageNotFound         = string(upload.CodeImageNotFound)
	ReasonImageTooLarge         = string(upload.CodeImageTooLarge)
	ReasonBlackAndWhiteImage    = "black_and_white_image"
	ReasonPalettisedImage       = "palettised_image"
	ReasonPoorImageQuality      = "poor_image_quality"
	ReasonNameMismatch          = "name_mismatch"
	ReasonDOBMismatch           = "dob_mismatch"
	ReasonAddressMismatch       = "address_mismatch"
	ReasonFaceUndetected        = "face_undetected"
	ReasonMRZUndetected         = "mrz_undetected"
	ReasonNameMismatchMRZ       = "name_mismatch_mrz"
	ReasonExpiredDocument       = "expired_document"
	ReasonExpiredMisread        = "expired_document_possible_misread_retry"
	ReasonSecurityFeature       = "flagged_for_failing_security_feature"
	ReasonPotentialFraud        = "flagged_for_potential_fraud"
	ReasonCompanyNameMismatch   = "company_name_mismatch"
	ReasonTaxIDMismatch         = "tax_id_mismatch"
	ReasonIRSLogoUndetected     = "irs_logo_undetected"
	ReasonPoorVideoQuality      = "poor_video_quality"
	ReasonPoorImageAndVideo     = "poor_image_and_video_quality"
	ReasonImageFaceUndetected   = "image_face_undetected"
	ReasonVideoFaceUndetected   = "video_face_undetected"
	ReasonFaceMismatch          = "face_mismatch"
	ReasonAudioComparisonFailed = "audio_comparision_failed" // spelt so in the published list
	ReasonAudioUndetected       = "audio_undetected"
	ReasonDateNotDetected       = "date_not_detected"
	ReasonLogoNotDetected       = "logo_not_detected"
	ReasonDateOrLogoFailed      = "date_or_logo_failed"
	ReasonUnableToClassify      = "unable_to_classify_as_bank_or_bill"
	ReasonTextFieldFailed       = "atleast_one_text_field_failed"
	ReasonHighLogoAddressOrDate = "hq_logo_hq_address_or_date"
	ReasonHighLogoMediumAddress = "hq_logo_mq_address_and_date"
	ReasonInvalidAddress        = "invalid_address"            // mail does not reach it
	ReasonAddressHasWrongUnit   = "address_has_incorrect_unit" // the apartment or unit is not known there
	ReasonWrongCode             = "wrong_code"                 // an addition: the one-time code was not answered
	ReasonNumberNotConfirmed    = "number_not_confirmed"       // an addition: a number the verifier does not know
	ReasonOther                 = "other"                      // an addition: what a verifier said in words of its own, which reviewers read
	ReasonProfileNotConfirmed   = "profile_not_confirmed"      // an addition: a profile or contact the verifier refuses
	reasonGroupAny              = "any file"
	reasonGroupPhotoID          = "photo id"
	reasonGroupPassport         = "passport"
	reasonGroupVideo            = "video"
	reasonGroupProof            = "proof of address"
	reasonGroupEIN              = "EIN letter"
	reasonGroupMailing          = "mailing address"
	reasonGroupOwn              = "other"
)

// A Reason explains an invalid reason: what to tell the user, and whether
// submitting again can help.
type Reason struct {
	Code   string     `json:"code"`
	Group  string     `json:"group"`
	Reject RejectKind `json:"reject"`
	Text   string     `json:"text"` // public
}

// reasonTable holds the 33 published reasons, the two of a mailing address, and
// our additions.
var reasonTable = []Reason{
	{ReasonWrongFileExtension, reasonGroupAny, RejectRetry, "This type of file is not accepted for the document. Please upload one of the listed types."},
	{ReasonImageNotFound, reasonGroupAny, RejectRetry, "The upload holds no readable image. Please upload the document again."},
	{ReasonImageTooLarge, reasonGroupAny, RejectRetry, "The file is too large. Please upload a smaller one."},
	{ReasonBlackAndWhiteImage, reasonGroupPhotoID, RejectRetry, "The image is black and white. Please take a photo in colour."},
	{ReasonPalettisedImage, reasonGroupPhotoID, RejectRetry, "The image has too few colours. Please upload the original photo."},
	{ReasonPoorImageQuality, reasonGroupPhotoID, RejectRetry,
		"The image is blurred, too dark, too bright, too small or cut off. Please take a sharp photo of the whole document in good light."},
	{ReasonNameMismatch, reasonGroupPhotoID, RejectRetry, "The name on the document differs from the name you gave."},
	{ReasonDOBMismatch, reasonGroupPhotoID, RejectRetry, "The date of birth on the document differs from the one you gave."},
	{ReasonAddressMismatch, reasonGroupProof, RejectRetry, "The address on the document differs from the one you gave."},
	{ReasonFaceUndetected, reasonGroupPhotoID, RejectRetry, "No face could be found on the document."},
	{ReasonMRZUndetected, reasonGroupPassport, RejectRetry, "The two lines at the bottom of the passport page could not be read."},
	{ReasonNameMismatchMRZ, reasonGroupPassport, RejectRetry, "The name in the machine-readable lines differs from the name you gave."},
	{ReasonExpiredDocument, reasonGroupPhotoID, RejectRetry, "The document has expired. Please upload one that is valid."},
	{ReasonExpiredMisread, reasonGroupPhotoID, RejectRetry, "The document looks expired, but may have been misread. Please upload it again."},
	{ReasonSecurityFeature, reasonGroupPhotoID, RejectRetry, "The document could not be confirmed as genuine."},
	{ReasonPotentialFraud, reasonGroupPhotoID, RejectFinal, "The document could not be accepted."},
	{ReasonCompanyNameMismatch, reasonGroupEIN, RejectRetry, "The company name on the letter differs from the one you gave."},
	{ReasonTaxIDMismatch, reasonGroupEIN, RejectRetry, "The tax number on the letter differs from the one you gave."},
	{ReasonIRSLogoUndetected, reasonGroupEIN, RejectRetry, "The document could not be recognised as a letter of the IRS."},
	{ReasonPoorVideoQuality, reasonGroupVideo, RejectRetry, "The video is too dark, blurred or unsteady. Please record it again."},
	{ReasonPoorImageAndVideo, reasonGroupVideo, RejectRetry, "Neither the photo nor the video is good enough. Please take both again."},
	{ReasonImageFaceUndetected, reasonGroupVideo, RejectRetry, "No face could be found on the photo ID."},
	{ReasonVideoFaceUndetected, reasonGroupVideo, RejectRetry, "No face could be found in the video."},
	{ReasonFaceMismatch, reasonGroupVideo, RejectRetry, "The face in the video differs from the one on the photo ID."},
	{ReasonAudioComparisonFailed, reasonGroupVideo, RejectRetry, "The spoken sentence differs from the one that was asked for."},
	{ReasonAudioUndetected, reasonGroupVideo, RejectRetry, "The video has no sound."},
	{ReasonDateNotDetected, reasonGroupProof, RejectRetry, "No date could be found on the document."},
	{ReasonLogoNotDetected, reasonGroupProof, RejectRetry, "The issuer of the document could not be recognised."},
	{ReasonDateOrLogoFailed, reasonGroupProof, RejectRetry, "The date or the issuer of the document could not be recognised."},
	{ReasonUnableToClassify, reasonGroupProof, RejectRetry, "The document could not be recognised as a bank statement or a bill."},
	{ReasonTextFieldFailed, reasonGroupProof, RejectRetry, "A part of the document could not be read or does not match."},
	{ReasonHighLogoAddressOrDate, reasonGroupProof, RejectRetry, "The address or the date on the document could not be confirmed."},
	{ReasonHighLogoMediumAddress, reasonGroupProof, RejectRetry, "The address and the date on the document could not be confirmed."},

	{ReasonInvalidAddress, reasonGroupMailing, RejectRetry, "Mail cannot be delivered to this address."},
	{ReasonAddressHasWrongUnit, reasonGroupMailing, RejectRetry, "The apartment or unit is not known at this address."},

	{ReasonWrongCode, reasonGroupOwn, RejectRetry, "The code was not right. Please ask for a new one."},
	{ReasonNumberNotConfirmed, reasonGroupOwn, RejectRetry, "The number could not be confirmed. Please check it."},
	{ReasonOther, reasonGroupOwn, RejectRetry, "The document could not be accepted."},
	{ReasonProfileNotConfirmed, reasonGroupOwn, RejectRetry, "This could not be confirmed. Please check it."},
}

// Reasons returns a copy of the table of invalid reasons.
func Reasons() []Reason { return slices.Clone(reasonTable) }

// ReasonOf returns the row of a code. For a code that is not listed it returns
// one with a general text that may be submitted again.
func ReasonOf(code string) Reason {
	for _, r := range reasonTable {
		if r.Code == code {
			return r
		}
	}
	return Reason{Code: code, Group: reasonGroupOwn, Reject: RejectRetry, Text: "The document could not be accepted."}
}

const maxReasons = 20

// codesOf returns the reasons that are codes, at most 20 of them. A verifier's prose may
// hold personal data, and reasons are shown and written to events: [ReasonOther] stands
// for it, once, and it is returned apart for reviewers.
func codesOf(reasons []string) (codes, prose []string) {
	for _, r := range reasons {
		switch {
		case r == "":
			continue
		case text.Code(r, true) != "":
			prose = append(prose, r)
			r = ReasonOther
		}
		if len(codes) < maxReasons && !slices.Contains(codes, r) {
			codes = append(codes, r)
		}
	}
	return codes, prose
}

// maxProse bounds what is kept of a verifier's prose, in bytes.
const maxProse = 2000

// noteOf is what reviewers read of a verifier's prose.
func noteOf(lines []string) string {
	all := strings.TrimSpace(strings.Join(lines, "\n"))
	return strings.ToValidUTF8(all[:min(len(all), maxProse)], "")
}

// rejectKindOf is final if any of the reasons is.
func rejectKindOf(codes []string) RejectKind {
	for _, code := range codes {
		if ReasonOf(code).Reject == RejectFinal {
			return RejectFinal
		}
	}
	return RejectRetry
}
