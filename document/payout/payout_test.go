package payout_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document/payout"
	"github.com/bonafide-go/bonafide/internal/datatest"
)

var (
	noon = time.Date(2026, time.November, 20, 12, 0, 0, 0, time.UTC)
)

func secret(text string) bonafide.Secret { return bonafide.NewSecret(text) }

func account() payout.Submission {
	return payout.Submission{Kind: payout.ACH, RoutingNumber: "021000021", AccountNumber: secret("123456789012"), AccountType: payout.Checking, Label: "Salary"}
}

func TestNewMethod(t *testing.T) {
	key := datatest.DataKey(t)
	for name, row := range map[string]struct {
		in    payout.Submission
		value string
		want  payout.Method
	}{
		"ACH": {account(), "123456789012",
			payout.Method{Kind: payout.ACH, RoutingNumber: "021000021", AccountType: payout.Checking, Country: "US", Grade: bonafide.Plausible, Mask: "********9012", Label: "Salary"}},
		"IBAN": {payout.Submission{Kind: payout.IBAN, AccountNumber: secret("gb82 west 1234 5698 7654 32")}, "GB82WEST12345698765432",
			payout.Method{Kind: payout.IBAN, Country: "GB", Grade: bonafide.Plausible, Mask: "GB****************5432"}},
		"card":   {payout.Submission{Kind: payout.Card, Token: secret("tok_1"), LastFour: "4242"}, "", payout.Method{Kind: payout.Card, Mask: "****4242"}},
		"wallet": {payout.Submission{Kind: payout.Wallet, Token: secret("tok_1"), Service: "paypal"}, "", payout.Method{Kind: payout.Wallet, Service: "paypal", Mask: "****"}},
		"ACH, token": {payout.Submission{Kind: payout.ACH, Token: secret("tok_1"), AccountType: payout.Savings}, "",
			payout.Method{Kind: payout.ACH, AccountType: payout.Savings, Mask: "****"}},
	} {
		m, err := payout.NewMethod("m1", row.in, key, noon)
		require.NoError(t, err, name)
		number, err := key.Open(m.Field("account_number"), m.AccountNumber)
		require.NoError(t, err)
		assert.True(t, number.Equal(secret(row.value)), name)
		token, err := key.Open(m.Field("token"), m.Token)
		require.NoError(t, err)
		assert.True(t, token.Equal(row.in.Token))
		if row.value != "" {
			assert.NotContains(t, fmt.Sprintf("%+v", m), row.value)
		}
		m.Token, m.AccountNumber = bonafide.Sealed{}, bonafide.Sealed{}
		row.want.ID, row.want.AddedAt = "m1", noon
		assert.Equal(t, row.want, m, name)
	}
}

func TestNewMethodFaults(t *testing.T) {
	key := datatest.DataKey(t)
	for name, row := range map[string]struct {
		change func(*payout.Submission)
		want   []string
	}{
		"kind":              {func(s *payout.Submission) { s.Kind = "cash" }, []string{"kind unknown", "routing_number not_allowed", "account_type not_allowed"}},
		"nothing":           {func(s *payout.Submission) { *s = payout.Submission{} }, []string{"kind required"}},
		"routing":           {func(s *payout.Submission) { s.RoutingNumber = "021000022" }, []string{"routing_number malformed"}},
		"short account":     {func(s *payout.Submission) { s.AccountNumber = secret("123") }, []string{"account_number malformed"}},
		"account of spaces": {func(s *payout.Submission) { s.AccountNumber = secret("12 34 56") }, []string{"account_number malformed"}},
		"account type":      {func(s *payout.Submission) { s.AccountType = "loan" }, []string{"account_type unknown"}},
		"all of ACH": {func(s *payout.Submission) { *s = payout.Submission{Kind: payout.ACH} },
			[]string{"routing_number required", "account_number required", "account_type required"}},
		"number and token": {func(s *payout.Submission) { s.Token = secret("t") }, []string{"account_number not_allowed"}},
		"long token": {func(s *payout.Submission) {
			*s = payout.Submission{Kind: payout.Card, Token: secret(strings.Repeat("t", 257))}
		}, []string{"token too_long"}},
		"card number": {func(s *payout.Submission) {
			*s = payout.Submission{Kind: payout.Card, AccountNumber: secret("4242424242424242")}
		}, []string{"token required", "account_number not_allowed"}},
		"card, last four": {func(s *payout.Submission) {
			*s = payout.Submission{Kind: payout.Card, Token: secret("t"), LastFour: "42"}
		}, []string{"last_four malformed"}},
		"last four alone": {func(s *payout.Submission) { s.LastFour = "4242" }, []string{"last_four not_allowed"}},
		"IBAN":            {func(s *payout.Submission) { *s = payout.Submission{Kind: payout.IBAN, AccountNumber: secret("GB82")} }, []string{"account_number too_short"}},
		"IBAN with routing": {func(s *payout.Submission) { s.Kind, s.AccountNumber = payout.IBAN, secret("DE89370400440532013000") },
			[]string{"routing_number not_allowed", "account_type not_allowed"}},
		"no IBAN":        {func(s *payout.Submission) { *s = payout.Submission{Kind: payout.IBAN} }, []string{"account_number required"}},
		"wallet of whom": {func(s *payout.Submission) { *s = payout.Submission{Kind: payout.Wallet, Token: secret("t")} }, []string{"service required"}},
		"service of ACH": {func(s *payout.Submission) { s.Service = "paypal" }, []string{"service not_allowed"}},
		"long label":     {func(s *payout.Submission) { s.Label = strings.Repeat("x", 65) }, []string{"label too_long"}},
	} {
		s := account()
		row.change(&s)
		m, err := payout.NewMethod("m1", s, key, noon)
		assert.Equal(t, row.want, datatest.Faults(err), name)
		assert.Equal(t, payout.Method{}, m)
	}
	_, err := payout.NewMethod("", account(), key, noon)
	assert.Equal(t, []string{"id required"}, datatest.Faults(err))
}

