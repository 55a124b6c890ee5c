package screening_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/bonafide-go/bonafide"
	. "github.com/bonafide-go/bonafide/screening"
)

func TestFingerprint(t *testing.T) {
	q := Query{
		Name: "John Doe", OtherNames: []string{"b", "a"}, Type: Person, BirthDate: day(2024, 5, 3), Countries: []string{"SY", "FR"},
		Identifiers: []string{"2", "1"}, Gender: Male,
	}
	same := q
	same.OtherNames, same.Countries, same.Identifiers = []string{"a", "b", "a"}, []string{"FR", "SY"}, []string{"1", "2"}
	same.Lists, same.Limit, same.MinScore = []string{sdn}, 7, .5
	assert.Equal(t, q.Fingerprint(), same.Fingerprint(), "how it is searched takes no part")
	for name, change := range map[string]func(*Query){
		"name": func(q *Query) { q.Name += "x" }, "other": func(q *Query) { q.OtherNames = nil }, "type": func(q *Query) { q.Type = "" },
		"birth date": func(q *Query) { q.BirthDate.Day++ }, "year": func(q *Query) { q.BirthDate = bonafide.Date{}; q.BirthYear = 2024 },
		"countries": func(q *Query) { q.Countries = []string{"SY"} }, "ids": func(q *Query) { q.Identifiers = nil }, "gender": func(q *Query) { q.Gender = Female },
	} {
		other := q
		change(&other)
		assert.NotEqual(t, q.Fingerprint(), other.Fingerprint(), name)
	}
	assert.NotContains(t, q.String()+q.GoString()+q.LogValue().String(), "Doe")
}
