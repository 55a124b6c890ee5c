package bonafide_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
)

// What the form of an address tells (RFC 2142, RFC 2606, RFC 6761), and a list of the host's own.
func TestMailbox(t *testing.T) {
	throwaway := func(domain string) bool { return domain == "tempmail.ge" }
	for text, want := range map[string]bonafide.Mailbox{
		"ana@gmail.com":          bonafide.PlainMailbox,
		"Ana.Lopez@Uni.Edu":      bonafide.PlainMailbox,
		"informa@firma.es":       bonafide.PlainMailbox,
		"ana@example.com.br":     bonafide.PlainMailbox, // in somebody's hands
		"ana@myexample.com":      bonafide.PlainMailbox,
		"ana@test.de":            bonafide.PlainMailbox,
		"info@firma.es":          bonafide.RoleMailbox,
		"Support+kyc@firma.es":   bonafide.RoleMailbox,
		"postmaster@gmail.com":   bonafide.RoleMailbox,
		"ana@example.com":        bonafide.ReservedMailbox,
		"ana@mail.example.org":   bonafide.ReservedMailbox,
		"ana@firma.example":      bonafide.ReservedMailbox,
		"ana@host.test":          bonafide.ReservedMailbox,
		"ana@printer.local":      bonafide.ReservedMailbox,
		"info@example.net":       bonafide.ReservedMailbox, // whatever the role
		"ana@TempMail.ge":        bonafide.DisposableMailbox,
		"info@tempmail.ge":       bonafide.DisposableMailbox,
		"ana@sub.tempmail.ge":    bonafide.PlainMailbox, // the list says what it means
		"ana@xn--bcher-kva.test": bonafide.ReservedMailbox,
	} {
		e, err := bonafide.ParseEmail(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, e.Mailbox(throwaway), text)
		if want != bonafide.DisposableMailbox {
			assert.Equal(t, want, e.Mailbox(nil), text)
		}
	}
	assert.Equal(t, bonafide.PlainMailbox, bonafide.Email("").Mailbox(nil))
}
