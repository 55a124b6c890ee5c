package user_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/user"
)

// A number that another user has is refused, and who has it is told to those alone who
// may know of that user.
func TestDuplicateNamesNoUserOfOthers(t *testing.T) {
	b := setup(t)
	theirs := b.create(t)
	globex := bonafide.Platform("globex")
	for _, c := range []struct {
		by   bonafide.Actor
		told bool
	}{{globex, false}, {acme, true}} {
		u, err := b.users.Create(ctx, c.by, user.CreateRequest{Phone: map[bool]string{true: "+14155550131", false: "+14155550132"}[c.told], LegalNames: []string{"Bo Berg"}})
		require.NoError(t, err)
		_, err = b.users.Update(ctx, c.by, u.ID, user.UpdateRequest{PhoneNumber: string(theirs.Phone), RemovePhoneNumber: string(u.Phone)})
		var taken *bonafide.DuplicateError
		require.ErrorAs(t, err, &taken)
		assert.Equal(t, c.told, taken.ID == theirs.ID)
		if !c.told {
			assert.Empty(t, *taken)
			assert.NotContains(t, err.Error(), theirs.ID)
		}
	}
}
