package money_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/datatest"
	"github.com/bonafide-go/bonafide/internal/moneytest"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/money"
)

// Periods begin at midnight, on Monday, on the first, in the zone; across the
// days on which clocks change, and where midnight is skipped.
func TestPeriods(t *testing.T) {
	for _, c := range []struct {
		per        permission.Period
		zone       string
		at         string
		start, end string
	}{
		{permission.PerDay, "UTC", "2024-02-29T23:59:59Z", "2024-02-29T00:00:00Z", "2024-03-01T00:00:00Z"},
		{permission.PerDay, "America/New_York", "2024-03-10T12:00:00Z", "2024-03-10T05:00:00Z", "2024-03-11T04:00:00Z"},  // 23 hours
		{permission.PerDay, "America/New_York", "2024-11-03T12:00:00Z", "2024-11-03T04:00:00Z", "2024-11-04T05:00:00Z"},  // 25 hours
		{permission.PerDay, "America/Sao_Paulo", "2018-11-04T12:00:00Z", "2018-11-04T03:00:00Z", "2018-11-05T02:00:00Z"}, // midnight skipped
		{permission.PerDay, "America/Sao_Paulo", "2018-11-04T02:59:59Z", "2018-11-03T03:00:00Z", "2018-11-04T03:00:00Z"},
		{permission.PerDay, "Asia/Kathmandu", "2024-06-01T18:14:59Z", "2024-05-31T18:15:00Z", "2024-06-01T18:15:00Z"}, // +05:45
		{permission.PerDay, "Pacific/Kiritimati", "2024-06-01T10:00:00Z", "2024-06-01T10:00:00Z", "2024-06-02T10:00:00Z"},
		{permission.PerWeek, "UTC", "2024-06-02T23:59:59Z", "2024-05-27T00:00:00Z", "2024-06-03T00:00:00Z"}, // a Sunday
		{permission.PerWeek, "UTC", "2024-06-03T00:00:00Z", "2024-06-03T00:00:00Z", "2024-06-10T00:00:00Z"}, // a Monday
		{permission.PerWeek, "UTC", "2025-01-01T00:00:00Z", "2024-12-30T00:00:00Z", "2025-01-06T00:00:00Z"},
		{permission.PerMonth, "Europe/Berlin", "2024-12-31T23:00:00Z", "2024-12-31T23:00:00Z", "2025-01-31T23:00:00Z"},
		{permission.PerYear, "America/New_York", "2025-01-01T04:59:59Z", "2024-01-01T05:00:00Z", "2025-01-01T05:00:00Z"},
	} {
		zone, err := time.LoadLocation(c.zone)
		require.NoError(t, err)
		start, end := money.Around(c.per, datatest.At(c.at), zone)
		assert.Equal(t, datatest.At(c.start), start, "%s %s %s", c.per, c.zone, c.at)
		assert.Equal(t, datatest.At(c.end), end, "%s %s %s", c.per, c.zone, c.at)
	}
	for _, per := range []permission.Period{permission.PerTransaction, "eon"} {
		start, end := money.Around(per, noon, time.UTC)
		assert.True(t, start.IsZero() && end.IsZero())
	}
}

// Every instant is in exactly one period of each length, in every zone.
func TestPeriodsTile(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, name := range []string{"UTC", "America/New_York", "America/Sao_Paulo", "Asia/Kathmandu", "Africa/Casablanca", "Australia/Lord_Howe", "Asia/Beirut"} {
		zone, err := time.LoadLocation(name)
		require.NoError(t, err)
		for range 400 {
			at := time.Unix(1_000_000_000+r.Int64N(900_000_000), r.Int64N(1e9)).UTC()
			for _, per := range permission.Periods()[1:] {
				start, end := money.Around(per, at, zone)
				require.False(t, at.Before(start), "%s %s %s", name, per, at)
				require.True(t, at.Before(end), "%s %s %s", name, per, at)
				_, before := money.Around(per, start.Add(-time.Nanosecond), zone)
				require.Equal(t, start, before, "%s %s %s", name, per, at)
				after, _ := money.Around(per, end, zone)
				require.Equal(t, end, after, "%s %s %s", name, per, at)
			}
		}
	}
}

