// Package payout holds the payout methods of a user: bank accounts, cards and
// wallets to which money may be sent. A host gives a token in place of a number, or
// the number of a bank account, which is checked and kept sealed; what is read back
// is a mask.
package payout
