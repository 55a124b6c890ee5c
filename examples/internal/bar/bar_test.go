package bar

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestBar(t *testing.T) {
	var out bytes.Buffer
	b := &Bar{to: &out, total: 2, shown: -1}
	b.Add(1)
	assert.Equal(t, "\r[####################                    ] 1 of 2", out.String())
	b.Add(1)
	assert.True(t, strings.HasSuffix(out.String(), "] 2 of 2\n"))
	written := out.Len()
	b.Add(1)
	assert.Equal(t, written, out.Len(), "what is over stays as it is")
}

// Long work does not spend its time on the terminal.
func TestSeldom(t *testing.T) {
	var out bytes.Buffer
	b := &Bar{to: &out, total: 1_000_000, shown: -1}
	for range b.total {
		b.Add(1)
	}
	assert.Equal(t, 1001, strings.Count(out.String(), "\r"))
}

func TestNobodyLooks(t *testing.T) {
	file, err := os.Create(filepath.Join(t.TempDir(), "log"))
	require.NoError(t, err)
	defer file.Close()
	require.NoError(t, file.Truncate(10))
	for name, b := range map[string]*Bar{"a file": New(file, 1), "a buffer": New(new(bytes.Buffer), 1), "nothing": New(nil, 1), "of a file": Of(file, file), "of a pipe": Of(os.Stderr, new(bytes.Buffer))} {
		assert.Nil(t, b, name)
		b.Add(1)
		b.Reach(1)
	}
	info, err := file.Stat()
	require.NoError(t, err)
	assert.EqualValues(t, 10, info.Size())
}
