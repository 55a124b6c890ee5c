package permission_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
)

func money(text string, currency bonafide.Currency) bonafide.Money {
	m, err := bonafide.ParseMoney(text, currency)
	if err != nil {
		panic(err)
	}
	return m
}

func receive(id, amount, at string) permission.Transaction {
	return permission.Transaction{ID: id, Direction: permission.Inbound, Amount: money(amount, "USD"), At: moment(at)}
}

func post(t testing.TB, l permission.Ledger, list ...permission.Transaction) permission.Ledger {
	for _, x := range list {
		next, added, err := l.Post(x)
		require.NoError(t, err)
		require.True(t, added)
		l = next
	}
	return l
}

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
		start, end := c.per.Around(moment(c.at), zone)
		assert.Equal(t, moment(c.start), start, "%s %s %s", c.per, c.zone, c.at)
		assert.Equal(t, moment(c.end), end, "%s %s %s", c.per, c.zone, c.at)
	}
	for _, per := range []permission.Period{permission.PerTransaction, "eon"} {
		start, end := per.Around(noon, time.UTC)
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
				start, end := per.Around(at, zone)
				require.False(t, at.Before(start), "%s %s %s", name, per, at)
				require.True(t, at.Before(end), "%s %s %s", name, per, at)
				_, before := per.Around(start.Add(-time.Nanosecond), zone)
				require.Equal(t, start, before, "%s %s %s", name, per, at)
				after, _ := per.Around(end, zone)
				require.Equal(t, end, after, "%s %s %s", name, per, at)
			}
		}
	}
}

