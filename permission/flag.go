package permission

import (
	"slices"
	"strings"

	"github.com/bonafide-go/bonafide"
)

// Flag says whether a user is flagged.
type Flag string

// The flags.
const (
	NotFlagged Flag = "NOT-FLAGGED"
	Flagged    Flag = "FLAGGED"
)

// Known reports whether the value is NOT-FLAGGED or FLAGGED.
func (f Flag) Known() bool { return f == NotFlagged || f == Flagged }

// FlagCode says why a user is flagged and whose turn it is:
//
//	[PENDING_REVIEW|]ACCOUNT_CLOSURE|<reason>
//	PENDING_(UPLOAD|REVIEW)|DOC_REQUEST|<reason>
//
// or NOT_KNOWN (Synapse, possible flag codes).
type FlagCode string

// The flag codes.
const (
	FlagNotKnown              FlagCode = "NOT_KNOWN"                                       // unspecified
	FlagCloseBlockedIndustry  FlagCode = "ACCOUNT_CLOSURE|BLOCKED_INDUSTRY"                // to be closed: prohibited industry
	FlagCloseHighRisk         FlagCode = "ACCOUNT_CLOSURE|HIGH_RISK"                       // to be closed: high risk
	FlagReviewBlockedIndustry FlagCode = "PENDING_REVIEW|ACCOUNT_CLOSURE|BLOCKED_INDUSTRY" // the closure is under review
	FlagReviewHighRisk        FlagCode = "PENDING_REVIEW|ACCOUNT_CLOSURE|HIGH_RISK"        // the same, for high risk
	FlagUploadCIP             FlagCode = "PENDING_UPLOAD|DOC_REQUEST|CIP"                  // documents that the program demands
	FlagUploadUAR             FlagCode = "PENDING_UPLOAD|DOC_REQUEST|UAR"                  // for a review of unusual activity
	FlagUploadSecurity        FlagCode = "PENDING_UPLOAD|DOC_REQUEST|SECURITY"             // for a review of an account take-over
	FlagReviewCIP             FlagCode = "PENDING_REVIEW|DOC_REQUEST|CIP"                  // the documents are in
	FlagReviewUAR             FlagCode = "PENDING_REVIEW|DOC_REQUEST|UAR"                  // the documents on unusual activity are in
	FlagReviewSecurity        FlagCode = "PENDING_REVIEW|DOC_REQUEST|SECURITY"             // the documents on an account take-over are in
)

// FlagStage says whose turn it is on a flag.
type FlagStage string

// The stages.
const (
	StageOpen   FlagStage = ""               // a closure that stands
	StageUpload FlagStage = "PENDING_UPLOAD" // the user must upload
	StageReview FlagStage = "PENDING_REVIEW" // compliance must look
)

// FlagAction is what a flag is for.
type FlagAction string

// The actions.
const (
	ActionClosure    FlagAction = "ACCOUNT_CLOSURE"
	ActionDocRequest FlagAction = "DOC_REQUEST"
)

var flagReasons = map[FlagAction][]string{
	ActionClosure:    {"BLOCKED_INDUSTRY", "HIGH_RISK"},
	ActionDocRequest: {"CIP", "UAR", "SECURITY"},
}

// FlagCodes lists every flag code.
func FlagCodes() []FlagCode {
	return []FlagCode{FlagNotKnown, FlagCloseBlockedIndustry, FlagCloseHighRisk, FlagReviewBlockedIndustry, FlagReviewHighRisk,
		FlagUploadCIP, FlagUploadUAR, FlagUploadSecurity, FlagReviewCIP, FlagReviewUAR, FlagReviewSecurity}
}

// FlagParts are the parts of a flag code. NOT_KNOWN has no parts.
type FlagParts struct {
	Stage  FlagStage
	Action FlagAction
	Reason string
}

// ParseFlagCode reads an exact value into its parts, or fails with an error
// matching [bonafide.ErrInvalid]: malformed where it does not follow the
// grammar, unknown where the reason is not one of the action's.
func ParseFlagCode(text string) (FlagCode, FlagParts, error) {
	fail := func(code bonafide.Code) (FlagCode, FlagParts, error) {
		return "", FlagParts{}, bonafide.Invalid("", code)
	}
	if text == string(FlagNotKnown) {
		return FlagNotKnown, FlagParts{}, nil
	}
	words := strings.Split(text, "|")
	parts := FlagParts{}
	if len(words) == 3 {
		parts.Stage, words = FlagStage(words[0]), words[1:]
		if parts.Stage != StageUpload && parts.Stage != StageReview {
			return fail(bonafide.CodeMalformed)
		}
	}
	if len(words) != 2 {
		return fail(bonafide.CodeMalformed)
	}
	parts.Action, parts.Reason = FlagAction(words[0]), words[1]
	switch {
	case parts.Action == ActionClosure && parts.Stage != StageUpload:
	case parts.Action == ActionDocRequest && parts.Stage != StageOpen:
	default:
		return fail(bonafide.CodeMalformed)
	}
	if !slices.Contains(flagReasons[parts.Action], parts.Reason) {
		return fail(bonafide.CodeUnknown)
	}
	return FlagCode(text), parts, nil
}

// Parts returns the parts of a known code, else none.
func (c FlagCode) Parts() FlagParts {
	_, parts, _ := ParseFlagCode(string(c))
	return parts
}

// Known reports whether the value is one of [FlagCodes].
func (c FlagCode) Known() bool {
	_, _, err := ParseFlagCode(string(c))
	return err == nil
}
