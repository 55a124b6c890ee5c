// Package moneytest makes ledgers for tests.
package moneytest

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/datatest"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/money"
)

// Sum is an amount. It panics for a text that is not one.
func Sum(text string, currency bonafide.Currency) bonafide.Money {
	m, err := bonafide.ParseMoney(text, currency)
	if err != nil {
		panic(err)
	}
	return m
}

// Receive is a transaction that brings US dollars in, at a moment of [datatest.At].
func Receive(id, amount, at string) money.Transaction {
	return money.Transaction{ID: id, Direction: permission.Inbound, Amount: Sum(amount, "USD"), At: datatest.At(at)}
}

// Post returns the ledger with transactions that it must take.
func Post(t testing.TB, l money.Ledger, list ...money.Transaction) money.Ledger {
	t.Helper()
	for _, x := range list {
		next, added, err := l.Post(x)
		require.NoError(t, err)
		require.True(t, added)
		l = next
	}
	return l
}
