package program_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
)

// Every code a decision can name has words for the user, and the words about
// matches and suspicions tip nobody off.
func TestReasonsInPlainWords(t *testing.T) {
	for _, code := range []bonafide.Code{
		"wrong_file_extension", "image_not_found", "image_too_large", "black_and_white_image", "palettised_image", "poor_image_quality",
		"name_mismatch", "dob_mismatch", "address_mismatch", "face_undetected", "mrz_undetected", "name_mismatch_mrz", "expired_document",
		"expired_document_possible_misread_retry", "flagged_for_failing_security_feature", "flagged_for_potential_fraud",
		"company_name_mismatch", "tax_id_mismatch", "irs_logo_undetected", "poor_video_quality", "poor_image_and_video_quality",
		"image_face_undetected", "video_face_undetected", "face_mismatch", "audio_comparision_failed", "audio_undetected",
		"date_not_detected", "logo_not_detected", "date_or_logo_failed", "unable_to_classify_as_bank_or_bill",
		"atleast_one_text_field_failed", "hq_logo_hq_address_or_date", "hq_logo_mq_address_and_date",
		"invalid_address", "address_has_incorrect_unit",
		program.CodeInvalid, program.CodeExpired, program.CodeNotAccepted, program.CodeBlacklisted, program.CodeUnknownStatus,
		program.CodeNotScreened, program.CodeScreeningFailed, program.CodeSoftMatch, program.CodeMatch, program.CodeIDScoreLow,
		program.CodeTrustLevelLow, program.CodeCountry, program.CodeSubdivision, program.CodeEntityType, program.CodeIndustry,
		program.CodePhone, program.CodePhoneLine, program.CodeMailbox, program.CodeEDD, program.CodeOFAC, program.CodeTIN, program.CodeRisk, program.CodeDuplicate, program.CodeAge,
		program.CodeOption, program.CodeOwnersNotDeclared, program.CodeControllingMissing, program.CodeOwnerNotVerified,
		program.CodeNoProgram, program.CodeOtherKind, program.CodeNoBaseDocument, program.CodeMissing, program.CodePending,
		bonafide.CodeUnderAge,
	} {
		text := program.Reason(code)
		assert.NotEmpty(t, text, code)
		assert.True(t, strings.HasSuffix(text, "."), code)
	}
	for _, code := range []bonafide.Code{program.CodeSoftMatch, program.CodeMatch, program.CodeOFAC, program.CodeBlacklisted,
		bonafide.Code(permission.ComplianceSuspicious), bonafide.Code(permission.LegalRequest), bonafide.Code(permission.BlockedList)} {
		for _, word := range []string{"list", "match", "sanction", "suspic", "legal", "fraud", "terror"} {
			assert.NotContains(t, strings.ToLower(program.Reason(code)), word, code)
		}
	}
	assert.Empty(t, program.Reason("no_such_code"))
}
