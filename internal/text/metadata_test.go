package text_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/bonafide-go/bonafide/internal/text"
)

// A key of metadata is the host's own word, of any script; it can be seen as it is.
func TestMetadataKeys(t *testing.T) {
	for key, want := range map[string]text.Fault{
		"a": "", "Größe in cm": "", "顧客": "", strings.Repeat("é", 40): "",
		"": text.Required, " a": text.Malformed, "a\u200bb": text.Malformed, "a\nb": text.Malformed, "\xff": text.Malformed,
		strings.Repeat("é", 41): text.TooLong,
	} {
		var got text.Fault
		text.Metadata(map[string]string{key: "v"}, func(part string, f text.Fault) {
			assert.Equal(t, ".key", part)
			got = f
		})
		assert.Equal(t, want, got, "%q", key)
	}
}
