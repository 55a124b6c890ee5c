package permission

import "slices"

// ForSubject is the code as the user itself may see it. A code that would tell of a
// suspicion, a report or an order reads [NotKnown], which stands for much else too: no
// code at all would tell as much as the code (31 CFR 1020.320(e); Regulation (EU)
// 2024/1624 article 73). A new code is told to nobody until it is named here.
func (c PermissionCode) ForSubject() PermissionCode {
	if c == "" || slices.Contains(told, c) {
		return c
	}
	return NotKnown
}

// told are the codes that the user itself may know.
var told = []PermissionCode{NotKnown, BlockedIndustry, HighReturns, NegativeBalance, DocsNotProvided, DormantAccount, DuplicateAccount,
	NoActivity, PlatformRequest, PlatformTerminated, UserRequest, PermanentClosure}

// ForSubject is the code as the user itself may see it: [FlagNotKnown] for unusual
// activity and high risk, as [PermissionCode.ForSubject] says.
func (c FlagCode) ForSubject() FlagCode {
	switch c {
	case "", FlagCloseBlockedIndustry, FlagReviewBlockedIndustry, FlagUploadCIP, FlagReviewCIP, FlagUploadSecurity, FlagReviewSecurity:
		return c
	}
	return FlagNotKnown
}
