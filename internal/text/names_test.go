package text_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/user"
)

// A name that cannot be seen as it is stored is refused wherever it comes in, with
// one code (Unicode TR36, TR39).
func TestNamesAreRefusedAlike(t *testing.T) {
	ctx, platform := context.Background(), bonafide.Platform("acme")
	users, err := user.New(memory.New("acme"), bonafide.EphemeralKeys(), nil)
	require.NoError(t, err)
	cases, err := casefile.New(memory.New("acme"), bonafide.EphemeralKeys(), nil)
	require.NoError(t, err)
	takes := map[string]func(name string) error{
		"legal_names": func(name string) error {
			_, err := users.Create(ctx, platform, user.CreateRequest{Phone: "+14155552671", LegalNames: []string{name}})
			return err
		},
		"name": func(name string) error {
			_, err := cases.Create(ctx, platform, casefile.CreateRequest{Name: name})
			return err
		},
		"documents[0].name": func(name string) error {
			_, err := document.Submission{
				Name: name, Email: "ana@example.com", PhoneNumber: "+14155552671", IP: "203.0.113.7",
				EntityType: "F", EntityScope: "Arts & Entertainment", Day: 2, Month: 5, Year: 1989,
				AddressStreet: "1 Market Street", AddressCity: "San Francisco", AddressSubdivision: "CA",
				AddressPostalCode: "94105", AddressCountryCode: "US",
			}.Check("documents[0]", document.Rules{Today: bonafide.Date{Year: 2026, Month: 11, Day: 20}})
			return err
		},
	}
	for field, take := range takes {
		for name, in := range map[string]string{
			"right-to-left override": "Ana\u202eLopez X", "bell": "Ana \aLopez", "zero-width space": "Ana \u200bLopez",
			"isolate": "Ana \u2066Lopez", "word joiner": "Ana\u2060 Lopez", "not UTF-8": "Ana \xff Lopez",
		} {
			var invalid *bonafide.InvalidError
			require.True(t, errors.As(take(in), &invalid), "%s %s", field, name)
			require.Len(t, invalid.Fields, 1, "%s %s", field, name)
			assert.Equal(t, field, invalid.Fields[0].Path, name)
			assert.Equal(t, bonafide.CodeMalformed, invalid.Fields[0].Code, "%s %s", field, name)
		}
		assert.NoError(t, take("Ana Lopez"), field)
	}
}
