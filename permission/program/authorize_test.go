package program_test

import (
	"encoding/json"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/datatest"
	"github.com/bonafide-go/bonafide/internal/moneytest"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/money"
	"github.com/bonafide-go/bonafide/permission/program"
)

// limited is a program with limits of every kind.
func limited(t testing.TB) *program.Program {
	return compiled(t, `[
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

func refusals(a program.Authorization) (list []string) {
	for _, r := range a.Refusals {
		list = append(list, string(r.Code)+" "+r.Rule)
	}
	return list
}

func TestAuthorize(t *testing.T) {
	p := limited(t)
	open, err := money.NewLedger(p.TimeZone())
	require.NoError(t, err)
	low, mid, top := p.Evaluate(person("SSN VALID")), p.Evaluate(person("SSN VALID", "GOVT_ID VALID")), p.Evaluate(person("SSN VALID", "GOVT_ID VALID", "PROOF_OF_ADDRESS VALID"))
	none := p.Evaluate(person())
	locked := low
	locked.Permission = permission.Locked
	stale := low
	stale.Due = noon
	tx := func(d permission.Direction, amount string, c bonafide.Currency) money.Transaction {
		return money.Transaction{ID: "new", Direction: d, Amount: moneytest.Sum(amount, c), At: noon}
	}
	day := moneytest.Post(t, open, moneytest.Receive("a", "100", "2024-06-01T05:00:00Z"), moneytest.Receive("b", "100", "2024-06-01T11:00:00Z"),
		moneytest.Receive("y", "100", "2024-06-01T03:59:59Z")) // the last is of the day before, in New York
	const l0, l1 = "tiers[0].limits", "tiers[1].limits"
	for name, c := range map[string]struct {
		program  *program.Program
		decision permission.Decision
		ledger   money.Ledger
		tx       money.Transaction
		refusals []string
		raise    permission.Scope
	}{
		"within":          {p, low, open, tx("receive", "100", "USD"), nil, ""},
		"a cent too much": {p, low, open, tx("receive", "100.01", "USD"), []string{"limit_amount " + l0 + "[0]"}, "SEND|RECEIVE|TIER|1"},
		"day is full":     {p, low, day, tx("receive", "50.51", "USD"), []string{"limit_amount " + l0 + "[1]"}, "SEND|RECEIVE|TIER|1"},
		"day to the cent": {p, low, day, tx("receive", "50.50", "USD"), nil, ""},
		"third of the day": {p, low, moneytest.Post(t, day, moneytest.Receive("c", "1", "2024-06-01T11:30:00Z")), tx("receive", "1", "USD"),
			[]string{"limit_count " + l0 + "[1]"}, "SEND|RECEIVE|TIER|1"},
		"next day": {p, low, day, money.Transaction{ID: "n", Direction: "receive", Amount: moneytest.Sum("100", "USD"), At: datatest.At("2024-06-02T04:00:00Z")}, nil, ""},
		"everything at once": {p, low, moneytest.Post(t, day, moneytest.Receive("c", "700", "2024-03-01")), tx("receive", "100.01", "USD"),
			[]string{"limit_amount " + l0 + "[0]", "limit_amount " + l0 + "[1]", "limit_amount " + l0 + "[2]"}, "SEND|RECEIVE|TIER|1"},
		"too much for any": {p, low, open, tx("receive", "6000", "USD"),
			[]string{"limit_amount " + l0 + "[0]", "limit_amount " + l0 + "[1]", "limit_amount " + l0 + "[2]"}, "SEND|RECEIVE"},
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
		"other program":        {compiled(t, `{"document":{"types":["SSN"]}}`), low, open, tx("receive", "1", "USD"), []string{"other_program "}, ""},
		"no program":           {nil, low, open, tx("receive", "1", "USD"), []string{"other_program "}, ""},
		"other zone":           {p, low, money.Ledger{}, tx("receive", "1", "USD"), []string{"other_zone "}, ""},
		"folded":               {p, low, money.Ledger{Zone: p.TimeZone(), From: noon.Add(1)}, tx("receive", "1", "USD"), []string{"too_old "}, ""},
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
	assert.Equal(t, money.LimitState{Rule: l0 + "[1]", Per: permission.PerDay, Max: moneytest.Sum("250.50", "USD"), Used: moneytest.Sum("200", "USD"),
		Remaining: moneytest.Sum("50.50", "USD"), Count: 3, UsedCount: 2, RemainingCount: 1, Until: datatest.At("2024-06-02T04:00:00Z")}, a.Limits[1])
	assert.Equal(t, "GOVT_ID", a.Raise.Requirements[0].What, "what would raise the limit")
	_, err = p.Authorize(low, day, money.Transaction{})
	require.ErrorIs(t, err, bonafide.ErrInvalid)
	_, err = p.Authorize(low, day, moneytest.Receive("a", "5", "2024-06-01"))
	require.ErrorIs(t, err, bonafide.ErrKeyReused)

	over, err := p.Authorize(low, moneytest.Post(t, day, moneytest.Receive("big", "900", "2024-06-01T11:45:00Z")), tx("receive", "0.01", "USD"))
	require.NoError(t, err)
	assert.Equal(t, moneytest.Sum("0", "USD").String(), over.Limits[1].Remaining.String(), "never below 0, whatever was posted")
	assert.Equal(t, 0, over.Limits[1].RemainingCount)
	assert.False(t, over.Allowed)

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
	open, err := money.NewLedger(p.TimeZone())
	require.NoError(t, err)
	var stored atomic.Pointer[money.Ledger] // what a Store does: the write of one version wins
	stored.Store(&open)
	var wait sync.WaitGroup
	var allowed [40]atomic.Int64
	for range 16 {
		wait.Go(func() {
			for i := range allowed {
				for {
					now := stored.Load()
					next, a, err := p.Move(d, *now, moneytest.Receive(fmt.Sprint("t", i), "200", "2024-06-01T12:00:00Z"))
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
	l := money.Ledger{Zone: p.TimeZone()}
	for i := range 200 {
		l = moneytest.Post(b, l, moneytest.Receive(fmt.Sprint("t", i), "1", "2024-06-01T11:00:00Z"))
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := p.Authorize(d, l, moneytest.Receive("n", "1", "2024-06-01T12:00:00Z")); err != nil {
			b.Fatal(err)
		}
	}
}
