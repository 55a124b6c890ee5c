package user_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/user"
)

// A program may ask for a telephone of some kind, and for an address that is nobody's throw-away: what is asked
// for tells the user so.
func TestProgramsAskHowPeopleAreReached(t *testing.T) {
	for name, row := range map[string]struct{ test, number, email, what string }{
		"a mobile number":  {`{"fact": "phone_line", "in": ["mobile", "fixed_line_or_mobile"]}`, "+447911123456", "bea@example.com", ""},
		"voice over IP":    {`{"fact": "phone_line", "in": ["mobile", "fixed_line_or_mobile"]}`, "+445600123456", "bea@example.com", "phone_line"},
		"a fixed line":     {`{"fact": "phone_line", "not_in": ["voip", "premium_rate"]}`, "+442079460018", "bea@example.com", ""},
		"premium rate":     {`{"fact": "phone_line", "not_in": ["voip", "premium_rate"]}`, "+19005551234", "bea@example.com", "phone_line"},
		"an address":       {`{"fact": "mailbox", "not_in": ["reserved", "disposable"]}`, "+447911123456", "bea@firma.es", ""},
		"for an hour":      {`{"fact": "mailbox", "not_in": ["reserved", "disposable"]}`, "+447911123456", "bea@tempmail.ge", "mailbox"},
		"of documentation": {`{"fact": "mailbox", "not_in": ["reserved", "disposable"]}`, "+447911123456", "bea@example.com", "mailbox"},
		"of a function":    {`{"fact": "mailbox", "in": ["plain"]}`, "+447911123456", "info@firma.es", "mailbox"},
	} {
		t.Run(name, func(t *testing.T) {
			book, err := program.ParseBook([]byte(strings.Replace(sheet, `[{"document": {"types": ["SSN"]}}]`, `[{"test": `+row.test+`}]`, 1)))
			require.NoError(t, err)
			b := setup(t, func(o *user.Options) {
				o.Programs, o.Disposable = book, func(domain string) bool { return domain == "tempmail.ge" }
			})
			in := ana()
			in.PhoneNumber, in.Email = row.number, row.email
			u := b.advance(t, b.submit(t, b.create(t).ID, in).ID)
			want := permission.Receive
			if row.what != "" {
				want = permission.Unverified
			}
			assert.Equal(t, want, u.Permission())
			told := ""
			seen, err := b.users.Get(ctx, bonafide.User(u.ID), u.ID)
			require.NoError(t, err)
			for _, r := range seen.Decision.Requirements {
				if (r.What == "phone_line" || r.What == "mailbox") && r.State.Open() {
					told = r.What
					require.Len(t, r.Errors, 1)
					assert.NotEmpty(t, r.Errors[0].Reason)
				}
			}
			assert.Equal(t, row.what, told)
		})
	}
}
