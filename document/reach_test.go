package document_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
)

// What is odd about the number and the address of a person is a warning for reviewers; a
// fixed line and the address of a business' function are not odd.
func TestReachWarnings(t *testing.T) {
	for _, row := range []struct {
		number bonafide.Phone
		email  bonafide.Email
		kind   document.EntityKind
		want   []bonafide.Code
	}{
		{"+447911123456", "ana@gmail.com", document.Person, nil},
		{"+442079460018", "ana@gmail.com", document.Person, nil},
		{"+445600123456", "ana@gmail.com", document.Person, []bonafide.Code{document.CodeVoIP}},
		{"+19005551234", "ana@gmail.com", document.Person, []bonafide.Code{document.CodePremium}},
		{"+18005551234", "info@firma.es", document.Person, []bonafide.Code{document.CodeTollFree, document.CodeRoleMailbox}},
		{"+18005551234", "info@firma.es", document.Business, []bonafide.Code{document.CodeTollFree}},
		{"+447911123456", "ana@example.com", document.Person, []bonafide.Code{document.CodeReservedMailbox}},
	} {
		var got []bonafide.Code
		b := document.Base{Name: "Ana Lopez", Kind: row.kind, PhoneNumber: row.number, PhoneGrade: bonafide.Plausible, Email: row.email}
		for _, w := range b.Warnings() {
			got = append(got, w.Code)
			assert.NotEmpty(t, w.Rule)
		}
		assert.Equal(t, row.want, got, "%s %s", row.number, row.email)
	}
	assert.Equal(t, document.CodeLandline, document.LineWarning("+442079460018"))
	code, rule := document.MailboxWarning(bonafide.DisposableMailbox)
	assert.Equal(t, document.CodeDisposable, code)
	assert.NotEmpty(t, rule)
}
