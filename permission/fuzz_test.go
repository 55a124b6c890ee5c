package permission_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/permission"
)

func FuzzScope(f *testing.F) {
	for _, s := range ordered {
		f.Add(string(s))
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := permission.ParseScope(text)
		if err != nil {
			require.Empty(t, s)
			require.Equal(t, permission.Unverified, permission.Scope(text).Permission())
			return
		}
		require.Equal(t, text, string(s))
	})
}

func FuzzFlagCode(f *testing.F) {
	for _, c := range permission.FlagCodes() {
		f.Add(string(c))
	}
	f.Fuzz(func(t *testing.T, text string) {
		code, parts, err := permission.ParseFlagCode(text)
		if err != nil {
			require.Empty(t, code)
			require.Empty(t, parts)
			return
		}
		require.Contains(t, permission.FlagCodes(), code)
		require.Equal(t, parts, code.Parts())
	})
}

func FuzzPermission(f *testing.F) {
	f.Add("SEND-AND-RECEIVE", "FRAUDULENT_DOCS")
	f.Add("locked", "")
	f.Fuzz(func(t *testing.T, text, reason string) {
		if p, err := permission.ParsePermission(text); err == nil {
			require.Equal(t, text, string(p))
		} else {
			require.Empty(t, p)
		}
		if c, err := permission.ParsePermissionCode(reason); err == nil {
			require.Equal(t, reason, string(c))
		} else {
			require.Empty(t, c)
		}
	})
}
