package user

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/figuretest"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/money"
	"github.com/bonafide-go/bonafide/permission/program"
)

// More than 20,000 moves, at several paces, over years: the ledger stays small
// and never refuses for its size; sums of what is open are exact.
func TestOpenLedgerStaysSmall(t *testing.T) {
	figuretest.OneGoroutine(t)
	p, err := program.Parse([]byte(`{"id": "p", "version": 1, "cip_tag": 1, "user_kind": "personal", "effective_at": "2026-01-01T00:00:00Z",
		"time_zone": "America/New_York", "screening": {"counted_lists": ["ofac_sdn"]}, "tiers": [{"scope": "SEND|RECEIVE", "requires": [{"attestation": {"id": "terms"}}]}]}`))
	require.NoError(t, err)
	dollar, err := bonafide.ParseMoney("1", "USD")
	require.NoError(t, err)
	for name, c := range map[string]struct {
		pace  time.Duration
		moves int
	}{"a few a day": {3 * time.Hour, 6_000}, "many a day": {25 * time.Minute, 21_000}, "a burst": {time.Minute, 3_000}} {
		pace := c.pace
		t.Run(name, func(t *testing.T) {
			var u User
			at, most := t0, 0
			for i := range c.moves {
				at = at.Add(pace)
				l, err := u.openLedger(p, at)
				require.NoError(t, err)
				var added bool
				u.beside.ledger, added, err = l.Post(money.Transaction{ID: fmt.Sprint(i), Direction: permission.Outbound, Amount: dollar, At: at})
				require.NoError(t, err)
				require.True(t, added)
				most = max(most, len(u.beside.ledger.Entries))
			}
			assert.LessOrEqual(t, most, maxEntries+int(24*time.Hour/pace)+1)
			assert.LessOrEqual(t, len(u.beside.ledger.Days), 40)
			if name != "a burst" {
				body, err := json.Marshal(u.beside.ledger)
				require.NoError(t, err)
				assert.Less(t, len(body), 40_000)
			}
			zone, err := time.LoadLocation("America/New_York")
			require.NoError(t, err)
			totals, err := u.beside.ledger.Totals(at)
			require.NoError(t, err)
			for _, sum := range totals.Sums {
				from, _ := money.Around(sum.Per, at, zone)
				want := 0
				for x := at; !x.Before(from) && x.After(t0); x = x.Add(-pace) {
					want++
				}
				assert.Equal(t, want, sum.Count, "%s", sum.Per)
			}
		})
	}
}
