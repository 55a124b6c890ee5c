package canonical_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/bonafide-go/bonafide/internal/canonical"
)

func TestText(t *testing.T) {
	ab := canonical.Text(canonical.Text(nil, "a"), "b")
	assert.Equal(t, []byte("\x01a\x01b"), ab)
	assert.NotEqual(t, ab, canonical.Text(canonical.Text(nil, "ab"), ""))
	assert.Equal(t, append([]byte{2}, ab...), canonical.Texts(nil, []string{"a", "b"}))
}

func TestSum(t *testing.T) {
	// FIPS 180-2, appendix B.1
	assert.Equal(t, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", canonical.Sum([]byte("abc")))
	d := canonical.NewDigest()
	d.Add([]byte("a"))
	d.Add([]byte("bc"))
	assert.Equal(t, canonical.Sum([]byte("abc")), d.Sum())
}

func TestSumJSON(t *testing.T) {
	const sum = "d88591fbd199e9afc082cd668b220a8bcc024bf0573dd3e553e256b48c0a9ad1" // printf '["tag","vip"]' | sha256sum
	assert.Equal(t, sum, canonical.SumJSON("tag", "vip"))
	assert.Empty(t, canonical.SumJSON(func() {}))
}
