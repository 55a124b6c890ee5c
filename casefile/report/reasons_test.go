package report

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/ownership"
)

// Three parties to one trust are told apart, and what runs through a company names it.
func TestReasons(t *testing.T) {
	f := file{Report: casefile.Report{Case: casefile.Case{Companies: []casefile.Company{{ID: "t-1", CompanyFields: casefile.CompanyFields{Name: "Harrow Trust"}}}}}}
	got := f.Reasons([]ownership.Reason{
		{Code: "trust:trustee:t-1", Source: "art. 58", Measure: ownership.TrustParty, Through: "t-1"},
		{Code: "trust:class_member:t-1", Source: "art. 58", Measure: ownership.TrustParty, Through: "t-1"},
		{Code: "54a:t-1", Source: "art. 54", Measure: ownership.InterestInController, Value: ownership.Whole(40), Threshold: ownership.Whole(25), Through: "t-1"},
		{Code: "52", Source: "art. 52", Measure: ownership.TotalVoting, Value: ownership.Whole(60)},
	})
	assert.Equal(t, []string{
		"trustee of Harrow Trust (art. 58)",
		"class member of Harrow Trust (art. 58)",
		"interest in controller through Harrow Trust 40 %, threshold 25 % (art. 54)",
		"total voting 60 % (art. 52)",
	}, got)
}
