package match

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// The words of a form come together, in its order and behind the others; names whose
// forms are whole, or that hold none, stay as they are.
func TestGathered(t *testing.T) {
	for name, want := range map[string]string{
		"STOCK Rublev JOINT Bank":                     "rublev joint stock bank",
		"DE BUSINESS C.V. TS S.A.":                    "business ts sa de cv",
		"Bureau Zarya Special Design, JOINT Co STOCK": "zarya co special design bureau joint stock",
		"JOINT STOCK COMPANY RUBLEV":                  "",
		"Company of Rublev Limited":                   "",
		"Zenith S&P 500 Income":                       "",
		"Rublev":                                      "",
	} {
		assert.Equal(t, want, gathered(name), name)
	}
}
