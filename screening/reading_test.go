package screening_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	. "github.com/bonafide-go/bonafide/screening"
)

// What two files of a list say is added up by column.
func TestReading(t *testing.T) {
	a := Reading{Columns: []ColumnReading{{"DOB", 10, 2}, {"ids", 4, 4}}, Flaws: []Flaw{{File: "a.csv", Line: 3}}}
	b := Reading{Columns: []ColumnReading{{"country", 7, 7}, {"ids", 6, 1}}, Flaws: []Flaw{{File: "b.csv", Line: 9, Skipped: true}}}
	both := a.Merge(b)
	assert.Equal(t, Reading{
		Columns: []ColumnReading{{"DOB", 10, 2}, {"country", 7, 7}, {"ids", 10, 5}},
		Flaws:   []Flaw{{File: "a.csv", Line: 3}, {File: "b.csv", Line: 9, Skipped: true}},
	}, both)
	assert.Equal(t, 14, both.Unread())
	assert.Equal(t, []string{"country"}, both.Blind())
	assert.Equal(t, 1, both.Skipped())
	assert.Equal(t, []string{"ids"}, a.Blind())
	assert.Equal(t, []ColumnReading{{"DOB", 10, 2}, {"ids", 4, 4}}, a.Columns, "neither changes")
	assert.Zero(t, Reading{}.Merge(Reading{}).Unread())
}
