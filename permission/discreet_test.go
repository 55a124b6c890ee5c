package permission_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/bonafide-go/bonafide/permission"
)

// 31 CFR 1020.320(e): nobody who is reported may learn of it. What tells of it reads as
// a code that stands for anything.
func TestCodesForTheSubject(t *testing.T) {
	hidden := []permission.PermissionCode{permission.ComplianceSuspicious, permission.LegalRequest, permission.BlockedList, permission.FraudulentDocs, "NEW_CODE"}
	for _, c := range append(permission.PermissionCodes(), "NEW_CODE", "") {
		want := c
		for _, h := range hidden {
			if c == h {
				want = permission.NotKnown
			}
		}
		assert.Equal(t, want, c.ForSubject(), c)
	}
	for _, c := range append(permission.FlagCodes(), "NEW|CODE", "") {
		want := c
		if strings.HasSuffix(string(c), "UAR") || strings.HasSuffix(string(c), "HIGH_RISK") || c == "NEW|CODE" {
			want = permission.FlagNotKnown
		}
		assert.Equal(t, want, c.ForSubject(), c)
	}
}