func TestLedgerPost(t *testing.T) {
	l, err := money.NewLedger("America/New_York")
	require.NoError(t, err)
	l = moneytest.Post(t, l, moneytest.Receive("b", "10.10", "2024-06-01T12:00:00Z"), moneytest.Receive("a", "0.20", "2024-06-01T12:00:00Z"),
		moneytest.Receive("c", "5", "2024-05-01"))
	ids := ""
	for _, e := range l.Entries {
		ids += e.ID
	}
	assert.Equal(t, "cab", ids, "by time and id")

	same, added, err := l.Post(moneytest.Receive("a", "0.2", "2024-06-01T14:00:00+02:00"))
	require.NoError(t, err)
	assert.False(t, added, "the same again is not counted again")
	assert.Equal(t, l, same)
	for name, other := range map[string]money.Transaction{
		"amount":    moneytest.Receive("a", "0.21", "2024-06-01T12:00:00Z"),
		"time":      moneytest.Receive("a", "0.20", "2024-06-01T12:00:01Z"),
		"currency":  {ID: "a", Direction: permission.Inbound, Amount: moneytest.Sum("0.20", "EUR"), At: noon},
		"direction": {ID: "a", Direction: permission.Outbound, Amount: moneytest.Sum("0.20", "USD"), At: noon},
	} {
		_, _, err := l.Post(other)
		require.ErrorIs(t, err, bonafide.ErrKeyReused, name)
	}
	for name, c := range map[string]struct {
		bad    money.Transaction
		faults []bonafide.Fault
	}{
		"nothing": {money.Transaction{}, []bonafide.Fault{
			datatest.Fault("id", bonafide.CodeRequired), datatest.Fault("direction", bonafide.CodeRequired),
			datatest.Fault("amount", bonafide.CodeRequired), datatest.Fault("at", bonafide.CodeRequired),
		}},
		"below 0": {money.Transaction{ID: "x", Direction: permission.Inbound, Amount: moneytest.Sum("-1", "USD"), At: noon},
			[]bonafide.Fault{datatest.Fault("amount", bonafide.CodeOutOfRange)}},
		"0": {money.Transaction{ID: "x", Direction: permission.Inbound, Amount: moneytest.Sum("0", "USD"), At: noon},
			[]bonafide.Fault{datatest.Fault("amount", bonafide.CodeOutOfRange)}},
		"direction": {money.Transaction{ID: "x", Direction: "up", Amount: moneytest.Sum("1", "USD"), At: noon}, []bonafide.Fault{datatest.Fault("direction", bonafide.CodeUnknown)}},
		"long id": {money.Transaction{ID: fmt.Sprintf("%0129d", 0), Direction: permission.Inbound, Amount: moneytest.Sum("1", "USD"), At: noon},
			[]bonafide.Fault{datatest.Fault("id", bonafide.CodeTooLong)}},
	} {
		_, _, err := l.Post(c.bad)
		var invalid *bonafide.InvalidError
		require.ErrorAs(t, err, &invalid, name)
		assert.Equal(t, c.faults, invalid.Fields, name)
	}

	before := l
	next, found := l.Reverse("a")
	assert.True(t, found)
	assert.Len(t, next.Entries, 2)
	assert.Equal(t, before, l, "a verb changes nothing outside")
	_, found = next.Reverse("a")
	assert.False(t, found)
	_, err = money.NewLedger("Nowhere/Land")
	require.ErrorIs(t, err, bonafide.ErrInvalid)
	_, err = money.NewLedger("Local")
	require.ErrorIs(t, err, bonafide.ErrInvalid)
}

// sumsOf is the oracle of totals: it looks at every transaction there ever was.
func sumsOf(all []money.Transaction, d permission.Direction, per permission.Period, at time.Time, zone *time.Location) map[bonafide.Currency]string {
	start, end := money.Around(per, at, zone)
	sums := make(map[bonafide.Currency]bonafide.Money)
	for _, x := range all {
		if x.Direction != d || x.At.Before(start) || !x.At.Before(end) {
			continue
		}
		if sum, ok := sums[x.Amount.Currency()]; ok {
			sums[x.Amount.Currency()], _ = sum.Add(x.Amount)
		} else {
			sums[x.Amount.Currency()] = x.Amount
		}
	}
	texts := make(map[bonafide.Currency]string)
	for c, m := range sums {
		texts[c] = m.String()
	}
	return texts
}

