// Package tax holds what US tax law asks of those who are paid: the state of a
// taxpayer number, the forms W-9, W-8BEN and W-8BEN-E with their expiry, and the statement of
// tax residences that FATCA and the Common Reporting Standard ask for.
//
// Everything is a value with pure verbs. Numbers and dates of birth are sealed;
// what is read back says that they were collected, never what they are.
package tax
