package user_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/user"
)

// Whatever a file holds, a row is imported, refused with faults, or failed, without a
// panic; and what was imported is read again, by one chain of events.
func FuzzImport(f *testing.F) {
	b := setup(f, quiet)
	for n := range 3 {
		row := patron(n)
		row.Documents[0].PhysicalDocs[0].Upload = nil
		text, err := json.Marshal(row)
		require.NoError(f, err)
		f.Add(text)
	}
	f.Add([]byte(`{"id":"a","phone_number":"+14155550001","legal_names":["Ana"],"platforms":[{"platform":"p"}],"created_at":"2024-01-01T00:00:00Z",
		"permission":"CLOSED","permission_code":"USER_REQUEST","closed_at":"2025-01-01T00:00:00Z","holds":[{"hold":"h","reason":"r"}],
		"decisions":[{"list":"ofac_sdn","entry_id":"1","disposition":"true_positive","reviewer":"r","reason":"x","at":"2025-01-01T00:00:00Z"}],
		"history":[{"at":"2024-01-02T00:00:00Z","permission":"RECEIVE"}],"attestations":[{"id":"terms","at":"2024-01-01T00:00:00Z"}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var row user.ImportedUser
		if json.Unmarshal(text, &row) != nil {
			return
		}
		got, err := b.users.Import(ctx, officer, user.ImportRequest{Source: "old", Users: []user.ImportedUser{row}})
		require.Len(t, got.Rows, 1)
		switch became := got.Rows[0]; became.Outcome {
		case user.ImportDone, user.ImportAlready:
			require.NoError(t, err)
			events, err := eventsOf(b.users, officer, became.UserID)
			require.NoError(t, err)
			require.Equal(t, "user.imported", events[0].Type)
		case user.ImportRefused:
			require.NoError(t, err)
			require.NotEmpty(t, became.Faults)
		default:
			require.Equal(t, user.ImportFailed, became.Outcome)
			require.Error(t, err)
		}
	})
}
