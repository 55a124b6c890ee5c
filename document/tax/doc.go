// Package tax holds what US tax law asks of those who are paid: the state of a
// taxpayer number, the forms W-9 and W-8BEN with their expiry, and the yearly sums
// from which on a form 1099 is due.
//
// Everything is a value with pure verbs. Numbers and dates of birth are sealed;
// what is read back says that they were collected, never what they are.
package tax
