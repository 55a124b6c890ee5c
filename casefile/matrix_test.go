package casefile_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate/aggregatetest"
)

// Every method is asked by everybody. Who is not known to the case gets nothing out of
// any of them, and a verifier nothing at all but by its answers.
func TestEveryMethodByEverybody(t *testing.T) {
	open := func() (any, string) {
		b := setup(t)
		return b.cases, b.create(t).ID
	}
	callers := []aggregatetest.Caller{
		{Name: "platform", By: acme}, {Name: "foreign", By: other}, {Name: "contact", By: contact}, {Name: "stranger", By: bonafide.User("stranger")},
		{Name: "reviewer", By: officer}, {Name: "verifier", By: vendor}, {Name: "system", By: bonafide.System()},
	}
	for method, who := range aggregatetest.Matrix(t, "testdata/matrix.txt", callers, open) {
		assert.NotContains(t, who, "stranger", method)
		assert.NotContains(t, who, "verifier", method)
		if method != "List" && method != "Count" { // of its own cases, which are none
			assert.NotContains(t, who, "foreign", method)
		}
	}
}

// Nobody becomes the system by what a request says.
func TestNobodyIsTheSystemByDecoding(t *testing.T) {
	aggregatetest.Decoded(t, func() (any, string) {
		b := setup(t)
		return b.cases, b.create(t).ID
	})
}
