package document_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/mrz"
	"github.com/bonafide-go/bonafide/internal/datatest"
)

// Birthdays as papers have them, with zeros for what is not known (ICAO 9303-3, 4.8); age
// is that of the youngest whom the paper may be of.
func TestUnknownBirthdays(t *testing.T) {
	today := bonafide.Date{Year: 2026, Month: 11, Day: 27}
	for _, row := range []struct {
		day, month, year int
		unknown          document.UnknownDate
		birth, latest    string
		want             []string
	}{
		{0, 0, 1980, document.UnknownMonth, "1980-00-00", "1980-12-31", nil},
		{0, 5, 1980, document.UnknownDay, "1980-05-00", "1980-05-31", nil},
		{0, 2, 1980, document.UnknownDay, "1980-02-00", "1980-02-29", nil},
		{14, 5, 1980, "", "1980-05-14", "1980-05-14", nil},
		{0, 10, 2008, document.UnknownDay, "2008-10-00", "2008-10-31", nil},
		{0, 0, 2007, document.UnknownMonth, "2007-00-00", "2007-12-31", nil},
		{0, 11, 2008, document.UnknownDay, "", "", []string{"year under_age"}},
		{0, 0, 2008, document.UnknownMonth, "", "", []string{"year under_age"}},
		{0, 0, 2027, document.UnknownMonth, "", "", []string{"year out_of_range"}},
		{0, 0, 1890, document.UnknownMonth, "", "", []string{"year out_of_range"}},
		{0, 0, 1980, "", "", "", []string{"day required", "month required"}},
		{14, 0, 1980, document.UnknownMonth, "", "", []string{"day not_allowed"}},
		{14, 5, 1980, document.UnknownDay, "", "", []string{"day not_allowed"}},
		{0, 0, 1980, document.UnknownDay, "", "", []string{"month required"}},
		{0, 0, 0, document.UnknownMonth, "", "", []string{"year required"}},
		{0, 0, 1980, "year", "", "", []string{"date_unknown unknown", "day required", "month required"}},
	} {
		s := person()
		s.Day, s.Month, s.Year, s.DateUnknown = row.day, row.month, row.year, row.unknown
		b, err := s.Check("", document.Rules{Today: today})
		if row.want != nil {
			assert.Equal(t, row.want, datatest.Faults(err), "%v", row)
			continue
		}
		require.NoError(t, err, "%v", row)
		assert.Equal(t, row.birth, b.Birth())
		assert.Equal(t, row.latest, b.BornLatest().String())
		assert.Equal(t, row.day == 0, b.Born().IsZero())
		again, err := b.Submission().Check("", document.Rules{Today: today})
		require.NoError(t, err, "what was accepted can be submitted again")
		assert.Equal(t, b.Birth(), again.Birth())
	}
	firm := company()
	firm.Day, firm.DateUnknown = 0, document.UnknownDay
	_, err := firm.Check("", document.Rules{Today: today, Business: true})
	assert.Contains(t, datatest.Faults(err), "date_unknown not_allowed")
}

// What was not known may be found out, and what was thought to be known may not.
func TestUnknownBirthdaysChange(t *testing.T) {
	s := person()
	s.Day, s.Month, s.Year, s.DateUnknown = 0, 0, 1980, document.UnknownMonth
	b, err := s.Check("", rules)
	require.NoError(t, err)
	for _, step := range []struct {
		change document.Submission
		want   string
	}{
		{document.Submission{Title: "Ms"}, "1980-00-00"},
		{document.Submission{Month: 5}, "1980-05-00"},
		{document.Submission{Day: 14}, "1980-05-14"},
		{document.Submission{DateUnknown: document.UnknownDay, Month: 6}, "1980-06-00"},
		{document.Submission{Day: 2, Month: 7, Year: 1981}, "1981-07-02"},
		{document.Submission{DateUnknown: document.UnknownMonth}, "1981-00-00"},
	} {
		b, err = b.Change("documents[0]", step.change, rules)
		require.NoError(t, err)
		assert.Equal(t, step.want, b.Birth())
	}
}

// A zone and a base document agree where each part that both know is the same.
func TestUnknownBirthdaysInZones(t *testing.T) {
	for _, row := range []struct {
		zone   mrz.PartialDate
		agrees bool
	}{
		{mrz.PartialDate{Year: 1980, Month: 5, Day: 14}, true}, {mrz.PartialDate{Year: 1980}, true}, {mrz.PartialDate{}, true},
		{mrz.PartialDate{Year: 1980, Month: 6, Day: 14}, false}, {mrz.PartialDate{Year: 1981}, false},
	} {
		b := document.Base{Name: "Ana Lopez", Year: 1980, Month: 5}
		reasons := b.CompareMRZ(mrz.Zone{Surname: "LOPEZ", GivenNames: "ANA", Born: row.zone}, rules.Today)
		assert.Equal(t, row.agrees, len(reasons) == 0, "%v %v", row.zone, reasons)
	}
}
