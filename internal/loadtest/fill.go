package loadtest

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/screening"
)

// lists is on how many lists users of [Fill] are looked for: as many as the user object
// of Synapse names.
const lists = 55

// FillOnboarded brings n users to a permission, each with one base document, six
// sub-documents and the result of one list.
func FillOnboarded(tb testing.TB, store bonafide.Store, n int) {
	users := NewService(tb, store, bonafide.EphemeralKeys())
	for i := range n {
		_, err := onboard(tb.Context(), users, i, emailOf(i))
		require.NoError(tb, err)
	}
}

// Fill brings n users to a permission, each with two base documents, twelve sub-documents
// and the results of 55 lists, one command after the other.
func Fill(tb testing.TB, store bonafide.Store, n int) {
	var all []screening.List
	for i := range lists {
		key := screening.KeyOFACSDN
		if i > 0 {
			key = "list_" + letters(i)
		}
		list, err := screening.NewList(key, bonafide.Date{Year: 2026, Month: time.March, Day: 1 + i%28}, []screening.Entry{
			{ID: "1", Type: screening.Person, Names: []screening.Name{{Text: fmt.Sprint("LISTED, Jane ", letters(i+26)), Kind: screening.PrimaryName}}},
		})
		require.NoError(tb, err)
		all = append(all, list)
	}
	users := serviceOn(tb, store, bonafide.EphemeralKeys(), all...)
	for i := range n {
		u, err := onboard(tb.Context(), users, i, emailOf(i), fmt.Sprintf("lopez%d@example.org", i))
		require.NoError(tb, err)
		require.NotEqual(tb, permission.Unverified, u.Permission(), "%+v", u.Decision)
	}
}
