package deflate

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
)

func noise(n int) []byte {
	b := make([]byte, n)
	rand.Read(b)
	return b
}

func lists(n int) []byte {
	var b bytes.Buffer
	for i := range n {
		fmt.Fprintf(&b, `{"key":"list_%d","edition":"2026-03-%02d","hash":"%x","min_score":0.8,"result":"NO_MATCH"},`, i, 1+i%28, sha256.Sum256([]byte{byte(i)}))
	}
	return b.Bytes()
}

func TestPack(t *testing.T) {
	for name, c := range map[string]struct {
		body []byte
		most int // of what is packed; 0 = nothing is
	}{
		"nothing":                  {nil, 0},
		"too small to pay":         {bytes.Repeat([]byte("a"), minPacked-1), 0},
		"small":                    {bytes.Repeat([]byte("a"), minPacked), 40},
		"noise":                    {noise(5000), 0},
		"the dictionary":           {dictionary2, 100},
		"results of 55 lists":      {lists(55), 3000},
		"more than a window":       {lists(1000), 60_000},
		"noise behind something":   {append(lists(20), noise(10_000)...), 12_000},
		"the largest there is":     {make([]byte, bonafide.MaxBodyBytes), 100_000},
		"a text that names nobody": {[]byte(strings.Repeat("Zażółć gęślą jaźń ", 100)), 150},
	} {
		t.Run(name, func(t *testing.T) {
			for range 2 { // with a packer that has packed before
				packed := Pack(c.body)
				if c.most == 0 {
					assert.Nil(t, packed)
					return
				}
				assert.LessOrEqual(t, len(packed), c.most)
				got, ok := Unpack(packed)
				require.True(t, ok)
				assert.True(t, bytes.Equal(c.body, got))
			}
		})
	}
}

// Bodies that are stored need this very dictionary.
func TestDictionary(t *testing.T) {
	sum := sha256.Sum256(dictionary2)
	assert.Equal(t, "1c7b33043b4764433281576b7a0c827bacc05820dac7de06bb17edec66ffae61", hex.EncodeToString(sum[:]))
}

func TestUnpackRefuses(t *testing.T) {
	good := Pack(lists(55))
	bomb := Pack(make([]byte, bonafide.MaxBodyBytes+1))
	for name, packed := range map[string][]byte{
		"nothing": nil, "cut off": good[:len(good)-1], "something behind it": append(bytes.Clone(good), 0),
		"more than a body may have": bomb, "noise": bytes.Repeat([]byte{0xff}, 50),
	} {
		_, ok := Unpack(packed)
		assert.False(t, ok, name)
	}
	assert.Less(t, len(bomb), 100_000, "what it claims to be is larger")
}

func FuzzUnpack(f *testing.F) {
	for _, body := range [][]byte{lists(20), dictionary2, bytes.Repeat([]byte("a"), minPacked)} {
		f.Add(Pack(body))
	}
	f.Fuzz(func(t *testing.T, packed []byte) {
		body, ok := Unpack(packed)
		if !ok {
			return
		}
		require.LessOrEqual(t, len(body), bonafide.MaxBodyBytes)
		if again := Pack(body); again != nil {
			back, ok := Unpack(again)
			require.True(t, ok)
			require.True(t, bytes.Equal(body, back))
		}
	})
}
