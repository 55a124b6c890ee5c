package faulttest

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// A short number is found where it stands, in any form, and not inside of a hash.
func TestFound(t *testing.T) {
	for _, row := range []struct {
		data  string
		found bool
	}{
		{"", false},
		{"94105", true},
		{`{"postal_code":"94105"}`, true},
		{"x94105-1234", true},
		{"CA 94105", true},
		{"3934313035", true}, // in hex
		{"OTQxMDU=", true},   // in base64
		{"e3b0c44298fc1c14994105b92427ae41", false},
		{"94105e3b0c44298fc", false},
		{"e3b0c44298fc94105", false},
		{"e3b094105c442 and 94105", true},
	} {
		w := &witness{said: map[string]bool{"94105": true}}
		assert.Equal(t, row.found, len(w.found([]byte(row.data))) > 0, row.data)
	}
}
