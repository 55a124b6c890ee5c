package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestBar(t *testing.T) {
	var out bytes.Buffer
	b := &bar{to: &out, total: 2}
	b.step()
	assert.Equal(t, "\r[####################                    ] 1 of 2", out.String())
	b.step()
	assert.Equal(t, "] 2 of 2\n", out.String()[out.Len()-9:])

	file, err := os.Create(filepath.Join(t.TempDir(), "log"))
	require.NoError(t, err)
	defer file.Close()
	quiet := newBar(file)
	quiet.total = 1
	quiet.step()
	info, err := file.Stat()
	require.NoError(t, err)
	assert.Zero(t, info.Size(), "a file gets no bar")
}