func TestMethods(t *testing.T) {
	method := func(id string) payout.Method { return payout.Method{ID: id} }
	m, err := payout.Methods{}.Add(method("a"))
	require.NoError(t, err)
	assert.Equal(t, "a", m.Default)
	m, err = m.Add(method("b"))
	require.NoError(t, err)
	before := m
	_, err = m.Add(method("b"))
	assert.Equal(t, []string{"id repeated"}, datatest.Faults(err))
	m, err = m.SetDefault("b")
	require.NoError(t, err)
	_, err = m.SetDefault("z")
	assert.ErrorIs(t, err, bonafide.ErrNotFound)
	_, err = m.Remove("z")
	assert.ErrorIs(t, err, bonafide.ErrNotFound)
	m, err = m.Remove("b")
	require.NoError(t, err)
	assert.Equal(t, payout.Methods{List: []payout.Method{{ID: "a"}}, Default: "a"}, m)
	m, err = m.Remove("a")
	require.NoError(t, err)
	assert.Empty(t, m.Default)
	assert.Empty(t, m.List)
	assert.Equal(t, payout.Methods{List: []payout.Method{{ID: "a"}, {ID: "b"}}, Default: "a"}, before, "values do not share")

	full := payout.Methods{}
	for i := range payout.MaxMethods {
		full, err = full.Add(method(fmt.Sprint(i)))
		require.NoError(t, err)
	}
	_, err = full.Add(method("more"))
	assert.Equal(t, []string{"payout_methods too_many"}, datatest.Faults(err))
}

func TestGolden(t *testing.T) {
	sealed := bonafide.Sealed{Data: []byte{1}, Mask: "*9012"}
	want := payout.Methods{Default: "m1", List: []payout.Method{
		{ID: "m1", Kind: payout.ACH, Token: sealed, RoutingNumber: "021000021", AccountNumber: sealed, AccountType: payout.Savings, Country: "US",
			Grade: bonafide.Implausible, Service: "s", Mask: "*9012", Label: "l", AddedAt: noon},
		{ID: "m2", Kind: "teleport", AddedAt: noon},
	}}
	datatest.Stored(t, "methods.json", want)
}

func FuzzNewMethod(f *testing.F) {
	key := datatest.DataKey(f)
	f.Add("ach", "", "021000021", "123456789", "checking", "")
	f.Add("iban", "", "", "GB82WEST12345698765432", "", "")
	f.Add("card", "tok", "", "", "", "4242")
	f.Fuzz(func(t *testing.T, kind, token, routing, number, accountType, lastFour string) {
		m, err := payout.NewMethod("m1", payout.Submission{
			Kind: payout.Kind(kind), Token: secret(token), RoutingNumber: routing, AccountNumber: secret(number), AccountType: payout.AccountType(accountType), LastFour: lastFour,
		}, key, noon)
		if err != nil {
			require.Equal(t, payout.Method{}, m)
			require.NotEmpty(t, datatest.Faults(err))
			return
		}
		require.NotEmpty(t, m.Mask)
		require.True(t, m.Token.IsZero() != m.AccountNumber.IsZero(), "one of the two, never both")
	})
}

func ExampleNewMethod() {
	key, _ := bonafide.EphemeralKeys().NewDataKey(context.Background(), "user", "u1")
	m, err := payout.NewMethod("m1", payout.Submission{
		Kind: payout.ACH, RoutingNumber: "021000021", AccountNumber: bonafide.NewSecret("123456789012"), AccountType: payout.Checking,
	}, key, time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC))
	fmt.Println(m.RoutingNumber, m.AccountNumber, m.Grade, err)
	// Output: 021000021 ********9012 plausible <nil>
}
