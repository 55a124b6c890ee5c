package permission

import (
	"slices"

	"github.com/bonafide-go/bonafide"
)

// PermissionCode says why a user is locked or closed (Synapse, possible
// permission codes).
type PermissionCode string

// The permission codes.
const (
	NotKnown             PermissionCode = "NOT_KNOWN"                              // LOCKED, CLOSED: incomplete or incorrect documents
	ComplianceSuspicious PermissionCode = "UNUSUAL_ACTIVITY|COMPLIANCE_SUSPICIOUS" // LOCKED: compliance found unusual activity
	LegalRequest         PermissionCode = "UNUSUAL_ACTIVITY|LEGAL_REQUEST"         // LOCKED: legal notice to restrict the account
	BlockedList          PermissionCode = "KYC_FRAUD|BLOCKED_LIST"                 // LOCKED: documents on a blocked list
	FraudulentDocs       PermissionCode = "KYC_FRAUD|FRAUDULENT_DOCS"              // LOCKED: fraudulent documents
	BlockedIndustry      PermissionCode = "BLOCKED_INDUSTRY"                       // LOCKED: credits from a prohibited industry
	HighReturns          PermissionCode = "HIGH_RETURNS"                           // LOCKED: velocity of returns
	NegativeBalance      PermissionCode = "NEGATIVE_BALANCE"                       // LOCKED: overdrawn
	DocsNotProvided      PermissionCode = "DOCS_NOT_PROVIDED"                      // LOCKED: documents asked for and not delivered in 14 days
	DormantAccount       PermissionCode = "DORMANT_ACCOUNT"                        // LOCKED: dormant with a balance
	DuplicateAccount     PermissionCode = "DUPLICATE_ACCOUNT"                      // CLOSED: several accounts in one platform
	NoActivity           PermissionCode = "NO_ACTIVITY"                            // CLOSED: no activity in 60 days after opening
	PlatformRequest      PermissionCode = "PLATFORM_REQUEST"                       // CLOSED: the platform asked
	PlatformTerminated   PermissionCode = "PLATFORM_TERMINATED"                    // CLOSED: the platform's contract ended
	UserRequest          PermissionCode = "USER_REQUEST"                           // CLOSED: the user asked
	PermanentClosure     PermissionCode = "PERMANENT_CLOSURE"                      // CLOSED: for good, never reopened
)

// codeRow is what a permission code means for a user.
type codeRow struct {
	code    PermissionCode
	with    []Permission
	cashOut bool // the automatic cash-out set
}

// codes is the whole vocabulary, in the order of the published table.
var codes = [...]codeRow{
	{NotKnown, []Permission{Locked, Closed}, false},
	{ComplianceSuspicious, []Permission{Locked}, true},
	{LegalRequest, []Permission{Locked}, false},
	{BlockedList, []Permission{Locked}, false},
	{FraudulentDocs, []Permission{Locked}, false},
	{BlockedIndustry, []Permission{Locked}, true},
	{HighReturns, []Permission{Locked}, false},
	{NegativeBalance, []Permission{Locked}, false},
	{DocsNotProvided, []Permission{Locked}, false},
	{DormantAccount, []Permission{Locked}, false},
	{DuplicateAccount, []Permission{Closed}, false},
	{NoActivity, []Permission{Closed}, true},
	{PlatformRequest, []Permission{Closed}, true},
	{PlatformTerminated, []Permission{Closed}, true},
	{UserRequest, []Permission{Closed}, true},
	{PermanentClosure, []Permission{Closed}, true},
}

// PermissionCodes lists every permission code.
func PermissionCodes() []PermissionCode {
	all := make([]PermissionCode, len(codes))
	for i, row := range codes {
		all[i] = row.code
	}
	return all
}

// ParsePermissionCode reads an exact value, or fails with an error matching
// [bonafide.ErrInvalid].
func ParsePermissionCode(text string) (PermissionCode, error) {
	if c := PermissionCode(text); c.Known() {
		return c, nil
	}
	return "", bonafide.Invalid("", bonafide.CodeUnknown)
}

func (c PermissionCode) row() codeRow {
	for _, row := range codes {
		if row.code == c {
			return row
		}
	}
	return codeRow{}
}

// Known reports whether the value is one of [PermissionCodes].
func (c PermissionCode) Known() bool { return c.row().code != "" }

// GoesWith reports whether the code may stand beside the permission. Computed
// permissions take no code; MAKE-IT-GO-AWAY keeps the code the user was closed
// with.
func (c PermissionCode) GoesWith(p Permission) bool {
	row := c.row()
	return slices.Contains(row.with, p) || p == MakeItGoAway && slices.Contains(row.with, Closed)
}

// CashesOut reports whether a user who gets the code is paid out by check
// automatically (Synapse, user object: UNUSUAL_ACTIVITY|COMPLIANCE_SUSPICIOUS,
// BLOCKED_INDUSTRY, PLATFORM_REQUEST, USER_REQUEST, PLATFORM_TERMINATED,
// NO_ACTIVITY, PERMANENT_CLOSURE). CashOutOf of package money says where the check goes.
func (c PermissionCode) CashesOut() bool { return c.row().cashOut }