func TestLedgerPost(t *testing.T) {
	l, err := permission.NewLedger("America/New_York")
	require.NoError(t, err)
	l = post(t, l, receive("b", "10.10", "2024-06-01T12:00:00Z"), receive("a", "0.20", "2024-06-01T12:00:00Z"), receive("c", "5", "2024-05-01"))
	ids := ""
	for _, e := range l.Entries {
		ids += e.ID
	}
	assert.Equal(t, "cab", ids, "by time and id")

	same, added, err := l.Post(receive("a", "0.2", "2024-06-01T14:00:00+02:00"))
	require.NoError(t, err)
	assert.False(t, added, "the same again is not counted again")
	assert.Equal(t, l, same)
	for name, other := range map[string]permission.Transaction{
		"amount":    receive("a", "0.21", "2024-06-01T12:00:00Z"),
		"time":      receive("a", "0.20", "2024-06-01T12:00:01Z"),
		"currency":  {ID: "a", Direction: permission.Inbound, Amount: money("0.20", "EUR"), At: noon},
		"direction": {ID: "a", Direction: permission.Outbound, Amount: money("0.20", "USD"), At: noon},
	} {
		_, _, err := l.Post(other)
		require.ErrorIs(t, err, bonafide.ErrKeyReused, name)
	}
	for name, c := range map[string]struct {
		bad    permission.Transaction
		faults []bonafide.Fault
	}{
		"nothing":   {permission.Transaction{}, []bonafide.Fault{fault("id", bonafide.CodeRequired), fault("direction", bonafide.CodeRequired), fault("amount", bonafide.CodeRequired), fault("at", bonafide.CodeRequired)}},
		"below 0":   {permission.Transaction{ID: "x", Direction: permission.Inbound, Amount: money("-1", "USD"), At: noon}, []bonafide.Fault{fault("amount", bonafide.CodeOutOfRange)}},
		"0":         {permission.Transaction{ID: "x", Direction: permission.Inbound, Amount: money("0", "USD"), At: noon}, []bonafide.Fault{fault("amount", bonafide.CodeOutOfRange)}},
		"direction": {permission.Transaction{ID: "x", Direction: "up", Amount: money("1", "USD"), At: noon}, []bonafide.Fault{fault("direction", bonafide.CodeUnknown)}},
		"long id":   {permission.Transaction{ID: fmt.Sprintf("%0129d", 0), Direction: permission.Inbound, Amount: money("1", "USD"), At: noon}, []bonafide.Fault{fault("id", bonafide.CodeTooLong)}},
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
	_, err = permission.NewLedger("Nowhere/Land")
	require.ErrorIs(t, err, bonafide.ErrInvalid)
	_, err = permission.NewLedger("Local")
	require.ErrorIs(t, err, bonafide.ErrInvalid)
}

// sumsOf is the oracle of totals: it looks at every transaction there ever was.
func sumsOf(all []permission.Transaction, d permission.Direction, per permission.Period, at time.Time, zone *time.Location) map[bonafide.Currency]string {
	start, end := per.Around(at, zone)
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
		l, err := permission.NewLedger(name)
		require.NoError(t, err)
		zone := time.UTC
		if name != "" {
			zone, err = time.LoadLocation(name)
			require.NoError(t, err)
		}
		now := time.Date(2018, 9, 1, 0, 0, 0, 0, zone)
		var all []permission.Transaction
		for i := range 120 {
			now = now.Add(time.Duration(r.Int64N(int64(60 * time.Hour))))
			x := permission.Transaction{ID: fmt.Sprint("t", i), Direction: permission.Directions()[r.IntN(2)],
				Amount: money(fmt.Sprintf("%d.%02d", r.IntN(900), 1+r.IntN(99)), []bonafide.Currency{"USD", "EUR"}[r.IntN(2)]), At: bonafide.Instant(now.Add(-time.Duration(r.Int64N(int64(20 * time.Hour)))))}
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
				l = permission.Ledger{}
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
	l := post(t, permission.Ledger{}, receive("a", "1", "2024-05-01T10:00:00Z"), receive("b", "2", "2024-06-01T10:00:00Z"))
	folded, err := l.Fold(moment("2024-06-01T11:00:00Z"))
	require.NoError(t, err)
	assert.Len(t, folded.Entries, 1, "the day is not over")
	var refused *bonafide.RefusedError
	_, _, err = folded.Post(receive("a", "1", "2024-05-01T10:00:00Z"))
	require.ErrorAs(t, err, &refused, "not counted twice")
	assert.Equal(t, permission.CodeTooOld, refused.Code)
	_, found := folded.Reverse("a")
	assert.False(t, found)
	again, err := folded.Fold(moment("2024-05-20"))
	require.NoError(t, err)
	assert.Equal(t, folded, again, "it never opens again")
	next, err := folded.Fold(moment("2026-01-20"))
	require.NoError(t, err)
	assert.Empty(t, next.Days, "years that are over are forgotten")
	assert.Empty(t, next.Entries)
}

// limited is a program with limits of every kind.
func limited(t testing.TB) *permission.Program {
	return program(t, `[
 {"scope":"RECEIVE|TIER|1","requires":[{"document":{"types":["SSN"]}}],"limits":[
  {"direction":"receive","per":"transaction","currency":"USD","max":"100"},
  {"direction":"receive","per":"day","currency":"USD","max":"250.50","count":3},
  {"direction":"receive","per":"year","currency":"USD","max":"1000"},
  {"direction":"receive","per":"day","currency":"EUR","max":"10"}]},
 {"scope":"SEND|RECEIVE|TIER|1","requires":[{"document":{"types":["GOVT_ID"]}}],"limits":[
  {"direction":"receive","per":"day","currency":"USD","max":"5000"},
  {"direction":"send","per":"week","currency":"USD","max":"300"},{"direction":"send","per":"month","count":4}]},
 {"scope":"SEND|RECEIVE","requires":[{"document":{"types":["PROOF_OF_ADDRESS"]}}]}]`, `"time_zone":"America/New_York"`)
}

func refusals(a permission.Authorization) (list []string) {
	for _, r := range a.Refusals {
		list = append(list, string(r.Code)+" "+r.Rule)
	}
	return list
}

func TestAuthorize(t *testing.T) {
	p := limited(t)
	open, err := permission.NewLedger(p.TimeZone())
	require.NoError(t, err)
	low, mid, top := p.Evaluate(person("SSN VALID")), p.Evaluate(person("SSN VALID", "GOVT_ID VALID")), p.Evaluate(person("SSN VALID", "GOVT_ID VALID", "PROOF_OF_ADDRESS VALID"))
	none := p.Evaluate(person())
	locked := low
	locked.Permission = permission.Locked
	stale := low
	stale.Due = noon
	tx := func(d permission.Direction, amount string, c bonafide.Currency) permission.Transaction {
		return permission.Transaction{ID: "new", Direction: d, Amount: money(amount, c), At: noon}
	}
	day := post(t, open, receive("a", "100", "2024-06-01T05:00:00Z"), receive("b", "100", "2024-06-01T11:00:00Z"),
		receive("y", "100", "2024-06-01T03:59:59Z")) // the last is of the day before, in New York
	const l0, l1 = "tiers[0].limits", "tiers[1].limits"
	for name, c := range map[string]struct {
		program  *permission.Program
		decision permission.Decision
		ledger   permission.Ledger
		tx       permission.Transaction
		refusals []string
		raise    permission.Scope
	}{
		"within":               {p, low, open, tx("receive", "100", "USD"), nil, ""},
		"a cent too much":      {p, low, open, tx("receive", "100.01", "USD"), []string{"limit_amount " + l0 + "[0]"}, "SEND|RECEIVE|TIER|1"},
		"day is full":          {p, low, day, tx("receive", "50.51", "USD"), []string{"limit_amount " + l0 + "[1]"}, "SEND|RECEIVE|TIER|1"},
		"day to the cent":      {p, low, day, tx("receive", "50.50", "USD"), nil, ""},
		"third of the day":     {p, low, post(t, day, receive("c", "1", "2024-06-01T11:30:00Z")), tx("receive", "1", "USD"), []string{"limit_count " + l0 + "[1]"}, "SEND|RECEIVE|TIER|1"},
		"next day":             {p, low, day, permission.Transaction{ID: "n", Direction: "receive", Amount: money("100", "USD"), At: moment("2024-06-02T04:00:00Z")}, nil, ""},
		"everything at once":   {p, low, post(t, day, receive("c", "700", "2024-03-01")), tx("receive", "100.01", "USD"), []string{"limit_amount " + l0 + "[0]", "limit_amount " + l0 + "[1]", "limit_amount " + l0 + "[2]"}, "SEND|RECEIVE|TIER|1"},
		"too much for any":     {p, low, open, tx("receive", "6000", "USD"), []string{"limit_amount " + l0 + "[0]", "limit_amount " + l0 + "[1]", "limit_amount " + l0 + "[2]"}, "SEND|RECEIVE"},
		"other currency":       {p, low, open, tx("receive", "10", "EUR"), nil, ""},
		"other currency full":  {p, low, open, tx("receive", "10.01", "EUR"), []string{"limit_amount " + l0 + "[3]"}, "SEND|RECEIVE"},
		"currency not covered": {p, low, open, tx("receive", "1", "GBP"), []string{"currency "}, "SEND|RECEIVE"},
		"may not send":         {p, low, open, tx("send", "1", "USD"), []string{"permission "}, "SEND|RECEIVE|TIER|1"},
		"may not send as much": {p, low, open, tx("send", "301", "USD"), []string{"permission "}, "SEND|RECEIVE"},
		"sends":                {p, mid, open, tx("send", "300", "USD"), nil, ""},
		"sends too much":       {p, mid, open, tx("send", "300.00000001", "USD"), []string{"limit_amount " + l1 + "[1]"}, "SEND|RECEIVE"},
		"no limits":            {p, top, open, tx("send", "999999999", "JPY"), nil, ""},
		"nothing permitted":    {p, none, open, tx("receive", "1", "USD"), []string{"permission "}, "RECEIVE|TIER|1"},
		"locked":               {p, locked, open, tx("receive", "1", "USD"), []string{"standing "}, ""},
		"stale":                {p, stale, open, tx("receive", "1", "USD"), []string{"stale "}, ""},
		"never decided":        {p, permission.Decision{}, open, tx("receive", "1", "USD"), []string{"other_program "}, ""},
		"other program":        {program(t, `{"document":{"types":["SSN"]}}`), low, open, tx("receive", "1", "USD"), []string{"other_program "}, ""},
		"no program":           {nil, low, open, tx("receive", "1", "USD"), []string{"other_program "}, ""},
		"other zone":           {p, low, permission.Ledger{}, tx("receive", "1", "USD"), []string{"other_zone "}, ""},
		"folded":               {p, low, permission.Ledger{Zone: p.TimeZone(), From: noon.Add(1)}, tx("receive", "1", "USD"), []string{"too_old "}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			a, err := c.program.Authorize(c.decision, c.ledger, c.tx)
			require.NoError(t, err)
			assert.Equal(t, c.refusals, refusals(a))
			assert.Equal(t, len(c.refusals) == 0, a.Allowed)
			if c.raise == "" {
				assert.Nil(t, a.Raise)
			} else {
				require.NotNil(t, a.Raise)
				assert.Equal(t, c.raise, a.Raise.Scope)
				assert.NotEmpty(t, a.Raise.Requirements)
			}
		})
	}

	a, err := p.Authorize(low, day, tx("receive", "60", "USD"))
	require.NoError(t, err)
	assert.Equal(t, permission.LimitState{Rule: l0 + "[1]", Per: permission.PerDay, Max: money("250.50", "USD"), Used: money("200", "USD"),
		Remaining: money("50.50", "USD"), Count: 3, UsedCount: 2, RemainingCount: 1, Until: moment("2024-06-02T04:00:00Z")}, a.Limits[1])
	assert.Equal(t, "GOVT_ID", a.Raise.Requirements[0].What, "what would raise the limit")
	_, err = p.Authorize(low, day, permission.Transaction{})
	require.ErrorIs(t, err, bonafide.ErrInvalid)
	_, err = p.Authorize(low, day, receive("a", "5", "2024-06-01"))
	require.ErrorIs(t, err, bonafide.ErrKeyReused)

	data, err := json.MarshalIndent(a, "", "  ")
	require.NoError(t, err)
	golden(t, "authorization.golden.json", data)
	data, err = json.MarshalIndent(day, "", "  ")
	require.NoError(t, err)
	golden(t, "ledger.golden.json", data)
}

// Of many writers that race with many transactions, each posted by all of them,
// every transaction is counted once and the limit is never passed.
func TestRacingWritersCountOnce(t *testing.T) {
	p := limited(t)
	d := p.Evaluate(person("SSN VALID", "GOVT_ID VALID"))
	open, err := permission.NewLedger(p.TimeZone())
	require.NoError(t, err)
	var stored atomic.Pointer[permission.Ledger] // what a Store does: the write of one version wins
	stored.Store(&open)
	var wait sync.WaitGroup
	var allowed [40]atomic.Int64
	for range 16 {
		wait.Go(func() {
			for i := range allowed {
				for {
					now := stored.Load()
					next, a, err := p.Move(d, *now, receive(fmt.Sprint("t", i), "200", "2024-06-01T12:00:00Z"))
					if err != nil {
						t.Error(err)
						return
					}
					if !a.Allowed {
						break
					}
					if a.Repeated || stored.CompareAndSwap(now, &next) {
						allowed[i].Add(1)
						break
					}
				}
			}
		})
	}
	wait.Wait()
	l := *stored.Load()
	assert.Len(t, l.Entries, 25, "25 times 200 is the limit of 5000")
	for i := range allowed {
		n := allowed[i].Load()
		assert.True(t, n == 0 || n == 16, "all writers get the same answer: %d", n)
	}
}

func BenchmarkAuthorize(b *testing.B) {
	p := limited(b)
	d := p.Evaluate(person("SSN VALID", "GOVT_ID VALID"))
	l := permission.Ledger{Zone: p.TimeZone()}
	for i := range 200 {
		l = post(b, l, receive(fmt.Sprint("t", i), "1", "2024-06-01T11:00:00Z"))
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := p.Authorize(d, l, receive("n", "1", "2024-06-01T12:00:00Z")); err != nil {
			b.Fatal(err)
		}
	}
}
