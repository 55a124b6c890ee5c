package user_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/user"
)

// typedCodes are codes as apps show and paste them and keyboards write them.
var typedCodes = map[string]bool{
	"123456": true, "123-456": true, "123 456": true, "12 34 56": true, " 123456 ": true, "123456\n": true, "\r\n123\t456": true,
	"\u00a0123456": true, "123\u2011456": true, "123–456": true, "１２３４５６": true, "١٢٣٤٥٦": true, "१२३४५६": true, "\u200b123456\ufeff": true,
	"": false, "12345": false, "1234567": false, "12345a": false, "+123456": false, "123.456": true, "12345\u202e6": false, "一二三四五六": false, "-": false, "x": false,
}

func TestParseCode(t *testing.T) {
	for typed, right := range typedCodes {
		code, err := user.ParseCode(typed)
		if !right {
			require.ErrorIs(t, err, bonafide.ErrInvalid, "%q", typed)
			assert.Empty(t, code)
			continue
		}
		require.NoError(t, err, "%q", typed)
		assert.Equal(t, "123456", code, "%q", typed)
	}
}

// What cannot be a code is no guess: an app that pastes something else costs nobody a try.
func TestWhatIsNoCodeIsNotCounted(t *testing.T) {
	b := setup(t, func(o *user.Options) { o.NewCode = func() (string, error) { return "123456", nil } })
	u := b.create(t)
	_, err := b.users.SendCode(ctx, acme, u.ID, user.SendCodeRequest{})
	require.NoError(t, err)
	for range 3 {
		for typed, right := range typedCodes {
			if right {
				continue
			}
			_, err := b.users.VerifyCode(ctx, acme, u.ID, user.VerifyCodeRequest{Code: bonafide.NewSecret(typed)})
			refusedAs(t, err, user.RefusedCode)
		}
	}
	c, err := b.users.Codes(ctx, acme, u.ID)
	require.NoError(t, err)
	assert.Equal(t, 5, c.TriesLeft)
	u, err = b.users.VerifyCode(ctx, acme, u.ID, user.VerifyCodeRequest{Code: bonafide.NewSecret("１２３ ４５６\n")})
	require.NoError(t, err)
	assert.False(t, u.PhoneVerified.IsZero())
}

// A host whose codes nobody could answer is told so.
func TestCodesOfAnotherShapeAreNotSent(t *testing.T) {
	b := setup(t, func(o *user.Options) { o.NewCode = func() (string, error) { return "ABCD", nil } })
	u := b.create(t)
	_, err := b.users.SendCode(ctx, acme, u.ID, user.SendCodeRequest{})
	require.ErrorContains(t, err, "NewCode")
	assert.Empty(t, b.messages)
}

// A code that is read is six digits, and reads back as itself.
func FuzzParseCode(f *testing.F) {
	for _, typed := range []string{"123456", " 123-456\n", "１２３４５６", "١٢٣٤٥٦", "12345", "123 45 6", ""} {
		f.Add(typed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		code, err := user.ParseCode(typed)
		if err != nil {
			require.Empty(t, code)
			return
		}
		require.Len(t, code, 6)
		again, err := user.ParseCode(code)
		require.NoError(t, err)
		require.Equal(t, code, again)
	})
}