// Totals are those of every transaction, in any order of posting, posted twice,
// folded at any time, and stored in between.
func TestTotalsAgreeWithOracle(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 5))
		name := []string{"", "America/New_York", "Asia/Kathmandu", "America/Sao_Paulo"}[r.IntN(4)]
		l, err := money.NewLedger(name)
		require.NoError(t, err)
		zone := time.UTC
		if name != "" {
			zone, err = time.LoadLocation(name)
			require.NoError(t, err)
		}
		now := time.Date(2018, 9, 1, 0, 0, 0, 0, zone)
		var all []money.Transaction
		for i := range 120 {
			now = now.Add(time.Duration(r.Int64N(int64(60 * time.Hour))))
			x := money.Transaction{
				ID:        fmt.Sprint("t", i),
				Direction: permission.Directions()[r.IntN(2)],
				Amount:    moneytest.Sum(fmt.Sprintf("%d.%02d", r.IntN(900), 1+r.IntN(99)), []bonafide.Currency{"USD", "EUR"}[r.IntN(2)]),
				At:        bonafide.Instant(now.Add(-time.Duration(r.Int64N(int64(20 * time.Hour))))),
			}
			next, added, err := l.Post(x)
			var refused *bonafide.RefusedError
			if errors.As(err, &refused) {
				require.True(t, x.At.Before(l.From))
				continue
			}
			require.NoError(t, err)
			require.True(t, added)
			l, all = next, append(all, x)
			if r.IntN(10) == 0 {
				l, err = l.Fold(now.Add(-time.Duration(r.Int64N(int64(100 * 24 * time.Hour)))))
				require.NoError(t, err)
			}
			if again := all[r.IntN(len(all))]; !again.At.Before(l.From) {
				same, added, err := l.Post(again)
				require.NoError(t, err)
				require.False(t, added)
				require.Equal(t, l, same)
			}
			if r.IntN(20) == 0 {
				data, err := json.Marshal(l)
				require.NoError(t, err)
				l = money.Ledger{}
				require.NoError(t, json.Unmarshal(data, &l))
			}
			totals, err := l.Totals(now)
			require.NoError(t, err)
			for _, d := range permission.Directions() {
				for _, per := range permission.Periods()[1:] {
					got := make(map[bonafide.Currency]string)
					for _, s := range totals.Sums {
						if s.Direction == d && s.Per == per {
							got[s.Amount.Currency()] = s.Amount.String()
						}
					}
					require.Equal(t, sumsOf(all, d, per, now, zone), got, "seed %d: %s per %s at %s", seed, d, per, now)
				}
			}
		}
	}
}

func TestLedgerFoldRefusesWhatItForgot(t *testing.T) {
	l := moneytest.Post(t, money.Ledger{}, moneytest.Receive("a", "1", "2024-05-01T10:00:00Z"), moneytest.Receive("b", "2", "2024-06-01T10:00:00Z"))
	folded, err := l.Fold(datatest.At("2024-06-01T11:00:00Z"))
	require.NoError(t, err)
	assert.Len(t, folded.Entries, 1, "the day is not over")
	var refused *bonafide.RefusedError
	_, _, err = folded.Post(moneytest.Receive("a", "1", "2024-05-01T10:00:00Z"))
	require.ErrorAs(t, err, &refused, "not counted twice")
	assert.Equal(t, money.CodeTooOld, refused.Code)
	_, found := folded.Reverse("a")
	assert.False(t, found)
	again, err := folded.Fold(datatest.At("2024-05-20"))
	require.NoError(t, err)
	assert.Equal(t, folded, again, "it never opens again")
	next, err := folded.Fold(datatest.At("2026-01-20"))
	require.NoError(t, err)
	assert.Empty(t, next.Days, "years that are over are forgotten")
	assert.Empty(t, next.Entries)
}

// A week that began in the old year still counts after the old year is folded.
func TestLedgerFoldKeepsTheWeek(t *testing.T) {
	l := moneytest.Post(t, money.Ledger{}, moneytest.Receive("old", "5", "2024-12-20"), moneytest.Receive("a", "1", "2024-12-30T10:00:00Z"),
		moneytest.Receive("b", "2", "2025-01-01T10:00:00Z"))
	now := datatest.At("2025-01-02T10:00:00Z")
	before, err := l.Totals(now)
	require.NoError(t, err)
	folded, err := l.Fold(now)
	require.NoError(t, err)
	assert.Empty(t, folded.Entries)
	assert.Len(t, folded.Days, 2)
	after, err := folded.Totals(now)
	require.NoError(t, err)
	assert.Equal(t, before, after)
	assert.Equal(t, "3.00 USD", after.Sums[0].Amount.String())
}
