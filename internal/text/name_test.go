package text_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/text"
)

// What people may be called, and businesses (the spellings of names on published lists,
// and disguises of them).
func TestNames(t *testing.T) {
	for name, of := range map[string]struct{ person, business bool }{
		"Ana Maria Lopez": {true, true}, "O’Neill-Šimić Jr.": {true, true}, "李": {true, true}, "श्री राम": {true, true},
		"U5ama B1n Lad1n": {false, true}, "12345 67890": {false, true}, "3M": {false, true}, "Studio ٥٤": {false, true},
		"Smith & Sons": {false, true}, "AT&T; Inc.": {false, false}, "B&Q; and A & B": {false, false}, "A&; B": {false, true}, "A;B & C": {false, true},
		"&#85;sama": {false, false}, "Smith &amp; Sons": {false, false}, "A & B &#x41;": {false, false},
		"...": {false, false}, "": {false, false},
	} {
		assert.Equal(t, of.person, !text.NoName(name), "person %q", name)
		assert.Equal(t, of.business, !text.NoBusinessName(name), "business %q", name)
		for business, ok := range map[bool]bool{false: of.person, true: of.business} {
			got, fault := text.Intake{Max: 50, Refuse: text.NoNameOf(business)}.Read(name)
			if ok || name == "" {
				assert.Equal(t, name, got)
				assert.Empty(t, fault)
				continue
			}
			assert.Empty(t, got, name)
			assert.Equal(t, bonafide.CodeMalformed, bonafide.Code(fault), name)
		}
	}
}
