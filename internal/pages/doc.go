// Package pages keeps the pages of the documentation true: programs on them are compiled
// and run, pieces of code stand in files that are, links lead somewhere, words are in the
// list of words. Pages of reference are made from the tables that the code goes by.
package pages

//go:generate env UPDATE_GOLDEN=1 go test -count=1 -run TestReferenceIsCurrent .
