package pack_test

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/internal/pack"
)

func TestDictionary(t *testing.T) {
	word := make([]byte, 2000)
	noise := rand.New(rand.NewPCG(1, 2))
	for i := range word {
		word[i] = byte(noise.IntN(256))
	}
	knows, other := &pack.Dictionary{Text: word}, &pack.Dictionary{Text: []byte("nothing of it")}
	for range 2 { // with a packer that has packed before
		packed := knows.Pack(word)
		require.NotNil(t, packed)
		assert.Less(t, len(packed), len(word)/2, "it stands in the dictionary")
		got, ok := knows.Unpack(packed, len(word))
		require.True(t, ok)
		assert.True(t, bytes.Equal(word, got))
		_, ok = knows.Unpack(packed, len(word)-1)
		assert.False(t, ok, "larger than it may be")
		got, ok = other.Unpack(packed, len(word))
		assert.False(t, ok && bytes.Equal(word, got), "packed with another dictionary")
	}
	assert.Nil(t, other.Pack(word), "noise is not shorter")
}
