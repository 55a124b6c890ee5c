// Package money keeps what a user moved and holds it against limits.
//
// A [Ledger] adds up transactions, once each, in the periods of its zone; a
// [Limit] bounds the sum or the number of a period; [Ledger.Limits] says where
// limits stand and which of them a transaction would break. Package program
// decides which limits bind whom. [CashOutOf] says where the money of a closed
// user goes.
//
// All of it is values: verbs return the next ledger and change nothing.
package money
