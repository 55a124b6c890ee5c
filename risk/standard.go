package risk

import (
	_ "embed" // the lists and the standard model are data
	"encoding/json"
)

//go:embed fatf.json
var fatfJSON []byte

//go:embed standard.json
var standardJSON []byte

// FATF returns the two lists of the Financial Action Task Force as of their edition
// of 24 October 2025: jurisdictions subject to a call for action, and under
// increased monitoring. The FATF publishes three times a year; load newer editions
// from your own file with [Spec.WithList]. An assessment flags these as stale 150
// days after their edition.
func FATF() []CountryList {
	var lists []CountryList
	_ = json.Unmarshal(fatfJSON, &lists) // checked by tests
	return lists
}

// Standard returns a model to start from: country 30, product 20, channel 10,
// structure 15, screening 15, age of the company 10 per cent. Its codes of products
// and channels, its points and its list of prohibited countries are examples; set
// your own policy before you rely on it.
func Standard() Spec {
	var s Spec
	_ = json.Unmarshal(standardJSON, &s) // checked by tests
	s.Lists = append(s.Lists, FATF()...)
	return s
}
