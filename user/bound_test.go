package user

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
)

// All uploads of a user are bounded together, withdrawn ones among them: nobody fills
// the disk by replacing files (OWASP ASVS 5.0, 5.2.4).
func TestUploadsOfAUserAreBounded(t *testing.T) {
	file := func(id string, size int) document.Base {
		return document.Base{Physical: []document.Sub{{ID: id, Class: document.Physical, File: &document.File{Key: id, Size: size}}}}
	}
	u := User{Documents: []document.Base{file("a", MaxFileBytes/2)}}
	assert.True(t, u.fits(MaxFileBytes/2))
	u.Withdrawn = []Withdrawn{{Document: file("b", MaxFileBytes/2-7)}}
	assert.True(t, u.fits(7))
	assert.False(t, u.fits(8))
}

// Whoever submits is bounded, reviewers and verdicts are not; what follows from a base
// document takes nothing and is kept up to a number.
func TestWithdrawalsOfOthersAreNotBounded(t *testing.T) {
	full := User{Withdrawn: make([]Withdrawn, MaxWithdrawn)}
	for by, free := range map[bonafide.Actor]bool{
		bonafide.Platform("p"): false, bonafide.User("u"): false, bonafide.Reviewer("r"): true, bonafide.System(): true,
	} {
		next, err := full.withWithdrawn(Withdrawn{By: by})
		assert.Equal(t, free, err == nil, "%s", by.Kind)
		if free {
			assert.Len(t, next.Withdrawn, MaxWithdrawn+1)
		}
	}
	u, err := full, error(nil)
	for range 3 * maxDerived {
		u, err = u.withWithdrawn(Withdrawn{By: bonafide.User("u"), Derived: true})
		require.NoError(t, err)
	}
	assert.Len(t, u.Withdrawn, MaxWithdrawn+maxDerived)
	assert.Equal(t, MaxWithdrawn, u.withdrawn())
	assert.Len(t, full.Withdrawn, MaxWithdrawn)
}
