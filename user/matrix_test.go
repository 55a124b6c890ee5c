package user_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate/aggregatetest"
	"github.com/bonafide-go/bonafide/user"
)

// Every method is asked by everybody. Who is not known to the user gets nothing out of
// any of them, and a verifier nothing at all but by its answers.
func TestEveryMethodByEverybody(t *testing.T) {
	pending := bonafide.Platform("pending")
	var users *user.Service
	var id string
	open := func() (any, string) {
		b := setup(t)
		u := b.create(t)
		_, err := b.users.Create(ctx, pending, user.CreateRequest{Phone: string(u.Phone), LegalNames: u.LegalNames})
		require.NoError(t, err)
		users, id = b.users, u.ID
		return users, id
	}
	open()
	callers := []aggregatetest.Caller{
		{Name: "platform", By: acme}, {Name: "pending", By: pending}, {Name: "foreign", By: bonafide.Platform("foreign")},
		{Name: "user", By: bonafide.User(id)}, {Name: "stranger", By: bonafide.User("stranger")},
		{Name: "reviewer", By: officer}, {Name: "verifier", By: vendor}, {Name: "system", By: bonafide.System()},
	}
	for method, who := range aggregatetest.Matrix(t, "testdata/matrix.txt", callers, open) {
		assert.NotContains(t, who, "stranger", method)
		if method != "ResolveTax" { // an answer to an attempt that is not there changes nothing
			assert.NotContains(t, who, "verifier", method)
		}
		if method != "Search" && method != "Count" { // of its own users, who are none
			assert.NotContains(t, who, "foreign", method)
		}
		if method != "Search" && method != "Count" && method != "Get" && method != "SendCode" {
			assert.NotContains(t, who, "pending", method)
		}
	}
}

// Nobody becomes the system by what a request says.
func TestNobodyIsTheSystemByDecoding(t *testing.T) {
	aggregatetest.Decoded(t, func() (any, string) {
		b := setup(t)
		return b.users, b.create(t).ID
	})
}
