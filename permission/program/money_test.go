package program_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/money"
)

func sum(text string, currency bonafide.Currency) bonafide.Money {
	m, err := bonafide.ParseMoney(text, currency)
	if err != nil {
		panic(err)
	}
	return m
}

func receive(id, amount, at string) money.Transaction {
	return money.Transaction{ID: id, Direction: permission.Inbound, Amount: sum(amount, "USD"), At: moment(at)}
}

func post(t testing.TB, l money.Ledger, list ...money.Transaction) money.Ledger {
	for _, x := range list {
		next, added, err := l.Post(x)
		require.NoError(t, err)
		require.True(t, added)
		l = next
	}
	return l
}
