// Package compatibility writes docs/compatibility.md from the tables of the published
// APIs, so that the page says what is served.
package compatibility

//go:generate env UPDATE_GOLDEN=1 go test -count=1 -run TestPageIsCurrent .
